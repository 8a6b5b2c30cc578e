/* rooms_strangers_test.c: every read of every room, asked by a stranger: somebody of another
 * person, unit, institution or county. A store that answers each question with rows of somebody
 * else stands behind the real reading of a desk; nothing of these rows may come out. The owner asks
 * the same and does get it, so that the silence means something.
 *
 * Rows of GUARD_SCOPED questions are left out by the gathering. Rows of GUARD_DECISION are facts:
 * there `decide` must guard, so each action that reads such is named below with the reason why it
 * does; a new one fails here until somebody has thought about it. */

#include "rooms/rooms.h"
#include "rooms/rooms_guarded.h"
#include "rooms/rooms_theirs_test.h"

#include "base/check.h"
#include "core/rights.h"
#include "lanes/gathering.h"
#include "lanes/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct guarded *guarded_now;       /* of the action being asked; NULL: none */

static const struct guarded *guarded_of(const struct action *action)
{
    for (size_t i = 0; i < COUNT_OF(GUARDED); i++)
        if (strcmp(GUARDED[i].action, action->name) == 0)
            return &GUARDED[i];
    return NULL;
}

static bool shows_mark(const struct shape *shape, const void *object);

static bool field_shows_mark(const struct field *field, const void *object)
{
    const void *at = field_in(field, object);
    if (field->kind == FIELD_TEXT || field->kind == FIELD_CODE) {
        const struct text *text = at;
        return text_present(*text)
            && memmem(text->data, text->length, MARK, sizeof MARK - 1) != NULL;
    }
    if (field->kind == FIELD_MONEY) {
        int64_t fen = ((const struct money *)at)->fen;
        return fen == MARK_FEN || fen == -MARK_FEN;
    }
    if (field->kind == FIELD_DAY)
        return date_compare(*(const struct date *)at, MARK_DAY) == 0;
    if (field->kind == FIELD_MOMENT)
        return ((const struct moment *)at)->ms == moment_of_date(MARK_DAY).ms;
    if (field->kind == FIELD_OBJECT)
        return shows_mark(field->of, at);
    const struct list *list = at;
    for (size_t i = 0; field->kind == FIELD_LIST && i < list->count; i++)
        if (shows_mark(field->of, (const char *)list->items + i * field->of->size))
            return true;
    return false;
}

/* Answers are a few levels deep by their tables. */
static bool shows_mark(const struct shape *shape, const void *object)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (field_shows_mark(&shape->fields[i], object))
            return true;
    return false;
}

static const char *refused_with;        /* the last call's; NULL: not refused */
static bool answered;                   /* some call of the action was */

/* True when something of the rows comes out. */
static bool is_actor_told(const struct action *action, const struct actor *actor)
{
    struct arena arena, rows;
    arena_init(&arena);
    arena_init(&rows);
    struct minter minter;
    struct moment at = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    minter_init(&minter, 3, at);
    struct call call = { .actor = *actor };
    call.request = (struct request){
        .action = action, .actor = &call.actor, .at = at, .arena = &arena, .book = theirs_book,
        .input = theirs_input(action, &arena), .door = TEXT("test"),
    };
    recorder_answer_only(&their_store, &call, &minter, &rows, true);
    answered |= call.status == CALL_DONE;
    bool told = call.status == CALL_DONE && shows_mark(action->answer, call.answer);
    refused_with = call.status == CALL_REFUSED ? call.refusal.key : NULL;
    arena_release(&rows);
    arena_release(&arena);
    return told;
}

static bool is_told(const struct action *action, enum role role, int64_t self, int32_t place)
{
    const struct actor actor = theirs_actor(role, self, place, 0);
    return is_actor_told(action, &actor);
}

/* Once with every field of the question filled, once with those alone that must be. */
static bool is_told_somehow(const struct action *action, enum role role, int64_t self,
                            int32_t place)
{
    theirs.everything_asked = true;
    bool told = is_told(action, role, self, place);
    theirs.everything_asked = false;
    return is_told(action, role, self, place) || told;
}

/* ---- the checks ---- */

static int wrong;

static void complain(const char *action, const char *what, const char *role)
{
    print_message("%s: %s %s\n", action, what, role);
    wrong++;
}

/* Rows that carry no answer: strangers and owners part at a refusal. */
static void check_refusal(const struct action *action, enum role role)
{
    is_told(action, role, OURS, our_place);
    if (refused_with == NULL || strcmp(refused_with, guarded_now->refused) != 0)
        complain(action->name, "a stranger is not refused as said, but with",
                 refused_with == NULL ? role_name(role) : refused_with);
    is_told(action, role, THEIRS, their_place);
    if (refused_with != NULL && strcmp(refused_with, guarded_now->refused) == 0)
        complain(action->name, "the owner is refused like a stranger, as", role_name(role));
}

static void check_told(const struct action *action, unsigned told)
{
    const struct right *right = right_of(action);
    unsigned may = right->anywhere
        | (guarded_now == NULL ? 0 : guarded_now->oneself & right->roles);
    /* What is written for all to read is nobody's own. */
    const bool open = (right->roles & ROLE_BIT(ROLE_PUBLIC)) != 0;
    if (!theirs.guarded_read && answered && open && (right->roles & ~right->anywhere) != 0)
        complain(action->name, "reads what is for all, and the table says", "own");
    if (!theirs.guarded_read)
        return;
    if (guarded_now != NULL && guarded_now->refused != NULL)
        told |= may;            /* made-up rows carry no answer to anybody */
    for (int role = 0; role < ROLE_HOUSE; role++) {
        if ((told & ~may & ROLE_BIT(role)) != 0)
            complain(action->name, "a stranger is told, as", role_name((enum role)role));
        if ((may & ~told & ROLE_BIT(role)) != 0)
            complain(action->name, "no stranger is told any more, as",
                     role_name((enum role)role));
    }
}

static void check_action(const struct action *action)
{
    guarded_now = guarded_of(action);
    theirs = (struct theirs){
        .about = guarded_now == NULL ? NULL : guarded_now->about,
        .state = guarded_now == NULL ? NULL : guarded_now->state,
        .no_flags = guarded_now != NULL && guarded_now->no_flags,
    };
    bool shown = guarded_now != NULL && guarded_now->refused != NULL;
    bool refuses = shown && guarded_now->refused[0] != '\0';
    unsigned told = 0;
    theirs.decision_read = theirs.guarded_read = answered = false;
    for (int role = 0; role < ROLE_HOUSE; role++) {
        if (!rights_allow(action, (enum role)role))
            continue;
        shown |= is_told_somehow(action, (enum role)role, THEIRS, their_place);
        if (is_told_somehow(action, (enum role)role, OURS, our_place))
            told |= ROLE_BIT(role);
        if (refuses)
            check_refusal(action, (enum role)role);
    }
    check_told(action, told);
    if (theirs.decision_read && guarded_now == NULL)
        complain(action->name, "reads facts; say here how it keeps strangers out", "");
    if (!shown && theirs.guarded_read)
        complain(action->name, "the owner is told nothing either: the test shows nothing", "");
    guarded_now = NULL;
    theirs = (struct theirs){ 0 };
}

static void test_strangers_are_told_nothing(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++)
            if ((all_rooms[r]->actions[a]->flags & ACTION_READ) != 0)
                check_action(all_rooms[r]->actions[a]);
    assert_int_equal(wrong, 0);
}

/* Of oneself: the store is asked for rows of nobody, and the one of this test has some. */
static bool is_of_oneself(const char *name)
{
    return strcmp(name, "access.who-am-i") == 0 || strcmp(name, "message.inbox") == 0
        || strcmp(name, "consult.mine") == 0;
}

/* Anybody may stand before a terminal: in the very hall it shows nothing before somebody sits. */
static void test_a_terminal_alone_is_told_nothing(void **state)
{
    (void)state;
    const struct actor terminal = theirs_terminal(THEIRS, their_place);
    wrong = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            if ((action->flags & ACTION_READ) == 0 || !rights_allow(action, ROLE_KIOSK)
                || rights_anywhere(action, ROLE_KIOSK) || is_of_oneself(action->name))
                continue;
            guarded_now = guarded_of(action);
            theirs = (struct theirs){
                .about = guarded_now == NULL ? NULL : guarded_now->about,
                .state = guarded_now == NULL ? NULL : guarded_now->state,
                .no_flags = guarded_now != NULL && guarded_now->no_flags,
                .everything_asked = true,
            };
            bool told = is_actor_told(action, &terminal);
            theirs.everything_asked = false;
            if (is_actor_told(action, &terminal) || told)
                complain(action->name, "a terminal at which nobody sits is told", "");
        }
    guarded_now = NULL;
    theirs = (struct theirs){ 0 };
    assert_int_equal(wrong, 0);
}

static bool is_listed_read(const char *name)
{
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++)
            if (strcmp(all_rooms[r]->actions[a]->name, name) == 0
                && (all_rooms[r]->actions[a]->flags & ACTION_READ) != 0)
                return true;
    return false;
}

static void test_every_reason_is_of_a_read_that_exists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(GUARDED); i++) {
        if (!is_listed_read(GUARDED[i].action))
            fail_msg("%s is no read", GUARDED[i].action);
        assert_true(strlen(GUARDED[i].why) > 10);
    }
}

/* Whatever the room: a scoped row of others is left out, one's own stays. */
static bool kept_round(void *context)
{
    struct gather *gather = context;
    return gather->wants == NULL || gather->wants->answered;
}

static size_t rows_kept(const struct query *query, const struct scope *scope)
{
    struct arena arena;
    arena_init(&arena);
    struct gather gather = { .arena = &arena };
    struct want want = { .query = query };
    gather.wants = &want;
    static struct gathering gathering;
    gathering = (struct gathering){ .store = &their_store, .rows = &arena };
    gathering_add(&gathering, &gather, kept_round, &gather, scope);
    assert_int_equal(gathering_run(&gathering), STORE_DONE);
    size_t kept = want.rows.count;
    arena_release(&arena);
    return kept;
}

static void check_scoped(const struct query *query)
{
    int64_t owner_id = THEIRS, ours = OURS;
    const struct scope nobody = { 0 };
    const struct scope stranger = {
        .offices = &ours, .office_count = 1, .institution = OURS, .persons = &ours,
        .person_count = 1,
    };
    const struct scope owner = {
        .offices = &owner_id, .office_count = 1, .institution = THEIRS,
        .persons = &owner_id,
        .person_count = 1,
    };
    if (rows_kept(query, &nobody) != 0 || rows_kept(query, &stranger) != 0)
        complain(query->name, "a row of others is kept", "");
    if (rows_kept(query, &owner) != 1)
        complain(query->name, "one's own row is left out", "");
    const char *const guards[] = {
        query->guard_office, query->guard_institution, query->guard_person,
    };
    for (size_t i = 0; i < COUNT_OF(guards); i++)
        if (guards[i] != NULL && shape_field(query->row, text_of(guards[i])) == NULL)
            complain(query->name, "is guarded by a field it has not:", guards[i]);
}

static void test_scoped_rows_of_others_are_left_out(void **state)
{
    (void)state;
    wrong = 0;
    size_t scoped = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t q = 0; q < all_rooms[r]->query_count; q++) {
            if (all_rooms[r]->queries[q]->guard != GUARD_SCOPED)
                continue;
            check_scoped(all_rooms[r]->queries[q]);
            scoped++;
        }
    assert_true(scoped > 3);
    assert_int_equal(wrong, 0);
}

/* ---- answers with numbers are written down ---- */

static bool is_number(const char *name)
{
    return strcmp(name, "number") == 0 || strcmp(name, "phone") == 0
        || strcmp(name, "account") == 0 || strcmp(name, "answered") == 0;
}

static bool tells_number(const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->of != NULL ? tells_number(field->of)
            : (field->flags & FIELD_PRIVATE) != 0
                && (is_number(field->name)
                    || (field->national != NULL && strcmp(field->national, "certno") == 0)))
            return true;
    }
    return false;
}

/* Their numbers are masked in the rows already. */
static bool tells_masked(const char *name)
{
    return strcmp(name, "party.find") == 0 || strcmp(name, "party.person") == 0
        || strcmp(name, "intake.show") == 0;
}

static void test_who_tells_numbers_says_so(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            bool says = (action->flags & ACTION_DISCLOSES) != 0;
            if (tells_number(action->answer) != says && !tells_masked(action->name))
                complain(action->name, "ACTION_DISCLOSES or not?", "");
        }
    assert_int_equal(wrong, 0);
}

/* ---- set up ---- */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strangers_are_told_nothing),
        cmocka_unit_test(test_a_terminal_alone_is_told_nothing),
        cmocka_unit_test(test_every_reason_is_of_a_read_that_exists),
        cmocka_unit_test(test_scoped_rows_of_others_are_left_out),
        cmocka_unit_test(test_who_tells_numbers_says_so),
    };
    return cmocka_run_group_tests(tests, theirs_set_up, theirs_tear_down);
}
