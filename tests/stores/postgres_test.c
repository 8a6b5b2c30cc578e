/* The suite on PostgreSQL, whose address comes from outside, and what only a server does. */

#include "suite.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const char *address = getenv("YIBAO_TEST_POSTGRES");
    if (address == NULL) {
        fprintf(stderr, "skipped: YIBAO_TEST_POSTGRES is not set (tests/tools/postgres.sh)\n");
        return 77;
    }
    return store_suite("postgres", address);
}
