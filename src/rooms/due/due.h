/* due.h: the room of time limits (时限): every limit explained on request, and the projection of
 * days for lists, worked out again class by class when what they rest on has changed. */
#ifndef ROOMS_DUE_DUE_H
#define ROOMS_DUE_DUE_H

#include "core/deadline_certificate.h"
#include "core/room.h"
#include "core/task.h"
#include "rooms/due/due_facts.h"

extern const struct room due_room;
extern const struct action due_explain_action, due_list_action, due_watch_action,
    due_project_action;

/* ---- explaining ---- */

struct due_explain_input {
    struct text kind;           /* "claim.submit", or "5 working-days" */
    int64_t place;
    struct date start;
    struct text event;
    struct date event_day;      /* as if it were declared for that day */
    struct text roll, counting, at;     /* of a spelled clock; `at`: "15:00" */
    bool before;
    struct list suspended;      /* of struct clock_suspension */
    struct text insurance, matter, applicant, period;
    struct text granted;        /* on application: the measure's name, "<notice>#<id>" */
    struct date known;          /* absent: as known now */
    struct moment done;         /* when it was done; absent: how it stands now */
};
extern const struct shape due_explain_shape;

struct due_explain_facts {
    struct events events;
};

/* Overdue and late fee are two answers. */
struct due_lateness {
    struct moment at;
    bool overdue;
    struct date overdue_from;
    struct text late_fee;       /* late_fee_name(); absent: nobody who asks owes one on this */
    struct date fee_from;       /* of "owed" */
    struct text waived_by;      /* "BJ4-10i" */
    struct text says_zh, says_en;
};

/* A certificate, and beside it until when it may be made up, when a measure allows that. */
struct due_explained {
    struct due_lateness lateness;
    struct deadline_certificate certificate;
    struct deadline_certificate make_up;
};
extern const struct shape due_explained_shape;

/* Why not: a words/ key and the field it is about; NULL: explained. */
struct due_refusal { const char *key, *field; };
struct due_refusal due_explain(const struct due_explain_input *input, const struct book *book,
                               struct events events, struct moment now, struct arena *arena,
                               struct due_explained *ret_explained);

/* A limit as a rule file says it, `about: deadline.<name>`. */
struct due_rule {
    struct text unit, counting, roll, event, at;
    int64_t count;
    bool before;
    struct text day;            /* "01-20", or "25", or "last" */
    int64_t years_after, months_after;
    struct text late_fee;       /* the applicants who owe one when they miss it */
};
#define DUE_RULES 5
extern const struct rule_kind *const due_rule_kinds[DUE_RULES];
/* The clock of a rule that starts on a day; false: it says nothing that can be counted. */
bool due_rule_clock(const struct due_rule *rule, struct date start,
                    struct deadline_clock_kind *ret_kind);

/* ---- the projection ---- */

struct due_basis_row {
    int64_t bucket;             /* DUE_BUCKET */
    struct text basis;
    struct text cause;
    struct moment at;
    int64_t job;
    int64_t version;
};
#define DUE_BUCKET 0
extern const struct shape due_basis_shape;
extern const struct table due_basis_table;
struct due_basis_key { int64_t bucket; };
extern const struct query due_basis_of;

/* A page of classes in the order of their keys. */
#define DUE_CLASSES_A_STEP 300
struct due_page_key { int64_t bucket, class_id; };
extern const struct query due_classes_after;

/* What the days rest on, as known at a moment: the book, how many papers of the calendar, measures
 * and events speak by then. */
struct text due_basis(const struct book *book, struct events events, struct moment now,
                      struct arena *arena);
/* What is the difference: the paper, the event, the publication. */
struct text due_cause(const struct book *book, struct events events, struct moment now,
                      struct text before, struct text after, struct arena *arena);

struct due_watch_facts {
    const struct due_basis_row *basis;
    const struct timer_row *timer;
    struct events events;
};
struct due_project_facts {
    const struct job_row *job;
    const struct list *classes;
    struct events events;
};
struct due_moved {
    int64_t class_id;
    struct date before, after;  /* absent: waiting */
    struct text state;
};
struct due_projected {
    int64_t job, looked;
    struct text cause;
    struct list moved;
};
struct due_watched {
    int64_t job;
    struct text cause;
};

bool due_watch_gather(struct gather *gather, const struct request *request, void *facts);
void due_watch_decide(const struct request *request, const void *facts,
                      struct decision *decision);
bool due_project_gather(struct gather *gather, const struct request *request, void *facts);
void due_project_decide(const struct request *request, const void *facts,
                        struct decision *decision);

/* ---- lists ---- */

struct due_listed {
    int64_t subject;
    struct text name;
    int64_t office;
    struct text state;
    struct date day, sorts, day_before;
    struct moment moved_at;
    struct text cause;
};
struct due_list_key { int64_t office; struct date after_day; int64_t after; };
#define DUE_LIST_PAGE 100
extern const struct shape due_listed_shape;
extern const struct query due_clocks_of_office;

enum store_answer due_verify(struct store *store, struct verify_report *report);

/* Which days move on the other side of a trial. */
enum store_answer due_impact(struct store *store, struct impact *impact);

#endif
