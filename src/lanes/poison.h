/* poison.h: an input that stops the program is not let in again and again.
 *
 * The marks of the batch in hand stand in a small mapped file while it is decided. When the lane's
 * own thread breaks (a failed CHECK, a wild pointer), a signal handler says so in the file, and the
 * next start accuses what was in hand: those inputs are run alone, and one that was in hand at two
 * such stops is refused from then on, until `yibao poison clear`. A kill, a power cut or a stop of
 * another thread accuses nobody: no input is to blame for the operator's signal. */
#ifndef LANES_POISON_H
#define LANES_POISON_H

#include "base/limits.h"
#include "base/text.h"

struct poison;

/* Opens or makes the file for a lane and accuses what was in hand. NULL when it cannot be mapped
 * (`ret_fault` says why). */
struct poison *poison_open(const char *path, const char **ret_fault);
/* For an operator, beside a serving lane: accuses nobody. */
struct poison *poison_look(const char *path, const char **ret_fault);
void poison_close(struct poison *poison);
/* From the thread whose breaking counts; for one lane of a program. */
void poison_watch(struct poison *poison);

/* What is known of an input: of the action's name and the digest of its input. */
uint64_t poison_mark(const char *action, struct text input_digest);
/* How often this input was in hand when the lane broke: 0, 1, 2 (refused). */
int poison_stops(const struct poison *poison, uint64_t mark);
void poison_take(struct poison *poison, uint64_t mark);     /* into the hand */
void poison_let_go(struct poison *poison);                  /* the whole hand */
/* It ran alone and nothing happened. */
void poison_acquit(struct poison *poison, uint64_t mark);
int poison_suspects(const struct poison *poison);    /* the refused and those run alone */
int poison_refused(const struct poison *poison);
void poison_clear(struct poison *poison);

#endif
