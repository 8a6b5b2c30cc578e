/* registry.h: every store of the house; the scheme of an address picks one. */
#ifndef STORES_REGISTRY_H
#define STORES_REGISTRY_H

#include "core/store.h"

extern const struct store_port *const STORE_PORTS[];
extern const size_t STORE_PORT_COUNT;

/* "sqlite:/path/file.db", "sqlite::memory:" or "postgres://user@host:port/name". On failure NULL
 * and why in `ret_fault`, kept in the arena. */
struct store *store_open_any(const char *address, bool writes, struct arena *arena,
                             struct text *ret_fault);

#endif
