/* intake_private.c: what an applicant answered in private (a payee's account, a legal person), for
 * who decides on it: the account of the form is held against its proof before money goes there. The
 * reason is kept. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/access/access_facts.h"
#include "rooms/party/party.h"

struct private_input { int64_t case_id; struct text reason; };
struct private_facts { struct intake_case_facts of; };
struct private_outcome { int64_t case_id; };
struct private_answer { struct text name, zh, en, answered; };
struct private_told { int64_t case_id; struct list answers; };

static bool gather_private(struct gather *gather, const struct request *request, void *facts)
{
    const struct private_input *input = request->input;
    struct private_facts *found = facts;
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of);
}

static void decide_private(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct private_input *input = request->input;
    const struct intake_case_facts *of = &((const struct private_facts *)facts)->of;
    const struct matter *matter = of->row == NULL ? NULL : intake_matter_of(request, of->row);
    if (matter == NULL || !intake_may_see(request, of, (struct text){ 0 })) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "case_id");
        return;
    }
    if (((intake_step_roles(request, matter, of, "review")
          | intake_step_roles(request, matter, of, "decide"))
         & ROLE_BIT(request->actor->role)) == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_YOURS, NULL);
        return;
    }
    if (!text_present(of->row->form_sealed)) {
        decision_refuse(decision, "intake.refused.nothing-private", "case_id");
        return;
    }
    access_note_unmasking(decision, input->case_id, "case-answers", input->reason);
    decision->subject = input->case_id;
    *(struct private_outcome *)decision->outcome = (struct private_outcome){ input->case_id };
}

static bool recall_private(struct gather *gather, const struct request *request,
                           const void *outcome, void *ret_memory)
{
    struct private_facts *found = ret_memory;
    return intake_gather_case(gather, request, ((const struct private_outcome *)outcome)->case_id,
                              (struct text){ 0 }, &found->of);
}

static const struct matter_field *field_called(const struct matter *matter, struct text name)
{
    const struct matter_field *fields = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++)
        if (text_equal(fields[i].name, name))
            return &fields[i];
    return NULL;
}

/* Opened here, and not in the decision: a receipt keeps none of it. */
static void tell_private(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    const struct intake_case *row = ((const struct private_facts *)memory)->of.row;
    struct private_told *told = answer;
    *told = (struct private_told){ .case_id = ((const struct private_outcome *)outcome)->case_id };
    const struct matter *matter = row == NULL ? NULL : intake_matter_of(request, row);
    struct text plain = row == NULL || !text_present(row->form_sealed)
        ? (struct text){ 0 } : party_unseal(row->form_sealed, "form", request->arena);
    if (matter == NULL || !text_present(plain))
        return;
    const struct list values = intake_form_read(plain, request->arena);
    const struct intake_value *items = values.items;
    struct private_answer *answers =
        ARENA_ARRAY(request->arena, struct private_answer, values.count + 1);
    for (size_t i = 0; i < values.count; i++) {
        const struct matter_field *field = field_called(matter, items[i].name);
        answers[i] = (struct private_answer){
            .name = items[i].name, .zh = field == NULL ? items[i].name : field->zh,
            .en = field == NULL ? items[i].name : field->en, .answered = items[i].value,
        };
    }
    told->answers = (struct list){ answers, values.count };
}

static const struct field input_fields[] = {
    FIELD(struct private_input, case_id, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "intake.field.case"),
    FIELD(struct private_input, reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 100,
          .help = "intake.field.private-reason"),
};
static const struct shape input_shape =
    SHAPE("intake_private_input", struct private_input, input_fields);
static const struct shape facts_shape =
    { .name = "intake_private_facts", .size = sizeof(struct private_facts) };
static const struct field outcome_fields[] = {
    FIELD(struct private_outcome, case_id, FIELD_ID, .flags = 0),
};
static const struct shape outcome_shape =
    SHAPE("intake_private_kept", struct private_outcome, outcome_fields);
static const struct field answer_fields[] = {
    FIELD(struct private_answer, name, FIELD_TEXT, .flags = 0),
    FIELD(struct private_answer, zh, FIELD_TEXT, .flags = 0),
    FIELD(struct private_answer, en, FIELD_TEXT, .flags = 0),
    FIELD(struct private_answer, answered, FIELD_TEXT, .flags = FIELD_PRIVATE),
};
static const struct shape answer_shape =
    SHAPE("intake_private_answer", struct private_answer, answer_fields);
static const struct field told_fields[] = {
    FIELD(struct private_told, case_id, FIELD_ID, .flags = 0),
    FIELD(struct private_told, answers, FIELD_LIST, .of = &answer_shape),
};
static const struct shape told_shape =
    SHAPE("intake_private_answers", struct private_told, told_fields);

const struct action intake_private_action = {
    .name = "intake.private-answers", .method = "POST",
    .path = "/api/v1/cases/{case_id}/private-answers",
    .flags = ACTION_ONCE | ACTION_DISCLOSES, .input = &input_shape, .facts = &facts_shape,
    .outcome = &outcome_shape, .answer = &told_shape, .help = "intake.help.private-answers",
    .keys = intake_case_keys, .gather = gather_private, .decide = decide_private,
    .recall = recall_private, .memory_size = sizeof(struct private_facts), .tell = tell_private,
};
