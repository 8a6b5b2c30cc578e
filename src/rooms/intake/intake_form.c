/* intake_form.c: what was filled in, checked against the matter and against the action that its
 * approval will run, so that nobody waits for days to hear of a slip of the pen. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/divisions.h"
#include "rooms/filing/filing.h"

struct text intake_value_of(const void *form, struct text name)
{
    const struct list *values = form;
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++)
        if (text_equal(items[i].name, name))
            return items[i].value;
    return (struct text){ 0 };
}

/* A matter names one of these; rooms below this one cannot be run by an approval. */
const struct action *intake_approval_of(const struct matter *matter)
{
    static const struct action *const approvals[] = { &filing_record_action };
    for (size_t i = 0; i < COUNT_OF(approvals); i++)
        if (text_is(matter->approval, approvals[i]->name))
            return approvals[i];
    return NULL;
}

static bool choice_exists(const struct matter_field *field, struct text value)
{
    const struct matter_choice *items = field->choices.items;
    for (size_t i = 0; i < field->choices.count; i++)
        if (text_equal(items[i].value, value))
            return true;
    return false;
}

static bool value_is_good(const struct request *request, const struct matter_field *field,
                          struct text value)
{
    struct date day;
    int64_t number;
    if (text_is(field->type, "choice"))
        return choice_exists(field, value);
    if (text_is(field->type, "day"))
        return date_parse(value, &day);
    if (text_is(field->type, "number"))
        return text_to_int64(value, &number);
    if (text_is(field->type, "division"))
        return text_to_int64(value, &number) && number > 0 && number <= 999999
            && division_of(book_divisions(request->book), (int32_t)number) != NULL;
    return value.length <= 2000;
}

static bool fields_are_filled(const struct matter *matter, const struct list *values,
                              struct decision *decision)
{
    const struct matter_field *fields = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++)
        if (fields[i].required && !text_present(intake_value_of(values, fields[i].name))) {
            intake_refuse_about(decision, INTAKE_REFUSED_FIELD_MISSING, "values", fields[i].zh,
                                fields[i].en);
            return false;
        }
    return true;
}

bool intake_form_check(const struct request *request, const struct matter *matter,
                       const struct list *values, struct decision *decision)
{
    if (!fields_are_filled(matter, values, decision))
        return false;
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++) {
        const struct matter_field *field = matter_field_of(matter, items[i].name);
        if (field == NULL) {
            intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_FIELD, "values",
                                items[i].name, TEXT(""));
            return false;
        }
        if (text_present(items[i].value) && !value_is_good(request, field, items[i].value)) {
            intake_refuse_about(decision, INTAKE_REFUSED_WRONG_VALUE, "values", field->zh,
                                field->en);
            return false;
        }
    }
    const struct action *approval = intake_approval_of(matter);
    void *input;
    struct text field = { 0 };
    if (approval == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, "matter");
        return false;
    }
    if (!intake_approval_input(approval, values, 0, 0, request->arena, &input, &field)) {
        intake_refuse_about(decision, INTAKE_REFUSED_WRONG_VALUE, "values", field, field);
        return false;
    }
    return true;
}

static void set_id(const struct action *approval, const char *name, int64_t id, void *input)
{
    const struct field *field = shape_field(approval->input, text_of(name));
    if (field != NULL && field->kind == FIELD_ID)
        *(int64_t *)field_at(field, input) = id;
}

bool intake_approval_input(const struct action *approval, const struct list *values,
                           int64_t person, int64_t case_id, struct arena *arena,
                           void **ret_input, struct text *ret_field)
{
    void *input = arena_take(arena, approval->input->size);
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++) {
        const struct field *field = shape_field(approval->input, items[i].name);
        if (field == NULL || !text_present(items[i].value))
            continue;
        if (field_read(field, items[i].value, arena, input) != NULL) {
            *ret_field = items[i].name;
            return false;
        }
    }
    set_id(approval, "person", person, input);
    set_id(approval, "cause", case_id, input);
    *ret_input = input;
    return true;
}
