/* resident_room.c: the row of the room. */

#include "rooms/resident/resident.h"
#include "rooms/resident/resident_outside.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &resident_ask_code_action, &resident_give_mandate_action, &resident_end_mandate_action,
    &resident_mandates_action, &resident_begin_outside_action,
    &resident_sign_in_outside_action, &resident_link_outside_action,
    &resident_sit_down_action, &resident_ask_registration_action, &resident_register_action,
};
static const struct table *const tables[] = { &resident_code_table, &outside_attempt_table };
static const struct query *const queries[] = { &resident_code_of, &outside_attempt_of,
                                              &outside_attempt_over };
static const struct rule_kind *const rule_kinds[] = { &resident_terms_rule };

/* Neither stands on the first page: the way to them is below name and password. */
static const struct page pages[] = {
    { .path = "/registration", .title = "resident.page.ask-registration",
      .action = "resident.ask-registration", .button = "resident.page.send-code",
      .intro = "resident.page.ask-registration-intro", .done = "resident.page.code-sent",
      .next = "/registration/account" },
    { .path = "/registration/account", .title = "resident.page.register",
      .action = "resident.register", .button = "resident.page.register",
      .done = "resident.page.registered", .next = "/sign-in" },
};

const struct room resident_room = {
    .name = "resident",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    ROOM_LIST(page, pages),
    .queries = queries, .query_count = COUNT_OF(queries),
    .rule_kinds = rule_kinds, .rule_kind_count = COUNT_OF(rule_kinds),
};
