/* filing.h: recording and withdrawing filings (备案), and what may be filed when.
 *
 * Which kinds there are on a day, what they count as and how long they hold is data
 * (rules/values, subject filing.offsite-kinds). A filing begins with the day it is filed or later;
 * it reaches back only while a measure `backdate` holds for that person. What reaches back is
 * announced by an action of its own, filing.reach-back, for rooms below that priced care before. */
#ifndef ROOMS_FILING_FILING_H
#define ROOMS_FILING_FILING_H

#include "core/event.h"
#include "core/room.h"
#include "core/rules.h"
#include "core/task.h"
#include "rooms/filing/filing_facts.h"
#include "rooms/party/party_facts.h"

extern const struct room filing_room;
enum store_answer filing_impact(struct store *store, struct impact *impact);
extern const struct action filing_record_action;
extern const struct action filing_withdraw_action;
extern const struct action filing_revoke_action;
extern const struct action filing_of_person_action;
extern const struct action filing_reach_back_action;
extern const struct rule_kind filing_offsite_kinds_rule;

/* The name measures and matters know it by. */
#define FILING_OFFSITE_MATTER TEXT("offsite-filing")

/* One kind of out-of-area filing, as a rule gives it. */
struct filing_offsite_kind {
    struct text kind;           /* "settled-retiree", "stationed-worker", "referral" */
    struct text filing;         /* what settlements know it as: "long-term", "referral" */
    int64_t months_min;         /* it holds at least so long; 0: until it is withdrawn */
    bool on_measure;            /* only for whom a `backdate` measure holds: "stranded" */
};
struct filing_offsite_kinds {
    struct list kinds;          /* of filing_offsite_kind */
};
/* NULL: no such kind on that day. */
const struct filing_offsite_kind *filing_offsite_kind_on(const struct book *book, int32_t place,
                                                         struct text insurance, struct date day,
                                                         struct text kind);

struct filing_record_input {
    int64_t person;
    struct text kind;           /* as chosen in the form */
    int64_t division;           /* where to, with all below it */
    struct date from, until;    /* from absent: the day it is filed; until absent: by the kind */
    int64_t cause;              /* the case it comes from; 0: none */
    /* "stranded-outside": who approves states that the person is held up since `from`. Where it is
     * not on record yet, it is recorded with the filing. */
    struct text status;
};
struct filing_record_facts {
    struct party_person_facts person;
    const struct list *filings;
    struct events events;
};
/* What would be recorded, without its number. */
struct filing_may {
    struct filing_row row;
    bool states_stranded;       /* that the person is held up is put on record with it */
};
bool filing_gather_may(struct gather *gather, int64_t person,
                       struct filing_record_facts *found);
/* Pure. False: refused. Who shows beforehand what a filing would change asks the same as
 * filing.record does. */
bool filing_may_record(const struct request *request, const struct filing_record_input *input,
                       const struct filing_record_facts *found, struct decision *decision,
                       struct filing_may *ret_may);

struct filing_recorded {
    int64_t filing, person;
    struct text kind;           /* what settlements know it as */
    struct date from, until;
    bool backdated;
};
struct filing_withdraw_input {
    int64_t person, filing;
    struct text reason;         /* of a revocation */
};
/* Outcome of filing.reach-back: care of that person since that day may have been priced without
 * the filing. */
struct filing_reached_back {
    int64_t filing, person;
    struct date from, until;    /* until: the day before it was filed */
};

/* Gravest first. */
enum filing_refusal {
    FILING_REFUSED_NO_PERSON,           /* unknown, or not of the actor's place */
    FILING_REFUSED_OTHER_NUMBER,        /* a certificate's, of somebody else */
    FILING_REFUSED_NO_SUCH_KIND,
    FILING_REFUSED_NO_SUCH_PLACE,
    FILING_REFUSED_NOT_ENROLLED,
    FILING_REFUSED_NOT_ELSEWHERE,
    FILING_REFUSED_ENDS_BEFORE,
    FILING_REFUSED_TOO_LONG,            /* longer than the place lets one hold */
    FILING_REFUSED_NOT_STRANDED,        /* the kind is for stranded people: mark that first */
    FILING_REFUSED_BEFORE_STRANDING,
    FILING_REFUSED_BACKDATED,           /* no measure lets it reach back */
    FILING_REFUSED_BACKDATED_LATE,      /* one did, and its time is over */
    FILING_REFUSED_PAUSED,              /* an outage: told until when */
    FILING_REFUSED_NO_SUCH_DISEASE,
    FILING_REFUSED_NO_INSTITUTION,      /* unknown, or another one's */
    FILING_REFUSED_TOO_MANY_HOSPITALS,
    FILING_REFUSED_NOT_ENTRUSTED,       /* the agency decides */
    FILING_REFUSED_NOTHING_TO_RENEW,    /* no filing of the disease there */
    FILING_REFUSED_RENEWED,             /* the term after the one that holds is filed already */
    FILING_REFUSED_NO_ENDED_FILING,     /* to make up: none ended before that day */
    FILING_REFUSED_MADE_UP_AT_AGENCY,   /* an institution may not reach back */
    FILING_REFUSED_DISEASE_FILED,       /* and holds without an end */
    FILING_REFUSED_HOLDS_UNTIL,         /* the disease is filed there until a day */
    FILING_REFUSED_FILED_ALREADY,
    FILING_REFUSED_NO_FILING,
    FILING_REFUSED_OVER,                /* to withdraw: it has ended */
    FILING_REFUSALS
};
const char *filing_refusal_key(enum filing_refusal refusal);

#endif
