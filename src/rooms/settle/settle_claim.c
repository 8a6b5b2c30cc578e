/* settle_claim.c: claims by hand; see settle_facts.h. */

#include "rooms/settle/settle_desk.h"
#include "rooms/settle/settle_measures.h"

#include "base/check.h"
#include "core/book.h"

#include <stdlib.h>

#define YEARS_MAX 16

/* ---- gather ---- */

bool settle_gather_claim(struct gather *gather, const struct request *request, int64_t person,
                         struct settle_claim_facts *found)
{
    const struct settle_ask ask = { .person = person };
    struct request asked = *request;
    struct actor nowhere = *request->actor;
    nowhere.institution = 0;
    asked.actor = &nowhere;
    struct settle_facts *desk = ARENA_NEW(gather->arena, struct settle_facts);
    found->desk = desk;
    bool complete = settle_gather_around(gather, &asked, &ask, desk);
    complete &= settle_gather_events(gather, desk);
    found->person = desk->person;
    found->events = desk->events;
    if (!complete || desk->person.person == NULL)
        return complete;
    const struct party_standing standing = party_standing_on(
        &desk->person, (struct text){ 0 }, date_of_moment(request->at));
    return contribute_gather(gather, &standing, &desk->arrears, &desk->waitings);
}

/* ---- one act of care ---- */

/* Counters of a year as those of the claim decided so far leave them. */
struct running {
    int64_t year;
    struct text insurance;
    const struct settle_counters_row *row;      /* NULL: none yet */
    struct settle_counters used;                /* of the row */
    struct settle_counters seen;                /* with the special period of years before */
    struct date first, last;                    /* days of care counted here */
    struct settlement_row sample;               /* any settlement of it, for the row's key */
};

struct claiming {
    const struct request *request;
    const struct settle_claim_facts *facts;
    struct decision *decision;
    bool record;
    struct running years[YEARS_MAX];
    size_t year_count;
};

static struct running *running_of(struct claiming *claiming, const struct settle_case *made,
                                  struct text insurance)
{
    for (size_t i = 0; i < claiming->year_count; i++)
        if (claiming->years[i].year == made->year
            && text_equal(claiming->years[i].insurance, insurance))
            return &claiming->years[i];
    CHECK(claiming->year_count < YEARS_MAX);
    struct running *running = &claiming->years[claiming->year_count++];
    *running = (struct running){
        .year = made->year, .insurance = insurance, .row = made->counters_row,
        .seen = made->counters,
    };
    if (made->counters_row != NULL)
        running->used = made->counters_row->used;
    return running;
}

static const struct visit_claimed_row *paper_of(const struct list *papers, int64_t visit)
{
    const struct visit_claimed_row *rows = papers->items;
    for (size_t i = 0; i < papers->count; i++)
        if (rows[i].visit == visit)
            return &rows[i];
    return NULL;
}

static const struct visit_bill_row *bill_of(const struct list *bills, int64_t visit)
{
    const struct visit_bill_row *rows = bills->items;
    for (size_t i = 0; i < bills->count; i++)
        if (rows[i].visit == visit)
            return &rows[i];
    return NULL;
}

static const struct list *lines_of(const struct list *lines, int64_t visit, struct arena *arena)
{
    const struct visit_line_row *rows = lines->items;
    struct visit_line_row *kept = ARENA_ARRAY(arena, struct visit_line_row, lines->count + 1);
    struct list *of = ARENA_NEW(arena, struct list);
    for (size_t i = 0; i < lines->count; i++)
        if (rows[i].visit == visit && text_is(rows[i].state, "live"))
            kept[of->count++] = rows[i];
    of->items = kept;
    return of;
}

static const struct visit_stay_row *stay_of(const struct list *stays, int64_t visit)
{
    const struct visit_stay_row *rows = stays->items;
    for (size_t i = 0; i < stays->count; i++)
        if (rows[i].visit == visit)
            return &rows[i];
    return NULL;
}

/* The desk's facts with this act of care in them. */
static struct settle_facts facts_of(const struct claiming *claiming,
                                    const struct visit_row *visit)
{
    static const struct list NOTHING = { 0 };
    const struct settle_claim_facts *all = claiming->facts;
    struct settle_facts facts = *all->desk;
    facts.visit = visit;
    facts.claimed = paper_of(all->papers, visit->visit);
    facts.bill = bill_of(all->bills, visit->visit);
    facts.lines = lines_of(all->lines, visit->visit, claiming->request->arena);
    facts.stay = stay_of(all->stays, visit->visit);
    facts.settlements = &NOTHING;
    facts.course = &NOTHING;
    return facts;
}

static struct request request_of(const struct claiming *claiming, const struct visit_row *visit,
                                 const struct settle_facts *facts)
{
    struct request request = *claiming->request;
    struct actor *actor = ARENA_NEW(request.arena, struct actor);
    struct settle_ask *ask = ARENA_NEW(request.arena, struct settle_ask);
    *actor = *request.actor;
    actor->institution = 0;
    *ask = (struct settle_ask){
        .person = visit->person, .visit = visit->visit, .insurance = visit->insurance,
        .med_type = visit->med_type, .invoice = facts->claimed->invoice,
        .total = facts->bill == NULL ? MONEY_NONE : facts->bill->amount,
    };
    if (visit->inpatient)
        ask->discharged = date_of_moment(visit->end_at);
    request.actor = actor;
    request.input = ask;
    return request;
}

/* The same bill by the catalogue of the place of treatment: what that would have counted, and the
 * rest. Which fund pays is decided on totals, so two lines say all there is. */
static struct money funds_there(const struct request *request, const struct settle_case *made,
                                struct money in_scope, struct money total)
{
    struct settle_case there = *made;
    struct settle_line lines[] = {
        { .number = 1, .item_class = TEXT("full"), .amount = in_scope },
        { .number = 2, .item_class = TEXT("none"), .amount = money_minus(total, in_scope) },
    };
    struct trail aside;
    struct settlement settled;
    trail_init(&aside, request->arena);
    there.bill.lines = (struct list){ lines, COUNT_OF(lines) };
    bool done = settle_decide_case(request, &there, &aside, &settled) == SETTLE_DONE;
    return done ? settled.funds : MONEY_NONE;
}

static void record_one(struct claiming *claiming, const struct settle_facts *facts,
                       const struct settle_case *made, const struct settlement *settled,
                       const struct settlement_row *row)
{
    struct decision *decision = claiming->decision;
    struct visit_bill_row bill = *facts->bill;
    bill.settlement = row->settlement;
    bill.settled_lines = bill.line_count;
    decision_insert(decision, &settlement_table, row);
    settle_record_epidemic(decision, row, made, settled, NULL);
    decision_replace(decision, &visit_bill_table, &bill);
    if (facts->stay != NULL) {
        struct visit_stay_row stay = *facts->stay;
        stay.finally_settled = true;
        decision_replace(decision, &visit_stay_table, &stay);
    }
    settle_post(decision, row, book_pooling_area(claiming->request->book, row->place),
                "claim");
}

static struct settle_claimed claimed_of(const struct settle_facts *facts,
                                        const struct settlement *settled)
{
    struct settle_claimed one = {
        .visit = facts->visit->visit, .invoice = facts->claimed->invoice,
        .institution_name = facts->claimed->institution_name, .day = settled->day,
        .total = settled->total, .full_own = settled->full_own,
        .over_limit = settled->over_limit, .pay_first = settled->pay_first,
        .in_scope = settled->in_scope, .deductible = settled->deductible,
        .funds = settled->funds, .own = money_minus(settled->total, settled->funds),
    };
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        one.paid[payer] = settled->paid[payer];
    return one;
}

static bool decide_one(struct claiming *claiming, const struct visit_row *visit,
                       struct settle_claimed *ret_one)
{
    struct decision *decision = claiming->decision;
    const struct settle_facts facts = facts_of(claiming, visit);
    if (facts.claimed == NULL) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NO_VISIT), NULL);
        return false;
    }
    const struct request request = request_of(claiming, visit, &facts);
    struct settle_case made;
    struct settlement settled;
    if (!settle_case_of(&request, &facts, decision, &made))
        return false;
    struct running *running = running_of(claiming, &made, visit->insurance);
    made.counters = running->seen;
    enum settle_outcome outcome =
        settle_decide_case(&request, &made, &decision->trail, &settled);
    if (outcome != SETTLE_DONE) {
        settle_refuse_outcome(decision, &settled, facts.claimed->invoice);
        return false;
    }
    *ret_one = claimed_of(&facts, &settled);
    ret_one->funds_there = funds_there(&request, &made, facts.claimed->in_scope_there,
                                       settled.total);
    struct settlement_row row = settle_row_of(&request, &facts, &made, &settled);
    settle_counters_add(&running->used, &settled.took);
    settle_counters_add(&running->seen, &settled.took);
    if (running->first.yyyymmdd == 0)
        running->first = row.day;
    running->last = row.day;
    running->sample = row;
    if (claiming->record) {
        ret_one->settlement = row.settlement;
        record_one(claiming, &facts, &made, &settled, &row);
    }
    return true;
}

/* ---- all of them ---- */

static int by_care(const void *one, const void *other)
{
    const struct visit_row *a = *(const struct visit_row *const *)one;
    const struct visit_row *b = *(const struct visit_row *const *)other;
    int64_t left = a->inpatient ? a->end_at.ms : a->begin_at.ms;
    int64_t right = b->inpatient ? b->end_at.ms : b->begin_at.ms;
    if (left != right)
        return left < right ? -1 : 1;
    return (a->visit > b->visit) - (a->visit < b->visit);
}

/* A year's counters once, however many acts of care moved them; what was counted of later days is
 * decided again. */
static void record_counters(const struct claiming *claiming)
{
    for (size_t i = 0; i < claiming->year_count; i++) {
        const struct running *running = &claiming->years[i];
        settle_record_counters(claiming->decision, running->row, &running->sample,
                               &running->used);
        if (running->row != NULL && date_compare(running->first, running->row->last_day) < 0)
            settle_again_start(claiming->decision, running->sample.person, running->year,
                               running->insurance, running->first);
    }
}

bool settle_claim_decide(const struct request *request, const struct settle_claim_facts *facts,
                         bool record, struct decision *decision, struct list *ret_claimed)
{
    size_t count = facts->visits->count;
    const struct visit_row *rows = facts->visits->items;
    const struct visit_row **order =
        ARENA_ARRAY(request->arena, const struct visit_row *, count + 1);
    struct settle_claimed *claimed = ARENA_ARRAY(request->arena, struct settle_claimed, count + 1);
    struct claiming *claiming = ARENA_NEW(request->arena, struct claiming);
    *claiming = (struct claiming){
        .request = request, .facts = facts, .decision = decision, .record = record,
    };
    size_t care = 0;
    for (size_t i = 0; i < count; i++)
        if (!text_is(rows[i].state, "cancelled"))
            order[care++] = &rows[i];
    if (care > 1)
        qsort(order, care, sizeof *order, by_care);
    for (size_t i = 0; i < care; i++)
        if (!decide_one(claiming, order[i], &claimed[i]))
            return false;
    if (record)
        record_counters(claiming);
    *ret_claimed = (struct list){ claimed, care };
    return true;
}

/* ---- as it is told ---- */

#define ONE(member, kind) FIELD(struct settle_claimed, member, kind, .flags = 0)
#define PAID(name_, payer_) \
    { .name = (name_), .kind = FIELD_MONEY, .flags = FIELD_SPARSE, \
      .offset = AT(struct settle_claimed, paid) + (payer_) * sizeof(struct money) }
static const struct field claimed_fields[] = {
    ONE(visit, FIELD_ID), ONE(settlement, FIELD_ID), ONE(invoice, FIELD_TEXT),
    ONE(institution_name, FIELD_TEXT), ONE(day, FIELD_DAY), ONE(total, FIELD_MONEY),
    ONE(full_own, FIELD_MONEY), ONE(over_limit, FIELD_MONEY), ONE(pay_first, FIELD_MONEY),
    ONE(in_scope, FIELD_MONEY), ONE(deductible, FIELD_MONEY),
    PAID("pooled_fund", PAYER_POOLED_FUND), PAID("large_amount", PAYER_LARGE_AMOUNT),
    PAID("supplementary", PAYER_SUPPLEMENTARY),
    PAID("critical_illness", PAYER_CRITICAL_ILLNESS),
    PAID("civil_servant", PAYER_CIVIL_SERVANT),
    PAID("medical_assistance", PAYER_MEDICAL_ASSISTANCE), PAID("maternity", PAYER_MATERNITY),
    PAID("finance", PAYER_FINANCE),
    ONE(funds, FIELD_MONEY), ONE(own, FIELD_MONEY), ONE(funds_there, FIELD_MONEY),
};
_Static_assert(PAYER_COUNT == 8, "every payer is told");
const struct shape settle_claimed_shape =
    SHAPE("settle_claimed", struct settle_claimed, claimed_fields);
