/* agreement_obligation.h: what an institution still owes under its agreement besides care: papers,
 * training, a yearly self-assessment. A measure puts off what is not urgent, and what waits is held
 * against nobody. LAW: BJ4-S3b */
#ifndef ROOMS_AGREEMENT_AGREEMENT_OBLIGATION_H
#define ROOMS_AGREEMENT_AGREEMENT_OBLIGATION_H

#include "core/event.h"
#include "rooms/agreement/agreement.h"
#include "rooms/party/party_facts.h"

struct agreement_obligation {
    int64_t bucket, institution, obligation;
    int64_t place;
    struct text what;           /* as the agency says it: 年度考核自评材料 */
    struct date due;            /* without any measure */
    bool urgent;                /* never put off */
    struct moment set_at;
    int64_t set_by;
    struct date done_on;        /* absent: it is still to be done */
    struct text evidence;
    int64_t done_by;
    int64_t version;
};
extern const struct shape agreement_obligation_shape;
extern const struct table agreement_obligation_table;
extern const struct query agreement_obligations_of;     /* of one institution, by day */
#define AGREEMENT_OBLIGATIONS_MOST 1000

struct agreement_obligation_facts {
    const struct list *rows;
    const struct party_institution *institution;
    struct events events;
};
bool agreement_gather_obligations(struct gather *gather, int64_t institution,
                                  struct agreement_obligation_facts *found);

struct agreement_obligation_told {
    int64_t obligation;
    struct text what, clauses, waits_zh, waits_en, state;
    bool urgent;
    struct date own_day;        /* without any measure */
    struct date due;            /* as it is now; absent: it waits */
    struct date done_on;
    struct text evidence;
    int64_t version;
};
/* The day goes by the measure in force on the obligation's own day. */
struct agreement_obligation_told agreement_obligation_tell(
    const struct request *request, const struct agreement_obligation_facts *found,
    const struct agreement_obligation *row);
/* Whether that obligation of the institution is late, measures counted. */
bool agreement_obligation_is_late(const struct request *request,
                                  const struct agreement_obligation_facts *found,
                                  int64_t obligation);

struct agreement_oblige_input {
    int64_t institution;
    struct text what;
    struct date due;
    bool urgent;
};
struct agreement_obligation_done_input {
    int64_t institution, obligation, version;
    struct date done_on;
    struct text evidence;
};
struct agreement_obligations_input { int64_t institution; };
struct agreement_obligations { int64_t open, put_off, late, done; struct list obligations; };
struct agreement_obliged { int64_t obligation; };

/* Of all institutions of a place (agreement.owed): a page of those that are open, by their own day,
 * or of those that were done, the last first. */
#define AGREEMENT_OWED_A_PAGE 200
struct agreement_owed_input {
    int64_t place;              /* 0: the asker's */
    bool done;
    struct date after_day;
    int64_t after;
};
struct agreement_owed_told {
    struct agreement_obligation_told of;
    int64_t institution, place;
    struct text code, name;
};
struct agreement_owed {
    struct list obligations;    /* of struct agreement_owed_told */
    struct date after_day;      /* to go on from; absent: that was all */
    int64_t after;
};
extern const struct query agreement_obligations_open, agreement_obligations_done;

extern const struct action agreement_oblige_action, agreement_obligation_done_action,
    agreement_obligations_action, agreement_owed_action;

#endif
