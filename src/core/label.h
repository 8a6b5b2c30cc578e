/* label.h: what a field is called before people: its own sentence, else the word that all fields of
 * that name share (words/fields.yaml), else its bare name. */
#ifndef CORE_LABEL_H
#define CORE_LABEL_H

#include "core/shape.h"
#include "core/words.h"

struct text field_label(const struct field *field, enum language language);
bool field_has_label(const struct field *field);

#endif
