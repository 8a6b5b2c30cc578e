/* sheet_number.c: numbers and days as spreadsheets keep them. */

#include "doors/sheets/sheet_inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A double holds so many digits; one more and the last are made up. */
#define DIGITS_KEPT 15
#define DAY_LAST 2958465.0      /* 9999-12-31 */
#define DAYS_1904 1462

bool sheet_format_is_day(struct text code)
{
    for (size_t i = 0; i < code.length; i++) {
        char letter = code.data[i];
        if (letter == '"' || letter == '[') {
            char end = letter == '"' ? '"' : ']';
            for (i++; i < code.length && code.data[i] != end; i++)
                continue;
        } else if (letter == '\\' || letter == '_' || letter == '*') {
            i++;
        } else if (letter == ';') {
            return false;
        } else if (strchr("ymdYMD", letter) != NULL && letter != '\0') {
            return true;
        }
    }
    return false;
}

/* Days since 1970-01-01 to a day of the calendar (Howard Hinnant's civil_from_days). */
static struct text day_text(int64_t days, int64_t seconds, struct arena *arena)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524
                           - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_at = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month_at + 2) / 5 + 1;
    int64_t month = month_at < 10 ? month_at + 3 : month_at - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    if (seconds == 0)
        return arena_format(arena, "%04lld-%02lld-%02lld", (long long)year, (long long)month,
                            (long long)day);
    return arena_format(arena, "%04lld-%02lld-%02lldT%02lld:%02lld:%02lld", (long long)year,
                        (long long)month, (long long)day, (long long)(seconds / 3600),
                        (long long)(seconds / 60 % 60), (long long)(seconds % 60));
}

struct text sheet_number(struct text raw, bool day, bool since_1904, struct arena *arena,
                         bool *ret_rounded)
{
    *ret_rounded = false;
    char copy[64];
    char *end;
    raw = text_trim(raw);
    if (raw.length == 0 || raw.length >= sizeof copy)
        return raw;
    memcpy(copy, raw.data, raw.length);
    copy[raw.length] = '\0';
    double value = strtod(copy, &end);
    if (*end != '\0' || !isfinite(value))
        return raw;
    if (day && value >= 1 && value < DAY_LAST) {
        int64_t whole = (int64_t)(value + 0.5 / 86400);     /* half a second short of the next */
        int64_t seconds = (int64_t)((value - (double)whole) * 86400 + 0.5);
        /* Day 1 is 1900-01-01 and day 60 the 29 February that never was. */
        int64_t since = whole + (since_1904 ? DAYS_1904 : (whole < 60 ? 1 : 0));
        return day_text(since - 25569, seconds > 0 ? seconds : 0, arena);
    }
    if (fabs(value) >= 1e15) {
        *ret_rounded = true;
        return fabs(value) < 1e30 ? arena_format(arena, "%.0f", value) : raw;
    }
    snprintf(copy, sizeof copy, "%.*g", DIGITS_KEPT, value);
    if (strchr(copy, 'e') == NULL)
        return arena_text(arena, text_of(copy));
    return fabs(value) >= 1 ? arena_format(arena, "%.0f", value)
                            : arena_format(arena, "%.12f", value);
}
