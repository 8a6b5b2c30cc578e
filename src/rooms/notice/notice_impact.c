/* notice_impact.c: what one book says that the other does not: measures that come or go, values
 * that change, days that an event gives or takes. It needs no rows. */

#include "rooms/notice/notice_trial.h"

#include "core/divisions.h"
#include "core/measure.h"
#include "core/measure_tell.h"

#include "base/check.h"

#include <string.h>

#define SAID_MAX 4000

static const char *what_of(const struct measure *measure)
{
    for (size_t i = 0; i < measure->scope.count; i++)
        if (strncmp(measure->scope.conditions[i].path, "institutions.", 13) == 0)
            return "notice.impact.institution";
    switch (measure->verb) {
    case VERB_EXTEND: case VERB_SUSPEND:
        return "notice.impact.clock";
    case VERB_OUTAGE: case VERB_ENTRUST: case VERB_OPEN: case VERB_PREFER: case VERB_QUOTA:
    case VERB_TOLERATE:
        return "notice.impact.matter";
    case VERB_RATE:
        return "notice.impact.rate";
    case VERB_WAIVE: case VERB_KEEP: case VERB_BACKDATE: case VERB_COVER: case VERB_SUPPLY:
        return "notice.impact.benefit";
    case VERB_REINSTATE: case VERB_PREPAY:
        return "notice.impact.institution";
    case VERB_REPORT: case VERB_TASK: case VERB_WATCH: case VERB_REVIEW: case VERB_ANNOUNCE:
    case VERB_EMPOWER: case VERB_COUNT:
        break;
    }
    return "notice.impact.office";
}

static bool is_last_known(const struct measure *measure)
{
    return date_compare(measure->known_until, DATE_LATEST) == 0;
}

static bool same_names(struct name_list a, struct name_list b)
{
    bool same = a.count == b.count;
    for (size_t i = 0; same && i < a.count; i++)
        same = text_equal(a.items[i], b.items[i]);
    return same;
}

/* Every field of it, for whom and when. */
static struct text all_said(const struct measure *measure, const struct vocabulary *vocabulary,
                            struct arena *arena)
{
    struct builder builder = builder_over(arena_take(arena, SAID_MAX), SAID_MAX);
    measure_tell_body(&builder, measure, vocabulary, LANGUAGE_ENGLISH);
    measure_tell_rest(&builder, measure, vocabulary, LANGUAGE_ENGLISH);
    return builder_text(&builder);
}

/* But for the day its notice ends. */
static bool is_same(const struct measure *a, const struct measure *b,
                    const struct vocabulary *vocabulary)
{
    if (!text_equal(a->notice, b->notice) || a->place != b->place || a->verb != b->verb
        || !same_names(a->ids, b->ids) || !text_equal(a->says, b->says)
        || !text_equal(a->chinese, b->chinese))
        return false;
    struct arena scratch;
    arena_init(&scratch);
    bool same = text_equal(all_said(a, vocabulary, &scratch), all_said(b, vocabulary, &scratch));
    arena_release(&scratch);
    return same;
}

/* It as another book has it, perhaps with another end; NULL: not there. */
static const struct measure *counterpart(const struct book *book, const struct measure *measure)
{
    const struct vocabulary *vocabulary = book_vocabulary(book);
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        if (is_last_known(measures[i]) && is_same(measures[i], measure, vocabulary))
            return measures[i];
    return NULL;
}

/* One measure as each reader has it; `sign` may be "". */
static struct impact_finding *find_said(struct impact *impact, const char *what,
                                        const struct measure *measure, const char *sign)
{
    const struct text says[] = {
        text_present(measure->chinese) ? measure->chinese : measure->says, measure->says,
    };
    struct text both[COUNT_OF(says)];
    for (size_t i = 0; i < COUNT_OF(says); i++)
        both[i] = arena_format(impact->arena, "%s%.*s %.*s", sign, TEXT_ARGS(measure->clause),
                               TEXT_ARGS(says[i]));
    struct impact_finding *finding =
        impact_find(impact, "notice", what, both[impact->language != LANGUAGE_CHINESE]);
    finding->subject_zh = both[0];
    finding->subject_en = both[1];
    finding->looked = finding->changed = 1;
    return finding;
}

static void tell_measure(struct impact *impact, const struct measure *measure, const char *sign,
                         struct date until)
{
    struct impact_finding *finding = find_said(impact, what_of(measure), measure, sign);
    if (date_compare(until, DATE_LATEST) < 0) {
        finding->from = measure->issued;
        finding->until = until;
    }
}

/* Of what only ends on another day it is told once: as gone with its last day when that is nearer,
 * as new when it is later. */
static void tell_missing(struct impact *impact, const struct book *from, const struct book *in,
                         bool gone)
{
    const struct divisions *divisions = book_divisions(impact->after.book);
    size_t count;
    const struct measure *const *measures = book_measures(from, &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_last_known(measures[i])
            || !division_is_within(divisions, measures[i]->place, impact->place))
            continue;
        const struct measure *other = counterpart(in, measures[i]);
        struct date until = measures[i]->notice_until;
        int ends = other == NULL ? 1 : date_compare(until, other->notice_until);
        if (ends > 0)
            tell_measure(impact, measures[i], gone ? "− " : "+ ",
                         gone ? other == NULL ? DATE_LATEST : other->notice_until : until);
    }
}

/* ---- values ---- */

static void tell_values(struct impact *impact)
{
    size_t count;
    const struct rule *const *rules = book_rules(impact->after.book, &count);
    int64_t last = book_sequence(impact->before.book);
    for (size_t i = 0; i < count; i++) {
        if (rules[i]->publication <= last)
            continue;
        struct impact_finding *finding = impact_find(impact, "notice", "notice.impact.value",
            arena_format(impact->arena, "%s %.*s", rules[i]->kind->about,
                         TEXT_ARGS(rules[i]->insurance)));
        finding->looked = finding->changed = 1;
        finding->from = rules[i]->from;
        finding->until = rules[i]->until;
    }
}

/* ---- days that hang on an event ---- */

static void tell_day(struct impact *impact, const struct measure *measure,
                     const struct measure_point *point)
{
    struct date before = DATE_NONE, after = DATE_NONE;
    const struct moment all = { 0 };
    if (point->kind != POINT_EVENT)
        return;
    measure_point_day(impact->before.book, point, impact->before.events, measure->place, all,
                      &before);
    measure_point_day(impact->after.book, point, impact->after.events, measure->place, all,
                      &after);
    if (date_compare(before, after) == 0)
        return;
    struct impact_finding *finding =
        find_said(impact, "notice.impact.waits", measure, "");
    finding->from = before;
    finding->until = after;
}

static void tell_days(struct impact *impact)
{
    size_t count;
    const struct measure *const *measures = book_measures(impact->after.book, &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_last_known(measures[i]))
            continue;
        tell_day(impact, measures[i], &measures[i]->time.until);
        tell_day(impact, measures[i], &measures[i]->later.due);
        if (measures[i]->verb == VERB_EXTEND)
            tell_day(impact, measures[i], &measures[i]->extend.to);
    }
}

enum store_answer notice_impact(struct store *store, struct impact *impact)
{
    (void)store;
    tell_missing(impact, impact->after.book, impact->before.book, false);
    tell_missing(impact, impact->before.book, impact->after.book, true);
    tell_values(impact);
    tell_days(impact);
    return STORE_DONE;
}
