/* settle_carried.c: what another number of the same human had used of a year's limits, once the two
 * are one. It stands beside the person's own settlements, whose sum a counter otherwise is. */

#include "rooms/settle/settle_desk.h"

#include "base/check.h"

#define ROW(member, kind_, ...) FIELD(struct settle_carried, member, kind_, __VA_ARGS__)
static const struct field carried_fields[] = {
    ROW(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ROW(person, FIELD_ID, .flags = FIELD_REQUIRED),
    ROW(merge, FIELD_ID, .flags = FIELD_REQUIRED),
    ROW(year, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ROW(insurance, FIELD_TEXT, .flags = FIELD_REQUIRED),
    ROW(since, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    ROW(number, FIELD_COUNT, .flags = FIELD_REQUIRED),
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

static const struct settle_carried *carried_of(const struct list *carried, int64_t merge,
                                               const struct settle_counters_row *stands)
{
    const struct settle_carried *rows = carried->items;
    for (size_t i = 0; i < carried->count; i++)
        if (rows[i].merge == merge && rows[i].year == stands->year
            && text_equal(rows[i].insurance, stands->insurance))
            return &rows[i];
    return NULL;
}

static struct date later_of(struct date one, struct date other)
{
    return date_compare(one, other) > 0 ? one : other;
}

/* What was carried before goes off, what stands now comes in its place; the running period of
 * special care is counted anew. */
static void carry_instead(struct decision *decision, const struct settle_counted *counted,
                          const struct settle_carried *before, struct settle_carried *after,
                          struct date last_day)
{
    struct arena *arena = decision->request->arena;
    const struct settle_counters_row *counters =
        row_of(counted->counters, after->year, after->insurance);
    struct settle_counters off = { 0 }, on = { 0 };
    bool read = shape_unpack(&settle_counters_shape, before->took, arena, &off)
        && shape_unpack(&settle_counters_shape, after->took, arena, &on);
    CHECK(read && counters != NULL);
    const struct settle_carried *held = counted->carried->items;
    struct settle_carried *rows =
        ARENA_ARRAY(arena, struct settle_carried, counted->carried->count);
    for (size_t i = 0; i < counted->carried->count; i++)
        rows[i] = &held[i] == before ? *after : held[i];
    const struct list now = { rows, counted->carried->count };
    const struct settlement_row of_year = { .year = after->year, .insurance = after->insurance };
    struct settle_counters_row row = *counters;
    settle_counters_subtract(&row.used, &off);
    settle_counters_add(&row.used, &on);
    settle_recount_special(&row.used, counted->settlements, &now, &of_year, NULL, arena);
    row.last_day = later_of(row.last_day, last_day);
    decision_replace(decision, &settle_counters_table, &row);
    decision_replace(decision, &settle_carried_table, after);
}

bool settle_carry_counters(struct decision *decision, const struct settle_counted *counted,
                           int64_t person, int64_t merge,
                           const struct settle_counters_row *stands)
{
    int bucket = id_bucket(person);
    const struct settle_counters_row *before =
        row_of(counted->counters, stands->year, stands->insurance);
    const struct settle_carried *held = carried_of(counted->carried, merge, stands);
    struct settle_counters took = stands->used;
    struct settle_carried carried = {
        .bucket = bucket, .person = person, .merge = merge, .year = stands->year,
        .insurance = stands->insurance, .since = decision->request->at,
        .number = stands->version,
        .took = shape_pack(&settle_counters_shape, &took, decision->request->arena),
        .version = 1,
    };
    if (held != NULL && held->number >= stands->version)
        return false;
    if (held != NULL) {
        carried.since = held->since;
        carried.version = held->version;
        carry_instead(decision, counted, held, &carried, stands->last_day);
        return true;
    }
    decision_insert(decision, &settle_carried_table, &carried);
    struct settle_counters_row row = *stands;
    if (before != NULL) {
        row = *before;
        settle_counters_add(&row.used, &took);
        row.last_day = later_of(row.last_day, stands->last_day);
        decision_replace(decision, &settle_counters_table, &row);
        return true;
    }
    row.bucket = bucket;
    row.person = person;
    row.version = 1;
    decision_insert(decision, &settle_counters_table, &row);
    return true;
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
