/* outage.h: who is told before the system is down (停机): those with a booking or the last day of a
 * paper owed inside the time. LAW: BJ22-3e.
 *
 * Each window that a measure names and that is not over is found once (outage.look, after the book
 * changed and every night); a job then goes through the offices of its place, a page of bookings
 * and of papers a step, and writes a message to everybody whose business does not go on as ever at
 * that moment. One that no notice names any more before it begins is called off: who was told is
 * told so. What an outage does to a case stands in rooms matter and intake. */
#ifndef ROOMS_OUTAGE_OUTAGE_H
#define ROOMS_OUTAGE_OUTAGE_H

#include "core/event.h"
#include "core/room.h"
#include "core/task.h"
#include "core/words.h"
#include "rooms/booking/booking_facts.h"

extern const struct room outage_room;
extern const struct action outage_look_action, outage_tell_action, outage_windows_action,
    outage_unsettled_action, outage_call_off_action;

#define OUTAGE_BUCKET 0
#define OUTAGE_PAGE 100

struct outage_window {
    int64_t bucket;             /* OUTAGE_BUCKET */
    int64_t window_id;
    struct text name;           /* "<notice>#<clause>" of the measure, and its time */
    int64_t place;
    struct moment from_at, until_at;
    struct text clauses;
    struct moment found_at;
    struct moment told_at;      /* absent: the job still runs */
    int64_t bookings, limits;   /* people told because of one */
    struct moment withdrawn_at; /* no notice names it any more: called off, or at another time */
    int64_t version;
};
extern const struct shape outage_window_shape;
extern const struct table outage_window_table;
struct outage_bucket_key { int64_t bucket; };
struct outage_window_key { int64_t bucket, window_id; };
extern const struct query outage_windows_all;       /* newest first */
extern const struct query outage_window_by_id;

/* Somebody who was told of a window, and because of what. */
struct outage_told {
    int64_t bucket, told;
    int64_t window_id;
    int64_t person, unit, office;
    int64_t subject;
    struct text reference;
};
extern const struct table outage_told_table;
extern const struct query outage_told_of;

/* A paper that is owed and falls due in some days, of one office. */
struct outage_debt {
    int64_t paper;
    struct date day;
    int64_t case_id, person, unit, place;
    struct text receipt, matter, material, insurance, applicant;
};
struct outage_page_key {
    int64_t bucket;             /* of bookings: the office's */
    int64_t office;
    struct date from, until;
    int64_t after;
};
extern const struct query outage_bookings;          /* rows of booking, by number */
extern const struct query outage_unsettled_at;
extern const struct query outage_debts;             /* by number of the paper */

struct outage_look_facts {
    const struct list *windows;
};
struct outage_looked { int64_t found, withdrawn; };

struct outage_tell_facts {
    const struct job_row *job;
    const struct outage_window *window;
    const struct list *offices;
    struct events events;
    int64_t office;             /* whose page it is; 0: no office is left */
    const struct list *bookings, *debts;
};
struct outage_said {
    int64_t job, bookings, limits;
};

struct message_row;
/* Tells somebody of a window, and keeps that it was said. */
void outage_say(struct decision *decision, const struct outage_window *window,
                const struct message_row *about, const struct text zh[3],
                const struct text en[3]);
/* "08-12 19:00至08-15 06:00" */
struct text outage_window_text(const struct outage_window *window, enum language language,
                               struct arena *arena);

bool outage_gather_look(struct gather *gather, const struct request *request, void *facts);
void outage_decide_look(const struct request *request, const void *facts,
                        struct decision *decision);
bool outage_gather_tell(struct gather *gather, const struct request *request, void *facts);
void outage_decide_tell(const struct request *request, const void *facts,
                        struct decision *decision);

#endif
