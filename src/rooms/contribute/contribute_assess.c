/* contribute_assess.c: a month that a unit did not declare in time (逾期未申报): what is due is set
 * from the last month it declared, and settled when it declares. A bill of kind "assessed" has a
 * sum and no people. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

/* ---- contribute.assessment ---- */

struct assessment_rule { struct share of_last; };
static const struct field rule_fields[] = {
    { "of-last", NULL, FIELD_SHARE, FIELD_REQUIRED, AT(struct assessment_rule, of_last) },
};
static const struct shape rule_shape =
    SHAPE("contribute_assessment_rule", struct assessment_rule, rule_fields);
const struct rule_kind contribute_assessment_kind = {
    .about = "contribute.assessment", .payload = &rule_shape,
};

struct money contribute_assessed_sum(const struct book *book,
                                     const struct contribute_bill *bill, struct money last)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    const struct question question = {
        .about = contribute_assessment_kind.about, .place = payer.place,
        .insurance = payer.insurance, .day = contribute_month_first(bill->month),
    };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND)
        return MONEY_NONE;
    return money_share(last, ((const struct assessment_rule *)rule->payload)->of_last,
                       ROUND_HALF_UP);
}

/* ---- contribute.assess ---- */

struct assess_input {
    int64_t unit;
    struct text month, insurance;
};
#define ASSESS(member_) AT(struct assess_input, member_)
static const struct field assess_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, ASSESS(unit), .help = "contribute.field.unit" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, ASSESS(month), 7,
      .help = "contribute.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, ASSESS(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
};
static const struct shape assess_shape =
    SHAPE("contribute_assess", struct assess_input, assess_fields);

struct assess_facts {
    const struct party_unit *unit;
    const struct list *bills, *deferrals;
    const struct list *runs;    /* that declare the month just now; NULL: not asked */
    struct events events;
};
static const struct shape assess_facts_shape =
    { .name = "contribute_assess_facts", .size = sizeof(struct assess_facts) };

static void assess_keys(const struct request *request, struct keys *keys)
{
    const struct assess_input *input = request->input;
    keys_add(keys, input->unit);
}

static bool gather_unit(struct gather *gather, int64_t unit, struct assess_facts *found)
{
    const struct party_unit_key unit_key = { id_bucket(unit), unit };
    const struct contribute_owner_key owner_key = { id_bucket(unit), unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    found->bills = gather_want(gather, &contribute_whole_months_of, &owner_key);
    found->deferrals = gather_want(gather, &contribute_deferrals_of, &owner_key);
    return notice_gather_events(gather, &found->events) && complete && found->bills != NULL
        && found->deferrals != NULL;
}

static bool assess_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct assess_input *input = request->input;
    struct assess_facts *found = facts;
    const struct contribute_month_key key = {
        id_bucket(input->unit), input->unit, contribute_month_read(input->month),
        contribute_insurance_or_basic(input->insurance),
    };
    found->runs = gather_want(gather, &contribute_runs_open, &key);
    return gather_unit(gather, input->unit, found) && found->runs != NULL;
}

/* The last month before it that the unit declared itself: an assessment is not built upon another.
 * NULL: none; `ret_there`: the month itself has a bill. */
static const struct contribute_bill *last_declared(const struct assess_facts *found,
                                                   struct text insurance, int64_t month,
                                                   bool *ret_there)
{
    const struct contribute_bill *rows = found->bills->items, *last = NULL;
    *ret_there = false;
    for (size_t i = 0; i < found->bills->count; i++) {
        if (!text_equal(rows[i].insurance, insurance))
            continue;
        *ret_there |= rows[i].month == month;
        if (rows[i].month < month && text_is(rows[i].kind, "ordinary")
            && (last == NULL || rows[i].month > last->month))
            last = &rows[i];
    }
    return last;
}

/* What was declared last, at the rates of the month that is set: a rate goes by the month the money
 * is for (费款所属期), so a cut of the one is neither carried over to the other nor taken twice. */
static struct money sum_of_last(const struct request *request, const struct assess_facts *found,
                                const struct contribute_bill *last, struct contribute_bill bill)
{
    bill.kind = last->kind;
    bill.base = last->base;
    bill.own = last->own;
    bill.fixed = last->fixed;
    return contribute_reckon(request->book, found->events, &bill, request->at,
                             request->arena).total;
}

/* A month as it would be set by the last one declared, and when its time is over: while it may
 * still be declared in time nobody sets it. */
struct month_set {
    struct contribute_bill bill;
    struct money last;
    struct contribute_time time;
    bool over;
};

static struct month_set month_set_by(const struct request *request,
                                     const struct assess_facts *found, struct text insurance,
                                     int64_t month, const struct contribute_bill *last)
{
    struct contribute_bill bill = {
        .bucket = found->unit->bucket, .owner = found->unit->unit, .month = month,
        .insurance = insurance, .kind = TEXT("assessed"), .place = found->unit->division,
        .unit_kind = found->unit->kind, .industry = found->unit->industry,
        .declared = date_of_moment(request->at), .version = 1,
    };
    contribute_take_deferral(&bill, found->deferrals);
    struct money sum = sum_of_last(request, found, last, bill);
    bill.assessed = contribute_assessed_sum(request->book, &bill, sum);
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, found->events, &bill, request->at, request->arena);
    bool timed = reckoned.answer == RULE_FOUND && reckoned.timed;
    struct month_set set = {
        .bill = bill, .last = sum, .over = timed && reckoned.fee.lateness.overdue,
    };
    if (timed)
        set.time = reckoned.time;
    return set;
}

static void assess_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct assess_input *input = request->input;
    const struct assess_facts *found = facts;
    struct text insurance = contribute_insurance_or_basic(input->insurance);
    int32_t month = contribute_month_read(input->month);
    if (!contribute_acts_for(found->unit, decision))
        return;
    bool there;
    const struct contribute_bill *last = last_declared(found, insurance, month, &there);
    if (month == 0 || there) {
        decision_refuse(decision, month == 0 ? "contribute.refused.no-month"
                                             : "contribute.refused.declared", "month");
        return;
    }
    if (found->runs->count > 0) {
        decision_refuse(decision, "contribute.refused.being-declared", "month");
        return;
    }
    if (last == NULL) {
        decision_refuse(decision, "contribute.refused.nothing-declared", "month");
        return;
    }
    struct month_set set = month_set_by(request, found, insurance, month, last);
    set.bill.bill = id_mint(request->minter, (int)found->unit->bucket);
    if (set.bill.assessed.fen <= 0)
        decision_refuse(decision, "contribute.refused.rate-not-known", "month");
    else if (!set.over)
        decision_refuse(decision, "contribute.refused.still-time", "month");
    else
        contribute_record_bill(decision, &set.bill, NULL, 0, found->events);
}

const struct action contribute_assess_action = {
    .name = "contribute.assess", .method = "POST", .path = "/api/v1/units/{unit}/assessments",
    .flags = ACTION_ONCE, .input = &assess_shape, .facts = &assess_facts_shape,
    .outcome = &contribute_declared_shape, .answer = &contribute_declared_shape,
    .help = "contribute.help.assess", .keys = assess_keys, .gather = assess_gather,
    .decide = assess_decide,
};

/* ---- contribute.undeclared: what waits for a declaration, and what it would be set at ---- */

/* Three years back are looked at: what is older is no longer a matter of a button. */
#define UNDECLARED_MOST 36

struct undeclared_input {
    int64_t unit;
    struct text insurance;
};
static const struct field undeclared_input_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct undeclared_input, unit),
      .help = "contribute.field.unit" },
    { "insurance", NULL, FIELD_CODE, 0, AT(struct undeclared_input, insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
};
static const struct shape undeclared_input_shape =
    SHAPE("contribute_undeclared_input", struct undeclared_input, undeclared_input_fields);

struct undeclared_month {
    struct text month, by;      /* `by`: the month it would be set by */
    struct money last, amount;
    struct date due;
    bool over;
};
#define MONTH(member, kind_, ...) FIELD(struct undeclared_month, member, kind_, __VA_ARGS__)
static const struct field undeclared_month_fields[] = {
    MONTH(month, FIELD_TEXT, .length_max = 7), MONTH(by, FIELD_TEXT, .length_max = 7),
    MONTH(last, FIELD_MONEY, .flags = 0), MONTH(amount, FIELD_MONEY, .flags = 0),
    MONTH(due, FIELD_DAY, .flags = FIELD_SPARSE), MONTH(over, FIELD_FLAG, .flags = 0),
};
static const struct shape undeclared_month_shape =
    SHAPE("contribute_undeclared_month", struct undeclared_month, undeclared_month_fields);

struct undeclared {
    int64_t unit;
    struct text insurance;
    struct list months;
};
static const struct field undeclared_fields[] = {
    FIELD(struct undeclared, unit, FIELD_ID, .flags = 0),
    FIELD(struct undeclared, insurance, FIELD_TEXT, .length_max = 10),
    FIELD(struct undeclared, months, FIELD_LIST, .of = &undeclared_month_shape),
};
static const struct shape undeclared_shape =
    SHAPE("contribute_undeclared", struct undeclared, undeclared_fields);

static bool undeclared_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct undeclared_input *input = request->input;
    return gather_unit(gather, input->unit, facts);
}

static void undeclared_decide(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct undeclared_input *input = request->input;
    const struct assess_facts *found = facts;
    if (!contribute_acts_for(found->unit, decision))
        return;
    struct text insurance = contribute_insurance_or_basic(input->insurance);
    int32_t now = contribute_month_of(date_of_moment(request->at));
    struct undeclared_month *rows =
        ARENA_ARRAY(request->arena, struct undeclared_month, UNDECLARED_MOST + 1);
    struct undeclared told = { input->unit, insurance, { rows, 0 } };
    for (int back = UNDECLARED_MOST; back >= 0; back--) {
        int32_t month = contribute_month_plus(now, -back);
        bool there;
        const struct contribute_bill *last = last_declared(found, insurance, month, &there);
        if (there || last == NULL)
            continue;
        const struct month_set set = month_set_by(request, found, insurance, month, last);
        rows[told.months.count++] = (struct undeclared_month){
            .month = contribute_month_text(month, request->arena),
            .by = contribute_month_text(last->month, request->arena),
            .last = set.last, .amount = set.bill.assessed, .due = set.time.due.day,
            .over = set.over,
        };
    }
    *(struct undeclared *)decision->outcome = told;
}

const struct action contribute_undeclared_action = {
    .name = "contribute.undeclared", .method = "GET", .path = "/api/v1/units/{unit}/undeclared",
    .flags = ACTION_READ, .input = &undeclared_input_shape, .facts = &assess_facts_shape,
    .outcome = &undeclared_shape, .answer = &undeclared_shape,
    .help = "contribute.help.undeclared", .gather = undeclared_gather,
    .decide = undeclared_decide,
};
