/* outage_off.c: an outage that is called off, or put to another time, before it begins: whoever was
 * told of it is told so, a page a step. */

#include "rooms/outage/outage.h"

#include "rooms/message/message_facts.h"

#define TOLD(member_, kind_, ...) FIELD(struct outage_told, member_, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    TOLD(told, FIELD_ID, .flags = FIELD_REQUIRED),
    TOLD(window_id, FIELD_ID, .flags = FIELD_REQUIRED), TOLD(person, FIELD_ID, .flags = 0),
    TOLD(unit, FIELD_ID, .flags = 0), TOLD(office, FIELD_ID, .flags = 0),
    TOLD(subject, FIELD_ID, .flags = 0), TOLD(reference, FIELD_TEXT, .length_max = 60),
};
static const struct shape told_shape = SHAPE("outage_told", struct outage_told, told_fields);
const struct table outage_told_table = { "outage_told", &told_shape, 2, NULL };

struct told_key { int64_t window_id, after; };
static const struct field key_fields[] = {
    FIELD(struct told_key, window_id, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct told_key, after, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape = SHAPE("outage_told_key", struct told_key, key_fields);
const struct query outage_told_of = {
    .name = "outage.told", .from = "outage_told t",
    .where = "t.window_id = {window_id} AND t.told > {after}", .order = "t.told",
    .key = &key_shape, .row = &told_shape, .row_max = OUTAGE_PAGE, .page = true,
    .guard = GUARD_DECISION,
};

void outage_say(struct decision *decision, const struct outage_window *window,
                const struct message_row *about, const struct text zh[3],
                const struct text en[3])
{
    int64_t whom = about->person != 0 ? about->person
        : about->unit != 0 ? about->unit : about->office;
    const struct outage_told row = {
        .bucket = id_bucket(whom),
        .told = id_mint(decision->request->minter, id_bucket(whom)),
        .window_id = window->window_id, .person = about->person, .unit = about->unit,
        .office = about->office, .subject = about->subject, .reference = about->reference,
    };
    message_send(decision, about, zh, en);
    decision_insert(decision, &outage_told_table, &row);
}

struct off_facts {
    const struct job_row *job;
    const struct outage_window *window;
    const struct list *told;
};
static const struct shape facts_shape =
    { .name = "outage_off_facts", .size = sizeof(struct off_facts) };
struct off_said { int64_t job, told; };
static const struct field said_fields[] = {
    { "job", NULL, FIELD_ID, 0, AT(struct off_said, job) },
    { "told", NULL, FIELD_COUNT, 0, AT(struct off_said, told), .help = "outage.field.told" },
};
static const struct shape said_shape = SHAPE("outage_off_said", struct off_said, said_fields);

static bool gather_off(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct off_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct outage_window_key window_key = { OUTAGE_BUCKET, input->subject };
    const void *job = NULL, *window = NULL;
    bool complete = gather_one(gather, &job_by_id, &key, &job);
    complete &= gather_one(gather, &outage_window_by_id, &window_key, &window);
    if (!complete)
        return false;
    found->job = job;
    found->window = window;
    struct told_key page = { .window_id = input->subject };
    if (job == NULL || window == NULL || !text_to_int64(found->job->cursor, &page.after))
        return true;
    found->told = gather_want(gather, &outage_told_of, &page);
    return found->told != NULL;
}

static void decide_off(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct off_facts *found = facts;
    if (found->told == NULL) {
        decision_refuse(decision, "outage.refused.no-such-job", NULL);
        return;
    }
    const struct outage_told *rows = found->told->items;
    const struct text zh[3] = { outage_window_text(found->window, LANGUAGE_CHINESE,
                                                   request->arena) };
    const struct text en[3] = { outage_window_text(found->window, LANGUAGE_ENGLISH,
                                                   request->arena) };
    for (size_t i = 0; i < found->told->count; i++) {
        const struct message_row about = {
            .person = rows[i].person, .unit = rows[i].unit, .office = rows[i].office,
            .kind = TEXT("outage.message.off"), .subject = rows[i].subject,
            .reference = rows[i].reference,
        };
        message_send(decision, &about, zh, en);
    }
    struct text next = { 0 };
    if (found->told->count == OUTAGE_PAGE)
        next = arena_format(request->arena, "%lld", (long long)rows[OUTAGE_PAGE - 1].told);
    task_job_step(decision, found->job, next, (int64_t)found->told->count);
    decision->subject = found->job->job;
    *(struct off_said *)decision->outcome =
        (struct off_said){ found->job->job, (int64_t)found->told->count };
}

static void off_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, input->task);
    keys_add(keys, input->subject);
}

const struct action outage_call_off_action = {
    .name = "outage.call-off", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &facts_shape, .outcome = &said_shape, .answer = &said_shape,
    .help = "outage.help.call-off", .keys = off_keys, .gather = gather_off,
    .decide = decide_off,
};
