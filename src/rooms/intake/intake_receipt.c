/* intake_receipt.c: receipt numbers that can be read out on the telephone. */

#include "rooms/intake/intake_facts.h"

#include "base/check.h"
#include "base/ident.h"

#define RECEIPT_DIGITS_MIN 17   /* place 6, year 4, serial 6, check 1 */
#define RECEIPT_DIGITS_MAX 24

/* ISO 7064 MOD 11,10: finds every wrong digit and nearly every pair exchanged. */
static char check_digit(const char *digits, size_t count)
{
    int product = 10;
    for (size_t i = 0; i < count; i++) {
        int sum = (digits[i] - '0' + product) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (char)('0' + (11 - product) % 10);
}

struct text intake_receipt_write(int64_t place, int64_t year, int64_t serial,
                                 struct arena *arena)
{
    CHECK(place >= 0 && place <= 999999 && year >= 1000 && year <= 9999 && serial >= 0);
    struct text digits = arena_format(arena, "%06lld%04lld%06lld", (long long)place,
                                      (long long)year, (long long)serial);
    return arena_format(arena, "%.6s-%.4s-%.*s-%c", digits.data, digits.data + 6,
                        (int)(digits.length - 10), digits.data + 10,
                        check_digit(digits.data, digits.length));
}

bool intake_receipt_read(struct text text, struct arena *arena, struct text *ret_receipt)
{
    struct text normal = ident_number(text, arena);
    char digits[RECEIPT_DIGITS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < normal.length; i++) {
        char c = normal.data[i];
        if (c == '-')
            continue;
        if (c < '0' || c > '9' || count == sizeof digits)
            return false;
        digits[count++] = c;
    }
    if (count < RECEIPT_DIGITS_MIN || check_digit(digits, count - 1) != digits[count - 1])
        return false;
    *ret_receipt = arena_format(arena, "%.6s-%.4s-%.*s-%c", digits, digits + 6,
                                (int)(count - 11), digits + 10, digits[count - 1]);
    return true;
}

struct intake_receipt_key intake_receipt_key_of(struct text receipt)
{
    return (struct intake_receipt_key){ bucket_of_name(receipt), receipt };
}
