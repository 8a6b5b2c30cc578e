/* notice_policies.h: the rows of a return about policies: which local document carries each out.
 * Made from the register alone. */
#ifndef ROOMS_NOTICE_NOTICE_POLICIES_H
#define ROOMS_NOTICE_NOTICE_POLICIES_H

#include "rooms/notice/notice_head.h"
#include "rooms/notice/notice_inside.h"

struct notice_policies_input {
    struct text number;         /* of the notice that asks for the return */
    struct text form;           /* "annex-1" */
    int64_t place;              /* whose documents */
};
struct notice_policy_row {
    struct text policy, title;
    bool registered;            /* its own text stands in the register */
    struct text state;          /* key of a sentence: issued, none (未出台) */
    struct text local, local_title;
    struct date local_issued;
    struct date works_since;    /* from when its rules hold here */
    bool enterprises, public_bodies, others;    /* columns its rule fills; others stay "---" */
    bool handling;              /* money collected before has to be dealt with */
};
struct notice_policies {
    struct text title;
    int64_t issued, none;
    struct list rows;           /* of notice_policy_row */
};
extern const struct action notice_policies_action;

#endif
