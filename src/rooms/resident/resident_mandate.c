/* resident_mandate.c: a code is asked for, and a mandate is given. */

#include "rooms/resident/resident_inside.h"

#include "base/check.h"
#include "base/random.h"
#include "rooms/access/access.h"
#include "rooms/message/message_facts.h"

#define MUST (FIELD_REQUIRED | FIELD_PRIVATE)
#define PAIR_FIELDS(type_, of_) \
    { "giver_number", NULL, FIELD_TEXT, MUST, AT(type_, of_ giver_number), \
      RESIDENT_NUMBER_LENGTH, .help = "resident.field.giver-number" }, \
    { "giver_name", NULL, FIELD_TEXT, MUST, AT(type_, of_ giver_name), 100, \
      .help = "resident.field.giver-name" }, \
    { "agent_number", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(type_, of_ agent_number), \
      RESIDENT_NUMBER_LENGTH, .help = "resident.field.agent-number" }, \
    { "agent_name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(type_, of_ agent_name), 100, \
      .help = "resident.field.agent-name" }

struct text resident_day_text(struct date day, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d-%02d", date_year(day), date_month(day), date_day(day));
}

void resident_say(struct decision *decision, int64_t person, const char *key,
                  const struct text zh[3], const struct text en[3], int64_t mandate)
{
    const struct message_row about = {
        .person = person, .kind = text_of(key), .subject = mandate,
    };
    message_send(decision, &about, zh, en);
}

/* Decisions about one giver and one agent are never in one batch. */
static void pair_keys(const struct resident_pair_input *input, const struct request *request,
                      struct keys *keys)
{
    struct party_number_key giver = party_number_key_of("id", input->giver_number, request->arena);
    keys_add(keys, (int64_t)(text_hash(giver.digest) >> 1));
    if (!text_present(input->agent_number)) {
        keys_add(keys, request->actor->person);
        return;
    }
    struct party_number_key agent = party_number_key_of("id", input->agent_number, request->arena);
    keys_add(keys, (int64_t)(text_hash(agent.digest) >> 1));
}

static bool gather_code(struct gather *gather, const struct resident_pair *pair,
                        const struct resident_code **ret_code)
{
    const void *row = NULL;
    *ret_code = NULL;
    if (pair->giver == NULL || pair->agent == NULL)
        return true;
    const struct resident_code_key key = {
        id_bucket(pair->giver->person), pair->giver->person,
        resident_purpose(pair->agent->person, gather->arena),
    };
    if (!gather_one(gather, &resident_code_of, &key, &row))
        return false;
    *ret_code = row;
    return true;
}

/* ---- resident.ask-code ---- */

static void ask_keys(const struct request *request, struct keys *keys)
{
    pair_keys(request->input, request, keys);
}

static bool ask_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct resident_give_facts *found = facts;
    return resident_gather_pair(gather, request, request->input, &found->of)
        && gather_code(gather, &found->of, &found->code);
}

static void ask_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct resident_give_facts *found = facts;
    struct resident_drawn *drawn = ret_prepared;
    if (found->of.agent == NULL)
        return;
    drawn->code = arena_format(request->arena, "%06d", (int)(random_number() % 1000000));
    drawn->digest = resident_code_digest(
        resident_purpose(found->of.agent->person, request->arena), drawn->code, request->arena);
}

struct moment resident_send_code(struct decision *decision, const struct resident_sending *sending)
{
    const struct request *request = decision->request;
    struct date today = date_of_moment(request->at);
    struct resident_code row = {
        .bucket = id_bucket(sending->person), .person = sending->person,
        .purpose = sending->purpose, .asks = 1, .version = 1,
    };
    if (sending->before != NULL) {
        row = *sending->before;
        row.asks = date_compare(row.asked_day, today) == 0 ? row.asks + 1 : 1;
    }
    row.asked_day = today;
    row.digest = sending->digest;
    row.until.ms = request->at.ms + sending->terms->code_minutes * 60000;
    row.tries_left = sending->terms->code_tries;
    row.used_at = (struct moment){ 0 };
    if (sending->before == NULL)
        decision_insert(decision, &resident_code_table, &row);
    else
        decision_replace(decision, &resident_code_table, &row);
    const struct text words[3] = {
        sending->code,
        arena_format(request->arena, "%lld", (long long)sending->terms->code_minutes),
    };
    resident_say(decision, sending->person, sending->message, words, words, 0);
    return row.until;
}

static void ask_record(const struct request *request, const struct resident_give_facts *facts,
                       const struct resident_terms *terms, struct decision *decision)
{
    const struct resident_drawn *drawn = request->prepared;
    int64_t giver = facts->of.giver->person;
    struct moment until = resident_send_code(decision, &(struct resident_sending){
        .person = giver, .digest = drawn->digest, .code = drawn->code,
        .purpose = resident_purpose(facts->of.agent->person, request->arena),
        .message = "resident.message.code", .before = facts->code, .terms = terms });
    *(struct resident_asked *)decision->outcome = (struct resident_asked){ giver, until };
}

static void ask_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct resident_give_facts *found = facts;
    struct date today = date_of_moment(request->at);
    if (!resident_judge_pair(request, request->input, &found->of, decision))
        return;
    decision->subject = found->of.giver->person;
    const struct resident_terms *terms = resident_terms_on(request->book, today);
    if (terms == NULL) {
        resident_refuse(decision, RESIDENT_REFUSED_TERMS, NULL);
        return;
    }
    if (!text_present(found->of.giver->phone_masked)) {
        resident_refuse(decision, RESIDENT_REFUSED_NO_PHONE, NULL);
        return;
    }
    const struct resident_code *code = found->code;
    if (code != NULL && date_compare(code->asked_day, today) == 0
        && code->asks >= terms->code_asks) {
        resident_refuse(decision, RESIDENT_REFUSED_ASKED_OFTEN, NULL);
        return;
    }
    ask_record(request, found, terms, decision);
}

static bool ask_recall(struct gather *gather, const struct request *request, const void *outcome,
                       void *ret_memory)
{
    (void)request;
    const struct resident_asked *asked = outcome;
    const struct party_of_person key = { id_bucket(asked->giver), asked->giver };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_person_by_id, &key, &row);
    ((struct resident_pair *)ret_memory)->giver = row;
    return complete;
}

static void ask_tell(const struct request *request, const void *outcome, const void *memory,
                     void *answer)
{
    (void)request;
    const struct resident_asked *asked = outcome;
    const struct resident_pair *found = memory;
    struct resident_sent *told = answer;
    *told = (struct resident_sent){ .until = asked->until };
    if (found->giver != NULL)
        told->phone = found->giver->phone_masked;
}

static const struct field ask_fields[] = { PAIR_FIELDS(struct resident_pair_input, ) };
static const struct shape ask_shape =
    SHAPE("resident_ask_code", struct resident_pair_input, ask_fields);
static const struct field asked_fields[] = {
    { "giver", NULL, FIELD_ID, 0, AT(struct resident_asked, giver) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct resident_asked, until) },
};
static const struct shape asked_shape =
    SHAPE("resident_asked", struct resident_asked, asked_fields);
static const struct field sent_fields[] = {
    { "until", NULL, FIELD_MOMENT, 0, AT(struct resident_sent, until),
      .help = "resident.field.code-until" },
    { "phone", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct resident_sent, phone), 30,
      .help = "resident.field.phone" },
};
static const struct shape sent_shape = SHAPE("resident_sent", struct resident_sent, sent_fields);
static const struct shape give_facts_shape =
    { .name = "resident_give_facts", .size = sizeof(struct resident_give_facts) };

const struct action resident_ask_code_action = {
    .name = "resident.ask-code", .method = "POST", .path = "/api/v1/mandates/codes",
    .flags = ACTION_ONCE,
    .input = &ask_shape, .facts = &give_facts_shape, .outcome = &asked_shape,
    .answer = &sent_shape, .help = "resident.help.ask-code", .keys = ask_keys,
    .gather = ask_gather, .decide = ask_decide, .prepare = ask_prepare,
    .prepared_size = sizeof(struct resident_drawn), .recall = ask_recall,
    .memory_size = sizeof(struct resident_pair), .tell = ask_tell,
};

/* ---- resident.give-mandate ---- */

static void give_keys(const struct request *request, struct keys *keys)
{
    const struct resident_give_input *input = request->input;
    pair_keys(&input->of, request, keys);
}

static bool give_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct resident_give_input *input = request->input;
    struct resident_give_facts *found = facts;
    if (!resident_gather_pair(gather, request, &input->of, &found->of))
        return false;
    if (found->of.giver == NULL || found->of.agent == NULL)
        return true;
    int64_t agent = found->of.agent->person;
    const struct access_agent_key key = { id_bucket(agent), agent };
    found->held = gather_want(gather, &access_mandates_held, &key);
    bool complete = gather_code(gather, &found->of, &found->code) && found->held != NULL;
    return access_gather_whose(gather, &access_places_of_person, found->of.giver->person,
                               &found->places) && complete;
}

static struct text matters_text(const struct list *matters, struct arena *arena)
{
    const struct resident_matter_input *rows = matters->items;
    struct text all = rows[0].matter;
    for (size_t i = 1; i < matters->count; i++)
        all = arena_format(arena, "%.*s %.*s", TEXT_ARGS(all), TEXT_ARGS(rows[i].matter));
    return all;
}

/* Those that ran out without being ended make room for new ones. */
static void end_those_run_out(const struct request *request, const struct list *held,
                              struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    const struct access_mandate *rows = held->items;
    for (size_t i = 0; i < held->count; i++) {
        if (date_compare(today, rows[i].valid_until) <= 0)
            continue;
        struct access_mandate over = rows[i];
        over.ended_at = request->at;
        decision_replace(decision, &access_mandate_table, &over);
    }
}

static void give_record(const struct request *request, const struct resident_give_facts *facts,
                        enum resident_confirmation how, struct decision *decision)
{
    static const char *const WORDS[] = {
        [RESIDENT_CONFIRMED_SELF] = "self", [RESIDENT_CONFIRMED_CODE] = "code",
        [RESIDENT_CONFIRMED_WITNESS] = "witness",
    };
    const struct resident_give_input *input = request->input;
    int64_t giver = facts->of.giver->person, agent = facts->of.agent->person;
    int bucket = id_bucket(agent);
    const struct access_mandate row = {
        .bucket = bucket, .agent = agent, .mandate = id_mint(request->minter, bucket),
        .giver = giver, .matters = matters_text(&input->matters, request->arena),
        .records = input->records, .valid_from = date_of_moment(request->at),
        .valid_until = input->until, .confirmed = text_of(WORDS[how]),
        .witnessed = how == RESIDENT_CONFIRMED_WITNESS ? input->witness : (struct text){ 0 },
        .note = input->note, .given_by = request->actor->account, .given_at = request->at,
        .version = 1,
    };
    const struct access_mandate_given given = { id_bucket(giver), giver, row.mandate, agent };
    decision_insert(decision, &access_mandate_table, &row);
    decision_insert(decision, &access_mandate_given_table, &given);
    struct text day = resident_day_text(row.valid_until, request->arena);
    struct text count = arena_format(request->arena, "%zu", input->matters.count);
    const struct text words[3] = { count, day };
    resident_say(decision, giver, "resident.message.given", words, words, row.mandate);
    resident_say(decision, agent, "resident.message.received", words, words, row.mandate);
    *(struct resident_given *)decision->outcome = (struct resident_given){
        .given = true, .mandate = row.mandate, .giver = giver, .agent = agent,
        .until = row.valid_until, .confirmed = row.confirmed,
    };
}

/* The code goes with what it was good for; a wrong one costs a try. */
static void use_code(const struct request *request, const struct resident_code *code, bool right,
                     struct decision *decision)
{
    struct resident_code after = *code;
    if (right)
        after.used_at = request->at;
    else
        after.tries_left--;
    decision_replace(decision, &resident_code_table, &after);
    if (right)
        return;
    struct resident_given *outcome = decision->outcome;
    *outcome = (struct resident_given){ .reason = TEXT("resident.refused.wrong-code"),
                                        .tries_left = after.tries_left };
}

static void give_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct resident_give_input *input = request->input;
    const struct resident_give_facts *found = facts;
    if (!resident_judge_pair(request, &input->of, &found->of, decision)
        || !resident_judge_mandate(request, input, found->held, decision))
        return;
    enum resident_refusal refusal = RESIDENT_REFUSED_UNCONFIRMED;
    enum resident_confirmation how =
        resident_judge_confirmation(request, input, found, &refusal);
    if (how == RESIDENT_CONFIRMED_NOT) {
        resident_refuse(decision, refusal, text_present(input->code) ? "code" : "witness");
        return;
    }
    decision->subject = found->of.giver->person;
    if (how == RESIDENT_CONFIRMED_CODE || how == RESIDENT_CONFIRMED_WRONG)
        use_code(request, found->code, how == RESIDENT_CONFIRMED_CODE, decision);
    if (how == RESIDENT_CONFIRMED_WRONG)
        return;
    end_those_run_out(request, found->held, decision);
    give_record(request, found, how, decision);
}

static const struct field matter_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct resident_matter_input, matter), 60,
      .help = "resident.field.matter" },
};
static const struct shape matter_shape =
    SHAPE("resident_matter", struct resident_matter_input, matter_fields);
#define GIVE(member_) AT(struct resident_give_input, member_)
static const struct field give_fields[] = {
    PAIR_FIELDS(struct resident_give_input, of.),
    { "matters", NULL, FIELD_LIST, FIELD_REQUIRED, GIVE(matters), RESIDENT_MATTERS_MAX,
      .of = &matter_shape, .help = "resident.field.matters" },
    { "records", NULL, FIELD_FLAG, 0, GIVE(records), .help = "resident.field.records" },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, GIVE(until), .help = "resident.field.until" },
    { "code", NULL, FIELD_TEXT, FIELD_PRIVATE, GIVE(code), 10, .help = "resident.field.code" },
    { "witness", NULL, FIELD_TEXT, 0, GIVE(witness), 20, .help = "resident.field.witness" },
    { "note", NULL, FIELD_TEXT, 0, GIVE(note), 200, .help = "resident.field.note" },
};
static const struct shape give_shape =
    SHAPE("resident_give_mandate", struct resident_give_input, give_fields);
#define GIVEN(member_) AT(struct resident_given, member_)
static const struct field given_fields[] = {
    { "given", NULL, FIELD_FLAG, 0, GIVEN(given), .help = "resident.field.given" },
    { "mandate", NULL, FIELD_ID, FIELD_SPARSE, GIVEN(mandate),
      .help = "resident.field.mandate" },
    { "giver", NULL, FIELD_ID, FIELD_SPARSE, GIVEN(giver), .help = "resident.field.giver" },
    { "agent", NULL, FIELD_ID, FIELD_SPARSE, GIVEN(agent), .help = "resident.field.agent" },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, GIVEN(until) },
    { "confirmed", NULL, FIELD_TEXT, FIELD_SPARSE, GIVEN(confirmed), 20,
      .help = "resident.field.confirmed" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, GIVEN(reason), 60 },
    { "tries_left", NULL, FIELD_COUNT, 0, GIVEN(tries_left),
      .help = "resident.field.tries-left" },
};
static const struct shape given_shape =
    SHAPE("resident_mandate_given", struct resident_given, given_fields);

const struct action resident_give_mandate_action = {
    .name = "resident.give-mandate", .method = "POST", .path = "/api/v1/mandates",
    .flags = ACTION_ONCE,
    .input = &give_shape, .facts = &give_facts_shape, .outcome = &given_shape,
    .answer = &given_shape, .help = "resident.help.give-mandate", .keys = give_keys,
    .gather = give_gather, .decide = give_decide,
};
