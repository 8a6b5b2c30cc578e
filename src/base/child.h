/* child.h: bytes from outside are parsed in a process that can do nothing else.
 *
 * Letters, spreadsheets and pictures come from anybody, and their formats are large. Whoever reads
 * one starts this program anew with other words: the child holds no memory, key, file or
 * connection of ours, only the bytes as its standard input and a pipe back. It gives up the right
 * to open anything (child_confine) before it looks at the first byte, has so much memory and time
 * and no more, and dies with us. What it says is believed as little as the bytes themselves: a
 * record is a tag and a text of bounded length.
 *
 * A child belongs to one thread. */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- the side that asks ---- */

/* Once, at start: the program children run, when it is not this one ("/proc/self/exe"). */
void child_use_program(const char *path);

/* Bytes for a child, piece by piece; -1: the system has no more room. */
int child_input_begin(void);
bool child_input_add(int input, struct text bytes);

struct child_plan {
    const char *words[4];       /* after the program's name, at most three and a NULL */
    size_t memory_max;
    int seconds_max;            /* of processor, and of silence while somebody waits */
    size_t record_max;          /* a longer record ends it */
};
struct child;
/* Takes `input` over, closes it in any case. NULL: no process could be made. */
struct child *child_start(const struct child_plan *plan, int input);
/* The next record, its bytes in the arena; false: there is none any more, see child_end. */
bool child_next(struct child *child, struct arena *arena, char *ret_tag,
                struct text *ret_bytes);
/* Ends it if it has not ended. True: it said all it had to say and left with 0. */
bool child_end(struct child *child);

/* ---- the child's side ---- */

/* The whole input, as it lies in memory. */
bool child_take_input(struct text *ret_bytes);
/* From here on nothing can be opened, connected to, started or asked of the system but memory and
 * the pipe. False: it could not be given up, so nothing may be read. */
bool child_confine(void);
void child_put(char tag, struct text bytes);
/* Writes what waits and leaves, without anything that runs at an exit. */
_Noreturn void child_leave(int code);

#endif
