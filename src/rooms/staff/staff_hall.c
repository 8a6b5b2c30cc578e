/* staff_hall.c: in whose house a hall stands: many stand in a government-service centre, which
 * has a contact of its own. LAW: SX9-3.3c */

#include "rooms/staff/staff.h"

#include "base/check.h"

struct hall_input {
    int64_t office;
    struct text hall_in, hall_contact;
};
struct hall_facts { const struct staff_office *office; };

static void hall_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct hall_input *)request->input)->office);
}

static bool hall_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct hall_input *input = request->input;
    const struct staff_office_key key = { STAFF_BUCKET, input->office };
    const void *row = NULL;
    if (!gather_one(gather, &staff_office_by_id, &key, &row))
        return false;
    ((struct hall_facts *)facts)->office = row;
    return true;
}

static void hall_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct hall_input *input = request->input;
    const struct hall_facts *found = facts;
    if (found->office == NULL || !actor_has_office(request->actor, input->office)) {
        decision_refuse(decision, "staff.refused.not-yours", "office");
        return;
    }
    if (text_present(input->hall_in) != text_present(input->hall_contact)) {
        decision_refuse(decision, "staff.refused.hall-half",
                        text_present(input->hall_in) ? "hall_contact" : "hall_in");
        return;
    }
    struct staff_office row = *found->office;
    row.hall_in = input->hall_in;
    row.hall_contact = input->hall_contact;
    decision_replace(decision, &staff_office_table, &row);
    decision->subject = row.office;
    ((struct hall_input *)decision->outcome)->office = row.office;
}

#define HALL(member_) AT(struct hall_input, member_)
static const struct field hall_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, HALL(office), .help = "staff.field.hall-office" },
    { "hall_in", NULL, FIELD_TEXT, 0, HALL(hall_in), 100, .help = "staff.field.hall-in" },
    { "hall_contact", NULL, FIELD_TEXT, 0, HALL(hall_contact), 100,
      .help = "staff.field.hall-contact" },
};
static const struct shape hall_shape = SHAPE("staff_set_hall", struct hall_input, hall_fields);
static const struct field done_fields[] = {
    { "office", NULL, FIELD_ID, 0, HALL(office) },
};
static const struct shape done_shape = SHAPE("staff_hall_set", struct hall_input, done_fields);
static const struct shape hall_facts_shape =
    { .name = "staff_hall_facts", .size = sizeof(struct hall_facts) };

const struct action staff_set_hall_action = {
    .name = "staff.set-hall", .method = "POST", .path = "/api/v1/offices/{office}/hall",
    .flags = ACTION_ONCE,
    .input = &hall_shape, .facts = &hall_facts_shape, .outcome = &done_shape,
    .answer = &done_shape, .help = "staff.help.set-hall", .keys = hall_keys,
    .gather = hall_gather, .decide = hall_decide,
};
