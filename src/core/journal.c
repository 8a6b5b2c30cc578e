#include "core/journal.h"

#include "base/check.h"
#include "base/digest.h"

#include <string.h>

#define ROW(kind_, member_, flags_) \
    { .name = #member_, .kind = (kind_), .flags = (flags_), \
      .offset = AT(struct journal_row, member_) }

static const struct field journal_fields[] = {
    ROW(FIELD_COUNT, bucket, FIELD_REQUIRED),
    ROW(FIELD_BYTES, receipt, FIELD_REQUIRED),
    ROW(FIELD_COUNT, lane, FIELD_REQUIRED),
    ROW(FIELD_COUNT, sequence, FIELD_REQUIRED),
    ROW(FIELD_MOMENT, at, FIELD_REQUIRED),
    ROW(FIELD_TEXT, action, FIELD_REQUIRED),
    ROW(FIELD_TEXT, door, FIELD_REQUIRED),
    ROW(FIELD_ID, asker, 0),
    ROW(FIELD_ID, subject, 0),
    ROW(FIELD_COUNT, book, FIELD_REQUIRED),
    ROW(FIELD_BYTES, input_digest, FIELD_REQUIRED),
    ROW(FIELD_BYTES, outcome, FIELD_REQUIRED),
    ROW(FIELD_BYTES, link, FIELD_REQUIRED),
};
const struct shape journal_row_shape = SHAPE("journal", struct journal_row, journal_fields);
const struct table journal_table = {
    .name = "journal", .row = &journal_row_shape, .key_count = 2,
};

static const struct field head_fields[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .flags = FIELD_REQUIRED,
      .offset = AT(struct journal_head_row, bucket) },
    { .name = "sequence", .kind = FIELD_COUNT, .flags = FIELD_REQUIRED,
      .offset = AT(struct journal_head_row, sequence) },
    { .name = "chain", .kind = FIELD_BYTES, .flags = FIELD_REQUIRED,
      .offset = AT(struct journal_head_row, chain) },
    { .name = "version", .kind = FIELD_COUNT, .flags = FIELD_REQUIRED,
      .offset = AT(struct journal_head_row, version) },
};
const struct shape journal_head_shape =
    SHAPE("journal_head", struct journal_head_row, head_fields);
const struct table journal_head_table = {
    .name = "journal_head", .row = &journal_head_shape, .key_count = 1, .version = "version",
};

static const struct field anchor_fields[] = {
    FIELD(struct journal_anchor_row, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchor_row, sequence, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchor_row, log_sequence, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchor_row, at, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchor_row, chain, FIELD_BYTES, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchor_row, log_chain, FIELD_BYTES, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchor_row, signature, FIELD_BYTES, .flags = FIELD_REQUIRED),
};
const struct shape journal_anchor_shape =
    SHAPE("journal_anchor", struct journal_anchor_row, anchor_fields);
const struct table journal_anchor_table = {
    .name = "journal_anchor", .row = &journal_anchor_shape, .key_count = 3,
};

static const struct field anchors_key_fields[] = {
    FIELD(struct journal_anchors_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchors_key, sequence, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_anchors_key, log_sequence, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape anchors_key_shape =
    SHAPE("journal_anchors_key", struct journal_anchors_key, anchors_key_fields);
const struct query journal_anchors_after = {
    .name = "journal.anchors", .from = "journal_anchor a",
    .where = "a.bucket = {bucket} AND (a.sequence > {sequence} OR (a.sequence = {sequence}"
             " AND a.log_sequence > {log_sequence}))",
    .order = "a.sequence, a.log_sequence",
    .key = &anchors_key_shape, .row = &journal_anchor_shape, .row_max = ANCHORS_A_PAGE,
    .guard = GUARD_SCOPED,
};

struct text journal_anchor_text(const struct journal_anchor_row *row, struct arena *arena)
{
    struct text head = arena_format(arena, "yibao journal %lld %lld log %lld ",
                                    (long long)row->bucket, (long long)row->sequence,
                                    (long long)row->log_sequence);
    char *bytes = arena_take(arena, head.length + row->chain.length + row->log_chain.length);
    memcpy(bytes, head.data, head.length);
    memcpy(bytes + head.length, row->chain.data, row->chain.length);
    memcpy(bytes + head.length + row->chain.length, row->log_chain.data, row->log_chain.length);
    return (struct text){ bytes, head.length + row->chain.length + row->log_chain.length };
}

static const struct field receipt_key_fields[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct receipt_key, bucket) },
    { .name = "receipt", .kind = FIELD_BYTES, .offset = AT(struct receipt_key, receipt) },
};
static const struct shape receipt_key_shape =
    SHAPE("receipt_key", struct receipt_key, receipt_key_fields);
const struct query journal_by_receipt = {
    .name = "journal.by-receipt", .from = "journal j",
    .where = "j.bucket = {bucket} AND j.receipt = {receipt}",
    .key = &receipt_key_shape, .row = &journal_row_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

static const struct field head_key_fields[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct journal_head_key, bucket) },
};
static const struct shape head_key_shape =
    SHAPE("journal_head_key", struct journal_head_key, head_key_fields);
const struct query journal_head_of = {
    .name = "journal.head", .from = "journal_head h", .where = "h.bucket = {bucket}",
    .key = &head_key_shape, .row = &journal_head_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static const struct field after_key_fields[] = {
    { .name = "lane", .kind = FIELD_COUNT, .offset = AT(struct journal_after_key, lane) },
    { .name = "sequence", .kind = FIELD_COUNT, .offset = AT(struct journal_after_key, sequence) },
    { .name = "until", .kind = FIELD_COUNT, .offset = AT(struct journal_after_key, until) },
};
static const struct shape after_key_shape =
    SHAPE("journal_after_key", struct journal_after_key, after_key_fields);
const struct query journal_after = {
    .name = "journal.after", .from = "journal j",
    .where = "j.lane = {lane} AND j.sequence > {sequence} AND j.sequence <= {until}",
    .order = "j.lane, j.sequence",
    .key = &after_key_shape, .row = &journal_row_shape, .row_max = 2000,
    .guard = GUARD_DECISION,
};

static const struct field of_action_key_fields[] = {
    FIELD(struct journal_of_action_key, lane, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_of_action_key, sequence, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_of_action_key, until, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct journal_of_action_key, action, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape of_action_key_shape =
    SHAPE("journal_of_action_key", struct journal_of_action_key, of_action_key_fields);
const struct query journal_of_action_after = {
    .name = "journal.of-action-after", .from = "journal j",
    .where = "j.lane = {lane} AND j.sequence > {sequence} AND j.sequence <= {until}"
             " AND j.action = {action}",
    .order = "j.lane, j.sequence",
    .key = &of_action_key_shape, .row = &journal_row_shape, .row_max = 2000,
    .guard = GUARD_DECISION,
};

const struct query journal_last_after = {
    .name = "journal.last-after", .from = "journal j",
    .where = "j.lane = {lane} AND j.sequence > {sequence} AND j.sequence <= {until}",
    .order = "j.lane DESC, j.sequence DESC",
    .key = &after_key_shape, .row = &journal_row_shape, .row_max = 1, .guard = GUARD_SCOPED,
};

int64_t journal_asker(const struct actor *actor)
{
    return actor->institution != 0 ? actor->institution : actor->account;
}

int64_t journal_subject(const struct request *request)
{
    struct keys keys = { .count = 0 };
    if (request->action->keys != NULL)
        request->action->keys(request, &keys);
    if (keys.count > 0)
        return keys.subject[0];
    return (int64_t)(text_hash(request->key) >> 1);
}

struct receipt_key journal_receipt(int64_t asker, const char *action, struct text key,
                                   int64_t subject, struct arena *arena)
{
    struct digest_run run;
    digest_begin(&run);
    digest_add_int(&run, asker);
    digest_add_int(&run, subject);
    digest_add_int(&run, (int64_t)text_of(action).length);
    digest_add(&run, text_of(action));
    digest_add(&run, key);
    struct digest digest = digest_end(&run);
    return (struct receipt_key){ .bucket = id_bucket(subject),
                                 .receipt = arena_copy(arena, digest.bytes, RECEIPT_BYTES) };
}

struct text journal_input_digest(const struct shape *shape, const void *input,
                                 struct arena *arena)
{
    struct text packed = shape_pack(shape, input, arena);
    struct digest digest = digest_sm3(packed);
    return arena_copy(arena, digest.bytes, INPUT_DIGEST_BYTES);
}

void journal_chain(uint8_t chain[CHAIN_BYTES], const struct journal_row *row,
                   struct arena *arena)
{
    struct journal_row linkless = *row;
    linkless.link = (struct text){ 0 };
    struct text packed = shape_pack(&journal_row_shape, &linkless, arena);
    struct digest_run run;
    digest_begin(&run);
    digest_add(&run, (struct text){ (const char *)chain, CHAIN_BYTES });
    digest_add(&run, packed);
    struct digest after = digest_end(&run);
    memcpy(chain, after.bytes, CHAIN_BYTES);
}
