/* notice_change.h: what a text changes of matters that people must be told beforehand: item, flow,
 * way, place or limit. LAW: JX4-4e JX4-4f.
 *
 * Of a notice each measure changes something of the matters it names, or of all. Of the file of a
 * matter (rules/matters) each key belongs to one of the five; where a figure is from and what a
 * comment says belong to none. */
#ifndef ROOMS_NOTICE_NOTICE_CHANGE_H
#define ROOMS_NOTICE_NOTICE_CHANGE_H

#include "core/book.h"
#include "core/shape.h"

#define MATTER_FILES "rules/matters/"

struct notice_change {
    struct text matter;         /* absent: of all */
    const char *aspect;         /* "item" "flow" "way" "place" "limit" */
    struct text clause;         /* of the notice, or the key of the matter's file */
};

/* Of the measures of that file which are known now; each matter and aspect once. */
size_t notice_changes(const struct book *book, struct text file, struct arena *arena,
                      const struct notice_change **ret_changes);
/* From one text of a matter's file to the next; an empty one: there is no such matter. Each aspect
 * once. */
size_t matter_changes(struct text file, struct text before, struct text after,
                      struct arena *arena, const struct notice_change **ret_changes);

/* Whether one of the announcements that are out, and out since then, tells of it. */
bool notice_change_is_announced(const struct notice_change *change,
                                const struct list *announcements, struct moment since);

#endif
