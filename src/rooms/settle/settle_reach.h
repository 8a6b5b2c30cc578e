/* settle_reach.h: what a backdated filing does to settlements already made. */
#ifndef ROOMS_SETTLE_SETTLE_REACH_H
#define ROOMS_SETTLE_SETTLE_REACH_H

#include "core/room.h"
#include "rooms/filing/filing.h"
#include "rooms/settle/settle_desk.h"

struct settle_reached {
    int64_t person;
    int64_t years;              /* benefit years decided again */
};
/* Answers to filing.reach-back. */
extern const struct action settle_reach_action;
/* Answers to party.record-status, and to settle.check-patient where it puts one on record. */
extern const struct action settle_reach_status_action;
bool settle_ask_patient(const struct request *done, const void *outcome, struct arena *arena,
                        void *ret_input);
bool settle_ask_status(const struct request *done, const void *outcome, struct arena *arena,
                       void *ret_input);
/* What it would do, before it is recorded. */
extern const struct action settle_preview_action;
/* Patients treated first in a week: settle_epidemic.c. */
extern const struct action settle_epidemic_action;
extern const struct table settle_epidemic_table;
extern const struct query settle_epidemic_sums;
/* A list of patients looked up, one a line; fever clinics that settled late. */
extern const struct action settle_check_patient_action, settle_fever_action;
extern const struct query settle_fever_late;
bool settle_ask_reach(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input);

#endif
