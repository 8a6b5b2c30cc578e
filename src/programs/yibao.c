/* yibao.c: the subcommands, as a list one can read. */

#include "programs/programs.h"

#include "base/check.h"
#include "programs/settings.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *zh, *en;
} programs[] = {
    { "serve", program_serve, "启动服务：公众端口、医药机构端口", "start the server" },
    { "init", program_init, "从空库建立一个经办机构", "make a bureau from an empty store" },
    { "demo", program_demo, "demo make：生成演示数据", "demo make: make a demo world" },
    { "actions", program_actions, "列出全部可办的事项及其字段", "list every action and its fields" },
    { "call", program_call, "在运行中的服务上办理一件事", "do one action on the running server" },
    { "settle", program_settle, "不用数据库，按规则算一次结算并说明理由",
      "settle a visit from a file, without a database, and say why" },
    { "deadline", program_deadline, "算一个期限，逐日说明理由", "work out a time limit and say why" },
    { "rules", program_rules, "检查、查询、比较规则", "check, show and compare rules" },
    { "notice", program_notice, "试行、起草、批准、公布、废止通知",
      "try, draft, approve, publish and revoke notices" },
    { "verify", program_verify, "重算库里的累计、账目和日志链", "recompute what the store holds" },
    { "backup", program_backup, "边服务边备份", "copy the store while serving" },
    { "restore", program_restore, "把备份恢复到没有服务在用的库",
      "put a copy back into a store nobody serves" },
    { "poison", program_poison, "查看或清除使程序停止过的输入",
      "show or clear inputs that stopped the program" },
    { "config", program_config, "列出全部设置", "list all settings" },
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
    puts("yibao " YIBAO_VERSION " — 医疗保险经办系统 / medical-insurance handling\n"
         "\n用法 / usage: yibao PROGRAM [--help] …\n");
    for (size_t i = 0; i < COUNT_OF(programs); i++)
        printf("  %-9s %s\n            %s\n", programs[i].name, programs[i].zh, programs[i].en);
    puts("\n设置见 yibao config；每个程序都有 --help。\n"
         "Settings: yibao config; every program has --help.");
}

int main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
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
    fprintf(stderr, "yibao: 没有这个程序 / no such program: %s\n\n", argv[1]);
    print_help();
    return 2;
}
