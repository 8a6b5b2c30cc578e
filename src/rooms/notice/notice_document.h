/* notice_document.h: documents on their way to publication.
 *
 *     draft --approve--> approved --publish--> published --> replaced | revoked
 *       \________________ drop: dropped
 *
 * Four eyes: who drafted a text may not approve it, and a text that is changed after approval is a
 * draft again. A revocation is a document like any other: the text of the notice with its end. */
#ifndef ROOMS_NOTICE_NOTICE_DOCUMENT_H
#define ROOMS_NOTICE_NOTICE_DOCUMENT_H

#include "rooms/notice/notice_head.h"
#include "rooms/notice/notice_inside.h"
#include "rooms/notice/notice_publication.h"
#include "rooms/staff/staff_facts.h"

struct notice_document {
    int64_t bucket, document;
    struct text kind;           /* "notice", "revocation" */
    int64_t place;
    struct text number, title;
    struct text file;           /* the publication's */
    struct text text, digest;
    struct text state;          /* see above */
    struct text paper;          /* of a revocation: the document that orders it */
    struct date holds_from;     /* of a revocation: the first day without; absent: never was */
    int64_t drafted_by;
    struct moment drafted_at;
    int64_t approved_by;
    struct moment approved_at;
    int64_t published_by;
    struct moment published_at;
    int64_t sequence;           /* of the publication */
    struct text urgent;         /* why it went out without its announcement */
    int64_t version;
};
extern const struct shape notice_document_shape;
extern const struct table notice_document_table;

struct notice_file_key { int64_t bucket; struct text file; };
struct notice_documents_key { int64_t bucket; struct text state; int64_t before; };
struct notice_receiver_key { int64_t bucket, document, receiver; };
struct notice_received_key { int64_t bucket, receiver; };
extern const struct query notice_document_by_id;
extern const struct query notice_documents_of_file;
extern const struct query notice_documents_page;        /* newest first */
extern const struct query notice_publication_last;
extern const struct query notice_received_by;           /* one receiver, newest first */
extern const struct query notice_receiver_by_key;

#define DOCUMENTS_A_PAGE 100

/* ---- inputs and outcomes ---- */

struct notice_draft_input {
    struct text text;
    int64_t document;           /* of a draft to be changed; 0: a new one */
    int64_t version;
};
struct notice_revoke_input {
    struct text number;
    struct date from;           /* first day without it; absent: today */
    bool never;                 /* published in error: as if it had never been */
    struct text paper;
};
struct notice_document_input {
    int64_t document;
    int64_t version;
    struct text urgent;
};
struct notice_documents_input {
    struct text state;
    int64_t before;
};
struct notice_document_facts {
    const struct notice_document *row;
    const struct list *of_file;         /* documents of the same file */
    const struct list *announcements;   /* of the document */
    const struct list *offices;
    const void *last;                   /* the last publication */
};
struct notice_drafted {
    int64_t document;
    struct text number, state, file;
    int64_t place, measures, version;
    bool replaces;              /* a notice of this number is in the book already */
};
bool notice_gather_document(struct gather *gather, const struct request *request, void *facts);
bool notice_gather_publish(struct gather *gather, const struct request *request, void *facts);
bool notice_gather_draft(struct gather *gather, const struct request *request, void *facts);
void notice_decide_draft(const struct request *request, const void *facts,
                         struct decision *decision);
void notice_decide_revoke(const struct request *request, const void *facts,
                          struct decision *decision);
void notice_decide_approve(const struct request *request, const void *facts,
                           struct decision *decision);
void notice_decide_drop(const struct request *request, const void *facts,
                        struct decision *decision);
void notice_decide_publish(const struct request *request, const void *facts,
                           struct decision *decision);

/* The publication a text would be, next in the list. An empty text takes a notice back as if it had
 * never been: it counts from the day of issue. */
/* Publications are numbered one after another: the key of who adds one. */
int64_t notice_publications_key(void);
struct publication notice_publication_made(const struct request *request, struct text file,
                                           struct text text);
/* The book with the document's text published next; NULL, and refused with the first fault. */
const struct book *notice_book_with(const struct request *request, struct text file,
                                    struct text text, struct decision *decision);
bool notice_may_speak_for(const struct request *request, int64_t place);
extern const struct action notice_draft_action, notice_revoke_action, notice_approve_action,
    notice_drop_action, notice_publish_action, notice_documents_action, notice_document_action,
    notice_received_action, notice_read_action, notice_receivers_action;

#endif
