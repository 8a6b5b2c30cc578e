/* visit_departments.h: "visit.departments", a value of the place of treatment. */
#ifndef ROOMS_VISIT_DEPARTMENTS_H
#define ROOMS_VISIT_DEPARTMENTS_H

#include "core/book.h"
#include "core/shape.h"

struct visit_departments {
    struct list fever_clinic;       /* of struct text: what the names of such departments hold */
};
extern const struct rule_kind visit_departments_kind;

#endif
