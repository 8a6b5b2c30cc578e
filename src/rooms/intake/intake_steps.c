/* intake_steps.c: what the office does with a case before it is decided, and taking it back. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

/* Moves, keeps the row, and tells everybody: the end of each step here. */
static void conclude(const struct request *request, const struct matter *matter,
                     const struct intake_case_facts *found, struct intake_case *row,
                     const struct list *papers, enum case_event event,
                     struct decision *decision)
{
    decision_replace(decision, &intake_case_table, row);
    const struct intake_document_of of = intake_document_facts(matter, row, found, papers);
    intake_documents_after(decision, &of, event);
    intake_say_step(decision, &of, event);
    intake_tell_case(request, matter, row, papers, found->events, decision);
}

void intake_decide_accept(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, found, "accept", input->version, decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->row;
    if (intake_open_count(found->papers, "missing") > 0) {
        struct text zh = intake_names(matter, found->papers, "missing", LANGUAGE_CHINESE,
                                      request->arena);
        struct text en = intake_names(matter, found->papers, "missing", LANGUAGE_ENGLISH,
                                      request->arena);
        intake_refuse_about(decision, INTAKE_REFUSED_STILL_MISSING, "case_id", zh, en);
        return;
    }
    bool owing = intake_open_count(found->papers, "owed") > 0;
    enum case_event event = owing ? CASE_ACCEPT_OWING : CASE_ACCEPT;
    if (intake_move(decision, &row, event, (struct text){ 0 }))
        conclude(request, matter, found, &row, found->papers, event, decision);
}

/* ---- all that is missing, told once ---- */

struct asking_for {
    struct intake_paper *papers;        /* as they are afterwards */
    size_t count;
};

/* What was missing when it came becomes what is asked for. */
static void ask_for_missing(const struct request *request, struct asking_for *asking,
                            struct decision *decision)
{
    for (size_t i = 0; i < asking->count; i++)
        if (intake_paper_is_open(&asking->papers[i], "missing")) {
            asking->papers[i].how = TEXT("asked");
            asking->papers[i].at = request->at;
            decision_replace(decision, &intake_paper_table, &asking->papers[i]);
        }
}

static bool is_asked(const struct asking_for *asking, struct text material)
{
    for (size_t i = 0; i < asking->count; i++)
        if (text_equal(asking->papers[i].material, material)
            && intake_paper_is_open(&asking->papers[i], "asked"))
            return true;
    return false;
}

static bool ask_for_named(const struct request *request, const struct matter *matter,
                          const struct intake_case *row, struct asking_for *asking,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_owed_input *named = input->materials.items;
    for (size_t i = 0; i < input->materials.count; i++) {
        if (matter_material_of(matter, named[i].material) == NULL) {
            intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_PAPER, "materials",
                                named[i].material, TEXT(""));
            return false;
        }
        if (is_asked(asking, named[i].material))
            continue;
        struct intake_paper *paper = &asking->papers[asking->count++];
        *paper = (struct intake_paper){
            .bucket = row->bucket, .case_id = row->case_id,
            .paper = id_mint(request->minter, (int)row->bucket), .office = row->office,
            .place = row->place, .material = named[i].material, .how = TEXT("asked"),
            .at = request->at, .version = 1,
        };
        decision_insert(decision, &intake_paper_table, paper);
    }
    return true;
}

/* 一次性告知: all that is missing is told at once, and only once: what was missing when the case came
 * in, and what who looked at it names besides. */
void intake_decide_ask(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, found, "accept", input->version, decision);
    if (matter == NULL)
        return;
    struct intake_case row = *found->row;
    if (row.asked_at.ms != 0) {
        intake_refuse(decision, INTAKE_REFUSED_ASKED_ALREADY, "materials");
        return;
    }
    const struct intake_paper *before = found->papers->items;
    struct asking_for asking = {
        ARENA_ARRAY(request->arena, struct intake_paper,
                    found->papers->count + input->materials.count + 1), found->papers->count,
    };
    for (size_t i = 0; i < asking.count; i++)
        asking.papers[i] = before[i];
    /* What was asked for before the case was taken up again is asked for anew. */
    if (input->materials.count == 0 && intake_open_count(found->papers, "missing") == 0
        && intake_open_count(found->papers, "asked") == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NOTHING_ASKED, "materials");
        return;
    }
    if (!intake_move(decision, &row, CASE_ASK_SUPPLEMENT, input->reason))
        return;
    ask_for_missing(request, &asking, decision);
    if (!ask_for_named(request, matter, &row, &asking, decision))
        return;
    row.asked_at = request->at;
    row.reason = input->reason;
    const struct list after = { asking.papers, asking.count };
    conclude(request, matter, found, &row, &after, CASE_ASK_SUPPLEMENT, decision);
}

void intake_decide_turn_away(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, found, "accept", input->version, decision);
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
    conclude(request, matter, found, &row, found->papers, CASE_TURN_AWAY, decision);
}

/* ---- taken back by who applied ---- */

/* Who has the receipt, an agent or a clerk takes a case back without its person: he hears of it. */
static void say_withdrawn(const struct request *request, const struct intake_case_facts *found,
                          const struct intake_case *row, struct decision *decision)
{
    const struct actor *actor = request->actor;
    if (actor_is_person(actor) && actor->person == row->person)
        return;
    const struct intake_document_of of = intake_document_facts(
        intake_matter_of(request, row), row, found, found->papers);
    intake_say_step(decision, &of, CASE_WITHDRAW);
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
    say_withdrawn(request, found, &row, decision);
    const struct list none = { NULL, 0 };
    intake_tell_case(request, NULL, &row, &none, found->events, decision);
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

/* What is missing then was not asked for in time: it is owed, with no day of its own. */
static struct list deemed_papers(const struct request *request, const struct list *papers,
                                 struct decision *decision)
{
    const struct intake_paper *before = papers->items;
    struct intake_paper *after =
        ARENA_ARRAY(request->arena, struct intake_paper, papers->count + 1);
    for (size_t i = 0; i < papers->count; i++) {
        after[i] = before[i];
        if (!intake_paper_is_open(&after[i], "missing"))
            continue;
        after[i].how = TEXT("owed");
        decision_replace(decision, &intake_paper_table, &after[i]);
    }
    return (struct list){ after, papers->count };
}

void intake_decide_deem(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_deem_facts *found = facts;
    struct intake_case row;
    const struct matter *matter;
    if (!intake_timer_case(request, found->timer, &found->of, decision, &row, &matter)
        || !text_is(row.state, "received"))
        return;
    /* The calendar has changed since, and the day with it. */
    struct moment at = { 0 };
    if (matter != NULL)
        at = intake_deemed_at(request, matter, (int32_t)row.place,
                              date_of_moment(row.received_at));
    if (at.ms > request->at.ms) {
        task_timer_set(decision, intake_deem_accepted_action.name, row.case_id, at);
        return;
    }
    /* LAW: 行政许可法 art. 32: accepted from the day the papers came, so silence lengthens no limit
     * of ours. One that was taken up again waited from then on. */
    if (!text_present(row.reason))
        row.accepted_at = row.received_at;
    struct list after = deemed_papers(request, found->of.papers, decision);
    bool owing = intake_open_count(&after, "owed") > 0;
    enum case_event event = owing ? CASE_DEEM_OWING : CASE_DEEM;
    if (intake_move(decision, &row, event, (struct text){ 0 }))
        conclude(request, matter, &found->of, &row, &after, event, decision);
}
