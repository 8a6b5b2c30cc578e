/* filing_file.h: diseases, referrals, hospitals chosen and injuries put on record: 2501 to 2507.
 *
 * A special or chronic disease is filed where it is treated: the physician fills in, the insurance
 * office of the hospital decides, and where a measure entrusts it with that the filing is in force
 * at once; else it waits for the agency ("filed"). Agencies file, too, and they alone let a filing
 * reach back, when a measure does. How long one holds and how many hospitals may be chosen is data,
 * "filing.disease". LAW: BJ4-03a BJ4-03b BJ4-03c BJ4-03d BJ4-03e BJ4-12b BJ4-12c */
#ifndef ROOMS_FILING_FILING_FILE_H
#define ROOMS_FILING_FILING_FILE_H

#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"

struct filing_file_input {
    int64_t person;
    struct text disease, disease_name;
    struct text institution;    /* code: where it is treated, referred, chosen; absent: the asker */
    int64_t division;           /* of a referral: where to */
    struct text doctor, doctor_name;
    struct date identified;     /* the day the hospital found or referred */
    struct date from, until;
    struct text kind, reason, order, business, source;
    int64_t replaces;           /* of a designation: the hospital it takes the place of */
    struct text certificate, number;    /* of an injury: psn_cert_type, and its number: checked */
    struct text matter;         /* of a disease: what it was applied for as; absent: at home */
    int64_t cause;
};
struct filing_file_facts {
    struct party_person_facts person;
    const struct list *filings, *diseases;
    const struct party_institution *institution;
    struct party_number_key key;            /* of input.number, where one was given */
    const struct party_person_key *shown;   /* whom that leads to; NULL: nobody */
    struct events events;
};
struct filing_filed {
    int64_t filing, person;
    struct text state;
    struct date from, until;
    bool backdated;
};
struct filing_one_input {
    int64_t filing, person;
    struct text reason;
};

/* How long a filed disease holds, and at how many hospitals it may be treated at once. */
struct filing_disease_terms { int64_t months, hospitals; };
extern const struct rule_kind filing_disease_rule;

bool filing_gather_file(struct gather *gather, const struct request *request, void *facts);
bool filing_gather_one(struct gather *gather, const struct request *request, void *facts);
void filing_decide_disease(const struct request *request, const void *facts,
                           struct decision *decision);
void filing_decide_referral(const struct request *request, const void *facts,
                            struct decision *decision);
void filing_decide_designation(const struct request *request, const void *facts,
                               struct decision *decision);
void filing_decide_injury(const struct request *request, const void *facts,
                          struct decision *decision);
void filing_decide_confirm(const struct request *request, const void *facts,
                           struct decision *decision);
void filing_decide_cancel(const struct request *request, const void *facts,
                          struct decision *decision);

extern const struct action filing_disease_action, filing_refer_action, filing_designate_action,
    filing_injury_action, filing_confirm_action, filing_cancel_action;
/* Whether an outage pauses that for who asks; refused then. `matter` as measures know it. */
bool filing_goes_on(const struct request *request, const struct party_standing *standing,
                    struct text matter, struct events events, struct decision *decision);

#endif
