/* notice_document_actions.c: the rows of drafting, approving, publishing, and of what offices
 * receive. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_document.h"

#include "base/check.h"
#include "base/limits.h"

/* ---- shapes ---- */

static const struct field draft_fields[] = {
    { "text", NULL, FIELD_BYTES, FIELD_REQUIRED, AT(struct notice_draft_input, text),
      LIMIT_FIELD_BYTES, .help = "notice.field.text" },
    { "document", NULL, FIELD_ID, 0, AT(struct notice_draft_input, document),
      .help = "notice.field.document" },
    { "version", NULL, FIELD_COUNT, 0, AT(struct notice_draft_input, version),
      .help = "notice.field.version" },
};
static const struct shape draft_shape =
    SHAPE("notice_draft", struct notice_draft_input, draft_fields);

static const struct field revoke_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_revoke_input, number), 80,
      .help = "notice.field.number" },
    { "from", NULL, FIELD_DAY, 0, AT(struct notice_revoke_input, from),
      .help = "notice.field.revoked-from" },
    { "never", NULL, FIELD_FLAG, 0, AT(struct notice_revoke_input, never),
      .help = "notice.field.never" },
    { "paper", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_revoke_input, paper), 200,
      .help = "notice.field.paper" },
};
static const struct shape revoke_shape =
    SHAPE("notice_revoke", struct notice_revoke_input, revoke_fields);

static const struct field document_fields[] = {
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_document_input, document),
      .help = "notice.field.document" },
    { "version", NULL, FIELD_COUNT, 0, AT(struct notice_document_input, version),
      .help = "notice.field.version" },
};
static const struct shape document_input_shape =
    SHAPE("notice_document_input", struct notice_document_input, document_fields);

static const struct field publish_fields[] = {
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_document_input, document),
      .help = "notice.field.document" },
    { "version", NULL, FIELD_COUNT, 0, AT(struct notice_document_input, version),
      .help = "notice.field.version" },
    { "urgent", NULL, FIELD_TEXT, 0, AT(struct notice_document_input, urgent), 200,
      .help = "notice.field.urgent" },
};
static const struct shape publish_shape =
    SHAPE("notice_publish", struct notice_document_input, publish_fields);
static const struct shape facts_shape =
    { .name = "notice_document_facts", .size = sizeof(struct notice_document_facts) };

#define DRAFTED(member_) AT(struct notice_drafted, member_)
static const struct field drafted_fields[] = {
    { "document", NULL, FIELD_ID, 0, DRAFTED(document), .help = "notice.field.document" },
    { "number", NULL, FIELD_TEXT, 0, DRAFTED(number), 80, .help = "notice.told.number" },
    { "state", NULL, FIELD_TEXT, 0, DRAFTED(state), 20, .help = "notice.told.document-state" },
    { "file", NULL, FIELD_TEXT, 0, DRAFTED(file), 200 },
    { "place", NULL, FIELD_COUNT, 0, DRAFTED(place), .help = "notice.field.place" },
    { "measures", NULL, FIELD_COUNT, 0, DRAFTED(measures), .help = "notice.told.measures" },
    { "version", NULL, FIELD_COUNT, 0, DRAFTED(version) },
    { "replaces", NULL, FIELD_FLAG, 0, DRAFTED(replaces), .help = "notice.told.replaces" },
};
static const struct shape drafted_shape =
    SHAPE("notice_drafted", struct notice_drafted, drafted_fields);

#define PUBLISHED(member_) AT(struct notice_published, member_)
static const struct field published_fields[] = {
    { "document", NULL, FIELD_ID, 0, PUBLISHED(document), .help = "notice.field.document" },
    { "sequence", NULL, FIELD_COUNT, 0, PUBLISHED(sequence), .help = "notice.told.sequence" },
    { "number", NULL, FIELD_TEXT, 0, PUBLISHED(number), 80, .help = "notice.told.number" },
    { "file", NULL, FIELD_TEXT, 0, PUBLISHED(file), 200 },
    { "place", NULL, FIELD_COUNT, 0, PUBLISHED(place) },
    { "reaches_back", NULL, FIELD_DAY, FIELD_SPARSE, PUBLISHED(reaches_back),
      .help = "notice.told.reaches-back" },
    { "revocation", NULL, FIELD_FLAG, 0, PUBLISHED(revocation) },
    { "in_force", NULL, FIELD_MOMENT, 0, PUBLISHED(in_force), .help = "notice.told.in-force" },
    { "receivers", NULL, FIELD_COUNT, 0, PUBLISHED(receivers),
      .help = "notice.told.receivers" },
};
const struct shape notice_published_shape =
    SHAPE("notice_published", struct notice_published, published_fields);

/* ---- writing ---- */

int64_t notice_publications_key(void)
{
    return (int64_t)(text_hash(TEXT("notice-publications")) >> 1);
}

static void publication_keys(const struct request *request, struct keys *keys)
{
    const struct notice_document_input *input = request->input;
    keys_add(keys, input->document);
    keys_add(keys, notice_publications_key());
}

static void document_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct notice_document_input *)request->input)->document);
}

static void draft_keys(const struct request *request, struct keys *keys)
{
    const struct notice_draft_input *input = request->input;
    keys_add(keys, input->document != 0 ? input->document
                                        : (int64_t)(text_hash(input->text) >> 1));
}

static void number_keys(const struct request *request, struct keys *keys)
{
    const struct notice_revoke_input *input = request->input;
    keys_add(keys, (int64_t)(text_hash(input->number) >> 1));
}

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

const struct action notice_draft_action = {
    .name = "notice.draft", .method = "POST", .path = "/api/v1/notice-documents",
    .flags = ACTION_ONCE, .input = &draft_shape,
    .facts = &facts_shape, .outcome = &drafted_shape, .answer = &drafted_shape,
    .help = "notice.help.draft", .keys = draft_keys, .gather = notice_gather_draft,
    .decide = notice_decide_draft,
};
const struct action notice_revoke_action = {
    .name = "notice.revoke", .method = "POST", .path = "/api/v1/notice-revocations",
    .flags = ACTION_ONCE, .input = &revoke_shape,
    .facts = &facts_shape, .outcome = &drafted_shape, .answer = &drafted_shape,
    .help = "notice.help.revoke", .keys = number_keys, .gather = gather_nothing,
    .decide = notice_decide_revoke,
};
const struct action notice_approve_action = {
    .name = "notice.approve", .method = "POST",
    .path = "/api/v1/notice-documents/{document}/approval",
    .flags = ACTION_ONCE, .input = &document_input_shape, .facts = &facts_shape,
    .outcome = &drafted_shape, .answer = &drafted_shape, .help = "notice.help.approve",
    .keys = document_keys, .gather = notice_gather_document, .decide = notice_decide_approve,
};
const struct action notice_drop_action = {
    .name = "notice.drop", .method = "POST",
    .path = "/api/v1/notice-documents/{document}/drop",
    .flags = ACTION_ONCE, .input = &document_input_shape, .facts = &facts_shape,
    .outcome = &drafted_shape, .answer = &drafted_shape, .help = "notice.help.drop",
    .keys = document_keys, .gather = notice_gather_document, .decide = notice_decide_drop,
};
const struct action notice_publish_action = {
    .name = "notice.publish", .method = "POST",
    .path = "/api/v1/notice-documents/{document}/publication",
    .flags = ACTION_ONCE | ACTION_PUBLISHES, .input = &publish_shape, .facts = &facts_shape,
    .outcome = &notice_published_shape, .answer = &notice_published_shape,
    .help = "notice.help.publish", .keys = publication_keys, .gather = notice_gather_publish,
    .decide = notice_decide_publish,
};

/* ---- reading documents ---- */

struct documents_facts { const struct list *rows; };
static const struct shape documents_facts_shape =
    { .name = "notice_documents_facts", .size = sizeof(struct documents_facts) };
static const struct field documents_input_fields[] = {
    { "state", NULL, FIELD_TEXT, 0, AT(struct notice_documents_input, state), 20,
      .help = "notice.told.document-state" },
    { "before", NULL, FIELD_ID, 0, AT(struct notice_documents_input, before),
      .help = "notice.field.before" },
};
static const struct shape documents_input_shape =
    SHAPE("notice_documents_input", struct notice_documents_input, documents_input_fields);

#define ROW(member_) AT(struct notice_document, member_)
#define DOCUMENT_TOLD \
    { "document", NULL, FIELD_ID, 0, ROW(document), .help = "notice.field.document" }, \
    { "kind", NULL, FIELD_TEXT, 0, ROW(kind), 20 }, \
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 20, .help = "notice.told.document-state" }, \
    { "number", NULL, FIELD_TEXT, 0, ROW(number), 80, .help = "notice.told.number" }, \
    { "title", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(title), 200, \
        .help = "notice.told.title" }, \
    { "place", NULL, FIELD_COUNT, 0, ROW(place), .help = "notice.field.place" }, \
    { "paper", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(paper), 200 }, \
    { "holds_from", NULL, FIELD_DAY, FIELD_SPARSE, ROW(holds_from) }, \
    { "drafted_by", NULL, FIELD_ID, 0, ROW(drafted_by) }, \
    { "drafted_at", NULL, FIELD_MOMENT, 0, ROW(drafted_at), .help = "notice.told.drafted" }, \
    { "approved_by", NULL, FIELD_ID, FIELD_SPARSE, ROW(approved_by) }, \
    { "approved_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(approved_at), \
        .help = "notice.told.approved" }, \
    { "published_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(published_at), \
        .help = "notice.told.in-force" }, \
    { "sequence", NULL, FIELD_COUNT, FIELD_SPARSE, ROW(sequence), \
        .help = "notice.told.sequence" }, \
    { "urgent", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(urgent), 200 }, \
    { "version", NULL, FIELD_COUNT, 0, ROW(version) }
static const struct field document_listed_fields[] = { DOCUMENT_TOLD };
static const struct shape document_listed_shape =
    SHAPE("notice_document_listed", struct notice_document, document_listed_fields);
static const struct field document_told_fields[] = {
    DOCUMENT_TOLD,
    { "text", NULL, FIELD_TEXT, 0, ROW(text) },
};
static const struct shape document_told_shape =
    SHAPE("notice_document_told", struct notice_document, document_told_fields);

struct documents_answer { struct list documents; };
static const struct field documents_fields[] = {
    { "documents", NULL, FIELD_LIST, 0, AT(struct documents_answer, documents),
      .of = &document_listed_shape, .help = "notice.told.documents" },
};
static const struct shape documents_shape =
    SHAPE("notice_documents", struct documents_answer, documents_fields);

static bool gather_documents(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_documents_input *input = request->input;
    const struct notice_documents_key key = {
        NOTICE_BUCKET, input->state, input->before == 0 ? INT64_MAX : input->before };
    struct documents_facts *found = facts;
    found->rows = gather_want(gather, &notice_documents_page, &key);
    return found->rows != NULL;
}

static void decide_documents(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct list *rows = ((const struct documents_facts *)facts)->rows;
    const struct notice_document *items = rows->items;
    struct notice_document *kept = ARENA_ARRAY(request->arena, struct notice_document,
                                               rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (notice_may_speak_for(request, items[i].place))
            kept[count++] = items[i];
    ((struct documents_answer *)decision->outcome)->documents = (struct list){ kept, count };
}

static void decide_document(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct notice_document *row = ((const struct notice_document_facts *)facts)->row;
    if (row == NULL || !notice_may_speak_for(request, row->place)) {
        decision_refuse(decision, "notice.refused.no-such-document", "document");
        return;
    }
    *(struct notice_document *)decision->outcome = *row;
}

const struct action notice_documents_action = {
    .name = "notice.documents", .method = "GET", .path = "/api/v1/notice-documents",
    .flags = ACTION_READ, .input = &documents_input_shape,
    .facts = &documents_facts_shape, .outcome = &documents_shape, .answer = &documents_shape,
    .next_page = { { "before", "document" } },
    .help = "notice.help.documents", .gather = gather_documents, .decide = decide_documents,
};
const struct action notice_document_action = {
    .name = "notice.document", .method = "GET", .path = "/api/v1/notice-documents/{document}",
    .flags = ACTION_READ, .input = &document_input_shape,
    .facts = &facts_shape, .outcome = &document_told_shape, .answer = &document_told_shape,
    .help = "notice.help.document", .gather = notice_gather_document,
    .decide = decide_document,
};

/* ---- what is received ---- */

struct received_input { int64_t nothing; };
struct received_facts { const struct list *rows; const struct notice_receiver *row; };
struct received_answer { struct list received; };
static const struct shape received_input_shape =
    { .name = "notice_received_input", .size = sizeof(struct received_input) };
static const struct shape received_facts_shape =
    { .name = "notice_received_facts", .size = sizeof(struct received_facts) };
static const struct field received_fields[] = {
    { "received", NULL, FIELD_LIST, 0, AT(struct received_answer, received),
      .of = &notice_receiver_shape, .help = "notice.told.received" },
};
static const struct shape received_shape =
    SHAPE("notice_received", struct received_answer, received_fields);

static int64_t receiver_of(const struct actor *actor)
{
    return actor->office != 0 ? actor->office : actor->institution;
}

static bool gather_received(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_received_key key = { NOTICE_BUCKET, receiver_of(request->actor) };
    struct received_facts *found = facts;
    found->rows = gather_want(gather, &notice_received_by, &key);
    return found->rows != NULL;
}

static void decide_received(const struct request *request, const void *facts,
                            struct decision *decision)
{
    (void)request;
    ((struct received_answer *)decision->outcome)->received =
        *((const struct received_facts *)facts)->rows;
}

static bool gather_read(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_document_input *input = request->input;
    const struct notice_receiver_key key = { NOTICE_BUCKET, input->document,
                                             receiver_of(request->actor) };
    const void *row = NULL;
    if (!gather_one(gather, &notice_receiver_by_key, &key, &row))
        return false;
    ((struct received_facts *)facts)->row = row;
    return true;
}

static void decide_read(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_receiver *row = ((const struct received_facts *)facts)->row;
    if (row == NULL) {
        decision_refuse(decision, "notice.refused.no-such-document", "document");
        return;
    }
    struct notice_receiver after = *row;
    if (row->read_at.ms == 0) {
        after.read_at = request->at;
        after.read_by = request->actor->account;
        decision_replace(decision, &notice_receiver_table, &after);
    }
    decision->subject = row->document;
    *(struct notice_receiver *)decision->outcome = after;
}

static bool gather_receivers(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_document_input *input = request->input;
    const struct notice_document_key key = { NOTICE_BUCKET, input->document };
    struct received_facts *found = facts;
    found->rows = gather_want(gather, &notice_receivers_of, &key);
    return found->rows != NULL;
}

const struct action notice_received_action = {
    .name = "notice.received", .method = "GET", .path = "/api/v1/notices-received",
    .flags = ACTION_READ, .input = &received_input_shape,
    .facts = &received_facts_shape, .outcome = &received_shape, .answer = &received_shape,
    .help = "notice.help.received", .gather = gather_received, .decide = decide_received,
};
const struct action notice_read_action = {
    .name = "notice.read", .method = "POST",
    .path = "/api/v1/notices-received/{document}/reading",
    .flags = ACTION_ONCE, .input = &document_input_shape, .facts = &received_facts_shape,
    .outcome = &notice_receiver_shape, .answer = &notice_receiver_shape,
    .help = "notice.help.read", .keys = document_keys, .gather = gather_read,
    .decide = decide_read,
};
const struct action notice_receivers_action = {
    .name = "notice.receivers", .method = "GET",
    .path = "/api/v1/notice-documents/{document}/receivers",
    .flags = ACTION_READ, .input = &document_input_shape, .facts = &received_facts_shape,
    .outcome = &received_shape, .answer = &received_shape, .help = "notice.help.receivers",
    .gather = gather_receivers, .decide = decide_received,
};
