/* settle_epidemic.c: patients treated first and settled later, in figures: how many, what it cost
 * and who pays, by status, for the places of an office. What the centre gives back of the finance
 * subsidy is of confirmed patients alone. LAW: JX4-2.3h */

#include "rooms/settle/settle_reach.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

#define ROW(member, kind_) \
    FIELD(struct settle_epidemic_row, member, kind_, .flags = FIELD_REQUIRED)
static const struct field row_fields[] = {
    ROW(bucket, FIELD_COUNT), ROW(person, FIELD_ID), ROW(settlement, FIELD_ID),
    ROW(status, FIELD_TEXT), ROW(place, FIELD_COUNT), ROW(day, FIELD_DAY),
    ROW(outside, FIELD_FLAG), ROW(ordinary_total, FIELD_MONEY),
    ROW(ordinary_assistance, FIELD_MONEY), ROW(ordinary_own, FIELD_MONEY),
    ROW(version, FIELD_COUNT),
};
static const struct shape row_shape =
    SHAPE("settle_epidemic", struct settle_epidemic_row, row_fields);
const struct table settle_epidemic_table = {
    .name = "settle_epidemic", .row = &row_shape, .key_count = 3, .version = "version",
};

static const struct field of_fields[] = {
    FIELD(struct settle_epidemic_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_epidemic_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_epidemic_key, settlement, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape of_shape =
    SHAPE("settle_epidemic_of", struct settle_epidemic_key, of_fields);
const struct query settle_epidemic_of = {
    .name = "settle.epidemic-of", .from = "settle_epidemic",
    .where = "bucket = {bucket} AND person = {person} AND settlement = {settlement}",
    .key = &of_shape, .row = &row_shape, .row_max = 1, .guard = GUARD_DECISION,
};

void settle_record_epidemic(struct decision *decision, const struct settlement_row *row,
                            const struct settle_case *made, const struct settlement *settled,
                            const struct settle_epidemic_row *before)
{
    bool treated_first =
        made->person.cover.treat_first && text_present(made->person.cover.status);
    struct settle_epidemic_row beside = {
        .bucket = row->bucket, .person = row->person, .settlement = row->settlement,
        .status = treated_first ? made->person.cover.status : TEXT("none"),
        .place = made->bill.institution_place, .day = date_of_moment(row->at),
        .outside = treated_first && made->person.cover.outside_budget,
        .ordinary_total = settled->ordinary.total,
        .ordinary_assistance = settled->ordinary.assistance,
        .ordinary_own = settled->ordinary.own, .version = 1,
    };
    if (before == NULL) {
        if (treated_first)
            decision_insert(decision, &settle_epidemic_table, &beside);
        return;
    }
    beside.version = before->version;
    if (!text_equal(before->status, beside.status) || before->place != beside.place
        || before->outside != beside.outside
        || before->ordinary_total.fen != beside.ordinary_total.fen
        || before->ordinary_assistance.fen != beside.ordinary_assistance.fen
        || before->ordinary_own.fen != beside.ordinary_own.fen)
        decision_replace(decision, &settle_epidemic_table, &beside);
}

/* ---- sums of a time, by status and place of treatment ---- */

struct sums_key { struct date from, until; };
struct sums_row {
    struct text status;
    int64_t place;
    int64_t patients, settlements;
    struct money total, pooled, assistance, finance, central, own;
};
static const struct field key_fields[] = {
    FIELD(struct sums_key, from, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct sums_key, until, FIELD_DAY, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape = SHAPE("settle_epidemic_key", struct sums_key, key_fields);
#define SUM(member, kind_) FIELD(struct sums_row, member, kind_, .flags = 0)
static const struct field sums_fields[] = {
    SUM(status, FIELD_TEXT), SUM(place, FIELD_COUNT), SUM(patients, FIELD_COUNT),
    SUM(settlements, FIELD_COUNT), SUM(total, FIELD_MONEY), SUM(pooled, FIELD_MONEY),
    SUM(assistance, FIELD_MONEY), SUM(finance, FIELD_MONEY), SUM(central, FIELD_MONEY),
    SUM(own, FIELD_MONEY),
};
static const struct shape sums_shape = SHAPE("settle_epidemic_sum", struct sums_row, sums_fields);
/* What stands alone: a reversed settlement is no patient's cost, nor are the days of a stay on
 * which the patient had no status any more. A stay is of the gravest status it had. */
const struct query settle_epidemic_sums = {
    .name = "settle.epidemic-sums",
    .from = "settle_epidemic e JOIN settlement s ON s.bucket = e.bucket AND s.person = e.person"
            " AND s.settlement = e.settlement",
    .where = "e.day >= {from} AND e.day <= {until} AND s.state IN ('final', 'provisional')"
             " AND e.status <> 'none' GROUP BY e.status, e.place",
    .order = "e.status, e.place",
    .columns = "e.status AS status, e.place AS place,"
               " CAST(count(DISTINCT e.person) AS bigint) AS patients,"
               " CAST(count(*) AS bigint) AS settlements,"
               " CAST(sum(s.total - e.ordinary_total) AS bigint) AS total,"
               " CAST(sum(s.pooled_fund + s.large_amount + s.supplementary + s.critical_illness"
               " + s.civil_servant + s.maternity - e.ordinary_total + e.ordinary_assistance"
               " + e.ordinary_own) AS bigint) AS pooled,"
               " CAST(sum(s.medical_assistance - e.ordinary_assistance) AS bigint) AS assistance,"
               " CAST(sum(s.finance) AS bigint) AS finance,"
               " CAST(sum(s.central) AS bigint) AS central,"
               " CAST(sum(s.account + s.family_account + s.cash - e.ordinary_own) AS bigint)"
               " AS own",
    .key = &key_shape, .row = &sums_shape, .row_max = 5000, .guard = GUARD_PUBLIC,
};

/* ---- the figures of a week ---- */

struct figures_input {
    struct date from, until;    /* until absent: today; from absent: the week up to it */
    int64_t place;
};
struct figures_facts { const struct list *rows; };
struct figures { struct date from, until; struct list rows; };

static struct sums_key time_of(const struct request *request)
{
    const struct figures_input *input = request->input;
    struct date today = date_of_moment(request->at);
    struct sums_key key = { input->from, input->until };
    key.until = key.until.yyyymmdd == 0 ? today : key.until;
    key.from = key.from.yyyymmdd == 0 ? date_plus_days(key.until, -6) : key.from;
    return key;
}

static bool gather_figures(struct gather *gather, const struct request *request, void *facts)
{
    const struct sums_key key = time_of(request);
    struct figures_facts *found = facts;
    found->rows = gather_want(gather, &settle_epidemic_sums, &key);
    return found->rows != NULL;
}

static void decide_figures(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct figures_input *input = request->input;
    const struct figures_facts *found = facts;
    const struct sums_row *rows = found->rows->items;
    const struct divisions *divisions = book_divisions(request->book);
    struct sums_row *kept = ARENA_ARRAY(request->arena, struct sums_row,
                                        found->rows->count + 1);
    const struct sums_key key = time_of(request);
    struct figures *told = decision->outcome;
    *told = (struct figures){ .from = key.from, .until = key.until };
    for (size_t i = 0; i < found->rows->count; i++)
        if (division_is_within(divisions, (int32_t)rows[i].place, request->actor->division)
            && (input->place == 0
                || division_is_within(divisions, (int32_t)rows[i].place,
                                      (int32_t)input->place)))
            kept[told->rows.count++] = rows[i];
    told->rows.items = kept;
}

static const struct field input_fields[] = {
    FIELD(struct figures_input, from, FIELD_DAY, .help = "settle.field.figures-from"),
    FIELD(struct figures_input, until, FIELD_DAY, .help = "settle.field.figures-until"),
    FIELD(struct figures_input, place, FIELD_COUNT, .help = "settle.field.figures-place"),
};
static const struct shape input_shape =
    SHAPE("settle.epidemic", struct figures_input, input_fields);
static const struct shape facts_shape =
    { .name = "settle.epidemic-facts", .size = sizeof(struct figures_facts) };
static const struct field told_fields[] = {
    FIELD(struct figures, from, FIELD_DAY, .flags = 0),
    FIELD(struct figures, until, FIELD_DAY, .flags = 0),
    FIELD(struct figures, rows, FIELD_LIST, .of = &sums_shape),
};
static const struct shape told_shape =
    SHAPE("settle.epidemic-figures", struct figures, told_fields);
const struct action settle_epidemic_action = {
    .name = "settle.epidemic-figures", .method = "GET", .path = "/api/v1/epidemic-figures",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "settle.help.epidemic-figures", .gather = gather_figures,
    .decide = decide_figures,
};
