/* claim_inside.h: what the files of this room share. */
#ifndef ROOMS_CLAIM_CLAIM_INSIDE_H
#define ROOMS_CLAIM_CLAIM_INSIDE_H

#include "core/page_parts.h"
#include "rooms/claim/claim.h"

void claim_refuse(struct decision *decision, enum claim_refusal refusal, const char *field);
void claim_refuse_with(struct decision *decision, enum claim_refusal refusal, const char *field,
                       struct text detail0, struct text detail1);
struct text claim_money_text(struct money amount, struct arena *arena);
struct text claim_day_text(struct date day, struct arena *arena);
/* Whether what counts of a receipt by its sums is no more than the receipt; refused otherwise. */
bool claim_counts_within(struct decision *decision, struct money in_scope, struct money total);
/* Of staff whose place it is, the person, its unit; the house. */
bool claim_may(const struct actor *actor, const struct party_person_facts *facts);
/* Contributions that are refunded: a unit's own money, and nobody's costs (claim_refund.c). */
bool claim_is_refund(const struct claim_row *row);
/* Statuses of a person on a day as measures call them; answers how many, at most 3. */
size_t claim_statuses(const struct party_standing *standing, struct text statuses[3]);
/* Whether an outage lets that step of a claim be done now; refused with the moment it is over. */
bool claim_goes_on(const struct request *request, const struct party_standing *standing,
                   struct text ground, struct text channel, const char *step,
                   struct events events, struct decision *decision);

/* What is told of a person's claims, and of one (claim_show.c); claim_page.c says it in words. */
struct payment_shown {
    int64_t claim, payment, person, batch;
    struct text kind;           /* of the claim, in lists of an office */
    int64_t cause;
    struct text payee, bank, state, state_zh, state_en, reason;
    struct money amount;
    struct moment made_at, sent_at;
    struct date bank_day;
    int64_t replaces;
};
struct claims_told {
    struct list claims;         /* of claim_row */
    struct list payments;       /* of payment_shown, newest first */
};
struct claim_told {
    struct claim_row row;
    bool decided;
    struct list bills;          /* of settle_claimed */
    struct list payments;
    struct money more_there;    /* what direct settlement would have paid more (or less) */
    struct money second_from;   /* what the funds pay from which on two people look */
    struct text letter_zh, letter_en;
};
void claim_tell_of_person(struct page_parts *parts, const void *answer);
void claim_tell_one(struct page_parts *parts, const void *answer);

/* What of a claim is read to decide it. */
struct claim_facts {
    struct claim_row *row;              /* NULL: none */
    struct settle_claim_facts care;
    struct events events;
};
extern const struct query claim_refunds_unpaid;
/* By the case when `cause` is set, else by the claim. */
bool claim_gather(struct gather *gather, const struct request *request, int64_t person,
                  int64_t cause, int64_t claim, struct claim_facts *found);
/* Answers to settle.again. */
bool claim_ask_follow(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input);
/* Whether another than who decides now has looked, if the sum asks for two; refused otherwise. */
bool claim_second_looked(struct decision *decision, const struct claim_terms *terms,
                         int64_t reviewed_by, struct money funds);
/* A new payment of the claim, waiting for a file. Answers its number. */
int64_t claim_pay_later(struct decision *decision, const struct claim_row *row,
                        struct money amount, struct text bank, struct text sealed,
                        int64_t replaces);
/* To the person; what happens to the money itself, to whose account it is: to the unit, if it is
 * the unit's. */
void claim_say(struct decision *decision, const struct claim_row *row, const char *kind,
               struct text detail0, struct text detail1);
void claim_say_payee(struct decision *decision, const struct claim_row *row, const char *kind,
                     struct text detail0, struct text detail1);

/* The state of a payment in words. */
struct text claim_payment_word(struct text state, enum language language);

extern const struct shape claim_settled_shape;

#endif
