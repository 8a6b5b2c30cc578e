/* purse.h: the smallest room there is, to try lanes with: a purse with a ceiling of 100. */
#ifndef TESTS_LANES_PURSE_H
#define TESTS_LANES_PURSE_H

#include "core/room.h"
#include "core/task.h"

#define PURSE_CEILING 100
#define PURSE_SCHEMA \
    "CREATE TABLE purse (bucket {bucket} NOT NULL, purse {id} NOT NULL," \
    " total {count} NOT NULL, takings {count} NOT NULL, version {count} NOT NULL," \
    " PRIMARY KEY (bucket, purse)){clustered};" \
    "CREATE TABLE taking (bucket {bucket} NOT NULL, purse {id} NOT NULL, taking {id} NOT NULL," \
    " amount {count} NOT NULL, PRIMARY KEY (bucket, purse, taking)){clustered};"

struct purse_row { int64_t bucket, purse, total, takings, version; };
struct taking_row { int64_t bucket, purse, taking, amount; };
struct take_input { int64_t purse, amount; };
struct take_outcome { int64_t taking, total; };

extern const struct query purse_by_id, takings_of;
struct purse_key { int64_t bucket, purse; };

extern const struct shape take_shape, take_outcome_shape;
extern const struct table taking_table;

extern const struct action purse_take, purse_look, purse_twice;
extern const struct action purse_told;      /* as purse_take, with an answer read back */
extern const struct action purse_glance;    /* what purse_take would decide, in the lane */
/* A timer's, refused for the subject PURSE_STUBBORN; a step of a job of kind "purse.job". */
extern const struct action purse_tick, purse_step;
#define PURSE_STUBBORN INT64_C(4711)
/* Want as many rows as `amount` says, in the lane and on a reader. */
extern const struct action purse_greedy, purse_greedy_look;
/* Look at all takings of the purse, which may be PURSE_FEW: in the lane and on a reader. */
#define PURSE_FEW 3
extern const struct action purse_few, purse_few_look;
#define PURSE_FULL INT64_C(9)   /* of which purse_few takes one after 9 that was told */
extern const struct action purse_slow;      /* prepares for 30 ms */
extern const struct action purse_note;      /* a taking without keys and without a purse */
extern const struct action purse_begin;     /* begins a job of one step, and a timer that is due */
extern const struct room purse_room;

#endif
