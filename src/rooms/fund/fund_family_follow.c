/* fund_family_follow.c: back into the giver's bucket: a hold follows its offer; which outcomes are
 * answered; and what people see of it. */

#include "rooms/fund/fund.h"
#include "rooms/fund/fund_family.h"

#include "base/check.h"

/* ---- fund.follow-offer: one giver at a time, the first of the list ---- */

static const struct field followed_fields[] = {
    FIELD(struct fund_followed, hold, FIELD_ID, .flags = 0),
    FIELD(struct fund_followed, moved, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_followed, family, FIELD_LIST, .of = &fund_standing_shape),
};
const struct shape fund_followed_shape =
    SHAPE("fund_followed", struct fund_followed, followed_fields);
static const struct shape follow_facts_shape =
    { .name = "fund_follow_facts", .size = sizeof(struct fund_follow_facts) };

static const struct fund_standing *first_of(const struct request *request)
{
    const struct fund_family_told *input = request->input;
    CHECK(input->family.count > 0);
    return input->family.items;
}

static void follow_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, first_of(request)->giver);
}

static bool follow_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct fund_standing *first = first_of(request);
    struct fund_follow_facts *found = facts;
    int bucket = id_bucket(first->giver);
    const struct fund_hold_key key = { bucket, first->giver, first->hold };
    const struct fund_of_person giver_key = { bucket, first->giver };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_hold_by_id, &key, &row);
    found->hold = row;
    complete &= gather_one(gather, &fund_personal_of, &giver_key, &row);
    found->personal = row;
    return complete;
}

/* The giver's money meets the bill on the taker's hold account: there it nets to nothing. */
static int64_t post_moved(struct decision *decision, const struct fund_hold *hold,
                          struct money moved)
{
    const struct request *request = decision->request;
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = hold->bucket, .cause = id_mint(request->minter, (int)hold->bucket),
        .person = hold->giver, .day = date_of_moment(request->at), .about = "family",
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    fund_post(&posting, (struct fund_account){ FUND_PERSONAL, hold->giver },
              (struct fund_account){ FUND_HOLD, hold->taker }, moved);
    fund_record(decision, &posting);
    return posting.cause;
}

static void follow_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct fund_family_told *input = request->input;
    const struct fund_follow_facts *found = facts;
    const struct fund_standing *first = first_of(request);
    if (found->hold == NULL || found->personal == NULL) {
        decision_refuse(decision, fund_family_refusal_key(FUND_FAMILY_NO_OFFER), "hold");
        return;
    }
    struct fund_followed *outcome = decision->outcome;
    outcome->hold = first->hold;
    outcome->family = (struct list){
        (void *)(uintptr_t)(first + 1), input->family.count - 1,
    };
    decision->subject = first->giver;

    struct fund_hold hold;
    struct fund_personal personal;
    if (!fund_follow(found->hold, found->personal, first, &hold, &personal, &outcome->moved))
        return;
    if (outcome->moved.fen != 0)
        hold.cause = post_moved(decision, &hold, outcome->moved);
    decision_replace(decision, &fund_hold_table, &hold);
    fund_record_personal(decision, found->personal, &personal);
}

const struct action fund_follow_offer_action = {
    .name = "fund.follow-offer", .flags = ACTION_ONCE,
    .input = &fund_family_told_shape, .facts = &follow_facts_shape,
    .outcome = &fund_followed_shape, .answer = &fund_followed_shape,
    .help = "fund.help.follow-offer", .keys = follow_keys, .gather = follow_gather,
    .decide = follow_decide,
};

/* ---- reactions ---- */

/* Any outcome that tells how offers stand has a list `family`. */
static bool ask_follow(const struct request *done, const void *outcome, struct arena *arena,
                       void *ret_input)
{
    (void)arena;
    const struct field *family = shape_field(done->action->outcome, TEXT("family"));
    if (family == NULL || field_is_absent(family, outcome))
        return false;
    CHECK(family->of == &fund_standing_shape);
    ((struct fund_family_told *)ret_input)->family =
        *(const struct list *)field_in(family, outcome);
    return true;
}

static bool ask_take(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)arena;
    const struct fund_offered *offered = outcome;
    *(struct fund_carried *)ret_input = (struct fund_carried){
        .hold = offered->hold, .giver = offered->giver, .taker = offered->taker,
        .amount = offered->amount, .day = offered->day,
    };
    return true;
}

static bool ask_close(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)arena;
    *(struct fund_carried *)ret_input = *(const struct fund_carried *)outcome;
    return true;
}

#define FOLLOW "fund.follow-offer"
/* Settlements of rooms below are named, not included: their outcomes have the list. */
const struct reaction fund_reactions[FUND_REACTIONS] = {
    { "fund.offer-family", "fund.take-offer", ask_take },
    { "fund.withdraw-family", "fund.close-offer", ask_close },
    { "fund.take-offer", FOLLOW, ask_follow },
    { "fund.close-offer", FOLLOW, ask_follow },
    { FOLLOW, FOLLOW, ask_follow },
    { "settle.outpatient", FOLLOW, ask_follow },
    { "settle.stay", FOLLOW, ask_follow },
    { "settle.purchase", FOLLOW, ask_follow },
    { "settle.undo", FOLLOW, ask_follow },
    { "settle.reverse", FOLLOW, ask_follow },
    { "settle.again", FOLLOW, ask_follow },
    { "due.watch", "fund.start-sealing", fund_ask_seal },
};

/* ---- fund.family: what one has given and may take ---- */

struct family_input {
    int64_t person;
};
static const struct field family_input_fields[] = {
    FIELD(struct family_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "fund.field.person"),
};
static const struct shape family_input_shape =
    SHAPE("fund_family_input", struct family_input, family_input_fields);

struct family_row {
    int64_t hold, giver, other;     /* other: the taker of what was given, the giver of the rest */
    struct money amount, used, left;
    struct text state;
    struct date day;
};
static const struct field family_row_fields[] = {
    FIELD(struct family_row, hold, FIELD_ID, .flags = 0),
    FIELD(struct family_row, giver, FIELD_ID, .flags = 0),
    FIELD(struct family_row, other, FIELD_ID, .flags = 0),
    FIELD(struct family_row, day, FIELD_DAY, .help = "fund.told.family-day"),
    FIELD(struct family_row, amount, FIELD_MONEY, .help = "fund.field.family-amount"),
    FIELD(struct family_row, used, FIELD_MONEY, .help = "fund.told.used"),
    FIELD(struct family_row, left, FIELD_MONEY, .help = "fund.told.left"),
    FIELD(struct family_row, state, FIELD_TEXT, .length_max = 30,
          .help = "fund.told.family-state"),
};
static const struct shape family_row_shape =
    SHAPE("fund_family_row", struct family_row, family_row_fields);

struct family_answer {
    struct list given, taken;
};
static const struct field family_answer_fields[] = {
    FIELD(struct family_answer, given, FIELD_LIST, .of = &family_row_shape,
          .help = "fund.told.given"),
    FIELD(struct family_answer, taken, FIELD_LIST, .of = &family_row_shape,
          .help = "fund.told.taken"),
};
static const struct shape family_answer_shape =
    SHAPE("fund_family", struct family_answer, family_answer_fields);

struct family_facts {
    struct party_person_facts person;
    const struct list *holds, *offers;
};
static const struct shape family_facts_shape =
    { .name = "fund_family_facts", .size = sizeof(struct family_facts) };

static bool family_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct family_input *input = request->input;
    struct family_facts *found = facts;
    const struct fund_of_person key = { id_bucket(input->person), input->person };
    found->holds = gather_want(gather, &fund_holds_given, &key);
    found->offers = gather_want(gather, &fund_offers_taken, &key);
    return party_gather_person(gather, input->person, &found->person) && found->holds != NULL
        && found->offers != NULL;
}

static void family_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct family_input *input = request->input;
    const struct family_facts *found = facts;
    if (!fund_may_see(request->actor, &found->person, input->person)) {
        decision_refuse(decision, "fund.refused.not-your-account", "person");
        return;
    }
    const struct fund_hold *holds = found->holds->items;
    const struct fund_offer *offers = found->offers->items;
    struct family_row *given =
        ARENA_ARRAY(request->arena, struct family_row, found->holds->count + 1);
    struct family_row *taken =
        ARENA_ARRAY(request->arena, struct family_row, found->offers->count + 1);
    for (size_t i = 0; i < found->holds->count; i++)
        given[i] = (struct family_row){
            .hold = holds[i].hold, .giver = input->person, .other = holds[i].taker,
            .amount = holds[i].amount, .used = holds[i].posted, .left = fund_hold_left(&holds[i]),
            .state = holds[i].state, .day = holds[i].day,
        };
    for (size_t i = 0; i < found->offers->count; i++) {
        bool closed = text_is(offers[i].state, "closed");
        taken[i] = (struct family_row){
            .hold = offers[i].offer, .giver = offers[i].giver, .other = offers[i].giver,
            .amount = offers[i].amount, .used = offers[i].used, .state = offers[i].state,
            .day = offers[i].day,
            .left = closed ? MONEY_NONE : money_minus(offers[i].amount, offers[i].used),
        };
    }
    *(struct family_answer *)decision->outcome = (struct family_answer){
        .given = { given, found->holds->count }, .taken = { taken, found->offers->count },
    };
}

const struct action fund_family_action = {
    .name = "fund.family", .method = "GET", .path = "/api/v1/persons/{person}/family-offers",
    .flags = ACTION_READ, .input = &family_input_shape,
    .facts = &family_facts_shape, .outcome = &family_answer_shape,
    .answer = &family_answer_shape, .help = "fund.help.family", .gather = family_gather,
    .decide = family_decide,
};
