/* own_database.h: a PostgreSQL database for one test program alone, on the server that
 * YIBAO_TEST_POSTGRES names, so that no test finds what another left and all may run at once. */
#ifndef TESTS_TOOLS_OWN_DATABASE_H
#define TESTS_TOOLS_OWN_DATABASE_H

/* Makes it; its address, or NULL when no server is named. A server that does not answer ends the
 * program. It is dropped when the program ends. */
const char *own_database(void);
/* Takes all rows out of it; the schema stays, and what it says of its files. */
void own_database_empty(void);

#endif
