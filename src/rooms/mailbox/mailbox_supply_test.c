/* mailbox_supply_test.c: attachments that are nobody's paper yet, and who may say what they are. */

#include "rooms/mailbox/mailbox_inside.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#define OFFICE INT64_C(77)
#define CASE_ID ((INT64_C(1) << 23) + 5)

#define SAID(literal_) { literal_, sizeof(literal_) - 1 }
static const struct mailbox_part parts[] = {
    { .part = 1, .paper = true, .file_name = SAID("身份证件.jpg"), .blob = SAID("a") },
    { .part = 2, .paper = true, .file_name = SAID("IMG_1.jpg"), .blob = SAID("b") },
    { .part = 3, .paper = true, .file_name = SAID("IMG_2.jpg"), .blob = SAID("c") },
    { .part = 4, .paper = false, .file_name = SAID("setup.exe"), .blob = SAID("d") },
    { .part = 5, .paper = true, .file_name = SAID("申请表.xlsx"), .blob = SAID("e") },
};
static const struct intake_paper kept[] = {
    { .material = SAID("id-card"), .how = SAID("given"), .blob = SAID("a") },
    { .material = SAID("stranding-proof"), .how = SAID("missing") },
};

static struct mailbox_letter letter_of_case(void)
{
    return (struct mailbox_letter){
        .bucket = 3, .letter = 1 << 23, .office = OFFICE, .case_id = CASE_ID,
        .state = TEXT("taken"), .body = TEXT("您好\n[申请表.xlsx]\n姓名\t张三\n"),
    };
}

/* Papers of the case, what cannot be one, and the form itself are not left over. */
static void test_what_is_left(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_of_date(DATE(2020, 2, 10)));
    struct mailbox_letter letter = letter_of_case();
    const struct list papers = { (void *)(uintptr_t)kept, COUNT_OF(kept) };
    static const bool LEFT[] = { false, true, true, false, false };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        assert_int_equal(mailbox_part_is_left(&letter, &parts[i], &papers, &testing.arena),
                         LEFT[i]);
    letter.case_id = 0;         /* of a letter that is no case all is still to be said */
    assert_false(mailbox_part_is_left(&letter, &parts[1], &papers, &testing.arena));
    const struct intake_paper_input taken[] = { { .material = TEXT("id-card"),
                                                  .blob = TEXT("a") } };
    const struct list all = { (void *)(uintptr_t)parts, COUNT_OF(parts) };
    const struct list used = { (void *)(uintptr_t)taken, COUNT_OF(taken) };
    assert_int_equal(mailbox_parts_over(letter.body, &all, &used, &testing.arena), 2);
    assert_int_equal(mailbox_parts_over(TEXT("x"), &all, &used, &testing.arena), 3);
    testing_end(&testing);
}

/* The office that has the letter, and the one that has its case; nobody of elsewhere. */
static void test_who_sees_it(void **state)
{
    (void)state;
    static const struct { int64_t office; int32_t division; bool sees; } WHO[] = {
        { OFFICE, 110105, true }, { 88, 371329, true }, { 89, 371300, true },
        { 90, 360100, false },
    };
    struct testing testing;
    testing_begin(&testing, moment_of_date(DATE(2020, 2, 10)));
    testing.request.book = testing_book();
    const struct mailbox_letter letter = letter_of_case();
    const struct intake_case of = { .case_id = CASE_ID, .place = 371329, .office = 88 };
    const struct mailbox_letter_facts facts = { .letter = &letter, .of = &of };
    for (size_t i = 0; i < COUNT_OF(WHO); i++) {
        testing.actor = (struct actor){
            .role = ROLE_REVIEWER, .office = WHO[i].office, .division = WHO[i].division,
            .scope = { .offices = &WHO[i].office, .office_count = 1 },
        };
        assert_int_equal(mailbox_may_see(&testing.request, &facts), WHO[i].sees);
    }
    testing_end(&testing);
}

/* What was refused or is held adds nothing, nor does a letter of another case. */
static void test_which_letters_bring_papers(void **state)
{
    (void)state;
    static const struct { const char *state, *receipt, *refused; int64_t part; } CASES[] = {
        { "quarantined", "", "mailbox.refused.quarantined", 2 },
        { "refused", "", "mailbox.refused.settled", 2 },
        { "taken", "of another", "mailbox.refused.settled", 2 },
        { "waiting", "", "mailbox.refused.no-part", 4 },
        { "waiting", "", "mailbox.refused.no-part", 9 },
    };
    static const int64_t OFFICES[] = { OFFICE };
    struct testing testing;
    testing_begin(&testing, moment_of_date(DATE(2020, 2, 10)));
    testing.actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .office = OFFICE,
                                    .division = 110105,
                                    .scope = { .offices = OFFICES, .office_count = 1 } };
    const struct list all = { (void *)(uintptr_t)parts, COUNT_OF(parts) };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct mailbox_letter letter = letter_of_case();
        letter.state = text_of(CASES[i].state);
        letter.case_id = CASES[i].receipt[0] == '\0' ? 0 : CASE_ID;
        letter.receipt = text_of(CASES[i].receipt);
        struct mailbox_paper_input said = { TEXT("stranding-proof"), CASES[i].part };
        const struct mailbox_supply_input input = {
            .letter = letter.letter, .papers = { &said, 1 },
            .receipt = intake_receipt_write(110105, 2020, 7, &testing.arena),
        };
        const struct mailbox_take_facts facts = { .letter = { .letter = &letter, .parts = &all } };
        testing_decide(&testing, &mailbox_supply_action, &input, &facts, NULL);
        if (!testing_is_refused(&testing, CASES[i].refused))
            fail_msg("%zu: %s", i, testing.decision.refusal.key);
    }
    testing_end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_left),
        cmocka_unit_test(test_who_sees_it),
        cmocka_unit_test(test_which_letters_bring_papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
