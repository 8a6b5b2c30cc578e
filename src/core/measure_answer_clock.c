/* measure_answer_clock.c: what moves a last day and what stops a clock; see measure_answer.h. */

#include "core/measure_answer_inside.h"

#include "base/check.h"
#include "core/measure_compare.h"

#include <stdlib.h>

/* ---- the time of an outage ---- */

static const struct measure *outage_called(const struct book *book, const struct measure *from,
                                           struct text id)
{
    const struct measure_shelf *shelf = &book_measure_index(book)->verbs[VERB_OUTAGE];
    for (size_t i = 0; i < shelf->count; i++) {
        const struct measure *outage = shelf->slots[i].measure;
        if (!text_equal(outage->notice, from->notice))
            continue;
        if (measure_is_called(outage, id))
            return outage;
        for (size_t j = 0; j < outage->outage.count; j++)
            if (name_list_has(outage->outage.rows[j].ids, id))
                return outage;
    }
    return NULL;
}

/* The first moment of a point; the end of a day when it is an end. */
static struct moment point_moment(const struct measure_point *point, bool end)
{
    if (point->kind == POINT_MOMENT)
        return point->moment;
    if (point->kind != POINT_DAY)
        return (struct moment){ 0 };
    return moment_of_date(end ? date_plus_days(point->day, 1) : point->day);
}

/* "inside-1a" and "paused-in-1a" name the outage by one of its clauses. */
static const struct measure *outage_of(const struct book *book, const struct measure *measure,
                                       struct text reference, const char *prefix)
{
    struct text start = text_of(prefix);
    return text_present(reference)
        ? outage_called(book, measure, text_slice(reference, start.length, reference.length))
        : NULL;
}

/* ---- extend ---- */

/* Bills whose last day falls between the application and a day. */
static bool due_falls(const struct measure_periods *periods,
                      const struct measure_question *question, struct date ordinary)
{
    struct date from = DATE_NONE;
    if (text_is(periods->due_from, "application"))
        from = question->applied;
    else
        (void)date_parse(periods->due_from, &from);
    return (from.yyyymmdd == 0 || date_compare(ordinary, from) >= 0)
        && (periods->due_until.yyyymmdd == 0
            || date_compare(ordinary, periods->due_until) <= 0);
}

static bool periods_fit(const struct measure_extend *extend,
                        const struct measure_question *question, struct date ordinary)
{
    const struct measure_periods *periods = &extend->periods;
    bool months = periods->months.count > 0 || periods->from != 0 || periods->until != 0;
    if (months && (question->period == 0 || !measure_periods_have(periods, question->period)))
        return false;
    return due_falls(periods, question, ordinary);
}

static void point_read(const struct measure_point *to, struct clock_extension *extension)
{
    struct deadline_clock_kind *kind = &extension->kind;
    kind->roll = to->roll;
    if (to->kind == POINT_EVENT) {
        kind->before = to->minus.count > 0;
        struct measure_span span = kind->before ? to->minus : to->plus;
        kind->unit = span.count > 0 ? span.unit : CLOCK_CALENDAR_DAYS;
        kind->count = span.count;
        extension->event = to->event;
        return;
    }
    kind->unit = CLOCK_FIXED_DAY;
    kind->day = to->day;
    if (to->kind == POINT_FIRST_WORKING_DAY)
        kind->roll = CLOCK_ROLL_NEXT_WORKING_DAY;
    if (to->kind != POINT_MOMENT)
        return;
    /* The first moment at which it is over; at midnight the day before was the last. */
    kind->day = date_of_moment((struct moment){ to->moment.ms - 1 });
    int64_t minutes = (to->moment.ms - moment_of_date(kind->day).ms) / 60000;
    kind->hour = (int32_t)(minutes / 60 % 24);
    kind->minute = (int32_t)(minutes % 60);
}

static struct text citation(const struct measure *measure, struct arena *arena)
{
    return text_present(measure->clause)
        ? arena_format(arena, "%.*s %.*s", TEXT_ARGS(measure->notice), TEXT_ARGS(measure->clause))
        : measure->notice;
}

bool clock_extension_of(const struct book *book, const struct measure *measure,
                        struct arena *arena, struct clock_extension *ret_extension)
{
    const struct measure_extend *extend = &measure->extend;
    struct text source = citation(measure, arena);
    struct clock_extension extension = {
        .kind = { .name = TEXT("extension"), .source = source }, .source = source,
        .reason = text_present(measure->chinese) ? measure->chinese : measure->says,
        .english = measure->says,
    };
    if (extend->to.kind == POINT_OPEN) {
        extension.open = true;
    } else if (extend->to.kind == POINT_NONE) {
        extension.kind.unit = extend->by.unit;
        extension.kind.count = extend->by.count;
    } else {
        point_read(&extend->to, &extension);
    }
    if (text_present(extend->expiring)) {
        const struct measure *outage = outage_of(book, measure, extend->expiring, "inside-");
        if (outage == NULL)
            return false;
        extension.ends_after = point_moment(&outage->time.from, false);
        extension.ends_until = point_moment(&outage->time.until, true);
    }
    *ret_extension = extension;
    return true;
}

bool clock_extension_called(const struct book *book, struct text name, struct arena *arena,
                            struct clock_extension *ret_extension)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        if (measures[i]->verb == VERB_EXTEND && measure_is_called(measures[i], name))
            return clock_extension_of(book, measures[i], arena, ret_extension);
    return false;
}

/* Only a limit that ends inside the outage: the midnight after its last day. */
static bool expires_inside(const struct clock_extension *extension, struct date ordinary)
{
    int64_t ends = moment_of_date(date_plus_days(ordinary, 1)).ms;
    return extension->ends_until.ms == 0
        || (ends > extension->ends_after.ms && ends <= extension->ends_until.ms);
}

static struct date span_after(const struct book *book, struct date day, struct measure_span span,
                              struct moment known)
{
    if (span.unit == CLOCK_MONTHS)
        return date_plus_months(day, span.count);
    return span.unit == CLOCK_WORKING_DAYS
        ? calendar_plus_working_days(book_calendar(book), day, span.count, known)
        : date_plus_days(day, span.count);
}

static enum extended_end extension_end(const struct book *book,
                                       const struct measure_question *question,
                                       const struct measure_extend *extend, struct date ordinary,
                                       struct date *ret_day)
{
    struct moment known = measure_known_moment(question);
    if (extend->to.kind == POINT_OPEN)
        return EXTENDED_OPEN;
    if (extend->to.kind == POINT_NONE) {
        *ret_day = span_after(book, ordinary, extend->by, known);
        return EXTENDED_DATED;
    }
    return measure_point_day(book, &extend->to, question->events, question->place, known, ret_day)
        ? EXTENDED_DATED : EXTENDED_WAITING;
}

struct extending {
    const struct book *book;
    const struct measure_question *question;
    struct arena *arena;
    struct date ordinary;
    enum extended_end end;
    struct date until;
    struct gathered made;
    struct clock_extension *extensions;
    size_t extension_count;
};

static void extend_by(struct extending *extending, const struct measure_hit *hit)
{
    const struct measure_extend *extend = &hit->measure->extend;
    struct clock_extension extension;
    struct date day = DATE_NONE;
    if (!clock_extension_of(extending->book, hit->measure, extending->arena, &extension)
        || !expires_inside(&extension, extending->ordinary))
        return;
    enum extended_end end = extension_end(extending->book, extending->question, extend,
                                          extending->ordinary, &day);
    gathered_add(&extending->made, hit);
    if (end > extending->end)
        extending->end = end;
    if (end == EXTENDED_DATED && date_compare(day, extending->until) > 0)
        extending->until = day;
    extending->extensions[extending->extension_count++] = extension;
}

static struct extending extending_for(const struct book *book,
                                      const struct measure_question *question,
                                      struct date ordinary, size_t room, struct arena *arena)
{
    return (struct extending){
        .book = book, .question = question, .arena = arena, .ordinary = ordinary,
        .until = ordinary, .made = gathered_for(arena, room),
        .extensions = room == 0 ? NULL : ARENA_ARRAY(arena, struct clock_extension, room),
    };
}

struct measure_extended measure_extended(const struct book *book,
                                         const struct measure_question *question,
                                         struct date ordinary, struct arena *arena)
{
    struct measure_answer answer = measures_any(book, question, arena);
    struct measure_made all = answer.made;
    struct extending moved = extending_for(book, question, ordinary, all.count, arena);
    struct extending made_up = extending_for(book, question, ordinary, all.count, arena);
    for (size_t i = 0; i < all.count; i++) {
        const struct measure_extend *extend = &all.hits[i].measure->extend;
        if (!periods_fit(extend, question, ordinary))
            continue;
        extend_by(text_is(extend->as, "make-up") ? &made_up : &moved, &all.hits[i]);
    }
    return (struct measure_extended){
        .end = moved.end, .until = moved.until, .made = gathered_made(&moved.made),
        .extensions = moved.extensions, .extension_count = moved.extension_count,
        .make_up_end = made_up.end, .make_up_until = made_up.until,
        .make_up = gathered_made(&made_up.made),
        .make_ups = made_up.extensions, .make_up_count = made_up.extension_count,
        .offered = answer.offered,
    };
}

/* ---- suspend ---- */

/* Whole days alone: a clock of days does not stand for a part of one. */
static void days_of(const struct measure *time_of, const struct measure *measure,
                    const struct measure_question *question, const struct book *book,
                    struct clock_suspension *suspension)
{
    const struct measure_point *from = &time_of->time.from, *until = &time_of->time.until;
    struct moment known = measure_known_moment(question);
    struct date day;
    suspension->from = measure->issued;
    suspension->until = DATE_NONE;
    if (from->kind == POINT_MOMENT)
        suspension->from = moment_of_date(from->day).ms == from->moment.ms
            ? from->day : date_plus_days(from->day, 1);
    else if (from->kind != POINT_NONE
             && measure_point_day(book, from, question->events, question->place, known, &day))
        suspension->from = day;
    else if (from->kind != POINT_NONE)
        suspension->from = DATE_LATEST;     /* its event has not come: nothing stands yet */
    if (until->kind == POINT_MOMENT)
        suspension->until = date_plus_days(until->day, -1);
    else if (until->kind != POINT_NONE && until->kind != POINT_OPEN
             && measure_point_day(book, until, question->events, question->place, known, &day))
        suspension->until = day;
    struct date last = measure->notice_until;
    if (date_compare(last, DATE_LATEST) < 0
        && (suspension->until.yyyymmdd == 0 || date_compare(last, suspension->until) < 0))
        suspension->until = last;
}

static bool is_paused(const struct measure *outage, struct text matter)
{
    for (size_t i = 0; i < outage->outage.count; i++) {
        const struct outage_row *row = &outage->outage.rows[i];
        /* A row that closes some channels only stops nobody's work on the file. */
        if (text_is(row->mode, "paused") && !text_present(row->job) && row->channels.count == 0
            && (name_list_has(row->matter, matter) || name_list_has(row->matter, TEXT("any"))))
            return true;
    }
    return false;
}

static bool suspension_of(const struct book *book, const struct measure *measure,
                          const struct measure_question *question, struct arena *arena,
                          struct clock_suspension *suspension)
{
    const struct measure_suspend *suspend = &measure->suspend;
    const struct measure *outage = outage_of(book, measure, suspend->of, "paused-in-");
    if (suspend->matters.count > 0 && !name_list_has(suspend->matters, question->matter))
        return false;
    if (text_present(suspend->of) && (outage == NULL || !is_paused(outage, question->matter)))
        return false;
    *suspension = (struct clock_suspension){
        .reason = text_present(measure->chinese) ? measure->chinese : measure->says,
        .english = measure->says, .source = citation(measure, arena),
    };
    bool own = measure->time.from.kind != POINT_NONE || measure->time.until.kind != POINT_NONE;
    days_of(outage != NULL && !own ? outage : measure, measure, question, book, suspension);
    return suspension->until.yyyymmdd == 0
        || date_compare(suspension->from, suspension->until) <= 0;
}

/* Takes the days from one to another out of each row; answers how many are left. There is room for
 * one row more. */
static size_t days_taken_out(struct clock_suspension *rows, size_t count, struct date from,
                             struct date until)
{
    size_t kept = 0, more = 0;
    struct clock_suspension after = { .until = DATE_NONE };
    for (size_t i = 0; i < count; i++) {
        struct clock_suspension row = rows[i];
        bool open = row.until.yyyymmdd == 0;
        bool begins = date_compare(row.from, from) < 0;
        bool goes_on = until.yyyymmdd != 0 && (open || date_compare(row.until, until) > 0);
        if ((!open && date_compare(row.until, from) < 0)
            || (until.yyyymmdd != 0 && date_compare(row.from, until) > 0)) {
            rows[kept++] = row;
            continue;
        }
        if (goes_on) {      /* rows lie apart: only one of them can hold the first day after */
            CHECK(more++ == 0);
            after = row;
            after.from = date_plus_days(until, 1);
        }
        if (begins) {
            row.until = date_plus_days(from, -1);
            rows[kept++] = row;
        }
    }
    if (more > 0)
        rows[kept++] = after;
    return kept;
}

/* What has replaced a measure ends it from its own first day on, and when it was revoked since,
 * only for as long as it stood. */
static size_t without_replaced(const struct book *book, const struct measure *measure,
                               const struct measure_question *question, struct arena *arena,
                               const struct clock_suspension *row,
                               struct clock_suspension **ret_rows)
{
    const struct measure *const *replacers;
    size_t by = measure_replacers(book, measure, question, arena, &replacers), count = 1;
    struct clock_suspension *rows = ARENA_ARRAY(arena, struct clock_suspension, by + 2);
    rows[0] = *row;
    for (size_t i = 0; i < by; i++) {
        struct clock_suspension held;
        days_of(replacers[i], replacers[i], question, book, &held);
        if (!replacers[i]->revoked)
            held.until = DATE_NONE;
        if (date_compare(held.from, DATE_LATEST) == 0
            || (held.until.yyyymmdd != 0 && date_compare(held.until, held.from) < 0))
            continue;       /* it has not begun, or never did */
        count = days_taken_out(rows, count, held.from, held.until);
    }
    *ret_rows = rows;
    return count;
}

static int suspension_compare(const void *left, const void *right)
{
    const struct clock_suspension *a = left, *b = right;
    int order = date_compare(a->from, b->from);
    return order != 0 ? order : text_compare(a->source, b->source);
}

static bool touches(const struct clock_suspension *last, const struct clock_suspension *next)
{
    return last->until.yyyymmdd == 0
        || date_compare(next->from, date_plus_days(last->until, 1)) <= 0;
}

/* Sorted by their first day; those that meet become one, which names them all. */
static size_t union_of(struct clock_suspension *rows, size_t count, struct arena *arena)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct clock_suspension *last = kept == 0 ? NULL : &rows[kept - 1];
        if (last == NULL || !touches(last, &rows[i])) {
            rows[kept++] = rows[i];
            continue;
        }
        if (last->until.yyyymmdd != 0
            && (rows[i].until.yyyymmdd == 0 || date_compare(rows[i].until, last->until) > 0))
            last->until = rows[i].until;
        last->source = arena_format(arena, "%.*s；%.*s", TEXT_ARGS(last->source),
                                    TEXT_ARGS(rows[i].source));
        last->reason = arena_format(arena, "%.*s；%.*s", TEXT_ARGS(last->reason),
                                    TEXT_ARGS(rows[i].reason));
    }
    return kept;
}

struct suspending {
    const struct book *book;
    const struct measure_question *question;
    struct date from, until;
    struct arena *arena;
    struct clock_suspension *rows;
    size_t count, room;
};

static void row_keep(struct suspending *suspending, const struct clock_suspension *row)
{
    if (suspending->count == suspending->room) {
        size_t room = suspending->room * 2 + 8;
        struct clock_suspension *wider = ARENA_ARRAY(suspending->arena, struct clock_suspension,
                                                     room);
        for (size_t i = 0; i < suspending->count; i++)
            wider[i] = suspending->rows[i];
        suspending->rows = wider;
        suspending->room = room;
    }
    suspending->rows[suspending->count++] = *row;
}

/* Answers whether any day of it counts for the clock. */
static bool suspend_by(struct suspending *suspending, const struct measure *measure)
{
    struct clock_suspension row, *rows;
    size_t before = suspending->count;
    if (!suspension_of(suspending->book, measure, suspending->question, suspending->arena, &row))
        return false;
    size_t count = without_replaced(suspending->book, measure, suspending->question,
                                    suspending->arena, &row, &rows);
    for (size_t i = 0; i < count; i++)
        if ((rows[i].until.yyyymmdd == 0 || date_compare(rows[i].until, suspending->from) >= 0)
            && (suspending->until.yyyymmdd == 0
                || date_compare(rows[i].from, suspending->until) <= 0)
            && date_compare(rows[i].from, DATE_LATEST) < 0)
            row_keep(suspending, &rows[i]);
    return suspending->count > before;
}

/* Every measure that may hold on some day from then on: asked without a day of its own. */
struct measure_suspended measure_suspended(const struct book *book,
                                           const struct measure_question *question,
                                           struct date from, struct date until,
                                           struct arena *arena)
{
    const struct measure_hit *hits;
    size_t count = measures_ever(book, question, arena, &hits);
    if (count == 0)
        return (struct measure_suspended){ .count = 0 };
    struct suspending suspending = { book, question, from, until, arena, NULL, 0, 0 };
    struct gathered made = gathered_for(arena, count);
    for (size_t i = 0; i < count; i++)
        if (suspend_by(&suspending, hits[i].measure))
            gathered_add(&made, &hits[i]);
    if (suspending.count > 1) {
        qsort(suspending.rows, suspending.count, sizeof *suspending.rows, suspension_compare);
        suspending.count = union_of(suspending.rows, suspending.count, arena);
    }
    return (struct measure_suspended){ .suspensions = suspending.rows,
        .count = suspending.count, .made = gathered_made(&made) };
}
