/* party_unit_show.c: what is on record of a unit: for itself, so that it need not write down what
 * we know, and for the offices of its place. */

#include "rooms/party/party_data.h"

#include "rooms/staff/staff.h"

#include "base/check.h"

struct show_input { int64_t unit; };
struct show_facts { const struct party_unit *unit; };
struct unit_shown {
    int64_t unit;
    struct text credit_code, name, kind, industry, legal_person, contact;
    int64_t division;
};

static bool show_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct show_input *input = request->input;
    const struct party_unit_key key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &key, &row);
    ((struct show_facts *)facts)->unit = row;
    return complete;
}

bool party_may_see_institution(const struct actor *actor,
                               const struct party_institution *institution)
{
    if (institution == NULL)
        return false;
    if (actor->institution != 0)
        return actor->institution == institution->institution;
    return staff_works_over(actor, institution->division);
}

bool party_may_see_unit(const struct actor *actor, const struct party_unit *unit)
{
    if (unit == NULL)
        return false;
    if (actor->unit != 0)
        return actor->unit == unit->unit;
    return staff_works_over(actor, unit->division);
}

static void show_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct party_unit *unit = ((const struct show_facts *)facts)->unit;
    if (!party_may_see_unit(request->actor, unit)) {
        decision_refuse(decision, "party.refused.no-such-unit", "unit");
        return;
    }
    *(struct unit_shown *)decision->outcome = (struct unit_shown){
        .unit = unit->unit, .credit_code = unit->credit_code, .name = unit->name,
        .kind = unit->kind, .industry = unit->industry, .legal_person = unit->legal_person,
        .contact = unit->contact, .division = unit->division,
    };
}

static const struct field input_fields[] = {
    FIELD(struct show_input, unit, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "party.field.unit"),
};
static const struct shape input_shape =
    SHAPE("party_unit_input", struct show_input, input_fields);
static const struct shape facts_shape =
    { .name = "party_unit_facts", .size = sizeof(struct show_facts) };
#define SHOWN(member, kind_, ...) FIELD(struct unit_shown, member, kind_, __VA_ARGS__)
static const struct field shown_fields[] = {
    SHOWN(unit, FIELD_ID, .flags = 0), SHOWN(credit_code, FIELD_TEXT, .length_max = 30),
    SHOWN(name, FIELD_TEXT, .length_max = 200), SHOWN(kind, FIELD_TEXT, .length_max = 30),
    SHOWN(industry, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 30),
    SHOWN(legal_person, FIELD_TEXT, .flags = FIELD_PRIVATE | FIELD_SPARSE, .length_max = 50),
    SHOWN(contact, FIELD_TEXT, .flags = FIELD_PRIVATE | FIELD_SPARSE, .length_max = 100),
    SHOWN(division, FIELD_COUNT, .flags = 0),
};
static const struct shape shown_shape =
    SHAPE("party_unit_shown", struct unit_shown, shown_fields);

const struct action party_unit_action = {
    .name = "party.unit", .method = "GET", .path = "/api/v1/units/{unit}",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &shown_shape, .answer = &shown_shape, .help = "party.help.unit",
    .gather = show_gather, .decide = show_decide,
};

/* By the code on its licence, for the offices of its place. */
struct find_input { struct text credit_code; };
static const struct field find_fields[] = {
    FIELD(struct find_input, credit_code, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 30,
          .help = "party.field.credit-code"),
};
static const struct shape find_shape = SHAPE("party_unit_find", struct find_input, find_fields);

static bool find_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct find_input *input = request->input;
    const struct party_credit_key key = { bucket_of_name(input->credit_code),
                                          input->credit_code };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_credit_code, &key, &row);
    ((struct show_facts *)facts)->unit = row;
    return complete;
}

const struct action party_find_unit_action = {
    .name = "party.find-unit", .method = "GET", .path = "/api/v1/units",
    .flags = ACTION_READ, .input = &find_shape, .facts = &facts_shape,
    .outcome = &shown_shape, .answer = &shown_shape, .help = "party.help.find-unit",
    .gather = find_gather, .decide = show_decide,
};
