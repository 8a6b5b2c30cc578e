/* scenarios_test.c: tries every scenario over the rules; prints "pass ID" or "fail ID" for the
 * clauses it carries, "holds ID" or "breaks ID" for the measures it shows.
 *
 *     scenarios_test FOLDER KINDS DATES [PREFIX]      only those with a clause that begins so
 *
 * KINDS says of every clause what it is: one is a measure just when the book has a measure of it,
 * and each measure of those notices is shown by a scenario. DATES lists each day and limit of the
 * notices: a scenario of its clause (or the program it names) asks at the last moment that is in
 * and at the first that is out. */

#include "scenario.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

static bool one_begins(struct name_list names, const char *prefix)
{
    for (size_t i = 0; i < names.count; i++)
        if (text_starts(names.items[i], text_of(prefix)))
            return true;
    return false;
}

static bool is_asked_for(const struct scenario *scenario, const char *prefix)
{
    return prefix == NULL || one_begins(scenario->clauses, prefix)
        || one_begins(scenario->measures, prefix);
}

static void tell(struct name_list names, const char *verdict)
{
    for (size_t i = 0; i < names.count; i++)
        printf("%s %.*s\n", verdict, TEXT_ARGS(names.items[i]));
}

static bool try_one(struct trying *trying, const struct scenario *scenario)
{
    static char lines[64 * 1024];
    struct builder complaint = builder_over(lines, sizeof lines);
    bool good = scenario_holds(trying, scenario, &complaint);
    if (!good)
        fprintf(stderr, "%.*s:%d: %.*s\n%.*s", TEXT_ARGS(scenario->file), (int)scenario->line,
                TEXT_ARGS(scenario->says), (int)complaint.length, lines);
    tell(scenario->clauses, good ? "pass" : "fail");
    tell(scenario->measures, good ? "holds" : "breaks");
    return good;
}

/* ---- what is said of the clauses, and what the book has ---- */

struct checking {
    const struct book *book;
    const struct scenarios *scenarios;
    char kinds[256 * 1024];
    size_t length;
    bool good;
};

static bool cited_in(struct text cites, struct text id)
{
    while (text_present(cites))
        if (text_equal(text_until(cites, ' ', &cites), id))
            return true;
    return false;
}

static bool is_measure(const struct book *book, struct text id)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++) {
        if (cited_in(measures[i]->cites, id))
            return true;
        if (measures[i]->verb != VERB_OUTAGE)
            continue;
        for (size_t j = 0; j < measures[i]->outage.count; j++)
            if (cited_in(measures[i]->outage.rows[j].cites, id))
                return true;
    }
    return false;
}

static bool is_shown(const struct scenarios *scenarios, struct text id)
{
    for (size_t i = 0; i < scenarios->count; i++)
        if (name_list_has(scenarios->items[i].clauses, id)
            || name_list_has(scenarios->items[i].measures, id))
            return true;
    return false;
}

static void kind_check(struct checking *checking, struct text id, struct text kind)
{
    const char *wrong = NULL;
    bool said = text_is(kind, "measure");
    if (said != is_measure(checking->book, id))
        wrong = said ? "no notice has a measure of it" : "there is a measure of it";
    else if (said && !is_shown(checking->scenarios, id))
        wrong = "no scenario shows its measure";
    if (wrong == NULL)
        return;
    fprintf(stderr, "%.*s is said to be %.*s: %s\n", TEXT_ARGS(id), TEXT_ARGS(kind), wrong);
    checking->good = false;
}

static bool kinds_check(const struct book *book, const struct scenarios *scenarios,
                        const char *path)
{
    static struct checking checking;
    FILE *file = fopen(path, "r");
    checking = (struct checking){ .book = book, .scenarios = scenarios, .good = file != NULL };
    if (file == NULL)
        return false;
    checking.length = fread(checking.kinds, 1, sizeof checking.kinds, file);
    fclose(file);
    struct text rest = { checking.kinds, checking.length };
    text_until(rest, '\n', &rest);
    while (text_present(rest)) {
        struct text line = text_until(rest, '\n', &rest);
        struct text id = text_until(line, '\t', &line);
        kind_check(&checking, id, text_until(line, '\t', &line));
    }
    return checking.good;
}

/* ---- each day at the last moment in and the first out ---- */

static bool mapping_has(const struct yaml *mapping, struct text value)
{
    for (size_t i = 0; i < yaml_count(mapping); i++)
        if (text_equal(yaml_text(yaml_at(mapping, i)), value))
            return true;
    return false;
}

/* In what an ask is given, or in its other circumstances. */
static bool ask_has(const struct yaml *ask, struct text value)
{
    static const char *const others[] = { "also-when", "not-when" };
    if (mapping_has(ask, value))
        return true;
    for (size_t o = 0; o < sizeof others / sizeof others[0]; o++) {
        const struct yaml *list = yaml_member(ask, text_of(others[o]));
        for (size_t i = 0; i < yaml_count(list); i++)
            if (mapping_has(yaml_at(list, i), value))
                return true;
    }
    return false;
}

static bool scenarios_ask(const struct scenarios *scenarios, struct text id, struct text value)
{
    for (size_t i = 0; i < scenarios->count; i++) {
        const struct scenario *scenario = &scenarios->items[i];
        const struct yaml *asks = yaml_member(scenario->node, TEXT("asks"));
        if (!name_list_has(scenario->clauses, id) && !name_list_has(scenario->measures, id))
            continue;
        for (size_t a = 0; a < yaml_count(asks); a++)
            if (ask_has(yaml_at(asks, a), value))
                return true;
    }
    return false;
}

/* "…/tests/clauses/scenarios" -> the text of clause_<name>_test.c beside it. */
static bool program_has(const char *folder, struct text name, struct text value)
{
    static char source[128 * 1024];
    char path[512];
    snprintf(path, sizeof path, "%s/../%.*s_test.c", folder, TEXT_ARGS(name));
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    struct text all = { source, fread(source, 1, sizeof source, file) };
    fclose(file);
    for (size_t at = 0; at + value.length <= all.length; at++)
        if (text_starts(text_slice(all, at, all.length), value))
            return true;
    return false;
}

static bool date_check(const char *folder, const struct scenarios *scenarios, struct text line)
{
    bool good = true;
    struct text id = text_until(line, '\t', &line), shown = text_until(line, '\t', &line);
    for (int edge = 0; edge < 2; edge++) {
        struct text value = text_until(line, '\t', &line);
        if (text_is(shown, "scenarios") ? scenarios_ask(scenarios, id, value)
                                        : program_has(folder, shown, value))
            continue;
        fprintf(stderr, "%.*s: %.*s asks nothing at %.*s\n", TEXT_ARGS(id), TEXT_ARGS(shown),
                TEXT_ARGS(value));
        good = false;
    }
    return good;
}

static bool dates_check(const char *folder, const struct scenarios *scenarios, const char *path)
{
    static char dates[64 * 1024];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    struct text rest = { dates, fread(dates, 1, sizeof dates, file) };
    fclose(file);
    bool good = true;
    text_until(rest, '\n', &rest);
    while (text_present(rest))
        good &= date_check(folder, scenarios, text_until(rest, '\n', &rest));
    return good;
}

int main(int argc, char **argv)
{
    const char *rules = getenv("YIBAO_RULES");
    struct shelf shelf = { 0 };
    struct arena texts, scratch;
    struct rule_faults faults;
    struct scenarios scenarios;
    if (argc < 4 || !shelf_fill(&shelf, rules == NULL ? "rules" : rules))
        return 2;
    arena_init(&texts);
    arena_init(&scratch);
    rule_faults_init(&faults, &texts);
    bool good = scenarios_read(argv[1], &texts, &scenarios);
    struct trying trying = { .arena = &scratch,
                             .book = shelf_book(&shelf, &faults) };
    if (trying.book == NULL)
        rule_faults_print(&faults, stderr);
    for (size_t i = 0; trying.book != NULL && i < scenarios.count; i++)
        if (is_asked_for(&scenarios.items[i], argc > 4 ? argv[4] : NULL)) {
            good &= try_one(&trying, &scenarios.items[i]);
            arena_clear(&scratch);
        }
    good = good && trying.book != NULL && kinds_check(trying.book, &scenarios, argv[2])
        && dates_check(argv[1], &scenarios, argv[3]);
    book_release(trying.book);
    arena_release(&scratch);
    arena_release(&texts);
    arena_release(&shelf.arena);
    return good ? 0 : 1;
}
