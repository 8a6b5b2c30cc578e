/* deadline_certificate.h: why a last day is what it is, for people and for programs.
 *
 * The certificate of an answer lists every day from the first to the last: counted with its
 * number, skipped or suspended with reason and source. The same struct is the JSON of the API, the
 * cells of the printable page (a month grid, doors/pages) and, as text, what `yibao deadline
 * explain` prints, so the three cannot tell different stories. Whoever has a paper calendar can
 * check it day by day. */
#ifndef CORE_DEADLINE_CERTIFICATE_H
#define CORE_DEADLINE_CERTIFICATE_H

#include "core/deadline.h"
#include "core/shape.h"
#include "core/words.h"

/* A longer clock (ten years) lists its runs and not each day. */
#define CERTIFICATE_DAYS_MAX 3700

/* One day. Reasons are what a reader needs beside `what`: 春节, 调休上班日, 补正. */
struct certificate_day {
    struct date date;
    struct text what;           /* run_kind_name(): "counted" "skipped" "suspended" "period" … */
    int64_t number;             /* of a counted day; 0: not counted one by one */
    bool last;                  /* the last day */
    struct text reason_zh, reason_en, source_zh, source_en;
};

/* Days of one kind in a row. */
struct certificate_run {
    struct text what;
    struct date from, until;
    int64_t days, total;
    struct text reason_zh, reason_en, source_zh, source_en;
};

struct certificate_law {
    struct text zh, en;
};

struct deadline_certificate {
    struct text clock;          /* "handling" */
    struct text clock_zh, clock_en;
    struct text state;          /* "dated" "provisional" "waiting" */
    struct date day;            /* absent while waiting */
    struct moment end;          /* its last instant */
    struct date own_day;        /* before measures extended it */
    struct text event;          /* waited for */
    struct text headline_zh, headline_en;
    struct text rule_zh, rule_en;       /* "5 working days …" */
    struct text source_zh, source_en;   /* of the rule */
    struct moment known;        /* calendar and events as known then; absent: all */
    struct date published_until;        /* the last day a paper has spoken of */
    struct text text_zh, text_en;       /* all of it, a line a run */
    struct list runs, days, laws;
};
extern const struct shape deadline_certificate_shape;

/* Everything lies in the arena. */
void deadline_certify(const struct deadline_answer *answer, const struct clock_world *world,
                      struct arena *arena, struct deadline_certificate *ret_certificate);

/* ---- as text ---- */

void deadline_write(struct builder *builder, const struct deadline_answer *answer,
                    enum language language);
void deadline_headline_write(struct builder *builder, const struct deadline_answer *answer,
                             enum language language);
void deadline_rule_write(struct builder *builder, const struct deadline_clock_kind *kind,
                         enum language language);
struct text deadline_event_name(struct text event, enum language language);
struct text deadline_run_name(const struct deadline_run *run, enum language language);
struct text deadline_run_source(const struct deadline_run *run, enum language language);

/* Rules of counting an answer rests on, each with the article to cite. */
enum deadline_law {
    DEADLINE_LAW_NEXT_DAY, DEADLINE_LAW_SAME_DAY, DEADLINE_LAW_MONTHS, DEADLINE_LAW_ROLL,
    DEADLINE_LAW_NAMED_DAY, DEADLINE_LAW_SUSPENDED, DEADLINE_LAW_COUNT
};
bool deadline_law_applies(const struct deadline_answer *answer, enum deadline_law law);
const char *deadline_law_key(enum deadline_law law);

#endif
