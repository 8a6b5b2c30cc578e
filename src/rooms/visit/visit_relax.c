/* visit_relax.c: see visit_relax.h. */

#include "rooms/visit/visit_relax.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/visit/visit.h"

static const char *const refusal_keys[] = {
    [VISIT_RELAX_NO_REASON] = "visit.relax.no-reason",
    [VISIT_RELAX_DAYS] = "visit.relax.days",
    [VISIT_RELAX_TIME] = "visit.relax.time",
    [VISIT_RELAX_NOT_EMPOWERED] = "visit.relax.not-empowered",
    [VISIT_RELAX_ASKED_ALREADY] = "visit.relax.asked-already",
    [VISIT_RELAX_NONE_ASKED] = "visit.relax.none-asked",
    [VISIT_RELAX_SAME_PERSON] = "visit.relax.same-person",
};
_Static_assert(COUNT_OF(refusal_keys) == VISIT_RELAX_REFUSALS, "a sentence for every refusal");

const char *visit_relax_refusal_key(enum visit_relax_refusal refusal)
{
    CHECK(refusal < VISIT_RELAX_REFUSALS);
    return refusal_keys[refusal];
}

static void refuse(struct decision *decision, enum visit_relax_refusal refusal, const char *field)
{
    decision_refuse(decision, visit_relax_refusal_key(refusal), field);
}

/* ---- who may, and what was ---- */

static bool names_hold(struct name_list names, struct text name)
{
    for (size_t i = 0; i < names.count; i++)
        if (text_equal(names.items[i], name))
            return true;
    return false;
}

const struct measure *visit_relax_power(const struct book *book, struct events events,
                                        int32_t place, bool institution, struct date day,
                                        struct arena *arena)
{
    const struct measure_question question = {
        .verb = VERB_EMPOWER, .place = place, .day = day, .events = events,
    };
    const struct measure_hit *hits = NULL;
    const struct text office = institution ? TEXT("institution") : TEXT("district-agency");
    size_t count = book == NULL ? 0 : measures_on(book, &question, arena, &hits);
    for (size_t i = 0; i < count; i++)
        if (names_hold(hits[i].measure->empower.verbs, TEXT("supply"))
            && names_hold(hits[i].measure->empower.offices, office))
            return hits[i].measure;
    return NULL;
}

const struct visit_relaxation *visit_relaxed(const struct list *relaxations,
                                             const struct visit_relax_place *at, int64_t days)
{
    const struct visit_relaxation *rows = relaxations == NULL ? NULL : relaxations->items;
    for (size_t i = 0; rows != NULL && i < relaxations->count; i++)
        if (text_is(rows[i].state, "granted") && text_is(rows[i].rule, "prescription-days")
            && (rows[i].institution == 0 || rows[i].institution == at->institution)
            && date_compare(rows[i].valid_from, at->day) <= 0
            && date_compare(at->day, rows[i].valid_until) <= 0 && rows[i].days >= days)
            return &rows[i];
    return NULL;
}

/* ---- asking and answering ---- */

bool visit_gather_relax(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_relax_input *input = request->input;
    const int64_t institution = request->actor->institution;
    struct visit_relax_facts *found = facts;
    const struct party_of_person key = { id_bucket(input->person), input->person };
    const struct party_institution_key institution_key = { id_bucket(institution), institution };
    bool complete = party_gather_person(gather, input->person, &found->person);
    complete &= notice_gather_events(gather, &found->events);
    if (institution != 0) {
        const void *row = NULL;
        complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
        found->institution = row;
    }
    found->relaxations = gather_want(gather, &visit_relaxations_of, &key);
    return complete && found->relaxations != NULL;
}

static const struct measure *power_of(const struct request *request,
                                      const struct visit_relax_facts *found)
{
    const struct actor *actor = request->actor;
    const bool institution = actor->institution != 0;
    int32_t place = found->institution == NULL ? actor->division
                                               : (int32_t)found->institution->division;
    if (institution ? found->institution == NULL : actor->office == 0)
        return NULL;
    return visit_relax_power(request->book, found->events, place, institution,
                             date_of_moment(request->at), request->arena);
}

static bool may_see(const struct request *request, const struct visit_relax_facts *found,
                    struct decision *decision)
{
    if (found->person.person != NULL && party_may_see(request->actor, &found->person))
        return true;
    decision_refuse(decision,
                    party_unseen_key(request->actor,
                                     visit_refusal_key(VISIT_REFUSED_NO_PERSON)), "person");
    return false;
}

static void tell(const struct visit_relaxation *row, struct decision *decision)
{
    decision->subject = row->person;
    *(struct visit_relaxed_told *)decision->outcome =
        (struct visit_relaxed_told){ row->person, row->relaxation, row->state };
}

/* Gravest first; REFUSALS: none. */
static enum visit_relax_refusal refusal_of(const struct visit_relax_input *input,
                                           const struct measure *power, struct date today,
                                           const char **ret_field)
{
    *ret_field = "reason";
    if (!text_present(input->reason))
        return VISIT_RELAX_NO_REASON;
    *ret_field = "days";
    if (input->days < 1 || input->days > 366)
        return VISIT_RELAX_DAYS;
    *ret_field = "until";
    if (date_compare(input->until, input->from) < 0 || date_compare(input->until, today) < 0)
        return VISIT_RELAX_TIME;
    *ret_field = NULL;
    return power == NULL ? VISIT_RELAX_NOT_EMPOWERED : VISIT_RELAX_REFUSALS;
}

/* By the very place of who asks: sent again, it waits once. */
static bool waits_here(const struct list *relaxations, const struct visit_relaxation *like)
{
    const struct visit_relaxation *rows = relaxations->items;
    for (size_t i = 0; i < relaxations->count; i++)
        if (text_is(rows[i].state, "asked") && text_equal(rows[i].rule, like->rule)
            && rows[i].institution == like->institution && rows[i].office == like->office)
            return true;
    return false;
}

void visit_decide_relax(const struct request *request, const void *facts,
                        struct decision *decision)
{
    struct visit_relax_input input = *(const struct visit_relax_input *)request->input;
    const struct visit_relax_facts *found = facts;
    const struct date today = date_of_moment(request->at);
    if (input.from.yyyymmdd == 0)
        input.from = today;
    if (!may_see(request, found, decision))
        return;
    const struct measure *power = power_of(request, found);
    const char *field;
    enum visit_relax_refusal refusal = refusal_of(&input, power, today, &field);
    if (refusal != VISIT_RELAX_REFUSALS) {
        refuse(decision, refusal, field);
        return;
    }
    const int64_t bucket = id_bucket(input.person);
    const struct visit_relaxation row = {
        .bucket = bucket, .person = input.person,
        .relaxation = id_mint(request->minter, (int)bucket), .rule = input.rule,
        .days = input.days, .institution = request->actor->institution,
        .office = request->actor->institution == 0 ? request->actor->office : 0,
        .valid_from = input.from, .valid_until = input.until, .reason = input.reason,
        .basis = power->cites, .asked_by = request->actor->account, .asked_at = request->at,
        .state = TEXT("asked"), .version = 1,
    };
    if (waits_here(found->relaxations, &row)) {
        refuse(decision, VISIT_RELAX_ASKED_ALREADY, NULL);
        return;
    }
    decision_insert(decision, &visit_relaxation_table, &row);
    tell(&row, decision);
}

/* Asked at the very place of who answers. */
static const struct visit_relaxation *asked_here(const struct request *request,
                                                 const struct visit_relax_facts *found,
                                                 int64_t relaxation)
{
    const struct actor *actor = request->actor;
    const struct visit_relaxation *rows = found->relaxations->items;
    for (size_t i = 0; i < found->relaxations->count; i++)
        if (rows[i].relaxation == relaxation && text_is(rows[i].state, "asked")
            && rows[i].institution == actor->institution
            && (actor->institution != 0 || actor_has_office(actor, rows[i].office)))
            return &rows[i];
    return NULL;
}

void visit_decide_answer_relax(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct visit_relax_input *input = request->input;
    const struct visit_relax_facts *found = facts;
    if (!may_see(request, found, decision))
        return;
    const struct visit_relaxation *asked = asked_here(request, found, input->relaxation);
    if (asked == NULL) {
        refuse(decision, VISIT_RELAX_NONE_ASKED, "relaxation");
        return;
    }
    if (asked->asked_by == request->actor->account) {
        refuse(decision, VISIT_RELAX_SAME_PERSON, "relaxation");
        return;
    }
    const bool granted = text_is(input->answer, "granted");
    if (granted && power_of(request, found) == NULL) {
        refuse(decision, VISIT_RELAX_NOT_EMPOWERED, NULL);
        return;
    }
    struct visit_relaxation row = *asked;
    row.state = granted ? TEXT("granted") : TEXT("denied");
    row.answered_by = request->actor->account;
    row.answered_at = request->at;
    row.answer = input->reason;
    decision_replace(decision, &visit_relaxation_table, &row);
    tell(&row, decision);
}
