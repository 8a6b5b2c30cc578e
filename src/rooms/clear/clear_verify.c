/* clear_verify.c: a statement is what its month is made of, a cleared one books the difference, and
 * what an institution has ahead of its months is what its orders say that were paid and are not
 * offset. */

#include "rooms/clear/clear.h"

#include "core/room.h"

/* ---- reading ---- */

struct month_key { int64_t institution; struct moment from, until; struct text insurance; };
struct month_sums { int64_t count; struct money amount; };
static const struct field month_key_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct month_key, institution) },
    { "from", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct month_key, from) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct month_key, until) },
    { "insurance", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct month_key, insurance), 6 },
};
static const struct shape month_key_shape =
    SHAPE("clear_month_key", struct month_key, month_key_fields);
static const struct field month_fields[] = {
    { "count", NULL, FIELD_COUNT, 0, AT(struct month_sums, count) },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct month_sums, amount) },
};
static const struct shape month_shape = SHAPE("clear_month_sums", struct month_sums, month_fields);
#define IN_MONTH(alias_) \
    alias_ ".institution = {institution} AND " alias_ ".at >= {from} AND " alias_ \
    ".at < {until} AND " alias_ ".insurance = {insurance}"
#define SUM(what_) "CAST(coalesce(sum(" what_ "), 0) AS BIGINT)"

/* As they stand now; what changed them since is taken off below. */
const struct query clear_sums_made = {
    .name = "clear.sums-made", .from = "settlement s",
    .where = IN_MONTH("s") " AND s.state <> 'superseded'",
    .columns = SUM("CASE WHEN s.state = 'reversal' THEN -1 ELSE 1 END") ", "
               SUM("s.total - s.cash"),
    .key = &month_key_shape, .row = &month_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query clear_sums_changed_since = {
    .name = "clear.sums-changed-since",
    .from = "settlement s JOIN settle_change c ON c.bucket = s.bucket AND c.person = s.person"
            " AND c.settlement = s.settlement",
    .where = IN_MONTH("s"), .columns = "count(*), " SUM("c.funds + c.accounts"),
    .key = &month_key_shape, .row = &month_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query clear_sums_changed = {
    .name = "clear.sums-changed", .from = "settle_change c", .where = IN_MONTH("c"),
    .columns = "count(*), " SUM("c.funds + c.accounts"),
    .key = &month_key_shape, .row = &month_shape, .row_max = 1, .guard = GUARD_DECISION,
};

struct bucket_key { int64_t bucket; };
static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct bucket_key, bucket) },
};
static const struct shape bucket_shape =
    SHAPE("clear_bucket_key", struct bucket_key, bucket_fields);
const struct query clear_statements_in_bucket = {
    .name = "clear.statements-in-bucket", .from = "clear_statement",
    .where = "bucket = {bucket}", .order = "institution, statement", .key = &bucket_shape,
    .row = &clear_statement_shape, .row_max = 20000, .guard = GUARD_DECISION,
};

struct ahead { int64_t institution; struct money together, apart, booked, booked_apart; };
#define AHEAD(member_) AT(struct ahead, member_)
static const struct field ahead_fields[] = {
    { "institution", NULL, FIELD_ID, 0, AHEAD(institution) },
    { "together", NULL, FIELD_MONEY, 0, AHEAD(together) },
    { "apart", NULL, FIELD_MONEY, 0, AHEAD(apart) },
    { "booked", NULL, FIELD_MONEY, 0, AHEAD(booked) },
    { "booked_apart", NULL, FIELD_MONEY, 0, AHEAD(booked_apart) },
};
static const struct shape ahead_shape = SHAPE("clear_ahead", struct ahead, ahead_fields);
#define ORDERED_AS(ledger_) \
    SUM("CASE WHEN o.state = 'paid' AND o.kind NOT IN ('advance', 'balance') AND o.ledger " \
        ledger_ " 'apart' THEN o.amount ELSE 0 END")
#define SIDE(side_, kind_) \
    "coalesce((SELECT sum(t.amount) FROM fund_transfer t WHERE t.bucket = o.bucket AND t." side_ \
    "_kind = " kind_ " AND t." side_ "_owner = o.institution), 0)"
/* 1000022 is FUND_PREPAID, 1000023 FUND_PREPAID_APART. */
const struct query clear_ahead_in_bucket = {
    .name = "clear.ahead-in-bucket",
    .from = "(SELECT o.bucket, o.institution, " ORDERED_AS("<>") " AS together, "
            ORDERED_AS("=") " AS apart FROM clear_order o WHERE o.bucket = {bucket}"
            " GROUP BY o.bucket, o.institution) o",
    .columns = "o.institution, o.together, o.apart, CAST(" SIDE("debit", "1000022") " - "
               SIDE("credit", "1000022") " AS BIGINT), CAST(" SIDE("debit", "1000023") " - "
               SIDE("credit", "1000023") " AS BIGINT)",
    .order = "o.institution", .key = &bucket_shape, .row = &ahead_shape, .row_max = 20000,
    .guard = GUARD_DECISION,
};

/* ---- verify ---- */

static enum store_answer look_at_month(struct store *store, const struct clear_statement *row,
                                       struct verify_report *report)
{
    const struct month_key key = {
        .institution = row->institution, .insurance = row->insurance,
        .from = moment_of_date(clear_month_day(row->month)),
        .until = moment_of_date(clear_month_day(clear_next_month(row->month))),
    };
    struct want changed = { .query = &clear_sums_changed, .key = &key };
    struct want since = { .query = &clear_sums_changed_since, .key = &key, .next = &changed };
    struct want made = { .query = &clear_sums_made, .key = &key, .next = &since };
    enum store_answer answer = store->port->read(store, &made, report->arena);
    if (answer != STORE_DONE)
        return answer;
    const struct month_sums *now = made.rows.items, *later = since.rows.items,
                            *of_month = changed.rows.items;
    int64_t amount = now->amount.fen - later->amount.fen + of_month->amount.fen;
    if (now->count != row->settlements || amount != row->amount.fen
        || of_month->count != row->changes || of_month->amount.fen != row->changed.fen)
        verify_complain_of(report, "verify.clear.month", row->statement, row->institution);
    return STORE_DONE;
}

static enum store_answer look_at(struct store *store, const struct clear_statement *row,
                                 struct verify_report *report)
{
    report->checked++;
    if (text_is(row->state, "cleared")
        && row->difference.fen != row->verified.fen - row->amount.fen)
        verify_complain_of(report, "verify.clear.difference", row->statement, row->institution);
    return text_is(row->state, "counting") ? STORE_DONE : look_at_month(store, row, report);
}

enum store_answer clear_verify(struct store *store, struct verify_report *report)
{
    enum store_answer answer = STORE_DONE;
    for (int64_t bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++) {
        arena_clear(report->arena);
        const struct bucket_key key = { bucket };
        struct want ahead = { .query = &clear_ahead_in_bucket, .key = &key };
        struct want statements =
            { .query = &clear_statements_in_bucket, .key = &key, .next = &ahead };
        answer = store->port->read(store, &statements, report->arena);
        const struct clear_statement *rows = statements.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < statements.rows.count; i++)
            answer = look_at(store, &rows[i], report);
        const struct ahead *paid = ahead.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < ahead.rows.count; i++) {
            report->checked++;
            if (paid[i].together.fen != paid[i].booked.fen
                || paid[i].apart.fen != paid[i].booked_apart.fen)
                verify_complain_of(report, "verify.clear.ahead", paid[i].institution, 0);
        }
    }
    return answer;
}
