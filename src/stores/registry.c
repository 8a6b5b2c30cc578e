/* registry.c: see registry.h. */

#include "stores/registry.h"

#include "base/check.h"
#include "stores/postgres.h"
#include "stores/sqlite.h"

#include <string.h>

const struct store_port *const STORE_PORTS[] = { &sqlite_port, &postgres_port };
const size_t STORE_PORT_COUNT = COUNT_OF(STORE_PORTS);

struct store *store_open_any(const char *address, bool writes, struct arena *arena,
                             struct text *ret_fault)
{
    for (size_t at = 0; at < STORE_PORT_COUNT; at++) {
        size_t length = strlen(STORE_PORTS[at]->scheme);
        if (strncmp(address, STORE_PORTS[at]->scheme, length) == 0 && address[length] == ':')
            return STORE_PORTS[at]->open(address, writes, arena, ret_fault);
    }
    *ret_fault = TEXT("a store is sqlite:/path/file.db or postgres://user@host:port/name");
    return NULL;
}
