/* contribute_deferred.c: what a return about deferrals counts (缓缴政策落实情况): per policy the
 * units that were granted one, their people and the money put off, up to the return's day. A row
 * holds what was granted under its policy and nothing else; every deferral stands in one row at
 * most, and what belongs to none is told beside them. LAW: LY22-A1b LY22-A1c LY22-A1d LY22-A1l */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/book.h"

#define DEFERRED_MAX 20000

/* ---- the store ---- */

struct until_key { int64_t from_place, until_place; struct date until; };
static const struct field until_fields[] = {
    { "from_place", NULL, FIELD_COUNT, 0, AT(struct until_key, from_place) },
    { "until_place", NULL, FIELD_COUNT, 0, AT(struct until_key, until_place) },
    { "until", NULL, FIELD_DAY, 0, AT(struct until_key, until) },
};
static const struct shape until_shape =
    SHAPE("contribute_deferred_key", struct until_key, until_fields);

/* Deferrals are few: the units, bills and lines are found from them by their keys. */
#define DEFERRED_AT "u.division >= {from_place} AND u.division <= {until_place}" \
    " AND d.applied <= {until}"
#define UNITS_OF "contribute_deferral d JOIN unit u ON u.bucket = d.bucket AND u.unit = d.owner"
#define BILLS_OF UNITS_OF " JOIN contribute_bill b ON b.bucket = d.bucket" \
    " AND b.owner = d.owner AND b.deferral = d.deferral"

const struct query contribute_deferrals_at = {
    .name = "contribute.deferrals-at", .from = UNITS_OF, .where = DEFERRED_AT,
    .columns = "d.bucket, d.owner, d.deferral, d.insurance, d.from_month, d.until_month,"
               " d.applied, d.deferred_under, d.industry, d.difficulty, d.amount, d.cause",
    .order = "d.owner, d.deferral", .key = &until_shape, .row = &contribute_deferral_shape,
    .row_max = DEFERRED_MAX, .guard = GUARD_DECISION,
};
const struct query contribute_deferred_bills_at = {
    .name = "contribute.deferred-bills-at", .from = BILLS_OF, .where = DEFERRED_AT,
    .columns = "b.bucket, b.owner, b.bill, b.month, b.insurance, b.kind, b.place, b.unit_kind,"
               " b.industry, b.people, b.base, b.own, b.fixed, b.declared, b.applied,"
               " b.deferred_under, b.reason, b.deferral, b.paid_employer, b.paid_fee,"
               " b.paid_own, b.refunded, b.offset_amount, b.paid, b.version",
    .order = "b.owner, b.bill", .key = &until_shape, .row = &contribute_bill_shape,
    .row_max = DEFERRED_MAX, .guard = GUARD_DECISION,
};

struct people_row { struct text deferred_under; int64_t people; };
static const struct field people_fields[] = {
    { "deferred_under", NULL, FIELD_TEXT, 0, AT(struct people_row, deferred_under), 100 },
    { "people", NULL, FIELD_COUNT, 0, AT(struct people_row, people) },
};
static const struct shape people_shape =
    SHAPE("contribute_deferred_people", struct people_row, people_fields);
/* Who stands on the bills of two months, or of two units, is one person. */
const struct query contribute_deferred_people_at = {
    .name = "contribute.deferred-people-at",
    .from = BILLS_OF " JOIN contribute_line l ON l.bucket = b.bucket AND l.owner = b.owner"
            " AND l.bill = b.bill",
    .where = DEFERRED_AT " GROUP BY d.deferred_under", .order = "d.deferred_under",
    .columns = "d.deferred_under, CAST(count(DISTINCT l.person) AS bigint) AS people",
    .key = &until_shape, .row = &people_shape, .row_max = 1000, .guard = GUARD_DECISION,
};

/* ---- the action ---- */

struct deferred_input {
    struct text number, form;   /* the notice that asks for the return, and which */
    int64_t place;
    struct date until;          /* absent: the notice's day, else today */
};
#define INPUT(member_) AT(struct deferred_input, member_)
static const struct field input_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(number), 80,
      .help = "contribute.field.asking-notice" },
    { "form", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(form), 40,
      .help = "contribute.field.form" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(place),
      .help = "contribute.field.place" },
    { "until", NULL, FIELD_DAY, 0, INPUT(until), .help = "contribute.field.cut-off" },
};
static const struct shape input_shape =
    SHAPE("contribute_deferred_input", struct deferred_input, input_fields);

#define ROW(member_) AT(struct contribute_deferred_row, member_)
static const struct field row_fields[] = {
    { "policy", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(policy), 80,
      .help = "contribute.field.policy" },
    { "units", NULL, FIELD_COUNT, 0, ROW(units), .help = "contribute.field.deferred-units" },
    { "people", NULL, FIELD_COUNT, 0, ROW(people), .help = "contribute.field.deferred-people" },
    { "deferrals", NULL, FIELD_COUNT, 0, ROW(deferrals), .help = "contribute.field.deferrals" },
    { "bills", NULL, FIELD_COUNT, 0, ROW(bills), .help = "contribute.field.deferred-bills" },
    { "expected", NULL, FIELD_MONEY, 0, ROW(expected), .help = "contribute.field.expected" },
    { "amount", NULL, FIELD_MONEY, 0, ROW(amount), .help = "contribute.field.deferred-amount" },
};
static const struct shape row_shape =
    SHAPE("contribute_deferred_row", struct contribute_deferred_row, row_fields);
static const struct field answer_fields[] = {
    { "until", NULL, FIELD_DAY, 0, AT(struct contribute_deferred_answer, until),
      .help = "contribute.field.cut-off" },
    { "rows", NULL, FIELD_LIST, 0, AT(struct contribute_deferred_answer, rows),
      .of = &row_shape, .help = "contribute.field.rows" },
    { "elsewhere", NULL, FIELD_COUNT, 0, AT(struct contribute_deferred_answer, elsewhere),
      .help = "contribute.field.deferred-elsewhere" },
};
static const struct shape answer_shape =
    SHAPE("contribute_deferred_answer", struct contribute_deferred_answer, answer_fields);

struct deferred_facts {
    const struct list *deferrals, *bills, *people;
    struct events events;
    struct date until;
};
static const struct shape facts_shape =
    { .name = "contribute_deferred_facts", .size = sizeof(struct deferred_facts) };

static bool deferred_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct deferred_input *input = request->input;
    struct deferred_facts *found = facts;
    int64_t span = input->place % 10000 == 0 ? 9999 : input->place % 100 == 0 ? 99 : 0;
    found->until = input->until.yyyymmdd != 0 ? input->until
        : notice_return_cut_off(request->book, input->number, input->form);
    if (found->until.yyyymmdd == 0)
        found->until = date_of_moment(request->at);
    const struct until_key key = { input->place, input->place + span, found->until };
    found->deferrals = gather_want(gather, &contribute_deferrals_at, &key);
    found->bills = gather_want(gather, &contribute_deferred_bills_at, &key);
    found->people = gather_want(gather, &contribute_deferred_people_at, &key);
    return notice_gather_events(gather, &found->events) && found->deferrals != NULL
        && found->bills != NULL && found->people != NULL;
}

/* "鲁医保发〔2020〕5号#5-1" belongs to the row of its notice; `count`: to none. */
static size_t row_of(struct text deferred_under, const struct notice_return_row *rows,
                     size_t count)
{
    struct text id, notice = text_until(deferred_under, '#', &id);
    for (size_t i = 0; i < count; i++)
        for (size_t u = 0; u < rows[i].under_count; u++)
            if (text_equal(rows[i].under[u], notice))
                return i;
    return count;
}

/* Ordered by owner: a unit's deferrals follow one another, whatever row they are of. */
static void count_units(const struct list *deferrals, const struct notice_return_row *rows,
                        size_t count, struct arena *arena, struct contribute_deferred_row *told)
{
    const struct contribute_deferral_row *all = deferrals->items;
    int64_t *last = ARENA_ARRAY(arena, int64_t, count + 1);
    for (size_t i = 0; i < deferrals->count; i++) {
        size_t at = row_of(all[i].deferred_under, rows, count);
        told[at].deferrals++;
        told[at].expected = money_plus(told[at].expected, all[i].amount);
        told[at].units += last[at] != all[i].owner;
        last[at] = all[i].owner;
    }
}

static void deferred_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct deferred_input *input = request->input;
    const struct deferred_facts *found = facts;
    const struct notice_return_row *rows = NULL;
    if (!request->actor->scope.everything && request->actor->role != ROLE_HOUSE
        && !staff_division_within(input->place, request->actor->division)) {
        decision_refuse(decision, "contribute.refused.not-your-place", "place");
        return;
    }
    size_t count = notice_return_rows(request->book, input->number, input->form,
                                      request->arena, &rows);
    if (count == 0) {
        decision_refuse(decision, "contribute.refused.no-return", "form");
        return;
    }
    struct contribute_deferred_row *told =
        ARENA_ARRAY(request->arena, struct contribute_deferred_row, count + 1);
    count_units(found->deferrals, rows, count, request->arena, told);
    const struct contribute_bill *bills = found->bills->items;
    for (size_t i = 0; i < found->bills->count; i++) {
        size_t at = row_of(bills[i].deferred_under, rows, count);
        told[at].bills++;
        told[at].amount = money_plus(told[at].amount, contribute_reckon(
            request->book, found->events, &bills[i], request->at, request->arena).total);
    }
    const struct people_row *people = found->people->items;
    for (size_t i = 0; i < found->people->count; i++)
        told[row_of(people[i].deferred_under, rows, count)].people += people[i].people;
    for (size_t i = 0; i < count; i++)
        told[i].policy = rows[i].policy;
    *(struct contribute_deferred_answer *)decision->outcome = (struct contribute_deferred_answer){
        .until = found->until, .rows = { told, count }, .elsewhere = told[count].deferrals,
    };
}

const struct action contribute_deferred_action = {
    .name = "contribute.deferred", .method = "GET", .path = "/api/v1/contributions/deferred",
    .roles = ROLE_BIT(ROLE_FINANCE) | ROLE_BIT(ROLE_REVIEWER) | ROLE_BIT(ROLE_SECTION_HEAD)
        | ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_INSPECTOR),
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "contribute.help.deferred",
    .gather = deferred_gather, .decide = deferred_decide,
};
