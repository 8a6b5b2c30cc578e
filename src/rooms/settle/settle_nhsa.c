/* settle_nhsa.c: 2206 2206A 2207 2207A 2208 2601 of the national interface. */

#include "rooms/settle/settle_room.h"

#include "base/check.h"
#include "rooms/settle/settle_reverse.h"

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
    { .infno = "2601", .action = &settle_reverse_action, .node_in = "data" },
};
_Static_assert(COUNT_OF(settle_transactions) == SETTLE_TRANSACTIONS, "struct room counts them");
