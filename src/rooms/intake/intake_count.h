/* intake_count.h: by which ways cases came, of an office with all below it, and month by month:
 * what monthly reports and Shandong's annex 4 are made of. */
#ifndef ROOMS_INTAKE_INTAKE_COUNT_H
#define ROOMS_INTAKE_INTAKE_COUNT_H

#include "core/action.h"
#include "core/room.h"

struct intake_count_input {
    int64_t office;             /* absent: the asker's own */
    struct date from, until;
    struct text form;           /* of a return: its notice names the days */
};
struct intake_sum { struct text way, zh, en; int64_t all, enterprises; };
struct intake_counted {
    int64_t total, enterprises;
    int64_t counter, online, mail_fax, post_in, post_out;
    int64_t helped, booked, extended, contact_free;
    int64_t counter_enterprises, online_enterprises, mail_fax_enterprises, post_in_enterprises,
        post_out_enterprises, helped_enterprises, booked_enterprises, extended_enterprises;
    int64_t online_percent;
    int64_t online_more_than;   /* what the place wants of it; 0: it says nothing */
    bool counter_dominates;     /* and it is not */
    /* Of the return it was asked for, as the notice in force asks it. */
    struct text form, number, form_zh, form_en, says_zh, says_en, to;
    struct date from, until;    /* the days that were counted */
    struct moment due;
    struct text signed_by;
    bool sealed;
    struct list channels, ten, four;    /* of struct intake_sum */
};
struct intake_online_least { int64_t percent; };
extern const struct rule_kind intake_online_rule;
#define INTAKE_MONTHS_MAX 24
struct intake_month {
    struct date month;          /* its first day */
    int64_t total, on_site;
    int64_t than_before;        /* on site, more or fewer than the month before */
};
struct intake_months { struct list months; };

extern const struct query intake_ways_counted, intake_posted_out;

#endif
