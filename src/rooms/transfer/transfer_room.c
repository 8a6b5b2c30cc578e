/* transfer_room.c: the row of the room. */

#include "rooms/transfer/transfer.h"

static const struct action *const actions[] = {
    &transfer_apply_action, &transfer_let_out_action, &transfer_take_in_action,
    &transfer_cancel_action, &transfer_progress_action, &transfer_waiting_action,
};
static const struct table *const tables[] = { &transfer_table };
static const struct query *const queries[] = { &transfers_of, &transfers_waiting, &transfer_sums };
static const struct rule_kind *const rule_kinds[] = { &transfer_limits_kind };

const struct room transfer_room = {
    .name = "transfer",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = sizeof queries / sizeof queries[0],
    ROOM_LIST(rule_kind, rule_kinds),
    .verify = transfer_verify,
};
