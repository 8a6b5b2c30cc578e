/* access_store.c: rows and reads of accounts and sessions. */

#include "rooms/access/access_facts.h"

static const struct field access_account_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_account, bucket) },
    { "account", NULL, FIELD_ID, 0, AT(struct access_account, account) },
    { "login_digest", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct access_account, login_digest), 32 },
    { "label", NULL, FIELD_TEXT, 0, AT(struct access_account, label), 100 },
    { "password", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct access_account, password), 200 },
    { "password_once", NULL, FIELD_FLAG, 0, AT(struct access_account, password_once) },
    { "role", NULL, FIELD_TEXT, 0, AT(struct access_account, role), 30 },
    { "office", NULL, FIELD_ID, 0, AT(struct access_account, office) },
    { "institution", NULL, FIELD_ID, 0, AT(struct access_account, institution) },
    { "person", NULL, FIELD_ID, 0, AT(struct access_account, person) },
    { "unit", NULL, FIELD_ID, 0, AT(struct access_account, unit) },
    { "failures", NULL, FIELD_COUNT, 0, AT(struct access_account, failures) },
    { "locked_until", NULL, FIELD_MOMENT, 0, AT(struct access_account, locked_until) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct access_account, valid_until) },
    { "totp_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct access_account, totp_sealed), 100 },
    { "totp_since", NULL, FIELD_MOMENT, 0, AT(struct access_account, totp_since) },
    { "totp_step", NULL, FIELD_COUNT, 0, AT(struct access_account, totp_step) },
    { "recovery", NULL, FIELD_BYTES, FIELD_PRIVATE, AT(struct access_account, recovery), 400 },
    { "sessions_since", NULL, FIELD_MOMENT, 0, AT(struct access_account, sessions_since) },
    { "sittings_since", NULL, FIELD_MOMENT, 0, AT(struct access_account, sittings_since) },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct access_account, reason), 200 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct access_account, version) },
};
const struct shape access_account_shape =
    SHAPE("access_account", struct access_account, access_account_fields);
const struct table access_account_table = { "account", &access_account_shape, 2, "version" };

static const struct field access_session_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_session, bucket) },
    { "token_digest", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct access_session, token_digest), 32 },
    { "account", NULL, FIELD_ID, 0, AT(struct access_session, account) },
    { "person", NULL, FIELD_ID, 0, AT(struct access_session, person) },
    { "opened", NULL, FIELD_MOMENT, 0, AT(struct access_session, opened) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct access_session, until) },
    { "closed", NULL, FIELD_MOMENT, 0, AT(struct access_session, closed) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct access_session, version) },
};
const struct shape access_session_shape =
    SHAPE("access_session", struct access_session, access_session_fields);
const struct table access_session_table = { "session", &access_session_shape, 2, "version" };

static const struct field access_unmasking_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_unmasking, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct access_unmasking, person) },
    { "unmasking", NULL, FIELD_ID, 0, AT(struct access_unmasking, unmasking) },
    { "account", NULL, FIELD_ID, 0, AT(struct access_unmasking, account) },
    { "what", NULL, FIELD_TEXT, 0, AT(struct access_unmasking, what), 100 },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct access_unmasking, reason), 500 },
    { "at", NULL, FIELD_MOMENT, 0, AT(struct access_unmasking, at) },
};
const struct shape access_unmasking_shape =
    SHAPE("access_unmasking", struct access_unmasking, access_unmasking_fields);
const struct table access_unmasking_table = { "unmasking", &access_unmasking_shape, 3, NULL };

#define MANDATE(member_) AT(struct access_mandate, member_)
static const struct field mandate_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, MANDATE(bucket) },
    { "agent", NULL, FIELD_ID, 0, MANDATE(agent) },
    { "mandate", NULL, FIELD_ID, 0, MANDATE(mandate) },
    { "giver", NULL, FIELD_ID, 0, MANDATE(giver) },
    { "matters", NULL, FIELD_TEXT, 0, MANDATE(matters), 2000 },
    { "records", NULL, FIELD_FLAG, 0, MANDATE(records) },
    { "valid_from", NULL, FIELD_DAY, 0, MANDATE(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, MANDATE(valid_until) },
    { "confirmed", NULL, FIELD_TEXT, 0, MANDATE(confirmed), 20 },
    { "witnessed", NULL, FIELD_TEXT, 0, MANDATE(witnessed), 20 },
    { "note", NULL, FIELD_TEXT, 0, MANDATE(note), 200 },
    { "given_by", NULL, FIELD_ID, 0, MANDATE(given_by) },
    { "given_at", NULL, FIELD_MOMENT, 0, MANDATE(given_at) },
    { "ended_at", NULL, FIELD_MOMENT, 0, MANDATE(ended_at) },
    { "ended_by", NULL, FIELD_ID, 0, MANDATE(ended_by) },
    { "version", NULL, FIELD_COUNT, 0, MANDATE(version) },
};
const struct shape access_mandate_shape =
    SHAPE("access_mandate", struct access_mandate, mandate_fields);
const struct table access_mandate_table = { "mandate", &access_mandate_shape, 3, "version" };

#define GIVEN(member_) AT(struct access_mandate_given, member_)
static const struct field mandate_given_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, GIVEN(bucket) },
    { "giver", NULL, FIELD_ID, 0, GIVEN(giver) },
    { "mandate", NULL, FIELD_ID, 0, GIVEN(mandate) },
    { "agent", NULL, FIELD_ID, 0, GIVEN(agent) },
};
const struct shape access_mandate_given_shape =
    SHAPE("access_mandate_given", struct access_mandate_given, mandate_given_fields);
const struct table access_mandate_given_table =
    { "mandate_given", &access_mandate_given_shape, 3, NULL };

#define POSTING(member_) AT(struct access_posting, member_)
static const struct field posting_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, POSTING(bucket) },
    { "account", NULL, FIELD_ID, 0, POSTING(account) },
    { "posting", NULL, FIELD_ID, 0, POSTING(posting) },
    { "office", NULL, FIELD_ID, 0, POSTING(office) },
    { "role", NULL, FIELD_TEXT, 0, POSTING(role), 30 },
    { "valid_from", NULL, FIELD_DAY, 0, POSTING(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, POSTING(valid_until) },
    { "reason", NULL, FIELD_TEXT, 0, POSTING(reason), 200 },
    { "set_by", NULL, FIELD_ID, 0, POSTING(set_by) },
    { "set_at", NULL, FIELD_MOMENT, 0, POSTING(set_at) },
    { "ended_at", NULL, FIELD_MOMENT, 0, POSTING(ended_at) },
    { "version", NULL, FIELD_COUNT, 0, POSTING(version) },
};
const struct shape access_posting_shape =
    SHAPE("access_posting", struct access_posting, posting_fields);
const struct table access_posting_table = { "posting", &access_posting_shape, 3, "version" };

static const struct field agent_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_agent_key, bucket) },
    { "agent", NULL, FIELD_ID, 0, AT(struct access_agent_key, agent) },
};
static const struct shape agent_key_shape =
    SHAPE("access_agent_key", struct access_agent_key, agent_key_fields);

static const struct field giver_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_giver_key, bucket) },
    { "giver", NULL, FIELD_ID, 0, AT(struct access_giver_key, giver) },
};
static const struct shape giver_key_shape =
    SHAPE("access_giver_key", struct access_giver_key, giver_key_fields);

static const struct field mandate_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_mandate_key, bucket) },
    { "mandate", NULL, FIELD_ID, 0, AT(struct access_mandate_key, mandate) },
};
static const struct shape mandate_key_shape =
    SHAPE("access_mandate_key", struct access_mandate_key, mandate_key_fields);

/* Read at each step of the agent. One that has run out without being ended is left in: new ones are
 * given only while there is room, and run-out ones are ended then. */
const struct query access_mandates_held = {
    .name = "access.mandates-held", .from = "mandate",
    .where = "bucket = {bucket} AND agent = {agent} AND ended_at IS NULL", .order = "mandate",
    .key = &agent_key_shape, .row = &access_mandate_shape,
    .row_max = ACCESS_MANDATES_MAX, .guard = GUARD_DECISION,
};
const struct query access_mandates_given = {
    .name = "access.mandates-given", .from = "mandate_given",
    .where = "bucket = {bucket} AND giver = {giver}", .order = "mandate DESC",
    .key = &giver_key_shape, .row = &access_mandate_given_shape, .row_max = 100,
    .guard = GUARD_SCOPED, .guard_person = "giver",
};
const struct query access_mandate_by_id = {
    .name = "access.mandate-by-id", .from = "mandate",
    .where = "bucket = {bucket} AND mandate = {mandate}",
    .key = &mandate_key_shape, .row = &access_mandate_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

static const struct field login_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_login_key, bucket) },
    { "login_digest", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct access_login_key, login_digest), ACCESS_DIGEST_BYTES },
};
static const struct shape login_key_shape =
    SHAPE("access_login_key", struct access_login_key, login_key_fields);

static const struct field account_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_account_key, bucket) },
    { "account", NULL, FIELD_ID, 0, AT(struct access_account_key, account) },
};
static const struct shape account_key_shape =
    SHAPE("access_account_key", struct access_account_key, account_key_fields);

static const struct field token_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct access_token_key, bucket) },
    { "token_digest", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct access_token_key, token_digest), ACCESS_DIGEST_BYTES },
};
static const struct shape token_key_shape =
    SHAPE("access_token_key", struct access_token_key, token_key_fields);

static const struct field person_key_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct access_person_key, person) },
};
static const struct shape person_key_shape =
    SHAPE("access_person_key", struct access_person_key, person_key_fields);
const struct query access_accounts_of_person = {
    .name = "access.accounts-of-person", .from = "account",
    .where = "person = {person} AND role = 'resident' AND password <> ''",
    .order = "account", .key = &person_key_shape, .row = &access_account_shape, .row_max = 50,
    .guard = GUARD_DECISION,
};
const struct query access_account_by_login = {
    .name = "access.account-by-login", .from = "account",
    .where = "bucket = {bucket} AND login_digest = {login_digest}",
    .key = &login_key_shape, .row = &access_account_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query access_account_by_id = {
    .name = "access.account-by-id", .from = "account",
    .where = "bucket = {bucket} AND account = {account}",
    .key = &account_key_shape, .row = &access_account_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query access_session_by_token = {
    .name = "access.session-by-token", .from = "session",
    .where = "bucket = {bucket} AND token_digest = {token_digest}",
    .key = &token_key_shape, .row = &access_session_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query access_postings_of = {
    .name = "access.postings-of", .from = "posting",
    .where = "bucket = {bucket} AND account = {account} AND ended_at IS NULL",
    .order = "posting",
    .key = &account_key_shape, .row = &access_posting_shape,
    .row_max = 2 * ACCESS_POSTINGS_MAX, .guard = GUARD_DECISION,
};
