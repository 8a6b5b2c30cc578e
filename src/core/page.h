/* page.h: a plain page made from an action's row, for people without an app and browsers without
 * script.
 *
 * The form comes from the action's input (labels from each field's help, code tables as choices,
 * BYTES as files), the page behind it from its answer. A page adds only what the row cannot say:
 * where it stands and how it is introduced. Rooms list their pages in struct room.
 *
 *     { .path = "/offsite-filing", .title = "intake.page.offsite", .action = "intake.file-offsite",
 *       .next = "/progress", .flags = PAGE_ON_HOME }
 *
 * What the form does by itself:
 *   - a FLAG that is FIELD_REQUIRED is a promise: its help is the whole sentence, and it must be
 *     ticked;
 *   - a BYTES field `x` is a file; when the same struct has texts `x_name` and `x_type`, they are
 *     filled from the file sent and not asked;
 *   - a LIST is drawn as a few empty rows; rows left empty are not sent;
 *   - a query field of a form's own (`/progress?receipt=…`) fills a field that is not private;
 *   - a field with a page_choices is chosen by name; with nothing to choose from it is not asked
 *     where it may stay empty, and typed where it may not;
 *   - a write gets the form's one-time number as its key, so a second click finds the first. */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include "core/action.h"
#include "core/page_parts.h"

enum page_flags {
    PAGE_ON_HOME = 1 << 0,      /* has a link on the first page, for whom it is open to */
    PAGE_AT_DESK = 1 << 1,      /* the same, among what staff do */
    PAGE_QR = 1 << 2,           /* what is kept is a QR code, too: the next page's address */
    PAGE_SHEET = 1 << 3,        /* the answer is a document: title_zh, number, body_zh …; printed */
    PAGE_AT_ONCE = 1 << 4,      /* a read that needs no field is answered when the page opens */
    PAGE_BARE = 1 << 5,         /* when an answer is there, the form is not shown */
    PAGE_FORM_BELOW = 1 << 6,   /* then it stands below the answer */
    PAGE_FIRST = 1 << 7,        /* with PAGE_ON_HOME: what most people come for stands first */
    PAGE_CONFINED = 1 << 8,     /* who is confined (actor.confined) is led here from any other */
};

/* Where something on a page leads: fields of the row and of the answer go along that are named like
 * fields of the other page's form and are not private. */
struct page_link {
    /* For a row: the answer's list whose rows lead there. For a page: a FLAG of the answer that
     * must be set; NULL: always. */
    const char *when;
    const char *path;
};

/* One answer to a field, and what people call it; `en` absent: as in Chinese. */
struct page_choice { struct text value, zh, en; };

/* Choices that only the store knows: a read, asked in the name of who looks, before the form is
 * drawn. Each row of the list is one, by its ID `value` and its TEXT `name`. Its input needs no
 * field; `place`, a COUNT of it, is the division of who looks. */
struct page_asked { const char *action, *list, *value, *name, *place; };

/* What a field of the form may be answered with, where the book or a read says it and no code
 * table. At most one of a page is asked. */
struct page_choices {
    const char *field;          /* a TEXT of the input itself; of what is asked, an ID */
    /* Of struct page_choice, in the order they are offered, in the request's arena: from its book,
     * actor and moment alone. The book is NULL while there is none. NULL: it is asked. */
    struct list (*of)(const struct request *request);
    const struct page_asked *asked;
};

struct page {
    /* "/offsite-filing": never below /api or /assets. "/matters/{matter}": the last part of the
     * address is that field of the input. */
    const char *path;
    const char *title;          /* words/ key, also the link's text */
    const char *action;         /* its name; a read shows its answer below the form */
    const char *intro;          /* words/ key of a paragraph; NULL: the action's help */
    const char *button;         /* words/ key; NULL: "page.send" or "page.look-up" */
    const char *done;           /* words/ key of the heading after a write; NULL: "page.done" */
    /* The field of the answer that a person must keep, shown large: "receipt"; or NULL. */
    const char *keep;
    /* Path of the page to offer after the answer, or NULL. Fields of the answer that are named like
     * fields of its form, and are not private, go along. */
    const char *next;
    /* Input fields that this form does not ask ("channel"), and the values sent for them. */
    const struct page_fixed *fixed;
    size_t fixed_count;
    /* Input fields that come with the address and are not asked ("case_id"): sent along unseen. */
    const char *const *carried;
    size_t carried_count;
    /* An input field, a COUNT, that is a division: picked from province, city and county. */
    const char *division;
    const struct page_choices *choices;
    size_t choice_count;
    /* An input field, an ID, that is a person: who is signed in as one means himself and is not
     * asked, unless the address names whom he acts for. NULL: none is. */
    const char *own;
    /* Rows of the answer's list may be ticked: their field is sent to that page, whose input has a
     * list of the same name. NULL: they may not. */
    const char *tick_path, *tick_field;
    const struct page_link *rows, *more;
    size_t row_count, more_count;
    unsigned flags;
    /* Tells the answer as parts; NULL: each field is drawn. */
    void (*tell)(struct page_parts *parts, const void *answer);
    /* Of a read that needs no field: tells on the house's first page, below its search, what of the
     * answer most people come for. At most one page of a house does; NULL: this one does not. */
    void (*front)(struct page_parts *parts, const void *answer);
};

struct page_fixed {
    const char *field;
    const char *value;          /* NULL: not sent at all */
};

#endif
