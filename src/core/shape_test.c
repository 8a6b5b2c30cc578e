#include "core/shape.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define ROUNDS 3000

struct line {
    struct text name;
    struct price price;
    struct quantity quantity;
    bool bought;
};
static const struct field LINE_FIELDS[] = {
    { .name = "name", .kind = FIELD_TEXT, .offset = AT(struct line, name), .length_max = 4 },
    { .name = "price", .kind = FIELD_PRICE, .offset = AT(struct line, price) },
    { .name = "quantity", .kind = FIELD_QUANTITY, .offset = AT(struct line, quantity) },
    { .name = "bought", .kind = FIELD_FLAG, .offset = AT(struct line, bought) },
};
static const struct shape LINE = SHAPE("line", struct line, LINE_FIELDS);

struct bill {
    int64_t person, count;
    struct text level, seal;
    struct money billed;
    struct share share;
    struct date day;
    struct moment at;
    struct line first;
    struct list lines;
    struct text added;
};
#define BILL(kind_, member_, ...) \
    { .name = #member_, .national = "nat_" #member_, .kind = (kind_), \
      .offset = AT(struct bill, member_), __VA_ARGS__ }
static const struct field BILL_FIELDS[] = {
    BILL(FIELD_ID, person, .flags = FIELD_REQUIRED),
    BILL(FIELD_COUNT, count, .flags = 0),
    BILL(FIELD_CODE, level, .codes = "chrgitm_lv"),
    BILL(FIELD_BYTES, seal, .length_max = 8),
    BILL(FIELD_MONEY, billed, .flags = 0),
    BILL(FIELD_SHARE, share, .flags = 0),
    BILL(FIELD_DAY, day, .flags = 0),
    BILL(FIELD_MOMENT, at, .flags = 0),
    BILL(FIELD_OBJECT, first, .of = &LINE),
    BILL(FIELD_LIST, lines, .of = &LINE),
    BILL(FIELD_TEXT, added, .flags = 0),
};
static const struct shape BILL_NOW = SHAPE("bill", struct bill, BILL_FIELDS);
/* The same before `added` was thought of. */
static const struct shape BILL_BEFORE = {
    .name = "bill", .size = sizeof(struct bill), .fields = BILL_FIELDS,
    .field_count = COUNT_OF(BILL_FIELDS) - 1,
};

static struct arena arena;

static int arena_open(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int arena_close(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const char *read_bill(const char *name, const char *text, struct bill *bill)
{
    const struct field *field = shape_field(&BILL_NOW, text_of(name));
    assert_non_null(field);
    const char *why = field_read(field, text_of(text), &arena, bill);
    if (why != NULL)
        assert_true(words_has(why));
    return why;
}

static bool writes(const char *name, const struct bill *bill, const char *expected)
{
    char bytes[128];
    struct builder out = builder_over(bytes, sizeof bytes);
    field_write(shape_field(&BILL_NOW, text_of(name)), bill, &out);
    return text_is(builder_text(&out), expected);
}

static void test_fields_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(shape_field(&BILL_NOW, TEXT("day")), &BILL_FIELDS[6]);
    assert_ptr_equal(shape_field_national(&BILL_NOW, TEXT("nat_day")), &BILL_FIELDS[6]);
    assert_null(shape_field(&BILL_NOW, TEXT("da")));
    assert_null(shape_field(&BILL_NOW, TEXT("days")));
    assert_null(shape_field(&BILL_NOW, TEXT("")));
    assert_null(shape_field(&BILL_NOW, (struct text){ 0 }));
    assert_null(shape_field_national(&LINE, TEXT("name")));
}

static void test_scalars_come_back_as_written(void **state)
{
    (void)state;
    static const struct { const char *name, *text, *written; } GOOD[] = {
        { "person", "9223372036854775807", "9223372036854775807" },
        { "count", "-3", "-3" },
        { "level", "1", "01" },
        { "seal", "", "" },
        { "seal", "AP8Q", "AP8Q" },
        { "seal", "AP8=", "AP8=" },
        { "seal", "AA==", "AA==" },
        { "billed", "113.4", "113.40" },
        { "billed", "-10000000000000.00", "-10000000000000.00" },
        { "share", "0.850", "0.85" },
        { "day", "20200210", "2020-02-10" },
        { "day", "2020-02-10 23:30:00", "2020-02-10" },
        { "at", "2020-02-10T09:00", "2020-02-10 09:00:00" },
        { "added", "第一行\n\t第二行", "第一行\n\t第二行" },
    };
    for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
        struct bill bill = { 0 };
        assert_null(read_bill(GOOD[i].name, GOOD[i].text, &bill));
        assert_true(writes(GOOD[i].name, &bill, GOOD[i].written));
    }
    struct bill empty = { 0 };
    assert_true(writes("day", &empty, ""));
    assert_true(writes("person", &empty, ""));
    assert_true(writes("billed", &empty, "0.00"));
}

static void test_bad_scalars_say_why_and_change_nothing(void **state)
{
    (void)state;
    static const struct { const char *name, *text, *why; } BAD[] = {
        { "person", "0", "input.not-an-id" },
        { "person", "", "input.not-an-id" },
        { "count", "1.5", "input.not-a-number" },
        { "level", "77", "input.not-a-code" },
        { "level", "", "input.not-a-code" },
        { "level", "\x01", "input.bad-text" },
        { "seal", "AP8", "input.not-bytes" },
        { "seal", "AP=8", "input.not-bytes" },
        { "seal", "A===", "input.not-bytes" },
        { "seal", "AB==", "input.not-bytes" },
        { "seal", "AAAAAAAAAAAA", "input.too-many-bytes" },
        { "billed", "1.234", "input.not-an-amount" },
        { "billed", "10000000000000.01", "input.out-of-range" },
        { "billed", "-10000000000000.01", "input.out-of-range" },
        { "share", "1000.000001", "input.out-of-range" },
        { "share", "85%", "input.not-a-share" },
        { "day", "2020-02-30", "input.not-a-day" },
        { "at", "tomorrow", "input.not-a-moment" },
        { "added", "a\x1B[2J", "input.bad-text" },
        { "added", "\xC2\x85", "input.bad-text" },
        { "added", "\xFF", "input.bad-text" },
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct bill bill = { 0 }, before = { 0 };
        const char *why = read_bill(BAD[i].name, BAD[i].text, &bill);
        assert_non_null(why);
        assert_string_equal(why, BAD[i].why);
        assert_memory_equal(&bill, &before, sizeof bill);
    }
}

static void test_lengths_are_characters(void **state)
{
    (void)state;
    struct line line = { 0 };
    const struct field *name = &LINE_FIELDS[0];
    assert_null(field_read(name, TEXT("四个汉字"), &arena, &line));
    assert_string_equal(field_read(name, TEXT("五个汉字吧"), &arena, &line), "input.too-long");
    assert_true(text_is(line.name, "四个汉字"));

    size_t size = LIMIT_FIELD_BYTES + 1;
    char *large = arena_take(&arena, size);
    memset(large, 'a', size);
    struct bill bill = { 0 };
    const struct field *added = shape_field(&BILL_NOW, TEXT("added"));
    assert_string_equal(field_read(added, (struct text){ large, size }, &arena, &bill),
                        "input.too-long");
    assert_null(field_read(added, (struct text){ large, size - 1 }, &arena, &bill));
}

static void test_flags(void **state)
{
    (void)state;
    const struct field *bought = &LINE_FIELDS[3];
    static const char *const YES[] = { "true", "1", "yes" };
    static const char *const NO[] = { "false", "0", "no" };
    for (size_t i = 0; i < COUNT_OF(YES); i++) {
        struct line line = { 0 };
        assert_null(field_read(bought, text_of(YES[i]), &arena, &line));
        assert_true(line.bought);
        assert_null(field_read(bought, text_of(NO[i]), &arena, &line));
        assert_false(line.bought);
    }
    struct line line = { 0 };
    assert_string_equal(field_read(bought, TEXT("2"), &arena, &line), "input.not-a-flag");
}

/* ---- packing ---- */

static uint64_t drawn_next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 16;
}

static int64_t draw_integer(uint64_t *seed)
{
    uint64_t bits = drawn_next(seed) << 32 ^ drawn_next(seed);
    return drawn_next(seed) % 4 == 0 ? 0 : (int64_t)(bits >> drawn_next(seed) % 64);
}

static struct text draw_text(uint64_t *seed)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz";
    uint64_t length = drawn_next(seed) % 27;
    return length == 26 ? (struct text){ 0 } : (struct text){ LETTERS, (size_t)length };
}

static struct line draw_line(uint64_t *seed)
{
    return (struct line){ .name = draw_text(seed), .price = { draw_integer(seed) },
                          .quantity = { -draw_integer(seed) },
                          .bought = drawn_next(seed) % 2 == 0 };
}

static struct bill draw_bill(uint64_t *seed)
{
    struct bill bill = {
        .person = draw_integer(seed), .count = draw_integer(seed), .level = draw_text(seed),
        .seal = draw_text(seed), .billed = { draw_integer(seed) }, .share = { draw_integer(seed) },
        .day = { (int32_t)draw_integer(seed) }, .at = { draw_integer(seed) },
        .first = draw_line(seed), .added = draw_text(seed),
    };
    bill.lines.count = drawn_next(seed) % 4;
    struct line *lines = ARENA_ARRAY(&arena, struct line, bill.lines.count);
    for (size_t i = 0; i < bill.lines.count; i++)
        lines[i] = draw_line(seed);
    bill.lines.items = lines;
    return bill;
}

static void assert_same_text(struct text a, struct text b)
{
    assert_true(text_equal(a, b));
    assert_int_equal(a.data == NULL, b.data == NULL);
}

static void assert_same_line(const struct line *a, const struct line *b)
{
    assert_same_text(a->name, b->name);
    assert_int_equal(a->price.e6, b->price.e6);
    assert_int_equal(a->quantity.e4, b->quantity.e4);
    assert_int_equal(a->bought, b->bought);
}

static void assert_same_bill(const struct bill *a, const struct bill *b)
{
    assert_int_equal(a->person, b->person);
    assert_int_equal(a->count, b->count);
    assert_same_text(a->level, b->level);
    assert_same_text(a->seal, b->seal);
    assert_int_equal(a->billed.fen, b->billed.fen);
    assert_int_equal(a->share.parts, b->share.parts);
    assert_int_equal(a->day.yyyymmdd, b->day.yyyymmdd);
    assert_int_equal(a->at.ms, b->at.ms);
    assert_same_line(&a->first, &b->first);
    assert_int_equal(a->lines.count, b->lines.count);
    for (size_t i = 0; i < a->lines.count; i++)
        assert_same_line((struct line *)a->lines.items + i, (struct line *)b->lines.items + i);
    assert_same_text(a->added, b->added);
}

static void test_packed_comes_back(void **state)
{
    (void)state;
    uint64_t seed = 20200207;
    for (int i = 0; i < ROUNDS; i++) {
        arena_clear(&arena);
        struct bill bill = draw_bill(&seed), back;
        struct text packed = shape_pack(&BILL_NOW, &bill, &arena);
        memset(&back, 0x5A, sizeof back);
        assert_true(shape_unpack(&BILL_NOW, packed, &arena, &back));
        assert_same_bill(&bill, &back);
        struct text again = shape_pack(&BILL_NOW, &back, &arena);
        assert_true(text_equal(packed, again));

        const struct bill *copy = shape_copy(&BILL_NOW, &bill, &arena);
        assert_same_bill(&bill, copy);
        if (bill.level.data != NULL)
            assert_ptr_not_equal(copy->level.data, bill.level.data);
    }
}

static void test_packed_is_small(void **state)
{
    (void)state;
    struct bill bill = { 0 };
    assert_int_equal(shape_pack(&BILL_NOW, &bill, &arena).length, 1);
    bill.person = 63;
    assert_int_equal(shape_pack(&BILL_NOW, &bill, &arena).length, 3);
}

static void test_a_new_field_changes_no_old_text(void **state)
{
    (void)state;
    struct bill bill = { .person = 7, .lines = { &(struct line){ .bought = true }, 1 } }, back;
    struct text before = shape_pack(&BILL_BEFORE, &bill, &arena);
    assert_true(text_equal(before, shape_pack(&BILL_NOW, &bill, &arena)));
    assert_true(shape_unpack(&BILL_NOW, before, &arena, &back));
    assert_same_bill(&bill, &back);

    bill.added = TEXT("new");
    struct text after = shape_pack(&BILL_NOW, &bill, &arena);
    assert_false(shape_unpack(&BILL_BEFORE, after, &arena, &back));
}

static void test_damaged_texts_are_refused_or_harmless(void **state)
{
    (void)state;
    uint64_t seed = 20220329;
    for (int i = 0; i < ROUNDS; i++) {
        arena_clear(&arena);
        struct bill bill = draw_bill(&seed), back;
        struct text packed = shape_pack(&BILL_NOW, &bill, &arena);
        size_t cut = drawn_next(&seed) % packed.length;
        assert_false(shape_unpack(&BILL_NOW, text_slice(packed, 0, cut), &arena, &back));

        struct text damaged = arena_text(&arena, packed);
        char *bytes = (char *)damaged.data;
        bytes[drawn_next(&seed) % damaged.length] ^= (char)(1 << drawn_next(&seed) % 8);
        /* Either answer is good; what it says yes to must pack again. */
        if (shape_unpack(&BILL_NOW, damaged, &arena, &back))
            shape_pack(&BILL_NOW, &back, &arena);
    }
    struct bill back = { .person = 5 };
    assert_false(shape_unpack(&BILL_NOW, TEXT("\x01\x01\x02\x00"), &arena, &back));
    assert_int_equal(back.person, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_by_name),
        cmocka_unit_test(test_scalars_come_back_as_written),
        cmocka_unit_test(test_bad_scalars_say_why_and_change_nothing),
        cmocka_unit_test(test_lengths_are_characters),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_packed_comes_back),
        cmocka_unit_test(test_packed_is_small),
        cmocka_unit_test(test_a_new_field_changes_no_old_text),
        cmocka_unit_test(test_damaged_texts_are_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
