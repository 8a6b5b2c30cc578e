/* claim_store.c: rows of claims and payments, and what is asked about them. */

#include "rooms/claim/claim.h"

#include "base/json.h"
#include "rooms/party/party.h"

#define CLAIM(member, kind_, flags_) FIELD(struct claim_row, member, kind_, .flags = (flags_))
#define PAYMENT(member, kind_, flags_) \
    FIELD(struct claim_payment_row, member, kind_, .flags = (flags_))
#define BATCH(member, kind_, flags_) \
    FIELD(struct claim_batch_row, member, kind_, .flags = (flags_))

static const struct field claim_fields[] = {
    CLAIM(bucket, FIELD_COUNT, FIELD_REQUIRED),
    CLAIM(claim, FIELD_ID, FIELD_REQUIRED),
    CLAIM(person, FIELD_ID, FIELD_REQUIRED),
    CLAIM(cause, FIELD_ID, 0),
    CLAIM(kind, FIELD_TEXT, FIELD_REQUIRED),
    CLAIM(ground, FIELD_TEXT, 0),
    CLAIM(filer, FIELD_TEXT, FIELD_REQUIRED),
    CLAIM(unit, FIELD_ID, 0),
    CLAIM(place, FIELD_COUNT, FIELD_REQUIRED),
    CLAIM(insurance, FIELD_TEXT, FIELD_REQUIRED),
    CLAIM(handed_in, FIELD_MOMENT, FIELD_REQUIRED),
    CLAIM(event, FIELD_DAY, FIELD_SPARSE),
    CLAIM(receipts, FIELD_COUNT, FIELD_REQUIRED),
    CLAIM(total, FIELD_MONEY, FIELD_REQUIRED),
    CLAIM(funds, FIELD_MONEY, FIELD_REQUIRED),
    CLAIM(own, FIELD_MONEY, FIELD_REQUIRED),
    CLAIM(funds_there, FIELD_MONEY, FIELD_REQUIRED),
    CLAIM(payee, FIELD_TEXT, 0),
    CLAIM(basis, FIELD_TEXT, 0),
    CLAIM(state, FIELD_TEXT, FIELD_REQUIRED),
    CLAIM(entered_by, FIELD_ID, 0),
    CLAIM(reviewed_by, FIELD_ID, 0),
    CLAIM(decided_by, FIELD_ID, 0),
    CLAIM(entered_at, FIELD_MOMENT, FIELD_REQUIRED),
    CLAIM(reviewed_at, FIELD_MOMENT, 0),
    CLAIM(decided_at, FIELD_MOMENT, 0),
    CLAIM(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape claim_row_shape = SHAPE("claim", struct claim_row, claim_fields);
const struct table claim_table = {
    .name = "claim", .row = &claim_row_shape, .key_count = 2, .version = "version",
};

static const struct field payment_fields[] = {
    PAYMENT(bucket, FIELD_COUNT, FIELD_REQUIRED),
    PAYMENT(claim, FIELD_ID, FIELD_REQUIRED),
    PAYMENT(payment, FIELD_ID, FIELD_REQUIRED),
    PAYMENT(person, FIELD_ID, FIELD_REQUIRED),
    PAYMENT(place, FIELD_COUNT, FIELD_REQUIRED),
    PAYMENT(amount, FIELD_MONEY, FIELD_REQUIRED),
    PAYMENT(payee, FIELD_TEXT, FIELD_REQUIRED),
    PAYMENT(bank, FIELD_TEXT, 0),
    PAYMENT(account_sealed, FIELD_BYTES, 0),
    PAYMENT(state, FIELD_TEXT, FIELD_REQUIRED),
    PAYMENT(batch, FIELD_ID, 0),
    PAYMENT(made_at, FIELD_MOMENT, FIELD_REQUIRED),
    PAYMENT(sent_at, FIELD_MOMENT, 0),
    PAYMENT(answered_at, FIELD_MOMENT, 0),
    PAYMENT(bank_day, FIELD_DAY, 0),
    PAYMENT(reason, FIELD_TEXT, 0),
    PAYMENT(replaces, FIELD_ID, 0),
    PAYMENT(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape claim_payment_shape =
    SHAPE("claim_payment", struct claim_payment_row, payment_fields);
const struct table claim_payment_table = {
    .name = "claim_payment", .row = &claim_payment_shape, .key_count = 3, .version = "version",
};

#define OF_PAYMENT(member, kind_) \
    { .name = #member, .kind = (kind_), .offset = AT(struct claim_payment_of, row.member) }
static const struct field payment_of_fields[] = {
    OF_PAYMENT(bucket, FIELD_COUNT), OF_PAYMENT(claim, FIELD_ID), OF_PAYMENT(payment, FIELD_ID),
    OF_PAYMENT(person, FIELD_ID), OF_PAYMENT(place, FIELD_COUNT), OF_PAYMENT(amount, FIELD_MONEY),
    OF_PAYMENT(payee, FIELD_TEXT), OF_PAYMENT(bank, FIELD_TEXT),
    OF_PAYMENT(account_sealed, FIELD_BYTES), OF_PAYMENT(state, FIELD_TEXT),
    OF_PAYMENT(batch, FIELD_ID), OF_PAYMENT(made_at, FIELD_MOMENT),
    OF_PAYMENT(sent_at, FIELD_MOMENT), OF_PAYMENT(answered_at, FIELD_MOMENT),
    OF_PAYMENT(bank_day, FIELD_DAY), OF_PAYMENT(reason, FIELD_TEXT),
    OF_PAYMENT(replaces, FIELD_ID), OF_PAYMENT(version, FIELD_COUNT),
    FIELD(struct claim_payment_of, kind, FIELD_TEXT, .flags = 0),
    FIELD(struct claim_payment_of, cause, FIELD_ID, .flags = 0),
};
static const struct shape payment_of_shape =
    SHAPE("claim_payment_of", struct claim_payment_of, payment_of_fields);

static const struct field batch_fields[] = {
    BATCH(bucket, FIELD_COUNT, FIELD_REQUIRED),
    BATCH(batch, FIELD_ID, FIELD_REQUIRED),
    BATCH(place, FIELD_COUNT, FIELD_REQUIRED),
    BATCH(made_at, FIELD_MOMENT, FIELD_REQUIRED),
    BATCH(made_by, FIELD_ID, 0),
    BATCH(payments, FIELD_COUNT, FIELD_REQUIRED),
    BATCH(total, FIELD_MONEY, FIELD_REQUIRED),
    BATCH(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape claim_batch_shape =
    SHAPE("claim_batch", struct claim_batch_row, batch_fields);
const struct table claim_batch_table = {
    .name = "claim_batch", .row = &claim_batch_shape, .key_count = 2, .version = "version",
};

/* ---- keys ---- */

static const struct field key_fields[] = {
    FIELD(struct claim_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct claim_key, claim, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape = SHAPE("claim_key", struct claim_key, key_fields);
static const struct field person_key_fields[] = {
    FIELD(struct claim_person_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct claim_person_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape person_key_shape =
    SHAPE("claim_person_key", struct claim_person_key, person_key_fields);
static const struct field payment_key_fields[] = {
    FIELD(struct claim_payment_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct claim_payment_key, payment, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape payment_key_shape =
    SHAPE("claim_payment_key", struct claim_payment_key, payment_key_fields);
static const struct field state_key_fields[] = {
    FIELD(struct claim_state_key, state, FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELD(struct claim_state_key, place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct claim_state_key, place_until, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct claim_state_key, after, FIELD_ID, .flags = 0),
};
static const struct shape state_key_shape =
    SHAPE("claim_state_key", struct claim_state_key, state_key_fields);
static const struct field unit_key_fields[] = {
    FIELD(struct claim_unit_key, unit, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct claim_unit_key, before, FIELD_ID, .flags = 0),
};
static const struct shape unit_key_shape =
    SHAPE("claim_unit_key", struct claim_unit_key, unit_key_fields);
#define OF_UNIT(member, kind_) FIELD(struct claim_unit_payment, member, kind_, .flags = 0)
static const struct field unit_payment_fields[] = {
    OF_UNIT(payment, FIELD_ID), OF_UNIT(claim, FIELD_ID), OF_UNIT(person, FIELD_ID),
    OF_UNIT(name, FIELD_TEXT), OF_UNIT(kind, FIELD_TEXT), OF_UNIT(ground, FIELD_TEXT),
    OF_UNIT(event, FIELD_DAY),
    OF_UNIT(amount, FIELD_MONEY), OF_UNIT(bank, FIELD_TEXT), OF_UNIT(state, FIELD_TEXT),
    OF_UNIT(reason, FIELD_TEXT), OF_UNIT(made_at, FIELD_MOMENT), OF_UNIT(sent_at, FIELD_MOMENT),
    OF_UNIT(bank_day, FIELD_DAY),
};
static const struct shape unit_payment_shape =
    SHAPE("claim_unit_payment", struct claim_unit_payment, unit_payment_fields);
static const struct field batch_key_fields[] = {
    FIELD(struct claim_batch_key, batch, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape batch_key_shape =
    SHAPE("claim_batch_key", struct claim_batch_key, batch_key_fields);

/* ---- claims ---- */

const struct query claim_by_id = {
    .name = "claim.by-id", .from = "claim c",
    .where = "c.bucket = {bucket} AND c.claim = {claim}",
    .key = &key_shape, .row = &claim_row_shape, .row_max = 1, .guard = GUARD_DECISION,
};
/* One case, one claim: what was withdrawn makes room for another. */
const struct query claim_of_cause = {
    .name = "claim.of-cause", .from = "claim c",
    .where = "c.bucket = {bucket} AND c.cause = {claim} AND c.state <> 'withdrawn'",
    .order = "c.claim", .key = &key_shape, .row = &claim_row_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query claim_draft_of_person = {
    .name = "claim.draft", .from = "claim c",
    .where = "c.bucket = {bucket} AND c.person = {person} AND c.cause IS NULL "
             "AND c.state = 'draft'",
    .order = "c.claim", .key = &person_key_shape, .row = &claim_row_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query claims_of_person = {
    .name = "claim.of-person", .from = "claim c",
    .where = "c.bucket = {bucket} AND c.person = {person}", .order = "c.claim DESC",
    .key = &person_key_shape, .row = &claim_row_shape, .row_max = 200,
    .guard = GUARD_DECISION,
};
const struct query claims_in_state = {
    .name = "claim.in-state", .from = "claim c",
    .where = "c.state = {state} AND c.place >= {place} AND c.place <= {place_until} "
             "AND ({after} IS NULL OR c.claim > {after})",
    .order = "c.claim", .key = &state_key_shape, .row = &claim_row_shape, .row_max = 50,
    .page = true, .guard = GUARD_DECISION,
};

/* ---- payments ---- */

const struct query claim_payment_by_id = {
    .name = "claim.payment", .from = "claim_payment p",
    .where = "p.bucket = {bucket} AND p.payment = {payment}",
    .key = &payment_key_shape, .row = &claim_payment_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query claim_payments_of_claim = {
    .name = "claim.payments", .from = "claim_payment p",
    .where = "p.bucket = {bucket} AND p.claim = {claim}", .order = "p.payment",
    .key = &key_shape, .row = &claim_payment_shape, .row_max = 100, .guard = GUARD_DECISION,
};
const struct query claim_payments_of_person = {
    .name = "claim.payments-of-person", .from = "claim_payment p",
    .where = "p.bucket = {bucket} AND p.person = {person}", .order = "p.payment DESC",
    .key = &person_key_shape, .row = &claim_payment_shape, .row_max = 400,
    .guard = GUARD_DECISION,
};
const struct query claim_payments_in_state = {
    .name = "claim.payments-in-state", .from = "claim_payment p",
    .where = "p.state = {state} AND p.place >= {place} AND p.place <= {place_until} "
             "AND ({after} IS NULL OR p.payment > {after})",
    .order = "p.payment", .key = &state_key_shape, .row = &claim_payment_shape,
    .row_max = 200, .page = true, .guard = GUARD_DECISION,
};
#define PAYMENT_AND_CLAIM \
    "claim_payment p JOIN claim c ON c.bucket = p.bucket AND c.claim = p.claim"
#define PAYMENT_COLUMNS \
    "p.bucket, p.claim, p.payment, p.person, p.place, p.amount, p.payee, p.bank, " \
    "p.account_sealed, p.state, p.batch, p.made_at, p.sent_at, p.answered_at, p.bank_day, " \
    "p.reason, p.replaces, p.version, c.kind, c.cause"
const struct query claim_payments_listed = {
    .name = "claim.payments-listed", .from = PAYMENT_AND_CLAIM, .columns = PAYMENT_COLUMNS,
    .where = "p.state = {state} AND p.place >= {place} AND p.place <= {place_until} "
             "AND ({after} IS NULL OR p.payment > {after})",
    .order = "p.payment", .key = &state_key_shape, .row = &payment_of_shape,
    .row_max = 200, .page = true, .guard = GUARD_DECISION,
};
const struct query claim_payments_of_unit = {
    .name = "claim.payments-of-unit",
    .from = "claim c JOIN claim_payment p ON p.bucket = c.bucket AND p.claim = c.claim "
            "LEFT JOIN person h ON h.bucket = c.bucket AND h.person = c.person",
    .columns = "p.payment, p.claim, p.person, h.name, c.kind, c.ground, c.event, p.amount, "
               "p.bank, p.state, p.reason, p.made_at, p.sent_at, p.bank_day",
    .where = "c.unit = {unit} AND p.payee = 'employer' "
             "AND ({before} IS NULL OR p.payment < {before})",
    .order = "p.payment DESC", .key = &unit_key_shape, .row = &unit_payment_shape,
    .row_max = 50, .page = true, .guard = GUARD_DECISION,
};
const struct query claim_payments_of_batch = {
    .name = "claim.payments-of-batch", .from = PAYMENT_AND_CLAIM, .columns = PAYMENT_COLUMNS,
    .where = "p.batch = {batch}", .order = "p.payment", .key = &batch_key_shape,
    .row = &payment_of_shape, .row_max = 200, .guard = GUARD_DECISION,
};
const struct query claim_batch_by_id = {
    .name = "claim.batch", .from = "claim_batch b",
    .where = "b.bucket = {bucket} AND b.batch = {claim}", .key = &key_shape,
    .row = &claim_batch_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- whose account, as the form of a case keeps it ---- */

struct text claim_payee_write(const struct claim_payee *payee, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("account"));
    json_write_text(&writer, payee->account);
    json_key(&writer, TEXT("account-holder"));
    json_write_text(&writer, payee->holder);
    json_object_end(&writer);
    return json_writer_text(&writer);
}

struct claim_payee claim_payee_read(struct text sealed, struct arena *arena)
{
    const struct json *json = NULL;
    struct json_fault fault;
    struct text plain = text_present(sealed) ? party_unseal(sealed, "form", arena)
                                             : (struct text){ 0 };
    if (!text_present(plain) || !json_parse(plain, 65536, arena, &json, &fault))
        return (struct claim_payee){ 0 };
    return (struct claim_payee){
        .holder = json_text(json_member(json, TEXT("account-holder"))),
        .account = json_text(json_member(json, TEXT("account"))),
    };
}
