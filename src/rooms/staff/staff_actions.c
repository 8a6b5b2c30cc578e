/* staff_actions.c: what users may do with offices. */

#include "rooms/staff/staff_inside.h"

#include "base/check.h"

/* ---- staff.offices: the public directory ---- */

struct offices_input {
    int64_t division;           /* 0: all */
    struct text kind;           /* absent: all */
};
static const struct field offices_input_fields[] = {
    { "division", NULL, FIELD_COUNT, 0, AT(struct offices_input, division),
      .help = "staff.field.division" },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct offices_input, kind), 20,
      .help = "staff.field.kind" },
};
static const struct shape offices_input_shape =
    SHAPE("staff_offices_input", struct offices_input, offices_input_fields);

static const struct field office_out_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct staff_office, office) },
    { "parent", NULL, FIELD_ID, FIELD_SPARSE, AT(struct staff_office, parent) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct staff_office, kind), 20 },
    { "division", NULL, FIELD_COUNT, 0, AT(struct staff_office, division) },
    { "name", NULL, FIELD_TEXT, 0, AT(struct staff_office, name), 200 },
    { "address", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, address), 200 },
    { "phone", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, phone), 100 },
    { "phone_kind", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, phone_kind), 100 },
    { "hours", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, hours), 100 },
    { "leader_label", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, leader_label), 100,
      .help = "staff.field.leader" },
    { "hall_in", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, hall_in), 100,
      .help = "staff.field.hall-in" },
    { "hall_contact", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct staff_office, hall_contact), 100,
      .help = "staff.field.hall-contact" },
};
static const struct shape office_out_shape =
    SHAPE("office", struct staff_office, office_out_fields);

static const struct field offices_answer_fields[] = {
    { "offices", NULL, FIELD_LIST, 0, AT(struct staff_offices_answer, offices),
      .of = &office_out_shape },
};
static const struct shape offices_answer_shape =
    SHAPE("staff_offices", struct staff_offices_answer, offices_answer_fields);

struct offices_facts {
    const struct list *offices;
};
static const struct shape offices_facts_shape =
    { .name = "staff_offices_facts", .size = sizeof(struct offices_facts) };

static bool offices_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct offices_facts *found = facts;
    struct staff_bucket_key key = { STAFF_BUCKET };
    found->offices = gather_want(gather, &staff_offices_all, &key);
    return found->offices != NULL;
}

static void offices_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct offices_input *input = request->input;
    const struct offices_facts *found = facts;
    struct staff_offices_answer *answer = decision->outcome;
    const struct staff_office *rows = found->offices->items;
    struct staff_office *kept =
        ARENA_ARRAY(request->arena, struct staff_office, found->offices->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->offices->count; i++) {
        if (input->division != 0 && !staff_division_within(rows[i].division, input->division))
            continue;
        if (text_present(input->kind) && !text_equal(rows[i].kind, input->kind))
            continue;
        kept[count++] = rows[i];
    }
    answer->offices = (struct list){ kept, count };
}

const struct action staff_offices_action = {
    .name = "staff.offices", .method = "GET", .path = "/api/v1/offices",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &offices_input_shape, .facts = &offices_facts_shape,
    .outcome = &offices_answer_shape, .answer = &offices_answer_shape,
    .help = "staff.help.offices", .gather = offices_gather, .decide = offices_decide,
};

const struct page_asked staff_offices_asked = {
    .action = "staff.offices", .list = "offices", .value = "office", .name = "name",
    .place = "division",
};

/* ---- staff.register-office ---- */

static const struct field register_fields[] = {
    { "parent", NULL, FIELD_ID, 0, AT(struct staff_register_input, parent),
      .help = "staff.field.parent" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct staff_register_input, kind), 20,
      .help = "staff.field.kind" },
    { "division", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct staff_register_input, division),
      .help = "staff.field.division" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct staff_register_input, name), 200,
      .help = "staff.field.name" },
    { "address", NULL, FIELD_TEXT, 0, AT(struct staff_register_input, address), 200 },
    { "phone", NULL, FIELD_TEXT, 0, AT(struct staff_register_input, phone), 100 },
    { "phone_kind", NULL, FIELD_TEXT, 0, AT(struct staff_register_input, phone_kind), 100 },
    { "hours", NULL, FIELD_TEXT, 0, AT(struct staff_register_input, hours), 100 },
    { "department", NULL, FIELD_TEXT, 0, AT(struct staff_register_input, department), 30,
      .help = "staff.field.department" },
};
static const struct shape register_shape =
    SHAPE("staff_register_office", struct staff_register_input, register_fields);

struct register_outcome {
    int64_t office;
};
static const struct field register_outcome_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct register_outcome, office) },
};
static const struct shape register_outcome_shape =
    SHAPE("staff_registered", struct register_outcome, register_outcome_fields);

struct register_facts {
    const struct staff_office *parent;
    const struct list *above;   /* of the parent, itself included */
};
static const struct shape register_facts_shape =
    { .name = "staff_register_facts", .size = sizeof(struct register_facts) };

static void register_keys(const struct request *request, struct keys *keys)
{
    const struct staff_register_input *input = request->input;
    keys_add(keys, input->parent);
}

static bool register_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct staff_register_input *input = request->input;
    struct register_facts *found = facts;
    if (input->parent == 0)
        return true;
    struct staff_office_key key = { STAFF_BUCKET, input->parent };
    const void *parent;
    bool there = gather_one(gather, &staff_office_by_id, &key, &parent);
    found->above = gather_want(gather, &staff_offices_above, &key);
    if (!there || found->above == NULL)
        return false;
    found->parent = parent;
    return true;
}

static void register_record(struct decision *decision, const struct staff_register_input *input,
                            const struct list *above, int64_t office)
{
    struct staff_office row = {
        .bucket = STAFF_BUCKET, .office = office, .parent = input->parent, .kind = input->kind,
        .division = input->division, .name = input->name, .address = input->address,
        .phone = input->phone, .phone_kind = input->phone_kind, .hours = input->hours,
        .department = input->department,
    };
    decision_insert(decision, &staff_office_table, &row);
    struct staff_above self = { STAFF_BUCKET, office, office };
    decision_insert(decision, &staff_above_table, &self);
    const struct staff_above *rows = above == NULL ? NULL : above->items;
    for (size_t i = 0; above != NULL && i < above->count; i++) {
        struct staff_above one = { STAFF_BUCKET, rows[i].above, office };
        decision_insert(decision, &staff_above_table, &one);
    }
}

static void register_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct staff_register_input *input = request->input;
    const struct register_facts *found = facts;
    switch (staff_judge_register(request->actor, input, found->parent)) {
    case STAFF_REGISTER_NOT_YOURS:
        decision_refuse(decision, "staff.refused.not-yours", "parent");
        return;
    case STAFF_REGISTER_NO_PARENT:
        decision_refuse(decision, "staff.refused.no-parent", "parent");
        return;
    case STAFF_REGISTER_NO_SUCH_KIND:
        decision_refuse(decision, "staff.refused.no-such-kind", "kind");
        return;
    case STAFF_REGISTER_OUT_OF_PLACE:
        decision_refuse(decision, "staff.refused.out-of-place", "division");
        return;
    case STAFF_REGISTER_GOOD:
        break;
    }
    struct register_outcome *outcome = decision->outcome;
    outcome->office = id_mint(request->minter, STAFF_BUCKET);
    decision->subject = outcome->office;
    register_record(decision, input, found->above, outcome->office);
}

const struct action staff_register_office_action = {
    .name = "staff.register-office", .method = "POST", .path = "/api/v1/offices",
    .flags = ACTION_ONCE,
    .input = &register_shape, .facts = &register_facts_shape,
    .outcome = &register_outcome_shape, .answer = &register_outcome_shape,
    .help = "staff.help.register-office", .keys = register_keys, .gather = register_gather,
    .decide = register_decide,
};
