/* resident.c: who may give a mandate, and how it is confirmed: see resident.h. */

#include "rooms/resident/resident_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/access/access.h"
#include "rooms/party/party.h"

static const char *const REFUSALS[] = {
    [RESIDENT_REFUSED_NO_GIVER] = "resident.refused.no-giver",
    [RESIDENT_REFUSED_NO_AGENT] = "resident.refused.no-agent",
    [RESIDENT_REFUSED_SAME] = "resident.refused.same",
    [RESIDENT_REFUSED_NOT_YOURS] = "resident.refused.not-yours",
    [RESIDENT_REFUSED_NO_MANDATE] = "resident.refused.no-mandate",
    [RESIDENT_REFUSED_ENDED] = "resident.refused.ended",
    [RESIDENT_REFUSED_NO_MATTER] = "resident.refused.no-matter",
    [RESIDENT_REFUSED_NOT_BY_AGENT] = "resident.refused.not-by-agent",
    [RESIDENT_REFUSED_UNTIL] = "resident.refused.until",
    [RESIDENT_REFUSED_TERMS] = "resident.refused.terms",
    [RESIDENT_REFUSED_TOO_MANY] = "resident.refused.too-many",
    [RESIDENT_REFUSED_NO_PHONE] = "resident.refused.no-phone",
    [RESIDENT_REFUSED_ASKED_OFTEN] = "resident.refused.asked-often",
    [RESIDENT_REFUSED_UNCONFIRMED] = "resident.refused.unconfirmed",
    [RESIDENT_REFUSED_NOT_A_WITNESS] = "resident.refused.not-a-witness",
    [RESIDENT_REFUSED_NOT_OF_HERE] = "resident.refused.not-of-here",
    [RESIDENT_REFUSED_NO_CODE] = "resident.refused.no-code",
    [RESIDENT_REFUSED_REGISTER_NOBODY] = "resident.refused.register-nobody",
    [RESIDENT_REFUSED_REGISTERED] = "resident.refused.registered",
    [RESIDENT_REFUSED_LOGIN_SHORT] = "resident.refused.login-short",
};
_Static_assert(COUNT_OF(REFUSALS) == RESIDENT_REFUSALS, "a sentence for each refusal");

const char *resident_refusal_key(enum resident_refusal refusal)
{
    CHECK((size_t)refusal < COUNT_OF(REFUSALS));
    return REFUSALS[refusal];
}

void resident_refuse(struct decision *decision, enum resident_refusal refusal, const char *field)
{
    decision_refuse(decision, resident_refusal_key(refusal), field);
}

const struct resident_terms *resident_terms_on(const struct book *book, struct date day)
{
    const struct question question = { .about = resident_terms_rule.about, .day = day };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

struct text resident_purpose(int64_t agent, struct arena *arena)
{
    return arena_format(arena, "mandate:%lld", (long long)agent);
}

struct text resident_code_digest(struct text purpose, struct text code, struct arena *arena)
{
    struct text whole = arena_format(arena, "%.*s:%.*s", TEXT_ARGS(purpose), TEXT_ARGS(code));
    return party_digest("code", whole, arena);
}

/* ---- the two people ---- */

static bool gather_one_person(struct gather *gather, struct text number, int64_t known,
                              const struct party_person **ret_person)
{
    const void *row = NULL;
    int64_t person = known;
    if (text_present(number)) {
        struct party_number_key key = party_number_key_of("id", number, gather->arena);
        if (!party_gather_number(gather, &key, &row))
            return false;
        person = row == NULL ? 0 : ((const struct party_person_key *)row)->person;
    }
    *ret_person = NULL;
    if (person == 0)
        return true;
    const struct party_of_person key = { id_bucket(person), person };
    if (!gather_one(gather, &party_person_by_id, &key, &row))
        return false;
    *ret_person = row;
    return true;
}

/* Who leaves the agent out is the agent. */
bool resident_gather_pair(struct gather *gather, const struct request *request,
                          const struct resident_pair_input *input, struct resident_pair *ret_pair)
{
    int64_t self = request->actor->person;
    bool complete = gather_one_person(gather, input->giver_number, 0, &ret_pair->giver);
    return gather_one_person(gather, input->agent_number, self, &ret_pair->agent) && complete;
}

static bool is_named(const struct party_person *person, struct text name, struct arena *arena)
{
    return text_equal(ident_name_key(person->name, arena), ident_name_key(name, arena));
}

bool resident_judge_pair(const struct request *request, const struct resident_pair_input *input,
                         const struct resident_pair *pair, struct decision *decision)
{
    const struct actor *actor = request->actor;
    if (pair->giver == NULL || !is_named(pair->giver, input->giver_name, request->arena)) {
        resident_refuse(decision, RESIDENT_REFUSED_NO_GIVER, "giver_number");
        return false;
    }
    bool asker = !text_present(input->agent_number);
    if (pair->agent == NULL
        || (!asker && !is_named(pair->agent, input->agent_name, request->arena))) {
        resident_refuse(decision, RESIDENT_REFUSED_NO_AGENT, "agent_number");
        return false;
    }
    if (pair->giver->person == pair->agent->person) {
        resident_refuse(decision, RESIDENT_REFUSED_SAME, "agent_number");
        return false;
    }
    if (actor_is_person(actor) && actor->person != pair->giver->person
        && actor->person != pair->agent->person) {
        resident_refuse(decision, RESIDENT_REFUSED_NOT_YOURS, NULL);
        return false;
    }
    return true;
}

/* ---- what for, and until when ---- */

static bool matters_are_good(const struct request *request,
                             const struct resident_give_input *input, struct decision *decision)
{
    const struct resident_matter_input *rows = input->matters.items;
    if (input->matters.count == 0)
        resident_refuse(decision, RESIDENT_REFUSED_NO_MATTER, "matters");
    for (size_t i = 0; i < input->matters.count; i++) {
        const struct matter *matter =
            matter_of(request->book, rows[i].matter, request->arena);
        if (matter == NULL)
            resident_refuse(decision, RESIDENT_REFUSED_NO_MATTER, "matters");
        else if (!matter_words_have(&matter->applicants, TEXT("agent")))
            decision_refuse_with(decision,
                                 resident_refusal_key(RESIDENT_REFUSED_NOT_BY_AGENT), "matters",
                                 matter->zh, matter->en);
    }
    return decision->refusal.key == NULL;
}

static bool time_is_good(const struct request *request, const struct resident_give_input *input,
                         const struct resident_terms *terms, struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    if (terms == NULL) {
        resident_refuse(decision, RESIDENT_REFUSED_TERMS, NULL);
        return false;
    }
    struct date last = date_plus_months(today, (int32_t)terms->months);
    if (date_compare(input->until, today) < 0 || date_compare(input->until, last) > 0) {
        struct text latest = arena_format(request->arena, "%04d-%02d-%02d", date_year(last),
                                          date_month(last), date_day(last));
        decision_refuse_with(decision, resident_refusal_key(RESIDENT_REFUSED_UNTIL), "until",
                             latest, latest);
        return false;
    }
    return true;
}

size_t resident_count_in_force(const struct list *held, struct date today)
{
    const struct access_mandate *rows = held->items;
    size_t count = 0;
    for (size_t i = 0; i < held->count; i++)
        count += date_compare(today, rows[i].valid_until) <= 0;
    return count;
}

bool resident_judge_mandate(const struct request *request,
                            const struct resident_give_input *input,
                            const struct list *held, struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    if (!matters_are_good(request, input, decision)
        || !time_is_good(request, input, resident_terms_on(request->book, today), decision))
        return false;
    if (resident_count_in_force(held, today) >= ACCESS_MANDATES_MAX) {
        resident_refuse(decision, RESIDENT_REFUSED_TOO_MANY, "agent_number");
        return false;
    }
    return true;
}

/* ---- by what it is confirmed ---- */

/* A hospital has its patients from everywhere and no place of its own. */
bool resident_is_of_here(const struct actor *actor, const struct list *places)
{
    return actor->institution != 0 || access_is_of_place(actor, places);
}

enum resident_confirmation resident_judge_confirmation(const struct request *request,
                                                       const struct resident_give_input *input,
                                                       const struct resident_give_facts *facts,
                                                       enum resident_refusal *ret_refusal)
{
    const struct actor *actor = request->actor;
    bool resident = actor_is_person(actor);
    if (resident && actor->person == facts->of.giver->person)
        return RESIDENT_CONFIRMED_SELF;
    if (text_present(input->code)) {
        const struct resident_code *row = facts->code;
        *ret_refusal = RESIDENT_REFUSED_NO_CODE;
        if (row == NULL || row->used_at.ms != 0 || row->tries_left <= 0
            || row->until.ms <= request->at.ms)
            return RESIDENT_CONFIRMED_NOT;
        struct text digest = resident_code_digest(row->purpose, input->code, request->arena);
        return text_equal(digest, row->digest) ? RESIDENT_CONFIRMED_CODE
                                               : RESIDENT_CONFIRMED_WRONG;
    }
    if (!text_is(input->witness, "voice") && !text_is(input->witness, "presence")) {
        *ret_refusal = RESIDENT_REFUSED_UNCONFIRMED;
        return RESIDENT_CONFIRMED_NOT;
    }
    *ret_refusal = RESIDENT_REFUSED_NOT_A_WITNESS;
    if (resident)
        return RESIDENT_CONFIRMED_NOT;
    /* Who is held up elsewhere may go to the station there; a voice is known only at home. */
    *ret_refusal = RESIDENT_REFUSED_NOT_OF_HERE;
    return text_is(input->witness, "presence") || resident_is_of_here(actor, facts->places)
        ? RESIDENT_CONFIRMED_WITNESS : RESIDENT_CONFIRMED_NOT;
}
