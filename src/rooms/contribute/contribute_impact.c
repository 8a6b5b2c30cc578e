/* contribute_impact.c: what a cut would cost the fund: every bill reckoned under both sides of a
 * trial. The employer's part is of the sum of the bases, so a bill of a thousand people is one
 * multiplication, not a thousand. */

#include "rooms/contribute/contribute_bills.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

#define BILLS_A_PAGE 1000

struct page_key { int64_t bucket, owner, bill; };
static const struct field page_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct page_key, bucket) },
    { "owner", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct page_key, owner) },
    { "bill", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct page_key, bill) },
};
static const struct shape page_shape =
    SHAPE("contribute_page_key", struct page_key, page_fields);

/* A page: what more there is comes with the next. */
const struct query contribute_bills_after = {
    .name = "contribute.bills-after", .from = "contribute_bill",
    .where = "bucket = {bucket} AND (owner, bill) > ({owner}, {bill})",
    .order = "owner, bill", .key = &page_shape, .row = &contribute_bill_shape,
    .row_max = BILLS_A_PAGE, .guard = GUARD_SCOPED, .guard_person = "owner",
};

struct contribute_trial {
    struct store *store;
    struct impact *impact;
    struct impact_finding *finding;
    struct arena rows, scratch;
    int64_t last_owner, last_people;    /* whose bills are looked at, and the most people on one */
};

/* Sides agree for all bills of one payer and month; what differs between bills is the sum. */
static bool reckon_side(struct contribute_trial *trial, const struct impact_side *side,
                        const struct contribute_bill *bill, struct money *ret_employer)
{
    const struct contribute_rated rated = contribute_rated_of(
        side->book, side->events, bill, date_of_moment(trial->impact->at), DATE_NONE,
        &trial->scratch);
    if (rated.answer != RULE_FOUND)
        return false;
    *ret_employer = money_share(bill->base, rated.rate,
                                contribute_rounding(rated.value->rounding));
    return true;
}

static void write_example(struct contribute_trial *trial, const struct contribute_bill *bill,
                          struct money before, struct money after)
{
    char bytes[300];
    struct builder builder = builder_over(bytes, sizeof bytes);
    const struct divisions *divisions = book_divisions(trial->impact->after.book);
    builder_add(&builder, division_name(divisions, (int32_t)bill->place));
    builder_add_char(&builder, ' ');
    builder_add(&builder, contribute_month_text(bill->month, &trial->scratch));
    builder_add_char(&builder, ' ');
    money_write(&builder, before);
    builder_add(&builder, TEXT(" → "));
    money_write(&builder, after);
    impact_example(trial->impact, trial->finding, builder_text(&builder));
}

/* A unit's bills come one after the other; its people are those of the largest of them, not of each
 * month anew. */
static void count_owner(struct contribute_trial *trial, const struct contribute_bill *bill)
{
    struct impact_finding *finding = trial->finding;
    if (bill->owner != trial->last_owner) {
        finding->institutions++;
        trial->last_owner = bill->owner;
        trial->last_people = 0;
    }
    if (bill->people > trial->last_people) {
        finding->people += bill->people - trial->last_people;
        trial->last_people = bill->people;
    }
}

static void look_at(struct contribute_trial *trial, const struct contribute_bill *bill)
{
    struct impact *impact = trial->impact;
    struct impact_finding *finding = trial->finding;
    struct money before, after;
    if (!division_is_within(book_divisions(impact->after.book), (int32_t)bill->place,
                            impact->place))
        return;
    finding->looked++;
    struct date month = contribute_month_first(bill->month);
    if (finding->from.yyyymmdd == 0 || date_compare(month, finding->from) < 0)
        finding->from = month;
    if (date_compare(contribute_month_last(bill->month), finding->until) > 0)
        finding->until = contribute_month_last(bill->month);
    bool known = reckon_side(trial, &impact->before, bill, &before)
        && reckon_side(trial, &impact->after, bill, &after);
    if (known && before.fen != after.fen) {
        finding->changed++;
        count_owner(trial, bill);
        /* What comes in less is what the funds bear more. */
        finding->more = money_plus(finding->more, money_minus(before, after));
        write_example(trial, bill, before, after);
    }
    arena_clear(&trial->scratch);
}

static enum store_answer look_through(void *context, int bucket)
{
    struct contribute_trial *trial = context;
    struct page_key key = { .bucket = bucket };
    while (true) {
        arena_clear(&trial->rows);
        struct want want = { .query = &contribute_bills_after, .key = &key };
        enum store_answer answer = trial->store->port->read(trial->store, &want, &trial->rows);
        const struct contribute_bill *rows = want.rows.items;
        size_t count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count; i++)
            look_at(trial, &rows[i]);
        if (count < BILLS_A_PAGE)
            return answer;
        key.owner = rows[count - 1].owner;
        key.bill = rows[count - 1].bill;
    }
}

/* Of the months looked at; a step over buckets is scaled up. */
static void scale(struct contribute_trial *trial)
{
    struct impact_finding *finding = trial->finding;
    impact_scale(trial->impact, finding);
    finding->more.fen *= impact_step(trial->impact);
    if (finding->from.yyyymmdd == 0)
        return;
    int months = contribute_months_between(contribute_month_of(finding->from),
                                           contribute_month_of(finding->until)) + 1;
    finding->more_a_month.fen = finding->more.fen / months;
}

enum store_answer contribute_impact(struct store *store, struct impact *impact)
{
    struct contribute_trial trial = {
        .impact = impact, .store = store,
        .finding = impact_find(impact, "contribute", "contribute.impact.bills", TEXT("")),
    };
    arena_init(&trial.rows);
    arena_init(&trial.scratch);
    enum store_answer answer = impact_each_bucket(impact, "contribute", look_through, &trial);
    scale(&trial);
    arena_release(&trial.scratch);
    arena_release(&trial.rows);
    return answer;
}
