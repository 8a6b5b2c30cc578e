/* measure.c: which measures apply; see measure.h. Reading them is in measure_load.c. */

#include "core/measure.h"

#include "base/check.h"
#include "core/divisions.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)

const char *measure_verb_name(enum measure_verb verb)
{
    static const char *const names[] = {
        [VERB_EXTEND] = "extend", [VERB_SUSPEND] = "suspend", [VERB_OUTAGE] = "outage",
        [VERB_WAIVE] = "waive", [VERB_KEEP] = "keep", [VERB_OPEN] = "open",
        [VERB_BACKDATE] = "backdate", [VERB_REINSTATE] = "reinstate",
        [VERB_TOLERATE] = "tolerate", [VERB_ENTRUST] = "entrust", [VERB_COVER] = "cover",
        [VERB_PREFER] = "prefer", [VERB_RATE] = "rate", [VERB_PREPAY] = "prepay",
        [VERB_SUPPLY] = "supply", [VERB_QUOTA] = "quota", [VERB_REPORT] = "report",
        [VERB_TASK] = "task", [VERB_WATCH] = "watch", [VERB_REVIEW] = "review",
        [VERB_ANNOUNCE] = "announce", [VERB_EMPOWER] = "empower",
    };
    _Static_assert(COUNT_OF(names) == VERB_COUNT, "every verb has a name");
    CHECK((size_t)verb < VERB_COUNT);
    return names[verb];
}

bool name_list_has(struct name_list names, struct text name)
{
    for (size_t i = 0; i < names.count; i++)
        if (text_equal(names.items[i], name))
            return true;
    return false;
}

bool measure_span_parse(struct text text, struct measure_span *ret_span)
{
    struct text unit;
    struct text number = text_until(text, ' ', &unit);
    unit = text_trim(unit);
    int64_t count;
    if (!text_to_int64(number, &count) || count <= 0 || count > CLOCK_COUNT_MAX)
        return false;
    ret_span->count = (int32_t)count;
    if (text_is(unit, "days") || text_is(unit, "day"))
        ret_span->unit = CLOCK_CALENDAR_DAYS;
    else if (text_is(unit, "months") || text_is(unit, "month"))
        ret_span->unit = CLOCK_MONTHS;
    else if (text_is(unit, "working-days") || text_is(unit, "working-day"))
        ret_span->unit = CLOCK_WORKING_DAYS;
    else
        return false;
    return true;
}

bool measure_is_called(const struct measure *measure, struct text name)
{
    struct text id;
    struct text notice = text_until(name, '#', &id);
    if (id.data != NULL)
        return text_equal(measure->notice, notice) && name_list_has(measure->ids, id);
    if (name_list_has(measure->ids, name))
        return true;
    struct text rest = measure->cites;
    while (text_present(rest))
        if (text_equal(text_until(rest, ' ', &rest), name))
            return true;
    return false;
}

/* ---- time ---- */

static struct date span_after(const struct book *book, struct date day, struct measure_span span,
                              struct moment known)
{
    if (span.count == 0)
        return day;
    switch (span.unit) {
    case CLOCK_MONTHS: return date_plus_months(day, span.count);
    case CLOCK_WORKING_DAYS:
        return calendar_plus_working_days(book_calendar(book), day, span.count, known);
    case CLOCK_CALENDAR_DAYS: return date_plus_days(day, span.count);
    case CLOCK_FIXED_DAY: break;
    }
    check_failed(__FILE__, __LINE__, "a span is days or months");
}

static struct date span_before(const struct book *book, struct date day, struct measure_span span,
                               struct moment known)
{
    if (span.count == 0)
        return day;
    switch (span.unit) {
    case CLOCK_MONTHS: return date_plus_months(day, -span.count);
    case CLOCK_WORKING_DAYS:
        for (int32_t left = span.count; left > 0;) {
            day = date_plus_days(day, -1);
            left -= calendar_next_working_day(book_calendar(book), day, known).yyyymmdd
                == day.yyyymmdd;
        }
        return day;
    case CLOCK_CALENDAR_DAYS: return date_plus_days(day, -span.count);
    case CLOCK_FIXED_DAY: break;
    }
    check_failed(__FILE__, __LINE__, "a span is days or months");
}

bool measure_periods_have(const struct measure_periods *periods, int32_t yyyymm)
{
    if (periods->months.count > 0) {
        char month[16];
        struct builder builder = builder_over(month, sizeof month);
        builder_format(&builder, "%04d-%02d", yyyymm / 100, yyyymm % 100);
        return name_list_has(periods->months, builder_text(&builder));
    }
    return (periods->from == 0 || yyyymm >= periods->from)
        && (periods->until == 0 || yyyymm <= periods->until);
}

int32_t measure_periods_first(const struct measure_periods *periods)
{
    int32_t first = periods->from;
    for (size_t i = 0; i < periods->months.count; i++) {
        int64_t year = 0, month = 0;
        text_to_int64(text_slice(periods->months.items[i], 0, 4), &year);
        text_to_int64(text_slice(periods->months.items[i], 5, 7), &month);
        int32_t period = (int32_t)(year * 100 + month);
        first = first == 0 || period < first ? period : first;
    }
    return first;
}

bool measure_point_day(const struct book *book, const struct measure_point *point,
                       struct events events, int32_t place, struct moment known,
                       struct date *ret_day)
{
    struct date day = DATE_NONE;
    switch (point->kind) {
    case POINT_NONE:
    case POINT_OPEN:
        return false;
    case POINT_DAY:
        day = point->day;
        break;
    case POINT_MOMENT:
        day = date_of_moment(point->moment);
        break;
    case POINT_EVENT:
        day = event_day(book_divisions(book), events, point->event, place, known);
        if (day.yyyymmdd == 0)
            return false;
        day = span_after(book, day, point->plus, known);
        day = span_before(book, day, point->minus, known);
        break;
    case POINT_FIRST_WORKING_DAY:
        day = calendar_next_working_day(book_calendar(book), point->day, known);
        break;
    }
    if (point->roll == CLOCK_ROLL_NEXT_WORKING_DAY)
        day = calendar_next_working_day(book_calendar(book), day, known);
    *ret_day = day;
    return true;
}

/* What the question knows: its moment of knowledge for events and the calendar. */
static struct moment known_moment(const struct measure_question *question)
{
    if (question->known.yyyymmdd == 0)
        return (struct moment){ 0 };
    return (struct moment){ moment_of_date(question->known).ms + DAY_MS - 1 };
}

/* Days are compared as they are written; moments only where one is named or asked for. */
static bool has_begun(const struct book *book, const struct measure *measure,
                      const struct measure_question *question)
{
    const struct measure_point *point = &measure->time.from;
    struct date from = measure->issued;
    if (point->kind == POINT_MOMENT && question->at.ms != 0)
        return question->at.ms >= point->moment.ms;
    if (point->kind != POINT_NONE
        && !measure_point_day(book, point, question->events, question->place,
                              known_moment(question), &from))
        return false;
    return date_compare(question->day, from) >= 0;
}

static bool is_over(const struct measure_point *until, const struct measure_question *question,
                    struct date last)
{
    if (until->kind != POINT_MOMENT)
        return date_compare(question->day, last) > 0;
    int64_t asked = question->at.ms != 0 ? question->at.ms : moment_of_date(question->day).ms;
    return asked >= until->moment.ms;
}

/* Does it hold at the moment, or on any part of the day, that is asked about? */
static bool time_holds(const struct book *book, const struct measure *measure,
                       const struct measure_question *question, struct measure_hit *hit)
{
    if (date_compare(question->day, measure->notice_until) > 0
        || !has_begun(book, measure, question))
        return false;
    const struct measure_point *until = &measure->time.until;
    hit->end = HIT_OPEN;
    if (until->kind == POINT_NONE || until->kind == POINT_OPEN)
        return true;
    if (!measure_point_day(book, until, question->events, question->place,
                           known_moment(question), &hit->until)) {
        hit->end = HIT_WAITING;
        return true;
    }
    hit->end = HIT_UNTIL;
    if (!is_over(until, question, hit->until))
        return true;
    hit->end = HIT_THEN;
    return text_present(until->then);
}

/* ---- scope ---- */

bool measure_diagnosis_within(struct text range, struct text code)
{
    struct text until;
    struct text from = text_until(range, '-', &until);
    if (until.data == NULL)
        return text_starts(code, from);
    return text_compare(text_slice(code, 0, from.length), from) >= 0
        && text_compare(text_slice(code, 0, until.length), until) <= 0;
}

static bool value_fits(const struct measure_condition *condition, struct text value)
{
    bool diagnosis = condition->of == SCOPE_DIAGNOSIS;
    for (size_t i = 0; i < condition->any_of.count; i++)
        if (diagnosis ? measure_diagnosis_within(condition->any_of.items[i], value)
                      : text_equal(condition->any_of.items[i], value))
            return true;
    return false;
}

static bool place_fits(const struct book *book, const struct measure_condition *condition,
                       int32_t place)
{
    for (size_t i = 0; i < condition->any_of.count; i++) {
        int64_t code;
        if (text_to_int64(condition->any_of.items[i], &code)
            && division_is_within(book_divisions(book), place, (int32_t)code))
            return true;
    }
    return false;
}

/* A month of the list, or a month of a year of the list. */
static bool period_fits(const struct measure_condition *condition, int32_t yyyymm)
{
    char month[16];
    struct builder builder = builder_over(month, sizeof month);
    builder_format(&builder, "%04d-%02d", yyyymm / 100, yyyymm % 100);
    struct text text = builder_text(&builder);
    return yyyymm != 0 && (value_fits(condition, text)
                           || value_fits(condition, text_slice(text, 0, 4)));
}

static bool facts_fit(const struct measure_condition *condition,
                      const struct measure_question *question)
{
    for (size_t i = 0; i < question->fact_count; i++)
        if (strcmp(condition->path, question->facts[i].path) == 0
            && value_fits(condition, question->facts[i].value))
            return true;
    return false;
}

static bool status_fits(const struct measure_condition *condition,
                        const struct measure_question *question)
{
    for (size_t i = 0; i < question->status_count; i++)
        if (value_fits(condition, question->statuses[i]))
            return true;
    return false;
}

static bool condition_fits(const struct book *book, const struct measure_condition *condition,
                           const struct measure_question *question)
{
    bool fits = false;
    switch (condition->of) {
    case SCOPE_PLACE: return place_fits(book, condition, question->place);
    case SCOPE_PERIOD: fits = period_fits(condition, question->period); break;
    case SCOPE_MATTER: fits = value_fits(condition, question->matter); break;
    case SCOPE_INSURANCE: fits = value_fits(condition, question->insurance); break;
    case SCOPE_APPLICANT: fits = value_fits(condition, question->applicant); break;
    case SCOPE_STATUS: fits = status_fits(condition, question); break;
    case SCOPE_DIAGNOSIS: case SCOPE_FACT: break;
    }
    return fits || facts_fit(condition, question);
}

static const struct measure_condition *condition_of(const struct measure_scope *scope,
                                                    const char *path)
{
    for (size_t i = 0; i < scope->count; i++)
        if (text_is(text_of(path), scope->conditions[i].path))
            return &scope->conditions[i];
    return NULL;
}

/* `or-like` widens the diagnoses: one of the two is enough. */
bool measure_scope_holds(const struct book *book, const struct measure_scope *scope,
                         const struct measure_question *question)
{
    for (size_t i = 0; i < scope->count; i++) {
        const struct measure_condition *condition = &scope->conditions[i];
        if (condition_fits(book, condition, question))
            continue;
        bool diagnosis = text_is(text_of(condition->path), "people.diagnosis");
        bool like = text_is(text_of(condition->path), "people.or-like");
        const struct measure_condition *other = diagnosis ? condition_of(scope, "people.or-like")
            : like ? condition_of(scope, "people.diagnosis") : NULL;
        if (other == NULL || !condition_fits(book, other, question))
            return false;
    }
    return true;
}

static bool tasks_fit(const struct measure *measure, struct text thing)
{
    return name_list_has(measure->task.listed, thing);
}

static bool outage_fits(const struct measure *measure, struct text thing)
{
    for (size_t i = 0; i < measure->outage.count; i++) {
        const struct outage_row *row = &measure->outage.rows[i];
        if (name_list_has(row->matter, thing) || name_list_has(row->matter, TEXT("any"))
            || text_equal(row->job, thing))
            return true;
    }
    return false;
}

/* No list: all of them. */
static bool any_or_has(struct name_list names, struct text thing)
{
    return names.count == 0 || name_list_has(names, thing);
}

/* Is the measure about what is asked? */
static bool thing_fits(const struct measure *measure, struct text thing)
{
    if (!text_present(thing))
        return true;
    switch (measure->verb) {
    case VERB_EXTEND: return name_list_has(measure->extend.deadlines, thing);
    case VERB_SUSPEND: return name_list_has(measure->suspend.clocks, thing);
    case VERB_OUTAGE: return outage_fits(measure, thing);
    case VERB_KEEP: return text_equal(measure->keep.right, thing);
    case VERB_OPEN: return any_or_has(measure->open.channels, thing);
    case VERB_BACKDATE: return name_list_has(measure->backdate.filing, thing);
    case VERB_TOLERATE: return name_list_has(measure->tolerate.papers, thing);
    case VERB_ENTRUST: return name_list_has(measure->entrust.matter, thing)
            || name_list_has(measure->entrust.matter, TEXT("any"));
    case VERB_WAIVE:
        return text_equal(measure->waive.charge, thing) || text_equal(measure->waive.cut, thing)
            || name_list_has(measure->waive.checks, thing)
            || name_list_has(measure->waive.restrictions, thing);
    case VERB_PREFER: return text_equal(measure->prefer.class, thing);
    case VERB_RATE: return text_equal(measure->rate.part, thing);
    case VERB_PREPAY: return text_equal(measure->prepay.kind, thing);
    case VERB_QUOTA: return text_equal(measure->quota.at, thing);
    case VERB_REPORT: return name_list_has(measure->report.forms, thing);
    case VERB_TASK: return tasks_fit(measure, thing);
    case VERB_WATCH: return text_equal(measure->watch.thing, thing);
    case VERB_ANNOUNCE: return name_list_has(measure->announce.what, thing);
    case VERB_EMPOWER: return name_list_has(measure->empower.verbs, thing);
    case VERB_REINSTATE: return text_equal(measure->reinstate.to, thing);
    case VERB_COVER: case VERB_SUPPLY: case VERB_REVIEW: case VERB_COUNT:
        return true;
    }
    return true;
}

/* ---- asking ---- */

static bool in_force(const struct book *book, const struct measure *measure,
                     const struct measure_question *question, struct measure_hit *hit)
{
    struct date known = question->known.yyyymmdd == 0 ? DATE_LATEST : question->known;
    *hit = (struct measure_hit){ .measure = measure };
    return date_within(known, measure->known_from, measure->known_until)
        && time_holds(book, measure, question, hit);
}

/* A replaced measure does not come back when the one that replaced it has ended, only when that
 * one was revoked: so it is asked whether its time ever began. */
static bool has_replaced(const struct book *book, const struct measure *by,
                         const struct measure_question *question)
{
    struct measure_hit hit;
    struct measure begun = *by;
    if (!by->revoked) {
        begun.notice_until = DATE_LATEST;
        begun.time.until = (struct measure_point){ .kind = POINT_NONE };
    }
    return division_is_within(book_divisions(book), question->place, by->place)
        && in_force(book, &begun, question, &hit)
        && measure_scope_holds(book, &by->scope, question);
}

static bool is_replaced(const struct book *book, const struct measure_slot *slot,
                        const struct measure_question *question)
{
    for (size_t i = 0; i < slot->replaced_by_count; i++)
        if (has_replaced(book, slot->replaced_by[i], question))
            return true;
    return false;
}

size_t measure_replacers(const struct book *book, const struct measure *measure,
                         const struct measure_question *question, struct arena *arena,
                         const struct measure *const **ret_replacers)
{
    const struct measure_shelf *shelf = &book_measure_index(book)->verbs[measure->verb];
    struct date known = question->known.yyyymmdd == 0 ? DATE_LATEST : question->known;
    size_t at = 0, found = 0;
    while (at < shelf->count && shelf->slots[at].measure != measure)
        at++;
    *ret_replacers = NULL;
    if (at == shelf->count || shelf->slots[at].replaced_by_count == 0)
        return 0;
    const struct measure_slot *slot = &shelf->slots[at];
    const struct measure **replacers =
        ARENA_ARRAY(arena, const struct measure *, slot->replaced_by_count);
    for (size_t i = 0; i < slot->replaced_by_count; i++) {
        const struct measure *by = slot->replaced_by[i];
        if (date_within(known, by->known_from, by->known_until)
            && division_is_within(book_divisions(book), question->place, by->place)
            && measure_scope_holds(book, &by->scope, question))
            replacers[found++] = by;
    }
    *ret_replacers = replacers;
    return found;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Both places lie above the one that was asked for, so the deeper one is the nearer. */
static int hit_compare(const void *left, const void *right)
{
    const struct measure_hit *a = left, *b = right;
    int order = compare(b->measure->place_depth, a->measure->place_depth);
    if (order == 0)
        order = date_compare(b->measure->issued, a->measure->issued);
    if (order == 0)
        order = text_compare(a->measure->file, b->measure->file);
    return order != 0 ? order : compare(a->measure->line, b->measure->line);
}

/* The first slot of a place on a shelf, which is sorted by it. */
static size_t shelf_find(const struct measure_shelf *shelf, int32_t place)
{
    size_t low = 0, high = shelf->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shelf->slots[middle].measure->place < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool slot_applies(const struct book *book, const struct measure_slot *slot,
                         const struct measure_question *question, struct measure_hit *hit)
{
    const struct measure *measure = slot->measure;
    return thing_fits(measure, question->thing) && in_force(book, measure, question, hit)
        && measure_scope_holds(book, &measure->scope, question)
        && !is_replaced(book, slot, question);
}

static bool slot_ever_applies(const struct book *book, const struct measure_slot *slot,
                              const struct measure_question *question, struct measure_hit *hit)
{
    const struct measure *measure = slot->measure;
    struct date known = question->known.yyyymmdd == 0 ? DATE_LATEST : question->known;
    *hit = (struct measure_hit){ .measure = measure };
    return thing_fits(measure, question->thing)
        && date_within(known, measure->known_from, measure->known_until)
        && measure_scope_holds(book, &measure->scope, question);
}

static bool slot_stands(const struct book *book, const struct measure_slot *slot,
                        const struct measure_question *question, struct measure_hit *hit)
{
    return in_force(book, slot->measure, question, hit) && !is_replaced(book, slot, question);
}

/* `applies` is one of the three above. */
static size_t hits_gather(const struct book *book, const struct measure_question *question,
                          bool (*applies)(const struct book *, const struct measure_slot *,
                                          const struct measure_question *, struct measure_hit *),
                          struct arena *arena, const struct measure_hit **ret_hits)
{
    const struct measure_shelf *shelf = &book_measure_index(book)->verbs[question->verb];
    const struct divisions *divisions = book_divisions(book);
    struct measure_hit *hits = NULL, hit;
    size_t found = 0, room = 0;
    *ret_hits = NULL;
    if (shelf->count == 0 || !division_exists(divisions, question->place))
        return 0;
    for (int32_t place = question->place;; place = division_parent(divisions, place)) {
        for (size_t i = shelf_find(shelf, place);
             i < shelf->count && shelf->slots[i].measure->place == place; i++) {
            if (!applies(book, &shelf->slots[i], question, &hit))
                continue;
            if (found == room) {
                struct measure_hit *wider = ARENA_ARRAY(arena, struct measure_hit, room + 8);
                if (found > 0)
                    memcpy(wider, hits, found * sizeof *hits);
                hits = wider;
                room += 8;
            }
            hits[found++] = hit;
        }
        if (place == DIVISION_COUNTRY)
            break;
    }
    if (found > 1)
        qsort(hits, found, sizeof *hits, hit_compare);
    *ret_hits = hits;
    return found;
}

size_t measures_on(const struct book *book, const struct measure_question *question,
                   struct arena *arena, const struct measure_hit **ret_hits)
{
    if (question->at.ms == 0)
        return hits_gather(book, question, slot_applies, arena, ret_hits);
    struct measure_question moment = *question;
    moment.day = date_of_moment(question->at);
    return hits_gather(book, &moment, slot_applies, arena, ret_hits);
}

size_t measures_ever(const struct book *book, const struct measure_question *question,
                     struct arena *arena, const struct measure_hit **ret_hits)
{
    return hits_gather(book, question, slot_ever_applies, arena, ret_hits);
}

size_t measures_standing(const struct book *book, const struct measure_question *question,
                         struct arena *arena, const struct measure_hit **ret_hits)
{
    return hits_gather(book, question, slot_stands, arena, ret_hits);
}
