/* html.h: HTML into memory of an arena that grows. Whatever is not written with html_raw is
 * escaped, so that nothing anybody typed becomes markup. */
#ifndef DOORS_PAGES_HTML_H
#define DOORS_PAGES_HTML_H

#include "base/arena.h"

struct html {
    struct arena *arena;
    char *data;
    size_t length, capacity;
};

void html_init(struct html *html, struct arena *arena);
/* Markup of ours: literals only. */
void html_raw(struct html *html, const char *literal);
void html_text(struct html *html, struct text text);    /* escaped, also for attributes in "" */
/* Text whose numbers stand on one line each: "110105-2020-000305-5", "13:30-17:00". */
void html_text_whole(struct html *html, struct text text);
/* Escaped for the value of a query field. */
void html_query(struct html *html, struct text text);
/* ` name="value"`; nothing when the value is absent. */
void html_attribute(struct html *html, const char *name, struct text value);
/* <tag>text</tag>, tag perhaps with attributes of ours: "p class=\"help\"". */
void html_element(struct html *html, const char *tag, struct text text);
/* Markup made by another of these. */
void html_markup(struct html *html, struct text markup);
struct text html_result(const struct html *html);

#endif
