/* scenario_mutants.c: changes every field of every measure, one at a time, and asks that some
 * scenario then fails.
 *
 *     scenario_mutants SCENARIOS SURVIVORS [PREFIX]       of files that begin so
 *
 * A change that the rules' own checks refuse is noticed, too. What no scenario notices must stand
 * in SURVIVORS (file, clauses, key, change, reason; tabs between), and what stands there must be
 * so. */

#include "mutation.h"
#include "scenario.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct survivor {
    struct text file, ids, path, change;
    bool seen;
};

struct work {
    struct shelf shelf;
    struct scenarios scenarios;
    const struct book *book;        /* of the rules as they are */
    const struct yaml *vocabulary;
    struct survivor *survivors;
    size_t survivor_count;
    const char *prefix;
    struct arena texts, scratch, made;
    int32_t noticed, refused, survived, explained;
};

/* ---- one change ---- */

static bool names_end_in(struct name_list names, struct text id)
{
    for (size_t i = 0; i < names.count; i++)
        if (text_ends(names.items[i], id))
            return true;
    return false;
}

static bool share_clause(const struct scenario *scenario, struct text ids)
{
    while (text_present(ids)) {
        struct text id = text_until(ids, ' ', &ids);
        if (names_end_in(scenario->clauses, id) || names_end_in(scenario->measures, id))
            return true;
    }
    return false;
}

/* Scenarios of the same clauses first: mostly the first one asked notices. */
static bool is_noticed(struct work *work, const struct book *book, struct text ids)
{
    static char lines[64 * 1024];
    struct trying trying = { .book = book, .arena = &work->scratch };
    for (int near = 1; near >= 0; near--)
        for (size_t i = 0; i < work->scenarios.count; i++) {
            const struct scenario *scenario = &work->scenarios.items[i];
            struct builder complaint = builder_over(lines, sizeof lines);
            if (share_clause(scenario, ids) != (near == 1))
                continue;
            bool holds = scenario_holds(&trying, scenario, &complaint);
            arena_clear(&work->scratch);
            if (!holds)
                return true;
        }
    return false;
}

/* Over the rules as they are everything must hold, else every change would seem noticed. */
static bool holds_unchanged(struct work *work)
{
    struct rule_faults faults;
    rule_faults_init(&faults, &work->made);
    work->book = shelf_book(&work->shelf, &faults);
    if (work->book == NULL)
        rule_faults_print(&faults, stderr);
    bool good = work->book != NULL && !is_noticed(work, work->book, TEXT(""));
    arena_clear(&work->made);
    return good;
}

static bool is_explained(struct work *work, struct text file, const struct mutation *mutation)
{
    for (size_t i = 0; i < work->survivor_count; i++) {
        struct survivor *survivor = &work->survivors[i];
        if (text_equal(survivor->file, file) && text_equal(survivor->ids, mutation->ids)
            && text_equal(survivor->path, mutation->path)
            && text_equal(survivor->change, mutation->change)) {
            survivor->seen = true;
            return true;
        }
    }
    return false;
}

static void try_change(struct work *work, const struct publication *notice,
                       const struct mutation *mutation)
{
    struct publication changed = *notice;
    struct rule_faults faults;
    changed.text = mutation->text;
    publication_digest(&changed);
    rule_faults_init(&faults, &work->made);
    const struct book *book = book_add(work->book, &changed, 1, &faults);
    if (book == NULL) {
        work->refused++;
        return;
    }
    if (is_noticed(work, book, mutation->ids)) {
        work->noticed++;
    } else {
        bool explained = is_explained(work, notice->file, mutation);
        work->explained += explained;
        work->survived += !explained;
        if (!explained)
            printf("survives: %.*s\t%.*s\t%.*s\t%.*s\n", TEXT_ARGS(notice->file),
                   TEXT_ARGS(mutation->ids), TEXT_ARGS(mutation->path),
                   TEXT_ARGS(mutation->change));
    }
    book_release(book);
}

static void try_notice(struct work *work, const struct publication *notice)
{
    struct arena arena;
    arena_init(&arena);
    struct mutated *mutated = mutated_read(notice->text, work->vocabulary, &arena);
    CHECK(mutated != NULL);
    for (size_t i = 0; i < mutated_count(mutated); i++) {
        struct mutation mutation = mutated_make(mutated, i, &work->made);
        try_change(work, notice, &mutation);
        arena_clear(&work->made);
    }
    arena_release(&arena);
    fflush(stdout);
}

/* ---- what is given ---- */

static bool survivors_read(struct work *work, const char *path)
{
    static char text[512 * 1024];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    struct text rest = { text, length };
    work->survivors = ARENA_ARRAY(&work->texts, struct survivor, 2000);
    while (text_present(rest)) {
        struct text line = text_until(rest, '\n', &rest);
        if (!text_present(line) || text_starts(line, TEXT("#")))
            continue;
        CHECK(work->survivor_count < 2000);
        struct survivor *survivor = &work->survivors[work->survivor_count++];
        survivor->file = text_until(line, '\t', &line);
        survivor->ids = text_until(line, '\t', &line);
        survivor->path = text_until(line, '\t', &line);
        survivor->change = text_until(line, '\t', &line);
    }
    return length < sizeof text;
}

static void vocabulary_find(struct work *work)
{
    struct yaml_fault fault;
    for (size_t i = 0; i < work->shelf.count; i++)
        if (text_starts(work->shelf.publications[i].file, TEXT("rules/measures/")))
            CHECK(yaml_parse(work->shelf.publications[i].text, &work->texts, &work->vocabulary,
                             &fault));
}

static bool work_open(struct work *work, int argc, char **argv)
{
    const char *rules = getenv("YIBAO_RULES");
    arena_init(&work->texts);
    arena_init(&work->scratch);
    arena_init(&work->made);
    work->prefix = argc > 3 ? argv[3] : NULL;
    if (argc < 3 || !shelf_fill(&work->shelf, rules == NULL ? "rules" : rules)
        || !scenarios_read(argv[1], &work->texts, &work->scenarios)
        || !survivors_read(work, argv[2]))
        return false;
    vocabulary_find(work);
    return true;
}

/* An explanation of what does not survive any more is out of date. */
static int32_t stale_tell(const struct work *work)
{
    int32_t stale = 0;
    for (size_t i = 0; i < work->survivor_count; i++) {
        const struct survivor *survivor = &work->survivors[i];
        if (survivor->seen || work->prefix != NULL)
            continue;
        printf("does not survive: %.*s\t%.*s\t%.*s\t%.*s\n", TEXT_ARGS(survivor->file),
               TEXT_ARGS(survivor->ids), TEXT_ARGS(survivor->path),
               TEXT_ARGS(survivor->change));
        stale++;
    }
    return stale;
}

int main(int argc, char **argv)
{
    static struct work work;
    clock_t began = clock();
    if (!work_open(&work, argc, argv)) {
        fputs("scenario_mutants SCENARIOS SURVIVORS [PREFIX]\n", stderr);
        return 2;
    }
    bool good = holds_unchanged(&work);
    if (!good)
        fputs("a scenario fails before anything was changed\n", stderr);
    for (size_t i = 0; good && i < work.shelf.count; i++) {
        const struct publication *notice = &work.shelf.publications[i];
        if (text_starts(notice->file, TEXT("rules/notices/"))
            && (work.prefix == NULL
                || text_starts(notice->file, text_of(work.prefix))))
            try_notice(&work, notice);
    }
    int32_t stale = good ? stale_tell(&work) : 0;
    printf("%d changes: %d noticed by a scenario, %d refused when loaded, %d survive with a "
           "reason, %d without; %.1f s\n",
           (int)(work.noticed + work.refused + work.explained + work.survived),
           (int)work.noticed, (int)work.refused, (int)work.explained, (int)work.survived,
           (double)(clock() - began) / CLOCKS_PER_SEC);
    book_release(work.book);
    arena_release(&work.texts);
    arena_release(&work.scratch);
    arena_release(&work.made);
    arena_release(&work.shelf.arena);
    return good && work.survived == 0 && stale == 0 ? 0 : 1;
}
