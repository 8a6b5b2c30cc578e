/* duty_report.c: what must be told upwards at once, and when each office above has seen it. */

#include "rooms/duty/duty_inside.h"

#include "base/check.h"
#include "rooms/message/message_facts.h"

struct report_facts {
    const struct duty_incident *row;
    const struct list *above;           /* of staff_above: of the asker's office */
    const struct list *steps;
};
static const struct shape report_facts_shape =
    { .name = "duty_report_facts", .size = sizeof(struct report_facts) };

static void report_keys(const struct request *request, struct keys *keys)
{
    const struct duty_report_input *input = request->input;
    keys_add(keys, input->incident != 0 ? input->incident : request->actor->office);
}

static bool report_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct report_facts *found = facts;
    const struct staff_office_key key = { STAFF_BUCKET, request->actor->office };
    found->above = gather_want(gather, &staff_offices_above, &key);
    return found->above != NULL;
}

/* LAW: BJ4-S7k, JX4-3h: every office above is told at once, with the moment. */
static void report_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct duty_report_input *input = request->input;
    const struct report_facts *found = facts;
    int64_t office = request->actor->office;
    if (office == 0) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, NULL);
        return;
    }
    if (!text_is(input->kind, "major-event") && !text_is(input->kind, "service-down")) {
        duty_refuse(decision, DUTY_REFUSED_NO_KIND, "kind");
        return;
    }
    if (input->began.ms > request->at.ms) {
        duty_refuse(decision, DUTY_REFUSED_TIME, "began");
        return;
    }
    int bucket = duty_bucket(office);
    const struct duty_incident row = {
        .bucket = bucket, .office = office, .incident = id_mint(request->minter, bucket),
        .kind = input->kind, .what = input->what,
        .began_at = input->began.ms == 0 ? request->at : input->began,
        .filed_at = request->at, .filed_by = request->actor->account, .version = 1,
    };
    decision_insert(decision, &duty_incident_table, &row);
    const struct staff_above *rows = found->above->items;
    int64_t told = 0;
    for (size_t i = 0; i < found->above->count; i++) {
        if (rows[i].above == office)
            continue;
        const struct duty_step step = { .bucket = bucket, .incident = row.incident,
            .office = rows[i].above, .told_at = request->at, .version = 1 };
        decision_insert(decision, &duty_step_table, &step);
        const struct message_row about = { .office = rows[i].above, .subject = row.incident,
                                           .kind = TEXT("duty.message.report") };
        const struct text words[3] = { input->what };
        message_send(decision, &about, words, words);
        told++;
    }
    duty_done_with(decision, row.incident, told);
}

/* ---- seen, and ended ---- */

static bool seen_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct duty_report_input *input = request->input;
    struct report_facts *found = facts;
    const struct duty_id_key key = { id_bucket(input->incident), input->incident };
    const void *row = NULL;
    bool complete = gather_one(gather, &duty_incident_by_id, &key, &row);
    found->row = row;
    found->steps = gather_want(gather, &duty_steps_of, &key);
    return complete && found->steps != NULL;
}

static void acknowledge_decide(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct duty_report_input *input = request->input;
    const struct report_facts *found = facts;
    const struct duty_step *steps = found->steps->items;
    for (size_t i = 0; i < found->steps->count; i++) {
        if (steps[i].office != request->actor->office)
            continue;
        if (steps[i].seen_at.ms != 0) {
            duty_refuse(decision, DUTY_REFUSED_DONE, "incident");
            return;
        }
        struct duty_step after = steps[i];
        after.seen_at = request->at;
        after.seen_by = request->actor->account;
        after.reply = input->what;
        decision_replace(decision, &duty_step_table, &after);
        const struct message_row about = { .office = found->row->office,
            .subject = input->incident, .kind = TEXT("duty.message.seen") };
        const struct text none[3] = { { 0 } };
        message_send(decision, &about, none, none);
        duty_done_with(decision, input->incident, 1);
        return;
    }
    duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "incident");
}

static void end_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct report_facts *found = facts;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office)) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "incident");
        return;
    }
    if (found->row->ended_at.ms != 0) {
        duty_refuse(decision, DUTY_REFUSED_DONE, "incident");
        return;
    }
    struct duty_incident after = *found->row;
    after.ended_at = request->at;
    decision_replace(decision, &duty_incident_table, &after);
    duty_done_with(decision, after.incident, 0);
}

/* ---- the list: one's own, and those one was told of ---- */

struct reports_input { int64_t office; };
struct reports_facts {
    const struct list *own, *told;
    const struct duty_incident **rows;      /* of own, then of told */
    const struct list **steps;
    size_t count;
};
struct reports_answer { struct list reports; };
#define REPORTS_MAX 60

static bool reports_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct reports_input *input = request->input;
    struct reports_facts *found = facts;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    const struct duty_office_key own = { duty_bucket(office), office };
    const struct duty_office_key told = { 0, office };
    found->own = gather_want(gather, &duty_incidents_of, &own);
    found->told = gather_want(gather, &duty_steps_for, &told);
    if (found->own == NULL || found->told == NULL)
        return false;
    found->rows = ARENA_ARRAY(gather->arena, const struct duty_incident *, 2 * REPORTS_MAX);
    found->steps = ARENA_ARRAY(gather->arena, const struct list *, 2 * REPORTS_MAX);
    const struct duty_incident *incidents = found->own->items;
    const struct duty_step *steps = found->told->items;
    bool complete = true;
    found->count = 0;
    for (size_t i = 0; i < found->own->count && i < REPORTS_MAX; i++)
        found->rows[found->count++] = &incidents[i];
    for (size_t i = 0; i < found->told->count && i < REPORTS_MAX; i++) {
        const struct duty_id_key key = { id_bucket(steps[i].incident), steps[i].incident };
        const void *row = NULL;
        complete &= gather_one(gather, &duty_incident_by_id, &key, &row);
        if (row != NULL)
            found->rows[found->count++] = row;
    }
    for (size_t i = 0; i < found->count; i++) {
        const struct duty_id_key key = { found->rows[i]->bucket, found->rows[i]->incident };
        found->steps[i] = gather_want(gather, &duty_steps_of, &key);
        complete &= found->steps[i] != NULL;
    }
    return complete;
}

static void reports_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct reports_facts *found = facts;
    struct duty_reported *told =
        ARENA_ARRAY(request->arena, struct duty_reported, found->count + 1);
    for (size_t i = 0; i < found->count; i++) {
        const struct duty_incident *row = found->rows[i];
        told[i] = (struct duty_reported){
            .incident = row->incident, .office = row->office, .kind = row->kind,
            .what = row->what, .began_at = row->began_at, .filed_at = row->filed_at,
            .ended_at = row->ended_at, .steps = *found->steps[i],
        };
    }
    ((struct reports_answer *)decision->outcome)->reports = (struct list){ told, found->count };
}

/* ---- rows ---- */

#define INPUT(member_) AT(struct duty_report_input, member_)
static const struct field report_fields[] = {
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(kind), 20,
      .help = "duty.field.report-kind" },
    { "what", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(what), 2000,
      .help = "duty.field.report-what" },
    { "began", NULL, FIELD_MOMENT, 0, INPUT(began), .help = "duty.field.began" },
};
static const struct shape report_shape =
    SHAPE("duty_report", struct duty_report_input, report_fields);
static const struct field seen_fields[] = {
    { "incident", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(incident),
      .help = "duty.field.incident" },
    { "what", NULL, FIELD_TEXT, 0, INPUT(what), 500, .help = "duty.field.reply" },
};
static const struct shape seen_shape =
    SHAPE("duty_seen", struct duty_report_input, seen_fields);
static const struct field reports_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct reports_input, office),
      .help = "duty.field.office" },
};
static const struct shape reports_shape =
    SHAPE("duty_reports_asked", struct reports_input, reports_fields);
static const struct field step_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct duty_step, office), .help = "duty.field.office" },
    { "told_at", NULL, FIELD_MOMENT, 0, AT(struct duty_step, told_at),
      .help = "duty.field.told-at" },
    { "seen_at", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct duty_step, seen_at),
      .help = "duty.field.seen-at" },
    { "reply", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct duty_step, reply), 500,
      .help = "duty.field.reply" },
};
static const struct shape step_shape =
    SHAPE("duty_step_told", struct duty_step, step_fields);
#define TOLD(member_) AT(struct duty_reported, member_)
static const struct field told_fields[] = {
    { "incident", NULL, FIELD_ID, 0, TOLD(incident), .help = "duty.field.incident" },
    { "office", NULL, FIELD_ID, 0, TOLD(office), .help = "duty.field.office" },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(kind), 20, .help = "duty.field.report-kind" },
    { "what", NULL, FIELD_TEXT, 0, TOLD(what), 2000, .help = "duty.field.report-what" },
    { "began_at", NULL, FIELD_MOMENT, 0, TOLD(began_at), .help = "duty.field.began" },
    { "filed_at", NULL, FIELD_MOMENT, 0, TOLD(filed_at), .help = "duty.field.filed-at" },
    { "ended_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(ended_at),
      .help = "duty.field.ended-at" },
    { "steps", NULL, FIELD_LIST, 0, TOLD(steps), .of = &step_shape,
      .help = "duty.field.steps" },
};
static const struct shape told_shape =
    SHAPE("duty_reported", struct duty_reported, told_fields);
static const struct field answer_fields[] = {
    { "reports", NULL, FIELD_LIST, 0, AT(struct reports_answer, reports), .of = &told_shape,
      .help = "duty.field.reports" },
};
static const struct shape answer_shape =
    SHAPE("duty_reports", struct reports_answer, answer_fields);
static const struct shape reports_facts_shape =
    { .name = "duty_reports_facts", .size = sizeof(struct reports_facts) };

const struct action duty_report_action = {
    .name = "duty.report", .method = "POST", .path = "/api/v1/duty/reports",
    .flags = ACTION_ONCE, .input = &report_shape,
    .facts = &report_facts_shape, .outcome = &duty_done_shape, .answer = &duty_done_shape,
    .help = "duty.help.report", .keys = report_keys, .gather = report_gather,
    .decide = report_decide,
};
const struct action duty_acknowledge_action = {
    .name = "duty.acknowledge", .method = "POST",
    .path = "/api/v1/duty/reports/{incident}/acknowledgement",
    .flags = ACTION_ONCE, .input = &seen_shape, .facts = &report_facts_shape,
    .outcome = &duty_done_shape, .answer = &duty_done_shape, .help = "duty.help.acknowledge",
    .keys = report_keys, .gather = seen_gather, .decide = acknowledge_decide,
};
const struct action duty_end_report_action = {
    .name = "duty.end-report", .method = "POST", .path = "/api/v1/duty/reports/{incident}/end",
    .flags = ACTION_ONCE, .input = &seen_shape,
    .facts = &report_facts_shape, .outcome = &duty_done_shape, .answer = &duty_done_shape,
    .help = "duty.help.end-report", .keys = report_keys, .gather = seen_gather,
    .decide = end_decide,
};
const struct action duty_reports_action = {
    .name = "duty.reports", .method = "GET", .path = "/api/v1/duty/reports",
    .flags = ACTION_READ, .input = &reports_shape,
    .facts = &reports_facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "duty.help.reports", .gather = reports_gather, .decide = reports_decide,
};
