/* letter_read.c: MIME by gmime, its only wrapper. */

#include "doors/mail/letter.h"

#include "base/check.h"

#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

#define ADDRESSES_MAX 30

static const struct field address_fields[] = {
    { "address", NULL, FIELD_TEXT, 0, AT(struct letter_address, address) },
};
static const struct shape address_shape =
    SHAPE("letter_address", struct letter_address, address_fields);
#define HEAD(member_) AT(struct letter_head, member_)
static const struct field head_fields[] = {
    { "message_id", NULL, FIELD_TEXT, 0, HEAD(message_id) },
    { "in_reply_to", NULL, FIELD_TEXT, 0, HEAD(in_reply_to) },
    { "from", NULL, FIELD_TEXT, 0, HEAD(from) },
    { "from_name", NULL, FIELD_TEXT, 0, HEAD(from_name) },
    { "to", NULL, FIELD_LIST, 0, HEAD(to), .of = &address_shape },
    { "subject", NULL, FIELD_TEXT, 0, HEAD(subject) },
    { "sent_at", NULL, FIELD_MOMENT, 0, HEAD(sent_at) },
    { "text", NULL, FIELD_TEXT, 0, HEAD(text) },
    { "automatic", NULL, FIELD_FLAG, 0, HEAD(automatic) },
};
const struct shape letter_head_shape = SHAPE("letter_head", struct letter_head, head_fields);
static const struct field part_fields[] = {
    { "file_name", NULL, FIELD_TEXT, 0, AT(struct letter_part_head, file_name) },
    { "file_type", NULL, FIELD_TEXT, 0, AT(struct letter_part_head, file_type) },
};
const struct shape letter_part_head_shape =
    SHAPE("letter_part_head", struct letter_part_head, part_fields);

/* ---- getting ready ---- */

/* What letters are written in. Held open for good: a table that is open is not looked for again. */
static const char *const CODES[] = {
    "GB18030", "GBK", "GB2312", "BIG5", "UTF-16", "UTF-16LE", "ISO-8859-1", "WINDOWS-1252",
    "US-ASCII", "HZ-GB-2312",
};
static GMimeParserOptions *options;
static iconv_t open_codes[COUNT_OF(CODES)][2];
static iconv_t from_gb18030;

void letter_make_ready(void)
{
    static const char *const FALLBACKS[] = { "utf-8", "gb18030", "iso-8859-1", NULL };
    for (size_t i = 0; i < COUNT_OF(CODES); i++) {
        open_codes[i][0] = iconv_open("UTF-8", CODES[i]);
        open_codes[i][1] = iconv_open(CODES[i], "UTF-8");
    }
    from_gb18030 = iconv_open("UTF-8", "GB18030");
    g_mime_init();
    options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, (const char **)(uintptr_t)FALLBACKS);
    g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
    g_mime_parser_options_set_parameter_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
    g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
}

/* ---- texts ---- */

/* One line of a head: no controls, well-formed, bounded. */
static struct text line_of(const char *raw, struct arena *arena)
{
    if (raw == NULL)
        return (struct text){ 0 };
    struct text given = text_slice(text_of(raw), 0, LETTER_LINE_BYTES);
    given.length = text_utf8_prefix(given);
    char *bytes = arena_take(arena, given.length + 1);
    for (size_t i = 0; i < given.length; i++)
        bytes[i] = (unsigned char)given.data[i] < 0x20 || given.data[i] == 0x7F ? ' '
                                                                              : given.data[i];
    return text_trim((struct text){ bytes, given.length });
}

static struct text address_of(const char *raw, struct arena *arena)
{
    struct text line = line_of(raw, arena);
    char *bytes = arena_take(arena, line.length + 1);
    for (size_t i = 0; i < line.length; i++) {
        bytes[i] = line.data[i];
        if (bytes[i] >= 'A' && bytes[i] <= 'Z')
            bytes[i] = (char)(bytes[i] - 'A' + 'a');
        if (bytes[i] == ' ' || bytes[i] == '<' || bytes[i] == '>')
            return (struct text){ 0 };
    }
    return (struct text){ bytes, line.length };
}

/* In whatever case its letters are. */
static bool begins_with_one(struct text word, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word.length >= strlen(names[i])
            && g_ascii_strncasecmp(word.data, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* Many programs say GB2312 and write what only GB18030 has; some say nothing, or that it is Latin,
 * in which nobody writes Chinese. */
static struct text utf8_of(struct text bytes, const char *charset, struct arena *arena)
{
    static const char *const GB[] = { "gb", "x-gb" };
    static const char *const LATIN[] = { "iso-8859-1", "us-ascii", "windows-1252", "latin1" };
    const struct text said = charset == NULL ? TEXT("") : text_of(charset);
    bool says_gb = begins_with_one(said, GB, COUNT_OF(GB));
    bool says_latin = begins_with_one(said, LATIN, COUNT_OF(LATIN));
    if (!says_gb && text_is_utf8(bytes))
        return bytes;
    iconv_t from = from_gb18030, opened = (iconv_t)-1;
    if (charset != NULL && !says_gb && !says_latin && g_ascii_strcasecmp(charset, "utf-8") != 0) {
        opened = iconv_open("UTF-8", charset);
        if (opened != (iconv_t)-1)
            from = opened;
    }
    size_t room = 2 * bytes.length + 16, out_left = room, in_left = bytes.length;
    char *out = arena_take(arena, room), *out_at = out, *in_at = (char *)(uintptr_t)bytes.data;
    iconv(from, NULL, NULL, NULL, NULL);
    while (in_left > 0 && iconv(from, &in_at, &in_left, &out_at, &out_left) == (size_t)-1
           && in_left > 0 && out_left > 0) {
        *out_at++ = '?';        /* a letter nobody can read does not cost the rest */
        out_left--;
        in_at++;
        in_left--;
        iconv(from, NULL, NULL, NULL, NULL);
    }
    if (opened != (iconv_t)-1)
        iconv_close(opened);
    return (struct text){ out, room - out_left };
}

/* Line ends become \n, controls blanks. */
static struct text clean(struct text text, struct arena *arena)
{
    char *bytes = arena_take(arena, text.length + 1);
    size_t length = 0;
    text.length = text_utf8_prefix(text);
    for (size_t i = 0; i < text.length && length < LETTER_TEXT_BYTES; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '\r')
            continue;
        bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
        /* C1: two bytes, of which the second decides. */
        if (byte == 0xC2 && i + 1 < text.length && (unsigned char)text.data[i + 1] < 0xA0) {
            control = true;
            i++;
        }
        bytes[length++] = control ? ' ' : (char)byte;
    }
    struct text kept = { bytes, length };
    kept.length = text_utf8_prefix(kept);
    return text_trim(kept);
}

/* What a tag is in plain text: a row of a table is a line, its cells stand apart by a tabulator,
 * whatever ends a line in one of them. '\0': nothing. */
static char letter_of_tag(struct text tag, bool *in_cell)
{
    static const char *const LINES[] = { "br", "/p", "/div", "/li", "/h1", "/h2" };
    static const char *const CELLS[] = { "td", "th>", "th " };
    static const char *const CELL_ENDS[] = { "/td", "/th>" };
    static const char *const ROW_ENDS[] = { "/tr", "/table" };
    bool cell_ends = begins_with_one(tag, CELL_ENDS, COUNT_OF(CELL_ENDS));
    bool row_ends = begins_with_one(tag, ROW_ENDS, COUNT_OF(ROW_ENDS));
    if (cell_ends || row_ends) {
        *in_cell = false;
        return cell_ends ? '\t' : '\n';
    }
    *in_cell |= begins_with_one(tag, CELLS, COUNT_OF(CELLS));
    if (!begins_with_one(tag, LINES, COUNT_OF(LINES)))
        return '\0';
    return *in_cell ? ' ' : '\n';
}

/* A page made for a browser, as the text in it. */
static struct text text_of_html(struct text html, struct arena *arena)
{
    static const struct { const char *name; char letter; } NAMED[] = {
        { "&nbsp;", ' ' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' },
    };
    char *bytes = arena_take(arena, html.length + 1);
    size_t length = 0;
    bool in_cell = false;
    for (size_t i = 0; i < html.length; i++) {
        struct text left = text_slice(html, i, html.length);
        if (html.data[i] == '<') {
            size_t end = i;
            bool style = left.length > 6 && (g_ascii_strncasecmp(left.data, "<style", 6) == 0
                                             || g_ascii_strncasecmp(left.data, "<script", 7) == 0);
            while (end < html.length && html.data[end] != '>')
                end++;
            /* With its end, so that a name that only begins like another is none. */
            char instead = letter_of_tag(text_slice(html, i + 1, end < html.length ? end + 1 : end),
                                         &in_cell);
            if (instead != '\0')
                bytes[length++] = instead;
            for (; style && end < html.length && html.data[end] != '<'; end++)
                continue;
            i = style ? end - 1 : end;
            continue;
        }
        char letter = html.data[i];
        for (size_t k = 0; letter == '&' && k < COUNT_OF(NAMED); k++)
            if (text_starts(left, text_of(NAMED[k].name))) {
                letter = NAMED[k].letter;
                i += strlen(NAMED[k].name) - 1;
                break;
            }
        bytes[length++] = letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    return (struct text){ bytes, length };
}

/* ---- parts ---- */

struct walk {
    const struct letter_taker *taker;
    struct arena arena;
    struct letter_head head;
    bool plain;                 /* a text was found; a page is then the same again */
};

/* Decoded; NULL: it has no content. To be unreferenced. */
static GByteArray *content_of(GMimePart *part, GMimeStream **ret_stream)
{
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    if (wrapper == NULL)
        return NULL;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(wrapper, stream);
    *ret_stream = stream;
    return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}

static bool is_attached(GMimeObject *object)
{
    const char *disposition = g_mime_object_get_disposition(object);
    bool named = GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object)) != NULL;
    return named || (disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0);
}

static void read_text(struct walk *walk, GMimePart *part, bool html)
{
    if (walk->plain || (html && walk->head.text.length > 0))
        return;
    GMimeStream *stream = NULL;
    GByteArray *content = content_of(part, &stream);
    if (content == NULL)
        return;
    const char *charset =
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    struct text bytes = { (const char *)content->data, content->len };
    if (content->len > 0) {
        struct text text = utf8_of(bytes, charset, &walk->arena);
        if (html)
            text = text_of_html(text, &walk->arena);
        walk->head.text = clean(text, &walk->arena);
        walk->plain = !html && walk->head.text.length > 0;
    }
    g_object_unref(stream);
}

/* The name as a person knows it: a folder in it is none of ours. */
static struct text plain_name(const char *raw, struct arena *arena)
{
    struct text name = line_of(raw, arena);
    for (size_t i = name.length; i > 0; i--)
        if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
            return text_slice(name, i, name.length);
    return name;
}

static bool give_bytes(struct walk *walk, const struct letter_part_head *head,
                       GMimeStream *stream)
{
    const struct letter_taker *taker = walk->taker;
    GByteArray *content = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    const struct text bytes = { (const char *)content->data, content->len };
    bool good = taker->part(taker->data, head);
    for (size_t at = 0; good && at < bytes.length; at += 65536)
        good = taker->bytes(taker->data, text_slice(bytes, at, at + 65536));
    return good && taker->part_end(taker->data);
}

static bool give_part(struct walk *walk, GMimeObject *object)
{
    GMimeStream *stream = NULL;
    struct letter_part_head head = { .file_type = TEXT("message/rfc822"),
                                     .file_name = TEXT("letter.eml") };
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        stream = g_mime_stream_mem_new();
        if (inner != NULL)
            g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, stream);
    } else {
        if (content_of(GMIME_PART(object), &stream) == NULL)
            return true;
        char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
        head.file_type = line_of(type, &walk->arena);
        head.file_name = plain_name(g_mime_part_get_filename(GMIME_PART(object)), &walk->arena);
        g_free(type);
    }
    bool good = give_bytes(walk, &head, stream);
    g_object_unref(stream);
    return good;
}

/* `texts`: only what a person reads; else only what is attached. */
static bool walk_parts(struct walk *walk, GMimeMessage *message, bool texts)
{
    GMimePartIter *iter = g_mime_part_iter_new(GMIME_OBJECT(message));
    size_t count = 0;
    bool good = true;
    char *forwarded = NULL;     /* what stands in a letter within is not in ours */
    do {
        GMimeObject *object = g_mime_part_iter_get_current(iter);
        bool leaf = object != NULL && (GMIME_IS_PART(object) || GMIME_IS_MESSAGE_PART(object));
        char *path = g_mime_part_iter_get_path(iter);
        bool within = forwarded != NULL && g_str_has_prefix(path, forwarded);
        if (leaf && !within && GMIME_IS_MESSAGE_PART(object)) {
            g_free(forwarded);
            forwarded = g_strconcat(path, ".", NULL);
        }
        g_free(path);
        if (!leaf || within)
            continue;
        bool text = GMIME_IS_TEXT_PART(object) && !is_attached(object);
        if (texts && text)
            read_text(walk, GMIME_PART(object),
                      g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text",
                                                  "html"));
        else if (!texts && !text)
            good = ++count <= LETTER_PARTS_MAX && give_part(walk, object);
    } while (good && g_mime_part_iter_next(iter));
    g_mime_part_iter_free(iter);
    g_free(forwarded);
    return good;
}

/* ---- heads ---- */

static struct text header(GMimeMessage *message, const char *name, struct arena *arena)
{
    return line_of(g_mime_object_get_header(GMIME_OBJECT(message), name), arena);
}

static void add_addresses(struct letter_head *head, InternetAddressList *list,
                          struct arena *arena)
{
    struct letter_address *to = head->to.items;
    int count = list == NULL ? 0 : internet_address_list_length(list);
    for (int i = 0; i < count && head->to.count < ADDRESSES_MAX; i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        if (!INTERNET_ADDRESS_IS_MAILBOX(address))
            continue;
        struct text plain =
            address_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)), arena);
        if (text_present(plain))
            to[head->to.count++].address = plain;
    }
}

static void add_delivered_to(struct letter_head *head, GMimeMessage *message,
                             struct arena *arena)
{
    static const char *const NAMES[] = { "Delivered-To", "X-Original-To", "Envelope-To" };
    struct letter_address *to = head->to.items;
    for (size_t i = 0; i < COUNT_OF(NAMES) && head->to.count < ADDRESSES_MAX; i++) {
        struct text plain = address_of(
            g_mime_object_get_header(GMIME_OBJECT(message), NAMES[i]), arena);
        if (text_present(plain))
            to[head->to.count++].address = plain;
    }
}

/* "<a@b> <c@d>": the last one. */
static struct text last_id(struct text ids)
{
    while (ids.length > 0 && ids.data[ids.length - 1] != '>')
        ids.length--;
    size_t from = ids.length;
    while (from > 0 && ids.data[from - 1] != '<')
        from--;
    return ids.length == 0 || from == 0 ? (struct text){ 0 }
                                        : text_slice(ids, from, ids.length - 1);
}

static void read_head(struct walk *walk, GMimeMessage *message)
{
    struct arena *arena = &walk->arena;
    struct letter_head *head = &walk->head;
    head->to.items = ARENA_ARRAY(arena, struct letter_address, ADDRESSES_MAX);
    head->message_id = line_of(g_mime_message_get_message_id(message), arena);
    head->in_reply_to = last_id(header(message, "In-Reply-To", arena));
    head->subject = line_of(g_mime_message_get_subject(message), arena);
    InternetAddressList *from = g_mime_message_get_from(message);
    InternetAddress *first = from != NULL && internet_address_list_length(from) > 0
        ? internet_address_list_get_address(from, 0) : NULL;
    if (first != NULL && INTERNET_ADDRESS_IS_MAILBOX(first)) {
        head->from =
            address_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)), arena);
        head->from_name = line_of(internet_address_get_name(first), arena);
    }
    /* Where it was really put comes first: a letter to several names all of them. */
    add_delivered_to(head, message, arena);
    add_addresses(head, g_mime_message_get_to(message), arena);
    add_addresses(head, g_mime_message_get_cc(message), arena);
    GDateTime *date = g_mime_message_get_date(message);
    if (date != NULL)
        head->sent_at.ms = g_date_time_to_unix(date) * 1000;
    struct text automatic = header(message, "Auto-Submitted", arena);
    struct text precedence = header(message, "Precedence", arena);
    struct text back = header(message, "Return-Path", arena);
    head->automatic = (text_present(automatic) && !text_is(automatic, "no"))
        || text_is(precedence, "bulk") || text_is(precedence, "junk") || text_is(back, "<>");
}

bool letter_read(struct text bytes, const struct letter_taker *taker)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.data, bytes.length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    struct walk walk = { .taker = taker };
    arena_init(&walk.arena);
    bool good = message != NULL;
    if (good) {
        read_head(&walk, message);
        good = text_present(walk.head.from) && walk_parts(&walk, message, true)
            && taker->head(taker->data, &walk.head) && walk_parts(&walk, message, false);
        g_object_unref(message);
    }
    arena_release(&walk.arena);
    g_object_unref(parser);
    g_object_unref(stream);
    return good;
}
