/* intake_verdict.c: the office decides, one case or many. An approval runs the action that the
 * matter names inside this decision: its rows are gathered with ours, its refusal is ours, its
 * changes join ours. Where that action is not built, the case ends with the decision and a clear
 * mark: somebody has to carry it out by hand. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "core/rights.h"
#include "rooms/access/access.h"
#include "rooms/filing/filing_facts.h"

/* Three rounds: the case, what hangs on it with the person, and what the approval asks for. */
static bool gather_case_verdict(struct gather *gather, const struct request *request,
                                int64_t case_id, bool approve,
                                struct intake_verdict_facts *found)
{
    bool complete =
        intake_gather_case(gather, request, case_id, (struct text){ 0 }, &found->of);
    if (found->of.row == NULL || !approve)
        return complete;
    return intake_gather_approval(gather, request, found->of.row, false,
                                  &found->approval_request, &found->approval_facts) && complete;
}

bool intake_gather_verdict(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    return gather_case_verdict(gather, request, input->case_id,
                               text_is(input->verdict, "approve"), facts);
}

/* The number of what was made: the first number of the outcome. */
static int64_t made_by(const struct action *approval, const void *outcome)
{
    for (size_t i = 0; i < approval->outcome->field_count; i++)
        if (approval->outcome->fields[i].kind == FIELD_ID)
            return *(const int64_t *)field_in(&approval->outcome->fields[i], outcome);
    return 0;
}

/* False: the action refused, and so do we, in its words. One that only reads leaves its answer,
 * which becomes the document that was asked for. */
static bool run_approval(const struct request *request, const struct matter *matter,
                         const struct intake_verdict_facts *facts, struct decision *decision,
                         struct intake_case *row, const void **ret_answer)
{
    const struct list values = intake_form_read(row->form, request->arena);
    const struct action *approval = intake_approval_of(matter, &values);
    /* What an earlier approval made and nothing takes back stands: it is not made twice. */
    bool stands = text_is(row->effect, "by-hand") && row->result != 0;
    if (approval == NULL || stands) {
        row->effect = TEXT("by-hand");
        return true;
    }
    if (facts->approval_request == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, "case_id");
        return false;
    }
    if (!rights_allow(approval, request->actor->role)) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_YOURS, NULL);
        return false;
    }
    struct request *inner_request = ARENA_NEW(request->arena, struct request);
    *inner_request = *request;
    inner_request->action = approval;
    inner_request->input = facts->approval_request->input;
    inner_request->prepared = NULL;
    /* An office that took the case over has nothing to do with the person's place; that it may
     * decide was looked at above. */
    static const struct actor house = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    if (row->handovers > 0)
        inner_request->actor = &house;
    struct decision inner;
    intake_run_inner(inner_request, facts->approval_facts, &inner);
    if (inner.refusal.key != NULL) {
        decision->refusal = inner.refusal;
        decision->refusal.field = "verdict";
        return false;
    }
    intake_join_changes(decision, &inner);
    bool reads = (approval->flags & ACTION_READ) != 0;
    row->result = reads ? 0 : made_by(approval, inner.outcome);
    row->effect = reads ? TEXT("written") : TEXT("recorded");
    *ret_answer = reads ? inner.outcome : NULL;
    if (row->newcomer && row->person == 0)
        row->unit = row->result;
    row->newcomer = false;      /* he, or the unit, stands in the register now */
    return true;
}

/* ---- commitments are drawn for their check ---- */

/* The same case is always drawn or never: by its receipt, not by chance of the moment. */
static bool is_drawn(const struct matter *matter, const struct intake_case *row)
{
    if (!text_present(matter->verification.source))
        return false;
    uint64_t place = text_hash(row->receipt) % 1000000;
    return (int64_t)place < matter->verification.share.parts;
}

static struct list papers_after_approval(const struct request *request,
                                         const struct matter *matter,
                                         const struct intake_case *row,
                                         const struct list *papers, struct decision *decision)
{
    const struct intake_paper *before = papers->items;
    struct intake_paper *after =
        ARENA_ARRAY(request->arena, struct intake_paper, papers->count + 1);
    for (size_t i = 0; i < papers->count; i++) {
        after[i] = before[i];
        if (!text_is(after[i].how, "commitment") || text_present(after[i].checked)
            || !is_drawn(matter, row))
            continue;
        after[i].checked = TEXT("due");
        after[i].check_from = request->at;
        decision_replace(decision, &intake_paper_table, &after[i]);
    }
    return (struct list){ after, papers->count };
}

/* ---- deciding one ---- */

static bool words_are_good(const struct intake_case_input *input, struct decision *decision)
{
    bool approve = text_is(input->verdict, "approve");
    if (!approve && !text_is(input->verdict, "refuse"))
        intake_refuse(decision, INTAKE_REFUSED_NO_VERDICT, "verdict");
    else if (!approve && !text_present(input->reason))
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
    return decision->refusal.key == NULL;
}

static void tell_decided(const struct intake_case *row, struct decision *decision)
{
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    decision->subject = row->case_id;
    *(struct intake_decided *)decision->outcome = (struct intake_decided){
        .case_id = row->case_id, .person = row->person, .result = row->result,
        .state = row->state, .verdict = row->verdict, .effect = row->effect,
        .receipt = row->receipt, .state_zh = words_of(case_state_key(state), LANGUAGE_CHINESE),
        .state_en = words_of(case_state_key(state), LANGUAGE_ENGLISH),
    };
}

/* Where a matter wants two people, the first proposes. */
static void propose(const struct request *request, const struct intake_case_input *input,
                    struct intake_case *row, struct decision *decision)
{
    if (!intake_move(decision, row, CASE_PROPOSE, input->reason))
        return;
    row->proposed = input->verdict;
    row->proposed_by = request->actor->account;
    row->proposed_reason = input->reason;
    decision_replace(decision, &intake_case_table, row);
    tell_decided(row, decision);
}

static void decide(const struct request *request, const struct intake_case_input *input,
                   const struct intake_verdict_facts *found, const struct matter *matter,
                   struct intake_case *row, struct decision *decision)
{
    bool approve = text_is(input->verdict, "approve");
    enum case_event event = approve ? CASE_APPROVE : CASE_REFUSE;
    row->verdict = approve ? TEXT("approved") : TEXT("refused");
    row->reason = input->reason;
    row->decided_at = request->at;
    row->decided_by = request->actor->account;
    row->stood = intake_stood_since(matter, row, request->at, request->arena);
    row->awaits = (struct text){ 0 };
    const void *answer = NULL;
    if (!intake_move(decision, row, event, input->reason)
        || (approve && !run_approval(request, matter, found, decision, row, &answer)))
        return;
    struct list papers = *found->of.papers;
    if (approve)
        papers = papers_after_approval(request, matter, row, &papers, decision);
    if (approve && intake_open_count(&papers, "owed") == 0
        && !intake_move(decision, row, CASE_CLOSE, (struct text){ 0 }))
        return;
    decision_replace(decision, &intake_case_table, row);
    struct intake_document_of of = intake_document_facts(matter, row, &found->of, &papers);
    of.answer = answer;
    of.told = answer == NULL ? NULL : intake_action_of(matter->approval)->outcome;
    intake_documents_after(decision, &of, event);
    intake_say_step(decision, &of, event);
    tell_decided(row, decision);
}

static void decide_case(const struct request *request, const struct intake_case_input *input,
                        const struct intake_verdict_facts *found, struct decision *decision)
{
    const struct intake_case *seen = found->of.row;
    const struct matter *matter = seen == NULL ? NULL : intake_matter_of(request, seen);
    bool proposed = seen != NULL && text_is(seen->state, "proposed");
    bool reviewed = matter != NULL && (matter_has_review(matter)
        || intake_levels_of(request, matter, seen, found->of.events).measure != NULL);
    bool first = reviewed && !proposed;
    matter = intake_staff_matter(request, &found->of, first ? "review" : "decide",
                                 input->version, decision);
    if (matter == NULL || !words_are_good(input, decision))
        return;
    struct intake_case row = *seen;
    if (proposed && row.proposed_by == request->actor->account)
        intake_refuse(decision, INTAKE_REFUSED_SAME_PERSON, "case_id");
    else if (first && row.waiting)
        propose(request, input, &row, decision);
    else
        decide(request, input, found, matter, &row, decision);
}

void intake_decide_verdict(const struct request *request, const void *facts,
                           struct decision *decision)
{
    decide_case(request, request->input, facts, decision);
}

/* ---- one of many, as its clerk would have decided it ---- */

static bool gather_line(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct intake_verdict_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct intake_line_key line_key = { id_bucket(input->subject), input->subject };
    const void *row = NULL;
    const struct list *lines = gather_want(gather, &intake_line_waiting, &line_key);
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    /* Approved or not, the case is wanted at once: there is no round to spare. */
    found->actor = ARENA_NEW(gather->arena, struct actor);
    bool approve = lines != NULL && lines->count > 0
        && text_is(((const struct intake_line *)lines->items)->verdict, "approve");
    if (lines != NULL && lines->count > 0) {
        enum role role;
        found->line = lines->items;
        bool known = access_role_of(found->line->role, &role);
        CHECK(known);
        *found->actor = (struct actor){
            .account = found->line->account, .role = role, .office = found->line->office,
            .division = (int32_t)found->line->division,
            .scope = { .everything = false },
        };
    }
    struct request asked = *request;
    asked.actor = found->actor;
    complete &= gather_case_verdict(gather, &asked, input->subject, approve, found);
    return complete && lines != NULL;
}

static void decide_line(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_verdict_facts *found = facts;
    if (found->timer == NULL || found->line == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    const struct intake_case_input input = {
        .case_id = found->line->case_id, .version = found->line->case_version,
        .verdict = found->line->verdict, .reason = found->line->reason,
    };
    struct request asked = *request;
    asked.actor = found->actor;
    struct decision inner = { .request = &asked };
    inner.outcome = decision->outcome;
    trail_init(&inner.trail, request->arena);
    decide_case(&asked, &input, found, &inner);
    struct intake_line line = *found->line;
    line.state = inner.refusal.key == NULL ? TEXT("done") : TEXT("refused");
    if (inner.refusal.key != NULL) {
        const struct text *details = inner.refusal.detail;
        const int count = COUNT_OF(inner.refusal.detail);
        line.refusal = text_of(inner.refusal.key);
        line.refusal_zh = intake_sentence(inner.refusal.key, LANGUAGE_CHINESE, details, count,
                                          request->arena);
        line.refusal_en = intake_sentence(inner.refusal.key, LANGUAGE_ENGLISH, details, count,
                                          request->arena);
    }
    line.done_at = request->at;
    task_timer_done(decision, found->timer);
    decision_replace(decision, &intake_line_table, &line);
    /* A number that is no case's is told like any other line that came to nothing. */
    if (inner.refusal.key == NULL)
        intake_join_changes(decision, &inner);
    else if (found->of.row != NULL)
        tell_decided(found->of.row, decision);
    decision->subject = line.case_id;
}

/* An approval may file for the person of the case, who lies in its bucket. */
static void line_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, input->subject);
    keys_add(keys, filing_keys_of(id_bucket(input->subject)));
}

static const struct shape verdict_facts_shape =
    { .name = "intake_line_facts", .size = sizeof(struct intake_verdict_facts) };

const struct action intake_decide_line_action = {
    .name = "intake.decide-line", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &verdict_facts_shape,
    .outcome = &intake_decided_shape, .answer = &intake_decided_shape,
    .help = "intake.help.decide-line", .keys = line_keys, .gather = gather_line,
    .decide = decide_line,
};
