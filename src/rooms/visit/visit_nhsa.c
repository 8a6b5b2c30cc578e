/* visit_nhsa.c: 2201 2202 2203 2203A 2204 2205 of the national interface. */

#include "rooms/visit/visit_room.h"

#include "base/check.h"

const struct transaction visit_transactions[] = {
    { .infno = "2201", .action = &visit_register_action, .node_in = "data", .node_out = "data" },
    { .infno = "2202", .action = &visit_cancel_action, .node_in = "data" },
    { .infno = "2203", .action = &visit_describe_action, .node_in = "mdtrtinfo" },
    { .infno = "2203A", .action = &visit_describe_action, .node_in = "mdtrtinfo" },
    { .infno = "2204", .action = &visit_charge_action, .node_out = "result" },
    { .infno = "2205", .action = &visit_uncharge_action, .node_in = "data" },
};
const size_t visit_transaction_count = COUNT_OF(visit_transactions);
