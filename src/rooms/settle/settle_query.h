/* settle_query.h: what is asked about settlements: 5203 (one), 5204 (its lines), 5206 (what a
 * person has used), 2001 (which funds pay on a day, and why not).
 *
 * An institution sees its own settlements and lines. What a person has used elsewhere is told to an
 * institution where the person was within a year, or whose certificate it shows now or has read
 * that day; everybody sees his own. 2001 is for whose certificate was read. */
#ifndef ROOMS_SETTLE_SETTLE_QUERY_H
#define ROOMS_SETTLE_SETTLE_QUERY_H

#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/settle/settle_answer.h"
#include "rooms/visit/visit.h"

/* ---- 5203 ---- */

struct settle_find_input {
    int64_t person, settlement, visit;
};
struct settle_find_facts {
    const struct settlement_row *row;
    const struct visit_row *visit;
    const struct party_institution *institution;
    struct party_person_facts person;
    const struct fund_personal *personal;
};
struct settle_found {
    struct settle_answer answer;    /* first: recall and tell read its receipt */
    struct text place, unit_name;
    struct text institution_code, institution_name, institution_level, institution_place;
    struct text paid_at;            /* pay_loc: 2, at the institution */
    struct text deductible_tier;
    struct date begin, end;
    bool refund;
    int64_t year;
    struct text disease, invoice;
};
bool settle_gather_find(struct gather *gather, const struct request *request, void *facts);
void settle_decide_find(const struct request *request, const void *facts,
                        struct decision *decision);
void settle_tell_find(const struct request *request, const void *outcome, const void *memory,
                      void *answer);

/* ---- 5204 ---- */

struct settle_lines_facts {
    const struct visit_row *visit;
    const struct list *lines, *settlements;
    const struct list **items;      /* catalogue rows of each line's code */
};
struct settle_line_shown {
    struct visit_line_row line;
    int64_t settlement;             /* 0: not settled */
    struct text med_type, name, list_type, approval;
};
struct settle_lines {
    struct list lines;              /* of settle_line_shown */
};
bool settle_gather_lines(struct gather *gather, const struct request *request, void *facts);
void settle_decide_lines(const struct request *request, const void *facts,
                         struct decision *decision);

/* ---- 5206 ---- */

struct settle_counters_input {
    int64_t person;
    struct text month;              /* "202003": until its end; absent: until now */
    struct text certificate_kind, certificate_number;
};
struct settle_counters_facts {
    const struct visit_row *latest; /* here, not cancelled */
    const struct party_person_key *shown;
    const struct list *settlements; /* of the year */
};
struct settle_counter_shown {
    struct text insurance, year, month, code;
    struct money amount;
};
struct settle_counters_shown {
    struct list counters;           /* of settle_counter_shown */
};
struct settlements_of_year_key { int64_t bucket, person, year; };
extern const struct query settlements_of_year;
bool settle_gather_counters(struct gather *gather, const struct request *request, void *facts);
void settle_decide_counters(const struct request *request, const void *facts,
                            struct decision *decision);

/* ---- 2001 ---- */

struct settle_right_input {
    int64_t person;
    struct text insurance, institution_code, med_type, disease;
    struct moment begin_at;
};
struct settle_fund_shown {
    int64_t person;
    struct text check, fund, reason;
    bool open;
    struct date from, until;
};
struct settle_rights {
    struct list funds;              /* of settle_fund_shown */
};
bool settle_gather_right_check(struct gather *gather, const struct request *request,
                               void *facts);
void settle_decide_right(const struct request *request, const void *facts,
                         struct decision *decision);

extern const struct action settle_find_action, settle_lines_action, settle_counters_action,
    settle_right_action;

#endif
