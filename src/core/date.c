/* date.c: see date.h. Days are counted in the proleptic Gregorian calendar, as a number of days
 * since 1970-01-01; a year is taken to begin in March, so that the leap day is its last. */

#include "core/date.h"

#include "base/check.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define HOUR_MS (INT64_C(3600) * 1000)
#define MINUTE_MS (INT64_C(60) * 1000)
#define DAYS_IN_400_YEARS 146097
#define DAYS_FROM_YEAR_0_TO_1970 719468

int date_year(struct date date)
{
    return date.yyyymmdd / 10000;
}

int date_month(struct date date)
{
    return date.yyyymmdd / 100 % 100;
}

int date_day(struct date date)
{
    return date.yyyymmdd % 100;
}

int date_month_length(int year, int month)
{
    static const int LENGTHS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    CHECK(month >= 1 && month <= 12);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : LENGTHS[month - 1];
}

bool date_is_valid(struct date date)
{
    int month = date_month(date);
    if (date.yyyymmdd < DATE_EARLIEST.yyyymmdd || date.yyyymmdd > DATE_LATEST.yyyymmdd)
        return false;
    if (month < 1 || month > 12)
        return false;
    return date_day(date) >= 1 && date_day(date) <= date_month_length(date_year(date), month);
}

int date_compare(struct date a, struct date b)
{
    return (a.yyyymmdd > b.yyyymmdd) - (a.yyyymmdd < b.yyyymmdd);
}

bool date_within(struct date date, struct date from, struct date until)
{
    return date_compare(from, date) <= 0 && date_compare(date, until) <= 0;
}

/* Days since 1970-01-01. */
static int date_to_days(struct date date)
{
    CHECK(date_is_valid(date));
    int month = date_month(date);
    int year = date_year(date) - (month <= 2 ? 1 : 0);
    int era = year / 400;
    int year_of_era = year % 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date_day(date) - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_IN_400_YEARS + day_of_era - DAYS_FROM_YEAR_0_TO_1970;
}

/* Only for days between DATE_EARLIEST and DATE_LATEST. */
static struct date date_of_days(int days)
{
    int since = days + DAYS_FROM_YEAR_0_TO_1970;
    int era = since / DAYS_IN_400_YEARS;
    int day_of_era = since % DAYS_IN_400_YEARS;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096)
        / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    int day = day_of_year - (153 * march_month + 2) / 5 + 1;
    int month = march_month < 10 ? march_month + 3 : march_month - 9;
    int year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
    return DATE(year, month, day);
}

int date_weekday(struct date date)
{
    /* 1970-01-01 was a Thursday; the offset makes the dividend positive for every date. */
    return (date_to_days(date) + 3 + 7 * 150000) % 7 + 1;
}

struct date date_plus_days(struct date date, int days)
{
    int64_t target = (int64_t)date_to_days(date) + days;
    if (target > date_to_days(DATE_LATEST))
        return DATE_LATEST;
    if (target < date_to_days(DATE_EARLIEST))
        return DATE_EARLIEST;
    return date_of_days((int)target);
}

struct date date_plus_months(struct date date, int months)
{
    CHECK(date_is_valid(date));
    int64_t target = (int64_t)date_year(date) * 12 + date_month(date) - 1 + months;
    if (target >= INT64_C(10000) * 12)
        return DATE_LATEST;
    if (target < 12)
        return DATE_EARLIEST;
    int year = (int)(target / 12), month = (int)(target % 12) + 1;
    int last = date_month_length(year, month);
    return DATE(year, month, date_day(date) < last ? date_day(date) : last);
}

int date_days_between(struct date from, struct date to)
{
    return date_to_days(to) - date_to_days(from);
}

int date_age(struct date born, struct date on)
{
    CHECK(date_is_valid(born) && date_is_valid(on));
    int age = date_year(on) - date_year(born);
    if (on.yyyymmdd % 10000 < born.yyyymmdd % 10000)
        age--;
    return age < 0 ? 0 : age;
}

/* ---- moments ---- */

struct date date_of_moment(struct moment moment)
{
    int64_t local = moment.ms + BUSINESS_OFFSET_MS;
    int64_t days = local / DAY_MS - (local % DAY_MS < 0 ? 1 : 0);
    if (days > date_to_days(DATE_LATEST))
        return DATE_LATEST;
    if (days < date_to_days(DATE_EARLIEST))
        return DATE_EARLIEST;
    return date_of_days((int)days);
}

struct moment moment_of_date(struct date date)
{
    return (struct moment){ date_to_days(date) * DAY_MS - BUSINESS_OFFSET_MS };
}

struct moment moment_at(struct date date, int hour, int minute, int second)
{
    struct moment moment = moment_of_date(date);
    moment.ms += hour * HOUR_MS + minute * MINUTE_MS + second * INT64_C(1000);
    return moment;
}

/* Milliseconds since the business day began. */
static int64_t moment_in_day(struct moment moment)
{
    int64_t rest = (moment.ms + BUSINESS_OFFSET_MS) % DAY_MS;
    return rest < 0 ? rest + DAY_MS : rest;
}

int moment_hour(struct moment moment)
{
    return (int)(moment_in_day(moment) / HOUR_MS);
}

/* ---- texts ---- */

/* `width` digits from the front of `text`, which loses them. */
static bool digits_take(struct text *text, size_t width, int *ret_value)
{
    if (text->length < width)
        return false;
    int value = 0;
    for (size_t i = 0; i < width; i++) {
        if (text->data[i] < '0' || text->data[i] > '9')
            return false;
        value = value * 10 + (text->data[i] - '0');
    }
    *text = text_slice(*text, width, text->length);
    *ret_value = value;
    return true;
}

static bool character_take(struct text *text, char character)
{
    if (text->length == 0 || text->data[0] != character)
        return false;
    *text = text_slice(*text, 1, text->length);
    return true;
}

/* The day at the front of `text`, dashed or not. */
static bool date_take(struct text *text, bool *ret_dashed, struct date *ret_date)
{
    struct text left = *text;
    int year, month, day;
    if (!digits_take(&left, 4, &year))
        return false;
    bool dashed = character_take(&left, '-');
    if (!digits_take(&left, 2, &month) || (dashed && !character_take(&left, '-'))
        || !digits_take(&left, 2, &day))
        return false;
    struct date date = DATE(year, month, day);
    if (!date_is_valid(date))
        return false;
    *text = left;
    *ret_dashed = dashed;
    *ret_date = date;
    return true;
}

bool date_parse(struct text text, struct date *ret_date)
{
    struct date date;
    bool dashed;
    if (!date_take(&text, &dashed, &date) || text.length > 0)
        return false;
    *ret_date = date;
    return true;
}

/* "09:00", "09:00:00", "09:00:00.000"; compact "090000", "090000000". */
static bool time_take(struct text *text, bool compact, int64_t *ret_ms)
{
    int hour, minute, second = 0, thousandth = 0;
    if (!digits_take(text, 2, &hour) || (!compact && !character_take(text, ':'))
        || !digits_take(text, 2, &minute))
        return false;
    bool has_seconds = compact ? text->length > 0 : character_take(text, ':');
    if (has_seconds && !digits_take(text, 2, &second))
        return false;
    bool has_fraction = compact ? text->length > 0 : has_seconds && character_take(text, '.');
    if (has_fraction) {
        if (!digits_take(text, 3, &thousandth))
            return false;
        /* Finer than our clocks: dropped. */
        int finer;
        while (digits_take(text, 1, &finer))
            ;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_ms = hour * HOUR_MS + minute * MINUTE_MS + second * INT64_C(1000) + thousandth;
    return true;
}

/* "Z", "+08:00", "-0530" or nothing, which is business time. */
static bool offset_take(struct text *text, int64_t *ret_ms)
{
    *ret_ms = BUSINESS_OFFSET_MS;
    if (text->length == 0)
        return true;
    if (character_take(text, 'Z')) {
        *ret_ms = 0;
        return true;
    }
    bool west = character_take(text, '-');
    int hour, minute;
    if (!west && !character_take(text, '+'))
        return false;
    if (!digits_take(text, 2, &hour))
        return false;
    character_take(text, ':');
    if (!digits_take(text, 2, &minute) || hour > 14 || minute > 59)
        return false;
    *ret_ms = (hour * HOUR_MS + minute * MINUTE_MS) * (west ? -1 : 1);
    return true;
}

bool moment_parse(struct text text, struct moment *ret_moment)
{
    struct date date;
    bool dashed;
    if (!date_take(&text, &dashed, &date))
        return false;
    struct moment moment = moment_of_date(date);
    if (text.length > 0) {
        int64_t in_day, offset;
        bool parted = character_take(&text, 'T') || character_take(&text, ' ');
        if (parted != dashed || !time_take(&text, !dashed, &in_day)
            || !offset_take(&text, &offset) || text.length > 0)
            return false;
        moment.ms += BUSINESS_OFFSET_MS - offset + in_day;
    }
    *ret_moment = moment;
    return true;
}

static void digits_write(struct builder *builder, int value, size_t width)
{
    char digits[8];
    CHECK(width <= sizeof digits);
    for (size_t i = width; i-- > 0; value /= 10)
        digits[i] = (char)('0' + value % 10);
    builder_add(builder, (struct text){ digits, width });
}

void date_write(struct builder *builder, struct date date)
{
    digits_write(builder, date_year(date), 4);
    builder_add_char(builder, '-');
    digits_write(builder, date_month(date), 2);
    builder_add_char(builder, '-');
    digits_write(builder, date_day(date), 2);
}

void moment_write(struct builder *builder, struct moment moment)
{
    int64_t in_day = moment_in_day(moment);
    date_write(builder, date_of_moment(moment));
    builder_add_char(builder, ' ');
    digits_write(builder, (int)(in_day / HOUR_MS), 2);
    builder_add_char(builder, ':');
    digits_write(builder, (int)(in_day % HOUR_MS / MINUTE_MS), 2);
    builder_add_char(builder, ':');
    digits_write(builder, (int)(in_day % MINUTE_MS / 1000), 2);
}

void moment_write_compact(struct builder *builder, struct moment moment)
{
    int64_t in_day = moment_in_day(moment);
    digits_write(builder, date_of_moment(moment).yyyymmdd, 8);
    digits_write(builder, (int)(in_day / HOUR_MS), 2);
    digits_write(builder, (int)(in_day % HOUR_MS / MINUTE_MS), 2);
    digits_write(builder, (int)(in_day % MINUTE_MS / 1000), 2);
    digits_write(builder, (int)(in_day % 1000), 3);
}
