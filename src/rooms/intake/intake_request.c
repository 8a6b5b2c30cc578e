/* intake_request.c: a paper that another department holds (civil affairs, the household register,
 * education) is asked of that department, and not of who applied. Each is a row with a clock. The
 * department's account, or a connector with one, fetches what is open for its place, signed by the
 * house, and answers it; meanwhile the case waits for the department, and our limit stands where
 * the matter says so. What is confirmed is written down with the department's words. What is denied
 * is owed, and so is what is not answered in time, unless a commitment was given for it. An answer
 * that comes late clears the debt. LAW: JX4-2.1k, LY22-P2f */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "core/task.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

/* ---- asking: a moment after the case came in, and after it was accepted ---- */

void intake_requests_after(struct decision *decision, const struct intake_case *row,
                           const struct list *papers)
{
    if (intake_open_count(papers, "requested") > 0)
        task_timer_set(decision, intake_ask_departments_action.name, row->case_id,
                       decision->request->at);
}

struct ask_facts {
    const struct timer_row *timer;
    struct intake_case_facts of;
    const struct list *requests;
};
static const struct shape ask_facts_shape =
    { .name = "intake_ask_departments_facts", .size = sizeof(struct ask_facts) };

static bool gather_ask(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct ask_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct intake_case_key of_key = { id_bucket(input->subject), input->subject };
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    found->requests = gather_want(gather, &intake_requests_of, &of_key);
    complete &= found->requests != NULL;
    return intake_gather_case(gather, request, input->subject, (struct text){ 0 }, &found->of)
        && complete;
}

static bool is_asked(const struct list *requests, int64_t paper)
{
    const struct intake_request *rows = requests->items;
    for (size_t i = 0; i < requests->count; i++)
        if (rows[i].paper == paper)
            return true;
    return false;
}

static void ask(const struct request *request, const struct matter *matter,
                const struct intake_case *of, const struct intake_paper *paper,
                struct decision *decision)
{
    const struct matter_department *department = matter_department_of(matter, paper->found_in);
    CHECK(department != NULL);
    struct date last = calendar_plus_working_days(
        book_calendar(request->book), date_of_moment(request->at),
        (int)department->answer_working_days, (struct moment){ 0 });
    const struct intake_request row = {
        .bucket = of->bucket, .case_id = of->case_id,
        .request = id_mint(request->minter, (int)of->bucket), .paper = paper->paper,
        .person = of->person, .place = of->place, .department = paper->found_in,
        .matter = of->matter, .material = paper->material, .asked_at = request->at,
        .due = moment_of_date(date_plus_days(last, 1)),
        .otherwise = text_is(paper->checked, "promised") ? TEXT("commitment") : TEXT("owed"),
        .state = TEXT("sent"), .version = 1,
    };
    decision_insert(decision, &intake_request_table, &row);
    task_timer_set(decision, intake_request_over_action.name, row.request, row.due);
}

/* The first that is open has the case's time. */
static struct text awaited(const struct list *papers)
{
    const struct intake_paper *rows = papers->items;
    for (size_t i = 0; i < papers->count; i++)
        if (intake_paper_is_open(&rows[i], "requested"))
            return rows[i].found_in;
    return (struct text){ 0 };
}

/* False: refused. */
static bool await_department(const struct request *request, const struct list *papers,
                             struct intake_case *row, struct decision *decision)
{
    enum case_state state = CASE_NONE;
    struct text department = awaited(papers);
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    if (!text_present(department) || text_present(row->awaits)
        || case_step_of(state, CASE_AWAIT) == NULL)
        return true;
    row->awaits = department;
    row->awaited_at = request->at;
    return intake_move(decision, row, CASE_AWAIT, (struct text){ 0 });
}

static void decide_ask(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct ask_facts *found = facts;
    struct intake_case row;
    const struct matter *matter;
    if (!intake_timer_case(request, found->timer, &found->of, decision, &row, &matter)
        || !row.waiting || matter == NULL)
        return;
    const struct intake_paper *papers = found->of.papers->items;
    for (size_t i = 0; i < found->of.papers->count; i++)
        if (intake_paper_is_open(&papers[i], "requested")
            && !is_asked(found->requests, papers[i].paper))
            ask(request, matter, &row, &papers[i], decision);
    if (await_department(request, found->of.papers, &row, decision)
        && !text_equal(row.awaits, found->of.row->awaits))
        decision_replace(decision, &intake_case_table, &row);
}

static void subject_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

const struct action intake_ask_departments_action = {
    .name = "intake.ask-departments", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &ask_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.ask-departments",
    .keys = subject_keys, .gather = gather_ask, .decide = decide_ask,
};

/* ---- what became of it: an answer, or none in time ---- */

struct over_facts {
    const struct timer_row *timer;
    const struct intake_request *request;
    struct intake_case_facts of;
};
static const struct shape over_facts_shape =
    { .name = "intake_request_over_facts", .size = sizeof(struct over_facts) };

static bool gather_over(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct over_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct intake_request_key request_key = { input->bucket, input->subject };
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    if (!gather_one(gather, &intake_request_by_id, &request_key, &row))
        return false;
    found->request = row;
    return complete && (row == NULL
        || intake_gather_case(gather, request, found->request->case_id, (struct text){ 0 },
                              &found->of));
}

/* The paper as it is afterwards. */
static struct intake_paper paper_after(const struct request *request,
                                       const struct intake_request *of,
                                       struct intake_paper paper)
{
    if (text_is(of->answer, "confirmed")) {
        paper.found_in = of->department;
        paper.found_zh = paper.found_en = of->found;
        if (text_is(paper.how, "requested"))
            paper.how = TEXT("fetched");
        else
            paper.cleared_at = request->at;
        paper.checked = (struct text){ 0 };
    } else if (text_is(paper.how, "requested")) {
        bool commits = !text_present(of->answer) && text_is(of->otherwise, "commitment");
        paper.how = commits ? TEXT("commitment") : TEXT("owed");
        paper.checked = (struct text){ 0 };
    }
    paper.at = text_is(paper.how, "fetched") ? request->at : paper.at;
    return paper;
}

static struct list papers_after(const struct request *request, const struct over_facts *found,
                                struct decision *decision)
{
    const struct intake_paper *before = found->of.papers->items;
    const size_t count = found->of.papers->count;
    struct intake_paper *after = ARENA_ARRAY(request->arena, struct intake_paper, count + 1);
    for (size_t i = 0; i < count; i++) {
        after[i] = before[i];
        bool open = intake_paper_is_open(&after[i], "requested")
            || intake_paper_is_open(&after[i], "owed");
        if (after[i].paper != found->request->paper || !open)
            continue;
        after[i] = paper_after(request, found->request, before[i]);
        decision_replace(decision, &intake_paper_table, &after[i]);
    }
    return (struct list){ after, count };
}

/* The time goes back to the office, or to the next department that has not answered. */
static bool resume(const struct request *request, const struct matter *matter,
                   const struct list *papers, struct intake_case *row,
                   struct decision *decision)
{
    if (!text_present(row->awaits) || text_equal(awaited(papers), row->awaits))
        return true;
    row->stood = intake_stood_since(matter, row, request->at, request->arena);
    row->awaits = (struct text){ 0 };
    return intake_move(decision, row, CASE_RESUME, (struct text){ 0 })
        && await_department(request, papers, row, decision);
}

/* Confirmed: what was owed is there. Not: it is owed from now on, and that is told. */
static void go_on(const struct request *request, const struct over_facts *found,
                  const struct matter *matter, const struct list *papers,
                  struct decision *decision)
{
    struct intake_case row = *found->of.row;
    const struct intake_document_of of =
        intake_document_facts(matter, &row, &found->of, papers);
    const size_t before = intake_open_count(found->of.papers, "owed");
    const size_t owed = intake_open_count(papers, "owed");
    if (row.waiting && !resume(request, matter, papers, &row, decision))
        return;
    enum case_event event = CASE_NO_ANSWER;
    if (owed > before && text_is(row.state, "accepted")) {
        if (!intake_move(decision, &row, event, (struct text){ 0 }))
            return;
        intake_documents_after(decision, &of, event);
    } else if (owed < before) {
        event = intake_paper_event(row.state, papers);
        if (!intake_move(decision, &row, event, (struct text){ 0 }))
            return;
        intake_documents_after(decision, &of, event);
        intake_say_step(decision, &of, event);
    }
    if (owed > before)
        intake_say_debts(decision, &of);
    if (intake_open_count(papers, "commitment") > intake_open_count(found->of.papers, "commitment"))
        intake_document_make(decision, &of, "commitment");
    decision_replace(decision, &intake_case_table, &row);
    intake_tell_case(request, matter, &row, papers, found->of.events, decision);
}

static void decide_over(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct over_facts *found = facts;
    if (found->timer == NULL || found->request == NULL || found->of.row == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    task_timer_done(decision, found->timer);
    struct intake_request row = *found->request;
    const struct matter *matter = intake_matter_of(request, found->of.row);
    bool late = text_is(row.state, "sent") && request->at.ms >= row.due.ms;
    intake_tell_case(request, matter, found->of.row, found->of.papers, found->of.events,
                     decision);
    /* Answered meanwhile: what came of it was decided by its own timer. */
    if (!late && !text_is(row.state, "answered"))
        return;
    row.state = late ? TEXT("late") : TEXT("over");
    decision_replace(decision, &intake_request_table, &row);
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(found->of.row->state, &state);
    CHECK(known);
    if (matter == NULL || (!case_state_is_open(state) && state != CASE_APPROVED))
        return;
    struct list papers = papers_after(request, found, decision);
    go_on(request, found, matter, &papers, decision);
}

/* Which case it is of, its row says: what else moves that one meanwhile finds another version. */
static void over_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

const struct action intake_request_over_action = {
    .name = "intake.request-over", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &over_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.request-over",
    .keys = over_keys, .gather = gather_over, .decide = decide_over,
};
