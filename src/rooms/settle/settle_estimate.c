/* settle_estimate.c: see settle_estimate.h. */

#include "rooms/settle/settle_estimate.h"

#include "core/words.h"
#include "rooms/settle/settle_trial.h"

/* Ten million yuan: no bill is larger, and nothing overflows. */
#define AMOUNT_MAX_FEN INT64_C(1000000000)

/* The hospital asks at its own desk; here it is asked about, so the request is made as if it stood
 * there. Who may see the person is judged by who really asks. */
static const struct request *at_the_desk(const struct request *request, struct arena *arena)
{
    const struct settle_estimate_input *input = request->input;
    struct request *there = ARENA_NEW(arena, struct request);
    struct actor *actor = ARENA_NEW(arena, struct actor);
    *there = *request;
    *actor = *request->actor;
    actor->institution = input->institution;
    there->actor = actor;
    return there;
}

bool settle_gather_estimate(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_estimate_input *input = request->input;
    struct settle_facts *found = facts;
    const struct settle_ask ask = { .person = input->person };
    if (!settle_gather_around(gather, at_the_desk(request, gather->arena), &ask, found))
        return false;
    return settle_gather_right(gather, (struct text){ 0 }, date_of_moment(request->at), found);
}

static struct text why(const struct settle_reason *reason, enum language language,
                       struct arena *arena)
{
    char bytes[500];
    struct builder builder = builder_over(bytes, sizeof bytes - 1);
    words_write(&builder, reason->key, language, &reason->detail, 1);
    return arena_text(arena, builder_text(&builder));
}

static void tell_closed(struct settle_estimate *answer, const struct settle_reason *reason,
                        struct arena *arena)
{
    answer->why_zh = why(reason, LANGUAGE_CHINESE, arena);
    answer->why_en = why(reason, LANGUAGE_ENGLISH, arena);
    answer->cash = answer->total;
}

static void tell_paid(struct settle_estimate *answer, const struct settlement *settled,
                      struct arena *arena)
{
    struct settle_receipt receipt = {
        .insurance = answer->insurance, .in_scope = settled->in_scope,
    };
    for (int i = 0; i < PAYER_COUNT; i++)
        receipt.paid[i] = settled->paid[i];
    answer->pays = true;
    answer->deductible = settled->deductible;
    answer->funds = settled->funds;
    answer->account = settled->account;
    answer->cash = settled->cash;
    answer->parts = settle_parts_of(&receipt, arena);
}

/* Refused before anything is decided; NULL: not. */
static const char *refusal_of(const struct request *request, const struct settle_facts *facts,
                              const char **ret_field)
{
    const struct settle_estimate_input *input = request->input;
    *ret_field = "person";
    if (facts->person.person == NULL || !party_may_see(request->actor, &facts->person))
        return "party.refused.no-such-person";
    *ret_field = "institution";
    if (facts->institution == NULL)
        return settle_refusal_key(SETTLE_REFUSED_NO_INSTITUTION);
    *ret_field = "amount";
    if (input->amount.fen <= 0 || input->amount.fen > AMOUNT_MAX_FEN)
        return "settle.refused.no-estimate";
    *ret_field = "med_type";
    if (settle_category(input->med_type) == NULL)
        return settle_refusal_key(SETTLE_REFUSED_UNKNOWN_CARE);
    return NULL;
}

void settle_decide_estimate(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct settle_estimate_input *input = request->input;
    const struct settle_facts *found = facts;
    const char *field = NULL;
    const char *refusal = refusal_of(request, found, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    const struct party_standing standing =
        party_standing_on(&found->person, (struct text){ 0 }, date_of_moment(request->at));
    struct settle_estimate *answer = decision->outcome;
    decision->subject = input->person;
    *answer = (struct settle_estimate){
        .insurance = standing.insurance_code, .total = input->amount,
        .institution_name = found->institution->name,
    };
    const struct settle_trial_care care = {
        .person = input->person, .insurance = standing.insurance_code,
        .med_type = input->med_type, .disease = input->disease, .begin_at = request->at,
        .amount = input->amount, .account_wish = 1,
    };
    const struct request *there = at_the_desk(request, request->arena);
    struct decision trial = { .request = there };
    struct settle_case made = { 0 };
    struct settlement settled;
    trail_init(&trial.trail, request->arena);
    bool is_made = settle_trial_case(there, found, &care, &trial, &made);
    struct settle_reason reason =
        settle_trial_reason(there, found, &care, &standing, made.person.cover.treat_first);
    if (reason.key == NULL)
        reason.key = settle_outcome_reason(
            is_made ? settle_decide_case(there, &made, &trial.trail, &settled)
                    : SETTLE_RULES_NOT_KNOWN);
    if (reason.key != NULL) {
        tell_closed(answer, &reason, request->arena);
        return;
    }
    decision->trail = trial.trail;
    tell_paid(answer, &settled, request->arena);
}

/* ---- the row ---- */

static const struct field input_fields[] = {
    FIELD(struct settle_estimate_input, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_estimate_input, institution, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "settle.field.estimate-institution"),
    FIELD(struct settle_estimate_input, med_type, FIELD_CODE, .flags = FIELD_REQUIRED,
          .codes = "med_type"),
    FIELD(struct settle_estimate_input, disease, FIELD_TEXT, .length_max = 30,
          .help = "settle.field.estimate-disease"),
    FIELD(struct settle_estimate_input, amount, FIELD_MONEY, .flags = FIELD_REQUIRED,
          .help = "settle.field.estimate-amount"),
};
static const struct shape input_shape =
    SHAPE("settle.estimate-asked", struct settle_estimate_input, input_fields);
#define TOLD(member_, kind_, ...) FIELD(struct settle_estimate, member_, kind_, __VA_ARGS__)
static const struct field answer_fields[] = {
    TOLD(insurance, FIELD_TEXT, .codes = "insutype"),
    TOLD(institution_name, FIELD_TEXT, .flags = 0),
    TOLD(pays, FIELD_FLAG, .help = "settle.field.estimate-pays"),
    TOLD(why_zh, FIELD_TEXT, .flags = FIELD_SPARSE),
    TOLD(why_en, FIELD_TEXT, .flags = FIELD_SPARSE),
    TOLD(total, FIELD_MONEY, .help = "settle.field.total"),
    TOLD(deductible, FIELD_MONEY, .flags = 0),
    TOLD(funds, FIELD_MONEY, .help = "settle.field.funds"),
    TOLD(account, FIELD_MONEY, .help = "settle.field.account"),
    TOLD(cash, FIELD_MONEY, .help = "settle.field.cash"),
    TOLD(parts, FIELD_LIST, .of = &settle_part_shape),
};
static const struct shape answer_shape =
    SHAPE("settle.estimate", struct settle_estimate, answer_fields);
static const struct shape facts_shape = {
    .name = "settle.estimate-facts", .size = sizeof(struct settle_facts),
};

const struct action settle_estimate_action = {
    .name = "settle.estimate", .method = "GET", .path = "/api/v1/persons/{person}/estimate",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "settle.help.estimate",
    .gather = settle_gather_estimate, .decide = settle_decide_estimate,
};
