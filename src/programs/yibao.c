/* yibao.c: the subcommands, as a list one can read. */

#include "programs/programs.h"

#include "base/check.h"
#include "programs/say.h"
#include "programs/settings.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *is;             /* key */
} programs[] = {
    { "serve", program_serve, "program.is.serve" },
    { "init", program_init, "program.is.init" },
    { "demo", program_demo, "program.is.demo" },
    { "actions", program_actions, "program.is.actions" },
    { "call", program_call, "program.is.call" },
    { "settle", program_settle, "program.is.settle" },
    { "deadline", program_deadline, "program.is.deadline" },
    { "rules", program_rules, "program.is.rules" },
    { "notice", program_notice, "program.is.notice" },
    { "verify", program_verify, "program.is.verify" },
    { "backup", program_backup, "program.is.backup" },
    { "restore", program_restore, "program.is.restore" },
    { "poison", program_poison, "program.is.poison" },
    { "config", program_config, "program.is.config" },
};

bool program_wants_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static void print_help(void)
{
    say_line_with("program.title", TEXT(YIBAO_VERSION), (struct text){ 0 });
    for (size_t i = 0; i < COUNT_OF(programs); i++) {
        printf("  %-9s ", programs[i].name);
        say_line(programs[i].is);
    }
    say_line("program.more");
}

int main(int argc, char **argv)
{
    say_begin(argc, argv);
    if (argc < 2 || strncmp(argv[1], "--language", strlen("--language")) == 0
        || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help();
        return argc < 2 ? 2 : 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("yibao " YIBAO_VERSION);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "parse") == 0)     /* what children of ours are started with */
        return program_parse(argv[2]);
    for (size_t i = 0; i < COUNT_OF(programs); i++)
        if (strcmp(argv[1], programs[i].name) == 0)
            return programs[i].run(argc - 2, argv + 2);
    say_fault("program.none", text_of(argv[1]), (struct text){ 0 });
    print_help();
    return 2;
}
