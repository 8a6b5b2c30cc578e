/* label.h: what a field is called before people: its own sentence, else the word that all fields of
 * that name share (words/fields.yaml), else its bare name; and what it is answered with. */
#ifndef CORE_LABEL_H
#define CORE_LABEL_H

#include "core/shape.h"
#include "core/words.h"

struct text field_label(const struct field *field, enum language language);
bool field_has_label(const struct field *field);

/* One of the answers that a field is chosen from. */
struct choice { struct text value, label; };
/* The values of its code table, or those that its Chinese help names ("spouse 配偶，parent 父母"),
 * the list in the arena; none: it is typed. In English a named value is called by itself. */
struct list field_choices(const struct field *field, enum language language, struct arena *arena);
/* What such a value is called; the value itself, when it is none of them. */
struct text choice_label(const struct field *field, struct text value, enum language language,
                         struct arena *arena);
/* What the field is called, without the values that its help names. */
struct text choice_title(const struct field *field, enum language language);

#endif
