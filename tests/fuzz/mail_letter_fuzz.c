/* mail_letter_fuzz.c: what doors/mail/letter.h promises of any bytes: whatever comes out of a
 * letter is bounded and UTF-8, a part's bytes come between its beginning and its end, and the head
 * before all parts. */

#include "base/check.h"
#include "doors/mail/letter.h"

struct seen { bool headed, in_part; size_t parts; };

static void check_line(struct text line)
{
    CHECK(line.length <= LETTER_LINE_BYTES && text_is_utf8(line));
    for (size_t i = 0; i < line.length; i++)
        CHECK((unsigned char)line.data[i] >= 0x20);
}

static bool see_head(void *data, const struct letter_head *head)
{
    struct seen *seen = data;
    CHECK(!seen->headed && seen->parts == 0);
    seen->headed = true;
    check_line(head->message_id);
    check_line(head->in_reply_to);
    check_line(head->from);
    check_line(head->from_name);
    check_line(head->subject);
    CHECK(text_present(head->from));
    const struct letter_address *to = head->to.items;
    for (size_t i = 0; i < head->to.count; i++)
        check_line(to[i].address);
    CHECK(head->text.length <= LETTER_TEXT_BYTES && text_is_utf8(head->text));
    return true;
}

static bool see_part(void *data, const struct letter_part_head *part)
{
    struct seen *seen = data;
    CHECK(seen->headed && !seen->in_part && ++seen->parts <= LETTER_PARTS_MAX);
    seen->in_part = true;
    check_line(part->file_name);
    check_line(part->file_type);
    for (size_t i = 0; i < part->file_name.length; i++)
        CHECK(part->file_name.data[i] != '/' && part->file_name.data[i] != '\\');
    return true;
}

static bool see_bytes(void *data, struct text bytes)
{
    CHECK(((struct seen *)data)->in_part && bytes.length > 0);
    return true;
}

static bool see_end(void *data)
{
    struct seen *seen = data;
    CHECK(seen->in_part);
    seen->in_part = false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready)
        letter_make_ready();
    ready = true;
    struct seen seen = { .parts = 0 };
    const struct letter_taker taker = {
        .data = &seen, .head = see_head, .part = see_part, .bytes = see_bytes,
        .part_end = see_end,
    };
    bool read = letter_read((struct text){ (const char *)data, size }, &taker);
    CHECK(!read || (seen.headed && !seen.in_part));
    return 0;
}
