#include "purse.h"
#include "core/rights.h"

#define RIGHT_OF(roles_) (&(const struct right){ NULL, (roles_), (roles_) })

#define REQUIRED .flags = FIELD_REQUIRED

static const struct field purse_fields[] = {
    FIELD(struct purse_row, bucket, FIELD_COUNT, REQUIRED),
    FIELD(struct purse_row, purse, FIELD_ID, REQUIRED),
    FIELD(struct purse_row, total, FIELD_COUNT, REQUIRED),
    FIELD(struct purse_row, takings, FIELD_COUNT, REQUIRED),
    FIELD(struct purse_row, version, FIELD_COUNT, REQUIRED),
};
static const struct shape purse_shape = SHAPE("purse", struct purse_row, purse_fields);
static const struct table purse_table = {
    .name = "purse", .row = &purse_shape, .key_count = 2, .version = "version",
};
static const struct field taking_fields[] = {
    FIELD(struct taking_row, bucket, FIELD_COUNT, REQUIRED),
    FIELD(struct taking_row, purse, FIELD_ID, REQUIRED),
    FIELD(struct taking_row, taking, FIELD_ID, REQUIRED),
    FIELD(struct taking_row, amount, FIELD_COUNT, REQUIRED),
};
static const struct shape taking_shape = SHAPE("taking", struct taking_row, taking_fields);
const struct table taking_table = {
    .name = "taking", .row = &taking_shape, .key_count = 3, .under = &purse_table,
};
static const struct field key_fields[] = {
    FIELD(struct purse_key, bucket, FIELD_COUNT, REQUIRED),
    FIELD(struct purse_key, purse, FIELD_ID, REQUIRED),
};
static const struct shape key_shape = SHAPE("purse_key", struct purse_key, key_fields);
const struct query purse_by_id = {
    .name = "purse.by-id", .from = "purse p", .where = "p.bucket = {bucket} AND p.purse = {purse}",
    .key = &key_shape, .row = &purse_shape, .row_max = 1, .guard = GUARD_DECISION,
    .kept_of = &purse_table, .kept_whole = true,
};
const struct query takings_of = {
    .name = "purse.takings", .from = "taking t",
    .where = "t.bucket = {bucket} AND t.purse = {purse}", .order = "t.taking",
    .key = &key_shape, .row = &taking_shape, .row_max = 5000, .guard = GUARD_DECISION,
    .kept_of = &taking_table, .kept_whole = true,
};

static const struct field take_fields[] = {
    FIELD(struct take_input, purse, FIELD_ID, REQUIRED),
    FIELD(struct take_input, amount, FIELD_COUNT, REQUIRED),
};
const struct shape take_shape = SHAPE("take", struct take_input, take_fields);
static const struct field outcome_fields[] = {
    FIELD(struct take_outcome, taking, FIELD_ID, REQUIRED),
    FIELD(struct take_outcome, total, FIELD_COUNT, REQUIRED),
};
const struct shape take_outcome_shape =
    SHAPE("taken", struct take_outcome, outcome_fields);
struct take_facts { const struct purse_row *purse; };
static const struct shape facts_shape = { .name = "facts", .size = sizeof(struct take_facts) };

static void keys(const struct request *request, struct keys *ret_keys)
{
    keys_add(ret_keys, ((const struct take_input *)request->input)->purse);
}

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct take_input *input = request->input;
    struct take_facts *found = facts;
    const struct purse_key key = { id_bucket(input->purse), input->purse };
    const void *row = NULL;
    bool complete = gather_one(gather, &purse_by_id, &key, &row);
    found->purse = row;
    return complete;
}

static void decide(const struct request *request, const void *facts, struct decision *decision)
{
    const struct take_input *input = request->input;
    const struct take_facts *found = facts;
    struct purse_row row = found->purse != NULL ? *found->purse : (struct purse_row){
        .bucket = id_bucket(input->purse), .purse = input->purse, .version = 1,
    };
    row.total += input->amount;
    row.takings++;
    if (row.total > PURSE_CEILING) {
        decision_refuse(decision, "purse.refused.full", "amount");
        return;
    }
    const struct taking_row taking = {
        row.bucket, row.purse, id_mint(request->minter, (int)row.bucket), input->amount,
    };
    decision_insert(decision, &taking_table, &taking);
    if (found->purse == NULL)
        decision_insert(decision, &purse_table, &row);
    else
        decision_replace(decision, &purse_table, &row);
    *(struct take_outcome *)decision->outcome = (struct take_outcome){ taking.taking, row.total };
}

static void decide_look(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    const struct take_facts *found = facts;
    if (found->purse != NULL)
        ((struct take_outcome *)decision->outcome)->total = found->purse->total;
}

static const struct query takings_few = {
    .name = "purse.few", .from = "taking t",
    .where = "t.bucket = {bucket} AND t.purse = {purse}", .order = "t.taking",
    .key = &key_shape, .row = &taking_shape, .row_max = PURSE_FEW, .guard = GUARD_DECISION,
};

static bool gather_few(struct gather *from, const struct request *request, void *facts)
{
    const struct take_input *input = request->input;
    const struct purse_key key = { id_bucket(input->purse), input->purse };
    bool complete = gather(from, request, facts);
    return gather_want(from, &takings_few, &key) != NULL && complete;
}

/* Never kept: its answer is read back each time. */
static const struct query purse_read_back = {
    .name = "purse.read-back", .from = "purse p",
    .where = "p.bucket = {bucket} AND p.purse = {purse}",
    .key = &key_shape, .row = &purse_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static bool recall(struct gather *gather, const struct request *request, const void *outcome,
                   void *memory)
{
    (void)outcome;
    struct take_facts *read_back = memory;
    const struct take_input *input = request->input;
    const struct purse_key key = { id_bucket(input->purse), input->purse };
    const void *row = NULL;
    bool complete = gather_one(gather, &purse_read_back, &key, &row);
    read_back->purse = row;
    return complete;
}

/* Its reaction: every taking of 7 is followed by one of 1. */
static bool ask_twice(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)arena;
    const struct take_outcome *taken = outcome;
    if (taken->total != 7)
        return false;
    *(struct take_input *)ret_input = (struct take_input){ taken->taking, 1 };
    return true;
}

#define ROLES (ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_HOUSE))
const struct action purse_take = {
    .name = "purse.take", .right = RIGHT_OF(ROLES), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .keys = keys, .gather = gather, .decide = decide,
};
const struct action purse_twice = {
    .name = "purse.twice", .right = RIGHT_OF(ROLES), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .keys = keys, .gather = gather, .decide = decide,
};
const struct action purse_told = {
    .name = "purse.told", .right = RIGHT_OF(ROLES), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .keys = keys, .gather = gather, .decide = decide,
    .recall = recall, .memory_size = sizeof(struct take_facts),
};
const struct action purse_look = {
    .name = "purse.look", .right = RIGHT_OF(ROLES), .flags = ACTION_READ, .input = &take_shape,
    .facts = &facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .keys = keys, .gather = gather, .decide = decide_look,
};
const struct action purse_glance = {
    .name = "purse.glance", .right = RIGHT_OF(ROLES), .flags = ACTION_READ | ACTION_TRIAL,
    .input = &take_shape, .facts = &facts_shape, .outcome = &take_outcome_shape,
    .answer = &take_outcome_shape, .keys = keys, .gather = gather, .decide = decide,
};

const struct action purse_few = {
    .name = "purse.few", .right = RIGHT_OF(ROLES), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .keys = keys, .gather = gather_few, .decide = decide,
};
const struct action purse_few_look = {
    .name = "purse.few-look", .right = RIGHT_OF(ROLES), .flags = ACTION_READ,
    .input = &take_shape, .facts = &facts_shape, .outcome = &take_outcome_shape,
    .answer = &take_outcome_shape, .keys = keys, .gather = gather_few, .decide = decide_look,
};

static const struct action *const actions[] = {
    &purse_glance, &purse_take, &purse_told, &purse_look, &purse_twice, &purse_tick, &purse_step,
    &purse_greedy, &purse_greedy_look, &purse_few, &purse_few_look, &purse_slow, &purse_note,
    &purse_begin,
};
static const struct table *const tables[] = { &purse_table, &taking_table };
/* A total of 9 by one of 1 from a purse that has more takings than may be read. */
static bool ask_full(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)arena;
    *(struct take_input *)ret_input = (struct take_input){ PURSE_FULL, 1 };
    return ((const struct take_outcome *)outcome)->total == 9;
}

static const struct reaction reactions[] = {
    { .to = "purse.take", .with = "purse.twice", .ask = ask_twice },
    { .to = "purse.told", .with = "purse.twice", .ask = ask_twice },
    { .to = "purse.told", .with = "purse.few", .ask = ask_full },
};
static const struct job_kind jobs[] = { { .name = "purse.job", .step = "purse.step" } };
const struct room purse_room = {
    .name = "purse", ROOM_LIST(action, actions), ROOM_LIST(table, tables),
    ROOM_LIST(reaction, reactions), ROOM_LIST(job, jobs),
};
