/* notice_trial.c: asking for a trial, and what became of it. */

#include "rooms/notice/notice_trial.h"

#include "rooms/notice/notice_document.h"

#include "base/check.h"
#include "base/digest.h"

struct trial_facts {
    const struct notice_trial *trial;
    const struct notice_document *document;
    const struct list *events;
};

static bool gather_try(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_try_input *input = request->input;
    struct trial_facts *found = facts;
    const struct notice_bucket_key all = { NOTICE_BUCKET };
    const struct notice_document_key key = { NOTICE_BUCKET, input->document };
    const void *row = NULL;
    found->events = gather_want(gather, &notice_events_all, &all);
    bool complete = gather_one(gather, &notice_document_by_id, &key, &row);
    found->document = row;
    return complete && found->events != NULL;
}

static const struct notice_event_row *event_of(const struct list *events, int64_t event)
{
    const struct notice_event_row *rows = events->items;
    for (size_t i = 0; i < events->count; i++)
        if (rows[i].event == event && rows[i].withdrawn.ms == 0)
            return &rows[i];
    return NULL;
}

/* What is to be tried, and of which place; false: refused. */
static bool trial_of(const struct request *request, const struct trial_facts *found,
                     struct notice_trial *trial, struct decision *decision)
{
    const struct notice_try_input *input = request->input;
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *head = notice_head_of(heads, count, input->number);
    const struct notice_event_row *event = event_of(found->events, input->event);
    if (input->document != 0 && found->document != NULL) {
        trial->kind = TEXT("publish");
        trial->place = found->document->place;
    } else if (text_present(input->number) && head != NULL) {
        trial->kind = TEXT("end");
        trial->place = head->place;
    } else if (input->event != 0 && event != NULL) {
        trial->kind = TEXT("withdraw-event");
        trial->place = event->place;
    } else {
        decision_refuse(decision, "notice.refused.nothing-to-try", NULL);
        return false;
    }
    if (!notice_may_speak_for(request, trial->place)) {
        decision_refuse(decision, "notice.refused.out-of-place", NULL);
        return false;
    }
    return true;
}

static void decide_try(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct notice_try_input *input = request->input;
    struct notice_trial row = {
        .bucket = NOTICE_BUCKET, .trial = id_mint(request->minter, NOTICE_BUCKET),
        .document = input->document, .number = input->number, .event = input->event,
        .state = TEXT("waiting"), .asked_by = request->actor->account, .asked_at = request->at,
    };
    if (!trial_of(request, facts, &row, decision))
        return;
    decision_insert(decision, &notice_trial_table, &row);
    decision->subject = row.trial;
    ((struct notice_trial_input *)decision->outcome)->trial = row.trial;
}

/* ---- the worker's note ---- */

static bool gather_trial(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_trial_input *input = request->input;
    const struct notice_trial_key key = { NOTICE_BUCKET, input->trial };
    const void *row = NULL;
    if (!gather_one(gather, &notice_trial_by_id, &key, &row))
        return false;
    ((struct trial_facts *)facts)->trial = row;
    return true;
}

static void decide_note(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_trial_note *input = request->input;
    const struct notice_trial *held = ((const struct trial_facts *)facts)->trial;
    if (held == NULL || text_is(held->state, "done") || text_is(held->state, "failed")) {
        decision_refuse(decision, "notice.refused.no-such-trial", "trial");
        return;
    }
    struct notice_trial row = *held;
    row.state = input->state;
    row.done = input->done;
    row.total = input->total;
    row.findings = input->findings;
    row.fault = input->fault;
    if (text_is(row.state, "done") || text_is(row.state, "failed"))
        row.finished_at = request->at;
    decision_replace(decision, &notice_trial_table, &row);
    decision->subject = row.trial;
    ((struct notice_trial_input *)decision->outcome)->trial = row.trial;
}

/* ---- looking ---- */

struct trial_told {
    int64_t trial;
    struct text state, kind, fault;
    int64_t done, total;
    struct moment asked_at, finished_at;
    struct list findings;
};

static void decide_trial(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct notice_trial *row = ((const struct trial_facts *)facts)->trial;
    if (row == NULL || !notice_may_speak_for(request, row->place)) {
        decision_refuse(decision, "notice.refused.no-such-trial", "trial");
        return;
    }
    struct notice_findings findings = { .findings = { 0 } };
    struct text packed = { 0 };
    if (text_present(row->findings)
        && base64_decode(row->findings, request->arena, &packed))
        shape_unpack(&notice_findings_shape, packed, request->arena, &findings);
    *(struct trial_told *)decision->outcome = (struct trial_told){
        .trial = row->trial, .state = row->state, .kind = row->kind, .fault = row->fault,
        .done = row->done, .total = row->total, .asked_at = row->asked_at,
        .finished_at = row->finished_at, .findings = findings.findings,
    };
}

struct notice_findings notice_findings_of(const struct impact *impact, struct arena *arena)
{
    size_t count = 0;
    for (const struct impact_finding *at = impact->first; at != NULL; at = at->next)
        count++;
    struct notice_finding *rows = ARENA_ARRAY(arena, struct notice_finding, count + 1);
    count = 0;
    for (const struct impact_finding *at = impact->first; at != NULL; at = at->next) {
        struct notice_example *examples =
            ARENA_ARRAY(arena, struct notice_example, IMPACT_EXAMPLES);
        for (int32_t i = 0; i < at->example_count; i++)
            examples[i].example = at->examples[i];
        rows[count++] = (struct notice_finding){
            .room = text_of(at->room), .what = text_of(at->what), .subject = at->subject,
            .subject_zh = text_present(at->subject_zh) ? at->subject_zh : at->subject,
            .subject_en = text_present(at->subject_en) ? at->subject_en : at->subject,
            .looked = at->looked, .changed = at->changed, .people = at->people,
            .institutions = at->institutions, .more = at->more,
            .more_a_month = at->more_a_month, .from = at->from, .until = at->until,
            .examples = { examples, (size_t)at->example_count },
        };
    }
    return (struct notice_findings){ { rows, count } };
}

/* ---- the rows ---- */

#define TRIAL(member_) AT(struct notice_trial, member_)
static const struct field trial_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, TRIAL(bucket) },
    { "trial", NULL, FIELD_ID, FIELD_REQUIRED, TRIAL(trial) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, TRIAL(kind), 20 },
    { "document", NULL, FIELD_ID, 0, TRIAL(document) },
    { "number", NULL, FIELD_TEXT, 0, TRIAL(number), 80 },
    { "event", NULL, FIELD_ID, 0, TRIAL(event) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, TRIAL(place) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, TRIAL(state), 20 },
    { "done", NULL, FIELD_COUNT, FIELD_REQUIRED, TRIAL(done) },
    { "total", NULL, FIELD_COUNT, FIELD_REQUIRED, TRIAL(total) },
    { "findings", NULL, FIELD_TEXT, 0, TRIAL(findings) },
    { "fault", NULL, FIELD_TEXT, 0, TRIAL(fault), 600 },
    { "asked_by", NULL, FIELD_ID, FIELD_REQUIRED, TRIAL(asked_by) },
    { "asked_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, TRIAL(asked_at) },
    { "finished_at", NULL, FIELD_MOMENT, 0, TRIAL(finished_at) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, TRIAL(version) },
};
const struct shape notice_trial_shape =
    SHAPE("notice_trial", struct notice_trial, trial_fields);
const struct table notice_trial_table = { "notice_trial", &notice_trial_shape, 2, "version" };

static const struct field trial_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_trial_key, bucket) },
    { "trial", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_trial_key, trial) },
};
static const struct shape trial_key_shape =
    SHAPE("notice_trial_key", struct notice_trial_key, trial_key_fields);
static const struct field trials_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_trials_key, bucket) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_trials_key, state) },
};
static const struct shape trials_key_shape =
    SHAPE("notice_trials_key", struct notice_trials_key, trials_key_fields);
const struct query notice_trial_by_id = {
    .name = "notice.trial-by-id", .from = "notice_trial",
    .where = "bucket = {bucket} AND trial = {trial}", .key = &trial_key_shape,
    .row = &notice_trial_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query notice_trials_in_state = {
    .name = "notice.trials-in-state", .from = "notice_trial",
    .where = "bucket = {bucket} AND state = {state}", .order = "trial",
    .key = &trials_key_shape, .row = &notice_trial_shape, .row_max = 20,
    .guard = GUARD_PUBLIC,
};

static const struct field try_fields[] = {
    { "document", NULL, FIELD_ID, 0, AT(struct notice_try_input, document),
      .help = "notice.field.document" },
    { "number", NULL, FIELD_TEXT, 0, AT(struct notice_try_input, number), 80,
      .help = "notice.field.ended-number" },
    { "event", NULL, FIELD_ID, 0, AT(struct notice_try_input, event),
      .help = "notice.field.withdrawn-event" },
};
static const struct shape try_shape = SHAPE("notice_try", struct notice_try_input, try_fields);
static const struct field trial_input_fields[] = {
    { "trial", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_trial_input, trial),
      .help = "notice.field.trial" },
};
static const struct shape trial_input_shape =
    SHAPE("notice_trial_input", struct notice_trial_input, trial_input_fields);
#define NOTE(member_) AT(struct notice_trial_note, member_)
static const struct field note_fields[] = {
    { "trial", NULL, FIELD_ID, FIELD_REQUIRED, NOTE(trial) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, NOTE(state), 20 },
    { "done", NULL, FIELD_COUNT, FIELD_REQUIRED, NOTE(done) },
    { "total", NULL, FIELD_COUNT, FIELD_REQUIRED, NOTE(total) },
    { "findings", NULL, FIELD_TEXT, 0, NOTE(findings) },
    { "fault", NULL, FIELD_TEXT, 0, NOTE(fault), 600 },
};
static const struct shape note_shape =
    SHAPE("notice_trial_note", struct notice_trial_note, note_fields);
static const struct shape facts_shape =
    { .name = "notice_trial_facts", .size = sizeof(struct trial_facts) };

static const struct field example_fields[] = {
    { "example", NULL, FIELD_TEXT, 0, AT(struct notice_example, example), 300,
      .help = "notice.told.example" },
};
static const struct shape example_shape =
    SHAPE("notice_example", struct notice_example, example_fields);
#define FINDING(member_) AT(struct notice_finding, member_)
static const struct field finding_fields[] = {
    { "room", NULL, FIELD_TEXT, 0, FINDING(room), 20 },
    { "what", NULL, FIELD_TEXT, 0, FINDING(what), 60, .help = "notice.told.what" },
    /* In the language of the house; a reader has it in his own. */
    { "subject", NULL, FIELD_TEXT, 0, FINDING(subject), 600 },
    { "subject_zh", NULL, FIELD_TEXT, 0, FINDING(subject_zh), 600,
      .help = "notice.told.subject" },
    { "subject_en", NULL, FIELD_TEXT, 0, FINDING(subject_en), 600,
      .help = "notice.told.subject" },
    { "looked", NULL, FIELD_COUNT, 0, FINDING(looked), .help = "notice.told.looked" },
    { "changed", NULL, FIELD_COUNT, 0, FINDING(changed), .help = "notice.told.changed" },
    { "people", NULL, FIELD_COUNT, 0, FINDING(people), .help = "notice.told.people" },
    { "institutions", NULL, FIELD_COUNT, 0, FINDING(institutions) },
    { "more", NULL, FIELD_MONEY, 0, FINDING(more), .help = "notice.told.more" },
    { "more_a_month", NULL, FIELD_MONEY, 0, FINDING(more_a_month),
      .help = "notice.told.more-a-month" },
    { "from", NULL, FIELD_DAY, FIELD_SPARSE, FINDING(from), .help = "notice.told.from" },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, FINDING(until), .help = "notice.told.until" },
    { "examples", NULL, FIELD_LIST, 0, FINDING(examples), .of = &example_shape },
};
const struct shape notice_finding_shape =
    SHAPE("notice_finding", struct notice_finding, finding_fields);
static const struct field findings_fields[] = {
    { "findings", NULL, FIELD_LIST, 0, AT(struct notice_findings, findings),
      .of = &notice_finding_shape, .help = "notice.told.findings" },
};
const struct shape notice_findings_shape =
    SHAPE("notice_findings", struct notice_findings, findings_fields);
#define TOLD(member_) AT(struct trial_told, member_)
static const struct field told_fields[] = {
    { "trial", NULL, FIELD_ID, 0, TOLD(trial), .help = "notice.field.trial" },
    { "state", NULL, FIELD_TEXT, 0, TOLD(state), 20, .help = "notice.told.state" },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(kind), 20 },
    { "fault", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(fault), 600 },
    { "done", NULL, FIELD_COUNT, 0, TOLD(done), .help = "notice.told.done" },
    { "total", NULL, FIELD_COUNT, 0, TOLD(total), .help = "notice.told.total" },
    { "asked_at", NULL, FIELD_MOMENT, 0, TOLD(asked_at) },
    { "finished_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(finished_at) },
    { "findings", NULL, FIELD_LIST, 0, TOLD(findings), .of = &notice_finding_shape,
      .help = "notice.told.findings" },
};
static const struct shape told_shape = SHAPE("notice_trial_told", struct trial_told, told_fields);

static void trial_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct notice_trial_input *)request->input)->trial);
}

static void try_keys(const struct request *request, struct keys *keys)
{
    const struct notice_try_input *input = request->input;
    keys_add(keys, input->document != 0 ? input->document
             : input->event != 0 ? input->event : (int64_t)(text_hash(input->number) >> 1));
}

const struct action notice_try_action = {
    .name = "notice.try", .method = "POST", .path = "/api/v1/notice-trials",
    .flags = ACTION_ONCE, .input = &try_shape, .facts = &facts_shape,
    .outcome = &trial_input_shape, .answer = &trial_input_shape, .help = "notice.help.try",
    .keys = try_keys, .gather = gather_try, .decide = decide_try,
};
const struct action notice_trial_action = {
    .name = "notice.trial", .method = "GET", .path = "/api/v1/notice-trials/{trial}",
    .flags = ACTION_READ, .input = &trial_input_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "notice.help.trial", .gather = gather_trial, .decide = decide_trial,
};
const struct action notice_trial_note_action = {
    .name = "notice.trial-note",
    .flags = ACTION_ONCE | ACTION_NO_KEY, .input = &note_shape, .facts = &facts_shape,
    .outcome = &trial_input_shape, .answer = &trial_input_shape,
    .help = "notice.help.trial-note", .keys = trial_keys, .gather = gather_trial,
    .decide = decide_note,
};
