/* page_parts.c: draws what a room tells of a page; core/page_parts.h. */

#include "doors/pages/pages_inside.h"

static void draw_path(struct html *html, struct text path, enum language language)
{
    html_raw(html, " href=\"");
    html_text(html, path);
    if (language == LANGUAGE_ENGLISH && text_starts(path, TEXT("/"))) {
        struct text rest = { 0 };
        text_until(path, '?', &rest);
        html_raw(html, rest.data == NULL ? "?lang=en" : "&amp;lang=en");
    }
    html_raw(html, "\">");
}

/* A telephone number is the mark that can be tapped; any other way leads from the text. */
static void draw_item(struct html *html, const struct page_part *part, enum language language)
{
    bool call = text_starts(part->path, TEXT("tel:"));
    html_raw(html, "<li>");
    if (text_present(part->path) && !call) {
        html_raw(html, "<a");
        draw_path(html, part->path, language);
        html_text(html, part->text);
        html_raw(html, "</a>");
    } else {
        html_element(html, "strong", part->text);
    }
    if (text_present(part->mark)) {
        html_raw(html, call ? " <a class=\"call\"" : part->good ? " <span class=\"mark good\""
                                                               : " <span class=\"mark\"");
        if (call)
            draw_path(html, part->path, language);
        else
            html_raw(html, ">");
        html_text(html, part->mark);
        html_raw(html, call ? "</a>" : "</span>");
    }
    if (text_present(part->note)) {
        html_raw(html, " ");
        html_element(html, "small", part->note);
    }
    html_raw(html, "</li>\n");
}

static void draw_button(struct html *html, const struct page_part *part, enum language language)
{
    html_raw(html, "<p class=\"screen\"><a class=\"button\"");
    draw_path(html, part->path, language);
    html_text(html, part->text);
    html_raw(html, "</a></p>\n");
}

struct text parts_markup(const struct page_parts *parts)
{
    struct html html;
    html_init(&html, parts->arena);
    bool card = false, list = false;
    for (size_t i = 0; i < parts->count; i++) {
        const struct page_part *part = &parts->items[i];
        if (list && part->kind != PAGE_PART_ITEM) {
            html_raw(&html, "</ul>\n");
            list = false;
        }
        switch (part->kind) {
        case PAGE_PART_HEADING:
            html_raw(&html, card ? "</section>\n<section class=\"card\">\n"
                                 : "<section class=\"card\">\n");
            card = true;
            html_element(&html, "h2", part->text);
            break;
        case PAGE_PART_TEXT:
            html_element(&html, "p", part->text);
            break;
        case PAGE_PART_ITEM:
            html_raw(&html, list ? "" : "<ul class=\"items\">\n");
            list = true;
            draw_item(&html, part, parts->language);
            break;
        case PAGE_PART_BUTTON:
            html_raw(&html, card ? "</section>\n" : "");
            card = false;
            draw_button(&html, part, parts->language);
            break;
        }
    }
    html_raw(&html, list ? "</ul>\n" : "");
    html_raw(&html, card ? "</section>\n" : "");
    return html_result(&html);
}
