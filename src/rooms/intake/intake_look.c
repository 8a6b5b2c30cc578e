/* intake_look.c: what may be seen of cases: by who applied, by the office that has them. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/deadline_certificate.h"
#include "rooms/notice/notice_facts.h"

/* ---- one case ---- */

static struct list asked_of(const struct request *request, const struct matter *matter,
                            const struct list *papers)
{
    const struct intake_paper *rows = papers->items;
    struct intake_debt *asked =
        ARENA_ARRAY(request->arena, struct intake_debt, papers->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < papers->count; i++) {
        if (!intake_paper_is_open(&rows[i], "asked"))
            continue;
        const struct matter_material *material =
            matter == NULL ? NULL : matter_material_of(matter, rows[i].material);
        asked[count++] = (struct intake_debt){
            .material = rows[i].material,
            .zh = material == NULL ? rows[i].material : material->zh,
            .en = material == NULL ? rows[i].material : material->en,
        };
    }
    return (struct list){ asked, count };
}

static struct text certificate_text(const struct deadline_answer *answer,
                                    enum language language, struct arena *arena)
{
    size_t capacity = 4000;
    struct builder builder = builder_over(arena_take(arena, capacity), capacity);
    deadline_write(&builder, answer, language);
    return builder_text(&builder);
}

/* What everybody who may look sees. */
static void see(const struct request *request, const struct intake_case_facts *facts,
                struct intake_seen *seen)
{
    const struct intake_case *row = facts->row;
    const struct matter *matter = matter_of(request->book, row->matter, request->arena);
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    *seen = (struct intake_seen){
        .receipt = row->receipt, .matter = row->matter,
        .matter_zh = matter == NULL ? row->matter : matter->zh,
        .matter_en = matter == NULL ? row->matter : matter->en, .state = row->state,
        .state_zh = words_of(case_state_key(state), LANGUAGE_CHINESE),
        .state_en = words_of(case_state_key(state), LANGUAGE_ENGLISH),
        .next_zh = words_of(case_next_key(state), LANGUAGE_CHINESE),
        .next_en = words_of(case_next_key(state), LANGUAGE_ENGLISH),
        .channel = row->channel, .verdict = row->verdict, .reason = row->reason,
        .received_at = row->received_at, .accepted_at = row->accepted_at,
        .decided_at = row->decided_at, .place = row->place,
        .owed = intake_debts_of(request, matter, facts->papers, facts->events),
        .asked = asked_of(request, matter, facts->papers),
    };
    struct deadline_answer due;
    if (case_state_is_open(state)
        && intake_handling_due(request, matter, row, facts->events, &due)) {
        seen->due = due.day;
        seen->certificate_zh = certificate_text(&due, LANGUAGE_CHINESE, request->arena);
        seen->certificate_en = certificate_text(&due, LANGUAGE_ENGLISH, request->arena);
    }
}

bool intake_gather_look_up(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_find_input *input = request->input;
    struct intake_see_facts *found = facts;
    struct text receipt = { 0 };
    if (!intake_receipt_read(input->receipt, gather->arena, &receipt))
        return true;
    return intake_gather_case(gather, request, 0, receipt, &found->of);
}

/* The same answer for a receipt that is not there and for one whose four characters are wrong. */
void intake_decide_look_up(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct intake_find_input *input = request->input;
    const struct intake_see_facts *found = facts;
    if (!intake_may_see(request, &found->of, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return;
    }
    see(request, &found->of, decision->outcome);
}

bool intake_gather_show(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct intake_see_facts *found = facts;
    const struct intake_case_key key = { id_bucket(input->case_id), input->case_id };
    found->steps = gather_want(gather, &intake_steps_of, &key);
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of)
        && found->steps != NULL;
}

static struct list papers_told(const struct request *request, const struct matter *matter,
                               const struct list *papers)
{
    const struct intake_paper *rows = papers->items;
    struct intake_paper_told *told =
        ARENA_ARRAY(request->arena, struct intake_paper_told, papers->count + 1);
    for (size_t i = 0; i < papers->count; i++) {
        const struct matter_material *material =
            matter == NULL ? NULL : matter_material_of(matter, rows[i].material);
        told[i] = (struct intake_paper_told){
            .material = rows[i].material,
            .zh = material == NULL ? rows[i].material : material->zh, .how = rows[i].how,
            .blob = rows[i].blob, .file_name = rows[i].file_name,
            .file_type = rows[i].file_type, .clauses = rows[i].clauses, .at = rows[i].at,
            .cleared_at = rows[i].cleared_at,
        };
    }
    return (struct list){ told, papers->count };
}

static struct list steps_told(const struct list *steps, struct arena *arena)
{
    const struct intake_step *rows = steps->items;
    struct intake_step_told *told = ARENA_ARRAY(arena, struct intake_step_told,
                                                steps->count + 1);
    for (size_t i = 0; i < steps->count; i++)
        told[i] = (struct intake_step_told){
            .at = rows[i].at, .event = rows[i].event, .state_from = rows[i].state_from,
            .state_to = rows[i].state_to, .role = rows[i].role, .reason = rows[i].reason,
            .account = rows[i].account,
        };
    return (struct list){ told, steps->count };
}

void intake_decide_show(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_see_facts *found = facts;
    if (!intake_may_see(request, &found->of, (struct text){ 0 })) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "case_id");
        return;
    }
    struct intake_seen *seen = decision->outcome;
    const struct intake_case *row = found->of.row;
    const struct matter *matter = matter_of(request->book, row->matter, request->arena);
    see(request, &found->of, seen);
    seen->case_id = row->case_id;
    seen->version = row->version;
    seen->person = row->person;
    seen->office = row->office;
    seen->result = row->result;
    seen->applicant = row->applicant;
    if (found->of.person != NULL) {
        seen->name = found->of.person->name;
        seen->number_masked = found->of.person->number_masked;
    }
    seen->values = intake_form_read(row->form, request->arena);
    seen->papers = papers_told(request, matter, found->of.papers);
    seen->steps = steps_told(found->steps, request->arena);
}

/* ---- lists of an office: the store lets nobody see another office's rows ---- */

static bool gather_list(struct gather *gather, const struct request *request,
                        const struct query *query, struct intake_list_facts *found)
{
    const struct intake_list_input *input = request->input;
    const struct intake_office_key key = {
        .office = input->office == 0 ? request->actor->office : input->office,
        .after = input->after, .after_case = input->after_case,
    };
    found->rows = gather_want(gather, query, &key);
    return notice_gather_events(gather, &found->events) && found->rows != NULL;
}

bool intake_gather_worklist(struct gather *gather, const struct request *request, void *facts)
{
    return gather_list(gather, request, &intake_cases_waiting, facts);
}

bool intake_gather_debts(struct gather *gather, const struct request *request, void *facts)
{
    return gather_list(gather, request, &intake_papers_owed, facts);
}

/* Matters of a page of cases are read once each: neighbours are nearly always of one matter. */
static const struct matter *matter_again(const struct request *request, struct text name,
                                         const struct matter *last)
{
    if (last != NULL && text_equal(last->matter, name))
        return last;
    return matter_of(request->book, name, request->arena);
}

void intake_decide_worklist(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_case *rows = found->rows->items;
    struct intake_listed *listed =
        ARENA_ARRAY(request->arena, struct intake_listed, found->rows->count + 1);
    const struct clock_world world = {
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = found->events,
    };
    struct date today = date_of_moment(request->at);
    const struct matter *matter = NULL;
    for (size_t i = 0; i < found->rows->count; i++) {
        matter = matter_again(request, rows[i].matter, matter);
        enum case_state state = CASE_NONE;
        bool known = case_state_parse(rows[i].state, &state);
        CHECK(known);
        listed[i] = (struct intake_listed){
            .case_id = rows[i].case_id, .receipt = rows[i].receipt, .matter = rows[i].matter,
            .state = rows[i].state, .channel = rows[i].channel,
            .state_zh = words_of(case_state_key(state), LANGUAGE_CHINESE),
            .received_at = rows[i].received_at,
        };
        struct deadline_answer due;
        if (!intake_handling_due(request, matter, &rows[i], found->events, &due)
            || due.state == DEADLINE_WAITING)
            continue;
        listed[i].due = due.day;
        listed[i].days_left = deadline_days_left(&due, &world, today);
        listed[i].overdue = date_compare(today, due.day) > 0;
    }
    ((struct intake_list_answer *)decision->outcome)->cases =
        (struct list){ listed, found->rows->count };
}

void intake_decide_debts(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_paper *rows = found->rows->items;
    struct intake_debt_listed *listed =
        ARENA_ARRAY(request->arena, struct intake_debt_listed, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++) {
        struct intake_debt debt =
            intake_debt_of(request, NULL, &rows[i], found->events, NULL);
        listed[i] = (struct intake_debt_listed){
            .case_id = rows[i].case_id, .paper = rows[i].paper, .since = rows[i].at,
            .material = rows[i].material, .clauses = rows[i].clauses,
            .waits_for = debt.waits_for, .due = debt.due, .overdue = debt.overdue,
        };
    }
    ((struct intake_debts_answer *)decision->outcome)->debts =
        (struct list){ listed, found->rows->count };
}
