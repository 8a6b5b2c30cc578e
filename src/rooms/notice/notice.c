/* notice.c: who may declare what, and when. */

#include "rooms/notice/notice.h"

#include "rooms/notice/notice_inside.h"

#include "core/book.h"
#include "core/divisions.h"

static bool may_speak_for(const struct request *request, int64_t place)
{
    const struct actor *actor = request->actor;
    return actor->scope.everything
        || division_is_within(book_divisions(request->book), (int32_t)place, actor->division);
}

static const struct notice_event_row *standing_event(const struct list *rows, struct text kind,
                                                     int64_t place)
{
    const struct notice_event_row *items = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (items[i].place == place && items[i].withdrawn.ms == 0
            && text_equal(items[i].kind, kind))
            return &items[i];
    return NULL;
}

#define DAYS_AHEAD 366
#define DAYS_BACK (10 * 366)

bool notice_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct notice_facts *found = facts;
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    found->events = gather_want(gather, &notice_events_all, &key);
    return found->events != NULL;
}

/* "epidemic-end", "response-level-1-start", "plan:flood": what a measure may name. */
static bool kind_is_spelled_well(struct text kind)
{
    for (size_t i = 0; i < kind.length; i++) {
        char c = kind.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':'))
            return false;
    }
    return text_present(kind);
}

void notice_decide_declare(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct notice_declare_input *input = request->input;
    const struct notice_facts *found = facts;
    if (!division_exists(book_divisions(request->book), (int32_t)input->place)) {
        decision_refuse(decision, "notice.refused.no-such-place", "place");
        return;
    }
    if (!may_speak_for(request, input->place)) {
        decision_refuse(decision, "notice.refused.out-of-place", "place");
        return;
    }
    if (!kind_is_spelled_well(input->kind)) {
        decision_refuse(decision, "notice.refused.no-such-event", "kind");
        return;
    }
    if (standing_event(found->events, input->kind, input->place) != NULL) {
        decision_refuse(decision, "notice.refused.declared-already", "kind");
        return;
    }
    /* A paper may name a day to come; one much further off is a slip of the pen. */
    struct date today = date_of_moment(request->at);
    if (date_days_between(today, input->day) > DAYS_AHEAD
        || date_days_between(input->day, today) > DAYS_BACK) {
        decision_refuse(decision, "notice.refused.day-too-far", "day");
        return;
    }
    const struct notice_event_row row = {
        .bucket = NOTICE_BUCKET, .event = id_mint(request->minter, NOTICE_BUCKET),
        .kind = input->kind, .place = input->place, .day = input->day,
        .declared = request->at, .paper = input->paper,
        .declared_by = request->actor->account,
    };
    decision_insert(decision, &notice_event_table, &row);
    decision->subject = row.event;
    ((struct notice_declared *)decision->outcome)->event = row.event;
}

void notice_decide_withdraw(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct notice_withdraw_input *input = request->input;
    const struct notice_facts *found = facts;
    const struct notice_event_row *rows = found->events->items, *row = NULL;
    for (size_t i = 0; i < found->events->count; i++)
        if (rows[i].event == input->event)
            row = &rows[i];
    if (row == NULL || !may_speak_for(request, row->place)) {
        decision_refuse(decision, "notice.refused.no-such-declaration", "event");
        return;
    }
    if (row->withdrawn.ms != 0) {
        decision_refuse(decision, "notice.refused.withdrawn-already", "event");
        return;
    }
    struct notice_event_row after = *row;
    after.withdrawn = request->at;
    after.withdrawn_by = request->actor->account;
    decision_replace(decision, &notice_event_table, &after);
    decision->subject = row->event;
    ((struct notice_declared *)decision->outcome)->event = row->event;
}

void notice_decide_events(const struct request *request, const void *facts,
                          struct decision *decision)
{
    (void)request;
    const struct notice_facts *found = facts;
    ((struct notice_events_answer *)decision->outcome)->events = *found->events;
}
