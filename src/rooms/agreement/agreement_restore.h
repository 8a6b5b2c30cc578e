/* agreement_restore.h: an agreement restored by a measure (协议恢复), and the checks that wait until
 * the event it names. LAW: BJ4-06a BJ4-06b BJ4-06d BJ4-06e BJ4-06f BJ4-06g */
#ifndef ROOMS_AGREEMENT_AGREEMENT_RESTORE_H
#define ROOMS_AGREEMENT_AGREEMENT_RESTORE_H

#include "core/event.h"
#include "rooms/agreement/agreement.h"
#include "rooms/party/party_facts.h"

/* A check put off: made up when its day is known. */
struct agreement_check {
    int64_t bucket, institution, agreement;
    struct text name;           /* "on-site-inspection" */
    int64_t place;
    struct text under;          /* the measure that put it off: "<notice>#06f" */
    struct moment since;
    struct date done_on;        /* absent: it is still to be done */
    struct text evidence;
    int64_t done_by;
    int64_t version;
};
extern const struct shape agreement_check_shape;
extern const struct table agreement_check_table;
extern const struct query agreement_checks_of;          /* of one institution */

/* The measure by which an agreement of that status may be in force again that day, or NULL;
 * `asks` is what a question about the institution knows of it. */
struct agreement_asks {
    const struct book *book;
    const struct party_institution *institution;
    struct text status;
    struct date day;
    struct events events;
};
const struct measure *agreement_restored_by(const struct agreement_asks *asks,
                                            struct arena *arena);

/* Agreements that are not in force, with what a measure may ask of their institutions: pages. */
struct agreement_stopped {
    int64_t agreement, institution;
    struct text status;
    int64_t division;
    bool designated_epidemic;
    struct text code;
};
struct agreement_stopped_key { int64_t after; };
extern const struct query agreements_stopped;
#define AGREEMENTS_A_PAGE 500

/* As the approval of a case (`cause`) it is the latest of the institution that is not in force, as
 * it stands then, and its reason is the epidemic task that the institution stated. */
struct agreement_restore_input {
    int64_t institution, agreement, version, cause;
    struct text reason, task;
    struct text test_settlement;        /* the settlement tried at the institution that passed */
    struct date from;
};
struct agreement_check_input {
    int64_t institution, agreement, version;
    struct text name, evidence;
    struct date done_on;
};
struct agreement_restore_facts {
    const struct list *rows, *checks;
    const struct party_institution *institution;
    struct events events;
};
struct agreement_restored { int64_t agreement, checks; struct text clauses; };
struct agreement_checks_input { int64_t institution; };
struct agreement_check_told {
    int64_t agreement;
    struct text name, zh, en, clauses, waits_zh, waits_en, state;
    struct date due, done_on;
    struct text evidence;
    int64_t version;
};
struct agreement_checks { int64_t done, open; struct list checks; };

bool agreement_gather_restore(struct gather *gather, int64_t institution,
                              struct agreement_restore_facts *found);
void agreement_decide_restore(const struct request *request, const void *facts,
                              struct decision *decision);
void agreement_decide_checks(const struct request *request, const void *facts,
                             struct decision *decision);
void agreement_decide_check(const struct request *request, const void *facts,
                            struct decision *decision);

extern const struct action agreement_restore_action, agreement_check_action,
    agreement_checks_action;

/* How many agreements that are not in force could be, on each side of a trial. */
enum store_answer agreement_impact(struct store *store, struct impact *impact);

#endif
