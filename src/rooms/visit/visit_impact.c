/* visit_impact.c: long prescriptions on both sides of a trial: each that passed under a measure is
 * asked again under the rules as they are and as they would be. */

#include "rooms/visit/visit_relax.h"
#include "rooms/visit/visit_supply.h"
#include "rooms/visit/visit_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/impact.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing_facts.h"

#define A_PAGE 500

struct confirmations_after_key {
    int64_t bucket, visit;
    struct text bill, serial;   /* a page may end inside a visit */
};
static const struct field after_fields[] = {
    FIELD(struct confirmations_after_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct confirmations_after_key, visit, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct confirmations_after_key, bill, FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELD(struct confirmations_after_key, serial, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape after_shape =
    SHAPE("visit_confirmations_after", struct confirmations_after_key, after_fields);
/* For trials alone: no row of it is shown to anybody. */
const struct query visit_confirmations_after = {
    .name = "visit.confirmations-after", .from = "visit_confirmation",
    .where = "bucket = {bucket} AND (visit > {visit} OR (visit = {visit} AND (bill > {bill}"
             " OR (bill = {bill} AND serial > {serial}))))", .order = "visit, bill, serial",
    .key = &after_shape, .row = &visit_confirmation_shape, .row_max = A_PAGE,
    .guard = GUARD_PUBLIC,
};

/* What one line is decided on. */
struct line_facts {
    const struct visit_confirmation_row *row;
    const struct visit_row *visit;
    const struct visit_line_row *line;
    const struct list *items;
    struct visit_supply_facts supply;
};

struct supply_trial {
    struct store *store;
    struct impact *impact;
    struct impact_finding *finding;
    struct actor actor;
    struct minter minter;
    int64_t last_person;
};

static bool gather_line(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct line_facts *found = facts;
    const struct visit_key key = { found->row->bucket, found->row->visit };
    const struct visit_line_key line_key = { found->row->bucket, found->row->visit,
                                             found->row->bill, found->row->serial };
    const void *visit = NULL, *line = NULL;
    /* Both are asked for, so that they are fetched together. */
    const bool has_visit = gather_one(gather, &visit_by_id, &key, &visit);
    const bool has_line = gather_one(gather, &visit_line_by_key, &line_key, &line);
    const bool complete = has_visit && has_line;
    found->supply.diagnoses = gather_want(gather, &visit_diagnoses_of, &key);
    found->supply.confirmations = gather_want(gather, &visit_confirmations_of, &key);
    found->visit = visit;
    found->line = line;
    if (!complete || found->visit == NULL || found->line == NULL)
        return complete;
    const struct filing_of_key filings = { found->visit->bucket, found->visit->person };
    const struct catalogue_code_key item = catalogue_code_key_of(found->line->item);
    const struct party_of_person person = { found->visit->bucket, found->visit->person };
    found->supply.filings = gather_want(gather, &filings_of, &filings);
    found->supply.relaxations = gather_want(gather, &visit_relaxations_of, &person);
    found->items = gather_want(gather, &catalogue_items_of_code, &item);
    return found->supply.filings != NULL && found->items != NULL
        && found->supply.diagnoses != NULL && found->supply.confirmations != NULL
        && found->supply.relaxations != NULL;
}

static bool passes(const struct line_facts *found, const struct impact_side *side,
                   struct arena *arena)
{
    const struct catalogue_item *item = NULL;
    struct visit_supply_facts facts = found->supply;
    facts.events = side->events;
    if (catalogue_item_on(found->items, (int32_t)found->visit->division,
                          date_of_moment(found->line->at), &item) != CATALOGUE_FOUND)
        item = NULL;
    const struct quantity days = { found->row->days * 10000 };
    return visit_supply_of(side->book, &facts, found->visit, item, days, arena).answer
        != VISIT_SUPPLY_REFUSED;
}

static enum store_answer look_at(struct supply_trial *trial,
                                 const struct visit_confirmation_row *row)
{
    struct arena arena;
    arena_init(&arena);
    struct impact *impact = trial->impact;
    struct line_facts found = { .row = row };
    struct gather gather = { .arena = &arena };
    const struct request request = impact_request(impact, &impact->before, &trial->actor,
                                                  &trial->minter, &arena);
    enum store_answer answer = impact_gather(trial->store, &gather, &request, gather_line, &found);
    bool there = answer == STORE_DONE && found.visit != NULL && found.line != NULL
        && division_is_within(book_divisions(impact->after.book), (int32_t)found.visit->division,
                              impact->place);
    bool before = there && passes(&found, &impact->before, &arena);
    bool after = there && passes(&found, &impact->after, &arena);
    struct impact_finding *finding = trial->finding;
    finding->looked += there;
    if (before != after) {
        finding->changed++;
        finding->people += found.visit->person != trial->last_person;
        trial->last_person = found.visit->person;
        struct text place = division_name(book_divisions(impact->after.book),
                                          (int32_t)found.visit->division);
        impact_example(impact, finding, arena_format(&arena, "%.*s %.*s %lld %s",
                                                     TEXT_ARGS(place), TEXT_ARGS(row->basis),
                                                     (long long)row->days, after ? "+" : "−"));
    }
    arena_release(&arena);
    return answer;
}

static enum store_answer look_through(void *context, int bucket)
{
    struct supply_trial *trial = context;
    struct confirmations_after_key key = { bucket, 0, TEXT(""), TEXT("") };
    struct arena pages[2];      /* the key's texts lie in the page before */
    arena_init(&pages[0]);
    arena_init(&pages[1]);
    enum store_answer answer = STORE_DONE;
    size_t count = A_PAGE;
    for (size_t at = 0; answer == STORE_DONE && count == A_PAGE; at = 1 - at) {
        arena_clear(&pages[at]);
        struct want want = { .query = &visit_confirmations_after, .key = &key };
        answer = trial->store->port->read(trial->store, &want, &pages[at]);
        const struct visit_confirmation_row *rows = want.rows.items;
        count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count && answer == STORE_DONE; i++)
            answer = look_at(trial, &rows[i]);
        if (count > 0)
            key = (struct confirmations_after_key){ bucket, rows[count - 1].visit,
                                                    rows[count - 1].bill,
                                                    rows[count - 1].serial };
    }
    arena_release(&pages[0]);
    arena_release(&pages[1]);
    return answer;
}

enum store_answer visit_impact(struct store *store, struct impact *impact)
{
    struct supply_trial trial = {
        .store = store, .impact = impact,
        .actor = { .role = ROLE_HOUSE, .scope = { .everything = true } },
        .finding = impact_find(impact, "visit", "visit.impact.supply", TEXT("")),
    };
    minter_init(&trial.minter, MINTER_COUNT - 1, impact->at);
    enum store_answer answer = impact_each_bucket(impact, "visit", look_through, &trial);
    impact_scale(impact, trial.finding);
    return answer;
}
