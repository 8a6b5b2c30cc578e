/* clause_runner.c: see clause_runner.h. */

#include "clause_runner.h"

#include "clause_store.h"

#include "base/check.h"
#include "rooms/rooms.h"

#include <stdio.h>
#include <stdlib.h>

#define RULE_KINDS_MAX 128

static const struct book *read_book(void)
{
    const struct rule_kind *kinds[RULE_KINDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t k = 0; k < all_rooms[i]->rule_kind_count; k++) {
            CHECK(count < RULE_KINDS_MAX);
            kinds[count++] = all_rooms[i]->rule_kinds[k];
        }
    struct arena arena;
    struct rule_faults faults;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    const char *folder = getenv("YIBAO_RULES");
    const struct book *book =
        book_of_folder(folder == NULL ? "rules" : folder, kinds, count, &faults);
    if (book == NULL)
        rule_faults_print(&faults, stderr);
    arena_release(&arena);
    return book;
}

static void tell(const char *ids, bool good)
{
    for (struct text rest = text_of(ids); text_present(rest);) {
        struct text id = text_until(rest, ' ', &rest);
        printf("%s %.*s\n", good ? "pass" : "fail", TEXT_ARGS(id));
    }
    fflush(stdout);
}

int clause_run(const struct clause_scenario *scenarios, size_t count)
{
    if (clause_store_is_missing()) {
        fprintf(stderr, "skipped: YIBAO_TEST_POSTGRES is not set (tests/tools/postgres.sh)\n");
        return 77;
    }
    const struct book *book = read_book();
    bool good = book != NULL;
    for (size_t i = 0; i < count; i++) {
        struct clause_world world = { .failed = true };
        if (book != NULL && clause_world_open(&world, book))
            scenarios[i].run(&world);
        else
            world.failed = true;
        tell(scenarios[i].ids, !world.failed);
        good = good && !world.failed;
        if (book != NULL)
            clause_world_close(&world);
    }
    if (book != NULL)
        book_release(book);
    return good ? 0 : 1;
}
