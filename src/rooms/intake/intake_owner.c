/* intake_owner.c: which office has a case. The first of staff to have a hand in it answers for it
 * until another accepts it, of another office or of his own; an offer that is not accepted changes
 * nothing. While another department is awaited the time is that department's. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

struct owner_facts {
    struct intake_case_facts of;
    const struct staff_office *target;
};

static bool gather_owner(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct owner_facts *found = facts;
    const struct staff_office_key key = { STAFF_BUCKET, input->office };
    const void *row = NULL;
    bool complete = input->office == 0 || gather_one(gather, &staff_office_by_id, &key, &row);
    found->target = row;
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of)
        && complete;
}

void intake_moved(const struct request *request, const struct matter *matter,
                  const struct intake_case_facts *found, struct intake_case *row,
                  enum case_event event, struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    if (!intake_move(decision, row, event, input->reason))
        return;
    decision_replace(decision, &intake_case_table, row);
    intake_tell_case(request, matter, row, found->papers, found->events, decision);
}

/* Only an office that takes such matters in; to one's own colleagues it is offered by who has it,
 * or by a head of section. */
static bool may_offer_to(const struct request *request, const struct matter *matter,
                         const struct intake_case *row, const struct staff_office *target,
                         struct decision *decision)
{
    if (target == NULL || !matter_step_office(matter, "accept", target->kind)) {
        decision_refuse_with(decision, "intake.refused.takes-none-in", "office", matter->zh,
                             matter->en);
        return false;
    }
    bool head = request->actor->role == ROLE_SECTION_HEAD;
    if (target->office == row->office && row->owner != request->actor->account && !head) {
        decision_refuse(decision, "intake.refused.not-his-to-offer", "office");
        return false;
    }
    return true;
}

/* Any office may be asked that may take the case in; it is theirs once they accept it. */
static void decide_hand_over(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct owner_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    if (!may_offer_to(request, matter, found->of.row, found->target, decision))
        return;
    struct intake_case row = *found->of.row;
    row.offered_to = found->target->office;
    row.offered_by = request->actor->account;
    row.offered_at = request->at;
    const struct message_row about = { .office = row.offered_to, .subject = row.case_id,
        .kind = row.offered_to == row.office ? TEXT("intake.message.offered-here")
                                             : TEXT("intake.message.offered"),
        .reference = row.receipt };
    const struct text zh[3] = { matter->zh, row.receipt }, en[3] = { matter->en, row.receipt };
    message_send(decision, &about, zh, en);
    int64_t days = matter_offer_days(request->book, (int32_t)row.place,
                                     date_of_moment(request->at));
    if (days > 0)
        task_timer_set(decision, intake_offer_over_action.name, row.case_id,
            moment_of_date(date_plus_days(calendar_plus_working_days(
                book_calendar(request->book), date_of_moment(request->at), (int)days,
                (struct moment){ 0 }), 1)));
    intake_moved(request, matter, &found->of, &row, CASE_HAND_OVER, decision);
}

static bool offered_here(const struct request *request, const struct owner_facts *found,
                         struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    if (found->of.row == NULL || request->actor->office == 0
        || found->of.row->offered_to != request->actor->office) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_OFFERED, "case_id");
        return false;
    }
    if (input->version != 0 && input->version != found->of.row->version) {
        intake_refuse(decision, INTAKE_REFUSED_CHANGED, "version");
        return false;
    }
    return true;
}

/* LAW: SX9-2.1f */
static void decide_take_over(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct owner_facts *found = facts;
    if (!offered_here(request, found, decision))
        return;
    struct intake_case row = *found->of.row;
    /* Nobody accepts what he offers himself: it would be his without anybody having let it go. */
    if (row.offered_by == request->actor->account) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_OFFERED, "case_id");
        return;
    }
    row.handovers += row.office != row.offered_to;
    row.office = row.offered_to;
    row.owner = request->actor->account;
    row.offered_to = 0;
    intake_moved(request, intake_matter_of(request, &row), &found->of, &row, CASE_TAKE_OVER,
                 decision);
    const struct intake_paper *papers = found->of.papers->items;
    for (size_t i = 0; i < found->of.papers->count; i++) {
        struct intake_paper paper = papers[i];
        paper.office = row.office;
        decision_replace(decision, &intake_paper_table, &paper);
    }
}

static void decide_hand_back(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct owner_facts *found = facts;
    if (!offered_here(request, found, decision))
        return;
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    struct intake_case row = *found->of.row;
    row.offered_to = 0;
    intake_moved(request, intake_matter_of(request, &row), &found->of, &row, CASE_HAND_BACK,
                 decision);
}

/* ---- another department ---- */

static void decide_await(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct owner_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    if (matter_department_of(matter, input->what) == NULL
        || text_present(found->of.row->awaits)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_DEPARTMENT, "department");
        return;
    }
    struct intake_case row = *found->of.row;
    row.awaits = input->what;
    row.awaited_at = request->at;
    intake_moved(request, matter, &found->of, &row, CASE_AWAIT, decision);
}

/* Days on which our limit stood are kept when the answer comes. */
struct text intake_stood_since(const struct matter *matter, const struct intake_case *row,
                               struct moment now, struct arena *arena)
{
    const struct matter_department *department = matter_department_of(matter, row->awaits);
    if (department == NULL || !department->stops_clock)
        return row->stood;
    return arena_format(arena, "%.*s%s%d-%d:%.*s", TEXT_ARGS(row->stood),
                        text_present(row->stood) ? " " : "",
                        date_of_moment(row->awaited_at).yyyymmdd, date_of_moment(now).yyyymmdd,
                        TEXT_ARGS(row->awaits));
}

static void decide_resume(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct owner_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->of.row;
    if (!text_present(row.awaits)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_DEPARTMENT, "case_id");
        return;
    }
    row.stood = intake_stood_since(matter, &row, request->at, request->arena);
    row.awaits = (struct text){ 0 };
    intake_moved(request, matter, &found->of, &row, CASE_RESUME, decision);
}

/* ---- urgent ---- */

/* LAW: BJ4-S3d: with a reason, and never behind where it stood. */
static void decide_hurry(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct owner_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    struct intake_case row = *found->of.row;
    int64_t hours = matter_class_hours(request->book, (int32_t)row.place,
                                       date_of_moment(request->at), TEXT("urgent"));
    struct moment ahead = { row.received_at.ms - hours * INT64_C(3600000) };
    if (ahead.ms < row.order_at.ms) {
        row.order_at = ahead;
        row.urgency = TEXT("urgent");
    }
    intake_moved(request, matter, &found->of, &row, CASE_HURRY, decision);
}

/* ---- nobody touched it ---- */

struct escalate_facts {
    struct intake_case_facts of;
    const struct timer_row *timer;
    const struct list *offices;
};

static bool gather_escalate(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct escalate_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    const struct staff_bucket_key offices_key = { STAFF_BUCKET };
    found->offices = gather_want(gather, &staff_offices_all, &offices_key);
    complete &= found->offices != NULL;
    return intake_gather_case(gather, request, input->subject, (struct text){ 0 }, &found->of)
        && complete;
}

static int64_t leader_of(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == office)
            return rows[i].leader;
    return 0;
}

/* LAW: SX9-3.2a, BJ4-S7a: told to the office that has it and to the one above, by name where
 * somebody leads it. */
static void decide_escalate(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct escalate_facts *found = facts;
    struct intake_case row;
    const struct matter *matter;
    if (!intake_timer_case(request, found->timer, &found->of, decision, &row, &matter)
        || row.owner != 0 || !row.waiting || matter == NULL)
        return;
    int64_t offices[] = { row.office, found->of.agency == NULL ? 0 : found->of.agency->parent };
    for (size_t i = 0; i < COUNT_OF(offices); i++) {
        const struct message_row about = { .office = offices[i], .subject = row.case_id,
            .account = leader_of(found->offices, offices[i]),
            .kind = TEXT("intake.message.untouched"), .reference = row.receipt };
        const struct text zh[3] = { matter->zh, row.receipt };
        const struct text en[3] = { matter->en, row.receipt };
        if (offices[i] != 0)
            message_send(decision, &about, zh, en);
    }
}

/* LAW: SX9-2.1f: an offer that nobody answered comes back to who has the case. */
static void decide_offer_over(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct escalate_facts *found = facts;
    struct intake_case row;
    const struct matter *matter;
    if (!intake_timer_case(request, found->timer, &found->of, decision, &row, &matter))
        return;
    /* Answered meanwhile; or offered anew, or the calendar has changed: it comes again. */
    struct date offered = date_of_moment(row.offered_at), today = date_of_moment(request->at);
    int64_t days = matter_offer_days(request->book, (int32_t)row.place, offered);
    struct date last = calendar_plus_working_days(book_calendar(request->book), offered,
                                                  (int)days, (struct moment){ 0 });
    if (row.offered_to == 0)
        return;
    if (date_compare(today, last) <= 0) {
        task_timer_set(decision, intake_offer_over_action.name, row.case_id,
                       moment_of_date(date_plus_days(last, 1)));
        return;
    }
    row.offered_to = 0;
    if (!intake_move(decision, &row, CASE_HAND_BACK,
                     words_of("intake.offer.over", LANGUAGE_CHINESE)))
        return;
    decision_replace(decision, &intake_case_table, &row);
}

/* ---- rows ---- */

#define STEP(member_) AT(struct intake_case_input, member_)
#define STEP_FIELDS \
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), .help = "intake.field.case" }, \
    { "version", NULL, FIELD_COUNT, 0, STEP(version), .help = "intake.field.version" }, \
    { "reason", NULL, FIELD_TEXT, 0, STEP(reason), 500, .help = "intake.field.reason" }
static const struct field plain_fields[] = { STEP_FIELDS };
static const struct field over_fields[] = {
    STEP_FIELDS,
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, STEP(office), .help = "intake.field.to-office" },
};
static const struct field await_fields[] = {
    STEP_FIELDS,
    { "department", NULL, FIELD_TEXT, FIELD_REQUIRED, STEP(what), 30,
      .help = "intake.field.department" },
};
const struct shape intake_step_input_shape =
    SHAPE("intake_step_input", struct intake_case_input, plain_fields);
static const struct shape over_shape =
    SHAPE("intake_hand_over", struct intake_case_input, over_fields);
static const struct shape await_shape =
    SHAPE("intake_await", struct intake_case_input, await_fields);
static const struct shape facts_shape =
    { .name = "intake_owner_facts", .size = sizeof(struct owner_facts) };
static const struct shape escalate_shape =
    { .name = "intake_escalate_facts", .size = sizeof(struct escalate_facts) };

static void escalate_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

#define OWNER_ACTION(name_, help_, path_, input_, decide_) { \
    name_, .method = "POST", .path = "/api/v1/cases/{case_id}/" path_, \
    .flags = ACTION_ONCE, .input = &(input_), .facts = &facts_shape, \
    .outcome = &intake_applied_shape, .answer = &intake_applied_shape, \
    .help = help_, .keys = intake_case_keys, .gather = gather_owner, \
    .decide = (decide_) }
const struct action intake_hand_over_action =
    OWNER_ACTION(.name = "intake.hand-over", "intake.help.hand-over",
                 "offer", over_shape, decide_hand_over);
const struct action intake_take_over_action =
    OWNER_ACTION(.name = "intake.take-over", "intake.help.take-over",
                 "taking-over", intake_step_input_shape, decide_take_over);
const struct action intake_hand_back_action =
    OWNER_ACTION(.name = "intake.hand-back", "intake.help.hand-back",
                 "handing-back", intake_step_input_shape, decide_hand_back);
const struct action intake_await_action =
    OWNER_ACTION(.name = "intake.await", "intake.help.await",
                 "department", await_shape, decide_await);
const struct action intake_resume_action =
    OWNER_ACTION(.name = "intake.resume", "intake.help.resume",
                 "department-answer", intake_step_input_shape, decide_resume);
const struct action intake_hurry_action =
    OWNER_ACTION(.name = "intake.hurry", "intake.help.hurry",
                 "urgency", intake_step_input_shape, decide_hurry);
const struct action intake_escalate_action = {
    .name = "intake.escalate", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &escalate_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.escalate", .keys = escalate_keys,
    .gather = gather_escalate, .decide = decide_escalate,
};
const struct action intake_offer_over_action = {
    .name = "intake.offer-over", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &escalate_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.offer-over", .keys = escalate_keys,
    .gather = gather_escalate, .decide = decide_offer_over,
};
