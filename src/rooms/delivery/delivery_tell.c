/* delivery_tell.c: what announcements and published notices give to send, and who is called. */

#include "rooms/delivery/delivery_tell.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "rooms/message/message_facts.h"

/* ---- an announcement goes out by every channel there is ---- */

static const char *const PUBLIC_CHANNELS[] = { "portal", "sms", "wechat", "app", "phone" };

void delivery_decide_announce(const struct request *request, const void *facts,
                              struct decision *decision)
{
    (void)facts;
    const struct delivery_announce_input *input = request->input;
    int bucket = id_bucket(input->announcement);
    for (size_t i = 0; i < COUNT_OF(PUBLIC_CHANNELS); i++) {
        bool portal = i == 0, phone = i + 1 == COUNT_OF(PUBLIC_CHANNELS);
        const struct delivery_row row = {
            .bucket = bucket, .delivery = id_mint(request->minter, bucket),
            .subject = input->announcement, .kind = TEXT("announcement"),
            .channel = text_of(PUBLIC_CHANNELS[i]),
            .state = portal ? TEXT("sent") : phone ? TEXT("listed") : TEXT("waiting"),
            .began = request->at, .next_try = request->at,
            .settled = portal ? request->at : (struct moment){ 0 },
        };
        decision_insert(decision, &delivery_table, &row);
    }
    decision->subject = input->announcement;
    ((struct delivery_told *)decision->outcome)->tries = COUNT_OF(PUBLIC_CHANNELS);
}

/* ---- whoever receives a notice is told that it is there ---- */

bool delivery_gather_notice(struct gather *gather, const struct request *request, void *facts)
{
    const struct delivery_announce_input *input = request->input;
    const struct notice_document_key key = { NOTICE_BUCKET, input->announcement };
    struct delivery_notice_facts *found = facts;
    found->receivers = gather_want(gather, &notice_receivers_of, &key);
    return found->receivers != NULL;
}

void delivery_decide_notice(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct delivery_announce_input *input = request->input;
    const struct list *rows = ((const struct delivery_notice_facts *)facts)->receivers;
    const struct notice_receiver *receivers = rows->items;
    for (size_t i = 0; i < rows->count; i++) {
        bool office = text_is(receivers[i].kind, "office");
        const struct message_row about = {
            .office = office ? receivers[i].receiver : 0,
            .institution = office ? 0 : receivers[i].receiver,
            .kind = TEXT("delivery.message.notice"), .subject = receivers[i].document,
            .reference = receivers[i].number,
        };
        const struct text details[3] = { receivers[i].number, { 0 }, { 0 } };
        message_send(decision, &about, details, details);
    }
    decision->subject = input->announcement;
    ((struct delivery_told *)decision->outcome)->tries = (int64_t)rows->count;
}

/* ---- the list of people to call ---- */

/* Whom a row of the list is for. False while rows are missing. */
static bool gather_call(struct gather *gather, const struct delivery_row *of,
                        struct delivery_call *call)
{
    const struct message_key message = { of->bucket, of->subject };
    const void *row = NULL;
    bool complete = gather_one(gather, &message_by_id, &message, &row);
    *call = (struct delivery_call){ .row = of, .message = row };
    if (row == NULL || call->message->person == 0)
        return complete;
    const struct party_of_person person = { id_bucket(call->message->person),
                                            call->message->person };
    row = NULL;
    complete &= gather_one(gather, &party_person_by_id, &person, &row);
    call->person = row;
    call->spells = gather_want(gather, &party_spells_of, &person);
    return complete && call->spells != NULL;
}

bool delivery_gather_phone_list(struct gather *gather, const struct request *request,
                                void *facts)
{
    (void)request;
    struct delivery_phone_facts *found = facts;
    const struct delivery_state_key key = { TEXT("listed"), 0 };
    found->rows = gather_want(gather, &deliveries_in_state, &key);
    if (found->rows == NULL)
        return false;
    const struct delivery_row *rows = found->rows->items;
    size_t count = found->rows->count;
    found->calls = ARENA_ARRAY(gather->arena, struct delivery_call, count + 1);
    bool complete = true;
    for (size_t i = 0; i < count; i++)
        complete &= gather_call(gather, &rows[i], &found->calls[i]);
    return complete;
}

/* Whoever handles the place where the person is insured calls him. */
static bool is_ours(const struct request *request, const struct delivery_call *call)
{
    const struct actor *actor = request->actor;
    if (call->message == NULL || call->message->person == 0)
        return false;
    const struct divisions *divisions = book_divisions(request->book);
    if (actor->scope.everything)
        return true;
    const struct party_spell *spells = call->spells == NULL ? NULL : call->spells->items;
    for (size_t i = 0; spells != NULL && i < call->spells->count; i++)
        if (division_is_within(divisions, (int32_t)spells[i].place, actor->division))
            return true;
    return false;
}

void delivery_decide_phone_list(const struct request *request, const void *facts,
                                struct decision *decision)
{
    const struct delivery_phone_facts *found = facts;
    size_t count = 0;
    struct delivery_call_told *told =
        ARENA_ARRAY(request->arena, struct delivery_call_told, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++) {
        const struct delivery_call *call = &found->calls[i];
        if (!is_ours(request, call))
            continue;
        told[count++] = (struct delivery_call_told){
            .delivery = call->row->delivery, .person = call->message->person,
            .phone = call->person == NULL ? (struct text){ 0 } : call->person->phone_masked,
            .reference = call->message->reference, .says_zh = call->message->body_zh,
            .says_en = call->message->body_en, .since = call->row->began,
            .tries = call->row->tries,
        };
    }
    ((struct delivery_phone_answer *)decision->outcome)->calls = (struct list){ told, count };
}

/* ---- one was called ---- */

bool delivery_gather_called(struct gather *gather, const struct request *request, void *facts)
{
    const struct delivery_called_input *input = request->input;
    const struct delivery_key key = { id_bucket(input->delivery), input->delivery };
    const void *row = NULL;
    if (!gather_one(gather, &delivery_by_id, &key, &row))
        return false;
    *(struct delivery_call *)facts = (struct delivery_call){ .row = row };
    return row == NULL || gather_call(gather, row, facts);
}

/* What stands on the list of another place is not on ours: nobody settles it unheard. */
void delivery_decide_called(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct delivery_called_input *input = request->input;
    const struct delivery_call *found = facts;
    if (found->row == NULL || !text_is(found->row->state, "listed")
        || !is_ours(request, found)) {
        decision_refuse(decision, "delivery.refused.not-listed", "delivery");
        return;
    }
    struct delivery_row row = *found->row;
    row.tries++;
    row.fault = input->note;
    if (input->reached || row.tries >= DELIVERY_TRIES_MAX) {
        row.state = input->reached ? TEXT("sent") : TEXT("failed");
        row.settled = request->at;
    }
    decision_replace(decision, &delivery_table, &row);
    decision->subject = row.subject;
    *(struct delivery_told *)decision->outcome =
        (struct delivery_told){ row.delivery, row.state, row.tries };
}
