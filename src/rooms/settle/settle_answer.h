/* settle_answer.h: what a settlement answers: the receipt with who the person is, as the national
 * interface (setlinfo, setldetail) and our own API say it. */
#ifndef ROOMS_SETTLE_SETTLE_ANSWER_H
#define ROOMS_SETTLE_SETTLE_ANSWER_H

#include "rooms/settle/settle_desk.h"

struct settle_part {
    struct text fund;               /* fund_pay_type */
    struct money in_scope, limit, amount;
    struct text name;
    struct text process;            /* how it came about, in one sentence */
};

struct settle_answer {
    struct settle_receipt receipt;
    struct text name, certificate, number, sex, ethnicity;
    struct date born;
    /* The national interface's own sums. */
    struct money pooled_fund, supplementary, large_amount, critical_illness, civil_servant,
        medical_assistance, other, disabled;
    struct money funds, person_part, account, hospital_part;
    struct money cash_misspelled;   /* pdn_cash_pay: both specifications spell 2208's so */
    struct text asker_key;          /* medins_setl_id */
    struct text clearing_way;
    struct list parts;              /* of struct settle_part */
};

extern const struct shape settle_receipt_shape;
extern const struct shape settle_answer_shape;
extern const struct shape settle_part_shape;

/* Rows the answer needs beside the outcome: who the person is. */
struct settle_memory {
    const struct party_person *person;
};
bool settle_recall(struct gather *gather, const struct request *request, const void *outcome,
                   void *ret_memory);
void settle_tell(const struct request *request, const void *outcome, const void *memory,
                 void *answer);
/* The same from a receipt and the key the settlement was made with: for queries (5203). */
void settle_answer_of(const struct settle_receipt *receipt, struct text asker_key,
                      const struct party_person *person, struct arena *arena,
                      struct settle_answer *ret_answer);
/* One row a fund that pays, the personal account among them. */
struct list settle_parts_of(const struct settle_receipt *receipt, struct arena *arena);

#endif
