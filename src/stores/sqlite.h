/* sqlite.h: the store of a small place and of an edge node: one SQLite file in WAL mode.
 *
 * Address "sqlite:/path/file.db", or "sqlite::memory:" for a store of one handle that is gone when
 * closed. A commit is on the disk when it is answered (synchronous=FULL); what is written ahead is
 * in the log by then, and flush syncs the log. The lane commits many actions at once. The writing
 * handle never checkpoints: `tend` does, called every 50 to 200 ms on a writing handle of its own.
 *
 * One lane has one live owner on a machine: take_lane holds a lock on a byte of <file>.lane, which
 * the system lets go the moment its process ends, however it ends. */
#ifndef STORES_SQLITE_H
#define STORES_SQLITE_H

#include "core/store.h"

extern const struct store_port sqlite_port;

#endif
