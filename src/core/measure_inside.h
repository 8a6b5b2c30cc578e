/* measure_inside.h: what the two files that read measures share. */
#ifndef CORE_MEASURE_INSIDE_H
#define CORE_MEASURE_INSIDE_H

#include "base/yaml.h"
#include "core/measure.h"

/* A name or a list of names under a key; true when there is none. */
bool name_list_read(const struct yaml_reading *reading, const struct yaml *mapping, const char *key,
                struct name_list *ret_names);
/* A day, a moment, "open", or an event and a span; true when there is none. */
bool point_read(const struct yaml_reading *reading, const struct yaml *mapping, const char *key,
                struct measure_point *point);
void measure_complain(const struct yaml_reading *reading, const struct yaml *node,
                      const char *key, const char *why, struct text detail0, struct text detail1);
/* The verb's own fields; verbs that are kept as written are always good. */
bool measure_body_read(const struct yaml_reading *reading, const struct yaml *body,
                       struct measure *measure);

#endif
