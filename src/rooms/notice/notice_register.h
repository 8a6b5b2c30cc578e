/* notice_register.h: the register of notices: which there are, what each says, and what was known
 * of it when. Made from the book alone; who may see one depends on its disclosure class. */
#ifndef ROOMS_NOTICE_NOTICE_REGISTER_H
#define ROOMS_NOTICE_NOTICE_REGISTER_H

#include "core/page_parts.h"
#include "rooms/notice/notice_head.h"
#include "rooms/notice/notice_inside.h"

struct notice_list_input {
    int64_t place;              /* notices that hold there; 0: all */
    struct date on;             /* in force that day; absent: today */
    struct text search;         /* in number, title or issuer */
    bool ended;                 /* those that are over, too */
};
struct notice_listed {
    struct text number, title, place_name, place_en, issuer, category, disclosure;
    int64_t place;
    struct date issued, from, until;
    struct text state;          /* key of a sentence */
    struct text basis, forwards;
    int64_t measures;
};
struct notice_list_answer { struct list notices; };

struct notice_show_input {
    struct text number;
    struct date on;             /* absent: today */
    struct date known;          /* as known then; absent: all that is known */
};
struct notice_measure_told {
    struct text clause, ids, verb, zh, en;
    struct date from, until;
    struct text until_zh, until_en;
    struct text whom_zh, whom_en;
    bool in_force;              /* on the day asked for */
    struct text binding;
};
struct notice_publication_told {
    int64_t sequence;
    struct moment known;
    struct text digest, what;
};
struct notice_related { struct text number, how, title; };
struct notice_shown {
    struct notice_listed head;
    struct text plain_zh, plain_en, contact, checker;
    struct list attachments;    /* of notice_attachment */
    struct list related;        /* basis, forwarding chain both ways */
    struct list measures;       /* of notice_measure_told */
    struct list publications;   /* of notice_publication_told */
};

/* A restriction that notices lift (notice_restrictions.c); applied: none does on the day. */
struct notice_restriction {
    struct text name, zh, en;
    bool applied;
    struct list measures;       /* of notice_measure_told; `ids` are the clauses */
};
struct notice_restrictions {
    struct list rows;
    int64_t lifted, applied;
    struct text watched_by;     /* the clauses that have it watched; absent: none */
};
extern const struct action notice_restrictions_action;

struct notice_register_facts { struct events events; };

bool notice_gather_register(struct gather *gather, const struct request *request, void *facts);
void notice_decide_list(const struct request *request, const void *facts,
                        struct decision *decision);
void notice_decide_show(const struct request *request, const void *facts,
                        struct decision *decision);

/* Whether the asker may see a notice: of an open class from its day of issue on, else as staff. */
bool notice_may_see(const struct request *request, const struct notice_head *head);
/* One measure in plain words, on a day. */
struct notice_measure_told notice_measure_tell(const struct request *request,
                                               const struct measure *measure,
                                               struct events events, struct date day);
/* The measures of a notice as known on a day (DATE_NONE: last). In the arena. */
size_t notice_measures_of(const struct book *book, const struct notice_head *head,
                          struct date known, struct arena *arena,
                          const struct measure ***ret_measures);
struct notice_listed notice_list_row(const struct request *request,
                                     const struct notice_head *head, struct date day);

/* The list and one notice as plain pages (notice_page.c). */
void notice_tell_list(struct page_parts *parts, const void *told);
void notice_tell_announcements(struct page_parts *parts, const void *told);
void notice_tell_one(struct page_parts *parts, const void *told);

extern const struct shape notice_listed_shape, notice_measure_told_shape;
extern const struct action notice_list_action, notice_show_action;

#endif
