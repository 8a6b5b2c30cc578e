/* scenario_take.c: what is given in a scenario; see scenario_ask.h. */

#include "scenario_ask.h"

#include "base/check.h"

#include <string.h>

static const char *const plain_keys[] = {
    "usual", "start", "working-days", "calendar-days", "handed-in", "granted", "done", "happened",
    "state",
    "by", "must", "row", "step", "job", "case", "original", "against", "kinds",
};
/* Read by others, or for the reader. */
static const char *const passed_keys[] = {
    "then", "also-when", "not-when", "scenarios", "published", "loads", "about", "clauses",
    "measures", "says", "asks",
};

static bool one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, names[i]))
            return true;
    return false;
}

bool verb_of_name(struct text name, enum measure_verb *ret_verb)
{
    for (int i = 0; i < VERB_COUNT; i++)
        if (text_is(name, measure_verb_name((enum measure_verb)i))) {
            *ret_verb = (enum measure_verb)i;
            return true;
        }
    return false;
}

static const char *scope_path(struct text path)
{
    for (size_t i = 0; i < measure_scope_path_count; i++)
        if (text_is(path, measure_scope_paths[i].path))
            return measure_scope_paths[i].path;
    return NULL;
}

static void facts_drop(struct asking *asking, const char *path)
{
    size_t kept = 0;
    for (size_t i = 0; i < asking->fact_count; i++)
        if (strcmp(asking->facts[i].path, path) != 0)
            asking->facts[kept++] = asking->facts[i];
    asking->fact_count = kept;
}

/* What is given anew stands instead of the default; `none` stands for nothing. */
static bool facts_take(struct asking *asking, struct text path, const struct yaml *value)
{
    const char *known = scope_path(path);
    if (known == NULL)
        return false;
    facts_drop(asking, known);
    bool one = yaml_kind(value) == YAML_SCALAR;
    for (size_t i = 0; i < (one ? 1 : yaml_count(value)); i++) {
        struct text said = yaml_text(one ? value : yaml_at(value, i));
        if (text_is(said, "none"))
            continue;
        CHECK(asking->fact_count < ASK_FACTS_MAX);
        asking->facts[asking->fact_count++] = (struct measure_fact){ known, said };
    }
    return true;
}

static bool group_take(struct asking *asking, struct text group, const struct yaml *value)
{
    static const char *const groups[] = { "people", "institutions", "units", "filings",
                                          "receipts" };
    if (!one_of(group, groups, COUNT_OF(groups)))
        return false;
    if (yaml_kind(value) == YAML_MAPPING) {
        for (size_t i = 0; i < yaml_count(value); i++) {
            struct text path = arena_format(asking->trying->arena, "%.*s.%.*s", TEXT_ARGS(group),
                                            TEXT_ARGS(yaml_text(yaml_key(value, i))));
            if (!facts_take(asking, path, yaml_at(value, i)))
                return false;
        }
        return true;
    }
    if (!text_is(yaml_text(value), "none"))
        return false;
    for (size_t i = 0; i < measure_scope_path_count; i++)
        if (text_starts(text_of(measure_scope_paths[i].path), group))
            facts_drop(asking, measure_scope_paths[i].path);
    return true;
}

/* { event: epidemic-end, place: 110000, on: 2020-06-06, declared: …, withdrawn: … } */
static bool event_take(struct asking *asking, const struct yaml *node)
{
    struct event_fact event = { .kind = yaml_text(yaml_member(node, TEXT("event"))) };
    struct text withdrawn = yaml_text(yaml_member(node, TEXT("withdrawn")));
    struct text declared = yaml_text(yaml_member(node, TEXT("declared")));
    int64_t place;
    if (!text_present(event.kind) || asking->event_count == ASK_EVENTS_MAX
        || !text_to_int64(yaml_text(yaml_member(node, TEXT("place"))), &place)
        || !date_parse(yaml_text(yaml_member(node, TEXT("on"))), &event.day)
        || (text_present(declared) && !moment_parse(declared, &event.declared))
        || (text_present(withdrawn) && !moment_parse(withdrawn, &event.withdrawn)))
        return false;
    if (!text_present(declared))
        event.declared = moment_of_date(event.day);
    event.place = (int32_t)place;
    event.paper = TEXT("示例公告");
    asking->events[asking->event_count++] = event;
    return true;
}

static bool events_take(struct asking *asking, const struct yaml *value)
{
    asking->event_count = 0;
    if (text_is(yaml_text(value), "none"))
        return true;
    for (size_t i = 0; i < yaml_count(value); i++)
        if (!event_take(asking, yaml_at(value, i)))
            return false;
    return yaml_kind(value) == YAML_SEQUENCE;
}

static bool on_take(struct asking *asking, struct text text)
{
    asking->at = (struct moment){ 0 };
    if (text.length == 10 && date_parse(text, &asking->day))
        return true;
    if (!moment_parse(text, &asking->at))
        return false;
    asking->day = date_of_moment(asking->at);
    return true;
}

static void extra_take(struct asking *asking, struct text key, const struct yaml *value)
{
    size_t at = 0;
    while (at < asking->extra_count && !text_equal(asking->extra_keys[at], key))
        at++;
    CHECK(at < COUNT_OF(asking->extras));
    asking->extra_keys[at] = key;
    asking->extras[at] = value;
    asking->extra_count += at == asking->extra_count;
}

static const char *const own_questions[] = {
    "deadline", "duty", "return", "mode", "pays", "prepaid", "who", "kept", "ways", "medicine",
};

static bool key_take(struct asking *asking, struct text key, const struct yaml *value)
{
    enum measure_verb verb;
    int64_t place;
    struct text text = yaml_text(value);
    if (verb_of_name(key, &verb) || one_of(key, own_questions, COUNT_OF(own_questions))) {
        asking->question = key;
        asking->thing = text_is(text, "any") ? (struct text){ 0 } : text;
        return true;
    }
    if (one_of(key, passed_keys, COUNT_OF(passed_keys)))
        return true;
    if (text_is(key, "place")) {
        bool good = text_to_int64(text, &place);
        asking->place = (int32_t)place;
        return good;
    }
    if (text_is(key, "on"))
        return on_take(asking, text);
    if (text_is(key, "known"))
        return date_parse(text, &asking->known);
    if (text_is(key, "events"))
        return events_take(asking, value);
    if (one_of(key, plain_keys, COUNT_OF(plain_keys))) {
        extra_take(asking, key, value);
        return true;
    }
    return facts_take(asking, key, value) || group_take(asking, key, value);
}

bool asking_take(struct asking *asking, const struct yaml *mapping, struct builder *complaint)
{
    for (size_t i = 0; i < yaml_count(mapping); i++)
        if (!key_take(asking, yaml_text(yaml_key(mapping, i)), yaml_at(mapping, i))) {
            builder_format(complaint, "line %d: %.*s is not understood\n",
                           yaml_line(yaml_key(mapping, i)),
                           TEXT_ARGS(yaml_text(yaml_key(mapping, i))));
            return false;
        }
    return true;
}

struct text asking_extra(const struct asking *asking, const char *key)
{
    for (size_t i = 0; i < asking->extra_count; i++)
        if (text_is(asking->extra_keys[i], key))
            return yaml_text(asking->extras[i]);
    return (struct text){ 0 };
}

struct text asking_fact(const struct asking *asking, const char *path)
{
    for (size_t i = 0; i < asking->fact_count; i++)
        if (strcmp(asking->facts[i].path, path) == 0)
            return asking->facts[i].value;
    return (struct text){ 0 };
}

struct measure_question asking_question(const struct asking *asking, enum measure_verb verb)
{
    return (struct measure_question){
        .verb = verb, .place = asking->place, .day = asking->day, .at = asking->at,
        .known = asking->known, .facts = asking->facts, .fact_count = asking->fact_count,
        .matter = asking_fact(asking, "matters"), .insurance = asking_fact(asking, "insurance"),
        .applicant = asking_fact(asking, "applicants"), .thing = asking->thing,
        .events = { asking->events, asking->event_count },
    };
}
