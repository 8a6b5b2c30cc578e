/* intake_room.c: the room, its pages, and what it holds looked at again. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_inside.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &intake_practise_action,
    &intake_apply_action, &intake_import_action, &intake_channels_count_action,
    &intake_months_action, &intake_accountability_action,
    &intake_file_offsite_action, &intake_supply_action,
    &intake_hand_in_action, &intake_look_up_action, &intake_search_action,
    &intake_worklist_action, &intake_offered_action, &intake_debts_action,
    &intake_checks_action, &intake_contact_action,
    &intake_private_action,
    &intake_relaxations_action, &intake_unserved_action,
    &intake_mine_action, &intake_own_action, &intake_entered_action, &intake_paper_action,
    &intake_show_action, &intake_document_action, &intake_accept_action,
    &intake_ask_supplement_action, &intake_turn_away_action, &intake_withdraw_action,
    &intake_decide_action, &intake_decide_many_action, &intake_lines_action,
    &intake_take_action, &intake_reassign_action, &intake_hand_over_action,
    &intake_take_over_action,
    &intake_hand_back_action, &intake_await_action, &intake_resume_action,
    &intake_hurry_action, &intake_send_back_action, &intake_object_action,
    &intake_uphold_action, &intake_reopen_action, &intake_verify_action,
    &intake_revoke_action, &intake_ask_relaxation_action, &intake_answer_relaxation_action,
    &intake_serve_action,
    &intake_deem_accepted_action, &intake_escalate_action, &intake_offer_over_action,
    &intake_seal_action,
    &intake_remind_action, &intake_call_to_mind_action, &intake_call_step_action,
    &intake_decide_line_action, &intake_keep_clocks_action,
    &intake_find_again_action, &intake_look_again_action, &intake_seek_action,
    &intake_seek_page_action, &intake_open_unasked_action,
    &intake_ask_departments_action, &intake_request_over_action, &intake_requests_action,
    &intake_answer_request_action, &intake_version_action, &intake_move_version_action,
};
static const struct table *const tables[] = {
    &intake_case_table, &intake_paper_table, &intake_step_table, &intake_receipt_table,
    &intake_serial_table, &intake_document_table, &intake_bar_table, &intake_relaxation_table,
    &intake_line_table, &intake_way_table, &intake_origin_table, &intake_request_table,
};
static const struct query *const queries[] = {
    &intake_case_by_id, &intake_papers_of, &intake_steps_of, &intake_case_by_receipt,
    &intake_serial_by_key, &intake_cases_waiting, &intake_cases_offered, &intake_papers_owed,
    &intake_cases_of_person, &intake_cases_entered, &intake_cases_by_mandate,
    &intake_papers_kept, &intake_documents_kept,
    &intake_open_about, &intake_open_own, &intake_cases_of_institution,
    &intake_cases_of_unit, &intake_documents_of,
    &intake_document_by_id, &intake_documents_unserved, &intake_documents_unsealed,
    &intake_bars_of,
    &intake_relaxations_of, &intake_relaxations_asked, &intake_paper_by_id,
    &intake_papers_waiting, &intake_papers_to_check, &intake_papers_alike, &intake_line_waiting,
    &intake_lines_of_batch, &intake_search_by_day, &intake_search_by_state,
    &intake_search_by_both, &intake_search_by_channel, &intake_search_by_name,
    &intake_search_by_ten, &intake_search_by_four, &intake_search_handed,
    &intake_wide_by_person, &intake_wide_by_day, &intake_wide_by_state, &intake_wide_by_both,
    &intake_wide_by_channel, &intake_wide_by_name, &intake_wide_by_ten, &intake_wide_by_four,
    &intake_cases_refused, &intake_origin_by_number,
    &intake_ways_counted, &intake_posted_out,
    &intake_way_of, &intake_account_rows, &intake_overdue_rows, &intake_units_after,
    &intake_identified_after, &intake_person_before,
    &intake_unasked_before, &intake_seeking, &intake_request_by_id, &intake_requests_of,
    &intake_requests_open, &intake_papers_earlier, &intake_case_granted,
    &intake_results_of_person, &intake_results_of_unit,
};
static const struct job_kind jobs[] = {
    { .name = "intake.call-step", .step = "intake.call-step" },
    { .name = "intake.seek-page", .step = "intake.seek-page" },
};
static const struct rule_kind *const rule_kinds[] = { &intake_ways_rule, &intake_online_rule,
                                               &intake_backlog_rule };
static const struct reaction reactions[] = {
    { .to = "notice.declare-event", .with = "intake.call-to-mind", .ask = intake_ask_call },
    { .to = "notice.publish", .with = "intake.find-again", .ask = intake_ask_again },
    { .to = "due.watch", .with = "intake.seek", .ask = intake_ask_seek },
};

const struct room intake_room = {
    .name = "intake",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(rule_kind, rule_kinds),
    ROOM_LIST(reaction, reactions),
    ROOM_LIST(job, jobs),
    .pages = intake_pages, .page_count = INTAKE_PAGES,
    .papers = intake_papers_all,
    .verify = intake_verify_documents, .impact = intake_impact,
};
