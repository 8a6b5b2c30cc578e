/* clear_count.c: the month of an institution as the settlements on record make it, a page a step.
 *
 * What is counted is what the books moved in that month, whatever was done to the settlements
 * since: each counts with what it came to when it was made, and what deciding it again changed
 * counts in the month it was decided again in. Counted twice it comes to the same. */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"

#define EMPLOYEE TEXT("310")
#define CHANGED TEXT("changed")

/* ---- what a month is made of ---- */

#define MADE(member_) AT(struct clear_made_key, member_)
static const struct field made_key_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, MADE(institution) },
    { "after", NULL, FIELD_MOMENT, FIELD_REQUIRED, MADE(after) },
    { "after_settlement", NULL, FIELD_COUNT, FIELD_REQUIRED, MADE(after_settlement) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, MADE(until) },
};
static const struct shape made_key_shape =
    SHAPE("clear_made_key", struct clear_made_key, made_key_fields);
#define ONE(member_) AT(struct clear_made, member_)
static const struct field made_fields[] = {
    { "settlement", NULL, FIELD_ID, 0, ONE(settlement) },
    { "number", NULL, FIELD_ID, 0, ONE(number) },
    { "at", NULL, FIELD_MOMENT, 0, ONE(at) },
    { "day", NULL, FIELD_DAY, 0, ONE(day) },
    { "insurance", NULL, FIELD_TEXT, 0, ONE(insurance), 6 },
    { "asker_key", NULL, FIELD_TEXT, 0, ONE(asker_key), 60 },
    { "state", NULL, FIELD_TEXT, 0, ONE(state), 20 },
    { "owed", NULL, FIELD_MONEY, 0, ONE(owed) },
    { "outside", NULL, FIELD_COUNT, 0, ONE(outside) },
};
static const struct shape made_shape = SHAPE("clear_made", struct clear_made, made_fields);

/* A patient's who is treated first, and whose cost no budget counts; so what takes it back. */
#define OUTSIDE "(SELECT count(*) FROM settle_epidemic e WHERE e.bucket = s.bucket" \
    " AND e.person = s.person AND e.settlement IN (s.settlement, s.reverses)" \
    " AND e.outside = 1) AS outside"

/* Now it comes to `total - cash`; before it was decided again, to what the changes say less. */
const struct query clear_settlements_made = {
    .name = "clear.settlements-made", .from = "settlement s",
    .where = "s.institution = {institution} AND s.at >= {after} AND s.at < {until} "
             "AND (s.at > {after} OR s.settlement > {after_settlement}) "
             "AND s.state <> 'superseded'",
    .order = "s.at, s.settlement", .key = &made_key_shape, .row = &made_shape,
    .columns = "s.settlement, s.settlement AS number, s.at, s.day, s.insurance, s.asker_key,"
               " s.state, s.total - s.cash - CAST(coalesce((SELECT sum(c.funds + c.accounts)"
               " FROM settle_change c WHERE c.bucket = s.bucket AND c.person = s.person"
               " AND c.settlement = s.settlement), 0) AS BIGINT) AS owed, " OUTSIDE,
    .row_max = CLEAR_COUNT_PAGE, .guard = GUARD_PUBLIC,
};
const struct query clear_changes_made = {
    .name = "clear.changes-made",
    .from = "settle_change c JOIN settlement s ON s.bucket = c.bucket AND s.person = c.person"
            " AND s.settlement = c.settlement",
    .where = "c.institution = {institution} AND c.at >= {after} AND c.at < {until} "
             "AND (c.at > {after} OR c.superseded > {after_settlement})",
    .order = "c.at, c.superseded", .key = &made_key_shape, .row = &made_shape,
    .columns = "c.settlement, c.superseded AS number, c.at, s.day, c.insurance, s.asker_key,"
               " 'changed' AS state, c.funds + c.accounts AS owed, " OUTSIDE,
    .row_max = CLEAR_COUNT_PAGE, .guard = GUARD_PUBLIC,
};

int64_t clear_next_month(int64_t month)
{
    return month % 100 == 12 ? month + 89 : month + 1;
}

/* "made|1580486400000|0", then "changed|…". */
bool clear_cursor_read(struct text cursor, const struct clear_statement *row,
                       const struct query **ret_query, struct clear_made_key *ret_key)
{
    if (!date_is_valid(clear_month_day(row->month)))
        return false;
    struct moment first = moment_of_date(clear_month_day(row->month));
    struct clear_made_key key = {
        .institution = row->institution, .after = first,
        .until = moment_of_date(clear_month_day(clear_next_month(row->month))),
    };
    struct text rest = cursor, part = text_until(cursor, '|', &rest);
    if (!text_present(cursor))
        part = TEXT("made");
    else if (!text_to_int64(text_until(rest, '|', &rest), &key.after.ms)
             || !text_to_int64(rest, &key.after_settlement) || key.after.ms < first.ms)
        return false;
    if (!text_is(part, "made") && !text_equal(part, CHANGED))
        return false;
    *ret_query = text_equal(part, CHANGED) ? &clear_changes_made : &clear_settlements_made;
    *ret_key = key;
    return true;
}

struct text clear_cursor_after(const struct query *query, const struct clear_statement *row,
                               const struct list *made, struct arena *arena)
{
    const struct clear_made *rows = made->items;
    bool settlements = query == &clear_settlements_made;
    if (made->count == CLEAR_COUNT_PAGE)
        return arena_format(arena, "%s|%lld|%lld", settlements ? "made" : "changed",
                            (long long)rows[made->count - 1].at.ms,
                            (long long)rows[made->count - 1].number);
    return settlements ? arena_format(arena, "changed|%lld|0",
                                      (long long)moment_of_date(clear_month_day(row->month)).ms)
                       : (struct text){ 0 };
}

bool clear_counts(const struct clear_made *made, const struct clear_statement *row,
                  int *ret_settlements)
{
    if (!text_equal(made->insurance, row->insurance))
        return false;
    *ret_settlements = text_is(made->state, "reversal") ? -1
        : text_equal(made->state, CHANGED) ? 0 : 1;
    return true;
}

/* ---- counting: a job over the settlements of the month ---- */

bool clear_gather_count(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_count_input *input = request->input;
    struct clear_order_facts *found = facts;
    struct text insurance = text_present(input->insurance) ? input->insurance : EMPLOYEE;
    if (!clear_gather_about(gather, input->institution, &found->about))
        return false;
    const struct clear_statement *held =
        clear_statement_of(found->about.statements, clear_month_read(input->month), insurance);
    const struct task_key key = { held == NULL ? 0 : held->bucket,
                                  held == NULL ? 0 : held->job };
    const void *row = NULL;
    if (held == NULL || held->job == 0)
        return true;
    bool complete = gather_one(gather, &job_by_id, &key, &row);
    found->job = row;
    return complete;
}

static const char *may_count(const struct request *request, const struct clear_order_facts *found,
                             int32_t month, const struct clear_statement *held)
{
    if (!party_may_see_institution(request->actor, found->about.institution))
        return "clear.refused.no-such-institution";
    if (month == 0)
        return "clear.refused.no-month";
    if (date_compare(date_of_moment(request->at), clear_month_day(clear_next_month(month))) < 0)
        return "clear.refused.month-runs";
    if (held != NULL && text_is(held->state, "cleared"))
        return "clear.refused.cleared";
    /* A job that was cancelled, or failed, counts it no further. */
    bool counting = held != NULL && text_is(held->state, "counting") && found->job != NULL
        && text_is(found->job->state, "running");
    return counting ? "clear.refused.counting" : NULL;
}

/* A month may be counted again as long as it is not cleared. */
void clear_decide_count(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct clear_count_input *input = request->input;
    const struct clear_order_facts *found = facts;
    int32_t month = clear_month_read(input->month);
    struct text insurance = text_present(input->insurance) ? input->insurance : EMPLOYEE;
    const struct clear_statement *held =
        clear_statement_of(found->about.statements, month, insurance);
    const char *why = may_count(request, found, month, held);
    if (why != NULL) {
        decision_refuse(decision, why, "month");
        return;
    }
    int bucket = id_bucket(input->institution);
    struct clear_statement row = {
        .bucket = bucket, .institution = input->institution, .month = month,
        .insurance = insurance, .place = found->about.institution->division,
    };
    if (held != NULL)
        row = *held;
    else
        row.statement = id_mint(request->minter, bucket);
    row.state = TEXT("counting");
    row.settlements = row.changes = 0;
    row.amount = row.changed = row.outside = (struct money){ 0 };
    const struct clear_budget *budget =
        clear_budget_on(found->about.budgets, clear_month_day(month));
    row.budget = budget != NULL && text_is(budget->paid_by, "global-budget") ? budget->monthly
                                                                             : MONEY_NONE;
    row.job = task_job_start(
        decision, clear_count_page_action.name, row.statement,
        arena_format(request->arena, "made|%lld|0",
                     (long long)moment_of_date(clear_month_day(month)).ms), 0);
    if (held != NULL)
        decision_replace(decision, &clear_statement_table, &row);
    else
        decision_insert(decision, &clear_statement_table, &row);
    clear_told_statement(&row, decision);
}

bool clear_gather_page(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct clear_count_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct clear_statement_key of = { id_bucket(input->subject), input->subject };
    const void *job = NULL, *row = NULL;
    bool complete = gather_one(gather, &job_by_id, &key, &job);
    complete &= gather_one(gather, &clear_statement_by_id, &of, &row);
    if (!complete)
        return false;
    found->job = job;
    found->row = row;
    struct clear_made_key made;
    if (job == NULL || row == NULL
        || !clear_cursor_read(found->job->cursor, found->row, &found->query, &made))
        return true;
    found->made = gather_want(gather, found->query, &made);
    return found->made != NULL;
}

void clear_decide_page(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct clear_count_facts *found = facts;
    if (found->job == NULL || found->row == NULL || found->made == NULL) {
        decision_refuse(decision, "clear.refused.no-such-statement", NULL);
        return;
    }
    struct clear_statement row = *found->row;
    /* Another job began it anew. */
    if (row.job != found->job->job) {
        task_job_step(decision, found->job, (struct text){ 0 }, 0);
        clear_told_statement(&row, decision);
        return;
    }
    const struct clear_made *made = found->made->items;
    for (size_t i = 0; i < found->made->count; i++) {
        int counts;
        if (!clear_counts(&made[i], &row, &counts))
            continue;
        bool changed = text_equal(made[i].state, CHANGED);
        row.settlements += counts;
        row.changes += changed;
        row.changed = money_plus(row.changed, changed ? made[i].owed : MONEY_NONE);
        row.amount = money_plus(row.amount, made[i].owed);
        row.outside = money_plus(row.outside, made[i].outside > 0 ? made[i].owed : MONEY_NONE);
    }
    struct text next = clear_cursor_after(found->query, &row, found->made, request->arena);
    if (!text_present(next)) {
        row.state = TEXT("ready");
        row.counted_at = request->at;
    }
    decision_replace(decision, &clear_statement_table, &row);
    task_job_step(decision, found->job, next, (int64_t)found->made->count);
    clear_told_statement(&row, decision);
}
