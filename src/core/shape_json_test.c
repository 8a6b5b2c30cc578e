#include "core/shape_json.h"

#include "base/check.h"
#include "core/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

struct line {
    struct text item;
    struct price price;
    struct quantity quantity;
};
#define LINE(kind_, member_, national_, ...) \
    { .name = #member_, .national = (national_), .kind = (kind_), \
      .offset = AT(struct line, member_), __VA_ARGS__ }
static const struct field LINE_FIELDS[] = {
    LINE(FIELD_TEXT, item, "fee_name", .flags = FIELD_REQUIRED, .length_max = 6),
    LINE(FIELD_PRICE, price, "pric", .flags = FIELD_REQUIRED),
    LINE(FIELD_QUANTITY, quantity, "cnt", .flags = 0),
};
static const struct shape LINE_SHAPE = SHAPE("line", struct line, LINE_FIELDS);

struct bill {
    int64_t person, count;
    struct text name, level, seal, note;
    struct money billed;
    struct share share;
    struct date day;
    struct moment at;
    bool urgent;
    struct money extra;
    struct line first;
    struct list lines, tried;
};
#define BILL(kind_, member_, national_, ...) \
    { .name = #member_, .national = (national_), .kind = (kind_), \
      .offset = AT(struct bill, member_), __VA_ARGS__ }
static const struct field BILL_FIELDS[] = {
    BILL(FIELD_ID, person, "psn_no", .flags = FIELD_REQUIRED),
    BILL(FIELD_COUNT, count, "rec_cnt", .flags = 0),
    BILL(FIELD_TEXT, name, "psn_name", .flags = FIELD_REQUIRED | FIELD_PRIVATE, .length_max = 5),
    BILL(FIELD_CODE, level, "chrgitm_lv", .codes = "chrgitm_lv"),
    BILL(FIELD_BYTES, seal, "sign", .flags = 0),
    BILL(FIELD_TEXT, note, NULL, .flags = FIELD_SPARSE),
    BILL(FIELD_MONEY, billed, "medfee_sumamt", .flags = 0),
    BILL(FIELD_SHARE, share, "selfpay_prop", .flags = 0),
    BILL(FIELD_DAY, day, "begndate", .flags = 0),
    BILL(FIELD_MOMENT, at, "begntime", .flags = 0),
    BILL(FIELD_FLAG, urgent, "er_flag", .flags = 0),
    BILL(FIELD_MONEY, extra, "oth_pay", .flags = FIELD_SPARSE),
    BILL(FIELD_OBJECT, first, "firstinfo", .of = &LINE_SHAPE),
    BILL(FIELD_LIST, lines, "feedetail", .of = &LINE_SHAPE, .length_max = 3),
    BILL(FIELD_LIST, tried, "trylist", .of = &LINE_SHAPE, .flags = FIELD_EACH_ALONE),
};
static const struct shape BILL_SHAPE = SHAPE("bill", struct bill, BILL_FIELDS);

static struct arena arena;
static struct shape_faults faults;

static int arena_open(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int arena_close(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct json *json_of(const char *text)
{
    const struct json *json = NULL;
    struct json_fault fault;
    assert_true(json_parse(text_of(text), LIMIT_MESSAGE_BYTES, &arena, &json, &fault));
    return json;
}

static bool reads(const char *text, enum names names, bool unknown_too, struct bill *bill)
{
    shape_faults_init(&faults, &arena, unknown_too);
    return shape_from_json(&BILL_SHAPE, json_of(text), names, &arena, bill, &faults);
}

static const struct shape_fault *fault_at(const char *path)
{
    for (const struct shape_fault *fault = faults.first; fault != NULL; fault = fault->next) {
        assert_true(words_has(fault->key));
        if (text_is(fault->path, path))
            return fault;
    }
    return NULL;
}

static void assert_fault(const char *path, const char *key, const char *detail)
{
    const struct shape_fault *fault = fault_at(path);
    assert_non_null(fault);
    assert_string_equal(fault->key, key);
    assert_true(text_is(fault->detail, detail));
}

static const struct line *line_at(const struct list *list, size_t index)
{
    assert_in_range(index, 0, list->count - 1);
    return (const struct line *)list->items + index;
}

static void test_ours_is_read(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_true(reads(
        "{\"person\":\"42\",\"count\":\"3\",\"name\":\"张三\",\"level\":1,\"seal\":\"AP8=\","
        "\"note\":\"\",\"billed\":113.40,\"share\":\"0.855\",\"day\":\"2020-02-10\","
        "\"at\":\"2020-02-10T09:00:00+08:00\",\"urgent\":true,\"first\":{\"item\":\"a\","
        "\"price\":\"1.5\"},\"lines\":[{\"item\":\"b\",\"price\":2},"
        "{\"item\":7,\"price\":\"3\",\"quantity\":0.5}],\"tried\":null}",
        NAMES_OURS, true, &bill));
    assert_int_equal(faults.count, 0);
    assert_int_equal(bill.person, 42);
    assert_int_equal(bill.count, 3);
    assert_true(text_is(bill.name, "张三"));
    assert_true(text_is(bill.level, "01"));
    assert_int_equal(bill.seal.length, 2);
    assert_non_null(bill.note.data);
    assert_int_equal(bill.billed.fen, 11340);
    assert_int_equal(bill.share.parts, 855000);
    assert_int_equal(bill.day.yyyymmdd, 20200210);
    assert_int_equal(bill.at.ms, moment_at(bill.day, 9, 0, 0).ms);
    assert_true(bill.urgent);
    assert_int_equal(bill.first.price.e6, 1500000);
    assert_int_equal(bill.lines.count, 2);
    assert_true(text_is(line_at(&bill.lines, 1)->item, "7"));
    assert_int_equal(line_at(&bill.lines, 1)->quantity.e4, 5000);
    assert_int_equal(bill.tried.count, 0);
}

static void test_every_fault_is_told(void **state)
{
    (void)state;
    struct bill bill = { .count = 9 }, before = bill;
    assert_false(reads(
        "{\"person\":\"x\",\"name\":\"  \",\"level\":\"99\",\"billed\":1.234,\"day\":[],"
        "\"first\":{\"price\":\"1\"},\"lines\":[{\"item\":\"b\",\"price\":2},"
        "{\"item\":\"one too long\",\"price\":\"free\"},5],\"urgent\":\"maybe\",\"nmae\":1,"
        "\"tried\":{}}",
        NAMES_OURS, true, &bill));
    assert_memory_equal(&bill, &before, sizeof bill);
    assert_fault("person", "input.not-an-id", "x");
    assert_fault("name", "input.required", "");
    assert_fault("level", "input.not-a-code", "99");
    assert_fault("billed", "input.not-an-amount", "1.234");
    assert_fault("day", "input.not-a-day", "");
    assert_fault("first.item", "input.required", "");
    assert_fault("lines[1].item", "input.too-long", "6");
    assert_fault("lines[1].price", "input.not-a-price", "free");
    assert_fault("lines[2]", "input.not-an-object", "");
    assert_fault("urgent", "input.not-a-flag", "maybe");
    assert_fault("nmae", "input.unknown", "nmae");
    assert_fault("tried", "input.not-a-list", "");
    assert_int_equal(faults.count, 12);
    assert_int_equal(faults.blocking, 12);
}

static void test_private_values_are_not_repeated(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_false(reads("{\"person\":1,\"name\":\"欧阳娜娜\\u001b\"}", NAMES_OURS, false, &bill));
    assert_fault("name", "input.bad-text", "");
}

static void test_long_values_are_cut_in_faults(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_false(reads("{\"person\":1,\"name\":\"a\",\"day\":\"一二三四五六七八九十一二三四五六七八九十"
                       "一二三四五六七八九十\"}", NAMES_OURS, false, &bill));
    const struct shape_fault *fault = fault_at("day");
    assert_non_null(fault);
    assert_true(text_ends(fault->detail, TEXT("…")));
    assert_true(text_is_utf8(fault->detail));
    assert_in_range(fault->detail.length, 50, 66);
}

static void test_too_many(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_false(reads("{\"person\":1,\"name\":\"a\",\"lines\":[{},{},{},{}]}", NAMES_OURS, true,
                       &bill));
    assert_int_equal(faults.count, 1);
    assert_fault("lines", "input.too-many", "3");
    assert_false(reads("[]", NAMES_OURS, true, &bill));
    assert_fault("", "input.not-an-object", "");
    assert_false(reads("null", NAMES_OURS, true, &bill));
    assert_fault("person", "input.required", "");
}

static void test_what_is_known_already_stays(void **state)
{
    (void)state;
    struct bill bill = { .person = 42 };
    assert_true(reads("{\"name\":\"a\"}", NAMES_OURS, true, &bill));
    assert_int_equal(bill.person, 42);
    assert_true(text_is(bill.name, "a"));
}

static void test_a_poison_row_is_left_out_alone(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_true(reads("{\"person\":1,\"name\":\"a\",\"tried\":[{\"item\":\"a\",\"price\":1},"
                      "{\"item\":\"b\",\"price\":\"x\"},7,{\"item\":\"c\",\"price\":3}]}",
                      NAMES_OURS, true, &bill));
    assert_int_equal(bill.tried.count, 2);
    assert_true(text_is(line_at(&bill.tried, 0)->item, "a"));
    assert_true(text_is(line_at(&bill.tried, 1)->item, "c"));
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.blocking, 0);
    assert_true(fault_at("tried[1].price")->alone);
    assert_true(fault_at("tried[2]")->alone);
}

static void test_national_is_liberal(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_true(reads(
        "{\"PSN_NO\":42,\"recCnt\":3.0,\"psn_name\":\"null\",\"PSN_NAME\":\"张三\","
        "\"chrgitm_lv\":\" 01 \",\"medfee_sumamt\":\"1.0E7\",\"selfpayProp\":\"0.8500000000\","
        "\"begndate\":\"2020-02-10 00:00:00\",\"begntime\":\"\",\"er_flag\":\"1\","
        "\"oth_pay\":\"NULL\",\"note\":5,\"exp_content\":\"\",\"firstinfo\":\"\","
        "\"feedetail\":{\"fee_name\":\"a\",\"pric\":\"12.3400000\",\"cnt\":1e-1}}",
        NAMES_NATIONAL, false, &bill));
    assert_int_equal(bill.person, 42);
    assert_int_equal(bill.count, 3);
    assert_true(text_is(bill.name, "张三"));
    assert_true(text_is(bill.level, "01"));
    assert_int_equal(bill.billed.fen, 1000000000);
    assert_int_equal(bill.share.parts, 850000);
    assert_int_equal(bill.day.yyyymmdd, 20200210);
    assert_int_equal(bill.at.ms, 0);
    assert_true(bill.urgent);
    assert_int_equal(bill.extra.fen, 0);
    assert_null(bill.note.data);
    assert_int_equal(bill.lines.count, 1);
    assert_int_equal(line_at(&bill.lines, 0)->price.e6, 12340000);
    assert_int_equal(line_at(&bill.lines, 0)->quantity.e4, 1000);
}

static void test_an_exact_name_wins(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_true(reads("{\"PSN_NO\":1,\"psn_no\":2,\"psnNo\":3,\"psn_name\":\"a\"}",
                      NAMES_NATIONAL, false, &bill));
    assert_int_equal(bill.person, 2);
    assert_true(reads("{\"PSN_NO\":1,\"psnNo\":3,\"psn_name\":\"a\"}", NAMES_NATIONAL, false,
                      &bill));
    assert_int_equal(bill.person, 1);
}

static void test_exponents_are_exact(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t fen; } GOOD[] = {
        { "1.25E3", 125000 }, { "-1.25e+2", -12500 }, { "1134e-1", 11340 }, { "5E-2", 5 },
        { "1.2345678E7", 1234567800 }, { "0E9", 0 }, { "12.3", 1230 }, { "100", 10000 },
    };
    for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
        struct bill bill = { .person = 1, .name = TEXT("a") };
        struct text json = arena_format(&arena, "{\"medfee_sumamt\":%s}", GOOD[i].text);
        assert_true(reads(json.data, NAMES_NATIONAL, false, &bill));
        assert_int_equal(bill.billed.fen, GOOD[i].fen);
    }
    static const char *const BAD[] = { "1E-3", "1E99", "\"1E\"", "\".\"", "\"E5\"", "1E17" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct bill bill = { .person = 1, .name = TEXT("a") };
        struct text json = arena_format(&arena, "{\"medfee_sumamt\":%s}", BAD[i]);
        assert_false(reads(json.data, NAMES_NATIONAL, false, &bill));
        assert_non_null(fault_at("medfee_sumamt"));
    }
    struct bill bill = { .person = 1, .name = TEXT("a") };
    assert_false(reads("{\"billed\":1.0E2}", NAMES_OURS, false, &bill));
}

static void test_scalars_and_lists_may_stand_apart(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    const struct json *input = json_of(
        "{\"data\":{\"psn_no\":\"5\",\"psn_name\":\"a\",\"feedetail\":[{}]},"
        "\"feedetail\":[{\"fee_name\":\"a\",\"pric\":1}],\"psn_no\":\"6\"}");
    shape_faults_init(&faults, &arena, false);
    assert_true(shape_from_nodes(&BILL_SHAPE, json_member(input, TEXT("data")), input,
                                 NAMES_NATIONAL, &arena, &bill, &faults));
    assert_int_equal(bill.person, 5);
    assert_int_equal(bill.lines.count, 1);
}

static struct bill bill_to_write(struct line *lines)
{
    lines[0] = (struct line){ .item = TEXT("a\"b"), .price = { 1500000 }, .quantity = { 5000 } };
    return (struct bill){
        .person = INT64_C(4611686018427387904), .count = 3, .name = TEXT("张三"),
        .level = TEXT("01"), .seal = { "\x00\xFF", 2 }, .billed = { 11340 }, .share = { 855000 },
        .day = DATE(2020, 2, 10), .at = moment_at(DATE(2020, 2, 10), 9, 0, 0), .urgent = true,
        .lines = { lines, 1 },
    };
}

static bool writes(const struct bill *bill, enum names names, const char *expected)
{
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    shape_to_json(&BILL_SHAPE, bill, names, &writer);
    return text_is(json_writer_text(&writer), expected);
}

static void test_ours_is_written(void **state)
{
    (void)state;
    struct line lines[1];
    struct bill bill = bill_to_write(lines), empty = { 0 };
    assert_true(writes(&bill, NAMES_OURS,
        "{\"person\":\"4611686018427387904\",\"count\":3,\"name\":\"张三\",\"level\":\"01\","
        "\"seal\":\"AP8=\",\"billed\":\"113.40\",\"share\":\"0.855\",\"day\":\"2020-02-10\","
        "\"at\":\"2020-02-10T09:00:00+08:00\",\"urgent\":true,\"lines\":[{\"item\":\"a\\\"b\","
        "\"price\":\"1.5\",\"quantity\":\"0.5\"}],\"tried\":[]}"));
    assert_true(writes(&empty, NAMES_OURS,
        "{\"count\":0,\"billed\":\"0.00\",\"share\":\"0\",\"urgent\":false,\"lines\":[],"
        "\"tried\":[]}"));
}

static void test_national_is_written(void **state)
{
    (void)state;
    struct line lines[1];
    struct bill bill = bill_to_write(lines), empty = { 0 };
    bill.extra.fen = 5;
    assert_true(writes(&bill, NAMES_NATIONAL,
        "{\"psn_no\":\"4611686018427387904\",\"rec_cnt\":3,\"psn_name\":\"张三\","
        "\"chrgitm_lv\":\"01\",\"sign\":\"AP8=\",\"medfee_sumamt\":113.40,"
        "\"selfpay_prop\":0.855,\"begndate\":\"2020-02-10\",\"begntime\":\"2020-02-10 09:00:00\","
        "\"er_flag\":\"1\",\"oth_pay\":0.05,\"firstinfo\":{\"fee_name\":\"\",\"pric\":0,"
        "\"cnt\":0},\"feedetail\":[{\"fee_name\":\"a\\\"b\",\"pric\":1.5,\"cnt\":0.5}],"
        "\"trylist\":[]}"));
    assert_true(writes(&empty, NAMES_NATIONAL,
        "{\"psn_no\":\"\",\"rec_cnt\":0,\"psn_name\":\"\",\"chrgitm_lv\":\"\",\"sign\":\"\","
        "\"medfee_sumamt\":0.00,\"selfpay_prop\":0,\"begndate\":\"\",\"begntime\":\"\","
        "\"er_flag\":\"0\",\"firstinfo\":{\"fee_name\":\"\",\"pric\":0,\"cnt\":0},"
        "\"feedetail\":[],\"trylist\":[]}"));
}

static void test_written_is_read_again(void **state)
{
    (void)state;
    struct line lines[1];
    for (int names = NAMES_OURS; names <= NAMES_NATIONAL; names++) {
        struct bill bill = bill_to_write(lines), back = { 0 };
        bill.first = lines[0];
        struct json_writer writer;
        json_writer_init(&writer, &arena);
        shape_to_json(&BILL_SHAPE, &bill, (enum names)names, &writer);
        assert_true(reads(json_writer_text(&writer).data, (enum names)names, true, &back));
        struct text once = shape_pack(&BILL_SHAPE, &bill, &arena);
        struct text again = shape_pack(&BILL_SHAPE, &back, &arena);
        assert_true(text_equal(once, again));
    }
}

static void test_faults_have_an_end(void **state)
{
    (void)state;
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    json_object_begin(&writer);
    for (int i = 0; i < 3 * SHAPE_FAULTS_KEPT; i++) {
        json_key(&writer, arena_format(&arena, "x%d", i));
        json_write_null(&writer);
    }
    json_object_end(&writer);
    struct bill bill = { .person = 1, .name = TEXT("a") };
    assert_false(reads(json_writer_text(&writer).data, NAMES_OURS, true, &bill));
    assert_int_equal(faults.count, 3 * SHAPE_FAULTS_KEPT);
    int kept = 0;
    for (const struct shape_fault *fault = faults.first; fault != NULL; fault = fault->next)
        kept++;
    assert_int_equal(kept, SHAPE_FAULTS_KEPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ours_is_read),
        cmocka_unit_test(test_every_fault_is_told),
        cmocka_unit_test(test_private_values_are_not_repeated),
        cmocka_unit_test(test_long_values_are_cut_in_faults),
        cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_what_is_known_already_stays),
        cmocka_unit_test(test_a_poison_row_is_left_out_alone),
        cmocka_unit_test(test_national_is_liberal),
        cmocka_unit_test(test_an_exact_name_wins),
        cmocka_unit_test(test_exponents_are_exact),
        cmocka_unit_test(test_scalars_and_lists_may_stand_apart),
        cmocka_unit_test(test_ours_is_written),
        cmocka_unit_test(test_national_is_written),
        cmocka_unit_test(test_written_is_read_again),
        cmocka_unit_test(test_faults_have_an_end),
    };
    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
