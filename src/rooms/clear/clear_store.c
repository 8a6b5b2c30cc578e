/* clear_store.c: rows and reads of budgets, statements and orders. */

#include "rooms/clear/clear.h"

#define BUDGET(member_) AT(struct clear_budget, member_)
static const struct field budget_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, BUDGET(bucket) },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, BUDGET(institution) },
    { "budget", NULL, FIELD_ID, FIELD_REQUIRED, BUDGET(budget) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, BUDGET(place) },
    { "paid_by", NULL, FIELD_TEXT, FIELD_REQUIRED, BUDGET(paid_by), 20 },
    { "monthly", NULL, FIELD_MONEY, FIELD_REQUIRED, BUDGET(monthly) },
    { "valid_from", NULL, FIELD_DAY, FIELD_REQUIRED, BUDGET(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, BUDGET(valid_until) },
    { "set_by", NULL, FIELD_ID, 0, BUDGET(set_by) },
    { "set_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, BUDGET(set_at) },
    { "reason", NULL, FIELD_TEXT, 0, BUDGET(reason), 400 },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, BUDGET(version) },
};
const struct shape clear_budget_shape = SHAPE("clear_budget", struct clear_budget, budget_fields);
const struct table clear_budget_table = { "clear_budget", &clear_budget_shape, 3, "version" };

#define STATEMENT(member_) AT(struct clear_statement, member_)
static const struct field statement_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(bucket) },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, STATEMENT(institution) },
    { "statement", NULL, FIELD_ID, FIELD_REQUIRED, STATEMENT(statement) },
    { "month", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(month) },
    { "insurance", NULL, FIELD_TEXT, FIELD_REQUIRED, STATEMENT(insurance), 6 },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(place) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, STATEMENT(state), 20 },
    { "settlements", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(settlements) },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(amount) },
    { "changes", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(changes) },
    { "changed", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(changed) },
    { "outside", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(outside) },
    { "budget", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(budget) },
    { "job", NULL, FIELD_ID, 0, STATEMENT(job) },
    { "counted_at", NULL, FIELD_MOMENT, 0, STATEMENT(counted_at) },
    { "paper_amount", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(paper_amount) },
    { "paper_settlements", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(paper_settlements) },
    { "paper_channel", NULL, FIELD_TEXT, 0, STATEMENT(paper_channel), 30 },
    { "paper_reference", NULL, FIELD_TEXT, 0, STATEMENT(paper_reference), 100 },
    { "received_by", NULL, FIELD_ID, 0, STATEMENT(received_by) },
    { "received_at", NULL, FIELD_MOMENT, 0, STATEMENT(received_at) },
    { "owed_under", NULL, FIELD_TEXT, 0, STATEMENT(owed_under), 120 },
    { "owed_clauses", NULL, FIELD_TEXT, 0, STATEMENT(owed_clauses), 200 },
    { "verified", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(verified) },
    { "difference", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(difference) },
    { "paid_ahead", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(paid_ahead) },
    { "carried", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(carried) },
    { "reason", NULL, FIELD_TEXT, 0, STATEMENT(reason), 400 },
    { "cleared_by", NULL, FIELD_ID, 0, STATEMENT(cleared_by) },
    { "cleared_at", NULL, FIELD_MOMENT, 0, STATEMENT(cleared_at) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, STATEMENT(version) },
};
const struct shape clear_statement_shape =
    SHAPE("clear_statement", struct clear_statement, statement_fields);
const struct table clear_statement_table =
    { "clear_statement", &clear_statement_shape, 3, "version" };

#define ORDER(member_) AT(struct clear_order, member_)
static const struct field order_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ORDER(bucket) },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, ORDER(institution) },
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, ORDER(order_id) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, ORDER(place) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ORDER(kind), 30 },
    { "month", NULL, FIELD_COUNT, FIELD_REQUIRED, ORDER(month) },
    { "insurance", NULL, FIELD_TEXT, FIELD_REQUIRED, ORDER(insurance), 6 },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, ORDER(amount) },
    { "ledger", NULL, FIELD_TEXT, FIELD_REQUIRED, ORDER(ledger), 20 },
    { "only_for", NULL, FIELD_TEXT, 0, ORDER(only_for), 40 },
    { "rests_on", NULL, FIELD_TEXT, 0, ORDER(rests_on), 300 },
    { "clauses", NULL, FIELD_TEXT, 0, ORDER(clauses), 200 },
    { "due", NULL, FIELD_DAY, 0, ORDER(due) },
    { "of_order", NULL, FIELD_ID, 0, ORDER(of_order) },
    { "statement", NULL, FIELD_ID, 0, ORDER(statement) },
    { "reason", NULL, FIELD_TEXT, 0, ORDER(reason), 400 },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, ORDER(state), 20 },
    { "proposed_by", NULL, FIELD_ID, 0, ORDER(proposed_by) },
    { "proposed_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, ORDER(proposed_at) },
    { "approved_by", NULL, FIELD_ID, 0, ORDER(approved_by) },
    { "approved_at", NULL, FIELD_MOMENT, 0, ORDER(approved_at) },
    { "paid_by", NULL, FIELD_ID, 0, ORDER(paid_by) },
    { "paid_at", NULL, FIELD_MOMENT, 0, ORDER(paid_at) },
    { "paid_on", NULL, FIELD_DAY, 0, ORDER(paid_on) },
    { "reference", NULL, FIELD_TEXT, 0, ORDER(reference), 100 },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, ORDER(version) },
};
const struct shape clear_order_shape = SHAPE("clear_order", struct clear_order, order_fields);
const struct table clear_order_table = { "clear_order", &clear_order_shape, 3, "version" };

/* ---- of one institution ---- */

static const struct field institution_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct clear_institution_key, bucket) },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED,
      AT(struct clear_institution_key, institution) },
};
static const struct shape institution_shape =
    SHAPE("clear_institution_key", struct clear_institution_key, institution_fields);
const struct query clear_budgets_of = {
    .name = "clear.budgets-of", .from = "clear_budget",
    .where = "bucket = {bucket} AND institution = {institution}", .order = "valid_from",
    .key = &institution_shape, .row = &clear_budget_shape, .row_max = 500,
    .guard = GUARD_DECISION,
};
const struct query clear_statements_of = {
    .name = "clear.statements-of", .from = "clear_statement",
    .where = "bucket = {bucket} AND institution = {institution}", .order = "month, insurance",
    .key = &institution_shape, .row = &clear_statement_shape, .row_max = 5000,
    .guard = GUARD_DECISION,
};
const struct query clear_orders_of = {
    .name = "clear.orders-of", .from = "clear_order",
    .where = "bucket = {bucket} AND institution = {institution}", .order = "order_id",
    .key = &institution_shape, .row = &clear_order_shape, .row_max = 10000,
    .guard = GUARD_DECISION,
};

static const struct field order_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct clear_order_key, bucket) },
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct clear_order_key, order_id) },
};
static const struct shape order_key_shape =
    SHAPE("clear_order_key", struct clear_order_key, order_key_fields);
const struct query clear_order_by_id = {
    .name = "clear.order-by-id", .from = "clear_order",
    .where = "bucket = {bucket} AND order_id = {order_id}", .key = &order_key_shape,
    .row = &clear_order_shape, .row_max = 1, .guard = GUARD_DECISION,
};
static const struct field statement_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct clear_statement_key, bucket) },
    { "statement", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct clear_statement_key, statement) },
};
static const struct shape statement_key_shape =
    SHAPE("clear_statement_key", struct clear_statement_key, statement_key_fields);
const struct query clear_statement_by_id = {
    .name = "clear.statement-by-id", .from = "clear_statement",
    .where = "bucket = {bucket} AND statement = {statement}", .key = &statement_key_shape,
    .row = &clear_statement_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- pages ---- */

#define PAGE(member_) AT(struct clear_orders_key, member_)
static const struct field orders_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(place) },
    { "place_until", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(place_until) },
    { "state", NULL, FIELD_TEXT, 0, PAGE(state), 20 },
    { "before", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(before) },
};
static const struct shape orders_shape =
    SHAPE("clear_orders_key", struct clear_orders_key, orders_fields);
const struct query clear_orders_page = {
    .name = "clear.orders", .from = "clear_order",
    .where = "place BETWEEN {place} AND {place_until} AND ({state} IS NULL OR state = {state}) "
             "AND order_id < {before}",
    .order = "order_id DESC", .key = &orders_shape, .row = &clear_order_shape,
    .row_max = CLEAR_ORDERS_PAGE, .guard = GUARD_PUBLIC,
};
#define OF(member_) AT(struct clear_budgets_key, member_)
static const struct field budgets_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, OF(place) },
    { "place_until", NULL, FIELD_COUNT, FIELD_REQUIRED, OF(place_until) },
    { "day", NULL, FIELD_DAY, FIELD_REQUIRED, OF(day) },
    { "after", NULL, FIELD_COUNT, FIELD_REQUIRED, OF(after) },
};
static const struct shape budgets_shape =
    SHAPE("clear_budgets_key", struct clear_budgets_key, budgets_fields);
const struct query clear_budgets_page = {
    .name = "clear.budgets", .from = "clear_budget",
    .where = "place BETWEEN {place} AND {place_until} AND institution > {after} "
             "AND valid_from <= {day} AND (valid_until IS NULL OR valid_until >= {day})",
    .order = "institution", .key = &budgets_shape, .row = &clear_budget_shape,
    .row_max = CLEAR_BUDGETS_PAGE, .guard = GUARD_PUBLIC,
};

#define STATES(member_) AT(struct clear_statements_key, member_)
static const struct field statements_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, STATES(place) },
    { "place_until", NULL, FIELD_COUNT, FIELD_REQUIRED, STATES(place_until) },
    { "month", NULL, FIELD_COUNT, FIELD_REQUIRED, STATES(month) },
    { "state", NULL, FIELD_TEXT, 0, STATES(state), 20 },
    { "before", NULL, FIELD_COUNT, FIELD_REQUIRED, STATES(before) },
};
static const struct shape statements_shape =
    SHAPE("clear_statements_key", struct clear_statements_key, statements_fields);
const struct query clear_statements_page = {
    .name = "clear.statements", .from = "clear_statement",
    .where = "place BETWEEN {place} AND {place_until} AND ({state} IS NULL OR state = {state}) "
             "AND ({month} = 0 OR month = {month}) AND statement < {before}",
    .order = "statement DESC", .key = &statements_shape, .row = &clear_statement_shape,
    .row_max = CLEAR_STATEMENTS_PAGE, .guard = GUARD_PUBLIC,
};

/* ---- numbers of the bank ---- */

#define NAMED(member_) AT(struct clear_reference, member_)
static const struct field reference_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, NAMED(bucket) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, NAMED(place) },
    { "reference", NULL, FIELD_TEXT, FIELD_REQUIRED, NAMED(reference), 100 },
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, NAMED(institution) },
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, NAMED(order_id) },
};
const struct shape clear_reference_shape =
    SHAPE("clear_reference", struct clear_reference, reference_fields);
const struct table clear_reference_table =
    { "clear_reference", &clear_reference_shape, 3 };
static const struct field reference_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct clear_reference_key, bucket) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct clear_reference_key, place) },
    { "reference", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct clear_reference_key, reference),
      100 },
};
static const struct shape reference_key_shape =
    SHAPE("clear_reference_key", struct clear_reference_key, reference_key_fields);
const struct query clear_reference_by_name = {
    .name = "clear.reference", .from = "clear_reference",
    .where = "bucket = {bucket} AND place = {place} AND reference = {reference}",
    .key = &reference_key_shape, .row = &clear_reference_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
