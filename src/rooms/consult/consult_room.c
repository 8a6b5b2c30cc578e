/* consult_room.c: the row of the room. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &consult_ask_action, &consult_take_action, &consult_answer_action, &consult_rate_action,
    &consult_follow_action, &consult_escalate_action, &consult_list_action,
    &consult_mine_action, &consult_show_action, &consult_to_case_action,
    &consult_publish_action, &consult_withdraw_action, &consult_proposals_action,
    &consult_search_action, &consult_note_call_action, &consult_counts_action,
    &consult_rate_case_action, &consult_follow_case_action, &consult_low_grades_action,
    &consult_graded_action, &consult_convenience_action, &consult_contact_action,
    &consult_to_return_action, &consult_return_action, &consult_report_action,
};
static const struct table *const tables[] = {
    &consult_ticket_table, &consult_answer_table, &consult_gram_table, &consult_calls_table,
    &consult_grade_table,
};
static const struct query *const queries[] = {
    &consult_ticket_by_id, &consult_tickets_of_office, &consult_tickets_low,
    &consult_tickets_escalated,
    &consult_tickets_of_person, &consult_tickets_of_unit, &consult_tickets_of_institution,
    &consult_answer_by_id, &consult_answer_of_topic, &consult_answers_in_state,
    &consult_answers_with, &consult_calls_of, &consult_counts, &consult_grade_of_case,
    &consult_grades_due, &consult_grades_of_office,
    &consult_tickets_to_return, &consult_report_hours, &consult_matters_most, &consult_report_sums,
};
static const struct rule_kind *const rule_kinds[] = { &consult_terms_rule };

const struct room consult_room = {
    .name = "consult",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .rule_kinds = rule_kinds, .rule_kind_count = COUNT_OF(rule_kinds),
    .pages = consult_pages, .page_count = CONSULT_PAGES,
};
