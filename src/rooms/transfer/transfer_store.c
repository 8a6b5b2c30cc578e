/* transfer_store.c: rows and reads of transfers, and what is on the way. */

#include "rooms/transfer/transfer.h"

#define ROW(member_) AT(struct transfer_row, member_)
static const struct field transfer_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, ROW(bucket) },
    { "person", NULL, FIELD_ID, 0, ROW(person) },
    { "transfer", NULL, FIELD_ID, 0, ROW(transfer) },
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 20 },
    { "insurance", NULL, FIELD_TEXT, 0, ROW(insurance), 10 },
    { "from_place", NULL, FIELD_COUNT, 0, ROW(from_place) },
    { "to_place", NULL, FIELD_COUNT, 0, ROW(to_place) },
    { "from_outside", NULL, FIELD_FLAG, 0, ROW(from_outside) },
    { "to_outside", NULL, FIELD_FLAG, 0, ROW(to_outside) },
    { "applied_at", NULL, FIELD_MOMENT, 0, ROW(applied_at) },
    { "out_at", NULL, FIELD_MOMENT, 0, ROW(out_at) },
    { "in_at", NULL, FIELD_MOMENT, 0, ROW(in_at) },
    { "months", NULL, FIELD_COUNT, 0, ROW(months) },
    { "balance", NULL, FIELD_MONEY, 0, ROW(balance) },
    { "insured_until", NULL, FIELD_DAY, 0, ROW(insured_until) },
    { "gap_months", NULL, FIELD_COUNT, 0, ROW(gap_months) },
    { "waiting_until", NULL, FIELD_DAY, 0, ROW(waiting_until) },
    { "cause", NULL, FIELD_ID, 0, ROW(cause) },
    { "version", NULL, FIELD_COUNT, 0, ROW(version) },
};
const struct shape transfer_row_shape =
    SHAPE("transfer", struct transfer_row, transfer_fields);
const struct table transfer_table = { "transfer", &transfer_row_shape, 3, "version" };

static const struct field person_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_of_person, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_of_person, person) },
};
static const struct shape person_shape =
    SHAPE("transfer_person", struct party_of_person, person_fields);
const struct query transfers_of = {
    .name = "transfer.of", .from = "transfer",
    .where = "bucket = {bucket} AND person = {person}", .order = "transfer",
    .key = &person_shape, .row = &transfer_row_shape, .row_max = 100, .guard = GUARD_DECISION,
};

/* ---- verify: what the rows say is on the way is what the ledger says ---- */

struct sums { int64_t bucket, person; struct money rows, ledger; };
static const struct field sums_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct sums, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct sums, person) },
    { "rows", NULL, FIELD_MONEY, 0, AT(struct sums, rows) },
    { "ledger", NULL, FIELD_MONEY, 0, AT(struct sums, ledger) },
};
static const struct shape sums_shape = SHAPE("transfer_sums", struct sums, sums_fields);
struct bucket_key { int64_t bucket; };
static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct bucket_key, bucket) },
};
static const struct shape bucket_shape =
    SHAPE("transfer_bucket", struct bucket_key, bucket_fields);

/* 1000011 is FUND_ON_THE_WAY. */
#define SIDE(side_) \
    "coalesce((SELECT sum(f.amount) FROM fund_transfer f WHERE f.bucket = t.bucket AND f." \
    side_ "_kind = 1000011 AND f." side_ "_owner = t.person), 0)"
const struct query transfer_sums = {
    .name = "transfer.sums", .from = "(SELECT bucket, person, sum(CASE WHEN state = 'out'"
        " THEN balance ELSE 0 END) AS on_the_way FROM transfer GROUP BY bucket, person) t",
    .columns = "t.bucket, t.person, CAST(t.on_the_way AS BIGINT),"
               " CAST(" SIDE("credit") " - " SIDE("debit") " AS BIGINT)",
    .where = "t.bucket = {bucket}", .order = "t.person", .key = &bucket_shape,
    .row = &sums_shape, .row_max = 20000, .guard = GUARD_DECISION,
};

enum store_answer transfer_verify(struct store *store, struct verify_report *report)
{
    struct arena arena;
    arena_init(&arena);
    enum store_answer answer = STORE_DONE;
    for (int64_t bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++) {
        arena_clear(&arena);
        const struct bucket_key key = { bucket };
        struct want want = { .query = &transfer_sums, .key = &key };
        answer = store->port->read(store, &want, &arena);
        const struct sums *rows = want.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
            report->checked++;
            if (rows[i].rows.fen != rows[i].ledger.fen)
                verify_complain_of(report, "verify.transfer.on-the-way", rows[i].person, 0);
        }
    }
    arena_release(&arena);
    return answer;
}
