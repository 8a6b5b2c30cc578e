/* settle_facts.h: settlements and counters as rows, for this room and rooms below. */
#ifndef ROOMS_SETTLE_SETTLE_FACTS_H
#define ROOMS_SETTLE_SETTLE_FACTS_H

#include "core/action.h"
#include "rooms/settle/settle.h"

struct settlement_row {
    int64_t bucket, person, settlement;
    int64_t visit;
    struct text bill;
    int64_t institution;
    struct text insurance;      /* insutype */
    int64_t place;              /* of enrolment */
    struct text med_type;
    struct text certificate_kind;
    struct date day;            /* that picked the rules */
    int64_t year;               /* benefit year of the counters */
    struct moment at;
    int64_t lines_from, lines_until;    /* positions of the bill it took */
    struct money total, full_own, over_limit, pay_first, in_scope;
    struct money deductible;
    struct share share;
    struct money pooled_fund, large_amount, supplementary, critical_illness, civil_servant,
        medical_assistance, maternity, finance;
    struct money account, family_account, cash;
    struct text asker_key;      /* msgid: medins_setl_id */
    struct text invoice;
    struct text took, before;   /* packed struct settle_counters */
    struct text state;          /* "final", "reversed", "superseded", "reversal", "provisional" */
    struct text decided_by;     /* "centre", "edge" */
    int64_t book;
    int64_t superseded_by, reverses;
    /* Pooling area of the place of treatment where it advanced for another; 0: nobody did. */
    int64_t advanced_by;
    int64_t version;
};
extern const struct shape settlement_row_shape;
extern const struct table settlement_table;

struct settle_counters_row {
    int64_t bucket, person, year;
    struct text insurance;
    struct settle_counters used;
    struct date last_day;       /* latest day of care counted: an earlier one settled now is late */
    int64_t version;
};
extern const struct shape settle_counters_row_shape;
extern const struct table settle_counters_table;

/* An invoice of a pharmacy and the purchase it pays for. */
struct settle_invoice_row {
    int64_t bucket;             /* of the name's hash */
    int64_t institution;
    struct text invoice;
    int64_t person;
    int64_t settlement;         /* 0: undone, the number is free again */
    int64_t version;
};
extern const struct shape settle_invoice_shape;
extern const struct table settle_invoice_table;
struct settle_invoice_key { int64_t bucket, institution; struct text invoice; };
extern const struct query settle_invoice_by_key;
struct settle_invoice_key settle_invoice_key_of(int64_t institution, struct text invoice,
                                                struct arena *arena);

struct settle_of_person_key { int64_t bucket, person; };
struct settlement_key { int64_t bucket, person, settlement; };
extern const struct query settlement_by_id;
extern const struct query settlements_of_person;    /* oldest first */
extern const struct query settle_counters_of;       /* all years and insurances of a person */
/* All of one visit, oldest first: what stands, stood and was taken back. */
struct settlements_of_visit_key { int64_t bucket, person, visit; };
extern const struct query settlements_of_visit;
/* Of one kind of care at one institution: earlier parts of a course (放化疗). */
struct settlements_of_course_key { int64_t bucket, person, institution; struct text med_type; };
extern const struct query settlements_of_course;

/* For verify: a bucket's settlements in the order of people, from after a place on. */
struct settlements_after_key { int64_t bucket, person, settlement; };
extern const struct query settlements_after;

/* Amount of a payer in a row. */
struct money *settlement_row_payer(struct settlement_row *row, enum settle_payer payer);
struct money settlement_row_funds(const struct settlement_row *row);

#endif
