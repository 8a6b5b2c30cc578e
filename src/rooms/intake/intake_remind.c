/* intake_remind.c: a debt is called to mind at its birth, when an event gives it a day, and
 * fourteen, three and no days before that. A reminder works the day out anew: when the event was
 * withdrawn it says nothing, and when the day moved it only sets the next one. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "core/id.h"
#include "rooms/notice/notice.h"
#include "rooms/notice/notice_facts.h"

void intake_remind_from(struct decision *decision, const struct intake_paper *paper,
                        struct date due)
{
    struct moment at = task_reminder_after(due, decision->request->at);
    if (at.ms != 0)
        task_timer_set(decision, intake_remind_action.name, paper->paper, at);
}

/* ---- one reminder ---- */

struct remind_facts {
    const struct timer_row *timer;
    const struct intake_paper *paper;
    struct intake_case_facts of;
};
struct reminded { int64_t case_id, paper, days_left; };

static bool gather_remind(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct remind_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct intake_paper_key paper_key = { input->bucket, input->subject };
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    if (!gather_one(gather, &intake_paper_by_id, &paper_key, &row))
        return false;
    found->paper = row;
    return complete && (row == NULL
        || intake_gather_case(gather, request, found->paper->case_id, (struct text){ 0 },
                              &found->of));
}

/* What was declared since this reminder was set gave the debt another day, and so it reminders of
 * its own. An event of another place did not. */
static bool begun_anew(const struct request *request, const struct remind_facts *found,
                       const struct matter *matter, struct date due)
{
    const struct events *events = &found->of.events;
    struct event_fact *known = ARENA_ARRAY(request->arena, struct event_fact, events->count + 1);
    struct events before = { known, 0 };
    int64_t set = id_moment(found->timer->timer).ms + 1000;     /* ids know whole seconds */
    for (size_t i = 0; i < events->count; i++)
        if (events->facts[i].declared.ms < set)
            known[before.count++] = events->facts[i];
    struct intake_debt debt = intake_debt_of(request, matter, found->paper, before, NULL);
    return date_compare(debt.due, due) != 0;
}

static void decide_remind(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct remind_facts *found = facts;
    if (found->timer == NULL || found->paper == NULL || found->of.row == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    task_timer_done(decision, found->timer);
    decision->subject = found->paper->case_id;
    struct reminded *reminded = decision->outcome;
    *reminded = (struct reminded){ found->paper->case_id, found->paper->paper, -1 };
    if (!intake_paper_is_open(found->paper, "owed"))
        return;
    const struct matter *matter = intake_matter_of(request, found->of.row);
    struct intake_debt debt =
        intake_debt_of(request, matter, found->paper, found->of.events, NULL);
    if (debt.due.yyyymmdd == 0 || begun_anew(request, found, matter, debt.due))
        return;
    intake_remind_from(decision, found->paper, debt.due);
    reminded->days_left = task_reminder_left(found->timer->due, debt.due, request->at);
    if (reminded->days_left < 0 || !intake_takes_papers(found->of.row))
        return;
    intake_say_debt(decision, found->of.row, matter, &debt, found->of.agency,
                    reminded->days_left == 0 ? "intake.message.debt-today"
                                             : "intake.message.debt-due");
}

/* ---- an event gave a day to all that waited for it ---- */

struct call_input { int64_t event; };
struct call_facts { int64_t nothing; };
struct called { int64_t event; };

static void decide_call(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct call_input *input = request->input;
    (void)request;
    task_job_start(decision, intake_call_step_action.name, input->event, TEXT("0"), 0);
    decision->subject = input->event;
    ((struct called *)decision->outcome)->event = input->event;
}

static bool gather_call(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

struct step_facts {
    const struct job_row *job;
    const struct list *papers;
    struct events events, before;       /* all, and those declared before it */
    struct intake_case_facts of[INTAKE_REMINDERS_A_STEP];   /* one a paper, in their order */
};

static bool gather_step_cases(struct gather *gather, struct step_facts *found)
{
    const struct intake_paper *papers = found->papers->items;
    bool complete = true;
    for (size_t i = 0; i < found->papers->count && i < COUNT_OF(found->of); i++) {
        const struct intake_case_key key = { papers[i].bucket, papers[i].case_id };
        const struct staff_office_key agency = { STAFF_BUCKET, papers[i].office };
        const void *row = NULL;
        complete &= gather_one(gather, &intake_case_by_id, &key, &row);
        found->of[i].row = row;
        row = NULL;
        complete &= gather_one(gather, &staff_office_by_id, &agency, &row);
        found->of[i].agency = row;
    }
    return complete;
}

/* Which of them it was, oldest first: the journal keeps its number alone. */
static size_t place_of_event(const struct list *events, int64_t event)
{
    const struct notice_event_row *rows = events->items;
    size_t at = 0;
    while (at < events->count && rows[at].event != event)
        at++;
    return at;
}

static bool gather_call_step(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct step_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct notice_bucket_key events_key = { NOTICE_BUCKET };
    const void *row = NULL;
    const struct list *events = gather_want(gather, &notice_events_all, &events_key);
    if (!gather_one(gather, &job_by_id, &key, &row) || events == NULL)
        return false;
    found->job = row;
    if (row == NULL)
        return true;
    found->events = notice_events_of(events, gather->arena);
    const struct notice_event_row *rows = events->items;
    size_t at = place_of_event(events, input->subject);
    const struct list earlier = { events->items, at };
    found->before = notice_events_of(&earlier, gather->arena);
    struct intake_waits_key waits = {
        .event = at < events->count ? rows[at].kind : TEXT("-"),
    };
    if (!text_to_int64(found->job->cursor, &waits.after))
        waits.after = 0;
    found->papers = gather_want(gather, &intake_papers_waiting, &waits);
    return found->papers != NULL && gather_step_cases(gather, found);
}

/* Who had a day before has been told of it. */
static void call_one(const struct request *request, const struct step_facts *found, size_t at,
                     struct decision *decision)
{
    const struct intake_case_facts *of = &found->of[at];
    const struct intake_paper *paper = (const struct intake_paper *)found->papers->items + at;
    const struct matter *matter = of->row == NULL ? NULL : intake_matter_of(request, of->row);
    if (matter == NULL)
        return;
    struct intake_debt debt = intake_debt_of(request, matter, paper, found->events, NULL);
    struct intake_debt before = intake_debt_of(request, matter, paper, found->before, NULL);
    if (debt.due.yyyymmdd == 0 || date_compare(debt.due, before.due) == 0)
        return;                 /* another place's event */
    if (intake_takes_papers(of->row))
        intake_say_debt(decision, of->row, matter, &debt, of->agency,
                        "intake.message.debt-dated");
    intake_remind_from(decision, paper, debt.due);
}

static void decide_call_step(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct step_facts *found = facts;
    if (found->job == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    const struct intake_paper *papers = found->papers->items;
    for (size_t i = 0; i < found->papers->count; i++)
        call_one(request, found, i, decision);
    struct text cursor = { 0 };
    if (found->papers->count == INTAKE_REMINDERS_A_STEP)
        cursor = arena_format(request->arena, "%lld",
                              (long long)papers[found->papers->count - 1].paper);
    task_job_step(decision, found->job, cursor, (int64_t)found->papers->count);
    decision->subject = found->job->subject;
    ((struct called *)decision->outcome)->event = found->job->subject;
}

/* ---- rows ---- */

static const struct shape remind_facts_shape =
    { .name = "intake_remind_facts", .size = sizeof(struct remind_facts) };
static const struct field reminded_fields[] = {
    FIELD(struct reminded, case_id, FIELD_ID, .flags = 0),
    FIELD(struct reminded, paper, FIELD_ID, .flags = 0),
    FIELD(struct reminded, days_left, FIELD_COUNT, .flags = 0),
};
static const struct shape reminded_shape =
    SHAPE("intake_reminded", struct reminded, reminded_fields);
static const struct field call_fields[] = {
    FIELD(struct call_input, event, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape call_shape = SHAPE("intake_call", struct call_input, call_fields);
static const struct shape call_facts_shape =
    { .name = "intake_call_facts", .size = sizeof(struct call_facts) };
static const struct shape step_facts_shape =
    { .name = "intake_call_step_facts", .size = sizeof(struct step_facts) };
static const struct field called_fields[] = {
    FIELD(struct called, event, FIELD_ID, .flags = 0),
};
static const struct shape called_shape = SHAPE("intake_called", struct called, called_fields);

static void call_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct call_input *)request->input)->event);
}

static void task_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

bool intake_ask_call(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)arena;
    const struct notice_declared *declared = outcome;
    ((struct call_input *)ret_input)->event = declared->event;
    return declared->event != 0;
}

const struct action intake_remind_action = {
    .name = "intake.remind", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &remind_facts_shape, .outcome = &reminded_shape,
    .answer = &reminded_shape, .help = "intake.help.remind", .keys = task_keys,
    .gather = gather_remind, .decide = decide_remind,
};
const struct action intake_call_to_mind_action = {
    .name = "intake.call-to-mind", .flags = ACTION_ONCE,
    .input = &call_shape, .facts = &call_facts_shape, .outcome = &called_shape,
    .answer = &called_shape, .help = "intake.help.call-to-mind", .keys = call_keys,
    .gather = gather_call, .decide = decide_call,
};
const struct action intake_call_step_action = {
    .name = "intake.call-step", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &step_facts_shape, .outcome = &called_shape,
    .answer = &called_shape, .help = "intake.help.call-step", .keys = task_keys,
    .gather = gather_call_step, .decide = decide_call_step,
};
