/* measure_scope.c: for whom and for what a measure is: the keys of a scope, and reading one. See
 * measure_form.h. */

#include "core/measure_form.h"

#include "base/check.h"
#include "base/yaml.h"
#include "core/divisions.h"

#include <stdio.h>

const struct scope_path measure_scope_paths[] = {
    { "places", NULL, SCOPE_PLACE },
    { "matters", "matters", SCOPE_MATTER },
    { "insurance", "insurances", SCOPE_INSURANCE },
    { "applicants", "applicants", SCOPE_APPLICANT },
    { "care", "care", SCOPE_FACT },
    { "channels", "channels", SCOPE_FACT },
    { "claims", "claims", SCOPE_FACT },
    { "cost", "costs", SCOPE_FACT },
    { "periods", "period-kinds", SCOPE_PERIOD },
    { "offices", "offices", SCOPE_FACT },
    { "people.status", "statuses", SCOPE_STATUS },
    { "people.kind", "people", SCOPE_FACT },
    { "people.diagnosis", NULL, SCOPE_DIAGNOSIS },
    { "people.or-like", "disease-lists", SCOPE_FACT },
    { "people.needs", "people-needs", SCOPE_FACT },
    { "institutions.kind", "institutions", SCOPE_FACT },
    { "institutions.tier", "tiers", SCOPE_FACT },
    { "institutions.status", "institution-statuses", SCOPE_FACT },
    { "institutions.task", "institution-tasks", SCOPE_FACT },
    { "institutions.agreement", "agreements", SCOPE_FACT },
    { "institutions.paid-by", "payment-ways", SCOPE_FACT },
    { "units.kind", "units", SCOPE_FACT },
    { "units.industry", "industries", SCOPE_FACT },
    { "units.status", "unit-statuses", SCOPE_FACT },
    { "filings.kind", "filings", SCOPE_FACT },
    { "filings.state", "filing-states", SCOPE_FACT },
    { "receipts.year", NULL, SCOPE_FACT },
    { "receipts.settled-by-card", NULL, SCOPE_FACT },
};
const size_t measure_scope_path_count = COUNT_OF(measure_scope_paths);

/* ---- reading ---- */

static const struct scope_path *path_find(struct text path)
{
    for (size_t i = 0; i < measure_scope_path_count; i++)
        if (text_is(path, measure_scope_paths[i].path))
            return &measure_scope_paths[i];
    return NULL;
}

static bool is_group(struct text key)
{
    static const char *const groups[] = { "people", "institutions", "units", "filings",
                                          "receipts" };
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (text_is(key, groups[i]))
            return true;
    return false;
}

static void complain_path(const struct form_reading *reading, const struct yaml *node,
                          struct text path)
{
    struct text names[64];
    CHECK(measure_scope_path_count <= COUNT_OF(names));
    for (size_t i = 0; i < measure_scope_path_count; i++)
        names[i] = text_of(measure_scope_paths[i].path);
    struct text nearest = nearest_name(path, names, measure_scope_path_count);
    form_complain(reading, node, path,
                  text_present(nearest) ? "rules.fault.unknown-key-near"
                                        : "rules.fault.unknown-key", nearest, TEXT(""));
}

static bool is_diagnosis(struct text value)
{
    struct text until, from = text_until(value, '-', &until);
    bool good = from.length >= 1 && from.data[0] >= 'A' && from.data[0] <= 'Z';
    return good && (until.data == NULL || (until.length >= 1 && until.data[0] >= 'A'
                                           && until.data[0] <= 'Z'
                                           && text_compare(from, until) <= 0));
}

/* What is no word of a set has a form of its own. */
static const char *value_fault(const struct form_reading *reading, struct text path,
                               struct text value)
{
    int64_t number;
    if (text_is(path, "places"))
        return text_to_int64(value, &number) && number >= 0 && number <= INT32_MAX
            && division_exists(reading->divisions, (int32_t)number) ? NULL : "rules.fault.place";
    if (text_is(path, "people.diagnosis"))
        return is_diagnosis(value) ? NULL : "rules.fault.not-a-diagnosis";
    if (text_is(path, "receipts.year"))
        return text_to_int64(value, &number) && number >= 1990 && number <= 2200
            ? NULL : "rules.fault.not-a-year";
    if (text_is(path, "receipts.settled-by-card"))
        return text_is(value, "yes") || text_is(value, "no") ? NULL : "rules.fault.not-yes-or-no";
    struct date day;
    char text[16];
    struct builder builder = builder_over(text, sizeof text);
    builder_add(&builder, value);
    builder_add(&builder, TEXT("-01"));
    if (value.length == 4 && text_to_int64(value, &number) && number >= 1990 && number <= 2200)
        return NULL;        /* a whole year */
    return value.length == 7 && date_parse(builder_text(&builder), &day)
        ? NULL : "rules.fault.not-a-month";
}

static bool condition_fill(const struct form_reading *reading, const struct yaml *value,
                           const struct scope_path *path, struct measure_condition *condition)
{
    condition->path = path->path;
    condition->of = path->of;
    struct text *items;
    if (!yaml_texts(reading->reading, value, text_of(path->path), &items,
                    &condition->any_of.count))
        return false;
    condition->any_of.items = items;
    bool good = true;
    for (size_t i = 0; i < condition->any_of.count; i++) {
        /* A period is a month, a year, or one of a kind: deferred. */
        bool period = text_is(text_of(path->path), "periods")
            && value_fault(reading, TEXT("periods"), items[i]) == NULL;
        if (path->words != NULL && !period) {
            good &= form_word_check(reading, value, text_of(path->path), path->words, items[i]);
            continue;
        }
        const char *why = period ? NULL : value_fault(reading, text_of(path->path), items[i]);
        if (why != NULL)
            form_complain(reading, value, text_of(path->path), why, items[i], TEXT(""));
        good &= why == NULL;
    }
    return good;
}

struct scope_filling {
    const struct form_reading *reading;
    struct measure_condition *conditions;
    struct measure_scope *scope;
    bool good;
};

static void condition_add(struct scope_filling *filling, const struct yaml *key,
                          const struct yaml *value, struct text path)
{
    if (text_is(path, "decided") || text_ends(path, TEXT(".decided"))) {
        filling->scope->decided = arena_text(filling->reading->reading->arena, yaml_text(value));
        return;
    }
    const struct scope_path *known = path_find(path);
    if (known == NULL) {
        complain_path(filling->reading, key, path);
        filling->good = false;
        return;
    }
    CHECK(filling->scope->count < measure_scope_path_count);    /* a mapping has no key twice */
    filling->good &= condition_fill(filling->reading, value, known,
                                    &filling->conditions[filling->scope->count++]);
}

bool form_fill_scope(const struct form_reading *reading, const struct yaml *node,
                     struct measure_scope *scope)
{
    struct arena *arena = reading->reading->arena;
    if (yaml_kind(node) != YAML_MAPPING) {
        form_complain(reading, node, TEXT("scope"), "rules.fault.not-a-mapping", TEXT(""),
                      TEXT(""));
        return false;
    }
    struct scope_filling filling = { .reading = reading, .scope = scope, .good = true };
    filling.conditions = ARENA_ARRAY(arena, struct measure_condition, measure_scope_path_count);
    scope->conditions = filling.conditions;
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *key = yaml_key(node, i), *value = yaml_at(node, i);
        if (!is_group(yaml_text(key)) || yaml_kind(value) != YAML_MAPPING) {
            condition_add(&filling, key, value, yaml_text(key));
            continue;
        }
        for (size_t j = 0; j < yaml_count(value); j++)
            condition_add(&filling, yaml_key(value, j), yaml_at(value, j),
                          arena_format(arena, "%.*s.%.*s", TEXT_ARGS(yaml_text(key)),
                                       TEXT_ARGS(yaml_text(yaml_key(value, j)))));
    }
    return filling.good;
}
