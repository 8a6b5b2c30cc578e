/* intake_again.h: a case that was over is taken up again: by who looks at an objection, or because
 * a publication turned its refusal over. What it had made is taken back first, and never are two
 * open about the same. */
#ifndef ROOMS_INTAKE_INTAKE_AGAIN_H
#define ROOMS_INTAKE_INTAKE_AGAIN_H

#include "rooms/intake/intake_inside.h"

/* ---- refusals that a publication turns over (intake_again.c) ---- */

extern const struct query intake_cases_refused;
extern const struct action intake_find_again_action, intake_look_again_action;
bool intake_ask_again(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input);
enum store_answer intake_impact(struct store *store, struct impact *impact);

/* A decision with an effect is taken up again on an objection alone (intake_second.c). */
bool intake_wants_objection(struct text state);
/* A case that was refused, withdrawn or turned away wants no papers: what it owed is owed again
 * when it is taken up again, and is no debt until then. */
bool intake_takes_papers(const struct intake_case *row);
struct list intake_debts_of_case(const struct request *request, const struct matter *matter,
                                 const struct intake_case *row, const struct list *papers,
                                 struct events events);
/* words/ key of what comes next for who applied: of its state, or of the objection to it. */
const char *intake_next_key(const struct intake_case *row, enum case_state state);
/* The one that is open about the same, or NULL: a newer one, since `row` is over. */
bool intake_gather_beside(struct gather *gather, const struct intake_case *row,
                          const struct intake_case **ret_beside);

/* The case that was opened without an application and differs in the answer that is for the unit to
 * choose (`offered-choice`) makes room for the unit's own: it is withdrawn, and says for which. */
void intake_offered_makes_room(struct decision *decision, const struct intake_case *offered,
                               const struct intake_case *own);

/* ---- what an approval made, taken back (intake_verify.c) ---- */

struct intake_revocation {
    struct request *request;    /* of the matter's action; NULL: nothing it could take back */
    void *facts;
};
bool intake_gather_revocation(struct gather *gather, const struct request *request,
                              const struct intake_case *row, struct text reason,
                              struct intake_revocation *ret_revocation);
/* Says in the row what became of it: taken back, or to be seen to by hand. Answers the reason as
 * the step says it: what was given, and, where the action refused to take it back, why. */
struct text intake_take_back(const struct request *request,
                             const struct intake_revocation *revocation, struct text reason,
                             struct intake_case *row, struct decision *decision);
/* ---- documents that say what no longer holds (intake_void.c) ---- */

extern const struct query intake_results_of_person, intake_results_of_unit;
/* What the register wrote for the same person or unit since that enrolment stood there; NULL: the
 * case is no enrolment that was approved. */
bool intake_gather_resting(struct gather *gather, const struct request *request,
                           const struct intake_case *row, const struct list **ret_resting);
/* Marks them and those of the case itself that say what was decided: void from now on. */
void intake_void(struct decision *decision, const struct intake_case *row,
                 const struct list *documents, const struct list *resting);

/* What was found false is not any more: the papers wait for a look again, and nobody is barred. */
void intake_unbar(const struct intake_case *row, const struct list *papers,
                  const struct list *bars, struct decision *decision);

#endif
