/* html.c: see html.h. */

#include "doors/pages/html.h"

#include "base/check.h"

#include <string.h>

void html_init(struct html *html, struct arena *arena)
{
    *html = (struct html){ .arena = arena, .capacity = 8192 };
    html->data = arena_take(arena, html->capacity);
}

static void add(struct html *html, const char *bytes, size_t size)
{
    if (html->length + size > html->capacity) {
        char *before = html->data;
        html->capacity = 2 * (html->length + size);
        html->data = arena_take(html->arena, html->capacity);
        memcpy(html->data, before, html->length);
    }
    if (size > 0)
        memcpy(html->data + html->length, bytes, size);
    html->length += size;
}

void html_raw(struct html *html, const char *literal)
{
    add(html, literal, strlen(literal));
}

static const char *escape_of(char character)
{
    switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void html_text(struct html *html, struct text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *escape = escape_of(text.data[i]);
        if (escape == NULL)
            continue;
        add(html, text.data + from, i - from);
        html_raw(html, escape);
        from = i + 1;
    }
    if (text.length > from)
        add(html, text.data + from, text.length - from);
}

static bool is_of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == ':';
}

/* What is longer would stick out of a telephone. */
#define WHOLE_MAX 24

void html_text_whole(struct html *html, struct text text)
{
    size_t from = 0;
    for (size_t i = 0, end; i < text.length; i = end) {
        for (end = i; end < text.length && is_of_number(text.data[end]);)
            end++;
        if (end - i > 5 && end - i <= WHOLE_MAX && memchr(text.data + i, '-', end - i) != NULL) {
            html_text(html, text_slice(text, from, i));
            html_raw(html, "<span class=\"one\">");
            html_text(html, text_slice(text, i, end));
            html_raw(html, "</span>");
            from = end;
        }
        end += end == i;
    }
    html_text(html, text_slice(text, from, text.length));
}

void html_query(struct html *html, struct text text)
{
    static const char HEX[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
            || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
        char escaped[] = { '%', HEX[byte >> 4], HEX[byte & 15] };
        add(html, plain ? text.data + i : escaped, plain ? 1 : sizeof escaped);
    }
}

void html_attribute(struct html *html, const char *name, struct text value)
{
    if (value.data == NULL)
        return;
    html_raw(html, " ");
    html_raw(html, name);
    html_raw(html, "=\"");
    html_text(html, value);
    html_raw(html, "\"");
}

void html_element(struct html *html, const char *tag, struct text text)
{
    struct text rest, name = text_until(text_of(tag), ' ', &rest);
    html_raw(html, "<");
    html_raw(html, tag);
    html_raw(html, ">");
    html_text(html, text);
    html_raw(html, "</");
    add(html, name.data, name.length);
    html_raw(html, ">\n");
}

void html_markup(struct html *html, struct text markup)
{
    add(html, markup.data, markup.length);
}

struct text html_result(const struct html *html)
{
    return (struct text){ html->data, html->length };
}
