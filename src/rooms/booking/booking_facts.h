/* booking_facts.h: plans, slots, bookings and tickets of a hall, as rooms below may read them.
 *
 * Everything of one office lies in the bucket drawn from the office's number, and so do the numbers
 * of its bookings. A booking (预约) and a walk-in ticket (取号) are rows of one table: they stand in
 * one line. Name and telephone are sealed. */
#ifndef ROOMS_BOOKING_BOOKING_FACTS_H
#define ROOMS_BOOKING_BOOKING_FACTS_H

#include "core/action.h"

/* One group of counters of an office, for some days. */
struct booking_plan {
    int64_t bucket, office, plan;
    int64_t division;           /* of the office: plans nearby are found by it */
    struct text name;           /* of the group: "综合窗口" */
    int64_t desks;           /* how many */
    struct text weekdays;       /* "1 2 3 4 5"; make-up workdays are worked, holidays are not */
    int64_t opens, closes;      /* minutes of the day */
    int64_t pause_from, pause_until;    /* 0, 0: none */
    int64_t slot_minutes;
    int64_t capacity;           /* bookings a counter and slot */
    int64_t hold_minutes;       /* until a place that was not confirmed is free again */
    int64_t ahead_days;         /* how far ahead may be booked */
    int64_t urgent_days;        /* kept for the urgent while others are asked to come later */
    int64_t head_start;         /* minutes by which the urgent come before their turn */
    int64_t wait_most;          /* minutes after which a walk-in comes like one who has booked */
    struct text matters;        /* that need a counter here, though they have other channels */
    struct date valid_from, valid_until;    /* until absent: open */
    int64_t set_by;
    int64_t version;
};
extern const struct table booking_plan_table;

/* What was taken of a slot; a slot without a row has nothing taken. */
struct booking_slot {
    int64_t bucket, office, plan;
    struct date day;
    int64_t minute;
    int64_t taken;              /* booked places, held ones among them */
    int64_t walk_ins;           /* tickets given in its time */
    int64_t version;
};
extern const struct table booking_slot_table;

struct booking_day {
    int64_t bucket, office;
    struct date day;
    int64_t last_number;        /* of a ticket */
    int64_t called, waited;     /* how many were called, and their minutes of waiting together */
    int64_t version;
};
extern const struct table booking_day_table;

struct booking_closure {
    int64_t bucket, office, closure;
    struct date day;
    int64_t from_minute, until_minute;
    struct text reason;
    int64_t set_by;
};
extern const struct table booking_closure_table;

struct booking_row {
    int64_t bucket, booking;
    int64_t office, plan;
    struct date day;
    int64_t minute;             /* of its slot */
    struct text matter;
    struct text state;          /* booking_state_name() */
    bool walk_in;
    bool urgent;
    struct text priority;       /* the clause that gives it; absent: none */
    struct money advanced;      /* what a unit says it has advanced */
    int64_t number;             /* of the ticket, on that day; 0: not there yet */
    struct text channel;
    int64_t person, unit;       /* who is signed in; 0: nobody */
    struct text holder;         /* digest: one open booking a matter */
    struct text name_sealed, phone_sealed, phone_masked;
    struct moment made, hold_until, arrived, called, settled;
    int64_t desk;            /* called to */
    int64_t moves;              /* how often a closure moved it */
    struct text reason;
    int64_t entered_by;         /* account of staff */
    struct text temperature;    /* "pass", "fail"; absent: not taken. No figure is kept */
    int64_t version;
};
extern const struct table booking_table;
extern const struct shape booking_row_shape, booking_slot_shape;

/* Who has an open booking of a matter, wherever: in the bucket of the digest. */
struct booking_holder {
    int64_t bucket;
    struct text holder;         /* keyed digest of telephone or person, and matter */
    int64_t booking;
    int64_t version;
};
extern const struct table booking_holder_table;

struct booking_office_key { int64_t bucket, office; };
struct booking_days_key { int64_t bucket, office; struct date from, until; };
struct booking_id_key { int64_t bucket, booking; };
struct booking_holder_key { int64_t bucket; struct text holder; };
struct booking_near_key { int64_t from, until; struct date day; };
struct booking_day_key { int64_t bucket, office; struct date day; };

extern const struct query booking_plans_of;     /* of an office, all days */
extern const struct query booking_plans_near;   /* of a stretch of divisions, on a day */
extern const struct query booking_slots_of;     /* of an office, some days */
extern const struct query booking_day_of;
extern const struct query booking_closures_of;
extern const struct query booking_by_id;
extern const struct query bookings_of_day;      /* all of an office and day that still stand */
extern const struct query booking_holder_of;

int booking_bucket(int64_t office);

#endif
