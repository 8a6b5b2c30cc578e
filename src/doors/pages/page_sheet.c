/* page_sheet.c: an answer as a document to be read and printed, in large type; and what is to be
 * kept as a QR code. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "base/qr.h"

#define QUIET 4                 /* light modules around a code */

void qr_markup(struct html *html, struct text text, struct text label)
{
    struct qr qr;
    if (!qr_of(text, html->arena, &qr))
        return;
    struct text size = arena_format(html->arena, "0 0 %d %d", qr.width + 2 * QUIET,
                                    qr.width + 2 * QUIET);
    html_raw(html, "<svg class=\"qr\" role=\"img\"");
    html_attribute(html, "viewBox", size);
    html_attribute(html, "aria-label", label);
    html_raw(html, " shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" "
             "fill=\"#fff\"/><path fill=\"#000\" d=\"");
    for (int y = 0; y < qr.width; y++)
        for (int x = 0; x < qr.width; x++)
            if (qr.dark[y * qr.width + x])
                html_text(html, arena_format(html->arena, "M%d %dh1v1h-1z", x + QUIET,
                                             y + QUIET));
    html_raw(html, "\"/></svg>\n");
}

static struct text part(const struct call *call, const char *name, enum language language)
{
    const struct shape *shape = call->request.action->answer;
    char bytes[40];
    struct builder builder = builder_over(bytes, sizeof bytes);
    builder_format(&builder, "%s_%s", name, language == LANGUAGE_ENGLISH ? "en" : "zh");
    const struct field *field = shape_field(shape, builder_text(&builder));
    if (field == NULL)
        field = shape_field(shape, text_of(name));
    return field == NULL || field->kind != FIELD_TEXT ? (struct text){ 0 }
        : *(const struct text *)field_in(field, call->answer);
}

/* Where the next cell of "a | b | c" ends; false: the line is no row, or it was the last. */
static bool next_cell(struct text *left, struct text *ret_cell)
{
    static const char between[] = " | ";
    size_t length = sizeof between - 1;
    for (size_t at = 0; at + length <= left->length; at++)
        if (text_is(text_slice(*left, at, at + length), between)) {
            *ret_cell = text_slice(*left, 0, at);
            *left = text_slice(*left, at + length, left->length);
            return true;
        }
    return false;
}

static void write_heads(struct html *html, struct text line)
{
    struct text head;
    html_raw(html, "<div class=\"scroll\" tabindex=\"0\"><table class=\"rows\">\n<thead><tr>");
    while (next_cell(&line, &head))
        html_element(html, "th scope=\"col\"", head);
    html_element(html, "th scope=\"col\"", line);
    html_raw(html, "</tr></thead>\n<tbody>\n");
}

/* On a telephone each value stands below what it is. */
static void write_row(struct html *html, struct text heads, struct text line)
{
    struct text head, cell;
    html_raw(html, "<tr>");
    for (bool more = true; more;) {
        more = next_cell(&line, &cell);
        if (!next_cell(&heads, &head))
            head = heads;
        html_raw(html, "<td");
        html_attribute(html, "data-label", head);
        html_raw(html, ">");
        html_text(html, more ? cell : line);
        html_raw(html, "</td>");
    }
    html_raw(html, "</tr>\n");
}

/* Lines that are rows and follow one another are a table, with its heads in the first. */
static void write_body(struct html *html, struct text body)
{
    struct text heads = { 0 };
    while (body.length > 0) {
        struct text line = text_until(body, '\n', &body), rest = line, cell;
        bool row = next_cell(&rest, &cell), table = text_present(heads);
        if (!row && table)
            html_raw(html, "</tbody></table></div>\n");
        if (row && table) {
            write_row(html, heads, line);
        } else if (row) {
            write_heads(html, line);
        } else {
            html_raw(html, "<p>");
            html_text_whole(html, line);
            html_raw(html, "</p>\n");
        }
        heads = !row ? (struct text){ 0 } : table ? heads : line;
    }
    html_raw(html, text_present(heads) ? "</tbody></table></div>\n" : "");
}

void sheet_markup(struct html *html, const struct call *call, enum language language)
{
    html_raw(html, "<article class=\"sheet\">\n");
    html_element(html, "h1", part(call, "title", language));
    html_element(html, "p class=\"number\"", part(call, "number", language));
    /* What is valid no more says so before anything else. */
    struct text void_since = part(call, "void", language);
    if (text_present(void_since))
        html_element(html, "p class=\"void\"", void_since);
    write_body(html, part(call, "body", language));
    struct text check = part(call, "check", language);
    if (text_present(check))
        html_element(html, "p class=\"check\"", check);
    html_raw(html, "</article>\n");
}
