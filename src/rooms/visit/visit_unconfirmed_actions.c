/* visit_unconfirmed_actions.c: long prescriptions of an institution that wait for their
 * physician. */

#include "rooms/visit/visit_inside.h"
#include "rooms/visit/visit_room.h"

#include "base/check.h"

/* What is older was settled by other means or given up. */
#define DAYS_BACK 30
#define UNCONFIRMED_MAX 200

struct unconfirmed_key { int64_t institution; struct moment from; };
static const struct field key_fields[] = {
    FIELD(struct unconfirmed_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct unconfirmed_key, from, FIELD_MOMENT, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("visit_unconfirmed_key", struct unconfirmed_key, key_fields);

struct unconfirmed_row {
    int64_t visit, person, institution, days, at_most;
    struct moment begin_at;
    struct text number, department_name, doctor_name, bill, serial, basis;
};
#define ROW(member_, kind_) FIELD(struct unconfirmed_row, member_, kind_, .flags = 0)
#define NAMED(member_, kind_, help_) \
    FIELD(struct unconfirmed_row, member_, kind_, .help = help_)
static const struct field row_fields[] = {
    ROW(visit, FIELD_ID), ROW(person, FIELD_ID), ROW(institution, FIELD_ID),
    NAMED(begin_at, FIELD_MOMENT, "visit.field.begin"),
    NAMED(number, FIELD_TEXT, "visit.field.number"),
    NAMED(department_name, FIELD_TEXT, "visit.field.department"),
    NAMED(doctor_name, FIELD_TEXT, "visit.field.doctor"),
    NAMED(days, FIELD_COUNT, "visit.field.days"),
    NAMED(at_most, FIELD_COUNT, "visit.field.at-most"), ROW(bill, FIELD_TEXT),
    ROW(serial, FIELD_TEXT), NAMED(basis, FIELD_TEXT, "visit.field.basis"),
};
static const struct shape row_shape =
    SHAPE("visit_unconfirmed_row", struct unconfirmed_row, row_fields);

const struct query visit_unconfirmed_at = {
    .name = "visit.unconfirmed",
    .from = "visit v JOIN visit_confirmation c ON c.bucket = v.bucket AND c.visit = v.visit",
    .where = "v.institution = {institution} AND v.begin_at >= {from} AND c.state = 'waiting'",
    .order = "v.begin_at, v.visit, c.bill, c.serial",
    .columns = "v.visit, v.person, v.institution, v.begin_at, v.number, v.department_name, "
               "v.doctor_name, c.days, c.at_most, c.bill, c.serial, c.basis",
    .key = &key_shape, .row = &row_shape, .row_max = UNCONFIRMED_MAX, .guard = GUARD_SCOPED,
    .guard_institution = "institution",
};

struct nothing { bool filled; };
static const struct shape input_shape =
    { .name = "visit.unconfirmed-input", .size = sizeof(struct nothing) };
struct unconfirmed_facts { const struct list *rows; };
static const struct shape facts_shape =
    { .name = "visit.unconfirmed-facts", .size = sizeof(struct unconfirmed_facts) };
struct unconfirmed_answer { struct list prescriptions; };
static const struct field answer_fields[] = {
    FIELD(struct unconfirmed_answer, prescriptions, FIELD_LIST, .of = &row_shape),
};
static const struct shape answer_shape =
    SHAPE("visit.unconfirmed-answer", struct unconfirmed_answer, answer_fields);

static bool gather_unconfirmed(struct gather *gather, const struct request *request, void *facts)
{
    struct date from = date_plus_days(date_of_moment(request->at), -DAYS_BACK);
    const struct unconfirmed_key key = {
        .institution = request->actor->institution, .from = moment_of_date(from),
    };
    struct unconfirmed_facts *found = facts;
    found->rows = gather_want(gather, &visit_unconfirmed_at, &key);
    return found->rows != NULL;
}

static void decide_unconfirmed(const struct request *request, const void *facts,
                               struct decision *decision)
{
    (void)request;
    ((struct unconfirmed_answer *)decision->outcome)->prescriptions =
        *((const struct unconfirmed_facts *)facts)->rows;
}

/* What is asked of physicians can be seen by who reminds them. */
const struct action visit_unconfirmed_action = {
    .name = "visit.unconfirmed", .method = "GET", .path = "/api/v1/prescriptions/unconfirmed",
    .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .answer = &answer_shape, .help = "visit.help.unconfirmed", .gather = gather_unconfirmed,
    .decide = decide_unconfirmed,
};
