/* world_bulk_line.c: a row of a sheet becomes a call of its sender, and its answer a result. */

#include "programs/world_bulk.h"

#include "base/check.h"
#include "doors/http/form.h"
#include "doors/http/problem.h"

#include <string.h>

#define SENTENCE_BYTES 900

/* ---- headings ---- */

static int column_of(struct bulk_plan *plan, struct text heading)
{
    const struct bulk_column *columns = plan->columns.items;
    for (size_t i = 0; i < plan->columns.count; i++)
        if (bulk_column_is(&columns[i], heading, &plan->arena))
            return (int)i;
    return -1;
}

static struct text add_name(struct text names, struct text name, struct arena *arena)
{
    return names.length == 0 ? name
        : arena_format(arena, "%.*s、%.*s", TEXT_ARGS(names), TEXT_ARGS(name));
}

struct text bulk_read_heading(struct bulk_plan *plan, const struct sheet_row *row,
                              struct text *ret_detail)
{
    struct text unknown = TEXT(""), twice = TEXT(""), missing = TEXT("");
    const struct bulk_column *columns = plan->columns.items;
    int64_t own_unit = bulk_own_unit(plan->action, &plan->actor);
    bool seen[BULK_COLUMNS_MAX] = { false };
    for (size_t i = 0; i < SHEET_CELLS_MAX; i++)
        plan->of_cell[i] = -1;
    for (size_t i = 0; i < row->count; i++) {
        if (!text_present(row->cells[i]) || bulk_heading_is_ours(row->cells[i]))
            continue;
        int column = column_of(plan, row->cells[i]);
        if (column < 0) {
            unknown = add_name(unknown, row->cells[i], &plan->arena);
        } else if (seen[column]) {
            twice = add_name(twice, row->cells[i], &plan->arena);
        } else {
            seen[column] = true;
            plan->of_cell[i] = column;
        }
    }
    for (size_t i = 0; i < plan->columns.count; i++)
        if (bulk_column_must(&columns[i], own_unit) && !seen[i])
            missing = add_name(missing, columns[i].zh, &plan->arena);
    *ret_detail = unknown.length > 0 ? unknown : twice.length > 0 ? twice : missing;
    *ret_detail = arena_text(&plan->arena, *ret_detail);
    ret_detail->length = text_utf8_prefix(text_slice(*ret_detail, 0, 200));
    return unknown.length > 0 ? TEXT("bulk.fault.unknown-column")
        : twice.length > 0 ? TEXT("bulk.fault.twice")
        : missing.length > 0 ? TEXT("bulk.fault.no-columns") : (struct text){ 0 };
}

/* ---- a row becomes an input ---- */

static void tell(struct bulk_line *line, const char *key, struct text detail)
{
    char bytes[SENTENCE_BYTES];
    for (int language = LANGUAGE_CHINESE; language < LANGUAGE_COUNT; language++) {
        struct builder builder = builder_over(bytes, sizeof bytes);
        words_write(&builder, key, (enum language)language, &detail, 1);
        struct text said = arena_text(&line->arena, builder_text(&builder));
        if (language == LANGUAGE_CHINESE)
            line->result.zh = said;
        else
            line->result.en = said;
    }
}

static void add_value(struct form *form, const struct bulk_column *column, struct text value,
                      struct arena *arena)
{
    if (column->matter_field == NULL) {
        form_add(form, column->path, value);
        return;
    }
    form_add(form, arena_format(arena, "%.*s.name", TEXT_ARGS(column->path)),
             column->matter_field->name);
    form_add(form, arena_format(arena, "%.*s.value", TEXT_ARGS(column->path)), value);
}

/* A matter that does not name files among its channels takes them as what else they are. */
static struct text channel_of(const struct bulk_plan *plan)
{
    return plan->matter == NULL || matter_words_have(&plan->matter->channels, TEXT("batch"))
        ? TEXT("batch") : TEXT("web");
}

static bool fill_form(const struct bulk_plan *plan, const struct sheet_row *row,
                      struct bulk_line *line, struct form *form)
{
    const struct bulk_column *columns = plan->columns.items;
    int64_t own_unit = bulk_own_unit(plan->action, &plan->actor);
    bool channel = false, unit = false;
    for (size_t i = 0; i < row->count; i++) {
        int at = plan->of_cell[i];
        if (at < 0 || !text_present(row->cells[i]))
            continue;
        if (row->rounded[i]) {
            line->result.field = columns[at].zh;
            tell(line, "bulk.line.rounded", columns[at].zh);
            return false;
        }
        channel |= text_is(columns[at].path, "channel");
        unit |= text_is(columns[at].path, "unit");
        add_value(form, &columns[at],
                  bulk_value(&columns[at], arena_text(&line->arena, row->cells[i]),
                             &line->arena), &line->arena);
    }
    if (plan->matter != NULL)
        form_add(form, TEXT("matter"), plan->file->matter);
    if (!channel && shape_field(plan->action->input, TEXT("channel")) != NULL)
        form_add(form, TEXT("channel"), channel_of(plan));
    if (!unit && own_unit != 0)
        form_add(form, TEXT("unit"),
                 arena_format(&line->arena, "%lld", (long long)own_unit));
    return true;
}

/* The heading of the column that a path or a field's name means; else that itself. */
static struct text heading_of(const struct bulk_plan *plan, struct text path)
{
    const struct bulk_column *columns = plan->columns.items;
    for (size_t i = 0; i < plan->columns.count; i++)
        if (text_equal(columns[i].path, path)
            || (columns[i].matter_field != NULL && text_equal(columns[i].matter_field->name, path)))
            return columns[i].zh;
    return path;
}

static void tell_problem(const struct bulk_plan *plan, struct bulk_line *line,
                         const struct problem *problem, struct text path)
{
    line->result.field = text_present(path) ? heading_of(plan, path) : (struct text){ 0 };
    line->result.zh = problem_sentence(problem, LANGUAGE_CHINESE, &line->arena);
    line->result.en = problem_sentence(problem, LANGUAGE_ENGLISH, &line->arena);
}

static void tell_faults(const struct bulk_plan *plan, struct bulk_line *line,
                        const struct shape_faults *faults)
{
    struct problem problem = problem_of_faults(faults, plan->action->input);
    const struct shape_fault *first = faults->first;
    if (first == NULL) {
        tell_problem(plan, line, &problem, (struct text){ 0 });
        return;
    }
    line->result.field = heading_of(plan, first->path);
    line->result.zh = fault_sentence(first, plan->action->input, LANGUAGE_CHINESE, &line->arena);
    line->result.en = fault_sentence(first, plan->action->input, LANGUAGE_ENGLISH, &line->arena);
}

bool bulk_line_begin(const struct bulk_plan *plan, const struct sheet_row *row,
                     struct bulk_line *line)
{
    struct form form;
    struct shape_faults faults;
    struct arena *arena = &line->arena;
    line->number = row->number;
    line->result = (struct bulk_result){ .line = row->number };
    form_init(&form, arena);
    shape_faults_init(&faults, arena, true);
    if (!fill_form(plan, row, line, &form))
        return false;
    void *input = arena_take(arena, plan->action->input->size);
    if (!form_read(&form, plan->action->input, true, input, &faults, NULL)
        || faults.blocking > 0) {
        tell_faults(plan, line, &faults);
        return false;
    }
    line->call = (struct call){ .actor = plan->actor, .try_only = plan->file->checking };
    line->call.request = (struct request){
        .action = plan->action, .actor = &line->call.actor, .input = input, .arena = arena,
        .key = arena_format(arena, "%.*s.%lld", TEXT_ARGS(plan->file->name),
                            (long long)row->number),
        .door = TEXT("file"),
    };
    return true;
}

/* ---- an answer becomes a result ---- */

static struct list answers_of(const struct bulk_plan *plan, struct bulk_line *line)
{
    const struct list fields = bulk_answers_of(plan->action, &line->arena);
    const struct field *const *items = fields.items;
    struct bulk_answer *answers =
        ARENA_ARRAY(&line->arena, struct bulk_answer, fields.count + 1);
    char bytes[SENTENCE_BYTES];
    for (size_t i = 0; i < fields.count; i++) {
        if (line->call.answer == NULL || field_is_absent(items[i], line->call.answer))
            continue;
        struct builder builder = builder_over(bytes, sizeof bytes);
        field_write(items[i], line->call.answer, &builder);
        answers[i].value = arena_text(&line->arena, builder_text(&builder));
    }
    return (struct list){ answers, fields.count };
}

void bulk_line_result(const struct bulk_plan *plan, struct bulk_line *line)
{
    const struct call *call = &line->call;
    if (call->status != CALL_DONE) {
        struct problem problem = problem_of_call(call);
        /* A question of a matter stands in the column that its title heads. */
        const struct matter_field *asked = plan->matter == NULL || problem.field == NULL ? NULL
            : matter_field_of(plan->matter, text_of(problem.field));
        tell_problem(plan, line, &problem, asked != NULL ? asked->zh : text_of(problem.field));
        return;
    }
    line->result.good = true;
    line->result.repeated = call->repeated;
    line->result.zh = words_of(call->repeated ? "bulk.result.repeated"
        : plan->file->checking ? "bulk.result.checked" : "bulk.result.good", LANGUAGE_CHINESE);
    /* What a check would have made is not there. */
    if (!plan->file->checking)
        line->result.answers = answers_of(plan, line);
}
