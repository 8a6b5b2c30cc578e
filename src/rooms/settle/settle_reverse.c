#include "rooms/settle/settle_reverse.h"

#include "base/check.h"
#include "rooms/settle/settle_pharmacy.h"
#include "rooms/settle/settle_room.h"
#include "rooms/settle/settle_stay.h"

static bool undo_of_receipt(struct text outcome, struct arena *arena,
                            struct settle_undo_input *ret_undo)
{
    struct settle_receipt receipt = { 0 };
    if (!shape_unpack(&settle_receipt_shape, outcome, arena, &receipt))
        return false;
    *ret_undo = (struct settle_undo_input){
        .settlement = receipt.settlement, .visit = receipt.visit, .person = receipt.person,
    };
    return true;
}

const struct settle_reversible settle_reversibles[] = {
    { "2207", &settle_outpatient_action, undo_of_receipt },
    { "2207A", &settle_outpatient_action, undo_of_receipt },
    { "2304", &settle_stay_action, undo_of_receipt },
    { "2304A", &settle_stay_action, undo_of_receipt },
    { "2102", &settle_purchase_action, undo_of_receipt },
    { "2401", &visit_admit_action, NULL },
};
const size_t settle_reversible_count = COUNT_OF(settle_reversibles);

static const struct settle_reversible *reversible_of(struct text infno)
{
    for (size_t i = 0; i < settle_reversible_count; i++)
        if (text_is(infno, settle_reversibles[i].infno))
            return &settle_reversibles[i];
    return NULL;
}

static struct request *undo_request(const struct request *request, const void *undo)
{
    struct request *made = ARENA_NEW(request->arena, struct request);
    *made = *request;
    made->input = undo;
    return made;
}

/* The admission as 2404 would look at it. */
static bool gather_admission(struct gather *gather, const struct request *request,
                             struct settle_reverse_facts *found)
{
    struct visit_registered admitted = { 0 };
    if (!shape_unpack(&visit_registered_shape, found->original->outcome, gather->arena,
                      &admitted))
        return true;
    found->cancel = (struct visit_cancel_input){
        .visit = admitted.visit, .person = admitted.person, .number = admitted.number,
    };
    return visit_cancel_action.gather(gather, undo_request(request, &found->cancel),
                                      &found->admission);
}

static bool gather_reverse(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_reverse_input *input = request->input;
    struct settle_reverse_facts *found = facts;
    found->kind = reversible_of(input->original_infno);
    if (found->kind == NULL)
        return true;
    const struct receipt_key key =
        journal_receipt(journal_asker(request->actor), found->kind->action->name,
                        input->original_key, input->person, gather->arena);
    const void *row = NULL;
    if (!gather_one(gather, &journal_by_receipt, &key, &row))
        return false;
    found->original = row;
    if (found->original != NULL && found->kind->undo_of == NULL)
        return gather_admission(gather, request, found);
    if (found->original == NULL || text_is(found->original->action, JOURNAL_VOIDED)
        || !found->kind->undo_of(found->original->outcome, gather->arena, &found->undo))
        return true;
    return settle_gather_undo(gather, undo_request(request, &found->undo), &found->rows);
}

static void decide_admission(const struct request *request,
                             const struct settle_reverse_facts *found,
                             struct decision *decision)
{
    struct settle_reversed *reversed = decision->outcome;
    const struct visit_row *visit = found->admission.visit;
    if (visit == NULL || text_is(visit->state, "cancelled"))
        return;
    struct visit_done done = { 0 };
    decision->outcome = &done;
    visit_cancel_action.decide(undo_request(request, &found->cancel), &found->admission,
                               decision);
    decision->outcome = reversed;
}

static void decide_reverse(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct settle_reverse_input *input = request->input;
    const struct settle_reverse_facts *found = facts;
    decision->subject = input->person;
    if (found->kind == NULL) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NOT_REVERSIBLE),
                        "original_infno");
        return;
    }
    struct settle_reversed *reversed = decision->outcome;
    if (found->original == NULL) {
        decision_void(decision, found->kind->action->name, input->original_key);
        return;
    }
    if (text_is(found->original->action, JOURNAL_VOIDED))
        return;
    if (found->kind->undo_of == NULL) {
        decide_admission(request, found, decision);
        return;
    }
    reversed->original = found->undo.settlement;
    if (found->rows.settlement != NULL && !settle_stands(found->rows.settlement))
        return;

    struct settle_receipt receipt = { 0 };
    decision->outcome = &receipt;
    settle_decide_undo(undo_request(request, &found->undo), &found->rows, decision);
    decision->outcome = reversed;
    reversed->settlement = receipt.settlement;
    reversed->family = receipt.family;
    reversed->hands = receipt.hands;
}

#define MUST .flags = FIELD_REQUIRED
static const struct field input_fields[] = {
    FIELD(struct settle_reverse_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct settle_reverse_input, original_key, FIELD_TEXT, .national = "omsgid", MUST,
          .length_max = 30),
    FIELD(struct settle_reverse_input, original_infno, FIELD_TEXT, .national = "oinfno", MUST,
          .length_max = 6),
};
static const struct shape input_shape =
    SHAPE("settle.reverse", struct settle_reverse_input, input_fields);
static const struct shape facts_shape = {
    .name = "settle.reverse-facts", .size = sizeof(struct settle_reverse_facts),
};
static const struct field reversed_fields[] = {
    FIELD(struct settle_reversed, settlement, FIELD_ID, .flags = 0),
    FIELD(struct settle_reversed, original, FIELD_ID, .flags = 0),
    FIELD(struct settle_reversed, family, FIELD_LIST, .of = &fund_standing_shape),
    FIELD(struct settle_reversed, hands, FIELD_LIST, .of = &settle_hands_shape),
};
static const struct shape reversed_shape =
    SHAPE("settle.reversed", struct settle_reversed, reversed_fields);
/* The hospital is not told whose money it was. */
static const struct shape reversed_answer_shape = {
    .name = "settle.reversed-answer", .size = sizeof(struct settle_reversed),
    .fields = reversed_fields, .field_count = 2,
};

static void tell_reverse(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    (void)request;
    (void)memory;
    const struct settle_reversed *reversed = outcome;
    *(struct settle_reversed *)answer = (struct settle_reversed){
        .settlement = reversed->settlement, .original = reversed->original,
    };
}

static void keys_of_reverse(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct settle_reverse_input *)request->input)->person);
}

const struct action settle_reverse_action = {
    .name = "settle.reverse", .method = "POST", .path = "/api/v1/reversals",
    .flags = ACTION_ONCE | ACTION_OFFLINE, .input = &input_shape, .facts = &facts_shape,
    .outcome = &reversed_shape, .answer = &reversed_answer_shape, .help = "settle.help.reverse",
    .keys = keys_of_reverse, .gather = gather_reverse, .decide = decide_reverse,
    .tell = tell_reverse,
};
