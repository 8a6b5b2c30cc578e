/* page_parts.h: what a plain page says, as its room tells it: headings, paragraphs, items, ways to
 * go on. The room chooses the words in the reader's language, the door draws them; so a page that
 * many people read (a matter, the directory) is told and not merely listed field by field. */
#ifndef CORE_PAGE_PARTS_H
#define CORE_PAGE_PARTS_H

#include "base/arena.h"
#include "core/date.h"
#include "core/words.h"

enum page_part_kind {
    PAGE_PART_HEADING,
    PAGE_PART_TEXT,
    PAGE_PART_ITEM,             /* items that follow one another are a list */
    PAGE_PART_BUTTON,           /* the thing to do next */
};

struct page_part {
    enum page_part_kind kind;
    struct text text;
    struct text mark;           /* a few words beside it: "may follow later" */
    bool good;                  /* the mark is good news */
    struct text note;           /* smaller, below it */
    /* A page of ours ("/matters/transfer?place=110000"), one of the web ("https://…"), or "tel:…"
     * beside the text. */
    struct text path;
};

struct page_parts {
    struct arena *arena;
    enum language language;
    bool large;                 /* for who chose large type (大字版): few things at a time */
    struct text title;          /* instead of the page's own; absent: that one */
    struct page_part *items;
    size_t count, capacity;
};

void page_part_add(struct page_parts *parts, struct page_part part);
/* The sentence of a key in the reader's language. */
struct text page_words(const struct page_parts *parts, const char *key);
/* Of what stands in both languages: the reader's, or the other when it is missing. */
struct text page_said(const struct page_parts *parts, struct text zh, struct text en);
/* A sentence with places: {0} {1} {2}. */
struct text page_words_with(const struct page_parts *parts, const char *key,
                            const struct text *details, int detail_count);
/* "2020年3月31日", "31 March 2020". */
struct text page_day(const struct page_parts *parts, struct date day);
/* A part of one kind with the sentence of a key. */
void page_part_say(struct page_parts *parts, enum page_part_kind kind, const char *key);

#endif
