/* notice_facts.h: events declared, as rooms below may read them. */
#ifndef ROOMS_NOTICE_NOTICE_FACTS_H
#define ROOMS_NOTICE_NOTICE_FACTS_H

#include "core/action.h"
#include "core/event.h"

/* Bucket of everything that belongs to nobody in particular: events are few. */
#define NOTICE_BUCKET 0

struct notice_event_row {
    int64_t bucket;             /* NOTICE_BUCKET */
    int64_t event;
    struct text kind;           /* "epidemic-end" */
    int64_t place;
    struct date day;
    struct moment declared, withdrawn;  /* withdrawn absent: it stands */
    struct text paper;          /* the document that declares it */
    int64_t declared_by, withdrawn_by;  /* accounts */
    int64_t version;
};
extern const struct shape notice_event_shape;
extern const struct table notice_event_table;

struct notice_bucket_key { int64_t bucket; };
extern const struct query notice_events_all;    /* oldest first, withdrawn ones too */

/* All events as core/event.h wants them. False while rows are missing. */
bool notice_gather_events(struct gather *gather, struct events *ret_events);
struct events notice_events_of(const struct list *rows, struct arena *arena);

/* ---- the rows of a return about policies ---- */

/* Whatever was granted under one of `under` belongs to this row: the policy itself, and notices
 * that rest on it or forward it. A notice that does so for several rows stands in the first. */
struct notice_return_row {
    struct text policy;
    const struct text *under;
    size_t under_count;
};
/* Of a notice's attachment (`form`, `policies`); 0: no such notice or form. In the arena. */
size_t notice_return_rows(const struct book *book, struct text number, struct text form,
                          struct arena *arena, const struct notice_return_row **ret_rows);
/* What a notice in force asks of offices in that place with that form, on that day: the nearest
 * place's, of those the latest; NULL: none does. */
struct measure;
const struct measure *notice_return_asked(const struct book *book, struct text form,
                                          int32_t place, struct date today);
/* The forms that such notices ask of offices there for days they name, each once; of struct
 * notice_return, in the arena. */
struct notice_return {
    struct text form, number;   /* "annex-4", and the notice that asks for it */
    struct text name;           /* as the notice's attachment is called; absent: it is none */
};
struct list notice_returns_covered(const struct book *book, int32_t place, struct date today,
                                   struct arena *arena);
/* The day up to which the notice wants the figures of that form; DATE_NONE: it names none. */
struct date notice_return_cut_off(const struct book *book, struct text number, struct text form);

/* ---- what publishing says to rooms below ---- */

struct notice_published {
    int64_t document, sequence;
    struct text number, file;
    int64_t place;
    struct date reaches_back;   /* the first day it changes; absent: none before today */
    bool revocation;
    struct moment in_force;
    int64_t receivers;
};
extern const struct shape notice_published_shape;
struct notice_announced {
    int64_t announcement;
    struct text state;
    struct moment out_at;
    int64_t taken;              /* texts of matters that waited for it and are in force now */
};

/* Who gets a copy of a document, and whether it was read. */
struct notice_receiver {
    int64_t bucket, document, receiver;     /* an office or institution */
    struct text kind;           /* "office", "institution" */
    struct text why;            /* "copy", "report", "guidance" */
    struct text number, title;
    struct moment sent_at, read_at;
    int64_t read_by;
    int64_t version;
};
extern const struct shape notice_receiver_shape;
extern const struct table notice_receiver_table;
struct notice_document_key { int64_t bucket, document; };
extern const struct query notice_receivers_of;      /* a document */

/* ---- what offices have not done in time ---- */

struct notice_late {
    struct text number;         /* of the notice */
    int64_t place;              /* of who asked */
    struct text thing_zh, thing_en;
    int64_t office;
    struct moment end;
};
/* One of them has said so, or taken it back. */
struct notice_progress_said {
    int64_t progress;
    struct text number;         /* of the notice */
    int64_t office;             /* that was asked */
};
/* Whom a notice names to be asked about it (联系科室), and the place of who issued it; absent: it
 * names nobody, or there is no such notice. In the arena. */
struct text notice_contact_of(const struct book *book, struct text number, struct arena *arena,
                              int32_t *ret_place);

/* What offices have said they did of what notices ask. */
extern const struct query notice_progress_all;          /* struct notice_bucket_key */
/* Addressed to one of the offices (staff_office), past its moment since then, and nobody said that
 * it is done. All notices in force; in the arena. */
struct book;
size_t notice_late_of(const struct book *book, const struct list *offices,
                      const struct list *progress, struct events events, struct moment since,
                      struct moment now, struct arena *arena,
                      const struct notice_late **ret_late);

struct notice_unread_key { int64_t bucket; struct moment since; };
extern const struct query notice_receivers_unread;      /* sent since then and not read */

#endif
