/* page.h: a plain page made from an action's row, for people without an app and browsers without
 * script.
 *
 * The form comes from the action's input (labels from each field's help, code tables as choices,
 * BYTES as files), the page behind it from its answer. A page adds only what the row cannot say:
 * where it stands and how it is introduced. Rooms list their pages in struct room.
 *
 *     { .path = "/offsite-filing", .title = "intake.page.offsite", .action = "intake.file-offsite",
 *       .next = "/case", .flags = PAGE_ON_HOME }
 *
 * What the form does by itself:
 *   - a FLAG that is FIELD_REQUIRED is a promise: its help is the whole sentence, and it must be
 *     ticked;
 *   - a BYTES field `x` is a file; when the same struct has texts `x_name` and `x_type`, they are
 *     filled from the file sent and not asked;
 *   - a LIST is drawn as a few empty rows; rows left empty are not sent;
 *   - a query field of a form's own (`/case?receipt=…`) fills a field that is not private;
 *   - a write gets the form's one-time number as its key, so a second click finds the first. */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include <stddef.h>

enum page_flags {
    PAGE_ON_HOME = 1 << 0,      /* has a link on the first page */
};

struct page {
    const char *path;           /* "/offsite-filing": never below /api or /assets */
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
    unsigned flags;
};

struct page_fixed {
    const char *field;
    const char *value;          /* NULL: not sent at all */
};

#endif
