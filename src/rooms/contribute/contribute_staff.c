/* contribute_staff.c: who works at a unit, with the base that counts for each this month: what an
 * employer declares from. A page at a time, by person. */

#include "rooms/contribute/contribute_bills.h"

#include "base/check.h"
#include "core/book.h"

#define STAFF_PAGE 100

struct staff_input {
    int64_t unit, after;
};
static const struct field input_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct staff_input, unit),
      .help = "contribute.field.unit" },
    { "after", NULL, FIELD_ID, 0, AT(struct staff_input, after),
      .help = "contribute.field.after" },
};
static const struct shape input_shape =
    SHAPE("contribute_staff_input", struct staff_input, input_fields);

/* ---- the store ---- */

struct staff_key { int64_t unit; };
static const struct field key_fields[] = {
    { "unit", NULL, FIELD_ID, 0, AT(struct staff_key, unit) },
};
static const struct shape key_shape =
    SHAPE("contribute_staff_key", struct staff_key, key_fields);

struct worker_row {
    int64_t person;
    struct text name, number_masked, insurance, kind;
    struct date valid_from, valid_until;
};
#define WORKER(member_) AT(struct worker_row, member_)
static const struct field worker_fields[] = {
    { "person", NULL, FIELD_ID, 0, WORKER(person) },
    { "name", NULL, FIELD_TEXT, 0, WORKER(name), 100 },
    { "number_masked", NULL, FIELD_TEXT, 0, WORKER(number_masked), 30 },
    { "insurance", NULL, FIELD_TEXT, 0, WORKER(insurance), 20 },
    { "kind", NULL, FIELD_TEXT, 0, WORKER(kind), 20 },
    { "valid_from", NULL, FIELD_DAY, 0, WORKER(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, WORKER(valid_until) },
};
static const struct shape worker_shape =
    SHAPE("contribute_worker_row", struct worker_row, worker_fields);
const struct query contribute_workers = {
    .name = "contribute.workers",
    .from = "spell s JOIN person p ON p.bucket = s.bucket AND p.person = s.person",
    .columns = "s.person, p.name, p.number_masked, s.insurance, s.kind, s.valid_from,"
               " s.valid_until",
    .where = "s.unit = {unit}", .order = "s.person, s.valid_from, s.spell", .key = &key_shape,
    .row = &worker_shape, .row_max = 2 * CONTRIBUTE_PEOPLE_MOST, .guard = GUARD_DECISION,
};

/* ---- the action ---- */

struct worker {
    int64_t person;
    struct text name, masked, insurance, kind;
    struct date from, until;
    struct money base;
};
#define TOLD(member_) AT(struct worker, member_)
static const struct field told_fields[] = {
    { "person", NULL, FIELD_ID, 0, TOLD(person) },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(name), 100 },
    { "masked", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(masked), 30 },
    { "insurance", NULL, FIELD_TEXT, 0, TOLD(insurance), 20 },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(kind), 20 },
    { "from", NULL, FIELD_DAY, 0, TOLD(from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(until) },
    { "base", NULL, FIELD_MONEY, 0, TOLD(base) },
};
static const struct shape told_shape = SHAPE("contribute_worker", struct worker, told_fields);
struct staff_answer {
    struct text name;
    struct text month;          /* of the bases: this one */
    int64_t count, without_base;
    struct list staff;
    int64_t next;
};
static const struct field answer_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, AT(struct staff_answer, name), 200 },
    { "month", NULL, FIELD_TEXT, 0, AT(struct staff_answer, month), 7 },
    { "count", NULL, FIELD_COUNT, 0, AT(struct staff_answer, count) },
    { "without_base", NULL, FIELD_COUNT, 0, AT(struct staff_answer, without_base) },
    { "staff", NULL, FIELD_LIST, 0, AT(struct staff_answer, staff), .of = &told_shape },
    { "next", NULL, FIELD_ID, FIELD_SPARSE, AT(struct staff_answer, next) },
};
static const struct shape answer_shape =
    SHAPE("contribute_staff", struct staff_answer, answer_fields);

struct staff_facts {
    const struct party_unit *unit;
    const struct list *workers, *bases;
};
static const struct shape facts_shape =
    { .name = "contribute_staff_facts", .size = sizeof(struct staff_facts) };

static int32_t month_now(const struct request *request)
{
    struct date today = date_of_moment(request->at);
    return date_year(today) * 100 + date_month(today);
}

static bool staff_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct staff_input *input = request->input;
    struct staff_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const struct staff_key key = { input->unit };
    const struct contribute_month_key month_key = {
        id_bucket(input->unit), input->unit, month_now(request),
        contribute_insurance_or_basic((struct text){ 0 }),
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    found->workers = gather_want(gather, &contribute_workers, &key);
    found->bases = gather_want(gather, &contribute_bases_on, &month_key);
    return complete && found->workers != NULL && found->bases != NULL;
}

static bool works_today(const struct worker_row *row, struct date today)
{
    return date_compare(row->valid_from, today) <= 0
        && (row->valid_until.yyyymmdd == 0 || date_compare(row->valid_until, today) >= 0);
}

static void staff_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct staff_input *input = request->input;
    const struct staff_facts *found = facts;
    if (!contribute_acts_for(found->unit, decision))
        return;
    const struct worker_row *rows = found->workers->items;
    struct worker *staff = ARENA_ARRAY(request->arena, struct worker, STAFF_PAGE);
    struct staff_answer told = {
        .name = found->unit->name, .staff = { staff, 0 },
        .month = contribute_month_text(month_now(request), request->arena),
    };
    for (size_t i = 0; i < found->workers->count; i++) {
        if (!works_today(&rows[i], date_of_moment(request->at)))
            continue;
        struct money base = contribute_base_on(found->bases, rows[i].person, rows[i].insurance,
                                               month_now(request));
        told.count++;
        told.without_base += base.fen == 0;
        if (rows[i].person <= input->after)
            continue;
        if (told.staff.count == STAFF_PAGE) {
            told.next = staff[STAFF_PAGE - 1].person;
            continue;
        }
        staff[told.staff.count++] = (struct worker){
            rows[i].person, rows[i].name, rows[i].number_masked, rows[i].insurance,
            rows[i].kind, rows[i].valid_from, rows[i].valid_until, base,
        };
    }
    *(struct staff_answer *)decision->outcome = told;
}

const struct action contribute_staff_action = {
    .name = "contribute.staff", .method = "GET", .path = "/api/v1/units/{unit}/staff",
    .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .next_page = { { "after", "next" } },
    .answer = &answer_shape, .help = "contribute.help.staff", .gather = staff_gather,
    .decide = staff_decide,
};
