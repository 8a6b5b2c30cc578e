/* notice_publish.c: a document becomes a publication, and the book is exchanged before anybody is
 * answered. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_change.h"
#include "rooms/notice/notice_document.h"

#include "base/check.h"
#include "core/divisions.h"

/* ---- what people must be told beforehand ---- */

static bool is_announced(const struct request *request, const struct book *after,
                         const struct notice_document_facts *found, struct decision *decision)
{
    const struct notice_document_input *input = request->input;
    const struct notice_change *changes;
    size_t count = notice_changes(after, found->row->file, request->arena, &changes);
    if (text_present(input->urgent) && request->actor->role == ROLE_LEADER)
        return true;
    for (size_t i = 0; i < count; i++) {
        const struct notice_change *change = &changes[i];
        if (notice_change_is_announced(change, found->announcements, (struct moment){ 0 }))
            continue;
        struct text what = !text_present(change->matter) ? change->clause
            : arena_format(request->arena, "%.*s %.*s", TEXT_ARGS(change->matter),
                           TEXT_ARGS(change->clause));
        decision_refuse_with(decision, "notice.refused.not-announced", "document",
                             text_of(change->aspect), arena_text(request->arena, what));
        return false;
    }
    return true;
}

/* ---- facts ---- */

bool notice_gather_publish(struct gather *gather, const struct request *request, void *facts)
{
    struct notice_document_facts *found = facts;
    const struct notice_document_input *input = request->input;
    const struct notice_announced_key announced = { NOTICE_BUCKET, input->document };
    const struct notice_after_key last = { NOTICE_BUCKET, 0 };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    bool complete = notice_gather_document(gather, request, facts);
    complete &= gather_one(gather, &notice_publication_last, &last, &found->last);
    found->announcements = gather_want(gather, &notice_announcements_of_document, &announced);
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    if (!complete || found->announcements == NULL || found->offices == NULL)
        return false;
    if (found->row == NULL)
        return true;
    const struct notice_file_key file = { NOTICE_BUCKET, found->row->file };
    found->of_file = gather_want(gather, &notice_documents_of_file, &file);
    return found->of_file != NULL;
}

/* ---- deciding ---- */

/* A text was drafted from what was held then: what has been published about it since would be
 * taken back by it unseen. */
static bool overtaken(const struct notice_document_facts *found)
{
    const struct notice_document *rows = found->of_file->items;
    for (size_t i = 0; i < found->of_file->count; i++)
        if (rows[i].document != found->row->document
            && rows[i].published_at.ms > found->row->drafted_at.ms)
            return true;
    return false;
}

/* Days that have passed while it waited for its second person were lived under the notice. */
static bool revokes_backwards(const struct request *request, const struct notice_document *row)
{
    return text_is(row->kind, "revocation") && row->holds_from.yyyymmdd != 0
        && date_compare(row->holds_from, date_of_moment(request->at)) < 0;
}

static bool may_publish(const struct request *request, const struct notice_document_facts *found,
                        struct decision *decision)
{
    const struct notice_document_input *input = request->input;
    const struct notice_document *row = found->row;
    const struct notice_publication_row *last = found->last;
    int64_t held = last == NULL ? 0 : last->sequence;
    if (row == NULL)
        decision_refuse(decision, "notice.refused.no-such-document", "document");
    else if (!notice_may_speak_for(request, row->place))
        decision_refuse(decision, "notice.refused.out-of-place", "document");
    else if (input->version != 0 && input->version != row->version)
        decision_refuse(decision, "notice.refused.changed", "version");
    else if (text_is(row->state, "draft"))
        decision_refuse(decision, "notice.refused.not-approved", "document");
    else if (!text_is(row->state, "approved"))
        decision_refuse(decision, "notice.refused.not-open", "document");
    else if (overtaken(found))
        decision_refuse(decision, "notice.refused.overtaken", "document");
    else if (revokes_backwards(request, row))
        decision_refuse(decision, "notice.refused.revoked-backwards", "document");
    else if (held != book_sequence(request->book))
        decision_refuse(decision, "notice.refused.book-behind", NULL);
    return decision->refusal.key == NULL;
}

static void add_publication(const struct request *request, const struct notice_document *row,
                            int64_t sequence, struct decision *decision)
{
    const struct publication made = notice_publication_made(request, row->file, row->text);
    const struct notice_publication_row publication = {
        .bucket = NOTICE_BUCKET, .sequence = sequence, .file = row->file,
        .digest = row->digest, .text = row->text, .taken = request->at, .known = made.known,
        .origin = TEXT("desk"), .document = row->document,
    };
    decision_insert(decision, &notice_publication_table, &publication);
}

/* What this text takes the place of. */
static void close_earlier(const struct notice_document_facts *found, struct decision *decision)
{
    const struct notice_document *rows = found->of_file->items;
    for (size_t i = 0; i < found->of_file->count; i++) {
        if (rows[i].document == found->row->document || !text_is(rows[i].state, "published"))
            continue;
        struct notice_document row = rows[i];
        row.state = text_is(found->row->kind, "revocation") ? TEXT("revoked")
                                                            : TEXT("replaced");
        decision_replace(decision, &notice_document_table, &row);
    }
}

static const struct staff_office *office_called(const struct list *offices, struct text word)
{
    const struct staff_office *rows = offices->items;
    int64_t number;
    bool numbered = text_to_int64(word, &number);
    for (size_t i = 0; i < offices->count; i++)
        if (text_equal(rows[i].name, word) || (numbered && rows[i].office == number)
            || (numbered && rows[i].division == number && text_is(rows[i].kind, "bureau")))
            return &rows[i];
    return NULL;
}

struct copies { int64_t to[80]; int64_t count; };

static void copy_to(const struct notice_document *row, const struct staff_office *office,
                    const char *why, struct copies *copies, struct decision *decision)
{
    for (int64_t i = 0; i < copies->count; i++)
        if (copies->to[i] == office->office)
            return;
    if (copies->count == COUNT_OF(copies->to))
        return;
    copies->to[copies->count++] = office->office;
    const struct notice_receiver copy = {
        .bucket = NOTICE_BUCKET, .document = row->document, .receiver = office->office,
        .kind = TEXT("office"), .why = text_of(why), .number = row->number,
        .title = row->title, .sent_at = decision->request->at,
    };
    decision_insert(decision, &notice_receiver_table, &copy);
}

static int64_t send_copies(const struct request *request,
                           const struct notice_document_facts *found, struct decision *decision)
{
    const struct notice_document *row = found->row;
    const struct divisions *divisions = book_divisions(request->book);
    struct rule_faults faults;
    rule_faults_init(&faults, request->arena);
    struct notice_head head = { 0 };
    struct copies copies = { .count = 0 };
    if (text_present(row->text))
        notice_head_read(row->file, row->text, request->arena, &faults, &head);
    const struct notice_word *cc = head.of.cc.items;
    for (size_t i = 0; i < head.of.cc.count; i++) {
        const struct staff_office *office = office_called(found->offices, cc[i].word);
        if (office != NULL)
            copy_to(row, office, "copy", &copies, decision);
    }
    int32_t parent = division_parent(divisions, (int32_t)row->place);
    const struct staff_office *above = parent <= 0 ? NULL
        : staff_office_for(found->offices, parent, "bureau");
    if (above != NULL)
        copy_to(row, above, "report", &copies, decision);
    const struct staff_office *offices = found->offices->items;
    for (size_t i = 0; i < found->offices->count; i++)
        if (text_is(offices[i].kind, "bureau")
            && division_parent(divisions, (int32_t)offices[i].division) == row->place)
            copy_to(row, &offices[i], "guidance", &copies, decision);
    return copies.count;
}

/* The first day before today that the text says anything about; absent: it only looks ahead. */
static struct date reach(const struct book *after, struct text file, struct date today)
{
    size_t count;
    const struct measure *const *measures = book_measures(after, &count);
    struct date first = today;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(measures[i]->file, file)
            || date_compare(measures[i]->known_until, DATE_LATEST) != 0)
            continue;
        struct date from = measures[i]->time.from.kind == POINT_DAY ? measures[i]->time.from.day
            : measures[i]->issued;
        if (date_compare(from, first) < 0)
            first = from;
    }
    return date_compare(first, today) < 0 ? first : DATE_NONE;
}

void notice_decide_publish(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct notice_document_input *input = request->input;
    const struct notice_document_facts *found = facts;
    if (!may_publish(request, found, decision))
        return;
    const struct book *after = notice_book_with(request, found->row->file, found->row->text,
                                                decision);
    if (after == NULL)
        return;
    struct date back = reach(after, found->row->file, date_of_moment(request->at));
    bool announced = is_announced(request, after, found, decision);
    book_release(after);
    if (!announced)
        return;
    struct notice_document row = *found->row;
    row.state = TEXT("published");
    row.published_by = request->actor->account;
    row.published_at = request->at;
    row.sequence = book_sequence(request->book) + 1;
    row.urgent = input->urgent;
    add_publication(request, &row, row.sequence, decision);
    decision_replace(decision, &notice_document_table, &row);
    close_earlier(found, decision);
    int64_t receivers = send_copies(request, found, decision);
    decision->subject = row.document;
    *(struct notice_published *)decision->outcome = (struct notice_published){
        .document = row.document, .sequence = row.sequence, .number = row.number,
        .file = row.file, .place = row.place, .reaches_back = back,
        .revocation = text_is(row.kind, "revocation"), .in_force = request->at,
        .receivers = receivers,
    };
}
