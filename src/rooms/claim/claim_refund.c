/* claim_refund.c: contributions taken too much are given back by the approval of the unit's case
 * (退费、抵缴): an offset stays with the unit for later months, a refund is owed to it and leaves as
 * any other money does, in a payment file, to the account of the case. LAW: LY22-A2i */

#include "rooms/claim/claim_inside.h"

#include "rooms/contribute/contribute_facts.h"

struct back_input {
    int64_t unit, bill, cause;
    struct text month, way, bank, sealed;
    struct money amount;
    struct moment handed_in;
};
struct back_told {
    int64_t back, unit, bill;
    int64_t claim, payment;     /* of a refund */
    struct text way;
    struct money amount, credit;
};

bool claim_is_refund(const struct claim_row *row)
{
    return text_is(row->kind, "refund");
}

static struct contribute_back_asked asked_of(const struct request *request)
{
    const struct back_input *input = request->input;
    return (struct contribute_back_asked){
        .unit = input->unit, .cause = input->cause, .bill = input->bill, .month = input->month,
        .way = input->way, .amount = input->amount,
    };
}

static bool gather_back(struct gather *gather, const struct request *request, void *facts)
{
    const struct contribute_back_asked asked = asked_of(request);
    return contribute_gather_back(gather, &asked, facts);
}

static void pay_back(struct decision *decision, const struct contribute_given_back *given,
                     struct back_told *told)
{
    const struct request *request = decision->request;
    const struct back_input *input = request->input;
    const struct contribute_bill *bill = given->bill;
    const struct claim_row row = {
        .bucket = bill->bucket, .claim = id_mint(request->minter, (int)bill->bucket),
        .person = bill->owner, .cause = input->cause, .kind = TEXT("refund"),
        .ground = input->month, .filer = TEXT("employer"), .unit = bill->owner,
        .place = bill->place, .insurance = bill->insurance,
        .handed_in = input->handed_in.ms != 0 ? input->handed_in : request->at,
        .total = given->amount, .funds = given->amount, .payee = TEXT("employer"),
        .state = TEXT("settled"), .entered_by = request->actor->account,
        .decided_by = request->actor->account, .entered_at = request->at,
        .decided_at = request->at, .version = 1,
    };
    decision_insert(decision, &claim_table, &row);
    claim_say_payee(decision, &row, "claim.message.refund",
                    claim_money_text(row.funds, request->arena), input->month);
    told->claim = row.claim;
    told->payment = claim_pay_later(decision, &row, row.funds, input->bank, input->sealed, 0);
}

static void decide_back(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct back_input *input = request->input;
    const struct contribute_back_asked asked = asked_of(request);
    struct back_told *told = decision->outcome;
    struct contribute_given_back given;
    if (!contribute_give_back(decision, &asked, facts, &given))
        return;
    bool refund = text_is(given.way, "refund");
    /* An application hears today of what would stop it; its account is sealed by then, not here. */
    if (refund && input->cause != 0 && !text_present(input->sealed)) {
        claim_refuse(decision, CLAIM_REFUSED_NO_ACCOUNT, "account");
        return;
    }
    *told = (struct back_told){
        .back = given.back, .unit = input->unit, .bill = given.bill->bill, .way = given.way,
        .amount = given.amount, .credit = given.credit,
    };
    if (refund)
        pay_back(decision, &given, told);
    decision->subject = input->unit;
}

#define ASK(member, kind_, ...) FIELD(struct back_input, member, kind_, __VA_ARGS__)
static const struct field input_fields[] = {
    ASK(unit, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.unit"),
    ASK(month, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 7,
        .help = "contribute.field.month"),
    ASK(bill, FIELD_ID, .help = "contribute.field.bill"),
    ASK(way, FIELD_TEXT, .length_max = 10, .help = "contribute.field.way"),
    ASK(amount, FIELD_MONEY, .help = "contribute.field.too-much"),
    ASK(cause, FIELD_ID, .help = "claim.field.cause"),
    ASK(bank, FIELD_TEXT, .length_max = 100, .help = "claim.field.bank"),
    ASK(sealed, FIELD_BYTES, .flags = FIELD_PRIVATE, .help = "claim.field.sealed"),
    ASK(handed_in, FIELD_MOMENT, .help = "claim.field.handed-in"),
};
static const struct shape input_shape =
    SHAPE("claim_back_input", struct back_input, input_fields);
static const struct shape facts_shape =
    { .name = "claim_back_facts", .size = sizeof(struct contribute_back_facts) };
#define TOLD(member, kind_) FIELD(struct back_told, member, kind_, .flags = 0)
static const struct field told_fields[] = {
    TOLD(back, FIELD_ID), TOLD(unit, FIELD_ID), TOLD(bill, FIELD_ID), TOLD(claim, FIELD_ID),
    TOLD(payment, FIELD_ID), TOLD(way, FIELD_TEXT), TOLD(amount, FIELD_MONEY),
    TOLD(credit, FIELD_MONEY),
};
static const struct shape told_shape = SHAPE("claim_back_told", struct back_told, told_fields);

static void back_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct back_input *)request->input)->unit);
}

/* Only an approval runs it: which way the money goes is the unit's application to make, and two
 * people look at it. */
const struct action claim_give_back_action = {
    .name = "claim.give-back", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "claim.help.give-back", .keys = back_keys, .gather = gather_back,
    .decide = decide_back,
};
