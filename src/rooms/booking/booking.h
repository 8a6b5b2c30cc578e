/* booking.h: slots, bookings and tickets of halls (预约、取号): who gets which place, who is called
 * next, and where the others are led. All of the deciding is pure. */
#ifndef ROOMS_BOOKING_BOOKING_H
#define ROOMS_BOOKING_BOOKING_H

#include "core/event.h"
#include "core/room.h"
#include "core/task.h"
#include "rooms/booking/booking_facts.h"
#include "rooms/matter/matter.h"
#include "rooms/staff/staff_facts.h"

extern const struct room booking_room;
enum store_answer booking_impact(struct store *store, struct impact *impact);
extern const struct action booking_slots_action, booking_hold_action, booking_confirm_action,
    booking_cancel_action, booking_slip_action, booking_lapse_action, booking_walk_in_action,
    booking_arrive_action, booking_call_action, booking_done_action, booking_close_action,
    booking_plan_action, booking_plans_action, booking_line_action, booking_contact_action;

#define BOOKING_MINUTES_A_DAY 1440
#define BOOKING_SHOW_DAYS 14
#define BOOKING_CLOSED_DAYS 92      /* of one closing: a quarter of a year */
#define BOOKING_HISTORY_DAYS 28
#define BOOKING_SLOTS_SHOWN 400
#define BOOKING_NEAR 3

/* ---- states: a table of steps ---- */

enum booking_state {
    BOOKING_HELD, BOOKING_CONFIRMED, BOOKING_ARRIVED, BOOKING_CALLED, BOOKING_DONE,
    BOOKING_CANCELLED, BOOKING_LAPSED, BOOKING_MISSED, BOOKING_STATES
};
enum booking_event {
    BOOKING_CONFIRM, BOOKING_ARRIVE, BOOKING_CALL, BOOKING_FINISH, BOOKING_CANCEL,
    BOOKING_LAPSE, BOOKING_MISS, BOOKING_EVENTS
};
const char *booking_state_name(enum booking_state state);
bool booking_state_parse(struct text name, enum booking_state *ret_state);
/* False: no such step. */
bool booking_step(enum booking_state from, enum booking_event event, enum booking_state *ret_to);
/* Does one in that state hold a place of its slot? Once taken it stays taken, but for a
 * cancellation and for a hold that ran out. */
bool booking_holds_place(struct text state);
/* May another of the same holder and matter be made only after it? */
bool booking_is_open(struct text state);

/* ---- refusals, gravest first ---- */

enum booking_refused {
    BOOKING_REFUSED_NO_OFFICE,      /* no such office, or it has no plan that day */
    BOOKING_REFUSED_NO_MATTER,
    BOOKING_REFUSED_NO_BOOKING,
    BOOKING_REFUSED_NOT_YOURS,      /* staff of another office */
    BOOKING_REFUSED_NOT_AT_COUNTER,
    BOOKING_REFUSED_REMOTE,         /* it is done remotely */
    BOOKING_REFUSED_REMOTE_FIRST,   /* it may be: why not here? */
    BOOKING_REFUSED_CHANGED,        /* its state allows it no longer */
    BOOKING_REFUSED_HOLD_OVER,      /* it was not confirmed in time */
    BOOKING_REFUSED_PLAN,           /* a plan that contradicts itself */
    BOOKING_REFUSED_PHONE,          /* nobody could be called there */
    BOOKING_REFUSED_CLOSING,        /* it ends before it begins, or lasts too long */
    BOOKING_REFUSED_PAST,
    BOOKING_REFUSED_NO_SLOT,
    BOOKING_REFUSED_URGENT_ONLY,
    BOOKING_REFUSED_TWICE,
    BOOKING_REFUSED_LIMIT,          /* as many as a measure lets in */
    BOOKING_REFUSED_FULL,
    BOOKING_REFUSED_NOBODY_WAITS,
    BOOKING_REFUSED_COUNT
};
const char *booking_refused_key(enum booking_refused refused);
void booking_refuse(struct decision *decision, enum booking_refused refused, const char *field);

/* ---- an office and its slots ---- */

struct booking_hall {
    int64_t office;
    const struct staff_office *row;
    const struct list *plans, *slots, *closures;
};
/* A slot as it stands. */
struct booking_place {
    const struct booking_plan *plan;
    struct date day;
    int64_t minute;
    int64_t capacity, taken, walk_ins;
};
/* Rows of a day onwards; false while some are missing. */
bool booking_gather_hall(struct gather *gather, int64_t office, struct date from,
                         struct date until, struct booking_hall *ret_hall);
bool booking_plan_works(const struct book *book, const struct booking_plan *plan,
                        struct date day);
bool booking_plan_has(const struct booking_plan *plan, struct text matter);
/* NULL when it makes sense, else the field that does not. */
const char *booking_plan_fault(const struct booking_plan *plan);
/* The n-th slot of a plan's day, closed ones left out; false: no more. `ret_place` as it stands. */
bool booking_place_at(const struct book *book, const struct booking_hall *hall,
                      const struct booking_plan *plan, struct date day, int64_t minute,
                      struct booking_place *ret_place);
bool booking_is_closed(const struct list *closures, struct date day, int64_t from,
                       int64_t until);
struct moment booking_moment(struct date day, int64_t minute);
/* The slot of now, for a walk-in: the last that began, else the first of the day. */
int64_t booking_minute_of(const struct booking_plan *plan, struct moment at);

/* ---- limits and ways ---- */

/* Which channels bring nobody into a hall; in the matter's order. */
struct text booking_remote_ways(const struct book *book, const struct matter *matter,
                                int32_t place, struct arena *arena);
/* The page of ours where such a way begins: the application where it is made online, else the
 * guide; place 0: of none in particular. */
struct text booking_way_path(const struct book *book, const struct matter *matter, int32_t place,
                             struct arena *arena);
enum booking_need { BOOKING_NOT_AT_COUNTER, BOOKING_REMOTELY, BOOKING_REMOTE_FIRST,
                    BOOKING_AT_COUNTER };
enum booking_need booking_need_of(const struct book *book, const struct matter *matter,
                                  int32_t place, const struct booking_plan *plan,
                                  struct arena *arena);

struct booking_limits;
struct booking_asked {
    const struct book *book;
    int32_t place;
    struct text matter, applicant;
    struct date day;
    struct events events;
    /* What the measures say of the day at that place, read once; NULL: each time anew. */
    struct booking_limits *limits;
};
/* What measures leave of a day: how many more tickets in that slot's time, or INT64_MAX. */
struct booking_left {
    int64_t tickets;
    struct text ways;           /* where the others are led: "web mobile phone" */
    struct text clauses;
    bool later;                 /* who is in no hurry is asked to come later */
    struct text later_clauses;
};
/* For booking_asked.limits of one question, in the arena. */
struct booking_limits *booking_limits_none(struct arena *arena);
struct booking_left booking_left_at(const struct booking_asked *asked,
                                    const struct booking_hall *hall,
                                    const struct booking_place *place, struct arena *arena);
/* LAW: BJ4-11e: the clause by which a unit that says what it advanced goes first; or absent. */
struct text booking_priority_of(const struct booking_asked *asked, struct money advanced,
                                struct arena *arena);
/* The first free place from that moment on; false: none within the plan's days. */
bool booking_next_free(const struct booking_asked *asked, const struct booking_hall *hall,
                       struct moment from, bool urgent, struct date until, struct arena *arena,
                       struct booking_place *ret_place);
/* May it be booked by someone who is in no hurry? */
bool booking_kept_for_urgent(const struct booking_asked *asked, const struct booking_plan *plan,
                             const struct booking_left *left, struct date today);

/* ---- the line ---- */

/* The one to be called next among those who have arrived; NULL: nobody waits. */
const struct booking_row *booking_next(const struct list *rows, const struct list *plans,
                                       struct moment now);

/* ---- inputs ---- */

struct booking_slots_input {
    int64_t office;             /* or else the agency that answers for the place */
    int64_t place;
    struct text matter;
    struct date day;            /* absent: today */
    bool urgent;
};
struct booking_slot_told {
    int64_t office, plan;
    struct text desks;
    struct date day;
    struct text from, until;
    int64_t minute, capacity, free;
    int64_t expected;           /* booked, and walk-ins as on such days before */
    struct text crowd;
};
struct booking_near_told {
    int64_t office;
    struct text name, address, phone;
    int64_t free;
};
struct booking_slots_told {
    struct text office_name, matter, matter_zh, matter_en, ways_zh, ways_en;
    struct text path;           /* where such a way begins */
    struct text hint_zh, hint_en, clauses;
    struct list slots, near;
};
struct booking_hold_input {
    int64_t office, plan;
    struct date day;
    int64_t minute;
    struct text matter, channel, name, phone, why;
    bool urgent;
    struct money advanced;
};
struct booking_told {
    int64_t booking, office, plan, minute;
    struct text state;
    struct date day;
    struct text from;
    struct moment hold_until;
    int64_t number, desk;
    struct text priority;
    struct text message_zh, message_en;
};
struct booking_own_input {
    int64_t booking;
    struct text phone, reason;
};
struct booking_paper { struct text zh, en; };
struct booking_slip_told {
    int64_t booking;
    struct text state, office_name, address, office_phone, desks;
    struct text matter_zh, matter_en, ways_zh, ways_en;
    struct date day;
    struct text from;
    bool urgent, may_confirm, may_cancel;
    struct text priority, hint_zh, hint_en;
    struct list papers;
};
struct booking_walk_in_input {
    int64_t office, plan;
    struct text matter, why;
    bool urgent;
    struct text temperature;    /* "pass", "fail" */
};
struct booking_line_input {
    int64_t office, booking, desk;
    struct date day;            /* of the line that is looked at; none: today */
    bool absent;                /* called, and not there */
    struct text temperature;
};
struct booking_close_input {
    int64_t office;
    struct date day, until_day; /* first and last, both closed; until absent: that day alone */
    int64_t from_minute, until_minute;  /* of the first day, and of the last */
    struct text reason;
};
struct booking_closed { int64_t office, moved, cancelled; struct date day; };
struct booking_plan_set { int64_t office, plan; };
/* Of one in the line besides: what he comes for, and the end of his telephone, so that whoever says
 * "ten o'clock" is found among those of ten o'clock. */
struct booking_in_line {
    struct booking_told of;
    struct text matter_zh, matter_en, phone_masked;
    bool walk_in, urgent;
};
struct booking_line_told {
    int64_t waiting, called, average_wait;
    struct list rows;           /* of booking_in_line */
};

/* ---- between the files of the room ---- */

struct booking_facts {
    struct booking_hall hall;
    struct booking_hall near[BOOKING_NEAR];
    size_t near_count;
    struct events events;
    const struct booking_row *row;          /* the booking named */
    const struct booking_day *day;
    const struct booking_holder *holder;
    const struct booking_row *held;         /* what that holder has */
    const struct list *rows;                /* of the day that still stand */
    const struct timer_row *timer;
};
extern const struct shape booking_facts_shape, booking_told_shape, booking_own_shape,
    booking_plan_told_shape;        /* a plan, as it is set and told */
extern const struct query booking_counted, booking_unslotted;     /* for verify */

int64_t booking_line_key(int bucket);
bool booking_gather_own(struct gather *gather, int64_t booking, struct booking_facts *found);
bool booking_may_touch(const struct request *request, const struct booking_row *row,
                       struct text phone);
struct text booking_holder_digest(const struct request *request, struct text phone,
                                  struct text matter);
/* Writes the slot with so many more or fewer taken. */
void booking_slot_change(struct decision *decision, const struct booking_hall *hall, int64_t plan,
                         struct date day, int64_t minute, int64_t taken, int64_t walk_ins);
struct booking_told booking_told_of(const struct booking_row *row, struct arena *arena);
struct text booking_clock(int64_t minute, struct arena *arena);
/* To whom it belongs, or to its office when nobody is signed in: the sentence of `kind`. */
void booking_say(struct decision *decision, const struct booking_row *row,
                 const struct staff_office *office, const char *kind, struct booking_told *told);
void booking_set_timer(struct decision *decision, const struct booking_row *row,
                       const struct booking_plan *plan);
const struct booking_plan *booking_plan_of(const struct list *plans, int64_t plan);
enum store_answer booking_verify(struct store *store, struct verify_report *report);

#endif
