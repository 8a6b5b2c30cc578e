/* own_database.c: see own_database.h. */

#include "own_database.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *server_address;
static char name[64], address[512];

static void server_run(const char *sql)
{
    PGconn *server = PQconnectdb(server_address);
    PGresult *result = PQexec(server, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s: %s", sql, PQerrorMessage(server));
        _exit(1);
    }
    PQclear(result);
    PQfinish(server);
}

static void database_drop(void)
{
    char sql[128];
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
