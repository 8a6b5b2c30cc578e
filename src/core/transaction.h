/* transaction.h: how an action is spoken on the national interface (infno).
 *
 * The door checks a message against the field tables of rules/interface (type, length, required,
 * code), then fills `input` (a struct of action->input) by the shape's national names: scalar
 * fields from the node `node_in`, lists and objects from the node of their own national name. What
 * does not map one to one is done by `ask` and `say`, pure functions of the room. */
#ifndef CORE_TRANSACTION_H
#define CORE_TRANSACTION_H

#include "core/action.h"

struct transaction {
    const char *infno;          /* "2207" */
    const struct action *action;
    const char *node_in;        /* "data", "mdtrtinfo"; NULL: lists only */
    const char *node_out;       /* node of the answer's scalar fields; NULL: no output */
    /* Another shape on the wire: `ask` turns it into the action's input; NULL: the same shape. */
    const struct shape *wire_in;
    void (*ask)(const struct request *request, const void *wire, void *input);
    const struct shape *wire_out;
    void (*say)(const struct request *request, const void *answer, void *wire);
};

#endif
