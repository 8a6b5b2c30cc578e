/* claim_unit.c: what was to be paid to a unit's own account, and where it is: to whom the maternity
 * allowance of a month it paid in advance is owed, contributions refunded to it, and what the bank
 * sent back. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "rooms/party/party.h"

struct unit_input { int64_t unit, before; };
struct unit_facts {
    const struct party_unit *unit;
    const struct list *payments;
};
struct unit_payment {
    struct claim_unit_payment row;
    struct text state_zh, state_en;
    bool came_back;             /* waits for an account that works */
};
struct unit_told { struct list payments; int64_t next; };

static bool gather_of_unit(struct gather *gather, const struct request *request, void *facts)
{
    const struct unit_input *input = request->input;
    struct unit_facts *found = facts;
    const struct party_unit_key key = { id_bucket(input->unit), input->unit };
    const struct claim_unit_key payments_key = { input->unit, input->before };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &key, &row);
    found->unit = row;
    found->payments = gather_want(gather, &claim_payments_of_unit, &payments_key);
    return complete && found->payments != NULL;
}

static void decide_of_unit(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct unit_facts *found = facts;
    struct unit_told *told = decision->outcome;
    if (!party_may_see_unit(request->actor, found->unit)) {
        decision_refuse(decision, "party.refused.no-such-unit", "unit");
        return;
    }
    size_t count = found->payments->count;
    const struct claim_unit_payment *rows = found->payments->items;
    struct unit_payment *payments = ARENA_ARRAY(request->arena, struct unit_payment, count + 1);
    for (size_t i = 0; i < count; i++)
        payments[i] = (struct unit_payment){
            .row = rows[i],
            .state_zh = claim_payment_word(rows[i].state, LANGUAGE_CHINESE),
            .state_en = claim_payment_word(rows[i].state, LANGUAGE_ENGLISH),
            .came_back = text_is(rows[i].state, "returned")
                || text_is(rows[i].state, "uncollected"),
        };
    told->payments = (struct list){ payments, count };
    if (count == (size_t)claim_payments_of_unit.row_max)
        told->next = rows[count - 1].payment;
}

/* ---- the row ---- */

static const struct field input_fields[] = {
    FIELD(struct unit_input, unit, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.unit"),
    FIELD(struct unit_input, before, FIELD_ID, .help = "claim.field.after"),
};
static const struct shape input_shape = SHAPE("claim_of_unit", struct unit_input, input_fields);
static const struct shape facts_shape =
    { .name = "claim_unit_facts", .size = sizeof(struct unit_facts) };
#define ROW(member, kind_, ...) \
    { .name = #member, .kind = (kind_), .offset = AT(struct unit_payment, row.member), __VA_ARGS__ }
#define TOLD(member, kind_) FIELD(struct unit_payment, member, kind_, .flags = 0)
static const struct field payment_fields[] = {
    ROW(payment, FIELD_ID, .flags = 0), ROW(claim, FIELD_ID, .flags = 0),
    ROW(person, FIELD_ID, .flags = 0), ROW(name, FIELD_TEXT, .flags = FIELD_PRIVATE | FIELD_SPARSE),
    ROW(kind, FIELD_TEXT, .flags = 0), ROW(ground, FIELD_TEXT, .flags = FIELD_SPARSE),
    ROW(event, FIELD_DAY, .flags = FIELD_SPARSE),
    ROW(amount, FIELD_MONEY, .flags = 0), ROW(bank, FIELD_TEXT, .flags = FIELD_SPARSE),
    ROW(state, FIELD_TEXT, .flags = 0), TOLD(state_zh, FIELD_TEXT), TOLD(state_en, FIELD_TEXT),
    ROW(reason, FIELD_TEXT, .flags = FIELD_SPARSE), ROW(made_at, FIELD_MOMENT, .flags = 0),
    ROW(sent_at, FIELD_MOMENT, .flags = FIELD_SPARSE),
    ROW(bank_day, FIELD_DAY, .flags = FIELD_SPARSE), TOLD(came_back, FIELD_FLAG),
};
static const struct shape payment_shape =
    SHAPE("claim_unit_payment_out", struct unit_payment, payment_fields);
static const struct field told_fields[] = {
    FIELD(struct unit_told, payments, FIELD_LIST, .of = &payment_shape),
    FIELD(struct unit_told, next, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape told_shape =
    SHAPE("claim_payments_of_unit", struct unit_told, told_fields);
const struct action claim_of_unit_action = {
    .name = "claim.of-unit", .method = "GET", .path = "/api/v1/units/{unit}/payments",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .next_page = { { "before", "next" } },
    .help = "claim.help.of-unit", .gather = gather_of_unit, .decide = decide_of_unit,
};
