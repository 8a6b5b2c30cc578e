/* intake_verify.c: commitments are looked at afterwards, a share of them, drawn by receipt. One
 * that proves false, or a debt that is overdue, revokes what rested on it: the matter's action
 * takes its effect back, what was paid on it is decided again, and who stated something false may
 * neither owe nor commit for a time. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/filing/filing_facts.h"

#include <string.h>

struct verify_facts {
    struct intake_case_facts of;
    struct intake_revocation revocation;
    const struct list *resting;         /* documents that rest on it */
};

/* ---- what was made is taken back ---- */

/* Whose it is, which case it was and why go by their names; what was made is the first other
 * number. */
static void *revocation_input(const struct action *action, const struct intake_case *row,
                              struct text reason, struct arena *arena)
{
    const struct { const char *name; int64_t value; } known[] = {
        { "person", row->person }, { "institution", row->institution }, { "unit", row->unit },
        { "cause", row->case_id },
    };
    void *input = arena_take(arena, action->input->size);
    const struct field *why = shape_field(action->input, TEXT("reason"));
    bool made = false;
    if (why != NULL && why->kind == FIELD_TEXT)
        *(struct text *)field_at(why, input) = reason;
    for (size_t i = 0; i < action->input->field_count; i++) {
        const struct field *field = &action->input->fields[i];
        bool named = false;
        for (size_t k = 0; k < COUNT_OF(known) && field->kind == FIELD_ID; k++)
            if (strcmp(field->name, known[k].name) == 0) {
                *(int64_t *)field_at(field, input) = known[k].value;
                named = true;
            }
        if (field->kind != FIELD_ID || named || made)
            continue;
        *(int64_t *)field_at(field, input) = row->result;
        made = true;
    }
    return input;
}

bool intake_gather_revocation(struct gather *gather, const struct request *request,
                              const struct intake_case *row, struct text reason,
                              struct intake_revocation *ret_revocation)
{
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct matter *matter = intake_matter_of(&with_arena, row);
    const struct action *action =
        matter == NULL ? NULL : intake_action_of(matter->revocation);
    if (action == NULL || row->result == 0)
        return true;
    struct request *inner = ARENA_NEW(gather->arena, struct request);
    *inner = *request;
    inner->action = action;
    inner->input = revocation_input(action, row, reason, gather->arena);
    *ret_revocation = (struct intake_revocation){
        inner, arena_take(gather->arena, action->facts->size),
    };
    return action->gather(gather, inner, ret_revocation->facts);
}

static struct text with_refusal(struct text reason, const struct refusal *refusal,
                                struct arena *arena)
{
    struct text why = intake_sentence(refusal->key, LANGUAGE_CHINESE, refusal->detail,
                                      COUNT_OF(refusal->detail), arena);
    return arena_format(arena, "%.*s（%.*s）", TEXT_ARGS(reason), TEXT_ARGS(why));
}

struct text intake_take_back(const struct request *request,
                             const struct intake_revocation *revocation, struct text reason,
                             struct intake_case *row, struct decision *decision)
{
    if (revocation->request == NULL) {
        /* What was recorded stands, with a number of its own or in parts that follow. */
        bool stands = row->result != 0 || text_is(row->effect, "recorded");
        row->effect = stands ? TEXT("by-hand") : row->effect;
        return reason;
    }
    struct request *inner_request = ARENA_NEW(request->arena, struct request);
    *inner_request = *request;
    inner_request->action = revocation->request->action;
    inner_request->input = revocation->request->input;
    /* An office that took the case over has nothing to do with the person's place. */
    static const struct actor house = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    if (row->handovers > 0)
        inner_request->actor = &house;
    struct decision inner;
    intake_run_inner(inner_request, revocation->facts, &inner);
    /* What cannot be undone any more, because it was paid or changed since, bars no second look:
     * somebody has to see to it. */
    bool undone = inner.refusal.key == NULL;
    row->effect = undone ? TEXT("taken-back") : TEXT("by-hand");
    if (!undone)
        return with_refusal(reason, &inner.refusal, request->arena);
    intake_join_changes(decision, &inner);
    return reason;
}

static bool gather_verify(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct verify_facts *found = facts;
    bool complete = intake_gather_case(gather, request, input->case_id, (struct text){ 0 },
                                       &found->of);
    if (found->of.row == NULL)
        return complete;
    complete &= intake_gather_resting(gather, request, found->of.row, &found->resting);
    return intake_gather_revocation(gather, request, found->of.row, input->reason,
                                    &found->revocation) && complete;
}

static void bar(const struct request *request, const struct matter *matter,
                const struct intake_case *row, struct text reason, struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    if (matter->verification.bar_months == 0)
        return;
    const struct intake_bar bar_row = {
        .bucket = row->bucket, .person = intake_whose(row),
        .bar = id_mint(request->minter, (int)row->bucket), .case_id = row->case_id,
        .from_day = today, .reason = reason,
        .until_day = date_plus_months(today, (int)matter->verification.bar_months),
        .version = 1,
    };
    decision_insert(decision, &intake_bar_table, &bar_row);
}

void intake_unbar(const struct intake_case *row, const struct list *papers,
                  const struct list *bars, struct decision *decision)
{
    const struct intake_paper *all = papers->items;
    const struct intake_bar *barred = bars->items;
    struct date today = date_of_moment(decision->request->at);
    for (size_t i = 0; i < papers->count; i++) {
        struct intake_paper paper = all[i];
        if (!text_is(paper.checked, "false"))
            continue;
        paper.checked = (struct text){ 0 };
        paper.checked_at = (struct moment){ 0 };
        paper.checked_by = 0;
        decision_replace(decision, &intake_paper_table, &paper);
    }
    for (size_t i = 0; i < bars->count; i++) {
        struct intake_bar bar_row = barred[i];
        if (bar_row.case_id != row->case_id || date_compare(bar_row.until_day, today) < 0)
            continue;
        bar_row.until_day = date_plus_days(today, -1);
        decision_replace(decision, &intake_bar_table, &bar_row);
    }
}

/* LAW: JX4-2.4f. That is a decision of its own, which may be objected to. False: refused. */
static bool revoke(const struct request *request, const struct verify_facts *facts,
                      struct intake_case *row, struct text reason, struct decision *decision)
{
    struct text told = intake_take_back(request, &facts->revocation, reason, row, decision);
    if (!intake_move(decision, row, CASE_REVOKE, told))
        return false;
    intake_void(decision, row, facts->of.documents, facts->resting);
    row->verdict = TEXT("revoked");
    row->reason = told;
    row->decided_at = request->at;
    row->decided_by = request->actor->account;
    row->objected_at = row->answered_at = (struct moment){ 0 };
    row->objection = (struct text){ 0 };
    return true;
}

static void conclude(const struct request *request, const struct matter *matter,
                     const struct verify_facts *found, struct intake_case *row,
                     const struct list *papers, enum case_event event,
                     struct decision *decision)
{
    decision_replace(decision, &intake_case_table, row);
    struct intake_document_of of = intake_document_facts(matter, row, &found->of, papers);
    of.resting = found->resting;
    intake_documents_after(decision, &of, event);
    intake_say_step(decision, &of, event);
    intake_tell_case(request, matter, row, papers, found->of.events, decision);
}

/* Of one paper, or of all that wait when none is named. Answers how many. */
static size_t mark_checked(const struct request *request, const struct verify_facts *found,
                           bool true_one, struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_paper *papers = found->of.papers->items;
    size_t count = 0;
    for (size_t i = 0; i < found->of.papers->count; i++) {
        struct intake_paper paper = papers[i];
        if (!text_is(paper.how, "commitment") || (input->part != 0 && input->part != paper.paper)
            || text_is(paper.checked, "false") || text_is(paper.checked, "true"))
            continue;
        paper.checked = true_one ? TEXT("true") : TEXT("false");
        paper.checked_at = request->at;
        paper.checked_by = request->actor->account;
        decision_replace(decision, &intake_paper_table, &paper);
        count++;
    }
    return count;
}

/* LAW: BJ4-02c, JX4-2.4f. A commitment that was not drawn may be looked at, too. */
static void decide_verify(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct verify_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "decide", input->version, decision);
    if (matter == NULL)
        return;
    bool true_one = text_is(input->what, "true");
    if (!true_one && !text_is(input->what, "false")) {
        intake_refuse(decision, INTAKE_REFUSED_NO_VERDICT, "result");
        return;
    }
    if (!true_one && !text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    if (mark_checked(request, found, true_one, decision) == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NO_COMMITMENT, "case_id");
        return;
    }
    struct intake_case row = *found->of.row;
    if (true_one ? !intake_move(decision, &row, CASE_VERIFY, input->reason)
                 : !revoke(request, found, &row, input->reason, decision))
        return;
    if (!true_one)
        bar(request, matter, &row, input->reason, decision);
    conclude(request, matter, found, &row, found->of.papers,
             true_one ? CASE_VERIFY : CASE_REVOKE, decision);
}

/* A debt that is overdue may cost what was decided on it; nobody is barred for being late. */
static void decide_revoke(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct verify_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "decide", input->version, decision);
    if (matter == NULL)
        return;
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    struct list debts =
        intake_debts_of(request, matter, found->of.papers, found->of.events);
    const struct intake_debt *items = debts.items;
    bool overdue = false;
    for (size_t i = 0; i < debts.count; i++)
        overdue = overdue || items[i].overdue;
    if (!overdue) {
        intake_refuse(decision, INTAKE_REFUSED_NO_GROUND, "case_id");
        return;
    }
    struct intake_case row = *found->of.row;
    if (revoke(request, found, &row, input->reason, decision))
        conclude(request, matter, found, &row, found->of.papers, CASE_REVOKE, decision);
}

/* ---- what waits to be looked at ---- */

struct check_listed {
    int64_t case_id, paper;
    struct text material;
    struct moment since;
    struct intake_named named;
};
struct checks_answer { struct list checks; };

static bool gather_checks(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_list_input *input = request->input;
    struct intake_list_facts *found = facts;
    const struct intake_office_key key = {
        .office = input->office == 0 ? request->actor->office : input->office,
        .after = input->after, .after_case = input->after_case,
    };
    found->rows = gather_want(gather, &intake_papers_to_check, &key);
    return found->rows != NULL && intake_gather_cases(gather, found, intake_case_of_paper);
}

static void decide_checks(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_paper *rows = found->rows->items;
    struct check_listed *listed =
        ARENA_ARRAY(request->arena, struct check_listed, found->rows->count + 1);
    const struct matter *matter = NULL;
    for (size_t i = 0; i < found->rows->count; i++) {
        listed[i] = (struct check_listed){ rows[i].case_id, rows[i].paper, rows[i].material,
                                           rows[i].check_from, { { 0 } } };
        matter = intake_name_paper(request, found->cases == NULL ? NULL : found->cases[i],
                                   matter, rows[i].material, &listed[i].named);
    }
    ((struct checks_answer *)decision->outcome)->checks =
        (struct list){ listed, found->rows->count };
}

/* ---- rows ---- */

#define STEP(member_) AT(struct intake_case_input, member_)
static const struct field verify_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), .help = "intake.field.case" },
    { "version", NULL, FIELD_COUNT, 0, STEP(version), .help = "intake.field.version" },
    { "paper", NULL, FIELD_ID, 0, STEP(part), .help = "intake.field.paper-number" },
    { "result", NULL, FIELD_CODE, FIELD_REQUIRED, STEP(what), 10, "case_check",
      .help = "intake.field.check-result" },
    { "reason", NULL, FIELD_TEXT, 0, STEP(reason), 500, .help = "intake.field.reason" },
};
static const struct shape verify_shape =
    SHAPE("intake_verify", struct intake_case_input, verify_fields);
static const struct shape verify_facts_shape =
    { .name = "intake_verify_facts", .size = sizeof(struct verify_facts) };
#define LISTED(member_) AT(struct check_listed, member_)
static const struct field listed_fields[] = {
    INTAKE_NAMED_FIELDS(struct check_listed),
    { "case_id", NULL, FIELD_ID, 0, LISTED(case_id), .help = "intake.field.case" },
    { "paper", NULL, FIELD_ID, 0, LISTED(paper) },
    { "material", NULL, FIELD_TEXT, 0, LISTED(material), 30, .help = "intake.field.material" },
    { "since", NULL, FIELD_MOMENT, 0, LISTED(since), .help = "intake.told.decided" },
};
static const struct shape listed_shape =
    SHAPE("intake_check_listed", struct check_listed, listed_fields);
static const struct field checks_fields[] = {
    { "checks", NULL, FIELD_LIST, 0, AT(struct checks_answer, checks), .of = &listed_shape,
      .help = "intake.told.checks" },
};
static const struct shape checks_shape =
    SHAPE("intake_checks", struct checks_answer, checks_fields);

/* What is taken back lies in the person's bucket, as when it was recorded. */
static void verify_keys(const struct request *request, struct keys *keys)
{
    const struct intake_case_input *input = request->input;
    keys_add(keys, input->case_id);
    keys_add(keys, filing_keys_of(id_bucket(input->case_id)));
}

const struct action intake_verify_action = {
    .name = "intake.verify", .method = "POST", .path = "/api/v1/cases/{case_id}/check",
    .flags = ACTION_ONCE, .input = &verify_shape,
    .facts = &verify_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.verify", .keys = verify_keys,
    .gather = gather_verify, .decide = decide_verify,
};
const struct action intake_revoke_action = {
    .name = "intake.revoke", .method = "POST", .path = "/api/v1/cases/{case_id}/revocation",
    .flags = ACTION_ONCE, .input = &intake_step_input_shape,
    .facts = &verify_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.revoke", .keys = verify_keys,
    .gather = gather_verify, .decide = decide_revoke,
};
const struct action intake_checks_action = {
    .name = "intake.checks", .method = "GET", .path = "/api/v1/checks",
    .flags = ACTION_READ, .input = &intake_list_input_shape,
    .facts = &intake_list_facts_shape, .outcome = &checks_shape, .answer = &checks_shape,
    .help = "intake.help.checks", .gather = gather_checks, .decide = decide_checks,
};
