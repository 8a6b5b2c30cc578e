/* canary_fuzz.c: a planted fault that every fuzz run must find, or it is not fuzzing. */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 3 && data[0] == 'y' && data[1] == 'i' && data[2] == 'b' && data[3] == 'a')
        abort();
    return 0;
}
