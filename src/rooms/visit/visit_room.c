#include "rooms/visit/visit_medicines.h"
#include "rooms/visit/visit_query.h"
#include "rooms/visit/visit_room.h"

#include "rooms/visit/visit_departments.h"
#include "rooms/visit/visit_dispensing.h"
#include "rooms/visit/visit_inside.h"
#include "rooms/visit/visit_relax.h"
#include "rooms/visit/visit_supply.h"
#include "rooms/visit/visit_warn.h"

static const struct action *const actions[] = {
    &visit_register_action,
    &visit_describe_action,
    &visit_charge_action,
    &visit_uncharge_action,
    &visit_cancel_action,
    &visit_admit_action,
    &visit_discharge_action,
    &visit_change_action,
    &visit_readmit_action,
    &visit_charge_stay_action,
    &visit_take_back_action,
    &visit_list_action,
    &visit_unconfirmed_action, &visit_status_changes_action,
    &visit_diagnoses_action,
    &visit_medicines_action,
    &visit_in_hospital_action,
    &visit_confirm_prescription_action,
    &visit_check_prescriptions_action,
    &visit_answer_warnings_action,
    &visit_dispensing_action,
    &visit_ask_relaxation_action, &visit_answer_relaxation_action, &visit_relaxations_action,
};

static const struct table *const tables[] = {
    &visit_table, &visit_diagnosis_table, &visit_bill_table, &visit_line_table,
    &visit_stay_table, &visit_discharge_diagnosis_table,
    &visit_confirmation_table, &visit_claimed_table, &visit_relaxation_table,
};

static const struct query *const queries[] = {
    &visit_by_id, &visit_diagnoses_of, &visit_bill_by_key, &visit_bills_of,
    &visit_lines_of_bill, &visit_line_by_key, &visit_lines_of_visit, &visits_of_person,
    &visits_on_day,
    &visit_stay_of, &visit_discharge_diagnoses_of, &visit_returns_of_bill, &visit_open_stays_at,
    &visit_latest_at, &visits_between, &visit_stays_between,
    &visit_medicines_between, &visit_dispensing_in,
    &visit_relaxations_of, &visit_relaxations_at,
    &visit_confirmations_of, &visit_confirmations_after, &visit_unconfirmed_at,
    &visit_status_changes_at,
    &visit_claimed_of, &visit_papers_of_claim, &visits_of_claim, &visit_bills_of_claim,
    &visit_lines_of_claim, &visit_stays_of_claim, &visit_papers_of_cause, &visits_of_cause,
    &visit_bills_of_cause, &visit_lines_of_cause, &visit_stays_of_cause,
};

static const struct rule_kind *const rule_kinds[] = {
    &visit_prescription_days_kind, &visit_departments_kind,
};

const struct room visit_room = {
    .name = "visit",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    ROOM_LIST(rule_kind, rule_kinds),
    .queries = queries, .query_count = sizeof queries / sizeof queries[0],
    .transactions = visit_transactions, .transaction_count = VISIT_TRANSACTIONS,
    .impact = visit_impact,
};
