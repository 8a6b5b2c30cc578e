/* visit_departments.h: "visit.departments", a value of the place of treatment. */
#ifndef ROOMS_VISIT_DEPARTMENTS_H
#define ROOMS_VISIT_DEPARTMENTS_H

#include "core/book.h"
#include "core/shape.h"

struct visit_departments {
    /* Of struct text: what the names of such departments hold. */
    struct list fever_clinic;
    struct list internet;           /* where patients are seen over the internet; empty: none */
};
extern const struct rule_kind visit_departments_kind;

#endif
