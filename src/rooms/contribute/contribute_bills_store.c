/* contribute_bills_store.c: rows and reads of bills, lines, bases and payments. */

#include "rooms/contribute/contribute_bills.h"

#include "base/limits.h"

static const struct field contribute_bill_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_bill, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_bill, owner) },
    { "bill", NULL, FIELD_ID, 0, AT(struct contribute_bill, bill) },
    { "month", NULL, FIELD_COUNT, 0, AT(struct contribute_bill, month) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_bill, insurance), 10 },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct contribute_bill, kind), 20 },
    { "place", NULL, FIELD_COUNT, 0, AT(struct contribute_bill, place) },
    { "unit_kind", NULL, FIELD_TEXT, 0, AT(struct contribute_bill, unit_kind), 30 },
    { "industry", NULL, FIELD_TEXT, 0, AT(struct contribute_bill, industry), 30 },
    { "people", NULL, FIELD_COUNT, 0, AT(struct contribute_bill, people) },
    { "base", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, base) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, own) },
    { "fixed", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, fixed) },
    { "assessed", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, assessed) },
    { "declared", NULL, FIELD_DAY, 0, AT(struct contribute_bill, declared) },
    { "applied", NULL, FIELD_DAY, 0, AT(struct contribute_bill, applied) },
    { "deferred_under", NULL, FIELD_TEXT, 0, AT(struct contribute_bill, deferred_under), 100 },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct contribute_bill, reason), 30 },
    { "deferral", NULL, FIELD_ID, 0, AT(struct contribute_bill, deferral) },
    { "paid_employer", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, paid_employer) },
    { "paid_fee", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, paid_fee) },
    { "paid_own", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, paid_own) },
    { "refunded", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, refunded) },
    { "offset_amount", NULL, FIELD_MONEY, 0, AT(struct contribute_bill, offset) },
    { "paid", NULL, FIELD_DAY, 0, AT(struct contribute_bill, paid) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct contribute_bill, version) },
};
const struct shape contribute_bill_shape =
    SHAPE("contribute_bill", struct contribute_bill, contribute_bill_fields);
const struct table contribute_bill_table =
    { "contribute_bill", &contribute_bill_shape, 3, "version" };

static const struct field contribute_line_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_line, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_line, owner) },
    { "bill", NULL, FIELD_ID, 0, AT(struct contribute_line, bill) },
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_line, person) },
    { "month", NULL, FIELD_COUNT, 0, AT(struct contribute_line, month) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_line, insurance), 10 },
    { "base", NULL, FIELD_MONEY, 0, AT(struct contribute_line, base) },
    { "counted", NULL, FIELD_MONEY, 0, AT(struct contribute_line, counted) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct contribute_line, own) },
    { "fixed", NULL, FIELD_MONEY, 0, AT(struct contribute_line, fixed) },
    { "credited", NULL, FIELD_MONEY, 0, AT(struct contribute_line, credited) },
    { "credited_on", NULL, FIELD_DAY, 0, AT(struct contribute_line, credited_on) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct contribute_line, version) },
};
const struct shape contribute_line_shape =
    SHAPE("contribute_line", struct contribute_line, contribute_line_fields);
const struct table contribute_line_table =
    { "contribute_line", &contribute_line_shape, 4, "version" };

static const struct field contribute_base_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_base, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_base, owner) },
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_base, person) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_base, insurance), 10 },
    { "from_month", NULL, FIELD_COUNT, 0, AT(struct contribute_base, from_month) },
    { "base", NULL, FIELD_MONEY, 0, AT(struct contribute_base, base) },
    { "declared", NULL, FIELD_DAY, 0, AT(struct contribute_base, declared) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct contribute_base, version) },
};
const struct shape contribute_base_row_shape =
    SHAPE("contribute_base", struct contribute_base, contribute_base_fields);
const struct table contribute_base_table =
    { "contribute_base", &contribute_base_row_shape, 5, "version" };

static const struct field contribute_payment_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_payment, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_payment, owner) },
    { "payment", NULL, FIELD_ID, 0, AT(struct contribute_payment, payment) },
    { "bill", NULL, FIELD_ID, 0, AT(struct contribute_payment, bill) },
    { "day", NULL, FIELD_DAY, 0, AT(struct contribute_payment, day) },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct contribute_payment, amount) },
    { "used", NULL, FIELD_MONEY, 0, AT(struct contribute_payment, used) },
    { "employer", NULL, FIELD_MONEY, 0, AT(struct contribute_payment, employer) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct contribute_payment, own) },
    { "fee", NULL, FIELD_MONEY, 0, AT(struct contribute_payment, fee) },
    { "paid_by", NULL, FIELD_TEXT, 0, AT(struct contribute_payment, by), 10 },
    { "reference", NULL, FIELD_TEXT, 0, AT(struct contribute_payment, reference), 60 },
    { "month", NULL, FIELD_COUNT, 0, AT(struct contribute_payment, month) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_payment, insurance), 10 },
};
const struct shape contribute_payment_shape =
    SHAPE("contribute_payment", struct contribute_payment, contribute_payment_fields);
const struct table contribute_payment_table =
    { "contribute_payment", &contribute_payment_shape, 3, NULL };

static const struct field contribute_account_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_account, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_account, owner) },
    { "credit", NULL, FIELD_MONEY, 0, AT(struct contribute_account, credit) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct contribute_account, version) },
};
const struct shape contribute_account_shape =
    SHAPE("contribute_account", struct contribute_account, contribute_account_fields);
const struct table contribute_account_table =
    { "contribute_account", &contribute_account_shape, 2, "version" };

static const struct field bill_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_bill_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_bill_key, owner) },
    { "bill", NULL, FIELD_ID, 0, AT(struct contribute_bill_key, bill) },
};
static const struct shape bill_key_shape =
    SHAPE("contribute_bill_key", struct contribute_bill_key, bill_key_fields);

static const struct field month_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_month_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_month_key, owner) },
    { "month", NULL, FIELD_COUNT, 0, AT(struct contribute_month_key, month) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_month_key, insurance), 10 },
};
const struct shape contribute_month_key_shape =
    SHAPE("contribute_month_key", struct contribute_month_key, month_key_fields);

static const struct field line_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_line_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_line_key, owner) },
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_line_key, person) },
};
static const struct shape line_key_shape =
    SHAPE("contribute_line_key", struct contribute_line_key, line_key_fields);

static const struct field reference_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_reference_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_reference_key, owner) },
    { "reference", NULL, FIELD_TEXT, 0, AT(struct contribute_reference_key, reference), 60 },
};
static const struct shape reference_key_shape =
    SHAPE("contribute_reference_key", struct contribute_reference_key, reference_key_fields);

static const struct field span_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_span_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_span_key, owner) },
    { "from_month", NULL, FIELD_COUNT, 0, AT(struct contribute_span_key, from_month) },
    { "until_month", NULL, FIELD_COUNT, 0, AT(struct contribute_span_key, until_month) },
};
static const struct shape span_key_shape =
    SHAPE("contribute_span_key", struct contribute_span_key, span_key_fields);
const struct query contribute_bills_in = {
    .name = "contribute.bills-in", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND month >= {from_month}"
             " AND month <= {until_month}", .order = "month, bill",
    .key = &span_key_shape, .row = &contribute_bill_shape, .row_max = LIMIT_ROWS_A_READ,
    .guard = GUARD_DECISION,
};
/* A page: credit that so many open months do not use up is nobody's. */
const struct query contribute_bills_open = {
    .name = "contribute.bills-open", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND month >= {from_month}"
             " AND month <= {until_month} AND paid IS NULL AND deferred_under IS NULL",
    .order = "month, bill", .key = &span_key_shape, .row = &contribute_bill_shape,
    .row_max = 100, .page = true, .guard = GUARD_DECISION,
};
const struct query contribute_whole_months_of = {
    .name = "contribute.whole-months-of", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND kind <> 'made-up'",
    .order = "month, bill", .key = &contribute_owner_key_shape, .row = &contribute_bill_shape,
    .row_max = LIMIT_ROWS_A_READ, .guard = GUARD_DECISION,
};
const struct query contribute_bill_unpaid = {
    .name = "contribute.bill-unpaid", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND month = {month} AND paid IS NULL"
             " AND ({insurance} IS NULL OR insurance = {insurance})", .order = "bill",
    .key = &contribute_month_key_shape, .row = &contribute_bill_shape, .row_max = 1, .page = true,
    .guard = GUARD_DECISION,
};
/* Years of months, and each month that was made up for a person. */
const struct query contribute_bills_of = {
    .name = "contribute.bills-of", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner}", .order = "month, bill",
    .key = &contribute_owner_key_shape, .row = &contribute_bill_shape, .row_max = LIMIT_ROWS_A_READ,
    .guard = GUARD_DECISION,
};
const struct query contribute_bill_by_id = {
    .name = "contribute.bill-by-id", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND bill = {bill}",
    .key = &bill_key_shape, .row = &contribute_bill_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query contribute_declared_of_month = {
    .name = "contribute.declared-of-month", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND month = {month}"
             " AND insurance = {insurance} AND kind = 'ordinary'", .order = "bill",
    .key = &contribute_month_key_shape, .row = &contribute_bill_shape, .row_max = 10,
    .guard = GUARD_DECISION,
};
const struct query contribute_assessed_of_month = {
    .name = "contribute.assessed-of-month", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND month = {month}"
             " AND insurance = {insurance} AND kind = 'assessed'", .order = "bill",
    .key = &contribute_month_key_shape, .row = &contribute_bill_shape, .row_max = 10,
    .guard = GUARD_DECISION,
};
const struct query contribute_lines_of_person = {
    .name = "contribute.lines-of-person", .from = "contribute_line",
    .where = "bucket = {bucket} AND owner = {owner} AND person = {person}",
    .order = "month, bill", .key = &line_key_shape, .row = &contribute_line_shape,
    .row_max = 1500, .guard = GUARD_DECISION,
};
const struct query contribute_bills_of_person = {
    .name = "contribute.bills-of-person",
    .from = "contribute_line l JOIN contribute_bill b ON b.bucket = l.bucket"
            " AND b.owner = l.owner AND b.bill = l.bill",
    .where = "l.bucket = {bucket} AND l.owner = {owner} AND l.person = {person}"
             " AND b.kind <> 'assessed'",
    .columns = "b.bucket, b.owner, b.bill, b.month, b.insurance, b.kind, b.place, b.unit_kind,"
               " b.industry, b.people, b.base, b.own, b.fixed, b.assessed, b.declared, b.applied,"
               " b.deferred_under, b.reason, b.deferral, b.paid_employer, b.paid_fee, b.paid_own,"
               " b.refunded, b.offset_amount, b.paid, b.version",
    .order = "b.month, b.bill", .key = &line_key_shape, .row = &contribute_bill_shape,
    .row_max = 1500, .guard = GUARD_DECISION,
};
const struct query contribute_bases_of_person = {
    .name = "contribute.bases-of-person", .from = "contribute_base",
    .where = "bucket = {bucket} AND owner = {owner} AND person = {person}",
    .order = "insurance, from_month", .key = &line_key_shape,
    .row = &contribute_base_row_shape, .row_max = 1000, .guard = GUARD_DECISION,
};
/* One paper of the bank may pay a year of months, each with several bills. */
const struct query contribute_payments_by_reference = {
    .name = "contribute.payments-by-reference", .from = "contribute_payment",
    .where = "bucket = {bucket} AND owner = {owner} AND reference = {reference}",
    .order = "payment", .key = &reference_key_shape, .row = &contribute_payment_shape,
    .row_max = 500, .guard = GUARD_DECISION,
};
const struct query contribute_account_of = {
    .name = "contribute.account-of", .from = "contribute_account",
    .where = "bucket = {bucket} AND owner = {owner}", .key = &contribute_owner_key_shape,
    .row = &contribute_account_shape, .row_max = 1, .guard = GUARD_DECISION,
};

#define DEFERRAL(member_) AT(struct contribute_deferral_row, member_)
static const struct field contribute_deferral_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, DEFERRAL(bucket) },
    { "owner", NULL, FIELD_ID, 0, DEFERRAL(owner) },
    { "deferral", NULL, FIELD_ID, 0, DEFERRAL(deferral) },
    { "insurance", NULL, FIELD_TEXT, 0, DEFERRAL(insurance), 10 },
    { "from_month", NULL, FIELD_COUNT, 0, DEFERRAL(from_month) },
    { "until_month", NULL, FIELD_COUNT, 0, DEFERRAL(until_month) },
    { "applied", NULL, FIELD_DAY, 0, DEFERRAL(applied) },
    { "deferred_under", NULL, FIELD_TEXT, 0, DEFERRAL(deferred_under), 100 },
    { "notice", NULL, FIELD_TEXT, 0, DEFERRAL(notice), 80 },
    { "industry", NULL, FIELD_TEXT, 0, DEFERRAL(industry), 30 },
    { "difficulty", NULL, FIELD_TEXT, 0, DEFERRAL(difficulty), 500 },
    { "amount", NULL, FIELD_MONEY, 0, DEFERRAL(amount) },
    { "cause", NULL, FIELD_ID, 0, DEFERRAL(cause) },
};
const struct shape contribute_deferral_shape =
    SHAPE("contribute_deferral", struct contribute_deferral_row, contribute_deferral_fields);
const struct table contribute_deferral_table =
    { "contribute_deferral", &contribute_deferral_shape, 3, NULL };
const struct query contribute_deferrals_of = {
    .name = "contribute.deferrals-of", .from = "contribute_deferral",
    .where = "bucket = {bucket} AND owner = {owner}", .order = "deferral",
    .key = &contribute_owner_key_shape, .row = &contribute_deferral_shape, .row_max = 500,
    .guard = GUARD_DECISION,
};

static const struct field base_at_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_base_at_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_base_at_key, owner) },
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_base_at_key, person) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_base_at_key, insurance), 10 },
    { "from_month", NULL, FIELD_COUNT, 0, AT(struct contribute_base_at_key, from_month) },
};
static const struct shape base_at_shape =
    SHAPE("contribute_base_at", struct contribute_base_at_key, base_at_fields);
const struct query contribute_base_at = {
    .name = "contribute.base-at", .from = "contribute_base",
    .where = "bucket = {bucket} AND owner = {owner} AND person = {person}"
             " AND insurance = {insurance} AND from_month = {from_month}",
    .key = &base_at_shape, .row = &contribute_base_row_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

static const struct field place_key_fields[] = {
    { "month", NULL, FIELD_COUNT, 0, AT(struct contribute_place_key, month) },
    { "from_place", NULL, FIELD_COUNT, 0, AT(struct contribute_place_key, from_place) },
    { "until_place", NULL, FIELD_COUNT, 0, AT(struct contribute_place_key, until_place) },
    { "after_owner", NULL, FIELD_COUNT, 0, AT(struct contribute_place_key, after_owner) },
    { "after_bill", NULL, FIELD_COUNT, 0, AT(struct contribute_place_key, after_bill) },
};
static const struct shape place_key_shape =
    SHAPE("contribute_place_key", struct contribute_place_key, place_key_fields);
const struct query contribute_bills_at = {
    .name = "contribute.bills-at", .from = "contribute_bill",
    .where = "month = {month} AND place >= {from_place} AND place <= {until_place} AND "
             "(owner > {after_owner} OR (owner = {after_owner} AND bill > {after_bill}))",
    .order = "owner, bill", .key = &place_key_shape, .row = &contribute_bill_shape,
    .row_max = CONTRIBUTE_BILLS_A_PAGE, .page = true, .guard = GUARD_DECISION,
};
