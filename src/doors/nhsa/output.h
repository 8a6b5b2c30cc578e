/* output.h: an answer as a transaction's output, by the tables.
 *
 * Every node and field of the tables is written, in their order, "" or 0 when the answer does not
 * have it: software of hospitals reads by name and does not look first. What the tables do not name
 * is not sent: a trial settlement has no setl_id, whatever the room knows. The same answer gives
 * the same bytes. */
#ifndef DOORS_NHSA_OUTPUT_H
#define DOORS_NHSA_OUTPUT_H

#include "base/json.h"
#include "core/transaction.h"
#include "doors/nhsa/interface.h"

struct nhsa_output_plan;

/* Worked out once a transaction; NULL: it has no output. `table` NULL: not in the tables, the
 * answer's own names and nodes are written. */
const struct nhsa_output_plan *nhsa_output_plan(const struct transaction *transaction,
                                                const struct interface_transaction *table,
                                                struct arena *arena);
/* `answer` is a struct of the transaction's wire_out, or of its action's answer. */
void nhsa_output_write(const struct nhsa_output_plan *plan, const void *answer,
                       struct json_writer *writer);

#endif
