/* notice_announce.c: see notice_announce.h. */

#include "rooms/notice/notice_announce.h"

#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_waiting.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

static bool is_kind(struct text kind)
{
    return text_is(kind, "announcement") || text_is(kind, "appeal")
        || text_is(kind, "public-notice") || text_is(kind, "letter");
}

bool notice_gather_announcement(struct gather *gather, const struct request *request,
                                void *facts)
{
    const struct notice_announcement_input *input = request->input;
    struct notice_announcement_facts *found = facts;
    const struct notice_announcement_key key = { NOTICE_BUCKET, input->announcement };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    const void *row = NULL;
    bool complete = gather_one(gather, &notice_announcement_by_id, &key, &row);
    found->row = row;
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    return complete && found->offices != NULL;
}

bool notice_gather_announce_out(struct gather *gather, const struct request *request,
                                void *facts)
{
    struct notice_announcement_facts *found = facts;
    const struct notice_announcements_key out = { NOTICE_BUCKET, TEXT("out"), INT64_MAX };
    const struct notice_bucket_key all = { NOTICE_BUCKET };
    const struct notice_after_key last = { NOTICE_BUCKET, 0 };
    const void *row = NULL;
    bool complete = notice_gather_announcement(gather, request, facts);
    complete &= gather_one(gather, &notice_publication_last, &last, &row);
    found->last = row;
    found->waiting = gather_want(gather, &notice_waiting_all, &all);
    found->out = gather_want(gather, &notice_announcements_page, &out);
    return complete && found->waiting != NULL && found->out != NULL;
}

/* ---- drafting ---- */

static bool may_draft(const struct request *request, const struct notice_announcement *row,
                      struct decision *decision)
{
    const struct notice_announce_input *input = request->input;
    if (!division_exists(book_divisions(request->book), (int32_t)input->place))
        decision_refuse(decision, "notice.refused.no-such-place", "place");
    else if (!notice_may_speak_for(request, input->place))
        decision_refuse(decision, "notice.refused.out-of-place", "place");
    else if (!is_kind(input->kind))
        decision_refuse(decision, "notice.refused.no-such-kind", "kind");
    else if (input->announcement != 0 && row == NULL)
        decision_refuse(decision, "notice.refused.no-such-announcement", "announcement");
    else if (row != NULL && !notice_may_speak_for(request, row->place))
        decision_refuse(decision, "notice.refused.out-of-place", "announcement");
    else if (row != NULL && !text_is(row->state, "draft"))
        decision_refuse(decision, "notice.refused.not-a-draft", "announcement");
    return decision->refusal.key == NULL;
}

static void told(const struct notice_announcement *row, struct decision *decision)
{
    decision->subject = row->announcement;
    *(struct notice_announced *)decision->outcome = (struct notice_announced){
        .announcement = row->announcement, .state = row->state, .out_at = row->out_at,
    };
}

void notice_decide_announce(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct notice_announce_input *input = request->input;
    const struct notice_announcement_facts *found = facts;
    if (!may_draft(request, found->row, decision))
        return;
    struct notice_announcement row = {
        .bucket = NOTICE_BUCKET, .announcement = input->announcement, .kind = input->kind,
        .place = input->place, .title = input->title, .body = input->body,
        .matter = input->matter, .aspects = input->aspects, .item = input->item,
        .method = input->method, .materials = input->materials, .flow = input->flow,
        .contact = input->contact, .document = input->document, .state = TEXT("draft"),
        .drafted_by = request->actor->account, .drafted_at = request->at,
    };
    if (found->row != NULL) {
        row.version = found->row->version;
        decision_replace(decision, &notice_announcement_table, &row);
    } else {
        row.announcement = id_mint(request->minter, NOTICE_BUCKET);
        decision_insert(decision, &notice_announcement_table, &row);
    }
    told(&row, decision);
}

/* ---- out ---- */

/* What an announcement of a matter must say; the first that is missing is named. */
static const char *missing(const struct notice_announcement *row)
{
    if (!text_present(row->matter) && row->document == 0)
        return NULL;
    if (!text_present(row->item))
        return "item";
    if (!text_present(row->method))
        return "method";
    if (!text_present(row->materials))
        return "materials";
    return text_present(row->flow) ? NULL : "flow";
}

static bool may_change(const struct request *request, const struct notice_announcement *row,
                       const char *state, const char *why, struct decision *decision)
{
    if (row == NULL)
        decision_refuse(decision, "notice.refused.no-such-announcement", "announcement");
    else if (!notice_may_speak_for(request, row->place))
        decision_refuse(decision, "notice.refused.out-of-place", "announcement");
    else if (!text_is(row->state, state))
        decision_refuse(decision, why, "announcement");
    return decision->refusal.key == NULL;
}

/* A change is reported up the tree with the announcement itself (the superior centre's copy). */
static void report_upwards(const struct request *request, const struct notice_announcement *row,
                           const struct list *offices, struct decision *decision)
{
    const struct divisions *divisions = book_divisions(request->book);
    int32_t parent = division_parent(divisions, (int32_t)row->place);
    const struct staff_office *office = parent <= 0 ? NULL
        : staff_office_for(offices, parent, "bureau");
    if (office == NULL)
        return;
    const struct notice_receiver copy = {
        .bucket = NOTICE_BUCKET, .document = row->announcement, .receiver = office->office,
        .kind = TEXT("office"), .why = TEXT("report"), .number = TEXT("-"),
        .title = row->title, .sent_at = request->at,
    };
    decision_insert(decision, &notice_receiver_table, &copy);
}

void notice_decide_announce_out(const struct request *request, const void *facts,
                                struct decision *decision)
{
    const struct notice_announcement_facts *found = facts;
    if (!may_change(request, found->row, "draft", "notice.refused.not-a-draft", decision))
        return;
    if (found->row->drafted_by == request->actor->account) {
        decision_refuse(decision, "notice.refused.four-eyes", "announcement");
        return;
    }
    const char *lacks = missing(found->row);
    if (lacks != NULL) {
        decision_refuse_with(decision, "notice.refused.announcement-lacks", lacks,
                             text_of(lacks), (struct text){ 0 });
        return;
    }
    struct notice_announcement row = *found->row;
    row.state = TEXT("out");
    row.out_by = request->actor->account;
    row.out_at = request->at;
    int64_t taken = notice_waiting_take(request, found->waiting, found->out, &row, decision);
    if (taken > 0 && (found->last == NULL ? 0 : found->last->sequence)
                         != book_sequence(request->book)) {
        decision_refuse(decision, "notice.refused.book-behind", NULL);
        return;
    }
    decision_replace(decision, &notice_announcement_table, &row);
    report_upwards(request, &row, found->offices, decision);
    told(&row, decision);
    ((struct notice_announced *)decision->outcome)->taken = taken;
}

void notice_decide_announce_withdraw(const struct request *request, const void *facts,
                                     struct decision *decision)
{
    const struct notice_announcement_input *input = request->input;
    const struct notice_announcement_facts *found = facts;
    if (!may_change(request, found->row, "out", "notice.refused.not-out", decision))
        return;
    if (!text_present(input->reason)) {
        decision_refuse(decision, "notice.refused.no-reason", "reason");
        return;
    }
    struct notice_announcement row = *found->row;
    row.state = TEXT("withdrawn");
    row.withdrawn_by = request->actor->account;
    row.withdrawn_at = request->at;
    row.withdrawn_why = input->reason;
    decision_replace(decision, &notice_announcement_table, &row);
    told(&row, decision);
}

/* ---- read ---- */

bool notice_gather_announcements(struct gather *gather, const struct request *request,
                                 void *facts)
{
    const struct notice_announcements_input *input = request->input;
    struct notice_announcement_facts *found = facts;
    bool ours = request->actor->role == ROLE_PUBLISHER || request->actor->role == ROLE_LEADER
        || request->actor->role == ROLE_ADMINISTRATOR;
    const struct notice_announcements_key key = {
        .bucket = NOTICE_BUCKET, .before = input->before == 0 ? INT64_MAX : input->before,
        .state = ours && text_present(input->state) ? input->state : TEXT("out"),
    };
    found->rows = gather_want(gather, &notice_announcements_page, &key);
    return found->rows != NULL;
}

void notice_decide_announcements(const struct request *request, const void *facts,
                                 struct decision *decision)
{
    const struct notice_announcements_input *input = request->input;
    const struct notice_announcement_facts *found = facts;
    const struct notice_announcement *rows = found->rows->items;
    const struct divisions *divisions = book_divisions(request->book);
    struct notice_announcement *kept =
        ARENA_ARRAY(request->arena, struct notice_announcement, found->rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++) {
        bool there = input->place == 0
            || division_is_within(divisions, (int32_t)input->place, (int32_t)rows[i].place);
        bool told = !text_is(rows[i].state, "draft")
            || notice_may_speak_for(request, rows[i].place);
        if (there && told)
            kept[count++] = rows[i];
    }
    ((struct notice_announcements_answer *)decision->outcome)->announcements =
        (struct list){ kept, count };
}

/* Withdrawn ones stay readable, with their trace. */
void notice_decide_announcement(const struct request *request, const void *facts,
                                struct decision *decision)
{
    const struct notice_announcement_facts *found = facts;
    if (found->row == NULL
        || (text_is(found->row->state, "draft") && !notice_may_speak_for(request,
                                                                         found->row->place))) {
        decision_refuse(decision, "notice.refused.no-such-announcement", "announcement");
        return;
    }
    *(struct notice_announcement *)decision->outcome = *found->row;
}
