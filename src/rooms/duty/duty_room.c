/* duty_room.c: the row of the room. */

#include "rooms/duty/duty.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &duty_set_shift_action, &duty_drop_shift_action, &duty_roster_action, &duty_report_action,
    &duty_acknowledge_action, &duty_end_report_action, &duty_reports_action, &duty_note_action,
    &duty_log_action, &duty_hall_action, &duty_board_action, &duty_set_lesson_action,
    &duty_learn_action, &duty_lessons_action, &duty_not_learnt_action, &duty_suggest_action,
    &duty_reply_action, &duty_suggestions_action,
};
static const struct table *const tables[] = {
    &duty_shift_table, &duty_incident_table, &duty_step_table, &duty_entry_table,
    &duty_lesson_table, &duty_learnt_table, &duty_suggestion_table,
};
static const struct query *const queries[] = {
    &duty_shifts_between, &duty_shift_by_id, &duty_incidents_of, &duty_incident_by_id,
    &duty_steps_of, &duty_steps_for, &duty_entries_of, &duty_entries_public, &duty_lessons_of,
    &duty_lesson_by_id, &duty_learnt_of, &duty_learnt_by, &duty_suggestions_of,
    &duty_suggestion_by_id, &duty_accounts_of,
};

const struct room duty_room = {
    .name = "duty",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
};
