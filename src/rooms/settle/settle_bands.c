/* settle_bands.c: deductible, bands and ceilings: what the law of the place bears of the in-scope
 * cost. Everything is applied to totals, so the order of lines cannot matter. */

#include "rooms/settle/settle_work.h"

#include "base/check.h"

static struct money not_below_zero(struct money money)
{
    return money_most(money, MONEY_NONE);
}

/* Out of area the person may have to bear a part before anything else is counted; not where the
 * funds bear a share at least, which is one of all that is in scope. */
void settle_apply_cut(struct settle_work *work)
{
    work->counted = work->settlement->in_scope;
    if (work->cut == NULL || work->cut->pay_first.parts == 0
        || work->person->cover.share_least.parts > 0)
        return;
    const struct settle_out_of_area *rule = work->cut_rule->payload;
    struct trail_line *line = settle_note(work, "settle.trail.out-of-area", work->cut_rule,
                                          work->person->filing, work->counted, MONEY_NONE);
    struct money own = settle_share_noted(line, work->counted, work->cut->pay_first,
                                          settle_rounding(rule->rounding));
    work->settlement->out_of_area_own = own;
    work->counted = money_minus(work->counted, own);
}

/* ---- deductible ---- */

static struct money admission_deductible(const struct settle_work *work, struct text *ret_subject)
{
    int64_t earlier = work->counters->inpatient_admissions - (work->bill->stay_counted ? 1 : 0);
    struct settle_deductible deductible = settle_deductible_of(work->rates, work->rate);
    struct money due = deductible.further;
    *ret_subject = TEXT("further");
    if (earlier <= 0) {
        due = deductible.first;
        *ret_subject = TEXT("first");
    } else if (earlier == 1) {
        due = deductible.second;
        *ret_subject = TEXT("second");
    }
    if (work->rates->repeated_treatment_free && work->bill->repeated_treatment) {
        due = MONEY_NONE;
        *ret_subject = TEXT("repeated-treatment");
    }
    return not_below_zero(money_minus(due, work->bill->stay_deductible));
}

static struct money first_deductible(const struct settle_work *work)
{
    return settle_deductible_of(work->rates, work->rate).first;
}

/* 门诊特殊病: the running period (360 days in Beijing), or a new one from today. */
static struct money special_deductible(const struct settle_work *work)
{
    struct date from = work->counters->special_period_from;
    struct date day = work->settlement->day;
    struct money used = work->counters->special_deductible_used;
    if (from.yyyymmdd == 0 || date_days_between(from, day) >= work->benefit->deductible_days) {
        from = day;
        used = MONEY_NONE;
    }
    work->settlement->took.special_period_from = from;
    return not_below_zero(money_minus(first_deductible(work), used));
}

static struct money *deductible_taken(const struct settle_work *work, bool special)
{
    struct settle_counters *took = &work->settlement->took;
    if (special)
        return &took->special_deductible_used;
    return work->course == COURSE_INPATIENT ? &took->inpatient_deductible_used
                                            : &took->outpatient_deductible_used;
}

void settle_apply_deductible(struct settle_work *work)
{
    struct text per = work->benefit->deductible_per;
    if (!text_present(per))
        per = work->rates->deductible_per;
    struct text subject = { 0 };
    struct money due = MONEY_NONE;
    bool special = text_is(per, "period");
    if (work->person->cover.no_deductible) {
        settle_note(work, "settle.trail.no-deductible", NULL, subject, work->counted, MONEY_NONE);
        return;
    }
    if (text_is(per, "admission")) {
        due = admission_deductible(work, &subject);
    } else if (special) {
        due = special_deductible(work);
        subject = TEXT("period");
    } else if (text_is(per, "year")) {
        struct money used = work->course == COURSE_INPATIENT
            ? work->counters->inpatient_deductible_used
            : work->counters->outpatient_deductible_used;
        due = not_below_zero(money_minus(first_deductible(work), used));
        subject = TEXT("year");
    } else {
        return;
    }
    struct money applied = money_least(due, work->counted);
    work->settlement->deductible = applied;
    *deductible_taken(work, special) = applied;
    settle_note(work, "settle.trail.deductible", work->rates_rule, subject, work->counted,
                applied);
}

/* ---- bands ---- */

static struct money band_start(const struct settle_work *work, bool cost)
{
    const struct settle_counters *counters = work->counters;
    if (work->course == COURSE_MATERNITY)
        return MONEY_NONE;
    if (text_is(work->rates->per, "stay"))
        return cost ? work->bill->stay_in_scope : work->bill->stay_fund_paid;
    if (work->course == COURSE_INPATIENT)
        return cost ? counters->inpatient_in_scope : counters->inpatient_fund_paid;
    return cost ? counters->outpatient_in_scope : counters->outpatient_fund_paid;
}

/* What the payer of the band bears: more than the place says where a measure says at least. */
static struct share band_share(const struct settle_work *work, const struct settle_band *band)
{
    int64_t least = work->person->cover.share_least.parts - band->supplementary.parts;
    return (struct share){ band->share.parts > least ? band->share.parts : least };
}

/* How much cost a band takes: up to its end, or up to what makes it pay its end. */
static struct money band_cost(const struct settle_work *work, const struct settle_band *band,
                              bool cost, struct money position, struct money rest)
{
    if (band->until.fen == 0)
        return rest;
    struct money room = money_minus(band->until, position);
    int64_t parts = band_share(work, band).parts + band->supplementary.parts;
    if (cost)
        return money_least(rest, room);
    if (parts == 0)
        return rest;
    struct money full = money_ratio(room, (struct money){ SHARE_WHOLE.parts },
                                    (struct money){ parts }, ROUND_UP);
    return money_least(rest, full);
}

/* "3504", "1800.50": whole yuan as people say them. */
static void yuan_write(struct builder *builder, struct money money)
{
    if (money.fen % 100 == 0)
        builder_format(builder, "%lld", (long long)(money.fen / 100));
    else
        money_write(builder, money);
}

/* "3504-20000"; of the last band, which has no end, "> 20000". */
static struct text band_words(const struct settle_work *work, struct money from,
                              struct money until)
{
    char text[64];
    struct builder builder = builder_over(text, sizeof(text));
    builder_add(&builder, until.fen == 0 ? TEXT("> ") : TEXT(""));
    yuan_write(&builder, from);
    builder_add(&builder, until.fen == 0 ? TEXT("") : TEXT("-"));
    if (until.fen != 0)
        yuan_write(&builder, until);
    return arena_text(work->trail->arena, builder_text(&builder));
}

/* Answers what band and supplementary insurance bear of `cost` together. */
static struct money pay_band(struct settle_work *work, const struct settle_band *band,
                             struct money from, struct money cost, struct money room)
{
    enum settle_payer payer = PAYER_POOLED_FUND;
    if (text_present(band->payer)) {
        bool known = settle_payer_of(band->payer, &payer);
        CHECK(known);
    }
    enum rounding rounding = settle_rounding(work->rates->rounding);
    struct settlement *settlement = work->settlement;

    struct trail_line *line = settle_note(
        work, payer == PAYER_LARGE_AMOUNT ? "settle.trail.band-large-amount" : "settle.trail.band",
        work->rates_rule, band_words(work, from, band->until), cost, MONEY_NONE);
    struct share share = band_share(work, band);
    struct money paid = settle_share_noted(line, cost, share, rounding);
    paid = money_least(paid, room);
    line->result = paid;
    settlement->paid[payer] = money_plus(settlement->paid[payer], paid);
    settlement->share = share;
    if (band->supplementary.parts == 0)
        return paid;

    line = settle_note(work, "settle.trail.supplementary", work->rates_rule, line->subject, cost,
                       MONEY_NONE);
    struct money more = settle_share_noted(line, cost, band->supplementary, rounding);
    /* Two roundings up may not bear more than there is. */
    more = money_least(more, money_minus(money_least(cost, room), paid));
    line->result = more;
    settlement->paid[PAYER_SUPPLEMENTARY] = money_plus(settlement->paid[PAYER_SUPPLEMENTARY],
                                                       more);
    return money_plus(paid, more);
}

void settle_apply_bands(struct settle_work *work)
{
    const struct settle_band *bands = work->rate->bands.items;
    bool cost = text_is(work->rates->counts, "cost");
    struct money position = band_start(work, cost);
    struct money rest = money_minus(work->counted, work->settlement->deductible);
    work->own = work->counted;
    /* The deductible lies inside the bands that count cost: "1 300 to 30 000 at 85 %". */
    if (cost)
        position = money_plus(position, work->settlement->deductible);

    for (size_t i = 0; i < work->rate->bands.count && rest.fen > 0; i++) {
        const struct settle_band *band = &bands[i];
        if (band->until.fen != 0 && position.fen >= band->until.fen)
            continue;
        struct money taken = band_cost(work, band, cost, position, rest);
        struct money room = MONEY_MOST;
        if (!cost && band->until.fen != 0)
            room = money_minus(band->until, position);
        struct money paid = pay_band(work, band, position, taken, room);
        rest = money_minus(rest, taken);
        position = money_plus(position, cost ? taken : paid);
        work->own = money_minus(work->own, paid);
    }
    if (rest.fen > 0 && work->person->cover.no_ceiling && work->rate->bands.count > 0) {
        struct settle_band last = bands[work->rate->bands.count - 1];
        last.until = MONEY_NONE;
        work->own = money_minus(work->own, pay_band(work, &last, position, rest, MONEY_MOST));
    } else if (rest.fen > 0)
        settle_note(work, "settle.trail.above-bands", work->rates_rule, (struct text){ 0 }, rest,
                    MONEY_NONE);
}

/* ---- ceilings ---- */

static struct money paid_before(const struct settle_work *work, enum settle_payer payer,
                                bool together)
{
    const struct settle_counters *counters = work->counters;
    switch (payer) {
    case PAYER_POOLED_FUND:
        if (together)
            return money_plus(counters->outpatient_pooled_paid, counters->inpatient_pooled_paid);
        return work->course == COURSE_INPATIENT ? counters->inpatient_pooled_paid
                                                : counters->outpatient_pooled_paid;
    case PAYER_LARGE_AMOUNT:
        return counters->large_amount_paid;
    case PAYER_SUPPLEMENTARY:
        return counters->supplementary_paid;
    case PAYER_MATERNITY:
        return counters->maternity_paid;
    case PAYER_CRITICAL_ILLNESS:
    case PAYER_CIVIL_SERVANT:
    case PAYER_MEDICAL_ASSISTANCE:
    case PAYER_FINANCE:
    case PAYER_COUNT:
        break;
    }
    return MONEY_NONE;
}

void settle_apply_ceilings(struct settle_work *work)
{
    const struct settle_benefit *holder =
        work->benefit->ceilings.count > 0 ? work->benefit : work->rates;
    const struct rule *rule = holder == work->benefit ? work->rule : work->rates_rule;
    const struct settle_ceiling *ceilings = holder->ceilings.items;
    if (work->person->cover.no_ceiling)
        return;
    for (size_t i = 0; i < holder->ceilings.count; i++) {
        enum settle_payer payer = PAYER_POOLED_FUND;
        bool known = settle_payer_of(ceilings[i].payer, &payer);
        CHECK(known);
        struct money *paid = &work->settlement->paid[payer];
        struct money before = paid_before(work, payer, ceilings[i].together);
        struct money left = not_below_zero(money_minus(ceilings[i].amount, before));
        if (paid->fen <= left.fen)
            continue;
        settle_note(work, "settle.trail.ceiling", rule, ceilings[i].payer, *paid, left);
        work->own = money_plus(work->own, money_minus(*paid, left));
        *paid = left;
    }
}
