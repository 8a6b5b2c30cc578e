/* access.c: the pure part: see access.h and access_facts.h. */

#include "rooms/access/access.h"

#include "rooms/staff/staff_facts.h"

#include "base/check.h"

#include <string.h>

#define REASON_LEAST 4          /* characters that say why a sealed number is looked at */

bool access_role_of(struct text name, enum role *ret_role)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (text_is(name, role_name((enum role)role))) {
            *ret_role = (enum role)role;
            return true;
        }
    return false;
}

static bool is_over(struct date valid_until, struct moment now)
{
    return valid_until.yyyymmdd != 0 && date_compare(date_of_moment(now), valid_until) > 0;
}

static struct text without(struct text whole, size_t at, size_t length,
                                  struct arena *arena)
{
    struct text before = text_slice(whole, 0, at);
    struct text after = text_slice(whole, at + length, whole.length);
    char *to = arena_take(arena, whole.length + 1);
    memcpy(to, before.data, before.length);
    memcpy(to + before.length, after.data, after.length);
    return (struct text){ to, before.length + after.length };
}

/* A code of the app moves the step on; a recovery code is struck out. */
static bool use_code(const struct access_proof *proof, struct access_account *account)
{
    if (proof->step > account->totp_step) {
        account->totp_step = proof->step;
        return true;
    }
    size_t one = proof->recovery.length;
    for (size_t at = 0; one > 0 && at + one <= account->recovery.length; at += one) {
        if (!text_equal(text_slice(account->recovery, at, at + one), proof->recovery))
            continue;
        account->recovery = without(account->recovery, at, one, proof->arena);
        return true;
    }
    return false;
}

enum access_sign_in access_judge_sign_in(const struct access_account *account,
                                         const struct access_proof *proof, struct moment now,
                                         struct access_account *ret_after)
{
    if (account == NULL)
        return ACCESS_SIGN_IN_UNKNOWN;
    if (account->locked_until.ms > now.ms)
        return ACCESS_SIGN_IN_LOCKED;
    if (is_over(account->valid_until, now))
        return ACCESS_SIGN_IN_ENDED;
    if (!text_equal(account->password, proof->against))
        return ACCESS_SIGN_IN_STALE;

    struct access_account after = *account;
    after.locked_until = (struct moment){ 0 };
    bool code = proof->right && account->totp_since.ms != 0;
    if (code && !proof->code_given)
        return ACCESS_SIGN_IN_CODE_NEEDED;
    if (code && !text_equal(account->totp_sealed, proof->totp_against))
        return ACCESS_SIGN_IN_STALE;
    if (proof->right && (!code || use_code(proof, &after))) {
        after.failures = 0;
        *ret_after = after;
        return ACCESS_SIGN_IN_OPENED;
    }
    after.failures++;
    if (after.failures >= ACCESS_FAILURES_MAX) {
        after.failures = 0;
        after.locked_until.ms = now.ms + ACCESS_LOCK_MS;
    }
    *ret_after = after;
    return code ? ACCESS_SIGN_IN_CODE_WRONG : ACCESS_SIGN_IN_WRONG;
}

/* ---- who must have one-time codes ---- */

/* Set once at start and read-only afterwards. */
static unsigned totp_roles;

void access_require_totp(unsigned roles)
{
    totp_roles = roles;
}

bool access_roles_of(struct text names, unsigned *ret_roles)
{
    unsigned roles = 0;
    struct text rest = names;
    while (text_present(rest)) {
        struct text name = text_trim(text_until(rest, ' ', &rest));
        enum role role;
        if (name.length == 0)
            continue;
        if (!access_role_of(name, &role))
            return false;
        roles |= ROLE_BIT(role);
    }
    *ret_roles = roles;
    return true;
}

bool access_must_set_up_totp(const struct access_account *account, enum role role)
{
    return (totp_roles & ROLE_BIT(role)) != 0 && account->totp_since.ms == 0;
}

/* ---- from a token to an actor ---- */

static bool gather_office(struct gather *gather, struct access_actor_facts *facts)
{
    struct staff_office_key key = { STAFF_BUCKET, facts->account->office };
    const void *office;
    bool there = gather_one(gather, &staff_office_by_id, &key, &office);
    const struct list *below = gather_want(gather, &staff_offices_below, &key);
    if (!there || below == NULL)
        return false;
    if (office == NULL)
        return true;
    facts->division = ((const struct staff_office *)office)->division;
    const struct staff_above *rows = below->items;
    int64_t *offices = ARENA_ARRAY(gather->arena, int64_t, below->count + 1);
    for (size_t i = 0; i < below->count; i++)
        offices[i] = rows[i].office;
    facts->offices = offices;
    facts->office_count = below->count;
    return true;
}

static bool gather_postings(struct gather *gather, int64_t account,
                            struct access_actor_facts *facts)
{
    const struct access_account_key key = { id_bucket(account), account };
    facts->postings = gather_want(gather, &access_postings_of, &key);
    return facts->postings != NULL;
}

static bool gather_posted(struct gather *gather, struct access_actor_facts *facts)
{
    size_t count = facts->postings->count;
    const struct access_posting *rows = facts->postings->items;
    facts->posted = ARENA_ARRAY(gather->arena, struct access_posted, count + 1);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct staff_office_key key = { STAFF_BUCKET, rows[i].office };
        const void *office = NULL;
        complete &= gather_one(gather, &staff_office_by_id, &key, &office);
        const struct list *below = gather_want(gather, &staff_offices_below, &key);
        if (office == NULL || below == NULL) {
            complete &= below != NULL;
            continue;
        }
        const struct staff_above *found = below->items;
        int64_t *offices = ARENA_ARRAY(gather->arena, int64_t, below->count + 1);
        for (size_t b = 0; b < below->count; b++)
            offices[b] = found[b].office;
        facts->posted[i] = (struct access_posted){
            ((const struct staff_office *)office)->division, offices, below->count };
    }
    return complete;
}

static bool gather_mandates(struct gather *gather, struct access_actor_facts *facts)
{
    int64_t person = facts->account->person;
    const struct access_agent_key key = { id_bucket(person), person };
    facts->mandates = gather_want(gather, &access_mandates_held, &key);
    if (facts->mandates == NULL)
        return false;
    size_t count = facts->mandates->count;
    facts->held = ARENA_ARRAY(gather->arena, struct actor_mandate, count + 1);
    facts->persons = ARENA_ARRAY(gather->arena, int64_t, count + 1);
    return true;
}

/* What hangs on the account: its office and where it is posted, or the mandates of its person. */
static bool gather_account_more(struct gather *gather, struct access_actor_facts *facts)
{
    if (facts->account == NULL)
        return true;
    if (facts->account->office != 0) {
        bool complete = gather_office(gather, facts);
        return gather_postings(gather, facts->account->account, facts)
            && gather_posted(gather, facts) && complete;
    }
    return facts->account->person == 0 || gather_mandates(gather, facts);
}

/* The account and its postings at once: this is asked at each step of staff. */
static bool gather_numbered(struct gather *gather, int64_t account,
                            struct access_actor_facts *facts)
{
    const struct access_account_key key = { id_bucket(account), account };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_id, &key, &row);
    facts->account = row;
    complete &= gather_postings(gather, account, facts);
    return complete && gather_account_more(gather, facts);
}

/* Who is not signed in and acts all the same. */
static void open_without_session(struct arena *arena, struct access_actor_facts *facts)
{
    if (facts->account == NULL)
        return;
    struct access_session *session = ARENA_NEW(arena, struct access_session);
    session->account = facts->account->account;
    session->opened.ms = session->until.ms = INT64_MAX;
    facts->session = session;
}

bool access_gather_actor(struct gather *gather, struct text token,
                         struct access_actor_facts *ret_facts)
{
    struct access_actor_facts facts = { 0 };
    struct text digest = access_token_digest(token, gather->arena);
    struct access_token_key key = { bucket_of_name(digest), digest };
    const void *row;
    if (!gather_one(gather, &access_session_by_token, &key, &row))
        return false;
    facts.session = row;
    if (facts.session != NULL && !gather_numbered(gather, facts.session->account, &facts))
        return false;
    *ret_facts = facts;
    return true;
}

bool access_gather_account(struct gather *gather, struct text login,
                           struct access_actor_facts *ret_facts)
{
    struct access_actor_facts facts = { 0 };
    struct text digest = access_login_digest(login, gather->arena);
    struct access_login_key key = { bucket_of_name(digest), digest };
    const void *row;
    if (!gather_one(gather, &access_account_by_login, &key, &row))
        return false;
    facts.account = row;
    if (!gather_account_more(gather, &facts))
        return false;
    open_without_session(gather->arena, &facts);
    *ret_facts = facts;
    return true;
}

bool access_mandate_holds(const struct access_mandate *mandate, struct date day)
{
    return mandate->ended_at.ms == 0
        && date_within(day, mandate->valid_from, mandate->valid_until);
}

/* Oneself first; then those who let their records be seen, until their mandate ends. */
static void add_mandates(const struct access_actor_facts *facts, struct date today,
                         struct actor *actor)
{
    if (facts->mandates == NULL)
        return;
    const struct access_mandate *rows = facts->mandates->items;
    facts->persons[0] = facts->account->person;
    actor->scope.persons = facts->persons;
    actor->scope.person_count = 1;
    actor->mandates = facts->held;
    for (size_t i = 0; i < facts->mandates->count; i++) {
        if (!access_mandate_holds(&rows[i], today))
            continue;
        facts->held[actor->mandate_count++] = (struct actor_mandate){
            rows[i].mandate, rows[i].giver, rows[i].matters, rows[i].records,
        };
        if (rows[i].records)
            facts->persons[actor->scope.person_count++] = rows[i].giver;
    }
}

bool access_gather_number(struct gather *gather, int64_t account,
                          struct access_actor_facts *ret_facts)
{
    struct access_actor_facts facts = { 0 };
    if (!gather_numbered(gather, account, &facts))
        return false;
    open_without_session(gather->arena, &facts);
    *ret_facts = facts;
    return true;
}

/* The posting that holds today takes the place of the account's own office and role. */
static void add_posting(const struct access_actor_facts *facts, struct date today,
                        struct actor *actor)
{
    const struct access_posting *rows = facts->postings == NULL ? NULL : facts->postings->items;
    for (size_t i = 0; rows != NULL && i < facts->postings->count; i++) {
        enum role role;
        if (!date_within(today, rows[i].valid_from, rows[i].valid_until)
            || !access_role_of(rows[i].role, &role))
            continue;
        actor->role = role;
        actor->office = rows[i].office;
        actor->division = (int32_t)facts->posted[i].division;
        actor->scope.offices = facts->posted[i].offices;
        actor->scope.office_count = facts->posted[i].office_count;
        return;
    }
}

/* A terminal is no member of staff: anybody may stand before it. Alone it knows its hall and sees
 * nothing that is not for all; somebody who sits at it sees what is his. */
static void at_terminal(const struct access_session *session, struct actor *actor)
{
    *actor = (struct actor){
        .account = actor->account, .role = ROLE_KIOSK, .hall = actor->office,
        .division = actor->division, .person = session->person,
    };
    if (session->person != 0)
        actor->scope = (struct scope){ .persons = &session->person, .person_count = 1 };
}

/* By mandate alone: what is of the agent himself he sees with an account of his own. */
static void by_mandate_alone(struct actor *actor)
{
    if (actor->scope.person_count == 0)
        return;
    actor->scope.persons++;
    actor->scope.person_count--;
}

static bool has_ended(const struct access_session *session, const struct access_account *account)
{
    return session->opened.ms < account->sessions_since.ms
        || (session->person != 0 && session->opened.ms < account->sittings_since.ms);
}

bool access_actor(const struct access_actor_facts *facts, struct moment now,
                  struct actor *ret_actor)
{
    const struct access_session *session = facts->session;
    const struct access_account *account = facts->account;
    enum role role;
    if (session == NULL || account == NULL)
        return false;
    if (session->closed.ms != 0 || session->until.ms <= now.ms
        || has_ended(session, account))
        return false;
    if (is_over(account->valid_until, now) || !access_role_of(account->role, &role))
        return false;

    *ret_actor = (struct actor){
        .account = account->account, .role = role, .office = account->office,
        .division = (int32_t)facts->division, .institution = account->institution,
        .person = account->person, .unit = account->unit,
        .scope = {
            .offices = facts->offices, .office_count = facts->office_count,
            .institution = account->institution,
            .persons = account->person == 0 ? NULL : &account->person,
            .person_count = account->person == 0 ? 0 : 1,
        },
    };
    add_mandates(facts, date_of_moment(now), ret_actor);
    if (role == ROLE_AGENT)
        by_mandate_alone(ret_actor);
    if (role == ROLE_KIOSK)
        at_terminal(session, ret_actor);
    if (account->office != 0 && role != ROLE_KIOSK)
        add_posting(facts, date_of_moment(now), ret_actor);
    /* A posting may be to a role that needs codes. */
    ret_actor->confined = account->password_once || access_must_set_up_totp(account, role)
        || access_must_set_up_totp(account, ret_actor->role);
    return true;
}

bool access_note_unmasking(struct decision *decision, int64_t person, const char *what,
                           struct text reason)
{
    const struct request *request = decision->request;
    if (text_characters(text_trim(reason)) < REASON_LEAST) {
        decision_refuse(decision, "access.refused.reason-short", "reason");
        return false;
    }
    struct access_unmasking row = {
        .bucket = id_bucket(person), .person = person,
        .unmasking = id_mint(request->minter, id_bucket(person)),
        .account = request->actor->account, .what = text_of(what), .reason = reason,
        .at = request->at,
    };
    decision_insert(decision, &access_unmasking_table, &row);
    return true;
}
