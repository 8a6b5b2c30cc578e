/* filing_file.c: see filing_file.h. */

#include "rooms/filing/filing_file.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "rooms/filing/filing_inside.h"
#include "rooms/notice/notice_facts.h"

#define DISEASE_MATTER TEXT("special-disease-filing")
#define DISEASE_OFFSITE_MATTER TEXT("special-disease-offsite")

static void refuse(struct decision *decision, enum filing_refusal refusal, const char *field)
{
    decision_refuse(decision, filing_refusal_key(refusal), field);
}

static bool is_institution(const struct actor *actor)
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
    return complete && found->filings != NULL;
}

/* ---- an outage ---- */

/* LAW: BJ22-2.2.1a BJ22-2.2.2a BJ22-2.2.2b BJ22-2.4a BJ22-2.4b */
bool filing_goes_on(const struct request *request, const struct party_standing *standing,
                    struct text matter, struct events events, struct decision *decision)
{
    bool institution = is_institution(request->actor);
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

struct filing_work {
    const struct request *request;
    const struct filing_file_input *input;
    const struct filing_file_facts *facts;
    struct decision *decision;
    struct party_standing standing;
    struct date today, from, until;
};

static bool begin(const struct request *request, const struct filing_file_facts *facts,
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

static struct filing_row row_of(const struct filing_work *work, const char *about,
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
    };
}

/* What holds from days before today on is asked of care since then. */
/* As what measures know it. */
static struct text disease_matter(const struct filing_work *work)
{
    return text_equal(work->input->matter, DISEASE_OFFSITE_MATTER) ? DISEASE_OFFSITE_MATTER
                                                                   : DISEASE_MATTER;
}

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
    if (!is_institution(work->request->actor) || row->cause != 0)
        return;
    bool physician_alone = work->request->actor->role == ROLE_PHYSICIAN;
    row->filed_at = work->request->at;
    row->desks = physician_alone ? 1 : 2;
    if (text_is(row->state, "in-force"))
        row->in_force_at = work->request->at;
}

static void record(const struct filing_work *work, const struct filing_row *filed)
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

/* ---- diseases: 2503 ---- */

static bool stands(const struct filing_row *row, const struct filing_work *work)
{
    struct date until = row->valid_until.yyyymmdd == 0 ? DATE_LATEST : row->valid_until;
    return text_is(row->about, "disease") && text_equal(row->disease, work->input->disease)
        && (text_is(row->state, "in-force") || text_is(row->state, "filed"))
        && date_compare(until, work->from) >= 0;
}

static const struct filing_disease_terms *terms_of(const struct filing_work *work)
{
    static const struct filing_disease_terms NONE = { 0, 0 };
    const struct question question = {
        .about = filing_disease_rule.about, .place = work->standing.place,
        .insurance = text_of(work->standing.insurance), .day = work->from,
    };
    const struct rule *rule = NULL;
    return rules_on(work->request->book, &question, &rule) == RULE_FOUND ? rule->payload : &NONE;
}

/* The same disease at the same hospital once, and at no more hospitals than the place allows. */
static bool hospitals_allow(const struct filing_work *work,
                            const struct filing_disease_terms *terms)
{
    const struct filing_row *rows = work->facts->filings->items;
    int64_t institution =
        work->facts->institution == NULL ? 0 : work->facts->institution->institution;
    int64_t others = 0;
    for (size_t i = 0; i < work->facts->filings->count; i++) {
        if (!stands(&rows[i], work))
            continue;
        int64_t place = rows[i].division, asked = work->input->division;
        if (rows[i].institution == institution && (institution != 0 || place == asked))
            return refuse(work->decision, FILING_REFUSED_FILED_ALREADY, "disease"), false;
        others++;
    }
    if (terms->hospitals != 0 && others >= terms->hospitals)
        return refuse(work->decision, FILING_REFUSED_TOO_MANY_HOSPITALS, "institution"), false;
    return true;
}

/* Not before the filing ended that it goes on from. */
static bool goes_on_from(const struct filing_work *work)
{
    const struct filing_row *rows = work->facts->filings->items;
    for (size_t i = 0; i < work->facts->filings->count; i++)
        if (text_is(rows[i].about, "disease")
            && text_equal(rows[i].disease, work->input->disease)
            && rows[i].valid_until.yyyymmdd != 0
            && date_compare(rows[i].valid_until, work->from) < 0)
            return true;
    return false;
}

/* LAW: BJ4-12b BJ4-12c BJ22-2.2.1d: made up at the agency alone, by who was held up when it ran
 * out; of an outage not before the day the measure names. */
static bool may_reach_back(const struct filing_work *work, struct filing_row *row)
{
    if (date_compare(work->from, work->today) >= 0)
        return true;
    struct text statuses[1] = { TEXT("stranded-outside") };
    const struct measure_question question = {
        .verb = VERB_BACKDATE, .place = work->standing.place, .matter = disease_matter(work),
        .insurance = text_of(work->standing.insurance), .statuses = statuses,
        .status_count = work->standing.stranded ? 1 : 0,
        .thing = text_equal(disease_matter(work), DISEASE_MATTER) ? TEXT("special-disease")
                                                                  : DISEASE_OFFSITE_MATTER,
        .day = work->today, .events = work->facts->events,
    };
    const struct measure_answer answer =
        measures_any(work->request->book, &question, work->request->arena);
    for (size_t i = 0; i < answer.made.count; i++) {
        const struct measure *measure = answer.made.hits[i].measure;
        struct text least_text = measure->backdate.start_not_before;
        bool ended = text_is(least_text, "end-of-filing");
        struct date least;
        if (is_institution(work->request->actor) || (ended && !goes_on_from(work))
            || (date_parse(least_text, &least) && date_compare(work->from, least) < 0))
            continue;
        row->basis = measure->cites;
        return true;
    }
    decision_refuse_with(work->decision, filing_refusal_key(FILING_REFUSED_BACKDATED), "from",
                         arena_format(work->request->arena, "%04d-%02d-%02d",
                                      date_year(work->today), date_month(work->today),
                                      date_day(work->today)), TEXT(""));
    return false;
}

/* Who may put it into force: the hospital's office where a measure entrusts it, and agencies. */
static bool hospital_decides(const struct filing_work *work)
{
    const struct measure_fact facts[] = { { "institutions.kind", TEXT("designated") } };
    const struct measure_question question = {
        .verb = VERB_ENTRUST, .place = work->standing.place, .matter = DISEASE_MATTER,
        .insurance = text_of(work->standing.insurance), .facts = facts,
        .fact_count = COUNT_OF(facts), .thing = DISEASE_MATTER, .day = work->today,
        .events = work->facts->events,
    };
    const struct measure_entrusted entrusted = measure_entrusted(
        work->request->book, &question, TEXT("decide"), work->request->arena);
    return name_list_has(entrusted.who, TEXT("insurance-office-of-the-institution"));
}

static struct text state_for(const struct filing_work *work)
{
    const struct actor *actor = work->request->actor;
    if (!is_institution(actor))
        return TEXT("in-force");
    bool office = actor->role != ROLE_PHYSICIAN;
    return office && hospital_decides(work) ? TEXT("in-force") : TEXT("filed");
}

/* To the last day of the term where none was named; one that is named lies within it. */
static bool holds_so_long(struct filing_work *work, const struct filing_disease_terms *terms)
{
    if (terms->months == 0)
        return true;
    struct date last = date_plus_days(date_plus_months(work->from, (int)terms->months), -1);
    if (work->until.yyyymmdd == 0)
        work->until = last;
    if (date_compare(work->until, last) <= 0)
        return true;
    char bytes[12];
    struct builder builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, last);
    decision_refuse_with(work->decision, filing_refusal_key(FILING_REFUSED_TOO_LONG), "until",
                         arena_text(work->request->arena, builder_text(&builder)), TEXT(""));
    return false;
}

void filing_decide_disease(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct filing_file_facts *found = facts;
    struct filing_work work;
    if (!begin(request, found, decision, &work))
        return;
    const struct catalogue_disease *disease = found->diseases == NULL ? NULL
        : catalogue_disease_on(found->diseases, work.standing.place, work.from);
    if (disease == NULL) {
        refuse(decision, FILING_REFUSED_NO_SUCH_DISEASE, "disease");
        return;
    }
    bool own = !is_institution(request->actor) || (found->institution != NULL
        && found->institution->institution == request->actor->institution);
    if (!own || (text_present(work.input->institution) && found->institution == NULL)) {
        refuse(decision, FILING_REFUSED_NO_INSTITUTION, "institution");
        return;
    }
    bool elsewhere = text_equal(disease_matter(&work), DISEASE_OFFSITE_MATTER);
    if (elsewhere && division_of(book_divisions(request->book), (int32_t)work.input->division)
        == NULL) {
        refuse(decision, FILING_REFUSED_NO_SUCH_PLACE, "division");
        return;
    }
    /* Taking an application in goes on: what it tries is the house's. */
    if (request->actor->role != ROLE_HOUSE
        && !filing_goes_on(request, &work.standing, disease_matter(&work), found->events,
                           decision))
        return;
    const struct filing_disease_terms *terms = terms_of(&work);
    if (!holds_so_long(&work, terms))
        return;
    struct filing_row row = row_of(&work, "disease", disease->kind);
    row.disease = work.input->disease;
    row.division = elsewhere ? work.input->division : 0;
    row.state = state_for(&work);
    if (may_reach_back(&work, &row) && hospitals_allow(&work, terms))
        record(&work, &row);
}

/* ---- referrals, hospitals chosen, injuries: 2501, 2505, 2507 ---- */

/* Out of the pooling area a referral is the out-of-area filing, too. LAW: JX4-2.1g */
void filing_decide_referral(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct filing_file_facts *found = facts;
    struct filing_work work;
    if (!begin(request, found, decision, &work))
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
    struct filing_row row = row_of(&work, "referral", TEXT("referral"));
    row.division = to;
    bool elsewhere = filing_city_of(divisions, (int32_t)to)
        != filing_city_of(divisions, work.standing.place);
    const struct filing_offsite_kind *kind = filing_offsite_kind_on(
        request->book, work.standing.place, text_of(work.standing.insurance), work.today,
        TEXT("referral"));
    if (elsewhere && kind != NULL) {
        struct filing_row offsite = row_of(&work, "offsite", kind->filing);
        offsite.chosen = kind->kind;
        offsite.institution = 0;
        offsite.division = filing_city_of(divisions, (int32_t)to);
        offsite.cause = row.filing;
        if (kind->months_min != 0 && offsite.valid_until.yyyymmdd == 0)
            offsite.valid_until = date_plus_months(work.from, (int)kind->months_min);
        decision_insert(decision, &filing_table, &offsite);
    }
    record(&work, &row);
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
    if (!begin(request, found, decision, &work))
        return;
    if (found->institution == NULL) {
        refuse(decision, FILING_REFUSED_NO_INSTITUTION, "institution");
        return;
    }
    if (date_compare(work.from, work.today) < 0)
        work.from = work.today;
    struct filing_row row = row_of(&work, "designated", place_on_list(&work));
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
    record(&work, &row);
}

void filing_decide_injury(const struct request *request, const void *facts,
                          struct decision *decision)
{
    struct filing_work work;
    if (!begin(request, facts, decision, &work))
        return;
    struct filing_row row = row_of(&work, "injury", TEXT("injury"));
    row.state = is_institution(request->actor) ? TEXT("filed") : TEXT("in-force");
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

/* An institution has to do with its own filings, an agency with those of its place. */
static bool is_theirs(const struct request *request, const struct filing_file_facts *facts,
                      const struct filing_row *row)
{
    const struct actor *actor = request->actor;
    if (row == NULL)
        return false;
    return is_institution(actor) ? row->institution == actor->institution
                                 : party_may_see(actor, &facts->person);
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
    if (!filing_goes_on(request, &work.standing, DISEASE_MATTER, found->events, decision))
        return;
    /* Hospitals are entrusted with diseases, with nothing else that waits. */
    if (is_institution(request->actor)
        && (!text_is(row->about, "disease") || !hospital_decides(&work))) {
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
