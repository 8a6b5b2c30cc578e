/* deadline_certificate.c: see deadline_certificate.h. */

#include "core/deadline_certificate.h"

#include "base/check.h"

#define SENTENCE_BYTES 600
#define TEXT_BYTES 4096

/* ---- shapes ---- */

#define DAY(member_, kind_, ...) FIELD(struct certificate_day, member_, kind_, __VA_ARGS__)
static const struct field day_fields[] = {
    DAY(date, FIELD_DAY, .help = "deadline.field.date"),
    DAY(what, FIELD_TEXT, .length_max = 20),
    DAY(number, FIELD_COUNT, .flags = FIELD_SPARSE, .help = "deadline.field.number"),
    DAY(last, FIELD_FLAG, .flags = FIELD_SPARSE),
    DAY(reason_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400,
        .help = "deadline.field.reason"),
    DAY(reason_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400,
        .help = "deadline.field.reason"),
    DAY(source_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400,
        .help = "deadline.field.source"),
    DAY(source_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400,
        .help = "deadline.field.source"),
};
static const struct shape day_shape = SHAPE("certificate_day", struct certificate_day, day_fields);

#define RUN(member_, kind_, ...) FIELD(struct certificate_run, member_, kind_, __VA_ARGS__)
static const struct field run_fields[] = {
    RUN(what, FIELD_TEXT, .length_max = 20),
    RUN(from, FIELD_DAY, .flags = FIELD_SPARSE),
    RUN(until, FIELD_DAY, .flags = FIELD_SPARSE),
    RUN(days, FIELD_COUNT, .flags = 0),
    RUN(total, FIELD_COUNT, .flags = 0),
    RUN(reason_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400),
    RUN(reason_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400),
    RUN(source_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400),
    RUN(source_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400),
};
static const struct shape run_shape = SHAPE("certificate_run", struct certificate_run, run_fields);

static const struct field law_fields[] = {
    FIELD(struct certificate_law, zh, FIELD_TEXT, .help = "deadline.field.law"),
    FIELD(struct certificate_law, en, FIELD_TEXT, .help = "deadline.field.law"),
};
static const struct shape law_shape = SHAPE("certificate_law", struct certificate_law, law_fields);

#define OF(member_, kind_, ...) FIELD(struct deadline_certificate, member_, kind_, __VA_ARGS__)
static const struct field certificate_fields[] = {
    OF(clock, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 120),
    OF(clock_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .help = "deadline.field.clock"),
    OF(clock_en, FIELD_TEXT, .flags = FIELD_SPARSE, .help = "deadline.field.clock"),
    OF(state, FIELD_TEXT, .length_max = 20),
    OF(day, FIELD_DAY, .flags = FIELD_SPARSE, .help = "deadline.field.day"),
    OF(end, FIELD_MOMENT, .flags = FIELD_SPARSE, .help = "deadline.field.end"),
    OF(own_day, FIELD_DAY, .flags = FIELD_SPARSE),
    OF(event, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 80),
    OF(headline_zh, FIELD_TEXT, .flags = 0, .help = "deadline.field.headline"),
    OF(headline_en, FIELD_TEXT, .flags = 0, .help = "deadline.field.headline"),
    OF(rule_zh, FIELD_TEXT, .flags = 0, .help = "deadline.field.rule"),
    OF(rule_en, FIELD_TEXT, .flags = 0, .help = "deadline.field.rule"),
    OF(source_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .help = "deadline.field.source"),
    OF(source_en, FIELD_TEXT, .flags = FIELD_SPARSE, .help = "deadline.field.source"),
    OF(known, FIELD_MOMENT, .flags = FIELD_SPARSE, .help = "deadline.field.known"),
    OF(published_until, FIELD_DAY, .flags = FIELD_SPARSE,
       .help = "deadline.field.published-until"),
    OF(text_zh, FIELD_TEXT, .flags = 0),
    OF(text_en, FIELD_TEXT, .flags = 0),
    OF(runs, FIELD_LIST, .of = &run_shape),
    OF(days, FIELD_LIST, .of = &day_shape, .length_max = CERTIFICATE_DAYS_MAX,
       .help = "deadline.field.days"),
    OF(laws, FIELD_LIST, .of = &law_shape, .help = "deadline.field.laws"),
};
const struct shape deadline_certificate_shape =
    SHAPE("deadline_certificate", struct deadline_certificate, certificate_fields);

/* ---- reasons ---- */

/* 节假日 · 春节, or the event, or the suspension's reason. */
static struct text reason_of(const struct deadline_run *run, enum language language,
                             struct arena *arena)
{
    bool of_calendar = (run->kind == RUN_SKIPPED || run->kind == RUN_COUNTED
                        || run->kind == RUN_ROLLED) && run->reason != DAY_ORDINARY;
    struct text name = deadline_run_name(run, language);
    if (run->unpublished)
        return words_of("deadline.unpublished", language);
    if (!of_calendar)
        return name;
    struct text reason = words_of(day_reason_key(run->reason), language);
    if (!text_present(name) || text_equal(name, reason))
        return reason;
    return arena_format(arena, "%.*s · %.*s", TEXT_ARGS(reason), TEXT_ARGS(name));
}

struct said {
    struct text reason_zh, reason_en, source_zh, source_en;
};

static struct said said_of(const struct deadline_run *run, struct arena *arena)
{
    return (struct said){
        reason_of(run, LANGUAGE_CHINESE, arena), reason_of(run, LANGUAGE_ENGLISH, arena),
        deadline_run_source(run, LANGUAGE_CHINESE), deadline_run_source(run, LANGUAGE_ENGLISH),
    };
}

/* ---- runs ---- */

static struct list runs_of(const struct deadline_answer *answer, struct arena *arena)
{
    size_t count = 0;
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next)
        count++;
    struct certificate_run *runs = ARENA_ARRAY(arena, struct certificate_run, count + 1);
    count = 0;
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next) {
        struct said said = said_of(run, arena);
        runs[count++] = (struct certificate_run){
            .what = text_of(run_kind_name(run->kind)), .from = run->from, .until = run->until,
            .days = run->days, .total = run->total, .reason_zh = said.reason_zh,
            .reason_en = said.reason_en, .source_zh = said.source_zh,
            .source_en = said.source_en,
        };
    }
    return (struct list){ runs, count };
}

/* ---- days ---- */

static void stretch(struct date day, struct date *first, struct date *last)
{
    if (day.yyyymmdd == 0)
        return;
    if (first->yyyymmdd == 0 || date_compare(day, *first) < 0)
        *first = day;
    if (last->yyyymmdd == 0 || date_compare(day, *last) > 0)
        *last = day;
}

/* A month or a named day is one step; its days lie within it and have no number. */
static bool gives_way(struct text what)
{
    return !text_present(what) || text_is(what, run_kind_name(RUN_PERIOD));
}

static void day_fill(struct certificate_day *day, const struct deadline_run *run, int64_t number,
                     const struct said *said)
{
    bool begins = text_is(day->what, run_kind_name(RUN_BEGINS));
    if (run->kind == RUN_PERIOD && !gives_way(day->what))
        return;
    /* The last of calendar days may be a day off, from which a roll goes on: it was counted, and
     * the reason says why it cannot be the last. */
    bool keeps = run->kind == RUN_SKIPPED && text_is(day->what, run_kind_name(RUN_COUNTED));
    if (!keeps) {
        day->what = text_of(run_kind_name(run->kind));
        day->number = number;
    }
    if (begins && !text_present(said->reason_zh))
        return;
    day->reason_zh = said->reason_zh;
    day->reason_en = said->reason_en;
    day->source_zh = said->source_zh;
    day->source_en = said->source_en;
}

/* A roll and an extension say something of the day they lead to alone. */
static void run_fill(struct certificate_day *days, struct date first,
                     const struct deadline_run *run, bool before, struct arena *arena)
{
    struct said said = said_of(run, arena);
    bool leads = run->kind == RUN_ROLLED || run->kind == RUN_EXTENDED;
    int from = date_days_between(first, leads ? run->until : run->from);
    int until = date_days_between(first, run->until);
    for (int at = from; at <= until; at++) {
        int64_t number = 0;
        if (run->kind == RUN_COUNTED)
            number = before ? run->total - (at - from) : run->total - (until - at);
        day_fill(&days[at], run, number, &said);
    }
}

static struct list days_of(const struct deadline_answer *answer, struct arena *arena)
{
    struct date first = DATE_NONE, last = DATE_NONE;
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next) {
        stretch(run->from, &first, &last);
        stretch(run->until, &first, &last);
    }
    if (first.yyyymmdd == 0 || date_days_between(first, last) >= CERTIFICATE_DAYS_MAX)
        return (struct list){ 0 };
    size_t count = (size_t)date_days_between(first, last) + 1;
    struct certificate_day *days = ARENA_ARRAY(arena, struct certificate_day, count);
    for (size_t i = 0; i < count; i++)
        days[i].date = date_plus_days(first, (int)i);
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next)
        if (run->from.yyyymmdd != 0)
            run_fill(days, first, run, answer->clock->kind->before, arena);
    if (answer->day.yyyymmdd != 0)
        days[date_days_between(first, answer->day)].last = true;
    return (struct list){ days, count };
}

/* ---- the whole ---- */

static struct text written(void (*write)(struct builder *, const struct deadline_answer *,
                                         enum language),
                           const struct deadline_answer *answer, enum language language,
                           struct arena *arena)
{
    struct builder builder = builder_over(arena_take(arena, SENTENCE_BYTES), SENTENCE_BYTES);
    write(&builder, answer, language);
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

/* Names and sources are what they are: twice the room until it is enough. */
static struct text whole_text(const struct deadline_answer *answer, enum language language,
                              struct arena *arena)
{
    for (size_t size = TEXT_BYTES;; size *= 2) {
        struct builder builder = builder_over(arena_take(arena, size), size);
        deadline_write(&builder, answer, language);
        if (!builder.overflow)
            return builder_text(&builder);
    }
}

static void write_rule(struct builder *builder, const struct deadline_answer *answer,
                       enum language language)
{
    deadline_rule_write(builder, answer->clock->kind, language);
}

static struct text clock_label(struct text name, enum language language, struct arena *arena)
{
    struct text key = arena_format(arena, "deadline.kind.%.*s", TEXT_ARGS(name));
    return words_has(key.data) ? words_of(key.data, language) : name;
}

static struct list laws_of(const struct deadline_answer *answer, struct arena *arena)
{
    struct certificate_law *laws = ARENA_ARRAY(arena, struct certificate_law, DEADLINE_LAW_COUNT);
    size_t count = 0;
    for (int i = 0; i < DEADLINE_LAW_COUNT; i++) {
        const char *key = deadline_law_key((enum deadline_law)i);
        if (deadline_law_applies(answer, (enum deadline_law)i))
            laws[count++] = (struct certificate_law){ words_of(key, LANGUAGE_CHINESE),
                                                      words_of(key, LANGUAGE_ENGLISH) };
    }
    return (struct list){ laws, count };
}

void deadline_certify(const struct deadline_answer *answer, const struct clock_world *world,
                      struct arena *arena, struct deadline_certificate *ret_certificate)
{
    const struct deadline_clock_kind *kind = answer->clock->kind;
    *ret_certificate = (struct deadline_certificate){
        .clock = kind->name, .clock_zh = clock_label(kind->name, LANGUAGE_CHINESE, arena),
        .clock_en = clock_label(kind->name, LANGUAGE_ENGLISH, arena),
        .state = text_of(deadline_state_name(answer->state)), .day = answer->day,
        .end = answer->end, .event = answer->event, .source_en = kind->source,
        .source_zh = text_present(kind->source_zh) ? kind->source_zh : kind->source,
        .own_day = date_compare(answer->own_day, answer->day) == 0 ? DATE_NONE : answer->own_day,
        .headline_zh = written(deadline_headline_write, answer, LANGUAGE_CHINESE, arena),
        .headline_en = written(deadline_headline_write, answer, LANGUAGE_ENGLISH, arena),
        .rule_zh = written(write_rule, answer, LANGUAGE_CHINESE, arena),
        .rule_en = written(write_rule, answer, LANGUAGE_ENGLISH, arena),
        .known = world->known, .published_until = answer->known_until,
        .text_zh = whole_text(answer, LANGUAGE_CHINESE, arena),
        .text_en = whole_text(answer, LANGUAGE_ENGLISH, arena),
        .runs = runs_of(answer, arena), .days = days_of(answer, arena),
        .laws = laws_of(answer, arena),
    };
}
