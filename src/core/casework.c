/* casework.c: see casework.h. */

#include "core/casework.h"

#include "base/check.h"

#define APPLICANTS (ROLE_BIT(ROLE_PUBLIC) | ROLE_BIT(ROLE_RESIDENT) | ROLE_BIT(ROLE_AGENT) \
    | ROLE_BIT(ROLE_KIOSK) | ROLE_BIT(ROLE_EMPLOYER) | ROLE_BIT(ROLE_INSTITUTION) \
    | ROLE_BIT(ROLE_PHARMACY) | ROLE_BIT(ROLE_HOSPITAL_OFFICE) | ROLE_BIT(ROLE_PHYSICIAN))
#define CLERKS ROLES_STAFF
#define REVIEWERS (ROLE_BIT(ROLE_REVIEWER) | ROLE_BIT(ROLE_SECOND_REVIEWER) \
    | ROLE_BIT(ROLE_SECTION_HEAD))
#define HOUSE ROLE_BIT(ROLE_HOUSE)
#define ANYBODY (APPLICANTS | CLERKS | HOUSE)

#define SECONDS (ROLE_BIT(ROLE_SECOND_REVIEWER) | ROLE_BIT(ROLE_SECTION_HEAD))
#define HEADS (ROLE_BIT(ROLE_SECTION_HEAD))

/* Whoever has it, while it is open: none of these moves it. */
#define MEANWHILE(state_) \
    { state_, CASE_TAKE, state_, CLERKS }, \
    { state_, CASE_REASSIGN, state_, HEADS }, \
    { state_, CASE_HAND_OVER, state_, CLERKS }, \
    { state_, CASE_TAKE_OVER, state_, CLERKS }, \
    { state_, CASE_HAND_BACK, state_, CLERKS | HOUSE }, \
    { state_, CASE_HURRY, state_, CLERKS }, \
    { state_, CASE_NEW_TEXT, state_, HEADS }, \
    { state_, CASE_WITHDRAW, CASE_WITHDRAWN, ANYBODY }
#define DEPARTMENTS(state_) \
    { state_, CASE_AWAIT, state_, CLERKS | HOUSE }, \
    { state_, CASE_RESUME, state_, CLERKS | HOUSE }
/* What was decided may be objected to; somebody else looks at it: it stays or is taken up again. */
#define OBJECTION(state_) \
    { state_, CASE_OBJECT, state_, APPLICANTS | CLERKS }, \
    { state_, CASE_UPHOLD, state_, SECONDS }
#define REOPENING(state_, roles_) \
    { state_, CASE_REOPEN, CASE_ACCEPTED, roles_ }, \
    { state_, CASE_REOPEN_OWING, CASE_ACCEPTED_OWING, roles_ }
/* A commitment is verified after the decision that rests on it. */
#define VERIFICATION(state_) \
    { state_, CASE_VERIFY, state_, REVIEWERS }, \
    { state_, CASE_REVOKE, CASE_REVOKED, SECONDS }

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
    { CASE_RECEIVED, CASE_RELAX, CASE_RECEIVED, HEADS },
    MEANWHILE(CASE_RECEIVED),

    { CASE_SUPPLEMENT_ASKED, CASE_PAPER, CASE_SUPPLEMENT_ASKED, ANYBODY },
    { CASE_SUPPLEMENT_ASKED, CASE_LAST_PAPER, CASE_ACCEPTED, ANYBODY },
    { CASE_SUPPLEMENT_ASKED, CASE_LAST_PAPER_OWING, CASE_ACCEPTED_OWING, ANYBODY },
    { CASE_SUPPLEMENT_ASKED, CASE_TURN_AWAY, CASE_NOT_ACCEPTED, CLERKS },
    { CASE_SUPPLEMENT_ASKED, CASE_RELAX, CASE_SUPPLEMENT_ASKED, HEADS },
    MEANWHILE(CASE_SUPPLEMENT_ASKED),

    { CASE_ACCEPTED, CASE_PROPOSE, CASE_PROPOSED, REVIEWERS },
    { CASE_ACCEPTED, CASE_APPROVE, CASE_APPROVED, REVIEWERS },
    { CASE_ACCEPTED, CASE_REFUSE, CASE_REFUSED, REVIEWERS },
    { CASE_ACCEPTED, CASE_ASK_SUPPLEMENT, CASE_SUPPLEMENT_ASKED, CLERKS },
    { CASE_ACCEPTED, CASE_PAPER, CASE_ACCEPTED, ANYBODY },
    { CASE_ACCEPTED, CASE_NO_ANSWER, CASE_ACCEPTED_OWING, HOUSE },
    MEANWHILE(CASE_ACCEPTED), DEPARTMENTS(CASE_ACCEPTED),

    { CASE_ACCEPTED_OWING, CASE_PROPOSE, CASE_PROPOSED, REVIEWERS },
    { CASE_ACCEPTED_OWING, CASE_APPROVE, CASE_APPROVED, REVIEWERS },
    { CASE_ACCEPTED_OWING, CASE_REFUSE, CASE_REFUSED, REVIEWERS },
    { CASE_ACCEPTED_OWING, CASE_ASK_SUPPLEMENT, CASE_SUPPLEMENT_ASKED, CLERKS },
    { CASE_ACCEPTED_OWING, CASE_PAPER, CASE_ACCEPTED_OWING, ANYBODY },
    { CASE_ACCEPTED_OWING, CASE_LAST_PAPER, CASE_ACCEPTED, ANYBODY },
    { CASE_ACCEPTED_OWING, CASE_RELAX, CASE_ACCEPTED_OWING, HEADS },
    MEANWHILE(CASE_ACCEPTED_OWING), DEPARTMENTS(CASE_ACCEPTED_OWING),

    { CASE_PROPOSED, CASE_APPROVE, CASE_APPROVED, SECONDS },
    { CASE_PROPOSED, CASE_REFUSE, CASE_REFUSED, SECONDS },
    { CASE_PROPOSED, CASE_SEND_BACK, CASE_ACCEPTED, SECONDS },
    { CASE_PROPOSED, CASE_SEND_BACK_OWING, CASE_ACCEPTED_OWING, SECONDS },
    { CASE_PROPOSED, CASE_PAPER, CASE_PROPOSED, ANYBODY },
    { CASE_PROPOSED, CASE_LAST_PAPER, CASE_PROPOSED, ANYBODY },
    MEANWHILE(CASE_PROPOSED), DEPARTMENTS(CASE_PROPOSED),

    { CASE_APPROVED, CASE_PAPER, CASE_APPROVED, ANYBODY },
    { CASE_APPROVED, CASE_LAST_PAPER, CASE_CLOSED, ANYBODY },
    { CASE_APPROVED, CASE_RELAX, CASE_APPROVED, HEADS },
    { CASE_APPROVED, CASE_CLOSE, CASE_CLOSED, REVIEWERS | HOUSE },
    OBJECTION(CASE_APPROVED), VERIFICATION(CASE_APPROVED), REOPENING(CASE_APPROVED, SECONDS),
    OBJECTION(CASE_CLOSED), VERIFICATION(CASE_CLOSED), REOPENING(CASE_CLOSED, SECONDS),

    OBJECTION(CASE_REVOKED), REOPENING(CASE_REVOKED, SECONDS),
    OBJECTION(CASE_REFUSED), REOPENING(CASE_REFUSED, SECONDS | HOUSE),
    OBJECTION(CASE_NOT_ACCEPTED),
    { CASE_NOT_ACCEPTED, CASE_REOPEN, CASE_RECEIVED, SECONDS | HOUSE },
    { CASE_WITHDRAWN, CASE_REOPEN, CASE_RECEIVED, SECONDS | HOUSE },
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
    [CASE_PROPOSED] = { "proposed", "case.state.proposed", "case.next.proposed" },
    [CASE_APPROVED] = { "decided-approved", "case.state.decided-approved",
                        "case.next.decided-approved" },
    [CASE_REFUSED] = { "decided-refused", "case.state.decided-refused",
                       "case.next.decided-refused" },
    [CASE_WITHDRAWN] = { "withdrawn", "case.state.withdrawn", "case.next.withdrawn" },
    [CASE_CLOSED] = { "closed", "case.state.closed", "case.next.closed" },
    [CASE_REVOKED] = { "revoked", "case.state.revoked", "case.next.revoked" },
};
_Static_assert(COUNT_OF(states) == CASE_STATES, "a name for every state");

static const struct {
    const char *name, *key;
} events[] = {
    [CASE_FILE] = { "file", "case.event.file" },
    [CASE_FILE_COMPLETE] = { "file-complete", "case.event.file-complete" },
    [CASE_FILE_OWING] = { "file-owing", "case.event.file-owing" },
    [CASE_ACCEPT] = { "accept", "case.event.accept" },
    [CASE_ACCEPT_OWING] = { "accept-owing", "case.event.accept-owing" },
    [CASE_DEEM] = { "deem", "case.event.deem" },
    [CASE_DEEM_OWING] = { "deem-owing", "case.event.deem-owing" },
    [CASE_ASK_SUPPLEMENT] = { "ask-supplement", "case.event.ask-supplement" },
    [CASE_TURN_AWAY] = { "turn-away", "case.event.turn-away" },
    [CASE_PAPER] = { "paper", "case.event.paper" },
    [CASE_LAST_PAPER] = { "last-paper", "case.event.last-paper" },
    [CASE_LAST_PAPER_OWING] = { "last-paper-owing", "case.event.last-paper-owing" },
    [CASE_NO_ANSWER] = { "no-answer", "case.event.no-answer" },
    [CASE_RELAX] = { "relax", "case.event.relax" },
    [CASE_PROPOSE] = { "propose", "case.event.propose" },
    [CASE_SEND_BACK] = { "send-back", "case.event.send-back" },
    [CASE_SEND_BACK_OWING] = { "send-back-owing", "case.event.send-back-owing" },
    [CASE_APPROVE] = { "approve", "case.event.approve" },
    [CASE_REFUSE] = { "refuse", "case.event.refuse" },
    [CASE_CLOSE] = { "close", "case.event.close" },
    [CASE_VERIFY] = { "verify", "case.event.verify" },
    [CASE_REVOKE] = { "revoke", "case.event.revoke" },
    [CASE_WITHDRAW] = { "withdraw", "case.event.withdraw" },
    [CASE_TAKE] = { "take", "case.event.take" },
    [CASE_REASSIGN] = { "reassign", "case.event.reassign" },
    [CASE_HAND_OVER] = { "hand-over", "case.event.hand-over" },
    [CASE_TAKE_OVER] = { "take-over", "case.event.take-over" },
    [CASE_HAND_BACK] = { "hand-back", "case.event.hand-back" },
    [CASE_AWAIT] = { "await", "case.event.await" },
    [CASE_RESUME] = { "resume", "case.event.resume" },
    [CASE_HURRY] = { "hurry", "case.event.hurry" },
    [CASE_NEW_TEXT] = { "new-text", "case.event.new-text" },
    [CASE_OBJECT] = { "object", "case.event.object" },
    [CASE_UPHOLD] = { "uphold", "case.event.uphold" },
    [CASE_REOPEN] = { "reopen", "case.event.reopen" },
    [CASE_REOPEN_OWING] = { "reopen-owing", "case.event.reopen-owing" },
};
_Static_assert(COUNT_OF(events) == CASE_EVENTS, "a name for every event");

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
    return state == CASE_NOT_ACCEPTED || state == CASE_REFUSED || state == CASE_WITHDRAWN
        || state == CASE_CLOSED || state == CASE_REVOKED;
}

bool case_state_is_open(enum case_state state)
{
    return state == CASE_RECEIVED || state == CASE_SUPPLEMENT_ASKED || state == CASE_ACCEPTED
        || state == CASE_ACCEPTED_OWING || state == CASE_PROPOSED;
}

enum case_waits case_waits_after(enum case_waits before, enum case_event event,
                                 enum case_state state)
{
    if (!case_state_is_open(state))
        return CASE_WAITS_NOBODY;
    if (event == CASE_AWAIT)
        return CASE_WAITS_DEPARTMENT;
    if (before == CASE_WAITS_DEPARTMENT && event != CASE_RESUME
        && state != CASE_SUPPLEMENT_ASKED)
        return CASE_WAITS_DEPARTMENT;
    return state == CASE_SUPPLEMENT_ASKED ? CASE_WAITS_APPLICANT : CASE_WAITS_OFFICE;
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
    return events[event].name;
}

bool case_event_parse(struct text name, enum case_event *ret_event)
{
    for (size_t i = 0; i < CASE_EVENTS; i++)
        if (text_is(name, events[i].name)) {
            *ret_event = (enum case_event)i;
            return true;
        }
    return false;
}

const char *case_event_key(enum case_event event)
{
    CHECK(event < CASE_EVENTS);
    return events[event].key;
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
