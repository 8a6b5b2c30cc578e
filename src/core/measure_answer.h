/* measure_answer.h: one answer a verb, of however many measures apply, with those that made it: for
 * trails, certificates and whoever asks why. Rooms ask here and never combine by themselves.
 *
 *   extend               the latest day; what is made up beside it, as a second answer
 *   suspend              the union of days
 *   outage               the row that says most of what is asked
 *   waive, keep, open, backdate, reinstate, tolerate    any one suffices
 *   entrust, cover       the most specific: the nearest place, then the scope that asks for most
 *   prefer               the highest class
 *   rate                 cuts of the original rate, added up, never below 0
 *   prepay               one order an institution, month and kind
 *   supply, quota        most days, a drug's own limit standing; the stricter
 *   report, task, watch, review, announce    side by side, each towards the office that asked
 *
 * A measure granted on application counts only where the question says that it was granted; else
 * it is offered. A measure without an end of its own lasts as long as what it leaves behind may
 * still be settled. All of it is pure; answers lie in the arena and point into the book. */
#ifndef CORE_MEASURE_ANSWER_H
#define CORE_MEASURE_ANSWER_H

#include "core/deadline.h"
#include "core/measure.h"

struct measure_made {
    const struct measure_hit *hits;     /* the nearest place first, then the latest notice */
    size_t count;
};
/* For a sentence: the notice and its clause as people name them, and behind them, as a reference,
 * the ids it is known by here. */
struct text measure_in_words(const struct measure *measure, struct text cites,
                             struct arena *arena);
/* "BJ4-10a BJ4-10g": for a trail. */
struct text measure_made_cites(struct measure_made made, struct arena *arena);

struct measure_answer {
    struct measure_made made;           /* they hold */
    struct measure_made offered;        /* they would, by an application */
    struct date over;                   /* the day the last of those ended that hold no longer */
};
/* Any one suffices, and what stands side by side: all of them. */
struct measure_answer measures_any(const struct book *book,
                                   const struct measure_question *question, struct arena *arena);

/* ---- time ---- */

enum extended_end { EXTENDED_NOT, EXTENDED_DATED, EXTENDED_WAITING, EXTENDED_OPEN };

struct measure_extended {
    enum extended_end end;      /* the latest: without end, then for an event, then a day */
    struct date until;          /* EXTENDED_DATED: the latest day, never before `ordinary` */
    struct measure_made made;
    /* The time in which it may be made up although it is overdue. */
    enum extended_end make_up_end;
    struct date make_up_until;
    struct measure_made make_up;
    struct measure_made offered;
    /* The same for a clock, so that its certificate tells each: core/deadline.h. */
    struct clock_extension *extensions, *make_ups;
    size_t extension_count, make_up_count;
};
/* `ordinary`: the last day without measures; its month, when it is about one, in the question. */
struct measure_extended measure_extended(const struct book *book,
                                         const struct measure_question *question,
                                         struct date ordinary, struct arena *arena);

/* The extension of a clock that such a measure is, as its certificate tells it. False: it is about
 * an outage that is not there. */
bool clock_extension_of(const struct book *book, const struct measure *measure,
                        struct arena *arena, struct clock_extension *ret_extension);
/* Of the measure of that name ("<notice>#<id>"): what was granted on application holds as it was
 * granted, whatever the measure's scope says of those who ask today. False: no measure that extends
 * is called so. */
bool clock_extension_called(const struct book *book, struct text name, struct arena *arena,
                            struct clock_extension *ret_extension);

struct measure_suspended {
    struct clock_suspension *suspensions;   /* apart from one another, by day */
    size_t count;
    struct measure_made made;
};
/* Of a clock that runs from the one day on; until DATE_NONE: as far as the book tells. `matter`
 * and `thing` (the clock) of the question count, its day does not. What has been replaced stops no
 * clock from that day on, unless what replaced it was revoked. */
struct measure_suspended measure_suspended(const struct book *book,
                                           const struct measure_question *question,
                                           struct date from, struct date until,
                                           struct arena *arena);

/* ---- any one ---- */

struct measure_kept {
    bool kept;
    struct date from;           /* arrears of before that day are not covered; DATE_NONE: any */
    struct measure_made made;   /* what keeps it, then what that lasts with */
};
/* The right is the question's thing. */
struct measure_kept measure_kept(const struct book *book, const struct measure_question *question,
                                 struct text against, struct arena *arena);

struct measure_opened {
    struct name_list channels, at, agents;  /* of all together, in order of preference */
    bool must;
    struct measure_count visits;        /* the fewest */
    struct measure_made made;
};
struct measure_opened measure_opened(const struct book *book,
                                     const struct measure_question *question,
                                     struct arena *arena);

/* The first that lets a paper of that kind be dealt with so ("debt", "commitment", "copy",
 * "system-data"), or NULL. */
const struct measure *measure_tolerated(const struct book *book,
                                        const struct measure_question *question, struct text by,
                                        struct arena *arena);

/* ---- the most specific ---- */

/* Who may do the step beside those who ordinarily may; `only`: instead of them. Absent: nobody. */
struct measure_entrusted {
    struct name_list who;
    bool only;
    struct text agency_step, in_force;
    struct measure_made made;
};
struct measure_entrusted measure_entrusted(const struct book *book,
                                           const struct measure_question *question,
                                           struct text step, struct arena *arena);

/* Each field is of the most specific measure that names it; of shares "at least" the greatest. */
struct measure_covered {
    struct measure_cover cover;
    struct measure_made made;   /* those that gave a field */
};
struct measure_covered measure_covered(const struct book *book,
                                       const struct measure_question *question,
                                       struct arena *arena);

struct outage_question {
    struct text matter, job, step, channel, by, when;
};
struct measure_outage_answer {
    const struct outage_row *row;       /* NULL: nothing is said of it */
    const struct measure *measure;
    struct moment until;                /* the first moment it is over; { 0 }: no end is named */
};
/* At the question's moment. */
struct measure_outage_answer measure_outage_at(const struct book *book,
                                               const struct measure_question *question,
                                               const struct outage_question *asked,
                                               struct arena *arena);

/* ---- classes, money, quantities ---- */

struct measure_preferred {
    struct text class;          /* absent: none */
    struct measure_span within; /* the shortest of that class */
    bool without_applying;
    struct measure_made made;
};
struct measure_preferred measure_preferred(const struct book *book,
                                           const struct measure_question *question,
                                           struct arena *arena);

struct measure_rated {
    struct share rate, cut;     /* what is left, and what was taken off in all */
    struct measure_made made;
    const struct measure_collected *collected;  /* how money taken in already is given back; the
                                                 * most specific that says so, or NULL */
};
/* Of the part of the contribution that is the question's thing, for its period. */
struct measure_rated measure_rated(const struct book *book,
                                   const struct measure_question *question,
                                   struct share original, struct arena *arena);

struct measure_prepaid {
    const struct measure_prepay *order;         /* NULL: none */
    struct measure_made made;   /* the one it is of, then those it stands for */
};
/* Of the kind that is the question's thing. */
struct measure_prepaid measure_prepaid(const struct book *book,
                                       const struct measure_question *question,
                                       struct arena *arena);

struct measure_supplied {
    bool any;                   /* some measure says something of this drug */
    bool own_limit;             /* the drug is of a kind whose own limit stands */
    int32_t at_most;            /* days; 0: none is named */
    struct text over;           /* above it: the mildest of "reason", "confirm", "refuse" */
    struct measure_made made;   /* the one of most days, then the mildest above */
};
/* `kinds`: of the drug: "controlled-drugs". */
struct measure_supplied measure_supplied(const struct book *book,
                                         const struct measure_question *question,
                                         struct name_list kinds, struct arena *arena);

struct measure_limited {
    struct measure_count tickets, people;       /* the fewest */
    struct text per;
    struct name_list divert_to;         /* of all together */
    struct measure_made made;
};
/* At the place that is the question's thing. */
struct measure_limited measure_limited(const struct book *book,
                                       const struct measure_question *question, struct text per,
                                       struct arena *arena);

#endif
