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
#include "rooms/rooms_testing.h"

#include "rooms/party/party.h"
#include "rooms/settle/settle.h"

#include "base/check.h"
#include "core/book.h"
#include "core/rights.h"
#include "lanes/gathering.h"
#include "lanes/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK "FOREIGN"
#define MARK_FEN 7777777
#define MARK_DAY DATE(2020, 1, 2)
/* Of the owner and of the stranger. */
enum { THEIRS = 4194304 + 5, OURS = 8388608 + 6 };
#define THEIR_PLACE 360104
#define OUR_PLACE 110105

static const struct guarded *guarded_now;       /* of the action being asked; NULL: none */

static const struct guarded *guarded_of(const struct action *action)
{
    for (size_t i = 0; i < COUNT_OF(GUARDED); i++)
        if (strcmp(GUARDED[i].action, action->name) == 0)
            return &GUARDED[i];
    return NULL;
}

/* ---- a store of somebody else's rows ---- */

static bool decision_read;      /* a GUARD_DECISION question was asked */
static bool guarded_read;       /* one that is not for everybody was asked */
static bool everything_asked;

/* What a row is filled with: theirs, or a question's own words. */
struct filling {
    struct text mark;
    struct money money;
    struct date day;
};
static const struct filling THEIR_ROW = { { MARK, sizeof MARK - 1 }, { MARK_FEN }, { 20200102 } };
static const struct filling PUBLIC_ROW = { { "public", 6 }, { 1 }, { 20200103 } };
static const char QUESTION_MARK[] = "asked";
static const struct filling QUESTION = { { QUESTION_MARK, 5 }, { 2 }, { 20200104 } };

static bool name_has(const char *name, const char *part)
{
    return strstr(name, part) != NULL;
}

/* Values that rooms know, so that rows are of use to them. */
static struct text known_text(const char *name, const struct filling *filling)
{
    static const struct { const char *part, *value; } VALUES[] = {
        { "insurance", "310" }, { "status", "1" }, { "state", "final" }, { "kind", "11" },
        { "certificate", "01" }, { "certificate_kind", "02" }, { "charge_level", "01" },
        { "sex", "1" }, { "type", "1" },
    };
    const struct guarded *now = filling->mark.data == QUESTION_MARK ? NULL : guarded_now;
    if (now != NULL && now->about != NULL && strcmp(name, "about") == 0)
        return text_of(now->about);
    if (now != NULL && now->state != NULL && strcmp(name, "state") == 0)
        return text_of(now->state);
    for (size_t i = 0; i < COUNT_OF(VALUES); i++)
        if (strcmp(name, VALUES[i].part) == 0)
            return text_of(VALUES[i].value);
    return filling->mark;
}

static int64_t known_number(const char *name)
{
    if (name_has(name, "place") || name_has(name, "division") || strcmp(name, "owner") == 0)
        return THEIR_PLACE;
    return strcmp(name, "year") == 0 ? 2020 : 1;
}

static struct text known_bytes(const char *name, struct arena *arena)
{
    const struct settle_counters none = { 0 };
    if (name_has(name, "number_sealed"))
        return party_seal(TEXT(MARK), "number", arena);
    if (name_has(name, "phone_sealed"))
        return party_seal(TEXT(MARK), "phone", arena);
    if (strcmp(name, "took") == 0 || strcmp(name, "before") == 0)
        return shape_pack(&settle_counters_shape, &none, arena);
    return (struct text){ 0 };
}

static bool is_open_end(const char *name)
{
    return name_has(name, "until") || name_has(name, "paused") || name_has(name, "cancelled")
        || name_has(name, "withdrawn") || name_has(name, "closed");
}

static void fill_field(const struct field *field, void *object, const struct filling *filling,
                       struct arena *arena)
{
    void *at = field_at(field, object);
    switch (field->kind) {
    case FIELD_TEXT: case FIELD_CODE:
        *(struct text *)at = known_text(field->name, filling);
        break;
    case FIELD_BYTES: *(struct text *)at = known_bytes(field->name, arena); break;
    case FIELD_ID: *(int64_t *)at = THEIRS; break;
    case FIELD_COUNT: *(int64_t *)at = known_number(field->name); break;
    case FIELD_MONEY: *(struct money *)at = filling->money; break;
    case FIELD_SHARE: *(struct share *)at = (struct share){ 500000 }; break;
    case FIELD_QUANTITY: *(struct quantity *)at = (struct quantity){ 10000 }; break;
    case FIELD_PRICE: *(struct price *)at = (struct price){ 1000000 }; break;
    case FIELD_DAY:
        if (!is_open_end(field->name))
            *(struct date *)at = filling->day;
        break;
    case FIELD_MOMENT:
        if (!is_open_end(field->name))
            *(struct moment *)at = moment_of_date(filling->day);
        break;
    case FIELD_FLAG: *(bool *)at = guarded_now == NULL || !guarded_now->no_flags; break;
    case FIELD_OBJECT: case FIELD_LIST: case FIELD_KINDS: break;
    }
}

static void *made_row(const struct shape *shape, const struct filling *filling,
                      struct arena *arena)
{
    void *row = arena_take(arena, shape->size);
    for (size_t i = 0; i < shape->field_count; i++)
        fill_field(&shape->fields[i], row, filling, arena);
    return row;
}

static enum store_answer their_read(struct store *store, struct want *wants, struct arena *arena)
{
    (void)store;
    for (struct want *want = wants; want != NULL; want = want->next) {
        if (want->answered)
            continue;
        want->answered = true;
        bool public = want->query->guard == GUARD_PUBLIC;
        want->rows = (struct list){
            made_row(want->query->row, public ? &PUBLIC_ROW : &THEIR_ROW, arena), 1,
        };
        decision_read = decision_read || want->query->guard == GUARD_DECISION;
        guarded_read = guarded_read || !public;
    }
    return STORE_DONE;
}

static const char *no_complaint(const struct store *store)
{
    (void)store;
    return "none";
}

static const struct store_port their_port = {
    .scheme = "theirs", .read = their_read, .complaint = no_complaint,
};
static struct store their_store = { &their_port };

/* ---- asking ---- */

/* The question names the owner wherever it names somebody. */
static void *made_input(const struct action *action, struct arena *arena)
{
    void *input = made_row(action->input, &QUESTION, arena);
    for (size_t i = 0; i < action->input->field_count; i++) {
        const struct field *field = &action->input->fields[i];
        if (field->kind == FIELD_TEXT && (field->flags & FIELD_REQUIRED) == 0
            && !everything_asked)
            *(struct text *)field_at(field, input) = (struct text){ 0 };
    }
    return input;
}

static struct actor actor_of(enum role role, int64_t self, int32_t place)
{
    static int64_t selves[2];
    int64_t *scope = &selves[self == THEIRS];
    *scope = self;
    struct actor actor = { .account = self, .role = role };
    switch (role) {
    case ROLE_PUBLIC: case ROLE_HOUSE: case ROLE_COUNT: actor.account = 0; break;
    case ROLE_RESIDENT: case ROLE_AGENT: case ROLE_KIOSK:
        actor.person = self;
        actor.scope = (struct scope){ .persons = scope, .person_count = 1 };
        break;
    case ROLE_EMPLOYER: actor.unit = self; break;
    case ROLE_INSTITUTION: case ROLE_PHARMACY: case ROLE_HOSPITAL_OFFICE: case ROLE_PHYSICIAN:
        actor.institution = self;
        actor.identified = self;
        actor.scope = (struct scope){ .institution = self };
        break;
    case ROLE_VILLAGE_CLERK: case ROLE_TOWN_CLERK: case ROLE_INTAKE_CLERK: case ROLE_REVIEWER:
    case ROLE_SECOND_REVIEWER: case ROLE_SECTION_HEAD: case ROLE_FILLER: case ROLE_FINANCE:
    case ROLE_INSPECTOR:
    case ROLE_PUBLISHER: case ROLE_LEADER: case ROLE_ADMINISTRATOR:
        actor.office = self;
        actor.division = place;
        actor.scope = (struct scope){ .offices = scope, .office_count = 1 };
        break;
    }
    return actor;
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

static const struct book *book;

static const char *refused_with;        /* the last call's; NULL: not refused */

/* True when something of the rows comes out. */
static bool is_told(const struct action *action, enum role role, int64_t self, int32_t place)
{
    struct arena arena, rows;
    arena_init(&arena);
    arena_init(&rows);
    struct minter minter;
    struct moment at = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    minter_init(&minter, 3, at);
    struct call call = { .actor = actor_of(role, self, place) };
    call.request = (struct request){
        .action = action, .actor = &call.actor, .at = at, .arena = &arena, .book = book,
        .input = made_input(action, &arena), .door = TEXT("test"),
    };
    recorder_answer_only(&their_store, &call, &minter, &rows, true);
    bool told = call.status == CALL_DONE && shows_mark(action->answer, call.answer);
    refused_with = call.status == CALL_REFUSED ? call.refusal.key : NULL;
    arena_release(&rows);
    arena_release(&arena);
    return told;
}

/* Once with every field of the question filled, once with those alone that must be. */
static bool is_told_somehow(const struct action *action, enum role role, int64_t self,
                            int32_t place)
{
    everything_asked = true;
    bool told = is_told(action, role, self, place);
    everything_asked = false;
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
    is_told(action, role, OURS, OUR_PLACE);
    if (refused_with == NULL || strcmp(refused_with, guarded_now->refused) != 0)
        complain(action->name, "a stranger is not refused as said, but with",
                 refused_with == NULL ? role_name(role) : refused_with);
    is_told(action, role, THEIRS, THEIR_PLACE);
    if (refused_with != NULL && strcmp(refused_with, guarded_now->refused) == 0)
        complain(action->name, "the owner is refused like a stranger, as", role_name(role));
}

static void check_told(const struct action *action, unsigned told)
{
    unsigned may = guarded_now == NULL ? 0 : guarded_now->told & right_of(action)->roles;
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
    bool shown = guarded_now != NULL && guarded_now->refused != NULL;
    bool refuses = shown && guarded_now->refused[0] != '\0';
    unsigned told = 0;
    decision_read = guarded_read = false;
    for (int role = 0; role < ROLE_HOUSE; role++) {
        if (!rights_allow(action, (enum role)role))
            continue;
        shown |= is_told_somehow(action, (enum role)role, THEIRS, THEIR_PLACE);
        if (is_told_somehow(action, (enum role)role, OURS, OUR_PLACE))
            told |= ROLE_BIT(role);
        if (refuses)
            check_refusal(action, (enum role)role);
    }
    check_told(action, told);
    if (decision_read && guarded_now == NULL)
        complain(action->name, "reads facts; say here how it keeps strangers out", "");
    if (!shown && guarded_read)
        complain(action->name, "the owner is told nothing either: the test shows nothing", "");
    guarded_now = NULL;
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
    int64_t theirs = THEIRS, ours = OURS;
    const struct scope nobody = { 0 };
    const struct scope stranger = {
        .offices = &ours, .office_count = 1, .institution = OURS, .persons = &ours,
        .person_count = 1,
    };
    const struct scope owner = {
        .offices = &theirs, .office_count = 1, .institution = THEIRS, .persons = &theirs,
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
        || strcmp(name, "account") == 0;
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
        cmocka_unit_test(test_every_reason_is_of_a_read_that_exists),
        cmocka_unit_test(test_scoped_rows_of_others_are_left_out),
        cmocka_unit_test(test_who_tells_numbers_says_so),
    };
    static struct testing testing;      /* gives the rooms their keys */
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    book = testing_book();
    if (book == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    book_release(book);
    testing_end(&testing);
    return failed;
}
