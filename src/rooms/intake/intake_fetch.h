/* intake_fetch.h: papers that nobody has to bring, departments that are asked, and a case taken
 * over to a later text of its matter. */
#ifndef ROOMS_INTAKE_INTAKE_FETCH_H
#define ROOMS_INTAKE_INTAKE_FETCH_H

#include "rooms/filing/filing_facts.h"
#include "rooms/intake/intake.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/visit/visit_facts.h"

struct intake_apply_facts;

/* ---- papers found where they are (intake_fetch.c) ---- */

#define INTAKE_EARLIER_CASES 8
/* What was read to see what registers show; NULL: not wanted, or nothing. */
struct intake_sought {
    const struct list *visits, *bills, *diagnoses, *left_with, *settlements, *filings, *earlier;
    const struct party_institution *institution;        /* that the form names */
    bool names_institution;
    const struct intake_case *issued;
    const struct intake_case *cases[INTAKE_EARLIER_CASES];      /* of `earlier` */
    size_t case_count;
};
bool intake_gather_sought(struct gather *gather, const struct request *request,
                          const struct matter *matter, int64_t person,
                          struct intake_sought *ret_sought);
/* The row of a paper that a register of ours shows; false: none does. */
bool intake_paper_found(const struct request *request, const struct intake_apply_facts *facts,
                        const struct matter_material *material, struct intake_paper *ret_paper);
bool intake_knows_register(struct text name);
/* What was found, or which department is asked; absent: neither. */
void intake_say_found(const struct matter *matter, const struct intake_paper *paper,
                      struct text *ret_zh, struct text *ret_en, struct arena *arena);

/* ---- papers that another department holds (intake_request.c) ---- */

extern const struct action intake_ask_departments_action, intake_request_over_action,
    intake_requests_action, intake_answer_request_action;
/* A moment later the departments are asked for what stands as requested. */
void intake_requests_after(struct decision *decision, const struct intake_case *row,
                           const struct list *papers);

/* A case under a later text of its matter (intake_version.c). */
extern const struct action intake_version_action, intake_move_version_action;
/* The days our limit stood for departments, with those until now. */
struct text intake_stood_since(const struct matter *matter, const struct intake_case *row,
                               struct moment now, struct arena *arena);
/* Signed by the house, hexadecimal; "" without its key. */
struct text intake_signature_of(struct text data, struct arena *arena);

#endif
