/* clause_debt_test.c: papers that follow later: copies now and originals afterwards, what is owed
 * when the end is declared, who brings it where. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"

#define GANZHOU 360700
#define NANCHANG 360100
#define YUECHENG 330602

static void begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
}

static void as_public(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
}

static int64_t owed_originals(struct clause_world *world, int64_t case_id, const char *material)
{
    struct list papers = clause_papers(world, case_id);
    const struct intake_paper *rows = papers.items;
    int64_t copies = 0, owed = 0;
    for (size_t i = 0; i < papers.count; i++)
        if (text_is(rows[i].material, material)) {
            copies += text_is(rows[i].how, "copy") && rows[i].cleared_at.ms == 0;
            owed += intake_paper_is_open(&rows[i], "owed");
        }
    return copies * 10 + owed;
}

/* By fax: a receipt at once, decided on the copy, and the original is owed until it is in. */
static void a_faxed_allowance_goes_ahead(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, 110105);
    int64_t agency = clause_office(world, 110105, "agency");
    struct clause_application faxed = clause_allowance("fax");
    /* Below the sum for which two people are wanted. */
    faxed.values[0].value = TEXT("loss");
    faxed.values[faxed.value_count++] = (struct intake_value){ TEXT("weeks"), TEXT("10") };
    as_public(world);
    const struct intake_applied *applied = clause_apply_for(world, person, &faxed);
    EXPECT(world, applied != NULL && text_present(applied->receipt));
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    EXPECT(world, owed_originals(world, case_id, "birth-record") == 11);
    EXPECT(world, owed_originals(world, case_id, "id-card") == 0);
    clause_accept(world, case_id, agency);
    EXPECT(world, text_is(clause_case(world, case_id)->state, "accepted-owing"));
    struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, ROLE_REVIEWER, agency);
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_starts(clause_case(world, case_id)->state, TEXT("decided-approved")));
    clause_supply(world, receipt, "post", "birth-record");
    EXPECT(world, refused(world, "") && owed_originals(world, case_id, "birth-record") == 10);
    EXPECT(world, text_is(clause_case(world, case_id)->state, "closed"));
    /* Two pages of one paper are two copies of one original. */
    faxed.papers[2] = "birth-record";
    person = clause_employee(world, 110105);
    as_public(world);
    applied = clause_apply_for(world, person, &faxed);
    EXPECT(world, applied != NULL);
    EXPECT(world, owed_originals(world, applied->case_id, "birth-record") == 21);
    /* Before the notice a fax is what it is, and nothing is owed besides. */
    clause_now(world, DATE(2020, 2, 6), 9);
    person = clause_employee(world, 110105);
    as_public(world);
    applied = clause_apply_for(world, person, &faxed);
    EXPECT(world, applied != NULL);
    EXPECT(world, owed_originals(world, applied->case_id, "birth-record") == 0);
}

/* What a public body sent is a copy: the original stays owed until it is there. */
static void dingtalk_leaves_originals_owed(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, YUECHENG);
    clause_as_employer(world, person, "public-body");
    const struct clause_application application = clause_allowance("dingtalk");
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    EXPECT(world, applied != NULL && applied->owed.count == 1);
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    EXPECT(world, owed_originals(world, case_id, "birth-record") == 11);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, YUECHENG, "agency"));
    clause_supply(world, receipt, "post", "birth-record");
    EXPECT(world, owed_originals(world, case_id, "birth-record") == 10);
}

/* 容缺 in Ganzhou: the debt has its day once the end is declared; the paper closes it. */
static void a_debt_in_ganzhou(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, GANZHOU);
    struct clause_application application = clause_allowance("web");
    application.papers[1] = NULL;
    application.owed[0] = "birth-record";
    clause_as_resident(world, person);
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    EXPECT(world, applied != NULL && text_is(applied->state, "accepted-owing"));
    const struct intake_debt *debt = applied->owed.items;
    EXPECT(world, applied->owed.count == 1 && text_present(debt->waits_for));
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    clause_event(world, "epidemic-end", 360000, DATE(2020, 6, 6));
    clause_now(world, DATE(2020, 6, 8), 9);
    struct intake_find_input look = { .receipt = receipt, .last_four = TEXT("0001") };
    as_public(world);
    clause_act(world, &intake_look_up_action, &look);
    const struct intake_seen *seen = world->outcome;
    EXPECT(world, seen->owed.count == 1);
    debt = seen->owed.items;
    EXPECT(world, debt->due.yyyymmdd == 20200907 && !debt->overdue);
    as_public(world);
    clause_supply(world, receipt, "web", "birth-record");
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(clause_case(world, case_id)->state, "accepted"));
    as_public(world);
    clause_act(world, &intake_look_up_action, &look);
    EXPECT(world, ((const struct intake_seen *)world->outcome)->owed.count == 0);
}

/* The day of the original that is owed for that case; DATE_NONE: it waits, or nothing is owed. */
static const struct intake_debt *debt_seen(struct clause_world *world, struct text receipt)
{
    struct intake_find_input look = { .receipt = receipt, .last_four = TEXT("0001") };
    as_public(world);
    clause_act(world, &intake_look_up_action, &look);
    const struct intake_seen *seen = world->outcome;
    return refused(world, "") && seen->owed.count == 1 ? seen->owed.items : NULL;
}

/* What came as a letter of the net is a copy: decided on it, and after the end, within three
 * months, the original is handed in at the hall, which closes the debt and the case. */
static void an_original_is_handed_in_at_the_hall(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, NANCHANG);
    int64_t agency = clause_office(world, NANCHANG, "agency");
    struct clause_application sent = clause_allowance("mail");
    sent.values[0].value = TEXT("loss");
    sent.values[sent.value_count++] = (struct intake_value){ TEXT("weeks"), TEXT("10") };
    as_public(world);
    const struct intake_applied *applied = clause_apply_for(world, person, &sent);
    EXPECT(world, applied != NULL);
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    EXPECT(world, owed_originals(world, case_id, "birth-record") == 11);
    clause_accept(world, case_id, agency);
    struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, ROLE_REVIEWER, agency);
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_starts(clause_case(world, case_id)->state, TEXT("decided-approved")));
    const struct intake_debt *debt = debt_seen(world, receipt);
    EXPECT(world, debt != NULL && debt->due.yyyymmdd == 0 && text_present(debt->waits_for));
    clause_event(world, "epidemic-end", 360000, DATE(2020, 6, 6));
    clause_now(world, DATE(2020, 6, 8), 9);
    debt = debt_seen(world, receipt);
    EXPECT(world, debt != NULL && debt->due.yyyymmdd == 20200907 && !debt->overdue);
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    clause_supply(world, receipt, "counter", "birth-record");
    EXPECT(world, refused(world, "") && owed_originals(world, case_id, "birth-record") == 10);
    EXPECT(world, text_is(clause_case(world, case_id)->state, "closed"));
}

/* Each person's debt has its line in the office's list, with its day once the end is declared; who
 * brought his paper is not on it, nor is what is owed to another office. */
static void debts_are_listed_by_person(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    struct clause_application application = clause_allowance("web");
    application.papers[1] = NULL;
    application.owed[0] = "birth-record";
    int64_t cases[3];
    struct text receipts[3];
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t person = clause_employee(world, i == 2 ? GANZHOU : NANCHANG);
        clause_as_resident(world, person);
        const struct intake_applied *applied = clause_apply_for(world, person, &application);
        EXPECT(world, applied != NULL);
        cases[i] = applied->case_id;
        receipts[i] = applied->receipt;
    }
    const struct intake_list_input all = { .office = agency };
    static const struct { int32_t day, due; size_t count; } DAYS[] = {
        { 20200210, 0, 2 }, { 20200608, 20200907, 2 }, { 20200908, 20200907, 1 },
    };
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        clause_now(world, (struct date){ DAYS[i].day }, 9);
        if (i == 1)
            clause_event(world, "epidemic-end", 360000, DATE(2020, 6, 6));
        clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
        if (i == 2)
            clause_supply(world, receipts[0], "counter", "birth-record");
        clause_act(world, &intake_debts_action, &all);
        const struct intake_debts_answer *told = world->outcome;
        const struct intake_debt_listed *rows = told->debts.items;
        EXPECT(world, refused(world, "") && told->debts.count == DAYS[i].count);
        for (size_t k = 0; k < told->debts.count; k++) {
            bool second = rows[k].case_id == cases[1];
            EXPECT(world, second || (i < 2 && rows[k].case_id == cases[0]));
            EXPECT(world, text_equal(rows[k].named.receipt, receipts[second ? 1 : 0]));
            EXPECT(world, rows[k].due.yyyymmdd == DAYS[i].due);
            EXPECT(world, rows[k].overdue == (i == 2) && text_is(rows[k].material, "birth-record"));
        }
    }
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-02h", a_faxed_allowance_goes_ahead },
        { "SX9-2.4d", dingtalk_leaves_originals_owed },
        { "JX4-2.0c", a_debt_in_ganzhou },
        { "JX4-2.2c", an_original_is_handed_in_at_the_hall },
        { "JX4-2.4g", debts_are_listed_by_person },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
