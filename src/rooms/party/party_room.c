/* party_room.c: the row of the room. */

#include "rooms/party/party_data.h"
#include "rooms/party/party_enrol.h"
#include "rooms/party/party_room.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &party_enrol_person_action,
    &party_enrol_resident_action,
    &party_change_spell_action,
    &party_spells_action,
    &party_find_action,
    &party_person_action,
    &party_show_number_action,
    &party_record_status_action, &party_record_identity_action,
    &party_helped_action,
    &party_correct_person_action, &party_correct_unit_action, &party_corrections_action,
    &party_unit_action, &party_find_unit_action, &party_amend_action, &party_amend_unit_action,
    &party_institutions_action, &party_check_number_action,
    &party_revoke_change_action,
    &party_dictionary_action,
    &party_register_institution_action, &party_amend_institution_action,
    &party_set_gateway_action,
    &party_register_unit_action,
    &party_record_unit_status_action,
    &party_sign_in_operator_action,
    &party_sign_out_operator_action,
};
static const struct table *const tables[] = {
    &party_person_table, &party_newcomer_table, &party_person_key_table, &party_spell_table,
    &party_identity_table,
    &party_status_table, &party_institution_table, &party_gateway_key_table, &party_unit_table,
    &party_operator_table, &party_spell_state_table,
    &party_correction_table,
    &party_unit_status_table,
};
static const struct query *const queries[] = {
    &party_person_by_id, &party_newcomer_by_id, &party_person_by_number, &party_spells_of,
    &party_identities_of,
    &party_statuses_of, &party_institution_by_id, &party_institution_after,
    &party_institution_by_code, &party_institutions_called, &party_institution_by_key_id,
    &party_institutions_like,
    &party_spell_states_of, &party_corrections_of,
    &party_unit_by_id, &party_units_within,
    &party_unit_by_credit_code, &party_operator_by_sign, &party_operator_by_name,
    &party_unit_statuses_of,
};

static const struct rule_kind *const rule_kinds[] = {
    &party_resident_season_kind, &party_back_kind, &party_employee_kind,
};

static const struct page_fixed find_fixed[] = { { "kind", "id" } };
static const struct page pages[] = {
    { .path = "/person", .title = "party.page.find", .action = "party.find",
      .intro = "party.page.find-intro", .fixed = find_fixed,
      .fixed_count = COUNT_OF(find_fixed), .tell = party_tell_found,
      .flags = PAGE_AT_DESK | PAGE_FORM_BELOW },
};

const struct room party_room = {
    .name = "party",
    ROOM_LIST(page, pages),
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    ROOM_LIST(rule_kind, rule_kinds),
    .queries = queries, .query_count = COUNT_OF(queries),
    .transactions = party_transactions, .transaction_count = PARTY_TRANSACTIONS,
    .demo = party_demo,
};
