/* party_spells.h: how the spells of a person came to be what they are: each state of each spell
 * with the moment it became known, so that any day can be asked about as known then. */
#ifndef ROOMS_PARTY_PARTY_SPELLS_H
#define ROOMS_PARTY_PARTY_SPELLS_H

#include "rooms/party/party.h"

/* One state of a spell. */
struct party_spell_state {
    int64_t bucket, person, spell, state;   /* `state`: 1, 2, … the version of the spell */
    struct moment known;
    struct text change;         /* "enrolled" "stopped" "paused" "resumed" "corrected" "merged" */
    struct text reason;
    struct text insurance, kind;
    int64_t place, unit;
    struct text unit_name;
    struct date valid_from, valid_until;
    struct text status;
    struct date paused_from, paused_until;
    bool civil_servant;
};
extern const struct shape party_spell_state_shape;
extern const struct table party_spell_state_table;
extern const struct query party_spell_states_of;    /* a person, by spell and state */

/* The spells as they were known at a moment; rows older than the keeping of states stand as they
 * are. Pure; in the arena. */
struct list party_spells_known(const struct list *spells, const struct list *states,
                               struct moment known, struct arena *arena);

extern const struct action party_change_spell_action, party_spells_action,
    party_enrol_resident_action;

#endif
