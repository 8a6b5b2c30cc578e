/* intake_apply.c: an application comes in: by whom, for whom, with which papers, and where to. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_called.h"
#include "rooms/intake/intake_newcomer.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

/* ---- prepare: bytes are kept and private values sealed before the lane ---- */

void intake_prepare_apply(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct intake_apply_input *input = request->input;
    struct intake_prepared *prepared = ret_prepared;
    struct arena *arena = request->arena;
    intake_papers_keep(&input->papers, arena, prepared);
    if (text_present(input->callback))
        prepared->callback_sealed = party_seal(input->callback, "phone", arena);
    const struct matter *matter = matter_of(request->book, input->matter, arena);
    if (matter == NULL)
        return;
    if (matter->newcomer && text_present(input->number))
        prepared->number_sealed = party_seal(ident_number(input->number, arena), "number", arena);
    struct text private = intake_form_write(&input->values, matter, true, arena);
    if (!text_is(private, "{}"))
        prepared->form_sealed = party_seal(private, "form", arena);
}

/* ---- who applies ---- */

static bool is_same_name(const struct party_person *person, struct text name,
                         struct arena *arena)
{
    return text_equal(ident_name_key(person->name, arena), ident_name_key(name, arena));
}

static bool unit_has(const struct list *spells, int64_t unit, struct date day)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++)
        if (rows[i].unit == unit && unit != 0 && party_spell_holds(&rows[i], day))
            return true;
    return false;
}

/* An agent is signed in and has a mandate for the matter; at a counter the clerk sees to it. */
static const struct actor_mandate *mandate_of(const struct request *request,
                                              const struct matter *matter,
                                              const struct intake_apply_facts *facts,
                                              const struct matter_asker *asker)
{
    if (!text_is(asker->applicant, "agent") || !actor_is_person(request->actor))
        return NULL;
    return actor_mandate_for(request->actor, facts->person.person->person, matter->matter);
}

/* An office or a unit has to do with the person; of an enrolment, with the place it is for. */
static bool is_theirs(const struct request *request, const struct matter *matter,
                      const struct intake_apply_facts *facts, const struct matter_asker *asker)
{
    const struct actor *actor = request->actor;
    if (actor->role == ROLE_EMPLOYER)
        return matter->newcomer
            ? facts->unit != NULL && facts->unit->division == asker->place
            : unit_has(facts->person.spells, actor->unit, asker->day);
    return party_may_see(actor, &facts->person)
        || (matter->newcomer && staff_division_within(asker->place, actor->division));
}

/* LAW: BJ4-09c: besides those the matter names, those a measure entrusts with applying. */
static bool may_apply(const struct request *request, const struct matter *matter,
                      const struct intake_apply_facts *facts, const struct matter_asker *asker)
{
    const struct actor *actor = request->actor;
    bool staff = intake_is_staff(actor);
    bool employer = text_is(asker->applicant, "employer");
    if (matter->own)
        return intake_may_apply_own(request, matter, facts, asker->applicant);
    /* LAW: BJ4-02j: parents apply for a child that stands in no register yet. */
    if (matter->newcomer && actor_is_person(actor) && facts->key == NULL)
        return date_age(facts->person.person->born, asker->day) < 18
            && matter_words_have(&matter->applicants, asker->applicant);
    if ((staff || actor->role == ROLE_EMPLOYER) && !is_theirs(request, matter, facts, asker))
        return false;
    if (text_is(asker->applicant, "institution") && actor->institution == 0 && !staff)
        return false;
    if (employer && !staff && actor->role != ROLE_EMPLOYER)
        return false;
    if (text_is(asker->applicant, "social-security-office") && !staff)
        return false;
    if (actor_is_person(actor) && text_is(asker->applicant, "person")
        && actor->person != facts->person.person->person)
        return false;
    if (text_is(asker->applicant, "agent") && !staff
        && mandate_of(request, matter, facts, asker) == NULL)
        return false;
    return matter_words_have(&matter->applicants, asker->applicant)
        || matter_entrusted(request->book, matter, asker, "apply", asker->applicant,
                            request->arena) != NULL
        || matter_agent_opened(request->book, matter, asker, asker->applicant,
                               request->arena) != NULL;
}

/* ---- decide ---- */

static bool person_is_known(const struct request *request, const struct matter *matter,
                            const struct intake_apply_facts *facts, struct decision *decision,
                            struct party_standing *ret_standing)
{
    const struct intake_apply_input *input = request->input;
    bool named = input->person != 0 && request->actor->role == ROLE_HOUSE;
    if (facts->person.person == NULL
        || (!named && !is_same_name(facts->person.person, input->name, request->arena))) {
        intake_refuse(decision, INTAKE_REFUSED_NO_PERSON, "number");
        return false;
    }
    int64_t place;
    *ret_standing = intake_standing_of(matter, &facts->person, date_of_moment(request->at),
                                       &place);
    if (matter->newcomer) {
        ret_standing->place = intake_place_asked(request, &input->values, facts->unit);
        if (ret_standing->place != 0)
            return true;
        decision_refuse(decision, "contribute.refused.no-place", "place");
        return false;
    }
    if (place == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_ENROLLED, "number");
        return false;
    }
    return true;
}

/* Equal for two applications of the same one about the same. */
static struct text subject_of(const struct request *request, const struct matter *matter,
                              const struct intake_apply_facts *facts)
{
    const struct intake_apply_input *input = request->input;
    struct intake_own own;
    return matter->own && intake_own_of(facts, &own)
        ? intake_own_key_of(matter, &input->values, own.is_new ? 0 : own.id, request->arena)
        : intake_subject_key(matter, &input->values, request->arena);
}

/* Who applies about whom, and in which place. */
static bool is_known(const struct request *request, const struct matter *matter,
                     const struct intake_apply_facts *facts, struct decision *decision,
                     struct matter_asker *asker)
{
    struct party_standing standing;
    struct intake_own own;
    if (matter->own) {
        if (!intake_own_is_known(request, facts, decision, &own))
            return false;
        asker->place = (int32_t)own.place;
        asker->applicant = intake_own_applicant(request, matter, facts);
        return true;
    }
    if (!person_is_known(request, matter, facts, decision, &standing))
        return false;
    asker->place = standing.place;
    asker->insurance = standing.insurance == NULL ? (struct text){ 0 }
                                                  : text_of(standing.insurance);
    asker->applicant = intake_applicant_of(request, facts->person.person->person);
    return true;
}

/* By staff or at a terminal: whose account it was stays with the case. LAW: JX4-3k */
static bool is_entered(const struct actor *actor)
{
    return intake_is_staff(actor) || actor->role == ROLE_KIOSK;
}

static struct intake_case case_row(const struct request *request, const struct matter *matter,
                                   const struct intake_apply_facts *facts,
                                   const struct matter_asker *asker,
                                   const struct staff_office *office, struct text receipt)
{
    const struct intake_apply_input *input = request->input;
    const struct intake_prepared *prepared = request->prepared;
    struct intake_own own = { 0 };
    bool is_own = matter->own && intake_own_of(facts, &own);
    int64_t person = is_own ? 0 : facts->person.person->person;
    int bucket = id_bucket(is_own ? own.id : person);
    struct text name = is_own ? own.name : facts->person.person->name;
    bool letter = text_is(input->channel, "post") && input->postmark.yyyymmdd != 0
        && date_compare(input->postmark, date_of_moment(request->at)) <= 0;
    const struct actor_mandate *mandate = mandate_of(request, matter, facts, asker);
    const struct party_institution *institution = facts->institution;
    bool unit = is_own ? institution == NULL
        : request->actor->role == ROLE_EMPLOYER;
    return (struct intake_case){
        .agent = mandate == NULL ? 0 : request->actor->person,
        .mandate = mandate == NULL ? 0 : mandate->mandate,
        .bucket = bucket, .case_id = id_mint(request->minter, bucket), .person = person,
        .receipt = receipt, .matter = matter->matter, .publication = matter->publication,
        .state = TEXT("none"), .office = office->office, .place = asker->place,
        .insurance = asker->insurance, .applicant = asker->applicant,
        .unit = !unit ? 0 : is_own ? facts->unit->unit : request->actor->unit,
        .institution = institution == NULL ? 0 : institution->institution,
        .channel = input->channel, .reference = input->reference,
        .entered_by = is_entered(request->actor) ? request->actor->account : 0,
        .entered_office = intake_is_staff(request->actor) ? request->actor->office : 0,
        .name_key = ident_name_key(name, request->arena),
        .subject_key = subject_of(request, matter, facts),
        .newcomer = matter->newcomer && (is_own ? own.is_new : facts->key == NULL),
        .received_at = request->at, .order_at = request->at,
        .sent_at = letter ? moment_of_date(input->postmark) : request->at,
        .form = intake_form_write(&input->values, matter, false, request->arena),
        .form_sealed = prepared->form_sealed, .version = 1,
    };
}

/* Nothing said within the matter's days counts as acceptance (行政许可法 art. 32). */
static void set_deemed(const struct request *request, const struct matter *matter,
                       const struct intake_case *row, struct decision *decision)
{
    if (!text_is(row->state, "received"))
        return;
    struct moment at = intake_deemed_at(request, matter, (int32_t)row->place,
                                        date_of_moment(request->at));
    if (at.ms != 0)
        task_timer_set(decision, intake_deem_accepted_action.name, row->case_id, at);
}

/* LAW: SX9-3.2a: what came over the net and nobody touched for a working day is told upwards. */
static void set_escalation(const struct request *request, const struct intake_case *row,
                           struct decision *decision)
{
    if (!row->waiting || row->owner != 0)
        return;
    struct date next = calendar_plus_working_days(book_calendar(request->book),
        date_of_moment(request->at), 1, (struct moment){ 0 });
    task_timer_set(decision, intake_escalate_action.name, row->case_id,
                   moment_of_date(date_plus_days(next, 1)));
}

static void record_papers(const struct intake_case *row,
                          const struct intake_papers_judged *judged, struct decision *decision)
{
    for (size_t i = 0; i < judged->count; i++) {
        struct intake_paper paper = judged->rows[i];
        paper.bucket = row->bucket;
        paper.case_id = row->case_id;
        paper.paper = id_mint(decision->request->minter, (int)row->bucket);
        paper.office = row->office;
        paper.place = row->place;
        paper.version = 1;
        judged->rows[i] = paper;
        decision_insert(decision, &intake_paper_table, &paper);
    }
}

static void say_twice(struct intake_applied *applied)
{
    applied->note_zh = words_of("intake.note.same-picture", LANGUAGE_CHINESE);
    applied->note_en = words_of("intake.note.same-picture", LANGUAGE_ENGLISH);
}

/* What who applied has not to bring, and why. */
static struct list found_of(const struct matter *matter, const struct list *papers,
                            struct arena *arena)
{
    const struct intake_paper *rows = papers->items;
    struct intake_found *found = ARENA_ARRAY(arena, struct intake_found, papers->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < papers->count; i++) {
        if (!text_present(rows[i].found_in))
            continue;
        const struct matter_material *material = matter_material_of(matter, rows[i].material);
        struct intake_found *one = &found[count++];
        *one = (struct intake_found){ .material = rows[i].material, .zh = material->zh,
                                      .en = material->en, .found_in = rows[i].found_in };
        intake_say_found(matter, &rows[i], &one->found_zh, &one->found_en, arena);
    }
    return (struct list){ found, count };
}

static void tell_applied(const struct request *request, const struct matter *matter,
                         const struct intake_case *row,
                         const struct intake_papers_judged *judged, struct events events,
                         struct decision *decision)
{
    const struct list rows = { judged->rows, judged->count };
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    *(struct intake_applied *)decision->outcome = (struct intake_applied){
        .case_id = row->case_id, .person = row->person, .receipt = row->receipt,
        .state = row->state, .mandate = row->mandate,
        .owed = intake_debts_of(request, matter, &rows, events),
        .found = found_of(matter, &rows, request->arena),
        .next_zh = words_of(case_next_key(state), LANGUAGE_CHINESE),
        .next_en = words_of(case_next_key(state), LANGUAGE_ENGLISH),
    };
    if (judged->same_twice)
        say_twice(decision->outcome);
}

/* What stands in the way before the form and the papers are looked at; NULL: the office. */
static const struct staff_office *office_for(const struct request *request,
                                             const struct matter *matter,
                                             const struct intake_apply_facts *facts,
                                             const struct matter_asker *asker,
                                             struct decision *decision)
{
    if (!may_apply(request, matter, facts, asker)) {
        if (matter->own && intake_is_staff(request->actor)) {
            decision_refuse(decision, "intake.refused.own-elsewhere", "number");
            return NULL;
        }
        bool agent = text_is(asker->applicant, "agent");
        intake_refuse(decision, agent ? INTAKE_REFUSED_NO_MANDATE : INTAKE_REFUSED_APPLICANT,
                      "applicant");
        return NULL;
    }
    const struct matter_terms terms = matter_terms_at(request->book, matter, asker->place);
    const bool open = matter_words_have(terms.channels, asker->channel)
        || matter_opened(request->book, matter, asker, request->arena) != NULL;
    if (!open) {
        intake_refuse(decision, INTAKE_REFUSED_CHANNEL, "channel");
        return NULL;
    }
    if (!intake_channel_check(request, asker->channel, decision))
        return NULL;
    const struct staff_office *office =
        staff_office_for(facts->offices, asker->place, "agency");
    if (office == NULL)
        intake_refuse(decision, INTAKE_REFUSED_NO_OFFICE, "number");
    return office;
}

/* The same asked for again while it is being handled: who asks is shown the one that is open. */
static const struct intake_case *open_already(const struct request *request,
                                              const struct matter *matter,
                                              const struct intake_apply_facts *facts)
{
    const struct intake_case *rows = facts->open == NULL ? NULL : facts->open->items;
    struct text key = subject_of(request, matter, facts);
    for (size_t i = 0; facts->open != NULL && i < facts->open->count; i++)
        if (text_equal(rows[i].matter, matter->matter) && text_equal(rows[i].subject_key, key))
            return &rows[i];
    return NULL;
}

static bool is_barred(const struct intake_apply_facts *facts, struct date today)
{
    const struct intake_bar *rows = facts->bars == NULL ? NULL : facts->bars->items;
    for (size_t i = 0; facts->bars != NULL && i < facts->bars->count; i++)
        if (date_within(today, rows[i].from_day, rows[i].until_day))
            return true;
    return false;
}

/* What an approval would be refused for today is told today. A letter is taken all the same, with a
 * mark for who looks at it. False: refused. */
static bool try_approval(const struct request *request, const struct matter *matter,
                         const struct intake_apply_facts *facts, bool letter,
                         struct decision *decision, struct text *ret_doubt)
{
    if (facts->trial == NULL)
        return true;
    struct request *inner_request = ARENA_NEW(request->arena, struct request);
    *inner_request = *facts->trial;
    inner_request->arena = request->arena;
    inner_request->minter = request->minter;
    struct decision inner;
    intake_run_inner(inner_request, facts->trial_facts, &inner);
    if (inner.refusal.key == NULL)
        return true;
    if (letter) {
        *ret_doubt = intake_doubt_of(&inner.refusal, request->arena);
        return true;
    }
    decision->refusal = inner.refusal;
    const char *question = intake_question_of(matter, inner.refusal.field, request->arena);
    decision->refusal.field = question != NULL ? question : "values";
    return false;
}

/* LAW: BJ4-S3a: a class that a measure names is served ahead of its turn. */
static void set_order(const struct request *request, const struct matter *matter,
                      const struct matter_asker *asker, struct intake_case *row)
{
    int64_t hours = 0;
    const struct measure *measure = matter_preferred(request->book, matter, asker,
                                                     request->arena, &row->urgency, &hours);
    if (measure == NULL)
        return;
    row->urgency_clauses = measure->cites;
    row->order_at.ms -= hours * INT64_C(3600000);
}

static struct text name_of(const struct intake_apply_facts *found, const struct matter *matter)
{
    struct intake_own own;
    return matter->own && intake_own_of(found, &own) ? own.name : found->person.person->name;
}

static void record_case(const struct request *request, const struct matter *matter,
                        const struct intake_apply_facts *found,
                        const struct staff_office *office, struct intake_case *row,
                        struct intake_papers_judged *judged, enum case_event event,
                        const struct matter_mode *mode, struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    decision_insert(decision, &intake_case_table, row);
    if (row->newcomer && row->person != 0 && found->newcomer == NULL)
        party_newcomer_record(decision, found->person.person, input->number,
                              found->asked == NULL);
    const struct intake_receipt_key key = intake_receipt_key_of(row->receipt);
    const struct intake_receipt receipt_row = { key.bucket, row->receipt, row->case_id,
                                                row->person };
    decision_insert(decision, &intake_receipt_table, &receipt_row);
    record_papers(row, judged, decision);
    set_deemed(request, matter, row, decision);
    set_escalation(request, row, decision);
    const struct list papers = { judged->rows, judged->count };
    const struct intake_document_of of = {
        .matter = matter, .row = row, .name = name_of(found, matter), .agency = office,
        .papers = &papers, .events = found->events,
    };
    if (judged->committed > 0)
        intake_document_make(decision, &of, "commitment");
    if (text_is(mode->mode, "pre-received"))
        intake_document_make(decision, &of, "pre-received");
    intake_documents_after(decision, &of, event);
    intake_say_step(decision, &of, event);
    intake_requests_after(decision, row, &papers);
    decision->subject = row->case_id;
    tell_applied(request, matter, row, judged, found->events, decision);
    if (intake_outage_waits(mode))
        intake_outage_note(mode, decision->outcome, request->arena);
}

/* What has been judged becomes a case. */
static void file_case(const struct request *request, const struct matter *matter,
                      const struct intake_apply_facts *found, const struct matter_asker *asker,
                      const struct staff_office *office, struct intake_papers_judged *judged,
                      struct text doubt, const struct matter_mode *mode,
                      struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    const struct matter_terms terms = matter_terms_at(request->book, matter, asker->place);
    struct text receipt = intake_give_receipt(request, found, asker->place, decision);
    struct intake_case row = case_row(request, matter, found, asker, office, receipt);
    row.doubt = doubt;
    set_order(request, matter, asker, &row);
    if (text_is(row.channel, "counter"))
        intake_visit(request, matter, NULL, found->events, &row);
    enum case_event event = CASE_FILE;
    if (matter_words_have(terms.accepted_at_once, input->channel) && judged->missing == 0
        && !intake_outage_waits(mode))
        event = judged->owed > 0 ? CASE_FILE_OWING : CASE_FILE_COMPLETE;
    if (!intake_move(decision, &row, event, (struct text){ 0 }))
        return;
    /* In what another system took in nobody here had a hand: who brings it over has it not. */
    if (text_present(input->origin))
        row.owner = 0;
    record_case(request, matter, found, office, &row, judged, event, mode, decision);
    if (found->offered != NULL)
        intake_offered_makes_room(decision, found->offered, &row);
    intake_way_record(request, matter, found, asker, &row, decision);
}

/* Many people stand before one clerk of a station: each says yes for himself, and by no other
 * name of the way does it need less. A station is not a counter of a hall, and not counted so. */
static bool station_may(const struct request *request, struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    if (request->actor->role != ROLE_VILLAGE_CLERK)
        return true;
    if (text_is(input->channel, "counter"))
        decision_refuse(decision, "intake.refused.no-counter-here", "channel");
    else if ((text_is(input->channel, "station") || text_is(input->channel, "helper"))
             && !text_present(input->consent))
        decision_refuse(decision, "intake.refused.no-consent", "consent");
    return decision->refusal.key == NULL;
}

/* A letter lies on the table whatever is in it: it is taken in, and told once what is missing. */
static bool is_letter(struct text channel)
{
    return text_is(channel, "post") || text_is(channel, "mail") || text_is(channel, "fax")
        || text_is(channel, "dedicated-mailbox");
}

void intake_decide_apply(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    const struct intake_apply_facts *found = facts;
    const struct intake_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    const struct matter *matter = matter_of(request->book, input->matter, request->arena);
    if (matter == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, "matter");
        return;
    }
    if (!station_may(request, decision))
        return;
    /* What is counted as booked was: of another day or hall, it is a slip of the finger. */
    if (text_is(input->channel, "counter") && input->booking != 0
        && !intake_booking_holds(request, found->booking)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_BOOKING, "booking");
        return;
    }
    struct intake_apply_facts with_newcomer;
    if (matter->own && found->unit_is_new) {
        with_newcomer = intake_with_new_unit(request, found);
        found = &with_newcomer;
    } else if (matter->newcomer && !matter->own && found->key == NULL) {
        if (!intake_newcomer(request, found, decision, &with_newcomer))
            return;
        found = &with_newcomer;
    }
    struct text statuses[8];
    struct measure_fact body_facts[MATTER_FACTS_MAX];
    struct matter_asker asker = {
        .channel = input->channel, .statuses = statuses,
        .status_count =
            intake_statuses_said(matter, &input->values, statuses, COUNT_OF(statuses)),
        .facts = body_facts, .day = date_of_moment(request->at), .events = found->events,
    };
    asker.fact_count = found->institution != NULL
        ? intake_institution_facts(found->institution, body_facts)
        : intake_unit_facts(found->unit, found->unit_statuses, asker.day, body_facts);
    if (!is_known(request, matter, found, decision, &asker))
        return;
    const struct staff_office *office = office_for(request, matter, found, &asker, decision);
    struct matter_mode mode;
    bool special = input->special && intake_is_staff(request->actor);
    if (office == NULL
        || !intake_outage_apply(request, matter, &asker, special, decision, &mode)
        || !intake_form_check(request, matter, &input->values, decision))
        return;
    const struct intake_case *open = open_already(request, matter, found);
    if (open != NULL) {
        intake_refuse_about(decision, INTAKE_REFUSED_OPEN_ALREADY, "matter", open->receipt,
                            TEXT(""));
        return;
    }
    const struct intake_papers_terms terms = { is_barred(found, asker.day),
                                               is_letter(input->channel) };
    struct intake_papers_judged judged;
    struct text doubt = { 0 };
    if (intake_papers_judge(request, matter, &asker, input, &terms, found, prepared->types,
                            prepared->names, decision, &judged)
        && try_approval(request, matter, found, terms.letter, decision, &doubt))
        file_case(request, matter, found, &asker, office, &judged, doubt, &mode, decision);
}
