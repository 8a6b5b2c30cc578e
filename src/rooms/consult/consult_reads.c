/* consult_reads.c: an office's questions, one's own, and how many there were. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "rooms/party/party.h"

#define TOLD(member_) AT(struct consult_ticket, member_)
static const struct field told_fields[] = {
    { "ticket", NULL, FIELD_ID, 0, TOLD(ticket), .help = "consult.field.ticket" },
    { "office", NULL, FIELD_ID, 0, TOLD(office) },
    { "place", NULL, FIELD_COUNT, 0, TOLD(place), .help = "consult.field.place" },
    { "channel", NULL, FIELD_TEXT, 0, TOLD(channel), 20, .help = "consult.field.channel" },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(kind), 20, .help = "consult.field.kind" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(matter), 60,
      .help = "consult.field.matter" },
    { "question", NULL, FIELD_TEXT, 0, TOLD(question), 2000, .help = "consult.field.question" },
    { "asked_at", NULL, FIELD_MOMENT, 0, TOLD(asked_at), .help = "consult.field.asked-at" },
    { "due_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(due_at),
      .help = "consult.field.due-at" },
    { "state", NULL, FIELD_TEXT, 0, TOLD(state), 20, .help = "consult.field.state" },
    { "assignee", NULL, FIELD_ID, FIELD_SPARSE, TOLD(assignee),
      .help = "consult.field.assignee" },
    { "topic", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(topic), 100, .help = "consult.field.topic" },
    { "answer", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(answer), 4000,
      .help = "consult.field.answer-text" },
    { "answered_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(answered_at),
      .help = "consult.field.answered-at" },
    { "escalations", NULL, FIELD_COUNT, 0, TOLD(escalations),
      .help = "consult.field.escalations" },
    { "rating", NULL, FIELD_COUNT, 0, TOLD(rating), .help = "consult.field.rating" },
    { "remark", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(remark), 500,
      .help = "consult.field.remark" },
    { "follow", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(follow), 10,
      .help = "consult.field.follow" },
    { "follow_note", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(follow_note), 500,
      .help = "consult.field.follow-note" },
    { "receipt", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(receipt), 40,
      .help = "consult.field.became" },
    { "their_number", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(their_number), 40,
      .help = "consult.field.their-number" },
    { "version", NULL, FIELD_COUNT, 0, TOLD(version) },
};
const struct shape consult_ticket_told_shape =
    SHAPE("consult_question", struct consult_ticket, told_fields);

struct list_input { int64_t office; struct text state; int64_t after; };
struct list_facts { const struct list *rows; };
struct list_answer { struct list questions; };

static const struct shape list_facts_shape =
    { .name = "consult_list_facts", .size = sizeof(struct list_facts) };
static const struct field list_answer_fields[] = {
    { "questions", NULL, FIELD_LIST, 0, AT(struct list_answer, questions),
      .of = &consult_ticket_told_shape, .help = "consult.field.questions" },
};
static const struct shape list_answer_shape =
    SHAPE("consult_questions", struct list_answer, list_answer_fields);

/* ---- of an office ---- */

static bool list_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct list_input *input = request->input;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    /* What was graded low is found among all that is closed, however much that is. */
    bool low = text_is(input->state, "low"), escalated = text_is(input->state, "escalated");
    const struct consult_office_key key = {
        consult_bucket(office), office,
        low ? TEXT("closed") : text_present(input->state) ? input->state : TEXT("open"),
        input->after,
    };
    struct list_facts *found = facts;
    found->rows =
        gather_want(gather, low ? &consult_tickets_low
                    : escalated ? &consult_tickets_escalated : &consult_tickets_of_office, &key);
    return found->rows != NULL;
}

static void list_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    ((struct list_answer *)decision->outcome)->questions =
        *((const struct list_facts *)facts)->rows;
}

static const struct field list_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct list_input, office),
      .help = "consult.field.of-office" },
    { "state", NULL, FIELD_TEXT, 0, AT(struct list_input, state), 20,
      .help = "consult.field.state" },
    { "after", NULL, FIELD_ID, 0, AT(struct list_input, after),
      .help = "consult.field.after" },
};
static const struct shape list_shape = SHAPE("consult_list", struct list_input, list_fields);

const struct action consult_list_action = {
    .name = "consult.list", .method = "GET", .path = "/api/v1/questions",
    .flags = ACTION_READ, .input = &list_shape,
    .facts = &list_facts_shape, .outcome = &list_answer_shape, .answer = &list_answer_shape,
    .next_page = { { "after", "ticket" } },
    .help = "consult.help.list", .gather = list_gather, .decide = list_decide,
};

/* ---- one's own ---- */

static const struct shape nothing_shape = { .name = "consult_nothing", .size = 1 };

static bool mine_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct actor *actor = request->actor;
    struct list_facts *found = facts;
    const struct consult_person_key key = {
        actor->person != 0 ? actor->person : actor->unit != 0 ? actor->unit
            : actor->institution,
    };
    found->rows = gather_want(gather, actor->person != 0 ? &consult_tickets_of_person
        : actor->unit != 0 ? &consult_tickets_of_unit : &consult_tickets_of_institution, &key);
    return found->rows != NULL;
}

const struct action consult_mine_action = {
    .name = "consult.mine", .method = "GET", .path = "/api/v1/questions/mine",
    .flags = ACTION_READ, .input = &nothing_shape, .facts = &list_facts_shape,
    .outcome = &list_answer_shape, .answer = &list_answer_shape, .help = "consult.help.mine",
    .gather = mine_gather, .decide = list_decide,
};

/* ---- one question: to staff, to who asked, or with the telephone it was asked with ---- */

static bool show_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_ticket_input *input = request->input;
    struct consult_ticket_facts *found = facts;
    return consult_gather_ticket(gather, input->ticket, &found->row);
}

static void show_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct consult_ticket_input *input = request->input;
    const struct consult_ticket_facts *found = facts;
    if (found->row == NULL
        || (!consult_is_staff_of(request->actor, found->row)
            && !consult_is_asker(request->actor, found->row, input->phone, request->arena))) {
        consult_refuse(decision, CONSULT_REFUSED_NO_TICKET, "ticket");
        return;
    }
    *(struct consult_ticket *)decision->outcome = *found->row;
}

static const struct field show_fields[] = {
    { "ticket", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct consult_ticket_input, ticket),
      .help = "consult.field.ticket" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct consult_ticket_input, phone), 20,
      .help = "consult.field.phone" },
};
static const struct shape show_shape =
    SHAPE("consult_show", struct consult_ticket_input, show_fields);

/* By POST: a telephone never stands in an address. */
const struct action consult_show_action = {
    .name = "consult.show", .method = "POST", .path = "/api/v1/questions/{ticket}/show",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_LOOK_UP, .input = &show_shape,
    .facts = &consult_ticket_facts_shape, .outcome = &consult_ticket_told_shape,
    .answer = &consult_ticket_told_shape, .help = "consult.help.show", .gather = show_gather,
    .decide = show_decide,
};

/* ---- how many, of what kind, by what channel ---- */

struct counts_input { int64_t office; struct date from, until; };
struct count_told {
    struct date day;
    struct text kind, channel;
    int64_t asked, answered, rated, low;
};
struct counts_answer { struct list counts; };
#define DAY_MS INT64_C(86400000)

/* Whole days since 1970-01-01 at China's midnight. */
static int64_t day_number(struct date day)
{
    if (day.yyyymmdd == 0)
        return 0;
    return (moment_of_date(day).ms + 8 * 3600 * INT64_C(1000)) / DAY_MS;
}

static bool counts_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct counts_input *input = request->input;
    struct list_facts *found = facts;
    const struct consult_count_key key = {
        input->office != 0 ? input->office : request->actor->office, day_number(input->from),
        day_number(input->until),
    };
    found->rows = gather_want(gather, &consult_counts, &key);
    return found->rows != NULL;
}

static void counts_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct list *rows = ((const struct list_facts *)facts)->rows;
    const struct consult_count *counts = rows->items;
    struct count_told *told = ARENA_ARRAY(request->arena, struct count_told, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++) {
        struct moment at = { counts[i].asked_day * DAY_MS - 8 * 3600 * INT64_C(1000) };
        told[i] = (struct count_told){
            .day = date_of_moment(at), .kind = counts[i].kind, .channel = counts[i].channel,
            .asked = counts[i].asked, .answered = counts[i].answered, .rated = counts[i].rated,
            .low = counts[i].low,
        };
    }
    ((struct counts_answer *)decision->outcome)->counts = (struct list){ told, rows->count };
}

static const struct field counts_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct counts_input, office),
      .help = "consult.field.of-office" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct counts_input, from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct counts_input, until) },
};
static const struct shape counts_shape =
    SHAPE("consult_counts_asked", struct counts_input, counts_fields);
#define COUNTED(member_) AT(struct count_told, member_)
static const struct field count_fields[] = {
    { "day", NULL, FIELD_DAY, 0, COUNTED(day) },
    { "kind", NULL, FIELD_TEXT, 0, COUNTED(kind), 20, .help = "consult.field.kind" },
    { "channel", NULL, FIELD_TEXT, 0, COUNTED(channel), 20, .help = "consult.field.channel" },
    { "asked", NULL, FIELD_COUNT, 0, COUNTED(asked), .help = "consult.field.asked" },
    { "answered", NULL, FIELD_COUNT, 0, COUNTED(answered), .help = "consult.field.answered" },
    { "rated", NULL, FIELD_COUNT, 0, COUNTED(rated), .help = "consult.field.rated" },
    { "low", NULL, FIELD_COUNT, 0, COUNTED(low), .help = "consult.field.low" },
};
static const struct shape count_shape = SHAPE("consult_counted", struct count_told, count_fields);
static const struct field counts_answer_fields[] = {
    { "counts", NULL, FIELD_LIST, 0, AT(struct counts_answer, counts), .of = &count_shape,
      .help = "consult.field.counts" },
};
static const struct shape counts_answer_shape =
    SHAPE("consult_counts", struct counts_answer, counts_answer_fields);

const struct action consult_counts_action = {
    .name = "consult.counts", .method = "GET", .path = "/api/v1/questions/counts",
    .flags = ACTION_READ, .input = &counts_shape,
    .facts = &list_facts_shape, .outcome = &counts_answer_shape,
    .answer = &counts_answer_shape, .help = "consult.help.counts", .gather = counts_gather,
    .decide = counts_decide,
};
