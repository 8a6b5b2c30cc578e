/* agreement_room.c: the row of the room, and its demo agreements. */

#include "rooms/agreement/agreement_obligation.h"
#include "rooms/agreement/agreement_restore.h"
#include "rooms/agreement/agreement_text.h"

#include "rooms/party/party.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &agreement_list_action,
    &agreement_set_status_action,
    &agreement_conclude_action, &agreement_renew_action, &agreement_apply_action,
    &agreement_restore_action,
    &agreement_check_action,
    &agreement_checks_action,
    &agreement_oblige_action,
    &agreement_obligation_done_action,
    &agreement_obligations_action, &agreement_owed_action,
    &agreement_texts_action, &agreement_text_action, &agreement_waiting_action,
    &agreement_scan_action, &agreement_sign_action, &agreement_take_in_action,
    &agreement_return_action, &agreement_countersign_action, &agreement_supplement_action,
    &agreement_revoke_action, &agreement_seal_action, &agreement_remind_action,
};
static const struct table *const tables[] = {
    &agreement_table, &agreement_check_table, &agreement_obligation_table,
    &agreement_text_table,
};
static const struct query *const queries[] = {
    &agreements_of, &agreement_checks_of, &agreement_obligations_of, &agreements_stopped,
    &agreement_obligations_open, &agreement_obligations_done,
    &agreement_texts_of, &agreement_text_by_id, &agreement_texts_waiting,
    &agreement_texts_unsealed, &agreement_texts_kept,
};
static const struct rule_kind *const rule_kinds[] = { &agreement_terms_rule };

/* All in force; the last pharmacy's was suspended for 2020, so that the refusal can be seen. */
static void agreement_demo(struct demo *demo)
{
    for (int64_t n = 0; n < PARTY_DEMO_INSTITUTIONS; n++) {
        struct party_institution institution = party_demo_institution(demo, n);
        struct agreement row = {
            .bucket = institution.bucket, .institution = institution.institution,
            .agreement = demo_id((int)institution.bucket, DEMO_AGREEMENTS, n),
            .valid_from = DATE(2019, 1, 1), .status = TEXT("in-force"), .version = 1,
        };
        if (n == PARTY_DEMO_INSTITUTIONS - 1) {
            row.status = TEXT("suspended");
            row.status_from = DATE(2020, 1, 1);
            row.status_until = DATE(2020, 12, 31);
        }
        demo_emit(demo, &agreement_table, &row);
        arena_clear(demo->scratch);
    }
}

const struct room agreement_room = {
    .name = "agreement",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(rule_kind, rule_kinds),
    .verify = agreement_verify, .papers = agreement_papers_all,
    .impact = agreement_impact, .demo = agreement_demo,
};
