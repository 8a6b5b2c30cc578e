/* rules_print.c: see rules_print.h. */

#include "programs/rules_print.h"

#include "base/check.h"
#include "core/calendar.h"
#include "core/deadline_certificate.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "core/shape_json.h"

#include <stdio.h>
#include <string.h>

/* Fields of one value, spread out; a table of ten tiers with ten bands each has 300. */
#define LEAVES_MAX 4000
#define SHAPES_DEEP 12

/* ---- texts ---- */

static bool english(const struct rules_asking *asking)
{
    return asking->language == LANGUAGE_ENGLISH;
}

static const char *say(const struct rules_asking *asking, const char *key)
{
    return words_of(key, asking->language).data;
}

static struct text day_text(const struct rules_asking *asking, struct date day)
{
    if (date_compare(day, DATE_EARLIEST) == 0)
        return text_of(say(asking, "program.rules.earliest-known"));
    if (day.yyyymmdd == 0 || date_compare(day, DATE_LATEST) == 0)
        return text_of(say(asking, "program.rules.no-end"));
    char data[16];
    struct builder builder = builder_over(data, sizeof data);
    date_write(&builder, day);
    return arena_text(asking->arena, builder_text(&builder));
}

static struct text place_text(const struct rules_asking *asking, int32_t place)
{
    const struct divisions *divisions = book_divisions(asking->book);
    struct text name = division_english(divisions, place);
    return english(asking) && text_present(name) ? name : division_name(divisions, place);
}

static struct text state_text(const struct rules_asking *asking, enum rule_state state)
{
    static const char *const keys[] = {
        [RULE_HOLDS] = "rules.state.holds", [RULE_ENDED] = "rules.state.ended",
        [RULE_GAP] = "rules.state.gap", [RULE_AS_WIDER] = "rules.state.as-wider",
    };
    CHECK((size_t)state < COUNT_OF(keys));
    return words_of(keys[state], asking->language);
}

static struct text certainty_text(const struct rules_asking *asking, enum certainty certainty)
{
    return certainty_words(certainty, asking->language);
}

static struct text any_text(const struct rules_asking *asking, struct text name)
{
    return text_present(name) ? name : text_of(say(asking, "program.rules.any"));
}

/* ---- a payload, spread out ---- */

struct leaf {
    struct text path;           /* "rates[tier3].bands[2].share" */
    struct text value;
};

struct leaves {
    struct arena *arena;
    struct leaf *leaves;
    size_t count;
};

static struct text value_text(const struct field *field, const void *object, struct arena *arena)
{
    char data[512];
    struct builder builder = builder_over(data, sizeof data);
    if (field->kind == FIELD_SHARE)
        share_write_percent(&builder, *(const struct share *)field_in(field, object));
    else
        field_write(field, object, &builder);
    return arena_text(arena, builder_text(&builder));
}

/* A row of a list is called by its first text ("tier3"), else by its number from 1: so a row that
 * moves is not shown as changed. */
static struct text row_name(const struct field *list, const void *items, size_t index,
                            struct arena *arena)
{
    const struct field *first = &list->of->fields[0];
    const char *row = (const char *)items + index * list->of->size;
    if (first->kind == FIELD_TEXT && text_present(*(const struct text *)field_in(first, row))) {
        struct text name = *(const struct text *)field_in(first, row);
        for (size_t i = 0; i < index; i++) {
            const char *other = (const char *)items + i * list->of->size;
            if (text_equal(name, *(const struct text *)field_in(first, other)))
                return arena_format(arena, "%.*s#%zu", TEXT_ARGS(name), index + 1);
        }
        return name;
    }
    return arena_format(arena, "%zu", index + 1);
}

/* "no" and 0 are what a condition says when nobody wrote it. */
static bool says_nothing(const struct field *field, const void *object)
{
    if (field->kind == FIELD_FLAG)
        return !*(const bool *)field_in(field, object);
    if (field->kind == FIELD_COUNT)
        return *(const int64_t *)field_in(field, object) == 0;
    return field_is_absent(field, object);
}

/* Nests as deep as our own shapes do. */
static void leaves_add(struct leaves *leaves, const struct shape *shape, const void *object,
                       struct text prefix, int depth)
{
    CHECK(depth < SHAPES_DEEP);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        struct text path = arena_format(leaves->arena, "%.*s%s%s", TEXT_ARGS(prefix),
                                        prefix.length > 0 ? "." : "", field->name);
        if (field->kind == FIELD_OBJECT) {
            leaves_add(leaves, field->of, field_in(field, object), path, depth + 1);
        } else if (field->kind == FIELD_LIST) {
            const struct list *list = field_in(field, object);
            for (size_t k = 0; k < list->count; k++)
                leaves_add(leaves, field->of,
                           (const char *)list->items + k * field->of->size,
                           arena_format(leaves->arena, "%.*s[%.*s]", TEXT_ARGS(path),
                                        TEXT_ARGS(row_name(field, list->items, k,
                                                           leaves->arena))), depth + 1);
        } else if (!says_nothing(field, object) && leaves->count < LEAVES_MAX) {
            leaves->leaves[leaves->count++] =
                (struct leaf){ path, value_text(field, object, leaves->arena) };
        }
    }
}

static struct leaves leaves_of(const struct rules_asking *asking, const struct rule *rule)
{
    struct leaves leaves = { .arena = asking->arena };
    leaves.leaves = ARENA_ARRAY(leaves.arena, struct leaf, LEAVES_MAX);
    if (rule != NULL && rule->payload != NULL)
        leaves_add(&leaves, rule->kind->payload, rule->payload, TEXT(""), 0);
    return leaves;
}

static const struct leaf *leaf_find(const struct leaves *leaves, struct text path)
{
    for (size_t i = 0; i < leaves->count; i++)
        if (text_equal(leaves->leaves[i].path, path))
            return &leaves->leaves[i];
    return NULL;
}

/* ---- one value ---- */

static void print_item(const char *name, struct text value)
{
    if (text_present(value))
        printf("  %s  %.*s\n", name, TEXT_ARGS(value));
}

void rules_print_line(const struct rules_asking *asking, const struct rule *rule)
{
    printf("%-24s %.*s · %.*s · %.*s  %.*s – %.*s  %.*s  [%.*s]\n", rule->kind->about,
           TEXT_ARGS(place_text(asking, rule->place)),
           TEXT_ARGS(any_text(asking, rule->insurance)), TEXT_ARGS(any_text(asking, rule->person)),
           TEXT_ARGS(day_text(asking, rule->from)), TEXT_ARGS(day_text(asking, rule->until)),
           TEXT_ARGS(state_text(asking, rule->state)),
           TEXT_ARGS(certainty_text(asking, rule->certainty)));
}

void rules_print_rule(const struct rules_asking *asking, const struct rule *rule)
{
    struct arena *arena = asking->arena;
    printf("%s  %.*s (%d) · %.*s · %.*s\n", rule->kind->about,
           TEXT_ARGS(place_text(asking, rule->place)), rule->place,
           TEXT_ARGS(any_text(asking, rule->insurance)), TEXT_ARGS(any_text(asking, rule->person)));
    print_item(say(asking, "program.rules.item.in-force"),
               arena_format(arena, "%.*s – %.*s", TEXT_ARGS(day_text(asking, rule->from)),
                            TEXT_ARGS(day_text(asking, rule->until))));
    print_item(say(asking, "program.rules.item.known"),
               arena_format(arena, "%.*s – %.*s", TEXT_ARGS(day_text(asking, rule->known_from)),
                            TEXT_ARGS(day_text(asking, rule->known_until))));
    print_item(say(asking, "program.rules.item.dated-by"), text_of(dated_by_name(rule->dated_by)));
    print_item(say(asking, "program.rules.item.source"),
               rule_source(rule, asking->language));
    print_item(say(asking, "program.rules.item.certain"), certainty_text(asking, rule->certainty));
    print_item(say(asking, "program.rules.item.clauses"), rule->clauses);
    print_item(say(asking, "program.rules.item.note"), rule->note);
    print_item(say(asking, "program.rules.item.file"),
               arena_format(arena, "%.*s:%d", TEXT_ARGS(rule->file), rule->line));
    struct leaves leaves = leaves_of(asking, rule);
    for (size_t i = 0; i < leaves.count; i++)
        printf("    %-44.*s %.*s\n", TEXT_ARGS(leaves.leaves[i].path),
               TEXT_ARGS(leaves.leaves[i].value));
}

void rules_print_none(const struct rules_asking *asking, const struct question *question,
                      enum rule_answer answer)
{
    puts(answer == RULE_NONE
         ? say(asking, "program.rules.nothing-is-in-force-that-day")
         : say(asking, "program.rules.not-known-for-that-day-the-n"));
    size_t count;
    const struct rule *const *rules = book_rules(asking->book, &count);
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!text_is(text_of(question->about), rules[i]->kind->about)
            || !division_is_within(book_divisions(asking->book), question->place,
                                   rules[i]->place))
            continue;
        if (first)
            puts(say(asking, "program.rules.written-are"));
        first = false;
        rules_print_line(asking, rules[i]);
    }
}

/* ---- JSON ---- */

static void member_text(struct json_writer *writer, const char *name, struct text text)
{
    if (!text_present(text))
        return;
    json_key(writer, text_of(name));
    json_write_text(writer, text);
}

static void member_day(struct json_writer *writer, const char *name, struct date day)
{
    char data[16];
    struct builder builder = builder_over(data, sizeof data);
    json_key(writer, text_of(name));
    if (day.yyyymmdd == 0 || date_compare(day, DATE_EARLIEST) == 0
        || date_compare(day, DATE_LATEST) == 0) {
        json_write_null(writer);
        return;
    }
    date_write(&builder, day);
    json_write_text(writer, builder_text(&builder));
}

static void member_rule(struct json_writer *writer, const struct rule *rule)
{
    json_key(writer, TEXT("place"));
    json_write_int(writer, rule->place);
    member_text(writer, "insurance", rule->insurance);
    member_text(writer, "person", rule->person);
    member_day(writer, "from", rule->from);
    member_day(writer, "until", rule->until);
    member_day(writer, "known-from", rule->known_from);
    member_day(writer, "known-until", rule->known_until);
    member_text(writer, "dated-by", text_of(dated_by_name(rule->dated_by)));
    member_text(writer, "certainty", text_of(certainty_name(rule->certainty)));
    member_text(writer, "source", rule->source);
    member_text(writer, "clauses", rule->clauses);
    member_text(writer, "note", rule->note);
    member_text(writer, "file", rule->file);
    json_key(writer, TEXT("line"));
    json_write_int(writer, rule->line);
    json_key(writer, TEXT("value"));
    shape_to_json(rule->kind->payload, rule->payload, NAMES_OURS, writer);
}

void rules_print_json(const struct rules_asking *asking, const struct question *question,
                      enum rule_answer answer, const struct rule *rule)
{
    static const char *const answers[] = { [RULE_FOUND] = "found", [RULE_NONE] = "none",
                                           [RULE_NOT_KNOWN] = "not-known" };
    struct json_writer writer;
    json_writer_init(&writer, asking->arena);
    json_object_begin(&writer);
    member_text(&writer, "answer", text_of(answers[answer]));
    member_text(&writer, "about", text_of(question->about));
    member_day(&writer, "on", question->day);
    if (rule != NULL)
        member_rule(&writer, rule);
    json_object_end(&writer);
    printf("%.*s\n", TEXT_ARGS(json_writer_text(&writer)));
}

/* ---- changes ---- */

static const struct rule *rule_on(const struct rule *const *rows, size_t count, struct date day,
                                  struct date known)
{
    for (size_t i = 0; i < count; i++)
        if (date_within(day, rows[i]->from, rows[i]->until)
            && date_within(known, rows[i]->known_from, rows[i]->known_until))
            return rows[i];
    return NULL;
}

static struct text whole_state(const struct rules_asking *asking, const struct rule *rule)
{
    return rule == NULL ? text_of(say(asking, "program.rules.not-known"))
        : state_text(asking, rule->state);
}

static void print_leaf_change(const struct leaf *before, const struct leaf *after)
{
    struct text path = before != NULL ? before->path : after->path;
    struct text old = before != NULL ? before->value : TEXT("—");
    struct text new = after != NULL ? after->value : TEXT("—");
    printf("    %-44.*s %.*s → %.*s\n", TEXT_ARGS(path), TEXT_ARGS(old), TEXT_ARGS(new));
}

/* Changed, gone and new fields, in the order of the table; answers how many. */
static int print_field_changes(const struct rules_asking *asking, const struct rule *before,
                               const struct rule *after, bool print)
{
    struct leaves old = leaves_of(asking, before), new = leaves_of(asking, after);
    int changes = 0;
    for (size_t i = 0; i < old.count; i++) {
        const struct leaf *now = leaf_find(&new, old.leaves[i].path);
        if (now != NULL && text_equal(now->value, old.leaves[i].value))
            continue;
        changes++;
        if (print)
            print_leaf_change(&old.leaves[i], now);
    }
    for (size_t i = 0; i < new.count; i++)
        if (leaf_find(&old, new.leaves[i].path) == NULL) {
            changes++;
            if (print)
                print_leaf_change(NULL, &new.leaves[i]);
        }
    return changes;
}

static bool same_rows(const struct rule *a, const struct rule *b)
{
    return a->kind == b->kind && a->place == b->place && text_equal(a->insurance, b->insurance)
        && text_equal(a->person, b->person);
}

static int print_series_change(const struct rules_asking *asking, const struct rule *const *rows,
                               size_t count, struct date before, struct date after)
{
    struct date known = asking->known.yyyymmdd == 0 ? DATE_LATEST : asking->known;
    const struct rule *old = rule_on(rows, count, before, known);
    const struct rule *new = rule_on(rows, count, after, known);
    bool holds = old != NULL && new != NULL && old->state == RULE_HOLDS
        && new->state == RULE_HOLDS;
    if (old == new || (holds && print_field_changes(asking, old, new, false) == 0)
        || (old != NULL && new != NULL && !holds && old->state == new->state))
        return 0;
    printf("%s  %.*s (%d) · %.*s · %.*s\n", rows[0]->kind->about,
           TEXT_ARGS(place_text(asking, rows[0]->place)), rows[0]->place,
           TEXT_ARGS(any_text(asking, rows[0]->insurance)),
           TEXT_ARGS(any_text(asking, rows[0]->person)));
    if (!holds)
        printf("    %.*s → %.*s\n", TEXT_ARGS(whole_state(asking, old)),
               TEXT_ARGS(whole_state(asking, new)));
    if (new != NULL && new->state == RULE_HOLDS)
        print_field_changes(asking, holds ? old : NULL, new, true);
    if (new != NULL)
        printf("    %s  %.*s (%.*s:%d)\n", say(asking, "program.rules.source"),
               TEXT_ARGS(rule_source(new, asking->language)), TEXT_ARGS(new->file), new->line);
    return 1;
}

int rules_print_changes(const struct rules_asking *asking, struct date before, struct date after,
                        bool one_place)
{
    size_t count, many;
    int changes = 0;
    const struct divisions *divisions = book_divisions(asking->book);
    const struct rule *const *rules = book_rules(asking->book, &count);
    for (size_t i = 0; i < count; i += many) {
        for (many = 1; i + many < count && same_rows(rules[i], rules[i + many]);)
            many++;
        if ((one_place && !division_is_within(divisions, asking->place, rules[i]->place))
            || (text_present(asking->insurance) && text_present(rules[i]->insurance)
                && !text_equal(asking->insurance, rules[i]->insurance))
            || (text_present(asking->person) && text_present(rules[i]->person)
                && !text_equal(asking->person, rules[i]->person)))
            continue;
        changes += print_series_change(asking, &rules[i], many, before, after);
    }
    return changes + rules_print_measure_changes(asking, before, after, one_place);
}

/* ---- days ---- */

static void print_count(const struct rules_asking *asking, struct date day, struct moment known)
{
    struct deadline_clock_kind kind = { .name = TEXT("count"), .unit = CLOCK_WORKING_DAYS,
        .count = asking->plus };
    struct deadline_clock clock = { .kind = &kind, .start = day };
    struct clock_world world = { .calendar = book_calendar(asking->book),
        .divisions = book_divisions(asking->book), .known = known };
    struct arena *arena = asking->arena;
    struct deadline_answer answer = deadline_of(&clock, &world, arena);
    if (asking->json) {
        struct json_writer writer;
        json_writer_init(&writer, arena);
        struct deadline_certificate certificate;
        deadline_certify(&answer, &world, arena, &certificate);
        shape_to_json(&deadline_certificate_shape, &certificate, NAMES_OURS, &writer);
        printf("%.*s\n", TEXT_ARGS(json_writer_text(&writer)));
        return;
    }
    size_t size = 512 * 1024;
    struct builder builder = builder_over(arena_take(arena, size), size);
    deadline_write(&builder, &answer, asking->language);
    printf("%.*s", TEXT_ARGS(builder_text(&builder)));
}

static void print_day_json(const struct rules_asking *asking, const struct calendar_day *found)
{
    struct json_writer writer;
    json_writer_init(&writer, asking->arena);
    json_object_begin(&writer);
    member_day(&writer, "day", found->date);
    json_key(&writer, TEXT("working"));
    json_write_flag(&writer, found->working);
    json_key(&writer, TEXT("published"));
    json_write_flag(&writer, found->published);
    member_text(&writer, "reason", words_of(day_reason_key(found->reason), asking->language));
    member_text(&writer, "name", found->name);
    if (found->paper != NULL) {
        member_text(&writer, "paper", found->paper->number);
        member_text(&writer, "source", found->paper->source);
    }
    json_object_end(&writer);
    printf("%.*s\n", TEXT_ARGS(json_writer_text(&writer)));
}

void rules_print_day(const struct rules_asking *asking, struct date day)
{
    static const char *const WEEKDAYS[] = {
        "", "program.weekday.1", "program.weekday.2", "program.weekday.3", "program.weekday.4",
        "program.weekday.5", "program.weekday.6", "program.weekday.7",
    };
    struct moment known = { 0 };
    if (asking->known.yyyymmdd != 0)
        known = moment_at(asking->known, 23, 59, 59);
    if (asking->plus >= 0) {
        print_count(asking, day, known);
        return;
    }
    struct calendar_day found = calendar_day(book_calendar(asking->book), day, known);
    if (asking->json) {
        print_day_json(asking, &found);
        return;
    }
    struct text reason = words_of(day_reason_key(found.reason), asking->language);
    struct text name = english(asking) && text_present(found.english) ? found.english : found.name;
    printf("%.*s %s  %s (%.*s%s%.*s)", TEXT_ARGS(day_text(asking, day)),
           say(asking, WEEKDAYS[date_weekday(day)]),
           found.working ? say(asking, "program.rules.working") : say(asking, "program.rules.off"),
           TEXT_ARGS(reason), text_present(name) ? " · " : "", TEXT_ARGS(name));
    if (found.paper != NULL)
        printf("  %.*s, %.*s, %s %.*s", TEXT_ARGS(found.paper->number),
               TEXT_ARGS(found.paper->source), say(asking, "program.rules.known-on"),
               TEXT_ARGS(day_text(asking, found.paper->known)));
    if (!found.published)
        printf("  %s", say(asking, "program.rules.not-published-yet-by-weekday"));
    putchar('\n');
}
