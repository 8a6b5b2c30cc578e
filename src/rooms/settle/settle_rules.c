/* settle_rules.c: see settle_rules.h. Shapes of the rule files, and what a value may not say. */

#include "rooms/settle/settle_rules.h"

#include "base/check.h"

/* The field's kind, then its other members. */
#define FIELDS(type_, member_, name_, ...) \
    { .name = (name_), .offset = AT(type_, member_), .kind = __VA_ARGS__ }

static const struct field BAND_FIELDS[] = {
    FIELDS(struct settle_band, until, "until", FIELD_MONEY),
    FIELDS(struct settle_band, payer, "payer", FIELD_TEXT),
    FIELDS(struct settle_band, share, "share", FIELD_SHARE, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_band, supplementary, "supplementary", FIELD_SHARE),
};
static const struct shape BAND_SHAPE = SHAPE("settle.band", struct settle_band, BAND_FIELDS);

static const struct field DEDUCTIBLE_FIELDS[] = {
    FIELDS(struct settle_deductible, first, "first", FIELD_MONEY, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_deductible, second, "second", FIELD_MONEY),
    FIELDS(struct settle_deductible, further, "further", FIELD_MONEY),
};
static const struct shape DEDUCTIBLE_SHAPE =
    SHAPE("settle.deductible", struct settle_deductible, DEDUCTIBLE_FIELDS);

static const struct field RATE_FIELDS[] = {
    FIELDS(struct settle_rate, tier, "tier", FIELD_TEXT),
    FIELDS(struct settle_rate, community, "community", FIELD_FLAG),
    FIELDS(struct settle_rate, district_owned, "district-owned", FIELD_FLAG),
    FIELDS(struct settle_rate, chinese_medicine, "chinese-medicine", FIELD_FLAG),
    FIELDS(struct settle_rate, age_from, "age-from", FIELD_COUNT),
    FIELDS(struct settle_rate, age_below, "age-below", FIELD_COUNT),
    FIELDS(struct settle_rate, deductible, "deductible", FIELD_LIST, .of = &DEDUCTIBLE_SHAPE,
           .length_max = 1),
    FIELDS(struct settle_rate, bands, "bands", FIELD_LIST, .of = &BAND_SHAPE,
           .flags = FIELD_REQUIRED, .length_max = 16),
};
static const struct shape RATE_SHAPE = SHAPE("settle.rate", struct settle_rate, RATE_FIELDS);

static const struct field CEILING_FIELDS[] = {
    FIELDS(struct settle_ceiling, payer, "payer", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_ceiling, amount, "amount", FIELD_MONEY, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_ceiling, together, "together", FIELD_FLAG),
};
static const struct shape CEILING_SHAPE =
    SHAPE("settle.ceiling", struct settle_ceiling, CEILING_FIELDS);

static const struct field BENEFIT_FIELDS[] = {
    FIELDS(struct settle_benefit, rates_of, "rates-of", FIELD_TEXT),
    FIELDS(struct settle_benefit, counts, "counts", FIELD_TEXT),
    FIELDS(struct settle_benefit, per, "per", FIELD_TEXT),
    FIELDS(struct settle_benefit, deductible_per, "deductible-per", FIELD_TEXT),
    FIELDS(struct settle_benefit, deductible_days, "deductible-days", FIELD_COUNT),
    FIELDS(struct settle_benefit, repeated_treatment_free, "repeated-treatment-free", FIELD_FLAG),
    FIELDS(struct settle_benefit, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_benefit, decided, "decided", FIELD_TEXT),
    FIELDS(struct settle_benefit, deductible, "deductible", FIELD_LIST, .of = &DEDUCTIBLE_SHAPE,
           .length_max = 1),
    FIELDS(struct settle_benefit, rates, "rates", FIELD_LIST, .of = &RATE_SHAPE, .length_max = 64),
    FIELDS(struct settle_benefit, ceilings, "ceilings", FIELD_LIST, .of = &CEILING_SHAPE,
           .length_max = 16),
};
static const struct shape BENEFIT_SHAPE =
    SHAPE("settle.benefit", struct settle_benefit, BENEFIT_FIELDS);

static const struct field LINES_FIELDS[] = {
    FIELDS(struct settle_lines_rule, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape LINES_SHAPE =
    SHAPE("settle.lines", struct settle_lines_rule, LINES_FIELDS);

static const struct field PAYER_ROW_FIELDS[] = {
    FIELDS(struct settle_payer_row, payer, "payer", FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape PAYER_ROW_SHAPE =
    SHAPE("settle.payer-row", struct settle_payer_row, PAYER_ROW_FIELDS);
static const struct field PAYERS_FIELDS[] = {
    FIELDS(struct settle_payers_rule, payers, "payers", FIELD_LIST, .of = &PAYER_ROW_SHAPE,
           .length_max = PAYER_COUNT),
    FIELDS(struct settle_payers_rule, decided, "decided", FIELD_TEXT),
};
static const struct shape PAYERS_SHAPE =
    SHAPE("settle.payers", struct settle_payers_rule, PAYERS_FIELDS);

static const struct field STEP_FIELDS[] = {
    FIELDS(struct settle_step, until, "until", FIELD_MONEY),
    FIELDS(struct settle_step, share, "share", FIELD_SHARE, .flags = FIELD_REQUIRED),
};
static const struct shape STEP_SHAPE = SHAPE("settle.step", struct settle_step, STEP_FIELDS);
static const struct field SCHEME_FIELDS[] = {
    FIELDS(struct settle_scheme, group, "group", FIELD_TEXT),
    FIELDS(struct settle_scheme, threshold, "threshold", FIELD_MONEY, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_scheme, ceiling, "ceiling", FIELD_MONEY),
    FIELDS(struct settle_scheme, bands, "bands", FIELD_LIST, .of = &STEP_SHAPE,
           .flags = FIELD_REQUIRED, .length_max = 16),
};
static const struct shape SCHEME_SHAPE =
    SHAPE("settle.scheme", struct settle_scheme, SCHEME_FIELDS);
static const struct field CRITICAL_FIELDS[] = {
    FIELDS(struct settle_critical, limits_from, "limits-from", FIELD_TEXT,
           .flags = FIELD_REQUIRED),
    FIELDS(struct settle_critical, outpatient, "outpatient", FIELD_FLAG),
    FIELDS(struct settle_critical, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_critical, decided, "decided", FIELD_TEXT),
    FIELDS(struct settle_critical, schemes, "schemes", FIELD_LIST, .of = &SCHEME_SHAPE,
           .flags = FIELD_REQUIRED, .length_max = 16),
};
static const struct shape CRITICAL_SHAPE =
    SHAPE("settle.critical", struct settle_critical, CRITICAL_FIELDS);

static const struct field ASSISTANCE_ROW_FIELDS[] = {
    FIELDS(struct settle_assistance_row, category, "category", FIELD_TEXT),
    FIELDS(struct settle_assistance_row, outpatient, "outpatient", FIELD_SHARE,
           .flags = FIELD_REQUIRED),
    FIELDS(struct settle_assistance_row, outpatient_ceiling, "outpatient-ceiling", FIELD_MONEY),
    FIELDS(struct settle_assistance_row, inpatient, "inpatient", FIELD_SHARE,
           .flags = FIELD_REQUIRED),
    FIELDS(struct settle_assistance_row, inpatient_ceiling, "inpatient-ceiling", FIELD_MONEY),
};
static const struct shape ASSISTANCE_ROW_SHAPE =
    SHAPE("settle.assistance-row", struct settle_assistance_row, ASSISTANCE_ROW_FIELDS);
static const struct field ASSISTANCE_FIELDS[] = {
    FIELDS(struct settle_assistance, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_assistance, decided, "decided", FIELD_TEXT),
    FIELDS(struct settle_assistance, categories, "categories", FIELD_LIST,
           .of = &ASSISTANCE_ROW_SHAPE, .flags = FIELD_REQUIRED, .length_max = 32),
};
static const struct shape ASSISTANCE_SHAPE =
    SHAPE("settle.assistance", struct settle_assistance, ASSISTANCE_FIELDS);

static const struct field CIVIL_FIELDS[] = {
    FIELDS(struct settle_civil_servant, outpatient, "outpatient", FIELD_SHARE,
           .flags = FIELD_REQUIRED),
    FIELDS(struct settle_civil_servant, inpatient, "inpatient", FIELD_SHARE,
           .flags = FIELD_REQUIRED),
    FIELDS(struct settle_civil_servant, ceiling, "ceiling", FIELD_MONEY),
    FIELDS(struct settle_civil_servant, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_civil_servant, decided, "decided", FIELD_TEXT),
};
static const struct shape CIVIL_SHAPE =
    SHAPE("settle.civil-servant", struct settle_civil_servant, CIVIL_FIELDS);

static const struct field FILING_FIELDS[] = {
    FIELDS(struct settle_filing_row, filing, "filing", FIELD_TEXT),
    FIELDS(struct settle_filing_row, contracted, "contracted", FIELD_FLAG),
    FIELDS(struct settle_filing_row, pay_first, "pay-first", FIELD_SHARE),
    FIELDS(struct settle_filing_row, as_tier, "as-tier", FIELD_TEXT),
    FIELDS(struct settle_filing_row, not_paid, "not-paid", FIELD_FLAG),
};
static const struct shape FILING_SHAPE =
    SHAPE("settle.filing-row", struct settle_filing_row, FILING_FIELDS);
static const struct field OUT_OF_AREA_FIELDS[] = {
    FIELDS(struct settle_out_of_area, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_out_of_area, decided, "decided", FIELD_TEXT),
    FIELDS(struct settle_out_of_area, filings, "filings", FIELD_LIST, .of = &FILING_SHAPE,
           .flags = FIELD_REQUIRED, .length_max = 32),
};
static const struct shape OUT_OF_AREA_SHAPE =
    SHAPE("settle.out-of-area", struct settle_out_of_area, OUT_OF_AREA_FIELDS);

static const struct field TIER_ROW_FIELDS[] = {
    FIELDS(struct settle_tier_row, tier, "tier", FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape TIER_ROW_SHAPE =
    SHAPE("settle.tier-row", struct settle_tier_row, TIER_ROW_FIELDS);
static const struct field REFERRAL_FIELDS[] = {
    FIELDS(struct settle_referral, days, "days", FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_referral, at, "at", FIELD_LIST, .of = &TIER_ROW_SHAPE,
           .length_max = 8),
};
static const struct shape REFERRAL_SHAPE =
    SHAPE("settle.referral", struct settle_referral, REFERRAL_FIELDS);

static const struct field DESIGNATED_FIELDS[] = {
    FIELDS(struct settle_designated, chinese_medicine, "chinese-medicine", FIELD_FLAG,
           .flags = FIELD_REQUIRED),
    FIELDS(struct settle_designated, decided, "decided", FIELD_TEXT),
};
static const struct shape DESIGNATED_SHAPE =
    SHAPE("settle.designated", struct settle_designated, DESIGNATED_FIELDS);

static const struct field ACCOUNT_USE_FIELDS[] = {
    FIELDS(struct settle_account_use, own, "own", FIELD_FLAG, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_account_use, family, "family", FIELD_FLAG, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_account_use, out_of_scope, "out-of-scope", FIELD_FLAG),
    FIELDS(struct settle_account_use, decided, "decided", FIELD_TEXT),
};
static const struct shape ACCOUNT_USE_SHAPE =
    SHAPE("settle.account-use", struct settle_account_use, ACCOUNT_USE_FIELDS);

static const struct field CREDITING_ROW_FIELDS[] = {
    FIELDS(struct settle_crediting_row, kind, "kind", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_crediting_row, age_from, "age-from", FIELD_COUNT),
    FIELDS(struct settle_crediting_row, age_below, "age-below", FIELD_COUNT),
    FIELDS(struct settle_crediting_row, employer, "employer", FIELD_SHARE),
    FIELDS(struct settle_crediting_row, own, "own", FIELD_SHARE),
    FIELDS(struct settle_crediting_row, amount, "amount", FIELD_MONEY),
    FIELDS(struct settle_crediting_row, withheld, "withheld", FIELD_MONEY),
};
static const struct shape CREDITING_ROW_SHAPE =
    SHAPE("settle.crediting-row", struct settle_crediting_row, CREDITING_ROW_FIELDS);
static const struct field CREDITING_FIELDS[] = {
    FIELDS(struct settle_crediting, rounding, "rounding", FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_crediting, rows, "rows", FIELD_LIST, .of = &CREDITING_ROW_SHAPE,
           .flags = FIELD_REQUIRED, .length_max = 32),
};
static const struct shape CREDITING_SHAPE =
    SHAPE("settle.crediting", struct settle_crediting, CREDITING_FIELDS);

/* ---- words of rule files ---- */

bool settle_rounding_of(struct text name, enum rounding *ret_rounding)
{
    for (int rounding = ROUND_HALF_UP; rounding <= ROUND_HALF_EVEN; rounding++) {
        if (!text_is(name, rounding_name((enum rounding)rounding)))
            continue;
        *ret_rounding = (enum rounding)rounding;
        return true;
    }
    return false;
}

enum rounding settle_rounding(struct text name)
{
    enum rounding rounding = ROUND_HALF_UP;
    bool known = settle_rounding_of(name, &rounding);
    CHECK(known);
    return rounding;
}

static bool share_is_sound(struct share share)
{
    return share.parts >= 0 && share.parts <= SHARE_WHOLE.parts;
}

static bool word_is_one_of(struct text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return true;
    return false;
}

/* ---- checks: a value that contradicts itself ---- */

static const char *rounding_check(struct text name)
{
    enum rounding rounding;
    return settle_rounding_of(name, &rounding) ? NULL : "settle.rules.rounding";
}

static int rate_conditions(const struct settle_rate *rate)
{
    return text_present(rate->tier) + rate->community + rate->district_owned
        + rate->chinese_medicine + (rate->age_from != 0 || rate->age_below != 0);
}

static bool ages_are_apart(int64_t from_a, int64_t below_a, int64_t from_b, int64_t below_b)
{
    return (below_a != 0 && below_a <= from_b) || (below_b != 0 && below_b <= from_a);
}

/* Whether one bill and person could fit both rows. */
static bool rates_can_meet(const struct settle_rate *a, const struct settle_rate *b)
{
    if (text_present(a->tier) && text_present(b->tier) && !text_equal(a->tier, b->tier))
        return false;
    return !ages_are_apart(a->age_from, a->age_below, b->age_from, b->age_below);
}

static const char *bands_check(const struct settle_rate *rate)
{
    const struct settle_band *bands = rate->bands.items;
    struct money before = MONEY_NONE;
    enum settle_payer payer;
    for (size_t i = 0; i < rate->bands.count; i++) {
        if (!share_is_sound(bands[i].share) || !share_is_sound(bands[i].supplementary)
            || bands[i].share.parts + bands[i].supplementary.parts > SHARE_WHOLE.parts)
            return "settle.rules.share";
        if (text_present(bands[i].payer) && !settle_payer_of(bands[i].payer, &payer))
            return "settle.rules.payer";
        bool last = i + 1 == rate->bands.count;
        if (bands[i].until.fen == 0 ? !last : bands[i].until.fen <= before.fen)
            return "settle.rules.bands";
        before = bands[i].until;
    }
    return rate->bands.count > 0 ? NULL : "settle.rules.bands";
}

static const char *rates_check(const struct settle_benefit *benefit)
{
    const struct settle_rate *rates = benefit->rates.items;
    for (size_t i = 0; i < benefit->rates.count; i++) {
        const char *wrong = bands_check(&rates[i]);
        if (wrong != NULL)
            return wrong;
        struct settle_deductible due = settle_deductible_of(benefit, &rates[i]);
        if (due.first.fen < 0 || due.second.fen < 0 || due.further.fen < 0)
            return "settle.rules.deductible";
        for (size_t k = 0; k < i; k++)
            if (rate_conditions(&rates[i]) == rate_conditions(&rates[k])
                && rates_can_meet(&rates[i], &rates[k]))
                return "settle.rules.rates-meet";
    }
    return NULL;
}

static const char *benefit_check(const void *payload)
{
    static const char *const COUNTS[] = { "cost", "payment" };
    static const char *const PER[] = { "year", "stay" };
    static const char *const DEDUCTIBLE_PER[] = { "admission", "year", "period", "none" };
    const struct settle_benefit *benefit = payload;
    enum settle_payer payer;

    if (rounding_check(benefit->rounding) != NULL)
        return rounding_check(benefit->rounding);
    if (text_present(benefit->deductible_per)
        && !word_is_one_of(benefit->deductible_per, DEDUCTIBLE_PER, COUNT_OF(DEDUCTIBLE_PER)))
        return "settle.rules.deductible-per";
    if (text_is(benefit->deductible_per, "period") != (benefit->deductible_days > 0))
        return "settle.rules.deductible-days";
    const struct settle_ceiling *ceilings = benefit->ceilings.items;
    for (size_t i = 0; i < benefit->ceilings.count; i++)
        if (!settle_payer_of(ceilings[i].payer, &payer) || ceilings[i].amount.fen < 0)
            return "settle.rules.payer";
    if (text_present(benefit->rates_of))
        return benefit->rates.count == 0 ? NULL : "settle.rules.rates-of";
    if (!word_is_one_of(benefit->counts, COUNTS, COUNT_OF(COUNTS)))
        return "settle.rules.counts";
    if (!word_is_one_of(benefit->per, PER, COUNT_OF(PER)))
        return "settle.rules.per";
    if (benefit->rates.count == 0 || !text_present(benefit->deductible_per))
        return "settle.rules.rates";
    return rates_check(benefit);
}

struct settle_deductible settle_deductible_of(const struct settle_benefit *benefit,
                                              const struct settle_rate *rate)
{
    const struct list *list = rate->deductible.count > 0 ? &rate->deductible
                                                         : &benefit->deductible;
    if (list->count == 0)
        return (struct settle_deductible){ 0 };
    return *(const struct settle_deductible *)list->items;
}

static const char *lines_check(const void *payload)
{
    return rounding_check(((const struct settle_lines_rule *)payload)->rounding);
}

static const char *payers_check(const void *payload)
{
    /* The others pay in the bands, or by a measure. */
    static const char *const FOLLOW[] = { "critical_illness", "civil_servant",
                                          "medical_assistance" };
    const struct settle_payers_rule *rule = payload;
    const struct settle_payer_row *rows = rule->payers.items;
    for (size_t i = 0; i < rule->payers.count; i++) {
        if (!word_is_one_of(rows[i].payer, FOLLOW, COUNT_OF(FOLLOW)))
            return "settle.rules.payer";
        for (size_t k = 0; k < i; k++)
            if (text_equal(rows[i].payer, rows[k].payer))
                return "settle.rules.payer";
    }
    return NULL;
}

static const char *scheme_check(const struct settle_scheme *scheme)
{
    const struct settle_step *steps = scheme->bands.items;
    struct money before = MONEY_NONE;
    if (scheme->threshold.fen < 0 || scheme->ceiling.fen < 0)
        return "settle.rules.deductible";
    for (size_t i = 0; i < scheme->bands.count; i++) {
        if (!share_is_sound(steps[i].share))
            return "settle.rules.share";
        bool last = i + 1 == scheme->bands.count;
        if (steps[i].until.fen == 0 ? !last : steps[i].until.fen <= before.fen)
            return "settle.rules.bands";
        before = steps[i].until;
    }
    return NULL;
}

static const char *critical_check(const void *payload)
{
    static const char *const LIMITS_FROM[] = { "threshold", "zero" };
    const struct settle_critical *rule = payload;
    const struct settle_scheme *schemes = rule->schemes.items;
    if (!word_is_one_of(rule->limits_from, LIMITS_FROM, COUNT_OF(LIMITS_FROM)))
        return "settle.rules.limits-from";
    for (size_t i = 0; i < rule->schemes.count; i++) {
        const char *wrong = scheme_check(&schemes[i]);
        if (wrong != NULL)
            return wrong;
        for (size_t k = 0; k < i; k++)
            if (text_equal(schemes[i].group, schemes[k].group))
                return "settle.rules.rates-meet";
    }
    return rounding_check(rule->rounding);
}

static const char *assistance_check(const void *payload)
{
    const struct settle_assistance *rule = payload;
    const struct settle_assistance_row *rows = rule->categories.items;
    for (size_t i = 0; i < rule->categories.count; i++) {
        if (!share_is_sound(rows[i].outpatient) || !share_is_sound(rows[i].inpatient))
            return "settle.rules.share";
        for (size_t k = 0; k < i; k++)
            if (text_equal(rows[i].category, rows[k].category))
                return "settle.rules.rates-meet";
    }
    return rounding_check(rule->rounding);
}

static const char *civil_check(const void *payload)
{
    const struct settle_civil_servant *rule = payload;
    if (!share_is_sound(rule->outpatient) || !share_is_sound(rule->inpatient))
        return "settle.rules.share";
    return rounding_check(rule->rounding);
}

static const char *out_of_area_check(const void *payload)
{
    const struct settle_out_of_area *rule = payload;
    const struct settle_filing_row *rows = rule->filings.items;
    for (size_t i = 0; i < rule->filings.count; i++) {
        if (!share_is_sound(rows[i].pay_first))
            return "settle.rules.share";
        for (size_t k = 0; k < i; k++)
            if (text_equal(rows[i].filing, rows[k].filing)
                && rows[i].contracted == rows[k].contracted)
                return "settle.rules.rates-meet";
    }
    return rounding_check(rule->rounding);
}

static const char *crediting_check(const void *payload)
{
    const struct settle_crediting *rule = payload;
    const struct settle_crediting_row *rows = rule->rows.items;
    for (size_t i = 0; i < rule->rows.count; i++) {
        if (!share_is_sound(rows[i].employer) || !share_is_sound(rows[i].own))
            return "settle.rules.share";
        for (size_t k = 0; k < i; k++)
            if (text_equal(rows[i].kind, rows[k].kind)
                && !ages_are_apart(rows[i].age_from, rows[i].age_below,
                                   rows[k].age_from, rows[k].age_below))
                return "settle.rules.rates-meet";
    }
    return rounding_check(rule->rounding);
}

/* ---- kinds ---- */

#define KIND(name_, about_, shape_, check_) \
    static const struct rule_kind name_ = { .about = (about_), .payload = (shape_), \
                                            .check = (check_) }
KIND(KIND_OUTPATIENT, "benefit.outpatient", &BENEFIT_SHAPE, benefit_check);
KIND(KIND_INPATIENT, "benefit.inpatient", &BENEFIT_SHAPE, benefit_check);
KIND(KIND_CHRONIC, "benefit.chronic", &BENEFIT_SHAPE, benefit_check);
KIND(KIND_PHARMACY, "benefit.pharmacy", &BENEFIT_SHAPE, benefit_check);
KIND(KIND_MATERNITY, "benefit.maternity", &BENEFIT_SHAPE, benefit_check);
KIND(KIND_LINES, "settle.lines", &LINES_SHAPE, lines_check);
KIND(KIND_PAYERS, "settle.payers", &PAYERS_SHAPE, payers_check);
KIND(KIND_CRITICAL, "critical-illness", &CRITICAL_SHAPE, critical_check);
KIND(KIND_ASSISTANCE, "medical-assistance", &ASSISTANCE_SHAPE, assistance_check);
KIND(KIND_CIVIL, "civil-servant", &CIVIL_SHAPE, civil_check);
KIND(KIND_OUT_OF_AREA, "offsite.share", &OUT_OF_AREA_SHAPE, out_of_area_check);
KIND(KIND_REFERRAL, "referral.first-visit", &REFERRAL_SHAPE, NULL);
KIND(KIND_DESIGNATED, "referral.designated", &DESIGNATED_SHAPE, NULL);
KIND(KIND_ACCOUNT_USE, "account.use", &ACCOUNT_USE_SHAPE, NULL);
KIND(KIND_CREDITING, "account.crediting", &CREDITING_SHAPE, crediting_check);


static const struct field GROUPS_FIELDS[] = {
    FIELDS(struct settle_groups, old_from, "old-from", FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELDS(struct settle_groups, child_below, "child-below", FIELD_COUNT,
           .flags = FIELD_REQUIRED),
};
static const struct shape GROUPS_SHAPE =
    SHAPE("settle.groups", struct settle_groups, GROUPS_FIELDS);
static const char *groups_check(const void *payload)
{
    const struct settle_groups *groups = payload;
    return groups->child_below < 1 || groups->old_from <= groups->child_below
            || groups->old_from > 150
        ? "settle.rules.groups" : NULL;
}
KIND(KIND_GROUPS, "settle.groups", &GROUPS_SHAPE, groups_check);

const struct rule_kind *const settle_rule_kinds[] = {
    &KIND_OUTPATIENT, &KIND_INPATIENT, &KIND_CHRONIC, &KIND_PHARMACY, &KIND_MATERNITY,
    &KIND_LINES, &KIND_PAYERS, &KIND_CRITICAL, &KIND_ASSISTANCE, &KIND_CIVIL,
    &KIND_OUT_OF_AREA, &KIND_REFERRAL, &KIND_DESIGNATED, &KIND_ACCOUNT_USE, &KIND_CREDITING,
    &KIND_GROUPS,
};
_Static_assert(COUNT_OF(settle_rule_kinds) == SETTLE_RULE_KINDS, "struct room counts them");
const size_t settle_rule_kind_count = COUNT_OF(settle_rule_kinds);

/* ---- rows that fit ---- */

static bool age_fits(int64_t from, int64_t below, int64_t age)
{
    return age >= from && (below == 0 || age < below);
}

static bool rate_fits(const struct settle_rate *rate, struct text tier,
                      const struct settle_bill *bill, int64_t age)
{
    if (text_present(rate->tier) && !text_equal(rate->tier, tier))
        return false;
    if ((rate->community && !bill->community)
        || (rate->district_owned && !bill->district_owned)
        || (rate->chinese_medicine && !bill->chinese_medicine))
        return false;
    return age_fits(rate->age_from, rate->age_below, age);
}

const struct settle_rate *settle_rate_for(const struct settle_benefit *benefit, struct text tier,
                                          const struct settle_bill *bill, int64_t age)
{
    const struct settle_rate *rates = benefit->rates.items;
    const struct settle_rate *best = NULL;
    for (size_t i = 0; i < benefit->rates.count; i++)
        if (rate_fits(&rates[i], tier, bill, age)
            && (best == NULL || rate_conditions(&rates[i]) > rate_conditions(best)))
            best = &rates[i];
    return best;
}

enum rule_answer settle_credit_month(const struct book *book, const struct settle_person *person,
                                     struct date month, struct money base,
                                     struct money *ret_credit)
{
    struct question question = { .about = "account.crediting", .place = (int32_t)person->place,
                                 .insurance = person->insurance, .person = person->kind,
                                 .day = month };
    const struct rule *rule = NULL;
    enum rule_answer answer = rules_on(book, &question, &rule);
    if (answer != RULE_FOUND)
        return answer;

    const struct settle_crediting *crediting = rule->payload;
    const struct settle_crediting_row *rows = crediting->rows.items;
    enum rounding rounding = settle_rounding(crediting->rounding);
    for (size_t i = 0; i < crediting->rows.count; i++) {
        if (!text_equal(rows[i].kind, person->kind)
            || !age_fits(rows[i].age_from, rows[i].age_below, person->age))
            continue;
        struct money credit = money_plus(money_share(base, rows[i].employer, rounding),
                                         money_share(base, rows[i].own, rounding));
        credit = money_plus(credit, money_minus(rows[i].amount, rows[i].withheld));
        *ret_credit = credit;
        return RULE_FOUND;
    }
    return RULE_NONE;
}
