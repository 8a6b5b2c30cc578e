/* delivery.c: what becomes of one message on one channel. */

#include "rooms/delivery/delivery.h"

#include "base/check.h"

static int64_t number_of(const struct request *request)
{
    return ((const struct delivery_try_input *)request->input)->delivery;
}

_Static_assert(offsetof(struct delivery_result_input, delivery) == 0, "read alike");
_Static_assert(offsetof(struct delivery_called_input, delivery) == 0, "read alike");

bool delivery_gather_row(struct gather *gather, const struct request *request, void *facts)
{
    struct delivery_facts *found = facts;
    int64_t delivery = number_of(request);
    const struct delivery_key key = { id_bucket(delivery), delivery };
    const void *row = NULL;
    if (!gather_one(gather, &delivery_by_id, &key, &row))
        return false;
    found->row = row;
    if (row == NULL)
        return true;
    const struct delivery_subject_key subject = { found->row->bucket, found->row->subject };
    found->of_subject = gather_want(gather, &deliveries_of, &subject);
    return found->of_subject != NULL;
}

bool delivery_gather_plan(struct gather *gather, const struct request *request, void *facts)
{
    const struct delivery_plan_input *input = request->input;
    const struct delivery_subject_key key = { id_bucket(input->message), input->message };
    struct delivery_facts *found = facts;
    found->of_subject = gather_want(gather, &deliveries_of, &key);
    return found->of_subject != NULL;
}

static bool is_planned(const struct list *rows, struct text channel)
{
    const struct delivery_row *items = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (text_equal(items[i].channel, channel))
            return true;
    return false;
}

/* What is there by being there needs no sending; who has no other way is called. */
static struct text first_state(struct text channel)
{
    if (text_is(channel, "inbox") || text_is(channel, "portal"))
        return TEXT("sent");
    return text_is(channel, "phone") ? TEXT("listed") : TEXT("waiting");
}

static void add(struct decision *decision, int64_t subject, const char *kind,
                struct text channel)
{
    const struct request *request = decision->request;
    struct delivery_row row = {
        .bucket = id_bucket(subject), .delivery = id_mint(request->minter, id_bucket(subject)),
        .subject = subject, .kind = text_of(kind), .channel = channel,
        .state = first_state(channel), .began = request->at, .next_try = request->at,
    };
    if (text_is(row.state, "sent"))
        row.settled = request->at;
    decision_insert(decision, &delivery_table, &row);
}

void delivery_decide_plan(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct delivery_plan_input *input = request->input;
    const struct delivery_facts *found = facts;
    int64_t added = 0;
    for (struct text rest = input->channels; text_present(rest);) {
        struct text channel = text_until(rest, ' ', &rest);
        if (is_planned(found->of_subject, channel))
            continue;
        add(decision, input->message, "message", channel);
        added++;
    }
    if (added == 0) {
        decision_refuse(decision, "delivery.refused.planned", "message");
        return;
    }
    decision->subject = input->message;
    ((struct delivery_told *)decision->outcome)->tries = added;
}

static void told(const struct delivery_row *row, struct decision *decision)
{
    decision->subject = row->subject;
    *(struct delivery_told *)decision->outcome =
        (struct delivery_told){ row->delivery, row->state, row->tries };
}

void delivery_decide_try(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct delivery_facts *found = facts;
    if (found->row == NULL || !text_is(found->row->state, "waiting")
        || found->row->next_try.ms > request->at.ms) {
        decision_refuse(decision, "delivery.refused.not-waiting", "delivery");
        return;
    }
    struct delivery_row row = *found->row;
    row.state = TEXT("trying");
    row.tries++;
    decision_replace(decision, &delivery_table, &row);
    told(&row, decision);
}

/* Nobody is left without an answer because a gateway was down: he is called. */
static void list_for_calling(const struct delivery_facts *found, struct decision *decision)
{
    if (text_is(found->row->kind, "message")
        && !is_planned(found->of_subject, TEXT("phone")))
        add(decision, found->row->subject, "message", TEXT("phone"));
}

void delivery_decide_result(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct delivery_result_input *input = request->input;
    const struct delivery_facts *found = facts;
    if (found->row == NULL || !text_is(found->row->state, "trying")) {
        decision_refuse(decision, "delivery.refused.not-trying", "delivery");
        return;
    }
    struct delivery_row row = *found->row;
    bool again = text_is(input->state, "again") && row.tries < DELIVERY_TRIES_MAX;
    row.receipt = input->receipt;
    row.fault = input->fault;
    if (again) {
        row.state = TEXT("waiting");
        row.next_try.ms = request->at.ms
            + input->wait_seconds * 1000 * (INT64_C(1) << (row.tries - 1));
    } else {
        row.state = text_is(input->state, "again") ? TEXT("failed") : input->state;
        row.settled = request->at;
        if (!text_is(row.state, "sent"))
            list_for_calling(found, decision);
    }
    decision_replace(decision, &delivery_table, &row);
    told(&row, decision);
}
