/* measure_answer_inside.h: what the files of core/measure_answer.h share. */
#ifndef CORE_MEASURE_ANSWER_INSIDE_H
#define CORE_MEASURE_ANSWER_INSIDE_H

#include "core/measure_answer.h"

/* Hits are gathered one by one; there is room for as many as were given. */
struct gathered {
    struct measure_hit *hits;
    size_t count;
};
struct gathered gathered_for(struct arena *arena, size_t room);
void gathered_add(struct gathered *gathered, const struct measure_hit *hit);
struct measure_made gathered_made(const struct gathered *gathered);

/* The same hits, the most specific first: the nearest place, then the scope that asks for most,
 * then the latest notice, then as written. */
struct measure_made most_specific(struct measure_made made, struct arena *arena);
/* Names of both, each once, in order. */
struct name_list names_joined(struct name_list a, struct name_list b, struct arena *arena);
/* What the question knows, as a moment for events and the calendar. */
struct moment measure_known_moment(const struct measure_question *question);

#endif
