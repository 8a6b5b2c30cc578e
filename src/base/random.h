/* random.h: true randomness for keys and tokens, and a seeded generator for demo data and property
 * tests, whose numbers never change over releases. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/text.h"

/* From the kernel; never fails. */
void random_fill(void *bytes, size_t size);
uint64_t random_number(void);

/* xoshiro256** seeded by splitmix64. Not for secrets. Not safe for two threads at once. */
struct random { uint64_t state[4]; };

void random_init(struct random *random, uint64_t seed);
uint64_t random_next(struct random *random);
/* 0 … bound-1, each as likely; bound > 0. */
uint64_t random_below(struct random *random, uint64_t bound);
/* from … to, both included. */
int64_t random_between(struct random *random, int64_t from, int64_t to);
/* True `parts` times in a million. */
bool random_chance(struct random *random, uint64_t parts);
/* A generator of its own for one thing of many, so that thing 7 stays the same whatever is drawn
 * for thing 6. */
struct random random_for(uint64_t seed, uint64_t thing);

#endif
