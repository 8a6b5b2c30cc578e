/* intake_look.c: what may be seen of cases: by who applied, by the office that has them. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/intake/intake_called.h"

#include "base/check.h"
#include "core/divisions.h"
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

/* ---- what may be done next ---- */

static bool may(const struct request *request, enum case_state state, enum case_event event)
{
    const struct case_step *step = case_step_of(state, event);
    return step != NULL && case_step_may(step, request->actor->role);
}

static struct intake_may may_do(const struct request *request, const struct matter *matter,
                                const struct intake_case *row, enum case_state state,
                                const struct list *papers)
{
    const struct intake_paper *rows = papers->items;
    bool committed = false;
    for (size_t i = 0; i < papers->count; i++)
        committed = committed || (text_is(rows[i].how, "commitment")
                                  && !text_is(rows[i].checked, "true")
                                  && !text_is(rows[i].checked, "false"));
    bool offered = row->offered_to != 0 && row->offered_to == request->actor->office;
    bool awaits = text_present(row->awaits);
    bool departments = matter != NULL && matter->departments.count > 0;
    return (struct intake_may){
        .withdraw = may(request, state, CASE_WITHDRAW),
        .object = row->objected_at.ms == 0 && may(request, state, CASE_OBJECT)
            && state != CASE_APPROVED && state != CASE_CLOSED,
        .accept = may(request, state, CASE_ACCEPT),
        .ask = row->asked_at.ms == 0 && may(request, state, CASE_ASK_SUPPLEMENT),
        .turn_away = may(request, state, CASE_TURN_AWAY),
        .decide = may(request, state, CASE_APPROVE),
        .take = row->owner != request->actor->account && may(request, state, CASE_TAKE),
        .reassign = may(request, state, CASE_REASSIGN),
        .hand_over = !offered && may(request, state, CASE_HAND_OVER),
        .take_over = offered && row->offered_by != request->actor->account, .hand_back = offered,
        .await = departments && !awaits && may(request, state, CASE_AWAIT),
        .resume = awaits && may(request, state, CASE_RESUME),
        .hurry = !text_present(row->urgency) && may(request, state, CASE_HURRY),
        .send_back = may(request, state, CASE_SEND_BACK),
        .uphold = row->objected_at.ms != 0 && row->answered_at.ms == 0
            && may(request, state, CASE_UPHOLD),
        .reopen = may(request, state, CASE_REOPEN)
            && (!intake_wants_objection(row->state)
                || (row->objected_at.ms != 0 && row->answered_at.ms == 0)),
        .verify = committed && may(request, state, CASE_VERIFY),
        .revoke = may(request, state, CASE_REVOKE) && intake_open_count(papers, "owed") > 0,
        .relax = row->waiting
            && intake_open_count(papers, "missing") + intake_open_count(papers, "asked")
                + intake_open_count(papers, "owed") > 0,
    };
}

/* What everybody who may look sees. */
static void see(const struct request *request, const struct intake_case_facts *facts,
                struct intake_seen *seen)
{
    const struct intake_case *row = facts->row;
    const struct matter *matter = intake_matter_of(request, row);
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    *seen = (struct intake_seen){
        .receipt = row->receipt, .matter = row->matter,
        .matter_zh = matter == NULL ? row->matter : matter->zh,
        .matter_en = matter == NULL ? row->matter : matter->en, .state = row->state,
        .state_zh = words_of(case_state_key(state), LANGUAGE_CHINESE),
        .state_en = words_of(case_state_key(state), LANGUAGE_ENGLISH),
        .next_zh = words_of(intake_next_key(row, state), LANGUAGE_CHINESE),
        .next_en = words_of(intake_next_key(row, state), LANGUAGE_ENGLISH),
        .channel = row->channel, .verdict = row->verdict, .reason = row->reason,
        .received_at = row->received_at, .accepted_at = row->accepted_at,
        .decided_at = row->decided_at, .place = row->place,
        .owed = intake_debts_of_case(request, matter, row, facts->papers, facts->events),
        .asked = asked_of(request, matter, facts->papers),
        .documents = intake_documents_told(matter, facts->documents, request->arena),
        .publication = row->publication, .effect = row->effect, .objected_at = row->objected_at,
        .may = may_do(request, matter, row, state, facts->papers),
    };
    const struct matter_department *awaited =
        matter == NULL ? NULL : matter_department_of(matter, row->awaits);
    if (awaited != NULL) {
        seen->awaits_zh = awaited->zh;
        seen->awaits_en = awaited->en;
    }
    seen->private_kept = text_present(row->form_sealed);
    if (text_is(row->effect, "by-hand")) {
        seen->effect_zh = words_of("intake.effect.by-hand", LANGUAGE_CHINESE);
        seen->effect_en = words_of("intake.effect.by-hand", LANGUAGE_ENGLISH);
        if (row->result != 0 && matter != NULL && text_present(matter->by_hand.zh)) {
            seen->effect_zh = matter->by_hand.zh;
            seen->effect_en = matter->by_hand.en;
        }
    }
    struct deadline_answer due;
    if (case_state_is_open(state)
        && intake_handling_due(request, matter, row, facts->events, &due)) {
        seen->due = due.day;
        seen->certificate_zh = certificate_text(&due, LANGUAGE_CHINESE, request->arena);
        seen->certificate_en = certificate_text(&due, LANGUAGE_ENGLISH, request->arena);
        const struct clock_world world = { .known = request->at };
        deadline_certify(&due, &world, request->arena, &seen->certificate);
    }
}

bool intake_gather_look_up(struct gather *gather, const struct request *request, void *facts)
{
    struct intake_see_facts *found = facts;
    return intake_gather_receipt(gather, request, &found->of);
}

static bool gather_label(struct gather *gather, int64_t account,
                         const struct access_account **ret_account)
{
    const struct access_account_key key = { id_bucket(account), account };
    const void *row = NULL;
    bool complete = account == 0 || gather_one(gather, &access_account_by_id, &key, &row);
    *ret_account = row;
    return complete;
}

/* Who has the case, who looked at its papers, and where else these lie. */
static bool gather_around(struct gather *gather, struct intake_see_facts *found)
{
    const struct intake_case *row = found->of.row;
    const struct intake_paper *papers =
        found->of.papers == NULL ? NULL : found->of.papers->items;
    bool complete = row == NULL || intake_gather_colleague(gather, row->owner, &found->owner);
    for (size_t i = 0; papers != NULL && i < found->of.papers->count && i < INTAKE_ALIKE_MAX;
         i++) {
        const struct intake_blob_key alike = { papers[i].blob, papers[i].case_id };
        if (text_is(papers[i].how, "shown") || (papers[i].cleared_at.ms != 0
                                                && papers[i].checked_by != 0))
            complete &= gather_label(gather, papers[i].checked_by, &found->seen_by[i]);
        if (!text_present(papers[i].blob))
            continue;
        found->alike[i] = gather_want(gather, &intake_papers_alike, &alike);
        complete &= found->alike[i] != NULL;
    }
    return complete;
}

bool intake_gather_show(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct intake_see_facts *found = facts;
    const struct intake_case_key key = { id_bucket(input->case_id), input->case_id };
    const struct staff_bucket_key offices_key = { STAFF_BUCKET };
    found->steps = gather_want(gather, &intake_steps_of, &key);
    found->offices = gather_want(gather, &staff_offices_all, &offices_key);
    const void *way = NULL;
    bool complete = gather_one(gather, &intake_way_of, &key, &way);
    found->way = way;
    complete &=
        intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of);
    complete &= gather_around(gather, found);
    if (found->of.row != NULL)
        complete &= intake_gather_called(gather, request, found->of.row, &found->named);
    return complete && found->steps != NULL;
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
            .zh = material == NULL ? rows[i].material : material->zh,
            .en = material == NULL ? rows[i].material : material->en, .how = rows[i].how,
            .blob = rows[i].blob, .file_name = rows[i].file_name,
            .file_type = rows[i].file_type, .clauses = rows[i].clauses, .at = rows[i].at,
            .cleared_at = rows[i].cleared_at, .paper = rows[i].paper,
            .checked = rows[i].checked, .found_in = rows[i].found_in,
            .waits = intake_paper_waits(&rows[i]),
        };
        told[i].may_show = told[i].waits && material != NULL && material->shown;
        intake_say_found(matter, &rows[i], &told[i].found_zh, &told[i].found_en,
                         request->arena);
    }
    return (struct list){ told, papers->count };
}

/* Those found in a register or with a file, for who may open them (`intake.paper`): a receipt and
 * four characters show
 * how a case stands, and no pictures of identity papers. */
static struct list papers_sent(const struct request *request, const struct intake_case *row,
                               const struct list *papers)
{
    struct list told = papers_told(request, intake_matter_of(request, row), papers);
    struct intake_paper_told *items = told.items;
    size_t count = 0;
    for (size_t i = 0; i < told.count; i++)
        if (text_present(items[i].blob) || text_present(items[i].found_zh))
            items[count++] = items[i];
    told.count = count;
    return told;
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
    struct intake_seen *seen = decision->outcome;
    see(request, &found->of, seen);
    if (!intake_may_see(request, &found->of, (struct text){ 0 }))
        return;
    seen->case_id = found->of.row->case_id;
    seen->papers = papers_sent(request, found->of.row, found->of.papers);
}

/* With the words of the matter: a clerk reads "就医地 临沂市", not "division 371300". */
static struct list values_told(const struct request *request, const struct matter *matter,
                               const struct intake_case *row, const struct list *named)
{
    struct list values = intake_form_read(row->form, request->arena);
    const struct intake_value *items = values.items;
    struct intake_value_told *told =
        ARENA_ARRAY(request->arena, struct intake_value_told, values.count + 1);
    for (size_t i = 0; i < values.count; i++) {
        const struct matter_field *field =
            matter == NULL ? NULL : matter_field_of(matter, items[i].name);
        told[i] = (struct intake_value_told){ .name = items[i].name, .value = items[i].value,
            .zh = field == NULL ? items[i].name : field->zh,
            .en = field == NULL ? items[i].name : field->en };
        told[i].shown_zh = told[i].shown_en =
            intake_called(named, i, row, items[i].value, request->arena);
        if (field == NULL)
            continue;
        int64_t code;
        if (text_is(field->type, "division") && text_to_int64(items[i].value, &code))
            told[i].shown_zh = told[i].shown_en =
                division_name(book_divisions(request->book), (int32_t)code);
        const struct matter_choice *choices = field->choices.items;
        for (size_t c = 0; c < field->choices.count; c++)
            if (text_equal(choices[c].value, items[i].value)) {
                told[i].shown_zh = choices[c].zh;
                told[i].shown_en = choices[c].en;
                told[i].status = choices[c].status;
            }
    }
    return (struct list){ told, values.count };
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
    const struct matter *matter = intake_matter_of(request, row);
    see(request, &found->of, seen);
    seen->case_id = row->case_id;
    seen->version = row->version;
    seen->person = row->person;
    seen->office = row->office;
    seen->result = row->result;
    seen->applicant = row->applicant;
    seen->name = intake_whose_name(&found->of);
    if (found->of.person != NULL)
        seen->number_masked = found->of.person->number_masked;
    seen->institution = row->institution;
    seen->unit = row->unit;
    seen->owner = row->owner;
    if (found->owner.account != NULL)
        seen->owner_label = found->owner.account->label;
    seen->may.take = seen->may.take && intake_may_take(request, row, &found->owner);
    seen->urgency = row->urgency;
    seen->urgency_clauses = row->urgency_clauses;
    seen->offered_to = row->offered_to;
    seen->handovers = row->handovers;
    seen->objection = row->objection;
    seen->proposed = row->proposed;
    seen->proposed_reason = row->proposed_reason;
    seen->reference = row->reference;
    if (text_present(row->doubt)) {
        seen->doubt_zh = intake_doubt_told(row->doubt, LANGUAGE_CHINESE, request->arena);
        seen->doubt_en = intake_doubt_told(row->doubt, LANGUAGE_ENGLISH, request->arena);
    }
    intake_waits_tell(request, row, seen);
    seen->visits = row->visits;
    if (found->way != NULL) {
        seen->ten = found->way->ten;
        seen->four = found->way->four;
        seen->device = found->way->device;
        seen->origin = found->way->origin;
        seen->caller_asked = found->way->asked;
        seen->consent = found->way->consent;
    }
    seen->visits_over = row->visits_over;
    seen->values = values_told(request, matter, row, found->named);
    seen->papers = papers_told(request, matter, found->of.papers);
    struct intake_paper_told *told = seen->papers.items;
    for (size_t i = 0; i < seen->papers.count && i < INTAKE_ALIKE_MAX; i++) {
        told[i].elsewhere = found->alike[i] != NULL && found->alike[i]->count > 0;
        if (found->seen_by[i] != NULL)
            told[i].seen_by = found->seen_by[i]->label;
    }
    seen->steps = intake_steps_told(found->steps, row, found->of.papers, found->offices,
                                    request->arena);
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

bool intake_gather_cases(struct gather *gather, struct intake_list_facts *found,
                         int64_t (*case_of)(const void *rows, size_t at))
{
    found->cases = ARENA_ARRAY(gather->arena, const struct intake_case *, found->rows->count + 1);
    bool complete = true;
    for (size_t i = 0; i < found->rows->count; i++) {
        int64_t case_id = case_of(found->rows->items, i);
        const struct intake_case_key key = { id_bucket(case_id), case_id };
        const void *row = NULL;
        complete = gather_one(gather, &intake_case_by_id, &key, &row) && complete;
        found->cases[i] = row;
    }
    return complete;
}

int64_t intake_case_of_paper(const void *rows, size_t at)
{
    return ((const struct intake_paper *)rows)[at].case_id;
}

bool intake_gather_debts(struct gather *gather, const struct request *request, void *facts)
{
    struct intake_list_facts *found = facts;
    return gather_list(gather, request, &intake_papers_owed, found)
        && intake_gather_cases(gather, found, intake_case_of_paper);
}

/* Matters of a page of cases are read once each: neighbours are nearly always of one matter. */
static const struct matter *matter_again(const struct request *request,
                                         const struct intake_case *row,
                                         const struct matter *last)
{
    if (last != NULL && text_equal(last->matter, row->matter)
        && last->publication == row->publication)
        return last;
    return intake_matter_of(request, row);
}

static struct intake_listed listed_of(const struct request *request,
                                      const struct intake_case *row,
                                      const struct matter *matter)
{
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    return (struct intake_listed){
        .case_id = row->case_id, .receipt = row->receipt, .matter = row->matter,
        .matter_zh = matter == NULL ? row->matter : matter->zh,
        .matter_en = matter == NULL ? row->matter : matter->en,
        .state = row->state, .channel = row->channel,
        .state_zh = words_of(case_state_key(state), LANGUAGE_CHINESE),
        .state_en = words_of(case_state_key(state), LANGUAGE_ENGLISH),
        .received_at = row->received_at, .order_at = row->order_at,
        .urgency = row->urgency, .owner = row->owner,
        .version = row->version, .effect = row->effect,
        .mine = row->owner != 0 && row->owner == request->actor->account,
    };
}

struct list intake_listed_of(const struct request *request, const struct list *cases,
                             struct events events)
{
    const struct intake_case *rows = cases->items;
    struct intake_listed *listed =
        ARENA_ARRAY(request->arena, struct intake_listed, cases->count + 1);
    const struct clock_world world = {
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = events,
    };
    struct date today = date_of_moment(request->at);
    const struct matter *matter = NULL;
    for (size_t i = 0; i < cases->count; i++) {
        matter = matter_again(request, &rows[i], matter);
        listed[i] = listed_of(request, &rows[i], matter);
        struct deadline_answer due;
        if (!rows[i].waiting || !intake_handling_due(request, matter, &rows[i], events, &due)
            || due.state == DEADLINE_WAITING)
            continue;
        listed[i].due = due.day;
        listed[i].days_left = deadline_days_left(&due, &world, today);
        listed[i].overdue = date_compare(today, due.day) > 0;
    }
    return (struct list){ listed, cases->count };
}

void intake_decide_worklist(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    ((struct intake_list_answer *)decision->outcome)->cases =
        intake_listed_of(request, found->rows, found->events);
}

const struct matter *intake_name_paper(const struct request *request,
                                       const struct intake_case *row, const struct matter *last,
                                       struct text material, struct intake_named *ret_named)
{
    if (row == NULL)
        return last;
    const struct matter *matter = matter_again(request, row, last);
    const struct matter_material *found =
        matter == NULL ? NULL : matter_material_of(matter, material);
    ret_named->receipt = row->receipt;
    if (found != NULL) {
        ret_named->zh = found->zh;
        ret_named->en = found->en;
    }
    return matter;
}

void intake_decide_debts(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_paper *rows = found->rows->items;
    struct intake_debt_listed *listed =
        ARENA_ARRAY(request->arena, struct intake_debt_listed, found->rows->count + 1);
    const struct matter *matter = NULL;
    for (size_t i = 0; i < found->rows->count; i++) {
        struct intake_debt debt =
            intake_debt_of(request, NULL, &rows[i], found->events, NULL);
        listed[i] = (struct intake_debt_listed){
            .case_id = rows[i].case_id, .paper = rows[i].paper, .since = rows[i].at,
            .material = rows[i].material, .clauses = rows[i].clauses,
            .waits_for = debt.waits_for, .due = debt.due, .overdue = debt.overdue,
        };
        matter = intake_name_paper(request, found->cases == NULL ? NULL : found->cases[i],
                                   matter, rows[i].material, &listed[i].named);
    }
    ((struct intake_debts_answer *)decision->outcome)->debts =
        (struct list){ listed, found->rows->count };
}
