/* agreement_obligation.c: see agreement_obligation.h. */

#include "rooms/agreement/agreement_obligation.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

/* ---- rows ---- */

#define ROW(member_, kind_, ...) FIELD(struct agreement_obligation, member_, kind_, __VA_ARGS__)
static const struct field row_fields[] = {
    ROW(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ROW(institution, FIELD_ID, .flags = FIELD_REQUIRED),
    ROW(obligation, FIELD_ID, .flags = FIELD_REQUIRED),
    ROW(place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ROW(what, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200),
    ROW(due, FIELD_DAY, .flags = FIELD_REQUIRED), ROW(urgent, FIELD_FLAG, .flags = 0),
    ROW(set_at, FIELD_MOMENT, .flags = FIELD_REQUIRED), ROW(set_by, FIELD_ID, .flags = 0),
    ROW(done_on, FIELD_DAY, .flags = 0), ROW(evidence, FIELD_TEXT, .length_max = 300),
    ROW(done_by, FIELD_ID, .flags = 0), ROW(version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape agreement_obligation_shape =
    SHAPE("agreement_obligation", struct agreement_obligation, row_fields);
const struct table agreement_obligation_table = {
    "agreement_obligation", &agreement_obligation_shape, 3, "version",
};
const struct query agreement_obligations_of = {
    .name = "agreement.obligations-of", .from = "agreement_obligation",
    .where = "bucket = {bucket} AND institution = {institution}",
    .order = "due, obligation", .key = &agreement_of_key_shape,
    .row = &agreement_obligation_shape,
    .row_max = AGREEMENT_OBLIGATIONS_MOST, .guard = GUARD_DECISION,
};

bool agreement_gather_obligations(struct gather *gather, int64_t institution,
                                  struct agreement_obligation_facts *found)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    const struct party_institution_key of = { id_bucket(institution), institution };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &party_institution_by_id, &of, &row);
    found->institution = row;
    found->rows = gather_want(gather, &agreement_obligations_of, &key);
    return complete && found->rows != NULL;
}

/* ---- when it is due now ---- */

/* NULL: nothing puts it off. */
static const struct measure *put_off_by(const struct request *request,
                                        const struct agreement_obligation_facts *found,
                                        const struct agreement_obligation *row)
{
    const struct measure_fact task = { "institutions.task", TEXT("covid-treatment") };
    const struct measure_question question = {
        .verb = VERB_WAIVE, .place = (int32_t)row->place, .applicant = TEXT("institution"),
        .thing = TEXT("non-urgent-obligations"), .facts = &task,
        .fact_count = found->institution->designated_epidemic, .day = row->due,
        .known = date_of_moment(request->at), .events = found->events,
    };
    const struct measure_made made =
        measures_any(request->book, &question, request->arena).made;
    return row->urgent || made.count == 0 ? NULL : made.hits[0].measure;
}

static struct text state_of(const struct agreement_obligation_told *told, struct date today)
{
    if (told->done_on.yyyymmdd != 0)
        return TEXT("agreement.check.done");
    if (told->due.yyyymmdd == 0)
        return TEXT("agreement.check.off");
    return date_compare(today, told->due) > 0 ? TEXT("agreement.check.late")
                                              : TEXT("agreement.obligation.open");
}

struct agreement_obligation_told agreement_obligation_tell(
    const struct request *request, const struct agreement_obligation_facts *found,
    const struct agreement_obligation *row)
{
    const struct vocabulary *words = book_vocabulary(request->book);
    struct agreement_obligation_told told = {
        .obligation = row->obligation, .what = row->what, .urgent = row->urgent,
        .own_day = row->due, .due = row->due, .done_on = row->done_on,
        .evidence = row->evidence, .version = row->version,
    };
    const struct measure *measure = put_off_by(request, found, row);
    if (measure != NULL) {
        const struct measure_point *until = &measure->later.due;
        told.clauses = measure->cites;
        told.due = DATE_NONE;
        if (!measure_point_day(request->book, until, found->events, (int32_t)row->place,
                               (struct moment){ 0 }, &told.due)) {
            told.waits_zh = vocabulary_say(words, "events", until->event, LANGUAGE_CHINESE);
            told.waits_en = vocabulary_say(words, "events", until->event, LANGUAGE_ENGLISH);
        }
    }
    told.state = state_of(&told, date_of_moment(request->at));
    return told;
}

static const struct agreement_obligation *row_of(const struct list *rows, int64_t obligation)
{
    const struct agreement_obligation *all = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (all[i].obligation == obligation)
            return &all[i];
    return NULL;
}

bool agreement_obligation_is_late(const struct request *request,
                                  const struct agreement_obligation_facts *found,
                                  int64_t obligation)
{
    const struct agreement_obligation *row = row_of(found->rows, obligation);
    return row != NULL && found->institution != NULL
        && text_is(agreement_obligation_tell(request, found, row).state, "agreement.check.late");
}

/* ---- who ---- */

static bool is_theirs(const struct actor *actor, const struct party_institution *institution)
{
    return institution != NULL && actor->institution == 0
        && staff_works_over(actor, institution->division);
}

static bool may_change(const struct request *request,
                       const struct agreement_obligation_facts *found, struct decision *decision)
{
    if (is_theirs(request->actor, found->institution))
        return true;
    decision_refuse(decision, "agreement.refused.no-such-institution", "institution");
    return false;
}

/* ---- agreement.oblige ---- */

static const struct shape facts_shape =
    { .name = "agreement_obligation_facts", .size = sizeof(struct agreement_obligation_facts) };
_Static_assert(offsetof(struct agreement_oblige_input, institution) == 0
               && offsetof(struct agreement_obligation_done_input, institution) == 0,
               "read alike");

static void institution_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct agreement_obligations_input *)request->input)->institution);
}

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct agreement_obligations_input *input = request->input;
    return agreement_gather_obligations(gather, input->institution, facts);
}

static void decide_oblige(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct agreement_oblige_input *input = request->input;
    const struct agreement_obligation_facts *found = facts;
    if (!may_change(request, found, decision))
        return;
    if (!text_present(text_trim(input->what))) {
        decision_refuse(decision, "agreement.refused.no-obligation", "what");
        return;
    }
    if (found->rows->count >= AGREEMENT_OBLIGATIONS_MOST) {
        decision_refuse(decision, "agreement.refused.too-many-obligations", "institution");
        return;
    }
    const struct agreement_obligation row = {
        .bucket = id_bucket(input->institution), .institution = input->institution,
        .obligation = id_mint(request->minter, id_bucket(input->institution)),
        .place = found->institution->division, .what = text_trim(input->what),
        .due = input->due, .urgent = input->urgent, .set_at = request->at,
        .set_by = request->actor->account, .version = 1,
    };
    decision_insert(decision, &agreement_obligation_table, &row);
    ((struct agreement_obliged *)decision->outcome)->obligation = row.obligation;
    decision->subject = input->institution;
}

#define OBLIGE(member_, kind_, ...) \
    FIELD(struct agreement_oblige_input, member_, kind_, __VA_ARGS__)
static const struct field oblige_fields[] = {
    OBLIGE(institution, FIELD_ID, .flags = FIELD_REQUIRED, .help = "agreement.field.institution"),
    OBLIGE(what, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200,
           .help = "agreement.field.obligation"),
    OBLIGE(due, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "agreement.field.own-day"),
    OBLIGE(urgent, FIELD_FLAG, .help = "agreement.field.urgent"),
};
static const struct shape oblige_shape =
    SHAPE("agreement_oblige", struct agreement_oblige_input, oblige_fields);
static const struct field obliged_fields[] = {
    FIELD(struct agreement_obliged, obligation, FIELD_ID, .flags = 0),
};
static const struct shape obliged_shape =
    SHAPE("agreement_obliged", struct agreement_obliged, obliged_fields);

const struct action agreement_oblige_action = {
    .name = "agreement.oblige", .method = "POST",
    .path = "/api/v1/institutions/{institution}/obligations",
    .flags = ACTION_ONCE, .input = &oblige_shape, .facts = &facts_shape,
    .outcome = &obliged_shape, .answer = &obliged_shape, .help = "agreement.help.oblige",
    .keys = institution_keys, .gather = gather, .decide = decide_oblige,
};

/* ---- agreement.obligation-done ---- */

static void decide_done(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct agreement_obligation_done_input *input = request->input;
    const struct agreement_obligation_facts *found = facts;
    if (!may_change(request, found, decision))
        return;
    const struct agreement_obligation *row = row_of(found->rows, input->obligation);
    if (row == NULL || row->done_on.yyyymmdd != 0) {
        decision_refuse(decision, "agreement.refused.no-such-obligation", "obligation");
        return;
    }
    if (!agreement_may_be_done(decision, row->version, input->version, input->done_on))
        return;
    struct agreement_obligation after = *row;
    after.done_on = input->done_on;
    after.evidence = input->evidence;
    after.done_by = request->actor->account;
    decision_replace(decision, &agreement_obligation_table, &after);
    ((struct agreement_obliged *)decision->outcome)->obligation = row->obligation;
    decision->subject = input->institution;
}

#define DONE(member_, kind_, ...) \
    FIELD(struct agreement_obligation_done_input, member_, kind_, .flags = FIELD_REQUIRED, \
          __VA_ARGS__)
static const struct field done_fields[] = {
    DONE(institution, FIELD_ID, .help = "agreement.field.institution"),
    DONE(obligation, FIELD_ID, .help = "agreement.field.obligation-number"),
    DONE(version, FIELD_COUNT, .help = "agreement.field.version"),
    DONE(done_on, FIELD_DAY, .help = "agreement.field.done-on"),
    DONE(evidence, FIELD_TEXT, .length_max = 300, .help = "agreement.field.evidence"),
};
static const struct shape done_shape =
    SHAPE("agreement_obligation_done", struct agreement_obligation_done_input, done_fields);

const struct action agreement_obligation_done_action = {
    .name = "agreement.obligation-done", .method = "POST",
    .path = "/api/v1/institutions/{institution}/obligations/{obligation}/completion",
    .flags = ACTION_ONCE, .input = &done_shape, .facts = &facts_shape,
    .outcome = &obliged_shape, .answer = &obliged_shape,
    .help = "agreement.help.obligation-done", .keys = institution_keys, .gather = gather,
    .decide = decide_done,
};

/* ---- agreement.obligations ---- */

static void decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct agreement_obligation_facts *found = facts;
    const struct actor *actor = request->actor;
    bool own = actor->institution != 0 && found->institution != NULL
        && actor->institution == found->institution->institution;
    if (!own && !may_change(request, found, decision))
        return;
    const struct agreement_obligation *rows = found->rows->items;
    struct agreement_obligation_told *told =
        ARENA_ARRAY(request->arena, struct agreement_obligation_told, found->rows->count + 1);
    struct agreement_obligations *answer = decision->outcome;
    for (size_t i = 0; i < found->rows->count; i++) {
        told[i] = agreement_obligation_tell(request, found, &rows[i]);
        answer->done += text_is(told[i].state, "agreement.check.done");
        answer->late += text_is(told[i].state, "agreement.check.late");
        answer->put_off += text_is(told[i].state, "agreement.check.off");
        answer->open += text_is(told[i].state, "agreement.obligation.open");
    }
    answer->obligations = (struct list){ told, found->rows->count };
}

static const struct field list_fields[] = {
    FIELD(struct agreement_obligations_input, institution, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "agreement.field.institution"),
};
static const struct shape list_shape =
    SHAPE("agreement_obligations_input", struct agreement_obligations_input, list_fields);
#define TOLD(member_, kind_, ...) \
    FIELD(struct agreement_obligation_told, member_, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(what, FIELD_TEXT, .length_max = 200, .help = "agreement.field.obligation"),
    TOLD(urgent, FIELD_FLAG, .help = "agreement.field.urgent"),
    TOLD(state, FIELD_TEXT, .length_max = 40, .help = "agreement.told.state"),
    TOLD(own_day, FIELD_DAY, .help = "agreement.field.own-day"),
    TOLD(due, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.told.due"),
    TOLD(waits_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 60,
         .help = "agreement.told.waits"),
    TOLD(waits_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 100,
         .help = "agreement.told.waits"),
    TOLD(done_on, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.field.done-on"),
    TOLD(evidence, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 300,
         .help = "agreement.field.evidence"),
    TOLD(clauses, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200),
    TOLD(obligation, FIELD_ID, .flags = 0), TOLD(version, FIELD_COUNT, .flags = 0),
};
static const struct shape told_shape =
    SHAPE("agreement_obligation_told", struct agreement_obligation_told, told_fields);
#define ANSWER(member_, kind_, ...) \
    FIELD(struct agreement_obligations, member_, kind_, __VA_ARGS__)
static const struct field answer_fields[] = {
    ANSWER(open, FIELD_COUNT, .help = "agreement.obligation.open"),
    ANSWER(put_off, FIELD_COUNT, .help = "agreement.check.off"),
    ANSWER(late, FIELD_COUNT, .help = "agreement.check.late"),
    ANSWER(done, FIELD_COUNT, .help = "agreement.check.done"),
    ANSWER(obligations, FIELD_LIST, .of = &told_shape, .help = "agreement.field.obligation"),
};
static const struct shape answer_shape =
    SHAPE("agreement_obligations", struct agreement_obligations, answer_fields);

const struct action agreement_obligations_action = {
    .name = "agreement.obligations", .method = "GET",
    .path = "/api/v1/institutions/{institution}/obligations",
    .flags = ACTION_READ, .input = &list_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "agreement.help.obligations",
    .gather = gather, .decide = decide_list,
};
