#include "base/check.h"

#include <stdio.h>

_Noreturn void check_failed(const char *file, int line, const char *promise)
{
    fprintf(stderr, "yibao: broken promise at %s:%d: %s\n", file, line, promise);
    fflush(stderr);
    abort();
}
