/* consult_work.c: a question is taken, answered, told upwards, graded and followed up. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "rooms/message/message_facts.h"

static bool gather_step(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_ticket_input *input = request->input;
    struct consult_ticket_facts *found = facts;
    return consult_gather_ticket(gather, input->ticket, &found->row);
}

static const struct consult_ticket *of_staff(const struct request *request,
                                             const struct consult_ticket_facts *found,
                                             struct decision *decision)
{
    const struct consult_ticket_input *input = request->input;
    if (found->row == NULL || !consult_is_staff_of(request->actor, found->row)) {
        consult_refuse(decision, CONSULT_REFUSED_NO_TICKET, "ticket");
        return NULL;
    }
    if (input->version != 0 && input->version != found->row->version) {
        consult_refuse(decision, CONSULT_REFUSED_CHANGED, "version");
        return NULL;
    }
    decision->subject = found->row->ticket;
    return found->row;
}

static struct consult_done *done(struct decision *decision, const struct consult_ticket *row)
{
    decision_replace(decision, &consult_ticket_table, row);
    struct consult_done *outcome = decision->outcome;
    *outcome = (struct consult_done){ .ticket = row->ticket, .state = row->state,
                                      .rating = row->rating };
    return outcome;
}

static void take_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct consult_ticket *of = of_staff(request, facts, decision);
    if (of == NULL)
        return;
    struct consult_ticket row = *of;
    if (!consult_move(decision, &row, CONSULT_TAKE))
        return;
    row.assignee = request->actor->account;
    done(decision, &row);
}

/* ---- answering, and counting what it was about ---- */

static struct text topic_of(const struct request *request, const struct consult_ticket *row)
{
    const struct consult_ticket_input *input = request->input;
    if (text_present(input->topic))
        return input->topic;
    if (!text_present(row->matter))
        return (struct text){ 0 };
    const struct matter *matter = matter_of(request->book, row->matter, request->arena);
    return matter == NULL ? row->matter : matter->zh;
}

static void answer_keys(const struct request *request, struct keys *keys)
{
    const struct consult_ticket_input *input = request->input;
    keys_add(keys, input->ticket);
    /* Which topic it is may come from the ticket: those counts go one after another. */
    keys_add(keys, (int64_t)(text_hash(TEXT("topics of consult")) >> 1));
}

static bool answer_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct consult_ticket_facts *found = facts;
    const void *row = NULL;
    if (!gather_step(gather, request, facts))
        return false;
    if (found->row == NULL)
        return true;
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    struct text topic = topic_of(&with_arena, found->row);
    if (!text_present(topic))
        return true;
    struct consult_topic_key key = consult_topic_key_of(topic, 0, gather->arena);
    if (!gather_one(gather, &consult_answer_of_topic, &key, &row))
        return false;
    found->topic = row;
    return true;
}

/* LAW: JX4-4d: asked so often in so many days, an answer for all is proposed. */
static void count_topic(const struct request *request, const struct consult_ticket_facts *facts,
                        const struct consult_ticket *row, struct consult_done *outcome,
                        struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    const struct consult_terms *terms =
        consult_terms_on(request->book, (int32_t)row->place, today);
    if (terms == NULL || !text_present(row->topic))
        return;
    struct consult_topic_key key = consult_topic_key_of(row->topic, 0, request->arena);
    struct consult_answer after = {
        .bucket = key.bucket, .topic = row->topic, .topic_key = key.topic_key,
        .matter = row->matter, .state = TEXT("counted"), .asked_since = today, .version = 1,
    };
    if (facts->topic != NULL)
        after = *facts->topic;
    else
        after.answer = id_mint(request->minter, (int)key.bucket);
    bool counts_anew = text_is(after.state, "counted")
        && date_compare(date_plus_days(after.asked_since, (int)terms->often_days), today) < 0;
    if (counts_anew) {
        after.asked = 0;
        after.asked_since = today;
    }
    after.asked++;
    after.last_ticket = row->ticket;
    if (text_is(after.state, "counted") && after.asked >= terms->often) {
        after.state = TEXT("proposed");
        after.question = row->question;
        after.body = row->answer;
        outcome->proposed = true;
        const struct message_row about = { .office = row->office, .subject = after.answer,
                                           .kind = TEXT("consult.message.proposed") };
        const struct text words[3] = { after.topic };
        message_send(decision, &about, words, words);
    }
    outcome->asked = after.asked;
    if (facts->topic == NULL)
        decision_insert(decision, &consult_answer_table, &after);
    else
        decision_replace(decision, &consult_answer_table, &after);
}

static void tell_asker(struct decision *decision, const struct consult_ticket *row)
{
    struct message_row about = { .subject = row->ticket,
                                 .kind = TEXT("consult.message.answered") };
    if (row->person != 0)
        about.person = row->person;
    else if (row->unit != 0)
        about.unit = row->unit;
    else
        about.institution = row->institution;
    if (about.person == 0 && about.unit == 0 && about.institution == 0)
        return;
    const struct text words[3] = { row->answer };
    message_send(decision, &about, words, words);
}

static void answer_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct consult_ticket_input *input = request->input;
    const struct consult_ticket *of = of_staff(request, facts, decision);
    if (of == NULL)
        return;
    struct consult_ticket row = *of;
    if (!consult_move(decision, &row, CONSULT_ANSWER))
        return;
    row.answer = input->text;
    row.topic = topic_of(request, of);
    row.answered_by = request->actor->account;
    row.answered_at = request->at;
    if (row.assignee == 0)
        row.assignee = request->actor->account;
    struct consult_done *outcome = done(decision, &row);
    count_topic(request, facts, &row, outcome, decision);
    tell_asker(decision, &row);
}

/* ---- told upwards ---- */

static void escalate_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, input->subject);
}

static bool escalate_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct consult_ticket_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    return consult_gather_ticket(gather, input->subject, &found->row)
        && found->offices != NULL && complete;
}

static const struct staff_office *office_of(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == office)
            return &rows[i];
    return NULL;
}

/* LAW: BJ4-S7a, JX4-3a: what waits too long goes to the office above, as long as there is one, and
 * to who leads it by name. */
static void escalate_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct consult_ticket_facts *found = facts;
    if (found->timer == NULL)
        return;
    task_timer_done(decision, found->timer);
    if (found->row == NULL || found->row->answered_at.ms != 0
        || text_is(found->row->state, "closed"))
        return;
    struct consult_ticket row = *found->row;
    int64_t from = row.escalated_to != 0 ? row.escalated_to : row.office;
    const struct staff_office *here = office_of(found->offices, from);
    const struct staff_office *to = here == NULL ? NULL : office_of(found->offices, here->parent);
    if (to == NULL)
        return;
    row.escalated_to = to->office;
    row.escalations++;
    const struct consult_terms *terms =
        consult_terms_on(request->book, (int32_t)row.place, date_of_moment(request->at));
    if (terms != NULL)
        row.due_at = consult_due(request->book, date_of_moment(request->at),
                                 terms->escalation_working_days);
    if (row.due_at.ms > request->at.ms)
        task_timer_set(decision, consult_escalate_action.name, row.ticket, row.due_at);
    const struct message_row about = { .office = to->office, .account = to->leader,
                                       .subject = row.ticket,
                                       .kind = TEXT("consult.message.escalated") };
    const struct text none[3] = { { 0 } };
    message_send(decision, &about, none, none);
    decision->subject = row.ticket;
    done(decision, &row);
}

/* ---- grades ---- */

static void rate_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct consult_ticket_input *input = request->input;
    const struct consult_ticket_facts *found = facts;
    if (found->row == NULL
        || !consult_is_asker(request->actor, found->row, input->phone, request->arena)) {
        consult_refuse(decision, CONSULT_REFUSED_NO_TICKET, "ticket");
        return;
    }
    if (input->rating < 1 || input->rating > 5) {
        consult_refuse(decision, CONSULT_REFUSED_GRADE, "rating");
        return;
    }
    struct consult_ticket row = *found->row;
    if (!consult_move(decision, &row, CONSULT_RATE))
        return;
    row.rating = input->rating;
    row.remark = input->text;
    row.rated_at = request->at;
    const struct consult_terms *terms =
        consult_terms_on(request->book, (int32_t)row.place, date_of_moment(request->at));
    if (terms != NULL && row.rating <= terms->low_grade) {
        row.follow = TEXT("due");
        const struct message_row about = { .office = row.office, .subject = row.ticket,
                                           .kind = TEXT("consult.message.low") };
        const struct text none[3] = { { 0 } };
        message_send(decision, &about, none, none);
    }
    decision->subject = row.ticket;
    done(decision, &row);
}

static void follow_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct consult_ticket_input *input = request->input;
    const struct consult_ticket *of = of_staff(request, facts, decision);
    if (of == NULL)
        return;
    if (!text_is(of->follow, "due")) {
        consult_refuse(decision, CONSULT_REFUSED_NO_FOLLOW, "ticket");
        return;
    }
    struct consult_ticket row = *of;
    row.follow = TEXT("done");
    row.followed_by = request->actor->account;
    row.follow_note = input->text;
    done(decision, &row);
}

/* ---- rows ---- */

#define INPUT(member_) AT(struct consult_ticket_input, member_)
#define TICKET_FIELDS \
    { "ticket", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(ticket), .help = "consult.field.ticket" }, \
    { "version", NULL, FIELD_COUNT, 0, INPUT(version), .help = "consult.field.version" }
static const struct field take_fields[] = { TICKET_FIELDS };
static const struct shape take_shape =
    SHAPE("consult_take", struct consult_ticket_input, take_fields);
static const struct field answer_fields[] = {
    TICKET_FIELDS,
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(text), 4000,
      .help = "consult.field.answer-text" },
    { "topic", NULL, FIELD_TEXT, 0, INPUT(topic), 100, .help = "consult.field.topic" },
};
static const struct shape answer_shape =
    SHAPE("consult_answer_given", struct consult_ticket_input, answer_fields);
static const struct field rate_fields[] = {
    { "ticket", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(ticket), .help = "consult.field.ticket" },
    { "rating", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(rating),
      .help = "consult.field.rating" },
    { "text", NULL, FIELD_TEXT, 0, INPUT(text), 500, .help = "consult.field.remark" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, INPUT(phone), 20,
      .help = "consult.field.phone" },
};
static const struct shape rate_shape =
    SHAPE("consult_rate", struct consult_ticket_input, rate_fields);
static const struct field follow_fields[] = {
    TICKET_FIELDS,
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(text), 500,
      .help = "consult.field.follow-note" },
};
static const struct shape follow_shape =
    SHAPE("consult_follow", struct consult_ticket_input, follow_fields);
#define DONE(member_) AT(struct consult_done, member_)
static const struct field done_fields[] = {
    { "ticket", NULL, FIELD_ID, 0, DONE(ticket), .help = "consult.field.ticket" },
    { "state", NULL, FIELD_TEXT, 0, DONE(state), 20, .help = "consult.field.state" },
    { "rating", NULL, FIELD_COUNT, 0, DONE(rating), .help = "consult.field.rating" },
    { "asked", NULL, FIELD_COUNT, 0, DONE(asked), .help = "consult.field.asked" },
    { "proposed", NULL, FIELD_FLAG, 0, DONE(proposed), .help = "consult.field.proposed" },
};
const struct shape consult_done_shape =
    SHAPE("consult_done", struct consult_done, done_fields);
const struct shape consult_ticket_facts_shape =
    { .name = "consult_ticket_facts", .size = sizeof(struct consult_ticket_facts) };

#define STEP(name_, path_, flags_, keys_, gather_) \
    const struct action consult_##name_##_action = { \
        .name = "consult." #name_, .method = "POST", \
        .path = "/api/v1/questions/{ticket}/" path_, .flags = (flags_), \
        .input = &name_##_shape, .facts = &consult_ticket_facts_shape, \
        .outcome = &consult_done_shape, .answer = &consult_done_shape, \
        .help = "consult.help." #name_, .keys = keys_, .gather = gather_, \
        .decide = name_##_decide, \
    }
STEP(take, "taking", ACTION_ONCE, consult_keys_ticket, gather_step);
STEP(answer, "answer", ACTION_ONCE, answer_keys, answer_gather);
STEP(rate, "rating", ACTION_ONCE | ACTION_PUBLIC | ACTION_LOOK_UP,
     consult_keys_ticket, gather_step);
STEP(follow, "follow-up", ACTION_ONCE, consult_keys_ticket, gather_step);

const struct action consult_escalate_action = {
    .name = "consult.escalate", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &consult_ticket_facts_shape,
    .outcome = &consult_done_shape, .answer = &consult_done_shape,
    .help = "consult.help.escalate", .keys = escalate_keys, .gather = escalate_gather,
    .decide = escalate_decide,
};
