/* casework.c: see casework.h. */

#include "core/casework.h"

#include "base/check.h"

#define APPLICANTS (ROLE_BIT(ROLE_PUBLIC) | ROLE_BIT(ROLE_RESIDENT) | ROLE_BIT(ROLE_EMPLOYER) \
    | ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_HOSPITAL_OFFICE) | ROLE_BIT(ROLE_PHYSICIAN))
#define CLERKS ROLES_STAFF
#define REVIEWERS (ROLE_BIT(ROLE_REVIEWER) | ROLE_BIT(ROLE_SECOND_REVIEWER) \
    | ROLE_BIT(ROLE_SECTION_HEAD))
#define HOUSE ROLE_BIT(ROLE_HOUSE)
#define ANYBODY (APPLICANTS | CLERKS | HOUSE)

/* CASE_DEEM: 行政许可法 art. 32, nothing said in time is acceptance; so the house alone does it. */
const struct case_step case_steps[] = {
    { CASE_NONE, CASE_FILE, CASE_RECEIVED, ANYBODY },
    { CASE_NONE, CASE_FILE_COMPLETE, CASE_ACCEPTED, ANYBODY },
    { CASE_NONE, CASE_FILE_OWING, CASE_ACCEPTED_OWING, ANYBODY },

    { CASE_RECEIVED, CASE_ACCEPT, CASE_ACCEPTED, CLERKS },
    { CASE_RECEIVED, CASE_ACCEPT_OWING, CASE_ACCEPTED_OWING, CLERKS },
    { CASE_RECEIVED, CASE_DEEM, CASE_ACCEPTED, HOUSE },
    { CASE_RECEIVED, CASE_DEEM_OWING, CASE_ACCEPTED_OWING, HOUSE },
    { CASE_RECEIVED, CASE_ASK_SUPPLEMENT, CASE_SUPPLEMENT_ASKED, CLERKS },
    { CASE_RECEIVED, CASE_TURN_AWAY, CASE_NOT_ACCEPTED, CLERKS },
    { CASE_RECEIVED, CASE_PAPER, CASE_RECEIVED, ANYBODY },
    { CASE_RECEIVED, CASE_LAST_PAPER, CASE_RECEIVED, ANYBODY },
    { CASE_RECEIVED, CASE_WITHDRAW, CASE_WITHDRAWN, ANYBODY },

    { CASE_SUPPLEMENT_ASKED, CASE_PAPER, CASE_SUPPLEMENT_ASKED, ANYBODY },
    { CASE_SUPPLEMENT_ASKED, CASE_LAST_PAPER, CASE_ACCEPTED, ANYBODY },
    { CASE_SUPPLEMENT_ASKED, CASE_LAST_PAPER_OWING, CASE_ACCEPTED_OWING, ANYBODY },
    { CASE_SUPPLEMENT_ASKED, CASE_TURN_AWAY, CASE_NOT_ACCEPTED, CLERKS },
    { CASE_SUPPLEMENT_ASKED, CASE_WITHDRAW, CASE_WITHDRAWN, ANYBODY },

    { CASE_ACCEPTED, CASE_APPROVE, CASE_APPROVED, REVIEWERS },
    { CASE_ACCEPTED, CASE_REFUSE, CASE_REFUSED, REVIEWERS },
    { CASE_ACCEPTED, CASE_ASK_SUPPLEMENT, CASE_SUPPLEMENT_ASKED, CLERKS },
    { CASE_ACCEPTED, CASE_PAPER, CASE_ACCEPTED, ANYBODY },
    { CASE_ACCEPTED, CASE_WITHDRAW, CASE_WITHDRAWN, ANYBODY },

    { CASE_ACCEPTED_OWING, CASE_APPROVE, CASE_APPROVED, REVIEWERS },
    { CASE_ACCEPTED_OWING, CASE_REFUSE, CASE_REFUSED, REVIEWERS },
    { CASE_ACCEPTED_OWING, CASE_ASK_SUPPLEMENT, CASE_SUPPLEMENT_ASKED, CLERKS },
    { CASE_ACCEPTED_OWING, CASE_PAPER, CASE_ACCEPTED_OWING, ANYBODY },
    { CASE_ACCEPTED_OWING, CASE_LAST_PAPER, CASE_ACCEPTED, ANYBODY },
    { CASE_ACCEPTED_OWING, CASE_WITHDRAW, CASE_WITHDRAWN, ANYBODY },

    { CASE_APPROVED, CASE_PAPER, CASE_APPROVED, ANYBODY },
    { CASE_APPROVED, CASE_LAST_PAPER, CASE_CLOSED, ANYBODY },
    { CASE_APPROVED, CASE_CLOSE, CASE_CLOSED, REVIEWERS | HOUSE },
    { CASE_REFUSED, CASE_CLOSE, CASE_CLOSED, REVIEWERS | HOUSE },
};
const size_t case_step_count = COUNT_OF(case_steps);

static const struct {
    const char *name, *key, *next;
} states[] = {
    [CASE_NONE] = { "none", "case.state.none", "case.next.none" },
    [CASE_RECEIVED] = { "received", "case.state.received", "case.next.received" },
    [CASE_SUPPLEMENT_ASKED] = { "supplement-asked", "case.state.supplement-asked",
                                "case.next.supplement-asked" },
    [CASE_NOT_ACCEPTED] = { "not-accepted", "case.state.not-accepted",
                            "case.next.not-accepted" },
    [CASE_ACCEPTED] = { "accepted", "case.state.accepted", "case.next.accepted" },
    [CASE_ACCEPTED_OWING] = { "accepted-owing", "case.state.accepted-owing",
                              "case.next.accepted-owing" },
    [CASE_APPROVED] = { "decided-approved", "case.state.decided-approved",
                        "case.next.decided-approved" },
    [CASE_REFUSED] = { "decided-refused", "case.state.decided-refused",
                       "case.next.decided-refused" },
    [CASE_WITHDRAWN] = { "withdrawn", "case.state.withdrawn", "case.next.withdrawn" },
    [CASE_CLOSED] = { "closed", "case.state.closed", "case.next.closed" },
};
_Static_assert(COUNT_OF(states) == CASE_STATES, "a name for every state");

static const char *const event_names[] = {
    [CASE_FILE] = "file",
    [CASE_FILE_COMPLETE] = "file-complete",
    [CASE_FILE_OWING] = "file-owing",
    [CASE_ACCEPT] = "accept",
    [CASE_ACCEPT_OWING] = "accept-owing",
    [CASE_DEEM] = "deem",
    [CASE_DEEM_OWING] = "deem-owing",
    [CASE_ASK_SUPPLEMENT] = "ask-supplement",
    [CASE_TURN_AWAY] = "turn-away",
    [CASE_PAPER] = "paper",
    [CASE_LAST_PAPER] = "last-paper",
    [CASE_LAST_PAPER_OWING] = "last-paper-owing",
    [CASE_APPROVE] = "approve",
    [CASE_REFUSE] = "refuse",
    [CASE_CLOSE] = "close",
    [CASE_WITHDRAW] = "withdraw",
};
_Static_assert(COUNT_OF(event_names) == CASE_EVENTS, "a name for every event");

const struct case_step *case_step_of(enum case_state from, enum case_event event)
{
    for (size_t i = 0; i < case_step_count; i++)
        if (case_steps[i].from == from && case_steps[i].event == event)
            return &case_steps[i];
    return NULL;
}

bool case_step_may(const struct case_step *step, enum role role)
{
    CHECK(role < ROLE_COUNT);
    return (step->roles & ROLE_BIT(role)) != 0;
}

bool case_state_is_end(enum case_state state)
{
    for (size_t i = 0; i < case_step_count; i++)
        if (case_steps[i].from == state)
            return false;
    return true;
}

bool case_state_is_open(enum case_state state)
{
    return state == CASE_RECEIVED || state == CASE_SUPPLEMENT_ASKED || state == CASE_ACCEPTED
        || state == CASE_ACCEPTED_OWING;
}

const char *case_state_name(enum case_state state)
{
    CHECK(state < CASE_STATES);
    return states[state].name;
}

bool case_state_parse(struct text name, enum case_state *ret_state)
{
    for (size_t i = 0; i < CASE_STATES; i++)
        if (text_is(name, states[i].name)) {
            *ret_state = (enum case_state)i;
            return true;
        }
    return false;
}

const char *case_event_name(enum case_event event)
{
    CHECK(event < CASE_EVENTS);
    return event_names[event];
}

const char *case_state_key(enum case_state state)
{
    CHECK(state < CASE_STATES);
    return states[state].key;
}

const char *case_next_key(enum case_state state)
{
    CHECK(state < CASE_STATES);
    return states[state].next;
}
