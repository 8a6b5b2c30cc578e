/* consult_case.c: a question becomes a case in one step: whoever is asked sends the application of
 * who asks, with matter, telephone and channel of the question. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "base/limits.h"

#include <stddef.h>

struct to_case_input {
    int64_t ticket, version;
    struct text matter;         /* as the question turned out */
    struct text name, number;   /* of the person it is for */
    struct list values;         /* of intake_value */
    struct list papers;         /* of intake_paper_input */
    struct list owed;           /* of intake_owed_input */
    bool commitment;
    struct text asked;          /* what was asked to know who calls */
};
/* Room for what the application's own prepare makes. */
struct to_case_prepared { max_align_t room[8]; };
struct to_case_facts {
    const struct consult_ticket *row;
    struct request *inner;      /* the application; NULL: no such question */
    void *inner_facts;
};
struct to_case_done {
    int64_t ticket, case_id;
    struct text receipt, state, ticket_state;
};

static struct request *application(const struct request *request,
                                   const struct consult_ticket *row, struct arena *arena)
{
    const struct to_case_input *input = request->input;
    struct request *inner = ARENA_NEW(arena, struct request);
    struct intake_apply_input *apply = ARENA_NEW(arena, struct intake_apply_input);
    *inner = *request;
    *apply = (struct intake_apply_input){
        .matter = input->matter,
        .channel = text_is(row->channel, "web") ? TEXT("web") : TEXT("phone"),
        .name = input->name, .number = input->number, .values = input->values,
        .papers = input->papers, .owed = input->owed, .commitment = input->commitment,
        .asked = input->asked,
    };
    inner->arena = arena;
    inner->action = &intake_apply_action;
    inner->input = apply;
    inner->door = TEXT(INTAKE_QUESTION_DOOR);
    return inner;
}

/* The application's gather has its rounds from the first on: it needs nothing of the question but
 * the channel, which only decide looks at. */
static bool to_case_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct to_case_input *input = request->input;
    struct to_case_facts *found = facts;
    bool complete = consult_gather_ticket(gather, input->ticket, &found->row);
    static const struct consult_ticket none;
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    found->inner = application(&with_arena, complete && found->row != NULL ? found->row : &none,
                               gather->arena);
    found->inner_facts = arena_take(gather->arena, intake_apply_action.facts->size);
    return intake_apply_action.gather(gather, found->inner, found->inner_facts) && complete;
}

static void to_case_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct to_case_facts *found = facts;
    struct request inner = *found->inner;
    inner.arena = request->arena;
    CHECK(intake_apply_action.prepared_size <= sizeof(struct to_case_prepared));
    intake_apply_action.prepare(&inner, found->inner_facts, ret_prepared);
}

static void to_case_keys(const struct request *request, struct keys *keys)
{
    const struct to_case_input *input = request->input;
    static const struct consult_ticket none;
    struct request *inner = application(request, &none, request->arena);
    keys_add(keys, input->ticket);
    intake_apply_action.keys(inner, keys);
}

/* The application is decided as if it had come by itself; its changes join ours. */
static bool apply(const struct request *request, const struct to_case_facts *found,
                  struct decision *decision, struct intake_applied *ret_applied)
{
    struct request inner = *found->inner;
    inner.arena = request->arena;
    inner.minter = request->minter;
    inner.actor = request->actor;
    inner.prepared = request->prepared;
    struct decision of = { .request = &inner };
    of.outcome = arena_take(request->arena, intake_apply_action.outcome->size);
    intake_apply_action.decide(&inner, found->inner_facts, &of);
    if (of.refusal.key != NULL) {
        decision->refusal = of.refusal;
        return false;
    }
    for (const struct change *change = of.changes; change != NULL; change = change->next)
        if (change->kind == CHANGE_INSERT)
            decision_insert(decision, change->table, change->row);
        else
            decision_replace(decision, change->table, change->row);
    *ret_applied = *(const struct intake_applied *)of.outcome;
    return true;
}

/* LAW: BJ4-S3f, SX9-2.4a. */
static void to_case_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct to_case_input *input = request->input;
    const struct to_case_facts *found = facts;
    CHECK(request->prepared != NULL);
    if (found->row == NULL || !consult_is_staff_of(request->actor, found->row)) {
        consult_refuse(decision, CONSULT_REFUSED_NO_TICKET, "ticket");
        return;
    }
    if (input->version != 0 && input->version != found->row->version) {
        consult_refuse(decision, CONSULT_REFUSED_CHANGED, "version");
        return;
    }
    struct consult_ticket row = *found->row;
    struct intake_applied applied;
    if (!consult_move(decision, &row, CONSULT_BECOME_CASE)
        || !apply(request, found, decision, &applied))
        return;
    row.case_id = applied.case_id;
    row.receipt = applied.receipt;
    decision_replace(decision, &consult_ticket_table, &row);
    decision->subject = applied.case_id;
    *(struct to_case_done *)decision->outcome = (struct to_case_done){
        .ticket = row.ticket, .case_id = applied.case_id, .receipt = applied.receipt,
        .state = applied.state, .ticket_state = row.state,
    };
}

static const struct field value_fields[] = {
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_value, name), 60 },
    { "value", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct intake_value, value), 2000,
      .help = "consult.field.value" },
};
static const struct shape value_shape =
    SHAPE("consult_case_value", struct intake_value, value_fields);
static const struct field paper_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_paper_input, material), 60,
      .help = "consult.field.material" },
    { "blob", NULL, FIELD_TEXT, 0, AT(struct intake_paper_input, blob), 64 },
    { "file", NULL, FIELD_BYTES, 0, AT(struct intake_paper_input, file),
      (int32_t)LIMIT_UPLOAD_BYTES, .help = "consult.field.file" },
    { "file_name", NULL, FIELD_TEXT, 0, AT(struct intake_paper_input, file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, 0, AT(struct intake_paper_input, file_type), 100 },
};
static const struct shape paper_shape =
    SHAPE("consult_case_paper", struct intake_paper_input, paper_fields);
static const struct field owed_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_owed_input, material), 60,
      .help = "consult.field.material" },
};
static const struct shape owed_shape =
    SHAPE("consult_case_owed", struct intake_owed_input, owed_fields);
#define INPUT(member_) AT(struct to_case_input, member_)
static const struct field input_fields[] = {
    { "ticket", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(ticket), .help = "consult.field.ticket" },
    { "version", NULL, FIELD_COUNT, 0, INPUT(version), .help = "consult.field.version" },
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(matter), 60,
      .help = "consult.field.matter" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, INPUT(name), 100,
      .help = "intake.field.name" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, INPUT(number), 50,
      .help = "intake.field.number" },
    { "values", NULL, FIELD_LIST, 0, INPUT(values), 100, .of = &value_shape,
      .help = "consult.field.values" },
    { "papers", NULL, FIELD_LIST, 0, INPUT(papers), 50, .of = &paper_shape,
      .help = "consult.field.papers" },
    { "owed", NULL, FIELD_LIST, 0, INPUT(owed), 50, .of = &owed_shape,
      .help = "consult.field.owed" },
    { "commitment", NULL, FIELD_FLAG, 0, INPUT(commitment), .help = "consult.field.commitment" },
    { "asked", NULL, FIELD_TEXT, 0, INPUT(asked), 300, .help = "intake.field.asked" },
};
static const struct shape input_shape =
    SHAPE("consult_to_case", struct to_case_input, input_fields);
static const struct shape facts_shape =
    { .name = "consult_to_case_facts", .size = sizeof(struct to_case_facts) };
#define DONE(member_) AT(struct to_case_done, member_)
static const struct field done_fields[] = {
    { "ticket", NULL, FIELD_ID, 0, DONE(ticket), .help = "consult.field.ticket" },
    { "case_id", NULL, FIELD_ID, 0, DONE(case_id) },
    { "receipt", NULL, FIELD_TEXT, 0, DONE(receipt), 40, .help = "consult.field.became" },
    { "state", NULL, FIELD_TEXT, 0, DONE(state), 20 },
    { "ticket_state", NULL, FIELD_TEXT, 0, DONE(ticket_state), 20,
      .help = "consult.field.state" },
};
static const struct shape done_shape =
    SHAPE("consult_case_made", struct to_case_done, done_fields);

const struct action consult_to_case_action = {
    .name = "consult.to-case", .method = "POST", .path = "/api/v1/questions/{ticket}/case",
    .flags = ACTION_ONCE, .input = &input_shape, .facts = &facts_shape,
    .outcome = &done_shape, .answer = &done_shape, .help = "consult.help.to-case",
    .keys = to_case_keys, .gather = to_case_gather, .decide = to_case_decide,
    .prepare = to_case_prepare, .prepared_size = sizeof(struct to_case_prepared),
};
