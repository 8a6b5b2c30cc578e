/* due_rules.c: limits as rule files say them, by the names measures use. */

#include "rooms/due/due.h"

#include "base/check.h"

#define OF(member_, name_, kind_, ...) \
    { .name = name_, .kind = (kind_), .offset = AT(struct due_rule, member_), __VA_ARGS__ }
static const struct field rule_fields[] = {
    OF(unit, "unit", FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
    OF(count, "count", FIELD_COUNT, .flags = 0),
    OF(counting, "counting", FIELD_TEXT, .length_max = 20),
    OF(roll, "roll", FIELD_TEXT, .length_max = 30),
    OF(before, "before", FIELD_FLAG, .flags = 0),
    OF(event, "event", FIELD_TEXT, .length_max = 80),
    OF(day, "day", FIELD_TEXT, .length_max = 10),
    OF(years_after, "years-after", FIELD_COUNT, .flags = 0),
    OF(months_after, "months-after", FIELD_COUNT, .flags = 0),
    OF(at, "at", FIELD_TEXT, .length_max = 5),
    OF(late_fee, "late-fee", FIELD_TEXT, .length_max = 40),
};
static const struct shape rule_shape = SHAPE("due_rule", struct due_rule, rule_fields);

/* "01-20" of a year; "25" or "last" of a month. */
static bool named_day(const struct due_rule *rule, struct date start, struct date *ret_day)
{
    int64_t month = 0, day = 0;
    struct text rest = rule->day;
    struct text first = text_until(rule->day, '-', &rest);
    if (text_is(rule->unit, "day-of-year")) {
        if (!text_to_int64(first, &month) || !text_to_int64(rest, &day) || month < 1
            || month > 12 || day < 1 || day > 31)
            return false;
        *ret_day = DATE(date_year(start) + (int)rule->years_after, (int)month, (int)day);
        return date_is_valid(*ret_day);
    }
    struct date in = date_plus_months(DATE(date_year(start), date_month(start), 1),
                                      (int)rule->months_after);
    int last = date_month_length(date_year(in), date_month(in));
    if (text_is(rule->day, "last"))
        day = last;
    else if (!text_to_int64(rule->day, &day) || day < 1 || day > 31)
        return false;
    *ret_day = DATE(date_year(in), date_month(in), day < last ? (int)day : last);
    return true;
}

static bool time_read(struct text text, int32_t *ret_hour, int32_t *ret_minute)
{
    int64_t hour, minute;
    struct text rest = text;
    if (!text_present(text))
        return true;
    if (!text_to_int64(text_until(text, ':', &rest), &hour) || !text_to_int64(rest, &minute)
        || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *ret_hour = (int32_t)hour;
    *ret_minute = (int32_t)minute;
    return true;
}

bool due_rule_clock(const struct due_rule *rule, struct date start,
                    struct deadline_clock_kind *ret_kind)
{
    struct deadline_clock_kind kind = { .count = (int32_t)rule->count, .before = rule->before };
    bool good = rule->count >= 0 && rule->count <= CLOCK_COUNT_MAX
        && rule->years_after >= 0 && rule->years_after <= 20
        && rule->months_after >= 0 && rule->months_after <= 240
        && time_read(rule->at, &kind.hour, &kind.minute)
        && (!text_present(rule->roll) || clock_roll_parse(rule->roll, &kind.roll))
        && (!text_present(rule->counting)
            || clock_counting_parse(rule->counting, &kind.counting));
    if (text_is(rule->unit, "day-of-year") || text_is(rule->unit, "day-of-month")) {
        kind.unit = CLOCK_FIXED_DAY;
        good = good && named_day(rule, start, &kind.day);
    } else {
        good = good && clock_unit_parse(rule->unit, &kind.unit)
            && kind.unit != CLOCK_FIXED_DAY && rule->count > 0;
    }
    if (good)
        *ret_kind = kind;
    return good;
}

static const char *rule_check(const void *payload)
{
    struct deadline_clock_kind kind;
    return due_rule_clock(payload, DATE(2020, 1, 1), &kind) ? NULL : "due.rule.no-clock";
}

static const struct rule_kind kinds[] = {
    { .about = "deadline.claim.submit", .payload = &rule_shape, .check = rule_check },
    { .about = "deadline.contribution.collection", .payload = &rule_shape, .check = rule_check },
    { .about = "deadline.enrolment.register", .payload = &rule_shape, .check = rule_check },
    { .about = "deadline.enrolment.change", .payload = &rule_shape, .check = rule_check },
    { .about = "deadline.prepayment.ordinary", .payload = &rule_shape, .check = rule_check },
};
_Static_assert(COUNT_OF(kinds) == DUE_RULES, "every limit is listed");
const struct rule_kind *const due_rule_kinds[DUE_RULES] = {
    &kinds[0], &kinds[1], &kinds[2], &kinds[3], &kinds[4],
};
