/* filing_inside.h: what the files of this room share. */
#ifndef ROOMS_FILING_FILING_INSIDE_H
#define ROOMS_FILING_FILING_INSIDE_H

#include "core/divisions.h"
#include "core/impact.h"
#include "rooms/filing/filing.h"

struct filing_reach_facts {
    const struct timer_row *timer;
    const struct filing_row *filing;
};
struct filing_list_answer {
    struct list filings;
};

/* The city a place lies in; districts of the four great cities stand under their province. */
int32_t filing_city_of(const struct divisions *divisions, int32_t code);

bool filing_gather_record(struct gather *gather, const struct request *request, void *facts);
void filing_decide_record(const struct request *request, const void *facts,
                          struct decision *decision);
bool filing_gather_withdraw(struct gather *gather, const struct request *request, void *facts);
void filing_decide_withdraw(const struct request *request, const void *facts,
                            struct decision *decision);
void filing_decide_revoke(const struct request *request, const void *facts,
                          struct decision *decision);
void filing_decide_list(const struct request *request, const void *facts,
                        struct decision *decision);
bool filing_gather_reach(struct gather *gather, const struct request *request, void *facts);
void filing_decide_reach(const struct request *request, const void *facts,
                         struct decision *decision);

/* What ends soon at the asking institution. */
struct filing_ending_facts {
    const struct list *filings;
    const struct party_person **people;     /* of each, or NULL */
};
struct filing_ending_row {
    int64_t filing, person;
    struct text name, about, kind, disease;
    struct date from, until;
};
extern const struct action filing_ending_action;
extern const struct query filings_ending;

/* How long disease filings took at a hospital, and past how many desks (filing_pace_actions.c). */
struct filing_pace {
    int64_t institution, filings, waiting, as_cases;
    int64_t median_minutes, longest_minutes, desks_most, past_two_desks;
    bool not_all;
};
extern const struct action filing_pace_action;
extern const struct query filings_paced;

/* What a trial changes of filings that reach back (filing_impact.c). */
extern const struct query filings_reaching_back;

/* What made room for one that is taken back before it held, or never held, holds again. */
void filing_restore_before(struct decision *decision, const struct list *filings,
                           int64_t taken_back);

#endif
