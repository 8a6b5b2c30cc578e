/* contribute_taken.c: of which month too much was taken of a unit, found without its asking: what a
 * rate that was cut afterwards leaves. Its outcome is named as the form of a refund is.
 * LAW: LY22-A2i LY22-L3j */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"
#include "base/limits.h"

struct taken_input { int64_t unit; };
static const struct field taken_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct taken_input, unit),
      .help = "contribute.field.unit" },
};
static const struct shape taken_shape =
    SHAPE("contribute_taken", struct taken_input, taken_fields);

struct taken {
    struct text month, way;
    struct money amount;
    int64_t bill;               /* 0: the first of the month, which needs no number */
};
static const struct field found_fields[] = {
    { "month", NULL, FIELD_TEXT, 0, AT(struct taken, month), 7 },
    { "way", NULL, FIELD_TEXT, 0, AT(struct taken, way), 10 },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct taken, amount) },
    { "bill", NULL, FIELD_ID, FIELD_SPARSE, AT(struct taken, bill) },
};
static const struct shape found_shape = SHAPE("contribute_found", struct taken, found_fields);
struct taken_told { struct list found; };
static const struct field told_fields[] = {
    { "found", NULL, FIELD_LIST, 0, AT(struct taken_told, found), .of = &found_shape },
};
static const struct shape told_shape =
    SHAPE("contribute_taken_told", struct taken_told, told_fields);

struct taken_facts {
    const struct list *bills;
    struct events events;
};
static const struct shape taken_facts_shape =
    { .name = "contribute_taken_facts", .size = sizeof(struct taken_facts) };

/* Of what nothing came in nothing was taken too much. A page, the newest months first: a rate is
 * cut for months just over; beyond so many bills of single people older ones are applied for. */
const struct query contribute_bills_paid = {
    .name = "contribute.bills-paid", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND (paid_employer > 0 OR paid_fee > 0)",
    .order = "month DESC, bill", .key = &contribute_owner_key_shape, .row = &contribute_bill_shape,
    .row_max = LIMIT_ROWS_A_READ, .page = true, .guard = GUARD_DECISION,
};

static void taken_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct taken_input *)request->input)->unit);
}

static bool taken_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct taken_input *input = request->input;
    struct taken_facts *found = facts;
    const struct contribute_owner_key key = { id_bucket(input->unit), input->unit };
    found->bills = gather_want(gather, &contribute_bills_paid, &key);
    return notice_gather_events(gather, &found->events) && found->bills != NULL;
}

/* Each bill a subject of its own: another one of the same month is offered whatever became of the
 * first. Those of a month come together, by number. */
static int64_t bill_named(const struct contribute_bill *rows, size_t at)
{
    return at > 0 && rows[at - 1].month == rows[at].month ? rows[at].bill : 0;
}

/* A bill each. Where the unit may choose, the money stays for the months to come: that needs
 * nothing of it, and it may still ask for the other way. */
static void taken_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct taken_input *input = request->input;
    const struct taken_facts *found = facts;
    const struct contribute_bill *rows = found->bills->items;
    struct taken *taken = ARENA_ARRAY(request->arena, struct taken, found->bills->count + 1);
    struct taken_told *told = decision->outcome;
    for (size_t i = 0; i < found->bills->count; i++) {
        const struct contribute_reckoned reckoned = contribute_reckon(
            request->book, found->events, &rows[i], request->at, request->arena);
        bool free;
        if (reckoned.answer != RULE_FOUND || reckoned.excess.fen <= 0)
            continue;
        taken[told->found.count++] = (struct taken){
            contribute_month_text((int32_t)rows[i].month, request->arena),
            contribute_way_of(request->book, &rows[i], reckoned.rated.collected, TEXT("offset"),
                              &free),
            reckoned.excess, bill_named(rows, i),
        };
    }
    told->found.items = taken;
    if (told->found.count == 0)
        decision_refuse(decision, "contribute.refused.nothing-too-much", "unit");
    decision->subject = input->unit;
}

const struct action contribute_taken_action = {
    .name = "contribute.taken-too-much", .flags = ACTION_ONCE, .input = &taken_shape,
    .facts = &taken_facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "contribute.help.taken-too-much", .keys = taken_keys, .gather = taken_gather,
    .decide = taken_decide,
};
