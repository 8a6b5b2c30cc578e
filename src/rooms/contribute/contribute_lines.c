/* contribute_lines.c: a bill is made of its people, and kept with what stops settlement. */

#include "rooms/contribute/contribute_bills.h"

#include "base/check.h"

struct text contribute_insurance_or_basic(struct text insurance)
{
    return text_present(insurance) ? insurance : TEXT("310");
}

/* Insured in the month, on one of its days at least, and not paused through all of it. Retired
 * people owe nothing. */
bool contribute_spell_counts(const struct party_spell *spell, struct text insurance,
                             int64_t month)
{
    struct date first = contribute_month_first(month), last = contribute_month_last(month);
    struct date until = spell->valid_until.yyyymmdd == 0 ? DATE_LATEST : spell->valid_until;
    const char *kind = party_person_kind(spell->kind, 0);
    if (!text_equal(spell->insurance, insurance) || text_is(spell->status, "3")
        || text_is(spell->status, "0") || kind == NULL || text_starts(text_of(kind),
                                                                      TEXT("retired")))
        return false;
    /* One that is over keeps its days. */
    struct date resumed = spell->paused_until.yyyymmdd == 0 ? DATE_LATEST : spell->paused_until;
    if (spell->paused_from.yyyymmdd != 0 && date_compare(spell->paused_from, first) <= 0
        && date_compare(resumed, last) >= 0)
        return false;
    /* One that ends before it begins holds no day: it was taken back. */
    return date_compare(spell->valid_from, last) <= 0 && date_compare(until, first) >= 0
        && date_compare(until, spell->valid_from) >= 0;
}

void contribute_bill_add(struct contribute_bill *bill, struct contribute_line *line,
                         struct money base, const struct contribute_rate *rate,
                         const struct book *book)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    enum rounding rounding = contribute_rounding(rate->rounding);
    line->bucket = bill->bucket;
    line->owner = bill->owner;
    line->bill = bill->bill;
    line->month = bill->month;
    line->insurance = bill->insurance;
    line->base = base;
    line->counted = contribute_base_counted(book, &payer, base);
    line->own = money_share(line->counted, rate->person, rounding);
    line->fixed = rate->person_fixed;
    bill->people++;
    bill->base = money_plus(bill->base, line->counted);
    bill->own = money_plus(bill->own, line->own);
    bill->fixed = money_plus(bill->fixed, line->fixed);
}

/* One spell of the insurance at the unit that meets the month. */
bool contribute_works_at(const struct list *spells, int64_t unit, struct text insurance,
                        int64_t month)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++)
        if (rows[i].unit == unit && contribute_spell_counts(&rows[i], insurance, month))
            return true;
    return false;
}

#define DECLARED(member_) AT(struct contribute_declared, member_)
static const struct field declared_fields[] = {
    { "bill", NULL, FIELD_ID, FIELD_SPARSE, DECLARED(bill) },
    { "unit", NULL, FIELD_ID, 0, DECLARED(unit) },
    { "state", NULL, FIELD_TEXT, 0, DECLARED(state), 20 },
    { "run", NULL, FIELD_ID, FIELD_SPARSE, DECLARED(run) },
    { "month", NULL, FIELD_TEXT, 0, DECLARED(month), 7 },
    { "people", NULL, FIELD_COUNT, 0, DECLARED(people) },
    { "base", NULL, FIELD_MONEY, 0, DECLARED(base) },
    { "employer", NULL, FIELD_MONEY, FIELD_SPARSE, DECLARED(employer) },
    { "own", NULL, FIELD_MONEY, 0, DECLARED(own) },
    { "fixed", NULL, FIELD_MONEY, 0, DECLARED(fixed) },
    { "total", NULL, FIELD_MONEY, FIELD_SPARSE, DECLARED(total) },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, DECLARED(due) },
};
const struct shape contribute_declared_shape =
    SHAPE("contribute_declared", struct contribute_declared, declared_fields);

static void record_lines(struct decision *decision, const struct contribute_bill *bill,
                         const struct contribute_reckoned *reckoned,
                         const struct contribute_line *lines, size_t count)
{
    const struct request *request = decision->request;
    for (size_t i = 0; i < count; i++)
        decision_insert(decision, &contribute_line_table, &lines[i]);
    *(struct contribute_declared *)decision->outcome = (struct contribute_declared){
        .bill = bill->bill, .unit = bill->owner, .state = TEXT("declared"),
        .month = contribute_month_text(bill->month, request->arena), .people = bill->people,
        .base = bill->base, .employer = reckoned->employer, .own = bill->own,
        .fixed = bill->fixed, .total = reckoned->total, .due = reckoned->time.due.day,
    };
    decision->subject = bill->owner;
}

void contribute_record_bill(struct decision *decision, const struct contribute_bill *bill,
                            const struct contribute_line *lines, size_t count,
                            struct events events)
{
    const struct request *request = decision->request;
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, events, bill, request->at, request->arena);
    const struct contribute_arrears arrears = contribute_arrears_of_bill(bill, &reckoned);
    decision_insert(decision, &contribute_bill_table, bill);
    decision_insert(decision, &contribute_arrears_table, &arrears);
    record_lines(decision, bill, &reckoned, lines, count);
}

void contribute_settle_bill(struct decision *decision, const struct contribute_bill *bill,
                            const struct contribute_line *lines, size_t count,
                            const struct list *arrears, struct events events)
{
    const struct request *request = decision->request;
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, events, bill, request->at, request->arena);
    const struct contribute_arrears *rows = arrears->items;
    struct contribute_arrears row = contribute_arrears_of_bill(bill, &reckoned);
    decision_replace(decision, &contribute_bill_table, bill);
    for (size_t i = 0; i < arrears->count; i++)
        if (rows[i].arrears == bill->bill) {
            row.version = rows[i].version;
            decision_replace(decision, &contribute_arrears_table, &row);
        }
    record_lines(decision, bill, &reckoned, lines, count);
}
