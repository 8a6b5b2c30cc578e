/* fund_store.c: rows and reads of the ledger. */

#include "rooms/fund/fund.h"

static const struct field fund_transfer_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_transfer, bucket) },
    { "day", NULL, FIELD_DAY, 0, AT(struct fund_transfer, day) },
    { "cause", NULL, FIELD_ID, 0, AT(struct fund_transfer, cause) },
    { "line", NULL, FIELD_COUNT, 0, AT(struct fund_transfer, line) },
    { "debit_kind", NULL, FIELD_COUNT, 0, AT(struct fund_transfer, debit_kind) },
    { "debit_owner", NULL, FIELD_COUNT, 0, AT(struct fund_transfer, debit_owner) },
    { "credit_kind", NULL, FIELD_COUNT, 0, AT(struct fund_transfer, credit_kind) },
    { "credit_owner", NULL, FIELD_COUNT, 0, AT(struct fund_transfer, credit_owner) },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct fund_transfer, amount) },
    { "person", NULL, FIELD_ID, 0, AT(struct fund_transfer, person) },
    { "about", NULL, FIELD_TEXT, 0, AT(struct fund_transfer, about), 100 },
};
const struct shape fund_transfer_shape =
    SHAPE("fund_transfer", struct fund_transfer, fund_transfer_fields);
const struct table fund_transfer_table = { "fund_transfer", &fund_transfer_shape, 4, NULL };

static const struct field fund_personal_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_personal, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct fund_personal, person) },
    { "balance", NULL, FIELD_MONEY, 0, AT(struct fund_personal, balance) },
    { "held", NULL, FIELD_MONEY, 0, AT(struct fund_personal, held) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct fund_personal, version) },
};
const struct shape fund_personal_shape =
    SHAPE("fund_personal", struct fund_personal, fund_personal_fields);
const struct table fund_personal_table = { "fund_personal", &fund_personal_shape, 2, "version" };

static const struct field fund_hold_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_hold, bucket) },
    { "giver", NULL, FIELD_ID, 0, AT(struct fund_hold, giver) },
    { "hold", NULL, FIELD_ID, 0, AT(struct fund_hold, hold) },
    { "taker", NULL, FIELD_ID, 0, AT(struct fund_hold, taker) },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct fund_hold, amount) },
    { "state", NULL, FIELD_TEXT, 0, AT(struct fund_hold, state), 100 },
    { "cause", NULL, FIELD_ID, 0, AT(struct fund_hold, cause) },
    { "day", NULL, FIELD_DAY, 0, AT(struct fund_hold, day) },
    { "relation", NULL, FIELD_TEXT, 0, AT(struct fund_hold, relation), 30 },
    { "mandate", NULL, FIELD_TEXT, 0, AT(struct fund_hold, mandate), 100 },
    { "posted", NULL, FIELD_MONEY, 0, AT(struct fund_hold, posted) },
    { "followed", NULL, FIELD_COUNT, 0, AT(struct fund_hold, followed) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct fund_hold, version) },
};
const struct shape fund_hold_shape = SHAPE("fund_hold", struct fund_hold, fund_hold_fields);
const struct table fund_hold_table = { "fund_hold", &fund_hold_shape, 3, "version" };

static const struct field fund_sealed_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_sealed, bucket) },
    { "day", NULL, FIELD_DAY, 0, AT(struct fund_sealed, day) },
    { "kind", NULL, FIELD_COUNT, 0, AT(struct fund_sealed, kind) },
    { "owner", NULL, FIELD_COUNT, 0, AT(struct fund_sealed, owner) },
    { "debits", NULL, FIELD_MONEY, 0, AT(struct fund_sealed, debits) },
    { "credits", NULL, FIELD_MONEY, 0, AT(struct fund_sealed, credits) },
};
const struct shape fund_sealed_shape = SHAPE("fund_sealed", struct fund_sealed, fund_sealed_fields);
const struct table fund_sealed_table = { "fund_sealed", &fund_sealed_shape, 4, NULL };

static const struct field fund_seal_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_seal, bucket) },
    { "until", NULL, FIELD_DAY, 0, AT(struct fund_seal, until) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct fund_seal, version) },
};
const struct shape fund_seal_shape = SHAPE("fund_seal", struct fund_seal, fund_seal_fields);
const struct table fund_seal_table = { "fund_seal", &fund_seal_shape, 1, "version" };

static const struct field of_person_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_of_person, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct fund_of_person, person) },
};
static const struct shape of_person_shape =
    SHAPE("fund_of_person", struct fund_of_person, of_person_fields);

static const struct field cause_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_cause_key, bucket) },
    { "day", NULL, FIELD_DAY, 0, AT(struct fund_cause_key, day) },
    { "cause", NULL, FIELD_ID, 0, AT(struct fund_cause_key, cause) },
};
static const struct shape cause_key_shape =
    SHAPE("fund_cause_key", struct fund_cause_key, cause_key_fields);

static const struct field hold_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_hold_key, bucket) },
    { "giver", NULL, FIELD_ID, 0, AT(struct fund_hold_key, giver) },
    { "hold", NULL, FIELD_ID, 0, AT(struct fund_hold_key, hold) },
};
static const struct shape hold_key_shape =
    SHAPE("fund_hold_key", struct fund_hold_key, hold_key_fields);

static const struct field day_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_day_key, bucket) },
    { "day", NULL, FIELD_DAY, 0, AT(struct fund_day_key, day) },
};
static const struct shape day_key_shape =
    SHAPE("fund_day_key", struct fund_day_key, day_key_fields);

static const struct field bucket_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct fund_bucket_key, bucket) },
};
static const struct shape bucket_key_shape =
    SHAPE("fund_bucket_key", struct fund_bucket_key, bucket_key_fields);

const struct query fund_personal_of = {
    .name = "fund.personal-of", .from = "fund_personal",
    .where = "bucket = {bucket} AND person = {person}",
    .key = &of_person_shape, .row = &fund_personal_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query fund_transfers_of_cause = {
    .name = "fund.transfers-of-cause", .from = "fund_transfer",
    .where = "bucket = {bucket} AND day = {day} AND cause = {cause}", .order = "line",
    .key = &cause_key_shape, .row = &fund_transfer_shape, .row_max = 200,
    .guard = GUARD_DECISION,
};
const struct query fund_hold_by_id = {
    .name = "fund.hold-by-id", .from = "fund_hold",
    .where = "bucket = {bucket} AND giver = {giver} AND hold = {hold}",
    .key = &hold_key_shape, .row = &fund_hold_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- sums ---- */

static const struct field movement_fields[] = {
    { "day", NULL, FIELD_DAY, 0, AT(struct fund_movement, day) },
    { "kind", NULL, FIELD_COUNT, 0, AT(struct fund_movement, kind) },
    { "owner", NULL, FIELD_COUNT, 0, AT(struct fund_movement, owner) },
    { "debits", NULL, FIELD_MONEY, 0, AT(struct fund_movement, debits) },
    { "credits", NULL, FIELD_MONEY, 0, AT(struct fund_movement, credits) },
};
const struct shape fund_movement_shape =
    SHAPE("fund_movement", struct fund_movement, movement_fields);

const struct query fund_seal_of = {
    .name = "fund.seal-of", .from = "fund_seal", .where = "bucket = {bucket}",
    .key = &bucket_key_shape, .row = &fund_seal_shape, .row_max = 1, .guard = GUARD_DECISION,
};
/* The sums of the first day of a bucket that is not sealed yet and lies before {day}. People's own
 * accounts are kept one by one (fund_personal) and summed as one account here: owner 0 stands for
 * all of them. */
const struct query fund_movements_to_seal = {
    .name = "fund.movements-to-seal", .from = "v_fund_side",
    .where = "bucket = {bucket} AND day = (SELECT min(t.day) FROM fund_transfer AS t"
             " WHERE t.bucket = {bucket} AND t.day < {day} AND t.day >"
             " coalesce((SELECT s.until FROM fund_seal AS s WHERE s.bucket = {bucket}), 0))"
             " GROUP BY day, kind, owner",
    .order = "kind, owner",
    .columns = "day, kind, owner, CAST(sum(debit) AS bigint) AS debits,"
               " CAST(sum(credit) AS bigint) AS credits",
    .key = &day_key_shape, .row = &fund_movement_shape, .row_max = 10000,
    .guard = GUARD_DECISION,
};
/* Both in the same order, so that verify compares row by row: what was sealed, and what transfers
 * of the days up to the seal make of it now. */
const struct query fund_sealed_sums_of = {
    .name = "fund.sealed-sums-of", .from = "fund_sealed",
    .where = "bucket = {bucket} GROUP BY kind, owner", .order = "kind, owner",
    .columns = "CAST(max(day) AS integer) AS day, kind, owner,"
               " CAST(sum(debits) AS bigint) AS debits, CAST(sum(credits) AS bigint) AS credits",
    .key = &bucket_key_shape, .row = &fund_movement_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
const struct query fund_side_sums_of = {
    .name = "fund.side-sums-of",
    .from = "v_fund_side AS side JOIN fund_seal AS seal ON seal.bucket = side.bucket",
    .where = "side.bucket = {bucket} AND side.day <= seal.until GROUP BY side.kind, side.owner",
    .order = "side.kind, side.owner",
    .columns = "CAST(max(side.day) AS integer) AS day, side.kind AS kind, side.owner AS owner,"
               " CAST(sum(side.debit) AS bigint) AS debits,"
               " CAST(sum(side.credit) AS bigint) AS credits",
    .key = &bucket_key_shape, .row = &fund_movement_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
/* Units and who claims by hand, as people: there are hundreds of thousands, one account here (owner
 * 0) and each by itself among its bills, claims and payments. */
#define OWNER_SUMMED "CASE WHEN kind IN (1000006, 1000007, 1000008) THEN 0 ELSE owner END"
_Static_assert(FUND_UNIT == 1000006 && FUND_TO_CREDIT == 1000007 && FUND_CLAIMANT == 1000008,
               "as it is spelled in OWNER_SUMMED");
/* Sealed sums and what came since, over all buckets. */
const struct query fund_balances_all = {
    .name = "fund.balances-all", .from = "v_fund_movement",
    .where = "1 = 1 GROUP BY kind, " OWNER_SUMMED, .order = "2, 3",
    .columns = "CAST(max(day) AS integer) AS day, kind, " OWNER_SUMMED " AS owner,"
               " CAST(sum(debits) AS bigint) AS debits, CAST(sum(credits) AS bigint) AS credits",
    .row = &fund_movement_shape, .row_max = 19999, .guard = GUARD_DECISION,
};
static const struct field place_key_fields[] = {
    { "division", NULL, FIELD_COUNT, 0, AT(struct fund_place_key, division) },
    { "division_until", NULL, FIELD_COUNT, 0, AT(struct fund_place_key, division_until) },
};
static const struct shape place_key_shape =
    SHAPE("fund_place_key", struct fund_place_key, place_key_fields);
static const struct field institution_fields[] = {
    { "institution", NULL, FIELD_ID, 0, AT(struct fund_institution, institution) },
};
static const struct shape institution_shape =
    SHAPE("fund_institution", struct fund_institution, institution_fields);
const struct query fund_institutions_of_place = {
    .name = "fund.institutions-of-place", .from = "v_party_institutions",
    .where = "division BETWEEN {division} AND {division_until}", .order = "institution",
    .key = &place_key_shape, .row = &institution_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
/* What the personal rows say in one bucket, and what transfers make of the same accounts. */
const struct query fund_personal_rows_of = {
    .name = "fund.personal-rows-of", .from = "fund_personal", .where = "bucket = {bucket}",
    .order = "person", .key = &bucket_key_shape, .row = &fund_personal_shape,
    .row_max = 19999, .guard = GUARD_DECISION,
};
const struct query fund_personal_sums_of = {
    .name = "fund.personal-sums-of", .from = "v_fund_personal_side",
    .where = "bucket = {bucket} GROUP BY owner", .order = "owner",
    .columns = "CAST(max(day) AS integer) AS day, CAST(310200 AS bigint) AS kind, owner,"
               " CAST(sum(debit) AS bigint) AS debits, CAST(sum(credit) AS bigint) AS credits",
    .key = &bucket_key_shape, .row = &fund_movement_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
