/* claim_verify.c: what a claim was told to come to is what its payments sum to: money that waits,
 * is under way, paid or come back, each counted once, replaced ones not at all. */

#include "rooms/claim/claim.h"

static enum store_answer check_claim(struct store *store, const struct claim_row *row,
                                     struct verify_report *report)
{
    const struct claim_key key = { row->bucket, row->claim };
    struct want want = { .query = &claim_payments_of_claim, .key = &key };
    enum store_answer answer = store->port->read(store, &want, report->arena);
    const struct claim_payment_row *rows = want.rows.items;
    struct money sum = MONEY_NONE;
    for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++)
        if (!text_is(rows[i].state, "replaced"))
            sum = money_plus(sum, rows[i].amount);
    report->checked++;
    if (answer == STORE_DONE && sum.fen != row->funds.fen)
        verify_complain_of(report, "verify.claim.paid", row->claim, 0);
    return answer;
}

enum store_answer claim_verify(struct store *store, struct verify_report *report)
{
    struct claim_state_key key = { .state = TEXT("settled"), .place = 0, .place_until = 999999 };
    enum store_answer answer = STORE_DONE;
    size_t got = (size_t)claims_in_state.row_max;
    while (answer == STORE_DONE && got == (size_t)claims_in_state.row_max) {
        arena_clear(report->arena);
        struct want want = { .query = &claims_in_state, .key = &key };
        answer = store->port->read(store, &want, report->arena);
        const struct claim_row *rows = want.rows.items;
        got = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < got && answer == STORE_DONE; i++) {
            key.after = rows[i].claim;
            answer = check_claim(store, &rows[i], report);
        }
    }
    return answer;
}
