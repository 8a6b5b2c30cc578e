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
static const char APPROVED[] = "has no way in but an approval, which asks whose case it is";
static const char PAIR[] = "of two people, who are one in made-up rows: resident_test.c parts them";

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
    { "visit.register", SELF }, { "visit.admit", SELF }, { "settle.purchase", SELF },
    { "settle.reverse", SELF }, { "notice.article", SELF },
    { "contribute.admit", APPROVED }, { "catalogue.enter-temporary", APPROVED },
    { "resident.ask-code", PAIR }, { "resident.give-mandate", PAIR },
    { "notice.progress", VERY },
};

/* Those that want to find something in particular before they ask whose it is. */
#define SAID_MAX 16
static const struct { const char *action; struct theirs_said said[SAID_MAX]; } FOUND[] = {
    { "agreement.check", { { "agreement.checks-of", "name", "asked" },
        { "agreement.checks-of", "done_on", "0" }, { 0 } } },
    { "booking.hold", { { "booking.plans-of", "matters", "offsite-filing" },
        { "booking.plans-of", "weekdays", "1 2 3 4 5" }, { "booking.plans-of", "opens", "540" },
        { "booking.plans-of", "closes", "1020" }, { "booking.plans-of", "slot_minutes", "30" },
        { "booking.plans-of", "hold_minutes", "10" }, { "booking.plans-of", "ahead_days", "20" },
        { "booking.slots-of", NULL, NULL }, { "booking.holder-of", NULL, NULL },
        { "booking.closures-of", NULL, NULL }, { "?", "day", "20200211" },
        { "?", "minute", "540" }, { "?", "why", "asked" }, { 0 } } },
    { "claim.pay", { { "?", "most", "0" }, { "?", "place", "0" }, { 0 } } },
    { "consult.ask", { { "?", "kind", "policy" }, { "?", "receipt", "371329-2020-000001-1" },
        { 0 } } },
    { "consult.rate-case", { { "?", "receipt", "371329-2020-000001-1" },
        { "*", "state", "closed" }, { "consult.grade-of-case", NULL, NULL },
        { "?", "rating", "5" }, { 0 } } },
    { "delivery.called", { { "delivery.by-id", "state", "listed" }, { 0 } } },
    { "intake.supply", { { "?", "receipt", "371329-2020-000001-1" }, { 0 } } },
    { "intake.hand-in", { { "?", "receipt", "371329-2020-000001-1" }, { 0 } } },
    { "intake.withdraw", { { "?", "receipt", "371329-2020-000001-1" }, { 0 } } },
    { "intake.object", { { "?", "receipt", "371329-2020-000001-1" },
        { "*", "state", "decided-refused" }, { 0 } } },
    { "mailbox.register", { { "?", "address", "asked@example.org" },
        { "mailbox.by-address", NULL, NULL }, { 0 } } },
    { "mailbox.know", { { "?", "address", "asked@example.org" }, { "?", "kind", "unit" },
        { "mailbox.sender", NULL, NULL }, { 0 } } },
    { "notice.article", { { "?", "number", "临医保发〔2020〕22号" }, { 0 } } },
    { "notice.revoke", { { "?", "number", "临医保发〔2020〕22号" }, { 0 } } },
    { "notice.progress", { { "?", "number", "临医保发〔2020〕22号" }, { "?", "measure", "L3a" },
        { "?", "thing", "defer-sme" }, { "?", "milestone", "carried-out" },
        { "staff.offices-all", "kind", "bureau" }, { "notice.progress-of", NULL, NULL },
        { "?", "withdraw", "0" }, { 0 } } },
    { "intake.apply", { { "?", "booking", "0" }, { "?", "name", "asked" },
        { "?", "number", "asked" }, { "?", "applicant", "" },
        { "party.person-by-id", "name", "asked" },
        { "party.person-by-id", "merged_into", "0" }, { "?", "channel", "counter" },
        { "?", "special", "0" }, { 0 } } },
    { "intake.file-offsite", { { "party.person-by-id", "name", "asked" },
        { "party.person-by-id", "merged_into", "0" }, { "?", "channel", "counter" },
        { 0 } } },
    { "notice.draft", { { "?", "document", "0" }, { "?", "file", "" }, { "?", "text",
        "notice: n1\ntitle: t\nplace: 371329\nissued: 2020-02-01\nmeasures:\n"
        "  - { ids: [1], clause: c, says: s, announce: { what: a, where: [web] } }\n" }, { 0 } } },
    { "intake.import", { { "?", "origin", "asked" }, { "?", "their_number", "asked" }, { 0 } } },
    { "party.register-institution", { { "?", "code", "H37132990001" },
        { "party.institution-by-code", NULL, NULL }, { 0 } } },
    { "resident.ask-code", { { "party.person-by-id", "name", "asked" },
        { "party.person-by-id", "merged_into", "0" }, { 0 } } },
    { "resident.give-mandate", { { "party.person-by-id", "name", "asked" },
        { "party.person-by-id", "merged_into", "0" }, { "?", "witness", "voice" },
        { "?", "code", "" }, { "?", "until", "20200301" },
        { "access.mandates-held", NULL, NULL }, { 0 } } },
    { "settle.credit-month", { { "contribute.lines-of-person", "credited_on", "0" }, { 0 } } },
    { "settle.outpatient", { { "visit.by-id", "inpatient", "0" }, { 0 } } },
    { "settle.reverse", { { "?", "original_infno", "2207" }, { 0 } } },
    { "visit.charge", { { "?", "serial", "1" }, { 0 } } },
    { "visit.charge-stay", { { "?", "serial", "1" }, { 0 } } },
    { "visit.take-back", { { "?", "serial", "1" }, { 0 } } },
    { "visit.answer-warnings", { { "?", "warning", "000000002hwcl001X1" }, { 0 } } },
    { "contribute.admit", { { "?", "kind", "employee" }, { "party.spells-of", NULL, NULL },
        { "?", "place", "371329" }, { "party.unit-by-id", "division", "371329" }, { 0 } } },
};

static const struct theirs_said *said_of(const char *action)
{
    for (size_t i = 0; i < COUNT_OF(FOUND); i++)
        if (strcmp(FOUND[i].action, action) == 0)
            return FOUND[i].said;
    return NULL;
}

/* ---- writes that somebody may do anywhere ---- */

static const char PHONE[] = "opened by the telephone it was booked or asked with";
static const char FOUR[] = "opened by a receipt and the last four characters of the number";
static const char WHOLE[] = "of the whole house, and says nothing of anybody";

static const struct { const char *action, *why; } ANYWHERE[] = {
    { "access.sign-in", SECRET }, { "resident.ask-registration", SECRET },
    { "resident.register", SECRET }, { "resident.begin-outside", SECRET },
    { "resident.sign-in-outside", SECRET }, { "resident.link-outside", SECRET },
    { "booking.hold", "any hall takes whoever comes; one open booking a telephone and matter" },
    { "booking.confirm", PHONE }, { "booking.cancel", PHONE }, { "consult.rate", PHONE },
    { "consult.ask", "whoever has a question asks it" },
    { "intake.apply", "whoever has number and name; a case is judged before anything follows" },
    { "intake.file-offsite", "as intake.apply" },
    { "intake.supply", FOUR }, { "intake.hand-in", FOUR }, { "intake.withdraw", FOUR },
    { "intake.object", FOUR }, { "consult.rate-case", FOUR },
    { "catalogue.load-items", WHOLE }, { "catalogue.load-diagnoses", WHOLE },
    { "catalogue.load-diseases", WHOLE }, { "due.watch", WHOLE },
    { "fund.start-sealing", WHOLE }, { "stage.forward", "of a demo world's clock alone" },
    { "settle.check-patient", "whoever is treated lies elsewhere; his paper is in hand there" },
};

static bool has_reason_anywhere(const char *action)
{
    for (size_t i = 0; i < COUNT_OF(ANYWHERE); i++)
        if (strcmp(ANYWHERE[i].action, action) == 0)
            return true;
    return false;
}

static void check_anywhere(const struct action *action)
{
    const struct right *right = right_of(action);
    const unsigned askers = (1u << ROLE_HOUSE) - 1;
    const bool anywhere = right != NULL && (right->anywhere & askers) != 0;
    if ((action->flags & ACTION_READ) == 0 && anywhere != has_reason_anywhere(action->name))
        complain(action->name, "bound to no place:", anywhere ? "say why" : "not any more", "");
}

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
    /* What a superior place decides is told apart by whoever speaks for that place. */
    if (strcmp(told[OWN], told[FOREIGN]) == 0)
        return theirs_is_staff(role) && is_refused(told[FOREIGN])
            && strcmp(told[BELOW], told[FOREIGN]) != 0;
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
    check_anywhere(action);
    const struct right *right = right_of(action);
    const unsigned askers = (1u << ROLE_HOUSE) - 1;
    bool parted = false;
    theirs = (struct theirs){ .action = action, .said = said_of(action->name) };
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
    theirs = (struct theirs){ .action = action, .said = said_of(action->name) };
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
