/* claim_refund_owed.c: refunds approved before there were payments for them (退费补付). They are
 * found by what the bills say went back and no claim stands for, and each becomes a payment that
 * waits for the account it is to go to. The books had them with the counterparty. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "rooms/contribute/contribute_facts.h"
#include "rooms/fund/fund_facts.h"

/* ---- claim.refunds-unpaid: which ---- */

struct unpaid_key { int64_t place, place_until; };
struct unpaid_row {
    int64_t unit;
    struct text name, month, insurance;
    struct money amount;
};
static const struct field key_fields[] = {
    FIELD(struct unpaid_key, place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct unpaid_key, place_until, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("claim_unpaid_key", struct unpaid_key, key_fields);
#define ROW(member, kind_) FIELD(struct unpaid_row, member, kind_, .flags = 0)
static const struct field row_fields[] = {
    ROW(unit, FIELD_ID), ROW(name, FIELD_TEXT), ROW(month, FIELD_TEXT),
    ROW(insurance, FIELD_TEXT), ROW(amount, FIELD_MONEY),
};
static const struct shape row_shape = SHAPE("claim_refund_unpaid", struct unpaid_row, row_fields);
#define MONTH \
    "substr(CAST(b.month AS TEXT), 1, 4) || '-' || substr(CAST(b.month AS TEXT), 5, 2)"
/* A page: what is seen to leaves the list. */
const struct query claim_refunds_unpaid = {
    .name = "claim.refunds-unpaid",
    .from = "(SELECT b.bucket, b.owner, b.place, b.insurance, " MONTH " AS month,"
            " CAST(sum(b.refunded) AS BIGINT) AS refunded,"
            " CAST(coalesce((SELECT sum(c.funds) FROM claim c WHERE c.bucket = b.bucket"
            " AND c.person = b.owner AND c.kind = 'refund' AND c.state = 'settled'"
            " AND c.insurance = b.insurance AND c.ground = " MONTH "), 0) AS BIGINT) AS owed"
            " FROM contribute_bill b WHERE b.refunded > 0"
            " GROUP BY b.bucket, b.owner, b.place, b.insurance, b.month) r"
            " JOIN unit u ON u.bucket = r.bucket AND u.unit = r.owner",
    .columns = "r.owner, u.name, r.month, r.insurance, r.refunded - r.owed",
    .where = "r.place >= {place} AND r.place <= {place_until} AND r.refunded > r.owed",
    .order = "r.owner, r.month", .key = &key_shape, .row = &row_shape, .row_max = 50,
    .page = true, .guard = GUARD_DECISION,
};

struct unpaid_input { int64_t place; };
struct unpaid_facts { const struct list *rows; };
struct unpaid_told {
    struct list refunds;
    bool more;
};

static bool gather_unpaid(struct gather *gather, const struct request *request, void *facts)
{
    const struct unpaid_input *input = request->input;
    struct unpaid_facts *found = facts;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    const struct unpaid_key key = { place, division_last_code((int32_t)place) };
    found->rows = gather_want(gather, &claim_refunds_unpaid, &key);
    return found->rows != NULL;
}

static void decide_unpaid(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct unpaid_input *input = request->input;
    const struct unpaid_facts *found = facts;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    if (!division_is_within(book_divisions(request->book), (int32_t)place,
                            request->actor->division)) {
        decision_refuse(decision, "contribute.refused.not-your-place", "place");
        return;
    }
    *(struct unpaid_told *)decision->outcome = (struct unpaid_told){
        *found->rows, found->rows->count == (size_t)claim_refunds_unpaid.row_max,
    };
}

static const struct field input_fields[] = {
    FIELD(struct unpaid_input, place, FIELD_COUNT, .help = "claim.field.place"),
};
static const struct shape input_shape =
    SHAPE("claim_refunds_unpaid_input", struct unpaid_input, input_fields);
static const struct shape facts_shape =
    { .name = "claim_refunds_unpaid_facts", .size = sizeof(struct unpaid_facts) };
static const struct field told_fields[] = {
    FIELD(struct unpaid_told, refunds, FIELD_LIST, .of = &row_shape),
    FIELD(struct unpaid_told, more, FIELD_FLAG, .flags = 0),
};
static const struct shape told_shape =
    SHAPE("claim_refunds_unpaid_told", struct unpaid_told, told_fields);
const struct action claim_refunds_unpaid_action = {
    .name = "claim.refunds-unpaid", .method = "GET", .path = "/api/v1/claims/refunds-unpaid",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "claim.help.refunds-unpaid", .gather = gather_unpaid,
    .decide = decide_unpaid,
};

/* ---- claim.owe-refund: one of them ---- */

struct owe_input {
    int64_t unit;
    struct text month, insurance;
};
struct owe_facts {
    struct contribute_back_facts of;
    const struct list *claims;          /* of the unit's own */
};
struct owe_told {
    int64_t claim, payment, unit;
    struct money amount;
};

static bool gather_owe(struct gather *gather, const struct request *request, void *facts)
{
    const struct owe_input *input = request->input;
    struct owe_facts *found = facts;
    const struct claim_person_key key = { id_bucket(input->unit), input->unit };
    found->claims = gather_want(gather, &claims_of_person, &key);
    const struct contribute_back_asked asked = { .unit = input->unit, .month = input->month };
    return contribute_gather_back(gather, &asked, &found->of) && found->claims != NULL;
}

static struct money unpaid_of(const struct owe_input *input, const struct owe_facts *found,
                              int64_t *ret_place)
{
    const struct contribute_bill *bills = found->of.bills->items;
    const struct claim_row *claims = found->claims->items;
    int32_t month = contribute_month_read(input->month);
    struct money unpaid = MONEY_NONE;
    for (size_t i = 0; i < found->of.bills->count; i++) {
        if (bills[i].month != month || !text_equal(bills[i].insurance, input->insurance))
            continue;
        unpaid = money_plus(unpaid, bills[i].refunded);
        *ret_place = bills[i].place;
    }
    for (size_t i = 0; i < found->claims->count; i++)
        if (claim_is_refund(&claims[i]) && text_is(claims[i].state, "settled")
            && text_equal(claims[i].ground, input->month)
            && text_equal(claims[i].insurance, input->insurance))
            unpaid = money_minus(unpaid, claims[i].funds);
    return unpaid;
}

/* It was booked as gone: it is owed to the unit, and nobody has said which account. */
static void owe(struct decision *decision, const struct owe_input *input, int64_t place,
                struct money amount)
{
    const struct request *request = decision->request;
    int bucket = id_bucket(input->unit);
    const struct claim_row claim = {
        .bucket = bucket, .claim = id_mint(request->minter, bucket), .person = input->unit,
        .kind = TEXT("refund"), .ground = input->month, .filer = TEXT("employer"),
        .unit = input->unit, .place = place, .insurance = input->insurance,
        .handed_in = request->at, .total = amount, .funds = amount, .payee = TEXT("employer"),
        .state = TEXT("settled"), .entered_by = request->actor->account,
        .entered_at = request->at, .decided_at = request->at, .version = 1,
    };
    const struct claim_payment_row payment = {
        .bucket = bucket, .claim = claim.claim, .payment = id_mint(request->minter, bucket),
        .person = input->unit, .place = place, .amount = amount, .payee = TEXT("employer"),
        .state = TEXT("uncollected"), .made_at = request->at,
        .reason = words_of("claim.reason.no-account-yet", LANGUAGE_CHINESE), .version = 1,
    };
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = bucket, .cause = claim.claim, .about = "refund",
        .day = date_of_moment(request->at), .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    fund_post(&posting, (struct fund_account){ FUND_COUNTERPARTY, place },
              (struct fund_account){ FUND_CLAIMANT, input->unit }, amount);
    fund_record(decision, &posting);
    decision_insert(decision, &claim_table, &claim);
    decision_insert(decision, &claim_payment_table, &payment);
    claim_say_payee(decision, &claim, "claim.message.refund-uncollected",
                    claim_money_text(amount, request->arena), (struct text){ 0 });
    *(struct owe_told *)decision->outcome =
        (struct owe_told){ claim.claim, payment.payment, input->unit, amount };
}

static void decide_owe(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct owe_input *input = request->input;
    const struct owe_facts *found = facts;
    int64_t place = 0;
    if (!contribute_acts_for(found->of.unit, decision))
        return;
    struct money amount = unpaid_of(input, found, &place);
    if (amount.fen <= 0) {
        claim_refuse(decision, CLAIM_REFUSED_NO_PAYMENT, "month");
        return;
    }
    owe(decision, input, place, amount);
    decision->subject = input->unit;
}

static const struct field owe_fields[] = {
    FIELD(struct owe_input, unit, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.unit"),
    FIELD(struct owe_input, month, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 7,
          .help = "contribute.field.month"),
    FIELD(struct owe_input, insurance, FIELD_CODE, .flags = FIELD_REQUIRED, .length_max = 6,
          .codes = "insutype", .help = "contribute.field.insurance"),
};
static const struct shape owe_shape = SHAPE("claim_owe_refund", struct owe_input, owe_fields);
static const struct shape owe_facts_shape =
    { .name = "claim_owe_refund_facts", .size = sizeof(struct owe_facts) };
static const struct field owe_told_fields[] = {
    FIELD(struct owe_told, claim, FIELD_ID, .flags = 0),
    FIELD(struct owe_told, payment, FIELD_ID, .flags = 0),
    FIELD(struct owe_told, unit, FIELD_ID, .flags = 0),
    FIELD(struct owe_told, amount, FIELD_MONEY, .flags = 0),
};
static const struct shape owe_told_shape =
    SHAPE("claim_refund_owed", struct owe_told, owe_told_fields);

static void owe_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct owe_input *)request->input)->unit);
}

const struct action claim_owe_refund_action = {
    .name = "claim.owe-refund", .method = "POST", .path = "/api/v1/claims/refunds-owed",
    .flags = ACTION_ONCE, .input = &owe_shape, .facts = &owe_facts_shape,
    .outcome = &owe_told_shape, .answer = &owe_told_shape, .help = "claim.help.owe-refund",
    .keys = owe_keys, .gather = gather_owe, .decide = decide_owe,
};
