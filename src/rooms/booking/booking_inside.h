/* booking_inside.h: what the files of the room share and nobody else needs. */
#ifndef ROOMS_BOOKING_BOOKING_INSIDE_H
#define ROOMS_BOOKING_BOOKING_INSIDE_H

#include "rooms/booking/booking.h"

struct booking_prepared { struct text name_sealed, phone_sealed; };

#define STEP_DECIDE(name_) \
    void booking_decide_##name_(const struct request *request, const void *facts, \
                                struct decision *decision)
#define STEP_GATHER(name_) \
    bool booking_gather_##name_(struct gather *gather, const struct request *request, \
                                void *facts)
#define STEP_KEYS(name_) \
    void booking_keys_##name_(const struct request *request, struct keys *keys)

STEP_KEYS(hold); STEP_GATHER(hold); STEP_DECIDE(hold);
void booking_prepare_hold(const struct request *request, const void *facts, void *ret_prepared);
STEP_KEYS(own); STEP_GATHER(step); STEP_DECIDE(confirm); STEP_DECIDE(cancel);
STEP_KEYS(lapse); STEP_GATHER(lapse); STEP_DECIDE(lapse);
STEP_KEYS(walk_in); STEP_GATHER(walk_in); STEP_DECIDE(walk_in);
STEP_KEYS(line); STEP_GATHER(arrive); STEP_DECIDE(arrive);
STEP_KEYS(office); STEP_GATHER(call); STEP_DECIDE(call); STEP_DECIDE(done);
STEP_KEYS(close); STEP_GATHER(close); STEP_DECIDE(close);
STEP_KEYS(plan); STEP_GATHER(plan); STEP_DECIDE(plan);
STEP_GATHER(slots); STEP_DECIDE(slots); STEP_DECIDE(slip); STEP_GATHER(slip);
STEP_DECIDE(line);

/* Halls nearby that division, but this office: at most three, in two rounds. */
bool booking_gather_near(struct gather *gather, int64_t division, int64_t office,
                         struct date day, struct booking_facts *found);
struct booking_asked booking_asked_of(const struct request *request,
                                      const struct booking_facts *facts, struct text matter,
                                      struct date day);
struct booking_hall booking_hall_for(const struct booking_asked *asked,
                                     const struct booking_hall *hall, struct arena *arena);
void booking_refuse_elsewhere(const struct request *request, const struct booking_asked *asked,
                              const struct booking_facts *facts, bool urgent,
                              enum booking_refused refused, struct decision *decision);
bool booking_matter_fits(const struct request *request, const struct booking_asked *asked,
                         const struct booking_plan *plan, struct text why,
                         struct decision *decision);
/* The state after the event; false: refused, it is past that. */
bool booking_move(struct decision *decision, struct booking_row *row, enum booking_event event);
/* "网上、掌上": labels of channels. */
struct text booking_ways_words(struct text ways, enum language language, struct arena *arena);

/* One to come, as a trial looks at it (booking_impact.c). */
struct booking_ahead {
    int64_t booking, office, division;
    struct date day;
    int64_t minute;
    struct text matter;
    int64_t person;
};
extern const struct query bookings_ahead;

/* Free times, told on a plain page (booking_page.c). */
void booking_tell_slots(struct page_parts *parts, const void *answer);

#endif
