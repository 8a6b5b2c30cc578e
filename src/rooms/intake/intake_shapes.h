/* intake_shapes.h: shapes that more than one file of this room's rows needs. */
#ifndef ROOMS_INTAKE_INTAKE_SHAPES_H
#define ROOMS_INTAKE_INTAKE_SHAPES_H

#include "rooms/intake/intake_inside.h"

extern const struct shape intake_debt_shape, intake_decided_shape;
/* Steps of staff: a case, the version seen, a reason; and more. */
extern const struct shape intake_step_input_shape, intake_step_facts_shape;
extern const struct shape intake_list_input_shape, intake_list_facts_shape, intake_listed_shape,
    intake_document_listed_shape;

#endif
