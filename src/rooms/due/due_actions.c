/* due_actions.c: the rows of the room's actions, its page, and the room. */

#include "rooms/due/due.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

/* ---- due.explain ---- */

static const struct field suspended_fields[] = {
    FIELD(struct clock_suspension, from, FIELD_DAY, .flags = FIELD_REQUIRED,
          .help = "due.field.suspended-from"),
    FIELD(struct clock_suspension, until, FIELD_DAY, .help = "due.field.suspended-until"),
    FIELD(struct clock_suspension, reason, FIELD_TEXT, .length_max = 100,
          .help = "due.field.suspended-reason"),
};
static const struct shape suspended_shape =
    SHAPE("due_suspended", struct clock_suspension, suspended_fields);

#define EXPLAIN(member_, kind_, ...) \
    FIELD(struct due_explain_input, member_, kind_, __VA_ARGS__)
static const struct field explain_fields[] = {
    EXPLAIN(kind, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 60,
            .help = "due.field.kind"),
    EXPLAIN(place, FIELD_COUNT, .flags = FIELD_REQUIRED, .help = "due.field.place"),
    EXPLAIN(start, FIELD_DAY, .help = "due.field.start"),
    EXPLAIN(event, FIELD_TEXT, .length_max = 60, .help = "due.field.event"),
    EXPLAIN(event_day, FIELD_DAY, .help = "due.field.event-day"),
    EXPLAIN(roll, FIELD_CODE, .length_max = 30, .codes = "clock_roll",
            .help = "due.field.roll"),
    EXPLAIN(counting, FIELD_TEXT, .length_max = 20, .help = "due.field.counting"),
    EXPLAIN(before, FIELD_FLAG, .help = "due.field.before"),
    EXPLAIN(at, FIELD_TEXT, .length_max = 5, .help = "due.field.at"),
    EXPLAIN(insurance, FIELD_TEXT, .length_max = 40, .help = "due.field.insurance"),
    EXPLAIN(matter, FIELD_TEXT, .length_max = 60, .help = "due.field.matter"),
    EXPLAIN(applicant, FIELD_TEXT, .length_max = 40, .help = "due.field.applicant"),
    EXPLAIN(period, FIELD_TEXT, .length_max = 7, .help = "due.field.period"),
    EXPLAIN(granted, FIELD_TEXT, .length_max = 100, .help = "due.field.granted"),
    EXPLAIN(known, FIELD_DAY, .help = "due.field.known"),
    EXPLAIN(done, FIELD_MOMENT, .help = "due.field.done"),
    EXPLAIN(suspended, FIELD_LIST, .of = &suspended_shape, .length_max = 20,
            .help = "due.field.suspended"),
};
const struct shape due_explain_shape =
    SHAPE("due_explain", struct due_explain_input, explain_fields);

#define LATE(member_, kind_, ...) FIELD(struct due_lateness, member_, kind_, __VA_ARGS__)
static const struct field lateness_fields[] = {
    LATE(says_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 300,
         .help = "due.field.says"),
    LATE(says_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 400,
         .help = "due.field.says"),
    LATE(at, FIELD_MOMENT, .help = "due.field.late-at"),
    LATE(overdue, FIELD_FLAG, .help = "due.field.overdue"),
    LATE(overdue_from, FIELD_DAY, .flags = FIELD_SPARSE, .help = "due.field.overdue-from"),
    LATE(late_fee, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 20,
         .help = "due.field.late-fee"),
    LATE(fee_from, FIELD_DAY, .flags = FIELD_SPARSE, .help = "due.field.fee-from"),
    LATE(waived_by, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200,
         .help = "due.field.waived-by"),
};
static const struct shape lateness_shape =
    SHAPE("due_lateness", struct due_lateness, lateness_fields);

static const struct field explained_fields[] = {
    FIELD(struct due_explained, lateness, FIELD_OBJECT, .of = &lateness_shape,
          .help = "due.field.lateness"),
    FIELD(struct due_explained, certificate, FIELD_OBJECT, .of = &deadline_certificate_shape,
          .help = "due.field.certificate"),
    FIELD(struct due_explained, make_up, FIELD_OBJECT, .flags = FIELD_SPARSE,
          .of = &deadline_certificate_shape, .help = "due.field.make-up"),
};
const struct shape due_explained_shape =
    SHAPE("due_explained", struct due_explained, explained_fields);
static const struct shape explain_facts_shape =
    { .name = "due_explain_facts", .size = sizeof(struct due_explain_facts) };

static bool explain_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    return notice_gather_events(gather, &((struct due_explain_facts *)facts)->events);
}

static void explain_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct due_explain_facts *found = facts;
    struct due_refusal refusal = due_explain(request->input, request->book, found->events,
                                             request->at, request->arena, decision->outcome);
    if (refusal.key != NULL)
        decision_refuse(decision, refusal.key, refusal.field);
}

const struct action due_explain_action = {
    .name = "due.explain", .method = "GET", .path = "/api/v1/deadlines/explanation",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &due_explain_shape,
    .facts = &explain_facts_shape, .outcome = &due_explained_shape,
    .answer = &due_explained_shape, .help = "due.help.explain", .gather = explain_gather,
    .decide = explain_decide,
};

/* ---- due.list ---- */

struct list_input {
    int64_t office;
    struct date after_day;
    int64_t after;
};
static const struct field list_input_fields[] = {
    FIELD(struct list_input, office, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "due.field.office"),
    FIELD(struct list_input, after_day, FIELD_DAY, .help = "due.field.after-day"),
    FIELD(struct list_input, after, FIELD_ID, .help = "due.field.after"),
};
static const struct shape list_input_shape =
    SHAPE("due_list_input", struct list_input, list_input_fields);

struct list_facts {
    const struct list *clocks;
};
static const struct shape list_facts_shape =
    { .name = "due_list_facts", .size = sizeof(struct list_facts) };

struct list_answer {
    struct list clocks;
    struct date after_day;          /* to go on from; absent: that was all */
    int64_t after;
};
static const struct field list_answer_fields[] = {
    FIELD(struct list_answer, clocks, FIELD_LIST, .of = &due_listed_shape,
          .help = "due.field.clocks"),
    FIELD(struct list_answer, after_day, FIELD_DAY, .flags = FIELD_SPARSE),
    FIELD(struct list_answer, after, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape list_answer_shape =
    SHAPE("due_list", struct list_answer, list_answer_fields);

static bool list_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct list_input *input = request->input;
    struct list_facts *found = facts;
    const struct due_list_key key = {
        .office = input->office, .after = input->after,
        .after_day = input->after_day.yyyymmdd == 0 ? DATE_EARLIEST : input->after_day,
    };
    found->clocks = gather_want(gather, &due_clocks_of_office, &key);
    return found->clocks != NULL;
}

static void list_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    const struct list_facts *found = facts;
    struct list_answer *answer = decision->outcome;
    answer->clocks = *found->clocks;
    if (found->clocks->count < DUE_LIST_PAGE)
        return;
    const struct due_listed *rows = found->clocks->items;
    answer->after_day = rows[found->clocks->count - 1].sorts;
    answer->after = rows[found->clocks->count - 1].subject;
}

const struct action due_list_action = {
    .name = "due.list", .method = "GET", .path = "/api/v1/offices/{office}/deadlines",
    .flags = ACTION_READ,
    .input = &list_input_shape, .facts = &list_facts_shape, .outcome = &list_answer_shape,
    .next_page = { { "after_day", "after_day" }, { "after", "after" } },
    .answer = &list_answer_shape, .help = "due.help.list", .gather = list_gather,
    .decide = list_decide,
};

/* ---- due.watch and due.project ---- */

static const struct field watched_fields[] = {
    FIELD(struct due_watched, job, FIELD_ID, .flags = 0),
    FIELD(struct due_watched, cause, FIELD_TEXT, .length_max = 400),
};
static const struct shape watched_shape = SHAPE("due_watched", struct due_watched, watched_fields);
static const struct shape watch_facts_shape =
    { .name = "due_watch_facts", .size = sizeof(struct due_watch_facts) };

/* One basis, one watcher at a time. */
static void watch_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("due.basis")) >> 1));
}

const struct action due_watch_action = {
    .name = "due.watch", .method = "POST", .path = "/api/v1/deadlines/projection",
    .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &watch_facts_shape, .outcome = &watched_shape,
    .answer = &watched_shape, .help = "due.help.watch", .keys = watch_keys,
    .gather = due_watch_gather, .decide = due_watch_decide,
};

static const struct field moved_fields[] = {
    FIELD(struct due_moved, class_id, FIELD_ID, .flags = 0),
    FIELD(struct due_moved, before, FIELD_DAY, .flags = 0),
    FIELD(struct due_moved, after, FIELD_DAY, .flags = 0),
    FIELD(struct due_moved, state, FIELD_TEXT, .length_max = 20),
};
static const struct shape moved_shape = SHAPE("due_moved", struct due_moved, moved_fields);
static const struct field projected_fields[] = {
    FIELD(struct due_projected, job, FIELD_ID, .flags = 0),
    FIELD(struct due_projected, looked, FIELD_COUNT, .flags = 0),
    FIELD(struct due_projected, cause, FIELD_TEXT, .length_max = 400),
    FIELD(struct due_projected, moved, FIELD_LIST, .of = &moved_shape,
          .length_max = DUE_CLASSES_A_STEP),
};
static const struct shape projected_shape =
    SHAPE("due_projected", struct due_projected, projected_fields);
static const struct shape project_facts_shape =
    { .name = "due_project_facts", .size = sizeof(struct due_project_facts) };

static void project_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->task);
}

const struct action due_project_action = {
    .name = "due.project", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &project_facts_shape, .outcome = &projected_shape,
    .answer = &projected_shape, .help = "due.help.project", .keys = project_keys,
    .gather = due_project_gather, .decide = due_project_decide,
};

/* ---- the room ---- */

static const struct action *const actions[] = {
    &due_explain_action, &due_list_action, &due_watch_action, &due_project_action,
};
static const struct table *const tables[] = {
    &due_class_table, &due_clock_table, &due_basis_table,
};
static const struct query *const queries[] = {
    &due_class_by_id, &due_clocks_of, &due_basis_of, &due_classes_after, &due_clocks_of_office,
};
static const struct job_kind jobs[] = { { "due.project", "due.project" } };

static bool ask_watch(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)outcome;
    (void)arena;
    *(struct task_input *)ret_input = (struct task_input){ 0 };
    return true;
}
static const struct reaction reactions[] = {
    { "notice.declare-event", "due.watch", ask_watch },
    { "notice.withdraw-event", "due.watch", ask_watch },
};

/* The page asks what somebody with a letter in his hand knows; the rest is for the API. */
static const struct page_fixed not_asked[] = {
    { "counting", NULL }, { "before", NULL }, { "at", NULL }, { "event", NULL },
    { "matter", NULL }, { "insurance", NULL }, { "applicant", NULL }, { "period", NULL },
    { "granted", NULL },
};
static const struct page pages[] = {
    { .path = "/deadline", .title = "due.page.deadline", .action = "due.explain",
      .button = "due.page.work-out", .fixed = not_asked, .fixed_count = COUNT_OF(not_asked),
      .division = "place", .flags = PAGE_ON_HOME },
};

const struct room due_room = {
    .name = "due",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .rule_kinds = due_rule_kinds, .rule_kind_count = DUE_RULES,
    ROOM_LIST(reaction, reactions),
    ROOM_LIST(job, jobs),
    ROOM_LIST(page, pages),
    .verify = due_verify, .impact = due_impact,
};
