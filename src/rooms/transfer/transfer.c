/* transfer.c: the pure part: limits, last days, gaps. See transfer.h. */

#include "rooms/transfer/transfer.h"

#include "base/check.h"
#include "core/book.h"
#include "core/calendar.h"

#define OF(member_) AT(struct transfer_limits, member_)
static const struct field limits_fields[] = {
    { "flow", NULL, FIELD_TEXT, FIELD_REQUIRED, OF(flow), 10 },
    { "whole-days", NULL, FIELD_COUNT, 0, OF(whole_days) },
    { "out-days", NULL, FIELD_COUNT, 0, OF(out_days) },
    { "in-days", NULL, FIELD_COUNT, 0, OF(in_days) },
    { "sheet", NULL, FIELD_TEXT, 0, OF(sheet), 200 },
};
static const struct shape limits_shape =
    SHAPE("transfer_limits", struct transfer_limits, limits_fields);

static const char *limits_check(const void *payload)
{
    const struct transfer_limits *limits = payload;
    bool whole = text_is(limits->flow, "whole") && limits->whole_days > 0
        && limits->out_days == 0 && limits->in_days == 0;
    bool steps = text_is(limits->flow, "steps") && limits->whole_days == 0
        && limits->out_days > 0 && limits->in_days > 0;
    return whole || steps ? NULL : "transfer.rule.limits";
}

const struct rule_kind transfer_limits_kind = {
    .about = "transfer.limits", .payload = &limits_shape, .check = limits_check,
};

struct transfer_times transfer_times_of(const struct book *book, const struct transfer_row *row)
{
    struct transfer_times times = { .known = false };
    struct date applied = date_of_moment(row->applied_at);
    const struct moment all = { 0 };
    const struct question question = {
        .about = transfer_limits_kind.about, .place = (int32_t)row->to_place, .day = applied,
    };
    if (rules_on(book, &question, &times.rule) != RULE_FOUND)
        return times;
    const struct calendar *calendar = book_calendar(book);
    times.known = true;
    times.limits = times.rule->payload;
    if (times.limits->whole_days > 0) {
        times.out_due = times.in_due = calendar_plus_working_days(
            calendar, applied, (int)times.limits->whole_days, all);
        return times;
    }
    /* Of a place outside the sheet is brought along: there is nothing to let out here. */
    if (row->from_outside) {
        times.in_due =
            calendar_plus_working_days(calendar, applied, (int)times.limits->in_days, all);
        return times;
    }
    times.out_due =
        calendar_plus_working_days(calendar, applied, (int)times.limits->out_days, all);
    if (row->out_at.ms != 0)
        times.in_due = calendar_plus_working_days(calendar, date_of_moment(row->out_at),
                                                  (int)times.limits->in_days, all);
    return times;
}

int transfer_gap_months(struct date until, struct date from)
{
    if (until.yyyymmdd == 0 || date_compare(from, until) <= 0)
        return 0;
    int months = (date_year(from) - date_year(until)) * 12 + date_month(from)
        - date_month(until) - 1;
    return months < 0 ? 0 : months;
}
