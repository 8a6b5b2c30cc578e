/* scenarios_test.c: tries every scenario over the rules; prints "pass ID" or "fail ID".
 *
 *     scenarios_test FOLDER [PREFIX]        only those with a clause that begins so
 */

#include "scenario.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_asked_for(const struct scenario *scenario, const char *prefix)
{
    bool asked = prefix == NULL;
    for (size_t i = 0; i < scenario->clauses.count; i++)
        asked = asked || text_starts(scenario->clauses.items[i], text_of(prefix));
    return asked;
}

static bool try_one(struct trying *trying, const struct scenario *scenario)
{
    static char lines[64 * 1024];
    struct builder complaint = builder_over(lines, sizeof lines);
    bool good = scenario_holds(trying, scenario, &complaint);
    if (!good)
        fprintf(stderr, "%.*s:%d: %.*s\n%.*s", TEXT_ARGS(scenario->file), (int)scenario->line,
                TEXT_ARGS(scenario->says), (int)complaint.length, lines);
    for (size_t i = 0; i < scenario->clauses.count; i++)
        printf("%s %.*s\n", good ? "pass" : "fail", TEXT_ARGS(scenario->clauses.items[i]));
    return good;
}

int main(int argc, char **argv)
{
    const char *rules = getenv("YIBAO_RULES");
    struct shelf shelf = { 0 };
    struct arena texts, scratch;
    struct rule_faults faults;
    struct scenarios scenarios;
    if (argc < 2 || !shelf_fill(&shelf, rules == NULL ? "rules" : rules))
        return 2;
    arena_init(&texts);
    arena_init(&scratch);
    rule_faults_init(&faults, &texts);
    bool good = scenarios_read(argv[1], &texts, &scenarios);
    struct trying trying = { .shelf = &shelf, .arena = &scratch,
                             .book = shelf_book(&shelf, NULL, 0, &faults) };
    if (trying.book == NULL)
        rule_faults_print(&faults, stderr);
    for (size_t i = 0; trying.book != NULL && i < scenarios.count; i++)
        if (is_asked_for(&scenarios.items[i], argc > 2 ? argv[2] : NULL)) {
            good &= try_one(&trying, &scenarios.items[i]);
            arena_clear(&scratch);
        }
    good = good && trying.book != NULL;
    book_release(trying.book);
    arena_release(&scratch);
    arena_release(&texts);
    arena_release(&shelf.arena);
    return good ? 0 : 1;
}
