/* filing_disease.c: special and chronic diseases put on record, renewed and made up: 2503 and the
 * approvals of their matters. */

#include "rooms/filing/filing_file.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "rooms/filing/filing_inside.h"
#include "rooms/filing/filing_work.h"

static void refuse(struct decision *decision, enum filing_refusal refusal, const char *field)
{
    decision_refuse(decision, filing_refusal_key(refusal), field);
}

static void refuse_with_day(const struct filing_work *work, enum filing_refusal refusal,
                            const char *field, struct date day)
{
    char bytes[12];
    struct builder builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, day);
    decision_refuse_with(work->decision, filing_refusal_key(refusal), field,
                         arena_text(work->request->arena, builder_text(&builder)), TEXT(""));
}

/* As what measures know it. */
static struct text disease_matter(const struct filing_work *work)
{
    return text_equal(work->input->matter, FILING_DISEASE_OFFSITE_MATTER)
        ? FILING_DISEASE_OFFSITE_MATTER : FILING_DISEASE_MATTER;
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
        if (rows[i].institution == institution && (institution != 0 || place == asked)) {
            if (rows[i].valid_until.yyyymmdd == 0)
                refuse(work->decision, FILING_REFUSED_DISEASE_FILED, "disease");
            else
                refuse_with_day(work, FILING_REFUSED_HOLDS_UNTIL, "from", rows[i].valid_until);
            return false;
        }
        others++;
    }
    if (terms->hospitals != 0 && others >= terms->hospitals)
        return refuse(work->decision, FILING_REFUSED_TOO_MANY_HOSPITALS, "institution"), false;
    return true;
}

/* ---- renewed ---- */

static struct date last_day_of(const struct filing_row *row)
{
    return row->valid_until.yyyymmdd == 0 ? DATE_LATEST : row->valid_until;
}

/* The latest of the disease that held, at the hospital asked for where one is; NULL: none did. */
static const struct filing_row *held_last(const struct filing_work *work)
{
    const struct filing_row *rows = work->facts->filings->items, *last = NULL;
    for (size_t i = 0; i < work->facts->filings->count; i++) {
        bool held = text_is(rows[i].state, "in-force") || text_is(rows[i].state, "ended");
        bool here = work->facts->institution == NULL || rows[i].institution == 0
            || rows[i].institution == work->facts->institution->institution;
        if (text_is(rows[i].about, "disease") && held && here
            && text_equal(rows[i].disease, work->input->disease)
            && (last == NULL || date_compare(last_day_of(last), last_day_of(&rows[i])) < 0))
            last = &rows[i];
    }
    return last;
}

/* 续批 goes on from the day after the last one ends, for a term of the place; from today where it
 * has ended: what lies between is made up at the agency. */
static bool renews(struct filing_work *work)
{
    if (!text_equal(work->input->matter, FILING_DISEASE_RENEWAL_MATTER))
        return true;
    const struct filing_row *last = held_last(work);
    if (last == NULL)
        refuse(work->decision, FILING_REFUSED_NOTHING_TO_RENEW, "disease");
    else if (last->valid_until.yyyymmdd == 0)
        refuse(work->decision, FILING_REFUSED_DISEASE_FILED, "disease");
    else if (date_compare(last->valid_from, work->today) > 0)
        refuse_with_day(work, FILING_REFUSED_RENEWED, "disease", last->valid_until);
    else {
        if (date_compare(last->valid_until, work->today) >= 0)
            work->from = date_plus_days(last->valid_until, 1);
        return true;
    }
    return false;
}

/* ---- made up ---- */

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

static struct measure_made reaching(const struct filing_work *work, bool stranded)
{
    struct text statuses[1] = { TEXT("stranded-outside") };
    const struct measure_question question = {
        .verb = VERB_BACKDATE, .place = work->standing.place, .matter = disease_matter(work),
        .insurance = text_of(work->standing.insurance), .statuses = statuses,
        .status_count = stranded ? 1 : 0,
        .thing = text_equal(disease_matter(work), FILING_DISEASE_MATTER)
            ? TEXT("special-disease") : FILING_DISEASE_OFFSITE_MATTER,
        .day = work->today, .events = work->facts->events,
    };
    return measures_any(work->request->book, &question, work->request->arena).made;
}

/* LAW: BJ4-12b BJ4-12c BJ22-2.2.1d: made up at the agency alone, by who was held up when it ran
 * out; of an outage not before the day the measure names. Whoever may not is told what lacks. */
static bool may_reach_back(const struct filing_work *work, struct filing_row *row)
{
    if (date_compare(work->from, work->today) >= 0)
        return true;
    const struct measure_made made = reaching(work, work->standing.stranded);
    enum filing_refusal lacks = FILING_REFUSED_BACKDATED;
    for (size_t i = 0; i < made.count; i++) {
        const struct measure *measure = made.hits[i].measure;
        struct text least_text = measure->backdate.start_not_before;
        struct date least;
        if (text_is(least_text, "end-of-filing") && !goes_on_from(work)) {
            lacks = FILING_REFUSED_NO_ENDED_FILING;
        } else if (filing_is_institution(work->request->actor)) {
            lacks = FILING_REFUSED_MADE_UP_AT_AGENCY;
        } else if (!date_parse(least_text, &least) || date_compare(work->from, least) >= 0) {
            row->basis = measure->cites;
            return true;
        }
    }
    if (text_equal(work->input->matter, TEXT("special-disease-make-up"))
        && !work->standing.stranded && reaching(work, true).count > 0)
        lacks = FILING_REFUSED_NOT_STRANDED;
    refuse_with_day(work, lacks, "from",
                    lacks == FILING_REFUSED_BACKDATED ? work->today : work->from);
    return false;
}

/* ---- in force ---- */

/* Who may put it into force: the hospital's office where a measure entrusts it, and agencies. */
bool filing_hospital_decides(const struct filing_work *work)
{
    const struct measure_fact facts[] = { { "institutions.kind", TEXT("designated") } };
    const struct measure_question question = {
        .verb = VERB_ENTRUST, .place = work->standing.place, .matter = FILING_DISEASE_MATTER,
        .insurance = text_of(work->standing.insurance), .facts = facts,
        .fact_count = COUNT_OF(facts), .thing = FILING_DISEASE_MATTER, .day = work->today,
        .events = work->facts->events,
    };
    const struct measure_entrusted entrusted = measure_entrusted(
        work->request->book, &question, TEXT("decide"), work->request->arena);
    return name_list_has(entrusted.who, TEXT("insurance-office-of-the-institution"));
}

static struct text state_for(const struct filing_work *work)
{
    const struct actor *actor = work->request->actor;
    if (!filing_is_institution(actor))
        return TEXT("in-force");
    bool office = actor->role != ROLE_PHYSICIAN;
    return office && filing_hospital_decides(work) ? TEXT("in-force") : TEXT("filed");
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
    refuse_with_day(work, FILING_REFUSED_TOO_LONG, "until", last);
    return false;
}

void filing_decide_disease(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct filing_file_facts *found = facts;
    struct filing_work work;
    if (!filing_begin(request, found, decision, &work) || !renews(&work))
        return;
    const struct catalogue_disease *disease = found->diseases == NULL ? NULL
        : catalogue_disease_on(found->diseases, work.standing.place, work.from);
    if (disease == NULL) {
        refuse(decision, FILING_REFUSED_NO_SUCH_DISEASE, "disease");
        return;
    }
    bool own = !filing_is_institution(request->actor) || (found->institution != NULL
        && found->institution->institution == request->actor->institution);
    if (!own || (text_present(work.input->institution) && found->institution == NULL)) {
        refuse(decision, FILING_REFUSED_NO_INSTITUTION, "institution");
        return;
    }
    bool elsewhere = text_equal(disease_matter(&work), FILING_DISEASE_OFFSITE_MATTER);
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
    struct filing_row row = filing_row_of(&work, "disease", disease->kind);
    row.disease = work.input->disease;
    row.division = elsewhere ? work.input->division : 0;
    row.state = state_for(&work);
    if (may_reach_back(&work, &row) && hospitals_allow(&work, terms))
        filing_put(&work, &row);
}

