/* sqlite_log.h: SQLite's log written in few large pieces.
 *
 * SQLite writes each page of a commit to its log in two small, unaligned writes; a batch of the
 * lane is a thousand of them. The file system named here gathers what is written to a log one
 * after the other and hands it on when the log is synced, or when anything else is asked of it.
 * Nothing is published before the sync under synchronous=FULL, so that no other handle, and no
 * restart, can miss what still lay here. Everything but logs goes to the usual file system.
 *
 * While its syncs are put off, a sync only hands on what was gathered, and whoever put them off
 * sees to it that the file reaches the disk. The sync after a new head of the log, which keeps what
 * stood there before from being taken for what comes, is never put off. */
#ifndef STORES_SQLITE_LOG_H
#define STORES_SQLITE_LOG_H

#include <stdbool.h>

struct sqlite3;

/* The name to open a writing handle with; NULL where SQLite has no usual file system. May be called
 * from several threads. */
const char *sqlite_log_file_system(void);

/* From now on, or no longer, are the syncs of this handle's log put off. The log's file, to be
 * synced by who put them off and open as long as the handle is; -1: there is none, and nothing is
 * put off. */
int sqlite_log_put_off(struct sqlite3 *database, bool put_off);

#endif
