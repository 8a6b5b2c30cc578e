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
        html_raw(html, "<small>");
        html_text_whole(html, part->note);
        html_raw(html, "</small>\n");
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

/* So much stands open in large type; below it headings alone, until one is asked for. */
#define FEW_SECTIONS 3
#define FEW_ITEMS 8

struct drawing {
    struct html html;
    bool list;
    const char *section;        /* the tag of the one that is open; NULL: none is */
    size_t sections, items;
};

static void end_list(struct drawing *drawing)
{
    if (drawing->list)
        html_raw(&drawing->html, "</ul>\n");
    drawing->list = false;
}

static void end_section(struct drawing *drawing)
{
    end_list(drawing);
    if (drawing->section != NULL) {
        html_raw(&drawing->html, "</");
        html_raw(&drawing->html, drawing->section);
        html_raw(&drawing->html, ">\n");
    }
    drawing->section = NULL;
}

static void begin_section(struct drawing *drawing, struct text heading, bool folded)
{
    struct html *html = &drawing->html;
    end_section(drawing);
    html_raw(html, folded ? "<details class=\"card\">\n<summary>"
                          : "<section class=\"card\">\n");
    html_element(html, "h2", heading);
    html_raw(html, folded ? "</summary>\n" : "");
    drawing->section = folded ? "details" : "section";
    drawing->sections++;
}

struct text parts_markup(const struct page_parts *parts)
{
    struct drawing drawing = { .list = false };
    struct html *html = &drawing.html;
    html_init(html, parts->arena);
    for (size_t i = 0; i < parts->count; i++) {
        const struct page_part *part = &parts->items[i];
        switch (part->kind) {
        case PAGE_PART_HEADING:
            begin_section(&drawing, part->text, parts->large
                          && (drawing.sections >= FEW_SECTIONS || drawing.items >= FEW_ITEMS));
            break;
        case PAGE_PART_TEXT:
            end_list(&drawing);
            html_element(html, "p", part->text);
            break;
        case PAGE_PART_ITEM:
            html_raw(html, drawing.list ? "" : "<ul class=\"items\">\n");
            drawing.list = true;
            drawing.items++;
            draw_item(html, part, parts->language);
            break;
        case PAGE_PART_BUTTON:
            end_section(&drawing);
            draw_button(html, part, parts->language);
            break;
        }
    }
    end_section(&drawing);
    return html_result(html);
}
