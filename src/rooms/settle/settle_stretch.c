/* settle_stretch.c: a stay in which the status of the epidemic changed: suspected and excluded, or
 * suspected and confirmed. What was charged on a day is settled under the cover of that day; the
 * stretches follow each other as interim settlements do, so that the deductible lies in the first
 * and the bands go on. Who has no right on the days without a status bears those days. */

#include "rooms/settle/settle_desk.h"

#include "base/check.h"

struct stretch_work {
    const struct book *book;
    const struct settle_case *made;
    struct trail *trail;
    struct settle_bill bill;            /* as it stands before the next */
    struct settle_counters counters;
    struct settle_accounts accounts;
    struct settlement *sum;
    struct settle_split *splits;        /* of all lines, in their order */
};

/* The stretch a day lies in: what was charged before the first is settled with it. */
static size_t stretch_of(const struct list *stretches, struct date day)
{
    const struct settle_stretch *all = stretches->items;
    size_t found = 0;
    for (size_t i = 1; i < stretches->count; i++)
        if (day.yyyymmdd != 0 && date_compare(all[i].from, day) <= 0)
            found = i;
    return found;
}

/* Lines of one stretch; where each stands among all. */
static struct list lines_of(const struct stretch_work *work, size_t at, size_t *places)
{
    const struct settle_case *made = work->made;
    const struct settle_line *all = made->bill.lines.items;
    struct settle_line *lines =
        ARENA_ARRAY(work->trail->arena, struct settle_line, made->bill.lines.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < made->bill.lines.count; i++) {
        if (stretch_of(&made->stretches, all[i].day) != at)
            continue;
        places[count] = i;
        lines[count++] = all[i];
    }
    return (struct list){ lines, count };
}

static void add(struct money *sum, struct money more)
{
    *sum = money_plus(*sum, more);
}

static void add_amounts(struct settlement *sum, const struct settlement *stretch)
{
    add(&sum->total, stretch->total);
    add(&sum->full_own, stretch->full_own);
    add(&sum->over_limit, stretch->over_limit);
    add(&sum->pay_first, stretch->pay_first);
    add(&sum->in_scope, stretch->in_scope);
    add(&sum->out_of_area_own, stretch->out_of_area_own);
    add(&sum->deductible, stretch->deductible);
    add(&sum->funds, stretch->funds);
    add(&sum->central, stretch->central);
    add(&sum->in_scope_own, stretch->in_scope_own);
    add(&sum->account, stretch->account);
    add(&sum->family_account, stretch->family_account);
    add(&sum->cash, stretch->cash);
    for (int i = 0; i < PAYER_COUNT; i++)
        add(&sum->paid[i], stretch->paid[i]);
    settle_counters_add(&sum->took, &stretch->took);
}

static void add_ordinary(struct settle_ordinary *sum, const struct settlement *stretch)
{
    add(&sum->total, stretch->total);
    add(&sum->assistance, stretch->paid[PAYER_MEDICAL_ASSISTANCE]);
    add(&sum->own, money_minus(stretch->total, stretch->funds));
}

/* What one stretch came to counts for the next, as of an interim settlement. */
static void go_on(struct stretch_work *work, const struct settlement *stretch)
{
    struct settlement *sum = work->sum;
    add_amounts(sum, stretch);
    sum->day = stretch->day;
    sum->year = stretch->year;
    if (text_present(stretch->missing))
        sum->missing = stretch->missing;
    if (stretch->unsure != NULL)
        sum->unsure = stretch->unsure;
    if (stretch->outcome != SETTLE_DONE)
        return;
    sum->outcome = SETTLE_DONE;
    sum->share = stretch->share.parts != 0 ? stretch->share : sum->share;
    settle_counters_add(&work->counters, &stretch->took);
    add(&work->bill.stay_deductible, stretch->deductible);
    add(&work->bill.stay_in_scope, stretch->took.inpatient_in_scope);
    add(&work->bill.stay_fund_paid, stretch->took.inpatient_fund_paid);
    work->bill.stay_counted |= stretch->took.inpatient_admissions != 0;
    work->accounts.balance = money_minus(work->accounts.balance, stretch->account);
    work->accounts.family_offered =
        money_minus(work->accounts.family_offered, stretch->family_account);
}

static void note_stretch(struct stretch_work *work, const struct settle_stretch *stretch)
{
    static const struct { const char *status, *key; } KEYS[] = {
        { "confirmed", "settle.trail.part-confirmed" },
        { "suspected", "settle.trail.part-suspected" },
        { "observed", "settle.trail.part-observed" },
    };
    const char *key = "settle.trail.part-without";
    for (size_t i = 0; i < COUNT_OF(KEYS); i++)
        if (text_is(stretch->status, KEYS[i].status))
            key = KEYS[i].key;
    int32_t from = stretch->from.yyyymmdd;
    struct trail_line *line = trail_add(work->trail, key, NULL, MONEY_NONE, MONEY_NONE);
    line->subject = arena_format(work->trail->arena, "%04d-%02d-%02d", from / 10000,
                                 from / 100 % 100, from % 100);
    line->shown = true;
}

/* False: nothing of the stay can be decided part by part, but as one it says why. */
static bool decide_stretch(struct stretch_work *work, size_t at)
{
    const struct settle_stretch *all = work->made->stretches.items;
    const struct settle_stretch *stretch = &all[at];
    size_t *places =
        ARENA_ARRAY(work->trail->arena, size_t, work->made->bill.lines.count + 1);
    struct settle_bill bill = work->bill;
    bill.lines = lines_of(work, at, places);
    if (bill.lines.count == 0)
        return true;
    struct settle_person person = work->made->person;
    person.cover = stretch->cover;
    note_stretch(work, stretch);
    struct settlement one;
    enum settle_outcome outcome = settle_decide(work->book, &bill, &person, &work->counters,
                                                &work->accounts, work->trail, &one);
    if (outcome <= SETTLE_RULES_ENDED || outcome == SETTLE_RETURNS_EXCEED)
        return false;
    const struct settle_split *splits = one.splits.items;
    for (size_t i = 0; i < one.splits.count; i++)
        work->splits[places[i]] = splits[i];
    go_on(work, &one);
    if (!stretch->cover.treat_first)
        add_ordinary(&work->sum->ordinary, &one);
    return true;
}

enum settle_outcome settle_decide_stretches(const struct book *book,
                                            const struct settle_case *made,
                                            const struct settle_counters *counters,
                                            struct trail *trail,
                                            struct settlement *ret_settlement)
{
    size_t count = made->bill.lines.count;
    struct stretch_work work = {
        .book = book, .made = made, .trail = trail, .bill = made->bill, .counters = *counters,
        .accounts = made->accounts, .sum = ret_settlement,
        .splits = ARENA_ARRAY(trail->arena, struct settle_split, count + 1),
    };
    *ret_settlement = (struct settlement){ .outcome = SETTLE_NOTHING_TO_SETTLE };
    bool decided = true;
    for (size_t i = 0; decided && i < made->stretches.count; i++)
        decided = decide_stretch(&work, i);
    if (!decided || ret_settlement->outcome != SETTLE_DONE)
        return settle_decide(book, &made->bill, &made->person, counters, &made->accounts, trail,
                             ret_settlement);
    ret_settlement->splits = (struct list){ work.splits, count };
    return SETTLE_DONE;
}
