/* measure_authority.c: see measure_authority.h. */

#include "core/measure_authority.h"

#include "core/divisions.h"
#include "core/measure_compare.h"

/* "京医保发〔2020〕4号 二、3（BJ4-03a BJ4-03b）": how a clause is told to an author. */
static struct text clause_of(const struct measure *measure, struct arena *arena)
{
    return arena_format(arena, "%.*s %.*s（%.*s）", TEXT_ARGS(measure->notice),
                        TEXT_ARGS(measure->clause), TEXT_ARGS(measure->cites));
}

static void complain(const struct measure_sealing *sealing, const struct measure *measure,
                     const char *key, const char *why, const struct measure *other,
                     struct text detail)
{
    rule_fault_add(sealing->faults, measure->file, measure->line, text_of(key), why,
                   clause_of(other, sealing->faults->arena), detail);
}

static bool is_below(const struct measure_sealing *sealing, const struct measure *lower,
                     const struct measure *upper)
{
    return lower->place != upper->place
        && division_is_within(sealing->divisions, lower->place, upper->place);
}

/* ---- empower ---- */

static bool starts_with_level(struct text office, const struct division *division)
{
    if (text_starts(office, division->level))
        return true;
    /* A county of a city without counties between is a district; a development area counts as
     * one. A municipality is a province and a city at once. */
    bool county = text_is(division->level, "county") || text_is(division->level, "area");
    return (county && (text_starts(office, TEXT("district"))
                       || text_starts(office, TEXT("county"))))
        || (text_is(division->level, "province") && text_starts(office, TEXT("city")));
}

static bool names_a_level(struct text office)
{
    static const char *const levels[] = { "province", "city", "county", "district", "town" };
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (text_starts(office, text_of(levels[i])))
            return true;
    return false;
}

static bool is_empowered_office(const struct measure_sealing *sealing,
                                const struct measure_empower *empower, int32_t place)
{
    const struct division *division = division_of(sealing->divisions, place);
    for (size_t i = 0; division != NULL && i < empower->offices.count; i++)
        if (!names_a_level(empower->offices.items[i])
            || starts_with_level(empower->offices.items[i], division))
            return true;
    return false;
}

static struct name_list matters_of(const struct measure *measure)
{
    if (measure->verb == VERB_ENTRUST)
        return measure->entrust.matter;
    for (size_t i = 0; i < measure->scope.count; i++)
        if (text_is(text_of("matters"), measure->scope.conditions[i].path))
            return measure->scope.conditions[i].any_of;
    return (struct name_list){ 0 };
}

/* Is it what the empower speaks of: the verb, and one of the deadlines or matters it names? */
static bool is_empowered_thing(const struct measure *empower, const struct measure *measure)
{
    const struct measure_empower *body = &empower->empower;
    if (!name_list_has(body->verbs, text_of(measure_verb_name(measure->verb))))
        return false;
    if (body->deadlines.count > 0 && (measure->verb != VERB_EXTEND
                                      || !names_cross(body->deadlines, measure->extend.deadlines)))
        return false;
    return body->matters.count == 0 || names_cross(body->matters, matters_of(measure));
}

/* Three months of medicine are 90 days. */
static int32_t medicine_days(struct measure_span span)
{
    return span.unit == CLOCK_MONTHS ? span.count * 30 : span.count;
}

/* What lies outside the bounds, as a key; NULL: it is inside. */
static const char *beyond(const struct measure_bounds *bounds, const struct measure *measure)
{
    struct date day;
    if (measure->verb == VERB_SUPPLY)
        return bounds->at_most.count > 0
            && measure->supply.at_most.count > medicine_days(bounds->at_most) ? "at-most" : NULL;
    if (measure->verb != VERB_EXTEND)
        return NULL;
    const struct measure_point *to = &measure->extend.to;
    bool dated = to->kind == POINT_DAY || to->kind == POINT_MOMENT;
    if (dated && date_parse(bounds->not_before, &day) && date_compare(to->day, day) < 0)
        return "to";
    if (date_parse(bounds->not_after, &day) && to->kind != POINT_NONE
        && (!dated || date_compare(to->day, day) > 0))
        return "to";
    if (bounds->at_most.count == 0)
        return NULL;
    return measure->extend.by.count == 0 || measure->extend.by.unit != bounds->at_most.unit
        || measure->extend.by.count > bounds->at_most.count ? "by" : NULL;
}

/* Does an empower of that office or a wider one let the lower one say it? */
static bool is_empowered(const struct measure_sealing *sealing, const struct measure_index *index,
                         const struct measure *lower, const struct measure *upper)
{
    const struct measure_shelf *shelf = &index->verbs[VERB_EMPOWER];
    for (size_t i = 0; i < shelf->count; i++) {
        const struct measure *empower = shelf->slots[i].measure;
        if (division_is_within(sealing->divisions, upper->place, empower->place)
            && times_cross(empower, lower) && is_empowered_thing(empower, lower)
            && is_empowered_office(sealing, &empower->empower, lower->place)
            && beyond(&empower->empower.bounds, lower) == NULL)
            return true;
    }
    return false;
}

/* Who empowers some keeps others from it, and those some within its bounds. */
static void empowers_check(const struct measure_sealing *sealing,
                           const struct measure_index *index, const struct measure *measure)
{
    const struct measure_shelf *shelf = &index->verbs[VERB_EMPOWER];
    for (size_t i = 0; i < shelf->count; i++) {
        const struct measure *empower = shelf->slots[i].measure;
        if (!is_below(sealing, measure, empower) || !times_cross(empower, measure)
            || !is_empowered_thing(empower, measure)
            || is_empowered(sealing, index, measure, empower))
            continue;
        const char *key = beyond(&empower->empower.bounds, measure);
        bool office = is_empowered_office(sealing, &empower->empower, measure->place);
        complain(sealing, measure, office && key != NULL ? key : measure_verb_name(measure->verb),
                 office ? "rules.fault.beyond-bounds" : "rules.fault.not-empowered", empower,
                 TEXT(""));
    }
}

/* ---- what is fixed, what is a floor ---- */

static void replaced_check(const struct measure_sealing *sealing,
                           const struct measure_index *index, const struct measure *by,
                           const struct measure *replaced)
{
    const char *why = NULL;
    if (by->verb != replaced->verb)
        why = "rules.fault.replaces-other-verb";
    else if (!division_is_within(sealing->divisions, by->place, replaced->place)
             && !division_is_within(sealing->divisions, replaced->place, by->place))
        why = "rules.fault.replaces-elsewhere";
    else if (!is_below(sealing, by, replaced) || is_empowered(sealing, index, by, replaced))
        return;
    else if (replaced->binding == BINDING_FIXED)
        why = "rules.fault.fixed-above";
    else if (replaced->binding == BINDING_FLOOR
             && !measure_is_no_worse(replaced, by, sealing->vocabulary))
        why = "rules.fault.floor-above";
    if (why != NULL)
        complain(sealing, by, "replaces", why, replaced, TEXT(""));
}

static void replaces_check(const struct measure_sealing *sealing,
                           const struct measure_index *index, const struct measure *by)
{
    for (size_t i = 0; i < by->replaces.count; i++) {
        bool found = false;
        for (size_t j = 0; j < sealing->count; j++) {
            const struct measure *replaced = sealing->measures[j];
            if (replaced == by || !measure_is_called(replaced, by->replaces.items[i]))
                continue;
            found = true;
            replaced_check(sealing, index, by, replaced);
        }
        if (!found)
            rule_fault_add(sealing->faults, by->file, by->line, TEXT("replaces"),
                           "rules.fault.replaces-none", by->replaces.items[i], TEXT(""));
    }
}

static bool says_replaces(const struct measure *by, const struct measure *measure)
{
    for (size_t i = 0; i < by->replaces.count; i++)
        if (measure_is_called(measure, by->replaces.items[i]))
            return true;
    return false;
}

/* Opening one way more changes nothing that is fixed; asking for more visits does. */
static bool says_otherwise(const struct measure *fixed, const struct measure *measure)
{
    if (fixed->verb == VERB_OPEN)
        return fixed->open.visits.named && measure->open.visits.named
            && measure->open.visits.count > fixed->open.visits.count;
    if (fixed->verb == VERB_ENTRUST || fixed->verb == VERB_COVER || fixed->verb == VERB_OUTAGE)
        return measures_differ(fixed, measure) != NULL;
    return true;
}

static void fixed_check(const struct measure_sealing *sealing, const struct measure_index *index,
                        const struct measure *measure)
{
    const struct measure_shelf *shelf = &index->verbs[measure->verb];
    for (size_t i = 0; i < shelf->count; i++) {
        const struct measure *fixed = shelf->slots[i].measure;
        if (fixed->binding == BINDING_FIXED && is_below(sealing, measure, fixed)
            && !says_replaces(measure, fixed) && times_cross(measure, fixed)
            && things_cross(measure, fixed) && says_otherwise(fixed, measure)
            && !is_empowered(sealing, index, measure, fixed))
            complain(sealing, measure, measure_verb_name(measure->verb),
                     "rules.fault.fixed-above", fixed, TEXT(""));
    }
}

/* ---- equal ones that differ ---- */

static void equals_check(const struct measure_sealing *sealing, const struct measure_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++)
        for (size_t j = i + 1; j < shelf->count
             && shelf->slots[j].measure->place == shelf->slots[i].measure->place; j++) {
            const struct measure *a = shelf->slots[i].measure, *b = shelf->slots[j].measure;
            const char *key = NULL;
            if (scopes_are_equal_rank(&a->scope, &b->scope) && times_cross(a, b)
                && things_cross(a, b) && !says_replaces(a, b) && !says_replaces(b, a))
                key = measures_differ(a, b);
            if (key != NULL)
                complain(sealing, b, key, "rules.fault.equal-differ", a,
                         clause_of(b, sealing->faults->arena));
        }
}

static void rows_check(const struct measure_sealing *sealing, const struct measure *measure)
{
    const struct measure_outage *outage = &measure->outage;
    for (size_t i = 0; i < outage->count; i++)
        for (size_t j = i + 1; j < outage->count; j++)
            if (outage_rows_clash(&outage->rows[i], &outage->rows[j]))
                rule_fault_add(sealing->faults, measure->file, outage->rows[j].line,
                               TEXT("outage"), "rules.fault.equal-differ",
                               outage->rows[i].cites, outage->rows[j].cites);
}

void authority_check(const struct measure_sealing *sealing, const struct measure_index *index)
{
    for (size_t i = 0; i < sealing->count; i++) {
        const struct measure *measure = sealing->measures[i];
        replaces_check(sealing, index, measure);
        fixed_check(sealing, index, measure);
        empowers_check(sealing, index, measure);
        if (measure->verb == VERB_OUTAGE)
            rows_check(sealing, measure);
    }
    equals_check(sealing, &index->verbs[VERB_ENTRUST]);
    equals_check(sealing, &index->verbs[VERB_COVER]);
    equals_check(sealing, &index->verbs[VERB_OUTAGE]);
}
