/* scenario_deadline.c: questions of last days; see scenario_ask.h.
 *
 *     deadline: claim.submit   of a clock that ends on `usual`, or runs `working-days` or
 *                              `calendar-days` from `start`: day, make-up; with `handed-in` also
 *                              in-time, overdue-from, late-fee, fee-from. `granted: yes` when what
 *                              is given on application was granted
 *     duty: cut-rate           of offices `by` in a `state`, with `done`: due, must, in-time
 *     return: annex-1          with `done`: due, in-time, and what the measure says; with
 *                              `happened`: whether a thing of that moment counts */

#include "scenario_ask.h"

#include "base/check.h"
#include "core/deadline_measures.h"

static void line_add(struct asked *asked, const char *key, struct text said)
{
    CHECK(asked->line_count < COUNT_OF(asked->lines));
    asked->lines[asked->line_count++] = (struct asked_line){ text_of(key), said };
}

static struct text yes_or_no(bool yes)
{
    return yes ? TEXT("yes") : TEXT("no");
}

static struct text answer_said(const struct asking *asking, const struct deadline_answer *answer)
{
    return answer->state == DEADLINE_WAITING
        ? arena_format(asking->trying->arena, "waits for %.*s", TEXT_ARGS(answer->event))
        : day_said(asking->trying->arena, answer->day);
}

/* ---- a clock ---- */

struct clock_asked {
    const struct asking *asking;
    struct deadline_clock_kind kind;
    struct deadline_clock clock;
    struct clock_world world;
    struct clock_measures measures;
    struct deadline_answer answer, make_up;
    bool may_make_up;
};

static bool kind_read(struct clock_asked *asked)
{
    const struct asking *asking = asked->asking;
    struct text days = asking_extra(asking, "working-days");
    asked->kind = (struct deadline_clock_kind){ .name = asking->thing,
        .unit = CLOCK_FIXED_DAY, .source = TEXT("usual") };
    if (date_parse(asking_extra(asking, "usual"), &asked->kind.day))
        return true;
    asked->kind.unit = CLOCK_WORKING_DAYS;
    if (!text_present(days)) {
        asked->kind.unit = CLOCK_CALENDAR_DAYS;
        days = asking_extra(asking, "calendar-days");
    }
    int64_t count;
    if (!text_to_int64(days, &count) || count < 0 || count > CLOCK_COUNT_MAX)
        return false;
    asked->kind.count = (int32_t)count;
    return date_parse(asking_extra(asking, "start"), &asked->clock.start);
}

/* Measures that change the day, each by itself, are those the answer rests on. */
static bool changes_day(const struct clock_asked *asked, const struct clock_extension *extension)
{
    struct deadline_clock clock = asked->clock;
    clock.extensions = extension;
    clock.extension_count = 1;
    struct deadline_answer answer =
        deadline_of(&clock, &asked->world, asked->asking->trying->arena);
    return asked->answer.state != answer.state
        || (answer.day.yyyymmdd == asked->answer.day.yyyymmdd
            && answer.day.yyyymmdd != answer.own_day.yyyymmdd);
}

static bool rests_on(const struct clock_asked *asked, const struct measure *measure)
{
    struct clock_extension extension;
    if (text_is(measure->extend.as, "make-up"))
        return asked->may_make_up;
    if (measure->extend.to.kind == POINT_OPEN)
        return true;
    return clock_extension_of(asked->asking->book, measure, asked->asking->trying->arena,
                              &extension)
        && changes_day(asked, &extension);
}

static bool is_granted(const struct asking *asking, const struct measure *measure)
{
    return !text_present(measure->grant.on_application)
        || text_is(asking_extra(asking, "granted"), "yes");
}

/* What was granted on application is handed in besides what holds for all. */
static void granted_add(struct clock_asked *asked, const struct asked *hits)
{
    struct arena *arena = asked->asking->trying->arena;
    size_t count = asked->measures.extension_count;
    struct clock_extension *all =
        ARENA_ARRAY(arena, struct clock_extension, count + hits->hit_count + 1);
    for (size_t i = 0; i < count; i++)
        all[i] = asked->measures.extensions[i];
    for (size_t i = 0; i < hits->hit_count; i++) {
        const struct measure *measure = hits->hits[i].measure;
        if (text_present(measure->grant.on_application) && is_granted(asked->asking, measure)
            && clock_extension_of(asked->asking->book, measure, arena, &all[count]))
            count++;
    }
    asked->clock.extensions = all;
    asked->clock.extension_count = count;
}

static void lateness_tell(const struct clock_asked *asked, struct asked *told)
{
    struct moment done;
    struct arena *arena = asked->asking->trying->arena;
    if (!moment_parse(asking_extra(asked->asking, "handed-in"), &done))
        return;
    if (asked->measures.open) {
        line_add(told, "in-time", TEXT("yes"));
        return;
    }
    struct lateness late = lateness_of(&asked->answer,
                                       asked->may_make_up ? &asked->make_up : NULL, done, true);
    if (late.overdue && late.late_fee == LATE_FEE_WAIVED
        && asked->make_up.state == DEADLINE_WAITING)
        late.late_fee = LATE_FEE_NOT_YET;
    line_add(told, "in-time", yes_or_no(!late.overdue));
    line_add(told, "late-fee", text_of(late_fee_name(late.late_fee)));
    if (late.overdue)
        line_add(told, "overdue-from", day_said(arena, late.overdue_from));
    if (late.late_fee == LATE_FEE_OWED)
        line_add(told, "fee-from", day_said(arena, late.fee_from));
}

bool ask_deadline(const struct asking *asking, struct asked *ret_asked)
{
    struct arena *arena = asking->trying->arena;
    struct clock_asked asked = { .asking = asking };
    struct measure_question question = asking_question(asking, VERB_EXTEND);
    struct asked hits = { 0 };
    question.at = (struct moment){ 0 };     /* a clock is asked of a day */
    asked.clock = (struct deadline_clock){ .kind = &asked.kind, .place = asking->place };
    asked.world = (struct clock_world){ .calendar = book_calendar(asking->book),
        .divisions = book_divisions(asking->book), .events = question.events };
    if (!kind_read(&asked))
        return false;
    clock_measures_asked(asking->book, &question, asking->thing, asking_fact(asking, "periods"),
                         arena, &asked.measures);
    ask_verb(asking, VERB_EXTEND, &hits);
    asked.clock.suspensions = asked.measures.suspensions;
    asked.clock.suspension_count = asked.measures.suspension_count;
    granted_add(&asked, &hits);
    asked.answer = deadline_of(&asked.clock, &asked.world, arena);
    asked.may_make_up = clock_make_up(&asked.measures, &asked.world, arena, &asked.make_up);

    line_add(ret_asked, "day", asked.measures.open ? TEXT("open")
             : answer_said(asking, &asked.answer));
    if (asked.may_make_up)
        line_add(ret_asked, "make-up", answer_said(asking, &asked.make_up));
    lateness_tell(&asked, ret_asked);
    ret_asked->clauses = TEXT("");
    for (size_t i = 0; i < hits.hit_count; i++)
        if (is_granted(asking, hits.hits[i].measure) && rests_on(&asked, hits.hits[i].measure))
            clauses_add(ret_asked, hits.hits[i].measure->cites, arena);
    for (size_t i = 0; i < asked.measures.suspension_count; i++)
        clauses_add(ret_asked, asked.measures.suspensions[i].source, arena);
    return true;
}

/* ---- what offices owe ---- */

/* A moment that is named is still in time itself; a day is in time until it ends. */
static void due_tell(const struct asking *asking, const struct measure_point *due,
                     struct asked *told)
{
    struct arena *arena = asking->trying->arena;
    struct moment done, end = due->moment;
    struct date day;
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    if (due->kind == POINT_MOMENT) {
        moment_write(&builder, due->moment);
        line_add(told, "due", arena_text(arena, builder_text(&builder)));
    } else if (measure_point_day(asking->book, due, (struct events){ 0 }, asking->place,
                                 (struct moment){ 0 }, &day)) {
        line_add(told, "due", day_said(arena, day));
        end = (struct moment){ moment_of_date(date_plus_days(day, 1)).ms - 1 };
    }
    if (moment_parse(asking_extra(asking, "done"), &done))
        line_add(told, "in-time", yes_or_no(done.ms <= end.ms));
}

static const struct measure_point *task_due(const struct measure_task *task, struct text must)
{
    for (size_t i = 0; i < task->milestones.count; i++)
        if (text_equal(task->milestones.items[i].must, must))
            return &task->milestones.items[i].due;
    return &task->due;
}

bool ask_duty(const struct asking *asking, struct asked *ret_asked)
{
    struct asked hits = { 0 };
    struct text by = asking_extra(asking, "by"), state = asking_extra(asking, "state");
    ask_verb(asking, VERB_TASK, &hits);
    for (size_t i = 0; i < hits.hit_count; i++) {
        const struct measure_task *task = &hits.hits[i].measure->task;
        struct text must = asking_extra(asking, "must");
        if (!text_equal(task->to, by) || text_compare(task->state, state) != 0)
            continue;
        clauses_add(ret_asked, hits.hits[i].measure->cites, asking->trying->arena);
        line_add(ret_asked, "must", text_present(must) ? must : task->must);
        due_tell(asking, task_due(task, must), ret_asked);
        return true;
    }
    return true;
}

/* The first and the last day it covers count, and so does the day it is cut off. */
static void counts_tell(const struct asking *asking, const struct measure_report *report,
                        struct asked *told)
{
    struct moment happened;
    if (!moment_parse(asking_extra(asking, "happened"), &happened))
        return;
    struct date day = date_of_moment(happened);
    bool before = report->covers.from.yyyymmdd != 0
        && date_compare(day, report->covers.from) < 0;
    bool after = (report->covers.until.yyyymmdd != 0
                  && date_compare(day, report->covers.until) > 0)
        || (report->cut_off.yyyymmdd != 0 && date_compare(day, report->cut_off) > 0);
    line_add(told, "counts", yes_or_no(!before && !after));
}

bool ask_return(const struct asking *asking, struct asked *ret_asked)
{
    ask_verb(asking, VERB_REPORT, ret_asked);
    if (ret_asked->hit_count == 0)
        return true;
    due_tell(asking, &ret_asked->hits[0].measure->report.due, ret_asked);
    counts_tell(asking, &ret_asked->hits[0].measure->report, ret_asked);
    return true;
}
