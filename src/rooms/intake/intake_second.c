/* intake_second.c: second looks. A second reviewer sends back what was proposed; who is not content
 * objects once, and somebody else than who decided looks at it: it stays, or is taken up again, and
 * then what had been made of it is taken back. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/filing/filing_facts.h"

static void moved(const struct request *request, const struct matter *matter,
                  const struct intake_case_facts *found, struct intake_case *row,
                  enum case_event event, struct text reason, struct decision *decision)
{
    if (!intake_move(decision, row, event, reason))
        return;
    decision_replace(decision, &intake_case_table, row);
    const struct intake_document_of of =
        intake_document_facts(matter, row, found, found->papers);
    intake_say_step(decision, &of, event);
    intake_tell_case(request, matter, row, found->papers, found->events, decision);
}

static bool has_reason(const struct request *request, struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    if (!text_present(input->reason))
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
    return text_present(input->reason);
}

static void decide_send_back(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, found, "decide", input->version, decision);
    if (matter == NULL || !has_reason(request, decision))
        return;
    struct intake_case row = *found->row;
    if (row.proposed_by == request->actor->account) {
        intake_refuse(decision, INTAKE_REFUSED_SAME_PERSON, "case_id");
        return;
    }
    bool owing = intake_open_count(found->papers, "owed") > 0;
    row.proposed = (struct text){ 0 };
    row.proposed_by = 0;
    moved(request, matter, found, &row, owing ? CASE_SEND_BACK_OWING : CASE_SEND_BACK,
          input->reason, decision);
}

/* ---- objections ---- */

struct object_input {
    struct text receipt, last_four, reason;
};
_Static_assert(offsetof(struct object_input, receipt) == 0, "the receipt comes first");

static void decide_object(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct object_input *input = request->input;
    const struct intake_case_facts *found = facts;
    if (!intake_may_see(request, found, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return;
    }
    struct intake_case row = *found->row;
    if (row.objected_at.ms != 0) {
        intake_refuse(decision, INTAKE_REFUSED_OBJECTED_ALREADY, "receipt");
        return;
    }
    row.objected_at = request->at;
    row.objection = input->reason;
    const struct matter *matter = intake_matter_of(request, &row);
    moved(request, matter, found, &row, CASE_OBJECT, input->reason, decision);
    if (decision->refusal.key != NULL || matter == NULL)
        return;
    const struct message_row about = { .office = row.office, .subject = row.case_id,
        .kind = TEXT("intake.message.objected"), .reference = row.receipt };
    const struct text zh[3] = { matter->zh, row.receipt }, en[3] = { matter->en, row.receipt };
    message_send(decision, &about, zh, en);
}

/* Somebody else than who decided, and than who proposed it: who had a hand in what is objected to
 * does not look at his own work, in whatever post he stands there. */
static const struct matter *second_look(const struct request *request,
                                        const struct intake_case_facts *found,
                                        struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct matter *matter =
        intake_staff_matter(request, found, "decide", input->version, decision);
    if (matter == NULL || !has_reason(request, decision))
        return NULL;
    const struct intake_case *row = found->row;
    int64_t account = request->actor->account;
    if (account != 0 && (row->decided_by == account || row->proposed_by == account)) {
        intake_refuse(decision, INTAKE_REFUSED_SAME_PERSON, "case_id");
        return NULL;
    }
    return matter;
}

static void decide_uphold(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter = second_look(request, found, decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->row;
    if (row.objected_at.ms == 0 || row.answered_at.ms != 0) {
        intake_refuse(decision, INTAKE_REFUSED_NO_OBJECTION, "case_id");
        return;
    }
    row.answered_at = request->at;
    moved(request, matter, found, &row, CASE_UPHOLD, input->reason, decision);
}

/* ---- taken up again ---- */

struct reopen_facts {
    struct intake_case_facts of;
    const struct intake_case *beside;   /* open about the same */
    const struct list *bars;
    struct intake_revocation revocation;
    const struct list *resting;         /* documents that rest on it */
};

static bool gather_reopen(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct reopen_facts *found = facts;
    bool complete = intake_gather_case(gather, request, input->case_id, (struct text){ 0 },
                                       &found->of);
    const struct intake_case *row = found->of.row;
    if (row == NULL)
        return complete;
    const struct intake_person_key bars = { row->bucket, intake_whose(row) };
    found->bars = gather_want(gather, &intake_bars_of, &bars);
    complete &= found->bars != NULL;
    complete &= intake_gather_beside(gather, row, &found->beside);
    complete &= intake_gather_resting(gather, request, row, &found->resting);
    return intake_gather_revocation(gather, request, row, input->reason, &found->revocation)
        && complete;
}

bool intake_wants_objection(struct text state)
{
    return text_is(state, "decided-approved") || text_is(state, "closed")
        || text_is(state, "revoked");
}

/* What was made is taken back where that can be done, and stands marked where somebody has to. */
static struct text undo(const struct request *request, const struct reopen_facts *found,
                        struct intake_case *row, struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    struct text reason = input->reason;
    bool revoked = text_is(row->state, "revoked");
    if (revoked)
        intake_unbar(row, found->of.papers, found->bars, decision);
    else
        reason = intake_take_back(request, &found->revocation, reason, row, decision);
    bool by_hand = text_is(row->effect, "by-hand");
    if (!by_hand)
        row->result = 0;
    if (!by_hand && (revoked || text_is(row->effect, "written")))
        row->effect = (struct text){ 0 };
    return reason;
}

/* The clock begins anew, and so does what may be objected to. */
static void decide_reopen(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct reopen_facts *found = facts;
    const struct matter *matter = second_look(request, &found->of, decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->of.row;
    if (intake_wants_objection(row.state)
        && (row.objected_at.ms == 0 || row.answered_at.ms != 0)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_OBJECTION, "case_id");
        return;
    }
    if (found->beside != NULL && found->beside->case_id != row.case_id) {
        intake_refuse_about(decision, INTAKE_REFUSED_OPEN_ALREADY, "case_id",
                            found->beside->receipt, TEXT(""));
        return;
    }
    bool anew = text_is(row.state, "not-accepted") || text_is(row.state, "withdrawn");
    bool owing = !anew && intake_open_count(found->of.papers, "owed") > 0;
    struct text reason = input->reason;
    if (intake_wants_objection(row.state))
        reason = undo(request, found, &row, decision);
    row.accepted_at = row.decided_at = row.asked_at = row.supplied_at = (struct moment){ 0 };
    row.objected_at = row.answered_at = (struct moment){ 0 };
    row.verdict = row.proposed = row.stood = (struct text){ 0 };
    row.proposed_by = row.decided_by = 0;
    row.reason = reason;
    struct moment deemed = intake_deemed_at(request, matter, (int32_t)row.place,
                                            date_of_moment(request->at));
    if (anew && deemed.ms != 0)
        task_timer_set(decision, intake_deem_accepted_action.name, row.case_id, deemed);
    intake_void(decision, &row, found->of.documents, found->resting);
    moved(request, matter, &found->of, &row, owing ? CASE_REOPEN_OWING : CASE_REOPEN,
          reason, decision);
}

/* What is taken back lies in the person's bucket, as when it was recorded. */
static void reopen_keys(const struct request *request, struct keys *keys)
{
    const struct intake_case_input *input = request->input;
    keys_add(keys, input->case_id);
    keys_add(keys, filing_keys_of(id_bucket(input->case_id)));
}

/* ---- rows ---- */

const struct shape intake_step_facts_shape =
    { .name = "intake_step_facts", .size = sizeof(struct intake_case_facts) };
#define OBJECT(member_) AT(struct object_input, member_)
static const struct field object_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, OBJECT(receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, OBJECT(last_four), 4,
      .help = "intake.field.last-four" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, OBJECT(reason), 500,
      .help = "intake.field.objection" },
};
static const struct shape object_shape =
    SHAPE("intake_object", struct object_input, object_fields);

const struct action intake_object_action = {
    .name = "intake.object", .method = "POST", .path = "/api/v1/cases/objection",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &object_shape, .facts = &intake_step_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.object",
    .keys = intake_receipt_keys, .gather = intake_gather_receipt, .decide = decide_object,
    .tell = intake_tell_receipt,
};
#define SECOND_ACTION(name_, help_, path_, decide_) { \
    name_, .method = "POST", .path = "/api/v1/cases/{case_id}/" path_, \
    .flags = ACTION_ONCE, .input = &intake_step_input_shape, \
    .facts = &intake_step_facts_shape, .outcome = &intake_applied_shape, \
    .answer = &intake_applied_shape, .help = help_, .keys = intake_case_keys, \
    .gather = intake_gather_step, .decide = (decide_) }
const struct action intake_send_back_action =
    SECOND_ACTION(.name = "intake.send-back", "intake.help.send-back",
                  "sending-back", decide_send_back);
const struct action intake_uphold_action =
    SECOND_ACTION(.name = "intake.uphold", "intake.help.uphold",
                  "upholding", decide_uphold);
static const struct shape reopen_facts_shape =
    { .name = "intake_reopen_facts", .size = sizeof(struct reopen_facts) };
const struct action intake_reopen_action = {
    .name = "intake.reopen", .method = "POST", .path = "/api/v1/cases/{case_id}/reopening",
    .flags = ACTION_ONCE, .input = &intake_step_input_shape, .facts = &reopen_facts_shape,
    .outcome = &intake_applied_shape, .answer = &intake_applied_shape,
    .help = "intake.help.reopen", .keys = reopen_keys, .gather = gather_reopen,
    .decide = decide_reopen,
};
