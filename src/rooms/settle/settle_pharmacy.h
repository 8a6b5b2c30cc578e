/* settle_pharmacy.h: a purchase at a pharmacy: 2101, 2102, 2103.
 *
 * One message says who buys what: visit, lines and settlement are one decision and come into being
 * together or not at all. Undone (2103, 2208 or 2601), all three go. An invoice pays for one
 * purchase: a second one under its number is refused while the first stands. */
#ifndef ROOMS_SETTLE_SETTLE_PHARMACY_H
#define ROOMS_SETTLE_SETTLE_PHARMACY_H

#include "rooms/settle/settle_desk.h"
#include "rooms/visit/visit.h"

struct settle_purchase_input {
    struct settle_ask ask;      /* first: what settling reads */
    struct moment begin_at;     /* bought at; absent: now */
    struct text disease;
    struct list lines;          /* of visit_line_input */
};
struct settle_purchase_facts {
    struct settle_facts desk;
    struct visit_line_facts *lines;
    const struct settle_invoice_row *invoice;   /* NULL: no number, or a new one */
};
bool settle_gather_purchase(struct gather *gather, const struct request *request, void *facts);
void settle_decide_purchase(const struct request *request, const void *facts,
                            struct decision *decision);
extern const struct action settle_purchase_action, settle_price_purchase_action;

#endif
