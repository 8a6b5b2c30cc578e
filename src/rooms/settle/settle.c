/* settle.c: see settle.h. One bill goes down the chain: split, cut, deductible, bands, ceilings,
 * further payers, measure, account, cash. Every refusal of the room is in settle_guard(). */

#include "rooms/settle/settle_work.h"

#include "base/check.h"

#include <string.h>

static const char *const PAYER_NAMES[] = {
    [PAYER_POOLED_FUND] = "pooled_fund",
    [PAYER_LARGE_AMOUNT] = "large_amount",
    [PAYER_SUPPLEMENTARY] = "supplementary",
    [PAYER_CRITICAL_ILLNESS] = "critical_illness",
    [PAYER_CIVIL_SERVANT] = "civil_servant",
    [PAYER_MEDICAL_ASSISTANCE] = "medical_assistance",
    [PAYER_MATERNITY] = "maternity",
    [PAYER_FINANCE] = "finance",
};
_Static_assert(COUNT_OF(PAYER_NAMES) == PAYER_COUNT, "a name for each payer");

static const char *const OUTCOME_KEYS[] = {
    [SETTLE_RULES_NOT_KNOWN] = "settle.refused.rules-not-known",
    [SETTLE_RULES_ENDED] = "settle.refused.rules-ended",
    [SETTLE_RIGHT_CLOSED] = "settle.refused.right-closed",
    [SETTLE_RETURNS_EXCEED] = "settle.refused.returns-exceed",
    [SETTLE_NOTHING_TO_SETTLE] = "settle.refused.nothing-to-settle",
    [SETTLE_NOT_FILED_CHRONIC] = "settle.refused.not-filed-chronic",
    [SETTLE_NOT_FILED_OUT_OF_AREA] = "settle.refused.not-filed-out-of-area",
    [SETTLE_NOT_REFERRED] = "settle.refused.not-referred",
    [SETTLE_NOT_CHOSEN] = "settle.refused.not-chosen",
    [SETTLE_DONE] = "settle.done",
};
_Static_assert(COUNT_OF(OUTCOME_KEYS) == SETTLE_OUTCOMES, "a sentence for each outcome");

static const struct settle_category CATEGORIES[] = {
    { "outpatient", "benefit.outpatient", COURSE_OUTPATIENT, false },
    { "registration", "benefit.outpatient", COURSE_OUTPATIENT, false },
    { "emergency", "benefit.outpatient", COURSE_OUTPATIENT, false },
    { "chronic", "benefit.chronic", COURSE_OUTPATIENT, false },
    { "inpatient", "benefit.inpatient", COURSE_INPATIENT, true },
    { "pharmacy", "benefit.pharmacy", COURSE_OUTPATIENT, false },
    { "maternity-outpatient", "benefit.maternity", COURSE_MATERNITY, false },
    { "maternity-inpatient", "benefit.maternity", COURSE_MATERNITY, true },
    { "family-planning", "benefit.maternity", COURSE_MATERNITY, false },
};

const char *settle_payer_name(enum settle_payer payer)
{
    CHECK((size_t)payer < COUNT_OF(PAYER_NAMES));
    return PAYER_NAMES[payer];
}

bool settle_payer_of(struct text name, enum settle_payer *ret_payer)
{
    for (size_t i = 0; i < COUNT_OF(PAYER_NAMES); i++) {
        if (!text_is(name, PAYER_NAMES[i]))
            continue;
        *ret_payer = (enum settle_payer)i;
        return true;
    }
    return false;
}

const char *settle_outcome_key(enum settle_outcome outcome)
{
    CHECK((size_t)outcome < COUNT_OF(OUTCOME_KEYS));
    return OUTCOME_KEYS[outcome];
}

const struct settle_category *settle_category_of(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(CATEGORIES); i++)
        if (text_is(name, CATEGORIES[i].name))
            return &CATEGORIES[i];
    return NULL;
}

/* ---- asking the book ---- */

static struct date first_of(struct date a, struct date b)
{
    return a.yyyymmdd != 0 ? a : b;
}

static struct date day_of_care(const struct settle_bill *bill, bool stays)
{
    if (stays)
        return first_of(bill->discharge, first_of(bill->visit, bill->admission));
    return first_of(bill->visit, first_of(bill->discharge, bill->admission));
}

struct date settle_day(const struct settle_bill *bill)
{
    const struct settle_category *category = settle_category_of(bill->category);
    return day_of_care(bill, category != NULL && category->stays);
}

static struct date day_by(const struct settle_bill *bill, enum dated_by dated_by,
                          struct date house_day)
{
    switch (dated_by) {
    case DATED_BY_VISIT:
        return first_of(bill->visit, house_day);
    case DATED_BY_ADMISSION:
        return first_of(bill->admission, house_day);
    case DATED_BY_DISCHARGE:
        return first_of(bill->discharge, house_day);
    case DATED_BY_PERIOD:
    case DATED_BY_FILING:
        break;
    }
    return house_day;
}

static struct question question_of(const struct settle_work *work, const char *about)
{
    return (struct question){
        .about = about,
        .place = (int32_t)work->person->place,
        .insurance = work->person->insurance,
        .person = work->person->kind,
        .day = work->settlement->day,
        .known = work->known,
    };
}

enum rule_answer settle_ask(const struct settle_work *work, const char *about,
                            const struct rule **ret_rule)
{
    const struct question question = question_of(work, about);
    return rules_on(work->book, &question, ret_rule);
}

/* A rule may name another day than the house's: then that day is asked. */
static enum rule_answer ask_by_its_day(struct settle_work *work, const char *about,
                                       const struct rule **ret_rule)
{
    struct settlement *settlement = work->settlement;
    settlement->day = settle_day(work->bill);
    enum rule_answer answer = settle_ask(work, about, ret_rule);
    if (answer != RULE_FOUND)
        return answer;
    struct date day = day_by(work->bill, (*ret_rule)->dated_by, settlement->day);
    if (date_compare(day, settlement->day) == 0)
        return answer;
    settlement->day = day;
    return settle_ask(work, about, ret_rule);
}

struct date settle_day_by_book(const struct book *book, const struct settle_bill *bill,
                               const struct settle_person *person, struct date known)
{
    struct settlement settlement = { 0 };
    struct settle_work work = { .book = book, .known = known, .bill = bill, .person = person,
                                .settlement = &settlement };
    const struct settle_category *category = settle_category_of(bill->category);
    const struct rule *rule = NULL;
    if (category != NULL)
        (void)ask_by_its_day(&work, category->about, &rule);
    else
        settlement.day = settle_day(bill);
    return settlement.day;
}

/* ---- the trail ---- */

struct trail_line *settle_note(const struct settle_work *work, const char *key,
                               const struct rule *rule, struct text subject,
                               struct money base, struct money result)
{
    struct trail_line *line = trail_add(work->trail, key, rule, base, result);
    line->subject = subject;
    return line;
}

struct money settle_share_noted(struct trail_line *line, struct money base, struct share share,
                                enum rounding rounding)
{
    line->share = share;
    line->rounding = rounding;
    line->result = money_share(base, share, rounding);
    line->rounded = money_share(base, share, ROUND_DOWN).fen
        != money_share(base, share, ROUND_UP).fen;
    return line->result;
}

/* ---- what is needed before anything is paid ---- */

static enum settle_outcome missing(struct settle_work *work, const char *about,
                                   enum rule_answer answer)
{
    work->settlement->missing = text_of(about);
    const struct question question = question_of(work, about);
    if (answer == RULE_NOT_KNOWN && work->settlement->unsure == NULL)
        work->settlement->unsure = rules_gap_on(work->book, &question);
    return answer == RULE_NONE ? SETTLE_RULES_ENDED : SETTLE_RULES_NOT_KNOWN;
}

static enum settle_outcome find_cut(struct settle_work *work)
{
    static const char ABOUT[] = "offsite.share";
    if (!work->bill->out_of_area || work->person->cover.no_out_of_area_cut)
        return SETTLE_DONE;
    enum rule_answer answer = settle_ask(work, ABOUT, &work->cut_rule);
    if (answer != RULE_FOUND)
        return missing(work, ABOUT, answer);

    const struct settle_out_of_area *rule = work->cut_rule->payload;
    const struct settle_filing_row *rows = rule->filings.items;
    struct text filing = work->person->filing;
    /* An emergency counts as filed. */
    if (!text_present(filing) && text_is(work->bill->category, "emergency"))
        filing = TEXT("emergency");
    for (size_t i = 0; i < rule->filings.count; i++)
        if (text_equal(rows[i].filing, filing)
            && (!rows[i].contracted || work->bill->contracted)
            && (work->cut == NULL || rows[i].contracted))
            work->cut = &rows[i];
    return work->cut != NULL ? SETTLE_DONE : missing(work, ABOUT, RULE_NOT_KNOWN);
}

/* Rule, rates and the row that fits: SETTLE_DONE, or what is missing. */
static enum settle_outcome find_rules(struct settle_work *work)
{
    work->category = settle_category_of(work->bill->category);
    if (work->category == NULL) {
        work->settlement->day = settle_day(work->bill);
        return missing(work, "category", RULE_NOT_KNOWN);
    }
    work->course = work->category->course;
    enum rule_answer answer = ask_by_its_day(work, work->category->about, &work->rule);
    if (answer != RULE_FOUND)
        return missing(work, work->category->about, answer);
    work->benefit = work->rule->payload;
    work->rates = work->benefit;
    work->rates_rule = work->rule;
    if (text_present(work->benefit->rates_of)) {
        const char *about = text_is(work->benefit->rates_of, "benefit.inpatient")
            ? "benefit.inpatient" : "benefit.outpatient";
        answer = settle_ask(work, about, &work->rates_rule);
        if (answer != RULE_FOUND)
            return missing(work, about, answer);
        work->rates = work->rates_rule->payload;
        if (text_is(work->benefit->rates_of, "benefit.inpatient"))
            work->course = COURSE_INPATIENT;
    }
    enum settle_outcome cut = find_cut(work);
    if (cut != SETTLE_DONE)
        return cut;
    struct text tier = work->bill->tier;
    if (work->cut != NULL && text_present(work->cut->as_tier))
        tier = work->cut->as_tier;
    work->rate = settle_rate_for(work->rates, tier, work->bill, work->person->age);
    if (work->rate == NULL) {
        work->settlement->unsure = work->rates_rule;
        return missing(work, work->category->about, RULE_NOT_KNOWN);
    }
    return SETTLE_DONE;
}

static bool at_first_visit_institution(const struct settle_referral *rule,
                                       const struct settle_bill *bill)
{
    const struct settle_tier_row *at = rule->at.items;
    if (bill->community)
        return true;
    for (size_t i = 0; i < rule->at.count; i++)
        if (text_equal(at[i].tier, bill->tier))
            return true;
    return false;
}

/* 首诊: ordinary outpatient care elsewhere needs a referral still running. */
static bool referral_is_missing(struct settle_work *work, const struct rule **ret_rule)
{
    const struct settle_bill *bill = work->bill;
    bool ordinary = text_is(bill->category, "outpatient")
        || text_is(bill->category, "registration");
    if (!ordinary || bill->fever_clinic
        || settle_ask(work, "referral.first-visit", ret_rule) != RULE_FOUND)
        return false;
    const struct settle_referral *rule = (*ret_rule)->payload;
    if (at_first_visit_institution(rule, bill))
        return false;
    if (bill->referred.yyyymmdd == 0)
        return true;
    int days = date_days_between(bill->referred, work->settlement->day);
    return days < 0 || days > rule->days;
}

/* 定点: who has chosen hospitals has ordinary outpatient care settled there. LAW: BJ4-02d BJ4-08a */
static bool was_chosen_elsewhere(struct settle_work *work, const struct rule **ret_rule)
{
    const struct settle_bill *bill = work->bill;
    bool ordinary = text_is(bill->category, "outpatient")
        || text_is(bill->category, "registration");
    if (!ordinary || !work->person->chose_elsewhere || bill->fever_clinic || bill->out_of_area
        || settle_ask(work, "referral.designated", ret_rule) != RULE_FOUND)
        return false;
    const struct settle_designated *rule = (*ret_rule)->payload;
    return !(rule->chinese_medicine && bill->chinese_medicine);
}

static bool returns_exceed(const struct settlement *settlement)
{
    return settlement->total.fen < 0 || settlement->full_own.fen < 0
        || settlement->over_limit.fen < 0 || settlement->pay_first.fen < 0
        || settlement->in_scope.fen < 0;
}

/* Every reason not to pay, gravest first. A patient who is treated first is never turned away. */
static enum settle_outcome settle_guard(struct settle_work *work, enum settle_outcome rules)
{
    bool treat_first = work->person->cover.treat_first;
    const struct rule *rule = NULL;
    if (rules != SETTLE_DONE)
        return rules;
    if (work->person->right_closed && !treat_first)
        return SETTLE_RIGHT_CLOSED;
    if (returns_exceed(work->settlement))
        return SETTLE_RETURNS_EXCEED;
    if (work->settlement->total.fen == 0)
        return SETTLE_NOTHING_TO_SETTLE;
    if (text_is(work->bill->category, "chronic") && !work->person->chronic_filed)
        return SETTLE_NOT_FILED_CHRONIC;
    if (work->cut != NULL && work->cut->not_paid && !treat_first) {
        settle_note(work, "settle.trail.not-paid-out-of-area", work->cut_rule,
                    work->person->filing, work->settlement->total, MONEY_NONE);
        return SETTLE_NOT_FILED_OUT_OF_AREA;
    }
    if (!treat_first && referral_is_missing(work, &rule)) {
        settle_note(work, "settle.trail.not-referred", rule, (struct text){ 0 },
                    work->settlement->total, MONEY_NONE);
        return SETTLE_NOT_REFERRED;
    }
    if (!treat_first && was_chosen_elsewhere(work, &rule)) {
        settle_note(work, "settle.trail.not-chosen", rule, (struct text){ 0 },
                    work->settlement->total, MONEY_NONE);
        return SETTLE_NOT_CHOSEN;
    }
    return SETTLE_DONE;
}

/* ---- counting ---- */

static void count_what_was_taken(struct settle_work *work)
{
    struct settlement *settlement = work->settlement;
    struct settle_counters *took = &settlement->took;
    if (work->category->course == COURSE_INPATIENT && !work->bill->stay_counted)
        took->inpatient_admissions = 1;
    /* What no ceiling holds does not use the year up. */
    if (work->person->cover.no_ceiling)
        return;
    struct money pooled = settlement->paid[PAYER_POOLED_FUND];
    struct money by_bands = money_plus(pooled, settlement->paid[PAYER_LARGE_AMOUNT]);
    by_bands = money_plus(by_bands, settlement->paid[PAYER_SUPPLEMENTARY]);
    took->large_amount_paid = settlement->paid[PAYER_LARGE_AMOUNT];
    took->supplementary_paid = settlement->paid[PAYER_SUPPLEMENTARY];
    took->maternity_paid = settlement->paid[PAYER_MATERNITY];
    if (work->course == COURSE_INPATIENT) {
        took->inpatient_in_scope = work->counted;
        took->inpatient_fund_paid = by_bands;
        took->inpatient_pooled_paid = pooled;
    } else if (work->course == COURSE_OUTPATIENT) {
        took->outpatient_in_scope = work->counted;
        took->outpatient_fund_paid = by_bands;
        took->outpatient_pooled_paid = pooled;
    }
}

static void everything_is_the_persons(struct settlement *settlement)
{
    memset(settlement->paid, 0, sizeof(settlement->paid));
    memset(&settlement->took, 0, sizeof(settlement->took));
    settlement->funds = MONEY_NONE;
    settlement->deductible = MONEY_NONE;
    settlement->out_of_area_own = MONEY_NONE;
    settlement->share = (struct share){ 0 };
    settlement->account = settlement->family_account = MONEY_NONE;
    settlement->in_scope_own = settlement->in_scope;
    settlement->cash = settlement->total;
}

static void sum_up(struct settle_work *work)
{
    struct settlement *settlement = work->settlement;
    settlement->funds = MONEY_NONE;
    for (int i = 0; i < PAYER_COUNT; i++)
        settlement->funds = money_plus(settlement->funds, settlement->paid[i]);
    settlement->in_scope_own = work->person->cover.treat_first
        ? MONEY_NONE : money_plus(work->own, settlement->out_of_area_own);
}

static void check_promises(const struct settlement *settlement)
{
    struct money parts = money_plus(money_plus(settlement->funds, settlement->account),
                                    money_plus(settlement->family_account, settlement->cash));
    CHECK(parts.fen == settlement->total.fen);
    struct money scope = money_plus(money_plus(settlement->full_own, settlement->over_limit),
                                    money_plus(settlement->pay_first, settlement->in_scope));
    CHECK(scope.fen == settlement->total.fen);
    if (settlement->outcome != SETTLE_DONE)
        return;
    CHECK(settlement->cash.fen >= 0 && settlement->in_scope_own.fen >= 0);
    for (int i = 0; i < PAYER_COUNT; i++)
        CHECK(settlement->paid[i].fen >= 0);
}

/* From the in-scope total to who pays. */
static void settle_pay(struct settle_work *work)
{
    settle_note(work, "settle.trail.in-scope", work->rule, (struct text){ 0 },
                work->settlement->total, work->settlement->in_scope);
    if (!work->person->right_closed) {
        settle_apply_cut(work);
        settle_apply_deductible(work);
        settle_apply_bands(work);
        settle_apply_ceilings(work);
        count_what_was_taken(work);
        settle_apply_payers(work);
    }
    settle_apply_cover(work);
    sum_up(work);
    settle_apply_account(work);
    settle_note(work, "settle.trail.cash", NULL, (struct text){ 0 },
                money_minus(work->settlement->total, work->settlement->funds),
                work->settlement->cash);
}

enum settle_outcome settle_decide_as_known(const struct book *book, struct date known,
                                           const struct settle_bill *bill,
                                           const struct settle_person *person,
                                           const struct settle_counters *counters,
                                           const struct settle_accounts *accounts,
                                           struct trail *trail,
                                           struct settlement *ret_settlement)
{
    struct settle_work work = { .book = book, .known = known, .bill = bill, .person = person,
                                .counters = counters, .accounts = accounts, .trail = trail,
                                .settlement = ret_settlement };
    *ret_settlement = (struct settlement){ 0 };
    enum settle_outcome rules = find_rules(&work);
    ret_settlement->year = date_year(ret_settlement->day);
    settle_split_bill(&work);

    enum settle_outcome outcome = settle_guard(&work, rules);
    ret_settlement->outcome = outcome;
    if (outcome == SETTLE_DONE)
        settle_pay(&work);
    else
        everything_is_the_persons(ret_settlement);
    check_promises(ret_settlement);
    return outcome;
}

enum settle_outcome settle_decide(const struct book *book, const struct settle_bill *bill,
                                  const struct settle_person *person,
                                  const struct settle_counters *counters,
                                  const struct settle_accounts *accounts,
                                  struct trail *trail, struct settlement *ret_settlement)
{
    return settle_decide_as_known(book, DATE_NONE, bill, person, counters, accounts, trail,
                                  ret_settlement);
}
