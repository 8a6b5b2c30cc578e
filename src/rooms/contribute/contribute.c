/* contribute.c: the pure part: see contribute_facts.h. */

#include "rooms/contribute/contribute.h"

#include "rooms/contribute/contribute_rates.h"

#include "base/check.h"
#include "core/measure_answer.h"


static const char *const REASONS[] = {
    [CONTRIBUTE_NOT_ENROLLED] = "not-enrolled", [CONTRIBUTE_PAUSED] = "paused",
    [CONTRIBUTE_WAITING] = "waiting", [CONTRIBUTE_ARREARS] = "arrears",
    [CONTRIBUTE_ENTITLED] = "entitled",
};
_Static_assert(COUNT_OF(REASONS) == CONTRIBUTE_ENTITLED + 1, "every reason has a name");

const char *contribute_reason_name(enum contribute_reason reason)
{
    return REASONS[reason];
}

/* ---- the grace before arrears close the desk, as the place says ---- */

struct arrears_rule {
    int64_t grace_days;
};
static const struct field arrears_rule_fields[] = {
    { "grace-days", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct arrears_rule, grace_days) },
};
static const struct shape arrears_rule_shape =
    SHAPE("contribute_arrears_rule", struct arrears_rule, arrears_rule_fields);

static const char *arrears_rule_check(const void *payload)
{
    const struct arrears_rule *rule = payload;
    return rule->grace_days < 0 || rule->grace_days > 366 ? "contribute.rule.grace-out-of-range"
                                                          : NULL;
}

const struct rule_kind contribute_arrears_kind = {
    .about = "contribute.arrears", .payload = &arrears_rule_shape, .check = arrears_rule_check,
};

/* ---- what keeps the right in spite of arrears ---- */

/* Its own arrears, or the unit's, are kept against while a measure it names runs.
 * LAW: BJ4-10c BJ4-S5c JX4-2.4i */
static void keep_by_measures(const struct book *book, struct events events,
                             const struct party_standing *standing, struct date day,
                             struct arena *arena, struct contribute_rules *rules)
{
    bool unit = standing->unit != 0;
    const struct measure_question question = {
        .verb = VERB_KEEP, .place = standing->place, .insurance = text_of(standing->insurance),
        .applicant = unit ? TEXT("employer") : TEXT("person"), .thing = TEXT("benefits"),
        .day = day, .events = events,
    };
    struct text against = unit ? TEXT("unit-arrears") : TEXT("own-arrears");
    const struct measure_kept kept = measure_kept(book, &question, against, arena);
    if (!kept.kept)
        return;
    rules->kept = true;
    rules->kept_from = kept.from;
    rules->kept_by = kept.made.hits[0].measure;
}

struct contribute_rules contribute_rules_of(const struct book *book, struct events events,
                                            const struct party_standing *standing,
                                            struct date day, struct arena *arena)
{
    struct contribute_rules rules = {
        .book = book, .events = events, .arena = arena, .place = standing->place,
        .insurance = text_of(standing->insurance), .alone = standing->unit == 0,
    };
    const struct rule *rule;
    struct question question = {
        .about = contribute_arrears_kind.about, .place = standing->place,
        .insurance = text_of(standing->insurance), .person = text_of(standing->person_kind),
        .day = day,
    };
    if (book != NULL && rules_on(book, &question, &rule) == RULE_FOUND)
        rules.grace_days = (int32_t)((const struct arrears_rule *)rule->payload)->grace_days;
    if (book != NULL)
        keep_by_measures(book, events, standing, day, arena, &rules);
    return rules;
}

/* ---- entitlement ---- */

static const struct contribute_waiting *waiting_on(const struct list *waitings,
                                                   struct text insurance, struct date day)
{
    const struct contribute_waiting *rows = waitings->items;
    for (size_t i = 0; i < waitings->count; i++) {
        struct date until =
            rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
        if (text_equal(rows[i].insurance, insurance)
            && date_within(day, rows[i].valid_from, until))
            return &rows[i];
    }
    return NULL;
}

/* The last day of a row, put off by what holds on the day asked about; absent: it waits for an
 * event, and nothing is owed meanwhile. */
static struct date last_day(const struct contribute_arrears *row,
                            const struct contribute_rules *rules, struct date day)
{
    struct contribute_time time;
    const struct contribute_payer payer = {
        .place = rules->place, .insurance = rules->insurance, .alone = rules->alone,
        .month = row->month,
    };
    const struct contribute_deferral deferral = { row->applied, row->deferred_under };
    if (rules->book == NULL || row->month == 0
        || !contribute_time_of(rules->book, rules->events, &payer, &deferral,
                               moment_at(day, 12, 0, 0), rules->arena, &time))
        return row->due;
    if (time.due.state == DEADLINE_WAITING)
        return DATE_NONE;
    return date_compare(time.due.day, row->due) > 0 ? time.due.day : row->due;
}

/* Owed on that day: due before it, and not paid by it. Paying later opens the desk again from the
 * day of payment; what was missed is claimed by hand. */
static bool is_owed(const struct contribute_arrears *row, struct text insurance,
                    const struct contribute_rules *rules, struct date day)
{
    if (!text_equal(row->insurance, insurance) || row->due.yyyymmdd == 0
        || date_compare(day, date_plus_days(row->due, rules->grace_days)) <= 0)
        return false;
    if (row->paid.yyyymmdd != 0 && date_compare(row->paid, day) <= 0)
        return false;
    struct date last = last_day(row, rules, day);
    return last.yyyymmdd != 0 && date_compare(day, date_plus_days(last, rules->grace_days)) > 0;
}

static bool is_kept(const struct contribute_arrears *row, const struct contribute_rules *rules)
{
    return rules->kept && date_compare(row->due, rules->kept_from) >= 0;
}

static void entitlement_of_arrears(struct contribute_entitlement *entitlement,
                                   const struct list *arrears, struct text insurance,
                                   const struct contribute_rules *rules, struct date day)
{
    const struct contribute_arrears *rows = arrears->items;
    for (size_t i = 0; i < arrears->count; i++) {
        if (!is_owed(&rows[i], insurance, rules, day) || is_kept(&rows[i], rules))
            continue;
        struct date first = date_plus_days(rows[i].due, rules->grace_days + 1);
        if (entitlement->reason != CONTRIBUTE_ARREARS
            || date_compare(first, entitlement->since) < 0)
            entitlement->since = first;
        entitlement->reason = CONTRIBUTE_ARREARS;
        entitlement->owed = money_plus(entitlement->owed, rows[i].amount);
    }
}

struct contribute_entitlement contribute_entitled_on(const struct party_standing *standing,
                                                     const struct list *arrears,
                                                     const struct list *waitings,
                                                     struct contribute_rules rules,
                                                     struct date day)
{
    struct contribute_entitlement entitlement = { .reason = CONTRIBUTE_ENTITLED };
    switch (standing->reason) {
    case PARTY_UNKNOWN:
    case PARTY_NOT_ENROLLED:
    case PARTY_ENDED:
        entitlement.reason = CONTRIBUTE_NOT_ENROLLED;
        return entitlement;
    case PARTY_PAUSED:
        entitlement.reason = CONTRIBUTE_PAUSED;
        return entitlement;
    case PARTY_ENROLLED:
        break;
    }
    const struct contribute_waiting *waiting = waitings == NULL
        ? NULL : waiting_on(waitings, standing->insurance_code, day);
    if (waiting != NULL) {
        entitlement.reason = CONTRIBUTE_WAITING;
        entitlement.since = waiting->valid_from;
        entitlement.until = waiting->valid_until;
        return entitlement;
    }
    if (arrears != NULL)
        entitlement_of_arrears(&entitlement, arrears, standing->insurance_code, &rules, day);
    return entitlement;
}

bool contribute_gather(struct gather *gather, const struct party_standing *standing,
                       const struct list **ret_arrears, const struct list **ret_waitings)
{
    /* Retired people owe nothing themselves and no unit of theirs can take their right. */
    int64_t owner = standing->unit != 0 ? standing->unit : standing->person;
    struct contribute_owner_key owner_key = { id_bucket(owner), owner };
    struct contribute_person_key person_key = { id_bucket(standing->person), standing->person };
    const struct list *arrears = gather_want(gather, &contribute_arrears_of, &owner_key);
    const struct list *waitings = gather_want(gather, &contribute_waitings_of, &person_key);
    if (arrears == NULL || waitings == NULL)
        return false;
    *ret_arrears = arrears;
    *ret_waitings = waitings;
    return true;
}
