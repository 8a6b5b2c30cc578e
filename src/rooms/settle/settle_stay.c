#include "rooms/settle/settle_stay.h"

#include "base/check.h"

/* Those of the stay that stand and end before the lines this one takes. */
static bool comes_before(const struct settlement_row *row, const struct settle_facts *facts)
{
    return settle_stands(row) && row->visit == facts->visit->visit
        && text_equal(row->bill, facts->bill->bill)
        && row->lines_until <= facts->bill->settled_lines;
}

/* ---- the days of a stay ---- */

/* Parts of a stay are decided in the order of their lines, so none is dated before an earlier one,
 * even where a discharge is registered back before an interim settlement. */
static struct date not_before_earlier(const struct settle_facts *facts, struct date day)
{
    const struct list *all = facts->settlements;
    const struct settlement_row *rows = all == NULL ? NULL : all->items;
    for (size_t i = 0; rows != NULL && i < all->count; i++)
        if (comes_before(&rows[i], facts) && date_compare(rows[i].day, day) > 0)
            day = rows[i].day;
    return day;
}

void settle_stay_days(const struct request *request, const struct settle_facts *facts,
                      struct settle_bill *bill)
{
    const struct settle_ask *ask = request->input;
    const struct visit_row *visit = facts->visit;
    bill->admission = date_of_moment(visit->begin_at);
    bill->interim = ask->interim;
    bill->discharge = date_of_moment(request->at);
    if (ask->interim)
        return;
    if (ask->discharged.yyyymmdd != 0)
        bill->discharge = ask->discharged;
    else if (visit->end_at.ms != 0)
        bill->discharge = date_of_moment(visit->end_at);
    bill->discharge = not_before_earlier(facts, bill->discharge);
}

/* ---- what earlier settlements of the stay took ---- */

/* A further stay of one course of treatment in this hospital and year (放化疗). */
static bool course_goes_on(const struct settle_facts *facts, int64_t year)
{
    if (!text_starts(facts->visit->med_type, TEXT("2111")) || facts->course == NULL)
        return false;
    const struct settlement_row *rows = facts->course->items;
    for (size_t i = 0; i < facts->course->count; i++)
        if (settle_stands(&rows[i]) && rows[i].visit < facts->visit->visit
            && rows[i].year == year)
            return true;
    return false;
}

void settle_stay_before(const struct settle_facts *facts, struct settle_case *made,
                        struct arena *arena)
{
    struct settle_bill *bill = &made->bill;
    bill->repeated_treatment = course_goes_on(facts, made->year);
    if (facts->settlements == NULL)
        return;
    const struct settlement_row *rows = facts->settlements->items;
    for (size_t i = 0; i < facts->settlements->count; i++) {
        struct settle_counters took = { 0 };
        if (!comes_before(&rows[i], facts))
            continue;
        bool read = shape_unpack(&settle_counters_shape, rows[i].took, arena, &took);
        CHECK(read);
        bill->stay_deductible = money_plus(bill->stay_deductible, rows[i].deductible);
        bill->stay_in_scope = money_plus(bill->stay_in_scope, took.inpatient_in_scope);
        bill->stay_fund_paid = money_plus(bill->stay_fund_paid, took.inpatient_fund_paid);
        if (took.inpatient_admissions == 0)
            continue;
        bill->stay_counted = true;
        made->counted_elsewhere = rows[i].year != made->year;
    }
}

/* ---- deciding ---- */

static enum settle_refusal stay_refusal(const struct request *request,
                                        const struct settle_facts *facts,
                                        const char **ret_field)
{
    const struct settle_ask *ask = request->input;
    const struct visit_row *visit = facts->visit;
    *ret_field = "visit";
    if (visit == NULL || visit->person != ask->person
        || visit->institution != request->actor->institution)
        return SETTLE_REFUSED_NO_VISIT;
    if (!visit->inpatient)
        return SETTLE_REFUSED_NOT_A_STAY;
    if (facts->stay != NULL && facts->stay->finally_settled)
        return SETTLE_REFUSED_SETTLED;
    *ret_field = "interim";
    if (ask->interim && visit->end_at.ms != 0)
        return SETTLE_REFUSED_DISCHARGED;
    *ret_field = "discharged";
    struct date day = ask->discharged;
    if (day.yyyymmdd != 0 && (date_compare(day, date_of_moment(visit->begin_at)) < 0
                              || date_compare(day, date_of_moment(request->at)) > 0))
        return SETTLE_REFUSED_WRONG_DAY;
    return SETTLE_REFUSALS;
}

static void close_stay(const struct visit_row *visit, const struct visit_stay_row *stay,
                       bool settled, struct decision *decision)
{
    struct visit_stay_row row = { .bucket = visit->bucket, .visit = visit->visit, .version = 1 };
    if (stay != NULL)
        row = *stay;
    row.finally_settled = settled;
    if (stay != NULL)
        decision_replace(decision, &visit_stay_table, &row);
    else
        decision_insert(decision, &visit_stay_table, &row);
}

void settle_decide_stay(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct settle_facts *found = facts;
    const struct settle_ask *ask = request->input;
    const char *field = NULL;
    enum settle_refusal refusal = stay_refusal(request, found, &field);
    if (refusal != SETTLE_REFUSALS) {
        decision_refuse(decision, settle_refusal_key(refusal), field);
        return;
    }
    struct visit_bill_row bill;
    if (!settle_decide_bill(request, found, decision, &bill))
        return;
    decision_replace(decision, &visit_bill_table, &bill);
    if (!ask->interim)
        close_stay(found->visit, found->stay, true, decision);
}

void settle_undo_stay(const struct settle_undo_facts *facts, struct decision *decision)
{
    if (facts->stay != NULL && facts->stay->finally_settled)
        close_stay(facts->visit, facts->stay, false, decision);
}
