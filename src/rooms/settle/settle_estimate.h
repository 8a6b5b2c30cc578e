/* settle_estimate.h: what a visit will cost about: so much of one kind of care at a hospital today,
 * decided as the desk would with what is known of the person, and nothing kept.
 *
 * Everything is taken to be in full scope (甲类) and the personal account to be used; what the year
 * has used up counts. Where nothing would be paid at the counter the reason is told, and all of it
 * stands under cash. */
#ifndef ROOMS_SETTLE_SETTLE_ESTIMATE_H
#define ROOMS_SETTLE_SETTLE_ESTIMATE_H

#include "rooms/settle/settle_answer.h"

struct settle_estimate_input {
    int64_t person, institution;
    struct text med_type, disease;  /* disease: of care that is filed by its name */
    struct money amount;
};
struct settle_estimate {
    struct text insurance;          /* insutype; absent: not enrolled */
    struct text institution_name;
    bool pays;
    struct text why_zh, why_en;     /* absent when it pays */
    struct money total, deductible, funds, account, cash;
    struct list parts;              /* of struct settle_part: one a fund that pays */
};
bool settle_gather_estimate(struct gather *gather, const struct request *request, void *facts);
void settle_decide_estimate(const struct request *request, const void *facts,
                            struct decision *decision);
extern const struct action settle_estimate_action;

#endif
