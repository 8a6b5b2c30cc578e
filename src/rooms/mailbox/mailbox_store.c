/* mailbox_store.c: rows and reads of addresses, senders and letters. */

#include "rooms/mailbox/mailbox_inside.h"

#define NEED FIELD_REQUIRED
#define BOX(member_) AT(struct mailbox, member_)
static const struct field box_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, BOX(bucket) },
    { "address", NULL, FIELD_TEXT, NEED, BOX(address) },
    { "office", NULL, FIELD_ID, NEED, BOX(office) },
    { "channel", NULL, FIELD_TEXT, NEED, BOX(channel) },
    { "matter", NULL, FIELD_TEXT, 0, BOX(matter) },
    { "strangers", NULL, FIELD_FLAG, NEED, BOX(strangers) },
    { "said_by", NULL, FIELD_ID, NEED, BOX(said_by) },
    { "said_at", NULL, FIELD_MOMENT, NEED, BOX(said_at) },
    { "version", NULL, FIELD_COUNT, NEED, BOX(version) },
};
static const struct shape box_shape = SHAPE("mailbox", struct mailbox, box_fields);
const struct table mailbox_table = { "mailbox", &box_shape, 2, "version" };

#define SENDER(member_) AT(struct mailbox_sender, member_)
static const struct field sender_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, SENDER(bucket) },
    { "address", NULL, FIELD_TEXT, NEED, SENDER(address) },
    { "kind", NULL, FIELD_TEXT, NEED, SENDER(kind) },
    { "owner", NULL, FIELD_COUNT, NEED, SENDER(owner) },
    { "office", NULL, FIELD_COUNT, NEED, SENDER(office) },
    { "said_by", NULL, FIELD_ID, NEED, SENDER(said_by) },
    { "said_at", NULL, FIELD_MOMENT, NEED, SENDER(said_at) },
    { "reason", NULL, FIELD_TEXT, 0, SENDER(reason) },
    { "version", NULL, FIELD_COUNT, NEED, SENDER(version) },
};
static const struct shape sender_shape =
    SHAPE("mailbox_sender", struct mailbox_sender, sender_fields);
const struct table mailbox_sender_table = { "mailbox_sender", &sender_shape, 2, "version" };

#define LETTER(member_) AT(struct mailbox_letter, member_)
static const struct field letter_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, LETTER(bucket) },
    { "letter", NULL, FIELD_ID, NEED, LETTER(letter) },
    { "digest", NULL, FIELD_TEXT, NEED, LETTER(digest) },
    { "raw_blob", NULL, FIELD_TEXT, NEED, LETTER(raw_blob) },
    { "address", NULL, FIELD_TEXT, 0, LETTER(address) },
    { "office", NULL, FIELD_ID, NEED, LETTER(office) },
    { "channel", NULL, FIELD_TEXT, NEED, LETTER(channel) },
    { "matter", NULL, FIELD_TEXT, 0, LETTER(matter) },
    { "sender", NULL, FIELD_TEXT, NEED, LETTER(sender) },
    { "sender_kind", NULL, FIELD_TEXT, 0, LETTER(sender_kind) },
    { "sender_owner", NULL, FIELD_ID, 0, LETTER(sender_owner) },
    { "sender_name", NULL, FIELD_TEXT, 0, LETTER(sender_name) },
    { "subject", NULL, FIELD_TEXT, 0, LETTER(subject) },
    { "message_id", NULL, FIELD_TEXT, 0, LETTER(message_id) },
    { "in_reply_to", NULL, FIELD_TEXT, 0, LETTER(in_reply_to) },
    { "sent_at", NULL, FIELD_MOMENT, 0, LETTER(sent_at) },
    { "received_at", NULL, FIELD_MOMENT, NEED, LETTER(received_at) },
    { "body", NULL, FIELD_TEXT, FIELD_PRIVATE, LETTER(body) },
    { "automatic", NULL, FIELD_FLAG, NEED, LETTER(automatic) },
    { "state", NULL, FIELD_TEXT, NEED, LETTER(state) },
    { "why", NULL, FIELD_TEXT, 0, LETTER(why) },
    { "refusal", NULL, FIELD_TEXT, 0, LETTER(refusal) },
    { "refusal_zh", NULL, FIELD_TEXT, 0, LETTER(refusal_zh) },
    { "refusal_en", NULL, FIELD_TEXT, 0, LETTER(refusal_en) },
    { "case_id", NULL, FIELD_ID, 0, LETTER(case_id) },
    { "receipt", NULL, FIELD_TEXT, 0, LETTER(receipt) },
    { "worked_by", NULL, FIELD_ID, 0, LETTER(worked_by) },
    { "worked_at", NULL, FIELD_MOMENT, 0, LETTER(worked_at) },
    { "answer", NULL, FIELD_TEXT, 0, LETTER(answer) },
    { "noted_at", NULL, FIELD_MOMENT, 0, LETTER(noted_at) },
    { "version", NULL, FIELD_COUNT, NEED, LETTER(version) },
};
const struct shape mailbox_letter_shape =
    SHAPE("mailbox_letter", struct mailbox_letter, letter_fields);
const struct table mailbox_letter_table = {
    "mailbox_letter", &mailbox_letter_shape, 2, "version"
};

#define PART(member_) AT(struct mailbox_part, member_)
static const struct field part_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, PART(bucket) },
    { "letter", NULL, FIELD_ID, NEED, PART(letter) },
    { "part", NULL, FIELD_COUNT, NEED, PART(part) },
    { "office", NULL, FIELD_ID, NEED, PART(office) },
    { "file_name", NULL, FIELD_TEXT, 0, PART(file_name) },
    { "file_type", NULL, FIELD_TEXT, NEED, PART(file_type) },
    { "paper", NULL, FIELD_FLAG, NEED, PART(paper) },
    { "blob", NULL, FIELD_TEXT, NEED, PART(blob) },
    { "size", NULL, FIELD_COUNT, NEED, PART(size) },
};
static const struct shape part_shape = SHAPE("mailbox_part", struct mailbox_part, part_fields);
const struct table mailbox_part_table = { "mailbox_part", &part_shape, 3, NULL };

/* ---- reads ---- */

static const struct field address_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct mailbox_address_key, bucket) },
    { "address", NULL, FIELD_TEXT, NEED, AT(struct mailbox_address_key, address) },
};
static const struct shape address_shape =
    SHAPE("mailbox_address_key", struct mailbox_address_key, address_fields);
static const struct field digest_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct mailbox_digest_key, bucket) },
    { "digest", NULL, FIELD_TEXT, NEED, AT(struct mailbox_digest_key, digest) },
};
static const struct shape digest_shape =
    SHAPE("mailbox_digest_key", struct mailbox_digest_key, digest_fields);
static const struct field id_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct mailbox_letter_key, bucket) },
    { "letter", NULL, FIELD_ID, NEED, AT(struct mailbox_letter_key, letter) },
};
static const struct shape id_shape =
    SHAPE("mailbox_letter_key", struct mailbox_letter_key, id_fields);
static const struct field list_fields[] = {
    { "office", NULL, FIELD_ID, NEED, AT(struct mailbox_list_key, office) },
    { "state", NULL, FIELD_TEXT, NEED, AT(struct mailbox_list_key, state) },
    { "before", NULL, FIELD_ID, 0, AT(struct mailbox_list_key, before) },
};
static const struct shape list_shape =
    SHAPE("mailbox_list_key", struct mailbox_list_key, list_fields);
static const struct field page_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct mailbox_page_key, bucket) },
    { "letter", NULL, FIELD_COUNT, NEED, AT(struct mailbox_page_key, letter) },
    { "part", NULL, FIELD_COUNT, NEED, AT(struct mailbox_page_key, part) },
};
static const struct shape page_shape =
    SHAPE("mailbox_page_key", struct mailbox_page_key, page_fields);

const struct query mailbox_by_address = {
    .name = "mailbox.by-address", .from = "mailbox m",
    .where = "m.bucket = {bucket} AND m.address = {address}", .key = &address_shape,
    .row = &box_shape, .row_max = 1, .guard = GUARD_DECISION,
};
static const struct field office_fields[] = {
    { "office", NULL, FIELD_ID, NEED, AT(struct mailbox_office_key, office) },
};
static const struct shape office_shape =
    SHAPE("mailbox_office_key", struct mailbox_office_key, office_fields);
const struct query mailbox_addresses_of = {
    .name = "mailbox.addresses-of", .from = "mailbox m", .where = "m.office = {office}",
    .order = "m.address", .key = &office_shape, .row = &box_shape, .row_max = 200,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
/* Whose a letter is that was sent to no address of ours. */
static const struct field nothing_fields[] = {
    { "nothing", NULL, FIELD_COUNT, NEED, 0 },
};
static const struct shape nothing_shape =
    { "mailbox_nothing", sizeof(int64_t), nothing_fields, 1 };
const struct query mailbox_first = {
    .name = "mailbox.first", .from = "mailbox m",
    .where = "m.address = (SELECT MIN(address) FROM mailbox) AND {nothing} = 0",
    .key = &nothing_shape, .row = &box_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query mailbox_sender_by_address = {
    .name = "mailbox.sender", .from = "mailbox_sender s",
    .where = "s.bucket = {bucket} AND s.address = {address}", .key = &address_shape,
    .row = &sender_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query mailbox_letter_by_digest = {
    .name = "mailbox.letter-named", .from = "mailbox_letter l",
    .where = "l.bucket = {bucket} AND l.digest = {digest}", .key = &digest_shape,
    .row = &mailbox_letter_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query mailbox_letter_by_id = {
    .name = "mailbox.letter", .from = "mailbox_letter l",
    .where = "l.bucket = {bucket} AND l.letter = {letter}", .key = &id_shape,
    .row = &mailbox_letter_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query mailbox_parts_of = {
    .name = "mailbox.parts", .from = "mailbox_part p",
    .where = "p.bucket = {bucket} AND p.letter = {letter}", .order = "p.part",
    .key = &id_shape, .row = &part_shape, .row_max = MAILBOX_PARTS_MAX + 1,
    .guard = GUARD_DECISION,
};
/* Newest first. */
const struct query mailbox_letters_listed = {
    .name = "mailbox.listed", .from = "mailbox_letter l",
    .where = "l.office = {office} AND l.state = {state} "
             "AND ({before} IS NULL OR l.letter < {before})",
    .order = "l.letter DESC", .key = &list_shape, .row = &mailbox_letter_shape,
    .row_max = MAILBOX_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query mailbox_parts_kept = {
    .name = "mailbox.parts-kept", .from = "mailbox_part p",
    .where = "(p.bucket, p.letter, p.part) > ({bucket}, {letter}, {part})",
    .order = "p.bucket, p.letter, p.part", .key = &page_shape, .row = &part_shape,
    .row_max = 1000, .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query mailbox_letters_kept = {
    .name = "mailbox.letters-kept", .from = "mailbox_letter l",
    .where = "(l.bucket, l.letter, 0) > ({bucket}, {letter}, {part})",
    .order = "l.bucket, l.letter", .key = &page_shape, .row = &mailbox_letter_shape,
    .row_max = 1000, .guard = GUARD_SCOPED, .guard_office = "office",
};

/* ---- the room's `papers`: letters as they came, and what was in them ---- */

static enum store_answer kept_of(struct store *store, const struct query *query,
                                 void (*visit)(void *data, struct text name), void *data)
{
    enum store_answer answer = STORE_DONE;
    struct arena arena;
    arena_init(&arena);
    struct mailbox_page_key key = { .bucket = 0 };
    size_t got = 1000;
    while (answer == STORE_DONE && got == 1000) {
        arena_clear(&arena);
        struct want want = { .query = query, .key = &key };
        answer = store->port->read(store, &want, &arena);
        got = answer == STORE_DONE ? want.rows.count : 0;
        const struct mailbox_letter *letters = want.rows.items;
        const struct mailbox_part *parts = want.rows.items;
        for (size_t i = 0; i < got; i++) {
            bool letter = query == &mailbox_letters_kept;
            visit(data, letter ? letters[i].raw_blob : parts[i].blob);
            key = letter
                ? (struct mailbox_page_key){ letters[i].bucket, letters[i].letter, 0 }
                : (struct mailbox_page_key){ parts[i].bucket, parts[i].letter, parts[i].part };
        }
    }
    arena_release(&arena);
    return answer;
}

enum store_answer mailbox_papers_all(struct store *store,
                                     void (*visit)(void *data, struct text name), void *data)
{
    enum store_answer answer = kept_of(store, &mailbox_letters_kept, visit, data);
    return answer == STORE_DONE ? kept_of(store, &mailbox_parts_kept, visit, data) : answer;
}
