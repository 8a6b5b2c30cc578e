/* matter.c: asking a matter, and what the measures in force make of it. */

#include "rooms/matter/matter.h"

#include "rooms/access/access.h"

#include "base/check.h"

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

bool matter_material_needed(const struct matter_material *material,
                            struct text (*value_of)(const void *form, struct text field),
                            const void *form)
{
    if (text_present(material->from))
        return false;
    return !text_present(material->when.field)
        || matter_words_have(&material->when.is, value_of(form, material->when.field));
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

/* ---- measures ---- */

static size_t ask(const struct book *book, enum measure_verb verb, const struct matter *matter,
                  const struct matter_asker *asker, struct text thing, struct arena *arena,
                  const struct measure_hit **ret_hits)
{
    const struct measure_fact facts[] = { { "channels", asker->channel } };
    const struct measure_question question = {
        .verb = verb, .place = asker->place, .matter = matter->matter,
        .insurance = asker->insurance, .applicant = asker->applicant,
        .statuses = asker->statuses, .status_count = asker->status_count,
        .facts = facts, .fact_count = text_present(asker->channel) ? 1 : 0, .thing = thing,
        .day = asker->day, .known = asker->day, .events = asker->events,
    };
    return measures_on(book, &question, arena, ret_hits);
}

/* A measure without an end of its own lasts as long as what it leaves may still be settled: nothing
 * can be owed until a day that has passed. */
static bool still_runs(const struct book *book, const struct measure *measure,
                       const struct matter_asker *asker)
{
    struct date due;
    return !measure_point_day(book, &measure->later.due, asker->events, asker->place,
                              (struct moment){ 0 }, &due)
        || date_compare(asker->day, due) <= 0;
}

/* LAW: BJ4-S2f, BJ4-02c */
const struct measure *matter_tolerated(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *by,
                                       struct arena *arena)
{
    const struct measure_hit *hits;
    size_t count =
        ask(book, VERB_TOLERATE, matter, asker, TEXT("secondary"), arena, &hits);
    for (size_t i = 0; i < count; i++)
        if (name_list_has(hits[i].measure->tolerate.by, text_of(by))
            && still_runs(book, hits[i].measure, asker))
            return hits[i].measure;
    return NULL;
}

const struct measure *matter_entrusted(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *step,
                                       struct text who, struct arena *arena)
{
    const struct measure_hit *hits;
    size_t count = ask(book, VERB_ENTRUST, matter, asker, matter->matter, arena, &hits);
    for (size_t i = 0; i < count; i++) {
        const struct measure_entrust *entrust = &hits[i].measure->entrust;
        for (size_t s = 0; s < entrust->step_count; s++)
            if (text_is(entrust->steps[s].step, step)
                && name_list_has(entrust->steps[s].who, who))
                return hits[i].measure;
    }
    return NULL;
}
