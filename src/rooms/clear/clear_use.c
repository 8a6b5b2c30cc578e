/* clear_use.c: what an institution did with money that was paid ahead for one thing only: each
 * invoice of a supplier once, with the day it is to be paid by and the day it was.
 * LAW: LY22-L3g LY22-A3b LY22-L3k LY22-P3f */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/staff/staff.h"

/* Of one institution: so many of the largest amount there is still add up. */
#define USES_MAX 5000

/* ---- rows ---- */

#define USE(member_) AT(struct clear_use, member_)
static const struct field use_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, USE(bucket) },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, USE(institution) },
    { "use_id", NULL, FIELD_ID, FIELD_REQUIRED, USE(use_id) },
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, USE(order_id) },
    { "supplier", NULL, FIELD_TEXT, FIELD_REQUIRED, USE(supplier), 100 },
    { "invoice", NULL, FIELD_TEXT, FIELD_REQUIRED, USE(invoice), 60 },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, USE(amount) },
    { "pay_by", NULL, FIELD_DAY, FIELD_REQUIRED, USE(pay_by) },
    { "paid_on", NULL, FIELD_DAY, 0, USE(paid_on) },
    { "stated_by", NULL, FIELD_ID, 0, USE(stated_by) },
    { "stated_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, USE(stated_at) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, USE(version) },
};
const struct shape clear_use_shape = SHAPE("clear_use", struct clear_use, use_fields);
const struct table clear_use_table = { "clear_use", &clear_use_shape, 3, "version" };

static const struct field of_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct clear_institution_key, bucket) },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED,
      AT(struct clear_institution_key, institution) },
};
static const struct shape of_shape =
    SHAPE("clear_uses_key", struct clear_institution_key, of_fields);
const struct query clear_uses_of = {
    .name = "clear.uses-of", .from = "clear_use",
    .where = "bucket = {bucket} AND institution = {institution}", .order = "use_id",
    .key = &of_shape, .row = &clear_use_shape, .row_max = USES_MAX, .guard = GUARD_DECISION,
};
#define PAGE(member_) AT(struct clear_orders_key, member_)
static const struct field earmarked_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(place) },
    { "place_until", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(place_until) },
    { "state", NULL, FIELD_TEXT, 0, PAGE(state), 20 },
    { "before", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(before) },
};
static const struct shape earmarked_shape =
    SHAPE("clear_earmarked_key", struct clear_orders_key, earmarked_fields);
/* What left for one thing only, and was not taken back. */
const struct query clear_orders_earmarked = {
    .name = "clear.orders-earmarked", .from = "clear_order",
    .where = "place BETWEEN {place} AND {place_until} AND ({state} IS NULL OR state = {state}) "
             "AND order_id < {before} AND only_for IS NOT NULL AND kind <> 'claw-back' "
             "AND state IN ('paid', 'offset')",
    .order = "order_id DESC", .key = &earmarked_shape, .row = &clear_order_shape,
    .row_max = CLEAR_ORDERS_PAGE, .guard = GUARD_PUBLIC,
};

/* ---- clear.state-use ---- */

struct use_input {
    int64_t order_id;
    struct text purpose, supplier, invoice;
    struct money amount;
    struct date pay_by, paid_on;
};
#define INPUT(member_) AT(struct use_input, member_)
static const struct field use_input_fields[] = {
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(order_id),
      .help = "clear.field.order" },
    { "purpose", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(purpose), 40,
      .help = "clear.field.purpose" },
    { "supplier", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(supplier), 100,
      .help = "clear.field.supplier" },
    { "invoice", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(invoice), 60,
      .help = "clear.field.invoice" },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, INPUT(amount),
      .help = "clear.field.invoice-amount" },
    { "pay_by", NULL, FIELD_DAY, FIELD_REQUIRED, INPUT(pay_by),
      .help = "clear.field.supplier-pay-by" },
    { "paid_on", NULL, FIELD_DAY, 0, INPUT(paid_on), .help = "clear.field.supplier-paid-on" },
};
static const struct shape use_input_shape =
    SHAPE("clear_use_input", struct use_input, use_input_fields);
struct use_told { int64_t order_id, use_id; struct money used, unpaid, left; };
static const struct field use_told_fields[] = {
    { "order_id", NULL, FIELD_ID, 0, AT(struct use_told, order_id),
      .help = "clear.field.order" },
    { "use_id", NULL, FIELD_ID, 0, AT(struct use_told, use_id), .help = "clear.field.use" },
    { "used", NULL, FIELD_MONEY, 0, AT(struct use_told, used), .help = "clear.field.spent" },
    { "unpaid", NULL, FIELD_MONEY, 0, AT(struct use_told, unpaid),
      .help = "clear.field.unpaid" },
    { "left", NULL, FIELD_MONEY, 0, AT(struct use_told, left),
      .help = "clear.field.left-to-use" },
};
static const struct shape use_told_shape =
    SHAPE("clear_use_told", struct use_told, use_told_fields);
struct use_facts {
    struct clear_order_facts of;
    const struct list *uses;
};
static const struct shape use_facts_shape =
    { .name = "clear_use_facts", .size = sizeof(struct use_facts) };

static bool gather_use(struct gather *gather, const struct request *request, void *facts)
{
    struct use_facts *found = facts;
    if (!clear_gather_order(gather, request, &found->of))
        return false;
    if (found->of.order == NULL)
        return true;
    const struct clear_institution_key key = { found->of.order->bucket,
                                               found->of.order->institution };
    found->uses = gather_want(gather, &clear_uses_of, &key);
    return found->uses != NULL;
}

static const struct clear_use *use_called(const struct list *uses, struct text supplier,
                                          struct text invoice)
{
    const struct clear_use *rows = uses->items;
    for (size_t i = 0; i < uses->count; i++)
        if (text_equal(rows[i].supplier, supplier) && text_equal(rows[i].invoice, invoice))
            return &rows[i];
    return NULL;
}

/* What was spent of an order, what of its invoices waits, and how much of that too long. */
static void sum_uses(const struct list *uses, int64_t order, struct date today,
                     struct clear_order_use *ret_sums)
{
    const struct clear_use *rows = uses->items;
    for (size_t i = 0; i < uses->count; i++) {
        if (rows[i].order_id != order)
            continue;
        bool paid = rows[i].paid_on.yyyymmdd != 0;
        struct money *sum = paid ? &ret_sums->used : &ret_sums->unpaid;
        *sum = money_plus(*sum, rows[i].amount);
        ret_sums->invoices++;
        if (paid || date_compare(rows[i].pay_by, today) >= 0)
            continue;
        ret_sums->overdue = money_plus(ret_sums->overdue, rows[i].amount);
        ret_sums->overdue_invoices++;
    }
}

static const char *may_state(const struct request *request, const struct use_facts *found,
                             const struct clear_use *before, const struct clear_order_use *sums)
{
    const struct use_input *input = request->input;
    const struct clear_order *order = found->of.order;
    if (order == NULL || !party_may_see_institution(request->actor, found->of.about.institution))
        return "clear.refused.no-such-order";
    if (!text_present(order->only_for) || order->amount.fen < 0
        || (!text_is(order->state, "paid") && !text_is(order->state, "offset")))
        return "clear.refused.not-earmarked";
    if (!text_equal(input->purpose, order->only_for))
        return "clear.refused.other-use";
    if (input->amount.fen <= 0)
        return "clear.refused.not-positive";
    if (input->paid_on.yyyymmdd != 0
        && date_compare(input->paid_on, date_of_moment(request->at)) > 0)
        return "clear.refused.day-to-come";
    if (before != NULL && (before->paid_on.yyyymmdd != 0 || before->order_id != order->order_id))
        return "clear.refused.invoice-stated";
    /* One row more than is ever read would stop every list it stands in. */
    if (before == NULL && found->uses->count >= USES_MAX)
        return "clear.refused.too-many-uses";
    return input->paid_on.yyyymmdd != 0 && sums->used.fen + input->amount.fen > order->amount.fen
        ? "clear.refused.more-than-paid" : NULL;
}

static void decide_use(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct use_input *input = request->input;
    const struct use_facts *found = facts;
    struct clear_order_use sums = { .invoices = 0 };
    const struct clear_use *before = NULL;
    if (found->of.order != NULL) {
        before = use_called(found->uses, input->supplier, input->invoice);
        sum_uses(found->uses, input->order_id, date_of_moment(request->at), &sums);
    }
    const char *why = may_state(request, found, before, &sums);
    if (why != NULL) {
        decision_refuse(decision, why, "order_id");
        return;
    }
    const struct clear_order *order = found->of.order;
    struct clear_use row = {
        .bucket = order->bucket, .institution = order->institution,
        .use_id = before != NULL ? before->use_id
                                 : id_mint(request->minter, (int)order->bucket),
        .order_id = order->order_id, .supplier = input->supplier, .invoice = input->invoice,
        .amount = input->amount, .pay_by = input->pay_by, .paid_on = input->paid_on,
        .stated_by = request->actor->account, .stated_at = request->at,
        .version = before != NULL ? before->version : 0,
    };
    if (before != NULL) {
        decision_replace(decision, &clear_use_table, &row);
        sums.unpaid = money_minus(sums.unpaid, before->amount);
    } else {
        decision_insert(decision, &clear_use_table, &row);
    }
    struct money *sum = row.paid_on.yyyymmdd != 0 ? &sums.used : &sums.unpaid;
    *sum = money_plus(*sum, row.amount);
    decision->subject = order->institution;
    *(struct use_told *)decision->outcome = (struct use_told){
        order->order_id, row.use_id, sums.used, sums.unpaid,
        money_minus(order->amount, sums.used),
    };
}

/* There are few of them a day: one after another, so that no invoice is stated for two orders. */
static void keys_of_use(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("clear.uses")) >> 1));
}

const struct action clear_state_use_action = {
    .name = "clear.state-use", .method = "POST", .path = "/api/v1/payment-orders/{order_id}/uses",
    .flags = ACTION_ONCE, .input = &use_input_shape, .facts = &use_facts_shape,
    .outcome = &use_told_shape, .answer = &use_told_shape, .help = "clear.help.state-use",
    .keys = keys_of_use, .gather = gather_use, .decide = decide_use,
};

/* ---- clear.uses: of a place, and who keeps his suppliers waiting ---- */

struct uses_input { int64_t place; bool only_overdue; int64_t before; };
static const struct field uses_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, AT(struct uses_input, place), .help = "clear.field.place" },
    { "only_overdue", NULL, FIELD_FLAG, 0, AT(struct uses_input, only_overdue),
      .help = "clear.field.only-overdue" },
    { "before", NULL, FIELD_ID, 0, AT(struct uses_input, before),
      .help = "clear.field.before" },
};
static const struct shape uses_input_shape =
    SHAPE("clear_uses_input", struct uses_input, uses_input_fields);
#define TOLD(member_) AT(struct clear_order_use, member_)
static const struct field order_use_fields[] = {
    { "order_id", NULL, FIELD_ID, 0, TOLD(order_id), .help = "clear.field.order" },
    { "institution", NULL, FIELD_ID, 0, TOLD(institution), .help = "clear.field.institution" },
    { "institution_name", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(name), 200,
      .help = "clear.field.institution-name" },
    { "only_for", NULL, FIELD_TEXT, 0, TOLD(only_for), 40, .help = "clear.field.only-for" },
    { "amount", NULL, FIELD_MONEY, 0, TOLD(amount), .help = "clear.field.amount" },
    { "used", NULL, FIELD_MONEY, 0, TOLD(used), .help = "clear.field.spent" },
    { "left", NULL, FIELD_MONEY, 0, TOLD(left), .help = "clear.field.left-to-use" },
    { "unpaid", NULL, FIELD_MONEY, 0, TOLD(unpaid), .help = "clear.field.unpaid" },
    { "overdue", NULL, FIELD_MONEY, 0, TOLD(overdue), .help = "clear.field.overdue" },
    { "invoices", NULL, FIELD_COUNT, 0, TOLD(invoices), .help = "clear.field.invoices" },
    { "overdue_invoices", NULL, FIELD_COUNT, 0, TOLD(overdue_invoices),
      .help = "clear.field.overdue-invoices" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(clauses), 200,
      .help = "clear.field.clauses" },
};
static const struct shape order_use_shape =
    SHAPE("clear_order_use", struct clear_order_use, order_use_fields);
struct uses_answer { struct list orders; };
static const struct field uses_fields[] = {
    { "orders", NULL, FIELD_LIST, 0, AT(struct uses_answer, orders), .of = &order_use_shape,
      .help = "clear.field.orders" },
};
static const struct shape uses_shape =
    SHAPE("clear_uses_answer", struct uses_answer, uses_fields);
struct uses_facts {
    struct events events;
    const struct list *orders;
    const struct list **uses;           /* of each order's institution */
    const struct party_institution **named;
};
static const struct shape uses_facts_shape =
    { .name = "clear_uses_facts", .size = sizeof(struct uses_facts) };

static bool gather_uses(struct gather *gather, const struct request *request, void *facts)
{
    const struct uses_input *input = request->input;
    struct uses_facts *found = facts;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    const struct clear_orders_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .before = input->before == 0 ? INT64_MAX : input->before,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->orders = gather_want(gather, &clear_orders_earmarked, &key);
    if (found->orders == NULL)
        return false;
    const struct clear_order *rows = found->orders->items;
    size_t count = found->orders->count;
    found->uses = ARENA_ARRAY(gather->arena, const struct list *, count + 1);
    found->named = ARENA_ARRAY(gather->arena, const struct party_institution *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct clear_institution_key of = { rows[i].bucket, rows[i].institution };
        const struct party_institution_key named = { rows[i].bucket, rows[i].institution };
        const void *row = NULL;
        found->uses[i] = gather_want(gather, &clear_uses_of, &of);
        complete &= gather_one(gather, &party_institution_by_id, &named, &row);
        complete &= found->uses[i] != NULL;
        found->named[i] = row;
    }
    return complete;
}

/* LAW: LY22-L3k LY22-P3f: the clauses that have it watched who pays suppliers later than agreed;
 * absent: none does, and nobody is listed for it. */
static struct text watched_by(const struct request *request, const struct uses_facts *found,
                              int64_t place)
{
    const struct measure_question question = {
        .verb = VERB_WATCH, .place = (int32_t)place, .thing = TEXT("supplier-invoices-unpaid"),
        .day = date_of_moment(request->at), .known = date_of_moment(request->at),
        .events = found->events,
    };
    const struct measure_hit *hits;
    size_t count = measures_on(request->book, &question, request->arena, &hits);
    for (size_t i = 0; i < count; i++)
        if (text_is(hits[i].measure->watch.beyond, "agreed-term"))
            return hits[i].measure->cites;
    return (struct text){ 0 };
}

static void decide_uses(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct uses_input *input = request->input;
    const struct uses_facts *found = facts;
    const struct actor *actor = request->actor;
    const struct clear_order *rows = found->orders->items;
    int32_t within = actor->scope.everything ? 0 : (int32_t)actor->division;
    if (actor->institution != 0 || (within == 0 && !actor->scope.everything)) {
        decision_refuse(decision, "clear.refused.not-your-place", "place");
        return;
    }
    struct clear_order_use *told =
        ARENA_ARRAY(request->arena, struct clear_order_use, found->orders->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->orders->count; i++) {
        struct clear_order_use one = {
            .order_id = rows[i].order_id, .institution = rows[i].institution,
            .name = found->named[i] == NULL ? (struct text){ 0 } : found->named[i]->name,
            .only_for = rows[i].only_for, .amount = rows[i].amount,
        };
        sum_uses(found->uses[i], one.order_id, date_of_moment(request->at), &one);
        one.left = money_minus(one.amount, one.used);
        one.clauses = watched_by(request, found, rows[i].place);
        if (!text_present(one.clauses)) {
            one.overdue = MONEY_NONE;
            one.overdue_invoices = 0;
        }
        if ((within == 0 || staff_division_within(rows[i].place, within))
            && (!input->only_overdue || one.overdue_invoices > 0))
            told[count++] = one;
    }
    ((struct uses_answer *)decision->outcome)->orders = (struct list){ told, count };
}

const struct action clear_uses_action = {
    .name = "clear.uses", .method = "GET", .path = "/api/v1/payment-orders/uses",
    .flags = ACTION_READ, .input = &uses_input_shape, .facts = &uses_facts_shape,
    .next_page = { { "before", "order_id" } },
    .outcome = &uses_shape, .answer = &uses_shape, .help = "clear.help.uses",
    .gather = gather_uses, .decide = decide_uses,
};
