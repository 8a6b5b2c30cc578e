/* paper_view.h: what an action that answers a stored paper (ACTION_PAPER) may be asked besides: the
 * picture made small and upright instead of the bytes as they came. Who may have the one may have
 * the other; the room that answers need not look at it, the door reads it by name. */
#ifndef CORE_PAPER_VIEW_H
#define CORE_PAPER_VIEW_H

#include "core/shape.h"

/* Both absent: the paper itself. A turn without a size: as large as a screen. */
struct paper_view_asked {
    struct text size;           /* code picture_size */
    struct text turned;         /* code picture_turn: quarter turns to the right */
};

/* Two rows of an input's field table. */
#define PAPER_VIEW_FIELDS(type_, member_) \
    { .name = "size", .kind = FIELD_CODE, .offset = AT(type_, member_.size), \
      .codes = "picture_size", .help = "core.field.preview-size" }, \
    { .name = "turned", .kind = FIELD_CODE, .offset = AT(type_, member_.turned), \
      .codes = "picture_turn", .help = "core.field.preview-turned" }

enum paper_view_answer {
    PAPER_VIEW_MADE,
    PAPER_VIEW_NONE,               /* no picture we can read: damaged, too large, or another kind */
    PAPER_VIEW_BUSY,               /* too many wait for one */
    PAPER_VIEW_FAULT,              /* the paper cannot be read, or the child died: another time */
};

/* A preview on its way. Filled by who asks; called back once, on a thread of the house or before
 * asking returns; it must not block there. */
struct paper_view {
    struct text name;           /* of the stored paper */
    struct paper_view_asked asked;
    struct arena *arena;        /* outlives the call back; nobody else uses it meanwhile */
    void (*done)(struct paper_view *view);
    void *data;

    /* Filled before done() is called. */
    enum paper_view_answer answer;
    struct text jpeg;           /* when made */

    struct paper_view *next;       /* for the house */
};

#endif
