/* notice_document_store.c: rows and reads of documents, their receivers and announcements. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_document.h"

/* ---- documents ---- */

#define DOCUMENT(member_) AT(struct notice_document, member_)
static const struct field document_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, DOCUMENT(bucket) },
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, DOCUMENT(document) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(kind), 20 },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, DOCUMENT(place) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(number), 80 },
    { "title", NULL, FIELD_TEXT, 0, DOCUMENT(title), 200 },
    { "file", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(file), 200 },
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(text) },
    { "digest", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(digest), 64 },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(state), 20 },
    { "paper", NULL, FIELD_TEXT, 0, DOCUMENT(paper), 200 },
    { "holds_from", NULL, FIELD_DAY, 0, DOCUMENT(holds_from) },
    { "drafted_by", NULL, FIELD_ID, FIELD_REQUIRED, DOCUMENT(drafted_by) },
    { "drafted_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, DOCUMENT(drafted_at) },
    { "approved_by", NULL, FIELD_ID, 0, DOCUMENT(approved_by) },
    { "approved_at", NULL, FIELD_MOMENT, 0, DOCUMENT(approved_at) },
    { "published_by", NULL, FIELD_ID, 0, DOCUMENT(published_by) },
    { "published_at", NULL, FIELD_MOMENT, 0, DOCUMENT(published_at) },
    { "sequence", NULL, FIELD_COUNT, 0, DOCUMENT(sequence) },
    { "urgent", NULL, FIELD_TEXT, 0, DOCUMENT(urgent), 200 },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, DOCUMENT(version) },
};
const struct shape notice_document_shape =
    SHAPE("notice_document", struct notice_document, document_fields);
const struct table notice_document_table =
    { "notice_document", &notice_document_shape, 2, "version" };

static const struct field document_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_document_key, bucket) },
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_document_key, document) },
};
static const struct shape document_key_shape =
    SHAPE("notice_document_key", struct notice_document_key, document_key_fields);
static const struct field file_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_file_key, bucket) },
    { "file", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_file_key, file) },
};
static const struct shape file_key_shape =
    SHAPE("notice_file_key", struct notice_file_key, file_key_fields);
static const struct field documents_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_documents_key, bucket) },
    { "state", NULL, FIELD_TEXT, 0, AT(struct notice_documents_key, state) },
    { "before", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_documents_key, before) },
};
static const struct shape documents_key_shape =
    SHAPE("notice_documents_key", struct notice_documents_key, documents_key_fields);
static const struct field last_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_after_key, bucket) },
};
static const struct shape last_key_shape =
    SHAPE("notice_last_key", struct notice_after_key, last_key_fields);

const struct query notice_document_by_id = {
    .name = "notice.document-by-id", .from = "notice_document",
    .where = "bucket = {bucket} AND document = {document}", .key = &document_key_shape,
    .row = &notice_document_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query notice_documents_of_file = {
    .name = "notice.documents-of-file", .from = "notice_document",
    .where = "bucket = {bucket} AND file = {file} AND state = 'published'",
    .order = "document", .key = &file_key_shape, .row = &notice_document_shape,
    .row_max = 50, .guard = GUARD_DECISION,
};
/* A page; who may see which is asked of the rows. */
const struct query notice_documents_page = {
    .name = "notice.documents", .from = "notice_document",
    .where = "bucket = {bucket} AND document < {before} "
             "AND ({state} IS NULL OR state = {state})",
    .order = "document DESC", .key = &documents_key_shape, .row = &notice_document_shape,
    .row_max = DOCUMENTS_A_PAGE, .guard = GUARD_PUBLIC,
};
const struct query notice_publication_last = {
    .name = "notice.publication-last", .from = "notice_publication",
    .where = "bucket = {bucket} AND sequence = (SELECT max(p.sequence) "
             "FROM notice_publication p WHERE p.bucket = {bucket})",
    .key = &last_key_shape, .row = &notice_publication_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

/* ---- receivers ---- */

#define RECEIVER(member_) AT(struct notice_receiver, member_)
static const struct field receiver_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, RECEIVER(bucket) },
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, RECEIVER(document) },
    { "receiver", NULL, FIELD_ID, FIELD_REQUIRED, RECEIVER(receiver) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, RECEIVER(kind), 20 },
    { "why", NULL, FIELD_TEXT, FIELD_REQUIRED, RECEIVER(why), 20 },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, RECEIVER(number), 80,
      .help = "notice.told.number" },
    { "title", NULL, FIELD_TEXT, 0, RECEIVER(title), 200, .help = "notice.told.title" },
    { "sent_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, RECEIVER(sent_at),
      .help = "notice.told.sent" },
    { "read_at", NULL, FIELD_MOMENT, FIELD_SPARSE, RECEIVER(read_at),
      .help = "notice.told.read" },
    { "read_by", NULL, FIELD_ID, 0, RECEIVER(read_by) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, RECEIVER(version) },
};
const struct shape notice_receiver_shape =
    SHAPE("notice_receiver", struct notice_receiver, receiver_fields);
const struct table notice_receiver_table =
    { "notice_receiver", &notice_receiver_shape, 3, "version" };

static const struct field receiver_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_receiver_key, bucket) },
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_receiver_key, document) },
    { "receiver", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_receiver_key, receiver) },
};
static const struct shape receiver_key_shape =
    SHAPE("notice_receiver_key", struct notice_receiver_key, receiver_key_fields);
static const struct field received_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_received_key, bucket) },
    { "receiver", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_received_key, receiver) },
};
static const struct shape received_key_shape =
    SHAPE("notice_received_key", struct notice_received_key, received_key_fields);

static const struct field unread_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_unread_key, bucket) },
    { "since", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct notice_unread_key, since) },
};
static const struct shape unread_key_shape =
    SHAPE("notice_unread_key", struct notice_unread_key, unread_key_fields);
/* What nobody has read for two months is not called to mind any more. */
const struct query notice_receivers_unread = {
    .name = "notice.receivers-unread", .from = "notice_receiver",
    .where = "bucket = {bucket} AND sent_at >= {since} AND read_at IS NULL",
    .order = "document, receiver", .key = &unread_key_shape, .row = &notice_receiver_shape,
    .row_max = 20000, .guard = GUARD_PUBLIC,
};
const struct query notice_receivers_of = {
    .name = "notice.receivers-of", .from = "notice_receiver",
    .where = "bucket = {bucket} AND document = {document}", .order = "receiver",
    .key = &document_key_shape, .row = &notice_receiver_shape, .row_max = 2000,
    .guard = GUARD_PUBLIC,
};
const struct query notice_received_by = {
    .name = "notice.received-by", .from = "notice_receiver",
    .where = "bucket = {bucket} AND receiver = {receiver}",
    .order = "sent_at DESC, document DESC", .key = &received_key_shape,
    .row = &notice_receiver_shape, .row_max = 200, .guard = GUARD_PUBLIC,
};
const struct query notice_receiver_by_key = {
    .name = "notice.receiver-by-key", .from = "notice_receiver",
    .where = "bucket = {bucket} AND document = {document} AND receiver = {receiver}",
    .key = &receiver_key_shape, .row = &notice_receiver_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

/* ---- announcements ---- */

#define SAID(member_) AT(struct notice_announcement, member_)
static const struct field announcement_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, SAID(bucket) },
    { "announcement", NULL, FIELD_ID, FIELD_REQUIRED, SAID(announcement) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(kind), 20 },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, SAID(place) },
    { "title", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(title), 200 },
    { "body", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(body), 8000 },
    { "matter", NULL, FIELD_TEXT, 0, SAID(matter), 400 },
    { "aspects", NULL, FIELD_TEXT, 0, SAID(aspects), 60 },
    { "item", NULL, FIELD_TEXT, 0, SAID(item), 200 },
    { "method", NULL, FIELD_TEXT, 0, SAID(method), 1000 },
    { "materials", NULL, FIELD_TEXT, 0, SAID(materials), 1000 },
    { "flow", NULL, FIELD_TEXT, 0, SAID(flow), 1000 },
    { "contact", NULL, FIELD_TEXT, 0, SAID(contact), 200 },
    { "document", NULL, FIELD_ID, 0, SAID(document) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(state), 20 },
    { "drafted_by", NULL, FIELD_ID, FIELD_REQUIRED, SAID(drafted_by) },
    { "drafted_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, SAID(drafted_at) },
    { "out_by", NULL, FIELD_ID, 0, SAID(out_by) },
    { "out_at", NULL, FIELD_MOMENT, 0, SAID(out_at) },
    { "withdrawn_by", NULL, FIELD_ID, 0, SAID(withdrawn_by) },
    { "withdrawn_at", NULL, FIELD_MOMENT, 0, SAID(withdrawn_at) },
    { "withdrawn_why", NULL, FIELD_TEXT, 0, SAID(withdrawn_why), 200 },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, SAID(version) },
};
const struct shape notice_announcement_shape =
    SHAPE("notice_announcement", struct notice_announcement, announcement_fields);
const struct table notice_announcement_table =
    { "notice_announcement", &notice_announcement_shape, 2, "version" };

static const struct field announcement_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_announcement_key, bucket) },
    { "announcement", NULL, FIELD_ID, FIELD_REQUIRED,
      AT(struct notice_announcement_key, announcement) },
};
static const struct shape announcement_key_shape =
    SHAPE("notice_announcement_key", struct notice_announcement_key, announcement_key_fields);
static const struct field announcements_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED,
      AT(struct notice_announcements_key, bucket) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_announcements_key, state) },
    { "before", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_announcements_key, before) },
};
static const struct shape announcements_key_shape =
    SHAPE("notice_announcements_key", struct notice_announcements_key,
          announcements_key_fields);

const struct query notice_announcement_by_id = {
    .name = "notice.announcement-by-id", .from = "notice_announcement",
    .where = "bucket = {bucket} AND announcement = {announcement}",
    .key = &announcement_key_shape, .row = &notice_announcement_shape, .row_max = 1,
    .guard = GUARD_PUBLIC,
};
const struct query notice_announcements_of_document = {
    .name = "notice.announcements-of-document", .from = "notice_announcement",
    .where = "bucket = {bucket} AND document = {document}", .order = "announcement",
    .key = &document_key_shape, .row = &notice_announcement_shape, .row_max = 50,
    .guard = GUARD_DECISION,
};
const struct query notice_announcements_page = {
    .name = "notice.announcements", .from = "notice_announcement",
    .where = "bucket = {bucket} AND state = {state} AND announcement < {before}",
    .order = "announcement DESC", .key = &announcements_key_shape,
    .row = &notice_announcement_shape, .row_max = 100, .guard = GUARD_PUBLIC,
};
