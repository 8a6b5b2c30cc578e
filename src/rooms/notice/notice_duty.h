/* notice_duty.h: what notices ask of an office (本单位要办的事): tasks with their milestones,
 * returns, what is to be watched, cases to be looked at again, and tasks a measure puts off until
 * an event. All of it is in the book; what an office says it has done are rows (notice_progress).
 * An office that has not done one by its moment is late, and is told (room delivery). */
#ifndef ROOMS_NOTICE_NOTICE_DUTY_H
#define ROOMS_NOTICE_NOTICE_DUTY_H

#include "core/measure.h"
#include "rooms/notice/notice_board.h"
#include "rooms/notice/notice_facts.h"

struct notice_duty {
    const struct measure *measure;
    struct text thing;          /* "defer-sme", "annex-1", "payment-unpaid" */
    const char *things;         /* the set of words it is of */
    struct text must;           /* "carried-out"; of others "done" */
    const struct measure_point *due;    /* NULL: it is to be so all the time */
};

/* Of one measure; 0 of a verb that asks nothing of offices. In the arena. */
size_t notice_duties_of(const struct measure *measure, struct arena *arena,
                        const struct notice_duty **ret_duties);
bool notice_duty_addresses(const struct divisions *divisions, const struct measure *measure,
                           const struct staff_office *office);
/* The last instant; { 0 }: none, or it waits for its event. */
struct moment notice_duty_end(const struct book *book, const struct notice_duty *duty,
                              struct events events);

struct notice_duties_input {
    int64_t office;             /* absent: the asker's own */
    bool open;                  /* only what is not done */
};
struct notice_duty_told {
    struct text number, clause, ids, verb, measure, thing, milestone;
    struct text says_zh, says_en, thing_zh, thing_en, must_zh, must_en;
    struct moment due;
    struct text waits_zh, waits_en;
    struct text state;          /* key of a sentence: done, open, late */
    struct date done_on;
    struct text evidence;
};
struct notice_duties {
    int64_t office, open, late, done;
    struct text office_name;
    struct list rows;           /* of notice_duty_told */
};

extern const struct action notice_duties_action;

#endif
