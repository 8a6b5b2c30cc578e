/* settle_explain.c: see settle_explain.h. */

#include "rooms/settle/settle_explain.h"

#include "base/check.h"
#include "core/shape_json.h"

#include <stdio.h>

#define KEY_MAX 96
#define SENTENCE_MAX 512
#define GAP 2

/* ---- words ---- */

/* What a line is about, in words where there are some: a payer, an admission; else as it stands. */
static struct text subject_words(struct text subject, enum language language)
{
    static const char *const PREFIXES[] = { "settle.payer.", "settle.subject." };
    char key[KEY_MAX];
    for (size_t i = 0; i < COUNT_OF(PREFIXES); i++) {
        int length = snprintf(key, sizeof(key), "%s%.*s", PREFIXES[i], TEXT_ARGS(subject));
        if (length > 0 && (size_t)length < sizeof(key) && words_has(key))
            return words_of(key, language);
    }
    return subject;
}

void settle_explain_rule(struct builder *builder, struct text about, enum language language)
{
    char key[KEY_MAX];
    int length = snprintf(key, sizeof(key), "settle.rule.%.*s", TEXT_ARGS(about));
    bool named = length > 0 && (size_t)length < sizeof(key) && words_has(key);
    if (named) {
        builder_add(builder, words_of(key, language));
        builder_add(builder, language == LANGUAGE_CHINESE ? TEXT("（") : TEXT(" ("));
    }
    builder_add(builder, about);
    if (named)
        builder_add(builder, language == LANGUAGE_CHINESE ? TEXT("）") : TEXT(")"));
}

void settle_explain_line(struct builder *builder, const struct trail_line *line,
                         enum language language)
{
    struct text subject = subject_words(line->subject, language);
    words_write(builder, line->key, language, &subject, 1);
}

void settle_explain_unsure(struct builder *builder, const struct settlement *settlement,
                           enum language language)
{
    if (settlement->unsure == NULL || settlement->outcome != SETTLE_RULES_NOT_KNOWN)
        return;
    const struct text details[] = {
        rule_source(settlement->unsure, language),
        certainty_words(settlement->unsure->certainty, language),
    };
    words_write(builder, "settle.unsure", language, details, COUNT_OF(details));
}

void settle_explain_outcome(struct builder *builder, const struct settlement *settlement,
                            enum language language)
{
    char bytes[600], named[200];
    struct builder unsure = builder_over(bytes, sizeof bytes);
    struct builder rule = builder_over(named, sizeof named);
    settle_explain_unsure(&unsure, settlement, language);
    settle_explain_rule(&rule, settlement->missing, language);
    const struct text missing = builder_text(&rule);
    const struct text details[] = { missing, builder_text(&unsure), missing };
    words_write(builder, settle_outcome_key(settlement->outcome), language, details,
                COUNT_OF(details));
    if (settlement->outcome == SETTLE_DONE && text_present(settlement->missing)) {
        builder_add(builder, TEXT(" ("));
        words_write(builder, "settle.missing", language, &missing, 1);
        builder_add(builder, TEXT(")"));
    }
}

/* ---- columns ---- */

/* One code point; malformed bytes count as themselves. */
static uint32_t code_point(struct text text, size_t *at)
{
    unsigned char first = (unsigned char)text.data[*at];
    size_t more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    uint32_t point = more == 0 ? first : first & (0x3fu >> more);
    (*at)++;
    for (; more > 0 && *at < text.length; more--, (*at)++)
        point = point << 6 | ((unsigned char)text.data[*at] & 0x3fu);
    return point;
}

static bool is_wide(uint32_t point)
{
    return (point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xa4cf)
        || (point >= 0xac00 && point <= 0xd7a3) || (point >= 0xf900 && point <= 0xfaff)
        || (point >= 0xfe30 && point <= 0xfe6f) || (point >= 0xff00 && point <= 0xff60)
        || (point >= 0xffe0 && point <= 0xffe6) || (point >= 0x20000 && point <= 0x3fffd);
}

size_t settle_columns(struct text text)
{
    size_t columns = 0;
    for (size_t at = 0; at < text.length;)
        columns += is_wide(code_point(text, &at)) ? 2 : 1;
    return columns;
}

static void add_blanks(struct builder *builder, size_t count)
{
    while (count-- > 0)
        builder_add_char(builder, ' ');
}

static void add_left(struct builder *builder, struct text text, size_t width)
{
    size_t columns = settle_columns(text);
    builder_add(builder, text);
    add_blanks(builder, (columns < width ? width - columns : 0) + GAP);
}

static void add_right(struct builder *builder, struct text text, size_t width)
{
    size_t columns = settle_columns(text);
    add_blanks(builder, columns < width ? width - columns : 0);
    builder_add(builder, text);
    add_blanks(builder, GAP);
}

/* ---- the parts ---- */

struct part {
    const char *key;
    struct money amount;
    bool always;                /* shown even when nothing */
};

#define PARTS_MAX (10 + PAYER_COUNT)

static const char *const PAYER_KEYS[] = {
    [PAYER_POOLED_FUND] = "settle.payer.pooled_fund",
    [PAYER_LARGE_AMOUNT] = "settle.payer.large_amount",
    [PAYER_SUPPLEMENTARY] = "settle.payer.supplementary",
    [PAYER_CRITICAL_ILLNESS] = "settle.payer.critical_illness",
    [PAYER_CIVIL_SERVANT] = "settle.payer.civil_servant",
    [PAYER_MEDICAL_ASSISTANCE] = "settle.payer.medical_assistance",
    [PAYER_MATERNITY] = "settle.payer.maternity",
    [PAYER_FINANCE] = "settle.payer.finance",
};
_Static_assert(COUNT_OF(PAYER_KEYS) == PAYER_COUNT, "a word for each payer");

static size_t parts_of(const struct settlement *settlement, struct part *parts)
{
    const struct part first[] = {
        { "settle.part.total", settlement->total, true },
        { "settle.part.full_own", settlement->full_own, false },
        { "settle.part.over_limit", settlement->over_limit, false },
        { "settle.part.pay_first", settlement->pay_first, false },
        { "settle.part.in_scope", settlement->in_scope, true },
        { "settle.part.deductible", settlement->deductible, false },
    };
    const struct part last[] = {
        { "settle.part.funds", settlement->funds, true },
        { "settle.part.account", settlement->account, false },
        { "settle.part.family_account", settlement->family_account, false },
        { "settle.part.cash", settlement->cash, true },
    };
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(first); i++)
        parts[count++] = first[i];
    for (size_t i = 0; i < PAYER_COUNT; i++)
        parts[count++] = (struct part){ PAYER_KEYS[i], settlement->paid[i], false };
    for (size_t i = 0; i < COUNT_OF(last); i++)
        parts[count++] = last[i];
    CHECK(count == PARTS_MAX);
    return count;
}

static struct text money_words(struct money money, char *space, size_t size)
{
    struct builder builder = builder_over(space, size);
    money_write(&builder, money);
    return builder_text(&builder);
}

static void write_parts(struct builder *builder, const struct settlement *settlement,
                        enum language language)
{
    struct part parts[PARTS_MAX];
    char space[32];
    size_t count = parts_of(settlement, parts), width = 0;
    for (size_t i = 0; i < count; i++) {
        size_t columns = settle_columns(words_of(parts[i].key, language));
        width = columns > width ? columns : width;
    }
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].always && parts[i].amount.fen == 0)
            continue;
        add_left(builder, words_of(parts[i].key, language), width);
        add_right(builder, money_words(parts[i].amount, space, sizeof(space)), 14);
        builder->length -= builder->overflow ? 0 : GAP;
        builder_add_char(builder, '\n');
    }
}

/* ---- the steps ---- */

static struct text step_words(const struct trail_line *line, enum language language,
                              char *space, size_t size)
{
    struct builder builder = builder_over(space, size);
    settle_explain_line(&builder, line, language);
    return builder_text(&builder);
}

static struct text rounding_words(enum rounding rounding, enum language language)
{
    char key[KEY_MAX];
    snprintf(key, sizeof key, "settle.rounding.%s", rounding_name(rounding));
    return words_of(key, language);
}

static void write_source(struct builder *builder, const struct rule *rule,
                         enum language language)
{
    if (rule == NULL)
        return;
    if (rule->kind != NULL) {
        settle_explain_rule(builder, text_of(rule->kind->about), language);
        builder_add(builder, language == LANGUAGE_CHINESE ? TEXT("：") : TEXT(": "));
    }
    builder_add(builder, rule_source(rule, language));
    builder_add(builder, TEXT(" ["));
    builder_add(builder, certainty_words(rule->certainty, language));
    builder_add(builder, TEXT("] "));
    builder_add(builder, rule->file);
    builder_format(builder, ":%d", rule->line);
}

static void write_step(struct builder *builder, const struct trail_line *line, size_t width,
                       enum language language)
{
    char sentence[SENTENCE_MAX], space[32];
    add_left(builder, step_words(line, language, sentence, sizeof(sentence)), width);
    add_right(builder, money_words(line->base, space, sizeof(space)), 14);
    struct builder share = builder_over(space, sizeof(space));
    if (line->share.parts != 0)
        share_write_percent(&share, line->share);
    add_right(builder, builder_text(&share), 8);
    add_right(builder, money_words(line->result, space, sizeof(space)), 14);
    add_left(builder, line->rounded ? rounding_words(line->rounding, language) : TEXT(""), 9);
    write_source(builder, line->rule, language);
    builder_add_char(builder, '\n');
}

static void write_steps(struct builder *builder, const struct trail *trail,
                        enum language language)
{
    char sentence[SENTENCE_MAX];
    size_t width = settle_columns(words_of("settle.heading.step", language));
    for (const struct trail_line *line = trail->first; line != NULL; line = line->next) {
        size_t columns = settle_columns(step_words(line, language, sentence, sizeof(sentence)));
        width = columns > width ? columns : width;
    }
    add_left(builder, words_of("settle.heading.step", language), width);
    add_right(builder, words_of("settle.heading.base", language), 14);
    add_right(builder, words_of("settle.heading.share", language), 8);
    add_right(builder, words_of("settle.heading.result", language), 14);
    add_left(builder, words_of("settle.heading.rounding", language), 9);
    builder_add(builder, words_of("settle.heading.source", language));
    builder_add_char(builder, '\n');
    for (const struct trail_line *line = trail->first; line != NULL; line = line->next)
        write_step(builder, line, width, language);
}

void settle_explain_parts(struct builder *builder, const struct settlement *settlement,
                          enum language language)
{
    char space[32];
    struct builder day = builder_over(space, sizeof(space));
    date_write(&day, settlement->day);
    struct text detail = builder_text(&day);
    settle_explain_outcome(builder, settlement, language);
    builder_add_char(builder, '\n');
    if (settlement->day.yyyymmdd != 0) {
        words_write(builder, "settle.heading.day", language, &detail, 1);
        builder_add_char(builder, '\n');
    }
    builder_add_char(builder, '\n');
    write_parts(builder, settlement, language);
}

void settle_explain_text(struct builder *builder, const struct settlement *settlement,
                         const struct trail *trail, enum language language)
{
    settle_explain_parts(builder, settlement, language);
    builder_add_char(builder, '\n');
    write_steps(builder, trail, language);
}

/* ---- JSON ---- */

static void write_json_text(struct json_writer *writer, const char *name, struct text text)
{
    json_key(writer, text_of(name));
    json_write_text(writer, text);
}

static void write_json_money(struct json_writer *writer, const char *name, struct money money)
{
    char space[32];
    write_json_text(writer, name, money_words(money, space, sizeof(space)));
}

static void write_json_rule(struct json_writer *writer, const struct rule *rule,
                            enum language language)
{
    if (rule->kind != NULL)
        write_json_text(writer, "rule", text_of(rule->kind->about));
    write_json_text(writer, "source", rule_source(rule, language));
    write_json_text(writer, "certainty", text_of(certainty_name(rule->certainty)));
    write_json_text(writer, "file", rule->file);
    json_key(writer, TEXT("line"));
    json_write_int(writer, rule->line);
}

static void write_json_step(struct json_writer *writer, const struct trail_line *line,
                            enum language language)
{
    char sentence[SENTENCE_MAX], space[32];
    json_object_begin(writer);
    write_json_text(writer, "key", text_of(line->key));
    write_json_text(writer, "says", step_words(line, language, sentence, sizeof(sentence)));
    if (text_present(line->subject))
        write_json_text(writer, "subject", line->subject);
    write_json_money(writer, "base", line->base);
    if (line->share.parts != 0) {
        struct builder share = builder_over(space, sizeof(space));
        share_write(&share, line->share);
        write_json_text(writer, "share", builder_text(&share));
    }
    write_json_money(writer, "result", line->result);
    if (line->rounded)
        write_json_text(writer, "rounding", text_of(rounding_name(line->rounding)));
    if (line->rule != NULL)
        write_json_rule(writer, line->rule, language);
    json_object_end(writer);
}

void settle_explain_json(struct json_writer *writer, const struct settlement *settlement,
                         const struct trail *trail, enum language language)
{
    char sentence[SENTENCE_MAX * 2];
    struct builder builder = builder_over(sentence, sizeof(sentence));
    settle_explain_outcome(&builder, settlement, language);
    json_object_begin(writer);
    write_json_text(writer, "outcome", text_of(settle_outcome_key(settlement->outcome)));
    write_json_text(writer, "says", builder_text(&builder));
    shape_members_to_json(&settlement_shape, settlement, NAMES_OURS,
                          SHAPE_SCALARS | SHAPE_NESTED, writer);
    json_key(writer, TEXT("trail"));
    json_array_begin(writer);
    for (const struct trail_line *line = trail->first; line != NULL; line = line->next)
        write_json_step(writer, line, language);
    json_array_end(writer);
    json_object_end(writer);
}
