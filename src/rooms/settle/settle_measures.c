/* settle_measures.c: see settle_measures.h. */

#include "rooms/settle/settle_measures.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/settle/settle_groups.h"

#include <string.h>

bool settle_gather_events(struct gather *gather, struct settle_facts *found)
{
    return notice_gather_events(gather, &found->events);
}

bool settle_gather_confirmations(struct gather *gather, const struct request *request,
                                 struct settle_facts *found)
{
    if (found->visit == NULL || !visit_supply_is_long(request->book, found->visit, found->lines))
        return true;
    const struct visit_key key = visit_key_of(found->visit->visit);
    found->confirmations = gather_want(gather, &visit_confirmations_of, &key);
    return found->confirmations != NULL;
}

bool settle_waits_for_confirmation(const struct settle_facts *facts, struct decision *decision)
{
    if (facts->confirmations == NULL)
        return false;
    struct text serial =
        visit_supply_waiting(facts->lines, facts->bill->settled_lines, facts->confirmations);
    if (text_present(serial))
        decision_refuse_with(decision, settle_refusal_key(SETTLE_REFUSED_NOT_CONFIRMED), "bill",
                             serial, (struct text){ 0 });
    return text_present(serial);
}

/* ---- asking the book ---- */

#define STATUSES_MAX 4

#define SETTLE_STRETCHES_MOST 8     /* changes of status in one stay; the last goes on to its end */

/* The care and where, the group for assistance, and that of poor disabled people. */
#define FACTS_MAX (4 + SETTLE_GROUPS_MOST)

struct asking_book {
    const struct request *request;
    const struct settle_facts *facts;
    struct settle_case *made;
    struct trail *trail;
    struct date day;            /* the care began */
    struct date since;          /* the first day of it with a status */
    struct text statuses[STATUSES_MAX];
    size_t status_count;
    struct measure_fact who[FACTS_MAX];     /* care "inpatient" …, and of what group */
    size_t who_count;
};

static const struct { const char *kind, *name; } STATUSES[STATUSES_MAX] = {
    { "confirmed", "confirmed" }, { "suspected", "suspected" },
    { "observed", "observed" }, { "stranded", "stranded-outside" },
};

/* The first day of the care on which the person had that status; DATE_NONE: on none. */
static struct date status_since(const struct asking_book *asking, const char *kind)
{
    const struct settle_bill *bill = &asking->made->bill;
    struct date last = bill->discharge.yyyymmdd != 0 ? bill->discharge : asking->day;
    const struct list *statuses = asking->facts->person.statuses;
    const struct party_status *rows = statuses == NULL ? NULL : statuses->items;
    struct date first = DATE_NONE;
    for (size_t i = 0; rows != NULL && i < statuses->count; i++) {
        struct date until =
            rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
        struct date from = rows[i].valid_from;
        if (!text_is(rows[i].kind, kind) || date_compare(until, asking->day) < 0
            || date_compare(from, last) > 0)
            continue;
        from = date_compare(from, asking->day) < 0 ? asking->day : from;
        if (first.yyyymmdd == 0 || date_compare(from, first) < 0)
            first = from;
    }
    return first;
}

static void statuses_of(struct asking_book *asking)
{
    for (size_t i = 0; i < STATUSES_MAX; i++) {
        struct date since = status_since(asking, STATUSES[i].kind);
        if (since.yyyymmdd == 0)
            continue;
        asking->statuses[asking->status_count++] = text_of(STATUSES[i].name);
        if (asking->since.yyyymmdd == 0 || date_compare(since, asking->since) < 0)
            asking->since = since;
    }
}

/* The groups notices name, by what the register says of assistance. LAW: LY22-L2d */
static void groups_of(struct asking_book *asking)
{
    static const struct { const char *assistance, *group; } GROUPS[] = {
        { "destitute", "destitute" }, { "subsistence", "low-income" },
        { "low-income", "low-income" }, { "poverty", "registered-poor" },
    };
    const struct party_standing *standing = &asking->made->standing;
    for (size_t i = 0; standing->assistance != NULL && i < COUNT_OF(GROUPS); i++)
        if (text_is(text_of(standing->assistance), GROUPS[i].assistance))
            asking->who[asking->who_count++] =
                (struct measure_fact){ "people.kind", text_of(GROUPS[i].group) };
    bool poor = standing->assistance != NULL
        && text_is(text_of(standing->assistance), "poverty");
    if (poor && standing->disabled)
        asking->who[asking->who_count++] =
            (struct measure_fact){ "people.kind", TEXT("registered-poor-disabled") };
    asking->who_count += settle_groups_of(asking->request->book, standing, asking->day,
                                          &asking->who[asking->who_count]);
}

static struct measure_question question_of(const struct asking_book *asking,
                                           enum measure_verb verb, int64_t place,
                                           struct text thing)
{
    return (struct measure_question){
        .verb = verb, .place = (int32_t)place, .insurance = asking->made->person.insurance,
        .statuses = asking->statuses, .status_count = asking->status_count,
        .facts = asking->who, .fact_count = asking->who_count, .thing = thing,
        .day = asking->since, .events = asking->facts->events,
    };
}

/* Number, clause, ids, what it says, and how a kept right is shown: 延续（疫情）. */
static void cite(const struct asking_book *asking, const struct measure *measure)
{
    struct text shown = measure->verb == VERB_KEEP ? measure->keep.shown_as : (struct text){ 0 };
    struct text subject = text_trim(arena_format(
        asking->request->arena, "%.*s %.*s（%.*s）%.*s %.*s", TEXT_ARGS(measure->notice),
        TEXT_ARGS(measure->clause), TEXT_ARGS(measure->cites), TEXT_ARGS(measure->chinese),
        TEXT_ARGS(shown)));
    for (const struct trail_line *said = asking->trail->first; said != NULL; said = said->next)
        if (text_equal(said->subject, subject))
            return;             /* of an earlier stretch of the stay */
    struct trail_line *line =
        trail_add(asking->trail, "settle.trail.measure", NULL, MONEY_NONE, MONEY_NONE);
    line->shown = true;         /* LAW: JX4-4h */
    line->subject = subject;
}

/* ---- treated first, settled later; or with less taken off ---- */

/* LAW: JX4-0a JX4-1f JX4-2.3h SX9-2.3a SX9-2.3c */
static void apply_cover(struct asking_book *asking)
{
    const struct measure_question question = question_of(
        asking, VERB_COVER, asking->made->bill.institution_place, (struct text){ 0 });
    const struct measure_covered covered =
        measure_covered(asking->request->book, &question, asking->request->arena);
    const struct measure_cover *given = &covered.cover;
    struct settle_cover *cover = &asking->made->person.cover;
    cover->no_deductible = text_present(given->deductible);
    cover->no_ceiling = text_present(given->ceiling);
    cover->share_least = given->share_at_least;
    bool eased = cover->no_deductible || cover->no_ceiling || cover->share_least.parts > 0;
    if (!given->treat_first && !eased)
        return;
    if (given->treat_first) {
        cover->treat_first = true;
        cover->status = asking->statuses[0];
        cover->catalogue_open = given->catalogue_open;
        cover->remainder = given->remainder;
        cover->central_share = given->clear.central_share;
        cover->advanced = text_is(given->advance_by, "treatment-place");
        cover->outside_budget = text_is(given->hospital_budget, "outside");
    }
    for (size_t i = 0; i < covered.made.count; i++)
        cite(asking, covered.made.hits[i].measure);
}

/* What it costs stays outside the hospital's budget, where the place of treatment says so apart
 * from the cover. LAW: JX4-0b */
static void apply_waived_budget(struct asking_book *asking)
{
    const struct measure_question question = question_of(
        asking, VERB_WAIVE, asking->made->bill.institution_place, TEXT("hospital-budget"));
    const struct measure_made made =
        measures_any(asking->request->book, &question, asking->request->arena).made;
    if (made.count > 0)
        asking->made->person.cover.outside_budget = true;
}

/* Nothing is taken off for care elsewhere. LAW: SX9-2.3e */
static void apply_waived_cut(struct asking_book *asking)
{
    struct settle_person *person = &asking->made->person;
    if (!asking->made->bill.out_of_area)
        return;
    const struct measure_question question =
        question_of(asking, VERB_WAIVE, person->place, TEXT("offsite-ratio"));
    const struct measure_made made =
        measures_any(asking->request->book, &question, asking->request->arena).made;
    for (size_t i = 0; i < made.count && !person->cover.no_out_of_area_cut; i++) {
        const struct measure_waive *waive = &made.hits[i].measure->waive;
        if (!text_present(person->filing) && !name_list_has(waive->also_when, TEXT("unfiled")))
            continue;
        person->cover.no_out_of_area_cut = true;
        cite(asking, made.hits[i].measure);
    }
}

/* ---- rights that are kept ---- */

/* Costs of a gap are claimed by hand once it has been paid for: what is paid by the time of the
 * claim is no arrears any more. */
static const struct list *arrears_of(const struct asking_book *asking)
{
    const struct list *all = asking->facts->arrears;
    if (asking->facts->claimed == NULL || all == NULL)
        return all;
    const struct contribute_arrears *rows = all->items;
    struct contribute_arrears *owed =
        ARENA_ARRAY(asking->request->arena, struct contribute_arrears, all->count + 1);
    struct list *left = ARENA_NEW(asking->request->arena, struct list);
    for (size_t i = 0; i < all->count; i++)
        if (rows[i].paid.yyyymmdd == 0
            || date_compare(rows[i].paid, date_of_moment(asking->request->at)) > 0)
            owed[left->count++] = rows[i];
    left->items = owed;
    return left;
}

/* The right of the day; what a measure keeps is said only where it made the difference. */
static void apply_right(struct asking_book *asking)
{
    const struct settle_facts *facts = asking->facts;
    const struct list *arrears = arrears_of(asking);
    const struct party_standing *standing = &asking->made->standing;
    const struct contribute_rules rules = contribute_rules_of(
        asking->request->book, facts->events, standing, asking->day, asking->request->arena);
    struct contribute_rules strict = rules;
    strict.kept = false;
    const struct contribute_entitlement entitlement = contribute_entitled_on(
        standing, arrears, facts->waitings, rules, asking->day);
    asking->made->person.right_closed = entitlement.reason != CONTRIBUTE_ENTITLED;
    if (rules.kept && !asking->made->person.right_closed
        && contribute_entitled_on(standing, arrears, facts->waitings, strict,
                                  asking->day).reason != CONTRIBUTE_ENTITLED)
        cite(asking, rules.kept_by);
}

/* Stranded since before the filing ran out, or from the next day on. */
static bool ran_out_while_stranded(const struct settle_facts *facts, struct date end)
{
    const struct party_status *rows = facts->person.statuses->items;
    for (size_t i = 0; i < facts->person.statuses->count; i++) {
        struct date until =
            rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
        if (text_is(rows[i].kind, "stranded")
            && date_compare(rows[i].valid_from, date_plus_days(end, 1)) <= 0
            && date_compare(until, end) > 0)
            return true;
    }
    return false;
}

static bool filing_ran_out(const struct settle_facts *facts, struct date day)
{
    const struct filing_row *rows = facts->filings->items;
    for (size_t i = 0; i < facts->filings->count; i++) {
        bool stood = text_is(rows[i].state, "in-force") || text_is(rows[i].state, "ended");
        bool here = rows[i].institution == 0
            || rows[i].institution == facts->visit->institution;
        bool same = !text_present(facts->visit->disease)
            || text_equal(rows[i].disease, facts->visit->disease);
        if (text_is(rows[i].about, "disease") && text_is(rows[i].kind, "special") && stood && here
            && same && rows[i].valid_until.yyyymmdd != 0
            && date_compare(rows[i].valid_until, day) < 0
            && ran_out_while_stranded(facts, rows[i].valid_until))
            return true;
    }
    return false;
}

/* LAW: BJ4-12a BJ4-12d */
static void apply_kept_filing(struct asking_book *asking)
{
    struct settle_person *person = &asking->made->person;
    if (person->chronic_filed || !text_is(asking->made->bill.category, "chronic")
        || !filing_ran_out(asking->facts, asking->day))
        return;
    const struct measure_fact facts[] = {
        { "filings.kind", TEXT("special-disease") }, { "filings.state", TEXT("running-out") },
    };
    struct measure_question question =
        question_of(asking, VERB_KEEP, person->place, TEXT("special-disease-benefit"));
    question.facts = facts;
    question.fact_count = COUNT_OF(facts);
    question.day = asking->day;
    const struct measure_kept kept = measure_kept(asking->request->book, &question, TEXT(""),
                                                  asking->request->arena);
    if (!kept.kept)
        return;
    person->chronic_filed = true;
    cite(asking, kept.made.hits[0].measure);
}

/* ---- what is only noted ---- */

/* A hold on payment keeps the money, never the patient waiting. LAW: BJ4-S3c */
static void note_hold(const struct asking_book *asking)
{
    const struct agreement *agreement = NULL;
    if (asking->facts->agreements == NULL)
        return;
    (void)agreement_on(asking->facts->agreements, asking->day, &agreement);
    if (agreement != NULL && agreement->payment_held)
        trail_add(asking->trail, "settle.trail.payment-held", NULL, MONEY_NONE, MONEY_NONE);
}

/* Seen over the internet: the bill says by which channel, and which notice opened it where the care
 * was given. LAW: LY22-L2b */
static void note_internet(const struct asking_book *asking)
{
    if (!asking->made->bill.internet)
        return;
    trail_add(asking->trail, "settle.trail.internet", NULL, MONEY_NONE, MONEY_NONE)->shown = true;
    const struct measure_fact facts[] = { { "care", TEXT("internet") } };
    struct measure_question question = question_of(
        asking, VERB_OPEN, asking->made->bill.institution_place, (struct text){ 0 });
    question.facts = facts;
    question.fact_count = COUNT_OF(facts);
    question.day = asking->day;
    const struct measure_made made =
        measures_any(asking->request->book, &question, asking->request->arena).made;
    for (size_t i = 0; i < made.count; i++)
        if (name_list_has(made.hits[i].measure->open.of, TEXT("settlement")))
            cite(asking, made.hits[i].measure);
}

/* ---- the status of the epidemic, by its days ---- */

#define EPIDEMIC_STATUSES 3     /* of STATUSES, gravest first */

static struct text status_of_day(const struct asking_book *asking, struct date day)
{
    const struct list *all = asking->facts->person.statuses;
    const struct party_status *rows = all->items;
    for (size_t kind = 0; kind < EPIDEMIC_STATUSES; kind++)
        for (size_t i = 0; i < all->count; i++) {
            struct date until =
                rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
            if (text_is(rows[i].kind, STATUSES[kind].kind)
                && date_compare(rows[i].valid_from, day) <= 0 && date_compare(day, until) <= 0)
                return text_of(STATUSES[kind].name);
        }
    return (struct text){ 0 };
}

/* The stretches of a stay, in each of which the status is one; who is found to be ill in hospital
 * was ill, so that the first begins with the stay. */
static struct list stretches_of(const struct asking_book *asking)
{
    const struct settle_bill *bill = &asking->made->bill;
    struct date last = bill->discharge.yyyymmdd != 0 ? bill->discharge : asking->day;
    struct settle_stretch *stretches =
        ARENA_ARRAY(asking->request->arena, struct settle_stretch, SETTLE_STRETCHES_MOST);
    size_t count = 0;
    for (struct date day = asking->day; date_compare(day, last) <= 0;
         day = date_plus_days(day, 1)) {
        struct text status = status_of_day(asking, day);
        if (count == 0 && !text_present(status))
            continue;
        if ((count > 0 && text_equal(stretches[count - 1].status, status))
            || count == SETTLE_STRETCHES_MOST)
            continue;
        stretches[count] = (struct settle_stretch){ .from = count == 0 ? asking->day : day,
                                             .status = status };
        count++;
    }
    return (struct list){ stretches, count };
}

static void apply_covers(struct asking_book *asking)
{
    asking->made->person.cover = (struct settle_cover){ 0 };
    if (asking->status_count == 0)
        return;
    apply_cover(asking);
    apply_waived_budget(asking);
    apply_waived_cut(asking);
}

/* Each stretch under what its own status gives; what the settlement as a whole is known by is what
 * the gravest status gives. The day that picks a measure stays that of the whole stay: who was
 * taken in under it is treated to the end under it. */
static void apply_by_day(struct asking_book *asking)
{
    struct list stretches = stretches_of(asking);
    struct text all[STATUSES_MAX];
    size_t all_count = asking->status_count;
    memcpy(all, asking->statuses, sizeof(all));
    if (stretches.count > 1 && asking->made->bill.discharge.yyyymmdd != 0) {
        struct settle_stretch *stretch = (struct settle_stretch *)(uintptr_t)stretches.items;
        bool stranded = text_is(all[all_count - 1], "stranded-outside");
        for (size_t i = 0; i < stretches.count; i++) {
            asking->status_count = 0;
            if (text_present(stretch[i].status))
                asking->statuses[asking->status_count++] = stretch[i].status;
            if (stranded)
                asking->statuses[asking->status_count++] = all[all_count - 1];
            apply_covers(asking);
            stretch[i].cover = asking->made->person.cover;
        }
        asking->made->stretches = stretches;
    }
    memcpy(asking->statuses, all, sizeof(all));
    asking->status_count = all_count;
    apply_covers(asking);
}

/* What is paid to be seen is outpatient care, too. */
static struct text care_of(const struct settle_bill *bill)
{
    return text_is(bill->category, "registration") ? TEXT("outpatient") : bill->category;
}

void settle_apply_measures(const struct request *request, const struct settle_facts *facts,
                           struct date day, struct settle_case *made, struct trail *trail)
{
    struct asking_book asking = {
        .request = request, .facts = facts, .made = made, .trail = trail, .day = day,
        .who = { { "care", care_of(&made->bill) }, { "institutions.tier", made->bill.tier } },
        .who_count = 2,
    };
    groups_of(&asking);
    statuses_of(&asking);
    apply_right(&asking);
    if (asking.status_count > 0) {
        apply_kept_filing(&asking);
        apply_by_day(&asking);
    }
    note_internet(&asking);
    note_hold(&asking);
}
