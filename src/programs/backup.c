/* backup.c: `yibao backup` copies a store while it serves; `yibao restore` puts a copy back. */

#include "programs/papers_copy.h"
#include "programs/programs.h"
#include "programs/say.h"
#include "programs/world.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <stdio.h>

/* Nobody may serve the store meanwhile, and it needs the schema the copy is put into. */
static enum store_answer restore_into(struct store *store, const struct settings *settings,
                                      const char *from, struct arena *arena,
                                      struct text *ret_fault)
{
    int run = 0;
    struct fence fence;
    if (!migrate_apply(store, settings->schema, arena, &run, ret_fault))
        return STORE_FAULT;
    if (store->port->take_lane(store, 0, TEXT("restore"), &fence) != STORE_DONE) {
        *ret_fault = text_of(store->port->complaint(store));
        return STORE_FAULT;
    }
    enum store_answer answer = store->port->restore(store, from);
    *ret_fault = text_of(store->port->complaint(store));
    return answer;
}

/* The papers lie beside the copy, in a folder of its name and ".papers". */
static bool copy_papers(const struct settings *settings, const char *copy, bool restores,
                        struct arena *arena, struct text *ret_fault)
{
    const char *here = arena_format(arena, WORLD_PAPERS, settings->data).data;
    const char *there = arena_format(arena, "%s.papers", copy).data;
    if (restores && !world_make_folder_of(here, arena)) {
        *ret_fault = text_of(settings->data);
        return false;
    }
    return papers_copy(restores ? there : here, restores ? here : there, arena, ret_fault);
}

static int copy_store(int argc, char **argv, const char *help, bool restores)
{
    if (argc == 0 || program_wants_help(argc, argv)) {
        say_line(help);
        return argc == 0 ? 2 : 0;
    }
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[1];
    int rest_count = 0, code = 2;
    bool read = settings_read(argc, argv, &arena, &settings, rest, 1, &rest_count);
    if (read && rest_count == 0)
        say_line(help);
    if (read && rest_count == 1) {
        struct text fault = { 0 };
        struct store *store = NULL;
        enum store_answer answer = STORE_FAULT;
        const char *data = arena_format(&arena, "%s/.", settings.data).data;
        if (restores && !world_make_folder_of(data, &arena))
            fault = text_of(settings.data);
        else
            store = store_open_any(settings.store, restores, &arena, &fault);
        if (store != NULL)
            answer = restores ? restore_into(store, &settings, rest[0], &arena, &fault)
                              : store->port->backup(store, rest[0]);
        if (store != NULL && !restores)
            fault = text_of(store->port->complaint(store));
        if (answer == STORE_DONE && !copy_papers(&settings, rest[0], restores, &arena, &fault))
            answer = STORE_FAULT;
        if (answer != STORE_DONE)
            fprintf(stderr, "yibao: %.*s\n", TEXT_ARGS(fault));
        if (store != NULL)
            store->port->close(store);
        code = answer == STORE_DONE ? 0 : 1;
        if (code == 0)
            say_line("program.done");
    }
    arena_release(&arena);
    return code;
}

int program_backup(int argc, char **argv)
{
    return copy_store(argc, argv, "program.help.backup", false);
}

int program_restore(int argc, char **argv)
{
    return copy_store(argc, argv, "program.help.restore", true);
}
