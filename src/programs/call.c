/* call.c: `yibao call` and `yibao actions`: every action as a command, by the running server. */

#include "doors/cli/cli.h"
#include "programs/doors.h"
#include "programs/programs.h"
#include "programs/say.h"

#include <string.h>

/* The settings a call needs are --data or --store, and --language; the rest is the action's own. */
static bool is_ours(const char *argument)
{
    static const char *const names[] = { "--store", "--data", "--config" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(argument, names[i], strlen(names[i])) == 0
            && (argument[strlen(names[i])] == '\0' || argument[strlen(names[i])] == '='))
            return true;
    return false;
}

static int call_action(const char *word, int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    char **own = ARENA_ARRAY(&arena, char *, (size_t)argc + 1);
    char **passed = ARENA_ARRAY(&arena, char *, (size_t)argc + 2);
    int own_count = 0, passed_count = 0;
    passed[passed_count++] = (char *)(uintptr_t)word;
    for (int i = 0; i < argc; i++) {
        if (is_ours(argv[i]) && strchr(argv[i], '=') != NULL) {
            own[own_count++] = argv[i];
        } else if (is_ours(argv[i]) && i + 1 < argc) {
            own[own_count++] = argv[i++];
            own[own_count++] = argv[i];
        } else {
            passed[passed_count++] = argv[i];
        }
    }
    struct settings settings;
    const char *rest[1];
    int rest_count = 0, code = CLI_USAGE;
    if (settings_read(own_count, own, &arena, &settings, rest, 0, &rest_count)) {
        const struct house house = { .rooms = all_rooms, .room_count = all_rooms_count };
        const struct cli_plan plan = {
            .house = &house, .language = settings.language,
            .socket_path = arena_format(&arena, DOORS_SOCKET, settings.data).data,
            .out = stdout, .complaints = stderr, .in = stdin,
        };
        code = (int)cli_run(&plan, passed_count, passed);
    }
    arena_release(&arena);
    return code;
}

static int print_help(void)
{
    say_line("program.help.call");
    return 0;
}

int program_call(int argc, char **argv)
{
    /* Of an action, further on, it asks for that one's fields. */
    if (argc == 0 || program_wants_help(1, argv))
        return print_help();
    return call_action("call", argc, argv);
}

int program_actions(int argc, char **argv)
{
    if (program_wants_help(argc, argv))
        return print_help();
    return call_action("actions", argc, argv);
}
