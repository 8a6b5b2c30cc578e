/* visit_stay.h: stays in a hospital: taking in, changing, letting go, and undoing each; charges of
 * a stay. Several settlements may stand on one stay; the last, not interim, closes it. */
#ifndef ROOMS_VISIT_VISIT_STAY_H
#define ROOMS_VISIT_VISIT_STAY_H

#include "rooms/visit/visit_inside.h"

/* ---- 2401, 2402, 2403: one struct, each message names its part of it ---- */

struct visit_stay_input {
    struct visit_register_input arrival;    /* first: what registering reads */
    int64_t visit;              /* 2402, 2403 */
    struct moment end_at;
    struct text way;            /* dscg_way */
    struct visit_stay_row stay; /* only what was said is filled in */
    struct list diagnoses;      /* of visit_diagnosis_input, all of them valid */
};
struct visit_stay_facts {
    struct visit_register_facts arrival;    /* first; 2401 */
    const struct list *open_stays;          /* 2401: of this person here */
    const struct visit_row *visit;
    const struct visit_stay_row *stay;
    const struct list *diagnoses;           /* of admission (2403) or of discharge (2402) */
    const struct list *bills;               /* 2403 */
};

bool visit_gather_admit(struct gather *gather, const struct request *request, void *facts);
void visit_decide_admit(const struct request *request, const void *facts,
                        struct decision *decision);
bool visit_gather_discharge(struct gather *gather, const struct request *request, void *facts);
void visit_decide_discharge(const struct request *request, const void *facts,
                            struct decision *decision);
bool visit_gather_change(struct gather *gather, const struct request *request, void *facts);
void visit_decide_change(const struct request *request, const void *facts,
                         struct decision *decision);

/* ---- 2405 ---- */

bool visit_gather_readmit(struct gather *gather, const struct request *request, void *facts);
void visit_decide_readmit(const struct request *request, const void *facts,
                          struct decision *decision);

/* ---- 2301, 2302 ---- */

bool visit_gather_charge_stay(struct gather *gather, const struct request *request, void *facts);

struct visit_take_back_input {
    struct list lines;          /* of visit_take_back_line: one stay's */
};
struct visit_take_back_line {
    struct text serial;         /* VISIT_ALL_LINES: every unsettled one */
    int64_t visit, person;
};
struct visit_take_back_facts {
    const struct visit_row *visit;
    const struct visit_stay_row *stay;
    const struct visit_bill_row *bill;
    const struct list *lines;   /* live ones of the stay */
};
bool visit_gather_take_back(struct gather *gather, const struct request *request, void *facts);
void visit_decide_take_back(const struct request *request, const void *facts,
                            struct decision *decision);

#endif
