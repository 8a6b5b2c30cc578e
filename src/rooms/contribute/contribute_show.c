/* contribute_show.c: what a unit may check line by line, and what a person sees of his months. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

/* ---- contribute.statement: the month table of a unit, or of who pays alone ---- */

struct statement_input {
    int64_t owner;
    struct text from_month, until_month;
};
static const struct field statement_fields[] = {
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct statement_input, owner),
      .help = "contribute.field.owner" },
    { "from_month", NULL, FIELD_TEXT, 0, AT(struct statement_input, from_month), 7,
      .help = "contribute.field.from-month" },
    { "until_month", NULL, FIELD_TEXT, 0, AT(struct statement_input, until_month), 7,
      .help = "contribute.field.until-month" },
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
};
static const struct shape month_shape =
    SHAPE("contribute_month", struct month_row, month_fields);

struct statement {
    int64_t owner;
    struct text name;
    struct money credit, collected, kept, refunded;
    struct list months;
};
static const struct field statement_answer_fields[] = {
    { "owner", NULL, FIELD_ID, 0, AT(struct statement, owner) },
    { "name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct statement, name), 200 },
    { "credit", NULL, FIELD_MONEY, 0, AT(struct statement, credit) },
    { "collected", NULL, FIELD_MONEY, 0, AT(struct statement, collected) },
    { "kept", NULL, FIELD_MONEY, 0, AT(struct statement, kept) },
    { "refunded", NULL, FIELD_MONEY, 0, AT(struct statement, refunded) },
    { "months", NULL, FIELD_LIST, 0, AT(struct statement, months), .of = &month_shape },
};
static const struct shape statement_answer_shape =
    SHAPE("contribute_statement", struct statement, statement_answer_fields);

struct statement_facts {
    const struct party_unit *unit;
    struct party_person_facts person;
    const struct list *bills, *payments;
    const struct contribute_account *account;
    struct events events;
};
static const struct shape statement_facts_shape =
    { .name = "contribute_statement_facts", .size = sizeof(struct statement_facts) };

static bool statement_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct statement_input *input = request->input;
    struct statement_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->owner), input->owner };
    const struct contribute_owner_key key = { id_bucket(input->owner), input->owner };
    const void *unit = NULL, *account = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &unit);
    complete &= gather_one(gather, &contribute_account_of, &key, &account);
    complete &= party_gather_person(gather, input->owner, &found->person);
    found->bills = gather_want(gather, &contribute_bills_of, &key);
    found->payments = gather_want(gather, &contribute_payments_of, &key);
    found->unit = unit;
    found->account = account;
    complete &= found->bills != NULL && found->payments != NULL;
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
    int32_t from = contribute_month_read(input->from_month);
    int32_t until = contribute_month_read(input->until_month);
    const struct contribute_bill *bills = found->bills->items;
    const struct contribute_payment *payments = found->payments->items;
    struct month_row *rows =
        ARENA_ARRAY(request->arena, struct month_row, found->bills->count + 1);
    struct statement told = {
        .owner = input->owner, .months = { rows, 0 },
        .credit = found->account == NULL ? MONEY_NONE : found->account->credit,
    };
    if (unit)
        told.name = found->unit->name;
    for (size_t i = 0; i < found->bills->count; i++) {
        told.kept = money_plus(told.kept, money_plus(bills[i].paid_own, money_plus(
            bills[i].paid_employer, bills[i].paid_fee)));
        told.refunded = money_plus(told.refunded, bills[i].refunded);
        if ((from == 0 || bills[i].month >= from) && (until == 0 || bills[i].month <= until))
            rows[told.months.count++] = row_of(request, found->events, &bills[i]);
    }
    for (size_t i = 0; i < found->payments->count; i++)
        told.collected = money_plus(told.collected, payments[i].amount);
    *(struct statement *)decision->outcome = told;
}

const struct action contribute_statement_action = {
    .name = "contribute.statement", .method = "GET",
    .path = "/api/v1/contributions/{owner}/statement",
    .flags = ACTION_READ, .input = &statement_shape, .facts = &statement_facts_shape,
    .outcome = &statement_answer_shape, .answer = &statement_answer_shape,
    .help = "contribute.help.statement", .gather = statement_gather,
    .decide = statement_decide,
};

/* ---- contribute.lines: the people of one bill ---- */

struct lines_input {
    int64_t owner, bill;
};
static const struct field lines_input_fields[] = {
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct lines_input, owner),
      .help = "contribute.field.owner" },
    { "bill", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct lines_input, bill),
      .help = "contribute.field.bill" },
};
static const struct shape lines_input_shape =
    SHAPE("contribute_lines_input", struct lines_input, lines_input_fields);

struct line_row {
    int64_t person;
    struct money base, counted, own, fixed, credited;
    struct date credited_on;
};
static const struct field line_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct line_row, person) },
    { "base", NULL, FIELD_MONEY, 0, AT(struct line_row, base) },
    { "counted", NULL, FIELD_MONEY, 0, AT(struct line_row, counted) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct line_row, own) },
    { "fixed", NULL, FIELD_MONEY, 0, AT(struct line_row, fixed) },
    { "credited", NULL, FIELD_MONEY, 0, AT(struct line_row, credited) },
    { "credited_on", NULL, FIELD_DAY, FIELD_SPARSE, AT(struct line_row, credited_on) },
};
static const struct shape line_shape = SHAPE("contribute_line_row", struct line_row, line_fields);

struct lines_answer {
    struct text month;
    struct money base, own, fixed;
    struct list lines;
};
static const struct field lines_answer_fields[] = {
    { "month", NULL, FIELD_TEXT, 0, AT(struct lines_answer, month), 7 },
    { "base", NULL, FIELD_MONEY, 0, AT(struct lines_answer, base) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct lines_answer, own) },
    { "fixed", NULL, FIELD_MONEY, 0, AT(struct lines_answer, fixed) },
    { "lines", NULL, FIELD_LIST, 0, AT(struct lines_answer, lines), .of = &line_shape },
};
static const struct shape lines_answer_shape =
    SHAPE("contribute_lines", struct lines_answer, lines_answer_fields);

struct lines_facts {
    const struct contribute_bill *bill;
    const struct list *lines;
};
static const struct shape lines_facts_shape =
    { .name = "contribute_lines_facts", .size = sizeof(struct lines_facts) };

static bool lines_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct lines_input *input = request->input;
    struct lines_facts *found = facts;
    const struct contribute_bill_key key = { id_bucket(input->owner), input->owner,
                                             input->bill };
    const void *row = NULL;
    bool there = gather_one(gather, &contribute_bill_by_id, &key, &row);
    found->lines = gather_want(gather, &contribute_lines_of, &key);
    found->bill = row;
    return there && found->lines != NULL;
}

static void lines_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct lines_input *input = request->input;
    const struct lines_facts *found = facts;
    if (found->bill == NULL
        || !contribute_may_act(request->actor, input->owner, found->bill->place)) {
        decision_refuse(decision, "contribute.refused.no-such-unit", "owner");
        return;
    }
    const struct contribute_line *lines = found->lines->items;
    struct line_row *rows =
        ARENA_ARRAY(request->arena, struct line_row, found->lines->count + 1);
    for (size_t i = 0; i < found->lines->count; i++)
        rows[i] = (struct line_row){
            lines[i].person, lines[i].base, lines[i].counted, lines[i].own, lines[i].fixed,
            lines[i].credited, lines[i].credited_on,
        };
    *(struct lines_answer *)decision->outcome = (struct lines_answer){
        .month = contribute_month_text(found->bill->month, request->arena),
        .base = found->bill->base, .own = found->bill->own, .fixed = found->bill->fixed,
        .lines = { rows, found->lines->count },
    };
}

const struct action contribute_lines_action = {
    .name = "contribute.lines", .method = "GET",
    .path = "/api/v1/contributions/{owner}/bills/{bill}",
    .flags = ACTION_READ, .input = &lines_input_shape, .facts = &lines_facts_shape,
    .outcome = &lines_answer_shape, .answer = &lines_answer_shape,
    .help = "contribute.help.lines", .gather = lines_gather, .decide = lines_decide,
};
