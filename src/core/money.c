/* money.c: see money.h. Products are formed in 128 bits and rounded once. */

#include "core/money.h"

#include "base/check.h"

__extension__ typedef __int128 wide;

#define DIGITS_BEFORE_POINT 16
#define SHARE_PARTS INT64_C(1000000)
/* price (10^-6 yuan) × quantity (10^-4) is in 10^-10 yuan; a fen is 10^8 of them. */
#define PRICE_TIMES_QUANTITY_A_FEN INT64_C(100000000)

static const char *const ROUNDING_NAMES[] = {
    [ROUND_HALF_UP] = "half-up",
    [ROUND_DOWN] = "down",
    [ROUND_UP] = "up",
    [ROUND_HALF_EVEN] = "half-even",
};
_Static_assert(COUNT_OF(ROUNDING_NAMES) == ROUND_HALF_EVEN + 1, "a name for each rounding");

const char *rounding_name(enum rounding rounding)
{
    CHECK((size_t)rounding < COUNT_OF(ROUNDING_NAMES));
    return ROUNDING_NAMES[rounding];
}

/* Whether what is left of a division, `rest` of `whole` (both positive), goes to the next number
 * away from zero. */
static bool rounds_away(wide quotient, wide rest, wide whole, enum rounding rounding)
{
    switch (rounding) {
    case ROUND_HALF_UP:
        return rest >= whole - rest;
    case ROUND_DOWN:
        return false;
    case ROUND_UP:
        return rest > 0;
    case ROUND_HALF_EVEN:
        if (rest == whole - rest)
            return quotient % 2 != 0;
        return rest > whole - rest;
    }
    CHECK(false);
    return false;
}

static int64_t narrowed(wide value)
{
    CHECK(value >= INT64_MIN && value <= INT64_MAX);
    return (int64_t)value;
}

static int64_t divide_rounded(wide dividend, int64_t divisor, enum rounding rounding)
{
    CHECK(divisor > 0);
    wide size = dividend < 0 ? -dividend : dividend;
    wide quotient = size / divisor;
    wide rest = size % divisor;
    if (rounds_away(quotient, rest, divisor, rounding))
        quotient++;
    return narrowed(dividend < 0 ? -quotient : quotient);
}

struct money money_plus(struct money a, struct money b)
{
    return (struct money){ narrowed((wide)a.fen + b.fen) };
}

struct money money_minus(struct money a, struct money b)
{
    return (struct money){ narrowed((wide)a.fen - b.fen) };
}

struct money money_negated(struct money money)
{
    return money_minus(MONEY_NONE, money);
}

struct money money_least(struct money a, struct money b)
{
    return a.fen <= b.fen ? a : b;
}

struct money money_most(struct money a, struct money b)
{
    return a.fen >= b.fen ? a : b;
}

struct money money_share(struct money money, struct share share, enum rounding rounding)
{
    wide product = (wide)money.fen * share.parts;
    return (struct money){ divide_rounded(product, SHARE_PARTS, rounding) };
}

struct money money_ratio(struct money money, struct money part, struct money whole,
                         enum rounding rounding)
{
    CHECK(whole.fen > 0);
    wide product = (wide)money.fen * part.fen;
    return (struct money){ divide_rounded(product, whole.fen, rounding) };
}

struct money money_of_price(struct price price, struct quantity quantity, enum rounding rounding)
{
    wide product = (wide)price.e6 * quantity.e4;
    return (struct money){ divide_rounded(product, PRICE_TIMES_QUANTITY_A_FEN, rounding) };
}

struct share share_minus(struct share a, struct share b)
{
    return (struct share){ narrowed((wide)a.parts - b.parts) };
}

struct share share_times(struct share a, struct share b)
{
    wide product = (wide)a.parts * b.parts;
    CHECK(product % SHARE_PARTS == 0);
    return (struct share){ divide_rounded(product, SHARE_PARTS, ROUND_DOWN) };
}

static bool digit_value(char character, int64_t *ret_digit)
{
    if (character < '0' || character > '9')
        return false;
    *ret_digit = character - '0';
    return true;
}

/* "-12.5" with at most `decimals` digits after the point, as a count of 10^-decimals. */
static bool decimal_parse(struct text text, int decimals, int64_t *ret_value)
{
    bool negative = text.length > 0 && text.data[0] == '-';
    size_t at = negative ? 1 : 0;
    int64_t value = 0, digit = 0;

    size_t before = 0;
    for (; at < text.length && digit_value(text.data[at], &digit); at++, before++)
        if (before == DIGITS_BEFORE_POINT || __builtin_mul_overflow(value, 10, &value)
            || __builtin_add_overflow(value, digit, &value))
            return false;
    if (before == 0)
        return false;

    int after = 0;
    if (at < text.length) {
        if (text.data[at++] != '.' || at == text.length)
            return false;
        for (; at < text.length; at++, after++)
            if (after == decimals || !digit_value(text.data[at], &digit)
                || __builtin_mul_overflow(value, 10, &value)
                || __builtin_add_overflow(value, digit, &value))
                return false;
    }
    for (; after < decimals; after++)
        if (__builtin_mul_overflow(value, 10, &value))
            return false;
    *ret_value = negative ? -value : value;
    return true;
}

bool money_parse(struct text text, struct money *ret_money)
{
    return decimal_parse(text, 2, &ret_money->fen);
}

bool share_parse(struct text text, struct share *ret_share)
{
    return decimal_parse(text, 6, &ret_share->parts);
}

bool quantity_parse(struct text text, struct quantity *ret_quantity)
{
    return decimal_parse(text, 4, &ret_quantity->e4);
}

bool price_parse(struct text text, struct price *ret_price)
{
    return decimal_parse(text, 6, &ret_price->e6);
}

/* Writes at least `decimals_least` of the `decimals` digits after the point. */
static void decimal_write(struct builder *builder, int64_t value, int decimals, int decimals_least)
{
    char reversed[24];
    size_t length = 0;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int after = decimals;
    for (; after > decimals_least && left % 10 == 0; after--)
        left /= 10;
    for (int digit = 0; digit < after; digit++, left /= 10)
        reversed[length++] = (char)('0' + left % 10);
    if (after > 0)
        reversed[length++] = '.';
    do
        reversed[length++] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        reversed[length++] = '-';

    char straight[24];
    for (size_t i = 0; i < length; i++)
        straight[i] = reversed[length - 1 - i];
    builder_add(builder, (struct text){ straight, length });
}

void money_write(struct builder *builder, struct money money)
{
    decimal_write(builder, money.fen, 2, 2);
}

void share_write(struct builder *builder, struct share share)
{
    decimal_write(builder, share.parts, 6, 0);
}

void share_write_percent(struct builder *builder, struct share share)
{
    decimal_write(builder, share.parts, 4, 0);
    builder_add_char(builder, '%');
}

void quantity_write(struct builder *builder, struct quantity quantity)
{
    decimal_write(builder, quantity.e4, 4, 0);
}

void price_write(struct builder *builder, struct price price)
{
    decimal_write(builder, price.e6, 6, 0);
}
