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

void sheet_markup(struct html *html, const struct call *call, enum language language)
{
    html_raw(html, "<article class=\"sheet\">\n");
    html_element(html, "h1", part(call, "title", language));
    html_element(html, "p class=\"number\"", part(call, "number", language));
    /* What is valid no more says so before anything else. */
    struct text void_since = part(call, "void", language);
    if (text_present(void_since))
        html_element(html, "p class=\"void\"", void_since);
    struct text body = part(call, "body", language);
    while (body.length > 0) {
        struct text line = text_until(body, '\n', &body);
        html_raw(html, "<p>");
        html_text_whole(html, line);
        html_raw(html, "</p>\n");
    }
    html_raw(html, "</article>\n");
}
