/* contribute_verify.c: what is kept agrees: a bill is the sum of its people, a unit's credit what
 * came in less what is booked and what went back, and the ledger says the same. */

#include "rooms/contribute/contribute_bills.h"

#include "base/check.h"

/* ---- reading ---- */

struct bill_sums {
    int64_t bucket, owner, bill, people, lines;
    struct money base, own, fixed, line_base, line_own, line_fixed;
};
#define SUMS(member_) AT(struct bill_sums, member_)
static const struct field sums_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, SUMS(bucket) },
    { "owner", NULL, FIELD_ID, 0, SUMS(owner) },
    { "bill", NULL, FIELD_ID, 0, SUMS(bill) },
    { "people", NULL, FIELD_COUNT, 0, SUMS(people) },
    { "lines", NULL, FIELD_COUNT, 0, SUMS(lines) },
    { "base", NULL, FIELD_MONEY, 0, SUMS(base) },
    { "own", NULL, FIELD_MONEY, 0, SUMS(own) },
    { "fixed", NULL, FIELD_MONEY, 0, SUMS(fixed) },
    { "line_base", NULL, FIELD_MONEY, 0, SUMS(line_base) },
    { "line_own", NULL, FIELD_MONEY, 0, SUMS(line_own) },
    { "line_fixed", NULL, FIELD_MONEY, 0, SUMS(line_fixed) },
};
static const struct shape sums_shape =
    SHAPE("contribute_bill_sums", struct bill_sums, sums_fields);

struct bucket_key { int64_t bucket; };
static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct bucket_key, bucket) },
};
static const struct shape bucket_shape =
    SHAPE("contribute_bucket_key", struct bucket_key, bucket_fields);

const struct query contribute_sums_differing = {
    .name = "contribute.sums-differing",
    .from = "(SELECT b.bucket, b.owner, b.bill, b.people, b.base, b.own, b.fixed,"
            " count(l.person) AS lines, CAST(coalesce(sum(l.counted), 0) AS BIGINT) AS line_base,"
            " CAST(coalesce(sum(l.own), 0) AS BIGINT) AS line_own,"
            " CAST(coalesce(sum(l.fixed), 0) AS BIGINT) AS line_fixed"
            " FROM contribute_bill b LEFT JOIN contribute_line l ON l.bucket = b.bucket"
            " AND l.owner = b.owner AND l.bill = b.bill AND b.kind <> 'assessed'"
            " GROUP BY b.bucket, b.owner, b.bill, b.people, b.base, b.own, b.fixed) s",
    .columns = "s.bucket, s.owner, s.bill, s.people, s.lines, s.base, s.own, s.fixed,"
               " s.line_base, s.line_own, s.line_fixed",
    .where = "s.bucket = {bucket} AND (s.people <> s.lines OR s.base <> s.line_base"
             " OR s.own <> s.line_own OR s.fixed <> s.line_fixed)",
    .order = "s.owner, s.bill", .key = &bucket_shape, .row = &sums_shape, .row_max = 1000,
    .guard = GUARD_DECISION,
};

struct owner_sums {
    int64_t bucket, owner;
    struct money credit, collected, kept, refunded, ledger;
};
#define OWNER(member_) AT(struct owner_sums, member_)
static const struct field owner_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, OWNER(bucket) },
    { "owner", NULL, FIELD_ID, 0, OWNER(owner) },
    { "credit", NULL, FIELD_MONEY, 0, OWNER(credit) },
    { "collected", NULL, FIELD_MONEY, 0, OWNER(collected) },
    { "kept", NULL, FIELD_MONEY, 0, OWNER(kept) },
    { "refunded", NULL, FIELD_MONEY, 0, OWNER(refunded) },
    { "ledger", NULL, FIELD_MONEY, 0, OWNER(ledger) },
};
static const struct shape owner_shape =
    SHAPE("contribute_owner_sums", struct owner_sums, owner_fields);

/* 1000006 is FUND_UNIT. */
#define SUM_OF(column_, table_) \
    "CAST(coalesce((SELECT sum(" column_ ") FROM " table_ " x WHERE x.bucket = a.bucket" \
    " AND x.owner = a.owner), 0) AS BIGINT)"
#define SIDE_OF(side_) \
    "coalesce((SELECT sum(t.amount) FROM fund_transfer t WHERE t.bucket = a.bucket AND t." \
    side_ "_kind = 1000006 AND t." side_ "_owner = a.owner), 0)"
const struct query contribute_owner_sums = {
    .name = "contribute.owner-sums", .from = "contribute_account a",
    .columns = "a.bucket, a.owner, a.credit, " SUM_OF("x.amount", "contribute_payment") ", "
        SUM_OF("x.paid_employer + x.paid_own + x.paid_fee", "contribute_bill") ", "
        SUM_OF("x.refunded", "contribute_bill") ", "
        "CAST(" SIDE_OF("credit") " - " SIDE_OF("debit") " AS BIGINT)",
    .where = "a.bucket = {bucket}", .order = "a.owner", .key = &bucket_shape,
    .row = &owner_shape, .row_max = 20000, .guard = GUARD_DECISION,
};

/* ---- verify ---- */

static void complain(struct verify_report *report, const char *what, int64_t owner, int64_t bill)
{
    verify_complain_of(report, what, owner, bill);
}

static void look_at_owner(struct verify_report *report, const struct owner_sums *row)
{
    report->checked++;
    struct money in = money_minus(row->collected, money_plus(row->kept, row->refunded));
    if (in.fen != row->credit.fen)
        complain(report, "verify.contribute.collected", row->owner, 0);
    if (row->ledger.fen != row->credit.fen)
        complain(report, "verify.contribute.credit", row->owner, 0);
}

enum store_answer contribute_verify(struct store *store, struct verify_report *report)
{
    struct arena arena;
    arena_init(&arena);
    enum store_answer answer = STORE_DONE;
    for (int64_t bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++) {
        arena_clear(&arena);
        const struct bucket_key key = { bucket };
        struct want owners = { .query = &contribute_owner_sums, .key = &key };
        struct want bills = { .query = &contribute_sums_differing, .key = &key, .next = &owners };
        answer = store->port->read(store, &bills, &arena);
        if (answer != STORE_DONE)
            break;
        const struct bill_sums *wrong = bills.rows.items;
        for (size_t i = 0; i < bills.rows.count; i++)
            complain(report, "verify.contribute.bill", wrong[i].owner,
                     wrong[i].bill);
        const struct owner_sums *rows = owners.rows.items;
        for (size_t i = 0; i < owners.rows.count; i++)
            look_at_owner(report, &rows[i]);
        report->checked++;
    }
    arena_release(&arena);
    return answer;
}
