/* scenario_read.c: see scenario.h. */

#include "scenario.h"

#include "base/check.h"

#include <stdio.h>

#define SCENARIOS_MAX 4000

struct gathering {
    struct scenario *items;
    size_t count;
    struct arena *arena;
    bool good;
};

static void complain(struct gathering *gathering, struct text file, int line, const char *why)
{
    fprintf(stderr, "%.*s:%d: %s\n", TEXT_ARGS(file), line, why);
    gathering->good = false;
}

static struct name_list names_of(const struct yaml *node, struct arena *arena)
{
    if (node == NULL)
        return (struct name_list){ 0 };
    bool one = yaml_kind(node) == YAML_SCALAR;
    size_t count = one ? 1 : yaml_count(node);
    struct text *items = ARENA_ARRAY(arena, struct text, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = yaml_text(one ? node : yaml_at(node, i));
    return (struct name_list){ items, count };
}

static void file_read(struct gathering *gathering, const struct publication *publication)
{
    const struct yaml *root;
    struct yaml_fault fault;
    if (!yaml_parse(publication->text, gathering->arena, &root, &fault)) {
        complain(gathering, publication->file, fault.line, fault.reason.data);
        return;
    }
    const struct yaml *scenarios = yaml_member(root, TEXT("scenarios"));
    if (scenarios == NULL || yaml_kind(scenarios) != YAML_SEQUENCE)
        complain(gathering, publication->file, 1, "it has no scenarios");
    for (size_t i = 0; i < yaml_count(scenarios); i++) {
        const struct yaml *node = yaml_at(scenarios, i);
        struct scenario *scenario = &gathering->items[gathering->count++];
        CHECK(gathering->count < SCENARIOS_MAX);
        *scenario = (struct scenario){ .file = publication->file, .line = yaml_line(node),
            .clauses = names_of(yaml_member(node, TEXT("clauses")), gathering->arena),
            .measures = names_of(yaml_member(node, TEXT("measures")), gathering->arena),
            .says = yaml_text(yaml_member(node, TEXT("says"))), .defaults = root, .node = node };
        if (scenario->clauses.count + scenario->measures.count == 0
            || !text_present(scenario->says)
            || (yaml_count(yaml_member(node, TEXT("asks"))) == 0
                && yaml_member(node, TEXT("loads")) == NULL))
            complain(gathering, scenario->file, scenario->line,
                     "a scenario has clauses or measures, says and asks");
    }
}

bool scenarios_read(const char *folder, struct arena *arena, struct scenarios *ret_scenarios)
{
    struct rule_faults faults;
    struct publication *files;
    size_t count;
    rule_faults_init(&faults, arena);
    if (!publications_read(folder, (struct moment){ 0 }, 1, arena, &faults, &files, &count)) {
        rule_faults_print(&faults, stderr);
        return false;
    }
    struct gathering gathering = { .arena = arena, .good = true,
        .items = ARENA_ARRAY(arena, struct scenario, SCENARIOS_MAX) };
    for (size_t i = 0; i < count; i++) {
        /* They are read like rule files, and are none. */
        files[i].file = arena_format(arena, "scenarios%.*s",
                                     TEXT_ARGS(text_slice(files[i].file, 5, SIZE_MAX)));
        file_read(&gathering, &files[i]);
    }
    *ret_scenarios = (struct scenarios){ gathering.items, gathering.count };
    return gathering.good;
}

/* ---- the rules they are tried against ---- */

static bool is_wanted(struct text file)
{
    static const char *const folders[] = { "rules/divisions/", "rules/calendar/",
        "rules/measures/", "rules/matters/", "rules/notices/" };
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        if (text_starts(file, text_of(folders[i])))
            return true;
    return false;
}

bool shelf_fill(struct shelf *shelf, const char *folder)
{
    struct rule_faults faults;
    struct publication *all;
    size_t count;
    arena_init(&shelf->arena);
    rule_faults_init(&faults, &shelf->arena);
    if (!publications_read(folder, (struct moment){ 0 }, 1, &shelf->arena, &faults, &all,
                           &count)) {
        rule_faults_print(&faults, stderr);
        return false;
    }
    shelf->publications = ARENA_ARRAY(&shelf->arena, struct publication, count + 1);
    for (size_t i = 0; i < count; i++)
        if (is_wanted(all[i].file))
            shelf->publications[shelf->count++] = all[i];
    return true;
}

const struct book *shelf_book(const struct shelf *shelf, struct rule_faults *faults)
{
    return book_build(shelf->publications, shelf->count, NULL, 0, faults);
}
