/* filing_impact.c: filings on both sides of a trial: each that reaches back is asked again whether
 * a measure would have let it, on the day it was filed. */

#include "rooms/filing/filing_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/impact.h"
#include "core/measure_answer.h"
#include "rooms/party/party_facts.h"

#define A_PAGE 500

struct filings_back_key { int64_t bucket, person, filing; };
static const struct field back_fields[] = {
    FIELD(struct filings_back_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct filings_back_key, person, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct filings_back_key, filing, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape back_shape =
    SHAPE("filings_back_key", struct filings_back_key, back_fields);
/* For trials alone: no row of it is shown to anybody. */
const struct query filings_reaching_back = {
    .name = "filing.reaching-back", .from = "filing",
    .where = "bucket = {bucket} AND (person, filing) > ({person}, {filing}) "
             "AND filed_on > valid_from AND state IN ('in-force', 'ended')",
    .order = "person, filing", .key = &back_shape, .row = &filing_row_shape, .row_max = A_PAGE,
    .guard = GUARD_PUBLIC,
};

struct filing_trial {
    struct store *store;
    struct impact *impact;
    struct impact_finding *finding;
    struct actor actor;
    struct minter minter;
    int64_t last_person;
};

struct looked { const struct filing_row *row; struct party_person_facts person; };

static bool gather_person(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct looked *found = facts;
    return party_gather_person(gather, found->row->person, &found->person);
}

/* What a measure calls it. */
static struct text thing_of(const struct filing_row *row)
{
    if (text_is(row->about, "offsite"))
        return FILING_OFFSITE_MATTER;
    return row->division == 0 ? TEXT("special-disease") : TEXT("special-disease-offsite");
}

static bool is_let(const struct looked *found, const struct party_standing *standing,
                   const struct impact_side *side, struct arena *arena)
{
    const struct filing_row *row = found->row;
    struct text statuses[3];
    size_t count = 0;
    if (standing->stranded)
        statuses[count++] = TEXT("stranded-outside");
    if (standing->confirmed)
        statuses[count++] = TEXT("confirmed");
    if (standing->suspected)
        statuses[count++] = TEXT("suspected");
    const struct measure_question question = {
        .verb = VERB_BACKDATE, .place = standing->place, .matter = thing_of(row),
        .insurance = text_of(standing->insurance), .statuses = statuses,
        .status_count = count, .thing = thing_of(row), .day = row->filed_on,
        .events = side->events,
    };
    const struct measure_made made = measures_any(side->book, &question, arena).made;
    for (size_t i = 0; i < made.count; i++) {
        struct date least;
        if (!date_parse(made.hits[i].measure->backdate.start_not_before, &least)
            || date_compare(row->valid_from, least) >= 0)
            return true;
    }
    return false;
}

static void note(struct filing_trial *trial, const struct filing_row *row, int32_t place,
                 bool after, struct arena *arena)
{
    struct impact_finding *finding = trial->finding;
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    date_write(&builder, row->valid_from);
    finding->changed++;
    finding->people += row->person != trial->last_person;
    trial->last_person = row->person;
    struct text name = division_name(book_divisions(trial->impact->after.book), place);
    impact_example(trial->impact, finding,
                   arena_format(arena, "%.*s %.*s %.*s %.*s %s", TEXT_ARGS(name),
                                TEXT_ARGS(row->about), TEXT_ARGS(builder_text(&builder)),
                                TEXT_ARGS(row->basis), after ? "+" : "−"));
}

static enum store_answer look_at(struct filing_trial *trial, const struct filing_row *row)
{
    struct arena arena;
    arena_init(&arena);
    struct impact *impact = trial->impact;
    struct looked found = { .row = row };
    struct gather gather = { .arena = &arena };
    const struct request request = impact_request(impact, &impact->before, &trial->actor,
                                                  &trial->minter, &arena);
    enum store_answer answer =
        impact_gather(trial->store, &gather, &request, gather_person, &found);
    struct text insurance = text_present(row->insurance) ? row->insurance : TEXT("310");
    struct party_standing standing = { .reason = PARTY_ENROLLED };
    bool there = answer == STORE_DONE && found.person.person != NULL;
    if (there)
        standing = party_standing_on(&found.person, insurance, row->valid_from);
    there = there && standing.insurance != NULL
        && division_is_within(book_divisions(impact->after.book), standing.place, impact->place);
    trial->finding->looked += there;
    bool before = there && is_let(&found, &standing, &impact->before, &arena);
    bool after = there && is_let(&found, &standing, &impact->after, &arena);
    if (before != after)
        note(trial, row, standing.place, after, &arena);
    arena_release(&arena);
    return answer;
}

static enum store_answer look_through(void *context, int bucket)
{
    struct filing_trial *trial = context;
    struct filings_back_key key = { .bucket = bucket };
    enum store_answer answer = STORE_DONE;
    size_t count = A_PAGE;
    while (answer == STORE_DONE && count == A_PAGE) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &filings_reaching_back, .key = &key };
        answer = trial->store->port->read(trial->store, &want, &page);
        const struct filing_row *rows = want.rows.items;
        count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count && answer == STORE_DONE; i++) {
            answer = look_at(trial, &rows[i]);
            key.person = rows[i].person;
            key.filing = rows[i].filing;
        }
        arena_release(&page);
    }
    return answer;
}

enum store_answer filing_impact(struct store *store, struct impact *impact)
{
    struct filing_trial trial = {
        .store = store, .impact = impact,
        .actor = { .role = ROLE_HOUSE, .scope = { .everything = true } },
        .finding = impact_find(impact, "filing", "filing.impact.reaching-back", TEXT("")),
    };
    minter_init(&trial.minter, MINTER_COUNT - 1, impact->at);
    enum store_answer answer = impact_each_bucket(impact, "filing", look_through, &trial);
    impact_scale(impact, trial.finding);
    return answer;
}
