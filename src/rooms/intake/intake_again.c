/* intake_again.c: refusals that a publication turns over. A case that was refused because a rule
 * stood against its approval (`doubt`) is tried again by the rules that hold now; where nothing
 * stands against it any more it is taken up again by itself, and the people are told. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "core/task.h"

#define REFUSED_A_PAGE 50

struct refused_key { int64_t after; };
static const struct field refused_key_fields[] = {
    { "after", NULL, FIELD_ID, 0, AT(struct refused_key, after) },
};
static const struct shape refused_key_shape =
    SHAPE("intake_refused_key", struct refused_key, refused_key_fields);
/* A page; of those that a rule stood against. */
const struct query intake_cases_refused = {
    .name = "intake.refused-by-rule", .from = "intake_case c",
    .where = "c.state = 'decided-refused' AND c.doubt IS NOT NULL "
             "AND ({after} IS NULL OR c.case_id > {after})",
    .order = "c.case_id", .key = &refused_key_shape, .row = &intake_case_shape,
    .row_max = REFUSED_A_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};

/* ---- which ---- */

struct find_facts {
    const struct timer_row *timer;      /* NULL: a publication asks */
    const struct list *cases;
};
struct found_again { int64_t cases; };

static bool gather_timer(struct gather *gather, const struct request *request,
                         const struct timer_row **ret_timer)
{
    const struct task_input *input = request->input;
    const struct task_key key = { input->bucket, input->task };
    const void *row = NULL;
    if (input->task == 0)
        return true;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    *ret_timer = row;
    return complete;
}

static bool gather_find(struct gather *gather, const struct request *request, void *facts)
{
    struct find_facts *found = facts;
    const struct refused_key key = { ((const struct task_input *)request->input)->subject };
    bool complete = gather_timer(gather, request, &found->timer);
    found->cases = gather_want(gather, &intake_cases_refused, &key);
    return complete && found->cases != NULL;
}

static void decide_find(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct find_facts *found = facts;
    const struct intake_case *rows = found->cases->items;
    size_t count = found->cases->count;
    for (size_t i = 0; i < count; i++)
        task_timer_set(decision, "intake.look-again", rows[i].case_id, request->at);
    if (count == REFUSED_A_PAGE)
        task_timer_set(decision, "intake.find-again", rows[count - 1].case_id, request->at);
    if (found->timer != NULL)
        task_timer_done(decision, found->timer);
    ((struct found_again *)decision->outcome)->cases = (int64_t)count;
}

bool intake_gather_beside(struct gather *gather, const struct intake_case *row,
                          const struct intake_case **ret_beside)
{
    const struct intake_about_key about = { row->bucket, row->person, row->matter,
                                            row->subject_key };
    const struct intake_own_key own = { row->bucket, row->matter, row->subject_key };
    const void *open = NULL;
    bool complete = row->person != 0 ? gather_one(gather, &intake_open_about, &about, &open)
                                     : gather_one(gather, &intake_open_own, &own, &open);
    *ret_beside = open;
    return complete;
}

/* ---- one of them ---- */

struct again_facts {
    struct intake_case_facts of;
    const struct intake_case *beside;   /* a newer one about the same: that goes on instead */
    const struct timer_row *timer;
    struct request *approval_request;
    void *approval_facts;
};

static bool gather_again(struct gather *gather, const struct request *request, void *facts)
{
    struct again_facts *found = facts;
    int64_t case_id = ((const struct task_input *)request->input)->subject;
    bool complete = gather_timer(gather, request, &found->timer);
    complete &= intake_gather_case(gather, request, case_id, (struct text){ 0 }, &found->of);
    if (found->of.row == NULL)
        return complete;
    complete &= intake_gather_beside(gather, found->of.row, &found->beside);
    return intake_gather_approval(gather, request, found->of.row, true,
                                  &found->approval_request, &found->approval_facts) && complete;
}

/* Would it be approved by the rules of now? */
static bool is_turned_over(const struct request *request, const struct again_facts *found)
{
    if (found->approval_request == NULL || found->beside != NULL)
        return false;
    struct request *inner_request = ARENA_NEW(request->arena, struct request);
    *inner_request = *found->approval_request;
    inner_request->arena = request->arena;
    inner_request->minter = request->minter;
    inner_request->book = request->book;
    struct decision inner;
    intake_run_inner(inner_request, found->approval_facts, &inner);
    return inner.refusal.key == NULL;
}

static void reopen(const struct request *request, const struct again_facts *found,
                   struct decision *decision)
{
    struct intake_case row = *found->of.row;
    bool owing = intake_open_count(found->of.papers, "owed") > 0;
    enum case_event event = owing ? CASE_REOPEN_OWING : CASE_REOPEN;
    struct text reason = words_of("intake.reason.turned-over", LANGUAGE_CHINESE);
    row.accepted_at = row.decided_at = row.asked_at = row.supplied_at = (struct moment){ 0 };
    row.objected_at = row.answered_at = (struct moment){ 0 };
    row.verdict = row.proposed = row.stood = row.doubt = (struct text){ 0 };
    row.proposed_by = row.decided_by = 0;
    row.reason = reason;
    if (!intake_move(decision, &row, event, reason))
        return;
    decision_replace(decision, &intake_case_table, &row);
    intake_void(decision, &row, found->of.documents, NULL);
    const struct matter *matter = intake_matter_of(request, &row);
    const struct intake_document_of of =
        intake_document_facts(matter, &row, &found->of, found->of.papers);
    intake_say_step(decision, &of, event);
    ((struct found_again *)decision->outcome)->cases = 1;
}

static void decide_again(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct again_facts *found = facts;
    decision->subject = ((const struct task_input *)request->input)->subject;
    if (found->of.row != NULL && text_is(found->of.row->state, "decided-refused")
        && text_present(found->of.row->doubt) && is_turned_over(request, found))
        reopen(request, found, decision);
    if (found->timer != NULL && decision->refusal.key == NULL)
        task_timer_done(decision, found->timer);
}

/* ---- rows ---- */

static const struct field found_fields[] = {
    { "cases", NULL, FIELD_COUNT, 0, AT(struct found_again, cases) },
};
static const struct shape found_shape =
    SHAPE("intake_found_again", struct found_again, found_fields);
static const struct shape find_facts_shape =
    { .name = "intake_find_facts", .size = sizeof(struct find_facts) };
static const struct shape again_facts_shape =
    { .name = "intake_again_facts", .size = sizeof(struct again_facts) };

static void subject_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

bool intake_ask_again(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)outcome;
    (void)arena;
    *(struct task_input *)ret_input = (struct task_input){ 0 };
    return true;
}

const struct action intake_find_again_action = {
    .name = "intake.find-again", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &find_facts_shape, .outcome = &found_shape,
    .answer = &found_shape, .help = "intake.help.find-again", .keys = subject_keys,
    .gather = gather_find, .decide = decide_find,
};
const struct action intake_look_again_action = {
    .name = "intake.look-again", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &again_facts_shape, .outcome = &found_shape,
    .answer = &found_shape, .help = "intake.help.look-again", .keys = subject_keys,
    .gather = gather_again, .decide = decide_again,
};

/* ---- what a trial tells ---- */

static enum store_answer look_at(struct store *store, struct impact *impact,
                                 const struct impact_side *side, const struct intake_case *row,
                                 bool *ret_open)
{
    struct arena scratch;
    struct minter minter;
    const struct actor actor = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    arena_init(&scratch);
    minter_init(&minter, MINTER_COUNT - 1, impact->at);
    struct request request = impact_request(impact, side, &actor, &minter, &scratch);
    const struct task_input input = { .subject = row->case_id };
    struct again_facts facts = { .timer = NULL };
    struct gather gather = { .arena = &scratch };
    request.input = &input;
    enum store_answer answer = impact_gather(store, &gather, &request, gather_again, &facts);
    *ret_open = answer == STORE_DONE && is_turned_over(&request, &facts);
    arena_release(&scratch);
    return answer;
}

static void note_refusal(struct impact *impact, struct impact_finding *finding,
                         const struct intake_case *row)
{
    finding->changed++;
    finding->people++;
    impact_example(impact, finding, arena_format(impact->arena, "%.*s %.*s",
                                                 TEXT_ARGS(row->receipt),
                                                 TEXT_ARGS(row->matter)));
}

/* Refusals that would be turned over, by their receipts. */
enum store_answer intake_impact(struct store *store, struct impact *impact)
{
    struct impact_finding *finding =
        impact_find(impact, "intake", "intake.impact.refused", TEXT(""));
    struct refused_key key = { 0 };
    enum store_answer answer = STORE_DONE;
    while (answer == STORE_DONE) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &intake_cases_refused, .key = &key };
        answer = store->port->read(store, &want, &page);
        const struct intake_case *rows = want.rows.items;
        size_t count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count && answer == STORE_DONE; i++) {
            bool before = false, after = false;
            key.after = rows[i].case_id;
            finding->looked++;
            answer = look_at(store, impact, &impact->before, &rows[i], &before);
            if (answer == STORE_DONE)
                answer = look_at(store, impact, &impact->after, &rows[i], &after);
            if (!before && after)
                note_refusal(impact, finding, &rows[i]);
        }
        arena_release(&page);
        if (count < REFUSED_A_PAGE
            || !impact_goes_on(impact, "intake", finding->looked, finding->looked))
            break;
    }
    return answer;
}
