/* contribute_show.c: what a unit may check line by line, and what a person sees of his months. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

/* ---- contribute.statement: the month table of a unit, or of who pays alone ---- */

#define MONTHS_A_PAGE 400

struct statement_input {
    int64_t owner;
    struct text from_month, until_month;
    bool newest;                /* first; else oldest first */
    struct text after;
};
static const struct field statement_fields[] = {
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct statement_input, owner),
      .help = "contribute.field.owner" },
    { "from_month", NULL, FIELD_TEXT, 0, AT(struct statement_input, from_month), 7,
      .help = "contribute.field.from-month" },
    { "until_month", NULL, FIELD_TEXT, 0, AT(struct statement_input, until_month), 7,
      .help = "contribute.field.until-month" },
    { "newest", NULL, FIELD_FLAG, 0, AT(struct statement_input, newest),
      .help = "contribute.field.newest" },
    { "after", NULL, FIELD_TEXT, 0, AT(struct statement_input, after), 40,
      .help = "contribute.field.after-page" },
};
static const struct shape statement_shape =
    SHAPE("contribute_statement_input", struct statement_input, statement_fields);

struct month_row {
    int64_t bill;
    struct text month, insurance, kind, state;
    int64_t people;
    struct money base;
    struct share original, rate;
    struct text cut_by;         /* "BJ11-1" */
    struct money full, employer, own, fixed, total;
    struct date due;
    struct text due_state, moved_by, deferred_under;
    struct date make_up_until;
    bool make_up_over;          /* that day is past, and nothing waives the fee any more */
    bool overdue;
    struct text late_fee;       /* "none" "not-yet" "waived" "owed" */
    struct text waived_by;
    struct money fee;
    int64_t fee_days;
    struct date paid;
    struct money paid_amount, open, excess, refunded, offset;
    struct text way;
    bool may_choose;
    struct text collector;
    struct text says_zh, says_en;
    struct text fee_says_zh, fee_says_en;       /* absent: there is no fee */
};
#define ROW(name_, kind_, member_, ...) \
    { name_, NULL, kind_, FIELD_SPARSE, AT(struct month_row, member_), __VA_ARGS__ }
#define OF(name_, kind_, member_, ...) \
    { name_, NULL, kind_, 0, AT(struct month_row, member_), __VA_ARGS__ }
static const struct field month_fields[] = {
    OF("bill", FIELD_ID, bill, 0),
    OF("month", FIELD_TEXT, month, 7),
    OF("insurance", FIELD_TEXT, insurance, 10),
    OF("kind", FIELD_TEXT, kind, 20),
    OF("state", FIELD_TEXT, state, 20),
    OF("people", FIELD_COUNT, people, 0),
    OF("base", FIELD_MONEY, base, 0),
    OF("rate_original", FIELD_SHARE, original, 0),
    OF("rate", FIELD_SHARE, rate, 0),
    ROW("cut_by", FIELD_TEXT, cut_by, 200),
    OF("employer_full", FIELD_MONEY, full, 0),
    OF("employer", FIELD_MONEY, employer, 0),
    OF("own", FIELD_MONEY, own, 0),
    OF("fixed", FIELD_MONEY, fixed, 0),
    OF("total", FIELD_MONEY, total, 0),
    ROW("due", FIELD_DAY, due, 0),
    ROW("due_state", FIELD_TEXT, due_state, 20),
    ROW("moved_by", FIELD_TEXT, moved_by, 200),
    ROW("deferred_under", FIELD_TEXT, deferred_under, 100),
    ROW("make_up_until", FIELD_DAY, make_up_until, 0),
    ROW("make_up_over", FIELD_FLAG, make_up_over, 0),
    OF("overdue", FIELD_FLAG, overdue, 0),
    OF("late_fee", FIELD_TEXT, late_fee, 10),
    ROW("waived_by", FIELD_TEXT, waived_by, 200),
    OF("fee", FIELD_MONEY, fee, 0),
    OF("fee_days", FIELD_COUNT, fee_days, 0),
    ROW("paid", FIELD_DAY, paid, 0),
    OF("paid_amount", FIELD_MONEY, paid_amount, 0),
    OF("open", FIELD_MONEY, open, 0),
    OF("excess", FIELD_MONEY, excess, 0),
    OF("refunded", FIELD_MONEY, refunded, 0),
    OF("offset", FIELD_MONEY, offset, 0),
    ROW("way", FIELD_TEXT, way, 10),
    OF("may_choose", FIELD_FLAG, may_choose, 0),
    ROW("collector", FIELD_TEXT, collector, 10),
    OF("says_zh", FIELD_TEXT, says_zh, 400),
    OF("says_en", FIELD_TEXT, says_en, 400),
    ROW("fee_says_zh", FIELD_TEXT, fee_says_zh, 400),
    ROW("fee_says_en", FIELD_TEXT, fee_says_en, 400),
};
static const struct shape month_shape =
    SHAPE("contribute_month", struct month_row, month_fields);

struct statement {
    int64_t owner;
    struct text name;
    struct money credit, collected, kept, refunded;
    struct list months;
    struct text next;
};
static const struct field statement_answer_fields[] = {
    { "owner", NULL, FIELD_ID, 0, AT(struct statement, owner) },
    { "name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct statement, name), 200 },
    { "credit", NULL, FIELD_MONEY, 0, AT(struct statement, credit) },
    { "collected", NULL, FIELD_MONEY, 0, AT(struct statement, collected) },
    { "kept", NULL, FIELD_MONEY, 0, AT(struct statement, kept) },
    { "refunded", NULL, FIELD_MONEY, 0, AT(struct statement, refunded) },
    { "months", NULL, FIELD_LIST, 0, AT(struct statement, months), .of = &month_shape },
    { "next", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct statement, next), 40 },
};
static const struct shape statement_answer_shape =
    SHAPE("contribute_statement", struct statement, statement_answer_fields);

/* ---- the store ---- */

struct statement_key { int64_t bucket, owner, from_month, until_month, after_month, after_bill; };
#define KEY(member_, kind_) { #member_, NULL, kind_, 0, AT(struct statement_key, member_) }
static const struct field key_fields[] = {
    KEY(bucket, FIELD_COUNT), KEY(owner, FIELD_ID), KEY(from_month, FIELD_COUNT),
    KEY(until_month, FIELD_COUNT), KEY(after_month, FIELD_COUNT), KEY(after_bill, FIELD_COUNT),
};
static const struct shape key_shape =
    SHAPE("contribute_statement_key", struct statement_key, key_fields);
#define OF_SPAN "bucket = {bucket} AND owner = {owner} AND month >= {from_month}" \
    " AND month <= {until_month} AND (month "
const struct query contribute_bills_from = {
    .name = "contribute.bills-from", .from = "contribute_bill",
    .where = OF_SPAN "> {after_month} OR (month = {after_month} AND bill > {after_bill}))",
    .order = "month, bill", .key = &key_shape, .row = &contribute_bill_shape,
    .row_max = MONTHS_A_PAGE, .page = true, .guard = GUARD_DECISION,
};
const struct query contribute_bills_back = {
    .name = "contribute.bills-back", .from = "contribute_bill",
    .where = OF_SPAN "< {after_month} OR (month = {after_month} AND bill < {after_bill}))",
    .order = "month DESC, bill DESC", .key = &key_shape, .row = &contribute_bill_shape,
    .row_max = MONTHS_A_PAGE, .page = true, .guard = GUARD_DECISION,
};

/* Of all months, whichever are shown. */
struct owner_money { struct money collected, kept, refunded; };
static const struct field money_fields[] = {
    FIELD(struct owner_money, collected, FIELD_MONEY, .flags = 0),
    FIELD(struct owner_money, kept, FIELD_MONEY, .flags = 0),
    FIELD(struct owner_money, refunded, FIELD_MONEY, .flags = 0),
};
static const struct shape money_shape =
    SHAPE("contribute_owner_money", struct owner_money, money_fields);
#define SUM_OF(column_, table_) \
    "CAST(COALESCE((SELECT sum(" column_ ") FROM " table_ " x WHERE x.bucket = {bucket}" \
    " AND x.owner = {owner}), 0) AS bigint)"
const struct query contribute_owner_money = {
    .name = "contribute.owner-money", .from = "(SELECT 1 AS one) o",
    .columns = SUM_OF("x.amount", "contribute_payment") " AS collected, "
               SUM_OF("x.paid_employer + x.paid_own + x.paid_fee", "contribute_bill") " AS kept, "
               SUM_OF("x.refunded", "contribute_bill") " AS refunded",
    .key = &contribute_owner_key_shape, .row = &money_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- the action ---- */

struct statement_facts {
    const struct party_unit *unit;
    struct party_person_facts person;
    const struct list *bills;
    const struct owner_money *money;
    const struct contribute_account *account;
    struct events events;
};
static const struct shape statement_facts_shape =
    { .name = "contribute_statement_facts", .size = sizeof(struct statement_facts) };

/* Where the page before ended: "202002|4711". */
static struct statement_key statement_key_of(const struct statement_input *input)
{
    struct statement_key key = {
        .bucket = id_bucket(input->owner), .owner = input->owner,
        .from_month = contribute_month_read(input->from_month),
        .until_month = contribute_month_read(input->until_month),
        .after_month = input->newest ? INT32_MAX : 0,
    };
    if (key.until_month == 0)
        key.until_month = INT32_MAX;
    struct text rest = input->after;
    int64_t month, bill;
    if (text_to_int64(text_until(input->after, '|', &rest), &month)
        && text_to_int64(rest, &bill)) {
        key.after_month = month;
        key.after_bill = bill;
    }
    return key;
}

static bool statement_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct statement_input *input = request->input;
    struct statement_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->owner), input->owner };
    const struct contribute_owner_key key = { id_bucket(input->owner), input->owner };
    const struct statement_key page = statement_key_of(input);
    const void *unit = NULL, *account = NULL, *money = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &unit);
    complete &= gather_one(gather, &contribute_account_of, &key, &account);
    complete &= party_gather_person(gather, input->owner, &found->person);
    complete &= gather_one(gather, &contribute_owner_money, &key, &money);
    found->bills = gather_want(gather, input->newest ? &contribute_bills_back
                                                     : &contribute_bills_from, &page);
    found->unit = unit;
    found->account = account;
    found->money = money;
    complete &= found->bills != NULL;
    return notice_gather_events(gather, &found->events) && complete;
}

const char *contribute_bill_state(const struct contribute_bill *bill,
                                  const struct contribute_reckoned *reckoned)
{
    if (bill->paid.yyyymmdd != 0)
        return reckoned->open.fen > 0 ? "short" : "paid";
    if (!reckoned->fee.lateness.overdue)
        return text_present(bill->deferred_under) ? "deferred" : "open";
    /* LAW: BJ4-S5a BJ4-S5b. Late, and nobody asks for a fee yet. */
    return reckoned->fee.lateness.late_fee == LATE_FEE_NOT_YET ? "grace" : "arrears";
}

static struct text says_of(const struct month_row *row, enum language language,
                           struct arena *arena)
{
    char bytes[3][64], line[500];
    struct builder parts[3];
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        parts[i] = builder_over(bytes[i], sizeof bytes[i]);
    money_write(&parts[0], row->base);
    share_write_percent(&parts[1], row->rate);
    money_write(&parts[2], row->employer);
    struct text told[3];
    for (size_t i = 0; i < COUNT_OF(told); i++)
        told[i] = builder_text(&parts[i]);
    struct builder builder = builder_over(line, sizeof line);
    words_write(&builder, text_is(row->kind, "assessed") ? "contribute.says.assessed"
                                                         : "contribute.says.month",
                language, told, COUNT_OF(told));
    return arena_text(arena, builder_text(&builder));
}

/* What it is reckoned on, so that it can be added up by hand. */
static struct text fee_said(const struct contribute_reckoned *reckoned, enum language language,
                            struct arena *arena)
{
    const struct contribute_fee_rule *rule = reckoned->fee.rule->payload;
    char bytes[3][64], line[500];
    struct builder parts[3];
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        parts[i] = builder_over(bytes[i], sizeof bytes[i]);
    money_write(&parts[0], reckoned->total);
    share_write_percent(&parts[1], rule->a_day);
    builder_add(&parts[1], TEXT(" × "));
    builder_add_int(&parts[1], reckoned->fee.days);
    money_write(&parts[2], reckoned->fee.amount);
    struct text told[3];
    for (size_t i = 0; i < COUNT_OF(told); i++)
        told[i] = builder_text(&parts[i]);
    struct builder builder = builder_over(line, sizeof line);
    words_write(&builder, "contribute.says.fee", language, told, COUNT_OF(told));
    return arena_text(arena, builder_text(&builder));
}

static void row_of_time(struct month_row *row, const struct contribute_reckoned *reckoned,
                        struct moment now, struct arena *arena)
{
    const struct contribute_time *time = &reckoned->time;
    row->due = time->due.day;
    row->due_state = text_of(deadline_state_name(time->due.state));
    row->moved_by = measure_made_cites(time->extended, arena);
    if (time->may_make_up) {
        row->make_up_until = time->make_up.day;
        row->make_up_over = !deadline_is_met(&time->make_up, now);
    }
    row->overdue = reckoned->fee.lateness.overdue;
    row->late_fee = text_of(late_fee_name(reckoned->fee.lateness.late_fee));
    if (reckoned->fee.lateness.late_fee == LATE_FEE_NOT_YET
        || reckoned->fee.lateness.late_fee == LATE_FEE_WAIVED)
        row->waived_by = measure_made_cites(reckoned->fee.waived, arena);
    row->fee = reckoned->fee.amount;
    row->fee_days = reckoned->fee.days;
    if (row->fee.fen <= 0)
        return;
    row->fee_says_zh = fee_said(reckoned, LANGUAGE_CHINESE, arena);
    row->fee_says_en = fee_said(reckoned, LANGUAGE_ENGLISH, arena);
}

static struct month_row row_of(const struct request *request, struct events events,
                               const struct contribute_bill *bill)
{
    struct arena *arena = request->arena;
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, events, bill, request->at, arena);
    struct month_row row = {
        .bill = bill->bill, .month = contribute_month_text(bill->month, arena),
        .insurance = bill->insurance, .kind = bill->kind, .people = bill->people,
        .base = bill->base, .original = reckoned.rated.original, .rate = reckoned.rated.rate,
        .cut_by = measure_made_cites(reckoned.rated.made, arena), .full = reckoned.full,
        .employer = reckoned.employer, .own = bill->own, .fixed = bill->fixed,
        .total = reckoned.total, .deferred_under = bill->deferred_under, .paid = bill->paid,
        .paid_amount = money_plus(bill->paid_own,
                                  money_plus(bill->paid_employer, bill->paid_fee)),
        .open = reckoned.open, .excess = reckoned.excess, .refunded = bill->refunded,
        .offset = bill->offset, .collector = contribute_collector_of(request->book, bill),
        .state = text_of(contribute_bill_state(bill, &reckoned)),
    };
    if (reckoned.timed)
        row_of_time(&row, &reckoned, request->at, arena);
    if (reckoned.excess.fen > 0)
        row.way = contribute_way_of(request->book, bill, reckoned.rated.collected,
                                    (struct text){ 0 }, &row.may_choose);
    row.says_zh = says_of(&row, LANGUAGE_CHINESE, arena);
    row.says_en = says_of(&row, LANGUAGE_ENGLISH, arena);
    return row;
}

static void statement_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct statement_input *input = request->input;
    const struct statement_facts *found = facts;
    bool unit = found->unit != NULL;
    if (unit ? !contribute_may_act(request->actor, input->owner, found->unit->division)
             : !party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, "contribute.refused.no-such-unit", "owner");
        return;
    }
    const struct contribute_bill *bills = found->bills->items;
    struct month_row *rows =
        ARENA_ARRAY(request->arena, struct month_row, found->bills->count + 1);
    struct statement told = {
        .owner = input->owner, .months = { rows, 0 },
        .credit = found->account == NULL ? MONEY_NONE : found->account->credit,
        .collected = found->money->collected, .kept = found->money->kept,
        .refunded = found->money->refunded,
    };
    if (unit)
        told.name = found->unit->name;
    for (size_t i = 0; i < found->bills->count; i++)
        rows[told.months.count++] = row_of(request, found->events, &bills[i]);
    if (told.months.count == MONTHS_A_PAGE) {
        const struct contribute_bill *last = &bills[MONTHS_A_PAGE - 1];
        told.next = arena_format(request->arena, "%lld|%lld", (long long)last->month,
                                 (long long)last->bill);
    }
    *(struct statement *)decision->outcome = told;
}

const struct action contribute_statement_action = {
    .name = "contribute.statement", .method = "GET",
    .path = "/api/v1/contributions/{owner}/statement",
    .flags = ACTION_READ, .input = &statement_shape, .facts = &statement_facts_shape,
    .outcome = &statement_answer_shape, .answer = &statement_answer_shape,
    .help = "contribute.help.statement", .next_page = { { "after", "next" } },
    .gather = statement_gather,
    .decide = statement_decide,
};
