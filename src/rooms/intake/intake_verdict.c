/* intake_verdict.c: the office decides. An approval runs the action the matter names inside this
 * decision: its rows are gathered with ours, its refusal is ours, its changes join ours. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

/* The request of the action approval runs: the same asker at the same moment, with an input made of
 * the case's values. NULL: there is none, or a value does not fit any more. */
static struct request *approval_request(const struct request *request,
                                        const struct intake_case *row, struct arena *arena)
{
    const struct matter *matter = matter_of(request->book, row->matter, arena);
    const struct action *approval = matter == NULL ? NULL : intake_approval_of(matter);
    if (approval == NULL)
        return NULL;
    struct list values = intake_form_read(row->form, arena);
    void *input;
    struct text field;
    if (!intake_approval_input(approval, &values, row->person, row->case_id, arena, &input,
                               &field))
        return NULL;
    struct request *inner = ARENA_NEW(arena, struct request);
    *inner = *request;
    inner->action = approval;
    inner->input = input;
    inner->prepared = NULL;
    return inner;
}

bool intake_gather_verdict(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct intake_verdict_facts *found = facts;
    bool complete = intake_gather_case(gather, request, input->case_id, (struct text){ 0 },
                                       &found->of);
    if (found->of.row == NULL || !text_is(input->verdict, "approve"))
        return complete;
    found->approval_request = approval_request(request, found->of.row, gather->arena);
    if (found->approval_request == NULL)
        return complete;
    const struct action *approval = found->approval_request->action;
    found->approval_facts = arena_take(gather->arena, approval->facts->size);
    return approval->gather(gather, found->approval_request, found->approval_facts) && complete;
}

/* The number of what was made: the first number of the outcome. */
static int64_t made_by(const struct action *approval, const void *outcome)
{
    for (size_t i = 0; i < approval->outcome->field_count; i++)
        if (approval->outcome->fields[i].kind == FIELD_ID)
            return *(const int64_t *)field_in(&approval->outcome->fields[i], outcome);
    return 0;
}

static void join_changes(struct decision *decision, const struct decision *inner)
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

/* False: the action refused, and so do we, in its words. */
static bool run_approval(const struct request *request,
                         const struct intake_verdict_facts *facts, struct decision *decision,
                         int64_t *ret_result)
{
    if (facts->approval_request == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, "case_id");
        return false;
    }
    const struct action *approval = facts->approval_request->action;
    if ((approval->roles & ROLE_BIT(request->actor->role)) == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_YOURS, NULL);
        return false;
    }
    struct request *inner_request = ARENA_NEW(request->arena, struct request);
    *inner_request = *request;
    inner_request->action = approval;
    inner_request->input = facts->approval_request->input;
    inner_request->prepared = NULL;
    struct decision inner = { .request = inner_request };
    inner.outcome = arena_take(request->arena, approval->outcome->size);
    trail_init(&inner.trail, request->arena);
    approval->decide(inner_request, facts->approval_facts, &inner);
    if (inner.refusal.key != NULL) {
        decision->refusal = inner.refusal;
        decision->refusal.field = "verdict";
        return false;
    }
    join_changes(decision, &inner);
    *ret_result = made_by(approval, inner.outcome);
    return true;
}

static bool close_if_nothing_is_owed(const struct list *papers, struct intake_case *row,
                                     struct decision *decision)
{
    return intake_open_count(papers, "owed") > 0
        || intake_move(decision, row, CASE_CLOSE, (struct text){ 0 });
}

void intake_decide_verdict(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_verdict_facts *found = facts;
    const struct matter *matter = found->of.row == NULL
        ? NULL : matter_of(request->book, found->of.row->matter, request->arena);
    if (!intake_check_office(request, matter, &found->of, "decide", decision))
        return;
    bool approve = text_is(input->verdict, "approve");
    if (!approve && !text_is(input->verdict, "refuse")) {
        intake_refuse(decision, INTAKE_REFUSED_NO_VERDICT, "verdict");
        return;
    }
    if (!approve && !text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    struct intake_case row = *found->of.row;
    if (input->version != 0 && input->version != row.version) {
        intake_refuse(decision, INTAKE_REFUSED_CHANGED, "version");
        return;
    }
    if (!intake_move(decision, &row, approve ? CASE_APPROVE : CASE_REFUSE, input->reason)
        || (approve && !run_approval(request, found, decision, &row.result))
        || (approve && !close_if_nothing_is_owed(found->of.papers, &row, decision)))
        return;
    row.verdict = approve ? TEXT("approved") : TEXT("refused");
    row.reason = input->reason;
    row.decided_at = request->at;
    row.decided_by = request->actor->account;
    decision_replace(decision, &intake_case_table, &row);
    decision->subject = row.case_id;
    *(struct intake_decided *)decision->outcome = (struct intake_decided){
        .case_id = row.case_id, .person = row.person, .result = row.result,
        .state = row.state, .verdict = row.verdict,
    };
}
