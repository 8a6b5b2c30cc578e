/* intake_apply.c: an application comes in: by whom, for whom, with which papers, and where to. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"

#define SERIAL_RANGES 100

/* ---- keys and serials ---- */

/* Serials of a place and year are given from a hundred ranges, so that a hundred people can apply
 * in one batch; which one is told by the person's number. */
static int64_t range_of(const struct party_number_key *key)
{
    return key->bucket % SERIAL_RANGES;
}

void intake_keys_apply(const struct request *request, struct keys *keys)
{
    const struct intake_apply_input *input = request->input;
    struct party_number_key key = party_number_key_of("id", input->number, request->arena);
    keys_add(keys, (int64_t)(text_hash(key.digest) >> 1));
    keys_add(keys, (int64_t)((text_hash(TEXT("intake.serial")) >> 1)
                             ^ (uint64_t)range_of(&key)));
}

static struct intake_serial_key serial_key_of(int64_t place, int64_t year, int64_t range,
                                              struct arena *arena)
{
    struct text name = arena_format(arena, "%lld-%lld-%lld", (long long)place, (long long)year,
                                    (long long)range);
    return (struct intake_serial_key){ bucket_of_name(name), place, year, range };
}

/* ---- gather ---- */

bool intake_gather_apply(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_apply_input *input = request->input;
    struct intake_apply_facts *found = facts;
    struct party_number_key key = party_number_key_of("id", input->number, gather->arena);
    const struct staff_bucket_key offices_key = { STAFF_BUCKET };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    found->offices = gather_want(gather, &staff_offices_all, &offices_key);
    complete &= found->offices != NULL;
    if (!gather_one(gather, &party_person_by_number, &key, &row))
        return false;
    found->key = row;
    if (row == NULL)
        return complete;
    if (!party_gather_person(gather, found->key->person, &found->person))
        return false;
    struct date today = date_of_moment(request->at);
    struct party_standing standing =
        party_standing_on(&found->person, (struct text){ 0 }, today);
    if (standing.reason != PARTY_ENROLLED)
        return complete;
    const struct intake_serial_key serial_key =
        serial_key_of(standing.place, date_year(today), range_of(&key), gather->arena);
    complete &= gather_one(gather, &intake_serial_by_key, &serial_key, &row);
    found->serial = row;
    return complete;
}

/* ---- prepare: bytes are kept and private values sealed before the lane ---- */

void intake_prepare_apply(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct intake_apply_input *input = request->input;
    struct intake_prepared *prepared = ret_prepared;
    struct arena *arena = request->arena;
    prepared->names = intake_papers_keep(&input->papers, arena);
    const struct matter *matter = matter_of(request->book, input->matter, arena);
    if (matter == NULL)
        return;
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

/* What the chosen values say of the person: "stranded-outside". Said, not known: an approval looks
 * at what is known. */
static size_t statuses_said(const struct matter *matter, const struct list *values,
                            struct text *statuses, size_t most)
{
    const struct matter_field *fields = matter->fields.items;
    size_t count = 0;
    for (size_t i = 0; i < matter->fields.count; i++) {
        struct text value = intake_value_of(values, fields[i].name);
        const struct matter_choice *choices = fields[i].choices.items;
        for (size_t c = 0; c < fields[i].choices.count && count < most; c++)
            if (text_equal(choices[c].value, value) && text_present(choices[c].status))
                statuses[count++] = choices[c].status;
    }
    return count;
}

static struct text applicant_of(const struct request *request)
{
    const struct intake_apply_input *input = request->input;
    if (request->actor->role == ROLE_EMPLOYER)
        return TEXT("employer");
    return text_present(input->applicant) ? input->applicant : TEXT("person");
}

/* LAW: BJ4-09c: besides those the matter names, those a measure entrusts with applying. */
static bool may_apply(const struct request *request, const struct matter *matter,
                      const struct intake_apply_facts *facts, const struct matter_asker *asker)
{
    const struct actor *actor = request->actor;
    bool staff = intake_is_staff(actor);
    bool employer = text_is(asker->applicant, "employer");
    if (staff && !party_may_see(actor, &facts->person))
        return false;
    if (actor->role == ROLE_EMPLOYER
        && !unit_has(facts->person.spells, actor->unit, asker->day))
        return false;
    if (employer && !staff && actor->role != ROLE_EMPLOYER)
        return false;
    if (text_is(asker->applicant, "social-security-office") && !staff)
        return false;
    if (actor->role == ROLE_RESIDENT && text_is(asker->applicant, "person")
        && actor->person != facts->person.person->person)
        return false;
    return matter_words_have(&matter->applicants, asker->applicant)
        || matter_entrusted(request->book, matter, asker, "apply", asker->applicant,
                            request->arena) != NULL;
}

/* ---- decide ---- */

static bool person_is_known(const struct request *request,
                            const struct intake_apply_facts *facts, struct decision *decision,
                            struct party_standing *ret_standing)
{
    const struct intake_apply_input *input = request->input;
    if (facts->person.person == NULL
        || !is_same_name(facts->person.person, input->name, request->arena)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_PERSON, "number");
        return false;
    }
    *ret_standing = party_standing_on(&facts->person, (struct text){ 0 },
                                      date_of_moment(request->at));
    if (ret_standing->reason != PARTY_ENROLLED) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_ENROLLED, "number");
        return false;
    }
    return true;
}

static struct intake_case case_row(const struct request *request, const struct matter *matter,
                                   const struct intake_apply_facts *facts,
                                   const struct matter_asker *asker,
                                   const struct staff_office *office, struct text receipt)
{
    const struct intake_apply_input *input = request->input;
    const struct intake_prepared *prepared = request->prepared;
    int64_t person = facts->person.person->person;
    int bucket = id_bucket(person);
    bool letter = text_is(input->channel, "post") && input->postmark.yyyymmdd != 0
        && date_compare(input->postmark, date_of_moment(request->at)) <= 0;
    return (struct intake_case){
        .bucket = bucket, .case_id = id_mint(request->minter, bucket), .person = person,
        .receipt = receipt, .matter = matter->matter, .publication = matter->publication,
        .state = TEXT("none"), .office = office->office, .place = asker->place,
        .insurance = asker->insurance, .applicant = asker->applicant,
        .unit = request->actor->role == ROLE_EMPLOYER ? request->actor->unit : 0,
        .channel = input->channel, .received_at = request->at,
        .sent_at = letter ? moment_of_date(input->postmark) : request->at,
        .form = intake_form_write(&input->values, matter, false, request->arena),
        .form_sealed = prepared->form_sealed, .version = 1,
    };
}

static struct text give_receipt(const struct request *request,
                                const struct intake_apply_facts *facts, int64_t place,
                                struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    struct party_number_key number =
        party_number_key_of("id", input->number, request->arena);
    int64_t year = date_year(date_of_moment(request->at)), range = range_of(&number);
    const struct intake_serial_key key = serial_key_of(place, year, range, request->arena);
    struct intake_serial serial = {
        .bucket = key.bucket, .place = place, .year = year, .serial_range = range, .last = 1,
        .version = 1,
    };
    if (facts->serial == NULL) {
        decision_insert(decision, &intake_serial_table, &serial);
    } else {
        serial = *facts->serial;
        serial.last++;
        decision_replace(decision, &intake_serial_table, &serial);
    }
    return intake_receipt_write(place, year, serial.last * SERIAL_RANGES + range,
                                request->arena);
}

/* LAW: BJ4-S2f. Nothing said within the matter's days counts as acceptance. */
static void set_deemed(const struct request *request, const struct matter *matter,
                       const struct intake_case *row, struct decision *decision)
{
    if (matter->deemed.working_days == 0 || !text_is(row->state, "received"))
        return;
    struct date last = calendar_plus_working_days(
        book_calendar(request->book), date_of_moment(request->at),
        (int)matter->deemed.working_days, (struct moment){ 0 });
    task_timer_set(decision, intake_deem_accepted_action.name, row->case_id,
                   moment_of_date(date_plus_days(last, 1)));
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
        .state = row->state, .owed = intake_debts_of(request, matter, &rows, events),
        .next_zh = words_of(case_next_key(state), LANGUAGE_CHINESE),
        .next_en = words_of(case_next_key(state), LANGUAGE_ENGLISH),
    };
}

/* What stands in the way before the form and the papers are looked at; NULL: the office. */
static const struct staff_office *office_for(const struct request *request,
                                             const struct matter *matter,
                                             const struct intake_apply_facts *facts,
                                             const struct matter_asker *asker,
                                             struct decision *decision)
{
    if (!may_apply(request, matter, facts, asker)) {
        intake_refuse(decision, INTAKE_REFUSED_APPLICANT, "applicant");
        return NULL;
    }
    if (!matter_words_have(&matter->channels, asker->channel)) {
        intake_refuse(decision, INTAKE_REFUSED_CHANNEL, "channel");
        return NULL;
    }
    const struct staff_office *office =
        staff_office_for(facts->offices, asker->place, "agency");
    if (office == NULL)
        intake_refuse(decision, INTAKE_REFUSED_NO_OFFICE, "number");
    return office;
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
    struct party_standing standing;
    if (!person_is_known(request, found, decision, &standing))
        return;
    struct text statuses[8];
    const struct matter_asker asker = {
        .place = standing.place, .insurance = text_of(standing.insurance),
        .applicant = applicant_of(request), .channel = input->channel, .statuses = statuses,
        .status_count = statuses_said(matter, &input->values, statuses, COUNT_OF(statuses)),
        .day = date_of_moment(request->at), .events = found->events,
    };
    const struct staff_office *office = office_for(request, matter, found, &asker, decision);
    struct intake_papers_judged judged;
    if (office == NULL || !intake_form_check(request, matter, &input->values, decision)
        || !intake_papers_judge(request, matter, &asker, input, prepared->names, decision,
                                &judged))
        return;

    struct text receipt = give_receipt(request, found, standing.place, decision);
    struct intake_case row = case_row(request, matter, found, &asker, office, receipt);
    enum case_event event = CASE_FILE;
    if (matter_words_have(&matter->accepted_at_once, input->channel))
        event = judged.owed > 0 ? CASE_FILE_OWING : CASE_FILE_COMPLETE;
    if (!intake_move(decision, &row, event, (struct text){ 0 }))
        return;
    decision_insert(decision, &intake_case_table, &row);
    const struct intake_receipt_key key = intake_receipt_key_of(receipt);
    const struct intake_receipt receipt_row = { key.bucket, receipt, row.case_id, row.person };
    decision_insert(decision, &intake_receipt_table, &receipt_row);
    record_papers(&row, &judged, decision);
    set_deemed(request, matter, &row, decision);
    decision->subject = row.case_id;
    tell_applied(request, matter, &row, &judged, found->events, decision);
}
