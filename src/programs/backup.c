/* backup.c: `yibao backup` copies a store while it serves; `yibao restore` puts a copy back. */

#include "programs/programs.h"
#include "programs/settings.h"
#include "stores/registry.h"

#include <stdio.h>

static const char backup_help[] =
    "用法 / usage: yibao backup TO [--store ADDRESS]\n"
    "边服务边备份到 TO。之后可用 yibao restore 恢复，并用 yibao verify 核对。\n"
    "Copies the store to TO while it serves.\n";
static const char restore_help[] =
    "用法 / usage: yibao restore FROM [--store ADDRESS]\n"
    "把备份 FROM 恢复到没有服务在用的库；库里原有的内容会被替换。\n"
    "Puts the copy FROM into a store nobody serves; what was there is replaced.\n";

static int copy_store(int argc, char **argv, const char *help, bool restores)
{
    if (argc == 0 || program_wants_help(argc, argv)) {
        fputs(help, stdout);
        return argc == 0 ? 2 : 0;
    }
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[1];
    int rest_count = 0, code = 2;
    if (settings_read(argc, argv, &arena, &settings, rest, 1, &rest_count) && rest_count == 1) {
        struct text fault = { 0 };
        struct store *store = store_open_any(settings.store, restores, &arena, &fault);
        enum store_answer answer = STORE_FAULT;
        if (store != NULL)
            answer = restores ? store->port->restore(store, rest[0])
                              : store->port->backup(store, rest[0]);
        if (store == NULL)
            fprintf(stderr, "yibao: %.*s\n", TEXT_ARGS(fault));
        else if (answer != STORE_DONE)
            fprintf(stderr, "yibao: %s\n", store->port->complaint(store));
        if (store != NULL)
            store->port->close(store);
        code = answer == STORE_DONE ? 0 : 1;
        if (code == 0)
            puts("完成 / done");
    }
    arena_release(&arena);
    return code;
}

int program_backup(int argc, char **argv)
{
    return copy_store(argc, argv, backup_help, false);
}

int program_restore(int argc, char **argv)
{
    return copy_store(argc, argv, restore_help, true);
}
