/* notice_document.c: drafting, revoking, approving; see notice_document.h. */

#include "rooms/notice/notice_document.h"

#include "base/check.h"
#include "base/digest.h"
#include "core/divisions.h"

#define FAULT_BYTES 600

bool notice_may_speak_for(const struct request *request, int64_t place)
{
    const struct actor *actor = request->actor;
    return actor->scope.everything
        || division_is_within(book_divisions(request->book), (int32_t)place, actor->division);
}

/* ---- what is wrong with a text ---- */

static struct text fault_told(const struct rule_fault *fault, enum language language,
                              struct arena *arena)
{
    char bytes[FAULT_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    rule_fault_write(&builder, fault, language);
    return arena_text(arena, builder_text(&builder));
}

static void refuse_faults(const struct rule_faults *faults, struct decision *decision)
{
    struct arena *arena = decision->request->arena;
    CHECK(faults->first != NULL);
    struct text chinese = fault_told(faults->first, LANGUAGE_CHINESE, arena);
    struct text english = fault_told(faults->first, LANGUAGE_ENGLISH, arena);
    decision_refuse_with(decision, "notice.refused.text-wrong", "text",
                         arena_format(arena, "%.*s / %.*s", TEXT_ARGS(chinese),
                                      TEXT_ARGS(english)), (struct text){ 0 });
}

struct publication notice_publication_made(const struct request *request, struct text file,
                                           struct text text)
{
    struct publication publication = {
        .sequence = book_sequence(request->book) + 1, .file = file, .text = text,
        .known = request->at,
    };
    publication_digest(&publication);
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    for (size_t i = 0; i < count && !text_present(text); i++)
        if (text_equal(heads[i].file, file))
            publication.known = moment_of_date(heads[i].issued);
    return publication;
}

const struct book *notice_book_with(const struct request *request, struct text file,
                                    struct text text, struct decision *decision)
{
    struct rule_faults faults;
    rule_faults_init(&faults, request->arena);
    const struct publication publication = notice_publication_made(request, file, text);
    const struct book *book = book_add(request->book, &publication, 1, &faults);
    if (book == NULL)
        refuse_faults(&faults, decision);
    return book;
}

/* ---- facts ---- */

bool notice_gather_document(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_document_input *input = request->input;
    struct notice_document_facts *found = facts;
    const struct notice_document_key key = { NOTICE_BUCKET, input->document };
    const void *row = NULL;
    if (!gather_one(gather, &notice_document_by_id, &key, &row))
        return false;
    found->row = row;
    return true;
}

bool notice_gather_draft(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_draft_input *input = request->input;
    struct notice_document_facts *found = facts;
    if (input->document == 0)
        return true;
    const struct notice_document_key key = { NOTICE_BUCKET, input->document };
    const void *row = NULL;
    if (!gather_one(gather, &notice_document_by_id, &key, &row))
        return false;
    found->row = row;
    return true;
}

/* ---- drafting ---- */

static struct text file_of_new(const struct request *request, const struct notice_head *head,
                               int64_t document)
{
    return arena_format(request->arena, NOTICE_FILES "%d/desk-%lld.yaml", (int)head->place,
                        (long long)document);
}

/* A text that replaces another was not known before: knowledge is not rewritten. */
static bool knows_backwards(const struct notice_head *head, const struct notice_head *held,
                            struct date today)
{
    return held != NULL && head->known.yyyymmdd != 0 && date_compare(head->known, today) < 0;
}

static void told_drafted(const struct notice_document *row, int64_t measures, bool replaces,
                         int64_t version, struct decision *decision)
{
    decision->subject = row->document;
    *(struct notice_drafted *)decision->outcome = (struct notice_drafted){
        .document = row->document, .number = row->number, .state = row->state,
        .file = row->file, .place = row->place, .measures = measures, .version = version,
        .replaces = replaces,
    };
}

static bool may_change(const struct request *request, const struct notice_document *row,
                       struct decision *decision)
{
    const struct notice_draft_input *input = request->input;
    if (input->document == 0)
        return true;
    if (row == NULL)
        decision_refuse(decision, "notice.refused.no-such-document", "document");
    else if (!notice_may_speak_for(request, row->place))
        decision_refuse(decision, "notice.refused.out-of-place", "document");
    else if (!text_is(row->state, "draft") && !text_is(row->state, "approved"))
        decision_refuse(decision, "notice.refused.not-open", "document");
    else if (input->version != 0 && input->version != row->version)
        decision_refuse(decision, "notice.refused.changed", "version");
    return decision->refusal.key == NULL;
}

static bool text_is_good(const struct request *request, struct text file,
                         const struct notice_head *head, const struct notice_head *held,
                         struct text text, struct decision *decision)
{
    /* Nor may a text that calls itself ours take the place of another bureau's. */
    if (!notice_may_speak_for(request, head->place)
        || (held != NULL && !notice_may_speak_for(request, held->place))) {
        decision_refuse(decision, "notice.refused.out-of-place", "place");
        return false;
    }
    if (knows_backwards(head, held, date_of_moment(request->at))) {
        decision_refuse(decision, "notice.refused.known-backwards", "text");
        return false;
    }
    const struct book *after = notice_book_with(request, file, text, decision);
    book_release(after);
    return after != NULL;
}

void notice_decide_draft(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct notice_draft_input *input = request->input;
    const struct notice_document_facts *found = facts;
    struct rule_faults faults;
    rule_faults_init(&faults, request->arena);
    struct notice_head head;
    if (!may_change(request, found->row, decision))
        return;
    if (!notice_head_read(TEXT("text"), input->text, request->arena, &faults, &head)) {
        refuse_faults(&faults, decision);
        return;
    }
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *held = notice_head_of(heads, count, head.number);
    struct notice_document row = { .bucket = NOTICE_BUCKET };
    if (found->row != NULL)
        row = *found->row;
    else
        row.document = id_mint(request->minter, NOTICE_BUCKET);
    row.file = held != NULL ? held->file : file_of_new(request, &head, row.document);
    if (!text_is_good(request, row.file, &head, held, input->text, decision))
        return;
    row.kind = TEXT("notice");
    row.place = head.place;
    row.number = head.number;
    row.title = head.title;
    row.text = input->text;
    row.digest = hex_encode(request->arena, digest_text(&head.digest));
    row.state = TEXT("draft");
    row.drafted_by = request->actor->account;
    row.drafted_at = request->at;
    row.approved_by = 0;
    row.approved_at = (struct moment){ 0 };
    if (found->row != NULL)
        decision_replace(decision, &notice_document_table, &row);
    else
        decision_insert(decision, &notice_document_table, &row);
    told_drafted(&row, head.measures, held != NULL,
                 found->row == NULL ? 1 : found->row->version + 1, decision);
}

/* ---- revoking ---- */

static struct text text_held(const struct book *book, struct text file)
{
    const struct publication *publication = book_publication(book, file);
    CHECK(publication != NULL);
    return publication->text;
}

/* An end before the day of issue leaves nothing: it is as if it had never been. */
static struct text text_revoked(const struct request *request, const struct notice_head *held,
                                struct date from)
{
    const struct notice_revoke_input *input = request->input;
    struct date until = date_plus_days(from, -1);
    if (input->never || date_compare(until, held->issued) < 0)
        return TEXT("");
    return notice_text_ended(text_held(request->book, held->file), until, input->paper,
                             request->arena);
}

void notice_decide_revoke(const struct request *request, const void *facts,
                          struct decision *decision)
{
    (void)facts;
    const struct notice_revoke_input *input = request->input;
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *held = notice_head_of(heads, count, input->number);
    struct date today = date_of_moment(request->at);
    struct date from = input->from.yyyymmdd == 0 ? today : input->from;
    if (held == NULL || notice_state_on(held, today) == NOTICE_ENDED) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    if (!notice_may_speak_for(request, held->place)) {
        decision_refuse(decision, "notice.refused.out-of-place", "number");
        return;
    }
    if (!input->never && date_compare(from, today) < 0) {
        decision_refuse(decision, "notice.refused.revoked-backwards", "from");
        return;
    }
    struct text text = text_revoked(request, held, from);
    const struct book *after = notice_book_with(request, held->file, text, decision);
    book_release(after);
    if (after == NULL)
        return;
    struct digest digest = digest_sm3(text);
    const struct notice_document row = {
        .bucket = NOTICE_BUCKET, .document = id_mint(request->minter, NOTICE_BUCKET),
        .kind = TEXT("revocation"), .place = held->place, .number = held->number,
        .title = held->title, .file = held->file, .text = text,
        .digest = hex_encode(request->arena, digest_text(&digest)), .state = TEXT("draft"),
        .paper = input->paper, .holds_from = input->never ? DATE_NONE : from,
        .drafted_by = request->actor->account, .drafted_at = request->at,
    };
    decision_insert(decision, &notice_document_table, &row);
    told_drafted(&row, held->measures, true, 1, decision);
}

/* ---- the second person ---- */

static bool document_is_ours(const struct request *request, const struct notice_document *row,
                             struct decision *decision)
{
    const struct notice_document_input *input = request->input;
    if (row == NULL)
        decision_refuse(decision, "notice.refused.no-such-document", "document");
    else if (!notice_may_speak_for(request, row->place))
        decision_refuse(decision, "notice.refused.out-of-place", "document");
    else if (input->version != 0 && input->version != row->version)
        decision_refuse(decision, "notice.refused.changed", "version");
    return decision->refusal.key == NULL;
}

void notice_decide_approve(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct notice_document_facts *found = facts;
    if (!document_is_ours(request, found->row, decision))
        return;
    if (!text_is(found->row->state, "draft")) {
        decision_refuse(decision, "notice.refused.not-a-draft", "document");
        return;
    }
    if (found->row->drafted_by == request->actor->account) {
        decision_refuse(decision, "notice.refused.four-eyes", "document");
        return;
    }
    struct notice_document row = *found->row;
    row.state = TEXT("approved");
    row.approved_by = request->actor->account;
    row.approved_at = request->at;
    decision_replace(decision, &notice_document_table, &row);
    told_drafted(&row, 0, false, found->row->version + 1, decision);
}

void notice_decide_drop(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_document_facts *found = facts;
    if (!document_is_ours(request, found->row, decision))
        return;
    if (!text_is(found->row->state, "draft") && !text_is(found->row->state, "approved")) {
        decision_refuse(decision, "notice.refused.not-open", "document");
        return;
    }
    struct notice_document row = *found->row;
    row.state = TEXT("dropped");
    decision_replace(decision, &notice_document_table, &row);
    told_drafted(&row, 0, false, found->row->version + 1, decision);
}
