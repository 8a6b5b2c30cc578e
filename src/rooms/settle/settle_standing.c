/* settle_standing.c: see settle_standing.h. The counters are those that settlements keep; the
 * limits are asked of the book for the person's place, insurance and kind on this day. */

#include "rooms/settle/settle_standing.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/settle/settle_desk.h"
#include "rooms/settle/settle_rules.h"

#define MEASURED_MAX 16

bool settle_gather_standing(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_standing_input *input = request->input;
    struct settle_standing_facts *found = facts;
    const struct settle_of_person_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
    };
    bool complete = party_gather_person(gather, input->person, &found->person);
    found->counters = gather_want(gather, &settle_counters_of, &key);
    return complete && found->counters != NULL;
}

struct measuring {
    const struct request *request;
    struct settle_counters used;
    struct settle_measured *rows;
    size_t count;
};

static void measure(struct measuring *measuring, const char *what, const struct rule *rule,
                    struct money used, struct money limit, bool good)
{
    struct arena *arena = measuring->request->arena;
    const char *key = arena_format(arena, "settle.standing.%s", what).data;
    struct money left = money_minus(limit, used);
    if (limit.fen <= 0)
        return;
    CHECK(measuring->count < MEASURED_MAX);
    measuring->rows[measuring->count++] = (struct settle_measured){
        .what = text_of(what), .zh = words_of(key, LANGUAGE_CHINESE),
        .en = words_of(key, LANGUAGE_ENGLISH), .used = used, .limit = limit,
        .left = left.fen < 0 ? MONEY_NONE : left, .good = good,
        .source_zh = rule_source(rule, LANGUAGE_CHINESE),
        .source_en = rule_source(rule, LANGUAGE_ENGLISH),
        .certainty = text_of(certainty_name(rule->certainty)),
    };
}

/* Where the bands end, nothing more is paid; no end: there is no such limit. Of several rates the
 * widest. */
static struct money end_of_bands(const struct settle_benefit *benefit)
{
    const struct settle_rate *rates = benefit->rates.items;
    struct money end = MONEY_NONE;
    for (size_t i = 0; i < benefit->rates.count; i++) {
        const struct settle_band *bands = rates[i].bands.items;
        if (rates[i].bands.count == 0)
            continue;
        struct money last = bands[rates[i].bands.count - 1].until;
        if (last.fen == 0)
            return MONEY_NONE;
        end = last.fen > end.fen ? last : end;
    }
    return end;
}

static struct money paid_towards(const struct settle_counters *used, enum settle_payer payer,
                                 bool stays, bool together)
{
    if (payer == PAYER_LARGE_AMOUNT)
        return used->large_amount_paid;
    if (payer == PAYER_SUPPLEMENTARY)
        return used->supplementary_paid;
    if (payer != PAYER_POOLED_FUND)
        return MONEY_NONE;
    if (together)
        return money_plus(used->outpatient_pooled_paid, used->inpatient_pooled_paid);
    return stays ? used->inpatient_pooled_paid : used->outpatient_pooled_paid;
}

static void measure_benefit(struct measuring *measuring, const struct rule *rule, bool stays)
{
    const struct settle_benefit *benefit = rule->payload;
    const struct settle_counters *used = &measuring->used;
    const struct settle_deductible *deductible = benefit->deductible.items;
    if (benefit->deductible.count > 0 && text_is(benefit->deductible_per, "year"))
        measure(measuring, stays ? "inpatient-deductible" : "outpatient-deductible", rule,
                stays ? used->inpatient_deductible_used : used->outpatient_deductible_used,
                deductible->first, true);
    if (text_is(benefit->per, "year")) {
        bool cost = text_is(benefit->counts, "cost");
        struct money counted = stays ? cost ? used->inpatient_in_scope : used->inpatient_fund_paid
            : cost ? used->outpatient_in_scope : used->outpatient_fund_paid;
        measure(measuring, stays ? cost ? "inpatient-cost" : "inpatient-paid"
                                 : cost ? "outpatient-cost" : "outpatient-paid",
                rule, counted, end_of_bands(benefit), false);
    }
    const struct settle_ceiling *ceilings = benefit->ceilings.items;
    for (size_t i = 0; i < benefit->ceilings.count && i < 4; i++) {
        enum settle_payer payer = PAYER_POOLED_FUND;
        bool known = settle_payer_of(ceilings[i].payer, &payer);
        CHECK(known);
        const char *what = payer == PAYER_LARGE_AMOUNT ? "large-amount-ceiling"
            : payer == PAYER_SUPPLEMENTARY ? "supplementary-ceiling"
            : ceilings[i].together ? "pooled-ceiling"
            : stays ? "inpatient-ceiling" : "outpatient-ceiling";
        measure(measuring, what, rule,
                paid_towards(used, payer, stays, ceilings[i].together), ceilings[i].amount, false);
    }
}

static void measure_critical(struct measuring *measuring, const struct rule *rule)
{
    const struct settle_critical *critical = rule->payload;
    const struct settle_scheme *schemes = critical->schemes.items;
    for (size_t i = 0; i < critical->schemes.count; i++)
        if (!text_present(schemes[i].group))
            measure(measuring, "critical-illness", rule, measuring->used.critical_illness_own,
                    schemes[i].threshold, true);
}

static const struct settle_counters_row *counters_of(const struct list *counters, int year,
                                                     const struct party_standing *standing)
{
    const struct settle_counters_row *rows = counters->items;
    for (size_t i = 0; i < counters->count; i++)
        if (rows[i].year == year && text_equal(rows[i].insurance, standing->insurance_code))
            return &rows[i];
    return NULL;
}

void settle_decide_standing(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct settle_standing_input *input = request->input;
    const struct settle_standing_facts *found = facts;
    if (found->person.person == NULL || !party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NOT_YOUR_PATIENT), "person");
        return;
    }
    struct date today = date_of_moment(request->at);
    const struct party_standing standing =
        party_standing_on(&found->person, (struct text){ 0 }, today);
    struct settle_standing *answer = decision->outcome;
    decision->subject = input->person;
    answer->year = date_year(today);
    if (standing.insurance == NULL)
        return;
    const struct settle_counters_row *row = counters_of(found->counters, date_year(today),
                                                        &standing);
    struct measuring measuring = {
        .request = request,
        .rows = ARENA_ARRAY(request->arena, struct settle_measured, MEASURED_MAX),
    };
    if (row != NULL)
        measuring.used = row->used;
    struct question question = {
        .place = standing.place, .insurance = text_of(standing.insurance),
        .person = text_of(standing.person_kind), .day = today,
    };
    static const char *const ABOUTS[] = {
        "benefit.outpatient", "benefit.inpatient", "critical-illness",
    };
    for (size_t i = 0; i < COUNT_OF(ABOUTS); i++) {
        const struct rule *rule = NULL;
        question.about = ABOUTS[i];
        if (rules_on(request->book, &question, &rule) != RULE_FOUND)
            continue;
        if (i < 2)
            measure_benefit(&measuring, rule, i == 1);
        else
            measure_critical(&measuring, rule);
    }
    answer->insurance = standing.insurance_code;
    answer->measured = (struct list){ measuring.rows, measuring.count };
}

/* ---- the row ---- */

static const struct field input_fields[] = {
    FIELD(struct settle_standing_input, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape input_shape =
    SHAPE("settle.standing-asked", struct settle_standing_input, input_fields);
#define MEASURED(member_, kind_) FIELD(struct settle_measured, member_, kind_, .flags = 0)
static const struct field measured_fields[] = {
    MEASURED(what, FIELD_TEXT), MEASURED(zh, FIELD_TEXT), MEASURED(en, FIELD_TEXT),
    MEASURED(used, FIELD_MONEY), MEASURED(limit, FIELD_MONEY), MEASURED(left, FIELD_MONEY),
    MEASURED(good, FIELD_FLAG), MEASURED(source_zh, FIELD_TEXT), MEASURED(source_en, FIELD_TEXT),
    MEASURED(certainty, FIELD_TEXT),
};
static const struct shape measured_shape =
    SHAPE("settle.measured", struct settle_measured, measured_fields);
static const struct field answer_fields[] = {
    FIELD(struct settle_standing, insurance, FIELD_TEXT, .codes = "insutype"),
    FIELD(struct settle_standing, year, FIELD_COUNT, .flags = 0),
    FIELD(struct settle_standing, measured, FIELD_LIST, .of = &measured_shape),
};
static const struct shape answer_shape =
    SHAPE("settle.standing", struct settle_standing, answer_fields);
static const struct shape facts_shape = {
    .name = "settle.standing-facts", .size = sizeof(struct settle_standing_facts),
};

const struct action settle_standing_action = {
    .name = "settle.standing", .method = "GET", .path = "/api/v1/persons/{person}/standing",
    .flags = ACTION_READ, .input = &input_shape,
    .facts = &facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "settle.help.standing", .gather = settle_gather_standing,
    .decide = settle_decide_standing,
};
