/* intake_version.c: a running case keeps the text of its matter that it began with. Where a later
 * one is better for it, a head of section takes it over to that, and looks first at what would be
 * otherwise: the limit, what the newer text asks for that the case does not have, what it no longer
 * asks for. A case that lacks something under the newer text stays where it is. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

/* What is asked for by one text and not by the other. */
struct version_line {
    struct text about;          /* "field", "paper" */
    struct text name, zh, en;
    bool lacks;                 /* the newer text asks for it, and the case has not got it */
};
struct version_told {
    int64_t case_id, publication, newest;
    int64_t working_days, working_days_newest;
    struct date due, due_newest;
    bool may;                   /* there is a newer text, and nothing lacks */
    struct list lines;          /* of version_line */
};

static bool has_paper(const struct list *papers, struct text material)
{
    const struct intake_paper *rows = papers->items;
    for (size_t i = 0; i < papers->count; i++)
        if (text_equal(rows[i].material, material))
            return true;
    return false;
}

/* Private values are sealed: that one is there is all that is known of it. */
static bool has_value(const struct intake_case *row, const struct matter_field *field,
                      const struct list *values)
{
    return field->private ? row->form_sealed.length > 0
                          : text_present(intake_value_of(values, field->name));
}

/* What was chosen is no choice any more, or is no day, no number where one is wanted now. */
static bool is_forbidden(const struct request *request, const struct matter_field *field,
                         const struct list *values)
{
    struct text value = intake_value_of(values, field->name);
    return !field->private && text_present(value)
        && !intake_value_is_good(request, field, value);
}

static size_t lines_of_fields(const struct request *request, const struct intake_case *row,
                              const struct matter *now, const struct matter *newest,
                              const struct list *values, struct version_line *lines)
{
    const struct matter_field *after = newest->fields.items, *before = now->fields.items;
    size_t count = 0;
    for (size_t i = 0; i < newest->fields.count; i++) {
        const struct matter_field *was = matter_field_of(now, after[i].name);
        bool wanted = after[i].required && matter_field_asked(&after[i], intake_value_of, values);
        bool lacks = (wanted && !has_value(row, &after[i], values))
            || is_forbidden(request, &after[i], values);
        if (was == NULL || lacks)
            lines[count++] = (struct version_line){ TEXT("field"), after[i].name, after[i].zh,
                                                    after[i].en, lacks };
    }
    for (size_t i = 0; i < now->fields.count; i++)
        if (matter_field_of(newest, before[i].name) == NULL)
            lines[count++] = (struct version_line){ TEXT("field-gone"), before[i].name,
                                                    before[i].zh, before[i].en, false };
    return count;
}

static size_t lines_of_papers(const struct matter *now, const struct matter *newest,
                              const struct list *values, const struct list *papers,
                              struct version_line *lines)
{
    const struct matter_material *after = newest->materials.items;
    const struct matter_material *before = now->materials.items;
    size_t count = 0;
    for (size_t i = 0; i < newest->materials.count; i++) {
        bool lacks = matter_material_needed(&after[i], intake_value_of, values)
            && !has_paper(papers, after[i].name);
        if (matter_material_of(now, after[i].name) == NULL || lacks)
            lines[count++] = (struct version_line){ TEXT("paper"), after[i].name, after[i].zh,
                                                    after[i].en, lacks };
    }
    for (size_t i = 0; i < now->materials.count; i++)
        if (matter_material_of(newest, before[i].name) == NULL)
            lines[count++] = (struct version_line){ TEXT("paper-gone"), before[i].name,
                                                    before[i].zh, before[i].en, false };
    return count;
}

/* As of the day it was accepted; of today, where it is not yet. */
static int64_t working_days_of(const struct request *request, const struct matter *matter,
                               const struct intake_case *row)
{
    const struct matter_terms terms =
        matter_terms_at(request->book, matter, (int32_t)row->place);
    const struct moment from = row->accepted_at.ms != 0 ? row->accepted_at : request->at;
    return matter_limit_on(&terms, date_of_moment(from))->working_days;
}

static void compare(const struct request *request, const struct intake_case_facts *of,
                    const struct matter *now, const struct matter *newest,
                    struct version_told *ret_told)
{
    const struct intake_case *row = of->row;
    const struct list values = intake_form_read(row->form, request->arena);
    size_t most = now->fields.count + newest->fields.count + now->materials.count
        + newest->materials.count;
    struct version_line *lines = ARENA_ARRAY(request->arena, struct version_line, most + 1);
    size_t count = lines_of_fields(request, row, now, newest, &values, lines);
    count += lines_of_papers(now, newest, &values, of->papers, lines + count);
    bool lacks = false;
    for (size_t i = 0; i < count; i++)
        lacks = lacks || lines[i].lacks;
    struct deadline_answer due;
    *ret_told = (struct version_told){
        .case_id = row->case_id, .publication = now->publication, .newest = newest->publication,
        .working_days = working_days_of(request, now, row),
        .working_days_newest = working_days_of(request, newest, row),
        .may = newest->publication != now->publication && !lacks,
        .lines = { lines, count },
    };
    if (intake_handling_due(request, now, row, of->events, &due))
        ret_told->due = due.day;
    if (intake_handling_due(request, newest, row, of->events, &due))
        ret_told->due_newest = due.day;
}

/* False: refused. */
static bool look(const struct request *request, const struct intake_case_facts *of,
                 int64_t version, struct decision *decision, struct version_told *ret_told)
{
    const struct matter *now = intake_staff_matter(request, of, "accept", version, decision);
    if (now == NULL)
        return false;
    const struct matter *newest = matter_of(request->book, of->row->matter, request->arena);
    if (newest == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, "case_id");
        return false;
    }
    compare(request, of, now, newest, ret_told);
    return true;
}

static void decide_preview(const struct request *request, const void *facts,
                           struct decision *decision)
{
    look(request, facts, 0, decision, decision->outcome);
}

static void decide_move(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    struct version_told told;
    if (!look(request, found, input->version, decision, &told))
        return;
    if (!text_present(text_trim(input->reason))) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    if (told.newest == told.publication) {
        decision_refuse(decision, "intake.refused.newest-already", "case_id");
        return;
    }
    const struct version_line *lines = told.lines.items;
    for (size_t i = 0; i < told.lines.count; i++)
        if (lines[i].lacks) {
            decision_refuse_with(decision, "intake.refused.version-lacks", "case_id",
                                 lines[i].zh, lines[i].en);
            return;
        }
    struct intake_case row = *found->row;
    row.publication = told.newest;
    if (!intake_move(decision, &row, CASE_NEW_TEXT, input->reason))
        return;
    decision_replace(decision, &intake_case_table, &row);
    intake_tell_case(request, matter_of(request->book, row.matter, request->arena), &row,
                     found->papers, found->events, decision);
}

/* ---- rows ---- */

#define STEP(member_) AT(struct intake_case_input, member_)
static const struct field preview_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), .help = "intake.field.case" },
};
static const struct shape preview_shape =
    SHAPE("intake_version_of", struct intake_case_input, preview_fields);
#define LINE(member_) AT(struct version_line, member_)
static const struct field line_fields[] = {
    { "about", NULL, FIELD_TEXT, 0, LINE(about), 20 },
    { "name", NULL, FIELD_TEXT, 0, LINE(name), 30 },
    { "zh", NULL, FIELD_TEXT, 0, LINE(zh), 60, .help = "intake.told.changed" },
    { "en", NULL, FIELD_TEXT, 0, LINE(en), 100, .help = "intake.told.changed" },
    { "lacks", NULL, FIELD_FLAG, 0, LINE(lacks), .help = "intake.told.lacks" },
};
static const struct shape line_shape = SHAPE("intake_version_line", struct version_line,
                                             line_fields);
#define TOLD(member_) AT(struct version_told, member_)
static const struct field told_fields[] = {
    { "case_id", NULL, FIELD_ID, 0, TOLD(case_id), .help = "intake.field.case" },
    { "publication", NULL, FIELD_COUNT, 0, TOLD(publication) },
    { "newest", NULL, FIELD_COUNT, 0, TOLD(newest) },
    { "working_days", NULL, FIELD_COUNT, FIELD_SPARSE, TOLD(working_days) },
    { "working_days_newest", NULL, FIELD_COUNT, FIELD_SPARSE, TOLD(working_days_newest) },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(due), .help = "intake.told.due" },
    { "due_newest", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(due_newest),
      .help = "intake.told.due-newest" },
    { "may", NULL, FIELD_FLAG, 0, TOLD(may), .help = "intake.told.may-move" },
    { "lines", NULL, FIELD_LIST, FIELD_SPARSE, TOLD(lines), .of = &line_shape,
      .help = "intake.told.changed" },
};
static const struct shape told_shape = SHAPE("intake_version", struct version_told, told_fields);
static const struct shape facts_shape =
    { .name = "intake_version_facts", .size = sizeof(struct intake_case_facts) };

const struct action intake_version_action = {
    .name = "intake.version", .method = "GET", .path = "/api/v1/cases/{case_id}/version",
    .flags = ACTION_READ, .input = &preview_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "intake.help.version",
    .gather = intake_gather_step, .decide = decide_preview,
};
const struct action intake_move_version_action = {
    .name = "intake.move-version", .method = "POST", .path = "/api/v1/cases/{case_id}/version",
    .flags = ACTION_ONCE, .input = &intake_step_input_shape, .facts = &facts_shape,
    .outcome = &intake_applied_shape, .answer = &intake_applied_shape,
    .help = "intake.help.move-version", .keys = intake_case_keys,
    .gather = intake_gather_step, .decide = decide_move,
};
