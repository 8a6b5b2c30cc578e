/* settle_try.c: see settle_try.h. */

#include "rooms/settle/settle_try.h"

#include "base/check.h"
#include "base/yaml.h"
#include "rooms/settle/settle_rules.h"

#include <string.h>

/* ---- comparing what a case gives with what was decided ---- */

struct trying {
    struct text file;
    struct builder *complaints;
    bool good;
};

static void complain(struct trying *trying, const struct yaml *node, struct text what,
                     struct text expected, struct text got)
{
    builder_format(trying->complaints, "%.*s:%d: %.*s: expected %.*s, got %.*s\n",
                   TEXT_ARGS(trying->file), yaml_line(node), TEXT_ARGS(what),
                   TEXT_ARGS(expected), TEXT_ARGS(got));
    trying->good = false;
}

static void compare_scalar(struct trying *trying, const struct yaml *node,
                           const struct field *field, const void *expected, const void *got)
{
    char a[200], b[200];
    struct builder wanted = builder_over(a, sizeof(a)), found = builder_over(b, sizeof(b));
    field_write(field, expected, &wanted);
    field_write(field, got, &found);
    if (!text_equal(builder_text(&wanted), builder_text(&found)))
        complain(trying, node, text_of(field->name), builder_text(&wanted),
                 builder_text(&found));
}

/* The mapping's scalars; nested ones are compared by the caller. */
static void compare_keys(struct trying *trying, const struct yaml *node,
                         const struct shape *shape, const void *expected, const void *got)
{
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct field *field = shape_field(shape, yaml_text(yaml_key(node, i)));
        if (field != NULL && field->kind != FIELD_OBJECT && field->kind != FIELD_LIST)
            compare_scalar(trying, yaml_at(node, i), field, expected, got);
    }
}

static void compare_settlement(struct trying *trying, const struct yaml *node,
                               const struct settlement *expected, const struct settlement *got)
{
    compare_keys(trying, node, &settlement_shape, expected, got);
    const struct yaml *took = yaml_member(node, TEXT("took"));
    compare_keys(trying, took, &settle_counters_shape, &expected->took, &got->took);
    const struct yaml *splits = yaml_member(node, TEXT("splits"));
    const struct settle_split *wanted = expected->splits.items, *found = got->splits.items;
    for (size_t i = 0; i < yaml_count(splits) && i < got->splits.count; i++)
        compare_keys(trying, yaml_at(splits, i), &settle_split_shape, &wanted[i], &found[i]);
    if (splits != NULL && yaml_count(splits) != got->splits.count)
        complain(trying, splits, TEXT("splits"), TEXT("as many lines"), TEXT("another number"));
}

/* ---- the trail ---- */

struct expected_line {
    struct text key, subject;
    struct money base, result;
    struct share share;
};
static const struct field LINE_FIELDS[] = {
    { .name = "key", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct expected_line, key) },
    { .name = "subject", .kind = FIELD_TEXT, .offset = AT(struct expected_line, subject) },
    { .name = "base", .kind = FIELD_MONEY, .offset = AT(struct expected_line, base) },
    { .name = "result", .kind = FIELD_MONEY, .offset = AT(struct expected_line, result) },
    { .name = "share", .kind = FIELD_SHARE, .offset = AT(struct expected_line, share) },
};
static const struct shape LINE_SHAPE =
    SHAPE("settle.expected-line", struct expected_line, LINE_FIELDS);

static bool line_fits(const struct yaml *node, const struct expected_line *expected,
                      const struct trail_line *line)
{
    struct text key = text_of(line->key);
    key = text_slice(key, sizeof("settle.trail.") - 1, key.length);
    return text_equal(expected->key, key)
        && (yaml_member(node, TEXT("subject")) == NULL
            || text_equal(expected->subject, line->subject))
        && (yaml_member(node, TEXT("base")) == NULL || expected->base.fen == line->base.fen)
        && (yaml_member(node, TEXT("result")) == NULL || expected->result.fen == line->result.fen)
        && (yaml_member(node, TEXT("share")) == NULL
            || expected->share.parts == line->share.parts);
}

/* Each line given occurs, in that order; others may stand between. */
static void compare_trail(struct trying *trying, const struct yaml_reading *reading,
                          const struct yaml *node, const struct trail *trail)
{
    const struct trail_line *at = trail->first;
    for (size_t i = 0; i < yaml_count(node); i++) {
        struct expected_line expected = { 0 };
        const struct yaml *item = yaml_at(node, i);
        if (!yaml_shape_fill(reading, item, &LINE_SHAPE, &expected))
            return;
        while (at != NULL && !line_fits(item, &expected, at))
            at = at->next;
        if (at == NULL) {
            complain(trying, item, TEXT("trail"), expected.key, TEXT("no such line"));
            return;
        }
        at = at->next;
    }
}

/* ---- one case ---- */

static void compare_outcome(struct trying *trying, const struct yaml *node,
                            enum settle_outcome outcome)
{
    struct text key = text_of(settle_outcome_key(outcome));
    struct text name = text_starts(key, TEXT("settle.refused."))
        ? text_slice(key, sizeof("settle.refused.") - 1, key.length) : TEXT("done");
    if (!text_equal(yaml_text(node), name))
        complain(trying, node, TEXT("outcome"), yaml_text(node), name);
}

static void run_crediting(struct trying *trying, const struct book *book,
                          const struct yaml *root, const struct settle_facts_in *facts)
{
    struct settle_facts_in got = { 0 };
    if (settle_credit_month(book, &facts->person, facts->credit_month, facts->credit_base,
                            &got.credit) != RULE_FOUND)
        complain(trying, root, TEXT("crediting"), TEXT("a rule"), TEXT("none"));
    const struct field *field = shape_field(&settle_facts_in_shape, TEXT("credit"));
    compare_scalar(trying, yaml_member(root, TEXT("credit")), field, facts, &got);
}

static void run_case(struct trying *trying, const struct book *book,
                     const struct yaml_reading *reading, const struct yaml *root)
{
    static const char *const BESIDE[] = { "says", "outcome", "expect", "trail", NULL };
    struct settle_facts_in facts = { 0 };
    struct yaml_part part = { .shape = &settle_facts_in_shape, .object = &facts };
    if (!yaml_shape_fill_parts(reading, root, &part, 1, BESIDE))
        return;
    if (facts.credit_month.yyyymmdd != 0) {
        run_crediting(trying, book, root, &facts);
        return;
    }
    struct settlement expected = { 0 }, got = { 0 };
    const struct yaml *expect = yaml_member(root, TEXT("expect"));
    if (expect != NULL && !yaml_shape_fill(reading, expect, &settlement_shape, &expected))
        return;
    struct trail trail;
    trail_init(&trail, reading->arena);
    settle_decide_as_known(book, facts.known, &facts.bill, &facts.person, &facts.counters,
                           &facts.accounts, &trail, &got);
    compare_outcome(trying, yaml_member(root, TEXT("outcome")), got.outcome);
    compare_settlement(trying, expect, &expected, &got);
    compare_trail(trying, reading, yaml_member(root, TEXT("trail")), &trail);
}

bool settle_try_case(const struct book *book, struct text file, struct text text,
                     struct builder *complaints)
{
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    struct trying trying = { .file = file, .complaints = complaints, .good = true };
    struct yaml_reading reading = { file, &arena, &faults };
    struct yaml_fault fault = { 0 };
    const struct yaml *root = NULL;
    if (!yaml_parse(text, &arena, &root, &fault)) {
        builder_format(complaints, "%.*s:%d: %.*s\n", TEXT_ARGS(file), fault.line,
                       TEXT_ARGS(fault.reason));
        trying.good = false;
    } else {
        run_case(&trying, book, &reading, root);
    }
    for (const struct rule_fault *each = faults.first; each != NULL; each = each->next) {
        rule_fault_write(complaints, each, LANGUAGE_ENGLISH);
        builder_add_char(complaints, '\n');
        trying.good = false;
    }
    arena_release(&arena);
    return trying.good;
}
