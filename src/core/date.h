/* date.h: days and moments. Business time is UTC+8, fixed, without a time-zone database.
 *
 * A date is an integer yyyymmdd, so that it orders, stores and prints as itself; 0 means absent.
 * A moment is milliseconds since 1970 UTC; 0 means absent. No function here reads a clock.
 * Arithmetic takes valid dates (CHECK) and stops at DATE_EARLIEST and DATE_LATEST: "no end" and
 * three months is still "no end". */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include "base/text.h"

struct date { int32_t yyyymmdd; };
struct moment { int64_t ms; };

#define DATE(y, m, d) ((struct date){ (y) * 10000 + (m) * 100 + (d) })
#define DATE_NONE ((struct date){ 0 })
/* "earliest-known" and "no end": before and after every day a rule can name. */
#define DATE_EARLIEST ((struct date){ 10101 })
#define DATE_LATEST ((struct date){ 99991231 })
#define BUSINESS_OFFSET_MS (INT64_C(8) * 3600 * 1000)

bool date_is_valid(struct date date);
int date_compare(struct date a, struct date b);
bool date_within(struct date date, struct date from, struct date until);    /* both included */
int date_year(struct date date);
int date_month(struct date date);
int date_day(struct date date);
int date_weekday(struct date date);                 /* 1 Monday … 7 Sunday */
struct date date_plus_days(struct date date, int days);
/* Civil Code art. 202: no such day in that month means the month's last day. */
struct date date_plus_months(struct date date, int months);
int date_days_between(struct date from, struct date to);    /* to - from */
/* Whole years lived on a day; the birthday itself counts. 29 February turns on 1 March. Before
 * birth: 0. */
int date_age(struct date born, struct date on);
int date_month_length(int year, int month);

struct date date_of_moment(struct moment moment);   /* the business day it falls in */
struct moment moment_of_date(struct date date);     /* its first instant */
struct moment moment_at(struct date date, int hour, int minute, int second);
int moment_hour(struct moment moment);

/* "2020-02-10"; also 20200210. */
bool date_parse(struct text text, struct date *ret_date);
/* "2020-02-10 09:00:00", with 'T', without seconds, or a date alone (its first instant); also
 * with a fraction, with "Z" or "+08:00" behind, and compact: 20200210090000, …000. */
bool moment_parse(struct text text, struct moment *ret_moment);
void date_write(struct builder *builder, struct date date);             /* 2020-02-10 */
void moment_write(struct builder *builder, struct moment moment);       /* 2020-02-10 09:00:00 */
void moment_write_compact(struct builder *builder, struct moment moment);   /* yyyyMMddHHmmssSSS */

#endif
