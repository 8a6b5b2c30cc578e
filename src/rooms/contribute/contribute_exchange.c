/* contribute_exchange.c: what is due of a month (应征) as the file the collector takes. Which
 * columns it has, in what order, with which headings and separator is data of the place; what it
 * sends back (实征) comes as a file of contribute.pay, and contribute.reconcile lays the two beside
 * each other. A bill paid in full is not asked for again: the file may be made as often as one
 * likes. What a unit has to its credit is taken off, bill after bill, as contribute.pay takes it:
 * nobody is asked for money that is here; a bill it covers is counted and stands on no line. Files
 * of several months may be out at once: what the open months before this one need of the credit is
 * theirs, or it would be taken off twice. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

#include "base/check.h"
#include "base/limits.h"

/* What a column may hold. */
struct due_line {
    struct text credit_code, unit_name;
    int64_t owner, bill, place, people;
    struct text month, insurance, kind;
    struct money base, employer, own, fixed, fee, credit, due;
    struct date last_day;
};
#define LINE(member, kind_, ...) \
    FIELD(struct due_line, member, kind_, .help = "contribute.due." #member, __VA_ARGS__)
static const struct field line_fields[] = {
    LINE(credit_code, FIELD_TEXT, .length_max = 18),
    LINE(unit_name, FIELD_TEXT, .length_max = 200), LINE(owner, FIELD_ID, .flags = 0),
    LINE(bill, FIELD_ID, .flags = 0), LINE(place, FIELD_COUNT, .flags = 0),
    LINE(people, FIELD_COUNT, .flags = 0), LINE(month, FIELD_TEXT, .length_max = 7),
    LINE(insurance, FIELD_TEXT, .length_max = 10), LINE(kind, FIELD_TEXT, .length_max = 20),
    LINE(base, FIELD_MONEY, .flags = 0), LINE(employer, FIELD_MONEY, .flags = 0),
    LINE(own, FIELD_MONEY, .flags = 0), LINE(fixed, FIELD_MONEY, .flags = 0),
    LINE(fee, FIELD_MONEY, .flags = 0), LINE(credit, FIELD_MONEY, .flags = 0),
    LINE(due, FIELD_MONEY, .flags = 0),
    LINE(last_day, FIELD_DAY, .flags = 0),
};
static const struct shape line_shape =
    SHAPE("contribute_due_line", struct due_line, line_fields);

/* ---- "contribute.exchange": how the collector wants it ---- */

#define COLUMN(member_, most_) \
    FIELD(struct contribute_exchange_column, member_, FIELD_TEXT, .flags = FIELD_REQUIRED, \
          .length_max = most_)
static const struct field column_fields[] = { COLUMN(field, 30), COLUMN(heading, 60) };
static const struct shape column_shape =
    SHAPE("contribute_exchange_column", struct contribute_exchange_column, column_fields);
#define EXCHANGE(member_, kind_, ...) \
    FIELD(struct contribute_exchange_rule, member_, kind_, .flags = FIELD_REQUIRED, __VA_ARGS__)
static const struct field exchange_fields[] = {
    EXCHANGE(separator, FIELD_TEXT, .length_max = 10),
    EXCHANGE(columns, FIELD_LIST, .length_max = 30, .of = &column_shape),
};
static const struct shape exchange_shape =
    SHAPE("contribute_exchange", struct contribute_exchange_rule, exchange_fields);

static char separator_of(struct text name)
{
    if (text_is(name, "bar"))
        return '|';
    if (text_is(name, "tab"))
        return '\t';
    return text_is(name, "comma") ? ',' : '\0';
}

static const char *exchange_check(const void *payload)
{
    const struct contribute_exchange_rule *rule = payload;
    const struct contribute_exchange_column *columns = rule->columns.items;
    if (separator_of(rule->separator) == '\0' || rule->columns.count == 0)
        return "contribute.rule.exchange";
    for (size_t i = 0; i < rule->columns.count; i++)
        if (shape_field(&line_shape, columns[i].field) == NULL)
            return "contribute.rule.exchange";
    return NULL;
}
const struct rule_kind contribute_exchange_kind = {
    .about = "contribute.exchange", .payload = &exchange_shape, .check = exchange_check,
};

/* ---- contribute.due-file ---- */

struct due_input { struct text month; int64_t place; struct text collector, after; };
struct due_facts {
    const struct list *bills;
    const struct party_unit **units;    /* of each bill; NULL: who pays alone */
    const struct contribute_account **accounts;     /* of each bill; NULL: nothing was ever paid */
    const struct list **before;         /* of each bill: open ones of earlier months; NULL: none */
    struct events events;
};
struct due_told {
    struct text month;
    int64_t lines, covered;     /* covered: bills that credit pays wholly */
    struct money credit, due;
    bool complete;              /* false: this is a part of the file, and another follows */
    struct text after;
    struct list rows;           /* of due_line */
    struct text text;
};

/* Of whom there is credit; of others nobody asks. */
static bool gather_before(struct gather *gather, const struct contribute_bill *bill,
                          const struct contribute_account *account, const struct list **ret_before)
{
    const struct contribute_span_key key = {
        id_bucket(bill->owner), bill->owner, 0, bill->month - 1,
    };
    *ret_before = NULL;
    if (account == NULL || account->credit.fen <= 0)
        return true;
    *ret_before = gather_want(gather, &contribute_bills_open, &key);
    return *ret_before != NULL;
}

/* Its unit, its account, and what was open before. */
_Static_assert(3 * CONTRIBUTE_BILLS_A_PAGE + 10 <= LIMIT_WANTS_AN_ACTION, "a page of bills");

static bool gather_due(struct gather *gather, const struct request *request, void *facts)
{
    const struct due_input *input = request->input;
    struct due_facts *found = facts;
    const struct contribute_place_key key =
        contribute_place_key_of(input->month, input->place, input->after);
    found->bills = gather_want(gather, &contribute_bills_at, &key);
    bool complete = notice_gather_events(gather, &found->events);
    if (found->bills == NULL)
        return false;
    const struct contribute_bill *bills = found->bills->items;
    found->units =
        ARENA_ARRAY(gather->arena, const struct party_unit *, found->bills->count + 1);
    found->accounts = ARENA_ARRAY(gather->arena, const struct contribute_account *,
                                  found->bills->count + 1);
    found->before = ARENA_ARRAY(gather->arena, const struct list *, found->bills->count + 1);
    for (size_t i = 0; i < found->bills->count; i++) {
        const struct party_unit_key unit_key = { id_bucket(bills[i].owner), bills[i].owner };
        const void *row = NULL;
        complete &= gather_one(gather, &party_unit_by_id, &unit_key, &row);
        found->units[i] = row;
        const struct contribute_owner_key owner_key = { unit_key.bucket, bills[i].owner };
        bool there = gather_one(gather, &contribute_account_of, &owner_key, &row);
        found->accounts[i] = there ? row : NULL;
        complete &= there
            && gather_before(gather, &bills[i], found->accounts[i], &found->before[i]);
    }
    return complete;
}

/* What is left of an owner's credit while his bills are gone through. */
struct left { int64_t owner; struct money credit, used; };

/* The part before went to this owner, and used so much of his credit. */
static struct left left_by(struct text after)
{
    struct left left = { 0 };
    int64_t used = 0;
    struct text rest = after;
    struct text owner = text_until(after, '|', &rest);
    text_until(rest, '|', &rest);
    if (text_to_int64(owner, &left.owner) && text_to_int64(rest, &used))
        left.used = (struct money){ used };
    return left;
}

/* What the open months before this one need of the credit. */
static struct money needed_before(const struct request *request, const struct due_facts *found,
                                  size_t i)
{
    const struct list *before = found->before[i];
    const struct contribute_bill *bills = before == NULL ? NULL : before->items;
    struct money needed = MONEY_NONE;
    for (size_t b = 0; bills != NULL && b < before->count; b++) {
        const struct contribute_reckoned got =
            contribute_reckon(request->book, found->events, &bills[b], request->at,
                              request->arena);
        if (got.answer == RULE_FOUND)
            needed = money_plus(needed, got.open);
    }
    return needed;
}

/* The first bill of an owner in this part: what is left of his credit for this month. */
static void next_owner(const struct request *request, struct left *left,
                       const struct due_facts *found, size_t i)
{
    int64_t owner = ((const struct contribute_bill *)found->bills->items)[i].owner;
    if (i > 0 && left->owner == owner)
        return;
    if (left->owner != owner)
        *left = (struct left){ .owner = owner };
    struct money whole =
        found->accounts[i] == NULL ? MONEY_NONE : found->accounts[i]->credit;
    struct money taken = money_plus(left->used, needed_before(request, found, i));
    left->credit = money_most(money_minus(whole, taken), MONEY_NONE);
}

/* False: nothing is open of it. */
static bool line_of(const struct request *request, const struct due_facts *found, size_t i,
                    struct money credit, struct due_line *ret_line)
{
    const struct contribute_bill *bill = &((const struct contribute_bill *)found->bills->items)[i];
    const struct contribute_reckoned got =
        contribute_reckon(request->book, found->events, bill, request->at, request->arena);
    if (got.answer != RULE_FOUND || got.open.fen <= 0)
        return false;
    *ret_line = (struct due_line){
        .owner = bill->owner, .bill = bill->bill, .place = bill->place, .people = bill->people,
        .month = contribute_month_text(bill->month, request->arena),
        .insurance = bill->insurance, .kind = bill->kind, .base = bill->base,
        .employer = got.employer, .own = bill->own, .fixed = bill->fixed,
        .fee = got.fee.amount, .credit = money_least(credit, got.open),
        .due = money_minus(got.open, money_least(credit, got.open)),
        .last_day = got.time.due.day,
    };
    if (found->units[i] != NULL) {
        ret_line->credit_code = found->units[i]->credit_code;
        ret_line->unit_name = found->units[i]->name;
    }
    return true;
}

static void decide_due(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct due_input *input = request->input;
    const struct due_facts *found = facts;
    const struct contribute_bill *bills = found->bills->items;
    if (contribute_place_refused(request, input->place, input->month, decision))
        return;
    struct text collector = text_present(input->collector) ? input->collector : TEXT("tax");
    struct due_line *rows =
        ARENA_ARRAY(request->arena, struct due_line, found->bills->count + 1);
    struct due_told told = {
        .month = input->month, .rows = { rows, 0 },
        .after = contribute_place_after(found->bills, request->arena),
    };
    told.complete = !text_present(told.after);
    struct left left = left_by(input->after);
    for (size_t i = 0; i < found->bills->count; i++) {
        struct due_line *line = &rows[told.rows.count];
        next_owner(request, &left, found, i);
        if (!text_equal(contribute_collector_of(request->book, &bills[i]), collector)
            || !line_of(request, found, i, left.credit, line))
            continue;
        left.used = money_plus(left.used, line->credit);
        left.credit = money_minus(left.credit, line->credit);
        told.credit = money_plus(told.credit, line->credit);
        told.due = money_plus(told.due, line->due);
        told.covered += line->due.fen == 0;
        told.rows.count += line->due.fen != 0;
    }
    if (!told.complete && left.used.fen != 0)
        told.after = arena_format(request->arena, "%.*s|%lld", TEXT_ARGS(told.after),
                                  (long long)left.used.fen);
    told.lines = (int64_t)told.rows.count;
    *(struct due_told *)decision->outcome = told;
}

/* The longest a column holds: a unit's name of 200 characters. */
#define CELL_BYTES (200 * 4)

static struct text cells_of(const struct contribute_exchange_rule *rule,
                            const struct due_line *line, struct arena *arena)
{
    const struct contribute_exchange_column *columns = rule->columns.items;
    char separator = separator_of(rule->separator);
    struct text made = { 0 };
    for (size_t i = 0; i < rule->columns.count; i++) {
        char bytes[CELL_BYTES];
        struct builder builder = builder_over(bytes, sizeof bytes);
        if (line == NULL)
            builder_add(&builder, columns[i].heading);
        else if (!field_is_absent(shape_field(&line_shape, columns[i].field), line))
            field_write(shape_field(&line_shape, columns[i].field), line, &builder);
        for (size_t k = 0; k < builder.length; k++)
            if (bytes[k] == separator || bytes[k] == '\r' || bytes[k] == '\n')
                bytes[k] = ' ';
        made = arena_format(arena, "%.*s%.*s%s", TEXT_ARGS(made),
                            TEXT_ARGS(builder_text(&builder)),
                            i + 1 == rule->columns.count ? "\r\n"
                            : separator == '|' ? "|" : separator == ',' ? "," : "\t");
    }
    return made;
}

static void tell_due(const struct request *request, const void *outcome, const void *memory,
                     void *answer)
{
    (void)memory;
    const struct due_input *input = request->input;
    struct due_told *told = answer;
    *told = *(const struct due_told *)outcome;
    const struct question question = {
        .about = contribute_exchange_kind.about, .place = (int32_t)input->place,
        .insurance = TEXT("employee"),
        .day = contribute_month_first(contribute_month_read(input->month)),
    };
    const struct rule *rule = NULL;
    if (rules_on(request->book, &question, &rule) != RULE_FOUND)
        return;
    const struct due_line *rows = told->rows.items;
    struct text *parts = ARENA_ARRAY(request->arena, struct text, told->rows.count + 1);
    size_t length = 0;
    /* The headings stand above the first part. */
    size_t first = text_present(input->after) ? 1 : 0;
    for (size_t i = first; i <= told->rows.count; i++) {
        parts[i] = cells_of(rule->payload, i == 0 ? NULL : &rows[i - 1], request->arena);
        length += parts[i].length;
    }
    char *text = arena_take(request->arena, length + 1);
    struct builder builder = builder_over(text, length + 1);
    for (size_t i = first; i <= told->rows.count; i++)
        builder_add(&builder, parts[i]);
    told->text = builder_text(&builder);
}

/* ---- the row ---- */

static const struct field due_fields[] = {
    FIELD(struct due_input, month, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 7,
          .help = "contribute.field.month"),
    FIELD(struct due_input, place, FIELD_COUNT, .flags = FIELD_REQUIRED,
          .help = "contribute.field.place"),
    FIELD(struct due_input, collector, FIELD_TEXT, .length_max = 10,
          .help = "contribute.field.by"),
    FIELD(struct due_input, after, FIELD_TEXT, .length_max = 50,
          .help = "contribute.field.after-page"),
};
static const struct shape due_shape = SHAPE("contribute_due_input", struct due_input, due_fields);
static const struct shape due_facts_shape =
    { .name = "contribute_due_facts", .size = sizeof(struct due_facts) };
#define TOLD(member, kind_, ...) FIELD(struct due_told, member, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(month, FIELD_TEXT, .length_max = 7), TOLD(lines, FIELD_COUNT, .flags = 0),
    TOLD(covered, FIELD_COUNT, .flags = 0, .help = "contribute.due.covered"),
    TOLD(credit, FIELD_MONEY, .flags = 0, .help = "contribute.due.credit"),
    TOLD(due, FIELD_MONEY, .flags = 0), TOLD(complete, FIELD_FLAG, .flags = 0),
    TOLD(after, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 50,
         .help = "contribute.field.after-page"),
    TOLD(rows, FIELD_LIST, .of = &line_shape), TOLD(text, FIELD_TEXT, .flags = 0),
};
static const struct shape told_shape = SHAPE("contribute_due_file", struct due_told, told_fields);

const struct action contribute_due_file_action = {
    .name = "contribute.due-file", .method = "GET", .path = "/api/v1/contributions/due-file",
    .flags = ACTION_READ, .input = &due_shape, .facts = &due_facts_shape,
    .outcome = &told_shape, .answer = &told_shape,
    .next_page = { { "after", "after" } }, .help = "contribute.help.due-file",
    .gather = gather_due, .decide = decide_due, .tell = tell_due,
};
