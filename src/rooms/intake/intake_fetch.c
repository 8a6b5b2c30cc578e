/* intake_fetch.c: papers that nobody has to bring because we can see what they would show: in a
 * register of ours (who is enrolled where, a stay a hospital told us of, what was settled, what was
 * filed, who is helped), among what a case of ours ended with, or as the same paper of an earlier
 * case of the same person at whatever office. What was found, where and when stands in the paper's
 * row, for the clerk and for who applied. What somebody sends himself is his own, and is not looked
 * up. LAW: JX4-2.1k, BJ4-S2f */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/divisions.h"

#define EARLIER_MONTHS_MOST 60

/* ---- what the form says of it ---- */

static struct text value(const struct request *request, const char *name)
{
    const struct intake_apply_input *input = request->input;
    return intake_value_of(&input->values, text_of(name));
}

/* The day it is about, by whichever name the form has for it. */
static bool day_of(const struct request *request, struct date *ret_day)
{
    static const char *const names[] = { "begin", "event", "from" };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_present(value(request, names[i])))
            return date_parse(value(request, names[i]), ret_day);
    return false;
}

static bool is_sent(const struct intake_apply_input *input, struct text material)
{
    const struct intake_paper_input *papers = input->papers.items;
    for (size_t i = 0; i < input->papers.count; i++)
        if (text_equal(papers[i].material, material))
            return true;
    return false;
}

static bool is_sought(const struct request *request, const struct matter_material *material)
{
    const struct intake_apply_input *input = request->input;
    return matter_material_is_sought(material) && !is_sent(input, material->name)
        && (text_is(material->from, "register")
            || matter_material_needed(material, intake_value_of, &input->values));
}

/* ---- gathering ---- */

static bool some_shown_by(const struct request *request, const struct matter *matter,
                          const char *register_start)
{
    const struct matter_material *items = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++)
        if (text_starts(items[i].shown_by, text_of(register_start))
            && is_sought(request, &items[i]))
            return true;
    return false;
}

/* Of what lasted on that day, at the institution the form names where it names one. */
static const struct visit_row *visit_found(const struct intake_sought *sought)
{
    const struct visit_row *rows = sought->visits == NULL ? NULL : sought->visits->items;
    for (size_t i = 0; rows != NULL && i < sought->visits->count; i++)
        if (!sought->names_institution
            || (sought->institution != NULL
                && rows[i].institution == sought->institution->institution))
            return &rows[i];
    return NULL;
}

static bool gather_visit(struct gather *gather, const struct request *request,
                         const struct matter *matter, int64_t person,
                         struct intake_sought *sought)
{
    bool stay = some_shown_by(request, matter, "stay");
    bool settled = some_shown_by(request, matter, "settlement");
    struct date day;
    if ((!stay && !settled) || !day_of(request, &day))
        return true;
    int64_t institution;
    const void *row = NULL;
    bool complete = true;
    sought->names_institution = text_present(value(request, "institution"))
        || text_present(value(request, "institution-name"));
    if (text_to_int64(value(request, "institution"), &institution)) {
        const struct party_institution_key institution_key = { id_bucket(institution),
                                                               institution };
        complete = gather_one(gather, &party_institution_by_id, &institution_key, &row);
        sought->institution = row;
    }
    const struct visit_on_day_key key = { id_bucket(person), person, moment_of_date(day),
                                          moment_of_date(date_plus_days(day, 1)) };
    sought->visits = gather_want(gather, &visits_on_day, &key);
    if (sought->visits == NULL || !complete)
        return false;
    const struct visit_row *visit = visit_found(sought);
    if (visit == NULL)
        return true;
    const struct visit_key visit_key = visit_key_of(visit->visit);
    const struct settlements_of_visit_key settled_key = { visit->bucket, person, visit->visit };
    if (settled) {
        sought->settlements = gather_want(gather, &settlements_of_visit, &settled_key);
        return sought->settlements != NULL;
    }
    sought->bills = gather_want(gather, &visit_bills_of, &visit_key);
    sought->diagnoses = gather_want(gather, &visit_diagnoses_of, &visit_key);
    sought->left_with = gather_want(gather, &visit_discharge_diagnoses_of, &visit_key);
    return sought->bills != NULL && sought->diagnoses != NULL && sought->left_with != NULL;
}

/* The latest of a paper that is not older than the matter lets it be; `matter` of the case it was
 * for is no matter: a residence permit is one wherever it was shown. */
static const struct intake_paper *earlier_of(const struct request *request,
                                             const struct intake_sought *sought,
                                             const struct matter_material *material)
{
    const struct intake_paper *rows = sought->earlier == NULL ? NULL : sought->earlier->items;
    struct date since = date_plus_months(date_of_moment(request->at),
                                         -(int)material->earlier_months);
    for (size_t i = 0; rows != NULL && i < sought->earlier->count; i++)
        if (text_equal(rows[i].material, material->name)
            && date_compare(date_of_moment(rows[i].at), since) >= 0)
            return &rows[i];
    return NULL;
}

/* Papers of earlier cases, and the cases of those that are taken. */
static bool gather_earlier(struct gather *gather, const struct request *request,
                           const struct matter *matter, int64_t person,
                           struct intake_sought *sought)
{
    const struct matter_material *items = matter->materials.items;
    bool some = false;
    for (size_t i = 0; i < matter->materials.count; i++)
        some = some || (items[i].earlier_months > 0 && is_sought(request, &items[i]));
    if (!some)
        return true;
    struct date since = date_plus_months(date_of_moment(request->at), -EARLIER_MONTHS_MOST);
    const struct intake_earlier_key key = { id_bucket(person), person, moment_of_date(since) };
    sought->earlier = gather_want(gather, &intake_papers_earlier, &key);
    if (sought->earlier == NULL)
        return false;
    bool complete = true;
    for (size_t i = 0; i < matter->materials.count; i++) {
        const struct intake_paper *paper = items[i].earlier_months > 0
            && is_sought(request, &items[i]) ? earlier_of(request, sought, &items[i]) : NULL;
        if (paper == NULL || sought->case_count == INTAKE_EARLIER_CASES)
            continue;
        const struct intake_case_key case_key = { paper->bucket, paper->case_id };
        const void *row = NULL;
        complete &= gather_one(gather, &intake_case_by_id, &case_key, &row);
        sought->cases[sought->case_count++] = row;
    }
    return complete;
}

static bool gather_issued(struct gather *gather, const struct request *request,
                          const struct matter *matter, int64_t person,
                          struct intake_sought *sought)
{
    const struct matter_material *items = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++) {
        if (!text_present(items[i].issued_by_us) || !is_sought(request, &items[i]))
            continue;
        const struct intake_about_key key = { id_bucket(person), person, items[i].issued_by_us,
                                              TEXT("") };
        const void *row = NULL;
        bool complete = gather_one(gather, &intake_case_granted, &key, &row);
        sought->issued = row;
        return complete;
    }
    return true;
}

bool intake_gather_sought(struct gather *gather, const struct request *request,
                          const struct matter *matter, int64_t person,
                          struct intake_sought *ret_sought)
{
    struct intake_sought sought = { .visits = NULL };
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    bool complete = gather_visit(gather, &with_arena, matter, person, &sought);
    complete &= gather_earlier(gather, &with_arena, matter, person, &sought);
    complete &= gather_issued(gather, &with_arena, matter, person, &sought);
    if (some_shown_by(&with_arena, matter, "offsite-filing")) {
        const struct filing_of_key key = { id_bucket(person), person };
        sought.filings = gather_want(gather, &filings_of, &key);
        complete &= sought.filings != NULL;
    }
    *ret_sought = sought;
    return complete;
}

/* ---- showing ---- */

struct showing {
    const struct request *request;
    const struct intake_apply_facts *facts;
    const struct matter_material *material;
    struct intake_paper *paper;         /* found_zh and found_en are to be said */
};

static void say(const struct showing *showing, const char *key, struct text detail0,
                struct text detail1, struct text detail2)
{
    const struct text details[] = { detail0, detail1, detail2 };
    struct arena *arena = showing->request->arena;
    showing->paper->found_zh = intake_sentence(key, LANGUAGE_CHINESE, details, 3, arena);
    showing->paper->found_en = intake_sentence(key, LANGUAGE_ENGLISH, details, 3, arena);
}

static struct text number(int64_t value, struct arena *arena)
{
    return arena_format(arena, "%lld", (long long)value);
}

static struct text yuan(struct money amount, struct arena *arena)
{
    char bytes[40];
    struct builder builder = builder_over(bytes, sizeof bytes);
    money_write(&builder, amount);
    return arena_text(arena, builder_text(&builder));
}

static struct text day_text(const struct showing *showing, struct moment at)
{
    return intake_day_text(date_of_moment(at), showing->request->arena);
}

static const struct visit_row *visit_of(const struct showing *showing)
{
    return visit_found(&showing->facts->sought);
}

static struct text where(const struct showing *showing)
{
    const struct party_institution *institution = showing->facts->sought.institution;
    return institution == NULL ? TEXT("") : institution->name;
}

/* Let go: a stay that goes on has no discharge record yet. */
static bool show_stay(const struct showing *showing)
{
    const struct visit_row *visit = visit_of(showing);
    if (visit == NULL || !visit->inpatient || visit->end_at.ms == 0)
        return false;
    say(showing, "intake.found.stay", where(showing), day_text(showing, visit->begin_at),
        day_text(showing, visit->end_at));
    return true;
}

static bool show_costs(const struct showing *showing)
{
    const struct list *bills = showing->facts->sought.bills;
    const struct visit_bill_row *rows = bills == NULL ? NULL : bills->items;
    struct arena *arena = showing->request->arena;
    int64_t lines = 0;
    struct money amount = { 0 };
    for (size_t i = 0; rows != NULL && i < bills->count; i++) {
        lines += rows[i].line_count;
        amount = money_plus(amount, rows[i].amount);
    }
    if (visit_of(showing) == NULL || lines == 0)
        return false;
    say(showing, "intake.found.stay-costs", where(showing), number(lines, arena),
        yuan(amount, arena));
    return true;
}

/* How many there are, and not which: who holds the receipt is told this. */
static bool show_diagnosis(const struct showing *showing)
{
    const struct intake_sought *sought = &showing->facts->sought;
    const struct visit_row *visit = visit_of(showing);
    size_t count = (sought->diagnoses == NULL ? 0 : sought->diagnoses->count)
        + (sought->left_with == NULL ? 0 : sought->left_with->count);
    if (visit == NULL || count == 0)
        return false;
    say(showing, "intake.found.stay-diagnosis", where(showing),
        day_text(showing, visit->begin_at), number((int64_t)count, showing->request->arena));
    return true;
}

static bool show_settlement(const struct showing *showing)
{
    const struct list *settlements = showing->facts->sought.settlements;
    const struct settlement_row *rows = settlements == NULL ? NULL : settlements->items;
    struct arena *arena = showing->request->arena;
    for (size_t i = 0; rows != NULL && i < settlements->count; i++) {
        if (!text_is(rows[i].state, "final"))
            continue;
        say(showing, "intake.found.settlement", intake_day_text(rows[i].day, arena),
            yuan(rows[i].total, arena), yuan(rows[i].cash, arena));
        return true;
    }
    return false;
}

static bool is_within(const void *divisions, int32_t code, int32_t wider)
{
    return division_is_within(divisions, code, wider);
}

static bool show_offsite(const struct showing *showing)
{
    const struct request *request = showing->request;
    const struct list *filings = showing->facts->sought.filings;
    int64_t division;
    struct date day = date_of_moment(request->at);
    if (filings == NULL || !text_to_int64(value(request, "division"), &division))
        return false;
    const struct filing_row *filing = filing_offsite_on(
        filings, day, (int32_t)division, is_within, book_divisions(request->book));
    if (filing == NULL)
        return false;
    say(showing, "intake.found.offsite-filing",
        division_name(book_divisions(request->book), (int32_t)filing->division),
        intake_day_text(filing->valid_from, request->arena), TEXT(""));
    return true;
}

static bool show_assistance(const struct showing *showing)
{
    const struct party_standing standing =
        party_standing_on(&showing->facts->person, (struct text){ 0 },
                          date_of_moment(showing->request->at));
    if (standing.assistance == NULL)
        return false;
    const char *const key = arena_format(showing->request->arena, "intake.found.assistance-%s",
                                         standing.assistance).data;
    say(showing, key, TEXT(""), TEXT(""), TEXT(""));
    return true;
}

/* On any of these days: who begins or leaves within a month works there in it. */
static bool holds_within(const struct party_spell *spell, struct date from, struct date until)
{
    for (struct date day = from; date_compare(day, until) <= 0; day = date_plus_days(day, 1))
        if (party_spell_holds(spell, day))
            return true;
    return false;
}

/* At the unit that applies, or at any, in the month it is about. */
static bool show_enrolment(const struct showing *showing)
{
    const struct request *request = showing->request;
    const struct party_spell *rows = showing->facts->person.spells->items;
    struct text month = value(request, "from-month");
    struct date from = date_of_moment(request->at), until = from;
    if (text_present(month)) {
        if (!date_parse(arena_format(request->arena, "%.*s-01", TEXT_ARGS(month)), &from))
            return false;
        until = date_plus_days(date_plus_months(from, 1), -1);
    }
    int64_t unit = request->actor->unit;
    for (size_t i = 0; i < showing->facts->person.spells->count; i++) {
        if (rows[i].unit == 0 || (unit != 0 && rows[i].unit != unit)
            || !holds_within(&rows[i], from, until))
            continue;
        say(showing, "intake.found.enrolment", rows[i].unit_name,
            intake_day_text(rows[i].valid_from, request->arena), TEXT(""));
        return true;
    }
    return false;
}

static const struct {
    const char *name;
    bool (*show)(const struct showing *showing);
} registers[] = {
    { "enrolment", show_enrolment }, { "stay", show_stay }, { "stay-costs", show_costs },
    { "stay-diagnosis", show_diagnosis }, { "settlement", show_settlement },
    { "offsite-filing", show_offsite }, { "assistance", show_assistance },
};

bool intake_knows_register(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(registers); i++)
        if (text_is(name, registers[i].name))
            return true;
    return false;
}

static bool show_earlier(const struct showing *showing)
{
    const struct intake_sought *sought = &showing->facts->sought;
    const struct intake_paper *paper = earlier_of(showing->request, sought, showing->material);
    if (showing->material->earlier_months == 0 || paper == NULL)
        return false;
    struct text receipt = { 0 };
    for (size_t i = 0; i < sought->case_count; i++)
        if (sought->cases[i] != NULL && sought->cases[i]->case_id == paper->case_id)
            receipt = sought->cases[i]->receipt;
    if (!text_present(receipt))
        return false;
    showing->paper->blob = paper->blob;
    showing->paper->file_name = paper->file_name;
    showing->paper->file_type = paper->file_type;
    say(showing, "intake.found.earlier", receipt,
        day_text(showing, paper->cleared_at.ms != 0 ? paper->cleared_at : paper->at), TEXT(""));
    return true;
}

static bool show_issued(const struct showing *showing)
{
    const struct intake_case *issued = showing->facts->sought.issued;
    if (!text_present(showing->material->issued_by_us) || issued == NULL
        || !text_equal(issued->matter, showing->material->issued_by_us))
        return false;
    say(showing, "intake.found.issued", issued->receipt, day_text(showing, issued->decided_at),
        TEXT(""));
    return true;
}

bool intake_paper_found(const struct request *request, const struct intake_apply_facts *facts,
                        const struct matter_material *material, struct intake_paper *ret_paper)
{
    const struct intake_apply_input *input = request->input;
    struct intake_paper paper = {
        .material = material->name, .how = TEXT("fetched"), .channel = input->channel,
        .at = request->at,
    };
    const struct showing showing = { request, facts, material, &paper };
    if (facts->person.person == NULL || !matter_material_is_sought(material))
        return false;
    for (size_t i = 0; i < COUNT_OF(registers); i++)
        if (text_is(material->shown_by, registers[i].name) && registers[i].show(&showing)) {
            paper.found_in = material->shown_by;
            *ret_paper = paper;
            return true;
        }
    bool issued = show_issued(&showing);
    if (!issued && !show_earlier(&showing))
        return false;
    paper.found_in = issued ? TEXT("issued") : TEXT("earlier");
    *ret_paper = paper;
    return true;
}

void intake_say_found(const struct matter *matter, const struct intake_paper *paper,
                      struct text *ret_zh, struct text *ret_en, struct arena *arena)
{
    const struct matter_department *department =
        matter == NULL ? NULL : matter_department_of(matter, paper->found_in);
    *ret_zh = paper->found_zh;
    *ret_en = paper->found_en;
    if (department == NULL)
        return;
    const char *key = text_present(paper->found_zh) ? "intake.found.by-department"
        : text_is(paper->how, "requested") ? "intake.found.asked-of" : "intake.found.not-shown";
    const struct text zh[] = { department->zh, paper->found_zh };
    const struct text en[] = { department->en, paper->found_en };
    *ret_zh = intake_sentence(key, LANGUAGE_CHINESE, zh, 2, arena);
    *ret_en = intake_sentence(key, LANGUAGE_ENGLISH, en, 2, arena);
}
