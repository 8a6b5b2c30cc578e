/* gzip_test.c: what is packed is smaller, and the same again when it is unpacked. */

#include "base/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <zlib.h>

static void test_packs(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char sheet[4000];
    for (size_t i = 0; i < sizeof sheet; i++)
        sheet[i] = "a{color:#0b4f8a}"[i % 16];
    const struct text cases[] = { { sheet, sizeof sheet }, TEXT("x"), TEXT("") };
    for (size_t i = 0; i < 3; i++) {
        struct text packed = gzip_of(cases[i], &arena);
        assert_int_equal((unsigned char)packed.data[0], 0x1f);
        char back[sizeof sheet + 1];
        z_stream stream = { .next_in = (z_const Bytef *)packed.data,
            .avail_in = (uInt)packed.length, .next_out = (Bytef *)back,
            .avail_out = sizeof back };
        assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        struct text unpacked = { back, sizeof back - stream.avail_out };
        inflateEnd(&stream);
        assert_true(text_equal(unpacked, cases[i]));
    }
    assert_true(gzip_of(cases[0], &arena).length < 200);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_packs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
