/* deadline.c: `yibao deadline explain`: a time limit and every day of it, from the rules alone; for
 * whoever has a paper calendar beside him. It needs no store and no running server: events that
 * were declared are given on the command line. */

#include "programs/programs.h"

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

static const char help_text[] =
    "用法 / usage: yibao deadline explain 期限 KIND --place 地区 CODE [--start 日期 DAY] […]\n"
    "\n"
    "KIND 是规则中的名称（claim.submit、contribution.collection、enrolment.register …）、\n"
    "长度（\"5 working-days\"、\"90 days\"、\"3 months\"）或一个日期；逐日列出计入、不计、中止的日子及依据。\n"
    "KIND is a name of the rules, a span or a day; every day that is counted, skipped or\n"
    "suspended is listed with its source.\n"
    "\n"
    "  --place CODE         地区 / division code, 110105\n"
    "  --start DAY          起算日 / the day it starts\n"
    "  --event NAME         从事件起算 / runs from an event: epidemic-end\n"
    "  --event-day DAY      事件的日期 / the day the event was declared for\n"
    "  --known DAY          按当日已知的规则和放假安排 / by what was known that day\n"
    "  --suspended A..B[=R] 中止自至及原因，可多次 / stood still from, until, why; may be repeated\n"
    "  --roll NAME          next-working-day | previous-working-day | none\n"
    "  --counting NAME      next-day | same-day\n"
    "  --before             向前倒算 / counted back\n"
    "  --at HH:MM           最后一日的截止时刻 / the time it ends\n"
    "  --done MOMENT        办理的时间，判断是否逾期、有无滞纳金 / when it was done: late, and what it costs\n"
    "  --period MONTH       费款所属期 / the month the money is for, 2020-02\n"
    "  --insurance NAME  --applicant NAME  --matter NAME\n"
    "  --rules DIR          规则目录，默认 rules / folder of the rule files\n"
    "  --language zh|en     输出语言 / language of the output\n"
    "  --json               输出 JSON\n"
    "\n"
    "例 / examples:\n"
    "  yibao deadline explain \"5 working-days\" --place 110105 --start 2020-01-20\n"
    "  yibao deadline explain \"5 working-days\" --place 110105 --start 2020-01-20 "
    "--known 2020-01-26\n"
    "  yibao deadline explain contribution.collection --place 110105 --start 2020-02-01 "
    "--period 2020-02 --insurance employee --applicant employer --event-day 2020-06-06\n";

struct limit_asking {
    struct arena *arena;
    struct due_explain_input input;
    struct clock_suspension suspended[SUSPENDED_MAX];
    const char *folder;
    enum language language;
    bool json;
};

static bool complain(const char *zh, const char *en, const char *what)
{
    fprintf(stderr, "yibao deadline: %s / %s: %s\n", zh, en, what == NULL ? "" : what);
    return false;
}

/* "2020-03-04..2020-03-06=补正"; without an end it has not ended. */
static bool suspended_take(struct limit_asking *asking, const char *value)
{
    size_t at = asking->input.suspended.count;
    if (at == SUSPENDED_MAX)
        return complain("中止太多", "too many suspensions", value);
    struct clock_suspension *one = &asking->suspended[at];
    struct text days = text_until(text_of(value), '=', &one->reason), until = { 0 };
    struct text from = text_until(days, '.', &until);
    if (text_starts(until, TEXT(".")))
        until = text_slice(until, 1, until.length);
    if (!date_parse(from, &one->from)
        || (text_present(until) && !date_parse(until, &one->until)))
        return complain("不是中止的日子（如 2020-03-04..2020-03-06=补正）",
                        "not days of a suspension (like 2020-03-04..2020-03-06=why)", value);
    asking->input.suspended = (struct list){ asking->suspended, at + 1 };
    return true;
}

/* A flag is a field of the action's input, with '-' for '_'. */
static bool field_take(struct limit_asking *asking, const char *flag, const char *value)
{
    char name[40];
    size_t length = strlen(flag);
    if (length >= sizeof name)
        return complain("不认识的选项", "unknown flag", flag);
    for (size_t i = 0; i <= length; i++)
        name[i] = flag[i] == '-' ? '_' : flag[i];
    const struct field *field = shape_field(&due_explain_shape, text_of(name));
    if (field == NULL || field->kind == FIELD_LIST)
        return complain("不认识的选项", "unknown flag", flag);
    return field_read(field, text_of(value), asking->arena, &asking->input) == NULL
        || complain("内容不对", "not a value of it", flag);
}

static bool flag_take(struct limit_asking *asking, const char *flag, const char *value)
{
    if (value == NULL)
        return complain("缺少内容", "nothing follows", flag);
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
            return complain("参数太多", "too many words", argv[i]);
        } else {
            asking->input.kind = text_of(argv[i]);
        }
    }
    return text_present(asking->input.kind) || complain("缺少期限", "no limit is named", NULL);
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
        fputs(help_text, helps && argc > 0 ? stdout : stderr);
        return helps && argc > 0 ? 0 : 2;
    }
    struct arena arena;
    arena_init(&arena);
    struct limit_asking asking = {
        .arena = &arena, .folder = "rules", .language = LANGUAGE_CHINESE,
    };
    int code = arguments_read(argc - 1, argv + 1, &asking) ? explain(&asking) : 2;
    arena_release(&arena);
    return code;
}
