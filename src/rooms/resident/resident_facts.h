/* resident_facts.h: what residents do with their own account, as rooms below may read it. */
#ifndef ROOMS_RESIDENT_RESIDENT_FACTS_H
#define ROOMS_RESIDENT_RESIDENT_FACTS_H

#include "core/rules.h"
#include "core/store.h"

/* A code that was sent to a person's telephone: the last one for a purpose. Its digits are in the
 * message alone. */
struct resident_code {
    int64_t bucket, person;
    struct text purpose;        /* "mandate:<agent>", "register" */
    struct text digest;         /* keyed, of purpose and digits */
    struct moment until;
    int64_t tries_left;
    struct moment used_at;      /* absent: not yet */
    struct date asked_day;
    int64_t asks;               /* on that day */
    int64_t version;
};
extern const struct shape resident_code_shape;
extern const struct table resident_code_table;

struct resident_code_key { int64_t bucket, person; struct text purpose; };
extern const struct query resident_code_of;

/* How long a mandate may run, and how a code is asked for and tried. */
struct resident_terms {
    int64_t months;             /* of a mandate, at most */
    int64_t code_minutes, code_tries, code_asks;    /* asks: a day */
};
extern const struct rule_kind resident_terms_rule;

#endif
