/* merge_room.c: the row of the room. */

#include "rooms/merge/merge.h"

static const struct action *const actions[] = {
    &merge_preview_action, &merge_list_action, &merge_ask_action, &merge_undo_action,
    &merge_decide_action, &merge_give_action, &merge_take_action, &merge_give_back_action,
    &merge_take_back_action, &merge_close_undoing_action, &merge_handed_action,
};
static const struct table *const tables[] = { &merge_table, &merge_part_table };
static const struct query *const queries[] = {
    &merge_by_id, &merges_of, &merges_of_place, &merge_parts_of, &merge_open_stays,
    &merge_open_claims, &merge_keys_of, &merge_carried_of, &merge_settled_of, &merge_balances,
};

const struct room merge_room = {
    .name = "merge",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = sizeof queries / sizeof *queries,
    .reactions = merge_reactions, .reaction_count = MERGE_REACTIONS,
    .verify = merge_verify,
};
