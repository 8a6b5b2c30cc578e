/* contribute_room.c: the row of the room, and demo arrears. */

#include "rooms/contribute/contribute.h"

#include "rooms/contribute/contribute_bills.h"
#include "rooms/party/party.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &contribute_entitlement_action, &contribute_set_base_action, &contribute_declare_action,
    &contribute_make_up_action, &contribute_bill_person_action, &contribute_defer_action,
    &contribute_pay_action, &contribute_statement_action,
    &contribute_lines_action, &contribute_months_action, &contribute_reconcile_action,
    &contribute_staff_action, &contribute_find_staff_action, &contribute_declarations_action,
    &contribute_declare_step_action, &contribute_wait_action, &contribute_deferred_action,
    &contribute_due_file_action, &contribute_taken_action,
    &contribute_certificate_action, &contribute_record_action, &contribute_unit_record_action,
    &contribute_admit_action, &contribute_assess_action, &contribute_undeclared_action,
};
static const struct table *const tables[] = {
    &contribute_arrears_table, &contribute_waiting_table, &contribute_bill_table,
    &contribute_line_table, &contribute_base_table, &contribute_payment_table,
    &contribute_account_table, &contribute_deferral_table, &contribute_run_table,
    &contribute_back_table,
};
static const struct query *const queries[] = {
    &contribute_arrears_of, &contribute_waitings_of, &contribute_bills_of, &contribute_bills_in,
    &contribute_bills_open,
    &contribute_bill_by_id, &contribute_bill_unpaid, &contribute_whole_months_of,
    &contribute_bills_of_person, &contribute_bills_paid, &contribute_bills_from,
    &contribute_bills_back, &contribute_declared_of_month, &contribute_assessed_of_month,
    &contribute_bills_at, &contribute_lines_page, &contribute_lines_of_person,
    &contribute_bases_of_person, &contribute_base_at, &contribute_payments_by_reference,
    &contribute_account_of, &contribute_owner_money, &contribute_deferrals_of,
    &contribute_roster, &contribute_staff_page, &contribute_staff_found,
    &contribute_staff_looked, &contribute_staff_sums, &contribute_run_by_id,
    &contribute_runs_open, &contribute_runs_of, &contribute_bills_after,
    &contribute_sums_differing, &contribute_owner_sums, &contribute_deferrals_at,
    &contribute_deferred_bills_at, &contribute_deferred_people_at, &contribute_back_by_id,
    &contribute_bill_given_back,
};
static const struct job_kind jobs[] = {
    { .name = "contribute.declaring", .step = "contribute.declare-step" },
};
static const struct rule_kind *const rule_kinds[] = {
    &contribute_arrears_kind, &contribute_rate_kind, &contribute_base_kind, &contribute_fee_kind,
    &contribute_collector_kind, &contribute_crediting_kind, &contribute_given_back_kind,
    &contribute_gap_kind, &contribute_assessment_kind, &contribute_exchange_kind,
};

/* Two units of forty owe a month: one has paid it late since. */
static void contribute_demo(struct demo *demo)
{
    for (int64_t n = 0; n < PARTY_DEMO_UNITS; n += 20) {
        struct party_unit unit = party_demo_unit(demo, n);
        struct contribute_arrears row = {
            .bucket = unit.bucket, .owner = unit.unit,
            .arrears = demo_id((int)unit.bucket, DEMO_ARREARS, n), .insurance = TEXT("310"),
            .due = DATE(2020, 1, 31), .amount = { 1234500 }, .version = 1,
        };
        if (n != 0)
            row.paid = DATE(2020, 2, 28);
        demo_emit(demo, &contribute_arrears_table, &row);
        arena_clear(demo->scratch);
    }
}

const struct room contribute_room = {
    .name = "contribute",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(job, jobs),
    ROOM_LIST(rule_kind, rule_kinds),
    .reactions = contribute_reactions, .reaction_count = CONTRIBUTE_REACTIONS,
    .verify = contribute_verify,
    .impact = contribute_impact,
    .demo = contribute_demo,
};
