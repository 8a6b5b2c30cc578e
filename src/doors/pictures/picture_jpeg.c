/* picture_jpeg.c: JPEG, through libjpeg-turbo, whose errors come back by a jump: all that has to
 * survive it lies in one struct outside of the function that jumps. */

#include "doors/pictures/picture_inside.h"

#include "base/check.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#define QUALITY 80
/* A progressive photo is kept whole until its last pass: 40 million pixels, as cameras do. */
#define MEMORY_MAX (256L << 20)
#define EXIF_MARKER (JPEG_APP0 + 1)
#define EXIF_HEAD 6             /* "Exif" and two zeroes, before the TIFF head */

struct jumping {
    struct jpeg_error_mgr errors;       /* first: libjpeg hands it back */
    struct jpeg_progress_mgr progress;
    jmp_buf back;
    enum picture_answer answer;
};

static _Noreturn void jump_back(j_common_ptr state)
{
    struct jumping *jumping = (struct jumping *)state->err;
    int code = state->err->msg_code;
    jumping->answer = code == JERR_OUT_OF_MEMORY || code == JERR_IMAGE_TOO_BIG
            || code == JERR_NO_BACKING_STORE ? PICTURE_TOO_LARGE : PICTURE_DAMAGED;
    longjmp(jumping->back, 1);
}

/* Half a paper would pass for a whole one with an empty half; any other warning is let pass. */
static void warned(j_common_ptr state, int level)
{
    if (level < 0
        && (state->err->msg_code == JWRN_JPEG_EOF || state->err->msg_code == JWRN_HIT_MARKER))
        jump_back(state);
}

static void say_nothing(j_common_ptr state)
{
    (void)state;
}

/* A picture of thousands of empty passes is small and takes for ever. */
static void watch(j_common_ptr state)
{
    if (state->is_decompressor
        && ((j_decompress_ptr)state)->input_scan_number > LIMIT_PICTURE_PASSES)
        jump_back(state);
}

static void jumping_init(struct jumping *jumping)
{
    jpeg_std_error(&jumping->errors);
    jumping->errors.error_exit = jump_back;
    jumping->errors.emit_message = warned;
    jumping->errors.output_message = say_nothing;
    jumping->progress.progress_monitor = watch;
    jumping->answer = PICTURE_DAMAGED;
}

/* ---- in ---- */

struct unpacking {
    struct jumping jumping;     /* first */
    struct jpeg_decompress_struct state;
    struct pixels pixels;
    unsigned char *row;         /* of ink, where the picture is made for a press */
};

static enum picture_orientation orientation_noted(const struct jpeg_decompress_struct *state)
{
    for (jpeg_saved_marker_ptr marker = state->marker_list; marker != NULL; marker = marker->next)
        if (marker->marker == EXIF_MARKER && marker->data_length > EXIF_HEAD
            && memcmp(marker->data, "Exif\0\0", EXIF_HEAD) == 0)
            return orientation_of_exif((struct text){ (const char *)marker->data + EXIF_HEAD,
                                                      marker->data_length - EXIF_HEAD });
    return ORIENTATION_UPRIGHT;
}

/* By 1/8, 1/4 or 1/2 while it is unpacked: an eighth of the time, and of the memory. */
static void scale_for(struct jpeg_decompress_struct *state, int side_max)
{
    unsigned longer = state->image_width > state->image_height ? state->image_width
                                                               : state->image_height;
    state->scale_num = 1;
    state->scale_denom = 8;
    while (state->scale_denom > 1 && longer / state->scale_denom < (unsigned)side_max)
        state->scale_denom /= 2;
}

/* Presses count ink; who writes such files counts what is left of the light (Adobe). */
static void row_of_ink(const struct unpacking *unpacking, unsigned char *rgb)
{
    bool inverted = unpacking->state.saw_Adobe_marker;
    const unsigned char *ink = unpacking->row;
    for (int x = 0; x < unpacking->pixels.width; x++, ink += 4, rgb += 3)
        for (int i = 0; i < 3; i++) {
            int light = inverted ? ink[i] * ink[3] : (255 - ink[i]) * (255 - ink[3]);
            rgb[i] = (unsigned char)(light / 255);
        }
}

static enum picture_answer rows_take(struct unpacking *unpacking)
{
    struct jpeg_decompress_struct *state = &unpacking->state;
    bool ink = state->out_color_space == JCS_CMYK;
    if (!pixels_init(&unpacking->pixels, (int)state->output_width, (int)state->output_height))
        return PICTURE_TOO_LARGE;
    unpacking->row = ink ? malloc((size_t)state->output_width * 4) : NULL;
    if (ink && unpacking->row == NULL)
        return PICTURE_TOO_LARGE;
    size_t stride = (size_t)state->output_width * 3;
    while (state->output_scanline < state->output_height) {
        unsigned char *rgb = unpacking->pixels.rgb + state->output_scanline * stride;
        JSAMPROW row = ink ? unpacking->row : rgb;
        jpeg_read_scanlines(state, &row, 1);
        if (ink)
            row_of_ink(unpacking, rgb);
    }
    jpeg_finish_decompress(state);
    return PICTURE_MADE;
}

static enum picture_answer unpack(struct unpacking *unpacking, struct text bytes, int side_max,
                                  enum picture_orientation *ret_orientation)
{
    struct jpeg_decompress_struct *state = &unpacking->state;
    state->err = &unpacking->jumping.errors;
    jpeg_create_decompress(state);
    state->mem->max_memory_to_use = MEMORY_MAX;
    state->progress = &unpacking->jumping.progress;
    jpeg_mem_src(state, (const unsigned char *)bytes.data, bytes.length);
    jpeg_save_markers(state, EXIF_MARKER, 0xFFFF);
    jpeg_read_header(state, TRUE);
    if ((int64_t)state->image_width * state->image_height > LIMIT_PICTURE_PIXELS)
        return PICTURE_TOO_LARGE;
    *ret_orientation = orientation_noted(state);
    bool ink = state->jpeg_color_space == JCS_CMYK || state->jpeg_color_space == JCS_YCCK;
    state->out_color_space = ink ? JCS_CMYK : JCS_RGB;
    scale_for(state, side_max);
    jpeg_start_decompress(state);
    return rows_take(unpacking);
}

static void unpack_or_be_thrown(struct unpacking *unpacking, struct text bytes, int side_max,
                                enum picture_orientation *ret_orientation)
{
    if (setjmp(unpacking->jumping.back) == 0)
        unpacking->jumping.answer = unpack(unpacking, bytes, side_max, ret_orientation);
}

enum picture_answer jpeg_unpack(struct text bytes, int side_max, struct pixels *ret_pixels,
                                enum picture_orientation *ret_orientation)
{
    struct unpacking *unpacking = calloc(1, sizeof *unpacking);
    CHECK(unpacking != NULL);
    jumping_init(&unpacking->jumping);
    unpack_or_be_thrown(unpacking, bytes, side_max, ret_orientation);
    jpeg_destroy_decompress(&unpacking->state);
    enum picture_answer answer = unpacking->jumping.answer;
    if (answer == PICTURE_MADE)
        *ret_pixels = unpacking->pixels;
    else
        pixels_release(&unpacking->pixels);
    free(unpacking->row);
    free(unpacking);
    return answer;
}

/* ---- out ---- */

struct packing {
    struct jumping jumping;     /* first */
    struct jpeg_compress_struct state;
    unsigned char *bytes;
    unsigned long length;
};

static enum picture_answer pack(struct packing *packing, const struct pixels *pixels)
{
    struct jpeg_compress_struct *state = &packing->state;
    state->err = &packing->jumping.errors;
    jpeg_create_compress(state);
    jpeg_mem_dest(state, &packing->bytes, &packing->length);
    state->image_width = (unsigned)pixels->width;
    state->image_height = (unsigned)pixels->height;
    state->input_components = 3;
    state->in_color_space = JCS_RGB;
    jpeg_set_defaults(state);
    jpeg_set_quality(state, QUALITY, TRUE);
    state->optimize_coding = TRUE;
    jpeg_start_compress(state, TRUE);
    size_t stride = (size_t)pixels->width * 3;
    while (state->next_scanline < state->image_height) {
        JSAMPROW row = pixels->rgb + state->next_scanline * stride;
        jpeg_write_scanlines(state, &row, 1);
    }
    jpeg_finish_compress(state);
    return packing->length <= LIMIT_PREVIEW_BYTES ? PICTURE_MADE : PICTURE_TOO_LARGE;
}

static void pack_or_be_thrown(struct packing *packing, const struct pixels *pixels)
{
    if (setjmp(packing->jumping.back) == 0)
        packing->jumping.answer = pack(packing, pixels);
}

enum picture_answer jpeg_pack(const struct pixels *pixels, struct arena *arena,
                              struct text *ret_jpeg)
{
    struct packing *packing = calloc(1, sizeof *packing);
    CHECK(packing != NULL);
    jumping_init(&packing->jumping);
    pack_or_be_thrown(packing, pixels);
    jpeg_destroy_compress(&packing->state);
    enum picture_answer answer = packing->jumping.answer;
    if (answer == PICTURE_MADE)
        *ret_jpeg = arena_text(arena, (struct text){ (const char *)packing->bytes,
                                                     packing->length });
    free(packing->bytes);
    free(packing);
    return answer;
}
