/* contribute_months.c: a person's own record: which months stand in it, each in its own place
 * however late it was paid. LAW: BJ4-10j JX4-2.1i */

#include "rooms/contribute/contribute_months.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

#include <stdlib.h>

struct months_input {
    int64_t person;
};
static const struct field months_input_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct months_input, person),
      .help = "contribute.field.person" },
};
static const struct shape months_input_shape =
    SHAPE("contribute_months_input", struct months_input, months_input_fields);

#define OWN(member_) AT(struct contribute_own_month, member_)
static const struct field own_fields[] = {
    { "month", NULL, FIELD_TEXT, 0, OWN(month), 7 },
    { "insurance", NULL, FIELD_TEXT, 0, OWN(insurance), 10 },
    { "unit_name", NULL, FIELD_TEXT, FIELD_SPARSE, OWN(unit_name), 200 },
    { "kind", NULL, FIELD_TEXT, 0, OWN(kind), 20 },
    { "state", NULL, FIELD_TEXT, 0, OWN(state), 20 },
    { "state_zh", NULL, FIELD_TEXT, 0, OWN(state_zh), 40 },
    { "state_en", NULL, FIELD_TEXT, 0, OWN(state_en), 40 },
    { "receipt", NULL, FIELD_ID, 0, OWN(bill) },
    { "base", NULL, FIELD_MONEY, 0, OWN(base) },
    { "own", NULL, FIELD_MONEY, 0, OWN(own) },
    { "fixed", NULL, FIELD_MONEY, 0, OWN(fixed) },
    { "credited", NULL, FIELD_MONEY, 0, OWN(credited) },
    { "paid", NULL, FIELD_DAY, FIELD_SPARSE, OWN(paid) },
};
static const struct shape own_shape =
    SHAPE("contribute_own_month", struct contribute_own_month, own_fields);

#define COUNTED(member_) AT(struct contribute_insurance_months, member_)
static const struct field insurance_fields[] = {
    { "insurance", NULL, FIELD_TEXT, 0, COUNTED(insurance), 10 },
    { "paid_months", NULL, FIELD_COUNT, 0, COUNTED(paid_months) },
    { "gaps", NULL, FIELD_COUNT, 0, COUNTED(gaps) },
    { "first", NULL, FIELD_TEXT, 0, COUNTED(first), 7 },
    { "last", NULL, FIELD_TEXT, 0, COUNTED(last), 7 },
};
static const struct shape insurance_shape =
    SHAPE("contribute_insurance_months", struct contribute_insurance_months, insurance_fields);

static const struct field months_answer_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_months, person) },
    { "insurances", NULL, FIELD_LIST, 0, AT(struct contribute_months, insurances),
      .of = &insurance_shape },
    { "months", NULL, FIELD_LIST, 0, AT(struct contribute_months, months), .of = &own_shape },
};
static const struct shape months_answer_shape =
    SHAPE("contribute_months", struct contribute_months, months_answer_fields);

static const struct shape months_facts_shape =
    { .name = "contribute_months_facts", .size = sizeof(struct contribute_months_facts) };

/* Whose bills the person may stand in: himself and the units of his spells, each once. */
static size_t owners_of(const struct party_person_facts *person, int64_t who,
                        int64_t owners[CONTRIBUTE_OWNERS_MOST])
{
    const struct party_spell *spells = person->spells->items;
    size_t count = 0;
    owners[count++] = who;
    for (size_t i = person->spells->count; i > 0 && count < CONTRIBUTE_OWNERS_MOST; i--) {
        int64_t unit = spells[i - 1].unit;
        bool there = unit == 0;
        for (size_t k = 0; k < count; k++)
            there |= owners[k] == unit;
        if (!there)
            owners[count++] = unit;
    }
    return count;
}

bool contribute_gather_record(struct gather *gather, const struct party_person_facts *person,
                              struct contribute_record *ret_record)
{
    int64_t owners[CONTRIBUTE_OWNERS_MOST], numbers[PARTY_NUMBERS_MOST];
    struct contribute_record record = { .count = 0 };
    if (person->person == NULL)
        return true;
    size_t number_count = party_numbers_of(person, numbers);
    bool complete = true;
    /* Lines stand under the number they were made for. */
    for (size_t n = 0; n < number_count; n++) {
        size_t owner_count = owners_of(person, numbers[n], owners);
        for (size_t i = 0; i < owner_count && record.count < CONTRIBUTE_OWNERS_MOST; i++) {
            const struct contribute_line_key line_key = {
                id_bucket(owners[i]), owners[i], numbers[n],
            };
            size_t at = record.count++;
            record.bills[at] = gather_want(gather, &contribute_bills_of_person, &line_key);
            record.lines[at] = gather_want(gather, &contribute_lines_of_person, &line_key);
            complete &= record.bills[at] != NULL && record.lines[at] != NULL;
        }
    }
    *ret_record = record;
    return complete;
}

const struct contribute_bill *contribute_bill_of_line(const struct list *bills, int64_t bill)
{
    const struct contribute_bill *rows = bills->items;
    for (size_t i = 0; i < bills->count; i++)
        if (rows[i].bill == bill)
            return &rows[i];
    return NULL;
}

/* Two units may have paid for the month in which somebody went from the one to the other. */
#define MONTH_FIRST 199001
#define MONTHS_MOST (250 * 12)
int64_t contribute_paid_months(const struct contribute_record *record, struct text insurance)
{
    bool there[MONTHS_MOST] = { false };
    int64_t months = 0;
    for (size_t i = 0; i < record->count; i++) {
        const struct contribute_line *lines = record->lines[i]->items;
        for (size_t k = 0; k < record->lines[i]->count; k++) {
            const struct contribute_bill *bill =
                contribute_bill_of_line(record->bills[i], lines[k].bill);
            int at = contribute_months_between(MONTH_FIRST, lines[k].month);
            if (bill == NULL || bill->paid.yyyymmdd == 0 || at < 0 || at >= MONTHS_MOST
                || there[at] || !text_equal(lines[k].insurance, insurance))
                continue;
            there[at] = true;
            months++;
        }
    }
    return months;
}

bool contribute_gather_months(struct gather *gather, int64_t person,
                              struct contribute_months_facts *found)
{
    bool complete = notice_gather_events(gather, &found->events);
    if (!party_gather_person(gather, person, &found->person))
        return false;
    return contribute_gather_record(gather, &found->person, &found->record) && complete;
}

static bool months_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct months_input *input = request->input;
    return contribute_gather_months(gather, input->person, facts);
}

static struct text unit_name_of(const struct list *spells, int64_t unit)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++)
        if (rows[i].unit == unit && unit != 0)
            return rows[i].unit_name;
    return (struct text){ 0 };
}

/* "paid", "made-up" (paid afterwards), "grace" (late without a fee), "deferred", "open",
 * "arrears". */
static const char *state_of(const struct request *request, struct events events,
                            const struct contribute_bill *bill)
{
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, events, bill, request->at, request->arena);
    if (bill->paid.yyyymmdd != 0)
        return reckoned.fee.lateness.overdue || text_is(bill->kind, "made-up") ? "made-up"
                                                                               : "paid";
    if (!reckoned.timed || !reckoned.fee.lateness.overdue)
        return text_present(bill->deferred_under) ? "deferred" : "open";
    return reckoned.fee.lateness.late_fee == LATE_FEE_NOT_YET ? "grace" : "arrears";
}

static int month_compare(const void *left, const void *right)
{
    const struct contribute_own_month *a = left, *b = right;
    int order = text_compare(a->month, b->month);
    return order != 0 ? order : (a->bill > b->bill) - (a->bill < b->bill);
}

static void add_owner(const struct request *request,
                      const struct contribute_months_facts *found, size_t at,
                      struct list *months)
{
    const struct contribute_line *lines = found->record.lines[at]->items;
    struct contribute_own_month *rows = months->items;
    for (size_t i = 0; i < found->record.lines[at]->count; i++) {
        const struct contribute_bill *bill =
            contribute_bill_of_line(found->record.bills[at], lines[i].bill);
        if (bill == NULL)
            continue;
        const char *state = state_of(request, found->events, bill);
        struct text key = arena_format(request->arena, "contribute.state.%s", state);
        rows[months->count++] = (struct contribute_own_month){
            .month = contribute_month_text(bill->month, request->arena),
            .insurance = bill->insurance, .owner = bill->owner, .bill = bill->bill,
            .unit_name = unit_name_of(found->person.spells, bill->owner), .kind = bill->kind,
            .state = text_of(state), .state_zh = words_of(key.data, LANGUAGE_CHINESE),
            .state_en = words_of(key.data, LANGUAGE_ENGLISH), .base = lines[i].counted,
            .own = lines[i].own, .fixed = lines[i].fixed, .credited = lines[i].credited,
            .paid = bill->paid,
        };
    }
}

/* The insurance of a month, made when it is the first of it. */
static struct contribute_insurance_months *counted_of(struct list *insurances,
                                                      const struct contribute_own_month *month)
{
    struct contribute_insurance_months *rows = insurances->items;
    for (size_t i = 0; i < insurances->count; i++)
        if (text_equal(rows[i].insurance, month->insurance))
            return &rows[i];
    rows[insurances->count] = (struct contribute_insurance_months){
        .insurance = month->insurance, .first = month->month, .last = month->month,
    };
    return &rows[insurances->count++];
}

static void count_months(const struct request *request, const struct contribute_record *record,
                         struct contribute_months *told)
{
    const struct contribute_own_month *rows = told->months.items;
    told->insurances.items =
        ARENA_ARRAY(request->arena, struct contribute_insurance_months, told->months.count + 1);
    for (size_t i = 0; i < told->months.count; i++) {
        struct contribute_insurance_months *counted = counted_of(&told->insurances, &rows[i]);
        int between = contribute_months_between(contribute_month_read(counted->last),
                                                contribute_month_read(rows[i].month));
        counted->gaps += between > 1 ? between - 1 : 0;
        counted->last = rows[i].month;
    }
    struct contribute_insurance_months *counted = told->insurances.items;
    for (size_t i = 0; i < told->insurances.count; i++)
        counted[i].paid_months = contribute_paid_months(record, counted[i].insurance);
}

struct contribute_months contribute_months_of(const struct request *request, int64_t person,
                                              const struct contribute_months_facts *found)
{
    size_t most = 1;
    for (size_t i = 0; i < found->record.count; i++)
        most += found->record.lines[i]->count;
    struct contribute_months told = {
        .person = person,
        .months = { ARENA_ARRAY(request->arena, struct contribute_own_month, most), 0 },
    };
    for (size_t i = 0; i < found->record.count; i++)
        add_owner(request, found, i, &told.months);
    qsort(told.months.items, told.months.count, sizeof(struct contribute_own_month),
          month_compare);
    count_months(request, &found->record, &told);
    return told;
}

static void months_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct months_input *input = request->input;
    const struct contribute_months_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor, "contribute.refused.no-such-person"),
                        "person");
        return;
    }
    *(struct contribute_months *)decision->outcome =
        contribute_months_of(request, input->person, found);
}

const struct action contribute_months_action = {
    .name = "contribute.months", .method = "GET",
    .path = "/api/v1/persons/{person}/contributions",
    .flags = ACTION_READ, .input = &months_input_shape, .facts = &months_facts_shape,
    .outcome = &months_answer_shape, .answer = &months_answer_shape,
    .help = "contribute.help.months", .gather = months_gather, .decide = months_decide,
};
