/* intake_keeping.c: what is kept of cases, looked at again: which papers their rows refer to, and
 * whether documents are still what was written and sealed. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

struct kept_key { int64_t bucket, case_id, paper; };
struct kept_row { int64_t bucket, case_id, paper, office; struct text blob; };

static const struct field kept_key_fields[] = {
    FIELD(struct kept_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct kept_key, case_id, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct kept_key, paper, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape kept_key_shape =
    SHAPE("intake_kept_key", struct kept_key, kept_key_fields);
static const struct field kept_row_fields[] = {
    FIELD(struct kept_row, bucket, FIELD_COUNT),
    FIELD(struct kept_row, case_id, FIELD_ID),
    FIELD(struct kept_row, paper, FIELD_ID),
    FIELD(struct kept_row, office, FIELD_ID),
    FIELD(struct kept_row, blob, FIELD_TEXT),
};
static const struct shape kept_row_shape =
    SHAPE("intake_kept_row", struct kept_row, kept_row_fields);
#define KEPT_A_PAGE 1000
const struct query intake_papers_kept = {
    .name = "intake.kept", .from = "intake_paper p",
    .where = "p.blob IS NOT NULL AND (p.bucket, p.case_id, p.paper) > "
             "({bucket}, {case_id}, {paper})",
    .order = "p.bucket, p.case_id, p.paper", .key = &kept_key_shape, .row = &kept_row_shape,
    .columns = "p.bucket, p.case_id, p.paper, p.office, p.blob", .row_max = KEPT_A_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office",
};

/* All rows of a query over `kept_key`, page by page; `each` answers the key of its row. */
static enum store_answer walk(struct store *store, const struct query *query,
                              struct kept_key (*each)(const void *row, void *data), void *data)
{
    enum store_answer answer = STORE_DONE;
    struct arena arena;
    arena_init(&arena);
    struct kept_key key = { .bucket = 0 };
    size_t got = KEPT_A_PAGE;
    while (answer == STORE_DONE && got == KEPT_A_PAGE) {
        arena_clear(&arena);
        struct want want = { .query = query, .key = &key };
        answer = store->port->read(store, &want, &arena);
        got = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < got; i++)
            key = each((const char *)want.rows.items + i * query->row->size, data);
    }
    arena_release(&arena);
    return answer;
}

struct visiting { void (*visit)(void *data, struct text name); void *data; };

static struct kept_key visit_paper(const void *row, void *data)
{
    const struct kept_row *paper = row;
    const struct visiting *visiting = data;
    visiting->visit(visiting->data, paper->blob);
    return (struct kept_key){ paper->bucket, paper->case_id, paper->paper };
}

enum store_answer intake_papers_all(struct store *store,
                                    void (*visit)(void *data, struct text name), void *data)
{
    struct visiting visiting = { visit, data };
    return walk(store, &intake_papers_kept, visit_paper, &visiting);
}

/* ---- documents ---- */

static const struct field document_key_fields[] = {
    FIELD(struct kept_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct kept_key, case_id, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct kept_key, paper, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape document_key_shape =
    SHAPE("intake_document_page", struct kept_key, document_key_fields);
const struct query intake_documents_kept = {
    .name = "intake.documents-kept", .from = "intake_document d",
    .where = "(d.bucket, d.case_id, d.document) > ({bucket}, {case_id}, {paper})",
    .order = "d.bucket, d.case_id, d.document", .key = &document_key_shape,
    .row = &intake_document_shape, .row_max = KEPT_A_PAGE, .guard = GUARD_SCOPED,
    .guard_office = "office",
};

static struct kept_key look_at(const void *of, void *data)
{
    const struct intake_document *row = of;
    struct verify_report *report = data;
    report->checked++;
    bool same = text_equal(intake_document_digest(row, report->arena), row->digest);
    if (!same || (text_present(row->seal) && !intake_document_is_sealed(row, report->arena)))
        verify_complain_of(report, same ? "verify.intake.seal" : "verify.intake.text",
                           row->document, row->case_id);
    return (struct kept_key){ row->bucket, row->case_id, row->document };
}

enum store_answer intake_verify_documents(struct store *store, struct verify_report *report)
{
    return walk(store, &intake_documents_kept, look_at, report);
}
