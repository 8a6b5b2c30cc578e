/* calendar.c: see calendar.h. Entries lie sorted by day, then by the paper's day, so that the
 * last one known at a moment is the one that counts. */

#include "core/calendar.h"

#include "base/check.h"
#include "base/yaml.h"
#include "core/words.h"

#include <stdlib.h>

/* Longest row of days off China ever had is 10; a year without a working day is a defect. */
#define ROW_OF_DAYS_OFF_MAX 366
#define YEARS_MAX 200

static const char MAKE_UP_DAY[] = "core.make-up-workday";

struct entry {
    struct date date;
    bool working;
    struct text name, english;
    const struct calendar_paper *paper;
    struct entry *next;         /* while reading */
};

struct year {
    int32_t year;
    struct date known;          /* its first paper */
};

struct paper_link {
    const struct calendar_paper *paper;
    struct paper_link *next;
};

struct calendar {
    struct arena *arena;
    struct paper_link *papers;
    struct entry *read;         /* as a chain until sealed */
    struct entry *entries;
    size_t entry_count;
    struct year years[YEARS_MAX];
    size_t year_count;
    bool sealed;
};

/* ---- reading ---- */

struct holiday_row {
    struct text name, english;
    struct date from, until;
};

struct make_up_row {
    struct date day;
};

struct version_row {
    struct text paper, source;
    struct date known;
    struct list holidays, make_up;
};

struct file_row {
    int64_t year;
    struct list papers;
};

static const struct field holiday_fields[] = {
    { .name = "name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct holiday_row, name), .length_max = 40 },
    { .name = "english", .kind = FIELD_TEXT, .offset = AT(struct holiday_row, english),
      .length_max = 80 },
    { .name = "from", .kind = FIELD_DAY, .flags = FIELD_REQUIRED,
      .offset = AT(struct holiday_row, from) },
    { .name = "until", .kind = FIELD_DAY, .flags = FIELD_REQUIRED,
      .offset = AT(struct holiday_row, until) },
};
static const struct shape holiday_shape = SHAPE("holiday", struct holiday_row, holiday_fields);

static const struct field make_up_fields[] = {
    { .name = "day", .kind = FIELD_DAY, .flags = FIELD_REQUIRED,
      .offset = AT(struct make_up_row, day) },
};
static const struct shape make_up_shape = SHAPE("make-up", struct make_up_row, make_up_fields);

static const struct field version_fields[] = {
    { .name = "paper", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct version_row, paper), .length_max = 80 },
    { .name = "source", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct version_row, source), .length_max = 200 },
    { .name = "known", .kind = FIELD_DAY, .flags = FIELD_REQUIRED,
      .offset = AT(struct version_row, known) },
    { .name = "holidays", .kind = FIELD_LIST, .flags = FIELD_REQUIRED, .of = &holiday_shape,
      .offset = AT(struct version_row, holidays), .length_max = 40 },
    { .name = "make-up", .kind = FIELD_LIST, .of = &make_up_shape,
      .offset = AT(struct version_row, make_up), .length_max = 40 },
};
static const struct shape version_shape = SHAPE("paper", struct version_row, version_fields);

static const struct field file_fields[] = {
    { .name = "year", .kind = FIELD_COUNT, .flags = FIELD_REQUIRED,
      .offset = AT(struct file_row, year) },
    { .name = "papers", .kind = FIELD_LIST, .flags = FIELD_REQUIRED, .of = &version_shape,
      .offset = AT(struct file_row, papers), .length_max = 10 },
};
static const struct shape file_shape = SHAPE("calendar", struct file_row, file_fields);

struct calendar *calendar_new(struct arena *arena)
{
    struct calendar *calendar = ARENA_NEW(arena, struct calendar);
    calendar->arena = arena;
    return calendar;
}

static void entry_add(struct calendar *calendar, struct date date, bool working,
                      struct text name, struct text english, const struct calendar_paper *paper)
{
    struct entry *entry = ARENA_NEW(calendar->arena, struct entry);
    *entry = (struct entry){ .date = date, .working = working, .name = name,
        .english = english, .paper = paper, .next = calendar->read };
    calendar->read = entry;
    calendar->entry_count++;
}

/* A paper may name the last days of the year before (2022-12-31), no others. */
static bool day_belongs(struct date day, int64_t year)
{
    return date_is_valid(day) && (date_year(day) == year
        || (date_year(day) == year - 1 && date_month(day) == 12));
}

static void version_read(struct calendar *calendar, const struct yaml_reading *reading,
                         int64_t year, const struct version_row *version, int32_t line)
{
    struct calendar_paper *paper = ARENA_NEW(calendar->arena, struct calendar_paper);
    *paper = (struct calendar_paper){ .number = version->paper, .source = version->source,
        .known = version->known, .year = (int32_t)year, .file = reading->file };
    struct paper_link *link = ARENA_NEW(calendar->arena, struct paper_link);
    *link = (struct paper_link){ paper, calendar->papers };
    calendar->papers = link;

    const struct holiday_row *holidays = version->holidays.items;
    for (size_t i = 0; i < version->holidays.count; i++) {
        const struct holiday_row *row = &holidays[i];
        if (!day_belongs(row->from, year) || !day_belongs(row->until, year)
            || date_compare(row->from, row->until) > 0
            || date_days_between(row->from, row->until) >= ROW_OF_DAYS_OFF_MAX) {
            rule_fault_add(reading->faults, reading->file, line, TEXT("holidays"),
                           "rules.fault.days-of-year", row->name, TEXT(""));
            continue;
        }
        for (struct date day = row->from; date_compare(day, row->until) <= 0;
             day = date_plus_days(day, 1))
            entry_add(calendar, day, false, row->name, row->english, paper);
    }
    const struct make_up_row *make_up = version->make_up.items;
    for (size_t i = 0; i < version->make_up.count; i++)
        if (day_belongs(make_up[i].day, year))
            entry_add(calendar, make_up[i].day, true, words_of(MAKE_UP_DAY, LANGUAGE_CHINESE),
                      words_of(MAKE_UP_DAY, LANGUAGE_ENGLISH), paper);
        else
            rule_fault_add(reading->faults, reading->file, line, TEXT("make-up"),
                           "rules.fault.days-of-year", TEXT(""), TEXT(""));
}

void calendar_read(struct calendar *calendar, const struct yaml_reading *reading,
                   const struct yaml *root)
{
    CHECK(!calendar->sealed);
    struct file_row file = { 0 };
    if (!yaml_shape_fill(reading, root, &file_shape, &file))
        return;
    int32_t line = yaml_line(root);
    if (file.year < 1949 || file.year > 2200 || file.papers.count == 0
        || calendar->year_count == YEARS_MAX) {
        rule_fault_add(reading->faults, reading->file, line, TEXT("year"),
                       "rules.fault.days-of-year", TEXT(""), TEXT(""));
        return;
    }
    const struct version_row *versions = file.papers.items;
    struct year *year = &calendar->years[calendar->year_count++];
    *year = (struct year){ (int32_t)file.year, versions[0].known };
    for (size_t i = 0; i < file.papers.count; i++) {
        if (date_compare(versions[i].known, year->known) < 0)
            year->known = versions[i].known;
        version_read(calendar, reading, file.year, &versions[i], line);
    }
}

/* ---- sealing ---- */

static int entry_compare(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = date_compare(a->date, b->date);
    return order != 0 ? order : date_compare(a->paper->known, b->paper->known);
}

static int year_compare(const void *left, const void *right)
{
    const struct year *a = left, *b = right;
    return (a->year > b->year) - (a->year < b->year);
}

void calendar_seal(struct calendar *calendar, struct rule_faults *faults)
{
    CHECK(!calendar->sealed);
    calendar->entries = ARENA_ARRAY(calendar->arena, struct entry, calendar->entry_count + 1);
    size_t at = 0;
    for (const struct entry *entry = calendar->read; entry != NULL; entry = entry->next)
        calendar->entries[at++] = *entry;
    qsort(calendar->entries, calendar->entry_count, sizeof(struct entry), entry_compare);
    qsort(calendar->years, calendar->year_count, sizeof(struct year), year_compare);

    char day[16];
    for (size_t i = 0; i < calendar->entry_count; i++) {
        const struct entry *entry = &calendar->entries[i];
        struct builder builder = builder_over(day, sizeof day);
        date_write(&builder, entry->date);
        if (entry->working && date_weekday(entry->date) < 6)
            rule_fault_add(faults, entry->paper->file, 0, TEXT("make-up"),
                           "rules.fault.make-up-weekday", builder_text(&builder), TEXT(""));
        if (i > 0 && entry_compare(entry, entry - 1) == 0)
            rule_fault_add(faults, entry->paper->file, 0, TEXT("holidays"),
                           "rules.fault.overlap", builder_text(&builder), entry->paper->number);
    }
    for (size_t i = 1; i < calendar->year_count; i++)
        if (calendar->years[i].year == calendar->years[i - 1].year)
            rule_fault_add(faults, TEXT("rules/calendar"), 0, TEXT("year"), "rules.fault.twice",
                           TEXT(""), TEXT(""));
    calendar->sealed = true;
}

/* ---- asking ---- */

static bool paper_is_known(struct date paper, struct moment known)
{
    return known.ms == 0 || date_compare(paper, date_of_moment(known)) <= 0;
}

static bool year_is_known(const struct calendar *calendar, int32_t year, struct moment known)
{
    for (size_t i = 0; i < calendar->year_count; i++)
        if (calendar->years[i].year == year)
            return paper_is_known(calendar->years[i].known, known);
    return false;
}

/* The entry of that day the latest known paper gives, or NULL. */
static const struct entry *entry_on(const struct calendar *calendar, struct date date,
                                    struct moment known)
{
    size_t from = 0, until = calendar->entry_count;
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (date_compare(calendar->entries[middle].date, date) <= 0)
            from = middle + 1;
        else
            until = middle;
    }
    /* `from` is one past the last entry of the day; earlier papers lie before later ones. */
    while (from > 0 && date_compare(calendar->entries[from - 1].date, date) == 0) {
        const struct entry *entry = &calendar->entries[--from];
        if (paper_is_known(entry->paper->known, known))
            return entry;
    }
    return NULL;
}

struct calendar_day calendar_day(const struct calendar *calendar, struct date date,
                                 struct moment known)
{
    CHECK(calendar->sealed);
    CHECK(date_is_valid(date));
    struct calendar_day day = { .date = date };
    day.published = year_is_known(calendar, date_year(date), known);
    const struct entry *entry = entry_on(calendar, date, known);
    if (entry != NULL) {
        day.working = entry->working;
        day.reason = entry->working ? DAY_MAKE_UP : DAY_HOLIDAY;
        day.paper = entry->paper;
        day.name = entry->name;
        day.english = entry->english;
        day.published = true;
        return day;
    }
    day.working = date_weekday(date) < 6;
    day.reason = day.working ? DAY_ORDINARY : DAY_WEEKEND;
    return day;
}

bool calendar_is_working(const struct calendar *calendar, struct date date, struct moment known)
{
    return calendar_day(calendar, date, known).working;
}

struct date calendar_known_until(const struct calendar *calendar, struct moment known)
{
    struct date until = DATE_NONE;
    for (size_t i = 0; i < calendar->year_count; i++) {
        int32_t year = calendar->years[i].year;
        if (!paper_is_known(calendar->years[i].known, known))
            continue;
        if (until.yyyymmdd != 0 && date_year(until) + 1 != year)
            break;
        until = DATE(year, 12, 31);
    }
    return until;
}

size_t calendar_papers_known(const struct calendar *calendar, struct moment known)
{
    size_t count = 0;
    for (const struct paper_link *link = calendar->papers; link != NULL; link = link->next)
        count += paper_is_known(link->paper->known, known);
    return count;
}

const struct calendar_paper *calendar_last_paper(const struct calendar *calendar,
                                                 struct moment known)
{
    const struct calendar_paper *last = NULL;
    for (const struct paper_link *link = calendar->papers; link != NULL; link = link->next)
        if (paper_is_known(link->paper->known, known)
            && (last == NULL || date_compare(link->paper->known, last->known) > 0))
            last = link->paper;
    return last;
}

static struct date roll(const struct calendar *calendar, struct date date, int step,
                        struct moment known)
{
    for (int i = 0; i < ROW_OF_DAYS_OFF_MAX; i++) {
        if (calendar_is_working(calendar, date, known))
            return date;
        date = date_plus_days(date, step);
    }
    check_failed(__FILE__, __LINE__, "a year without a working day");
}

struct date calendar_next_working_day(const struct calendar *calendar, struct date date,
                                      struct moment known)
{
    return roll(calendar, date, 1, known);
}

struct date calendar_previous_working_day(const struct calendar *calendar, struct date date,
                                          struct moment known)
{
    return roll(calendar, date, -1, known);
}

struct date calendar_month_first(const struct calendar *calendar, int year, int month,
                                 struct moment known)
{
    return roll(calendar, DATE(year, month, 1), 1, known);
}

struct date calendar_month_last(const struct calendar *calendar, int year, int month,
                                struct moment known)
{
    return roll(calendar, DATE(year, month, date_month_length(year, month)), -1, known);
}

struct date calendar_plus_working_days(const struct calendar *calendar, struct date date,
                                       int days, struct moment known)
{
    CHECK(days >= 0);
    for (int counted = 0; counted < days;) {
        date = date_plus_days(date, 1);
        counted += calendar_is_working(calendar, date, known);
    }
    return date;
}

int calendar_working_days_between(const struct calendar *calendar, struct date from,
                                  struct date until, struct moment known)
{
    int count = 0;
    while (date_compare(from, until) < 0) {
        from = date_plus_days(from, 1);
        count += calendar_is_working(calendar, from, known);
    }
    return count;
}

const char *day_reason_key(enum day_reason reason)
{
    static const char *const keys[] = {
        [DAY_ORDINARY] = "deadline.day.ordinary", [DAY_WEEKEND] = "deadline.day.weekend",
        [DAY_HOLIDAY] = "deadline.day.holiday", [DAY_MAKE_UP] = "deadline.day.make-up",
    };
    CHECK((size_t)reason < COUNT_OF(keys));
    return keys[reason];
}
