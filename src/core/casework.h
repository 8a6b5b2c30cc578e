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
    CASE_PROPOSED,              /* 初审: waits for another person's second review */
    CASE_APPROVED,              /* decided; papers may still be owed */
    CASE_REFUSED,
    CASE_WITHDRAWN,
    CASE_CLOSED,                /* 办结: approved, and nothing is owed any more */
    CASE_REVOKED,               /* 撤销: it rested on something untrue */
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
    CASE_NO_ANSWER,             /* a department did not show it in time: the paper is owed */
    CASE_RELAX,                 /* 特事特办: for this one a paper is waived, or may follow later */
    CASE_PROPOSE,
    CASE_SEND_BACK,             /* 退回 by the second reviewer, to be looked at again */
    CASE_SEND_BACK_OWING,
    CASE_APPROVE,
    CASE_REFUSE,
    CASE_CLOSE,
    CASE_VERIFY,                /* a commitment was checked, and found true */
    CASE_REVOKE,                /* … or false */
    CASE_WITHDRAW,
    CASE_TAKE,                  /* somebody answers for it from now on */
    CASE_REASSIGN,              /* 改派: given to another of the office by its head of section */
    CASE_HAND_OVER,             /* offered to another office: ours until it accepts */
    CASE_TAKE_OVER,             /* accepted by it */
    CASE_HAND_BACK,             /* not accepted by it, or not in time */
    CASE_AWAIT,                 /* another department has to say something first */
    CASE_RESUME,                /* it has */
    CASE_HURRY,                 /* made urgent */
    CASE_NEW_TEXT,              /* taken over to a later text of its matter */
    CASE_OBJECT,                /* 异议 against what was decided */
    CASE_UPHOLD,                /* looked at by somebody else; it stays as it is */
    CASE_REOPEN,                /* it is taken up again */
    CASE_REOPEN_OWING,
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
/* Nobody waits for anything: an objection may still take it up again. */
bool case_state_is_end(enum case_state state);
/* Waits for a decision of the office. */
bool case_state_is_open(enum case_state state);

/* Whose time it was while a case lay between two steps: the office's, the applicant's (a supplement
 * was awaited), or another department's. Nobody's: it was over. */
enum case_waits { CASE_WAITS_NOBODY, CASE_WAITS_OFFICE, CASE_WAITS_APPLICANT,
                  CASE_WAITS_DEPARTMENT, CASE_WAITS };
/* Given what it waited for until then: CASE_AWAIT begins a department's time, CASE_RESUME and
 * whatever ends the case end it. */
enum case_waits case_waits_after(enum case_waits before, enum case_event event,
                                 enum case_state state);

const char *case_state_name(enum case_state state);     /* "accepted-owing" */
bool case_state_parse(struct text name, enum case_state *ret_state);
const char *case_event_name(enum case_event event);     /* "ask-supplement" */
bool case_event_parse(struct text name, enum case_event *ret_event);
const char *case_event_key(enum case_event event);      /* words/ key of the event */
/* words/ key of the state, and of what comes next for who applied. */
const char *case_state_key(enum case_state state);
const char *case_next_key(enum case_state state);

#endif
