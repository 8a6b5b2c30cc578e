/* due_explain.c: a limit of the book, or one spelled out, with its certificate. */

#include "rooms/due/due.h"

#include "base/check.h"
#include "core/book.h"
#include "core/deadline_measures.h"
#include "core/measure.h"
#include "core/measure_answer.h"
#include "rooms/notice/notice_facts.h"

#include <string.h>

struct explaining {
    const struct due_explain_input *input;
    const struct book *book;
    struct arena *arena;
    struct clock_world world;
    struct date today;
    struct deadline_clock_kind kind;
    struct text event, late_fee;
};

static struct due_refusal no(const char *key, const char *field)
{
    return (struct due_refusal){ key, field };
}

/* As people write it in Chinese (so many working days, days, months), in the words of the rules. */
static struct text span_spelled(const struct explaining *explaining)
{
    static const struct { const char *written, *unit; } UNITS[] = {
        { "due.span.working-days", "working-days" }, { "due.span.months", "months" },
        { "due.span.days", "days" }, { "due.span.days-formal", "days" },
    };
    struct text kind = text_trim(explaining->input->kind);
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        struct text written = words_of(UNITS[i].written, LANGUAGE_CHINESE);
        if (text_ends(kind, written))
            return arena_format(explaining->arena, "%.*s %s",
                TEXT_ARGS(text_trim(text_slice(kind, 0, kind.length - written.length))),
                UNITS[i].unit);
    }
    return kind;
}

/* "5 working-days", "90 days", "3 months", or a day of its own, "2020-03-31". */
static struct due_refusal spelled_read(struct explaining *explaining)
{
    const struct due_explain_input *input = explaining->input;
    struct deadline_clock_kind *kind = &explaining->kind;
    struct due_rule rule = {
        .roll = input->roll, .counting = input->counting, .at = input->at,
        .before = input->before,
    };
    struct measure_span span;
    if (date_parse(input->kind, &kind->day) && date_is_valid(kind->day)) {
        struct date day = kind->day;
        rule.unit = TEXT("calendar-days");
        rule.count = 1;
        if (!due_rule_clock(&rule, DATE(2020, 1, 1), kind))
            return no("due.refused.no-such-rule", "roll");
        kind->unit = CLOCK_FIXED_DAY;
        kind->day = day;
        kind->count = 0;
    } else if (measure_span_parse(span_spelled(explaining), &span)) {
        rule.unit = text_of(clock_unit_name(span.unit));
        rule.count = span.count;
        if (!due_rule_clock(&rule, DATE(2020, 1, 1), kind))
            return no("due.refused.no-such-rule", "roll");
    } else {
        return no("due.refused.no-such-kind", "kind");
    }
    explaining->event = input->event;
    return no(NULL, NULL);
}

static struct due_refusal kind_read(struct explaining *explaining)
{
    const struct due_explain_input *input = explaining->input;
    struct text about = arena_format(explaining->arena, "deadline.%.*s", TEXT_ARGS(input->kind));
    if (book_kind(explaining->book, about) == NULL)
        return spelled_read(explaining);
    const struct question question = {
        .about = about.data, .place = (int32_t)input->place, .insurance = input->insurance,
        .day = input->start.yyyymmdd == 0 ? explaining->today : input->start,
        .known = date_of_moment(explaining->world.known),
    };
    const struct rule *rule;
    if (rules_on(explaining->book, &question, &rule) != RULE_FOUND)
        return no("due.refused.not-known", "kind");
    const struct due_rule *said = rule->payload;
    bool good = due_rule_clock(said, question.day, &explaining->kind);
    CHECK(good);
    explaining->kind.name = input->kind;
    explaining->kind.source = rule->source;
    explaining->kind.source_zh = rule->source_chinese;
    explaining->event = said->event;
    explaining->late_fee = said->late_fee;
    return no(NULL, NULL);
}

/* As if the event asked about had come on that day, beside those that are declared. */
static void suppose_event(struct explaining *explaining, struct events events)
{
    const struct due_explain_input *input = explaining->input;
    explaining->world.events = events;
    if (input->event_day.yyyymmdd == 0)
        return;
    struct event_fact *facts = ARENA_ARRAY(explaining->arena, struct event_fact,
                                           events.count + 1);
    for (size_t i = 0; i < events.count; i++)
        facts[i] = events.facts[i];
    facts[events.count] = (struct event_fact){
        .kind = text_present(input->event) ? input->event : TEXT(EVENT_EPIDEMIC_END),
        .place = (int32_t)input->place, .day = input->event_day,
        .declared = explaining->world.known,
        .paper = words_of("due.supposed", LANGUAGE_CHINESE),
    };
    explaining->world.events = (struct events){ facts, events.count + 1 };
}

static struct due_refusal input_check(const struct explaining *explaining)
{
    const struct due_explain_input *input = explaining->input;
    if (input->place < 0 || input->place > INT32_MAX
        || !division_exists(explaining->world.divisions, (int32_t)input->place))
        return no("due.refused.no-such-place", "place");
    if (input->start.yyyymmdd == 0 && !text_present(explaining->event)
        && explaining->kind.unit != CLOCK_FIXED_DAY)
        return no("due.refused.no-start", "start");
    const struct clock_suspension *rows = input->suspended.items;
    for (size_t i = 0; i < input->suspended.count; i++)
        if (rows[i].until.yyyymmdd != 0 && date_compare(rows[i].from, rows[i].until) > 0)
            return no("due.refused.suspended-backwards", "suspended");
    return no(NULL, NULL);
}

static struct clock_facts facts_of(const struct explaining *explaining)
{
    const struct due_explain_input *input = explaining->input;
    const struct deadline_clock clock = {
        .kind = &explaining->kind, .start = input->start, .event = explaining->event,
        .place = (int32_t)input->place, .suspensions = input->suspended.items,
        .suspension_count = input->suspended.count,
    };
    struct clock_facts facts = clock_facts_of(&clock, explaining->arena);
    facts.matter = input->matter;
    facts.insurance = input->insurance;
    facts.applicant = input->applicant;
    facts.period = input->period;
    /* Contributions go by the month of their start where no other is named. */
    if (!text_present(facts.period) && input->start.yyyymmdd != 0)
        facts.period = arena_format(explaining->arena, "%04d-%02d", date_year(input->start),
                                    date_month(input->start));
    return facts;
}

/* What was granted on application extends the limit besides what measures say to all. */
static struct due_refusal extend_by_grant(const struct explaining *explaining,
                                          struct deadline_clock *clock)
{
    struct text granted = explaining->input->granted;
    if (!text_present(granted))
        return no(NULL, NULL);
    struct clock_extension *extensions =
        ARENA_ARRAY(explaining->arena, struct clock_extension, clock->extension_count + 1);
    if (!clock_extension_called(explaining->book, granted, explaining->arena,
                                &extensions[clock->extension_count]))
        return no("due.refused.no-such-grant", "granted");
    if (clock->extension_count > 0)
        memcpy(extensions, clock->extensions, clock->extension_count * sizeof extensions[0]);
    clock->extensions = extensions;
    clock->extension_count++;
    return no(NULL, NULL);
}

/* ---- late, and what it costs ---- */

static struct text day_text(const struct explaining *explaining, struct date day)
{
    char bytes[16];
    struct builder builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, day);
    return arena_text(explaining->arena, builder_text(&builder));
}

static struct text late_says(const struct explaining *explaining, const struct clock_late *late,
                             bool done, bool costs, enum language language)
{
    static const char *const fees[] = {
        [LATE_FEE_NONE] = "due.late-fee.none", [LATE_FEE_NOT_YET] = "due.late-fee.not-yet",
        [LATE_FEE_WAIVED] = "due.late-fee.waived", [LATE_FEE_OWED] = "due.late-fee.owed",
    };
    const struct text details[] = {
        day_text(explaining, late->late.overdue ? late->late.overdue_from : explaining->today),
        measure_made_cites(late->waived, explaining->arena),
    };
    char bytes[600];
    struct builder builder = builder_over(bytes, sizeof bytes);
    const char *key = !late->late.overdue ? done ? "due.late.in-time" : "due.late.not-yet"
        : "due.late.overdue";
    words_write(&builder, key, language, details, 2);
    if (costs)
        words_write(&builder, fees[late->late.late_fee], language, details, 2);
    return arena_text(explaining->arena, builder_text(&builder));
}

/* LAW: BJ4-10a BJ4-10h BJ4-10i. `facts` is what the clock was asked with. */
static void lateness_find(const struct explaining *explaining, const struct clock_facts *facts,
                          const struct clock_measures *measures,
                          const struct deadline_answer *due, struct due_lateness *ret_lateness)
{
    const struct clock_world *world = &explaining->world;
    bool done = explaining->input->done.ms != 0;
    struct moment at = done ? explaining->input->done : world->known;
    const struct measure_question question = {
        .place = (int32_t)facts->place, .matter = facts->matter, .insurance = facts->insurance,
        .applicant = facts->applicant, .day = explaining->today, .events = world->events,
        .known = explaining->today,
    };
    const struct clock_late late = clock_late_of(explaining->book, &question, measures, due,
                                                 world, at, done, explaining->arena);
    bool costs = text_present(explaining->late_fee)
        && text_equal(explaining->late_fee, facts->applicant);
    *ret_lateness = (struct due_lateness){
        .at = at, .overdue = late.late.overdue, .overdue_from = late.late.overdue_from,
        .says_zh = late_says(explaining, &late, done, costs, LANGUAGE_CHINESE),
        .says_en = late_says(explaining, &late, done, costs, LANGUAGE_ENGLISH),
    };
    if (!costs)
        return;
    ret_lateness->late_fee = text_of(late_fee_name(late.late.late_fee));
    ret_lateness->fee_from = late.late.fee_from;
    ret_lateness->waived_by = measure_made_cites(late.waived, explaining->arena);
}

struct due_refusal due_explain(const struct due_explain_input *input, const struct book *book,
                               struct events events, struct moment now, struct arena *arena,
                               struct due_explained *ret_explained)
{
    struct explaining explaining = { .input = input, .book = book, .arena = arena };
    explaining.world = (struct clock_world){
        .calendar = book_calendar(book), .divisions = book_divisions(book), .known = now,
    };
    if (input->known.yyyymmdd != 0)
        explaining.world.known = moment_at(input->known, 23, 59, 59);
    explaining.today = date_of_moment(explaining.world.known);
    suppose_event(&explaining, events);
    struct due_refusal refusal = kind_read(&explaining);
    if (refusal.key == NULL)
        refusal = input_check(&explaining);
    if (refusal.key != NULL)
        return refusal;

    const struct clock_facts facts = facts_of(&explaining);
    const struct clock_world *world = &explaining.world;
    struct deadline_clock *clock = ARENA_NEW(arena, struct deadline_clock);
    struct clock_measures measures;
    bool good = clock_under_measures(book, &facts, world->events, explaining.today, world->known,
                                     arena, clock);
    CHECK(good);
    refusal = extend_by_grant(&explaining, clock);
    if (refusal.key != NULL)
        return refusal;
    struct deadline_answer answer = deadline_of(clock, world, arena);
    *ret_explained = (struct due_explained){ 0 };
    deadline_certify(&answer, world, arena, &ret_explained->certificate);
    clock_measures_of(book, &facts, world->events, explaining.today, world->known, arena,
                      &measures);
    lateness_find(&explaining, &facts, &measures, &answer, &ret_explained->lateness);
    if (clock_make_up(&measures, world, arena, &answer))
        deadline_certify(&answer, world, arena, &ret_explained->make_up);
    return refusal;
}
