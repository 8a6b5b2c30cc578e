/* notice_duty.c: see notice_duty.h. LAW: BJ4-06g LY22-L3a LY22-L4a LY22-P2a LY22-P4c */

#include "rooms/notice/notice_duty.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_register.h"

#define DUTIES_MAX 64           /* of one measure */
#define ROWS_MAX 2000           /* of one office */
#define LATE_MAX 5000

/* ---- what a measure asks ---- */

static void duty_add(struct notice_duty *duties, size_t *count, struct notice_duty duty)
{
    if (*count < DUTIES_MAX)
        duties[(*count)++] = duty;
}

static void task_add(const struct measure *measure, struct notice_duty *duties, size_t *count)
{
    const struct measure_task *task = &measure->task;
    for (size_t i = 0; i < task->listed.count; i++) {
        struct notice_duty duty = { .measure = measure, .thing = task->listed.items[i],
            .things = "things", .must = task->must, .due = &task->due };
        for (size_t k = 0; k < task->milestones.count; k++) {
            duty.must = task->milestones.items[k].must;
            duty.due = &task->milestones.items[k].due;
            duty_add(duties, count, duty);
        }
        if (task->milestones.count == 0)
            duty_add(duties, count, duty);
    }
}

static void names_add(const struct measure *measure, const struct name_list *names,
                      const char *things, const struct measure_point *due,
                      struct notice_duty *duties, size_t *count)
{
    for (size_t i = 0; i < names->count; i++)
        duty_add(duties, count, (struct notice_duty){ .measure = measure, .thing = names->items[i],
            .things = things, .must = TEXT("done"), .due = due });
}

size_t notice_duties_of(const struct measure *measure, struct arena *arena,
                        const struct notice_duty **ret_duties)
{
    struct notice_duty *duties = ARENA_ARRAY(arena, struct notice_duty, DUTIES_MAX);
    size_t count = 0;
    if (measure->verb == VERB_TASK)
        task_add(measure, duties, &count);
    else if (measure->verb == VERB_REPORT)
        names_add(measure, &measure->report.forms, "forms", &measure->report.due, duties, &count);
    else if (measure->verb == VERB_WATCH)
        duty_add(duties, &count, (struct notice_duty){ .measure = measure,
            .thing = measure->watch.thing, .things = "watched", .must = TEXT("done") });
    else if (measure->verb == VERB_REVIEW)
        duty_add(duties, &count, (struct notice_duty){ .measure = measure,
            .thing = TEXT("review"), .things = "things", .must = TEXT("done"),
            .due = &measure->review.due });
    names_add(measure, &measure->later.tasks, "checks", &measure->later.due, duties, &count);
    *ret_duties = duties;
    return count;
}

/* Who is asked, as the notice says it. */
static struct text asked_of(const struct measure *measure)
{
    switch (measure->verb) {
    case VERB_TASK: return measure->task.to;
    case VERB_REPORT: return measure->report.from;
    case VERB_WATCH: return measure->watch.of;
    case VERB_REVIEW: return measure->review.by;
    case VERB_EXTEND: case VERB_SUSPEND: case VERB_OUTAGE: case VERB_WAIVE: case VERB_KEEP:
    case VERB_OPEN: case VERB_BACKDATE: case VERB_REINSTATE: case VERB_TOLERATE:
    case VERB_ENTRUST: case VERB_COVER: case VERB_PREFER: case VERB_RATE: case VERB_PREPAY:
    case VERB_SUPPLY: case VERB_QUOTA: case VERB_ANNOUNCE: case VERB_EMPOWER: case VERB_COUNT:
        break;
    }
    return measure->later.by;
}

/* Cities are what lies right below a province, counties what lies below those: a centre without a
 * code of its own is among them where the tree of places has it. What is watched of institutions
 * and clerks is watched by their agencies. */
bool notice_duty_addresses(const struct divisions *divisions, const struct measure *measure,
                           const struct staff_office *office)
{
    struct text asked = asked_of(measure);
    int depth = division_depth(divisions, (int32_t)office->division);
    if (!text_present(asked) || text_is(asked, "institution")
        || !division_is_within(divisions, (int32_t)office->division, measure->place))
        return false;
    if (text_is(asked, "cities"))
        return text_is(office->kind, "bureau") && depth == 2;
    if (text_is(asked, "counties") || text_is(asked, "districts"))
        return text_is(office->kind, "bureau") && depth == (text_is(asked, "counties") ? 3 : 2);
    return text_is(office->kind, "agency");
}

struct moment notice_duty_end(const struct book *book, const struct notice_duty *duty,
                              struct events events)
{
    struct date day;
    if (duty->due == NULL)
        return (struct moment){ 0 };
    if (duty->due->kind == POINT_MOMENT)
        return duty->due->moment;
    if (!measure_point_day(book, duty->due, events, duty->measure->place, (struct moment){ 0 },
                           &day))
        return (struct moment){ 0 };
    return (struct moment){ moment_of_date(date_plus_days(day, 1)).ms - 1 };
}

/* ---- done or not ---- */

static const struct notice_progress *said(const struct notice_duty *duty,
                                          const struct list *progress, int64_t office)
{
    const struct notice_progress *rows = progress->items, *last = NULL;
    for (size_t i = 0; i < progress->count; i++)
        if (rows[i].office == office && text_equal(rows[i].number, duty->measure->notice)
            && text_equal(rows[i].thing, duty->thing)
            && text_equal(rows[i].milestone, duty->must)
            && name_list_has(duty->measure->ids, rows[i].measure))
            last = &rows[i];
    return last == NULL || last->withdrawn_at.ms != 0 ? NULL : last;
}

/* Measures of notices that are in force, as known now. */
static bool asks_now(const struct book *book, const struct measure *measure, struct date today)
{
    struct date revoked = book_notice_revoked(book, measure->notice, today);
    return date_compare(measure->known_until, DATE_LATEST) == 0
        && (revoked.yyyymmdd == 0 || date_compare(today, revoked) < 0)
        && date_compare(measure->issued, today) <= 0;
}

static struct notice_late late_told(const struct book *book, const struct notice_duty *duty,
                                    const struct staff_office *office, struct moment end)
{
    const struct vocabulary *words = book_vocabulary(book);
    return (struct notice_late){
        .number = duty->measure->notice, .place = duty->measure->place,
        .office = office->office, .end = end,
        .thing_zh = vocabulary_say(words, duty->things, duty->thing, LANGUAGE_CHINESE),
        .thing_en = vocabulary_say(words, duty->things, duty->thing, LANGUAGE_ENGLISH),
    };
}

size_t notice_late_of(const struct book *book, const struct list *offices,
                      const struct list *progress, struct events events, struct moment since,
                      struct moment now, struct arena *arena,
                      const struct notice_late **ret_late)
{
    struct notice_late *late = ARENA_ARRAY(arena, struct notice_late, LATE_MAX);
    const struct staff_office *rows = offices->items;
    size_t count = 0, measure_count;
    const struct measure *const *measures = book_measures(book, &measure_count);
    for (size_t m = 0; m < measure_count; m++) {
        const struct notice_duty *duties;
        size_t duty_count = !asks_now(book, measures[m], date_of_moment(now)) ? 0
            : notice_duties_of(measures[m], arena, &duties);
        for (size_t d = 0; d < duty_count; d++) {
            struct moment end = notice_duty_end(book, &duties[d], events);
            if (end.ms == 0 || end.ms >= now.ms || end.ms < since.ms)
                continue;
            for (size_t o = 0; o < offices->count && count < LATE_MAX; o++)
                if (notice_duty_addresses(book_divisions(book), measures[m], &rows[o])
                    && said(&duties[d], progress, rows[o].office) == NULL)
                    late[count++] = late_told(book, &duties[d], &rows[o], end);
        }
    }
    *ret_late = late;
    return count;
}

/* ---- the list of one office ---- */

struct duties_facts {
    const struct list *progress, *offices;
    struct events events;
};

static bool gather_duties(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct duties_facts *found = facts;
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    bool complete = notice_gather_events(gather, &found->events);
    found->progress = gather_want(gather, &notice_progress_all, &key);
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    return complete && found->progress != NULL && found->offices != NULL;
}

static struct text ids_of(const struct measure *measure, struct arena *arena)
{
    struct text ids = { 0 };
    for (size_t i = 0; i < measure->ids.count; i++)
        ids = i == 0 ? measure->ids.items[i]
            : arena_format(arena, "%.*s %.*s", TEXT_ARGS(ids), TEXT_ARGS(measure->ids.items[i]));
    return ids;
}

static void tell_waiting(const struct vocabulary *words, const struct notice_duty *duty,
                         struct notice_duty_told *told)
{
    if (duty->due == NULL || duty->due->kind != POINT_EVENT || told->due.ms != 0)
        return;
    told->waits_zh = vocabulary_say(words, "events", duty->due->event, LANGUAGE_CHINESE);
    told->waits_en = vocabulary_say(words, "events", duty->due->event, LANGUAGE_ENGLISH);
}

static struct notice_duty_told duty_told(const struct request *request,
                                         const struct duties_facts *found,
                                         const struct notice_duty *duty, int64_t office)
{
    const struct vocabulary *words = book_vocabulary(request->book);
    const struct measure *measure = duty->measure;
    const struct notice_progress *done = said(duty, found->progress, office);
    struct notice_duty_told told = {
        .number = measure->notice, .clause = measure->clause, .ids = measure->cites,
        .verb = text_of(measure_verb_name(measure->verb)),
        .measure = ids_of(measure, request->arena), .thing = duty->thing,
        .milestone = duty->must, .says_zh = measure->chinese, .says_en = measure->says,
        .thing_zh = vocabulary_say(words, duty->things, duty->thing, LANGUAGE_CHINESE),
        .thing_en = vocabulary_say(words, duty->things, duty->thing, LANGUAGE_ENGLISH),
        .must_zh = vocabulary_say(words, "task-states", duty->must, LANGUAGE_CHINESE),
        .must_en = vocabulary_say(words, "task-states", duty->must, LANGUAGE_ENGLISH),
        .due = notice_duty_end(request->book, duty, found->events),
    };
    bool late = done == NULL ? told.due.ms != 0 && request->at.ms > told.due.ms
        : told.due.ms != 0 && date_compare(done->done_on, date_of_moment(told.due)) > 0;
    told.state = done != NULL ? late ? TEXT("notice.board.done-late") : TEXT("notice.board.done")
        : late ? TEXT("notice.board.late") : TEXT("notice.board.open");
    if (done != NULL) {
        told.done_on = done->done_on;
        told.evidence = done->evidence;
    }
    tell_waiting(words, duty, &told);
    return told;
}

static const struct staff_office *office_asked(const struct request *request,
                                               const struct list *offices)
{
    const struct notice_duties_input *input = request->input;
    const struct actor *actor = request->actor;
    int64_t wanted = input->office == 0 ? actor->office : input->office;
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == wanted
            && (actor->scope.everything || wanted == actor->office
                || division_is_within(book_divisions(request->book), (int32_t)rows[i].division,
                                      actor->division)))
            return &rows[i];
    return NULL;
}

static void duty_take(const struct request *request, const struct duties_facts *found,
                      const struct notice_duty *duty, const struct staff_office *office,
                      struct notice_duties *told, struct notice_duty_told *rows)
{
    const struct notice_duties_input *input = request->input;
    struct notice_duty_told row = duty_told(request, found, duty, office->office);
    bool done = row.done_on.yyyymmdd != 0;
    told->done += done;
    told->late += text_is(row.state, "notice.board.late");
    told->open += !done;
    if ((!done || !input->open) && told->rows.count < ROWS_MAX)
        rows[told->rows.count++] = row;
}

static void decide_duties(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct duties_facts *found = facts;
    const struct staff_office *office = office_asked(request, found->offices);
    if (office == NULL) {
        decision_refuse(decision, "notice.refused.no-such-office", "office");
        return;
    }
    struct notice_duties *told = decision->outcome;
    struct notice_duty_told *rows =
        ARENA_ARRAY(request->arena, struct notice_duty_told, ROWS_MAX);
    *told = (struct notice_duties){ .office = office->office, .office_name = office->name,
                                    .rows = { rows, 0 } };
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    for (size_t m = 0; m < count; m++) {
        const struct notice_duty *duties;
        if (!asks_now(request->book, measures[m], date_of_moment(request->at))
            || !notice_duty_addresses(book_divisions(request->book), measures[m], office))
            continue;
        size_t duty_count = notice_duties_of(measures[m], request->arena, &duties);
        for (size_t d = 0; d < duty_count; d++)
            duty_take(request, found, &duties[d], office, told, rows);
    }
}

/* ---- tables ---- */

static const struct field input_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct notice_duties_input, office),
      .help = "notice.field.office" },
    { "open", NULL, FIELD_FLAG, 0, AT(struct notice_duties_input, open),
      .help = "notice.field.open" },
};
static const struct shape input_shape =
    SHAPE("notice_duties_input", struct notice_duties_input, input_fields);
static const struct shape facts_shape =
    { .name = "notice_duties_facts", .size = sizeof(struct duties_facts) };
#define DUTY(member_) AT(struct notice_duty_told, member_)
static const struct field row_fields[] = {
    { "says_zh", NULL, FIELD_TEXT, 0, DUTY(says_zh), 400, .help = "notice.told.says" },
    { "says_en", NULL, FIELD_TEXT, 0, DUTY(says_en), 600, .help = "notice.told.says" },
    { "thing_zh", NULL, FIELD_TEXT, 0, DUTY(thing_zh), 100, .help = "notice.told.thing" },
    { "thing_en", NULL, FIELD_TEXT, 0, DUTY(thing_en), 100, .help = "notice.told.thing" },
    { "must_zh", NULL, FIELD_TEXT, 0, DUTY(must_zh), 100, .help = "notice.told.must" },
    { "must_en", NULL, FIELD_TEXT, 0, DUTY(must_en), 100, .help = "notice.told.must" },
    { "due", NULL, FIELD_MOMENT, FIELD_SPARSE, DUTY(due), .help = "notice.told.due" },
    { "waits_zh", NULL, FIELD_TEXT, FIELD_SPARSE, DUTY(waits_zh), 60,
      .help = "notice.told.until-event" },
    { "waits_en", NULL, FIELD_TEXT, FIELD_SPARSE, DUTY(waits_en), 100,
      .help = "notice.told.until-event" },
    { "state", NULL, FIELD_TEXT, 0, DUTY(state), 40, .help = "notice.told.state" },
    { "done_on", NULL, FIELD_DAY, FIELD_SPARSE, DUTY(done_on), .help = "notice.field.done-on" },
    { "evidence", NULL, FIELD_TEXT, FIELD_SPARSE, DUTY(evidence), 300,
      .help = "notice.field.evidence" },
    { "number", NULL, FIELD_TEXT, 0, DUTY(number), 80, .help = "notice.told.number" },
    { "clause", NULL, FIELD_TEXT, 0, DUTY(clause), 60, .help = "notice.told.clause" },
    { "ids", NULL, FIELD_TEXT, 0, DUTY(ids), 200 },
    { "verb", NULL, FIELD_TEXT, 0, DUTY(verb), 20 },
    { "measure", NULL, FIELD_TEXT, 0, DUTY(measure), 200 },
    { "thing", NULL, FIELD_TEXT, 0, DUTY(thing), 60 },
    { "milestone", NULL, FIELD_TEXT, 0, DUTY(milestone), 60 },
};
static const struct shape row_shape = SHAPE("notice_duty", struct notice_duty_told, row_fields);
#define ALL(member_) AT(struct notice_duties, member_)
static const struct field duties_fields[] = {
    { "office", NULL, FIELD_ID, 0, ALL(office) },
    { "office_name", NULL, FIELD_TEXT, 0, ALL(office_name), 100 },
    { "open", NULL, FIELD_COUNT, 0, ALL(open), .help = "notice.told.open" },
    { "late", NULL, FIELD_COUNT, 0, ALL(late), .help = "notice.board.late" },
    { "done", NULL, FIELD_COUNT, 0, ALL(done), .help = "notice.board.done" },
    { "duties", NULL, FIELD_LIST, 0, ALL(rows), .of = &row_shape, .help = "notice.told.duties" },
};
static const struct shape duties_shape =
    SHAPE("notice_duties", struct notice_duties, duties_fields);

const struct action notice_duties_action = {
    .name = "notice.duties", .method = "GET", .path = "/api/v1/notice-duties",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &duties_shape, .answer = &duties_shape, .help = "notice.help.duties",
    .gather = gather_duties, .decide = decide_duties,
};
