#include "core/money.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define ROUNDS 20000

/* xorshift64: the same numbers in every run. */
static uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int64_t random_signed(uint64_t *state, int64_t size_max)
{
    uint64_t drawn = random_next(state);
    /* Small and large sizes alike. */
    unsigned shift = (unsigned)(random_next(state) % 60);
    int64_t size = (int64_t)((drawn >> 1 >> shift) % ((uint64_t)size_max + 1));
    return (drawn & 1) != 0 ? -size : size;
}

static bool same_text(struct builder *builder, const char *expected)
{
    bool same = !builder->overflow && text_is(builder_text(builder), expected);
    builder->length = 0;
    return same;
}

static void test_money_reads_wire_texts(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t fen; } GOOD[] = {
        { "113.40", 11340 }, { "-0.05", -5 }, { "12", 1200 }, { "0", 0 }, { "-0", 0 },
        { "0.1", 10 }, { "007.5", 750 }, { "9999999999999999.99", INT64_C(999999999999999999) },
    };
    for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
        struct money money = { 77 };
        assert_true(money_parse(text_of(GOOD[i].text), &money));
        assert_int_equal(money.fen, GOOD[i].fen);
    }
    static const char *const BAD[] = {
        "", "-", ".", ".5", "5.", "1.234", "+1", " 1", "1 ", "1e2", "1,000", "--1", "0x1", "1.2.3",
        "12345678901234567", "一", "1.-2",
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct money money = { 77 };
        assert_false(money_parse(text_of(BAD[i]), &money));
        assert_int_equal(money.fen, 77);
    }
    struct money money = { 77 };
    assert_false(money_parse((struct text){ 0 }, &money));
}

static void test_other_values_read_their_decimals(void **state)
{
    (void)state;
    struct share share;
    struct quantity quantity;
    struct price price;
    assert_true(share_parse(TEXT("0.855"), &share));
    assert_int_equal(share.parts, 855000);
    assert_false(share_parse(TEXT("0.1234567"), &share));
    assert_true(quantity_parse(TEXT("0.5"), &quantity));
    assert_int_equal(quantity.e4, 5000);
    assert_false(quantity_parse(TEXT("0.00001"), &quantity));
    assert_true(price_parse(TEXT("12.345678"), &price));
    assert_int_equal(price.e6, 12345678);
    /* 16 digits before the point would not fit with six behind it. */
    assert_false(price_parse(TEXT("9999999999999999"), &price));
}

static void test_values_are_written(void **state)
{
    (void)state;
    char bytes[64];
    struct builder out = builder_over(bytes, sizeof bytes);
    money_write(&out, (struct money){ 11340 });
    assert_true(same_text(&out, "113.40"));
    money_write(&out, (struct money){ -5 });
    assert_true(same_text(&out, "-0.05"));
    money_write(&out, MONEY_NONE);
    assert_true(same_text(&out, "0.00"));
    money_write(&out, (struct money){ INT64_MIN });
    assert_true(same_text(&out, "-92233720368547758.08"));
    share_write(&out, (struct share){ 855000 });
    assert_true(same_text(&out, "0.855"));
    share_write(&out, SHARE_WHOLE);
    assert_true(same_text(&out, "1"));
    share_write_percent(&out, (struct share){ 855000 });
    assert_true(same_text(&out, "85.5%"));
    share_write_percent(&out, (struct share){ 100 });
    assert_true(same_text(&out, "0.01%"));
    quantity_write(&out, (struct quantity){ 5000 });
    assert_true(same_text(&out, "0.5"));
    price_write(&out, (struct price){ 12000000 });
    assert_true(same_text(&out, "12"));
}

static void test_texts_come_back(void **state)
{
    (void)state;
    uint64_t seed = 20200210;
    char bytes[64];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t value = random_signed(&seed, INT64_C(999999999999999999));
        struct builder out = builder_over(bytes, sizeof bytes);
        struct money money;
        money_write(&out, (struct money){ value });
        assert_true(money_parse(builder_text(&out), &money));
        assert_int_equal(money.fen, value);

        struct share share;
        out.length = 0;
        share_write(&out, (struct share){ value });
        assert_true(share_parse(builder_text(&out), &share));
        assert_int_equal(share.parts, value);

        struct quantity quantity;
        out.length = 0;
        quantity_write(&out, (struct quantity){ value });
        assert_true(quantity_parse(builder_text(&out), &quantity));
        assert_int_equal(quantity.e4, value);
    }
}

static void test_rounding_is_what_its_name_says(void **state)
{
    (void)state;
    static const struct { int64_t fen, parts, half_up, down, up, half_even; } ROWS[] = {
        { 1, 500000, 1, 0, 1, 0 },
        { 3, 500000, 2, 1, 2, 2 },
        { 5, 500000, 3, 2, 3, 2 },
        { -1, 500000, -1, 0, -1, 0 },
        { -3, 500000, -2, -1, -2, -2 },
        { 10, 849999, 8, 8, 9, 8 },
        { 10, 850001, 9, 8, 9, 9 },
        { 100, 850000, 85, 85, 85, 85 },
        { 0, 850000, 0, 0, 0, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct money money = { ROWS[i].fen };
        struct share share = { ROWS[i].parts };
        assert_int_equal(money_share(money, share, ROUND_HALF_UP).fen, ROWS[i].half_up);
        assert_int_equal(money_share(money, share, ROUND_DOWN).fen, ROWS[i].down);
        assert_int_equal(money_share(money, share, ROUND_UP).fen, ROWS[i].up);
        assert_int_equal(money_share(money, share, ROUND_HALF_EVEN).fen, ROWS[i].half_even);
    }
    assert_string_equal(rounding_name(ROUND_HALF_EVEN), "half-even");
}

/* The fund's share and the person's rest are the whole; two shares that add up to one differ from
 * it by no more than the fen that was rounded. */
static void test_shares_conserve_the_amount(void **state)
{
    (void)state;
    uint64_t seed = 20220322;
    for (int i = 0; i < ROUNDS; i++) {
        struct money money = { random_signed(&seed, MONEY_MOST.fen) };
        struct share share = { (int64_t)(random_next(&seed) % 1000001) };
        struct share rest = share_minus(SHARE_WHOLE, share);

        struct money down = money_plus(money_share(money, share, ROUND_DOWN),
                                       money_share(money, rest, ROUND_UP));
        assert_int_equal(down.fen, money.fen);
        struct money even = money_plus(money_share(money, share, ROUND_HALF_EVEN),
                                       money_share(money, rest, ROUND_HALF_EVEN));
        int64_t off = money_minus(even, money).fen;
        assert_in_range(off + 1, 0, 2);

        struct money up = money_share(money, share, ROUND_HALF_UP);
        __extension__ __int128 exact = (__int128)money.fen * share.parts;
        __extension__ __int128 error = (__int128)up.fen * 1000000 - exact;
        assert_true(error <= 500000 && error >= -500000);
        assert_int_equal(money_share(money_negated(money), share, ROUND_HALF_UP).fen, -up.fen);
        assert_int_equal(money_share(money, SHARE_WHOLE, ROUND_UP).fen, money.fen);
    }
}

static void test_ratio_and_price(void **state)
{
    (void)state;
    /* A third of 100.00 each: what is left over is one fen. */
    struct money third = money_ratio((struct money){ 10000 }, (struct money){ 1 },
                                     (struct money){ 3 }, ROUND_HALF_UP);
    assert_int_equal(third.fen, 3333);
    struct money large = money_ratio(MONEY_MOST, MONEY_MOST, MONEY_MOST, ROUND_DOWN);
    assert_int_equal(large.fen, MONEY_MOST.fen);

    struct price price = { 12345678 };      /* 12.345678 yuan */
    struct quantity half = { 5000 };
    assert_int_equal(money_of_price(price, half, ROUND_HALF_UP).fen, 617);
    assert_int_equal(money_of_price(price, half, ROUND_UP).fen, 618);
    assert_int_equal(money_of_price(price, (struct quantity){ -5000 }, ROUND_HALF_UP).fen, -617);
    assert_int_equal(share_times((struct share){ 500000 }, (struct share){ 850000 }).parts, 425000);
    assert_int_equal(money_least((struct money){ 3 }, (struct money){ -4 }).fen, -4);
    assert_int_equal(money_most((struct money){ 3 }, (struct money){ -4 }).fen, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_money_reads_wire_texts),
        cmocka_unit_test(test_other_values_read_their_decimals),
        cmocka_unit_test(test_values_are_written),
        cmocka_unit_test(test_texts_come_back),
        cmocka_unit_test(test_rounding_is_what_its_name_says),
        cmocka_unit_test(test_shares_conserve_the_amount),
        cmocka_unit_test(test_ratio_and_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
