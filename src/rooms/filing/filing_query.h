/* filing_query.h: filings of a person as institutions ask for them: 5301 (special and chronic
 * diseases), 5302 (designated institutions), 5304 (referrals). What holds on the day asked or will
 * hold is told, and of referrals what held in the range. */
#ifndef ROOMS_FILING_FILING_QUERY_H
#define ROOMS_FILING_FILING_QUERY_H

#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"

struct filing_query_input {
    int64_t person;
    struct text business;       /* 5302: biz_appy_type; 03 asks for designated institutions */
    struct moment from, until;  /* 5304 */
};
struct filing_query_facts {
    struct party_person_facts person;
    const struct list *filings;
    /* One for each filing: its institution, and the names of its disease; NULL: none. */
    const struct party_institution **institutions;
    const struct list **diseases;
};
/* One filing with all that any of the three tells. */
struct filing_shown {
    struct filing_row row;
    struct text disease_name, institution_code, institution_name;
    struct text order;          /* fix_srt_no: "1", "2" … */
    struct text certificate, number_sealed, number, name, sex, place, unit_name, reason;
    struct date born;
    bool elsewhere, agreed;
};
struct filing_shown_list {
    struct list filings;        /* of filing_shown */
};

bool filing_gather_query(struct gather *gather, const struct request *request, void *facts);
void filing_decide_diseases(const struct request *request, const void *facts,
                            struct decision *decision);
void filing_decide_designated(const struct request *request, const void *facts,
                              struct decision *decision);
void filing_decide_referrals(const struct request *request, const void *facts,
                             struct decision *decision);
void filing_tell_referrals(const struct request *request, const void *outcome,
                           const void *memory, void *answer);

extern const struct action filing_diseases_action, filing_designated_action,
    filing_referrals_action;
#define FILING_TRANSACTIONS 10
extern const struct transaction filing_transactions[FILING_TRANSACTIONS];

#endif
