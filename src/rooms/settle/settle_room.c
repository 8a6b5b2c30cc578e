#include "rooms/settle/settle_crediting.h"
#include "rooms/settle/settle_room.h"

#include "base/check.h"
#include "rooms/settle/settle_again.h"
#include "rooms/settle/settle_bills.h"
#include "rooms/settle/settle_estimate.h"
#include "rooms/settle/settle_groups.h"
#include "rooms/settle/settle_pharmacy.h"
#include "rooms/settle/settle_query.h"
#include "rooms/settle/settle_reach.h"
#include "rooms/settle/settle_reverse.h"
#include "rooms/settle/settle_standing.h"
#include "rooms/settle/settle_stay.h"
#include "rooms/settle/settle_why.h"

static const struct action *const actions[] = {
    &settle_outpatient_action,
    &settle_price_action,
    &settle_undo_action,
    &settle_reverse_action,
    &settle_again_action,
    &settle_credit_month_action,
    &settle_reach_action, &settle_reach_status_action,
    &settle_preview_action,
    &settle_epidemic_action, &settle_group_figures_action,
    &settle_check_patient_action,
    &settle_fever_action,
    &settle_stay_action,
    &settle_price_stay_action,
    &settle_purchase_action,
    &settle_start_crediting_action, &settle_credit_step_action, &settle_credit_runs_action,
    &settle_fold_action,
    &settle_price_purchase_action,
    &settle_bills_action,
    &settle_of_day_action,
    &settle_why_action,
    &settle_find_action,
    &settle_lines_action,
    &settle_counters_action,
    &settle_standing_action,
    &settle_estimate_action,
    &settle_right_action,
};

static const struct table *const tables[] = {
    &settlement_table, &settle_counters_table, &settle_carried_table, &settle_invoice_table,
    &settle_epidemic_table, &settle_change_table, &settle_credit_run_table,
    &settle_handed_table,
};

static const struct query *const queries[] = {
    &settlement_by_id, &settlements_standing, &settlements_told,
    &settlements_of_day, &settle_counters_of, &settle_carried_of,
    &settle_lines_to_credit, &settle_count_to_credit, &settle_credit_run_by_id,
    &settle_credit_runs, &settlements_after, &settle_change_by_key,
    &settle_handed_by_key,
    &settlements_of_visit, &settlements_of_course, &settlements_of_year,
    &settle_epidemic_sums, &settle_group_sums, &settle_epidemic_of, &settle_fever_late,
    &settle_invoice_by_key, &settle_invoices_after, &settle_decisions_in_bucket,
    &settle_any_row, &settle_any_decision,
};

static const struct job_kind jobs[] = {
    { .name = "settle.credit-all", .step = "settle.credit-step" },
    { .name = "settle.fold-invoices", .step = "settle.fold-invoices" },
    { .name = SETTLE_AGAIN_JOB, .step = SETTLE_AGAIN_JOB },
};

static const struct reaction reactions[] = {
    { .to = "filing.reach-back", .with = "settle.reach-back", .ask = settle_ask_reach },
    { .to = "party.record-status", .with = "settle.reach-status", .ask = settle_ask_status },
    { .to = "settle.check-patient", .with = "settle.reach-status", .ask = settle_ask_patient },
};

const struct room settle_room = {
    .name = "settle",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .transactions = settle_transactions, .transaction_count = SETTLE_TRANSACTIONS,
    .jobs = jobs, .job_count = COUNT_OF(jobs),
    .reactions = reactions, .reaction_count = COUNT_OF(reactions),
    .rule_kinds = settle_rule_kinds, .rule_kind_count = SETTLE_RULE_KINDS,
    .verify = settle_verify, .impact = settle_impact,
};
