/* staff.h: offices and posts (机构与人员): who is where, and who stands above whom. */
#ifndef ROOMS_STAFF_STAFF_H
#define ROOMS_STAFF_STAFF_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/staff/staff_facts.h"

extern const struct room staff_room;
extern const struct action staff_divisions_action;
extern const struct action staff_offices_action;
extern const struct action staff_register_office_action;
extern const struct action staff_directory_action, staff_set_phone_action,
    staff_remove_phone_action;
extern const struct action staff_set_hall_action;

/* For a page that asks which office: those of the place of who looks, by their names. */
extern const struct page_asked staff_offices_asked;

/* "enrol" "claim" "consult" "duty" "all" */
bool staff_business_exists(struct text business);

/* One line of a table of offices (rules/offices): columns key, parent, kind, division, name,
 * address, phone, phone_kind, hours, and of an outside office perhaps its department;
 * tab-separated, heading line, '-' for none. Keys are names of the file set alone; a parent
 * stands before its children. */
struct staff_line {
    struct text key, parent;
    struct staff_office office;     /* without ids */
};
/* Texts point into `text`. On a wrong line false and its number. */
bool staff_read_lines(struct text text, struct arena *arena, struct list *ret_lines,
                      int32_t *ret_line);

/* Input of staff.register-office; also what registering decides on. */
struct staff_register_input {
    int64_t parent;
    struct text kind;
    int64_t division;
    struct text name, address, phone, phone_kind, hours;
    struct text department;     /* of an outside one: as matters name it */
};

enum staff_register_answer {
    STAFF_REGISTER_NOT_YOURS,       /* the office above is not the actor's nor below it */
    STAFF_REGISTER_NO_PARENT,       /* the office above is not there */
    STAFF_REGISTER_NO_SUCH_KIND,
    STAFF_REGISTER_OUT_OF_PLACE,    /* its division does not lie in the parent's */
    STAFF_REGISTER_GOOD,
};
enum staff_register_answer staff_judge_register(const struct actor *actor,
                                                const struct staff_register_input *input,
                                                const struct staff_office *parent);
bool staff_kind_exists(struct text kind);
/* 110105 lies in 110100, 110000 and 0; 371300 in 370000. */
bool staff_division_within(int64_t division, int64_t wider);
/* Whether it lies in the place of the actor's office, with all below it; of who may see everything
 * always. */
bool staff_works_over(const struct actor *actor, int64_t place);

/* The lines of rules/offices/offices.tsv; the n-th line is the demo office with
 * demo_id(STAFF_BUCKET, DEMO_OFFICES, n). */
struct list staff_demo_offices(struct demo *demo);

#endif
