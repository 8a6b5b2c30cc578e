/* sqlite_log.h: SQLite's log written in few large pieces.
 *
 * SQLite writes each page of a commit to its log in two small, unaligned writes; a batch of the
 * lane is a thousand of them. The file system named here gathers what is written to a log one
 * after the other and hands it on when the log is synced, or when anything else is asked of it.
 * Nothing is published before the sync under synchronous=FULL, so that no other handle, and no
 * restart, can miss what still lay here. Everything but logs goes to the usual file system. */
#ifndef STORES_SQLITE_LOG_H
#define STORES_SQLITE_LOG_H

/* The name to open a writing handle with; NULL where SQLite has no usual file system. May be called
 * from several threads. */
const char *sqlite_log_file_system(void);

#endif
