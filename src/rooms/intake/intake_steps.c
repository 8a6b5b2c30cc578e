/* intake_steps.c: what happens to a case between coming in and being decided. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

/* The number of the receipt as it is written, or absent: no such number can be. */
static struct text receipt_of(struct text receipt, struct arena *arena)
{
    struct text normal;
    return intake_receipt_read(receipt, arena, &normal) ? normal : (struct text){ 0 };
}

static void tell_case(const struct request *request, const struct matter *matter,
                      const struct intake_case *row, const struct list *papers,
                      struct events events, struct decision *decision)
{
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    decision->subject = row->case_id;
    *(struct intake_applied *)decision->outcome = (struct intake_applied){
        .case_id = row->case_id, .person = row->person, .receipt = row->receipt,
        .state = row->state, .owed = intake_debts_of(request, matter, papers, events),
        .next_zh = words_of(case_next_key(state), LANGUAGE_CHINESE),
        .next_en = words_of(case_next_key(state), LANGUAGE_ENGLISH),
    };
}

/* ---- papers that come later, by any channel ---- */

bool intake_gather_supply(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_supply_input *input = request->input;
    struct text receipt = receipt_of(input->receipt, gather->arena);
    return intake_gather_case(gather, request, 0, receipt, facts);
}

void intake_prepare_supply(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct intake_supply_input *input = request->input;
    struct intake_prepared *prepared = ret_prepared;
    prepared->names = intake_papers_keep(&input->papers, request->arena);
}

static bool supplied_are_good(const struct matter *matter,
                              const struct intake_supply_input *input,
                              const struct text *names, struct decision *decision)
{
    const struct intake_paper_input *sent = input->papers.items;
    for (size_t i = 0; i < input->papers.count; i++) {
        if (matter_material_of(matter, sent[i].material) == NULL) {
            intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_PAPER, "papers",
                                sent[i].material, TEXT(""));
            return false;
        }
        if (names[i].length != BLOB_NAME_LENGTH) {
            bool bytes = text_present(sent[i].file);
            intake_refuse_about(decision, bytes ? INTAKE_REFUSED_NOWHERE_TO_KEEP
                                                : INTAKE_REFUSED_PAPER_NOT_THERE,
                                "papers", sent[i].material, TEXT(""));
            return false;
        }
    }
    if (input->papers.count == 0)
        intake_refuse_about(decision, INTAKE_REFUSED_PAPER_NOT_THERE, "papers", TEXT(""),
                            TEXT(""));
    return input->papers.count > 0;
}

/* The debts it clears are replaced, each once; a paper nobody waited for is a row of its own.
 * Answers the papers as they are afterwards. */
static struct list clear_papers(const struct request *request, const struct intake_case *row,
                                const struct list *papers,
                                const struct intake_supply_input *input,
                                const struct text *names, struct decision *decision)
{
    const struct intake_paper_input *sent = input->papers.items;
    const struct intake_paper *before = papers->items;
    struct intake_paper *after = ARENA_ARRAY(request->arena, struct intake_paper,
                                             papers->count + 1);
    for (size_t i = 0; i < papers->count; i++)
        after[i] = before[i];
    for (size_t s = 0; s < input->papers.count; s++) {
        bool waited_for = false;
        for (size_t i = 0; i < papers->count; i++) {
            if (!text_equal(after[i].material, sent[s].material)
                || (!intake_paper_is_open(&after[i], "owed")
                    && !intake_paper_is_open(&after[i], "asked")))
                continue;
            after[i].blob = names[s];
            after[i].file_name = sent[s].file_name;
            after[i].file_type = sent[s].file_type;
            after[i].channel = input->channel;
            after[i].cleared_at = request->at;
            decision_replace(decision, &intake_paper_table, &after[i]);
            waited_for = true;
        }
        if (waited_for)
            continue;
        struct intake_paper paper =
            intake_paper_given(request, &sent[s], names[s], input->channel);
        paper.bucket = row->bucket;
        paper.case_id = row->case_id;
        paper.paper = id_mint(request->minter, (int)row->bucket);
        paper.office = row->office;
        paper.place = row->place;
        paper.version = 1;
        decision_insert(decision, &intake_paper_table, &paper);
    }
    return (struct list){ after, papers->count };
}

static enum case_event paper_event(struct text state, const struct list *papers)
{
    size_t owed = intake_open_count(papers, "owed"), asked = intake_open_count(papers, "asked");
    if (text_is(state, "supplement-asked") && asked == 0)
        return owed > 0 ? CASE_LAST_PAPER_OWING : CASE_LAST_PAPER;
    bool owing = text_is(state, "accepted-owing") || text_is(state, "decided-approved");
    return owing && owed == 0 ? CASE_LAST_PAPER : CASE_PAPER;
}

/* LAW: BJ4-S2g. Late is late and still taken: the list of debts shows it. */
void intake_decide_supply(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_supply_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct intake_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    if (!intake_may_see(request, found, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return;
    }
    struct intake_case row = *found->row;
    const struct matter *matter = matter_of(request->book, row.matter, request->arena);
    if (matter == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, NULL);
        return;
    }
    if (!supplied_are_good(matter, input, prepared->names, decision))
        return;
    struct list after =
        clear_papers(request, &row, found->papers, input, prepared->names, decision);
    bool asked = text_is(row.state, "supplement-asked");
    if (!intake_move(decision, &row, paper_event(row.state, &after), (struct text){ 0 }))
        return;
    if (asked && !text_is(row.state, "supplement-asked"))
        row.supplied_at = request->at;
    decision_replace(decision, &intake_case_table, &row);
    tell_case(request, matter, &row, &after, found->events, decision);
}

/* ---- steps of the office ---- */

bool intake_gather_step(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, facts);
}

/* The matter, when this member of staff may take that step now; NULL: refused. */
static const struct matter *staff_matter(const struct request *request,
                                         const struct intake_case_facts *facts,
                                         const char *step, struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct matter *matter = facts->row == NULL
        ? NULL : matter_of(request->book, facts->row->matter, request->arena);
    if (!intake_check_office(request, matter, facts, step, decision))
        return NULL;
    if (input->version != 0 && input->version != facts->row->version) {
        intake_refuse(decision, INTAKE_REFUSED_CHANGED, "version");
        return NULL;
    }
    return matter;
}

void intake_decide_accept(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_facts *found = facts;
    const struct matter *matter = staff_matter(request, found, "accept", decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->row;
    bool owing = intake_open_count(found->papers, "owed") > 0;
    if (!intake_move(decision, &row, owing ? CASE_ACCEPT_OWING : CASE_ACCEPT,
                     (struct text){ 0 }))
        return;
    decision_replace(decision, &intake_case_table, &row);
    tell_case(request, matter, &row, found->papers, found->events, decision);
}

/* 一次性告知: all that is missing is told at once, and only once. */
void intake_decide_ask(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter = staff_matter(request, found, "accept", decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->row;
    if (row.asked_at.ms != 0) {
        intake_refuse(decision, INTAKE_REFUSED_ASKED_ALREADY, "materials");
        return;
    }
    if (input->materials.count == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NOTHING_ASKED, "materials");
        return;
    }
    if (!intake_move(decision, &row, CASE_ASK_SUPPLEMENT, input->reason))
        return;
    row.asked_at = request->at;
    row.reason = input->reason;
    const struct intake_owed_input *asked = input->materials.items;
    for (size_t i = 0; i < input->materials.count; i++) {
        if (matter_material_of(matter, asked[i].material) == NULL) {
            intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_PAPER, "materials",
                                asked[i].material, TEXT(""));
            return;
        }
        const struct intake_paper paper = {
            .bucket = row.bucket, .case_id = row.case_id,
            .paper = id_mint(request->minter, (int)row.bucket), .office = row.office,
            .place = row.place, .material = asked[i].material, .how = TEXT("asked"),
            .at = request->at, .version = 1,
        };
        decision_insert(decision, &intake_paper_table, &paper);
    }
    decision_replace(decision, &intake_case_table, &row);
    tell_case(request, matter, &row, found->papers, found->events, decision);
}

void intake_decide_turn_away(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter = staff_matter(request, found, "accept", decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->row;
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    if (!intake_move(decision, &row, CASE_TURN_AWAY, input->reason))
        return;
    row.verdict = TEXT("not-accepted");
    row.reason = input->reason;
    row.decided_at = request->at;
    row.decided_by = request->actor->account;
    decision_replace(decision, &intake_case_table, &row);
    tell_case(request, matter, &row, found->papers, found->events, decision);
}

/* ---- taken back by who applied ---- */

bool intake_gather_withdraw(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_withdraw_input *input = request->input;
    struct text receipt = receipt_of(input->receipt, gather->arena);
    return intake_gather_case(gather, request, 0, receipt, facts);
}

void intake_decide_withdraw(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct intake_withdraw_input *input = request->input;
    const struct intake_case_facts *found = facts;
    if (!intake_may_see(request, found, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return;
    }
    struct intake_case row = *found->row;
    if (!intake_move(decision, &row, CASE_WITHDRAW, input->reason))
        return;
    decision_replace(decision, &intake_case_table, &row);
    const struct list none = { NULL, 0 };
    tell_case(request, NULL, &row, &none, found->events, decision);
}

/* ---- nothing was said in time ---- */

bool intake_gather_deem(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct intake_deem_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *timer = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &timer);
    found->timer = timer;
    return intake_gather_case(gather, request, input->subject, (struct text){ 0 }, &found->of)
        && complete;
}

void intake_decide_deem(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_deem_facts *found = facts;
    if (found->timer == NULL || found->of.row == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    task_timer_done(decision, found->timer);
    struct intake_case row = *found->of.row;
    const struct matter *matter = matter_of(request->book, row.matter, request->arena);
    if (text_is(row.state, "received")) {
        bool owing = intake_open_count(found->of.papers, "owed") > 0;
        if (!intake_move(decision, &row, owing ? CASE_DEEM_OWING : CASE_DEEM,
                         (struct text){ 0 }))
            return;
        decision_replace(decision, &intake_case_table, &row);
    }
    tell_case(request, matter, &row, found->of.papers, found->of.events, decision);
}
