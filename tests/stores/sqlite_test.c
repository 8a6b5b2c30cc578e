/* The suite on SQLite, and what only a file does. */

#include "suite.h"

#include "base/arena.h"

#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    struct arena arena;
    arena_init(&arena);
    char folder[] = "/tmp/yibao-sqlite-XXXXXX";
    if (mkdtemp(folder) == NULL)
        return 1;
    struct text address = arena_format(&arena, "sqlite:%s/store.db", folder);
    int failed = store_suite("sqlite", address.data);
    arena_release(&arena);
    return failed;
}
