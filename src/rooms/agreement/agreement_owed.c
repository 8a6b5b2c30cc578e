/* agreement_owed.c: what the institutions of a place owe under their agreements, by the day it is
 * due, or what they have done, newest first. The measure in force on an obligation's own day moves
 * its day here as it does for one institution (agreement_obligation_tell). LAW: BJ4-S3b */

#include "rooms/agreement/agreement_obligation.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

struct owed_row {
    struct agreement_obligation of;
    struct text code, name;
    bool designated_epidemic;
};
struct owed_key {
    int64_t place, place_until;
    struct date after_day;
    int64_t after;
};

#define OF(member_, kind_, ...) FIELD(struct owed_row, member_, kind_, __VA_ARGS__)
#define OWN(member_, kind_, ...) \
    { .name = #member_, .kind = kind_, .offset = AT(struct owed_row, of.member_), __VA_ARGS__ }
static const struct field owed_fields[] = {
    OWN(bucket, FIELD_COUNT, .flags = 0), OWN(institution, FIELD_ID, .flags = 0),
    OWN(obligation, FIELD_ID, .flags = 0), OWN(place, FIELD_COUNT, .flags = 0),
    OWN(what, FIELD_TEXT, .length_max = 200), OWN(due, FIELD_DAY, .flags = 0),
    OWN(urgent, FIELD_FLAG, .flags = 0), OWN(done_on, FIELD_DAY, .flags = 0),
    OWN(evidence, FIELD_TEXT, .length_max = 300), OWN(version, FIELD_COUNT, .flags = 0),
    OF(code, FIELD_TEXT, .length_max = 30), OF(name, FIELD_TEXT, .length_max = 200),
    OF(designated_epidemic, FIELD_FLAG, .flags = 0),
};
static const struct shape owed_row_shape =
    SHAPE("agreement_owed_row", struct owed_row, owed_fields);
#define KEY(member_, kind_, ...) FIELD(struct owed_key, member_, kind_, __VA_ARGS__)
static const struct field key_fields[] = {
    KEY(place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    KEY(place_until, FIELD_COUNT, .flags = FIELD_REQUIRED),
    KEY(after_day, FIELD_DAY, .flags = 0), KEY(after, FIELD_ID, .flags = 0),
};
static const struct shape key_shape = SHAPE("agreement_owed_key", struct owed_key, key_fields);

#define FROM "agreement_obligation o JOIN institution i ON i.bucket = o.bucket " \
             "AND i.institution = o.institution"
#define COLUMNS "o.bucket, o.institution, o.obligation, o.place, o.what, o.due, o.urgent, " \
                "o.done_on, o.evidence, o.version, i.code, i.name, i.designated_epidemic"
#define OF_PLACE "o.place BETWEEN {place} AND {place_until} AND "
/* Whoever may look is asked below: institutions are public, their offices have places. */
const struct query agreement_obligations_open = {
    .name = "agreement.obligations-open", .from = FROM, .columns = COLUMNS,
    .where = OF_PLACE "o.done_on IS NULL AND ({after} IS NULL OR o.due > {after_day} "
             "OR (o.due = {after_day} AND o.obligation > {after}))",
    .order = "o.due, o.obligation", .key = &key_shape, .row = &owed_row_shape,
    .row_max = AGREEMENT_OWED_A_PAGE, .page = true, .guard = GUARD_PUBLIC,
};
const struct query agreement_obligations_done = {
    .name = "agreement.obligations-done", .from = FROM, .columns = COLUMNS,
    .where = OF_PLACE "o.done_on IS NOT NULL AND ({after} IS NULL OR o.done_on < {after_day} "
             "OR (o.done_on = {after_day} AND o.obligation < {after}))",
    .order = "o.done_on DESC, o.obligation DESC", .key = &key_shape, .row = &owed_row_shape,
    .row_max = AGREEMENT_OWED_A_PAGE, .page = true, .guard = GUARD_PUBLIC,
};

/* ---- agreement.owed ---- */

struct owed_facts {
    const struct list *rows;
    struct events events;
};
static const struct shape facts_shape =
    { .name = "agreement_owed_facts", .size = sizeof(struct owed_facts) };

static int64_t place_asked(const struct request *request)
{
    const struct agreement_owed_input *input = request->input;
    return input->place != 0 ? input->place : request->actor->division;
}

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct agreement_owed_input *input = request->input;
    struct owed_facts *found = facts;
    int64_t place = place_asked(request);
    const struct owed_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .after_day = input->after_day, .after = input->after,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->rows = gather_want(gather, input->done ? &agreement_obligations_done
                                                  : &agreement_obligations_open, &key);
    return complete && found->rows != NULL;
}

static bool is_within(const struct actor *actor, int64_t place)
{
    return actor->institution == 0
        && staff_works_over(actor, place);
}

static struct agreement_owed_told told_of(const struct request *request, struct events events,
                                          const struct owed_row *row)
{
    const struct party_institution institution = {
        .institution = row->of.institution, .division = row->of.place,
        .designated_epidemic = row->designated_epidemic,
    };
    const struct agreement_obligation_facts found = {
        .institution = &institution, .events = events,
    };
    return (struct agreement_owed_told){
        .of = agreement_obligation_tell(request, &found, &row->of),
        .institution = row->of.institution, .code = row->code, .name = row->name,
        .place = row->of.place,
    };
}

static void decide(const struct request *request, const void *facts, struct decision *decision)
{
    const struct agreement_owed_input *input = request->input;
    const struct owed_facts *found = facts;
    struct agreement_owed *answer = decision->outcome;
    if (!is_within(request->actor, place_asked(request))) {
        decision_refuse(decision, "agreement.refused.not-your-place", "place");
        return;
    }
    const struct owed_row *rows = found->rows->items;
    size_t count = found->rows->count;
    struct agreement_owed_told *told =
        ARENA_ARRAY(request->arena, struct agreement_owed_told, count + 1);
    for (size_t i = 0; i < count; i++)
        told[i] = told_of(request, found->events, &rows[i]);
    answer->obligations = (struct list){ told, count };
    if (count < AGREEMENT_OWED_A_PAGE)
        return;
    answer->after = rows[count - 1].of.obligation;
    answer->after_day = input->done ? rows[count - 1].of.done_on : rows[count - 1].of.due;
}

#define ASK(member_, kind_, ...) \
    FIELD(struct agreement_owed_input, member_, kind_, __VA_ARGS__)
static const struct field input_fields[] = {
    ASK(place, FIELD_COUNT, .help = "agreement.field.place"),
    ASK(done, FIELD_FLAG, .help = "agreement.field.only-done"),
    ASK(after_day, FIELD_DAY, .help = "agreement.field.after-day"),
    ASK(after, FIELD_ID, .help = "agreement.field.after"),
};
static const struct shape input_shape =
    SHAPE("agreement_owed_input", struct agreement_owed_input, input_fields);
#define TOLD(member_, kind_, ...) \
    FIELD(struct agreement_owed_told, member_, kind_, __VA_ARGS__)
#define AS(member_, kind_, ...) \
    { .name = #member_, .kind = kind_, .offset = AT(struct agreement_owed_told, of.member_), \
      __VA_ARGS__ }
static const struct field told_fields[] = {
    TOLD(institution, FIELD_ID, .help = "agreement.field.institution"),
    TOLD(code, FIELD_TEXT, .length_max = 30, .help = "agreement.field.code"),
    TOLD(name, FIELD_TEXT, .length_max = 200, .help = "agreement.field.name"),
    TOLD(place, FIELD_COUNT, .help = "agreement.field.place"),
    AS(what, FIELD_TEXT, .length_max = 200, .help = "agreement.field.obligation"),
    AS(urgent, FIELD_FLAG, .help = "agreement.field.urgent"),
    AS(state, FIELD_TEXT, .length_max = 40, .help = "agreement.told.state"),
    AS(own_day, FIELD_DAY, .help = "agreement.field.own-day"),
    AS(due, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.told.due"),
    AS(waits_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 60,
       .help = "agreement.told.waits"),
    AS(waits_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 100,
       .help = "agreement.told.waits"),
    AS(done_on, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.field.done-on"),
    AS(evidence, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 300,
       .help = "agreement.field.evidence"),
    AS(clauses, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200),
    AS(obligation, FIELD_ID, .flags = 0), AS(version, FIELD_COUNT, .flags = 0),
};
static const struct shape told_shape =
    SHAPE("agreement_owed_told", struct agreement_owed_told, told_fields);
#define ANSWER(member_, kind_, ...) FIELD(struct agreement_owed, member_, kind_, __VA_ARGS__)
static const struct field answer_fields[] = {
    ANSWER(obligations, FIELD_LIST, .of = &told_shape, .help = "agreement.field.obligation"),
    ANSWER(after_day, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.field.after-day"),
    ANSWER(after, FIELD_ID, .flags = FIELD_SPARSE, .help = "agreement.field.after"),
};
static const struct shape answer_shape =
    SHAPE("agreement_owed", struct agreement_owed, answer_fields);

const struct action agreement_owed_action = {
    .name = "agreement.owed", .method = "GET", .path = "/api/v1/obligations",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .next_page = { { "after_day", "after_day" }, { "after", "after" } },
    .outcome = &answer_shape, .answer = &answer_shape, .help = "agreement.help.owed",
    .gather = gather, .decide = decide,
};
