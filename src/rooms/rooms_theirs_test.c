/* rooms_theirs_test.c: see rooms_theirs_test.h. */

#include "rooms/rooms_theirs_test.h"

#include "rooms/access/access.h"
#include "rooms/party/party.h"
#include "rooms/settle/settle.h"

#include "base/check.h"
#include "core/book.h"

#include <stdlib.h>
#include <string.h>

struct theirs theirs;
const struct book *theirs_book;
static struct testing testing;

int theirs_set_up(void **state)
{
    (void)state;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    theirs_book = testing_book();
    return theirs_book == NULL ? -1 : 0;
}

int theirs_tear_down(void **state)
{
    (void)state;
    if (theirs_book != NULL)
        book_release(theirs_book);
    testing_end(&testing);
    return 0;
}
const int32_t their_place = 371329, our_place = 110105, place_above = 371300;

/* ---- a store of somebody else's rows ---- */

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

/* Of single actions, by the beginning of their name. */
static const struct { const char *action, *field, *value; } SAMPLES[] = {
    { "intake.answer-request", "state", "sent" },
    { "intake.offered", "state", "offered" }, { "intake.revoke", "state", "decided" },
    { "intake.", "state", "accepted" }, { "intake.", "kind", "agency" },
    { "intake.decide", "verdict", "approve" }, { "booking.", "state", "confirmed" },
    { "access.create-account", "role", "intake-clerk" }, { "notice.", "event", "epidemic-end" },
    { "notice.", "state", "drafted" }, { "", "matter", "offsite-filing" },
    { "", "channel", "counter" }, { "", "direction", "out" }, { "", "month", "2020-01" },
    { "", "period", "2020-01" },
};

static const char *sample_of(const char *name)
{
    for (size_t i = 0; theirs.action != NULL && i < COUNT_OF(SAMPLES); i++)
        if (strcmp(name, SAMPLES[i].field) == 0
            && strncmp(theirs.action->name, SAMPLES[i].action,
                       strlen(SAMPLES[i].action)) == 0)
            return SAMPLES[i].value;
    return NULL;
}

/* Values that rooms know, so that rows are of use to them. */
static struct text known_text(const char *name, const struct filling *filling)
{
    static const struct { const char *part, *value; } VALUES[] = {
        { "insurance", "310" }, { "status", "1" }, { "state", "final" }, { "kind", "11" },
        { "certificate", "01" }, { "certificate_kind", "02" }, { "charge_level", "01" },
        { "sex", "1" }, { "type", "1" }, { "department", "education" },
    };
    const bool row = filling->mark.data != QUESTION_MARK;
    if (row && theirs.about != NULL && strcmp(name, "about") == 0)
        return text_of(theirs.about);
    if (row && theirs.state != NULL && strcmp(name, "state") == 0)
        return text_of(theirs.state);
    const char *sample = sample_of(name);
    if (sample != NULL)
        return text_of(sample);
    for (size_t i = 0; i < COUNT_OF(VALUES); i++)
        if (strcmp(name, VALUES[i].part) == 0)
            return text_of(VALUES[i].value);
    return filling->mark;
}

static int64_t known_number(const char *name)
{
    if (name_has(name, "place") || name_has(name, "division") || strcmp(name, "owner") == 0)
        return theirs.above ? place_above : their_place;
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
    case FIELD_ID: *(int64_t *)at = theirs.above ? ABOVE : THEIRS; break;
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
    case FIELD_FLAG: *(bool *)at = !theirs.no_flags; break;
    case FIELD_OBJECT: case FIELD_LIST: case FIELD_KINDS: break;
    }
}

/* ---- what an action wants to find ---- */

static bool said_of(const struct theirs_said *said, const char *of)
{
    return strcmp(said->of, of) == 0 || (strcmp(said->of, "*") == 0 && strcmp(of, "?") != 0);
}

static void say_value(const struct field *field, void *object, const char *value)
{
    void *at = field_at(field, object);
    const int64_t number = strtoll(value, NULL, 10);
    switch (field->kind) {
    case FIELD_TEXT: case FIELD_CODE: case FIELD_BYTES:
        *(struct text *)at = value[0] == '\0' ? (struct text){ 0 } : text_of(value);
        break;
    case FIELD_ID: case FIELD_COUNT: *(int64_t *)at = number; break;
    case FIELD_MONEY: *(struct money *)at = (struct money){ number }; break;
    case FIELD_DAY: *(struct date *)at = (struct date){ (int32_t)number }; break;
    case FIELD_MOMENT:
        *(struct moment *)at = number == 0 ? (struct moment){ 0 }
            : moment_of_date((struct date){ (int32_t)number });
        break;
    case FIELD_FLAG: *(bool *)at = number != 0; break;
    case FIELD_SHARE: *(struct share *)at = (struct share){ number }; break;
    case FIELD_QUANTITY: *(struct quantity *)at = (struct quantity){ number }; break;
    case FIELD_PRICE: *(struct price *)at = (struct price){ number }; break;
    case FIELD_OBJECT: case FIELD_LIST: case FIELD_KINDS: break;
    }
}

static void say_values(const struct shape *shape, void *object, const char *of)
{
    for (const struct theirs_said *said = theirs.said; said != NULL && said->of != NULL; said++) {
        const struct field *field = !said_of(said, of) || said->field == NULL ? NULL
            : shape_field(shape, text_of(said->field));
        if (field != NULL)
            say_value(field, object, said->value);
    }
}

static bool finds_nothing(const char *of)
{
    for (const struct theirs_said *said = theirs.said; said != NULL && said->of != NULL; said++)
        if (said->field == NULL && said_of(said, of))
            return true;
    return false;
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
        void *row = made_row(want->query->row, public ? &PUBLIC_ROW : &THEIR_ROW, arena);
        say_values(want->query->row, row, want->query->name);
        want->rows = (struct list){ row, finds_nothing(want->query->name) ? 0 : 1 };
        theirs.decision_read = theirs.decision_read || want->query->guard == GUARD_DECISION;
        theirs.guarded_read = theirs.guarded_read || !public;
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
struct store their_store = { &their_port };

/* ---- asking ---- */

void *theirs_input(const struct action *action, struct arena *arena)
{
    void *input = made_row(action->input, &QUESTION, arena);
    for (size_t i = 0; i < action->input->field_count; i++) {
        const struct field *field = &action->input->fields[i];
        if (field->kind == FIELD_TEXT && (field->flags & FIELD_REQUIRED) == 0
            && !theirs.everything_asked)
            *(struct text *)field_at(field, input) = (struct text){ 0 };
        if (field->kind == FIELD_LIST && theirs.said != NULL) {
            void *item = made_row(field->of, &QUESTION, arena);
            say_values(field->of, item, "?");
            *(struct list *)field_at(field, input) = (struct list){ item, 1 };
        }
    }
    say_values(action->input, input, "?");
    return input;
}

struct actor theirs_actor(enum role role, int64_t self, int32_t place, int64_t below)
{
    static int64_t selves[3][2];
    int64_t *scope = selves[self == THEIRS ? 0 : self == OURS ? 1 : 2];
    scope[0] = self;
    scope[1] = below;
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
        actor.scope =
            (struct scope){ .offices = scope, .office_count = below != 0 ? 2 : 1 };
        break;
    }
    return actor;
}

struct actor theirs_terminal(int64_t hall, int32_t place)
{
    static int64_t halls[1];
    halls[0] = hall;
    const struct moment now = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    const struct access_account account = {
        .account = OURS, .role = TEXT("kiosk"), .office = hall,
    };
    const struct access_session session = {
        .account = OURS, .opened = { now.ms - 1000 }, .until = { now.ms + 1000 },
    };
    const struct access_actor_facts facts = {
        .session = &session, .account = &account, .division = place, .offices = halls,
        .office_count = 1,
    };
    struct actor actor;
    CHECK(access_actor(&facts, now, &actor));
    return actor;
}

bool theirs_is_staff(enum role role)
{
    return theirs_actor(role, OURS, our_place, 0).office != 0;
}
