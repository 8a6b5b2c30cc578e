/* clear_room.c: all of the room as one row of lists. */

#include "rooms/clear/clear.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &clear_set_budget_action, &clear_propose_action, &clear_propose_all_action,
    &clear_approve_action, &clear_drop_action, &clear_paid_action, &clear_claw_back_action,
    &clear_orders_action, &clear_show_action, &clear_count_action, &clear_count_page_action,
    &clear_receive_action, &clear_advance_action, &clear_settle_up_action,
    &clear_lines_action, &clear_statements_action, &clear_state_use_action,
    &clear_uses_action, &clear_planned_action, &clear_ageing_action,
};
static const struct table *const tables[] = {
    &clear_budget_table, &clear_statement_table, &clear_order_table, &clear_reference_table,
    &clear_use_table,
};
static const struct query *const queries[] = {
    &clear_budgets_of, &clear_statements_of, &clear_orders_of, &clear_order_by_id,
    &clear_statement_by_id, &clear_orders_page, &clear_budgets_page, &clear_settlements_made,
    &clear_changes_made, &clear_statements_page, &clear_reference_by_name,
    &clear_uses_of, &clear_orders_earmarked,
    &clear_sums_made, &clear_sums_changed_since, &clear_sums_changed,
    &clear_sums_ordered,
    &clear_statements_in_bucket, &clear_ahead_in_bucket,
};
static const struct job_kind jobs[] = { { "clear.count-page", "clear.count-page" } };

const struct room clear_room = {
    .name = "clear",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(job, jobs),
    .verify = clear_verify,
};
