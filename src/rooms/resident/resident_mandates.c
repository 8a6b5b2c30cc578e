/* resident_mandates.c: a person sees who acts for him and for whom he acts, and ends it. */

#include "rooms/resident/resident_inside.h"

#include "base/check.h"
#include "rooms/access/access.h"

/* ---- resident.end-mandate ---- */

static void end_keys(const struct request *request, struct keys *keys)
{
    const struct resident_end_input *input = request->input;
    keys_add(keys, input->mandate);
}

static bool end_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct resident_end_input *input = request->input;
    struct resident_end_facts *found = facts;
    const struct access_mandate_key key = { id_bucket(input->mandate), input->mandate };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_mandate_by_id, &key, &row);
    found->row = row;
    return complete && (row == NULL
        || access_gather_whose(gather, &access_places_of_person, found->row->giver,
                               &found->places));
}

/* Giver and agent alike; on the giver's word, and saying why, an office of his place or who
 * witnessed it. Nobody else learns whether there is such a one. */
static bool may_end(const struct actor *actor, const struct resident_end_input *input,
                    const struct resident_end_facts *found)
{
    const struct access_mandate *row = found->row;
    if (actor_is_person(actor))
        return actor->person == row->giver || actor->person == row->agent;
    if (!text_present(input->reason))
        return false;
    return (actor->account != 0 && row->given_by == actor->account)
        || (actor->institution == 0 && resident_is_of_here(actor, found->places));
}

static void end_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct resident_end_input *input = request->input;
    const struct resident_end_facts *found = facts;
    if (found->row == NULL || !may_end(request->actor, input, found)) {
        resident_refuse(decision, RESIDENT_REFUSED_NO_MANDATE, "mandate");
        return;
    }
    if (found->row->ended_at.ms != 0) {
        resident_refuse(decision, RESIDENT_REFUSED_ENDED, "mandate");
        return;
    }
    struct access_mandate after = *found->row;
    after.ended_at = request->at;
    after.ended_by = request->actor->account;
    decision_replace(decision, &access_mandate_table, &after);
    decision->subject = after.giver;
    const struct text words[3] = { resident_day_text(date_of_moment(request->at),
                                                     request->arena) };
    resident_say(decision, after.giver, "resident.message.ended", words, words, after.mandate);
    resident_say(decision, after.agent, "resident.message.ended", words, words, after.mandate);
    *(struct resident_given *)decision->outcome = (struct resident_given){
        .mandate = after.mandate, .giver = after.giver, .agent = after.agent,
    };
}

static const struct field end_fields[] = {
    { "mandate", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct resident_end_input, mandate),
      .help = "resident.field.mandate" },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct resident_end_input, reason), 200,
      .help = "resident.field.reason" },
};
static const struct shape end_shape =
    SHAPE("resident_end_mandate", struct resident_end_input, end_fields);
static const struct shape end_facts_shape =
    { .name = "resident_end_facts", .size = sizeof(struct resident_end_facts) };
static const struct field ended_fields[] = {
    { "mandate", NULL, FIELD_ID, 0, AT(struct resident_given, mandate),
      .help = "resident.field.mandate" },
    { "giver", NULL, FIELD_ID, 0, AT(struct resident_given, giver),
      .help = "resident.field.giver" },
    { "agent", NULL, FIELD_ID, 0, AT(struct resident_given, agent),
      .help = "resident.field.agent" },
};
static const struct shape ended_shape =
    SHAPE("resident_mandate_ended", struct resident_given, ended_fields);

const struct action resident_end_mandate_action = {
    .name = "resident.end-mandate", .method = "POST", .path = "/api/v1/mandates/{mandate}/end",
    .flags = ACTION_ONCE,
    .input = &end_shape, .facts = &end_facts_shape, .outcome = &ended_shape,
    .answer = &ended_shape, .help = "resident.help.end-mandate", .keys = end_keys,
    .gather = end_gather, .decide = end_decide,
};

/* ---- resident.mandates: one's own ---- */

struct mandates_input { int64_t nothing; };
struct mandate_matter { struct text matter, zh, en; };
struct mandate_told {
    int64_t mandate, person;    /* the other one */
    struct text name, number;   /* masked number of the other */
    struct list matters;        /* of mandate_matter */
    bool records;
    struct date from, until;
    struct text confirmed, witnessed;
    struct moment ended_at;
    bool in_force;
};
struct mandates_answer { struct list given, held; };

static bool gather_others(struct gather *gather, const int64_t *others, size_t count,
                          const struct party_person **ret_people)
{
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct party_of_person key = { id_bucket(others[i]), others[i] };
        const void *row = NULL;
        complete &= gather_one(gather, &party_person_by_id, &key, &row);
        ret_people[i] = row;
    }
    return complete;
}

static bool gather_held(struct gather *gather, struct resident_mandates_facts *found)
{
    size_t count = found->held->count;
    const struct access_mandate *rows = found->held->items;
    int64_t *others = ARENA_ARRAY(gather->arena, int64_t, count + 1);
    for (size_t i = 0; i < count; i++)
        others[i] = rows[i].giver;
    found->givers = ARENA_ARRAY(gather->arena, const struct party_person *, count + 1);
    return gather_others(gather, others, count, found->givers);
}

static bool gather_given(struct gather *gather, struct resident_mandates_facts *found)
{
    size_t count = found->given->count;
    const struct access_mandate_given *rows = found->given->items;
    int64_t *others = ARENA_ARRAY(gather->arena, int64_t, count + 1);
    found->given_rows = ARENA_ARRAY(gather->arena, const struct access_mandate *, count + 1);
    found->agents = ARENA_ARRAY(gather->arena, const struct party_person *, count + 1);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct access_mandate_key key = { id_bucket(rows[i].mandate), rows[i].mandate };
        const void *row = NULL;
        complete &= gather_one(gather, &access_mandate_by_id, &key, &row);
        found->given_rows[i] = row;
        others[i] = rows[i].agent;
    }
    return gather_others(gather, others, count, found->agents) && complete;
}

static bool mandates_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct resident_mandates_facts *found = facts;
    int64_t self = request->actor->person;
    const struct access_agent_key agent_key = { id_bucket(self), self };
    const struct access_giver_key giver_key = { id_bucket(self), self };
    found->held = gather_want(gather, &access_mandates_held, &agent_key);
    found->given = gather_want(gather, &access_mandates_given, &giver_key);
    if (found->held == NULL || found->given == NULL)
        return false;
    bool complete = gather_held(gather, found);
    return gather_given(gather, found) && complete;
}

static struct list matters_told(const struct request *request, struct text matters)
{
    struct mandate_matter *told =
        ARENA_ARRAY(request->arena, struct mandate_matter, RESIDENT_MATTERS_MAX);
    size_t count = 0;
    struct text rest = matters;
    while (rest.data != NULL && count < RESIDENT_MATTERS_MAX) {
        struct text name = text_until(rest, ' ', &rest);
        const struct matter *matter = matter_of(request->book, name, request->arena);
        told[count] = (struct mandate_matter){ .matter = name, .zh = name, .en = name };
        if (matter != NULL) {
            told[count].zh = matter->zh;
            told[count].en = matter->en;
        }
        count++;
    }
    return (struct list){ told, count };
}

static struct mandate_told told_of(const struct request *request,
                                   const struct access_mandate *row, int64_t other,
                                   const struct party_person *person)
{
    struct mandate_told told = {
        .mandate = row->mandate, .person = other,
        .matters = matters_told(request, row->matters), .records = row->records,
        .from = row->valid_from, .until = row->valid_until, .confirmed = row->confirmed,
        .witnessed = row->witnessed, .ended_at = row->ended_at,
        .in_force = access_mandate_holds(row, date_of_moment(request->at)),
    };
    if (person != NULL) {
        told.name = person->name;
        told.number = person->number_masked;
    }
    return told;
}

static void mandates_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct resident_mandates_facts *found = facts;
    struct mandates_answer *answer = decision->outcome;
    const struct access_mandate *held = found->held->items;
    struct mandate_told *of_held =
        ARENA_ARRAY(request->arena, struct mandate_told, found->held->count + 1);
    struct mandate_told *of_given =
        ARENA_ARRAY(request->arena, struct mandate_told, found->given->count + 1);
    size_t held_count = 0, given_count = 0;
    for (size_t i = 0; i < found->held->count; i++)
        of_held[held_count++] = told_of(request, &held[i], held[i].giver, found->givers[i]);
    for (size_t i = 0; i < found->given->count; i++)
        if (found->given_rows[i] != NULL)
            of_given[given_count++] = told_of(request, found->given_rows[i],
                                              found->given_rows[i]->agent, found->agents[i]);
    answer->held = (struct list){ of_held, held_count };
    answer->given = (struct list){ of_given, given_count };
}

static const struct shape nothing_shape =
    { .name = "resident_nothing", .size = sizeof(struct mandates_input) };
static const struct field matter_fields[] = {
    { "matter", NULL, FIELD_TEXT, 0, AT(struct mandate_matter, matter), 60 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct mandate_matter, zh), 200 },
    { "en", NULL, FIELD_TEXT, 0, AT(struct mandate_matter, en), 200 },
};
static const struct shape matter_shape =
    SHAPE("resident_mandate_matter", struct mandate_matter, matter_fields);
#define TOLD(member_) AT(struct mandate_told, member_)
static const struct field told_fields[] = {
    { "mandate", NULL, FIELD_ID, 0, TOLD(mandate), .help = "resident.field.mandate" },
    { "person", NULL, FIELD_ID, 0, TOLD(person), .help = "resident.field.other" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(name), 100 },
    { "number", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(number), 30 },
    { "matters", NULL, FIELD_LIST, 0, TOLD(matters), .of = &matter_shape,
      .help = "resident.field.matters" },
    { "records", NULL, FIELD_FLAG, 0, TOLD(records), .help = "resident.field.records" },
    { "from", NULL, FIELD_DAY, 0, TOLD(from) },
    { "until", NULL, FIELD_DAY, 0, TOLD(until), .help = "resident.field.until" },
    { "confirmed", NULL, FIELD_TEXT, 0, TOLD(confirmed), 20,
      .help = "resident.field.confirmed" },
    { "witnessed", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(witnessed), 20,
      .help = "resident.field.witness" },
    { "ended_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(ended_at),
      .help = "resident.field.ended-at" },
    { "in_force", NULL, FIELD_FLAG, 0, TOLD(in_force), .help = "resident.field.in-force" },
};
static const struct shape told_shape =
    SHAPE("resident_mandate", struct mandate_told, told_fields);
static const struct field answer_fields[] = {
    { "given", NULL, FIELD_LIST, 0, AT(struct mandates_answer, given), .of = &told_shape,
      .help = "resident.field.given-list" },
    { "held", NULL, FIELD_LIST, 0, AT(struct mandates_answer, held), .of = &told_shape,
      .help = "resident.field.held-list" },
};
static const struct shape answer_shape =
    SHAPE("resident_mandates", struct mandates_answer, answer_fields);
static const struct shape mandates_facts_shape =
    { .name = "resident_mandates_facts", .size = sizeof(struct resident_mandates_facts) };

const struct action resident_mandates_action = {
    .name = "resident.mandates", .method = "GET", .path = "/api/v1/mandates",
    .flags = ACTION_READ, .input = &nothing_shape,
    .facts = &mandates_facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "resident.help.mandates", .gather = mandates_gather, .decide = mandates_decide,
};
