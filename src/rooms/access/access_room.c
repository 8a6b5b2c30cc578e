/* access_room.c: the row of the room. */

#include "rooms/access/access.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &access_sign_in_action,
    &access_sign_out_action,
    &access_who_am_i_action,
    &access_set_password_action,
    &access_create_account_action,
    &access_begin_totp_action,
    &access_confirm_totp_action,
    &access_reset_totp_action, &access_end_account_action,
    &access_post_action, &access_name_leader_action,
    &access_end_posting_action,
    &access_accounts_action, &access_postings_action,
    &access_audit_action,
};
static const struct table *const tables[] = {
    &access_account_table, &access_session_table, &access_unmasking_table,
    &access_mandate_table, &access_mandate_given_table, &access_posting_table,
};
static const struct query *const queries[] = {
    &access_account_by_login, &access_accounts_of_person, &access_account_by_id,
    &access_session_by_token,
    &access_postings_of, &access_mandates_held, &access_mandates_given, &access_mandate_by_id,
    &access_accounts_of_office, &access_steps_of_account, &access_anchor_after,
    &access_place_of_institution, &access_place_of_unit, &access_places_of_person,
    &access_postings_away, &access_postings_here,
};

static const struct page pages[] = {
    { .path = "/password", .title = "access.page.password", .action = "access.set-password",
      .intro = "access.page.password-intro", .button = "access.page.password",
      .done = "access.page.password-done", .next = "/sign-in", .flags = PAGE_CONFINED },
};

const struct room access_room = {
    .name = "access",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(page, pages),
    .demo = access_demo,
};
