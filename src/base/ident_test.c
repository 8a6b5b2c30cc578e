#include "base/arena_testing.h"
#include "base/check.h"
#include "base/ident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void test_residents(void **state)
{
    (void)state;
    static const struct { const char *number; struct ident_person person; } PEOPLE[] = {
        { "11010519491231002X", { IDENT_CITIZEN, 110105, 19491231, true } },
        { "440524188001010014", { IDENT_CITIZEN, 440524, 18800101, false } },
        { "34052419800101001X", { IDENT_CITIZEN, 340524, 19800101, false } },
        { "810000199408230021", { IDENT_HONG_KONG, 810000, 19940823, true } },
        { "820000199001010010", { IDENT_MACAO, 820000, 19900101, false } },
        { "830000199201300022", { IDENT_TAIWAN, 830000, 19920130, true } },
    };
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++) {
        struct ident_person person = { 0 };
        assert_int_equal(ident_resident(text_of(PEOPLE[i].number), &person), IDENT_OK);
        assert_int_equal(person.kind, PEOPLE[i].person.kind);
        assert_int_equal(person.division, PEOPLE[i].person.division);
        assert_int_equal(person.born, PEOPLE[i].person.born);
        assert_int_equal(person.female, PEOPLE[i].person.female);
    }
}

static enum ident_answer resident(const char *number)
{
    struct ident_person person;
    return ident_resident(text_of(number), &person);
}

static void test_resident_slips(void **state)
{
    (void)state;
    static const char *const MALFORMED[] = {
        "", "11010519491231002", "11010519491231002XX", "11010519491231002x", "1101051949123100AX",
        "X1010519491231002X", "11010519491331002X", "11010519490229002X", "110105194912310O2X",
        "11010519491232002X", "11010500001231002X", "11010522001231002X", "00010519491231002X",
        "16010519491231002X", "830001199201300022", "110105491231002", "１１０１０５194912",
    };
    for (size_t i = 0; i < COUNT_OF(MALFORMED); i++)
        assert_int_equal(resident(MALFORMED[i]), IDENT_MALFORMED);
    assert_int_equal(resident("110105194912310021"), IDENT_BAD_CHECK);
    assert_int_equal(resident("340524198001010011"), IDENT_BAD_CHECK);
    /* 29 February of a leap year, and of 1900, which was none */
    assert_int_not_equal(resident("110105200002290021"), IDENT_MALFORMED);
    assert_int_equal(resident("110105190002290021"), IDENT_MALFORMED);

    /* every slip of one digit, and every swap of neighbours that differ, is found */
    const char *good = "34052419800101001X";
    for (size_t i = 0; i < 17; i++)
        for (char digit = '0'; digit <= '9'; digit++) {
            char slip[19];
            memcpy(slip, good, sizeof slip);
            slip[i] = digit;
            assert_true((resident(slip) == IDENT_OK) == (digit == good[i]));
        }
    for (size_t i = 0; i < 16; i++) {
        char swap[19];
        memcpy(swap, good, sizeof swap);
        swap[i] = good[i + 1];
        swap[i + 1] = good[i];
        assert_true((resident(swap) == IDENT_OK) == (good[i] == good[i + 1]));
    }
}

static void test_other_cards(void **state)
{
    (void)state;
    char number[19];
    struct ident_person person;
    static const struct { const char *front; enum ident_kind kind; } CARDS[] = {
        { "99010119900307003", IDENT_SYNTHETIC }, { "91184019850101001", IDENT_FOREIGN },
    };
    for (size_t i = 0; i < COUNT_OF(CARDS); i++) {
        snprintf(number, sizeof number, "%s%c", CARDS[i].front,
                 ident_resident_check(text_of(CARDS[i].front)));
        assert_int_equal(ident_resident(text_of(number), &person), IDENT_OK);
        assert_int_equal(person.kind, CARDS[i].kind);
    }
    assert_int_equal(resident("916840198501010011"), IDENT_MALFORMED);  /* 16 is no province */
}

static void test_unified_codes(void **state)
{
    (void)state;
    assert_int_equal(ident_unified(TEXT("11370100MB2863651N")), IDENT_OK);
    assert_int_equal(ident_unified(TEXT("91350100M000100Y43")), IDENT_OK);
    assert_int_equal(ident_unified(TEXT("91350100M000100Y4A")), IDENT_BAD_CHECK);
    assert_int_equal(ident_unified(TEXT("91350100M0001TGQXM")), IDENT_BAD_CHECK);
    static const char *const MALFORMED[] = {
        "", "91350100M000100Y4", "91350100M000100Y433", "91350100m000100Y43", "91350100I000100Y43",
        "91350100O000100Y43", "91350100Z000100Y43", "91350100S000100Y43", "91350100V000100Y43",
        "9135010AM000100Y43", "91350100M000100Y4-",
    };
    for (size_t i = 0; i < COUNT_OF(MALFORMED); i++)
        assert_int_equal(ident_unified(text_of(MALFORMED[i])), IDENT_MALFORMED);
    assert_int_equal(ident_unified((struct text){ "91350100M000100Y4\0", 18 }), IDENT_MALFORMED);
}

static void test_institutions(void **state)
{
    (void)state;
    enum ident_institution kind;
    int32_t division = 0;
    assert_true(ident_institution(TEXT("H99010100001"), &kind, &division));
    assert_int_equal(kind, IDENT_HOSPITAL);
    assert_int_equal(division, 990101);
    assert_true(ident_institution(TEXT("P13110200042"), &kind, &division));
    assert_int_equal(kind, IDENT_PHARMACY);
    assert_false(ident_institution(TEXT("h99010100001"), &kind, &division));
    assert_false(ident_institution(TEXT("H9901010000"), &kind, &division));
    assert_false(ident_institution(TEXT("H9901010000A"), &kind, &division));
    assert_true(ident_physician(TEXT("D110105000001"), &division));
    assert_int_equal(division, 110105);
    assert_false(ident_physician(TEXT("D11010500001"), &division));
    assert_false(ident_physician(TEXT("N110105000001"), &division));
    assert_true(ident_mobile(TEXT("13800138000")));
    assert_true(ident_mobile(TEXT("19912345678")));
    assert_false(ident_mobile(TEXT("12345678901")));
    assert_false(ident_mobile(TEXT("1380013800")));
    assert_false(ident_mobile(TEXT("03800138000")));
    assert_true(ident_telephone(TEXT("01012333333")));
    assert_true(ident_telephone(TEXT("8512345")));
    assert_false(ident_telephone(TEXT("12345")));
    assert_false(ident_telephone(TEXT("1380013800")));
    assert_false(ident_telephone(TEXT("010-1233")));
}

static void assert_form(struct text form, const char *wanted)
{
    if (!text_is(form, wanted))
        fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(form), wanted);
}

static void test_number_forms(void **state)
{
    (void)state;
    assert_form(ident_number(TEXT("１１０１０５１９４９１２３１００２ｘ"), &arena),
                "11010519491231002X");
    assert_form(ident_number(TEXT(" 110105 19491231\xE3\x80\x80" "002x\n\xEF\xBB\xBF"), &arena),
                "11010519491231002X");
    assert_form(ident_number(TEXT("h99010100001"), &arena), "H99010100001");
    assert_form(ident_number(TEXT(""), &arena), "");
    assert_null(ident_number(text_of(NULL), &arena).data);
    assert_form(ident_number(TEXT("1\xFF\xE4\xBD"), &arena), "1\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_form(ident_phone(TEXT("+86 138-0013-8000"), &arena), "13800138000");
    assert_form(ident_phone(TEXT("００８６１３８００１３８０００"), &arena), "13800138000");
    assert_form(ident_phone(TEXT("（010）6512-3456"), &arena), "01065123456");
    assert_form(ident_account(TEXT("６２２２ 0202-0001 2345"), &arena), "6222020200012345");
    assert_false(text_present(ident_account(TEXT("abc"), &arena)));
    assert_false(text_present(ident_account(TEXT("6222|02020001"), &arena)));
    assert_false(text_present(ident_account(TEXT("1234567"), &arena)));
}

static void test_name_keys(void **state)
{
    (void)state;
    static const char *const SPELLINGS[] = {
        "买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提.艾力", "买买提．艾力", "买买提‧艾力",
        " 买买提 · 艾力 ", "买买提\xE3\x80\x80⋅艾力", "买买提･艾力",
    };
    for (size_t i = 0; i < COUNT_OF(SPELLINGS); i++)
        assert_form(ident_name_key(text_of(SPELLINGS[i]), &arena), "买买提·艾力");
    assert_form(ident_name_key(TEXT("....."), &arena), "·····");
    assert_form(ident_name_key(TEXT("jos\xC3\xA9 li"), &arena), "JOS\xC3\x89LI");
    assert_form(ident_name_key(TEXT("Ｊose\xCC\x81 Ｌi"), &arena), "JOS\xC3\x89LI");
    assert_form(ident_name_key(TEXT("𠮷㐂"), &arena), "𠮷㐂");
    assert_form(ident_name_key(TEXT("\xFF"), &arena), "\xEF\xBF\xBD");
    assert_form(ident_name_key(text_of(NULL), &arena), "");
}

static void test_texts(void **state)
{
    (void)state;
    struct text text = TEXT("untouched");
    assert_int_equal(ident_text(TEXT(" e\xCC\x81 医\xE3\x80\x80 "), 3, false, &arena, &text),
                     IDENT_TEXT_OK);
    assert_form(text, "\xC3\xA9 医");
    assert_int_equal(ident_text(TEXT("一二三四"), 3, false, &arena, &text), IDENT_TEXT_TOO_LONG);
    assert_int_equal(ident_text(TEXT("一二三"), 3, false, &arena, &text), IDENT_TEXT_OK);
    assert_int_equal(ident_text(TEXT("𠮷𠮷𠮷"), 3, false, &arena, &text), IDENT_TEXT_OK);
    static const char *const CONTROLS[] = { "a\x01z", "a\nz", "a\tz", "a\x7Fz", "a\xC2\x85z",
                                            "a\xE2\x80\xA8z", "a\xE2\x80\xAEz", "a\xEF\xBF\xBFz" };
    for (size_t i = 0; i < COUNT_OF(CONTROLS); i++)
        assert_int_equal(ident_text(text_of(CONTROLS[i]), 0, false, &arena, &text),
                         IDENT_TEXT_CONTROL);
    assert_int_equal(ident_text((struct text){ "a\0z", 3 }, 0, true, &arena, &text),
                     IDENT_TEXT_CONTROL);
    assert_int_equal(ident_text(TEXT("a\xFFz"), 0, false, &arena, &text), IDENT_TEXT_NOT_UTF8);
    assert_form(text, "𠮷𠮷𠮷");
    assert_int_equal(ident_text(TEXT("a\r\nb\rc\td"), 0, true, &arena, &text), IDENT_TEXT_OK);
    assert_form(text, "a\nb\nc\td");
    assert_int_equal(ident_text(text_of(NULL), 5, false, &arena, &text), IDENT_TEXT_OK);
    assert_null(text.data);
    /* 각 of three letters becomes one character; limits count what is kept */
    assert_int_equal(ident_text(TEXT("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"), 1, false, &arena,
                                &text), IDENT_TEXT_OK);
    assert_form(text, "각");
}

static void test_masks(void **state)
{
    (void)state;
    assert_form(ident_masked(TEXT("11010519491231002X"), 3, 4, &arena), "110***********002X");
    assert_form(ident_masked(TEXT("13800138000"), 3, 4, &arena), "138****8000");
    assert_form(ident_masked(TEXT("张三丰"), 1, 1, &arena), "张*丰");
    assert_form(ident_masked(TEXT("张三"), 1, 1, &arena), "张*");
    assert_form(ident_masked(TEXT("张"), 1, 1, &arena), "*");
    assert_form(ident_masked(TEXT("123"), 3, 4, &arena), "1**");
    assert_form(ident_masked(TEXT("abcd"), 0, 9, &arena), "****");
    assert_form(ident_masked(TEXT(""), 3, 4, &arena), "");
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_residents),
        cmocka_unit_test(test_resident_slips),
        cmocka_unit_test(test_other_cards),
        cmocka_unit_test(test_unified_codes),
        cmocka_unit_test(test_institutions),
        cmocka_unit_test(test_number_forms),
        cmocka_unit_test(test_name_keys),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_masks),
    };
    return cmocka_run_group_tests(TESTS, arena_setup, arena_teardown);
}
