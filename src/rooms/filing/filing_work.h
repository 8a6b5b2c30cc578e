/* filing_work.h: what filing_file.c and filing_disease.c share while one filing is decided. */
#ifndef ROOMS_FILING_FILING_WORK_H
#define ROOMS_FILING_FILING_WORK_H

#include "rooms/filing/filing_file.h"

#define FILING_DISEASE_MATTER TEXT("special-disease-filing")
#define FILING_DISEASE_OFFSITE_MATTER TEXT("special-disease-offsite")
#define FILING_DISEASE_RENEWAL_MATTER TEXT("special-disease-renewal")

struct filing_work {
    const struct request *request;
    const struct filing_file_input *input;
    const struct filing_file_facts *facts;
    struct decision *decision;
    struct party_standing standing;
    struct date today, from, until;
};

bool filing_is_institution(const struct actor *actor);
/* Who, where and from when; false: refused. */
bool filing_begin(const struct request *request, const struct filing_file_facts *facts,
                  struct decision *decision, struct filing_work *ret_work);
struct filing_row filing_row_of(const struct filing_work *work, const char *about,
                                struct text kind);
/* Written and told; what holds from before today is announced. */
void filing_put(const struct filing_work *work, const struct filing_row *filed);
/* Whether the hospital's insurance office may put a disease into force. */
bool filing_hospital_decides(const struct filing_work *work);

#endif
