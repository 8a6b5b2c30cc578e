/* contribute_roster.c: who works at a unit in a month, with the base that counts for each: a page
 * by person, as many as a step of the lane takes, however large the unit is. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/contribute/contribute_roster.h"

#include "base/check.h"

struct roster_key {
    int64_t bucket, owner, after, month;
    struct text insurance;
    struct date first, last;    /* of the month */
};
#define KEY(member_) AT(struct roster_key, member_)
static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, KEY(bucket) },
    { "owner", NULL, FIELD_ID, 0, KEY(owner) },
    { "after", NULL, FIELD_COUNT, 0, KEY(after) },
    { "month", NULL, FIELD_COUNT, 0, KEY(month) },
    { "insurance", NULL, FIELD_TEXT, 0, KEY(insurance), 10 },
    { "first", NULL, FIELD_DAY, 0, KEY(first) },
    { "last", NULL, FIELD_DAY, 0, KEY(last) },
};
static const struct shape key_shape = SHAPE("contribute_roster_key", struct roster_key, key_fields);

#define WORKER(member_) AT(struct contribute_worker, member_)
static const struct field worker_fields[] = {
    { "person", NULL, FIELD_ID, 0, WORKER(person) },
    { "insurance", NULL, FIELD_TEXT, 0, WORKER(insurance), 20 },
    { "kind", NULL, FIELD_TEXT, 0, WORKER(kind), 20 },
    { "status", NULL, FIELD_TEXT, 0, WORKER(status), 10 },
    { "paused_from", NULL, FIELD_DAY, 0, WORKER(paused_from) },
    { "paused_until", NULL, FIELD_DAY, 0, WORKER(paused_until) },
    { "valid_from", NULL, FIELD_DAY, 0, WORKER(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, WORKER(valid_until) },
    { "base", NULL, FIELD_MONEY, 0, WORKER(base) },
    { "gone", NULL, FIELD_FLAG, 0, WORKER(gone) },
    { "lined", NULL, FIELD_FLAG, 0, WORKER(lined) },
};
static const struct shape worker_shape =
    SHAPE("contribute_worker_of", struct contribute_worker, worker_fields);

/* Spells lie in the people's buckets: they are looked for by the unit and the person, in the order
 * of an index that has all that is asked of them, and only those of the page are read. */
const struct query contribute_roster = {
    .name = "contribute.roster",
    .from = "(SELECT w.bucket, w.person, w.spell FROM spell w WHERE w.unit = {owner}"
            " AND w.person > {after} AND w.insurance = {insurance}"
            " AND COALESCE(w.valid_from, 0) <= {last}"
            " AND COALESCE(w.valid_until, 99991231) >= {first}"
            " ORDER BY w.person, w.valid_from, w.spell LIMIT "
            QUERY_NUMBER(CONTRIBUTE_WORKERS_A_STEP) ") w"
            " JOIN spell s ON s.bucket = w.bucket AND s.person = w.person AND s.spell = w.spell"
            " LEFT JOIN person p ON p.bucket = w.bucket AND p.person = w.person",
    .columns = "s.person, s.insurance, s.kind, s.status, s.paused_from, s.paused_until,"
               " s.valid_from, s.valid_until, " CONTRIBUTE_BASE_OF_SPELL("s") " AS base,"
               " CASE WHEN p.merged_into IS NULL THEN 0 ELSE 1 END AS gone,"
               " CASE WHEN EXISTS (SELECT 1 FROM contribute_line l WHERE l.bucket = {bucket}"
               " AND l.owner = {owner} AND l.person IN (s.person, COALESCE(s.former, s.person))"
               " AND l.month = {month} AND l.insurance = {insurance})"
               " THEN 1 ELSE 0 END AS lined",
    .order = "s.person, s.valid_from, s.spell", .key = &key_shape, .row = &worker_shape,
    .row_max = CONTRIBUTE_WORKERS_A_STEP, .page = true, .guard = GUARD_DECISION,
};

bool contribute_gather_workers(struct gather *gather, int64_t unit, struct text insurance,
                               int64_t month, int64_t after, const struct list **ret_workers)
{
    if (month == 0) {
        static const struct list nobody = { 0 };
        *ret_workers = &nobody;
        return true;
    }
    const struct roster_key key = {
        .bucket = id_bucket(unit), .owner = unit, .after = after, .month = month,
        .insurance = insurance, .first = contribute_month_first(month),
        .last = contribute_month_last(month),
    };
    *ret_workers = gather_want(gather, &contribute_roster, &key);
    return *ret_workers != NULL;
}

int64_t contribute_workers_end(const struct list *workers, size_t *ret_count)
{
    const struct contribute_worker *rows = workers->items;
    size_t count = workers->count;
    *ret_count = count;
    if (count < CONTRIBUTE_WORKERS_A_STEP)
        return 0;
    /* The last one's other spells may stand on the next page. */
    while (count > 0 && rows[count - 1].person == rows[workers->count - 1].person)
        count--;
    if (count > 0)
        *ret_count = count;
    return rows[*ret_count - 1].person;
}

bool contribute_worker_counts(const struct contribute_worker *worker, struct text insurance,
                              int64_t month)
{
    const struct party_spell spell = {
        .insurance = worker->insurance, .kind = worker->kind, .status = worker->status,
        .paused_from = worker->paused_from, .paused_until = worker->paused_until,
        .valid_from = worker->valid_from, .valid_until = worker->valid_until,
    };
    return !worker->gone && !worker->lined && contribute_spell_counts(&spell, insurance, month);
}

size_t contribute_add_workers(const struct request *request,
                              const struct contribute_worker *workers, size_t worker_count,
                              const struct contribute_rate *rate, struct contribute_bill *bill,
                              struct contribute_line *lines, size_t *ret_count)
{
    size_t count = 0, without = 0;
    int64_t last = 0;
    for (size_t i = 0; i < worker_count; i++) {
        if (workers[i].person == last
            || !contribute_worker_counts(&workers[i], bill->insurance, bill->month))
            continue;
        last = workers[i].person;
        if (workers[i].base.fen == 0) {
            without++;
            continue;
        }
        lines[count] = (struct contribute_line){ .person = last, .version = 1 };
        contribute_bill_add(bill, &lines[count++], workers[i].base, rate, request->book);
    }
    *ret_count = count;
    return without;
}
