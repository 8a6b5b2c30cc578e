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
    { "sessions_since", NULL, FIELD_MOMENT, 0, AT(struct access_account, sessions_since) },
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
