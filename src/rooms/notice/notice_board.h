/* notice_board.h: the rollout board: measure × bureau × section × due moment, done or not, with
 * evidence, late when its moment has passed. What is to be done is in the book (verb `task`); what
 * an office says it has done are rows. Nothing here is stored twice. */
#ifndef ROOMS_NOTICE_NOTICE_BOARD_H
#define ROOMS_NOTICE_NOTICE_BOARD_H

#include "rooms/notice/notice_head.h"
#include "rooms/notice/notice_inside.h"
#include "rooms/staff/staff_facts.h"

struct notice_progress {
    int64_t bucket, progress;
    struct text number, measure, thing;     /* 临医保发〔2020〕22号, "L3a", "defer-sme" */
    struct text milestone;      /* "carried-out" */
    int64_t office, place;
    struct date done_on;
    struct text evidence;
    int64_t said_by;
    struct moment said_at, withdrawn_at;
    int64_t version;
};
extern const struct shape notice_progress_shape;
extern const struct table notice_progress_table;
struct notice_progress_key { int64_t bucket; struct text number; };
extern const struct query notice_progress_of;

struct notice_progress_input {
    struct text number, measure, thing, milestone;
    struct date done_on;
    struct text evidence;
    bool withdraw;              /* it is not done after all */
};

struct notice_board_input {
    struct text number;
    int64_t place;              /* only bureaux within it; 0: all */
};
struct notice_board_row {
    struct text place_name, office_name, section;
    int64_t place, office;
    struct text ids, thing_zh, thing_en, must_zh, must_en;
    struct text thing, milestone;   /* as notice.progress wants them */
    struct moment due;
    struct text state;          /* key of a sentence: done, open, late */
    struct date done_on;
    struct text evidence;
    int64_t progress, papers;   /* what was said, and how many papers lie beside it */
};
struct notice_board_sum {       /* province over city over county */
    struct text place_name, place_en;
    int64_t place, tasks, done, late;
};
struct notice_board {
    struct text number;
    struct date issued;
    struct moment in_force;     /* absent: since the house began */
    int64_t hours_to_force;     /* from the day of issue */
    struct list sums, rows;
};

extern const struct action notice_board_action, notice_progress_action;

#endif
