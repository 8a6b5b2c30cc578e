/* notice_evidence.c: see notice_evidence.h. LAW: LY22-L4a */

#include "rooms/notice/notice_evidence.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/blob.h"
#include "core/divisions.h"
#include "core/paper_sniff.h"

/* Set once at start; the port may be used by several threads. */
static struct blobs *evidence_blobs;

void notice_use_blobs(struct blobs *blobs)
{
    evidence_blobs = blobs;
}

/* ---- the row ---- */

#define ROW(member_) AT(struct notice_evidence, member_)
static const struct field evidence_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "evidence", NULL, FIELD_ID, FIELD_REQUIRED, ROW(evidence) },
    { "progress", NULL, FIELD_ID, FIELD_REQUIRED, ROW(progress) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(number), 80 },
    { "blob", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(blob), BLOB_NAME_LENGTH },
    { "file_name", NULL, FIELD_TEXT, 0, ROW(file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, 0, ROW(file_type), 100 },
    { "sent_by", NULL, FIELD_ID, FIELD_REQUIRED, ROW(sent_by) },
    { "sent_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, ROW(sent_at) },
};
const struct shape notice_evidence_shape =
    SHAPE("notice_evidence", struct notice_evidence, evidence_fields);
const struct table notice_evidence_table =
    { "notice_evidence", &notice_evidence_shape, 2, NULL };

static const struct field number_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_progress_key, bucket) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_progress_key, number) },
};
static const struct shape number_shape =
    SHAPE("notice_evidence_number", struct notice_progress_key, number_fields);
const struct query notice_evidence_of = {
    .name = "notice.evidence-of", .from = "notice_evidence",
    .where = "bucket = {bucket} AND number = {number}", .order = "evidence",
    .key = &number_shape, .row = &notice_evidence_shape, .row_max = 20000,
    .guard = GUARD_PUBLIC,
};
static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_bucket_key, bucket) },
};
static const struct shape bucket_shape =
    SHAPE("notice_evidence_bucket", struct notice_bucket_key, bucket_fields);
const struct query notice_evidence_all = {
    .name = "notice.evidence-all", .from = "notice_evidence", .where = "bucket = {bucket}",
    .order = "evidence", .key = &bucket_shape, .row = &notice_evidence_shape,
    .row_max = 20000, .guard = GUARD_PUBLIC,
};

enum store_answer notice_papers_all(struct store *store,
                                    void (*visit)(void *data, struct text name), void *data)
{
    struct arena arena;
    arena_init(&arena);
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    struct want want = { .query = &notice_evidence_all, .key = &key };
    enum store_answer answer = store->port->read(store, &want, &arena);
    const struct notice_evidence *rows = want.rows.items;
    for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++)
        visit(data, rows[i].blob);
    arena_release(&arena);
    return answer;
}

int64_t notice_evidence_count(const struct list *papers, int64_t progress)
{
    const struct notice_evidence *rows = papers->items;
    int64_t count = 0;
    for (size_t i = 0; i < papers->count; i++)
        count += rows[i].progress == progress;
    return count;
}

/* ---- who ---- */

struct evidence_facts {
    const struct list *progress, *papers;
};

static bool gather_evidence(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct evidence_facts *found = facts;
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    found->progress = gather_want(gather, &notice_progress_all, &key);
    found->papers = gather_want(gather, &notice_evidence_all, &key);
    return found->progress != NULL && found->papers != NULL;
}

/* Of the asker's own place or one below it; NULL: there is none that is his to see. */
static const struct notice_progress *seen(const struct request *request,
                                          const struct evidence_facts *found, int64_t progress)
{
    const struct notice_progress *rows = found->progress->items;
    const struct actor *actor = request->actor;
    for (size_t i = 0; i < found->progress->count; i++)
        if (rows[i].progress == progress
            && (actor->scope.everything || actor->office == rows[i].office
                || (actor->division != 0
                    && division_is_within(book_divisions(request->book),
                                          (int32_t)rows[i].place, actor->division))))
            return &rows[i];
    return NULL;
}

/* ---- sending one ---- */

/* `type`: as the bytes say it; absent: nothing that papers are sent as. */
struct attach_prepared { struct text blob, type; };

static void attach_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct notice_attach_input *input = request->input;
    struct attach_prepared *prepared = ret_prepared;
    struct blob_name name;
    struct paper_sniffing sniffing = { .length = 0 };
    paper_sniff_add(&sniffing, input->file);
    prepared->type = paper_sniffed(&sniffing, input->file_name, input->file_type);
    if (evidence_blobs != NULL && text_present(prepared->type)
        && blob_keep(evidence_blobs, input->file, (int64_t)LIMIT_UPLOAD_BYTES, &name))
        prepared->blob = arena_text(request->arena, text_of(name.digits));
}

static void attach_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct notice_attach_input *)request->input)->progress);
}

static void attach_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct notice_attach_input *input = request->input;
    const struct attach_prepared *prepared = request->prepared;
    const struct notice_progress *row = seen(request, facts, input->progress);
    /* Who is above reads it; only the place itself says what it has done. */
    if (row == NULL || row->withdrawn_at.ms != 0
        || (request->actor->office != row->office && request->actor->division != row->place)) {
        decision_refuse(decision, "notice.refused.no-such-progress", "progress");
        return;
    }
    if (prepared != NULL && !text_present(prepared->type)) {
        decision_refuse(decision, "notice.refused.no-paper", "file");
        return;
    }
    if (prepared == NULL || !text_present(prepared->blob)) {
        decision_refuse(decision, "notice.refused.not-kept", "file");
        return;
    }
    const struct notice_evidence paper = {
        .bucket = NOTICE_BUCKET, .evidence = id_mint(request->minter, NOTICE_BUCKET),
        .progress = row->progress, .number = row->number, .blob = prepared->blob,
        .file_name = input->file_name, .file_type = prepared->type,
        .sent_by = request->actor->account, .sent_at = request->at,
    };
    decision_insert(decision, &notice_evidence_table, &paper);
    decision->subject = row->office;
    *(struct notice_evidence_input *)decision->outcome =
        (struct notice_evidence_input){ row->progress, paper.evidence };
}

/* ---- reading them ---- */

static void list_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_evidence_input *input = request->input;
    const struct evidence_facts *found = facts;
    if (seen(request, found, input->progress) == NULL) {
        decision_refuse(decision, "notice.refused.no-such-progress", "progress");
        return;
    }
    const struct notice_evidence *rows = found->papers->items;
    struct notice_evidence *papers =
        ARENA_ARRAY(request->arena, struct notice_evidence, found->papers->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->papers->count; i++)
        if (rows[i].progress == input->progress)
            papers[count++] = rows[i];
    ((struct notice_evidence_answer *)decision->outcome)->papers = (struct list){ papers, count };
}

struct file_answer { struct text blob, file_name, file_type; };

static void file_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_evidence_input *input = request->input;
    const struct evidence_facts *found = facts;
    const struct notice_evidence *rows = found->papers->items;
    if (seen(request, found, input->progress) != NULL)
        for (size_t i = 0; i < found->papers->count; i++)
            if (rows[i].progress == input->progress && rows[i].evidence == input->evidence) {
                *(struct file_answer *)decision->outcome = (struct file_answer){
                    rows[i].blob, rows[i].file_name, rows[i].file_type };
                return;
            }
    decision_refuse(decision, "notice.refused.no-such-progress", "progress");
}

/* ---- tables ---- */

#define ATTACH(member_) AT(struct notice_attach_input, member_)
static const struct field attach_fields[] = {
    { "progress", NULL, FIELD_ID, FIELD_REQUIRED, ATTACH(progress),
      .help = "notice.field.progress" },
    { "file", NULL, FIELD_BYTES, FIELD_REQUIRED, ATTACH(file), LIMIT_UPLOAD_BYTES,
      .help = "notice.field.file" },
    { "file_name", NULL, FIELD_TEXT, 0, ATTACH(file_name), 200,
      .help = "notice.field.file-name" },
    { "file_type", NULL, FIELD_TEXT, 0, ATTACH(file_type), 100 },
};
static const struct shape attach_shape =
    SHAPE("notice_attach", struct notice_attach_input, attach_fields);
#define ASKED(member_) AT(struct notice_evidence_input, member_)
static const struct field asked_fields[] = {
    { "progress", NULL, FIELD_ID, FIELD_REQUIRED, ASKED(progress),
      .help = "notice.field.progress" },
    { "evidence", NULL, FIELD_ID, FIELD_REQUIRED, ASKED(evidence),
      .help = "notice.field.evidence-paper" },
};
static const struct shape asked_shape =
    SHAPE("notice_evidence_asked", struct notice_evidence_input, asked_fields);
static const struct shape listed_shape =
    { .name = "notice_evidence_listed", .size = sizeof(struct notice_evidence_input),
      .fields = asked_fields, .field_count = 1 };
static const struct field told_fields[] = {
    { "evidence", NULL, FIELD_ID, 0, ROW(evidence), .help = "notice.field.evidence-paper" },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(file_name), 200,
      .help = "notice.field.file-name" },
    { "file_type", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(file_type), 100,
      .help = "notice.field.file-type" },
    { "sent_at", NULL, FIELD_MOMENT, 0, ROW(sent_at), .help = "notice.field.sent-at" },
};
static const struct shape told_shape =
    SHAPE("notice_evidence_told", struct notice_evidence, told_fields);
static const struct field answer_fields[] = {
    { "papers", NULL, FIELD_LIST, 0, AT(struct notice_evidence_answer, papers),
      .of = &told_shape, .help = "notice.field.papers" },
};
static const struct shape answer_shape =
    SHAPE("notice_evidence_answer", struct notice_evidence_answer, answer_fields);
static const struct field file_fields[] = {
    { "blob", NULL, FIELD_TEXT, 0, AT(struct file_answer, blob), BLOB_NAME_LENGTH },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct file_answer, file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct file_answer, file_type), 100 },
};
static const struct shape file_shape =
    SHAPE("notice_evidence_file", struct file_answer, file_fields);
static const struct shape facts_shape =
    { .name = "notice_evidence_facts", .size = sizeof(struct evidence_facts) };

const struct action notice_attach_action = {
    .name = "notice.attach", .method = "POST", .path = "/api/v1/progress/{progress}/papers",
    .flags = ACTION_ONCE, .input = &attach_shape, .facts = &facts_shape,
    .outcome = &asked_shape, .answer = &asked_shape, .help = "notice.help.attach",
    .keys = attach_keys, .gather = gather_evidence, .decide = attach_decide,
    .prepare = attach_prepare, .prepared_size = sizeof(struct attach_prepared),
};
const struct action notice_evidence_action = {
    .name = "notice.evidence", .method = "GET", .path = "/api/v1/progress/{progress}/papers",
    .flags = ACTION_READ, .input = &listed_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "notice.help.evidence",
    .gather = gather_evidence, .decide = list_decide,
};
const struct action notice_evidence_file_action = {
    .name = "notice.evidence-file", .method = "GET",
    .path = "/api/v1/progress/{progress}/papers/{evidence}",
    .flags = ACTION_READ | ACTION_PAPER, .input = &asked_shape, .facts = &facts_shape,
    .outcome = &file_shape, .answer = &file_shape, .help = "notice.help.evidence-file",
    .gather = gather_evidence, .decide = file_decide,
};
