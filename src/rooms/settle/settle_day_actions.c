/* settle_day_actions.c: the settlements of an institution's day, for its insurance office. Found by
 * when they were made: a stay that began weeks ago belongs to the day it was settled. */

#include "rooms/settle/settle_bills.h"

#include "base/check.h"
#include "rooms/settle/settle_room.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

struct day_key {
    int64_t institution;
    struct moment from, until, after;   /* settled; `after` to go on from */
    int64_t after_settlement;
};
static const struct field key_fields[] = {
    FIELD(struct day_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct day_key, from, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct day_key, until, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct day_key, after, FIELD_MOMENT, .flags = 0),
    FIELD(struct day_key, after_settlement, FIELD_ID, .flags = 0),
};
static const struct shape key_shape = SHAPE("settle_day_key", struct day_key, key_fields);

struct day_row {
    int64_t settlement, visit, person, institution;
    struct moment begin_at, at;
    struct text number, department_name, med_type, insurance, state;
    struct money total, account, family_account, cash;
};
#define ROW(member_, kind_) FIELD(struct day_row, member_, kind_, .flags = 0)
#define NAMED(member_, kind_, help_) FIELD(struct day_row, member_, kind_, .help = help_)
static const struct field row_fields[] = {
    ROW(settlement, FIELD_ID), ROW(visit, FIELD_ID), ROW(person, FIELD_ID),
    ROW(institution, FIELD_ID), NAMED(begin_at, FIELD_MOMENT, "settle.field.begin"),
    NAMED(at, FIELD_MOMENT, "settle.field.at"),
    NAMED(number, FIELD_TEXT, "settle.field.number"),
    NAMED(department_name, FIELD_TEXT, "settle.field.department"),
    FIELD(struct day_row, med_type, FIELD_TEXT, .codes = "med_type"),
    FIELD(struct day_row, insurance, FIELD_TEXT, .codes = "insutype"),
    NAMED(state, FIELD_TEXT, "settle.field.state"), NAMED(total, FIELD_MONEY, "settle.field.total"),
    NAMED(account, FIELD_MONEY, "settle.field.account"), ROW(family_account, FIELD_MONEY),
    NAMED(cash, FIELD_MONEY, "settle.field.cash"),
};
static const struct shape row_shape = SHAPE("settle_of_day_row", struct day_row, row_fields);

const struct query settlements_of_day = {
    .name = "settle.of-day",
    .from = "settlement s JOIN visit v ON v.bucket = s.bucket AND v.visit = s.visit",
    .where = "s.institution = {institution} AND s.at >= {from} AND s.at < {until} "
             "AND ({after} IS NULL OR s.at > {after} "
             "OR (s.at = {after} AND s.settlement > {after_settlement}))",
    .order = "s.at, s.settlement",
    .columns = "s.settlement, s.visit, s.person, s.institution, v.begin_at, s.at, v.number, "
               "v.department_name, s.med_type, s.insurance, s.state, s.total, s.account, "
               "s.family_account, s.cash",
    .key = &key_shape, .row = &row_shape, .row_max = SETTLE_DAY_PAGE, .guard = GUARD_SCOPED,
    .guard_institution = "institution",
};

struct day_input { struct date day; struct moment after; int64_t after_settlement; };
static const struct field input_fields[] = {
    FIELD(struct day_input, day, FIELD_DAY, .help = "settle.field.of-day"),
    FIELD(struct day_input, after, FIELD_MOMENT, .help = "settle.field.after"),
    FIELD(struct day_input, after_settlement, FIELD_ID, .help = "settle.field.after"),
};
static const struct shape input_shape =
    SHAPE("settle.of-day-input", struct day_input, input_fields);
struct day_facts { const struct list *rows; };
static const struct shape facts_shape =
    { .name = "settle.of-day-facts", .size = sizeof(struct day_facts) };
struct day_answer { struct date day; struct list settlements; };
static const struct field answer_fields[] = {
    FIELD(struct day_answer, day, FIELD_DAY, .help = "settle.field.of-day"),
    FIELD(struct day_answer, settlements, FIELD_LIST, .of = &row_shape),
};
static const struct shape answer_shape =
    SHAPE("settle.of-day-answer", struct day_answer, answer_fields);

static struct date day_of(const struct request *request)
{
    const struct day_input *input = request->input;
    return input->day.yyyymmdd != 0 ? input->day : date_of_moment(request->at);
}

static bool gather_day(struct gather *gather, const struct request *request, void *facts)
{
    const struct day_input *input = request->input;
    struct moment from = moment_of_date(day_of(request));
    const struct day_key key = {
        .institution = request->actor->institution, .from = from,
        .until.ms = from.ms + DAY_MS, .after = input->after,
        .after_settlement = input->after_settlement,
    };
    struct day_facts *found = facts;
    found->rows = gather_want(gather, &settlements_of_day, &key);
    return found->rows != NULL;
}

static void decide_day(const struct request *request, const void *facts,
                       struct decision *decision)
{
    *(struct day_answer *)decision->outcome = (struct day_answer){
        .day = day_of(request), .settlements = *((const struct day_facts *)facts)->rows,
    };
}

const struct action settle_of_day_action = {
    .name = "settle.of-day", .method = "GET", .path = "/api/v1/institution/settlements",
    .flags = ACTION_READ, .input = &input_shape,
    .facts = &facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .next_page = { { "after", "at" }, { "after_settlement", "settlement" } },
    .help = "settle.help.of-day", .gather = gather_day, .decide = decide_day,
};
