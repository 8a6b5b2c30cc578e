/* contribute_reckon.c: what a bill comes to by the book of today: see contribute_bills.h. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/staff/staff.h"

#include "base/check.h"

/* The kinds of people who pay for themselves, beside those of units. */
bool contribute_pays_alone(struct text unit_kind)
{
    static const char *const KINDS[] = { "flexible", "flexible-subsidised", "child",
                                         "working-age", "elderly" };
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (text_is(unit_kind, KINDS[i]))
            return true;
    return false;
}

struct contribute_payer contribute_payer_of(const struct contribute_bill *bill)
{
    const char *insurance = party_insurance(bill->insurance);
    return (struct contribute_payer){
        .place = (int32_t)bill->place,
        .insurance = insurance == NULL ? bill->insurance : text_of(insurance),
        .unit_kind = bill->unit_kind, .industry = bill->industry,
        .alone = contribute_pays_alone(bill->unit_kind), .month = bill->month,
        .deferred = text_present(bill->deferred_under),
        .before_its_month = bill->paid.yyyymmdd != 0
            && contribute_month_of(bill->paid) < bill->month,
    };
}

struct contribute_rated contribute_rated_of(const struct book *book, struct events events,
                                            const struct contribute_bill *bill,
                                            struct date today, struct date known,
                                            struct arena *arena)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    return contribute_rated_on(book, events, &payer, today, known, arena);
}

struct contribute_reckoned contribute_reckon(const struct book *book, struct events events,
                                             const struct contribute_bill *bill,
                                             struct moment now, struct arena *arena)
{
    struct contribute_reckoned reckoned = { .answer = RULE_NOT_KNOWN };
    const struct contribute_payer payer = contribute_payer_of(bill);
    reckoned.rated = contribute_rated_of(book, events, bill, date_of_moment(now),
                                         date_of_moment(now), arena);
    reckoned.answer = reckoned.rated.answer;
    if (reckoned.answer != RULE_FOUND)
        return reckoned;
    /* Rounded once, on the sum of the bases. */
    enum rounding rounding = contribute_rounding(reckoned.rated.value->rounding);
    reckoned.full = money_share(bill->base, reckoned.rated.original, rounding);
    reckoned.employer = money_share(bill->base, reckoned.rated.rate, rounding);
    /* Nothing was declared: the sum is set, whatever it is made of. */
    if (text_is(bill->kind, "assessed"))
        reckoned.full = reckoned.employer = bill->assessed;
    struct money withheld = money_plus(bill->own, bill->fixed);
    reckoned.total = money_plus(reckoned.employer, withheld);

    const struct contribute_deferral deferral = { bill->applied, bill->deferred_under };
    reckoned.timed = contribute_time_of(book, events, &payer, &deferral, now, arena,
                                        &reckoned.time);
    bool done = bill->paid.yyyymmdd != 0;
    if (reckoned.timed) {
        struct moment at = done ? moment_of_date(bill->paid) : now;
        reckoned.fee = contribute_fee_of(book, &payer, &reckoned.time, reckoned.total, at, done,
                                         arena);
    }
    struct money lacks = money_minus(reckoned.employer, bill->paid_employer);
    if (lacks.fen < 0) {
        reckoned.excess = money_negated(lacks);
        lacks = MONEY_NONE;
    }
    /* Less is owed for the month than was thought, and so the fee on it was less, too. */
    if (done)
        reckoned.excess_fee = money_most(money_minus(bill->paid_fee, reckoned.fee.amount),
                                         MONEY_NONE);
    reckoned.excess = money_plus(reckoned.excess, reckoned.excess_fee);
    lacks = money_plus(lacks, money_minus(withheld, bill->paid_own));
    reckoned.open = done ? lacks : money_plus(lacks, reckoned.fee.amount);
    return reckoned;
}

bool contribute_crediting_waits(const struct book *book, const struct contribute_bill *bill)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    const struct question question = {
        .about = contribute_crediting_kind.about, .place = payer.place,
        .insurance = payer.insurance, .day = contribute_month_first(bill->month),
    };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) != RULE_FOUND
        || ((const struct contribute_crediting_rule *)rule->payload)->waits;
}

struct text contribute_collector_of(const struct book *book, const struct contribute_bill *bill)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    const struct question question = {
        .about = contribute_collector_kind.about, .place = payer.place,
        .insurance = payer.insurance, .day = contribute_month_first(bill->month),
    };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) != RULE_FOUND ? (struct text){ 0 }
        : ((const struct contribute_collector_rule *)rule->payload)->collector;
}

struct text contribute_way_of(const struct book *book, const struct contribute_bill *bill,
                              const struct measure_collected *collected, struct text chosen,
                              bool *ret_free)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    const struct question question = {
        .about = contribute_given_back_kind.about, .place = payer.place,
        .insurance = payer.insurance, .day = contribute_month_first(bill->month),
    };
    const struct rule *rule = NULL;
    struct text choice = TEXT("unit-chooses");
    if (rules_on(book, &question, &rule) == RULE_FOUND)
        choice = ((const struct contribute_given_back_rule *)rule->payload)->choice;
    else if (collected != NULL && text_present(collected->chosen_by.by_default))
        choice = collected->chosen_by.by_default;
    *ret_free = text_is(choice, "unit-chooses");
    if (text_is(choice, "all-refund"))
        return TEXT("refund");
    if (text_is(choice, "all-offset"))
        return TEXT("offset");
    return text_is(chosen, "refund") || text_is(chosen, "offset") ? chosen : (struct text){ 0 };
}

bool contribute_may_act(const struct actor *actor, int64_t owner, int64_t place)
{
    if (actor->scope.everything || actor->role == ROLE_HOUSE)
        return true;
    if (actor->unit != 0)
        return actor->unit == owner;
    if (actor->person != 0)
        return actor->person == owner;
    return staff_works_over(actor, place);
}

bool contribute_acts_for(const struct party_unit *unit, struct decision *decision)
{
    if (unit != NULL
        && contribute_may_act(decision->request->actor, unit->unit, unit->division))
        return true;
    decision_refuse(decision, "contribute.refused.no-such-unit", "unit");
    return false;
}

/* Until then the desk stays open: the day without measures; those that put it off are asked when
 * somebody comes to the desk. */
struct contribute_arrears contribute_arrears_of_bill(const struct contribute_bill *bill,
                                                     const struct contribute_reckoned *reckoned)
{
    struct date due = reckoned->timed && reckoned->time.due.own_day.yyyymmdd != 0
        ? reckoned->time.due.own_day : contribute_month_last(bill->month);
    return (struct contribute_arrears){
        .bucket = bill->bucket, .owner = bill->owner, .arrears = bill->bill,
        .insurance = bill->insurance, .due = due, .amount = reckoned->total, .paid = bill->paid,
        .month = bill->month, .applied = bill->applied, .deferred_under = bill->deferred_under,
        .version = 1,
    };
}
