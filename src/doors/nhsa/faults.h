/* faults.h: all that is wrong with the fields of one message, as one Chinese sentence of at most
 * NHSA_MESSAGE_CHARACTERS: names, what the names mean, why, and how many more there are. */
#ifndef DOORS_NHSA_FAULTS_H
#define DOORS_NHSA_FAULTS_H

#include "base/arena.h"
#include "doors/nhsa/interface.h"

#define NHSA_MESSAGE_CHARACTERS 200     /* err_msg is C(200) */
#define NHSA_MESSAGE_BYTES (4 * NHSA_MESSAGE_CHARACTERS)

/* Where in the input: "feedetail", row 3 (from 0; negative: no row). */
struct nhsa_place {
    struct text node;
    int64_t row;
};

struct nhsa_faults {
    int count;
    bool full;                  /* no more fits; later ones are counted only */
    struct builder said;
    char memory[NHSA_MESSAGE_BYTES];
};

void nhsa_faults_init(struct nhsa_faults *faults);
/* `label` NULL: none. `reason` is a key of words/. */
void nhsa_fault_add(struct nhsa_faults *faults, const struct nhsa_place *place, struct text name,
                    const char *label, const char *reason, struct text detail0,
                    struct text detail1);
/* "报文有误，请改正后重发：…" */
struct text nhsa_faults_say(const struct nhsa_faults *faults, struct arena *arena);

/* A sentence of words/ in Chinese. */
struct text nhsa_say(struct arena *arena, const char *key, struct text detail0,
                     struct text detail1, struct text detail2);
/* At most so many characters, the last an ellipsis when something was left out. */
struct text nhsa_cut(struct arena *arena, struct text text, size_t characters);

#endif
