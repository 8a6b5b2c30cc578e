/* clause_recovery_test.c: care of the days of an outage: settled at once where that can be, else
 * kept, and settled when the system is back, by the rules and in the order of its day. The window
 * is 2022-08-12 19:00 to 2022-08-15 06:00. */

#include "clause_ask.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/outage/outage.h"
#include "rooms/settle/settle_again.h"
#include "rooms/settle/settle_bills.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/settle/settle_pharmacy.h"
#include "rooms/settle/settle_query.h"
#include "rooms/settle/settle_why.h"
#include "rooms/visit/visit_room.h"

static const struct text NO_CARD = { 0 };
static const struct quantity NO_DAYS = { 0 };
#define SATURDAY DATE(2022, 8, 13)
#define MONDAY DATE(2022, 8, 15)

/* What is settled meanwhile is settled, and after recovery, decided once more, it is the same. */
static void a_visit_of_the_window_is_settled_at_once(struct clause_world *world)
{
    clause_now(world, SATURDAY, 10);
    clause_hospital(world, 110105);
    struct clause_visit visit =
        clause_register(world, clause_employee(world, 110105), NULL, NO_CARD);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "") && receipt->paid[PAYER_POOLED_FUND].fen == 84000);
    EXPECT(world, date_compare(date_of_moment(receipt->at), SATURDAY) == 0);

    clause_now(world, MONDAY, 7);
    struct settle_why_input *input = ARENA_NEW(&world->arena, struct settle_why_input);
    *input = (struct settle_why_input){ visit.person, receipt->settlement };
    clause_act(world, &settle_why_action, input);
    const struct settle_why *why = world->outcome;
    EXPECT(world, refused(world, "") && why->same && why->funds.fen == 84000);
}

/* Taken in on the Saturday, let go and settled on the Monday: a stay of those days. */
static void an_admission_of_the_window(struct clause_world *world)
{
    clause_now(world, SATURDAY, 10);
    clause_hospital(world, 110105);
    struct clause_visit visit = clause_admit(world, clause_employee(world, 110105));
    EXPECT(world, refused(world, ""));
    const struct visit_key key = visit_key_of(visit.visit);
    const struct visit_row *row = clause_rows(world, &visit_by_id, &key).items;
    EXPECT(world, row != NULL && visit_is_open(row));
    EXPECT(world, row->begin_at.ms == moment_at(SATURDAY, 10, 0, 0).ms);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 1000000);
    clause_now(world, MONDAY, 9);
    clause_discharge(world, &visit);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "21");
    /* 10 000 less 1 300, at 85 %. */
    EXPECT(world, refused(world, "") && receipt->paid[PAYER_POOLED_FUND].fen == 739500);
}

static const struct settle_line_shown *line_shown(struct clause_world *world,
                                                  const struct clause_visit *visit)
{
    struct settle_find_input *input = ARENA_NEW(&world->arena, struct settle_find_input);
    *input = (struct settle_find_input){ .person = visit->person, .visit = visit->visit };
    clause_act(world, &settle_lines_action, input);
    const struct settle_lines *lines = world->outcome;
    return lines->lines.count == 1 ? lines->lines.items : NULL;
}

/* What was sent before the settlement failed is there afterwards, shown as not settled; it is
 * settled on the Monday as it would have been on the Saturday. */
static void an_unsettled_visit_is_kept(struct clause_world *world)
{
    clause_now(world, SATURDAY, 10);
    clause_hospital(world, 110105);
    struct clause_visit visit =
        clause_register(world, clause_employee(world, 110105), NULL, NO_CARD);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    clause_now(world, MONDAY, 7);
    const struct settle_line_shown *line = line_shown(world, &visit);
    EXPECT(world, refused(world, "") && line != NULL);
    EXPECT(world, line->settlement == 0 && line->line.amount.fen == 300000);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "") && receipt->paid[PAYER_POOLED_FUND].fen == 84000);
    const struct settlement_key key = {
        .bucket = id_bucket(visit.person), .person = visit.person,
        .settlement = receipt->settlement,
    };
    const struct settlement_row *row = clause_rows(world, &settlement_by_id, &key).items;
    EXPECT(world, row != NULL && date_compare(row->day, SATURDAY) == 0);
    line = line_shown(world, &visit);
    EXPECT(world, line != NULL && line->settlement == receipt->settlement);
}

/* How many of this hospital's visits are charged and not settled; whether the first is marked as
 * one of an outage. */
static size_t unsettled(struct clause_world *world, bool *ret_marked)
{
    clause_act(world, &outage_unsettled_action,
               arena_take(&world->arena, outage_unsettled_action.input->size));
    const struct shape *outcome = outage_unsettled_action.outcome;
    const struct list *visits =
        field_in(shape_field(outcome, TEXT("visits")), world->outcome);
    const struct field *marked =
        shape_field(shape_field(outcome, TEXT("visits"))->of, TEXT("in_outage"));
    *ret_marked = visits->count > 0 && *(const bool *)field_in(marked, visits->items);
    return visits->count;
}

/* What a person pays himself while the system is down is marked as such on the hospital's list of
 * the next days, with its bill, until it is settled. */
static void a_self_paid_visit_is_marked_until_it_is_settled(struct clause_world *world)
{
    bool marked;
    clause_now(world, DATE(2022, 8, 11), 9);
    clause_act(world, &outage_look_action, ARENA_NEW(&world->arena, struct task_input));
    clause_now(world, SATURDAY, 10);
    clause_hospital(world, 110105);
    struct clause_visit visit =
        clause_register(world, clause_employee(world, 110105), NULL, NO_CARD);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    EXPECT(world, unsettled(world, &marked) == 0);      /* it is still today's */
    clause_now(world, MONDAY, 7);
    EXPECT(world, unsettled(world, &marked) == 1 && marked);
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "") && unsettled(world, &marked) == 0);
    /* One of an ordinary day is shown, and not marked. */
    struct clause_visit other =
        clause_register(world, clause_employee(world, 110105), NULL, NO_CARD);
    clause_charge(world, &other, CLAUSE_ANTIBIOTIC, "2", NO_DAYS, 300000);
    clause_now(world, DATE(2022, 8, 16), 7);
    EXPECT(world, unsettled(world, &marked) == 1 && !marked);
}

static void buys(struct clause_world *world, int64_t person, struct date day, int64_t fen)
{
    struct visit_line_input *line = ARENA_NEW(&world->arena, struct visit_line_input);
    struct settle_purchase_input *input =
        ARENA_NEW(&world->arena, struct settle_purchase_input);
    *line = (struct visit_line_input){
        .serial = TEXT("1"), .at = moment_at(day, 10, 0, 0), .item = text_of(CLAUSE_ANTIBIOTIC),
        .amount = { fen }, .quantity = { fen / 800 * 10000 }, .price = { 8000000 },
    };
    *input = (struct settle_purchase_input){
        .ask = { .person = person, .insurance = world->insurance, .med_type = TEXT("41"),
                 .certificate_kind = TEXT("99"), .total = { fen } },
        .begin_at = moment_at(day, 10, 0, 0), .lines = { line, 1 },
    };
    clause_act(world, &settle_purchase_action, input);
}

static struct clause_visit came_on(struct clause_world *world, int64_t person, struct date day)
{
    struct visit_register_input *input = ARENA_NEW(&world->arena, struct visit_register_input);
    *input = (struct visit_register_input){
        .person = person, .insurance = world->insurance, .begin_at = moment_at(day, 10, 0, 0),
        .certificate_kind = TEXT("99"), .number = TEXT("1"), .department = TEXT("03"),
        .department_name = TEXT("内科"),
    };
    clause_act(world, &visit_register_action, input);
    const struct visit_registered *done = world->outcome;
    return (struct clause_visit){ .visit = done->visit, .person = person, .bill = TEXT("b1") };
}

/* Nothing was sent on the Saturday; on the Monday hospital and pharmacy send all of it. */
static void hospitals_and_pharmacies_alike(struct clause_world *world)
{
    clause_now(world, MONDAY, 9);
    clause_hospital(world, 110105);
    int64_t patient = clause_employee(world, 110105), customer = clause_employee(world, 110105);
    struct clause_visit visit = came_on(world, patient, SATURDAY);
    EXPECT(world, refused(world, ""));
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    const struct settle_receipt *at_hospital = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    int64_t paid = at_hospital->paid[PAYER_POOLED_FUND].fen;
    buys(world, customer, SATURDAY, 300000);
    EXPECT(world, refused(world, ""));
    const struct settle_receipt *at_pharmacy = world->outcome;
    EXPECT(world, paid == 84000 && at_pharmacy->paid[PAYER_POOLED_FUND].fen == paid);
    EXPECT(world, at_pharmacy->cash.fen == 216000);
    /* Care of a day still to come is nobody's. */
    buys(world, customer, date_plus_days(MONDAY, 1), 300000);
    EXPECT(world, refused(world, "visit.refused.in-future"));
}

/* What a settlement is now: funds and deductible, in fen. */
static bool stands_with(struct clause_world *world, int64_t person, int64_t settlement,
                        int64_t funds, int64_t deductible)
{
    const struct settlement_key key = {
        .bucket = id_bucket(person), .person = person, .settlement = settlement,
    };
    const struct settlement_row *row = clause_rows(world, &settlement_by_id, &key).items;
    return row != NULL && settle_stands(row) && settlement_row_funds(row).fen == funds
        && row->deductible.fen == deductible;
}

/* How many settlements the person is told of; of one (0: all) only what it was before. */
static size_t bills_told(struct clause_world *world, int64_t person, int64_t superseded_by)
{
    ask(world, &settle_bills_action,
        GIVEN({ "person", of_id(world, person) },
              { "superseded_by", superseded_by == 0 ? "" : of_id(world, superseded_by) }));
    return refused(world, "") ? ((const struct settle_bills *)world->outcome)->bills.count : 99;
}

/* The job that the last action began; 0: none. */
static int64_t job_begun(const struct clause_world *world)
{
    for (const struct change *change = world->decision.changes; change != NULL;
         change = change->next)
        if (change->table == &job_table && change->kind == CHANGE_INSERT)
            return ((const struct job_row *)change->row)->job;
    return 0;
}

/* Paid in full on the Saturday and settled on the Monday, after a visit of that Monday: what the
 * person laid out comes back, and deductible and bands follow the order of care. */
static void what_was_laid_out_is_settled_in_order_of_care(struct clause_world *world)
{
    clause_now(world, SATURDAY, 10);
    clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105);
    clause_now(world, MONDAY, 8);
    struct clause_visit later = clause_register(world, person, NULL, NO_CARD);
    clause_charge(world, &later, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    const struct settle_receipt *of_monday = clause_settle(world, &later, "11");
    EXPECT(world, refused(world, "") && of_monday->paid[PAYER_POOLED_FUND].fen == 84000);

    clause_now(world, MONDAY, 9);
    struct clause_visit earlier = came_on(world, person, SATURDAY);
    clause_charge(world, &earlier, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 200000);
    const struct settle_receipt *of_saturday = clause_settle(world, &earlier, "11");
    EXPECT(world, refused(world, ""));
    struct task_input *job = ARENA_NEW(&world->arena, struct task_input);
    *job = (struct task_input){ id_bucket(person), job_begun(world), person };
    EXPECT(world, job->task != 0);
    for (int step = 0; step < 3; step++) {
        clause_act(world, &settle_again_action, job);
        EXPECT(world, refused(world, ""));
    }
    /* 1 800 of the Saturday's 2 000 are its deductible; of the Monday's 3 000 nothing is. */
    EXPECT(world, stands_with(world, person, of_saturday->settlement, 14000, 180000));
    EXPECT(world, stands_with(world, person, of_monday->settlement, 210000, 0));

    /* What each of the two came to before is told by itself. */
    EXPECT(world, bills_told(world, person, 0) == 4);
    EXPECT(world, bills_told(world, person, of_monday->settlement) == 1);
    EXPECT(world, bills_told(world, person, of_saturday->settlement) == 1);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ22-2.1a", an_admission_of_the_window },
        { "BJ22-2.1b", a_visit_of_the_window_is_settled_at_once },
        { "BJ22-3a", an_unsettled_visit_is_kept },
        { "BJ22-3c", a_self_paid_visit_is_marked_until_it_is_settled },
        { "BJ22-3b", hospitals_and_pharmacies_alike },
        { "BJ22-3d", what_was_laid_out_is_settled_in_order_of_care },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
