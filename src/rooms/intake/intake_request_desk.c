/* intake_request_desk.c: the department's side: what it is asked, signed, for the people of its
 * place; and its answer. A connector does the same with an account of its own. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/task.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

/* ---- intake.requests: what is open ---- */

struct requests_input { int64_t after; };
struct requests_facts {
    const struct staff_office *office;
    const struct list *requests;
    const struct party_person *people[INTAKE_REQUESTS_PAGE];
};
static const struct shape requests_facts_shape =
    { .name = "intake_requests_facts", .size = sizeof(struct requests_facts) };

struct request_told {
    int64_t request;
    struct text department, matter_zh, matter_en, material, zh, en;
    struct text name, number, number_sealed;
    int64_t place;
    struct moment asked_at, due;
    struct text state;
    struct text signature;      /* SM2 over what is said in intake_request_signed */
};
struct requests_answer { struct list requests; };

/* 110000 stands for all that begins so. */
static struct intake_requests_key requests_key(const struct actor *actor,
                                               const struct staff_office *office, int64_t after)
{
    return (struct intake_requests_key){
        office->department, actor->division, division_last_code(actor->division), after,
    };
}

static bool gather_office(struct gather *gather, const struct request *request,
                          const struct staff_office **ret_office)
{
    const struct staff_office_key key = { STAFF_BUCKET, request->actor->office };
    const void *row = NULL;
    bool complete = gather_one(gather, &staff_office_by_id, &key, &row);
    *ret_office = row;
    return complete;
}

/* Of its department, and of somebody in its place. */
static bool is_theirs(const struct actor *actor, const struct staff_office *office,
                      const struct intake_request *row)
{
    return office != NULL && row != NULL && text_present(office->department)
        && text_equal(office->department, row->department)
        && staff_division_within(row->place, actor->division);
}

static bool gather_requests(struct gather *gather, const struct request *request, void *facts)
{
    const struct requests_input *input = request->input;
    struct requests_facts *found = facts;
    if (!gather_office(gather, request, &found->office))
        return false;
    if (found->office == NULL || !text_present(found->office->department))
        return true;
    const struct intake_requests_key key =
        requests_key(request->actor, found->office, input->after);
    found->requests = gather_want(gather, &intake_requests_open, &key);
    if (found->requests == NULL)
        return false;
    const struct intake_request *rows = found->requests->items;
    bool complete = true;
    for (size_t i = 0; i < found->requests->count; i++) {
        const struct party_of_person person_key = { rows[i].bucket, rows[i].person };
        const void *row = NULL;
        complete &= gather_one(gather, &party_person_by_id, &person_key, &row);
        found->people[i] = row;
    }
    return complete;
}

static void decide_requests(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct requests_facts *found = facts;
    if (found->requests == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_DEPARTMENT, NULL);
        return;
    }
    const struct intake_request *rows = found->requests->items;
    struct request_told *told =
        ARENA_ARRAY(request->arena, struct request_told, found->requests->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->requests->count; i++) {
        const struct matter *matter = matter_of(request->book, rows[i].matter, request->arena);
        const struct matter_material *material =
            matter == NULL ? NULL : matter_material_of(matter, rows[i].material);
        if (found->people[i] == NULL || !is_theirs(request->actor, found->office, &rows[i]))
            continue;
        told[count++] = (struct request_told){
            .request = rows[i].request, .department = rows[i].department,
            .matter_zh = matter == NULL ? rows[i].matter : matter->zh,
            .matter_en = matter == NULL ? rows[i].matter : matter->en,
            .material = rows[i].material,
            .zh = material == NULL ? rows[i].material : material->zh,
            .en = material == NULL ? rows[i].material : material->en,
            .name = found->people[i]->name,
            .number_sealed = found->people[i]->number_sealed, .place = rows[i].place,
            .asked_at = rows[i].asked_at, .due = rows[i].due, .state = rows[i].state,
        };
    }
    ((struct requests_answer *)decision->outcome)->requests = (struct list){ told, count };
}

/* What is signed: nobody but us asks, and for that person and paper alone. */
static struct text signed_text(const struct request_told *told, struct arena *arena)
{
    return arena_format(arena, "%lld %.*s %.*s %.*s %.*s %lld", (long long)told->request,
                        TEXT_ARGS(told->department), TEXT_ARGS(told->material),
                        TEXT_ARGS(told->name), TEXT_ARGS(told->number),
                        (long long)told->due.ms);
}

static void tell_requests(const struct request *request, const void *outcome,
                          const void *memory, void *answer)
{
    (void)memory;
    const struct requests_answer *from = outcome;
    const struct request_told *rows = from->requests.items;
    struct request_told *told =
        ARENA_ARRAY(request->arena, struct request_told, from->requests.count + 1);
    for (size_t i = 0; i < from->requests.count; i++) {
        told[i] = rows[i];
        told[i].number = party_unseal(rows[i].number_sealed, "number", request->arena);
        told[i].signature = intake_signature_of(signed_text(&told[i], request->arena),
                                                request->arena);
    }
    ((struct requests_answer *)answer)->requests = (struct list){ told, from->requests.count };
}

/* ---- intake.answer-request ---- */

struct answer_input {
    int64_t request;
    struct text answer, found;
};
struct answer_facts {
    const struct staff_office *office;
    const struct intake_request *request;
};
struct answered { int64_t request; struct text state; };
static const struct shape answer_facts_shape =
    { .name = "intake_answer_request_facts", .size = sizeof(struct answer_facts) };

static bool gather_answer(struct gather *gather, const struct request *request, void *facts)
{
    const struct answer_input *input = request->input;
    struct answer_facts *found = facts;
    const struct intake_request_key key = { id_bucket(input->request), input->request };
    const void *row = NULL;
    bool complete = gather_office(gather, request, &found->office);
    complete &= gather_one(gather, &intake_request_by_id, &key, &row);
    found->request = row;
    return complete;
}

/* Another's request is answered as none. One that came too late is still taken. */
static void decide_answer(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct answer_input *input = request->input;
    const struct answer_facts *found = facts;
    if (!is_theirs(request->actor, found->office, found->request)) {
        decision_refuse(decision, "intake.refused.no-request", "request");
        return;
    }
    struct intake_request row = *found->request;
    if (!text_is(row.state, "sent") && !text_is(row.state, "late")) {
        decision_refuse(decision, "intake.refused.request-answered", "request");
        return;
    }
    if (text_is(input->answer, "confirmed") && !text_present(text_trim(input->found))) {
        decision_refuse(decision, "intake.refused.nothing-found-said", "found");
        return;
    }
    row.state = TEXT("answered");
    row.answer = input->answer;
    row.found = input->found;
    row.answered_at = request->at;
    row.answered_by = request->actor->account;
    decision_replace(decision, &intake_request_table, &row);
    task_timer_set(decision, intake_request_over_action.name, row.request, request->at);
    decision->subject = row.request;
    *(struct answered *)decision->outcome = (struct answered){ row.request, row.state };
}

static void answer_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct answer_input *)request->input)->request);
}

/* ---- rows ---- */

#define TOLD(member_) AT(struct request_told, member_)
#define TOLD_FIELDS \
    { "request", NULL, FIELD_ID, 0, TOLD(request), .help = "intake.field.request" }, \
    { "department", NULL, FIELD_TEXT, 0, TOLD(department), 30, \
      .help = "intake.field.department" }, \
    { "matter_zh", NULL, FIELD_TEXT, 0, TOLD(matter_zh), 60, .help = "intake.told.matter" }, \
    { "matter_en", NULL, FIELD_TEXT, 0, TOLD(matter_en), 100, .help = "intake.told.matter" }, \
    { "material", NULL, FIELD_TEXT, 0, TOLD(material), 30 }, \
    { "zh", NULL, FIELD_TEXT, 0, TOLD(zh), 60, .help = "intake.field.material" }, \
    { "en", NULL, FIELD_TEXT, 0, TOLD(en), 100, .help = "intake.field.material" }, \
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(name), 60, .help = "intake.field.name" }, \
    { "place", NULL, FIELD_COUNT, 0, TOLD(place) }, \
    { "asked_at", NULL, FIELD_MOMENT, 0, TOLD(asked_at), .help = "intake.told.asked" }, \
    { "due", NULL, FIELD_MOMENT, 0, TOLD(due), .help = "intake.told.answer-before" }, \
    { "state", NULL, FIELD_TEXT, 0, TOLD(state), 20, .help = "intake.told.state" }
static const struct field kept_fields[] = {
    TOLD_FIELDS,
    { "number_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE, TOLD(number_sealed) },
};
static const struct shape kept_shape =
    SHAPE("intake_request_kept", struct request_told, kept_fields);
static const struct field told_fields[] = {
    TOLD_FIELDS,
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(number), 30,
      .help = "intake.field.number" },
    { "signature", NULL, FIELD_TEXT, 0, TOLD(signature), 200, .help = "intake.told.seal" },
};
static const struct shape told_shape =
    SHAPE("intake_request_told", struct request_told, told_fields);
static const struct field outcome_fields[] = {
    { "requests", NULL, FIELD_LIST, 0, AT(struct requests_answer, requests), .of = &kept_shape,
      .help = "intake.told.requests" },
};
static const struct shape outcome_shape =
    SHAPE("intake_requests_kept", struct requests_answer, outcome_fields);
static const struct field list_fields[] = {
    { "requests", NULL, FIELD_LIST, 0, AT(struct requests_answer, requests), .of = &told_shape,
      .help = "intake.told.requests" },
};
static const struct shape list_shape =
    SHAPE("intake_requests", struct requests_answer, list_fields);
static const struct field input_fields[] = {
    { "after", NULL, FIELD_ID, 0, AT(struct requests_input, after),
      .help = "intake.field.after" },
};
static const struct shape input_shape =
    SHAPE("intake_requests_input", struct requests_input, input_fields);

const struct action intake_requests_action = {
    .name = "intake.requests", .method = "GET", .path = "/api/v1/department-requests",
    .flags = ACTION_READ | ACTION_DISCLOSES, .input = &input_shape,
    .facts = &requests_facts_shape, .outcome = &outcome_shape, .answer = &list_shape,
    .help = "intake.help.requests", .gather = gather_requests, .decide = decide_requests,
    .tell = tell_requests,
};

static const struct field answer_fields[] = {
    { "request", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct answer_input, request),
      .help = "intake.field.request" },
    { "answer", NULL, FIELD_CODE, FIELD_REQUIRED, AT(struct answer_input, answer), 10,
      "department_answer", .help = "intake.field.department-answer" },
    { "found", NULL, FIELD_TEXT, 0, AT(struct answer_input, found), 300,
      .help = "intake.field.department-found" },
};
static const struct shape answer_shape =
    SHAPE("intake_answer_request", struct answer_input, answer_fields);
static const struct field answered_fields[] = {
    FIELD(struct answered, request, FIELD_ID, .help = "intake.field.request"),
    FIELD(struct answered, state, FIELD_TEXT, .length_max = 20, .help = "intake.told.state"),
};
static const struct shape answered_shape =
    SHAPE("intake_request_answered", struct answered, answered_fields);

const struct action intake_answer_request_action = {
    .name = "intake.answer-request", .method = "POST",
    .path = "/api/v1/department-requests/{request}/answer", .flags = ACTION_ONCE,
    .input = &answer_shape, .facts = &answer_facts_shape, .outcome = &answered_shape,
    .answer = &answered_shape, .help = "intake.help.answer-request", .keys = answer_keys,
    .gather = gather_answer, .decide = decide_answer,
};
