/* claim_room.c: the row of the room. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &claim_add_action, &claim_drop_action, &claim_review_action, &claim_settle_action,
    &claim_allowance_action, &claim_pay_action, &claim_payment_file_action,
    &claim_bank_return_action, &claim_pay_again_action, &claim_uncollected_action,
    &claim_of_person_action, &claim_show_action, &claim_list_action, &claim_payments_action,
    &claim_follow_action, &claim_pay_account_action, &claim_give_back_action,
    &claim_of_unit_action, &claim_undo_back_action, &claim_refunds_unpaid_action,
    &claim_owe_refund_action,
};
static const struct table *const tables[] = {
    &claim_table, &claim_payment_table, &claim_batch_table,
};
static const struct query *const queries[] = {
    &claim_by_id, &claim_of_cause, &claim_draft_of_person, &claims_of_person, &claims_in_state,
    &claim_payment_by_id, &claim_payments_of_claim, &claim_payments_of_person,
    &claim_payments_in_state, &claim_payments_listed, &claim_payments_of_batch,
    &claim_payments_of_unit, &claim_batch_by_id, &claim_refunds_unpaid,
};
static const struct rule_kind *const rule_kinds[] = {
    &claim_terms_kind, &claim_maternity_kind, &claim_apart_kind,
};

static const struct page_fixed list_fixed[] = { { "after", NULL } };
static const struct page_link claim_rows[] = { { "rows", "/claim" } };
static const struct page_link payment_rows[] = { { "rows", "/claim-answer" } };
#define ROWS(list_) .rows = (list_), .row_count = COUNT_OF(list_)
#define FIXED(list_) .fixed = (list_), .fixed_count = COUNT_OF(list_)
static const struct page pages[] = {
    { .path = "/claim-receipt", .title = "claim.page.add", .action = "claim.add",
      .division = "division", .next = "/claims-of", .flags = PAGE_AT_DESK },
    { .path = "/claims-of", .title = "claim.page.of", .action = "claim.of-person",
      .intro = "claim.page.of-intro", .own = "person", .tell = claim_tell_of_person,
      .flags = PAGE_ON_HOME | PAGE_AT_DESK | PAGE_AT_ONCE | PAGE_FORM_BELOW },
    { .path = "/claim", .title = "claim.page.show", .action = "claim.show", .own = "person",
      .tell = claim_tell_one, .flags = PAGE_FORM_BELOW },
    { .path = "/claim-review", .title = "claim.page.review", .action = "claim.review",
      .next = "/claim", .flags = PAGE_AT_DESK },
    { .path = "/claim-allowance", .title = "claim.page.allowance", .action = "claim.allowance",
      .next = "/claim", .flags = PAGE_AT_DESK },
    { .path = "/claim-list", .title = "claim.page.list", .action = "claim.list",
      ROWS(claim_rows), FIXED(list_fixed), .flags = PAGE_AT_DESK },
    { .path = "/claim-payments", .title = "claim.page.payments", .action = "claim.payments",
      ROWS(payment_rows), FIXED(list_fixed), .flags = PAGE_AT_DESK },
    { .path = "/claim-answer", .title = "claim.page.answer", .action = "claim.bank-return",
      .next = "/claim-payments" },
};

static const struct reaction reactions[] = {
    { .to = "settle.again", .with = "claim.follow", .ask = claim_ask_follow },
};

const struct room claim_room = {
    .name = "claim",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(rule_kind, rule_kinds),
    ROOM_LIST(reaction, reactions),
    ROOM_LIST(page, pages),
    .verify = claim_verify,
};
