/* intake_document_actions.c: documents served and shown. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

/* ---- served ---- */

static void decide_serve(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, found, "accept", input->version, decision);
    if (matter == NULL)
        return;
    const struct intake_document *rows = found->documents->items, *row = NULL;
    for (size_t i = 0; i < found->documents->count; i++)
        if (rows[i].document == input->part && rows[i].served_at.ms == 0)
            row = &rows[i];
    if (row == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_DOCUMENT, "document");
        return;
    }
    struct intake_document after = *row;
    after.served_how = input->what;
    after.served_at = request->at;
    after.served_by = request->actor->account;
    after.served_note = input->reason;
    decision_replace(decision, &intake_document_table, &after);
    struct intake_case visited = *found->row;
    if (text_is(input->what, "counter"))
        intake_visit(request, matter, found->office, found->events, &visited);
    if (visited.visits != found->row->visits)
        decision_replace(decision, &intake_case_table, &visited);
    intake_tell_case(request, matter, found->row, found->papers, found->events, decision);
}

struct unserved {
    int64_t case_id, document;
    struct text title_zh, title_en, number;
    struct moment at;
};
struct unserved_answer { struct list documents; };

static bool gather_unserved(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_list_input *input = request->input;
    struct intake_list_facts *found = facts;
    const struct intake_office_key key = {
        .office = input->office == 0 ? request->actor->office : input->office,
        .after = input->after, .after_case = input->after_case,
    };
    found->rows = gather_want(gather, &intake_documents_unserved, &key);
    return found->rows != NULL;
}

static void decide_unserved(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_document *rows = found->rows->items;
    struct unserved *listed =
        ARENA_ARRAY(request->arena, struct unserved, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++)
        listed[i] = (struct unserved){
            .case_id = rows[i].case_id, .document = rows[i].document, .number = rows[i].number,
            .at = rows[i].at,
            .title_zh = intake_document_title(rows[i].kind, LANGUAGE_CHINESE),
            .title_en = intake_document_title(rows[i].kind, LANGUAGE_ENGLISH),
        };
    ((struct unserved_answer *)decision->outcome)->documents =
        (struct list){ listed, found->rows->count };
}

/* ---- shown, to be printed ---- */

struct document_input { struct text receipt, last_four, number, code; };
_Static_assert(offsetof(struct document_input, receipt) == 0, "the receipt comes first");
struct document_told {
    struct text title_zh, title_en, number, body_zh, body_en, digest, seal, served_how;
    struct moment at, served_at, void_at;
    struct text void_zh, void_en, check_zh, check_en;
    bool sealed;
    struct list others;         /* of intake_document_listed */
};

/* What was asked for is called by its own name: 参保凭证. */
static struct text title_of(const struct matter *matter, const struct intake_document *row,
                            enum language language)
{
    bool english = language == LANGUAGE_ENGLISH;
    struct text own = matter == NULL ? (struct text){ 0 }
        : english ? matter->result.en : matter->result.zh;
    return text_is(row->kind, "result") && text_present(own)
        ? own : intake_document_title(row->kind, language);
}

struct list intake_documents_told(const struct matter *matter, const struct list *documents,
                                  struct arena *arena)
{
    const struct intake_document *rows = documents->items;
    struct intake_document_listed *told =
        ARENA_ARRAY(arena, struct intake_document_listed, documents->count + 1);
    for (size_t i = 0; i < documents->count; i++)
        told[i] = (struct intake_document_listed){
            .number = rows[i].number, .at = rows[i].at, .served_at = rows[i].served_at,
            .served_how = rows[i].served_how, .document = rows[i].document,
            .void_at = rows[i].void_at,
            .title_zh = title_of(matter, &rows[i], LANGUAGE_CHINESE),
            .title_en = title_of(matter, &rows[i], LANGUAGE_ENGLISH),
        };
    return (struct list){ told, documents->count };
}

/* A result says what the register has of somebody: a receipt and four characters, which others may
 * have come by, do not open it. The code that stands on the paper does: whoever holds it reads
 * nothing more than the paper says, and sees whether it is genuine and stands. */
static bool may_read(const struct request *request, const struct intake_case_facts *found,
                     const struct intake_document *row)
{
    return !text_is(row->kind, "result")
        || intake_may_see(request, found, (struct text){ 0 });
}

#define CODE_GROUP 4
#define CODE_GROUPS 3

/* "4A40-9FD6-81FB": the first 48 bits of the digest. Absent while there is none. */
static struct text check_code(const struct intake_document *row, struct arena *arena)
{
    if (row->digest.length < (size_t)CODE_GROUP * CODE_GROUPS)
        return (struct text){ 0 };
    struct builder builder = builder_over(arena_take(arena, 20), 20);
    for (size_t i = 0; i < (size_t)CODE_GROUP * CODE_GROUPS; i++) {
        char digit = row->digest.data[i];
        if (i > 0 && i % CODE_GROUP == 0)
            builder_add_char(&builder, '-');
        builder_add_char(&builder, digit >= 'a' ? (char)(digit - 'a' + 'A') : digit);
    }
    return builder_text(&builder);
}

/* However it was typed: small or capital letters, with or without its hyphens. */
static bool code_fits(struct text typed, struct text code)
{
    size_t at = 0;
    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.data[i];
        if (c == '-' || c == ' ')
            continue;
        if (at < code.length && code.data[at] == '-')
            at++;
        char capital = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if (at >= code.length || capital != code.data[at++])
            return false;
    }
    return code.length > 0 && at == code.length;
}

static struct text check_said(const struct intake_document *row, enum language language,
                              struct arena *arena)
{
    const struct text code = check_code(row, arena);
    return !text_present(code) ? code
        : intake_sentence("intake.document.check", language, &code, 1, arena);
}

/* Absent: it stands. */
static struct text void_said(const struct intake_document *row, enum language language,
                             struct arena *arena)
{
    const struct text details[] = {
        intake_day_text(date_of_moment(row->void_at), arena), row->void_by,
    };
    return row->void_at.ms == 0 ? (struct text){ 0 }
                                : intake_sentence("intake.document.void", language, details,
                                                  COUNT_OF(details), arena);
}

/* The one of that number, else the newest that stands, else the newest. NULL: refused. */
static const struct intake_document *row_of_reader(const struct request *request,
                                                   const struct intake_case_facts *found,
                                                   struct decision *decision)
{
    const struct document_input *input = request->input;
    if (!intake_may_see(request, found, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return NULL;
    }
    const struct intake_document *rows = found->documents->items, *row = NULL;
    for (size_t i = 0; i < found->documents->count; i++) {
        bool older = row != NULL && row->void_at.ms == 0 && rows[i].void_at.ms != 0;
        if (text_present(input->number) ? text_equal(rows[i].number, input->number)
                                        : !older && may_read(request, found, &rows[i]))
            row = &rows[i];
    }
    if (row != NULL && may_read(request, found, row))
        return row;
    intake_refuse(decision, row == NULL ? INTAKE_REFUSED_NO_DOCUMENT
                                        : INTAKE_REFUSED_SIGN_IN_TO_READ, "number");
    return NULL;
}

/* The one whose paper somebody holds. NULL: refused, alike whether case, number or code is
 * wrong. */
static const struct intake_document *row_of_code(const struct request *request,
                                                 const struct intake_case_facts *found,
                                                 struct decision *decision)
{
    const struct document_input *input = request->input;
    size_t count = found->row == NULL || found->documents == NULL ? 0 : found->documents->count;
    const struct intake_document *rows = count == 0 ? NULL : found->documents->items;
    for (size_t i = 0; i < count; i++)
        if ((!text_present(input->number) || text_equal(rows[i].number, input->number))
            && code_fits(input->code, check_code(&rows[i], request->arena)))
            return &rows[i];
    intake_refuse(decision, INTAKE_REFUSED_NOT_GENUINE, "code");
    return NULL;
}

static void decide_document(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct document_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct intake_document *row = text_present(input->code)
        ? row_of_code(request, found, decision) : row_of_reader(request, found, decision);
    if (row == NULL)
        return;
    const struct matter *matter = intake_matter_of(request, found->row);
    *(struct document_told *)decision->outcome = (struct document_told){
        .title_zh = title_of(matter, row, LANGUAGE_CHINESE),
        .title_en = title_of(matter, row, LANGUAGE_ENGLISH),
        .number = row->number, .body_zh = row->body_zh, .body_en = row->body_en,
        .digest = row->digest, .seal = row->seal, .at = row->at,
        .served_at = row->served_at, .served_how = row->served_how,
        .void_at = row->void_at, .void_zh = void_said(row, LANGUAGE_CHINESE, request->arena),
        .void_en = void_said(row, LANGUAGE_ENGLISH, request->arena),
        .check_zh = check_said(row, LANGUAGE_CHINESE, request->arena),
        .check_en = check_said(row, LANGUAGE_ENGLISH, request->arena),
        .sealed = row->void_at.ms == 0 && intake_document_is_sealed(row, request->arena),
        .others = intake_documents_told(matter, found->documents, request->arena),
    };
}

/* ---- rows ---- */

#define STEP(member_) AT(struct intake_case_input, member_)
static const struct field serve_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), .help = "intake.field.case" },
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, STEP(part), .help = "intake.field.document" },
    { "how", NULL, FIELD_CODE, FIELD_REQUIRED, STEP(what), 10, "served_how",
      .help = "intake.field.served-how" },
    { "note", NULL, FIELD_TEXT, 0, STEP(reason), 200, .help = "intake.field.served-note" },
};
static const struct shape serve_shape =
    SHAPE("intake_serve", struct intake_case_input, serve_fields);

#define UNSERVED(member_) AT(struct unserved, member_)
static const struct field unserved_fields[] = {
    { "number", NULL, FIELD_TEXT, 0, UNSERVED(number), 60,
      .help = "intake.field.document-number" },
    { "title_zh", NULL, FIELD_TEXT, 0, UNSERVED(title_zh), 30, .help = "intake.told.document" },
    { "title_en", NULL, FIELD_TEXT, 0, UNSERVED(title_en), 60, .help = "intake.told.document" },
    { "at", NULL, FIELD_MOMENT, 0, UNSERVED(at), .help = "intake.told.made" },
    { "case_id", NULL, FIELD_ID, 0, UNSERVED(case_id) },
    { "document", NULL, FIELD_ID, 0, UNSERVED(document) },
};
static const struct shape unserved_shape =
    SHAPE("intake_unserved", struct unserved, unserved_fields);
static const struct field unserved_list_fields[] = {
    { "documents", NULL, FIELD_LIST, 0, AT(struct unserved_answer, documents),
      .of = &unserved_shape, .help = "intake.told.documents" },
};
static const struct shape unserved_list_shape =
    SHAPE("intake_unserved_list", struct unserved_answer, unserved_list_fields);

#define DOCUMENT(member_) AT(struct document_input, member_)
static const struct field document_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, DOCUMENT(receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, DOCUMENT(last_four), 4,
      .help = "intake.field.last-four" },
    { "number", NULL, FIELD_TEXT, 0, DOCUMENT(number), 60,
      .help = "intake.field.document-number" },
    { "code", NULL, FIELD_TEXT, FIELD_PRIVATE, DOCUMENT(code), 20,
      .help = "intake.field.check-code" },
};
static const struct shape document_shape =
    SHAPE("intake_document_input", struct document_input, document_fields);

#define LISTED(member_) AT(struct intake_document_listed, member_)
static const struct field listed_fields[] = {
    { "number", NULL, FIELD_TEXT, 0, LISTED(number), 60,
      .help = "intake.field.document-number" },
    { "title_zh", NULL, FIELD_TEXT, 0, LISTED(title_zh), 30, .help = "intake.told.document" },
    { "title_en", NULL, FIELD_TEXT, 0, LISTED(title_en), 60, .help = "intake.told.document" },
    { "at", NULL, FIELD_MOMENT, 0, LISTED(at), .help = "intake.told.made" },
    { "served_how", NULL, FIELD_CODE, FIELD_SPARSE, LISTED(served_how), 10, "served_how",
      .help = "intake.field.served-how" },
    { "served_at", NULL, FIELD_MOMENT, FIELD_SPARSE, LISTED(served_at),
      .help = "intake.told.served" },
    { "void_at", NULL, FIELD_MOMENT, FIELD_SPARSE, LISTED(void_at), .help = "intake.told.void" },
    { "document", NULL, FIELD_ID, 0, LISTED(document) },
};
const struct shape intake_document_listed_shape =
    SHAPE("intake_document_listed", struct intake_document_listed, listed_fields);

#define TOLD(member_) AT(struct document_told, member_)
static const struct field told_fields[] = {
    { "title_zh", NULL, FIELD_TEXT, 0, TOLD(title_zh), 30, .help = "intake.told.document" },
    { "title_en", NULL, FIELD_TEXT, 0, TOLD(title_en), 60, .help = "intake.told.document" },
    { "number", NULL, FIELD_TEXT, 0, TOLD(number), 60, .help = "intake.field.document-number" },
    { "body_zh", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(body_zh), 40000,
      .help = "intake.told.body" },
    { "body_en", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(body_en), 80000,
      .help = "intake.told.body" },
    { "check_zh", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(check_zh), 200,
      .help = "intake.told.check" },
    { "check_en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(check_en), 300,
      .help = "intake.told.check" },
    { "at", NULL, FIELD_MOMENT, 0, TOLD(at), .help = "intake.told.made" },
    { "void_zh", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(void_zh), 200,
      .help = "intake.told.void-because" },
    { "void_en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(void_en), 200,
      .help = "intake.told.void-because" },
    { "void_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(void_at), .help = "intake.told.void" },
    { "served_how", NULL, FIELD_CODE, FIELD_SPARSE, TOLD(served_how), 10, "served_how",
      .help = "intake.field.served-how" },
    { "served_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(served_at),
      .help = "intake.told.served" },
    { "sealed", NULL, FIELD_FLAG, 0, TOLD(sealed), .help = "intake.told.sealed" },
    { "digest", NULL, FIELD_TEXT, 0, TOLD(digest), 64, .help = "intake.told.digest" },
    { "seal", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(seal), 128, .help = "intake.told.seal" },
    { "others", NULL, FIELD_LIST, 0, TOLD(others), .of = &intake_document_listed_shape,
      .help = "intake.told.documents" },
};
static const struct shape told_shape =
    SHAPE("intake_document_told", struct document_told, told_fields);

const struct action intake_serve_action = {
    .name = "intake.serve", .method = "POST", .path = "/api/v1/cases/{case_id}/service",
    .flags = ACTION_ONCE, .input = &serve_shape,
    .facts = &intake_step_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.serve", .keys = intake_case_keys,
    .gather = intake_gather_step, .decide = decide_serve,
};
const struct action intake_unserved_action = {
    .name = "intake.unserved", .method = "GET", .path = "/api/v1/documents/unserved",
    .flags = ACTION_READ, .input = &intake_list_input_shape,
    .facts = &intake_list_facts_shape, .outcome = &unserved_list_shape,
    .answer = &unserved_list_shape, .help = "intake.help.unserved", .gather = gather_unserved,
    .decide = decide_unserved,
};
const struct action intake_document_action = {
    .name = "intake.document", .method = "POST", .path = "/api/v1/cases/document",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &document_shape,
    .facts = &intake_step_facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "intake.help.document", .gather = intake_gather_receipt,
    .decide = decide_document,
};
