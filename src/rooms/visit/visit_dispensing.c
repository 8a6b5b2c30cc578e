/* visit_dispensing.c: how often chronic patients come for their medicine, month by month: visits
 * with a supply of medicine of people who have a chronic or special disease filed, and how many a
 * patient. Long prescriptions are seen to spare trips, or not. LAW: BJ4-S4e SX9-2.3k */

#include "rooms/visit/visit_dispensing.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/divisions.h"

#define MONTHS_MOST 24

struct dispensing_input { int64_t place; struct date from, until; };
struct dispensing_key { int64_t place, place_until; struct moment from, until; };
struct dispensing_row { int64_t visits, patients, days; };
struct dispensing_facts { const struct list *months[MONTHS_MOST]; };
struct month_told {
    struct date month;          /* its first day */
    int64_t patients, visits;
    struct quantity visits_a_patient, days_a_visit;
};
struct dispensing_told { int64_t place; struct list months; };

#define KEY(member, kind_) FIELD(struct dispensing_key, member, kind_, .flags = 0)
static const struct field key_fields[] = {
    KEY(place, FIELD_COUNT), KEY(place_until, FIELD_COUNT), KEY(from, FIELD_MOMENT),
    KEY(until, FIELD_MOMENT),
};
static const struct shape key_shape =
    SHAPE("visit_dispensing_key", struct dispensing_key, key_fields);
#define ROW(member) FIELD(struct dispensing_row, member, FIELD_COUNT, .flags = 0)
static const struct field row_fields[] = { ROW(visits), ROW(patients), ROW(days) };
static const struct shape row_shape =
    SHAPE("visit_dispensing_row", struct dispensing_row, row_fields);
/* By the place of enrolment: a bureau counts its own people, wherever they were treated. */
const struct query visit_dispensing_in = {
    .name = "visit.dispensing-in",
    .from = "visit v JOIN visit_line l ON l.bucket = v.bucket AND l.visit = v.visit",
    .where = "v.place >= {place} AND v.place <= {place_until} AND v.begin_at >= {from} "
             "AND v.begin_at < {until} AND v.inpatient = 0 AND v.state <> 'cancelled' "
             "AND l.state = 'live' AND l.days > 0 AND EXISTS (SELECT 1 FROM filing f "
             "WHERE f.bucket = v.bucket AND f.person = v.person AND f.about = 'disease')",
    .columns = "CAST(COUNT(DISTINCT v.visit) AS bigint) AS visits, "
               "CAST(COUNT(DISTINCT v.person) AS bigint) AS patients, "
               "CAST(COALESCE(SUM(l.days), 0) AS bigint) AS days",
    .key = &key_shape, .row = &row_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static struct date first_of(struct date day)
{
    return DATE(date_year(day), date_month(day), 1);
}

/* Months of the input, each once; the first day after the last one ends it. */
static size_t months_of(const struct dispensing_input *input, struct date months[MONTHS_MOST])
{
    struct date until = input->until.yyyymmdd == 0 ? input->from : input->until;
    size_t count = 0;
    for (struct date at = first_of(input->from);
         date_compare(at, until) <= 0 && count < MONTHS_MOST; at = date_plus_months(at, 1))
        months[count++] = at;
    return count;
}

static bool gather_dispensing(struct gather *gather, const struct request *request, void *facts)
{
    const struct dispensing_input *input = request->input;
    struct dispensing_facts *found = facts;
    struct date months[MONTHS_MOST];
    size_t count = months_of(input, months);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct dispensing_key key = {
            input->place, division_last_code((int32_t)input->place), moment_of_date(months[i]),
            moment_of_date(date_plus_months(months[i], 1)),
        };
        found->months[i] = gather_want(gather, &visit_dispensing_in, &key);
        complete &= found->months[i] != NULL;
    }
    return complete;
}

/* To two places: so many visits a patient. */
static struct quantity share_of(int64_t parts, int64_t of)
{
    return (struct quantity){ of == 0 ? 0 : (parts * 100 + of / 2) / of * 100 };
}

static void decide_dispensing(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct dispensing_input *input = request->input;
    const struct dispensing_facts *found = facts;
    const struct actor *actor = request->actor;
    if (actor->role != ROLE_HOUSE && !staff_works_over(actor, input->place)) {
        decision_refuse(decision, "visit.refused.not-your-place", "place");
        return;
    }
    struct date months[MONTHS_MOST];
    size_t count = months_of(input, months);
    struct month_told *told = ARENA_ARRAY(request->arena, struct month_told, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct dispensing_row none = { 0 };
        const struct dispensing_row *row =
            found->months[i]->count == 0 ? &none : found->months[i]->items;
        told[i] = (struct month_told){
            .month = months[i], .patients = row->patients, .visits = row->visits,
            .visits_a_patient = share_of(row->visits, row->patients),
            .days_a_visit = share_of(row->days, row->visits),
        };
    }
    *(struct dispensing_told *)decision->outcome =
        (struct dispensing_told){ input->place, { told, count } };
}

static const struct field input_fields[] = {
    FIELD(struct dispensing_input, place, FIELD_COUNT, .flags = FIELD_REQUIRED,
          .help = "visit.field.dispensing-place"),
    FIELD(struct dispensing_input, from, FIELD_DAY, .flags = FIELD_REQUIRED,
          .help = "visit.field.dispensing-from"),
    FIELD(struct dispensing_input, until, FIELD_DAY, .help = "visit.field.dispensing-until"),
};
static const struct shape input_shape =
    SHAPE("visit_dispensing_input", struct dispensing_input, input_fields);
static const struct shape facts_shape =
    { .name = "visit_dispensing_facts", .size = sizeof(struct dispensing_facts) };
#define TOLD(member, kind_) \
    FIELD(struct month_told, member, kind_, .help = "visit.dispensed." #member)
static const struct field month_fields[] = {
    TOLD(month, FIELD_DAY), TOLD(patients, FIELD_COUNT), TOLD(visits, FIELD_COUNT),
    TOLD(visits_a_patient, FIELD_QUANTITY), TOLD(days_a_visit, FIELD_QUANTITY),
};
static const struct shape month_shape =
    SHAPE("visit_dispensing_month", struct month_told, month_fields);
static const struct field told_fields[] = {
    FIELD(struct dispensing_told, place, FIELD_COUNT, .flags = 0),
    FIELD(struct dispensing_told, months, FIELD_LIST, .of = &month_shape),
};
static const struct shape told_shape =
    SHAPE("visit_dispensing", struct dispensing_told, told_fields);

const struct action visit_dispensing_action = {
    .name = "visit.dispensing", .method = "GET", .path = "/api/v1/visits/dispensing",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "visit.help.dispensing",
    .gather = gather_dispensing, .decide = decide_dispensing,
};
