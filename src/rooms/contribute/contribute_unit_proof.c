/* contribute_unit_proof.c: what an answer about a unit's enrolment says: what is registered of it,
 * and each month it declared. It only reads: who runs it writes the answer down as a document. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

struct proof_input {
    int64_t unit;
    struct text month;
};
static const struct field input_fields[] = {
    FIELD(struct proof_input, unit, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "contribute.field.unit"),
    FIELD(struct proof_input, month, FIELD_TEXT, .length_max = 7,
          .help = "contribute.field.month"),
};
static const struct shape input_shape =
    SHAPE("contribute_unit_proof_input", struct proof_input, input_fields);

struct proof_month {
    struct text month, insurance, state_zh, state_en;
    int64_t people;
    struct money base, total, open;
    struct date due, paid;
};
#define MONTH(member_, kind_, ...) FIELD(struct proof_month, member_, kind_, __VA_ARGS__)
static const struct field month_fields[] = {
    MONTH(month, FIELD_TEXT, .length_max = 7, .help = "contribute.proof.month"),
    MONTH(insurance, FIELD_CODE, .codes = "insutype", .help = "contribute.proof.insurance"),
    MONTH(people, FIELD_COUNT, .help = "contribute.proof.people"),
    MONTH(base, FIELD_MONEY, .help = "contribute.proof.base-sum"),
    MONTH(total, FIELD_MONEY, .help = "contribute.proof.total"),
    MONTH(open, FIELD_MONEY, .help = "contribute.proof.open"),
    MONTH(state_zh, FIELD_TEXT, .length_max = 40, .help = "contribute.proof.paid-state"),
    MONTH(state_en, FIELD_TEXT, .length_max = 40, .help = "contribute.proof.paid-state"),
    MONTH(due, FIELD_DAY, .flags = FIELD_SPARSE, .help = "contribute.proof.due"),
    MONTH(paid, FIELD_DAY, .flags = FIELD_SPARSE, .help = "contribute.proof.paid"),
};
static const struct shape month_shape =
    SHAPE("contribute_unit_proof_month", struct proof_month, month_fields);

struct proof_told {
    struct text name, credit_code, place;
    struct date since;
    struct list months;
};
#define TOLD(member_, kind_, ...) FIELD(struct proof_told, member_, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(name, FIELD_TEXT, .length_max = 200, .help = "contribute.proof.unit"),
    TOLD(credit_code, FIELD_TEXT, .length_max = 30, .help = "contribute.proof.credit-code"),
    TOLD(place, FIELD_TEXT, .length_max = 60, .help = "contribute.proof.place"),
    TOLD(since, FIELD_DAY, .flags = FIELD_SPARSE, .help = "contribute.proof.since"),
    TOLD(months, FIELD_LIST, .of = &month_shape, .help = "contribute.proof.declared"),
};
static const struct shape told_shape =
    SHAPE("contribute_unit_proof", struct proof_told, told_fields);

struct proof_facts {
    const struct party_unit *unit;
    const struct list *bills;
    struct events events;
};
static const struct shape facts_shape =
    { .name = "contribute_unit_proof_facts", .size = sizeof(struct proof_facts) };

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct proof_input *input = request->input;
    struct proof_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    int32_t month = contribute_month_read(input->month);
    const struct contribute_span_key key = {
        id_bucket(input->unit), input->unit, month, month == 0 ? INT32_MAX : month,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    found->bills = gather_want(gather, &contribute_bills_in, &key);
    return notice_gather_events(gather, &found->events) && complete && found->bills != NULL;
}

static struct proof_month month_of(const struct request *request, struct events events,
                                   const struct contribute_bill *bill)
{
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, events, bill, request->at, request->arena);
    struct text key = arena_format(request->arena, "contribute.state.%s",
                                   contribute_bill_state(bill, &reckoned));
    return (struct proof_month){
        .month = contribute_month_text(bill->month, request->arena),
        .insurance = bill->insurance, .people = bill->people, .base = bill->base,
        .total = reckoned.total, .open = reckoned.open, .paid = bill->paid,
        .due = reckoned.timed ? reckoned.time.due.day : DATE_NONE,
        .state_zh = words_of(key.data, LANGUAGE_CHINESE),
        .state_en = words_of(key.data, LANGUAGE_ENGLISH),
    };
}

static void decide(const struct request *request, const void *facts, struct decision *decision)
{
    const struct proof_input *input = request->input;
    const struct proof_facts *found = facts;
    const struct party_unit *unit = found->unit;
    if (!contribute_acts_for(unit, decision))
        return;
    int32_t month = contribute_month_read(input->month);
    const struct contribute_bill *bills = found->bills->items;
    struct proof_month *rows =
        ARENA_ARRAY(request->arena, struct proof_month, found->bills->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->bills->count; i++)
        if (month == 0 || bills[i].month == month)
            rows[count++] = month_of(request, found->events, &bills[i]);
    *(struct proof_told *)decision->outcome = (struct proof_told){
        .name = unit->name, .credit_code = unit->credit_code, .since = unit->valid_from,
        .place = division_name(book_divisions(request->book), (int32_t)unit->division),
        .months = { rows, count },
    };
    decision->subject = unit->unit;
}

const struct action contribute_unit_record_action = {
    .name = "contribute.unit-record", .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "contribute.help.unit-record", .gather = gather, .decide = decide,
};
