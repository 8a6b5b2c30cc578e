/* agreement_text_store.c: rows and reads of texts that are signed; the rule of what they say. */

#include "rooms/agreement/agreement_text.h"

#include "base/check.h"
#include "core/blob.h"

#define ROW(member_, kind_, flags_) \
    FIELD(struct agreement_text, member_, kind_, .flags = (flags_))
#define NEED FIELD_REQUIRED
static const struct field row_fields[] = {
    ROW(bucket, FIELD_COUNT, NEED), ROW(institution, FIELD_ID, NEED), ROW(text, FIELD_ID, NEED),
    ROW(agreement, FIELD_ID, NEED), ROW(kind, FIELD_TEXT, NEED), ROW(number, FIELD_TEXT, NEED),
    ROW(place, FIELD_COUNT, NEED), ROW(office, FIELD_ID, 0), ROW(holds_from, FIELD_DAY, NEED),
    ROW(holds_until, FIELD_DAY, 0), ROW(under, FIELD_TEXT, 0), ROW(sign_by, FIELD_DAY, NEED),
    ROW(body_zh, FIELD_TEXT, NEED), ROW(body_en, FIELD_TEXT, NEED),
    ROW(digest, FIELD_TEXT, NEED), ROW(made_at, FIELD_MOMENT, NEED), ROW(made_by, FIELD_ID, 0),
    ROW(cause, FIELD_ID, 0), ROW(state, FIELD_TEXT, NEED), ROW(reason, FIELD_TEXT, 0),
    ROW(signer, FIELD_TEXT, FIELD_PRIVATE), ROW(signed_how, FIELD_TEXT, 0),
    ROW(signed_on, FIELD_DAY, 0), ROW(signed_at, FIELD_MOMENT, 0), ROW(signed_by, FIELD_ID, 0),
    ROW(scan, FIELD_TEXT, 0), ROW(scan_name, FIELD_TEXT, 0), ROW(scan_type, FIELD_TEXT, 0),
    ROW(signed_digest, FIELD_TEXT, 0), ROW(countersigned_at, FIELD_MOMENT, 0),
    ROW(countersigned_by, FIELD_ID, 0), ROW(countersigned_digest, FIELD_TEXT, 0),
    ROW(seal, FIELD_TEXT, 0), ROW(sealed_at, FIELD_MOMENT, 0), ROW(version, FIELD_COUNT, NEED),
};
const struct shape agreement_text_shape =
    SHAPE("agreement_text", struct agreement_text, row_fields);
const struct table agreement_text_table = {
    "agreement_text", &agreement_text_shape, 3, "version",
};

/* ---- reads ---- */

const struct query agreement_texts_of = {
    .name = "agreement.texts-of", .from = "agreement_text",
    .where = "bucket = {bucket} AND institution = {institution}", .order = "made_at, text",
    .key = &agreement_of_key_shape, .row = &agreement_text_shape,
    .row_max = AGREEMENT_TEXTS_MOST, .guard = GUARD_DECISION,
};

static const struct field key_fields[] = {
    FIELD(struct agreement_text_key, bucket, FIELD_COUNT, .flags = NEED),
    FIELD(struct agreement_text_key, text, FIELD_ID, .flags = NEED),
};
static const struct shape key_shape =
    SHAPE("agreement_text_key", struct agreement_text_key, key_fields);
const struct query agreement_text_by_id = {
    .name = "agreement.text-by-id", .from = "agreement_text",
    .where = "bucket = {bucket} AND text = {text}", .key = &key_shape,
    .row = &agreement_text_shape, .row_max = 1, .guard = GUARD_DECISION,
};
/* By bucket and number: whoever recomputes them all. */
static const struct field kept_fields[] = {
    FIELD(struct agreement_text_key, bucket, FIELD_COUNT, .flags = NEED),
    FIELD(struct agreement_text_key, text, FIELD_COUNT, .flags = NEED),
};
static const struct shape kept_shape =
    SHAPE("agreement_kept_key", struct agreement_text_key, kept_fields);
const struct query agreement_texts_kept = {
    .name = "agreement.texts-kept", .from = "agreement_text",
    .where = "(bucket, text) > ({bucket}, {text})", .order = "bucket, text", .key = &kept_shape,
    .row = &agreement_text_shape, .row_max = AGREEMENT_TEXTS_A_PAGE, .page = true,
    .guard = GUARD_DECISION,
};

static const struct field waiting_fields[] = {
    FIELD(struct agreement_waiting_key, first, FIELD_COUNT, .flags = NEED),
    FIELD(struct agreement_waiting_key, last, FIELD_COUNT, .flags = NEED),
    FIELD(struct agreement_waiting_key, after, FIELD_COUNT, .flags = NEED),
};
static const struct shape waiting_shape =
    SHAPE("agreement_waiting_key", struct agreement_waiting_key, waiting_fields);
/* What is under way is little at any time, and has an index of its own. */
const struct query agreement_texts_waiting = {
    .name = "agreement.texts-waiting", .from = "agreement_text",
    .where = "state IN ('issued', 'signed') AND place >= {first} AND place <= {last} "
             "AND text > {after}",
    .order = "text", .key = &waiting_shape, .row = &agreement_text_shape,
    .row_max = AGREEMENT_TEXTS_A_PAGE, .page = true, .guard = GUARD_DECISION,
};

static const struct field nothing_fields[] = {
    { "nothing", NULL, FIELD_COUNT, FIELD_REQUIRED, 0 },
};
static const struct shape nothing_shape = SHAPE("agreement_nothing", int64_t, nothing_fields);
const struct query agreement_texts_unsealed = {
    .name = "agreement.texts-unsealed", .from = "agreement_text",
    .where = "seal IS NULL AND {nothing} = 0", .order = "bucket, text", .key = &nothing_shape,
    .row = &agreement_text_shape, .row_max = AGREEMENT_TEXTS_A_PAGE, .page = true,
    .guard = GUARD_DECISION,
};

/* ---- all of them, page by page ---- */

static enum store_answer walk(struct store *store,
                              void (*each)(const struct agreement_text *row, void *data),
                              void *data)
{
    enum store_answer answer = STORE_DONE;
    struct arena arena;
    arena_init(&arena);
    struct agreement_text_key key = { .bucket = 0 };
    size_t got = AGREEMENT_TEXTS_A_PAGE;
    while (answer == STORE_DONE && got == AGREEMENT_TEXTS_A_PAGE) {
        arena_clear(&arena);
        struct want want = { .query = &agreement_texts_kept, .key = &key };
        answer = store->port->read(store, &want, &arena);
        got = answer == STORE_DONE ? want.rows.count : 0;
        const struct agreement_text *rows = want.rows.items;
        for (size_t i = 0; i < got; i++)
            each(&rows[i], data);
        if (got > 0)
            key = (struct agreement_text_key){ rows[got - 1].bucket, rows[got - 1].text };
    }
    arena_release(&arena);
    return answer;
}

static void look_at(const struct agreement_text *row, void *data)
{
    struct verify_report *report = data;
    report->checked++;
    bool whole = agreement_text_is_whole(row, report->arena);
    if (!whole || (text_present(row->seal) && !agreement_text_is_sealed(row, report->arena)))
        verify_complain_of(report, whole ? "verify.agreement.seal" : "verify.agreement.text",
                           row->text, row->agreement);
}

enum store_answer agreement_verify(struct store *store, struct verify_report *report)
{
    return walk(store, look_at, report);
}

struct visiting { void (*visit)(void *data, struct text name); void *data; };

static void visit_sheet(const struct agreement_text *row, void *data)
{
    const struct visiting *visiting = data;
    if (text_present(row->scan))
        visiting->visit(visiting->data, row->scan);
}

enum store_answer agreement_papers_all(struct store *store,
                                       void (*visit)(void *data, struct text name), void *data)
{
    struct visiting visiting = { visit, data };
    return walk(store, visit_sheet, &visiting);
}

/* ---- what every text of a place says ---- */

static const struct field article_fields[] = {
    FIELD(struct agreement_article, zh, FIELD_TEXT, .flags = NEED, .length_max = 1000),
    FIELD(struct agreement_article, en, FIELD_TEXT, .flags = NEED, .length_max = 2000),
};
static const struct shape article_shape =
    SHAPE("agreement_article", struct agreement_article, article_fields);
static const struct field terms_fields[] = {
    { "sign-days", NULL, FIELD_COUNT, NEED, AT(struct agreement_terms, sign_days) },
    { "articles", NULL, FIELD_LIST, NEED, AT(struct agreement_terms, articles),
      AGREEMENT_ARTICLES_MOST,
      .of = &article_shape },
};
static const struct shape terms_shape =
    SHAPE("agreement_terms", struct agreement_terms, terms_fields);

static const char *terms_check(const void *payload)
{
    const struct agreement_terms *terms = payload;
    return terms->sign_days < 1 || terms->sign_days > 365 ? "agreement.rule.sign-days" : NULL;
}
const struct rule_kind agreement_terms_rule = {
    .about = "agreement.terms", .payload = &terms_shape, .check = terms_check,
};
