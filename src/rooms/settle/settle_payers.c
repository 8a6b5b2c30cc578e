/* settle_payers.c: who follows after the bands, in the order the place gives, then the measure for
 * treat-first patients, then the personal account. */

#include "rooms/settle/settle_work.h"

#include "base/check.h"

static struct money not_below_zero(struct money money)
{
    return money_most(money, MONEY_NONE);
}

/* Gives `amount` of what is left to the payer, at most what the year still allows. */
static struct money pay(struct settle_work *work, enum settle_payer payer,
                        const struct rule *rule, struct money amount, struct money ceiling,
                        struct money before)
{
    amount = money_least(amount, work->own);
    if (ceiling.fen != 0) {
        struct money left = not_below_zero(money_minus(ceiling, before));
        if (amount.fen > left.fen) {
            settle_note(work, "settle.trail.ceiling", rule, text_of(settle_payer_name(payer)),
                        amount, left);
            amount = left;
        }
    }
    work->settlement->paid[payer] = money_plus(work->settlement->paid[payer], amount);
    work->own = money_minus(work->own, amount);
    return amount;
}

/* ---- critical illness ---- */

static const struct settle_scheme *scheme_for(const struct settle_critical *rule,
                                              struct text group)
{
    const struct settle_scheme *schemes = rule->schemes.items;
    const struct settle_scheme *everybody = NULL;
    for (size_t i = 0; i < rule->schemes.count; i++) {
        if (!text_present(schemes[i].group))
            everybody = &schemes[i];
        else if (text_equal(schemes[i].group, group))
            return &schemes[i];
    }
    return everybody;
}

static struct money scheme_pays(struct settle_work *work, const struct rule *rule,
                                const struct settle_scheme *scheme, struct money before,
                                struct money after)
{
    const struct settle_critical *critical = rule->payload;
    const struct settle_step *steps = scheme->bands.items;
    enum rounding rounding = settle_rounding(critical->rounding);
    struct money zero_at = text_is(critical->limits_from, "threshold") ? scheme->threshold
                                                                       : MONEY_NONE;
    struct money position = money_most(before, scheme->threshold);
    struct money sum = MONEY_NONE;
    for (size_t i = 0; i < scheme->bands.count && position.fen < after.fen; i++) {
        struct money end = steps[i].until.fen == 0 ? MONEY_MOST
                                                   : money_plus(steps[i].until, zero_at);
        if (position.fen >= end.fen)
            continue;
        struct money taken = money_minus(money_least(after, end), position);
        struct trail_line *line = settle_note(work, "settle.trail.critical-illness", rule,
                                              scheme->group, taken, MONEY_NONE);
        sum = money_plus(sum, settle_share_noted(line, taken, steps[i].share, rounding));
        position = money_plus(position, taken);
    }
    return sum;
}

static void apply_critical(struct settle_work *work, const struct rule *rule)
{
    const struct settle_critical *critical = rule->payload;
    const struct settle_scheme *scheme = scheme_for(critical, work->person->poverty_group);
    bool outpatient = work->category->course == COURSE_OUTPATIENT
        && work->course == COURSE_OUTPATIENT;
    if (outpatient && !critical->outpatient) {
        work->settlement->took.critical_illness_own = MONEY_NONE;
        return;
    }
    if (scheme == NULL)
        return;
    struct money before = work->counters->critical_illness_own;
    struct money after = money_plus(before, work->settlement->took.critical_illness_own);
    if (after.fen <= scheme->threshold.fen) {
        settle_note(work, "settle.trail.below-threshold", rule, scheme->group, after,
                    scheme->threshold);
        return;
    }
    struct money amount = scheme_pays(work, rule, scheme, before, after);
    amount = pay(work, PAYER_CRITICAL_ILLNESS, rule, amount, scheme->ceiling,
                 work->counters->critical_illness_paid);
    work->settlement->took.critical_illness_paid = amount;
}

/* ---- civil servants, assistance ---- */

static void apply_civil_servant(struct settle_work *work, const struct rule *rule)
{
    const struct settle_civil_servant *civil = rule->payload;
    bool stays = work->category->stays;
    struct trail_line *line = settle_note(work, "settle.trail.civil-servant", rule,
                                          (struct text){ 0 }, work->own, MONEY_NONE);
    struct money amount = settle_share_noted(line, work->own,
                                             stays ? civil->inpatient : civil->outpatient,
                                             settle_rounding(civil->rounding));
    work->settlement->took.civil_servant_paid =
        pay(work, PAYER_CIVIL_SERVANT, rule, amount, civil->ceiling,
            work->counters->civil_servant_paid);
}

static void apply_assistance(struct settle_work *work, const struct rule *rule)
{
    const struct settle_assistance *assistance = rule->payload;
    const struct settle_assistance_row *rows = assistance->categories.items;
    const struct settle_assistance_row *row = NULL;
    for (size_t i = 0; i < assistance->categories.count; i++) {
        if (text_equal(rows[i].category, work->person->assistance)) {
            row = &rows[i];
            break;
        }
        if (!text_present(rows[i].category))
            row = &rows[i];
    }
    if (row == NULL)
        return;

    bool stays = work->category->stays;
    struct settle_counters *took = &work->settlement->took;
    struct trail_line *line = settle_note(work, "settle.trail.assistance", rule,
                                          work->person->assistance, work->own, MONEY_NONE);
    struct money amount = settle_share_noted(line, work->own,
                                             stays ? row->inpatient : row->outpatient,
                                             settle_rounding(assistance->rounding));
    amount = pay(work, PAYER_MEDICAL_ASSISTANCE, rule, amount,
                 stays ? row->inpatient_ceiling : row->outpatient_ceiling,
                 stays ? work->counters->assistance_inpatient_paid
                       : work->counters->assistance_outpatient_paid);
    if (stays)
        took->assistance_inpatient_paid = amount;
    else
        took->assistance_outpatient_paid = amount;
}

/* ---- the chain ---- */

struct payer_step {
    const char *payer;
    const char *about;
    bool (*concerns)(const struct settle_person *person);
    void (*apply)(struct settle_work *work, const struct rule *rule);
};

static bool concerns_everybody(const struct settle_person *person)
{
    (void)person;
    return true;
}

static bool concerns_civil_servants(const struct settle_person *person)
{
    return person->civil_servant;
}

static bool concerns_the_assisted(const struct settle_person *person)
{
    return text_present(person->assistance);
}

static const struct payer_step STEPS[] = {
    { "critical_illness", "critical-illness", concerns_everybody, apply_critical },
    { "civil_servant", "civil-servant", concerns_civil_servants, apply_civil_servant },
    { "medical_assistance", "medical-assistance", concerns_the_assisted, apply_assistance },
};

static const struct payer_step *step_of(struct text payer)
{
    for (size_t i = 0; i < COUNT_OF(STEPS); i++)
        if (text_is(payer, STEPS[i].payer))
            return &STEPS[i];
    CHECK(false);
    return NULL;
}

void settle_apply_payers(struct settle_work *work)
{
    work->settlement->took.critical_illness_own =
        work->course == COURSE_MATERNITY ? MONEY_NONE : work->own;
    const struct rule *chain = NULL;
    if (work->course == COURSE_MATERNITY
        || settle_ask(work, "settle.payers", &chain) != RULE_FOUND)
        return;

    const struct settle_payers_rule *payers = chain->payload;
    const struct settle_payer_row *rows = payers->payers.items;
    for (size_t i = 0; i < payers->payers.count; i++) {
        const struct payer_step *step = step_of(rows[i].payer);
        if (!step->concerns(work->person))
            continue;
        const struct rule *rule = NULL;
        enum rule_answer answer = settle_ask(work, step->about, &rule);
        if (answer == RULE_FOUND) {
            step->apply(work, rule);
        } else if (answer == RULE_NOT_KNOWN) {
            /* The bands hold all the same: what this payer owes can still be given later. */
            work->settlement->missing = text_of(step->about);
            settle_note(work, "settle.trail.payer-not-known", NULL, rows[i].payer, work->own,
                        MONEY_NONE);
        }
    }
}

/* Treat first, settle later: whatever is left, in scope or not, is not the person's. */
void settle_apply_cover(struct settle_work *work)
{
    const struct settle_cover *cover = &work->person->cover;
    struct settlement *settlement = work->settlement;
    if (!cover->treat_first)
        return;
    enum settle_payer payer = PAYER_FINANCE;
    if (text_present(cover->remainder))
        (void)settle_payer_of(cover->remainder, &payer);
    struct money rest = settlement->total;
    for (int i = 0; i < PAYER_COUNT; i++)
        rest = money_minus(rest, settlement->paid[i]);
    settle_note(work, "settle.trail.treat-first", NULL, text_of(settle_payer_name(payer)),
                rest, rest);
    settlement->paid[payer] = money_plus(settlement->paid[payer], rest);
    work->own = MONEY_NONE;
    if (payer == PAYER_FINANCE) {
        settlement->took.finance_paid = rest;
        settlement->central = money_share(rest, cover->central_share, ROUND_HALF_UP);
    }
    if (payer == PAYER_MEDICAL_ASSISTANCE && work->category->stays)
        settlement->took.assistance_inpatient_paid =
            money_plus(settlement->took.assistance_inpatient_paid, rest);
    if (payer == PAYER_MEDICAL_ASSISTANCE && !work->category->stays)
        settlement->took.assistance_outpatient_paid =
            money_plus(settlement->took.assistance_outpatient_paid, rest);
}

void settle_apply_account(struct settle_work *work)
{
    struct settlement *settlement = work->settlement;
    const struct settle_accounts *accounts = work->accounts;
    struct money personal = money_minus(settlement->total, settlement->funds);
    settlement->cash = personal;
    if (accounts->wish == 0 || personal.fen <= 0)
        return;

    const struct rule *rule = NULL;
    const struct settle_account_use *use = NULL;
    if (settle_ask(work, "account.use", &rule) == RULE_FOUND)
        use = rule->payload;
    if (use == NULL || !use->own) {
        settle_note(work, "settle.trail.account-not-used", rule, (struct text){ 0 }, personal,
                    MONEY_NONE);
        return;
    }
    struct money base = use->out_of_scope ? personal
                                          : money_least(personal, settlement->in_scope_own);
    settlement->account = money_least(base, not_below_zero(accounts->balance));
    settle_note(work, "settle.trail.account", rule, (struct text){ 0 }, base,
                settlement->account);
    base = money_minus(base, settlement->account);
    if (accounts->wish == 2 && use->family) {
        settlement->family_account = money_least(base, not_below_zero(accounts->family_offered));
        settle_note(work, "settle.trail.family-account", rule, (struct text){ 0 }, base,
                    settlement->family_account);
    }
    settlement->cash = money_minus(money_minus(personal, settlement->account),
                                   settlement->family_account);
}
