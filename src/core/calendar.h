/* calendar.h: working days, with the paper that makes each of them one.
 *
 * Every year the State Council names the days off and the make-up workdays; a later paper may
 * change days of an earlier one (2020's festival was lengthened on 27 January, while clocks ran).
 * So a calendar is asked *as known* at a moment, and answers with the reason and the paper. A day
 * no paper has spoken of yet counts by its weekday and is marked: not published. */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include "core/yaml_shape.h"

enum day_reason {
    DAY_ORDINARY,       /* Monday to Friday */
    DAY_WEEKEND,
    DAY_HOLIDAY,        /* named off in a paper, weekends inside a holiday too */
    DAY_MAKE_UP,        /* a Saturday or Sunday worked for a holiday */
};
const char *day_reason_key(enum day_reason reason);     /* words/ key */

struct calendar_paper {
    struct text number;         /* 国办发明电〔2019〕16号 */
    struct text source;         /* gov.cn content_5454164 */
    struct date known;          /* published on */
    int32_t year;
    struct text file;
};

struct calendar_day {
    struct date date;
    bool working;
    enum day_reason reason;
    bool published;             /* false: no paper of that year was known; by weekday only */
    const struct calendar_paper *paper;     /* of holidays and make-ups; NULL by weekday */
    struct text name, english;  /* 春节, Spring Festival; absent by weekday */
};

struct calendar;

/* ---- making one ---- */

struct calendar *calendar_new(struct arena *arena);
/* Adds one file rules/calendar/<year>.yaml. Days of a later paper replace the same days of an
 * earlier one from the day it is known. */
void calendar_read(struct calendar *calendar, const struct yaml_reading *reading,
                   const struct yaml *root);
/* Sorts and checks what was read (a make-up day that is no weekend, one paper naming a day twice);
 * before it the calendar cannot be asked. */
void calendar_seal(struct calendar *calendar, struct rule_faults *faults);

/* ---- asking ---- */

/* `known`: the knowledge of that moment; { 0 }: everything that was read. */
struct calendar_day calendar_day(const struct calendar *calendar, struct date date,
                                 struct moment known);
bool calendar_is_working(const struct calendar *calendar, struct date date, struct moment known);
/* The last day of the last year without a hole whose paper was known; DATE_NONE: none was. */
struct date calendar_known_until(const struct calendar *calendar, struct moment known);

/* How many papers had spoken by then, and the one that spoke last; NULL: none had. */
size_t calendar_papers_known(const struct calendar *calendar, struct moment known);
const struct calendar_paper *calendar_last_paper(const struct calendar *calendar,
                                                 struct moment known);

/* The day itself when it is a working day. */
struct date calendar_next_working_day(const struct calendar *calendar, struct date date,
                                      struct moment known);
struct date calendar_previous_working_day(const struct calendar *calendar, struct date date,
                                          struct moment known);
struct date calendar_month_first(const struct calendar *calendar, int year, int month,
                                 struct moment known);
struct date calendar_month_last(const struct calendar *calendar, int year, int month,
                                struct moment known);
/* The start day is not counted: the day after it is day 1. `days` >= 0; 0 is the day itself. */
struct date calendar_plus_working_days(const struct calendar *calendar, struct date date,
                                       int days, struct moment known);
/* Working days after `from` up to and with `until`. */
int calendar_working_days_between(const struct calendar *calendar, struct date from,
                                  struct date until, struct moment known);

#endif
