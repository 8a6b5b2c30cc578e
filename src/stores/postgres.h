/* postgres.h: the store of a city or a province: PostgreSQL 15 or what speaks like it.
 *
 * Address "postgres://user@host:port/name" as libpq reads it. A round of wants is one pipeline: one
 * statement a query, one trip. A batch is one statement a table and kind over arrays, its counts
 * are checked, and COMMIT follows in a trip of its own; synchronous_commit is on, but for what is
 * written ahead: there a commit of the flusher's own connection waits for the disk in its place.
 *
 * A connection that is lost is made again at the next use. Before COMMIT was sent the answer is
 * STORE_FAULT, after it STORE_UNKNOWN. A lane is held by an advisory lock of the connection and by
 * its epoch: the lock refuses a second server at once, the epoch stops a former owner. */
#ifndef STORES_POSTGRES_H
#define STORES_POSTGRES_H

#include "core/store.h"

extern const struct store_port postgres_port;

#endif
