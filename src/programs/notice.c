/* notice.c: `yibao notice`: trying a notice against a store, and the steps of its way to
 * publication, which are actions of the running server. */

#include "programs/programs.h"
#include "programs/say.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/seal.h"
#include "core/shape_json.h"
#include "programs/settings.h"
#include "programs/trial.h"
#include "programs/world_book.h"
#include "rooms/intake/intake.h"
#include "rooms/notice/notice_trial.h"
#include "rooms/party/party.h"
#include "stores/registry.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ARGUMENTS_MAX 64

static bool complain(const char *key, const char *what)
{
    return say_complaint("notice", key, what);
}

/* ---- steps that are actions ---- */

static int call_step(const char *action, const char *field, const char *value, int argc,
                     char **argv)
{
    char *words[ARGUMENTS_MAX];
    char flag[40], file[1024];
    int count = 0;
    if (argc > ARGUMENTS_MAX - 4 || (field != NULL && value == NULL)) {
        complain("program.notice.arguments", field);
        return 2;
    }
    words[count++] = (char *)(uintptr_t)action;
    if (field != NULL) {
        snprintf(flag, sizeof flag, "--%s", field);
        snprintf(file, sizeof file, "%s%s", strcmp(field, "text") == 0 ? "@" : "", value);
        words[count++] = flag;
        words[count++] = file;
    }
    for (int i = 0; i < argc; i++)
        words[count++] = argv[i];
    return program_call(count, words);
}

/* ---- try ---- */

struct try_asked {
    const char *file, *number;
    int64_t event, sample;
    bool json;
    struct settings settings;
};

static bool try_flag(const char *flag, const char *value, struct try_asked *asked)
{
    if (strcmp(flag, "--end") == 0)
        asked->number = value;
    else if (strcmp(flag, "--withdraw") == 0)
        return text_to_int64(text_of(value), &asked->event)
            || complain("program.notice.not-a-number", value);
    else
        return (text_to_int64(text_of(value), &asked->sample) && asked->sample > 0
                && asked->sample <= BUCKET_COUNT)
            || complain("program.notice.sample", value);
    return true;
}

static bool try_read(int argc, char **argv, struct arena *arena, struct try_asked *asked)
{
    char *rest[ARGUMENTS_MAX];
    const char *left[2];
    int count = 0, left_count = 0;
    for (int i = 0; i < argc && count < ARGUMENTS_MAX; i++) {
        bool own = strcmp(argv[i], "--end") == 0 || strcmp(argv[i], "--withdraw") == 0
            || strcmp(argv[i], "--sample") == 0;
        if (strcmp(argv[i], "--json") == 0)
            asked->json = true;
        else if (!own)
            rest[count++] = argv[i];
        else if (i + 1 == argc || !try_flag(argv[i], argv[i + 1], asked))
            return complain("program.nothing-follows", argv[i]);
        else
            i++;
    }
    if (!settings_read(count, rest, arena, &asked->settings, left, 1, &left_count))
        return false;
    asked->file = left_count == 1 ? left[0] : NULL;
    int named = (asked->file != NULL) + (asked->number != NULL) + (asked->event != 0);
    return named == 1 || complain("program.notice.name-one", NULL);
}

static bool file_read(const char *name, struct arena *arena, struct text *ret_text)
{
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    if (file == NULL)
        return complain("program.notice.no-file", name);
    char *data = arena_take(arena, LIMIT_RULE_FILE_BYTES);
    size_t length = fread(data, 1, LIMIT_RULE_FILE_BYTES, file);
    bool good = !ferror(file) && length > 0 && length < LIMIT_RULE_FILE_BYTES;
    if (file != stdin)
        fclose(file);
    *ret_text = (struct text){ data, length };
    return good || complain("program.notice.unreadable", name);
}

static bool show_progress(struct impact *impact, const char *room, int64_t done, int64_t of)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r  %-10s %3lld%%", room, (long long)(of == 0 ? 0 : done * 100 / of));
    (void)impact;
    return true;
}

static void print_money(const char *key, struct money money)
{
    char bytes[40];
    struct builder builder = builder_over(bytes, sizeof bytes);
    builder_add(&builder, text_of(money.fen > 0 ? "+" : ""));
    money_write(&builder, money);
    say_part(stdout, key, builder_text(&builder), (struct text){ 0 }, (struct text){ 0 });
}

static void print_finding(const struct impact_finding *at, enum language language)
{
    const struct text none = { 0 };
    char changed[SAY_NUMBER_BYTES], looked[SAY_NUMBER_BYTES];
    struct text what = words_of(at->what, language);
    printf("• %.*s %.*s", TEXT_ARGS(what), TEXT_ARGS(at->subject));
    if (at->looked > 1)
        say_part(stdout, "program.notice.of", say_number(at->changed, changed),
                 say_number(at->looked, looked), none);
    if (at->people > 0)
        say_part(stdout, "program.notice.people", say_number(at->people, changed), none, none);
    if (at->more.fen != 0) {
        print_money("program.notice.funds", at->more);
        print_money("program.notice.a-month", at->more_a_month);
    }
    if (at->from.yyyymmdd != 0 || at->until.yyyymmdd != 0)
        printf("  %d → %d", (int)at->from.yyyymmdd, (int)at->until.yyyymmdd);
    putchar('\n');
    for (int32_t i = 0; i < at->example_count; i++)
        printf("    %.*s\n", TEXT_ARGS(at->examples[i]));
}

static void print_findings(const struct try_asked *asked, const struct impact *impact,
                           struct arena *arena)
{
    if (asked->json) {
        struct notice_findings findings = notice_findings_of(impact, arena);
        struct json_writer writer;
        json_writer_init(&writer, arena);
        shape_to_json(&notice_findings_shape, &findings, NAMES_OURS, &writer);
        printf("%.*s\n", TEXT_ARGS(json_writer_text(&writer)));
        return;
    }
    for (const struct impact_finding *at = impact->first; at != NULL; at = at->next)
        print_finding(at, asked->settings.language);
}

static bool try_in(struct store *store, const struct try_asked *asked, struct arena *arena)
{
    struct trial_plan plan = {
        .number = text_of(asked->number), .event = asked->event,
        .language = asked->settings.language,
        .bucket_step = (int32_t)(asked->sample < 1 ? 1 : asked->sample),
        .progress = show_progress,
    };
    struct publication_list list = { 0 };
    struct rule_faults faults;
    struct clock clock;
    struct moment at;
    rule_faults_init(&faults, arena);
    clock_init(&clock);
    if (asked->settings.now != NULL && moment_parse(text_of(asked->settings.now), &at))
        clock_set_demo(&clock, at.ms, false);
    plan.at = (struct moment){ clock_now_ms(&clock) };
    if (asked->file != NULL && !file_read(asked->file, arena, &plan.text))
        return false;
    if (!publications_read_store(store, 0, (struct moment){ 0 }, arena, &list))
        return complain("program.notice.no-store",
                        store->port->complaint(store));
    const struct book *book = book_of_publications(&list, &faults);
    if (book == NULL) {
        rule_faults_print(&faults, stderr);
        return false;
    }
    struct impact impact;
    struct text fault;
    bool good = trial_run(store, book, &plan, arena, &impact, &fault);
    fputs(isatty(STDERR_FILENO) ? "\r                    \r" : "", stderr);
    if (good)
        print_findings(asked, &impact, arena);
    else
        fprintf(stderr, "yibao notice: %.*s\n", TEXT_ARGS(fault));
    book_release(book);
    return good;
}

/* What people entered in a case is sealed, and its approval is tried with it. */
static struct seal_keys *try_keys(const struct try_asked *asked, struct arena *arena)
{
    struct text fault;
    struct seal_keys *keys = seal_keys_load(asked->settings.keys, arena, &fault);
    if (keys == NULL)
        fprintf(stderr, "yibao notice: %s: %.*s\n", asked->settings.keys, TEXT_ARGS(fault));
    else
        party_use_keys(keys);
    return keys;
}

static int notice_try(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct try_asked asked = { .file = NULL };
    struct text fault = { 0 };
    int code = 2;
    intake_use_rooms(all_rooms, all_rooms_count);   /* approvals are tried by name */
    bool good = try_read(argc, argv, &arena, &asked);
    struct seal_keys *keys = good ? try_keys(&asked, &arena) : NULL;
    if (good && keys == NULL)
        code = 1;
    if (keys != NULL) {
        struct store *store = store_open_any(asked.settings.store, false, &arena, &fault);
        if (store == NULL)
            fprintf(stderr, "yibao notice: %.*s\n", TEXT_ARGS(fault));
        else
            code = try_in(store, &asked, &arena) ? 0 : 1;
        if (store != NULL)
            store->port->close(store);
        party_use_keys(NULL);
        seal_keys_free(keys);
    }
    arena_release(&arena);
    return code;
}

int program_notice(int argc, char **argv)
{
    static const struct {
        const char *word, *action, *field;
    } steps[] = {
        { "draft", "notice.draft", "text" }, { "approve", "notice.approve", "document" },
        { "publish", "notice.publish", "document" }, { "revoke", "notice.revoke", "number" },
        { "show", "notice.show", "number" }, { "list", "notice.list", NULL },
    };
    if (argc == 0 || program_wants_help(argc, argv)) {
        say_line("program.help.notice");
        return argc == 0 ? 2 : 0;
    }
    if (strcmp(argv[0], "try") == 0)
        return notice_try(argc - 1, argv + 1);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (strcmp(argv[0], steps[i].word) != 0)
            continue;
        int used = steps[i].field == NULL ? 1 : 2;
        return call_step(steps[i].action, steps[i].field, argc >= 2 ? argv[1] : NULL,
                         argc > used ? argc - used : 0, argv + used);
    }
    complain("program.no-such-use", argv[0]);
    return 2;
}
