/* clause_institutions.h: hospitals that are paid ahead, and the people who work an order out,
 * approve it and pay it. The names are short, for scenarios are read as sentences. */
#ifndef TESTS_CLAUSES_CLAUSE_INSTITUTIONS_H
#define TESTS_CLAUSES_CLAUSE_INSTITUTIONS_H

#include "clause_world.h"
#include "rooms/clear/clear.h"

enum { WORKER = 31, HEAD = 32, CASHIER = 33 };

void ask_as(struct clause_world *world, enum role role, int64_t account, int32_t place);

struct hospital_kind { int32_t place; bool designated; const char *paid_by; };

/* A hospital of a place; what a month is worth to it: a million yuan, when it is said how. */
int64_t hospital(struct clause_world *world, struct hospital_kind kind);

/* `approved`: of an order that is worth what was approved. */
struct clear_ordered propose(struct clause_world *world, int64_t institution, const char *kind,
                             const char *month, int64_t approved);
void approve(struct clause_world *world, int64_t order, int64_t account);
void pay_order(struct clause_world *world, int64_t order);
void approve_and_pay(struct clause_world *world, int64_t order);

/* Credits less debits of an account. */
int64_t balance(struct clause_world *world, int64_t kind, int64_t owner);

#endif
