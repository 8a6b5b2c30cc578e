/* intake_entered.c: what an office took in for people: a village station sees how the cases of its
 * villagers stand, what each still owes and until when, though another office decides them. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

#define ENTERED_MAX 60          /* the newest; older ones are found by receipt */

struct nothing { int8_t unused; };
struct entered_key { int64_t office; };
struct entered_of { const struct list *papers; const struct party_person *person; };
struct entered_facts {
    const struct list *rows;
    struct entered_of *of;      /* beside each row */
    struct events events;
};
struct entered_told {
    struct text receipt, name, matter_zh, matter_en, state, state_zh, state_en;
    struct text next_zh, next_en;
    struct moment received_at;
    struct date due;
    struct list owed;           /* of intake_debt */
};
struct entered_answer { struct list cases; };

static const struct field entered_key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct entered_key, office) },
};
static const struct shape entered_key_shape =
    SHAPE("intake_entered_key", struct entered_key, entered_key_fields);

const struct query intake_cases_entered = {
    .name = "intake.entered", .from = "intake_case c", .where = "c.entered_office = {office}",
    .order = "c.case_id DESC", .key = &entered_key_shape, .row = &intake_case_shape,
    .row_max = ENTERED_MAX, .guard = GUARD_SCOPED, .guard_office = "entered_office",
};

static bool gather_entered(struct gather *gather, const struct request *request, void *facts)
{
    struct entered_facts *found = facts;
    const struct entered_key key = { request->actor->office };
    bool complete = notice_gather_events(gather, &found->events);
    found->rows = gather_want(gather, &intake_cases_entered, &key);
    if (found->rows == NULL)
        return false;
    const struct intake_case *rows = found->rows->items;
    found->of = ARENA_ARRAY(gather->arena, struct entered_of, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++) {
        const struct intake_case_key case_key = { rows[i].bucket, rows[i].case_id };
        const struct party_of_person person_key = { rows[i].bucket, rows[i].person };
        const void *person = NULL;
        found->of[i].papers = gather_want(gather, &intake_papers_of, &case_key);
        complete &= found->of[i].papers != NULL;
        complete &= gather_one(gather, rows[i].newcomer ? &party_newcomer_by_id
                                                            : &party_person_by_id,
                               &person_key, &person);
        found->of[i].person = person;
    }
    return complete;
}

static struct entered_told told_of(const struct request *request, const struct intake_case *row,
                                   const struct entered_of *of, struct events events)
{
    const struct matter *matter = intake_matter_of(request, row);
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    struct entered_told told = {
        .receipt = row->receipt, .received_at = row->received_at, .state = row->state,
        .matter_zh = matter == NULL ? row->matter : matter->zh,
        .matter_en = matter == NULL ? row->matter : matter->en,
        .state_zh = words_of(case_state_key(state), LANGUAGE_CHINESE),
        .state_en = words_of(case_state_key(state), LANGUAGE_ENGLISH),
        .next_zh = words_of(intake_next_key(row, state), LANGUAGE_CHINESE),
        .next_en = words_of(intake_next_key(row, state), LANGUAGE_ENGLISH),
        .owed = intake_debts_of_case(request, matter, row, of->papers, events),
    };
    if (of->person != NULL)
        told.name = of->person->name;
    struct deadline_answer due;
    if (case_state_is_open(state) && intake_handling_due(request, matter, row, events, &due))
        told.due = due.day;
    return told;
}

static void decide_entered(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct entered_facts *found = facts;
    const struct intake_case *rows = found->rows->items;
    struct entered_told *told =
        ARENA_ARRAY(request->arena, struct entered_told, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++)
        told[i] = told_of(request, &rows[i], &found->of[i], found->events);
    ((struct entered_answer *)decision->outcome)->cases =
        (struct list){ told, found->rows->count };
}

static const struct shape nothing_shape =
    { .name = "intake_entered_asked", .size = sizeof(struct nothing) };
static const struct shape entered_facts_shape =
    { .name = "intake_entered_facts", .size = sizeof(struct entered_facts) };
#define TOLD(member_) AT(struct entered_told, member_)
static const struct field told_fields[] = {
    { "receipt", NULL, FIELD_TEXT, 0, TOLD(receipt), 40, .help = "intake.field.receipt" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(name), 100, .help = "intake.field.name" },
    { "matter_zh", NULL, FIELD_TEXT, 0, TOLD(matter_zh), 100 },
    { "matter_en", NULL, FIELD_TEXT, 0, TOLD(matter_en), 200 },
    { "state", NULL, FIELD_TEXT, 0, TOLD(state), 30 },
    { "state_zh", NULL, FIELD_TEXT, 0, TOLD(state_zh), 60 },
    { "state_en", NULL, FIELD_TEXT, 0, TOLD(state_en), 60 },
    { "next_zh", NULL, FIELD_TEXT, 0, TOLD(next_zh), 400, .help = "intake.told.next" },
    { "next_en", NULL, FIELD_TEXT, 0, TOLD(next_en), 400, .help = "intake.told.next" },
    { "received_at", NULL, FIELD_MOMENT, 0, TOLD(received_at) },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(due) },
    { "owed", NULL, FIELD_LIST, 0, TOLD(owed), .of = &intake_debt_shape,
      .help = "intake.field.owed" },
};
static const struct shape told_shape =
    SHAPE("intake_entered", struct entered_told, told_fields);
static const struct field answer_fields[] = {
    { "cases", NULL, FIELD_LIST, 0, AT(struct entered_answer, cases), .of = &told_shape,
      .help = "intake.field.cases" },
};
static const struct shape answer_shape =
    SHAPE("intake_entered_cases", struct entered_answer, answer_fields);

const struct action intake_entered_action = {
    .name = "intake.entered", .method = "GET", .path = "/api/v1/cases/entered",
    .flags = ACTION_READ, .input = &nothing_shape,
    .facts = &entered_facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "intake.help.entered", .gather = gather_entered, .decide = decide_entered,
};
