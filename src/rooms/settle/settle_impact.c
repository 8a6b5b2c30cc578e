/* settle_impact.c: what settlements that are held would have come to under another book: each is
 * decided twice with the rows and counters of then, and the funds' parts compared. What one
 * settlement takes more does not flow into the later ones of the year: the sum is of each for
 * itself. */

#include "rooms/settle/settle_room.h"
#include "rooms/settle/settle_why.h"

#include "core/divisions.h"
#include "core/impact.h"

#include "base/check.h"

struct impact_run {
    struct store *store;
    struct impact *impact;
    struct impact_finding *finding;
    struct minter minter;
    struct actor actor;
    struct arena rows, scratch;
    int64_t last_person;
    int64_t unsettled;          /* could be decided on one side alone */
};

/* Under one side; false: not to be decided there. */
static bool decide_side(struct impact_run *run, const struct impact_side *side,
                        const struct settlement_row *row, struct gather *gather,
                        struct money *ret_funds)
{
    struct request request = impact_request(run->impact, side, &run->actor, &run->minter,
                                            &run->scratch);
    const struct settle_why_input input = { row->person, row->settlement };
    struct settle_why_facts facts = { .row = NULL };
    request.input = &input;
    if (impact_gather(run->store, gather, &request, settle_gather_why, &facts) != STORE_DONE
        || facts.row == NULL)
        return false;
    facts.desk.events = side->events;
    struct trail trail;
    struct settlement settled;
    trail_init(&trail, &run->scratch);
    if (!settle_decide_as_then(&request, &facts, &trail, &settled))
        return false;
    *ret_funds = settled.funds;
    return true;
}

static void write_example(struct impact_run *run, const struct settlement_row *row,
                          struct money before, struct money after)
{
    char bytes[300], where[100], total[40], sums[80];
    const struct divisions *divisions = book_divisions(run->impact->after.book);
    struct builder place = builder_over(where, sizeof where);
    builder_add(&place, division_name(divisions, (int32_t)row->place));
    builder_add_char(&place, ' ');
    date_write(&place, row->day);
    struct builder bill = builder_over(total, sizeof total);
    money_write(&bill, row->total);
    struct builder change = builder_over(sums, sizeof sums);
    money_write(&change, before);
    builder_add(&change, TEXT(" → "));
    money_write(&change, after);
    const struct text told[3] = { builder_text(&place), builder_text(&bill),
                                  builder_text(&change) };
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, "settle.impact.example", run->impact->language, told, 3);
    impact_example(run->impact, run->finding, builder_text(&builder));
}

static void note(struct impact_run *run, const struct settlement_row *row, struct money before,
                 struct money after)
{
    struct impact_finding *finding = run->finding;
    if (before.fen == after.fen)
        return;
    finding->changed++;
    finding->more = money_plus(finding->more, money_minus(after, before));
    if (row->person != run->last_person)
        finding->people++;
    run->last_person = row->person;
    write_example(run, row, before, after);
}

static void look_at(struct impact_run *run, const struct settlement_row *row)
{
    const struct divisions *divisions = book_divisions(run->impact->after.book);
    if (!settle_stands(row)
        || !division_is_within(divisions, (int32_t)row->place, run->impact->place))
        return;
    struct impact_finding *finding = run->finding;
    struct gather gather = { .arena = &run->scratch };
    struct money before, after;
    bool decided = decide_side(run, &run->impact->before, row, &gather, &before)
        && decide_side(run, &run->impact->after, row, &gather, &after);
    finding->looked++;
    if (finding->from.yyyymmdd == 0 || date_compare(row->day, finding->from) < 0)
        finding->from = row->day;
    if (date_compare(row->day, finding->until) > 0)
        finding->until = row->day;
    if (decided)
        note(run, row, before, after);
    else
        run->unsettled++;
    arena_clear(&run->scratch);
}

static enum store_answer look_through(void *context, int bucket)
{
    struct impact_run *run = context;
    struct settlements_after_key key = { .bucket = bucket };
    while (true) {
        arena_clear(&run->rows);
        struct want want = { .query = &settlements_after, .key = &key };
        enum store_answer answer = run->store->port->read(run->store, &want, &run->rows);
        const struct settlement_row *rows = want.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
            look_at(run, &rows[i]);
            key.person = rows[i].person;
            key.settlement = rows[i].settlement;
        }
        if (answer != STORE_DONE || want.rows.count < 500)
            return answer;
    }
}

/* Months the settlements looked at spread over, the first and last one whole. */
static int64_t months_of(const struct impact_finding *finding)
{
    if (finding->from.yyyymmdd == 0)
        return 1;
    return (date_year(finding->until) - date_year(finding->from)) * 12
        + date_month(finding->until) - date_month(finding->from) + 1;
}

enum store_answer settle_impact(struct store *store, struct impact *impact)
{
    struct impact_run run = {
        .store = store, .impact = impact,
        .actor = { .role = ROLE_HOUSE, .scope = { .everything = true } },
        .finding = impact_find(impact, "settle", "settle.impact.settlements", TEXT("")),
    };
    arena_init(&run.rows);
    arena_init(&run.scratch);
    minter_init(&run.minter, MINTER_COUNT - 1, impact->at);
    enum store_answer answer = impact_each_bucket(impact, "settle", look_through, &run);
    impact_scale(impact, run.finding);
    run.finding->more.fen *= impact_step(impact);
    run.finding->more_a_month.fen = run.finding->more.fen / months_of(run.finding);
    if (run.unsettled > 0) {
        struct impact_finding *rest =
            impact_find(impact, "settle", "settle.impact.undecided", TEXT(""));
        rest->looked = rest->changed = run.unsettled;
        impact_scale(impact, rest);
    }
    arena_release(&run.rows);
    arena_release(&run.scratch);
    return answer;
}
