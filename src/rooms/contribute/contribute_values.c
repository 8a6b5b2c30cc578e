/* contribute_values.c: the figures of rule files that contributions are made of, and months. */

#include "rooms/contribute/contribute_rates.h"

#include "base/check.h"

static bool is_rounding(struct text name)
{
    return !text_present(name) || text_is(name, "half-up") || text_is(name, "down")
        || text_is(name, "up");
}

enum rounding contribute_rounding(struct text name)
{
    return text_is(name, "down") ? ROUND_DOWN : text_is(name, "up") ? ROUND_UP : ROUND_HALF_UP;
}

/* ---- contribute.rate ---- */

#define RATE(member_) AT(struct contribute_rate, member_)
static const struct field rate_fields[] = {
    { "employer", NULL, FIELD_SHARE, FIELD_REQUIRED, RATE(employer) },
    { "maternity", NULL, FIELD_SHARE, 0, RATE(maternity) },
    { "person", NULL, FIELD_SHARE, FIELD_REQUIRED, RATE(person) },
    { "subsidised", NULL, FIELD_SHARE, 0, RATE(subsidised) },
    { "person-fixed", NULL, FIELD_MONEY, 0, RATE(person_fixed) },
    { "maternity-is-cut", NULL, FIELD_FLAG, 0, RATE(maternity_is_cut) },
    { "rounding", NULL, FIELD_TEXT, 0, RATE(rounding), 20 },
};
static const struct shape rate_shape =
    SHAPE("contribute_rate_rule", struct contribute_rate, rate_fields);

static const char *rate_check(const void *payload)
{
    const struct contribute_rate *rate = payload;
    if (rate->employer.parts < 0 || rate->person.parts < 0
        || rate->employer.parts + rate->person.parts > SHARE_WHOLE.parts / 2
        || rate->maternity.parts < 0 || rate->maternity.parts > rate->employer.parts
        || rate->subsidised.parts < 0 || rate->subsidised.parts > rate->employer.parts
        || rate->person_fixed.fen < 0)
        return "contribute.rule.rate";
    return is_rounding(rate->rounding) ? NULL : "contribute.rule.rounding";
}

const struct rule_kind contribute_rate_kind = {
    .about = "contribute.rate", .payload = &rate_shape, .check = rate_check,
};

/* ---- contribute.base ---- */

static const struct field base_fields[] = {
    { "floor", NULL, FIELD_MONEY, FIELD_REQUIRED, AT(struct contribute_base_rule, floor) },
    { "ceiling", NULL, FIELD_MONEY, FIELD_REQUIRED, AT(struct contribute_base_rule, ceiling) },
};
static const struct shape base_shape =
    SHAPE("contribute_base_rule", struct contribute_base_rule, base_fields);

static const char *base_check(const void *payload)
{
    const struct contribute_base_rule *rule = payload;
    return rule->floor.fen < 0 || rule->ceiling.fen < rule->floor.fen
        ? "contribute.rule.base" : NULL;
}

const struct rule_kind contribute_base_kind = {
    .about = "contribute.base", .payload = &base_shape, .check = base_check,
};

/* ---- contribute.late-fee ---- */

static const struct field fee_fields[] = {
    { "a-day", NULL, FIELD_SHARE, FIELD_REQUIRED, AT(struct contribute_fee_rule, a_day) },
    { "rounding", NULL, FIELD_TEXT, 0, AT(struct contribute_fee_rule, rounding), 20 },
};
static const struct shape fee_shape =
    SHAPE("contribute_fee_rule", struct contribute_fee_rule, fee_fields);

static const char *fee_check(const void *payload)
{
    const struct contribute_fee_rule *rule = payload;
    if (rule->a_day.parts < 0 || rule->a_day.parts > SHARE_WHOLE.parts / 100)
        return "contribute.rule.rate";
    return is_rounding(rule->rounding) ? NULL : "contribute.rule.rounding";
}

const struct rule_kind contribute_fee_kind = {
    .about = "contribute.late-fee", .payload = &fee_shape, .check = fee_check,
};

/* ---- contribute.collector, contribute.crediting, contribute.given-back, contribute.gap ---- */

static const struct field collector_fields[] = {
    { "collector", NULL, FIELD_TEXT, FIELD_REQUIRED,
      AT(struct contribute_collector_rule, collector), 10 },
};
static const struct shape collector_shape =
    SHAPE("contribute_collector_rule", struct contribute_collector_rule, collector_fields);

static const char *collector_check(const void *payload)
{
    struct text by = ((const struct contribute_collector_rule *)payload)->collector;
    return text_is(by, "agency") || text_is(by, "tax") ? NULL : "contribute.rule.collector";
}

const struct rule_kind contribute_collector_kind = {
    .about = "contribute.collector", .payload = &collector_shape, .check = collector_check,
};

static const struct field crediting_fields[] = {
    { "waits", NULL, FIELD_FLAG, FIELD_REQUIRED, AT(struct contribute_crediting_rule, waits) },
};
static const struct shape crediting_shape =
    SHAPE("contribute_crediting_rule", struct contribute_crediting_rule, crediting_fields);
const struct rule_kind contribute_crediting_kind = {
    .about = "contribute.crediting", .payload = &crediting_shape,
};

static const struct field given_back_fields[] = {
    { "choice", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct contribute_given_back_rule, choice),
      20 },
};
static const struct shape given_back_shape =
    SHAPE("contribute_given_back_rule", struct contribute_given_back_rule, given_back_fields);

static const char *given_back_check(const void *payload)
{
    struct text choice = ((const struct contribute_given_back_rule *)payload)->choice;
    return text_is(choice, "all-refund") || text_is(choice, "all-offset")
        || text_is(choice, "unit-chooses") ? NULL : "contribute.rule.given-back";
}

const struct rule_kind contribute_given_back_kind = {
    .about = "contribute.given-back", .payload = &given_back_shape, .check = given_back_check,
};

static const struct field gap_fields[] = {
    { "made-up-months", NULL, FIELD_COUNT, FIELD_REQUIRED,
      AT(struct contribute_gap_rule, made_up_months) },
    { "waiting-months", NULL, FIELD_COUNT, 0, AT(struct contribute_gap_rule, waiting_months) },
};
static const struct shape gap_shape =
    SHAPE("contribute_gap_rule", struct contribute_gap_rule, gap_fields);

static const char *gap_check(const void *payload)
{
    const struct contribute_gap_rule *rule = payload;
    return rule->made_up_months < 0 || rule->made_up_months > 36 || rule->waiting_months < 0
        || rule->waiting_months > 12 ? "contribute.rule.gap" : NULL;
}

const struct rule_kind contribute_gap_kind = {
    .about = "contribute.gap", .payload = &gap_shape, .check = gap_check,
};

/* ---- months ---- */

int32_t contribute_month_read(struct text text)
{
    int64_t year = 0, month = 0;
    struct text rest = { 0 };
    bool good = text.length == 7 && text_to_int64(text_until(text, '-', &rest), &year)
        && text_to_int64(rest, &month) && year >= 1990 && year <= 2200 && month >= 1
        && month <= 12;
    return good ? (int32_t)(year * 100 + month) : 0;
}

struct text contribute_month_text(int64_t month, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d", (int)(month / 100), (int)(month % 100));
}

int32_t contribute_month_of(struct date day)
{
    return date_year(day) * 100 + date_month(day);
}

struct date contribute_month_first(int64_t month)
{
    return DATE((int)(month / 100), (int)(month % 100), 1);
}

struct date contribute_month_last(int64_t month)
{
    int year = (int)(month / 100), in_year = (int)(month % 100);
    return DATE(year, in_year, date_month_length(year, in_year));
}

int32_t contribute_month_plus(int64_t month, int months)
{
    return contribute_month_of(date_plus_months(contribute_month_first(month), months));
}

int contribute_months_between(int64_t from, int64_t to)
{
    return (int)((to / 100 - from / 100) * 12 + to % 100 - from % 100);
}
