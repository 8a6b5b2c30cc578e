/* claim_refund_undo.c: the approval of a refund or offset is taken back (撤销退费、抵缴): while the
 * money is here, its payment is withdrawn and the month was paid too much again. What has left for
 * the bank comes back by the bank or the unit, and by nobody's word. */

#include "rooms/claim/claim_inside.h"

#include "rooms/contribute/contribute_facts.h"

struct undo_input {
    int64_t unit, back, cause;
    struct text reason;
};
struct undo_facts {
    struct contribute_undo_facts of;
    const struct claim_row *claim;      /* of the case; NULL: nothing was to be paid */
    const struct list *payments;
};
struct undo_told {
    int64_t back, unit, bill;
    struct text way;
    struct money amount, credit;
};

static bool gather_undo(struct gather *gather, const struct request *request, void *facts)
{
    const struct undo_input *input = request->input;
    struct undo_facts *found = facts;
    const struct claim_key cause = { id_bucket(input->unit), input->cause };
    const void *row = NULL;
    bool complete = contribute_gather_undo(gather, input->unit, input->back, &found->of);
    if (!gather_one(gather, &claim_of_cause, &cause, &row))
        return false;
    found->claim = row;
    if (row == NULL)
        return complete;
    const struct claim_key key = { cause.bucket, found->claim->claim };
    found->payments = gather_want(gather, &claim_payments_of_claim, &key);
    return complete && found->payments != NULL;
}

/* The payment that stands for the refund now; NULL: there is none. */
static const struct claim_payment_row *payment_of(const struct undo_facts *found)
{
    const struct claim_payment_row *rows = found->payments == NULL ? NULL : found->payments->items;
    for (size_t i = 0; rows != NULL && i < found->payments->count; i++)
        if (!text_is(rows[i].state, "replaced"))
            return &rows[i];
    return NULL;
}

static bool is_here(const struct claim_payment_row *payment)
{
    return text_is(payment->state, "waiting") || text_is(payment->state, "returned")
        || text_is(payment->state, "uncollected");
}

static void withdraw(struct decision *decision, const struct undo_facts *found,
                     const struct claim_payment_row *before)
{
    const struct undo_input *input = decision->request->input;
    struct claim_payment_row payment = *before;
    struct claim_row claim = *found->claim;
    payment.state = TEXT("withdrawn");
    payment.reason = input->reason;
    claim.state = TEXT("withdrawn");
    decision_replace(decision, &claim_payment_table, &payment);
    decision_replace(decision, &claim_table, &claim);
    claim_say_payee(decision, &claim, "claim.message.refund-withdrawn",
                    claim_money_text(payment.amount, decision->request->arena), claim.ground);
}

static void decide_undo(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct undo_input *input = request->input;
    const struct undo_facts *found = facts;
    const struct contribute_back *back = found->of.back;
    bool refund = back != NULL && text_is(back->way, "refund");
    const struct claim_payment_row *payment = refund ? payment_of(found) : NULL;
    if (refund && payment == NULL) {
        claim_refuse(decision, CLAIM_REFUSED_NO_PAYMENT, "back");
        return;
    }
    if (refund && !is_here(payment)) {
        struct date day = date_of_moment(payment->sent_at);
        claim_refuse_with(decision, CLAIM_REFUSED_LEFT, "back",
                          claim_money_text(payment->amount, request->arena),
                          claim_day_text(day, request->arena));
        return;
    }
    struct contribute_given_back undone;
    if (!contribute_undo_back(decision, input->unit, &found->of, &undone))
        return;
    if (refund)
        withdraw(decision, found, payment);
    *(struct undo_told *)decision->outcome = (struct undo_told){
        .back = undone.back, .unit = input->unit, .bill = undone.bill->bill, .way = undone.way,
        .amount = undone.amount, .credit = undone.credit,
    };
    decision->subject = input->unit;
}

/* ---- the row ---- */

#define ASK(member, kind_, ...) FIELD(struct undo_input, member, kind_, __VA_ARGS__)
static const struct field input_fields[] = {
    ASK(unit, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.unit"),
    ASK(back, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.back"),
    ASK(cause, FIELD_ID, .help = "claim.field.cause"),
    ASK(reason, FIELD_TEXT, .length_max = 500, .help = "claim.field.undone-because"),
};
static const struct shape input_shape =
    SHAPE("claim_undo_back_input", struct undo_input, input_fields);
static const struct shape facts_shape =
    { .name = "claim_undo_back_facts", .size = sizeof(struct undo_facts) };
#define TOLD(member, kind_) FIELD(struct undo_told, member, kind_, .flags = 0)
static const struct field told_fields[] = {
    TOLD(back, FIELD_ID), TOLD(unit, FIELD_ID), TOLD(bill, FIELD_ID), TOLD(way, FIELD_TEXT),
    TOLD(amount, FIELD_MONEY), TOLD(credit, FIELD_MONEY),
};
static const struct shape told_shape = SHAPE("claim_undo_back_told", struct undo_told, told_fields);

static void undo_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct undo_input *)request->input)->unit);
}

/* Only the revocation of its case runs it. */
const struct action claim_undo_back_action = {
    .name = "claim.undo-back", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "claim.help.undo-back", .keys = undo_keys, .gather = gather_undo,
    .decide = decide_undo,
};
