/* rooms_rights_test.c: the table of rights, tried. Every action of every room is asked by every
 * role: the desk lets in whom the table names and nobody else. Each write that it lets in is then
 * decided with rows of one's own, of a foreign place, of a place above and of one below, and does
 * as the cell says: `own` refuses what is foreign or above, `all` makes no difference. Reads are
 * asked the same by rooms_strangers_test.c. An action without a line fails here, and so does one
 * that cannot be told apart and is not named below with the reason. */

#include "rooms/booking/booking.h"
#include "rooms/rooms.h"
#include "rooms/rooms_theirs_test.h"

#include "base/check.h"
#include "core/rights.h"
#include "lanes/desk.h"
#include "lanes/gathering.h"
#include "lanes/recorder.h"

#include <stdio.h>
#include <string.h>

static int wrong;

static void complain(const char *action, const char *role, const char *what, const char *with)
{
    print_message("%s as %s: %s %s\n", action, role, what, with);
    wrong++;
}

/* ---- writes that are not told apart by office and place, or not by made-up rows ---- */

static const char SELF[] = "about oneself or one's own office, whatever is named";
static const char SECRET[] = "opened by a password, a code or a state, not by a place";
static const char LATER[] = "each of its parts is decided as an action of its own, with its rights";
static const char VERY[] = "of the very office, unit or account, not of one above it";
static const char EARLY[] = "made-up rows are refused before the place is asked";

static const struct { const char *action, *why; } UNPARTED[] = {
    { "access.sign-out", SELF }, { "notice.read", SELF }, { "party.sign-in-operator", SELF },
    { "party.sign-out-operator", SELF }, { "consult.note-call", SELF },
    { "duty.set-lesson", SELF }, { "duty.learn", SELF }, { "duty.suggest", SELF },
    { "duty.report", SELF }, { "duty.note", SELF },
    { "resident.sit-down", SECRET },
    { "access.sign-in", SECRET }, { "access.set-password", SECRET },
    { "access.begin-totp", SECRET }, { "access.confirm-totp", SECRET },
    { "resident.begin-outside", SECRET }, { "resident.sign-in-outside", SECRET },
    { "resident.link-outside", SECRET }, { "resident.ask-registration", SECRET },
    { "resident.register", SECRET },
    { "duty.acknowledge", VERY }, { "notice.attach", VERY }, { "delivery.address", VERY },
    { "bulk.cancel", VERY }, { "intake.take-over", VERY }, { "intake.hand-back", VERY },
    { "intake.decide-many", LATER }, { "bulk.send", LATER },
    { "claim.pay", EARLY }, { "notice.draft", EARLY }, { "notice.revoke", EARLY },
    { "notice.progress", EARLY }, { "notice.article", EARLY },
    { "party.register-institution", EARLY }, { "agreement.check", EARLY },
    { "visit.register", EARLY }, { "visit.charge", EARLY }, { "visit.admit", EARLY },
    { "visit.charge-stay", EARLY }, { "visit.take-back", EARLY },
    { "visit.answer-warnings", EARLY }, { "settle.outpatient", EARLY },
    { "settle.reverse", EARLY }, { "settle.credit-month", EARLY }, { "settle.purchase", EARLY },
    { "clear.propose-all", EARLY }, { "resident.ask-code", EARLY },
    { "resident.give-mandate", EARLY }, { "intake.apply", EARLY },
    { "intake.file-offsite", EARLY }, { "intake.import", EARLY }, { "intake.supply", EARLY },
    { "intake.hand-in", EARLY }, { "intake.withdraw", EARLY }, { "intake.object", EARLY },
    { "delivery.called", EARLY }, { "mailbox.register", EARLY }, { "mailbox.know", EARLY },
    { "booking.hold", EARLY }, { "consult.ask", EARLY }, { "consult.rate-case", EARLY },
    { "contribute.admit", EARLY },
};

static const char *reason_of(const char *action)
{
    for (size_t i = 0; i < COUNT_OF(UNPARTED); i++)
        if (strcmp(UNPARTED[i].action, action) == 0)
            return UNPARTED[i].why;
    return NULL;
}

/* ---- asking ---- */

enum whose { OWN, FOREIGN, SUPERIOR, BELOW, WHOSE };
#define NOT_REFUSED "done"

static struct actor asker(enum role role, enum whose whose)
{
    switch (whose) {
    case OWN: return theirs_actor(role, THEIRS, their_place, 0);
    case BELOW: return theirs_actor(role, ABOVE, place_above, THEIRS);
    case SUPERIOR: return theirs_actor(role, THEIRS, their_place, 0);
    case FOREIGN: case WHOSE: break;
    }
    return theirs_actor(role, OURS, our_place, 0);
}

static void prepare(struct call *call, struct arena *rows)
{
    const struct action *action = call->request.action;
    struct arena *arena = call->request.arena;
    void *facts = arena_take(arena, action->facts->size);
    void *prepared = arena_take(arena, action->prepared_size);
    bool excess = false;
    if (recorder_gather_only(&their_store, call, rows, facts, &excess) == STORE_DONE)
        action->prepare(&call->request, facts, prepared);
    call->request.prepared = prepared;
}

/* What came of it: a refusal's key, or NOT_REFUSED. It lives as long as the program. */
static const char *tried_by(const struct action *action, struct actor actor)
{
    struct arena arena, rows;
    arena_init(&arena);
    arena_init(&rows);
    struct minter minter;
    struct moment at = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    minter_init(&minter, 3, at);
    struct call call = { .actor = actor };
    call.request = (struct request){
        .action = action, .actor = &call.actor, .at = at, .arena = &arena, .book = theirs_book,
        .minter = &minter, .input = theirs_input(action, &arena), .door = TEXT("test"),
        .key = TEXT("key"),
    };
    if (action->prepare != NULL)
        prepare(&call, &rows);
    recorder_answer_only(&their_store, &call, &minter, &rows, false);
    const char *told = call.status == CALL_DONE ? NOT_REFUSED
        : call.status == CALL_REFUSED ? call.refusal.key : "no answer";
    arena_release(&rows);
    arena_release(&arena);
    return told;
}

static const char *tried(const struct action *action, enum role role, enum whose whose)
{
    theirs.above = whose == SUPERIOR;
    const char *told = tried_by(action, asker(role, whose));
    theirs.above = false;
    return told;
}

/* ---- the checks ---- */

static void check_desk(const struct action *action, enum role role)
{
    struct call call = { .actor = theirs_actor(role, OURS, our_place, 0) };
    call.request.action = action;
    const struct right *right = right_of(action);
    const bool named = right != NULL && (right->roles & ROLE_BIT(role)) != 0;
    if (desk_admits(&call) != named)
        complain(action->name, role_name(role), "the desk does not ask the table", "");
    if (!named && call.refusal.key == NULL)
        complain(action->name, role_name(role), "turned away without a word", "");
    call.actor.confined = true;
    if (named && desk_admits(&call) != ((action->flags & ACTION_CONFINED) != 0))
        complain(action->name, role_name(role), "confined or not?", "");
}

static bool is_refused(const char *told)
{
    return strcmp(told, NOT_REFUSED) != 0;
}

/* True when own and foreign rows were told apart. */
static bool check_own(const struct action *action, enum role role, const char *const told[WHOSE])
{
    const char *name = role_name(role);
    if (!is_refused(told[FOREIGN]) && reason_of(action->name) == NULL)
        complain(action->name, name, "own alone, but a foreign place's is done", "");
    if (strcmp(told[OWN], told[FOREIGN]) == 0)
        return false;
    if (!theirs_is_staff(role))
        return true;
    if (!is_refused(told[SUPERIOR]) && reason_of(action->name) == NULL)
        complain(action->name, name, "own alone, but a superior place's is done", "");
    if (strcmp(told[BELOW], told[FOREIGN]) == 0 && reason_of(action->name) != VERY
        && reason_of(action->name) != SELF)
        complain(action->name, name, "what is below is not one's own:", told[BELOW]);
    return true;
}

/* Once with every field of the question filled, once with those alone that must be. */
static bool check_write(const struct action *action, enum role role)
{
    bool parted = false;
    for (int every = 0; every < 2; every++) {
        theirs.everything_asked = every != 0;
        const char *told[WHOSE];
        for (int whose = OWN; whose < WHOSE; whose++)
            told[whose] = tried(action, role, (enum whose)whose);
        if (rights_anywhere(action, role)) {
            if (strcmp(told[OWN], told[FOREIGN]) != 0)
                complain(action->name, role_name(role), "anywhere, but foreign ones are refused:",
                         told[FOREIGN]);
        } else {
            parted |= check_own(action, role, told);
        }
    }
    return parted;
}

static void check_action(const struct action *action)
{
    const struct right *right = right_of(action);
    const unsigned askers = (1u << ROLE_HOUSE) - 1;
    bool parted = false;
    theirs = (struct theirs){ .action = action };
    for (int role = 0; role < ROLE_COUNT; role++) {
        check_desk(action, (enum role)role);
        /* A password's hash is slow on purpose, and says nothing of places. */
        if ((action->flags & ACTION_READ) == 0 && reason_of(action->name) != SECRET
            && (ROLE_BIT(role) & askers) != 0 && rights_allow(action, (enum role)role))
            parted |= check_write(action, (enum role)role);
    }
    theirs = (struct theirs){ 0 };
    if ((action->flags & ACTION_READ) != 0 || right == NULL)
        return;
    const bool owns = (right->roles & ~right->anywhere & askers) != 0;
    if (owns && !parted && reason_of(action->name) == NULL)
        complain(action->name, "anybody", "own and foreign are not told apart here", "");
    if ((parted || !owns) && reason_of(action->name) == EARLY)
        complain(action->name, "anybody", "is told apart now: no reason is needed", "");
}

static void test_every_action_does_as_the_table_says(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++)
            check_action(all_rooms[r]->actions[a]);
    assert_int_equal(wrong, 0);
}

/* Anybody may stand before a terminal: with rows of the very hall it does what anybody does, ends
 * its own session and gives numbers of the line. */
static void check_terminal(const struct action *action)
{
    static const char *const ITS_OWN[] = { "access.sign-out", "booking.walk-in" };
    for (size_t i = 0; i < COUNT_OF(ITS_OWN); i++)
        if (strcmp(action->name, ITS_OWN[i]) == 0)
            return;
    theirs = (struct theirs){ .action = action };
    for (int every = 0; every < 2; every++) {
        theirs.everything_asked = every != 0;
        const char *told = tried_by(action, theirs_terminal(THEIRS, their_place));
        const char *anybody = !rights_allow(action, ROLE_PUBLIC) ? "a refusal"
            : tried_by(action, theirs_actor(ROLE_PUBLIC, OURS, our_place, 0));
        if (!is_refused(told) && is_refused(anybody))
            complain(action->name, "a terminal alone", "does what anybody may not:", anybody);
    }
    theirs = (struct theirs){ 0 };
}

static void test_a_terminal_alone_does_what_anybody_does(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            if ((action->flags & ACTION_READ) == 0 && reason_of(action->name) != SECRET
                && rights_allow(action, ROLE_KIOSK))
                check_terminal(action);
        }
    assert_int_equal(wrong, 0);
    /* Numbers of its own line. */
    assert_string_not_equal(
        tried_by(&booking_walk_in_action, theirs_terminal(THEIRS, their_place)),
        tried_by(&booking_walk_in_action, theirs_terminal(OURS, our_place)));
}

static void test_an_action_without_a_line_is_nobodys(void **state)
{
    (void)state;
    const struct action action = { .name = "party.make-everybody-rich" };
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct call call = { .actor = theirs_actor((enum role)role, OURS, our_place, 0) };
        call.request.action = &action;
        assert_false(desk_admits(&call));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_action_does_as_the_table_says),
        cmocka_unit_test(test_a_terminal_alone_does_what_anybody_does),
        cmocka_unit_test(test_an_action_without_a_line_is_nobodys),
    };
    return cmocka_run_group_tests(tests, theirs_set_up, theirs_tear_down);
}
