/* fund_family_actions.c: offering and withdrawing, and the reactions that carry word of it from one
 * bucket to the other. */

#include "rooms/fund/fund_family.h"

#include "base/check.h"
#include "core/rules.h"

#define MUST .flags = FIELD_REQUIRED

static void refuse(struct decision *decision, enum fund_family_refusal refusal,
                   const char *field)
{
    decision_refuse(decision, fund_family_refusal_key(refusal), field);
}

/* ---- fund.offer-family ---- */

static const struct field offer_input_fields[] = {
    FIELD(struct fund_offer_input, giver, FIELD_ID, MUST, .help = "fund.field.giver"),
    FIELD(struct fund_offer_input, taker, FIELD_ID, MUST, .help = "fund.field.taker"),
    FIELD(struct fund_offer_input, amount, FIELD_MONEY, MUST,
          .help = "fund.field.family-amount"),
    FIELD(struct fund_offer_input, relation, FIELD_TEXT, MUST, .length_max = 30,
          .help = "fund.field.relation"),
    FIELD(struct fund_offer_input, mandate, FIELD_TEXT, .length_max = 100,
          .help = "fund.field.mandate"),
};
static const struct shape offer_input_shape =
    SHAPE("fund_offer_family", struct fund_offer_input, offer_input_fields);
static const struct shape offer_facts_shape =
    { .name = "fund_offer_facts", .size = sizeof(struct fund_offer_facts) };

static const struct field offered_fields[] = {
    FIELD(struct fund_offered, hold, FIELD_ID, .flags = 0),
    FIELD(struct fund_offered, giver, FIELD_ID, .flags = 0),
    FIELD(struct fund_offered, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_offered, amount, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_offered, free, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_offered, day, FIELD_DAY, .flags = 0),
};
const struct shape fund_offered_shape =
    SHAPE("fund_offered", struct fund_offered, offered_fields);

static void offer_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct fund_offer_input *)request->input)->giver);
}

static bool offer_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct fund_offer_input *input = request->input;
    struct fund_offer_facts *found = facts;
    const struct fund_of_person giver_key = { id_bucket(input->giver), input->giver };
    const struct fund_of_person taker_key = { id_bucket(input->taker), input->taker };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_personal_of, &giver_key, &row);
    found->personal = row;
    found->offers = gather_want(gather, &fund_offers_open, &taker_key);
    complete &= found->offers != NULL;
    complete &= party_gather_person(gather, input->giver, &found->giver);
    complete &= party_gather_person(gather, input->taker, &found->taker);
    return complete;
}

/* LAW: account.use of the giver's place, "family". */
static bool family_allowed(const struct request *request, const struct party_standing *giver,
                           struct date day)
{
    const struct question question = {
        .about = "account.use", .place = giver->place, .insurance = TEXT("employee"),
        .person = text_of(giver->person_kind), .day = day,
    };
    const struct rule *rule = NULL;
    if (request->book == NULL || rules_on(request->book, &question, &rule) != RULE_FOUND)
        return false;
    const struct field *family = shape_field(rule->kind->payload, TEXT("family"));
    return family != NULL && *(const bool *)field_in(family, rule->payload);
}

static bool is_related(struct text relation)
{
    return text_is(relation, "spouse") || text_is(relation, "parent")
        || text_is(relation, "child");
}

/* Who is not the giver shows a paper of his: a mandate that lets his records be seen is none. */
static bool acts_for_himself(const struct actor *actor, int64_t person)
{
    return actor->person != 0 && actor->person == person;
}

/* An institution acts by the giver's paper, which is asked for next. */
static bool is_before_us(const struct actor *actor, const struct party_person_facts *giver)
{
    return giver->person != NULL && (actor->institution != 0 || party_may_see(actor, giver));
}

static enum fund_family_refusal offer_refusal(const struct request *request,
                                              const struct fund_offer_facts *facts,
                                              const char **ret_field)
{
    const struct fund_offer_input *input = request->input;
    struct date today = date_of_moment(request->at);
    *ret_field = "giver";
    if (!is_before_us(request->actor, &facts->giver))
        return FUND_FAMILY_NO_GIVER;
    const struct party_standing giver = party_standing_on(&facts->giver, TEXT("310"), today);
    *ret_field = "taker";
    if (facts->taker.person == NULL)
        return FUND_FAMILY_NO_TAKER;
    if (input->giver == input->taker)
        return FUND_FAMILY_SAME_PERSON;
    *ret_field = "giver";
    if (giver.reason != PARTY_ENROLLED)
        return FUND_FAMILY_NO_ACCOUNT;
    if (!family_allowed(request, &giver, today))
        return FUND_FAMILY_NOT_ALLOWED;
    *ret_field = "taker";
    if (party_standing_on(&facts->taker, (struct text){ 0 }, today).reason != PARTY_ENROLLED)
        return FUND_FAMILY_TAKER_NOT_ENROLLED;
    *ret_field = "amount";
    if (input->amount.fen <= 0)
        return FUND_FAMILY_NOT_POSITIVE;
    *ret_field = "relation";
    if (!is_related(input->relation))
        return FUND_FAMILY_NOT_RELATED;
    *ret_field = "mandate";
    if (!acts_for_himself(request->actor, input->giver) && !text_present(input->mandate))
        return FUND_FAMILY_NO_MANDATE;
    *ret_field = "taker";
    if (facts->offers->count >= FUND_OFFERS_MAX)
        return FUND_FAMILY_TOO_MANY;
    *ret_field = "amount";
    if (input->amount.fen > fund_personal_free(facts->personal).fen)
        return FUND_FAMILY_NOT_ENOUGH;
    return FUND_FAMILY_REFUSALS;
}

static void offer_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct fund_offer_input *input = request->input;
    const struct fund_offer_facts *found = facts;
    const char *field = NULL;
    enum fund_family_refusal refusal = offer_refusal(request, found, &field);
    if (refusal != FUND_FAMILY_REFUSALS) {
        refuse(decision, refusal, field);
        return;
    }
    int bucket = id_bucket(input->giver);
    const struct fund_hold hold = {
        .bucket = bucket, .giver = input->giver, .hold = id_mint(request->minter, bucket),
        .taker = input->taker, .amount = input->amount, .state = TEXT("held"),
        .day = date_of_moment(request->at), .relation = input->relation,
        .mandate = input->mandate, .version = 1,
    };
    struct fund_personal after = *found->personal;
    after.held = money_plus(after.held, input->amount);
    decision_insert(decision, &fund_hold_table, &hold);
    fund_record_personal(decision, found->personal, &after);
    *(struct fund_offered *)decision->outcome = (struct fund_offered){
        .hold = hold.hold, .giver = input->giver, .taker = input->taker,
        .amount = input->amount, .free = fund_personal_free(&after), .day = hold.day,
    };
    decision->subject = input->giver;
}

const struct action fund_offer_family_action = {
    .name = "fund.offer-family", .method = "POST",
    .path = "/api/v1/persons/{giver}/family-offers",
    .flags = ACTION_ONCE,
    .input = &offer_input_shape, .facts = &offer_facts_shape, .outcome = &fund_offered_shape,
    .answer = &fund_offered_shape, .help = "fund.help.offer-family", .keys = offer_keys,
    .gather = offer_gather, .decide = offer_decide,
};

/* ---- fund.withdraw-family ---- */

static const struct field withdraw_fields[] = {
    FIELD(struct fund_withdraw_input, giver, FIELD_ID, MUST, .help = "fund.field.giver"),
    FIELD(struct fund_withdraw_input, hold, FIELD_ID, MUST, .help = "fund.field.hold"),
    FIELD(struct fund_withdraw_input, mandate, FIELD_TEXT, .length_max = 100,
          .help = "fund.field.mandate"),
};
static const struct shape withdraw_shape =
    SHAPE("fund_withdraw_family", struct fund_withdraw_input, withdraw_fields);
static const struct shape withdraw_facts_shape =
    { .name = "fund_withdraw_facts", .size = sizeof(struct fund_withdraw_facts) };

static const struct field carried_fields[] = {
    FIELD(struct fund_carried, hold, FIELD_ID, .flags = 0),
    FIELD(struct fund_carried, giver, FIELD_ID, .flags = 0),
    FIELD(struct fund_carried, taker, FIELD_ID, .flags = 0),
    FIELD(struct fund_carried, amount, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_carried, day, FIELD_DAY, .flags = 0),
};
static const struct shape carried_shape =
    SHAPE("fund_carried", struct fund_carried, carried_fields);

static void withdraw_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct fund_withdraw_input *)request->input)->giver);
}

static bool withdraw_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct fund_withdraw_input *input = request->input;
    struct fund_withdraw_facts *found = facts;
    const struct fund_hold_key key = { id_bucket(input->giver), input->giver, input->hold };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_hold_by_id, &key, &row);
    found->hold = row;
    return party_gather_person(gather, input->giver, &found->giver) && complete;
}

static void withdraw_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct fund_withdraw_input *input = request->input;
    const struct fund_withdraw_facts *found = facts;
    if (!is_before_us(request->actor, &found->giver)) {
        refuse(decision, FUND_FAMILY_NO_GIVER, "giver");
        return;
    }
    if (!acts_for_himself(request->actor, input->giver) && !text_present(input->mandate)) {
        refuse(decision, FUND_FAMILY_NO_MANDATE, "mandate");
        return;
    }
    if (found->hold == NULL) {
        refuse(decision, FUND_FAMILY_NO_OFFER, "hold");
        return;
    }
    if (!text_is(found->hold->state, "held")) {
        refuse(decision, FUND_FAMILY_WITHDRAWN, "hold");
        return;
    }
    struct fund_hold after = *found->hold;
    after.state = TEXT("withdrawing");
    decision_replace(decision, &fund_hold_table, &after);
    *(struct fund_carried *)decision->outcome = (struct fund_carried){
        .hold = after.hold, .giver = after.giver, .taker = after.taker,
        .amount = after.amount, .day = after.day,
    };
    decision->subject = input->giver;
}

const struct action fund_withdraw_family_action = {
    .name = "fund.withdraw-family", .method = "POST",
    .path = "/api/v1/persons/{giver}/family-offers/{hold}/withdrawal",
    .flags = ACTION_ONCE, .input = &withdraw_shape,
    .facts = &withdraw_facts_shape, .outcome = &carried_shape, .answer = &carried_shape,
    .help = "fund.help.withdraw-family", .keys = withdraw_keys, .gather = withdraw_gather,
    .decide = withdraw_decide,
};

/* ---- into the taker's bucket: fund.take-offer, fund.close-offer ---- */

static const struct field told_fields[] = {
    FIELD(struct fund_family_told, family, FIELD_LIST, .of = &fund_standing_shape),
};
const struct shape fund_family_told_shape =
    SHAPE("fund_family_told", struct fund_family_told, told_fields);
static const struct shape carried_facts_shape =
    { .name = "fund_carried_facts", .size = sizeof(struct fund_carried_facts) };

static void carried_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct fund_carried *)request->input)->taker);
}

static bool carried_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct fund_carried *input = request->input;
    struct fund_carried_facts *found = facts;
    int bucket = id_bucket(input->taker);
    const struct fund_offer_key key = { bucket, input->taker, input->hold };
    const struct fund_of_person taker_key = { bucket, input->taker };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_offer_by_id, &key, &row);
    found->offer = row;
    found->offers = gather_want(gather, &fund_offers_open, &taker_key);
    return complete && found->offers != NULL;
}

/* A new row; one that is closed at once is told to the giver's hold. */
static void insert_offer(const struct fund_carried *input, bool closed,
                         struct decision *decision)
{
    const struct fund_offer offer = {
        .bucket = id_bucket(input->taker), .taker = input->taker, .offer = input->hold,
        .giver = input->giver, .amount = input->amount,
        .state = closed ? TEXT("closed") : TEXT("open"), .day = input->day, .version = 1,
    };
    decision_insert(decision, &fund_offer_table, &offer);
    if (!closed)
        return;
    struct fund_standing *told = ARENA_NEW(decision->request->arena, struct fund_standing);
    *told = fund_standing_of(&offer, 1);
    *(struct fund_family_told *)decision->outcome = (struct fund_family_told){ { told, 1 } };
}

/* An offer that is there already was closed before it came. */
static void take_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct fund_carried *input = request->input;
    const struct fund_carried_facts *found = facts;
    decision->subject = input->taker;
    if (found->offer == NULL)
        insert_offer(input, found->offers->count >= FUND_OFFERS_MAX, decision);
}

static void close_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct fund_carried *input = request->input;
    const struct fund_carried_facts *found = facts;
    decision->subject = input->taker;
    if (found->offer == NULL) {
        insert_offer(input, true, decision);
        return;
    }
    struct fund_standing *told = ARENA_NEW(request->arena, struct fund_standing);
    struct fund_offer after = *found->offer;
    after.state = TEXT("closed");
    *told = fund_standing_of(&after, after.version + 1);
    decision_replace(decision, &fund_offer_table, &after);
    *(struct fund_family_told *)decision->outcome = (struct fund_family_told){ { told, 1 } };
}

const struct action fund_take_offer_action = {
    .name = "fund.take-offer", .flags = ACTION_ONCE,
    .input = &carried_shape, .facts = &carried_facts_shape, .outcome = &fund_family_told_shape,
    .answer = &fund_family_told_shape, .help = "fund.help.take-offer", .keys = carried_keys,
    .gather = carried_gather, .decide = take_decide,
};
const struct action fund_close_offer_action = {
    .name = "fund.close-offer", .flags = ACTION_ONCE,
    .input = &carried_shape, .facts = &carried_facts_shape, .outcome = &fund_family_told_shape,
    .answer = &fund_family_told_shape, .help = "fund.help.close-offer", .keys = carried_keys,
    .gather = carried_gather, .decide = close_decide,
};
