#include "base/ident.h"

#include "base/check.h"

#include <string.h>

#define IDENT_LENGTH 18

static bool ident_digits(struct text text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return true;
}

/* Of digits only, at most nine. */
static int32_t ident_value(struct text text, size_t from, size_t to)
{
    int32_t value = 0;
    for (size_t i = from; i < to; i++)
        value = value * 10 + (text.data[i] - '0');
    return value;
}

static bool ident_day_exists(int32_t yyyymmdd)
{
    static const int LENGTHS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = yyyymmdd / 10000, month = yyyymmdd / 100 % 100, day = yyyymmdd % 100;
    /* Nobody alive was born before 1850; a year beyond is a slip, not a birth. */
    if (year < 1850 || year > 2199 || month < 1 || month > 12)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int length = LENGTHS[month - 1] + (month == 2 && leap ? 1 : 0);
    return day >= 1 && day <= length;
}

/* GB/T 2260: first two digits of the provinces; 83 occurs only in residence permits. */
static bool ident_is_province(int32_t two)
{
    static const unsigned char PROVINCES[] = {
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
        50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
    };
    for (size_t i = 0; i < COUNT_OF(PROVINCES); i++)
        if (PROVINCES[i] == two)
            return true;
    return false;
}

static bool ident_kind_of(int32_t division, enum ident_kind *ret_kind)
{
    switch (division) {
    case 810000: *ret_kind = IDENT_HONG_KONG; return true;
    case 820000: *ret_kind = IDENT_MACAO; return true;
    case 830000: *ret_kind = IDENT_TAIWAN; return true;
    default: break;
    }
    if (division / 10000 == 99) {
        *ret_kind = IDENT_SYNTHETIC;
        return true;
    }
    if (division / 100000 == 9) {
        *ret_kind = IDENT_FOREIGN;
        return ident_is_province(division / 1000 % 100);
    }
    *ret_kind = IDENT_CITIZEN;
    return ident_is_province(division / 10000);
}

char ident_resident_check(struct text seventeen)
{
    static const int WEIGHTS[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    static const char CHECKS[] = "10X98765432";
    CHECK(seventeen.length == COUNT_OF(WEIGHTS) && ident_digits(seventeen, 0, seventeen.length));
    int sum = 0;
    for (size_t i = 0; i < COUNT_OF(WEIGHTS); i++)
        sum += (seventeen.data[i] - '0') * WEIGHTS[i];
    return CHECKS[sum % 11];
}

enum ident_answer ident_resident(struct text number, struct ident_person *ret_person)
{
    if (number.length != IDENT_LENGTH || !ident_digits(number, 0, 17))
        return IDENT_MALFORMED;
    char check = number.data[17];
    if (check != 'X' && (check < '0' || check > '9'))
        return IDENT_MALFORMED;

    struct ident_person person = {
        .division = ident_value(number, 0, 6),
        .born = ident_value(number, 6, 14),
        .female = (number.data[16] - '0') % 2 == 0,
    };
    if (!ident_kind_of(person.division, &person.kind) || !ident_day_exists(person.born))
        return IDENT_MALFORMED;
    *ret_person = person;
    return check == ident_resident_check(text_slice(number, 0, 17)) ? IDENT_OK : IDENT_BAD_CHECK;
}

/* No I, O, S, V, Z: they look like digits or one another. */
static const char UNIFIED_LETTERS[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int ident_unified_value(char letter)
{
    const char *found = letter == '\0' ? NULL : strchr(UNIFIED_LETTERS, letter);
    return found == NULL ? -1 : (int)(found - UNIFIED_LETTERS);
}

char ident_unified_check(struct text seventeen)
{
    CHECK(seventeen.length == 17);
    int sum = 0, weight = 1;
    for (size_t i = 0; i < 17; i++) {
        int value = ident_unified_value(seventeen.data[i]);
        CHECK(value >= 0);
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return UNIFIED_LETTERS[(31 - sum % 31) % 31];
}

enum ident_answer ident_unified(struct text code)
{
    if (code.length != IDENT_LENGTH || !ident_digits(code, 2, 8))
        return IDENT_MALFORMED;
    for (size_t i = 0; i < code.length; i++)
        if (ident_unified_value(code.data[i]) < 0)
            return IDENT_MALFORMED;
    return code.data[17] == ident_unified_check(text_slice(code, 0, 17)) ? IDENT_OK
                                                                         : IDENT_BAD_CHECK;
}

bool ident_institution(struct text code, enum ident_institution *ret_kind, int32_t *ret_division)
{
    if (code.length != 12 || (code.data[0] != 'H' && code.data[0] != 'P')
        || !ident_digits(code, 1, 12))
        return false;
    *ret_kind = code.data[0] == 'H' ? IDENT_HOSPITAL : IDENT_PHARMACY;
    *ret_division = ident_value(code, 1, 7);
    return true;
}

bool ident_physician(struct text code, int32_t *ret_division)
{
    if (code.length != 13 || code.data[0] != 'D' || !ident_digits(code, 1, 13))
        return false;
    *ret_division = ident_value(code, 1, 7);
    return true;
}

bool ident_mobile(struct text number)
{
    return number.length == 11 && ident_digits(number, 0, 11) && number.data[0] == '1'
        && number.data[1] >= '3';
}

bool ident_telephone(struct text number)
{
    if (number.length > 0 && number.data[0] == '1')
        return ident_mobile(number);
    return number.length >= 7 && number.length <= 12 && ident_digits(number, 0, number.length);
}
