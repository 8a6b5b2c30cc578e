/* visit_supply_actions.c: a long prescription confirmed by its physician, or given its reason. */

#include "rooms/visit/visit_room.h"
#include "rooms/visit/visit_supply.h"

#define INPUT(member, kind, ...) FIELD(struct visit_confirm_input, member, kind, __VA_ARGS__)
static const struct field input_fields[] = {
    INPUT(visit, FIELD_ID, .flags = FIELD_REQUIRED, .national = "mdtrt_id"),
    INPUT(person, FIELD_ID, .flags = FIELD_REQUIRED, .national = "psn_no"),
    INPUT(bill, FIELD_TEXT, .flags = FIELD_REQUIRED, .national = "chrg_bchno", .length_max = 30),
    INPUT(serial, FIELD_TEXT, .flags = FIELD_REQUIRED, .national = "feedetl_sn",
          .length_max = 30),
    INPUT(physician, FIELD_TEXT, .flags = 0, .national = "bilg_dr_codg", .length_max = 30),
    INPUT(physician_name, FIELD_TEXT, .flags = 0, .national = "bilg_dr_name", .length_max = 50),
    INPUT(reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .national = "dspo_way_rea",
          .length_max = 500),
};
static const struct shape input_shape =
    SHAPE("visit.confirm", struct visit_confirm_input, input_fields);
static const struct shape facts_shape =
    { .name = "visit.confirm-facts", .size = sizeof(struct visit_confirm_facts) };

static void keys_of_confirm(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_confirm_input *)request->input)->person);
}

static bool gather_confirm(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_confirm_input *input = request->input;
    struct visit_confirm_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->confirmations = gather_want(gather, &visit_confirmations_of, &key);
    return complete && found->confirmations != NULL;
}

static const struct visit_confirmation_row *row_in(const struct list *rows,
                                                   const struct visit_confirm_input *input)
{
    const struct visit_confirmation_row *items = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (text_equal(items[i].bill, input->bill) && text_equal(items[i].serial, input->serial))
            return &items[i];
    return NULL;
}

/* Who comes second learns who was first, and when: what was said is not written over. */
static void refuse_given(struct decision *decision, const struct visit_confirmation_row *before)
{
    char bytes[40];
    struct builder builder = builder_over(bytes, sizeof bytes);
    moment_write(&builder, before->given_at);
    struct text who = text_present(before->physician_name) ? before->physician_name
                                                           : before->physician;
    decision_refuse_with(decision, visit_supply_refusal_key(VISIT_SUPPLY_GIVEN), "serial",
                         text_present(who) ? who : TEXT("-"),
                         arena_text(decision->request->arena, builder_text(&builder)));
}

/* The reason of a line that needed none is kept, too. LAW: BJ4-07c BJ4-07e */
static void decide_confirm(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct visit_confirm_input *input = request->input;
    const struct visit_confirm_facts *found = facts;
    if (!visit_check_open(request, found->visit, input->person, decision))
        return;
    const struct visit_confirmation_row *before = row_in(found->confirmations, input);
    if (before == NULL) {
        decision_refuse(decision, visit_supply_refusal_key(VISIT_SUPPLY_NO_LINE), "serial");
        return;
    }
    if (text_is(before->state, "given")) {
        refuse_given(decision, before);
        return;
    }
    if (text_is(before->wanted, "confirmation") && !text_present(input->physician)) {
        decision_refuse(decision, visit_supply_refusal_key(VISIT_SUPPLY_NO_PHYSICIAN),
                        "physician");
        return;
    }
    struct visit_confirmation_row row = *before;
    row.state = TEXT("given");
    row.physician = input->physician;
    row.physician_name = input->physician_name;
    row.reason = input->reason;
    row.given_at = request->at;
    row.given_by = request->actor->account;
    decision_replace(decision, &visit_confirmation_table, &row);
    decision->subject = input->person;
    ((struct visit_done *)decision->outcome)->visit = input->visit;
}

const struct action visit_confirm_prescription_action = {
    .name = "visit.confirm-prescription", .method = "POST",
    .path = "/api/v1/visits/{visit}/confirmations",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &input_shape, .facts = &facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.confirm", .keys = keys_of_confirm,
    .gather = gather_confirm, .decide = decide_confirm,
};
