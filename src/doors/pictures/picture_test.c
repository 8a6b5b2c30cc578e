/* picture_test.c: pictures as phones and scanners send them, and as nobody should; in this process
 * and in a child of it. */

#include "doors/pictures/picture_inside.h"

#include "base/check.h"
#include "base/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#define WIDE 96
#define HIGH 64

static struct arena memory;
static const struct picture_wish THUMBNAIL = { PICTURE_THUMBNAIL, 0 };

/* ---- pictures ---- */

/* Four quarters: red, green, blue, white, by the rows. */
static const unsigned char COLOURS[4][3] = {
    { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 },
};

static struct pixels quarters(int width, int height)
{
    struct pixels pixels;
    assert_true(pixels_init(&pixels, width, height));
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            memcpy(pixels.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3,
                   COLOURS[(y >= height / 2) * 2 + (x >= width / 2)], 3);
    return pixels;
}

static struct text jpeg_of(int width, int height)
{
    struct pixels pixels = quarters(width, height);
    struct text jpeg;
    assert_int_equal(jpeg_pack(&pixels, &memory, &jpeg), PICTURE_MADE);
    pixels_release(&pixels);
    return jpeg;
}

static struct text png_of(int width, int height)
{
    struct pixels pixels = quarters(width, height);
    png_image image = { .version = PNG_IMAGE_VERSION, .width = (unsigned)width,
                        .height = (unsigned)height, .format = PNG_FORMAT_RGB };
    size_t length = (size_t)width * (size_t)height * 3 + 4096;
    char *bytes = arena_take(&memory, length);
    assert_true(png_image_write_to_memory(&image, bytes, &length, 0, pixels.rgb, 0, NULL));
    pixels_release(&pixels);
    return (struct text){ bytes, length };
}

static struct text spliced(struct text whole, size_t at, struct text more)
{
    char *bytes = arena_take(&memory, whole.length + more.length);
    memcpy(bytes, whole.data, at);
    memcpy(bytes + at, more.data, more.length);
    memcpy(bytes + at + more.length, whole.data + at, whole.length - at);
    return (struct text){ bytes, whole.length + more.length };
}

/* A TIFF head and a directory of two entries, either end first. */
static struct text exif_of(int orientation, bool big)
{
    static const unsigned char BIG[] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2,
        1, 0x0F, 0, 2, 0, 0, 0, 2, 'C', 0, 0, 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0,
        0, 0, 0, 0 };
    static const unsigned char SMALL[] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0,
        0x0F, 1, 2, 0, 2, 0, 0, 0, 'C', 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0 };
    char *bytes = arena_take(&memory, sizeof BIG);
    memcpy(bytes, big ? BIG : SMALL, sizeof BIG);
    bytes[big ? 31 : 30] = (char)orientation;
    return (struct text){ bytes, sizeof BIG };
}

static struct text with_exif(struct text jpeg, struct text exif)
{
    char head[10] = { '\xFF', '\xE1', 0, (char)(exif.length + 8), 'E', 'x', 'i', 'f', 0, 0 };
    return spliced(spliced(jpeg, 2, exif), 2, (struct text){ head, sizeof head });
}

/* The sum of the chunk is none: it is not what decides. */
static struct text with_exif_chunk(struct text png, struct text exif)
{
    const char head[8] = { 0, 0, 0, (char)exif.length, 'e', 'X', 'I', 'f' };
    const size_t after_header = 8 + 25;
    png = spliced(png, after_header, (struct text){ "\0\0\0", 4 });
    png = spliced(png, after_header, exif);
    return spliced(png, after_header, (struct text){ head, sizeof head });
}

static int colour_at(const struct pixels *pixels, int x, int y)
{
    const unsigned char *rgb =
        pixels->rgb + ((size_t)y * (size_t)pixels->width + (size_t)x) * 3;
    for (int i = 0; i < 4; i++) {
        int far = 0;
        for (int c = 0; c < 3; c++)
            far += abs(rgb[c] - COLOURS[i][c]);
        if (far < 60)
            return i;
    }
    fail_msg("%d %d: %d %d %d is no colour of ours", x, y, rgb[0], rgb[1], rgb[2]);
    return -1;
}

/* "0123": the quarters as they are seen, by the rows. */
static void assert_seen(struct text jpeg, const char *quarters_wanted, int width, int height)
{
    struct pixels seen;
    enum picture_orientation orientation;
    assert_int_equal(jpeg_unpack(jpeg, 10000, &seen, &orientation), PICTURE_MADE);
    assert_int_equal(seen.width, width);
    assert_int_equal(seen.height, height);
    assert_int_equal(orientation, ORIENTATION_UPRIGHT);
    char found[5] = "";
    for (int i = 0; i < 4; i++)
        found[i] = (char)('0' + colour_at(&seen, width * (1 + 2 * (i % 2)) / 4,
                                          height * (1 + 2 * (i / 2)) / 4));
    assert_string_equal(found, quarters_wanted);
    pixels_release(&seen);
}

static struct text made(struct text bytes, struct picture_wish wish)
{
    struct text jpeg;
    assert_int_equal(picture_make(bytes, wish, &memory, &jpeg), PICTURE_MADE);
    return jpeg;
}

/* ---- turned ---- */

static void test_orientations(void **state)
{
    (void)state;
    static const char *const SEEN[] = { "0123", "0123", "1032", "3210", "2301", "0213", "2031",
                                        "3120", "1302", "0123" };
    for (int noted = 0; noted <= 9; noted++) {
        bool lying = noted >= 5 && noted <= 8;
        int width = lying ? HIGH : WIDE, height = lying ? WIDE : HIGH;
        for (int big = 0; big < 2; big++) {
            struct text exif = exif_of(noted, big == 1);
            struct text jpeg = made(with_exif(jpeg_of(WIDE, HIGH), exif), THUMBNAIL);
            assert_seen(jpeg, SEEN[noted], width, height);
            assert_null(memmem(jpeg.data, jpeg.length, "Exif", 4));
            assert_seen(made(with_exif_chunk(png_of(WIDE, HIGH), exif), THUMBNAIL),
                        SEEN[noted], width, height);
        }
    }
}

static void test_turned_by_hand(void **state)
{
    (void)state;
    static const char *const SEEN[] = { "0123", "2031", "3210", "1302" };
    struct text upright = jpeg_of(WIDE, HIGH);
    for (int turned = 0; turned < PICTURE_TURNS; turned++)
        assert_seen(made(upright, (struct picture_wish){ PICTURE_SCREEN, turned }),
                    SEEN[turned], turned % 2 ? HIGH : WIDE, turned % 2 ? WIDE : HIGH);
    /* After the camera's own: upside down and a half turn are upright again. */
    struct text down = with_exif(upright, exif_of(ORIENTATION_UPSIDE_DOWN, true));
    assert_seen(made(down, (struct picture_wish){ PICTURE_THUMBNAIL, 2 }), "0123", WIDE, HIGH);
}

static void test_exif_that_lies(void **state)
{
    (void)state;
    struct text exif = exif_of(6, true);
    for (size_t length = 0; length < exif.length; length++) {
        /* A copy as long as it is, so that reading beyond it is seen. */
        char *bytes = malloc(length + 1);
        memcpy(bytes, exif.data, length);
        enum picture_orientation found = orientation_of_exif((struct text){ bytes, length });
        assert_int_equal(found, length < 34 ? ORIENTATION_UPRIGHT : ORIENTATION_TO_THE_RIGHT);
        free(bytes);
    }
    char far[] = "MM\0*\xFF\xFF\xFF\xFF\0\1";
    assert_int_equal(orientation_of_exif((struct text){ far, sizeof far - 1 }),
                     ORIENTATION_UPRIGHT);
}

/* ---- made small ---- */

static void test_sizes(void **state)
{
    (void)state;
    struct text photo = jpeg_of(3000, 2000), scan = png_of(1000, 2000);
    assert_seen(made(photo, THUMBNAIL), "0123", 320, 213);
    assert_seen(made(scan, THUMBNAIL), "0123", 160, 320);
    assert_seen(made(photo, (struct picture_wish){ PICTURE_SCREEN, 0 }), "0123", 1600, 1066);
    assert_seen(made(with_exif(photo, exif_of(6, false)), THUMBNAIL), "2031", 213, 320);
    struct pixels line = quarters(4000, 2);
    assert_true(pixels_shrink(&line, 320));
    assert_int_equal(line.width, 320);
    assert_int_equal(line.height, 1);
    pixels_release(&line);
}

/* ---- what nobody should send ---- */

static enum picture_answer answer_to(struct text bytes)
{
    struct text jpeg;
    enum picture_answer here = picture_make(bytes, THUMBNAIL, &memory, &jpeg);
    assert_int_equal(picture_preview(bytes, THUMBNAIL, &memory, &jpeg), here);
    return here;
}

static struct text patched(struct text bytes, size_t at, struct text patch)
{
    char *copy = arena_take(&memory, bytes.length);
    memcpy(copy, bytes.data, bytes.length);
    memcpy(copy + at, patch.data, patch.length);
    return (struct text){ copy, bytes.length };
}

static void test_no_pictures(void **state)
{
    (void)state;
    assert_int_equal(answer_to(TEXT("")), PICTURE_NOT_ONE);
    assert_int_equal(answer_to(TEXT("%PDF-1.4")), PICTURE_NOT_ONE);
    assert_int_equal(answer_to(TEXT("GIF89a")), PICTURE_NOT_ONE);
    assert_int_equal(answer_to(TEXT("\xFF\xD8\xFF\xE0sample picture")), PICTURE_DAMAGED);
    assert_int_equal(answer_to(TEXT("\x89PNG\r\n\x1A\n and no more")), PICTURE_DAMAGED);
    struct text jpeg = jpeg_of(WIDE, HIGH), png = png_of(WIDE, HIGH);
    assert_int_equal(answer_to(text_slice(jpeg, 0, jpeg.length - 40)), PICTURE_DAMAGED);
    assert_int_equal(answer_to(text_slice(png, 0, png.length - 40)), PICTURE_DAMAGED);
    assert_int_equal(answer_to(patched(png, png.length - 30, TEXT("\x55\xAA"))),
                     PICTURE_DAMAGED);
}

static void put_big_end_first(char *bytes, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(number >> (24 - 8 * i));
}

/* A few bytes that claim to be gigabytes. */
static void test_bombs(void **state)
{
    (void)state;
    struct text jpeg = jpeg_of(WIDE, HIGH);
    const char *frame = memmem(jpeg.data, jpeg.length, "\xFF\xC0", 2);
    assert_non_null(frame);
    size_t at = (size_t)(frame - jpeg.data) + 5;
    assert_int_equal(answer_to(patched(jpeg, at, TEXT("\xFF\xDC\xFF\xDC"))), PICTURE_TOO_LARGE);

    struct text png = png_of(WIDE, HIGH);
    char header[21] = "IHDR";
    memcpy(header, png.data + 12, 17);
    put_big_end_first(header + 4, 100000);
    put_big_end_first(header + 8, 100000);
    uLong sum = crc32(0, (const Bytef *)header, 17);
    put_big_end_first(header + 17, (uint32_t)sum);
    assert_int_equal(answer_to(patched(png, 12, (struct text){ header, sizeof header })),
                     PICTURE_TOO_LARGE);
}

/* Passes over a progressive picture, the last one again and again. */
static void test_passes_without_end(void **state)
{
    (void)state;
    struct pixels pixels = quarters(WIDE, HIGH);
    struct jpeg_compress_struct writing = { 0 };
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long length = 0;
    writing.err = jpeg_std_error(&errors);
    jpeg_create_compress(&writing);
    jpeg_mem_dest(&writing, &bytes, &length);
    writing.image_width = WIDE;
    writing.image_height = HIGH;
    writing.input_components = 3;
    writing.in_color_space = JCS_RGB;
    jpeg_set_defaults(&writing);
    jpeg_simple_progression(&writing);
    jpeg_start_compress(&writing, TRUE);
    for (size_t y = 0; y < HIGH; y++) {
        JSAMPROW row = pixels.rgb + y * WIDE * 3;
        jpeg_write_scanlines(&writing, &row, 1);
    }
    jpeg_finish_compress(&writing);
    jpeg_destroy_compress(&writing);
    pixels_release(&pixels);

    struct text whole = arena_text(&memory, (struct text){ (char *)bytes, length });
    free(bytes);
    assert_seen(made(whole, THUMBNAIL), "0123", WIDE, HIGH);
    size_t last = whole.length - 2;
    while (memcmp(whole.data + last, "\xFF\xDA", 2) != 0)
        last--;
    struct text pass = text_slice(whole, last, whole.length - 2), endless = whole;
    for (int i = 0; i < 200; i++)
        endless = spliced(endless, last, pass);
    assert_int_equal(answer_to(endless), PICTURE_DAMAGED);
}

/* ---- in a child ---- */

static void test_child(void **state)
{
    (void)state;
    struct text photo = with_exif(jpeg_of(1200, 800), exif_of(8, true)), jpeg;
    const struct picture_wish wish = { PICTURE_THUMBNAIL, 1 };
    assert_int_equal(picture_preview(photo, wish, &memory, &jpeg), PICTURE_MADE);
    assert_true(text_equal(jpeg, made(photo, wish)));
    assert_seen(jpeg, "0123", 320, 213);
    child_use_program("/nowhere/yibao");
    assert_int_equal(picture_preview(photo, wish, &memory, &jpeg), PICTURE_STOPPED);
    child_use_program("/proc/self/exe");
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&memory);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "parse") == 0 && strcmp(argv[2], "picture") == 0)
        picture_child();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_orientations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_turned_by_hand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_exif_that_lies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sizes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bombs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_passes_without_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_child, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
