/* contribute_rates.c: see contribute_rates.h. */

#include "rooms/contribute/contribute_rates.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/due/due.h"

#include <string.h>

/* ---- asking the book ---- */

#define FACTS_MOST 10
struct asked {
    struct measure_fact facts[FACTS_MOST];
    struct measure_question question;
};

static void fact_add(struct asked *asked, const char *path, const char *value)
{
    CHECK(asked->question.fact_count < FACTS_MOST);
    asked->facts[asked->question.fact_count++] = (struct measure_fact){ path, text_of(value) };
}

bool contribute_is_subsidised(struct text unit_kind)
{
    return text_is(unit_kind, "flexible-subsidised");
}

/* The rules' word for who pays alone: a subsidy changes what he pays, not who he is. */
static struct text person_of(const struct contribute_payer *payer)
{
    return contribute_is_subsidised(payer->unit_kind) ? TEXT("flexible") : payer->unit_kind;
}

static void ask_of(struct asked *asked, enum measure_verb verb, struct text thing,
                   const struct contribute_payer *payer, struct events events, struct date today,
                   struct date known)
{
    *asked = (struct asked){ .question = {
        .verb = verb, .place = payer->place, .insurance = payer->insurance,
        .applicant = payer->alone ? TEXT("person") : TEXT("employer"), .thing = thing,
        .day = today, .known = known, .events = events, .period = (int32_t)payer->month,
    } };
    asked->question.facts = asked->facts;
    if (payer->alone) {
        fact_add(asked, "people.kind", "insured-before");
        /* Notices name who works flexibly beside the kinds of units. */
        if (text_is(person_of(payer), "flexible"))
            fact_add(asked, "units.kind", "flexible");
    } else {
        asked->facts[asked->question.fact_count++] =
            (struct measure_fact){ "units.kind", payer->unit_kind };
        const char *group = party_unit_group(payer->unit_kind);
        if (group != NULL && !text_is(payer->unit_kind, group))
            fact_add(asked, "units.kind", group);
    }
    if (text_present(payer->industry))
        asked->facts[asked->question.fact_count++] =
            (struct measure_fact){ "units.industry", payer->industry };
    if (payer->deferred)
        fact_add(asked, "periods", "deferred");
    if (payer->before_its_month)
        fact_add(asked, "periods", "prepayments-of-later");
}

/* ---- rates ---- */

static void made_join(struct measure_made *made, struct measure_made more, struct arena *arena)
{
    struct measure_hit *hits =
        ARENA_ARRAY(arena, struct measure_hit, made->count + more.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < made->count; i++)
        hits[count++] = made->hits[i];
    for (size_t i = 0; i < more.count; i++) {
        bool there = false;
        for (size_t k = 0; k < made->count; k++)
            there |= made->hits[k].measure == more.hits[i].measure;
        if (!there)
            hits[count++] = more.hits[i];
    }
    *made = (struct measure_made){ hits, count };
}

/* One part of the employer's rate: a cut of points is taken off once, from the medical part; a
 * cut of a share takes from each part its own, where it speaks of that part. */
static struct share part_rated(const struct book *book, struct asked asked,
                               const char *const *insurances, struct share original,
                               struct arena *arena, struct contribute_rated *rated)
{
    asked.question.facts = asked.facts;
    for (size_t i = 0; insurances[i] != NULL; i++)
        fact_add(&asked, "insurance", insurances[i]);
    asked.question.insurance = text_of(insurances[0]);
    const struct measure_rated part = measure_rated(book, &asked.question, original, arena);
    made_join(&rated->made, part.made, arena);
    if (rated->collected == NULL)
        rated->collected = part.collected;
    return part.rate;
}

static struct share employer_rated(const struct book *book, const struct asked *asked,
                                   const struct contribute_rate *value, struct arena *arena,
                                   struct contribute_rated *rated)
{
    static const char *const WHOLE[] = {
        "employee-medical", "employee-medical-without-maternity", "maternity", NULL,
    };
    static const char *const MEDICAL[] = {
        "employee-medical", "employee-medical-without-maternity", NULL,
    };
    static const char *const MATERNITY[] = { "maternity", NULL };
    if (value->maternity.parts == 0)
        return part_rated(book, *asked, MEDICAL, value->employer, arena, rated);
    if (value->maternity_is_cut)
        return part_rated(book, *asked, WHOLE, value->employer, arena, rated);
    struct share medical = share_minus(value->employer, value->maternity);
    medical = part_rated(book, *asked, MEDICAL, medical, arena, rated);
    struct share maternity = part_rated(book, *asked, MATERNITY, value->maternity, arena, rated);
    return (struct share){ medical.parts + maternity.parts };
}

struct contribute_rated contribute_rated_on(const struct book *book, struct events events,
                                            const struct contribute_payer *payer,
                                            struct date today, struct date known,
                                            struct arena *arena)
{
    const struct question question = {
        .about = contribute_rate_kind.about, .place = payer->place,
        .insurance = payer->insurance,
        .person = payer->alone ? person_of(payer)
            : text_of(party_unit_group(payer->unit_kind)),
        .day = contribute_month_first(payer->month), .known = known,
    };
    struct contribute_rated rated = { .rule = NULL };
    rated.answer = rules_on(book, &question, &rated.rule);
    if (rated.answer != RULE_FOUND)
        return rated;
    rated.value = rated.rule->payload;
    rated.original = rated.value->employer;
    /* Measures that cut speak of what is paid without a subsidy. */
    if (contribute_is_subsidised(payer->unit_kind)) {
        rated.original = rated.rate = rated.value->subsidised;
        rated.answer = rated.original.parts == 0 ? RULE_NOT_KNOWN : RULE_FOUND;
        return rated;
    }
    struct asked asked;
    ask_of(&asked, VERB_RATE, TEXT("employer"), payer, events, today, known);
    rated.rate = employer_rated(book, &asked, rated.value, arena, &rated);
    return rated;
}

struct money contribute_base_counted(const struct book *book,
                                     const struct contribute_payer *payer, struct money base)
{
    const struct question question = {
        .about = contribute_base_kind.about, .place = payer->place,
        .insurance = payer->insurance, .day = contribute_month_first(payer->month),
        .person = payer->alone ? person_of(payer) : (struct text){ 0 },
    };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND)
        return base;
    const struct contribute_base_rule *bounds = rule->payload;
    return money_least(money_most(base, bounds->floor), bounds->ceiling);
}

/* ---- time ---- */

struct text contribute_measure_name(const struct measure *measure, struct arena *arena)
{
    struct text id = measure->ids.count > 0 ? measure->ids.items[0] : TEXT("");
    return arena_format(arena, "%.*s#%.*s", TEXT_ARGS(measure->notice), TEXT_ARGS(id));
}

static const struct text COLLECTION = { "contribution.collection",
                                        sizeof "contribution.collection" - 1 };

/* The clock of a month as the place has it; false: no rule says when it is due. */
static bool ordinary_clock(const struct book *book, const struct contribute_payer *payer,
                           struct deadline_clock_kind *ret_kind)
{
    const struct question question = {
        .about = "deadline.contribution.collection", .place = payer->place,
        .insurance = payer->insurance, .day = contribute_month_first(payer->month),
    };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND
        || !due_rule_clock(rule->payload, question.day, ret_kind))
        return false;
    ret_kind->name = COLLECTION;
    ret_kind->source = rule->source;
    return true;
}

bool contribute_time_of(const struct book *book, struct events events,
                        const struct contribute_payer *payer,
                        const struct contribute_deferral *deferral, struct moment now,
                        struct arena *arena, struct contribute_time *ret_time)
{
    struct contribute_time time = { .may_make_up = false };
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    struct asked *asked = ARENA_NEW(arena, struct asked);
    struct clock_measures *measures = &time.measures;
    if (!ordinary_clock(book, payer, kind))
        return false;
    const struct clock_world world = time.world = (struct clock_world){
        .calendar = book_calendar(book), .divisions = book_divisions(book), .events = events,
        .known = now,
    };
    ask_of(asked, VERB_EXTEND, COLLECTION, payer, events, date_of_moment(now), DATE_NONE);
    time.asked = &asked->question;
    clock_measures_asked(book, &asked->question, COLLECTION,
                         contribute_month_text(payer->month, arena), arena, measures);
    struct clock_extension *extensions =
        ARENA_ARRAY(arena, struct clock_extension, measures->extension_count + 1);
    if (measures->extension_count > 0)
        memcpy(extensions, measures->extensions,
               measures->extension_count * sizeof extensions[0]);
    struct deadline_clock *clock = ARENA_NEW(arena, struct deadline_clock);
    *clock = (struct deadline_clock){
        .kind = kind, .start = contribute_month_first(payer->month), .place = payer->place,
        .suspensions = measures->suspensions, .suspension_count = measures->suspension_count,
        .extensions = extensions, .extension_count = measures->extension_count,
    };
    time.due = deadline_of(clock, &world, arena);
    if (deferral != NULL && text_present(deferral->deferred_under)
        && clock_extension_called(book, deferral->deferred_under, arena,
                                  &extensions[clock->extension_count])) {
        clock->extension_count++;
        time.due = deadline_of(clock, &world, arena);
    }
    time.extended = measure_extended(book, &asked->question, time.due.own_day, arena).made;
    time.may_make_up = clock_make_up(measures, &world, arena, &time.make_up);
    *ret_time = time;
    return true;
}

const struct measure *contribute_deferral_offered(const struct book *book, struct events events,
                                                  const struct contribute_payer *payer,
                                                  struct moment now, struct arena *arena)
{
    static const struct text GRANTED[] = { { "contribution-deferral",
                                             sizeof "contribution-deferral" - 1 } };
    struct contribute_time time;
    struct asked asked;
    if (!contribute_time_of(book, events, payer, NULL, now, arena, &time))
        return NULL;
    struct date today = date_of_moment(now);
    ask_of(&asked, VERB_EXTEND, COLLECTION, payer, events, today, DATE_NONE);
    asked.question.applied = today;
    asked.question.granted = (struct name_list){ GRANTED, 1 };
    const struct measure_extended extended =
        measure_extended(book, &asked.question, time.due.day, arena);
    for (size_t i = 0; i < extended.made.count; i++)
        if (text_present(extended.made.hits[i].measure->grant.on_application))
            return extended.made.hits[i].measure;
    return NULL;
}

/* ---- what being late costs ---- */

struct contribute_fee contribute_fee_of(const struct book *book,
                                        const struct contribute_payer *payer,
                                        const struct contribute_time *time, struct money owed,
                                        struct moment at, bool done, struct arena *arena)
{
    struct contribute_fee fee = { .rule = NULL };
    const struct question question = {
        .about = contribute_fee_kind.about, .place = payer->place,
        .insurance = payer->insurance, .day = contribute_month_first(payer->month),
    };
    /* An insurance that knows no fee has nothing to waive. */
    if (rules_on(book, &question, &fee.rule) != RULE_FOUND) {
        fee.lateness = lateness_of(&time->due, time->may_make_up ? &time->make_up : NULL, at,
                                   done);
        return fee;
    }
    const struct clock_late late = clock_late_of(book, time->asked, &time->measures, &time->due,
                                                 &time->world, at, done, arena);
    fee.lateness = late.late;
    fee.waived = late.waived;
    if (fee.lateness.late_fee != LATE_FEE_OWED)
        return fee;
    const struct contribute_fee_rule *rule = fee.rule->payload;
    struct date day = date_of_moment(at);
    /* The first day of arrears and the day of payment both count. */
    fee.days = date_days_between(fee.lateness.fee_from, day) + 1;
    if (fee.days <= 0)
        return fee;
    const struct share all = { rule->a_day.parts * fee.days };
    fee.amount = money_share(owed, all, contribute_rounding(rule->rounding));
    return fee;
}
