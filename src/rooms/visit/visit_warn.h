/* visit_warn.h: what would be said to a prescription before it is charged: 3101, 3102; and what the
 * physician answers: 3103.
 *
 * The same judgement as when lines are charged (visit_supply.h), asked of orders: what is over the
 * ordinary days is warned of, also where a measure lets it pass. A warning's number says visit,
 * days and medicine, so that an answer finds them without anything kept of the question. The
 * physician who goes on gives a reason: it counts for lines charged already and for those that
 * come; one who changes the order leaves nothing. */
#ifndef ROOMS_VISIT_VISIT_WARN_H
#define ROOMS_VISIT_VISIT_WARN_H

#include "rooms/visit/visit_supply.h"

/* ---- 3101, 3102 ---- */

struct visit_order_input {
    struct text order;          /* rx_id */
    struct text item;
    struct quantity days;
    struct money amount;
};
struct visit_code_input { struct text code; };
struct visit_check_input {
    int64_t person, visit;
    struct list orders;         /* of visit_order_input: those of now */
    struct list diagnoses;      /* of visit_code_input, beside those on record */
    struct text task;           /* told back */
};
struct visit_check_facts {
    const struct visit_row *visit;              /* NULL: not registered yet, or not ours */
    const struct party_institution *institution;
    struct visit_line_facts *lines;             /* catalogue rows of each order */
    struct visit_supply_facts supply;
};

struct visit_warning_detail {
    struct text id, order, type;
    int64_t person, visit;
    struct money amount;
};
struct visit_warning {
    struct text id;             /* jr_id: 40 characters at most, since 3103 takes no more */
    struct text rule, rule_name, said, basis;
    int64_t person, visit;
    struct money amount;
    struct text amount_state, gravity, kind, task;
    struct list details;        /* of visit_warning_detail: the order */
};
struct visit_warnings { struct list warnings; };

/* ---- 3103 ---- */

struct visit_answer_input {
    struct text warning;
    struct text way;            /* dspo_way: 1 goes on, 2 changes the order */
    struct text reason;
};
struct visit_answers_input {
    struct list answers;        /* of visit_answer_input: of one visit */
};
struct visit_answers_facts {
    const struct visit_row *visit;
    const struct list *lines, *confirmations;
};

#define VISIT_WARNING_LENGTH 40
struct visit_warned {
    int64_t visit, days;
    struct text item;
};
struct text visit_warning_write(const struct visit_warned *warned, struct arena *arena);
bool visit_warning_read(struct text text, struct visit_warned *ret_warned);

bool visit_gather_check(struct gather *gather, const struct request *request, void *facts);
void visit_decide_check(const struct request *request, const void *facts,
                        struct decision *decision);
bool visit_gather_answers(struct gather *gather, const struct request *request, void *facts);
void visit_decide_answers(const struct request *request, const void *facts,
                          struct decision *decision);
extern const struct action visit_check_prescriptions_action, visit_answer_warnings_action;

/* The messages as they come: 3101 and 3102 with patients and encounters around the orders. */
extern const struct shape visit_check_wire_shape, visit_answers_wire_shape;
void visit_check_ask(const struct request *request, const void *wire, void *input);
void visit_answers_ask(const struct request *request, const void *wire, void *input);

#endif
