/* casework.h: the steps of a case (办件), as one table.
 *
 * A case moves only by a step of the table: from a state, by an event, to one state, by those who
 * may. Acceptance with papers owed (容缺受理) is a state of its own, because the case goes on while
 * the papers are owed; what is owed, and until when, the table does not know. Nothing here reads a
 * row or a clock. */
#ifndef CORE_CASEWORK_H
#define CORE_CASEWORK_H

#include "core/action.h"

enum case_state {
    CASE_NONE,                  /* before it came in */
    CASE_RECEIVED,              /* 收件: here, nobody has looked yet */
    CASE_SUPPLEMENT_ASKED,      /* 补正: all that is missing was told once */
    CASE_NOT_ACCEPTED,          /* 不予受理 */
    CASE_ACCEPTED,              /* 受理 */
    CASE_ACCEPTED_OWING,        /* 容缺受理 */
    CASE_APPROVED,              /* decided; papers may still be owed */
    CASE_REFUSED,
    CASE_WITHDRAWN,
    CASE_CLOSED,                /* 办结: nothing is owed any more */
    CASE_STATES
};

enum case_event {
    CASE_FILE,                  /* came in and waits for somebody to look */
    CASE_FILE_COMPLETE,         /* came in with all it needs: accepted at once */
    CASE_FILE_OWING,            /* came in with papers owed: accepted at once */
    CASE_ACCEPT,
    CASE_ACCEPT_OWING,
    CASE_DEEM,                  /* nothing was said in time: counts as accepted */
    CASE_DEEM_OWING,
    CASE_ASK_SUPPLEMENT,
    CASE_TURN_AWAY,
    CASE_PAPER,                 /* a paper came, and something is still owed or was not */
    CASE_LAST_PAPER,            /* the last paper that was owed or asked for */
    CASE_LAST_PAPER_OWING,      /* the last asked for; others are owed */
    CASE_APPROVE,
    CASE_REFUSE,
    CASE_CLOSE,
    CASE_WITHDRAW,
    CASE_EVENTS
};

struct case_step {
    enum case_state from;
    enum case_event event;
    enum case_state to;
    unsigned roles;             /* ROLE_BIT(…) | … */
};

extern const struct case_step case_steps[];
extern const size_t case_step_count;

/* NULL: no such step. */
const struct case_step *case_step_of(enum case_state from, enum case_event event);
bool case_step_may(const struct case_step *step, enum role role);
/* Nothing can happen to it any more. */
bool case_state_is_end(enum case_state state);
/* Waits for a decision of the office. */
bool case_state_is_open(enum case_state state);

const char *case_state_name(enum case_state state);     /* "accepted-owing" */
bool case_state_parse(struct text name, enum case_state *ret_state);
const char *case_event_name(enum case_event event);     /* "ask-supplement" */
/* words/ key of the state, and of what comes next for who applied. */
const char *case_state_key(enum case_state state);
const char *case_next_key(enum case_state state);

#endif
