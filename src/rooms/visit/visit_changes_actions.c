/* visit_changes_actions.c: people in hospital whose epidemic status began, ended or was recorded in
 * the last days: who pays for their stay may be another from its day on. */

#include "rooms/visit/visit_inside.h"
#include "rooms/visit/visit_room.h"

#define DAYS_BACK 7
#define CHANGES_MAX 200

struct changes_key {
    int64_t institution;
    struct date from, today;
    int64_t recorded_from;      /* the least id of a status recorded in those days */
};
static const struct field key_fields[] = {
    FIELD(struct changes_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct changes_key, from, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct changes_key, today, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct changes_key, recorded_from, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape = SHAPE("visit_changes_key", struct changes_key, key_fields);

struct change_row {
    int64_t visit, person, institution, status;
    struct text name, number, kind, source;
    struct date from, until;
    struct moment begin_at;
};
#define ROW(member, kind_, ...) FIELD(struct change_row, member, kind_, __VA_ARGS__)
static const struct field row_fields[] = {
    ROW(visit, FIELD_ID, .flags = 0), ROW(person, FIELD_ID, .flags = 0),
    ROW(institution, FIELD_ID, .flags = 0), ROW(status, FIELD_ID, .flags = 0),
    ROW(name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100),
    ROW(number, FIELD_TEXT, .length_max = 50), ROW(kind, FIELD_TEXT, .length_max = 30),
    ROW(source, FIELD_TEXT, .length_max = 100), ROW(from, FIELD_DAY, .flags = 0),
    ROW(until, FIELD_DAY, .flags = FIELD_SPARSE), ROW(begin_at, FIELD_MOMENT, .flags = 0),
};
static const struct shape row_shape =
    SHAPE("visit_status_change", struct change_row, row_fields);

const struct query visit_status_changes_at = {
    .name = "visit.status-changes",
    .from = "visit v JOIN person_status s ON s.bucket = v.bucket AND s.person = v.person "
            "JOIN person p ON p.bucket = v.bucket AND p.person = v.person",
    .where = "v.institution = {institution} AND v.inpatient = 1 AND v.state = 'open' "
             "AND s.valid_from <= {today} "
             "AND (s.valid_until IS NULL OR s.valid_until >= s.valid_from) "
             "AND (s.valid_from >= {from} OR s.status >= {recorded_from} "
             "OR (s.valid_until >= {from} AND s.valid_until < {today}))",
    .order = "s.valid_from DESC, v.visit, s.status",
    .columns = "v.visit, v.person, v.institution, s.status, p.name, v.number, s.kind, s.source, "
               "s.valid_from, s.valid_until, v.begin_at",
    .key = &key_shape, .row = &row_shape, .row_max = CHANGES_MAX, .guard = GUARD_SCOPED,
    .guard_institution = "institution",
};

struct nothing { bool filled; };
static const struct shape input_shape =
    { .name = "visit.status-changes-input", .size = sizeof(struct nothing) };
struct changes_facts { const struct list *rows; };
static const struct shape facts_shape =
    { .name = "visit.status-changes-facts", .size = sizeof(struct changes_facts) };
struct changes_answer { struct list changes; };
static const struct field answer_fields[] = {
    FIELD(struct changes_answer, changes, FIELD_LIST, .of = &row_shape),
};
static const struct shape answer_shape =
    SHAPE("visit_status_changes", struct changes_answer, answer_fields);

static bool gather_changes(struct gather *gather, const struct request *request, void *facts)
{
    struct date today = date_of_moment(request->at);
    const struct changes_key key = {
        .institution = request->actor->institution, .from = date_plus_days(today, -DAYS_BACK),
        .today = today,
        .recorded_from = id_least(moment_of_date(date_plus_days(today, -DAYS_BACK))),
    };
    struct changes_facts *found = facts;
    found->rows = gather_want(gather, &visit_status_changes_at, &key);
    return found->rows != NULL;
}

static void decide_changes(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct list *rows = ((const struct changes_facts *)facts)->rows;
    const struct change_row *all = rows->items;
    struct change_row *told = ARENA_ARRAY(request->arena, struct change_row, rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)    /* one of before the stay changes nothing of it */
        if (all[i].until.yyyymmdd == 0
            || date_compare(all[i].until, date_of_moment(all[i].begin_at)) >= 0)
            told[count++] = all[i];
    ((struct changes_answer *)decision->outcome)->changes = (struct list){ told, count };
}

const struct action visit_status_changes_action = {
    .name = "visit.status-changes", .method = "GET", .path = "/api/v1/stays/status-changes",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "visit.help.status-changes",
    .gather = gather_changes, .decide = decide_changes,
};
