/* settle_carried.c: what another number of the same human had used of a year's limits, once the two
 * are one. It stands beside the person's own settlements, whose sum a counter otherwise is. */

#include "rooms/settle/settle_facts.h"

#include "base/check.h"

#define ROW(member, kind_, ...) FIELD(struct settle_carried, member, kind_, __VA_ARGS__)
static const struct field carried_fields[] = {
    ROW(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ROW(person, FIELD_ID, .flags = FIELD_REQUIRED),
    ROW(merge, FIELD_ID, .flags = FIELD_REQUIRED),
    ROW(year, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ROW(insurance, FIELD_TEXT, .flags = FIELD_REQUIRED),
    ROW(since, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    ROW(took, FIELD_BYTES, .flags = FIELD_REQUIRED),
    ROW(version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape settle_carried_shape =
    SHAPE("settle_carried", struct settle_carried, carried_fields);
const struct table settle_carried_table = {
    .name = "settle_carried", .row = &settle_carried_shape, .key_count = 5,
    .version = "version",
};

static const struct field key_fields[] = {
    FIELD(struct settle_of_person_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_of_person_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("settle_carried_key", struct settle_of_person_key, key_fields);
const struct query settle_carried_of = {
    .name = "settle.carried-of", .from = "settle_carried c",
    .where = "c.bucket = {bucket} AND c.person = {person}", .order = "c.merge, c.year",
    .key = &key_shape, .row = &settle_carried_shape, .row_max = 200, .guard = GUARD_DECISION,
};

static const struct settle_counters_row *row_of(const struct list *counters, int64_t year,
                                                struct text insurance)
{
    const struct settle_counters_row *rows = counters->items;
    for (size_t i = 0; i < counters->count; i++)
        if (rows[i].year == year && text_equal(rows[i].insurance, insurance))
            return &rows[i];
    return NULL;
}

void settle_carry_counters(struct decision *decision, const struct list *counters,
                           int64_t person, int64_t merge,
                           const struct settle_counters_row *more)
{
    int bucket = id_bucket(person);
    const struct settle_counters_row *before = row_of(counters, more->year, more->insurance);
    struct settle_counters took = more->used;
    const struct settle_carried carried = {
        .bucket = bucket, .person = person, .merge = merge, .year = more->year,
        .insurance = more->insurance, .since = decision->request->at,
        .took = shape_pack(&settle_counters_shape, &took, decision->request->arena),
        .version = 1,
    };
    decision_insert(decision, &settle_carried_table, &carried);
    struct settle_counters_row row = *more;
    if (before != NULL) {
        row = *before;
        settle_counters_add(&row.used, &took);
        if (date_compare(more->last_day, row.last_day) > 0)
            row.last_day = more->last_day;
        decision_replace(decision, &settle_counters_table, &row);
        return;
    }
    row.bucket = bucket;
    row.person = person;
    row.version = 1;
    decision_insert(decision, &settle_counters_table, &row);
}

void settle_uncarry_counters(struct decision *decision, const struct list *counters,
                             const struct list *carried)
{
    const struct settle_carried *rows = carried->items;
    const struct settle_counters none = { 0 };
    for (size_t i = 0; i < carried->count; i++) {
        const struct settle_counters_row *before =
            row_of(counters, rows[i].year, rows[i].insurance);
        struct settle_counters took = { 0 };
        bool read = shape_unpack(&settle_counters_shape, rows[i].took, decision->request->arena,
                                 &took);
        CHECK(read && before != NULL);
        struct settle_counters_row row = *before;
        settle_counters_subtract(&row.used, &took);
        decision_replace(decision, &settle_counters_table, &row);
        struct settle_carried after = rows[i];
        after.took = shape_pack(&settle_counters_shape, &none, decision->request->arena);
        decision_replace(decision, &settle_carried_table, &after);
    }
}
