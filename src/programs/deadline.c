/* deadline.c: `yibao deadline explain`: a time limit and every day of it, from the rules alone; for
 * whoever has a paper calendar beside him. It needs no store and no running server: events that
 * were declared are given on the command line. */

#include "programs/programs.h"
#include "programs/say.h"

#include "base/check.h"
#include "base/clock.h"
#include "core/book.h"
#include "core/shape_json.h"
#include "programs/world_book.h"
#include "rooms/due/due.h"

#include <stdio.h>
#include <string.h>

#define KINDS_MAX 128
#define SUSPENDED_MAX 20

struct limit_asking {
    struct arena *arena;
    struct due_explain_input input;
    struct clock_suspension suspended[SUSPENDED_MAX];
    const char *folder;
    enum language language;
    bool json;
};

static bool complain(const char *key, const char *what)
{
    return say_complaint("deadline", key, what);
}

/* "2020-03-04..2020-03-06=补正"; without an end it has not ended. */
static bool suspended_take(struct limit_asking *asking, const char *value)
{
    size_t at = asking->input.suspended.count;
    if (at == SUSPENDED_MAX)
        return complain("program.deadline.too-many", value);
    struct clock_suspension *one = &asking->suspended[at];
    struct text days = text_until(text_of(value), '=', &one->reason), until = { 0 };
    struct text from = text_until(days, '.', &until);
    if (text_starts(until, TEXT(".")))
        until = text_slice(until, 1, until.length);
    if (!date_parse(from, &one->from)
        || (text_present(until) && !date_parse(until, &one->until)))
        return complain("program.deadline.not-suspended", value);
    asking->input.suspended = (struct list){ asking->suspended, at + 1 };
    return true;
}

/* A flag is a field of the action's input, with '-' for '_'. */
static bool field_take(struct limit_asking *asking, const char *flag, const char *value)
{
    char name[40];
    size_t length = strlen(flag);
    if (length >= sizeof name)
        return complain("program.unknown-option", flag);
    for (size_t i = 0; i <= length; i++)
        name[i] = flag[i] == '-' ? '_' : flag[i];
    const struct field *field = shape_field(&due_explain_shape, text_of(name));
    if (field == NULL || field->kind == FIELD_LIST)
        return complain("program.unknown-option", flag);
    return field_read(field, text_of(value), asking->arena, &asking->input) == NULL
        || complain("program.wrong-value", flag);
}

static bool flag_take(struct limit_asking *asking, const char *flag, const char *value)
{
    if (value == NULL)
        return complain("program.nothing-follows", flag);
    if (strcmp(flag, "suspended") == 0)
        return suspended_take(asking, value);
    if (strcmp(flag, "rules") == 0)
        asking->folder = value;
    else if (strcmp(flag, "language") == 0)
        asking->language = strcmp(value, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
    else
        return field_take(asking, flag, value);
    return true;
}

static bool arguments_read(int argc, char **argv, struct limit_asking *asking)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            asking->json = true;
        } else if (strcmp(argv[i], "--before") == 0) {
            asking->input.before = true;
        } else if (strncmp(argv[i], "--", 2) == 0) {
            if (!flag_take(asking, argv[i] + 2, i + 1 < argc ? argv[i + 1] : NULL))
                return false;
            i++;
        } else if (text_present(asking->input.kind)) {
            return complain("program.too-many-words", argv[i]);
        } else {
            asking->input.kind = text_of(argv[i]);
        }
    }
    return text_present(asking->input.kind) || complain("program.deadline.none", NULL);
}

static void print_explained(const struct limit_asking *asking,
                            const struct due_explained *explained)
{
    if (asking->json) {
        struct json_writer writer;
        json_writer_init(&writer, asking->arena);
        shape_to_json(&due_explained_shape, explained, NAMES_OURS, &writer);
        printf("%.*s\n", TEXT_ARGS(json_writer_text(&writer)));
        return;
    }
    bool english = asking->language == LANGUAGE_ENGLISH;
    printf("%.*s\n", TEXT_ARGS(english ? explained->lateness.says_en
                                       : explained->lateness.says_zh));
    const struct deadline_certificate *certificates[] = { &explained->certificate,
                                                          &explained->make_up };
    for (size_t i = 0; i < COUNT_OF(certificates); i++) {
        const struct deadline_certificate *one = certificates[i];
        struct text label = english ? one->clock_en : one->clock_zh;
        if (!text_present(one->state))
            continue;
        if (text_present(label))
            printf("%.*s\n", TEXT_ARGS(label));
        printf("%.*s", TEXT_ARGS(english ? one->text_en : one->text_zh));
        if (text_present(one->source_en))
            printf("  = %.*s\n", TEXT_ARGS(english ? one->source_en : one->source_zh));
    }
}

static int explain(struct limit_asking *asking)
{
    const struct rule_kind *kinds[KINDS_MAX];
    struct rule_faults faults;
    struct clock clock;
    rule_faults_init(&faults, asking->arena);
    clock_init(&clock);
    const struct book *book = book_of_folder(asking->folder, kinds,
                                             world_rule_kinds(kinds, KINDS_MAX), &faults);
    if (book == NULL) {
        rule_faults_print(&faults, stderr);
        return 1;
    }
    struct due_explained explained;
    struct due_refusal refusal = due_explain(&asking->input, book, (struct events){ 0 },
                                             (struct moment){ clock_now_ms(&clock) },
                                             asking->arena, &explained);
    if (refusal.key == NULL)
        print_explained(asking, &explained);
    else
        fprintf(stderr, "%.*s\n", TEXT_ARGS(words_of(refusal.key, asking->language)));
    book_release(book);
    return refusal.key == NULL ? 0 : 1;
}

int program_deadline(int argc, char **argv)
{
    bool helps = argc == 0 || program_wants_help(argc, argv);
    if (helps || strcmp(argv[0], "explain") != 0) {
        say_line("program.help.deadline");
        return helps && argc > 0 ? 0 : 2;
    }
    struct arena arena;
    arena_init(&arena);
    struct limit_asking asking = {
        .arena = &arena, .folder = "rules", .language = say_language(),
    };
    int code = arguments_read(argc - 1, argv + 1, &asking) ? explain(&asking) : 2;
    arena_release(&arena);
    return code;
}
