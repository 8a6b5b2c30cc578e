/* own_database.c: see own_database.h. */

#include "own_database.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *server_address;
static char name[64], address[512];
static PGconn *emptier;

static void run_on(PGconn *server, const char *sql)
{
    PGresult *result = PQexec(server, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s: %s", sql, PQerrorMessage(server));
        _exit(1);
    }
    PQclear(result);
}

static void server_run(const char *sql)
{
    PGconn *server = PQconnectdb(server_address);
    run_on(server, sql);
    PQfinish(server);
}

static void database_drop(void)
{
    char sql[128];
    PQfinish(emptier);
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
    server_run(sql);
}

const char *own_database(void)
{
    server_address = getenv("YIBAO_TEST_POSTGRES");
    if (server_address == NULL)
        return NULL;
    if (address[0] != '\0')
        return address;
    const char *path = strrchr(server_address, '/');
    const char *rest = path == NULL ? NULL : strchr(path, '?');
    if (path == NULL || path[-1] == '/') {
        fprintf(stderr, "YIBAO_TEST_POSTGRES: postgres://user@host:port/name\n");
        _exit(1);
    }
    snprintf(name, sizeof name, "test_%ld", (long)getpid());
    snprintf(address, sizeof address, "%.*s/%s%s", (int)(path - server_address), server_address,
             name, rest == NULL ? "" : rest);
    char sql[128];
    snprintf(sql, sizeof sql, "CREATE DATABASE %s", name);
    server_run(sql);
    atexit(database_drop);
    return address;
}

/* Most tables hold nothing or a few rows: to delete those costs less than new files for each. */
void own_database_empty(void)
{
    if (emptier == NULL)
        emptier = PQconnectdb(address);
    run_on(emptier, "DO $$ DECLARE one regclass; BEGIN"
                    " FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r'"
                    " AND relnamespace = 'public'::regnamespace AND relname <> 'schema_file'"
                    " LOOP EXECUTE 'DELETE FROM ' || one; END LOOP; END $$");
}
