/* settle_crediting.h: a month of contributions brought to personal accounts: one line of a bill at
 * a time (settle.credit-month), or all lines of a place and month by a job that may be killed and
 * goes on (settle.start-crediting). A line is credited once, for its own month. */
#ifndef ROOMS_SETTLE_SETTLE_CREDITING_H
#define ROOMS_SETTLE_SETTLE_CREDITING_H

#include "core/task.h"
#include "rooms/contribute/contribute_facts.h"
#include "rooms/fund/fund_facts.h"
#include "rooms/party/party_facts.h"

struct settle_credited {
    int64_t cause, person, month;
    struct money amount, balance;
};
/* Whose account a line's money goes to. */
struct settle_credit_to {
    struct party_person_facts person;
    const struct fund_personal *personal;
    int64_t to;                 /* the number the human goes on under */
};
/* False while rows are missing: two rounds at most. */
bool settle_gather_credit_to(struct gather *gather, int64_t person,
                             struct settle_credit_to *ret_to);
/* Has an outage stopped crediting there now? */
bool settle_crediting_is_stopped(const struct request *request, int64_t place,
                                 struct events events);
/* Credits it, or answers the words/ key of why not. */
const char *settle_credit_line(struct decision *decision, const struct settle_credit_to *to,
                               const struct contribute_bill *bill,
                               const struct contribute_line *line, struct events events,
                               struct settle_credited *ret_credited);

extern const struct action settle_start_crediting_action, settle_credit_step_action;
extern const struct query settle_lines_to_credit, settle_count_to_credit;

/* A run of the job; its number is the job's. States: running; done; stopped by an outage. */
struct settle_credit_run {
    int64_t bucket, run;
    int64_t month, place;
    struct text state;
    int64_t lines;                  /* not credited yet when it began */
    int64_t credited, waiting;      /* so far; waiting: for its payment, or not known yet */
    struct money amount;
    int64_t started_by;
    struct moment started_at, finished_at;
    int64_t version;
};
extern const struct shape settle_credit_run_shape;
extern const struct table settle_credit_run_table;
extern const struct query settle_credit_run_by_id, settle_credit_runs;  /* by task_key */
extern const struct action settle_credit_runs_action;

#endif
