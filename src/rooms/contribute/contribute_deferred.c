/* contribute_deferred.c: what a return about deferrals counts (缓缴政策落实情况): per policy the
 * units that were granted one, their people and the money put off, up to the return's day. A row
 * holds what was granted under its policy and nothing else; every deferral stands in one row at
 * most, and what belongs to none is told beside them. LAW: LY22-A1b LY22-A1c LY22-A1d LY22-A1l */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

#define BILLS_A_PAGE 5000

/* ---- the store ---- */

struct until_key {
    int64_t from_place, until_place;
    struct date until;
    struct text notices;        /* "|one|other|"; absent: any */
    int64_t after;              /* bill */
};
#define KEY(member_) AT(struct until_key, member_)
static const struct field until_fields[] = {
    { "from_place", NULL, FIELD_COUNT, 0, KEY(from_place) },
    { "until_place", NULL, FIELD_COUNT, 0, KEY(until_place) },
    { "until", NULL, FIELD_DAY, 0, KEY(until) },
    { "notices", NULL, FIELD_TEXT, 0, KEY(notices), 2000 },
    { "after", NULL, FIELD_ID, FIELD_REQUIRED, KEY(after) },
};
static const struct shape until_shape =
    SHAPE("contribute_deferred_key", struct until_key, until_fields);

/* Deferrals are few: the units, bills and lines are found from them by their keys. */
#define DEFERRED_AT "u.division >= {from_place} AND u.division <= {until_place}" \
    " AND d.applied <= {until}" \
    " AND ({notices} IS NULL OR {notices} LIKE '%|' || d.notice || '|%')"
#define UNITS_OF "contribute_deferral d JOIN unit u ON u.bucket = d.bucket AND u.unit = d.owner"
#define BILLS_OF UNITS_OF " JOIN contribute_bill b ON b.bucket = d.bucket" \
    " AND b.owner = d.owner AND b.deferral = d.deferral"

/* Whoever has two deferrals of one row is one unit. */
struct sums_row { int64_t units, deferrals; struct money expected; };
static const struct field sums_fields[] = {
    { "units", NULL, FIELD_COUNT, 0, AT(struct sums_row, units) },
    { "deferrals", NULL, FIELD_COUNT, 0, AT(struct sums_row, deferrals) },
    { "expected", NULL, FIELD_MONEY, 0, AT(struct sums_row, expected) },
};
static const struct shape sums_shape =
    SHAPE("contribute_deferred_sums", struct sums_row, sums_fields);
const struct query contribute_deferrals_at = {
    .name = "contribute.deferrals-at", .from = UNITS_OF, .where = DEFERRED_AT,
    .columns = "CAST(count(DISTINCT d.owner) AS bigint) AS units,"
               " CAST(count(*) AS bigint) AS deferrals,"
               " CAST(coalesce(sum(d.amount), 0) AS bigint) AS expected",
    .key = &until_shape, .row = &sums_shape, .row_max = 1, .guard = GUARD_DECISION,
};
/* A page: what each comes to is reckoned by the book. No row of it is shown to anybody. */
const struct query contribute_deferred_bills_at = {
    .name = "contribute.deferred-bills-at", .from = BILLS_OF,
    .where = DEFERRED_AT " AND b.bill > {after}",
    .columns = "b.bucket, b.owner, b.bill, b.month, b.insurance, b.kind, b.place, b.unit_kind,"
               " b.industry, b.people, b.base, b.own, b.fixed, b.assessed, b.declared, b.applied,"
               " b.deferred_under, b.reason, b.deferral, b.paid_employer, b.paid_fee,"
               " b.paid_own, b.refunded, b.offset_amount, b.paid, b.version",
    .order = "b.bill", .key = &until_shape, .row = &contribute_bill_shape,
    .row_max = BILLS_A_PAGE, .guard = GUARD_PUBLIC,
};

struct people_row { int64_t people; };
static const struct field people_fields[] = {
    { "people", NULL, FIELD_COUNT, 0, AT(struct people_row, people) },
};
static const struct shape people_shape =
    SHAPE("contribute_deferred_people", struct people_row, people_fields);
/* Who stands on the bills of two months, of two units, or under two measures of one row, is one
 * person. */
const struct query contribute_deferred_people_at = {
    .name = "contribute.deferred-people-at",
    .from = BILLS_OF " JOIN contribute_line l ON l.bucket = b.bucket AND l.owner = b.owner"
            " AND l.bill = b.bill AND b.kind <> 'assessed'",
    .where = DEFERRED_AT, .columns = "CAST(count(DISTINCT l.person) AS bigint) AS people",
    .key = &until_shape, .row = &people_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- the action ---- */

struct deferred_input {
    struct text number, form;   /* the notice that asks for the return, and which */
    int64_t place;
    struct date until;          /* absent: the notice's day, else today */
    int64_t after;              /* the page of bills after that one */
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
    { "after", NULL, FIELD_ID, 0, INPUT(after), .help = "contribute.field.after-bill" },
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
    { "next", NULL, FIELD_ID, FIELD_SPARSE, AT(struct contribute_deferred_answer, next),
      .help = "contribute.field.next-bill" },
};
static const struct shape answer_shape =
    SHAPE("contribute_deferred_answer", struct contribute_deferred_answer, answer_fields);

struct deferred_facts {
    const struct notice_return_row *rows;
    size_t count;
    const struct list **sums, **people;     /* of each row; sums[count]: of all deferrals */
    const struct list *bills;
    struct events events;
    struct date until;
};
static const struct shape facts_shape =
    { .name = "contribute_deferred_facts", .size = sizeof(struct deferred_facts) };

/* "|one|other|" of a row; a notice that stands in two counts in the first. */
static struct text notices_of(const struct notice_return_row *rows, size_t at,
                              struct arena *arena)
{
    struct text notices = TEXT("|");
    for (size_t u = 0; u < rows[at].under_count; u++) {
        bool before = false;
        for (size_t i = 0; i < at; i++)
            for (size_t k = 0; k < rows[i].under_count; k++)
                before |= text_equal(rows[i].under[k], rows[at].under[u]);
        if (!before)
            notices = arena_format(arena, "%.*s%.*s|", TEXT_ARGS(notices),
                                   TEXT_ARGS(rows[at].under[u]));
    }
    return notices;
}

static bool deferred_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct deferred_input *input = request->input;
    struct deferred_facts *found = facts;
    struct arena *arena = gather->arena;
    found->until = input->until.yyyymmdd != 0 ? input->until
        : notice_return_cut_off(request->book, input->number, input->form);
    if (found->until.yyyymmdd == 0)
        found->until = date_of_moment(request->at);
    found->count = notice_return_rows(request->book, input->number, input->form, arena,
                                      &found->rows);
    found->sums = ARENA_ARRAY(arena, const struct list *, found->count + 1);
    found->people = ARENA_ARRAY(arena, const struct list *, found->count + 1);
    struct until_key key = {
        input->place, division_last_code((int32_t)input->place), found->until, { 0 }, 0,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->sums[found->count] = gather_want(gather, &contribute_deferrals_at, &key);
    key.after = input->after;
    found->bills = gather_want(gather, &contribute_deferred_bills_at, &key);
    key.after = 0;
    complete &= found->sums[found->count] != NULL && found->bills != NULL;
    for (size_t i = 0; i < found->count; i++) {
        key.notices = notices_of(found->rows, i, arena);
        found->sums[i] = gather_want(gather, &contribute_deferrals_at, &key);
        found->people[i] = gather_want(gather, &contribute_deferred_people_at, &key);
        complete &= found->sums[i] != NULL && found->people[i] != NULL;
    }
    return complete;
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

/* What of the page of bills comes to how much, each in its row. */
static void reckon_bills(const struct request *request, const struct deferred_facts *found,
                         struct contribute_deferred_row *told)
{
    const struct contribute_bill *bills = found->bills->items;
    for (size_t i = 0; i < found->bills->count; i++) {
        size_t at = row_of(bills[i].deferred_under, found->rows, found->count);
        told[at].bills++;
        told[at].amount = money_plus(told[at].amount, contribute_reckon(
            request->book, found->events, &bills[i], request->at, request->arena).total);
    }
}

static void deferred_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct deferred_input *input = request->input;
    const struct deferred_facts *found = facts;
    if (request->actor->role != ROLE_HOUSE && !staff_works_over(request->actor, input->place)) {
        decision_refuse(decision, "contribute.refused.not-your-place", "place");
        return;
    }
    if (found->count == 0) {
        decision_refuse(decision, "contribute.refused.no-return", "form");
        return;
    }
    struct contribute_deferred_row *told =
        ARENA_ARRAY(request->arena, struct contribute_deferred_row, found->count + 1);
    const struct sums_row *all = found->sums[found->count]->items;
    int64_t elsewhere = all->deferrals;
    reckon_bills(request, found, told);
    for (size_t i = 0; i < found->count; i++) {
        const struct sums_row *sums = found->sums[i]->items;
        told[i].policy = found->rows[i].policy;
        told[i].units = sums->units;
        told[i].deferrals = sums->deferrals;
        told[i].expected = sums->expected;
        told[i].people = ((const struct people_row *)found->people[i]->items)->people;
        elsewhere -= sums->deferrals;
    }
    const struct contribute_bill *bills = found->bills->items;
    *(struct contribute_deferred_answer *)decision->outcome = (struct contribute_deferred_answer){
        .until = found->until, .rows = { told, found->count }, .elsewhere = elsewhere,
        .next = found->bills->count < BILLS_A_PAGE ? 0 : bills[BILLS_A_PAGE - 1].bill,
    };
}

const struct action contribute_deferred_action = {
    .name = "contribute.deferred", .method = "GET", .path = "/api/v1/contributions/deferred",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape,
    .next_page = { { "after", "next" } }, .help = "contribute.help.deferred",
    .gather = deferred_gather, .decide = deferred_decide,
};
