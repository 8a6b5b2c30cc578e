/* agreement_text_reads.c: texts are shown to both sides, with what is to be done with each and
 * until when; what waits in a place; the signed sheet. */

#include "rooms/agreement/agreement_text.h"

#include "base/check.h"
#include "core/blob.h"
#include "core/divisions.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

/* ---- one text as it is told ---- */

struct text_told {
    struct agreement_text row;
    struct agreement_to_sign owed;
    struct text institution_name, agreement_status;
    bool whole, sealed, has_scan, mine;
};

/* `mine`: who asks is to sign now: the institution what is issued, the agency what is signed, by
 * another person. */
static struct text_told told_of(const struct request *request, struct events events,
                                const struct agreement_text *row)
{
    const struct actor *actor = request->actor;
    bool theirs = actor->institution != 0;
    bool other = actor->account != row->made_by && actor->account != row->signed_by;
    return (struct text_told){
        .row = *row, .owed = agreement_to_sign_of(request, events, row),
        .whole = agreement_text_is_whole(row, request->arena),
        .sealed = agreement_text_is_sealed(row, request->arena),
        .has_scan = text_present(row->scan),
        .mine = theirs ? text_is(row->state, "issued") : text_is(row->state, "signed") && other,
    };
}

static struct text status_of(const struct list *rows, int64_t agreement)
{
    const struct agreement *all = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (all[i].agreement == agreement)
            return all[i].status;
    return (struct text){ 0 };
}

struct texts_answer { struct list texts; };

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    return agreement_gather_texts(gather, *(const int64_t *)request->input, facts);
}

static bool may_read(const struct request *request, const struct agreement_text_facts *found,
                     struct decision *decision)
{
    if (!party_may_see_institution(request->actor, found->institution))
        decision_refuse(decision, "agreement.refused.no-such-institution", "institution");
    return decision->refusal.key == NULL;
}

static void decide_texts(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct agreement_text_facts *found = facts;
    if (!may_read(request, found, decision))
        return;
    const struct agreement_text *rows = found->texts->items;
    struct text_told *told =
        ARENA_ARRAY(request->arena, struct text_told, found->texts->count + 1);
    for (size_t i = 0; i < found->texts->count; i++) {
        told[i] = told_of(request, found->events, &rows[i]);
        told[i].institution_name = found->institution->name;
        told[i].agreement_status = status_of(found->rows, rows[i].agreement);
    }
    ((struct texts_answer *)decision->outcome)->texts =
        (struct list){ told, found->texts->count };
}

/* NULL: refused. */
static const struct agreement_text *asked_for(const struct request *request,
                                              const struct agreement_text_facts *found,
                                              struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    const struct agreement_text *rows = found->texts->items;
    if (party_may_see_institution(request->actor, found->institution))
        for (size_t i = 0; i < found->texts->count; i++)
            if (rows[i].text == input->text)
                return &rows[i];
    decision_refuse(decision, "agreement.refused.no-such-text", "text");
    return NULL;
}

static void decide_text(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct agreement_text_facts *found = facts;
    const struct agreement_text *row = asked_for(request, found, decision);
    if (row == NULL)
        return;
    struct text_told *told = decision->outcome;
    *told = told_of(request, found->events, row);
    told->institution_name = found->institution->name;
    told->agreement_status = status_of(found->rows, row->agreement);
}

struct sheet { struct text blob, file_name, file_type; };

static void decide_scan(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct agreement_text *row = asked_for(request, facts, decision);
    if (row != NULL && !text_present(row->scan))
        decision_refuse(decision, "agreement.refused.no-such-text", "text");
    else if (row != NULL)
        *(struct sheet *)decision->outcome =
            (struct sheet){ row->scan, row->scan_name, row->scan_type };
}

/* ---- what waits in a place ---- */

struct waiting_input { int64_t after; };
struct waiting_facts {
    const struct list *texts, *institutions;
    struct events events;
};

static bool gather_waiting(struct gather *gather, const struct request *request, void *facts)
{
    const struct waiting_input *input = request->input;
    const struct actor *actor = request->actor;
    struct waiting_facts *found = facts;
    int64_t wider = actor->scope.everything ? 0 : actor->division;
    const struct agreement_waiting_key key = {
        wider, division_last_code((int32_t)wider), input->after,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->texts = gather_want(gather, &agreement_texts_waiting, &key);
    if (found->texts == NULL)
        return false;
    const struct agreement_text *rows = found->texts->items;
    struct party_institution *named =
        ARENA_ARRAY(gather->arena, struct party_institution, found->texts->count + 1);
    for (size_t i = 0; i < found->texts->count; i++) {
        const struct party_institution_key of = { rows[i].bucket, rows[i].institution };
        const void *row = NULL;
        complete &= gather_one(gather, &party_institution_by_id, &of, &row);
        if (row != NULL)
            named[i] = *(const struct party_institution *)row;
    }
    struct list *institutions = ARENA_NEW(gather->arena, struct list);
    *institutions = (struct list){ named, found->texts->count };
    found->institutions = institutions;
    return complete;
}

static void decide_waiting(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct waiting_facts *found = facts;
    const struct agreement_text *rows = found->texts->items;
    const struct party_institution *named = found->institutions->items;
    struct text_told *told =
        ARENA_ARRAY(request->arena, struct text_told, found->texts->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->texts->count; i++) {
        if (!party_may_see_institution(request->actor, &named[i]))
            continue;
        told[count] = told_of(request, found->events, &rows[i]);
        told[count++].institution_name = named[i].name;
    }
    ((struct texts_answer *)decision->outcome)->texts = (struct list){ told, count };
}

/* ---- rows ---- */

static const struct shape facts_shape =
    { .name = "agreement_text_facts", .size = sizeof(struct agreement_text_facts) };
static const struct shape waiting_facts_shape =
    { .name = "agreement_waiting_facts", .size = sizeof(struct waiting_facts) };
static const struct field asked_fields[] = {
    FIELD(struct agreement_text_input, institution, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "agreement.field.institution"),
    FIELD(struct agreement_text_input, text, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "agreement.field.text"),
};
static const struct shape asked_shape =
    SHAPE("agreement_text_asked", struct agreement_text_input, asked_fields);
static const struct shape of_shape = {
    .name = "agreement_texts_asked", .size = sizeof(struct agreement_text_input),
    .fields = asked_fields, .field_count = 1,
};
static const struct field waiting_input_fields[] = {
    FIELD(struct waiting_input, after, FIELD_ID, .help = "agreement.field.after"),
};
static const struct shape waiting_input_shape =
    SHAPE("agreement_waiting_input", struct waiting_input, waiting_input_fields);

#define OF(name_, member_, kind_, flags_, length_, help_) \
    { name_, NULL, kind_, flags_, AT(struct text_told, member_), length_, .help = help_ }
#define HELP(name_) "agreement.told." name_
#define TOLD_FIELDS \
    OF("text", row.text, FIELD_ID, 0, 0, "agreement.field.text"), \
    OF("institution", row.institution, FIELD_ID, 0, 0, "agreement.field.institution"), \
    OF("name", institution_name, FIELD_TEXT, FIELD_SPARSE, 100, HELP("name")), \
    OF("agreement", row.agreement, FIELD_ID, 0, 0, "agreement.field.agreement"), \
    OF("status", agreement_status, FIELD_TEXT, FIELD_SPARSE, 20, HELP("status")), \
    OF("kind", row.kind, FIELD_TEXT, 0, 20, HELP("kind")), \
    OF("number", row.number, FIELD_TEXT, 0, 60, HELP("number")), \
    OF("from", row.holds_from, FIELD_DAY, 0, 0, "agreement.field.first-day"), \
    OF("until", row.holds_until, FIELD_DAY, FIELD_SPARSE, 0, "agreement.field.last-day"), \
    OF("state", row.state, FIELD_TEXT, 0, 20, "agreement.field.text-state"), \
    OF("reason", row.reason, FIELD_TEXT, FIELD_SPARSE, 500, "agreement.field.reason"), \
    OF("due", owed.due, FIELD_DAY, FIELD_SPARSE, 0, HELP("due")), \
    OF("late", owed.late, FIELD_FLAG, 0, 0, HELP("late")), \
    OF("waits_zh", owed.waits_zh, FIELD_TEXT, FIELD_SPARSE, 60, HELP("waits")), \
    OF("waits_en", owed.waits_en, FIELD_TEXT, FIELD_SPARSE, 100, HELP("waits")), \
    OF("clauses", owed.clauses, FIELD_TEXT, FIELD_SPARSE, 200, HELP("clauses")), \
    OF("made_at", row.made_at, FIELD_MOMENT, 0, 0, HELP("made")), \
    OF("signed_how", row.signed_how, FIELD_TEXT, FIELD_SPARSE, 20, \
       "agreement.field.signed-how"), \
    OF("signed_on", row.signed_on, FIELD_DAY, FIELD_SPARSE, 0, "agreement.field.signed-on"), \
    OF("signed_at", row.signed_at, FIELD_MOMENT, FIELD_SPARSE, 0, HELP("signed")), \
    OF("countersigned_at", row.countersigned_at, FIELD_MOMENT, FIELD_SPARSE, 0, \
       HELP("countersigned")), \
    OF("sheet", has_scan, FIELD_FLAG, 0, 0, HELP("sheet")), \
    OF("mine", mine, FIELD_FLAG, 0, 0, HELP("mine")), \
    OF("whole", whole, FIELD_FLAG, 0, 0, HELP("whole")), \
    OF("sealed", sealed, FIELD_FLAG, 0, 0, HELP("sealed")), \
    OF("version", row.version, FIELD_COUNT, 0, 0, "agreement.field.version")
static const struct field listed_fields[] = { TOLD_FIELDS };
static const struct shape listed_shape =
    SHAPE("agreement_text_listed", struct text_told, listed_fields);
static const struct field told_fields[] = {
    TOLD_FIELDS,
    OF("body_zh", row.body_zh, FIELD_TEXT, FIELD_PRIVATE, 130000, HELP("body")),
    OF("body_en", row.body_en, FIELD_TEXT, FIELD_PRIVATE, 250000, HELP("body")),
    OF("signer", row.signer, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, 50,
       "agreement.field.signer"),
    OF("digest", row.digest, FIELD_TEXT, 0, 64, "agreement.field.digest"),
    OF("signed_digest", row.signed_digest, FIELD_TEXT, FIELD_SPARSE, 64, HELP("signed-digest")),
    OF("countersigned_digest", row.countersigned_digest, FIELD_TEXT, FIELD_SPARSE, 64,
       HELP("countersigned-digest")),
    OF("seal", row.seal, FIELD_TEXT, FIELD_SPARSE, 128, HELP("seal")),
};
static const struct shape told_shape =
    SHAPE("agreement_text_told", struct text_told, told_fields);
static const struct field texts_fields[] = {
    FIELD(struct texts_answer, texts, FIELD_LIST, .of = &listed_shape,
          .help = "agreement.told.texts"),
};
static const struct shape texts_shape =
    SHAPE("agreement_texts", struct texts_answer, texts_fields);
static const struct field sheet_fields[] = {
    FIELD(struct sheet, blob, FIELD_TEXT, .length_max = BLOB_NAME_LENGTH),
    FIELD(struct sheet, file_name, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200),
    FIELD(struct sheet, file_type, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 100),
};
static const struct shape sheet_shape = SHAPE("agreement_sheet", struct sheet, sheet_fields);

#define PATH "/api/v1/institutions/{institution}/agreement-texts"
const struct action agreement_texts_action = {
    .name = "agreement.texts", .method = "GET", .path = PATH, .flags = ACTION_READ,
    .input = &of_shape, .facts = &facts_shape, .outcome = &texts_shape, .answer = &texts_shape,
    .help = "agreement.help.texts", .gather = gather, .decide = decide_texts,
};
const struct action agreement_text_action = {
    .name = "agreement.text", .method = "GET", .path = PATH "/{text}", .flags = ACTION_READ,
    .input = &asked_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "agreement.help.text", .gather = gather,
    .decide = decide_text,
};
const struct action agreement_scan_action = {
    .name = "agreement.scan", .method = "GET", .path = PATH "/{text}/sheet",
    .flags = ACTION_READ | ACTION_PAPER, .input = &asked_shape, .facts = &facts_shape,
    .outcome = &sheet_shape, .answer = &sheet_shape, .help = "agreement.help.scan",
    .gather = gather, .decide = decide_scan,
};
const struct action agreement_waiting_action = {
    .name = "agreement.waiting", .method = "GET", .path = "/api/v1/agreement-texts",
    .flags = ACTION_READ, .input = &waiting_input_shape, .facts = &waiting_facts_shape,
    .outcome = &texts_shape, .answer = &texts_shape, .help = "agreement.help.waiting",
    .next_page = { { "after", "text" } }, .gather = gather_waiting, .decide = decide_waiting,
};
