/* consult_answers.c: what is asked often is answered once for all, and found by two characters. */

#include "rooms/consult/consult_inside.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "base/grams.h"

/* ---- publishing ---- */

static void publish_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("topics of consult")) >> 1));
}

static bool publish_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_publish_input *input = request->input;
    struct consult_publish_facts *found = facts;
    const void *row = NULL;
    const struct consult_answer_key by_id = { id_bucket(input->answer), input->answer };
    const struct consult_topic_key by_topic =
        consult_topic_key_of(input->topic, input->place, gather->arena);
    bool complete = input->answer != 0
        ? gather_one(gather, &consult_answer_by_id, &by_id, &row)
        : gather_one(gather, &consult_answer_of_topic, &by_topic, &row);
    found->row = row;
    if (!complete)
        return false;
    /* A draft is of no place: the place it is published for may have its answer already. */
    if (!text_present(input->topic) || (found->row != NULL && found->row->place != 0))
        return true;
    struct consult_topic_key there = by_topic;
    if (found->row != NULL)
        there = (struct consult_topic_key){ found->row->bucket, found->row->topic_key, 0 };
    there.place = input->place != 0 ? input->place : request->actor->division;
    complete = gather_one(gather, &consult_answer_of_topic, &there, &row);
    if (row != NULL)
        found->row = row;
    return complete;
}

static void keep_grams(const struct request *request, const struct consult_answer *row,
                       int64_t publication, struct decision *decision)
{
    struct text whole = arena_format(request->arena, "%.*s\n%.*s\n%.*s", TEXT_ARGS(row->topic),
                                     TEXT_ARGS(row->question), TEXT_ARGS(row->body));
    struct grams grams = grams_of(whole, CONSULT_GRAMS_MAX, request->arena);
    for (size_t i = 0; i < grams.count; i++) {
        const struct consult_gram gram = { bucket_of_name(grams.items[i]), grams.items[i],
                                           row->answer, publication };
        decision_insert(decision, &consult_gram_table, &gram);
    }
}

/* An answer holds in its place, and whoever speaks for that place speaks there alone. */
static bool is_theirs(const struct request *request, int64_t place)
{
    const struct actor *actor = request->actor;
    return staff_works_over(actor, place);
}

/* Published for no place in particular it is for one's own. */
static int64_t place_for(const struct request *request, const struct consult_publish_input *input,
                         const struct consult_publish_facts *found)
{
    if (found->row != NULL && found->row->place != 0)
        return found->row->place;
    return input->place != 0 ? input->place : request->actor->division;
}

static void publish_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct consult_publish_input *input = request->input;
    const struct consult_publish_facts *found = facts;
    const int64_t place = place_for(request, input, found);
    if (!is_theirs(request, place)) {
        consult_refuse(decision, CONSULT_REFUSED_OTHER_PLACE, "place");
        return;
    }
    if (input->answer != 0 && found->row == NULL) {
        consult_refuse(decision, CONSULT_REFUSED_NO_ANSWER, "answer");
        return;
    }
    if (text_present(input->matter)
        && matter_of(request->book, input->matter, request->arena) == NULL) {
        consult_refuse(decision, CONSULT_REFUSED_NO_MATTER, "matter");
        return;
    }
    const struct consult_topic_key key =
        consult_topic_key_of(input->topic, input->place, request->arena);
    struct consult_answer row = {
        .bucket = key.bucket, .topic = input->topic, .topic_key = key.topic_key,
        .asked_since = date_of_moment(request->at), .version = 1,
    };
    if (found->row != NULL)
        row = *found->row;
    else
        row.answer = id_mint(request->minter, (int)key.bucket);
    if (text_present(input->matter))
        row.matter = input->matter;
    row.place = place;
    row.question = input->question;
    row.body = input->body;
    row.state = TEXT("published");
    row.published_at = request->at;
    row.published_by = request->actor->account;
    if (found->row == NULL)
        decision_insert(decision, &consult_answer_table, &row);
    else
        decision_replace(decision, &consult_answer_table, &row);
    /* The pairs of an earlier text stay: what no longer fits is left out when it is looked for. */
    keep_grams(request, &row, found->row == NULL ? 1 : row.version + 1, decision);
    decision->subject = row.answer;
    *(struct consult_published *)decision->outcome =
        (struct consult_published){ row.answer, row.state };
}

static void withdraw_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct consult_publish_facts *found = facts;
    if (found->row == NULL) {
        consult_refuse(decision, CONSULT_REFUSED_NO_ANSWER, "answer");
        return;
    }
    if (!is_theirs(request, found->row->place)) {
        consult_refuse(decision, CONSULT_REFUSED_OTHER_PLACE, "answer");
        return;
    }
    if (!text_is(found->row->state, "published") && !text_is(found->row->state, "proposed")) {
        consult_refuse(decision, CONSULT_REFUSED_NOT_PUBLISHED, "answer");
        return;
    }
    struct consult_answer row = *found->row;
    row.state = TEXT("withdrawn");
    decision_replace(decision, &consult_answer_table, &row);
    decision->subject = row.answer;
    *(struct consult_published *)decision->outcome =
        (struct consult_published){ row.answer, row.state };
}

#define PUBLISH(member_) AT(struct consult_publish_input, member_)
static const struct field publish_fields[] = {
    { "answer", NULL, FIELD_ID, 0, PUBLISH(answer), .help = "consult.field.proposed-answer" },
    { "topic", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLISH(topic), 100,
      .help = "consult.field.topic" },
    { "matter", NULL, FIELD_TEXT, 0, PUBLISH(matter), 60, .help = "consult.field.matter" },
    { "place", NULL, FIELD_COUNT, 0, PUBLISH(place), .help = "consult.field.place-all" },
    { "question", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLISH(question), 500,
      .help = "consult.field.question" },
    { "body", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLISH(body), 4000,
      .help = "consult.field.answer-text" },
};
static const struct shape publish_shape =
    SHAPE("consult_publish", struct consult_publish_input, publish_fields);
static const struct field withdraw_fields[] = {
    { "answer", NULL, FIELD_ID, FIELD_REQUIRED, PUBLISH(answer),
      .help = "consult.field.proposed-answer" },
};
static const struct shape withdraw_shape =
    SHAPE("consult_withdraw", struct consult_publish_input, withdraw_fields);
static const struct field published_fields[] = {
    { "answer", NULL, FIELD_ID, 0, AT(struct consult_published, answer),
      .help = "consult.field.proposed-answer" },
    { "state", NULL, FIELD_TEXT, 0, AT(struct consult_published, state), 20,
      .help = "consult.field.state" },
};
static const struct shape published_shape =
    SHAPE("consult_published", struct consult_published, published_fields);
static const struct shape publish_facts_shape =
    { .name = "consult_publish_facts", .size = sizeof(struct consult_publish_facts) };

const struct action consult_publish_action = {
    .name = "consult.publish", .method = "POST", .path = "/api/v1/answers",
    .flags = ACTION_ONCE, .input = &publish_shape,
    .facts = &publish_facts_shape, .outcome = &published_shape, .answer = &published_shape,
    .help = "consult.help.publish", .keys = publish_keys, .gather = publish_gather,
    .decide = publish_decide,
};
const struct action consult_withdraw_action = {
    .name = "consult.withdraw", .method = "POST", .path = "/api/v1/answers/{answer}/withdrawal",
    .flags = ACTION_ONCE, .input = &withdraw_shape,
    .facts = &publish_facts_shape, .outcome = &published_shape, .answer = &published_shape,
    .help = "consult.help.withdraw", .keys = publish_keys, .gather = publish_gather,
    .decide = withdraw_decide,
};
