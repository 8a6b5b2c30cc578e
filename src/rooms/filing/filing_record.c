/* filing_record.c: may it be filed, from which day, and what it counts as. */

#include "rooms/filing/filing_file.h"
#include "rooms/filing/filing_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"

static const char *const refusal_keys[] = {
    [FILING_REFUSED_NO_PERSON] = "filing.refused.no-person",
    [FILING_REFUSED_OTHER_NUMBER] = "filing.refused.other-number",
    [FILING_REFUSED_NO_SUCH_KIND] = "filing.refused.no-such-kind",
    [FILING_REFUSED_NO_SUCH_PLACE] = "filing.refused.no-such-place",
    [FILING_REFUSED_NOT_ENROLLED] = "filing.refused.not-enrolled",
    [FILING_REFUSED_NOT_ELSEWHERE] = "filing.refused.not-elsewhere",
    [FILING_REFUSED_ENDS_BEFORE] = "filing.refused.ends-before",
    [FILING_REFUSED_TOO_LONG] = "filing.refused.too-long",
    [FILING_REFUSED_NOT_STRANDED] = "filing.refused.not-stranded",
    [FILING_REFUSED_BEFORE_STRANDING] = "filing.refused.before-stranding",
    [FILING_REFUSED_BACKDATED] = "filing.refused.backdated",
    [FILING_REFUSED_BACKDATED_LATE] = "filing.refused.backdated-late",
    [FILING_REFUSED_PAUSED] = "filing.refused.paused",
    [FILING_REFUSED_NO_SUCH_DISEASE] = "filing.refused.no-such-disease",
    [FILING_REFUSED_NO_INSTITUTION] = "filing.refused.no-institution",
    [FILING_REFUSED_TOO_MANY_HOSPITALS] = "filing.refused.too-many-hospitals",
    [FILING_REFUSED_NOT_ENTRUSTED] = "filing.refused.not-entrusted",
    [FILING_REFUSED_NOTHING_TO_RENEW] = "filing.refused.nothing-to-renew",
    [FILING_REFUSED_RENEWED] = "filing.refused.renewed",
    [FILING_REFUSED_NO_ENDED_FILING] = "filing.refused.no-ended-filing",
    [FILING_REFUSED_MADE_UP_AT_AGENCY] = "filing.refused.made-up-at-agency",
    [FILING_REFUSED_DISEASE_FILED] = "filing.refused.disease-filed",
    [FILING_REFUSED_HOLDS_UNTIL] = "filing.refused.holds-until",
    [FILING_REFUSED_FILED_ALREADY] = "filing.refused.filed-already",
    [FILING_REFUSED_NO_FILING] = "filing.refused.no-filing",
    [FILING_REFUSED_OVER] = "filing.refused.over",
};
_Static_assert(COUNT_OF(refusal_keys) == FILING_REFUSALS, "a sentence for every refusal");

const char *filing_refusal_key(enum filing_refusal refusal)
{
    CHECK(refusal < FILING_REFUSALS);
    return refusal_keys[refusal];
}

static void refuse(struct decision *decision, enum filing_refusal refusal, const char *field)
{
    decision_refuse(decision, filing_refusal_key(refusal), field);
}

static struct text day_text(struct date day, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d-%02d", date_year(day), date_month(day), date_day(day));
}

/* ---- kinds ---- */

const struct filing_offsite_kind *filing_offsite_kind_on(const struct book *book, int32_t place,
                                                         struct text insurance, struct date day,
                                                         struct text kind)
{
    const struct question question = {
        .about = filing_offsite_kinds_rule.about, .place = place, .insurance = insurance,
        .day = day, .known = day,
    };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND)
        return NULL;
    const struct filing_offsite_kinds *kinds = rule->payload;
    const struct filing_offsite_kind *items = kinds->kinds.items;
    for (size_t i = 0; i < kinds->kinds.count; i++)
        if (text_equal(items[i].kind, kind))
            return &items[i];
    return NULL;
}

/* ---- reaching back ---- */

/* Who stands where on the day the filing begins: what the scope of a measure asks for. */
static size_t statuses_of(const struct party_standing *standing, struct text statuses[3])
{
    size_t count = 0;
    if (standing->stranded)
        statuses[count++] = TEXT("stranded-outside");
    if (standing->confirmed)
        statuses[count++] = TEXT("confirmed");
    if (standing->suspected)
        statuses[count++] = TEXT("suspected");
    return count;
}

static bool stranded_after(const struct list *statuses, struct date day, struct date *ret_from)
{
    const struct party_status *rows = statuses->items;
    for (size_t i = 0; i < statuses->count; i++)
        if (text_is(rows[i].kind, "stranded") && date_compare(rows[i].valid_from, day) > 0) {
            *ret_from = rows[i].valid_from;
            return true;
        }
    return false;
}

/* The measure that lets it reach back today, or NULL; `ret_over` is the day its time ended. */
static const struct measure *backdate_on(const struct request *request,
                                         const struct filing_record_facts *facts,
                                         const struct party_standing *standing,
                                         struct date from, struct date today,
                                         struct date *ret_over)
{
    struct text statuses[3];
    const struct measure_question question = {
        .verb = VERB_BACKDATE, .place = standing->place, .matter = FILING_OFFSITE_MATTER,
        .insurance = text_of(standing->insurance), .statuses = statuses,
        .status_count = statuses_of(standing, statuses), .thing = FILING_OFFSITE_MATTER,
        .day = today, .known = today, .events = facts->events,
    };
    const struct measure_answer answer =
        measures_any(request->book, &question, request->arena);
    *ret_over = answer.over;
    /* One that names a day lets nothing begin before it. */
    for (size_t i = 0; i < answer.made.count; i++) {
        const struct measure *measure = answer.made.hits[i].measure;
        struct date least;
        if (!date_parse(measure->backdate.start_not_before, &least)
            || date_compare(from, least) >= 0)
            return measure;
    }
    return NULL;
}

/* LAW: BJ4-S4c, BJ4-09c. False: refused. */
static bool may_begin(const struct request *request, const struct filing_record_facts *facts,
                      const struct party_standing *standing,
                      const struct filing_offsite_kind *kind, struct date from,
                      struct decision *decision, struct text *ret_basis)
{
    struct arena *arena = request->arena;
    struct date today = date_of_moment(request->at), over, begins;
    bool back = date_compare(from, today) < 0;
    if (!back && !kind->on_measure)
        return true;
    if (kind->on_measure && !standing->stranded) {
        if (stranded_after(facts->person.statuses, from, &begins))
            decision_refuse_with(decision, filing_refusal_key(FILING_REFUSED_BEFORE_STRANDING),
                                 "from", day_text(begins, arena), TEXT(""));
        else
            refuse(decision, FILING_REFUSED_NOT_STRANDED, "kind");
        return false;
    }
    const struct measure *measure = backdate_on(request, facts, standing, from, today, &over);
    if (measure != NULL) {
        *ret_basis = measure->cites;
        return true;
    }
    if (over.yyyymmdd != 0)
        decision_refuse_with(decision, filing_refusal_key(FILING_REFUSED_BACKDATED_LATE), "from",
                             day_text(over, arena), TEXT(""));
    else
        decision_refuse_with(decision, filing_refusal_key(FILING_REFUSED_BACKDATED), "from",
                             day_text(today, arena), TEXT(""));
    return false;
}

/* ---- recording ---- */

bool filing_gather_may(struct gather *gather, int64_t person,
                       struct filing_record_facts *found)
{
    const struct filing_of_key key = { id_bucket(person), person };
    bool complete = party_gather_person(gather, person, &found->person);
    complete &= notice_gather_events(gather, &found->events);
    found->filings = gather_want(gather, &filings_of, &key);
    return complete && found->filings != NULL;
}

bool filing_gather_record(struct gather *gather, const struct request *request, void *facts)
{
    const struct filing_record_input *input = request->input;
    return filing_gather_may(gather, input->person, facts);
}

/* The city a place lies in; districts of the four great cities stand under their province. */
int32_t filing_city_of(const struct divisions *divisions, int32_t code)
{
    const struct division *at = division_of(divisions, code);
    while (at != NULL && !text_is(at->level, "city") && !text_is(at->level, "province"))
        at = division_of(divisions, at->parent);
    return at == NULL ? DIVISION_UNKNOWN : at->code;
}

static bool overlaps(const struct filing_row *row, struct date from, struct date until)
{
    struct date row_until = row->valid_until.yyyymmdd == 0 ? DATE_LATEST : row->valid_until;
    struct date end = until.yyyymmdd == 0 ? DATE_LATEST : until;
    return date_compare(row->valid_from, end) <= 0 && date_compare(from, row_until) <= 0;
}

static bool filed_already(const struct list *filings, int64_t division, struct date from,
                          struct date until)
{
    const struct filing_row *rows = filings->items;
    for (size_t i = 0; i < filings->count; i++)
        if (text_is(rows[i].about, "offsite") && rows[i].division == division
            && (text_is(rows[i].state, "in-force") || text_is(rows[i].state, "ended"))
            && overlaps(&rows[i], from, until))
            return true;
    return false;
}

static struct date end_of(const struct filing_offsite_kind *kind, struct date from,
                          struct date wished)
{
    if (kind->months_min == 0)
        return wished;
    struct date least = date_plus_months(from, (int)kind->months_min);
    return wished.yyyymmdd == 0 || date_compare(wished, least) < 0 ? least : wished;
}

static bool place_is_elsewhere(const struct request *request, int64_t division,
                               const struct party_standing *standing, struct decision *decision)
{
    const struct divisions *divisions = book_divisions(request->book);
    if (division == DIVISION_COUNTRY || division_of(divisions, (int32_t)division) == NULL)
        return refuse(decision, FILING_REFUSED_NO_SUCH_PLACE, "division"), false;
    if (division_is_within(divisions, standing->place, (int32_t)division)
        || filing_city_of(divisions, (int32_t)division)
            == filing_city_of(divisions, standing->place))
        return refuse(decision, FILING_REFUSED_NOT_ELSEWHERE, "division"), false;
    return true;
}

bool filing_may_record(const struct request *request, const struct filing_record_input *input,
                       const struct filing_record_facts *found, struct decision *decision,
                       struct filing_may *ret_may)
{
    struct date today = date_of_moment(request->at);
    struct date from = input->from.yyyymmdd == 0 ? today : input->from;
    if (found->person.person == NULL || !party_may_see(request->actor, &found->person))
        return refuse(decision, FILING_REFUSED_NO_PERSON, "person"), false;
    struct party_standing standing =
        party_standing_on(&found->person, (struct text){ 0 }, from);
    if (standing.reason != PARTY_ENROLLED)
        return refuse(decision, FILING_REFUSED_NOT_ENROLLED, "from"), false;
    const struct filing_offsite_kind *kind = filing_offsite_kind_on(
        request->book, standing.place, text_of(standing.insurance), today, input->kind);
    if (kind == NULL)
        return refuse(decision, FILING_REFUSED_NO_SUCH_KIND, "kind"), false;
    bool states = !standing.stranded && text_is(input->status, "stranded-outside");
    standing.stranded = standing.stranded || states;
    if (!place_is_elsewhere(request, input->division, &standing, decision))
        return false;
    if (input->until.yyyymmdd != 0 && date_compare(input->until, from) < 0)
        return refuse(decision, FILING_REFUSED_ENDS_BEFORE, "until"), false;
    if (request->actor->role != ROLE_HOUSE
        && !filing_goes_on(request, &standing, FILING_OFFSITE_MATTER, found->events, decision))
        return false;
    struct text basis = { 0 };
    if (!may_begin(request, found, &standing, kind, from, decision, &basis))
        return false;
    struct date until = end_of(kind, from, input->until);
    if (filed_already(found->filings, input->division, from, until))
        return refuse(decision, FILING_REFUSED_FILED_ALREADY, "division"), false;
    *ret_may = (struct filing_may){
        .row = {
            .bucket = id_bucket(input->person), .person = input->person,
            .about = TEXT("offsite"), .kind = kind->filing, .chosen = kind->kind,
            .division = input->division,
            .valid_from = from, .valid_until = until, .filed_on = today,
            .state = TEXT("in-force"), .cause = input->cause, .basis = basis, .version = 1,
        },
        .states_stranded = states,
    };
    return true;
}

void filing_decide_record(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct filing_record_input *input = request->input;
    struct filing_may may;
    if (!filing_may_record(request, input, facts, decision, &may))
        return;
    struct filing_row *row = &may.row;
    row->filing = id_mint(request->minter, (int)row->bucket);
    bool backdated = date_compare(row->valid_from, row->filed_on) < 0;
    decision_insert(decision, &filing_table, row);
    if (may.states_stranded)
        party_record_status(decision, input->person, TEXT("stranded"), row->valid_from,
                            DATE_NONE, TEXT("filing.record"));
    if (backdated)
        task_timer_set(decision, filing_reach_back_action.name, row->filing, request->at);
    decision->subject = input->person;
    *(struct filing_recorded *)decision->outcome = (struct filing_recorded){
        .filing = row->filing, .person = row->person, .kind = row->kind,
        .from = row->valid_from, .until = row->valid_until, .backdated = backdated,
    };
}

/* ---- what reached back, told once it is on record ---- */

bool filing_gather_reach(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct filing_reach_facts *found = facts;
    const struct task_key timer_key = { input->bucket, input->task };
    const struct filing_key filing_key = { input->bucket, input->subject };
    const void *timer = NULL, *filing = NULL;
    bool complete = gather_one(gather, &timer_by_id, &timer_key, &timer);
    complete &= gather_one(gather, &filing_by_id, &filing_key, &filing);
    found->timer = timer;
    found->filing = filing;
    return complete;
}

void filing_decide_reach(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)request;
    const struct filing_reach_facts *found = facts;
    if (found->timer == NULL || found->filing == NULL) {
        refuse(decision, FILING_REFUSED_NO_FILING, NULL);
        return;
    }
    const struct filing_row *filing = found->filing;
    task_timer_done(decision, found->timer);
    decision->subject = filing->person;
    *(struct filing_reached_back *)decision->outcome = (struct filing_reached_back){
        .filing = filing->filing, .person = filing->person, .from = filing->valid_from,
        .until = date_plus_days(filing->filed_on, -1),
    };
}
