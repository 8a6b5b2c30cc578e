/* poison.h: an input that stops the program is not let in again and again.
 *
 * The digests of the batch in hand stand in a small mapped file while it is decided. After a crash
 * the next start finds them: those inputs are run alone, and one that was in hand at two crashes
 * is refused from then on, until `yibao poison clear`. */
#ifndef LANES_POISON_H
#define LANES_POISON_H

#include "base/limits.h"
#include "base/text.h"

struct poison;

/* Opens or makes the file. NULL when it cannot be mapped (`ret_fault` says why). */
struct poison *poison_open(const char *path, const char **ret_fault);
void poison_close(struct poison *poison);

/* How often this input was in hand when the program stopped: 0, 1, 2 (refused). */
int poison_stops(const struct poison *poison, struct text digest);
void poison_take(struct poison *poison, struct text digest);    /* into the hand */
void poison_let_go(struct poison *poison);                      /* the whole hand */
/* It ran alone and nothing happened. */
void poison_acquit(struct poison *poison, struct text digest);
int poison_suspects(const struct poison *poison);
void poison_clear(struct poison *poison);

#endif
