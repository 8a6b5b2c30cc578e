/* agreement_remind.c: what the house does by itself with a text: seals it a moment after each step,
 * and calls it to mind until both have signed. */

#include "rooms/agreement/agreement_text.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

#define LOOK_AGAIN_DAYS 7

/* ---- sealing: as many as wait, signed before the lane ---- */

struct seal_facts { const struct list *texts; };
struct seal_made { int64_t text, version; struct text seal; };
struct seals { struct seal_made *made; size_t count; };
struct sealed { int64_t texts; };

static bool gather_seal(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    const int64_t nothing = 0;
    struct seal_facts *found = facts;
    found->texts = gather_want(gather, &agreement_texts_unsealed, &nothing);
    return found->texts != NULL;
}

static void prepare_seal(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct seal_facts *found = facts;
    const struct agreement_text *rows = found->texts->items;
    struct seals *seals = ret_prepared;
    seals->made = ARENA_ARRAY(request->arena, struct seal_made, found->texts->count + 1);
    for (size_t i = 0; i < found->texts->count; i++)
        seals->made[seals->count++] = (struct seal_made){
            rows[i].text, rows[i].version, agreement_seal_made(&rows[i], request->arena) };
}

/* What was signed on since the seal was made waits for the next time. */
static void decide_seal(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct seal_facts *found = facts;
    const struct agreement_text *rows = found->texts->items;
    const struct seals *seals = request->prepared;
    struct sealed *sealed = decision->outcome;
    CHECK(seals != NULL);
    for (size_t i = 0; i < found->texts->count; i++) {
        struct agreement_text row = rows[i];
        for (size_t s = 0; s < seals->count; s++)
            if (seals->made[s].text == row.text && seals->made[s].version == row.version)
                row.seal = seals->made[s].seal;
        if (!text_present(row.seal))
            continue;
        row.sealed_at = request->at;
        decision_replace(decision, &agreement_text_table, &row);
        decision->subject = row.institution;
        sealed->texts++;
    }
    if (sealed->texts == 0)
        decision_refuse(decision, "agreement.refused.no-such-text", NULL);
}

/* ---- called to mind ---- */

struct moment agreement_remind_next(struct date due, struct moment now)
{
    if (due.yyyymmdd == 0)
        return task_morning_of(date_plus_days(date_of_moment(now), LOOK_AGAIN_DAYS));
    struct moment next = task_reminder_after(due, now);
    struct moment after = task_morning_of(date_plus_days(due, 1));
    return next.ms != 0 ? next : after.ms > now.ms ? after : (struct moment){ 0 };
}

struct remind_facts {
    const struct timer_row *timer;
    const struct agreement_text *text;
    struct events events;
};
struct reminded { int64_t text, days_left; };

static bool gather_remind(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct remind_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct agreement_text_key of = { input->bucket, input->subject };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    row = NULL;
    complete &= gather_one(gather, &agreement_text_by_id, &of, &row);
    found->text = row;
    return complete;
}

static void decide_remind(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct remind_facts *found = facts;
    if (found->timer == NULL || found->text == NULL) {
        decision_refuse(decision, "agreement.refused.no-such-text", NULL);
        return;
    }
    const struct agreement_text *row = found->text;
    task_timer_done(decision, found->timer);
    decision->subject = row->institution;
    struct reminded *reminded = decision->outcome;
    *reminded = (struct reminded){ row->text, -1 };
    if (!text_is(row->state, "issued") && !text_is(row->state, "signed"))
        return;
    struct agreement_to_sign owed = agreement_to_sign_of(request, found->events, row);
    struct moment next = agreement_remind_next(owed.due, request->at);
    if (next.ms != 0)
        task_timer_set(decision, agreement_remind_action.name, row->text, next);
    if (owed.due.yyyymmdd == 0 || text_is(row->state, "signed"))
        return;
    struct text day = arena_format(request->arena, "%04d-%02d-%02d", date_year(owed.due),
                                   date_month(owed.due), date_day(owed.due));
    reminded->days_left = task_reminder_left(found->timer->due, owed.due, request->at);
    if (reminded->days_left >= 0)
        agreement_tell(decision, row, false, "agreement.message.due", day);
    for (int office = 0; office < 2 && owed.late && next.ms == 0; office++)
        agreement_tell(decision, row, office == 1, "agreement.message.late", day);
}

/* ---- rows ---- */

static const struct shape input_shape = { .name = "agreement_seal_input", .size = sizeof(int64_t) };
static const struct shape seal_facts_shape =
    { .name = "agreement_seal_facts", .size = sizeof(struct seal_facts) };
static const struct field sealed_fields[] = {
    FIELD(struct sealed, texts, FIELD_COUNT, .flags = 0),
};
static const struct shape sealed_shape = SHAPE("agreement_sealed", struct sealed, sealed_fields);
const struct action agreement_seal_action = {
    .name = "agreement.seal", .flags = ACTION_ONCE, .input = &input_shape,
    .facts = &seal_facts_shape, .outcome = &sealed_shape, .answer = &sealed_shape,
    .help = "agreement.help.seal", .gather = gather_seal, .decide = decide_seal,
    .prepare = prepare_seal, .prepared_size = sizeof(struct seals),
};

static const struct shape remind_facts_shape =
    { .name = "agreement_remind_facts", .size = sizeof(struct remind_facts) };
static const struct field reminded_fields[] = {
    FIELD(struct reminded, text, FIELD_ID, .flags = 0),
    FIELD(struct reminded, days_left, FIELD_COUNT, .flags = 0),
};
static const struct shape reminded_shape =
    SHAPE("agreement_reminded", struct reminded, reminded_fields);
const struct action agreement_remind_action = {
    .name = "agreement.remind", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &remind_facts_shape, .outcome = &reminded_shape, .answer = &reminded_shape,
    .help = "agreement.help.remind", .gather = gather_remind, .decide = decide_remind,
};
