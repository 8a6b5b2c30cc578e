/* settle_fever.c: costs of fever clinics that were settled later than the day of the visit, by
 * institution: what should have been settled while the patient was there. LAW: BJ4-08e */

#include "rooms/settle/settle_reach.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

struct late_key { struct moment from, until; int64_t place, place_until; };
struct late_row {
    int64_t institution, place, visits, late;
    struct money total;         /* of the late ones */
    int64_t days_most;
    struct text department;     /* in the store alone: told are sums of an institution */
};
static const struct field key_fields[] = {
    FIELD(struct late_key, from, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct late_key, until, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct late_key, place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct late_key, place_until, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape = SHAPE("settle_fever_key", struct late_key, key_fields);
#define ROW(member, kind_) FIELD(struct late_row, member, kind_)
#define ROWS \
    ROW(institution, FIELD_ID), ROW(place, FIELD_COUNT), ROW(visits, FIELD_COUNT), \
    ROW(late, FIELD_COUNT), ROW(total, FIELD_MONEY), ROW(days_most, FIELD_COUNT)
static const struct field row_fields[] = { ROWS };
static const struct shape row_shape = SHAPE("settle_fever_row", struct late_row, row_fields);
static const struct field department_fields[] = { ROWS, ROW(department, FIELD_TEXT) };
static const struct shape department_shape =
    SHAPE("settle_fever_department", struct late_row, department_fields);
/* Days of eight hours east: 28 800 000 milliseconds. */
#define DAY_OF(moment_) "((" moment_ " + 28800000) / 86400000)"
#define LATE "CASE WHEN " DAY_OF("s.at") " > " DAY_OF("v.begin_at") " THEN "
const struct query settle_fever_late = {
    .name = "settle.fever-late",
    .from = "visit v JOIN settlement s ON s.bucket = v.bucket AND s.person = v.person"
            " AND s.visit = v.visit",
    .where = "v.begin_at >= {from} AND v.begin_at < {until} AND v.institution IS NOT NULL"
             " AND v.division >= {place} AND v.division <= {place_until}"
             " AND v.department_name IS NOT NULL AND s.state IN ('final', 'provisional')"
             " GROUP BY v.institution, v.division, v.department_name",
    .order = "v.institution, v.division, v.department_name",
    .columns = "v.institution AS institution, v.division AS place,"
               " CAST(count(*) AS bigint) AS visits,"
               " CAST(sum(" LATE "1 ELSE 0 END) AS bigint) AS late,"
               " CAST(sum(" LATE "s.total ELSE 0 END) AS bigint) AS total,"
               " CAST(max(" DAY_OF("s.at") " - " DAY_OF("v.begin_at") ") AS bigint)"
               " AS days_most, v.department_name AS department",
    .key = &key_shape, .row = &department_shape, .row_max = 20000, .guard = GUARD_PUBLIC,
};

struct fever_input { struct date from, until; };
struct fever_facts { const struct list *rows; };
struct fever_told { struct date from, until; struct list rows; };

static struct fever_told time_of(const struct request *request)
{
    const struct fever_input *input = request->input;
    struct date today = date_of_moment(request->at);
    struct fever_told told = { .from = input->from, .until = input->until };
    told.until = told.until.yyyymmdd == 0 ? today : told.until;
    told.from = told.from.yyyymmdd == 0 ? date_plus_days(told.until, -30) : told.from;
    return told;
}

static bool gather_fever(struct gather *gather, const struct request *request, void *facts)
{
    const struct fever_told time = time_of(request);
    const struct late_key key = {
        moment_of_date(time.from), moment_of_date(date_plus_days(time.until, 1)),
        request->actor->division, division_last_code(request->actor->division),
    };
    struct fever_facts *found = facts;
    found->rows = gather_want(gather, &settle_fever_late, &key);
    return found->rows != NULL;
}

static void add_row(struct late_row *sum, const struct late_row *row)
{
    sum->visits += row->visits;
    sum->late += row->late;
    sum->total = money_plus(sum->total, row->total);
    sum->days_most = row->days_most > sum->days_most ? row->days_most : sum->days_most;
}

/* Those that were late, of the office's own division: departments of one institution together. */
static void decide_fever(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct fever_facts *found = facts;
    const struct late_row *rows = found->rows->items;
    struct late_row *kept =
        ARENA_ARRAY(request->arena, struct late_row, found->rows->count + 1);
    struct fever_told *told = decision->outcome;
    *told = time_of(request);
    size_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++) {
        const struct visit_department at = { rows[i].place, rows[i].department, told->until };
        if (!visit_at_fever_clinic(request->book, &at)
            || !division_is_within(book_divisions(request->book), (int32_t)rows[i].place,
                                   request->actor->division))
            continue;
        if (count > 0 && kept[count - 1].institution == rows[i].institution
            && kept[count - 1].place == rows[i].place)
            add_row(&kept[count - 1], &rows[i]);
        else
            kept[count++] = rows[i];
    }
    for (size_t i = 0; i < count; i++)
        if (kept[i].late > 0)
            kept[told->rows.count++] = kept[i];
    told->rows.items = kept;
}

static const struct field input_fields[] = {
    FIELD(struct fever_input, from, FIELD_DAY, .help = "settle.field.fever-from"),
    FIELD(struct fever_input, until, FIELD_DAY, .help = "settle.field.figures-until"),
};
static const struct shape input_shape = SHAPE("settle.fever", struct fever_input, input_fields);
static const struct shape facts_shape =
    { .name = "settle.fever-facts", .size = sizeof(struct fever_facts) };
static const struct field told_fields[] = {
    FIELD(struct fever_told, from, FIELD_DAY), FIELD(struct fever_told, until, FIELD_DAY),
    FIELD(struct fever_told, rows, FIELD_LIST, .of = &row_shape),
};
static const struct shape told_shape =
    SHAPE("settle.fever-late", struct fever_told, told_fields);
const struct action settle_fever_action = {
    .name = "settle.fever-late", .method = "GET", .path = "/api/v1/fever-clinics/late",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "settle.help.fever-late", .gather = gather_fever,
    .decide = decide_fever,
};
