/* picture_child.c: a picture made small in a child process. Its input is a size, a turn and the
 * paper; its answer one record:
 *
 *     P  the new JPEG
 *     N  enum picture_answer, one byte
 */

#include "base/check.h"
#include "base/child.h"
#include "base/limits.h"
#include "doors/pictures/picture.h"

#include <string.h>
#include <unistd.h>

/* LIMIT_PICTURE_PIXELS at three bytes, the paper itself, and what a program begins with. */
#define CHILD_MEMORY ((size_t)400 << 20)
#define CHILD_SECONDS 30
#define WISH_BYTES 2

/* ---- as the child ---- */

_Noreturn void picture_child(void)
{
    struct text input, jpeg;
    struct arena arena;
    if (!child_take_input(&input) || !child_confine() || input.length < WISH_BYTES)
        child_leave(1);
    const struct picture_wish wish = { (enum picture_size)input.data[0], input.data[1] };
    if (wish.size >= PICTURE_SIZES || wish.turned < 0 || wish.turned >= PICTURE_TURNS)
        child_leave(1);
    arena_init(&arena);
    const char answer = (char)picture_make(text_slice(input, WISH_BYTES, input.length), wish,
                                           &arena, &jpeg);
    if (answer == PICTURE_MADE)
        child_put('P', jpeg);
    else
        child_put('N', (struct text){ &answer, 1 });
    child_leave(0);
}

/* ---- as who asks ---- */

/* What the child says is looked at as if anybody had said it. */
static enum picture_answer answer_of(char tag, struct text record, struct text *ret_jpeg)
{
    if (tag == 'P' && record.length > 3 && memcmp(record.data, "\xFF\xD8\xFF", 3) == 0) {
        *ret_jpeg = record;
        return PICTURE_MADE;
    }
    if (tag == 'N' && record.length == 1 && record.data[0] > PICTURE_MADE
        && record.data[0] < PICTURE_STOPPED)
        return (enum picture_answer)record.data[0];
    return PICTURE_STOPPED;
}

enum picture_answer picture_preview(struct text bytes, struct picture_wish wish,
                                    struct arena *arena, struct text *ret_jpeg)
{
    const struct child_plan plan = {
        .words = { "parse", "picture" }, .memory_max = CHILD_MEMORY,
        .seconds_max = CHILD_SECONDS, .record_max = LIMIT_PREVIEW_BYTES,
    };
    const char head[WISH_BYTES] = { (char)wish.size, (char)wish.turned };
    if (!picture_begins(bytes))
        return PICTURE_NOT_ONE;
    int input = child_input_begin();
    if (input < 0)
        return PICTURE_STOPPED;
    if (!child_input_add(input, (struct text){ head, sizeof head })
        || !child_input_add(input, bytes)) {
        close(input);
        return PICTURE_STOPPED;
    }
    struct child *child = child_start(&plan, input);
    if (child == NULL)
        return PICTURE_STOPPED;
    char tag, after;
    struct text record, more, jpeg = { 0 };
    enum picture_answer answer = PICTURE_STOPPED;
    if (child_next(child, arena, &tag, &record) && !child_next(child, arena, &after, &more))
        answer = answer_of(tag, record, &jpeg);
    if (!child_end(child))
        return PICTURE_STOPPED;
    if (answer == PICTURE_MADE)
        *ret_jpeg = jpeg;
    return answer;
}
