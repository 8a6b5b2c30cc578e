/* visit_dispensing.h: how often chronic patients come for their medicine. */
#ifndef ROOMS_VISIT_VISIT_DISPENSING_H
#define ROOMS_VISIT_VISIT_DISPENSING_H

#include "core/action.h"

extern const struct action visit_dispensing_action;
extern const struct query visit_dispensing_in;

#endif
