/* interface.h: the national interface as tables, made of rules/interface by
 * tools/embed_interface.py: transactions, their nodes, the nodes' fields.
 *
 * The envelope around input and output stands among the transactions as "envelope", with a node
 * "-" on each side. A node with a parent lies in each row of it. */
#ifndef DOORS_NHSA_INTERFACE_H
#define DOORS_NHSA_INTERFACE_H

#include "base/text.h"

enum interface_type {
    INTERFACE_TEXT,
    INTERFACE_DECIMAL,
    INTERFACE_DAY,              /* yyyy-MM-dd */
    INTERFACE_MOMENT,           /* yyyy-MM-dd HH:mm:ss */
    INTERFACE_BYTES,
};

/* So that a reader can keep what it found on the stack. */
#define INTERFACE_NODE_FIELDS 160
#define INTERFACE_NODES 16      /* of one side of a transaction */

struct interface_field {
    const char *name, *label;   /* "psn_no", "人员编号" */
    const char *alias;          /* another name than in spelling, or NULL */
    const char *codes;          /* code table, "admdvs", or NULL */
    enum interface_type type;
    int length, scale;          /* characters, or all digits of a decimal; 0: not stated */
    bool required;
};

struct interface_node {
    const char *name;           /* "-": directly under input or output */
    bool many;
    int parent;                 /* index into interface_nodes, or -1 */
    size_t first_field, field_count;
};

struct interface_transaction {
    const char *infno, *name;   /* "2207", "门诊结算" */
    bool served, has_output;
    size_t first_in, in_count;
    size_t first_out, out_count;
};

extern const struct interface_field interface_fields[];
extern const size_t interface_field_count;
extern const struct interface_node interface_nodes[];
extern const size_t interface_node_count;
extern const struct interface_transaction interface_transactions[];     /* by infno */
extern const size_t interface_transaction_count;

/* NULL: not in the tables. */
const struct interface_transaction *interface_transaction_of(struct text infno);
const struct interface_transaction *interface_envelope(void);
/* The label of a field of either side, whatever its node; NULL: none. For messages. */
const char *interface_label(const struct interface_transaction *transaction, struct text name);

#endif
