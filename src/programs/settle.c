/* settle.c: `yibao settle visit.json --explain`: one bill decided from a file and the rule files,
 * without a store. */

#include "programs/programs.h"
#include "programs/say.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/shape_json.h"
#include "rooms/settle/settle_explain.h"
#include "rooms/settle/settle_file.h"

#include <stdio.h>
#include <string.h>

enum { EXIT_SETTLED = 0, EXIT_NOT_SETTLED = 1, EXIT_UNUSABLE = 2 };

struct settle_asked {
    const char *file, *rules;
    enum language language;
    bool explain, json;
    struct date known;
};

static int print_help(void)
{
    say_line("program.help.settle");
    return EXIT_SETTLED;
}

/* ---- the command line ---- */

static bool complain(const char *key, const char *what)
{
    return say_complaint("settle", key, what);
}

/* A flag with what follows it. */
static bool flag_take(struct settle_asked *asked, const char *flag, const char *value)
{
    if (value == NULL)
        return complain("program.nothing-follows", flag);
    if (strcmp(flag, "--rules") == 0)
        asked->rules = value;
    else if (strcmp(flag, "--language") == 0 && strcmp(value, "en") == 0)
        say_in(asked->language = LANGUAGE_ENGLISH);
    else if (strcmp(flag, "--language") == 0 && strcmp(value, "zh") == 0)
        say_in(asked->language = LANGUAGE_CHINESE);
    else if (strcmp(flag, "--as-known") != 0)
        return complain("program.unknown-option", flag);
    else if (!date_parse(text_of(value), &asked->known))
        return complain("program.rules.not-a-day", value);
    return true;
}

static bool asked_read(int argc, char **argv, struct settle_asked *asked)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--explain") == 0)
            asked->explain = true;
        else if (strcmp(argv[i], "--json") == 0)
            asked->json = true;
        else if (argv[i][0] == '-' && argv[i][1] != '\0') {
            if (!flag_take(asked, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
                return false;
            i++;
        } else if (asked->file == NULL)
            asked->file = argv[i];
        else
            return complain("program.too-many-words", argv[i]);
    }
    return asked->file != NULL || complain("program.nothing-follows", NULL);
}

/* ---- reading ---- */

static bool file_read(const char *name, struct arena *arena, struct text *ret_text)
{
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    if (file == NULL) {
        perror(name);
        return false;
    }
    size_t room = LIMIT_MESSAGE_BYTES + 1;
    char *data = arena_take(arena, room);
    size_t length = fread(data, 1, room, file);
    if (file != stdin)
        fclose(file);
    *ret_text = (struct text){ data, length };
    return true;
}

static bool facts_read(const struct settle_asked *asked, struct arena *arena,
                       struct settle_facts_in *ret_facts)
{
    struct text text;
    const struct json *json = NULL;
    struct json_fault fault = { 0 };
    if (!file_read(asked->file, arena, &text))
        return false;
    if (!json_parse(text, LIMIT_MESSAGE_BYTES, arena, &json, &fault)) {
        struct text reason = words_of(fault.reason, asked->language);
        fprintf(stderr, "%s:%d:%d: %.*s\n", asked->file, fault.line, fault.column,
                TEXT_ARGS(reason));
        return false;
    }
    struct shape_faults faults;
    shape_faults_init(&faults, arena, true);
    bool good = shape_from_json(&settle_facts_in_shape, json, NAMES_OURS, arena, ret_facts,
                                &faults);
    for (const struct shape_fault *each = faults.first; each != NULL; each = each->next) {
        char sentence[512];
        struct builder builder = builder_over(sentence, sizeof(sentence));
        words_write(&builder, each->key, asked->language, &each->detail, 1);
        fprintf(stderr, "%s: %.*s: %.*s\n", asked->file, TEXT_ARGS(each->path),
                TEXT_ARGS(builder_text(&builder)));
    }
    return good && faults.count == 0;
}

static const struct book *book_read(const struct settle_asked *asked, struct arena *arena)
{
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    const struct book *book = settle_book_of(asked->rules, arena, &faults);
    for (const struct rule_fault *each = faults.first; each != NULL; each = each->next) {
        char sentence[1024];
        struct builder builder = builder_over(sentence, sizeof(sentence));
        rule_fault_write(&builder, each, asked->language);
        fprintf(stderr, "%.*s\n", TEXT_ARGS(builder_text(&builder)));
    }
    return book;
}

/* ---- telling ---- */

static void tell_json(const struct settlement *settlement, const struct trail *trail,
                      const struct settle_asked *asked, struct arena *arena)
{
    struct json_writer writer;
    struct trail none = { .arena = arena };
    json_writer_init(&writer, arena);
    settle_explain_json(&writer, settlement, asked->explain ? trail : &none, asked->language);
    printf("%.*s\n", TEXT_ARGS(json_writer_text(&writer)));
}

static void tell_text(const struct settlement *settlement, const struct trail *trail,
                      const struct settle_asked *asked, struct arena *arena)
{
    struct builder builder = builder_over(arena_take(arena, SETTLE_EXPLAIN_BYTES),
                                          SETTLE_EXPLAIN_BYTES);
    if (asked->explain)
        settle_explain_text(&builder, settlement, trail, asked->language);
    else
        settle_explain_parts(&builder, settlement, asked->language);
    printf("%.*s", TEXT_ARGS(builder_text(&builder)));
    if (builder.overflow)
        fputs("…\n", stdout);
}

static int settle_file(const struct settle_asked *asked, struct arena *arena)
{
    struct settle_facts_in facts = { 0 };
    if (!facts_read(asked, arena, &facts))
        return EXIT_UNUSABLE;
    const struct book *book = book_read(asked, arena);
    if (book == NULL)
        return EXIT_UNUSABLE;
    struct date known = asked->known.yyyymmdd != 0 ? asked->known : facts.known;
    struct settlement settlement;
    struct trail trail;
    trail_init(&trail, arena);
    settle_decide_as_known(book, known, &facts.bill, &facts.person, &facts.counters,
                           &facts.accounts, &trail, &settlement);
    if (asked->json)
        tell_json(&settlement, &trail, asked, arena);
    else
        tell_text(&settlement, &trail, asked, arena);
    book_release(book);
    return settlement.outcome == SETTLE_DONE ? EXIT_SETTLED : EXIT_NOT_SETTLED;
}

int program_settle(int argc, char **argv)
{
    struct settle_asked asked = { .rules = "rules", .language = say_language() };
    if (program_wants_help(argc, argv))
        return print_help();
    if (!asked_read(argc, argv, &asked)) {
        if (argc == 0)
            print_help();
        return EXIT_UNUSABLE;
    }
    struct arena arena;
    arena_init(&arena);
    int answer = settle_file(&asked, &arena);
    arena_release(&arena);
    return answer;
}
