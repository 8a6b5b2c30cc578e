/* access_log.h: who was told whose number: one line for every good answer of an action that returns
 * numbers of people, kept apart from the journal and chained by itself.
 *
 *     17 2020-02-10 09:00:00 912345 institution fund.person-at-desk 934120019715949057 nhsa 5f…
 *
 * A line is: number from 1, moment, who asked (account or institution), role, action, whom it is
 * about (0: a list), door, and SM3 over the chain before and all of the line up to here. It names
 * people by id alone. Files are days of business time, <folder>/2020-02-10.log; a clock that went
 * back goes on in the last one.
 *
 * access_log_note never blocks and takes no memory: entries wait in a ring of fixed size and a
 * thread of the log's own writes and syncs them every second. While the disk does not take them
 * the log is not healthy; what the ring cannot hold is counted and told in a line of its own. */
#ifndef PROGRAMS_ACCESS_LOG_H
#define PROGRAMS_ACCESS_LOG_H

#include "base/clock.h"
#include "core/house.h"
#include "core/journal.h"

struct access_log;

/* Finds the end of the chain; a line cut off by a crash is taken away. NULL and why. */
struct access_log *access_log_open(const char *folder, const struct clock *clock,
                                   struct arena *arena, struct text *ret_fault);
/* Writes what waits. NULL is fine. */
void access_log_close(struct access_log *log);

/* From any thread. */
void access_log_note(struct access_log *log, const struct call *call);
/* False while lines cannot be written, or some were lost. */
bool access_log_is_healthy(struct access_log *log);
/* Writes and syncs now: for tests. */
bool access_log_flush(struct access_log *log);

/* The last line on the disk: what the journal's anchors sign. Never waits for the disk. */
void access_log_head(struct access_log *log, struct chain_head *ret_head);

/* All lines of all days, and that each signed head (oldest first) is a line of them: a tail that
 * was cut off is seen. A folder that is not there has no lines. */
void access_log_verify(const char *folder, const struct chain_head *heads, size_t head_count,
                       struct verify_report *report);

#endif
