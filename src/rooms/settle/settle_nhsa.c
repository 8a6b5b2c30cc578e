/* settle_nhsa.c: 2206 2206A 2207 2207A 2208 of the national interface. */

#include "rooms/settle/settle_room.h"

#include "base/check.h"

const struct transaction settle_transactions[] = {
    { .infno = "2206", .action = &settle_price_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2206A", .action = &settle_price_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2207", .action = &settle_outpatient_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2207A", .action = &settle_outpatient_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2208", .action = &settle_undo_action, .node_in = "data",
      .node_out = "setlinfo" },
};
const size_t settle_transaction_count = COUNT_OF(settle_transactions);
