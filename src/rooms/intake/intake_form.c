/* intake_form.c: what was filled in, checked against the matter and against the action that its
 * approval will run, so that nobody waits for days to hear of a slip of the pen. */

#include "rooms/intake/intake_inside.h"
#include "rooms/intake/intake_newcomer.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/divisions.h"
#include "rooms/party/party.h"

struct text intake_value_of(const void *form, struct text name)
{
    const struct list *values = form;
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++)
        if (text_equal(items[i].name, name))
            return items[i].value;
    return (struct text){ 0 };
}

/* Set once at start: the rooms whose actions an approval may run. */
static const struct room *const *approval_rooms;
static size_t approval_room_count;

void intake_use_rooms(const struct room *const *rooms, size_t count)
{
    approval_rooms = rooms;
    approval_room_count = count;
}

const struct action *intake_action_of(struct text name)
{
    for (size_t r = 0; text_present(name) && r < approval_room_count; r++)
        for (size_t a = 0; a < approval_rooms[r]->action_count; a++)
            if (text_is(name, approval_rooms[r]->actions[a]->name))
                return approval_rooms[r]->actions[a];
    return NULL;
}

const struct action *intake_approval_of(const struct matter *matter, const struct list *values)
{
    const struct matter_when *when = &matter->approval_when;
    if (text_present(when->field)
        && !matter_words_have(&when->is, intake_value_of(values, when->field)))
        return NULL;
    return intake_action_of(matter->approval);
}

static bool choice_exists(const struct matter_field *field, struct text value)
{
    const struct matter_choice *items = field->choices.items;
    for (size_t i = 0; i < field->choices.count; i++)
        if (text_equal(items[i].value, value))
            return true;
    return false;
}

/* "1234.56", not negative. */
static bool money_is_good(struct text value)
{
    struct money money;
    return money_parse(value, &money) && money.fen >= 0;
}

bool intake_value_is_good(const struct request *request, const struct matter_field *field,
                          struct text value)
{
    struct date day;
    int64_t number;
    if (text_is(field->type, "choice"))
        return choice_exists(field, value);
    if (text_is(field->type, "day"))
        return date_parse(value, &day);
    if (text_is(field->type, "number") || text_is(field->type, "institution"))
        return text_to_int64(value, &number);
    if (text_is(field->type, "money"))
        return money_is_good(value);
    if (text_is(field->type, "month"))
        return value.length == 7
            && date_parse(arena_format(request->arena, "%.*s-01", TEXT_ARGS(value)), &day);
    if (text_is(field->type, "account"))
        return text_present(ident_account(value, request->arena));
    if (text_is(field->type, "flag"))
        return text_is(value, "true") || text_is(value, "false");
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
        if (fields[i].required && matter_field_asked(&fields[i], intake_value_of, values)
            && !text_present(intake_value_of(values, fields[i].name))) {
            intake_refuse_asked(decision, INTAKE_REFUSED_FIELD_MISSING, fields[i].name,
                                fields[i].zh, fields[i].en);
            return false;
        }
    return true;
}

/* A day that has not come yet, where the matter asks for one that has. */
static bool is_in_time(const struct request *request, const struct matter_field *field,
                       struct text value, const struct list *values, struct decision *decision)
{
    struct date last;
    if (!matter_field_is_late(field, value, intake_value_of, values,
                              date_of_moment(request->at), &last))
        return true;
    intake_refuse_asked(decision, INTAKE_REFUSED_TOO_LATE_A_DAY, field->name, field->zh,
                        field->en);
    decision->refusal.detail[2] = intake_day_text(last, request->arena);
    return false;
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
        if (text_present(items[i].value)
            && !intake_value_is_good(request, field, items[i].value)) {
            intake_refuse_asked(decision, INTAKE_REFUSED_WRONG_VALUE, field->name, field->zh,
                                field->en);
            return false;
        }
        if (!is_in_time(request, field, items[i].value, values, decision))
            return false;
    }
    const struct action *approval = intake_approval_of(matter, values);
    void *input;
    struct text field = { 0 };
    if (approval != NULL
        && !intake_approval_input(approval, matter, values, 0, 0, request->arena, &input,
                                  &field)) {
        intake_refuse_about(decision, INTAKE_REFUSED_WRONG_VALUE, "values", field, field);
        return false;
    }
    return true;
}

/* What the chosen values say of the person: "stranded-outside". Said, not known. */
size_t intake_statuses_said(const struct matter *matter, const struct list *values,
                            struct text *ret_statuses, size_t most)
{
    const struct matter_field *fields = matter->fields.items;
    size_t count = 0;
    for (size_t i = 0; i < matter->fields.count; i++) {
        struct text value = intake_value_of(values, fields[i].name);
        const struct matter_choice *choices = fields[i].choices.items;
        for (size_t c = 0; c < fields[i].choices.count && count < most; c++)
            if (text_equal(choices[c].value, value) && text_present(choices[c].status))
                ret_statuses[count++] = choices[c].status;
    }
    return count;
}

static void set_id(const struct action *approval, const char *name, int64_t id, void *input)
{
    const struct field *field = shape_field(approval->input, text_of(name));
    if (field != NULL && field->kind == FIELD_ID)
        *(int64_t *)field_at(field, input) = id;
}

/* Forms spell names with hyphens, actions with underscores. */
static const struct field *field_called(const struct action *approval, struct text name)
{
    char written[80];
    struct builder builder = builder_over(written, sizeof written);
    for (size_t i = 0; i < name.length; i++)
        builder_add_char(&builder, name.data[i] == '-' ? '_' : name.data[i]);
    return shape_field(approval->input, builder_text(&builder));
}

bool intake_approval_input(const struct action *approval, const struct matter *matter,
                           const struct list *values, int64_t person, int64_t case_id,
                           struct arena *arena, void **ret_input, struct text *ret_field)
{
    void *input = arena_take(arena, approval->input->size);
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++) {
        const struct field *field = field_called(approval, items[i].name);
        if (field == NULL || !text_present(items[i].value))
            continue;
        if (field_read(field, items[i].value, arena, input) != NULL) {
            *ret_field = items[i].name;
            return false;
        }
    }
    set_id(approval, "person", person, input);
    set_id(approval, "cause", case_id, input);
    struct text status;
    const struct field *field = shape_field(approval->input, TEXT("status"));
    if (field != NULL && field->kind == FIELD_TEXT
        && intake_statuses_said(matter, values, &status, 1) == 1)
        *(struct text *)field_at(field, input) = status;
    *ret_input = input;
    return true;
}

/* ---- an action run inside ours ---- */

static void *field_of_kind(struct request *inner, const char *name, enum field_kind kind)
{
    const struct field *field = shape_field(inner->action->input, text_of(name));
    return field == NULL || field->kind != kind
        ? NULL : field_at(field, (void *)(uintptr_t)inner->input);
}

static void tell_text(struct request *inner, const char *name, struct text value)
{
    struct text *field = field_of_kind(inner, name, FIELD_TEXT);
    if (field != NULL)
        *field = value;
}

static void tell_id(struct request *inner, const char *name, int64_t id)
{
    int64_t *field = field_of_kind(inner, name, FIELD_ID);
    if (field != NULL && id != 0)
        *field = id;
}

void intake_hand_how(struct request *inner, const struct intake_by *by, struct moment handed_in)
{
    if (inner == NULL)
        return;
    struct moment *handed = field_of_kind(inner, "handed_in", FIELD_MOMENT);
    tell_text(inner, "channel", by->channel);
    tell_text(inner, "filer", by->applicant);
    tell_id(inner, "unit", by->unit);
    if (by->own)
        tell_id(inner, "institution", by->institution);
    if (handed != NULL)
        *handed = handed_in;
}

void intake_hand_newcomer(struct request *inner, const struct text *number, bool newcomer)
{
    if (inner == NULL || !newcomer)
        return;
    bool *flag = field_of_kind(inner, "newcomer", FIELD_FLAG);
    struct date *born = field_of_kind(inner, "born", FIELD_DAY);
    struct party_person row;
    if (flag != NULL)
        *flag = true;
    if (born != NULL && number != NULL
        && party_newcomer_read(*number, TEXT(""), date_of_moment(inner->at), inner->arena, &row))
        *born = row.born;
}

void intake_hand_case(struct request *inner, const struct intake_case *row)
{
    if (inner == NULL)
        return;
    const struct intake_by by = { row->channel, row->applicant, row->unit, row->institution,
                                  row->person == 0 };
    intake_hand_how(inner, &by, row->sent_at.ms != 0 ? row->sent_at : row->received_at);
    intake_hand_newcomer(inner, NULL, row->newcomer);
    struct text *sealed = field_of_kind(inner, "sealed", FIELD_BYTES);
    if (sealed != NULL)
        *sealed = row->form_sealed;
}

struct request *intake_inner_request(const struct request *request,
                                     const struct action *inner_action,
                                     const struct matter *matter, const struct list *values,
                                     int64_t person, int64_t case_id, bool as_house)
{
    static const struct actor house = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    void *input;
    struct text field;
    if (inner_action == NULL
        || !intake_approval_input(inner_action, matter, values, person, case_id, request->arena,
                                  &input, &field))
        return NULL;
    struct request *inner = ARENA_NEW(request->arena, struct request);
    *inner = *request;
    inner->action = inner_action;
    inner->input = input;
    inner->prepared = NULL;
    if (as_house)
        inner->actor = &house;
    tell_text(inner, "matter", matter->matter);
    return inner;
}

/* What an action does not keep sealed it is told: these values stand nowhere but in its input. */
static struct list with_private(const struct list *open, struct text sealed, struct arena *arena)
{
    const struct text plain = party_unseal(sealed, "form", arena);
    const struct list private =
        text_present(plain) ? intake_form_read(plain, arena) : (struct list){ 0 };
    struct intake_value *all =
        ARENA_ARRAY(arena, struct intake_value, open->count + private.count + 1);
    for (size_t i = 0; i < open->count; i++)
        all[i] = ((const struct intake_value *)open->items)[i];
    for (size_t i = 0; i < private.count; i++)
        all[open->count + i] = ((const struct intake_value *)private.items)[i];
    return (struct list){ all, open->count + private.count };
}

bool intake_gather_approval(struct gather *gather, const struct request *request,
                            const struct intake_case *row, bool as_house,
                            struct request **ret_request, void **ret_facts)
{
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct matter *matter = intake_matter_of(&with_arena, row);
    if (matter == NULL)
        return true;
    struct list values = intake_form_read(row->form, gather->arena);
    const struct action *approval = intake_approval_of(matter, &values);
    if (approval != NULL && shape_field(approval->input, TEXT("sealed")) == NULL)
        values = with_private(&values, row->form_sealed, gather->arena);
    struct request *inner =
        intake_inner_request(&with_arena, approval, matter, &values, row->person,
                             as_house ? 0 : row->case_id, as_house);
    if (inner == NULL)
        return true;
    intake_hand_case(inner, row);
    *ret_request = inner;
    *ret_facts = arena_take(gather->arena, inner->action->facts->size);
    return inner->action->gather(gather, inner, *ret_facts);
}

void intake_run_inner(const struct request *inner_request, const void *facts,
                      struct decision *inner)
{
    const struct action *action = inner_request->action;
    *inner = (struct decision){ .request = inner_request };
    inner->outcome = arena_take(inner_request->arena, action->outcome->size);
    trail_init(&inner->trail, inner_request->arena);
    action->decide(inner_request, facts, inner);
}

void intake_join_changes(struct decision *decision, const struct decision *inner)
{
    if (inner->changes == NULL)
        return;
    if (decision->last_change == NULL)
        decision->changes = inner->changes;
    else
        decision->last_change->next = inner->changes;
    decision->last_change = inner->last_change;
    decision->change_count += inner->change_count;
}

/* A digest, so that nothing private stands in it. */
struct text intake_subject_key(const struct matter *matter, const struct list *values,
                               struct arena *arena)
{
    const struct matter_word *names = matter->subject.items;
    struct text all = matter->matter;
    for (size_t i = 0; i < matter->subject.count; i++) {
        struct text value = intake_value_of(values, names[i].word);
        all = arena_format(arena, "%.*s|%zu:%.*s", TEXT_ARGS(all), value.length,
                           TEXT_ARGS(value));
    }
    return arena_format(arena, "%016llx", (unsigned long long)text_hash(all));
}
