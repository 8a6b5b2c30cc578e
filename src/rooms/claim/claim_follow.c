/* claim_follow.c: a claim's act of care was decided again, because an earlier one came or went or a
 * filing reaches back: the difference is paid into the account of before, or is owed back. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"

struct follow_input {
    int64_t person, settlement;
    struct money funds_change;
};
struct follow_facts {
    const struct settlement_row *settlement;
    const struct visit_claimed_row *paper;
    const struct claim_row *claim;
    const struct list *payments;
};
struct followed {
    int64_t claim, person, payment;
    struct money change;
};

bool claim_ask_follow(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)arena;
    const struct settle_again_outcome *again = outcome;
    if (again->person == 0 || again->funds_change.fen == 0)
        return false;
    *(struct follow_input *)ret_input = (struct follow_input){
        again->person, again->settlement, again->funds_change,
    };
    return true;
}

static bool gather_follow(struct gather *gather, const struct request *request, void *facts)
{
    const struct follow_input *input = request->input;
    struct follow_facts *found = facts;
    const struct settlement_key key = {
        id_bucket(input->person), input->person, input->settlement,
    };
    const void *row = NULL;
    if (!gather_one(gather, &settlement_by_id, &key, &row))
        return false;
    found->settlement = row;
    if (row == NULL || found->settlement->institution != 0)
        return true;
    const struct visit_key visit_key = visit_key_of(found->settlement->visit);
    if (!gather_one(gather, &visit_claimed_of, &visit_key, &row))
        return false;
    found->paper = row;
    if (row == NULL)
        return true;
    const struct claim_key claim_key = { key.bucket, found->paper->claim };
    bool complete = gather_one(gather, &claim_by_id, &claim_key, &row);
    found->claim = row;
    found->payments = gather_want(gather, &claim_payments_of_claim, &claim_key);
    return complete && found->payments != NULL;
}

/* The account of before, when there was one and it worked. */
static const struct claim_payment_row *account_of(const struct list *payments)
{
    const struct claim_payment_row *rows = payments->items;
    for (size_t i = payments->count; i-- > 0;)
        if (!text_is(rows[i].state, "owed-back"))
            return text_present(rows[i].account_sealed) && !text_is(rows[i].state, "returned")
                && !text_is(rows[i].state, "uncollected") ? &rows[i] : NULL;
    return NULL;
}

static void decide_follow(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct follow_input *input = request->input;
    const struct follow_facts *found = facts;
    struct followed *told = decision->outcome;
    decision->subject = input->person;
    if (found->claim == NULL || !text_is(found->claim->state, "settled"))
        return;
    struct claim_row row = *found->claim;
    row.funds = money_plus(row.funds, input->funds_change);
    row.own = money_minus(row.own, input->funds_change);
    decision_replace(decision, &claim_table, &row);
    const struct claim_payment_row *before = account_of(found->payments);
    bool owed_back = input->funds_change.fen < 0;
    struct claim_payment_row more = {
        .bucket = row.bucket, .claim = row.claim,
        .payment = id_mint(request->minter, (int)row.bucket), .person = row.person,
        .place = row.place, .amount = input->funds_change,
        .payee = text_present(row.payee) ? row.payee : TEXT("person"),
        .state = owed_back ? TEXT("owed-back")
            : before != NULL ? TEXT("waiting") : TEXT("uncollected"),
        .made_at = request->at, .version = 1,
    };
    if (before != NULL && !owed_back) {
        more.bank = before->bank;
        more.account_sealed = before->account_sealed;
    }
    decision_insert(decision, &claim_payment_table, &more);
    if (!text_is(more.state, "waiting"))
        claim_say_payee(decision, &row,
                  owed_back ? "claim.message.owed-back" : "claim.message.uncollected",
                  claim_money_text(owed_back ? money_negated(more.amount) : more.amount,
                                   request->arena), (struct text){ 0 });
    *told = (struct followed){ row.claim, row.person, more.payment, input->funds_change };
}

static const struct field input_fields[] = {
    FIELD(struct follow_input, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct follow_input, settlement, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct follow_input, funds_change, FIELD_MONEY, .flags = FIELD_REQUIRED),
};
static const struct shape input_shape = SHAPE("claim_follow", struct follow_input, input_fields);
static const struct shape facts_shape =
    { .name = "claim_follow_facts", .size = sizeof(struct follow_facts) };
static const struct field told_fields[] = {
    FIELD(struct followed, claim, FIELD_ID, .flags = 0),
    FIELD(struct followed, person, FIELD_ID, .flags = 0),
    FIELD(struct followed, payment, FIELD_ID, .flags = 0),
    FIELD(struct followed, change, FIELD_MONEY, .flags = 0),
};
static const struct shape told_shape = SHAPE("claim_followed", struct followed, told_fields);

static void follow_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct follow_input *)request->input)->person);
}

const struct action claim_follow_action = {
    .name = "claim.follow", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "claim.help.follow", .keys = follow_keys,
    .gather = gather_follow, .decide = decide_follow,
};
