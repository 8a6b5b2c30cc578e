/* visit_supply.h: how many days of medicine one prescription line may carry, and who must say yes.
 *
 * The ordinary limit is a value of the place of treatment ("prescription.days"). A drug's own limit
 * (catalogue, days_max) stands before everything. Measures in force at the place of treatment on
 * the day the visit began (`supply`) lift the ordinary limit for those they name; of several the
 * mildest holds. What they refuse may have been relaxed for the one person (visit_relax.h).
 *
 * Where it is checked: the days when a line is charged (2204), because the line could not be given
 * out either; the missing confirmation when the bill is settled (2206, 2207), because the physician
 * is asked only after the line is there. A line that passed under a measure leaves a row of
 * visit_confirmation (visit_facts.h), whether anybody must confirm it or not, so that these lines
 * can be looked at later and the physician's reason has its place.
 *
 * Lines of a stay are not limited: what is given in hospital is no prescription. Several lines of
 * one drug are not added up: two lots of one order come as two lines with the same days. */
#ifndef ROOMS_VISIT_VISIT_SUPPLY_H
#define ROOMS_VISIT_VISIT_SUPPLY_H

#include "core/event.h"
#include "core/room.h"
#include "core/measure.h"
#include "rooms/visit/visit.h"

/* "prescription.days": ordinary-days, and the diagnoses that count as chronic: [I10-I15, …]. */
struct visit_prescription_days {
    int64_t ordinary_days;
    struct list chronic;        /* of struct text */
};
extern const struct rule_kind visit_prescription_days_kind;

enum visit_supply_answer {
    VISIT_SUPPLY_FINE,          /* within the ordinary limit */
    VISIT_SUPPLY_PASSED,        /* a measure allows it */
    VISIT_SUPPLY_REASON,        /* a measure allows it for a reason given */
    VISIT_SUPPLY_CONFIRMATION,  /* a measure allows it when the physician confirms */
    VISIT_SUPPLY_REFUSED,
};

/* Gravest first. */
enum visit_supply_refusal {
    VISIT_SUPPLY_OWN_LIMIT,     /* the drug's own limit, which no measure lifts */
    VISIT_SUPPLY_ABOVE_MEASURE, /* more than the measure allows */
    VISIT_SUPPLY_NOT_LONG,      /* not a drug for long-term use */
    VISIT_SUPPLY_NOT_CHRONIC,   /* a measure is in force, but no such diagnosis is on record */
    VISIT_SUPPLY_ABOVE_ORDINARY,        /* no measure is in force */
    VISIT_SUPPLY_NO_LINE,       /* to confirm: no such line passed under a measure */
    VISIT_SUPPLY_GIVEN,         /* to confirm: it was, by whom and when */
    VISIT_SUPPLY_NO_PHYSICIAN,  /* to confirm: the measure asks for the physician */
    VISIT_SUPPLY_REFUSALS
};
const char *visit_supply_refusal_key(enum visit_supply_refusal refusal);

/* Gathered only when a line has more than the ordinary days; lists are NULL otherwise. */
struct visit_supply_facts {
    const struct list *diagnoses;       /* of the visit */
    const struct list *filings;         /* of the person */
    const struct list *confirmations;   /* of the visit */
    const struct list *relaxations;     /* of the person: visit_relax.h */
    struct events events;
};

struct visit_supply {
    enum visit_supply_answer answer;
    enum visit_supply_refusal refusal;  /* when refused */
    int64_t limit;              /* in days: the one that was kept or broken; 0: none */
    const struct measure *measure;      /* NULL: the ordinary rule */
};

/* Pure. `item` is the catalogue's row that day, or NULL. No book, or no value: no limit. */
struct visit_supply visit_supply_of(const struct book *book, const struct visit_supply_facts *facts,
                                    const struct visit_row *visit,
                                    const struct catalogue_item *item, struct quantity days,
                                    struct arena *arena);

/* ---- for charging ---- */

bool visit_supply_gather(struct gather *gather, const struct request *request,
                         const struct visit_row *visit, const struct list *lines,
                         struct visit_supply_facts *facts);
/* Whether all lines may be charged; refused else, with serial and limit. Who charges and settles in
 * one step (facts->supply NULL: a pharmacy) has nobody to ask: what would wait is refused. */
bool visit_supply_allowed(const struct request *request, const struct visit_charge_input *input,
                          const struct visit_charge_facts *facts, struct decision *decision);
/* The rows of what passed under a measure, and the alert in the line's memo. */
void visit_supply_record(const struct request *request, const struct visit_charge_input *input,
                         const struct visit_charge_facts *facts, struct visit_line_split *splits,
                         struct decision *decision);
/* Whole days of supply, begun ones counted: 90.5 days are more than 90. */
int64_t visit_supply_days(struct quantity days);

/* Long prescriptions on both sides of a trial (visit_impact.c). */
enum store_answer visit_impact(struct store *store, struct impact *impact);
extern const struct query visit_confirmations_after;

/* ---- confirming ---- */

struct visit_confirm_input {
    int64_t visit, person;
    struct text bill, serial;
    struct text physician, physician_name, reason;
};
struct visit_confirm_facts {
    const struct visit_row *visit;
    const struct list *confirmations;
};
extern const struct action visit_confirm_prescription_action;

#endif
