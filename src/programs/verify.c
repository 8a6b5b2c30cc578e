/* verify.c: `yibao verify`: recompute what the store holds and say what does not agree. Also
 * `config` and `poison`, which only show. */

#include "base/check.h"
#include "lanes/poison.h"
#include "programs/access_log.h"
#include "programs/programs.h"
#include "programs/say.h"
#include "programs/verify.h"
#include "programs/world.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <stdio.h>
#include <string.h>

#define WRONG_SHOWN 50

static void complain(struct verify_report *report, struct text what)
{
    if (report->wrong++ < WRONG_SHOWN)
        printf("  ✗ %.*s\n", TEXT_ARGS(what));
}

/* ---- the parts ---- */

struct inspection {
    struct world *world;
    struct store *store;
    int64_t wrong;
};

static void tell(const char *what, const struct verify_report *report)
{
    char checked[SAY_NUMBER_BYTES], wrong[SAY_NUMBER_BYTES];
    printf("%-12s ", what);
    say_line_with("program.verify.part", say_number(report->checked, checked),
             say_number(report->wrong, wrong));
}

static enum store_answer check_access_log(struct inspection *inspection,
                                          struct verify_report *report)
{
    const char *folder =
        arena_format(report->arena, "%s/access-log", inspection->world->settings.data).data;
    struct list heads;
    enum store_answer answer = verify_log_heads(inspection->store, report->arena, &heads);
    if (answer == STORE_DONE)
        access_log_verify(folder, heads.items, heads.count, report);
    return answer;
}

static enum store_answer check_papers(struct inspection *inspection,
                                      struct verify_report *report)
{
    char digits[SAY_NUMBER_BYTES];
    int64_t orphans = 0;
    enum store_answer answer =
        verify_papers(inspection->world, inspection->store, report, &orphans);
    if (answer == STORE_DONE && orphans > 0)
        say_line_with("program.verify.orphans", say_number(orphans, digits), (struct text){ 0 });
    return answer;
}

static enum store_answer check_journal(struct inspection *inspection,
                                       struct verify_report *report)
{
    return verify_journal(inspection->store, inspection->world->signing_key, report);
}

static enum store_answer check_part(struct inspection *inspection, const char *name,
                                    enum store_answer (*check)(struct inspection *,
                                                               struct verify_report *))
{
    struct arena arena;
    arena_init(&arena);
    struct verify_report report = { .arena = &arena, .complain = complain };
    enum store_answer answer = check(inspection, &report);
    tell(name, &report);
    inspection->wrong += report.wrong;
    arena_release(&arena);
    return answer;
}

static enum store_answer check_rooms(struct inspection *inspection)
{
    enum store_answer answer = STORE_DONE;
    for (size_t i = 0; i < all_rooms_count && answer == STORE_DONE; i++) {
        if (all_rooms[i]->verify == NULL)
            continue;
        struct arena arena;
        arena_init(&arena);
        struct verify_report report = { .arena = &arena, .complain = complain };
        answer = all_rooms[i]->verify(inspection->store, &report);
        tell(all_rooms[i]->name, &report);
        inspection->wrong += report.wrong;
        arena_release(&arena);
    }
    return answer;
}

static int verify_all(struct world *world)
{
    struct text fault = { 0 };
    struct store *store =
        store_open_any(world->settings.store, false, &world->arena, &fault);
    if (store == NULL || !migrate_check(store, world->settings.schema, &world->arena, &fault)) {
        fprintf(stderr, "yibao verify: %.*s\n", TEXT_ARGS(fault));
        if (store != NULL)
            store->port->close(store);
        return 1;
    }
    struct inspection inspection = { .world = world, .store = store };
    enum store_answer answer = check_part(&inspection, "access-log", check_access_log);
    if (answer == STORE_DONE)
        answer = check_part(&inspection, "papers", check_papers);
    if (answer == STORE_DONE)
        answer = check_rooms(&inspection);
    if (answer == STORE_DONE)
        answer = check_part(&inspection, "journal", check_journal);
    if (answer != STORE_DONE)
        fprintf(stderr, "yibao verify: %s\n", store->port->complaint(store));
    store->port->close(store);
    return answer == STORE_DONE && inspection.wrong == 0 ? 0 : 1;
}

/* Reads the settings, or prints help: -1 to go on, else the exit code. */
static int begin(int argc, char **argv, const char *help, struct arena *arena,
                 struct settings *settings, const char **rest, int *rest_count)
{
    if (program_wants_help(argc, argv)) {
        say_line(help);
        return 0;
    }
    return settings_read(argc, argv, arena, settings, rest, 2, rest_count) ? -1 : 2;
}

int program_verify(int argc, char **argv)
{
    static struct world world;
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count = 0;
    int code = begin(argc, argv, "program.help.verify", &arena, &settings, rest, &rest_count);
    if (code == -1)
        code = world_open_rules(&world, &settings) && world_open_keys(&world, false)
            ? verify_all(&world) : 1;
    world_close(&world);
    arena_release(&arena);
    return code;
}

int program_config(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count = 0;
    int code = begin(argc, argv, "program.help.config", &arena, &settings, rest, &rest_count);
    if (code == -1) {
        settings_print(&settings, settings.language);
        code = 0;
    }
    arena_release(&arena);
    return code;
}

int program_poison(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count = 0;
    int code = begin(argc, argv, "program.help.poison", &arena, &settings, rest, &rest_count);
    const char *fault = NULL;
    if (code == -1) {
        struct poison *poison =
            poison_look(arena_format(&arena, "%s/poison", settings.data).data, &fault);
        if (poison == NULL) {
            fprintf(stderr, "yibao poison: %s\n", fault);
            code = 1;
        } else {
            if (rest_count == 1 && strcmp(rest[0], "clear") == 0)
                poison_clear(poison);
            int refused = poison_refused(poison);
            char held[SAY_NUMBER_BYTES], alone[SAY_NUMBER_BYTES];
            say_line_with("program.poison.counts", say_number(refused, held),
                          say_number(poison_suspects(poison) - refused, alone));
            poison_close(poison);
            code = 0;
        }
    }
    arena_release(&arena);
    return code;
}
