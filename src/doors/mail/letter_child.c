/* letter_child.c: a letter read in a child process: H head, P part, D its bytes, E its end, Z the
 * whole was read. */

#include "base/child.h"
#include "doors/mail/letter.h"

#define CHILD_MEMORY ((size_t)512 << 20)
#define CHILD_SECONDS 60
#define RECORD_BYTES ((size_t)1 << 20)

/* ---- as the child ---- */

static bool put_shape(char tag, const struct shape *shape, const void *object)
{
    struct arena arena;
    arena_init(&arena);
    child_put(tag, shape_pack(shape, object, &arena));
    arena_release(&arena);
    return true;
}

static bool put_head(void *data, const struct letter_head *head)
{
    (void)data;
    return put_shape('H', &letter_head_shape, head);
}

static bool put_part(void *data, const struct letter_part_head *part)
{
    (void)data;
    return put_shape('P', &letter_part_head_shape, part);
}

static bool put_bytes(void *data, struct text bytes)
{
    (void)data;
    child_put('D', bytes);
    return true;
}

static bool put_end(void *data)
{
    (void)data;
    child_put('E', (struct text){ "", 0 });
    return true;
}

_Noreturn void letter_child(void)
{
    struct text bytes;
    const struct letter_taker taker = {
        .head = put_head, .part = put_part, .bytes = put_bytes, .part_end = put_end,
    };
    letter_make_ready();
    if (!child_take_input(&bytes) || !child_confine())
        child_leave(1);
    if (letter_read(bytes, &taker))
        child_put('Z', (struct text){ "", 0 });
    child_leave(0);
}

/* ---- as who asks ---- */

/* What the child says is looked at as if anybody had said it. */
static bool is_line(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.data[i] < 0x20)
            return false;
    return text.length <= LETTER_LINE_BYTES && text_is_utf8(text);
}

static bool head_is_good(const struct letter_head *head)
{
    const struct letter_address *to = head->to.items;
    bool good = is_line(head->message_id) && is_line(head->in_reply_to) && is_line(head->from)
        && is_line(head->from_name) && is_line(head->subject) && text_present(head->from)
        && head->text.length <= LETTER_TEXT_BYTES && text_is_utf8(head->text);
    for (size_t i = 0; i < head->to.count && good; i++)
        good = is_line(to[i].address);
    return good;
}

struct taking {
    const struct letter_taker *taker;
    bool headed, in_part, whole;
    size_t parts;
};

static bool take_record(struct taking *taking, char tag, struct text record,
                        struct arena *arena)
{
    const struct letter_taker *taker = taking->taker;
    struct letter_head head = { .automatic = false };
    struct letter_part_head part = { { 0 }, { 0 } };
    if (tag == 'H' && !taking->headed) {
        taking->headed = shape_unpack(&letter_head_shape, record, arena, &head)
            && head_is_good(&head) && taker->head(taker->data, &head);
        return taking->headed;
    }
    if (tag == 'P' && taking->headed && !taking->in_part
        && taking->parts++ < LETTER_PARTS_MAX) {
        taking->in_part = shape_unpack(&letter_part_head_shape, record, arena, &part)
            && is_line(part.file_name) && is_line(part.file_type)
            && taker->part(taker->data, &part);
        return taking->in_part;
    }
    if (tag == 'D' && taking->in_part)
        return taker->bytes(taker->data, record);
    if (tag == 'E' && taking->in_part) {
        taking->in_part = false;
        return taker->part_end(taker->data);
    }
    taking->whole = tag == 'Z' && taking->headed && !taking->in_part;
    return taking->whole;
}

bool letter_take(int input, const struct letter_taker *taker)
{
    const struct child_plan plan = {
        .words = { "parse", "letter" }, .memory_max = CHILD_MEMORY,
        .seconds_max = CHILD_SECONDS, .record_max = RECORD_BYTES,
    };
    struct child *child = child_start(&plan, input);
    if (child == NULL)
        return false;
    struct taking taking = { .taker = taker };
    struct arena arena;
    struct text record;
    char tag;
    bool good = true;
    arena_init(&arena);
    while (good && child_next(child, &arena, &tag, &record)) {
        good = !taking.whole && take_record(&taking, tag, record, &arena);
        arena_clear(&arena);
    }
    arena_release(&arena);
    bool ended = child_end(child);
    return good && ended && taking.whole;
}
