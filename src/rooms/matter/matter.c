/* matter.c: asking a matter, and what the measures in force make of it. */

#include "rooms/matter/matter_inside.h"

#include "rooms/access/access.h"

#include "base/check.h"
#include "core/measure_answer.h"

bool matter_may_be_shown(const struct matter_material *material, struct text channel)
{
    return material->shown && (text_is(channel, "counter") || text_is(channel, "station")
                               || text_is(channel, "helper"));
}

bool matter_words_have(const struct list *words, struct text word)
{
    const struct matter_word *items = words->items;
    for (size_t i = 0; i < words->count; i++)
        if (text_equal(items[i].word, word))
            return true;
    return false;
}

const struct matter_material *matter_material_of(const struct matter *matter, struct text name)
{
    const struct matter_material *items = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++)
        if (text_equal(items[i].name, name))
            return &items[i];
    return NULL;
}

const struct matter_field *matter_field_of(const struct matter *matter, struct text name)
{
    const struct matter_field *items = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++)
        if (text_equal(items[i].name, name))
            return &items[i];
    return NULL;
}

bool matter_field_asked(const struct matter_field *field,
                        struct text (*value_of)(const void *form, struct text field),
                        const void *form)
{
    return !text_present(field->when.field)
        || matter_words_have(&field->when.is, value_of(form, field->when.field));
}

bool matter_not_after_days(struct text not_after, int *ret_days)
{
    static const struct text base = { "today", 5 };
    int64_t days = 0;
    if (!text_starts(not_after, base))
        return false;
    struct text rest = { not_after.data + base.length, not_after.length - base.length };
    if (rest.length > 0
        && (rest.data[0] != '+' || rest.length > 4
            || !text_to_int64((struct text){ rest.data + 1, rest.length - 1 }, &days)
            || days < 1))
        return false;
    *ret_days = (int)days;
    return true;
}

bool matter_field_is_late(const struct matter_field *field, struct text value,
                          struct text (*value_of)(const void *form, struct text field),
                          const void *form, struct date today, struct date *ret_last)
{
    int days;
    struct date day;
    const struct matter_when *when = &field->not_after_when;
    if (!matter_not_after_days(field->not_after, &days) || !date_parse(value, &day)
        || (text_present(when->field)
            && !matter_words_have(&when->is, value_of(form, when->field))))
        return false;
    struct date last = date_plus_days(today, days);
    if (date_compare(day, last) <= 0)
        return false;
    *ret_last = last;
    return true;
}

bool matter_material_needed(const struct matter_material *material,
                            struct text (*value_of)(const void *form, struct text field),
                            const void *form)
{
    if (text_present(material->from))
        return false;
    return !text_present(material->when.field)
        || matter_words_have(&material->when.is, value_of(form, material->when.field));
}

bool matter_material_is_sought(const struct matter_material *material)
{
    return text_present(material->shown_by) || text_present(material->issued_by_us)
        || text_present(material->department) || material->earlier_months > 0;
}

static const struct matter_step *step_of(const struct matter *matter, const char *step)
{
    const struct matter_step *items = matter->steps.items;
    for (size_t i = 0; i < matter->steps.count; i++)
        if (text_is(items[i].step, step))
            return &items[i];
    return NULL;
}

unsigned matter_step_roles(const struct matter *matter, const char *step)
{
    const struct matter_step *found = step_of(matter, step);
    if (found == NULL)
        return 0;
    const struct matter_word *items = found->roles.items;
    unsigned roles = 0;
    for (size_t i = 0; i < found->roles.count; i++) {
        enum role role;
        if (access_role_of(items[i].word, &role))
            roles |= ROLE_BIT(role);
    }
    return roles;
}

bool matter_step_office(const struct matter *matter, const char *step, struct text office_kind)
{
    const struct matter_step *found = step_of(matter, step);
    return found != NULL && matter_words_have(&found->offices, office_kind);
}

bool matter_has_review(const struct matter *matter)
{
    return step_of(matter, "review") != NULL;
}

const struct matter_department *matter_department_of(const struct matter *matter,
                                                     struct text department)
{
    const struct matter_department *items = matter->departments.items;
    for (size_t i = 0; i < matter->departments.count; i++)
        if (text_equal(items[i].department, department))
            return &items[i];
    return NULL;
}

/* ---- what holds in a place ---- */

bool matter_limit_is_set(const struct matter_limit *limit)
{
    return limit->at_once || limit->working_days > 0 || limit->calendar_days > 0
        || limit->months > 0;
}

const struct matter_limit *matter_limit_on(const struct matter_terms *terms, struct date day)
{
    const struct list none = { 0 };
    const struct list *former = terms->former_limits == NULL ? &none : terms->former_limits;
    const struct matter_limit *limits = former->items;
    for (size_t i = 0; i < former->count; i++)
        if (day.yyyymmdd <= limits[i].until.yyyymmdd)
            return &limits[i];
    return terms->limit;
}

struct deadline_clock_kind matter_clock_kind(const struct matter_limit *limit, const char *name)
{
    struct deadline_clock_kind kind = { .name = text_of(name), .source = limit->source,
                                        .source_zh = limit->source_zh,
                                        .unit = CLOCK_CALENDAR_DAYS,
                                        .count = (int32_t)limit->calendar_days };
    if (limit->working_days > 0) {
        kind.unit = CLOCK_WORKING_DAYS;
        kind.count = (int32_t)limit->working_days;
    } else if (limit->months > 0) {
        kind.unit = CLOCK_MONTHS;
        kind.count = (int32_t)limit->months;
    }
    return kind;
}

/* The widest first, so that what a nearer region sets comes last and stays. */
static const struct matter_region *region_at(const struct matter *matter, int32_t place)
{
    const struct matter_region *items = matter->regions.items;
    for (size_t i = 0; i < matter->regions.count; i++)
        if (items[i].place == place)
            return &items[i];
    return NULL;
}

struct matter_terms matter_terms_at(const struct book *book, const struct matter *matter,
                                    int32_t place)
{
    struct matter_terms terms = {
        .channels = &matter->channels, .accepted_at_once = &matter->accepted_at_once,
        .limit = &matter->limit, .deemed = &matter->deemed, .hours = &matter->hours,
        .former_limits = &matter->former_limits,
    };
    const struct divisions *divisions = book_divisions(book);
    for (int depth = 1; depth <= DIVISION_DEPTH_MAX; depth++) {
        int32_t at = place;
        while (at > 0 && division_depth(divisions, at) > depth)
            at = division_parent(divisions, at);
        const struct matter_region *region =
            at > 0 && division_depth(divisions, at) == depth ? region_at(matter, at) : NULL;
        if (region == NULL)
            continue;
        if (region->channels.count > 0)
            terms.channels = &region->channels;
        if (region->accepted_at_once.count > 0)
            terms.accepted_at_once = &region->accepted_at_once;
        if (matter_limit_is_set(&region->limit)) {
            terms.limit = &region->limit;
            terms.former_limits = NULL;
        }
        if (matter_limit_is_set(&region->deemed))
            terms.deemed = &region->deemed;
        if (text_present(region->hours.zh))
            terms.hours = &region->hours;
    }
    return terms;
}

/* ---- measures ---- */

struct measure_question matter_question(enum measure_verb verb, const struct matter *matter,
                                        const struct matter_asker *asker, struct text thing,
                                        struct measure_fact *facts)
{
    size_t count = 0;
    CHECK(asker->fact_count <= MATTER_FACTS_MAX);
    for (; count < asker->fact_count; count++)
        facts[count] = asker->facts[count];
    if (text_present(asker->channel))
        facts[count++] = (struct measure_fact){ "channels", asker->channel };
    /* Who claims by hand has paid all of it himself. */
    if (text_present(matter->group))
        facts[count++] = (struct measure_fact){ "cost", TEXT("fully-advanced") };
    return (struct measure_question){
        .verb = verb, .place = asker->place, .matter = matter->matter,
        .insurance = asker->insurance, .applicant = asker->applicant,
        .statuses = asker->statuses, .status_count = asker->status_count,
        .facts = facts, .fact_count = count, .thing = thing, .day = asker->day,
        .known = asker->day, .events = asker->events,
    };
}

/* LAW: BJ4-S2f, BJ4-02c */
const struct measure *matter_tolerated(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *by,
                                       struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_TOLERATE, matter, asker, TEXT("secondary"), facts);
    return measure_tolerated(book, &question, text_of(by), arena);
}

const struct measure *matter_copy_suffices(const struct book *book, const struct matter *matter,
                                           const struct matter_asker *asker,
                                           struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_TOLERATE, matter, asker, TEXT("originals"), facts);
    return measure_tolerated(book, &question, TEXT("copy"), arena);
}

const struct measure *matter_entrusted(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *step,
                                       struct text who, struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_ENTRUST, matter, asker, matter->matter, facts);
    const struct measure_entrusted entrusted =
        measure_entrusted(book, &question, text_of(step), arena);
    return name_list_has(entrusted.who, who) ? entrusted.made.hits[0].measure : NULL;
}

/* ---- the order of work ---- */

static const struct matter_order *order_on(const struct book *book, int32_t place,
                                           struct date day)
{
    const struct question question = {
        .about = matter_order_rule.about, .place = place, .day = day, .known = day,
    };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

int64_t matter_offer_days(const struct book *book, int32_t place, struct date day)
{
    const struct matter_order *order = order_on(book, place, day);
    return order == NULL ? 0 : order->offer_working_days;
}

int64_t matter_class_hours(const struct book *book, int32_t place, struct date day,
                           struct text name)
{
    const struct matter_order *order = order_on(book, place, day);
    const struct matter_class *classes = order == NULL ? NULL : order->classes.items;
    for (size_t i = 0; order != NULL && i < order->classes.count; i++)
        if (text_equal(classes[i].name, name))
            return classes[i].hours;
    return 0;
}

/* LAW: BJ4-S3a, BJ4-S3d. Several that apply: the highest class. */
const struct measure *matter_preferred(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, struct arena *arena,
                                       struct text *ret_class, int64_t *ret_hours)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_PREFER, matter, asker, (struct text){ 0 }, facts);
    const struct measure_preferred preferred = measure_preferred(book, &question, arena);
    int64_t hours = matter_class_hours(book, asker->place, asker->day, preferred.class);
    if (preferred.made.count == 0 || hours <= 0)
        return NULL;
    *ret_class = arena_text(arena, preferred.class);
    *ret_hours = hours;
    return preferred.made.hits[0].measure;
}
