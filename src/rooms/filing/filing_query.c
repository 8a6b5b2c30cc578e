#include "rooms/filing/filing_query.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "rooms/party/party.h"

static bool gather_one_filing(struct gather *gather, const struct filing_row *row,
                              struct filing_query_facts *found, size_t at)
{
    bool complete = true;
    if (row->institution != 0) {
        const struct party_institution_key key = {
            .bucket = id_bucket(row->institution), .institution = row->institution,
        };
        const void *institution = NULL;
        complete &= gather_one(gather, &party_institution_by_id, &key, &institution);
        found->institutions[at] = institution;
    }
    if (text_present(row->disease)) {
        const struct catalogue_code_key key = catalogue_code_key_of(row->disease);
        found->diseases[at] = gather_want(gather, &catalogue_diseases_of_code, &key);
        complete &= found->diseases[at] != NULL;
    }
    return complete;
}

bool filing_gather_query(struct gather *gather, const struct request *request, void *facts)
{
    const struct filing_query_input *input = request->input;
    struct filing_query_facts *found = facts;
    const struct filing_of_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
    };
    found->filings = gather_want(gather, &filings_of, &key);
    bool complete = party_gather_person(gather, input->person, &found->person);
    if (!complete || found->filings == NULL)
        return false;
    const struct filing_row *rows = found->filings->items;
    size_t count = found->filings->count;
    found->institutions = ARENA_ARRAY(gather->arena, const struct party_institution *, count + 1);
    found->diseases = ARENA_ARRAY(gather->arena, const struct list *, count + 1);
    for (size_t i = 0; i < count; i++)
        complete &= gather_one_filing(gather, &rows[i], found, i);
    return complete;
}

/* An institution asks before it registers anybody, with the patient before it. */
static bool may_ask(const struct request *request, const struct filing_query_facts *facts,
                    struct decision *decision)
{
    if (facts->person.person != NULL && party_may_see(request->actor, &facts->person))
        return true;
    decision_refuse(decision,
                    party_unseen_key(request->actor,
                                     filing_refusal_key(FILING_REFUSED_NO_PERSON)), "person");
    return false;
}

static bool holds_from(const struct filing_row *row, struct date day)
{
    return text_is(row->state, "in-force")
        && (row->valid_until.yyyymmdd == 0 || date_compare(row->valid_until, day) >= 0);
}

static struct filing_shown show(const struct filing_query_facts *facts, size_t at)
{
    const struct filing_row *row = (const struct filing_row *)facts->filings->items + at;
    struct filing_shown shown = { .row = *row };
    const struct party_institution *institution = facts->institutions[at];
    if (institution != NULL) {
        shown.institution_code = institution->code;
        shown.institution_name = institution->name;
    }
    return shown;
}

/* ---- 5301 ---- */

static struct text disease_name(const struct filing_query_facts *facts, size_t at,
                                struct date day)
{
    const struct filing_row *row = (const struct filing_row *)facts->filings->items + at;
    const struct party_standing standing = party_standing_on(&facts->person, row->insurance, day);
    const struct catalogue_disease *disease =
        catalogue_disease_on(facts->diseases[at], standing.place, row->valid_from);
    return disease == NULL ? (struct text){ 0 } : disease->name;
}

static struct filing_shown *shown_array(const struct request *request,
                                        const struct filing_query_facts *facts)
{
    return ARENA_ARRAY(request->arena, struct filing_shown, facts->filings->count + 1);
}

static void answer(const struct request *request, struct filing_shown *shown, size_t count,
                   struct decision *decision)
{
    decision->subject = ((const struct filing_query_input *)request->input)->person;
    ((struct filing_shown_list *)decision->outcome)->filings = (struct list){ shown, count };
}

void filing_decide_diseases(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct filing_query_facts *found = facts;
    if (!may_ask(request, found, decision))
        return;
    struct date today = date_of_moment(request->at);
    const struct filing_row *rows = found->filings->items;
    struct filing_shown *shown = shown_array(request, found);
    size_t count = 0;
    for (size_t i = 0; i < found->filings->count; i++) {
        if (!text_is(rows[i].about, "disease") || !holds_from(&rows[i], today))
            continue;
        shown[count] = show(found, i);
        if (found->diseases[i] != NULL)
            shown[count].disease_name = disease_name(found, i, today);
        count++;
    }
    answer(request, shown, count, decision);
}

/* ---- 5302 ---- */

/* 03: institutions designated for all care; 01: those a disease is filed at. */
static bool is_designation(const struct filing_row *row, struct text business)
{
    if (row->institution == 0)
        return false;
    return text_is(business, "01") || text_is(business, "1") ? text_is(row->about, "disease")
                                                             : text_is(row->about, "designated");
}

void filing_decide_designated(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct filing_query_input *input = request->input;
    const struct filing_query_facts *found = facts;
    if (!may_ask(request, found, decision))
        return;
    struct date today = date_of_moment(request->at);
    const struct filing_row *rows = found->filings->items;
    struct filing_shown *shown = shown_array(request, found);
    size_t count = 0;
    for (size_t i = 0; i < found->filings->count; i++) {
        if (!is_designation(&rows[i], input->business) || !holds_from(&rows[i], today))
            continue;
        shown[count] = show(found, i);
        shown[count].order = arena_format(request->arena, "%zu", count + 1);
        count++;
    }
    answer(request, shown, count, decision);
}

/* ---- 5304 ---- */

static bool in_range(const struct filing_row *row, const struct filing_query_input *input)
{
    struct date from = input->from.ms == 0 ? DATE_EARLIEST : date_of_moment(input->from);
    struct date until = input->until.ms == 0 ? DATE_LATEST : date_of_moment(input->until);
    struct date end = row->valid_until.yyyymmdd == 0 ? DATE_LATEST : row->valid_until;
    return date_compare(row->valid_from, until) <= 0 && date_compare(end, from) >= 0;
}

static void show_who(const struct request *request, const struct filing_query_facts *facts,
                     size_t at, struct filing_shown *shown)
{
    const struct party_person *person = facts->person.person;
    const struct party_standing standing =
        party_standing_on(&facts->person, shown->row.insurance, shown->row.valid_from);
    const struct party_spell *spells = facts->person.spells->items;
    shown->certificate = person->certificate;
    shown->number_sealed = person->number_sealed;
    shown->name = person->name;
    shown->sex = person->sex;
    shown->born = person->born;
    if (!text_present(shown->row.insurance))
        shown->row.insurance = standing.insurance_code;
    if (standing.place != 0)
        shown->place = arena_format(request->arena, "%06d", (int)standing.place);
    for (size_t i = 0; i < facts->person.spells->count; i++)
        if (spells[i].spell == standing.spell)
            shown->unit_name = spells[i].unit_name;
    const struct party_institution *to = facts->institutions[at];
    int64_t division = to != NULL ? to->division : shown->row.division;
    const struct divisions *divisions =
        request->book == NULL ? NULL : book_divisions(request->book);
    int32_t area = divisions == NULL || standing.place == 0
        ? DIVISION_UNKNOWN : division_parent(divisions, standing.place);
    shown->elsewhere = division != 0 && area != DIVISION_UNKNOWN
        && !division_is_within(divisions, (int32_t)division, area);
    shown->agreed = true;
    shown->reason = shown->row.kind;
}

void filing_decide_referrals(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct filing_query_input *input = request->input;
    const struct filing_query_facts *found = facts;
    if (!may_ask(request, found, decision))
        return;
    const struct filing_row *rows = found->filings->items;
    struct filing_shown *shown = shown_array(request, found);
    size_t count = 0;
    for (size_t i = 0; i < found->filings->count; i++) {
        bool referral = text_is(rows[i].about, "referral")
            || (text_is(rows[i].about, "offsite") && text_is(rows[i].kind, "referral"));
        bool stood = text_is(rows[i].state, "in-force") || text_is(rows[i].state, "ended");
        if (!referral || !stood || !in_range(&rows[i], input))
            continue;
        shown[count] = show(found, i);
        show_who(request, found, i, &shown[count]);
        count++;
    }
    answer(request, shown, count, decision);
}

void filing_tell_referrals(const struct request *request, const void *outcome,
                           const void *memory, void *ret_answer)
{
    (void)memory;
    const struct filing_shown_list *list = outcome;
    const struct filing_shown *from = list->filings.items;
    struct filing_shown *told =
        ARENA_ARRAY(request->arena, struct filing_shown, list->filings.count + 1);
    for (size_t i = 0; i < list->filings.count; i++) {
        told[i] = from[i];
        told[i].number = party_unseal(from[i].number_sealed, "number", request->arena);
    }
    ((struct filing_shown_list *)ret_answer)->filings =
        (struct list){ told, list->filings.count };
}
