/* intake_say_test.c: what is said of a debt fits a short message, and names its matter whole. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

#include <string.h>

static const char *const KINDS[] = { "intake.message.debt", "intake.message.debt-dated",
                                     "intake.message.debt-due", "intake.message.debt-today" };

/* Without what explains it in brackets at its end. */
static bool has(struct text whole, struct text part)
{
    static const struct { const char *opens, *closes; } BRACKETS[] = { { " (", ")" },
                                                                      { "（", "）" } };
    for (size_t i = 0; i < COUNT_OF(BRACKETS); i++) {
        const char *opens =
            memmem(part.data, part.length, BRACKETS[i].opens, strlen(BRACKETS[i].opens));
        if (opens != NULL && text_ends(part, text_of(BRACKETS[i].closes)))
            part.length = (size_t)(opens - part.data);
    }
    return memmem(whole.data, whole.length, part.data, part.length) != NULL;
}

/* Of each paper of each matter that may be owed, in both languages, with the longest of telephones
 * and of days. */
static void test_a_reminder_names_its_matter_whole(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    const struct staff_office agency = { .phone = TEXT("0539-12345678") };
    struct list matters = matters_of(hall_book, &hall.testing.arena);
    const struct matter *items = matters.items;
    size_t said = 0, longest = 0;
    for (size_t i = 0; i < matters.count; i++) {
        const struct matter_material *papers = items[i].materials.items;
        for (size_t p = 0; p < items[i].materials.count; p++)
            for (size_t k = 0; k < COUNT_OF(KINDS) && !papers[p].key; k++) {
                struct decision decision = { .request = &hall.testing.request };
                const struct intake_case row = { .person = PERSON, .case_id = 1,
                                                 .receipt = TEXT("110105-2020-0000017-4") };
                const struct intake_debt debt = {
                    .zh = papers[p].zh, .en = papers[p].en, .due = DATE(2020, 9, 10),
                    .due_zh = TEXT("在宣布疫情结束后3个月内补交；届时另行通知截止日"),
                    .due_en = TEXT("Due within 3 months of the declared end of the epidemic; x"),
                };
                intake_say_debt(&decision, &row, &items[i], &debt, &agency, KINDS[k]);
                const struct message_row *message = decision.last_change->row;
                assert_true(text_characters(message->body_zh) <= MESSAGE_CHARACTERS);
                assert_true(text_characters(message->body_en) <= 2 * MESSAGE_CHARACTERS + 20);
                assert_true(has(message->body_zh, items[i].zh));
                /* One so long leaves no room for the name of a paper beside it. */
                bool fits = items[i].en.length <= 42;
                assert_true(!fits || has(message->body_en, items[i].en));
                longest += !fits && k == 0;
                said++;
            }
    }
    assert_true(said > 100);
    assert_true(longest <= 3);
    hall_end(&hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_reminder_names_its_matter_whole),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
