/* filing_ending_actions.c: filings at an institution that end soon: their people are told in
 * time. */

#include "rooms/filing/filing_inside.h"

#include "rooms/party/party.h"

#define DAYS_AHEAD 30
#define ENDING_MAX 100

struct ending_key { int64_t institution; struct date from, until; };
static const struct field key_fields[] = {
    FIELD(struct ending_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct ending_key, from, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct ending_key, until, FIELD_DAY, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("filing_ending_key", struct ending_key, key_fields);
const struct query filings_ending = {
    .name = "filing.ending", .from = "filing f",
    .where = "f.institution = {institution} AND f.valid_until >= {from} "
             "AND f.valid_until <= {until} AND f.state = 'in-force'",
    .order = "f.valid_until, f.filing", .key = &key_shape, .row = &filing_row_shape,
    .row_max = ENDING_MAX, .guard = GUARD_SCOPED, .guard_institution = "institution",
};

static const struct shape facts_shape =
    { .name = "filing.ending-facts", .size = sizeof(struct filing_ending_facts) };
struct nothing { bool filled; };
static const struct shape input_shape =
    { .name = "filing.ending-input", .size = sizeof(struct nothing) };

#define ROW(member_, kind_, ...) FIELD(struct filing_ending_row, member_, kind_, __VA_ARGS__)
static const struct field row_fields[] = {
    ROW(filing, FIELD_ID, .flags = 0), ROW(person, FIELD_ID, .flags = 0),
    ROW(name, FIELD_TEXT, .flags = FIELD_PRIVATE), ROW(about, FIELD_TEXT, .flags = 0),
    ROW(kind, FIELD_TEXT, .flags = 0), ROW(disease, FIELD_TEXT, .flags = 0),
    ROW(from, FIELD_DAY, .flags = 0), ROW(until, FIELD_DAY, .flags = 0),
};
static const struct shape row_shape =
    SHAPE("filing_ending_row", struct filing_ending_row, row_fields);
static const struct field answer_fields[] = {
    FIELD(struct filing_list_answer, filings, FIELD_LIST, .of = &row_shape),
};
static const struct shape answer_shape =
    SHAPE("filing.ending-answer", struct filing_list_answer, answer_fields);

static bool gather_ending(struct gather *gather, const struct request *request, void *facts)
{
    struct date today = date_of_moment(request->at);
    const struct ending_key key = {
        .institution = request->actor->institution, .from = today,
        .until = date_plus_days(today, DAYS_AHEAD),
    };
    struct filing_ending_facts *found = facts;
    found->filings = gather_want(gather, &filings_ending, &key);
    if (found->filings == NULL)
        return false;
    const struct filing_row *rows = found->filings->items;
    found->people = ARENA_ARRAY(gather->arena, const struct party_person *,
                                found->filings->count + 1);
    bool complete = true;
    for (size_t i = 0; i < found->filings->count; i++) {
        const struct party_of_person person = { id_bucket(rows[i].person), rows[i].person };
        const void *row = NULL;
        complete = gather_one(gather, &party_person_by_id, &person, &row) && complete;
        found->people[i] = row;
    }
    return complete;
}

static void decide_ending(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct filing_ending_facts *found = facts;
    const struct filing_row *rows = found->filings->items;
    struct filing_ending_row *told =
        ARENA_ARRAY(request->arena, struct filing_ending_row, found->filings->count + 1);
    for (size_t i = 0; i < found->filings->count; i++)
        told[i] = (struct filing_ending_row){
            .filing = rows[i].filing, .person = rows[i].person,
            .name = found->people[i] == NULL ? (struct text){ 0 } : found->people[i]->name,
            .about = rows[i].about, .kind = rows[i].kind, .disease = rows[i].disease,
            .from = rows[i].valid_from, .until = rows[i].valid_until,
        };
    ((struct filing_list_answer *)decision->outcome)->filings =
        (struct list){ told, found->filings->count };
}

const struct action filing_ending_action = {
    .name = "filing.ending", .method = "GET", .path = "/api/v1/filings/ending",
    .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .answer = &answer_shape, .help = "filing.help.ending", .gather = gather_ending,
    .decide = decide_ending,
};
