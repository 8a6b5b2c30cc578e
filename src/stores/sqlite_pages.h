/* sqlite_pages.h: SQLite's page cache without a walk through all of it in every commit.
 *
 * When a balanced tree's pages change numbers, SQLite (3.40, for one) parks one of them for a
 * moment at the number of the page behind the file's first gibibyte. Its cache remembers that
 * number as the largest it ever held, and so looks through every cached page at each commit for
 * pages behind the end of the file: a tenth of the lane's time with 16 000 pages. The cache named
 * here remembers the largest number of a page that stays, and passes the walk on only when there
 * can be such a page. */
#ifndef STORES_SQLITE_PAGES_H
#define STORES_SQLITE_PAGES_H

/* Before any handle is opened; once or often, from any thread. */
void sqlite_pages_use(void);

#endif
