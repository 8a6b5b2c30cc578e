/* fund_family_store.c: rows and reads of the family account. */

#include "rooms/fund/fund_family.h"

static const struct field offer_fields[] = {
    FIELD(struct fund_offer, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fund_offer, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_offer, offer, FIELD_ID, .flags = 0),
    FIELD(struct fund_offer, giver, FIELD_ID, .flags = 0),
    FIELD(struct fund_offer, amount, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_offer, used, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_offer, state, FIELD_TEXT, .length_max = 30),
    FIELD(struct fund_offer, day, FIELD_DAY, .flags = 0),
    FIELD(struct fund_offer, version, FIELD_COUNT, .flags = 0),
};
const struct shape fund_offer_shape = SHAPE("family_offer", struct fund_offer, offer_fields);
const struct table fund_offer_table = { "family_offer", &fund_offer_shape, 3, "version" };

static const struct field use_fields[] = {
    FIELD(struct fund_use, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fund_use, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_use, settlement, FIELD_ID, .flags = 0),
    FIELD(struct fund_use, offer, FIELD_ID, .flags = 0),
    FIELD(struct fund_use, amount, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_use, version, FIELD_COUNT, .flags = 0),
};
const struct shape fund_use_shape = SHAPE("family_use", struct fund_use, use_fields);
const struct table fund_use_table = { "family_use", &fund_use_shape, 4, "version" };

static const struct field standing_fields[] = {
    FIELD(struct fund_standing, giver, FIELD_ID, .flags = 0),
    FIELD(struct fund_standing, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_standing, hold, FIELD_ID, .flags = 0),
    FIELD(struct fund_standing, used, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_standing, closed, FIELD_FLAG, .flags = 0),
    FIELD(struct fund_standing, number, FIELD_COUNT, .flags = 0),
};
const struct shape fund_standing_shape =
    SHAPE("fund_standing", struct fund_standing, standing_fields);

/* ---- keys ---- */

static const struct field taker_fields[] = {
    FIELD(struct fund_of_person, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fund_of_person, person, FIELD_ID, .flags = 0),
};
static const struct shape taker_shape =
    SHAPE("fund_family_person", struct fund_of_person, taker_fields);

static const struct field offer_key_fields[] = {
    FIELD(struct fund_offer_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fund_offer_key, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_offer_key, offer, FIELD_ID, .flags = 0),
};
static const struct shape offer_key_shape =
    SHAPE("fund_offer_key", struct fund_offer_key, offer_key_fields);

static const struct field settlement_key_fields[] = {
    FIELD(struct fund_settlement_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fund_settlement_key, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_settlement_key, settlement, FIELD_ID, .flags = 0),
};
static const struct shape settlement_key_shape =
    SHAPE("fund_settlement_key", struct fund_settlement_key, settlement_key_fields);

static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, 0 },
};
static const struct shape bucket_shape =
    { .name = "fund_family_bucket", .size = sizeof(int64_t), .fields = bucket_fields,
      .field_count = 1 };

/* ---- facts ---- */

/* An undone settlement opens a rest again, so there may be more of them than may be made. */
const struct query fund_offers_open = {
    .name = "fund.offers-open", .from = "family_offer",
    .where = "bucket = {bucket} AND taker = {person} AND state = 'open' AND used < amount",
    .order = "offer", .key = &taker_shape, .row = &fund_offer_shape, .row_max = 500,
    .guard = GUARD_DECISION,
};
const struct query fund_offer_by_id = {
    .name = "fund.offer-by-id", .from = "family_offer",
    .where = "bucket = {bucket} AND taker = {taker} AND offer = {offer}",
    .key = &offer_key_shape, .row = &fund_offer_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query fund_uses_of_settlement = {
    .name = "fund.uses-of-settlement", .from = "family_use",
    .where = "bucket = {bucket} AND taker = {taker} AND settlement = {settlement}",
    .order = "offer", .key = &settlement_key_shape, .row = &fund_use_shape, .row_max = 500,
    .guard = GUARD_DECISION,
};
const struct query fund_offers_of_settlement = {
    .name = "fund.offers-of-settlement",
    .from = "family_use AS u JOIN family_offer AS o ON o.bucket = u.bucket"
            " AND o.taker = u.taker AND o.offer = u.offer",
    .where = "u.bucket = {bucket} AND u.taker = {taker} AND u.settlement = {settlement}",
    .order = "o.offer",
    .columns = "o.bucket, o.taker, o.offer, o.giver, o.amount, o.used, o.state, o.day, o.version",
    .key = &settlement_key_shape, .row = &fund_offer_shape, .row_max = 500,
    .guard = GUARD_DECISION,
};

/* ---- lists for the people themselves ---- */

const struct query fund_holds_given = {
    .name = "fund.holds-given", .from = "fund_hold",
    .where = "bucket = {bucket} AND giver = {person}", .order = "hold DESC",
    .key = &taker_shape, .row = &fund_hold_shape, .row_max = 100, .guard = GUARD_DECISION,
};
const struct query fund_offers_taken = {
    .name = "fund.offers-taken", .from = "family_offer",
    .where = "bucket = {bucket} AND taker = {person}", .order = "offer DESC",
    .key = &taker_shape, .row = &fund_offer_shape, .row_max = 100, .guard = GUARD_DECISION,
};

/* ---- for verify ---- */

static const struct field sum_fields[] = {
    FIELD(struct fund_family_sum, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_family_sum, offer, FIELD_ID, .flags = 0),
    FIELD(struct fund_family_sum, amount, FIELD_MONEY, .flags = 0),
};
const struct shape fund_family_sum_shape =
    SHAPE("fund_family_sum", struct fund_family_sum, sum_fields);

static const struct field side_fields[] = {
    FIELD(struct fund_hold_side, person, FIELD_ID, .flags = 0),
    FIELD(struct fund_hold_side, owner, FIELD_ID, .flags = 0),
    FIELD(struct fund_hold_side, debits, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_hold_side, credits, FIELD_MONEY, .flags = 0),
};
const struct shape fund_hold_side_shape =
    SHAPE("fund_hold_side", struct fund_hold_side, side_fields);

const struct query fund_holds_in_bucket = {
    .name = "fund.holds-in-bucket", .from = "fund_hold", .where = "bucket = {bucket}",
    .order = "giver, hold", .key = &bucket_shape, .row = &fund_hold_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
const struct query fund_offers_in_bucket = {
    .name = "fund.offers-in-bucket", .from = "family_offer", .where = "bucket = {bucket}",
    .order = "taker, offer", .key = &bucket_shape, .row = &fund_offer_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
const struct query fund_uses_in_bucket = {
    .name = "fund.uses-in-bucket", .from = "family_use",
    .where = "bucket = {bucket} GROUP BY taker, offer", .order = "taker, offer",
    .columns = "taker, offer, CAST(sum(amount) AS bigint) AS amount",
    .key = &bucket_shape, .row = &fund_family_sum_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
const struct query fund_hold_sides_of = {
    .name = "fund.hold-sides-of", .from = "v_fund_hold_side",
    .where = "bucket = {bucket} GROUP BY person, owner", .order = "person, owner",
    .columns = "person, owner, CAST(sum(debit) AS bigint) AS debits,"
               " CAST(sum(credit) AS bigint) AS credits",
    .key = &bucket_shape, .row = &fund_hold_side_shape, .row_max = 19999,
    .guard = GUARD_DECISION,
};
