/* filing_file.c: see filing_file.h. */

#include "rooms/filing/filing_file.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "rooms/filing/filing_inside.h"
#include "rooms/filing/filing_work.h"
#include "rooms/notice/notice_facts.h"

static void refuse(struct decision *decision, enum filing_refusal refusal, const char *field)
{
    decision_refuse(decision, filing_refusal_key(refusal), field);
}

bool filing_is_institution(const struct actor *actor)
{
    return actor->role == ROLE_INSTITUTION || actor->role == ROLE_HOSPITAL_OFFICE
        || actor->role == ROLE_PHYSICIAN;
}

/* ---- gather ---- */

bool filing_gather_file(struct gather *gather, const struct request *request, void *facts)
{
    const struct filing_file_input *input = request->input;
    struct filing_file_facts *found = facts;
    const struct filing_of_key key = { id_bucket(input->person), input->person };
    const struct catalogue_code_key disease_key = catalogue_code_key_of(input->disease);
    const void *row = NULL;
    bool complete = party_gather_person(gather, input->person, &found->person);
    complete &= notice_gather_events(gather, &found->events);
    found->filings = gather_want(gather, &filings_of, &key);
    found->diseases = NULL;
    if (text_present(input->disease)) {
        found->diseases = gather_want(gather, &catalogue_diseases_of_code, &disease_key);
        complete &= found->diseases != NULL;
    }
    /* Software and people name it by its code, forms of matters by its number. */
    int64_t institution = request->actor->institution;
    if (text_present(input->institution) && !id_parse(input->institution, &institution)) {
        const struct party_code_key code_key = party_code_key_of(input->institution);
        complete &= gather_one(gather, &party_institution_by_code, &code_key, &row);
    } else if (institution != 0) {
        const struct party_institution_key id_key = { id_bucket(institution), institution };
        complete &= gather_one(gather, &party_institution_by_id, &id_key, &row);
    }
    found->institution = row;
    if (text_present(input->number)) {
        if (found->key.kind.data == NULL)
            found->key = party_number_key_of("id", input->number, gather->arena);
        complete &= party_gather_number(gather, &found->key, &row);
        found->shown = row;
    }
    return complete && found->filings != NULL;
}

/* ---- an outage ---- */

/* LAW: BJ22-2.2.1a BJ22-2.2.2a BJ22-2.2.2b BJ22-2.4a BJ22-2.4b */
bool filing_goes_on(const struct request *request, const struct party_standing *standing,
                    struct text matter, struct events events, struct decision *decision)
{
    bool institution = filing_is_institution(request->actor);
    const struct measure_question question = {
        .verb = VERB_OUTAGE, .place = standing->place, .matter = matter,
        .insurance = text_of(standing->insurance), .day = date_of_moment(request->at),
        .at = request->at, .events = events,
    };
    const struct outage_question about = {
        .matter = matter, .step = TEXT("decide"),
        .by = institution ? TEXT("institution") : TEXT("agency"),
    };
    const struct measure_outage_answer answer =
        measure_outage_at(request->book, &question, &about, request->arena);
    if (answer.row == NULL || !text_is(answer.row->mode, "paused"))
        return true;
    char written[40];
    struct builder until = builder_over(written, sizeof written);
    if (answer.until.ms != 0)
        moment_write(&until, answer.until);
    decision_refuse_with(decision, filing_refusal_key(FILING_REFUSED_PAUSED), NULL,
                         arena_text(request->arena, builder_text(&until)),
                         measure_in_words(answer.measure, answer.measure->cites,
                                          request->arena));
    return false;
}

/* ---- what all of them ask ---- */

bool filing_begin(const struct request *request, const struct filing_file_facts *facts,
                  struct decision *decision, struct filing_work *ret_work)
{
    const struct filing_file_input *input = request->input;
    struct filing_work work = {
        .request = request, .input = input, .facts = facts, .decision = decision,
        .today = date_of_moment(request->at), .until = input->until,
    };
    work.from = input->from.yyyymmdd == 0 ? work.today : input->from;
    if (facts->person.person == NULL
        || (request->actor->role != ROLE_HOUSE
            && !party_may_see(request->actor, &facts->person)))
        return decision_refuse(decision, party_unseen_key(
                   request->actor, filing_refusal_key(FILING_REFUSED_NO_PERSON)), "person"),
               false;
    work.standing = party_standing_on(&facts->person, (struct text){ 0 }, work.from);
    if (work.standing.reason != PARTY_ENROLLED)
        return refuse(decision, FILING_REFUSED_NOT_ENROLLED, "from"), false;
    if (work.until.yyyymmdd != 0 && date_compare(work.until, work.from) < 0)
        return refuse(decision, FILING_REFUSED_ENDS_BEFORE, "until"), false;
    *ret_work = work;
    return true;
}

struct filing_row filing_row_of(const struct filing_work *work, const char *about,
                                struct text kind)
{
    int bucket = id_bucket(work->input->person);
    return (struct filing_row){
        .bucket = bucket, .person = work->input->person,
        .filing = id_mint(work->request->minter, bucket), .about = text_of(about), .kind = kind,
        .insurance = work->standing.insurance_code,
        .institution = work->facts->institution == NULL ? 0
            : work->facts->institution->institution,
        .valid_from = work->from, .valid_until = work->until, .filed_on = work->today,
        .state = TEXT("in-force"), .cause = work->input->cause, .version = 1,
        .filed_by = filing_is_institution(work->request->actor)
            ? work->request->actor->institution : 0,
    };
}

/* What holds from days before today on is asked of care since then. */
static bool reach_back(const struct filing_work *work, const struct filing_row *row)
{
    bool back = date_compare(row->valid_from, work->today) < 0
        && text_is(row->state, "in-force");
    if (back)
        task_timer_set(work->decision, filing_reach_back_action.name, row->filing,
                       work->request->at);
    return back;
}

/* Who stands at a desk himself: a case keeps its own path. The insurance office sends the
 * physician's form with its own decision, in one message. */
static void note_desks(const struct filing_work *work, struct filing_row *row)
{
    if (!filing_is_institution(work->request->actor) || row->cause != 0)
        return;
    bool physician_alone = work->request->actor->role == ROLE_PHYSICIAN;
    row->filed_at = work->request->at;
    row->desks = physician_alone ? 1 : 2;
    if (text_is(row->state, "in-force"))
        row->in_force_at = work->request->at;
}

void filing_put(const struct filing_work *work, const struct filing_row *filed)
{
    struct filing_row noted = *filed, *row = &noted;
    note_desks(work, row);
    decision_insert(work->decision, &filing_table, row);
    bool back = reach_back(work, row);
    work->decision->subject = row->person;
    *(struct filing_filed *)work->decision->outcome = (struct filing_filed){
        .filing = row->filing, .person = row->person, .state = row->state,
        .from = row->valid_from, .until = row->valid_until, .backdated = back,
    };
}

/* ---- referrals, hospitals chosen, injuries: 2501, 2505, 2507 ---- */

/* Out of the pooling area a referral is the out-of-area filing, too. LAW: JX4-2.1g */
void filing_decide_referral(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct filing_file_facts *found = facts;
    struct filing_work work;
    if (!filing_begin(request, found, decision, &work))
        return;
    if (date_compare(work.from, work.today) < 0)
        work.from = work.today;
    const struct divisions *divisions = book_divisions(request->book);
    int64_t to = work.input->division != 0 ? work.input->division
        : found->institution != NULL ? found->institution->division : 0;
    if (to == 0 || division_of(divisions, (int32_t)to) == NULL) {
        refuse(decision, FILING_REFUSED_NO_SUCH_PLACE, "division");
        return;
    }
    struct filing_row row = filing_row_of(&work, "referral", TEXT("referral"));
    row.division = to;
    bool elsewhere = filing_city_of(divisions, (int32_t)to)
        != filing_city_of(divisions, work.standing.place);
    const struct filing_offsite_kind *kind = filing_offsite_kind_on(
        request->book, work.standing.place, text_of(work.standing.insurance), work.today,
        TEXT("referral"));
    if (elsewhere && kind != NULL) {
        struct filing_row offsite = filing_row_of(&work, "offsite", kind->filing);
        offsite.chosen = kind->kind;
        offsite.institution = 0;
        offsite.division = filing_city_of(divisions, (int32_t)to);
        offsite.cause = row.filing;
        if (kind->months_min != 0 && offsite.valid_until.yyyymmdd == 0)
            offsite.valid_until = date_plus_months(work.from, (int)kind->months_min);
        decision_insert(decision, &filing_table, &offsite);
    }
    filing_put(&work, &row);
}

/* The place on the list: as said, of the hospital it replaces, or the first; absent when that
 * hospital was not chosen. */
static struct text place_on_list(const struct filing_work *work)
{
    const struct filing_row *rows = work->facts->filings->items;
    if (work->input->replaces == 0)
        return text_present(work->input->order) ? work->input->order : TEXT("1");
    for (size_t i = 0; i < work->facts->filings->count; i++)
        if (text_is(rows[i].about, "designated") && text_is(rows[i].state, "in-force")
            && rows[i].institution == work->input->replaces)
            return rows[i].kind;
    return (struct text){ 0 };
}

/* A hospital chosen at the same place of the list before makes room for this one. LAW: BJ4-02d */
void filing_decide_designation(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct filing_file_facts *found = facts;
    struct filing_work work;
    if (!filing_begin(request, found, decision, &work))
        return;
    if (found->institution == NULL) {
        refuse(decision, FILING_REFUSED_NO_INSTITUTION, "institution");
        return;
    }
    if (date_compare(work.from, work.today) < 0)
        work.from = work.today;
    struct filing_row row = filing_row_of(&work, "designated", place_on_list(&work));
    if (!text_present(row.kind)) {
        refuse(decision, FILING_REFUSED_NO_FILING, "replaces");
        return;
    }
    const struct filing_row *rows = found->filings->items;
    for (size_t i = 0; i < found->filings->count; i++) {
        bool over = rows[i].valid_until.yyyymmdd != 0
            && date_compare(rows[i].valid_until, work.from) < 0;
        if (!text_is(rows[i].about, "designated") || !text_is(rows[i].state, "in-force") || over)
            continue;
        if (rows[i].institution == row.institution) {
            refuse(decision, FILING_REFUSED_FILED_ALREADY, "institution");
            return;
        }
        if (!text_equal(rows[i].kind, row.kind))
            continue;
        struct filing_row before = rows[i];
        before.state = TEXT("ended");
        before.ended_by = row.filing;
        before.until_before = rows[i].valid_until;
        before.valid_until = date_plus_days(work.from, -1);
        decision_replace(decision, &filing_table, &before);
    }
    filing_put(&work, &row);
}

/* The same injury put on record again: of that day, at that institution. */
static bool injury_is_filed(const struct filing_work *work, const struct filing_row *row)
{
    const struct filing_row *rows = work->facts->filings->items;
    for (size_t i = 0; i < work->facts->filings->count; i++)
        if (text_is(rows[i].about, "injury") && rows[i].institution == row->institution
            && date_compare(rows[i].valid_from, row->valid_from) == 0
            && (text_is(rows[i].state, "filed") || text_is(rows[i].state, "in-force")))
            return true;
    return false;
}

/* Whether the number of a certificate contradicts the person: it is somebody else's, or nobody's
 * and said to be of the one certificate that we know of him. */
static bool number_is_anothers(const struct filing_work *work)
{
    const struct filing_file_facts *facts = work->facts;
    const struct text said = work->input->certificate;
    if (!text_present(work->input->number))
        return false;
    if (facts->shown != NULL)
        return facts->shown->person != work->input->person;
    return !text_present(said) || text_equal(said, facts->person.person->certificate);
}

void filing_decide_injury(const struct request *request, const void *facts,
                          struct decision *decision)
{
    struct filing_work work;
    if (!filing_begin(request, facts, decision, &work))
        return;
    if (number_is_anothers(&work)) {
        refuse(decision, FILING_REFUSED_OTHER_NUMBER, "number");
        return;
    }
    struct filing_row row = filing_row_of(&work, "injury", TEXT("injury"));
    if (injury_is_filed(&work, &row)) {
        refuse(decision, FILING_REFUSED_FILED_ALREADY, "from");
        return;
    }
    row.state = filing_is_institution(request->actor) ? TEXT("filed") : TEXT("in-force");
    decision_insert(decision, &filing_table, &row);
    decision->subject = row.person;
    *(struct filing_filed *)decision->outcome = (struct filing_filed){
        .filing = row.filing, .person = row.person, .state = row.state, .from = row.valid_from,
        .until = row.valid_until,
    };
}

/* ---- put into force, taken back: 2502, 2504, 2506 ---- */

bool filing_gather_one(struct gather *gather, const struct request *request, void *facts)
{
    const struct filing_one_input *input = request->input;
    struct filing_file_facts *found = facts;
    const struct filing_of_key key = { id_bucket(input->person), input->person };
    bool complete = party_gather_person(gather, input->person, &found->person);
    complete &= notice_gather_events(gather, &found->events);
    found->filings = gather_want(gather, &filings_of, &key);
    return complete && found->filings != NULL;
}

static const struct filing_row *row_in(const struct filing_file_facts *facts, int64_t filing)
{
    const struct filing_row *rows = facts->filings->items;
    for (size_t i = 0; i < facts->filings->count; i++)
        if (rows[i].filing == filing)
            return &rows[i];
    return NULL;
}

/* An institution has to do with what it put on record itself (a referral and a choice name another
 * one), an agency with those of its place. */
static bool is_theirs(const struct request *request, const struct filing_file_facts *facts,
                      const struct filing_row *row)
{
    const struct actor *actor = request->actor;
    if (row == NULL)
        return false;
    if (!filing_is_institution(actor))
        return party_may_see(actor, &facts->person);
    return (row->filed_by != 0 ? row->filed_by : row->institution) == actor->institution;
}

static void tell(const struct filing_row *row, struct decision *decision)
{
    decision->subject = row->person;
    *(struct filing_filed *)decision->outcome = (struct filing_filed){
        .filing = row->filing, .person = row->person, .state = row->state,
        .from = row->valid_from, .until = row->valid_until,
    };
}

void filing_decide_confirm(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct filing_one_input *input = request->input;
    const struct filing_file_facts *found = facts;
    const struct filing_row *row = row_in(found, input->filing);
    if (!is_theirs(request, found, row)) {
        refuse(decision, FILING_REFUSED_NO_FILING, "filing");
        return;
    }
    if (!text_is(row->state, "filed")) {
        refuse(decision, FILING_REFUSED_OVER, "filing");
        return;
    }
    struct filing_work work = {
        .request = request, .facts = found, .decision = decision,
        .today = date_of_moment(request->at),
        .standing = party_standing_on(&found->person, (struct text){ 0 }, row->valid_from),
    };
    if (work.standing.insurance == NULL) {
        refuse(decision, FILING_REFUSED_NOT_ENROLLED, "person");
        return;
    }
    if (!filing_goes_on(request, &work.standing, FILING_DISEASE_MATTER, found->events, decision))
        return;
    /* Hospitals are entrusted with diseases, with nothing else that waits. */
    if (filing_is_institution(request->actor)
        && (!text_is(row->about, "disease") || !filing_hospital_decides(&work))) {
        refuse(decision, FILING_REFUSED_NOT_ENTRUSTED, "filing");
        return;
    }
    struct filing_row after = *row;
    after.state = TEXT("in-force");
    if (after.filed_at.ms != 0) {
        after.in_force_at = request->at;
        after.desks++;
    }
    decision_replace(decision, &filing_table, &after);
    tell(&after, decision);
    ((struct filing_filed *)decision->outcome)->backdated = reach_back(&work, &after);
}

void filing_restore_before(struct decision *decision, const struct list *filings,
                           int64_t taken_back)
{
    const struct filing_row *rows = filings->items;
    for (size_t i = 0; i < filings->count; i++) {
        if (rows[i].ended_by != taken_back || !text_is(rows[i].state, "ended"))
            continue;
        struct filing_row again = rows[i];
        again.state = TEXT("in-force");
        again.valid_until = rows[i].until_before;
        again.ended_by = 0;
        again.until_before = DATE_NONE;
        decision_replace(decision, &filing_table, &again);
    }
}

/* What the agency has not looked at, or what was put into force by oneself today. */
void filing_decide_cancel(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct filing_one_input *input = request->input;
    const struct filing_file_facts *found = facts;
    const struct filing_row *row = row_in(found, input->filing);
    if (!is_theirs(request, found, row)) {
        refuse(decision, FILING_REFUSED_NO_FILING, "filing");
        return;
    }
    bool today = text_is(row->state, "in-force")
        && date_compare(row->filed_on, date_of_moment(request->at)) == 0;
    if (!text_is(row->state, "filed") && !today) {
        refuse(decision, FILING_REFUSED_OVER, "filing");
        return;
    }
    const struct filing_row *rows = found->filings->items;
    struct filing_row after = *row;
    after.state = TEXT("withdrawn");
    decision_replace(decision, &filing_table, &after);
    for (size_t i = 0; i < found->filings->count; i++) {
        if (rows[i].cause != row->filing || !text_is(rows[i].state, "in-force"))
            continue;
        struct filing_row with = rows[i];
        with.state = TEXT("withdrawn");
        decision_replace(decision, &filing_table, &with);
    }
    filing_restore_before(decision, found->filings, row->filing);
    tell(&after, decision);
}
