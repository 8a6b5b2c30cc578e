/* notice_compose.h: what a form needs to write the measures of a notice: the verbs with their
 * fields and the closed sets of words, from the same tables that the loader goes by; and what a
 * text comes to before anybody keeps it: each of its faults with line and key, or each measure in
 * words.
 *
 * Nothing is recorded here: a form sends the text it wrote to notice.draft like everybody else. */
#ifndef ROOMS_NOTICE_NOTICE_COMPOSE_H
#define ROOMS_NOTICE_NOTICE_COMPOSE_H

#include "core/action.h"

struct notice_preview_input { struct text text; };
struct notice_preview_fault {
    int64_t line;
    struct text key;            /* the key it is about; absent: the whole file */
    struct text elsewhere;      /* number of another notice that it collides with */
    struct text zh, en;
};
struct notice_preview_measure {
    struct text ids, verb, zh, en;
    struct text does_zh, does_en;       /* every field of its verb */
    struct text rest_zh, rest_en;       /* for whom, when, on which conditions */
};
struct notice_preview {
    struct list faults;         /* of notice_preview_fault; none: it may be kept */
    struct text number;
    bool replaces;              /* a notice of this number is in the book already */
    struct list measures;       /* of notice_preview_measure */
};

extern const struct action notice_forms_action, notice_preview_action;

#endif
