/* call_answer.c: a call's answer and its trail as JSON; see problem.h. */

#include "doors/http/problem.h"

#include "base/check.h"
#include "core/rules.h"

#define AMOUNT_BYTES 40

static void write_pair(struct json_writer *writer, struct text name, struct text value)
{
    if (value.data == NULL)
        return;
    json_key(writer, name);
    json_write_text(writer, value);
}

static void write_day(struct json_writer *writer, struct text name, struct date day)
{
    char bytes[AMOUNT_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, day);
    write_pair(writer, name, arena_text(writer->arena, builder_text(&builder)));
}

static void write_money(struct json_writer *writer, struct text name, struct money money)
{
    char bytes[AMOUNT_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    money_write(&builder, money);
    write_pair(writer, name, builder_text(&builder));
}

static void rule_write(const struct rule *rule, struct json_writer *writer)
{
    json_key(writer, TEXT("rule"));
    json_object_begin(writer);
    if (rule->kind != NULL)
        write_pair(writer, TEXT("about"), text_of(rule->kind->about));
    write_pair(writer, TEXT("file"), rule->file);
    json_key(writer, TEXT("line"));
    json_write_int(writer, rule->line);
    write_pair(writer, TEXT("source"), rule->source);
    write_pair(writer, TEXT("source_zh"), rule_source(rule, LANGUAGE_CHINESE));
    write_pair(writer, TEXT("certainty"), text_of(certainty_name(rule->certainty)));
    write_pair(writer, TEXT("clauses"), rule->clauses);
    if (date_compare(rule->from, DATE_EARLIEST) > 0)
        write_day(writer, TEXT("from"), rule->from);
    if (rule->until.yyyymmdd != 0 && date_compare(rule->until, DATE_LATEST) < 0)
        write_day(writer, TEXT("until"), rule->until);
    json_object_end(writer);
}

/* A subject is a line's number, or names a word of the room whose line it is. */
static struct text subject_word(const struct trail_line *line, enum language language,
                                struct arena *arena)
{
    static const char *const PLACES[] = { "subject", "payer" };
    if (line->subject.data == NULL)
        return TEXT("");
    struct text rest, room = text_until(text_of(line->key), '.', &rest);
    for (size_t i = 0; i < COUNT_OF(PLACES); i++) {
        struct text key = arena_format(arena, "%.*s.%s.%.*s", TEXT_ARGS(room), PLACES[i],
                                       TEXT_ARGS(line->subject));
        if (words_has(key.data))
            return words_of(key.data, language);
    }
    return line->subject;
}

struct text trail_sentence(const struct trail_line *line, enum language language,
                           struct arena *arena)
{
    struct text subject = subject_word(line, language, arena);
    return say_with(line->key, language, &subject, 1, arena);
}

static void line_write(const struct trail_line *line, struct json_writer *writer)
{
    json_object_begin(writer);
    write_pair(writer, TEXT("key"), text_of(line->key));
    write_pair(writer, TEXT("zh"), trail_sentence(line, LANGUAGE_CHINESE, writer->arena));
    write_pair(writer, TEXT("en"), trail_sentence(line, LANGUAGE_ENGLISH, writer->arena));
    write_pair(writer, TEXT("subject"), line->subject);
    if (line->rule != NULL)
        rule_write(line->rule, writer);
    write_money(writer, TEXT("base"), line->base);
    if (line->share.parts != 0) {
        char bytes[AMOUNT_BYTES];
        struct builder builder = builder_over(bytes, sizeof bytes);
        share_write(&builder, line->share);
        write_pair(writer, TEXT("share"), builder_text(&builder));
    }
    write_money(writer, TEXT("result"), line->result);
    if (line->rounded)
        write_pair(writer, TEXT("rounding"), text_of(rounding_name(line->rounding)));
    json_object_end(writer);
}

void trail_write(const struct trail *trail, struct json_writer *writer)
{
    json_array_begin(writer);
    for (const struct trail_line *line = trail->first; line != NULL; line = line->next)
        line_write(line, writer);
    json_array_end(writer);
}

void answer_write(const struct call *call, bool explain, struct json_writer *writer)
{
    const struct shape *shape = call->request.action->answer;
    json_object_begin(writer);
    if (call->answer != NULL)
        shape_members_to_json(shape, call->answer, NAMES_OURS, SHAPE_SCALARS | SHAPE_NESTED,
                              writer);
    if (explain && call->trail.count > 0 && shape_field(shape, TEXT("trail")) == NULL) {
        json_key(writer, TEXT("trail"));
        trail_write(&call->trail, writer);
    }
    json_object_end(writer);
}
