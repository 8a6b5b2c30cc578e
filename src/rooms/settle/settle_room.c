#include "rooms/settle/settle_room.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &settle_outpatient_action,
    &settle_price_action,
    &settle_undo_action,
};

static const struct table *const tables[] = { &settlement_table, &settle_counters_table };

static const struct query *const queries[] = {
    &settlement_by_id, &settlements_of_person, &settle_counters_of, &settlements_after,
};

const struct room settle_room = {
    .name = "settle",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .transactions = settle_transactions, .transaction_count = 5,
    .rule_kinds = settle_rule_kinds, .rule_kind_count = SETTLE_RULE_KINDS,
    .verify = settle_verify,
};
