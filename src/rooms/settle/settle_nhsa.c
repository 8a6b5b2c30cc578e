/* settle_nhsa.c: 2206 2206A 2207 2207A 2208 (outpatients), 2303 2303A 2304 2304A 2305 (stays), 2101
 * 2102 2103 (pharmacies), 2601, and the questions 2001 5203 5204 5206 of the national interface. */

#include "rooms/settle/settle_room.h"

#include "base/check.h"
#include "rooms/settle/settle_pharmacy.h"
#include "rooms/settle/settle_query.h"
#include "rooms/settle/settle_reverse.h"
#include "rooms/settle/settle_stay.h"

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
    { .infno = "2303", .action = &settle_price_stay_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2303A", .action = &settle_price_stay_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2304", .action = &settle_stay_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2304A", .action = &settle_stay_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2305", .action = &settle_undo_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2101", .action = &settle_price_purchase_action, .node_in = "druginfo",
      .node_out = "setlinfo" },
    { .infno = "2102", .action = &settle_purchase_action, .node_in = "druginfo",
      .node_out = "setlinfo" },
    { .infno = "2103", .action = &settle_undo_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "2001", .action = &settle_right_action, .node_in = "data", .node_out = "-" },
    { .infno = "5203", .action = &settle_find_action, .node_in = "data",
      .node_out = "setlinfo" },
    { .infno = "5204", .action = &settle_lines_action, .node_in = "data", .node_out = "-" },
    { .infno = "5206", .action = &settle_counters_action, .node_in = "data", .node_out = "-" },
    { .infno = "2601", .action = &settle_reverse_action, .node_in = "data" },
};
_Static_assert(COUNT_OF(settle_transactions) == SETTLE_TRANSACTIONS, "struct room counts them");
