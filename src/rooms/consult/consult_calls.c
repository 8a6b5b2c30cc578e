/* consult_calls.c: calls of a telephone that were answered, and those that were missed. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"

struct call_input { struct text phone; bool missed; };
struct call_facts { const struct consult_calls *row; };
struct call_outcome { int64_t office; int64_t answered, missed; };

static struct consult_calls_key key_of(const struct request *request)
{
    const struct call_input *input = request->input;
    int64_t office = request->actor->office;
    return (struct consult_calls_key){ consult_bucket(office), office,
                                       date_of_moment(request->at), input->phone };
}

static void call_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->office);
}

static bool call_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_calls_key key = key_of(request);
    const void *row = NULL;
    bool complete = gather_one(gather, &consult_calls_of, &key, &row);
    ((struct call_facts *)facts)->row = row;
    return complete;
}

/* LAW: SX9-2.1d. */
static void call_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct call_input *input = request->input;
    const struct call_facts *found = facts;
    if (request->actor->office == 0) {
        consult_refuse(decision, CONSULT_REFUSED_NO_OFFICE, NULL);
        return;
    }
    const struct consult_calls_key key = key_of(request);
    struct consult_calls row = { .bucket = key.bucket, .office = key.office, .day = key.day,
                                 .phone = key.phone, .version = 1 };
    if (found->row != NULL)
        row = *found->row;
    row.answered += !input->missed;
    row.missed += input->missed;
    if (found->row == NULL)
        decision_insert(decision, &consult_calls_table, &row);
    else
        decision_replace(decision, &consult_calls_table, &row);
    decision->subject = row.office;
    *(struct call_outcome *)decision->outcome =
        (struct call_outcome){ row.office, row.answered, row.missed };
}

static const struct field call_fields[] = {
    { "phone", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct call_input, phone), 40,
      .help = "consult.field.called" },
    { "missed", NULL, FIELD_FLAG, 0, AT(struct call_input, missed),
      .help = "consult.field.missed" },
};
static const struct shape call_shape = SHAPE("consult_call", struct call_input, call_fields);
static const struct field call_outcome_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct call_outcome, office) },
    { "answered", NULL, FIELD_COUNT, 0, AT(struct call_outcome, answered),
      .help = "consult.field.answered-calls" },
    { "missed", NULL, FIELD_COUNT, 0, AT(struct call_outcome, missed),
      .help = "consult.field.missed" },
};
static const struct shape call_outcome_shape =
    SHAPE("consult_calls_today", struct call_outcome, call_outcome_fields);
static const struct shape call_facts_shape =
    { .name = "consult_call_facts", .size = sizeof(struct call_facts) };

const struct action consult_note_call_action = {
    .name = "consult.note-call", .method = "POST", .path = "/api/v1/calls",
    .flags = ACTION_ONCE, .input = &call_shape,
    .facts = &call_facts_shape, .outcome = &call_outcome_shape, .answer = &call_outcome_shape,
    .help = "consult.help.note-call", .keys = call_keys, .gather = call_gather,
    .decide = call_decide,
};
