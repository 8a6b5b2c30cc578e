/* outage_unsettled.c: outpatient visits of an institution that are charged and not settled: those
 * of an outage, whose people paid all of it and wait for it to be settled afterwards, and any
 * other that was forgotten. LAW: BJ22-3c */

#include "rooms/outage/outage.h"

#include "rooms/party/party_facts.h"
#include "rooms/staff/staff.h"

/* What is older is claimed by hand, or was given up. */
#define DAYS_BACK 90
#define UNSETTLED_MAX 200

struct unsettled_key {
    int64_t institution;
    struct moment from, until;
    int64_t after_visit;        /* of those of that very moment: after this one, 0: all */
    struct text after_bill;     /* "": all */
};
static const struct field key_fields[] = {
    FIELD(struct unsettled_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct unsettled_key, from, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct unsettled_key, until, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct unsettled_key, after_visit, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct unsettled_key, after_bill, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("outage_unsettled_key", struct unsettled_key, key_fields);

struct unsettled_row {
    int64_t visit, person, institution, division;
    struct moment begin_at;
    struct text number, department_name, name, phone_masked, bill;
    struct money amount;
};
#define ROW(member, kind_, ...) FIELD(struct unsettled_row, member, kind_, __VA_ARGS__)
#define ROW_FIELDS \
    ROW(visit, FIELD_ID, .flags = 0), ROW(person, FIELD_ID, .flags = 0), \
    ROW(institution, FIELD_ID, .flags = 0), ROW(division, FIELD_COUNT, .flags = 0), \
    ROW(begin_at, FIELD_MOMENT, .flags = 0), ROW(number, FIELD_TEXT, .length_max = 50), \
    ROW(department_name, FIELD_TEXT, .length_max = 100), \
    ROW(name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100), \
    ROW(phone_masked, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 30), \
    ROW(bill, FIELD_TEXT, .length_max = 50), ROW(amount, FIELD_MONEY, .flags = 0)
static const struct field row_fields[] = { ROW_FIELDS };
static const struct shape row_shape =
    SHAPE("outage_unsettled_row", struct unsettled_row, row_fields);

/* A page: the next begins after its last row. */
const struct query outage_unsettled_at = {
    .name = "outage.unsettled",
    .from = "visit v JOIN visit_bill b ON b.bucket = v.bucket AND b.visit = v.visit "
            "JOIN person p ON p.bucket = v.bucket AND p.person = v.person",
    .where = "v.institution = {institution} AND v.begin_at >= {from} AND v.begin_at < {until} "
             "AND v.inpatient = 0 AND v.state = 'open' AND b.settlement IS NULL "
             "AND b.amount > 0 AND (v.begin_at, v.visit, b.bill) > "
             "({from}, {after_visit}, {after_bill})",
    .order = "v.begin_at, v.visit, b.bill",
    .columns = "v.visit, v.person, v.institution, v.division, v.begin_at, v.number, "
               "v.department_name, p.name, p.phone_masked, b.bill, b.amount",
    .key = &key_shape, .row = &row_shape, .row_max = UNSETTLED_MAX, .guard = GUARD_SCOPED,
    .guard_institution = "institution",
};

/* The last of the page before; nothing: from the beginning. */
struct unsettled_input { struct moment after; int64_t after_visit; struct text after_bill; };
static const struct field input_fields[] = {
    FIELD(struct unsettled_input, after, FIELD_MOMENT, .help = "outage.field.after"),
    FIELD(struct unsettled_input, after_visit, FIELD_ID, .help = "outage.field.after"),
    FIELD(struct unsettled_input, after_bill, FIELD_TEXT, .length_max = 50,
          .help = "outage.field.after"),
};
static const struct shape input_shape =
    SHAPE("outage.unsettled-input", struct unsettled_input, input_fields);
struct unsettled_facts { const struct list *rows, *windows; };
static const struct shape facts_shape =
    { .name = "outage.unsettled-facts", .size = sizeof(struct unsettled_facts) };

/* With the outage it fell into, when it did. */
struct unsettled_told { struct unsettled_row row; bool in_outage; struct text clauses; };
struct unsettled_answer { struct list visits; bool more; };

static bool gather_unsettled(struct gather *gather, const struct request *request, void *facts)
{
    struct date today = date_of_moment(request->at);
    const struct unsettled_input *input = request->input;
    struct unsettled_key key = {
        .institution = request->actor->institution,
        .from = moment_of_date(date_plus_days(today, -DAYS_BACK)),
        .until = moment_of_date(today), .after_bill = TEXT(""),
    };
    if (input->after.ms >= key.from.ms) {
        key.from = input->after;
        key.after_visit = input->after_visit;
        if (text_present(input->after_bill))
            key.after_bill = input->after_bill;
    }
    const struct outage_bucket_key all = { OUTAGE_BUCKET };
    struct unsettled_facts *found = facts;
    found->rows = gather_want(gather, &outage_unsettled_at, &key);
    found->windows = gather_want(gather, &outage_windows_all, &all);
    return found->rows != NULL && found->windows != NULL;
}

static const struct outage_window *window_of(const struct list *windows,
                                             const struct unsettled_row *row)
{
    const struct outage_window *rows = windows->items;
    for (size_t i = 0; i < windows->count; i++)
        if (row->begin_at.ms >= rows[i].from_at.ms && row->begin_at.ms < rows[i].until_at.ms
            && (rows[i].withdrawn_at.ms == 0 || row->begin_at.ms < rows[i].withdrawn_at.ms)
            && staff_division_within(row->division, (int32_t)rows[i].place))
            return &rows[i];
    return NULL;
}

static void decide_unsettled(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct unsettled_facts *found = facts;
    const struct unsettled_row *rows = found->rows->items;
    size_t count = found->rows->count;
    struct unsettled_told *told = ARENA_ARRAY(request->arena, struct unsettled_told, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct outage_window *window = window_of(found->windows, &rows[i]);
        told[i] = (struct unsettled_told){ .row = rows[i], .in_outage = window != NULL };
        if (window != NULL)
            told[i].clauses = window->clauses;
    }
    *(struct unsettled_answer *)decision->outcome = (struct unsettled_answer){
        .visits = { told, count }, .more = count == UNSETTLED_MAX,
    };
}

static const struct field told_fields[] = {
    ROW_FIELDS,
    FIELD(struct unsettled_told, in_outage, FIELD_FLAG, .flags = 0),
    FIELD(struct unsettled_told, clauses, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200),
};
static const struct shape told_shape =
    SHAPE("outage_unsettled_visit", struct unsettled_told, told_fields);
static const struct field answer_fields[] = {
    FIELD(struct unsettled_answer, visits, FIELD_LIST, .of = &told_shape),
    FIELD(struct unsettled_answer, more, FIELD_FLAG, .flags = 0),
};
static const struct shape answer_shape =
    SHAPE("outage_unsettled_visits", struct unsettled_answer, answer_fields);

const struct action outage_unsettled_action = {
    .name = "outage.unsettled", .method = "GET", .path = "/api/v1/visits/unsettled",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "outage.help.unsettled",
    .next_page = { { "after", "begin_at" }, { "after_visit", "visit" }, { "after_bill", "bill" } },
    .gather = gather_unsettled, .decide = decide_unsettled,
};
