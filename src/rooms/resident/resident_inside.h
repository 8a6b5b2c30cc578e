/* resident_inside.h: what the files of this room share among themselves. */
#ifndef ROOMS_RESIDENT_RESIDENT_INSIDE_H
#define ROOMS_RESIDENT_RESIDENT_INSIDE_H

#include "rooms/resident/resident.h"

void resident_refuse(struct decision *decision, enum resident_refusal refusal, const char *field);

bool resident_gather_pair(struct gather *gather, const struct request *request,
                          const struct resident_pair_input *input,
                          struct resident_pair *ret_pair);
/* Each of these refuses and answers false. */
bool resident_judge_pair(const struct request *request, const struct resident_pair_input *input,
                         const struct resident_pair *pair, struct decision *decision);
bool resident_judge_mandate(const struct request *request,
                            const struct resident_give_input *input,
                            const struct list *held, struct decision *decision);
size_t resident_count_in_force(const struct list *held, struct date today);

enum resident_confirmation {
    RESIDENT_CONFIRMED_NOT,         /* and why */
    RESIDENT_CONFIRMED_WRONG,       /* the code: counted */
    RESIDENT_CONFIRMED_SELF,
    RESIDENT_CONFIRMED_CODE,
    RESIDENT_CONFIRMED_WITNESS,
};
enum resident_confirmation resident_judge_confirmation(const struct request *request,
                                                       const struct resident_give_input *input,
                                                       const struct resident_give_facts *facts,
                                                       enum resident_refusal *ret_refusal);

/* Whether an office that speaks for the person has to do with where he is insured. */
bool resident_is_of_here(const struct actor *actor, const struct list *places);

/* Tells the giver, never the agent's name: "…" matters until that day. */
void resident_say(struct decision *decision, int64_t person, const char *key,
                  const struct text zh[3], const struct text en[3], int64_t mandate);
/* A code goes to the telephone of the person's record, and its row is written over the one of
 * before (NULL: the first for that purpose). Answers until when it is good. */
struct resident_sending {
    int64_t person;
    struct text purpose, digest, code;
    const char *message;
    const struct resident_code *before;
    const struct resident_terms *terms;
};
struct moment resident_send_code(struct decision *decision, const struct resident_sending *sending);
struct text resident_day_text(struct date day, struct arena *arena);

#define RESIDENT_NUMBER_LENGTH 30

#endif
