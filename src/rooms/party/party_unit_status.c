/* party_unit_status.c: what a unit is for a time ("resuming-work", "in-difficulty"), as scopes of
 * measures ask about it. Recorded by staff of its place from a list of another department; an end
 * is written into the stretch that runs. LAW: LY22-L3d */

#include "rooms/party/party_room.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_words.h"
#include "rooms/staff/staff.h"

#define UNIT_STATUSES_MAX 100

bool party_unit_is(const struct list *statuses, size_t index, struct date day,
                   struct text *ret_kind)
{
    const struct party_unit_status *rows = statuses->items;
    bool ends = rows[index].valid_until.yyyymmdd != 0;
    if (date_compare(day, rows[index].valid_from) < 0
        || (ends && date_compare(rows[index].valid_until, day) < 0))
        return false;
    *ret_kind = rows[index].kind;
    return true;
}

/* ---- rows ---- */

#define ROW(member_) AT(struct party_unit_status, member_)
static const struct field row_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, ROW(unit) },
    { "status", NULL, FIELD_ID, FIELD_REQUIRED, ROW(status) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(kind), 30 },
    { "valid_from", NULL, FIELD_DAY, FIELD_REQUIRED, ROW(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, ROW(valid_until) },
    { "source", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(source), 200 },
    { "version", NULL, FIELD_COUNT, 0, ROW(version) },
};
const struct shape party_unit_status_shape =
    SHAPE("party_unit_status", struct party_unit_status, row_fields);
const struct table party_unit_status_table =
    { "unit_status", &party_unit_status_shape, 3, "version" };

static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct party_unit_key, bucket) },
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct party_unit_key, unit) },
};
static const struct shape key_shape =
    SHAPE("party_unit_status_key", struct party_unit_key, key_fields);
const struct query party_unit_statuses_of = {
    .name = "party.unit-statuses", .from = "unit_status",
    .where = "bucket = {bucket} AND unit = {unit}", .order = "status", .key = &key_shape,
    .row = &party_unit_status_shape, .row_max = UNIT_STATUSES_MAX, .guard = GUARD_DECISION,
};

/* ---- party.record-unit-status ---- */

struct unit_status_facts {
    const struct party_unit *unit;
    const struct list *statuses;
};

static void status_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct party_unit_status *)request->input)->unit);
}

static bool status_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_unit_status *input = request->input;
    struct unit_status_facts *found = facts;
    const struct party_unit_key key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &key, &row);
    found->unit = row;
    found->statuses = gather_want(gather, &party_unit_statuses_of, &key);
    return complete && found->statuses != NULL;
}

/* The stretch of that kind that begins on the same day: it is changed and none is added. */
static const struct party_unit_status *same_stretch(const struct list *statuses,
                                                    const struct party_unit_status *input)
{
    const struct party_unit_status *rows = statuses->items;
    for (size_t i = 0; i < statuses->count; i++)
        if (text_equal(rows[i].kind, input->kind)
            && date_compare(rows[i].valid_from, input->valid_from) == 0)
            return &rows[i];
    return NULL;
}

static void status_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct party_unit_status *input = request->input;
    const struct unit_status_facts *found = facts;
    if (found->unit == NULL || !staff_works_over(request->actor, found->unit->division)) {
        decision_refuse(decision, "party.refused.no-such-unit", "unit");
        return;
    }
    if (vocabulary_word(book_vocabulary(request->book), "unit-statuses", input->kind) == NULL) {
        decision_refuse(decision, "party.refused.no-such-unit-status", "kind");
        return;
    }
    if (input->valid_until.yyyymmdd != 0
        && date_compare(input->valid_until, input->valid_from) < 0) {
        decision_refuse(decision, "party.refused.ends-before", "until");
        return;
    }
    const struct party_unit_status *before = same_stretch(found->statuses, input);
    /* One row more than is ever read would stop every decision about the unit. */
    if (before == NULL && found->statuses->count >= UNIT_STATUSES_MAX) {
        decision_refuse(decision, "party.refused.too-many-statuses", "kind");
        return;
    }
    struct party_unit_status row = before == NULL ? *input : *before;
    row.bucket = id_bucket(input->unit);
    row.valid_until = input->valid_until;
    row.source = input->source;
    if (before == NULL) {
        row.status = id_mint(request->minter, (int)row.bucket);
        decision_insert(decision, &party_unit_status_table, &row);
    } else {
        decision_replace(decision, &party_unit_status_table, &row);
    }
    decision->subject = input->unit;
    *(struct party_unit_status_recorded *)decision->outcome =
        (struct party_unit_status_recorded){ input->unit, row.status, row.kind };
}

static const struct field input_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, ROW(unit), .help = "party.field.unit" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(kind), 30,
      .help = "party.field.unit-status" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ROW(valid_from), .help = "party.field.from" },
    { "until", NULL, FIELD_DAY, 0, ROW(valid_until), .help = "party.field.until" },
    { "source", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(source), 200,
      .help = "party.field.source" },
};
static const struct shape input_shape =
    SHAPE("party_record_unit_status", struct party_unit_status, input_fields);
static const struct shape facts_shape =
    { .name = "party_unit_status_facts", .size = sizeof(struct unit_status_facts) };
static const struct field recorded_fields[] = {
    { "unit", NULL, FIELD_ID, 0, AT(struct party_unit_status_recorded, unit) },
    { "status", NULL, FIELD_ID, 0, AT(struct party_unit_status_recorded, status) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct party_unit_status_recorded, kind), 30 },
};
static const struct shape recorded_shape =
    SHAPE("party_unit_status_recorded", struct party_unit_status_recorded, recorded_fields);

const struct action party_record_unit_status_action = {
    .name = "party.record-unit-status", .method = "POST",
    .path = "/api/v1/units/{unit}/statuses",
    .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &recorded_shape,
    .answer = &recorded_shape, .help = "party.help.record-unit-status", .keys = status_keys,
    .gather = status_gather, .decide = status_decide,
};
