/* replay.c: feeds a fuzz target without a fuzzer: its seeds, then inputs made from them.
 *
 * The made ones come from a fixed sequence, so a failure repeats. */

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX ((size_t)256 * 1024)
#define MADE_FROM_EACH 200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t sequence = 88172645463325252u;

static uint64_t next_number(void)
{
    sequence ^= sequence << 13;
    sequence ^= sequence >> 7;
    sequence ^= sequence << 17;
    return sequence;
}

/* The copy has exactly the input's size, so that the sanitizer sees one byte read too far. */
static void feed(const uint8_t *data, size_t size)
{
    uint8_t *exact = calloc(1, size == 0 ? 1 : size);
    if (exact == NULL)
        abort();
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void feed_variants(uint8_t *data, size_t size)
{
    feed(data, size);
    for (int i = 0; i < MADE_FROM_EACH && size > 0; i++) {
        size_t at = (size_t)(next_number() % size);
        uint8_t kept = data[at];
        data[at] = (uint8_t)next_number();
        feed(data, next_number() % 4 == 0 ? at : size);
        if (next_number() % 2 == 0)
            data[at] = kept;
    }
}

static int feed_file(const char *folder, const char *name, uint8_t *buffer)
{
    char path[4096];
    int length = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof(path))
        return 1;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t size = fread(buffer, 1, INPUT_MAX, file);
    fclose(file);
    feed_variants(buffer, size);
    return 0;
}

static int feed_folder(const char *folder, uint8_t *buffer)
{
    DIR *listing = opendir(folder);
    if (listing == NULL) {
        perror(folder);
        return 1;
    }
    int failed = 0;
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        if (entry->d_name[0] != '.')
            failed |= feed_file(folder, entry->d_name, buffer);
    }
    closedir(listing);
    return failed;
}

int main(int count, char **folders)
{
    uint8_t *buffer = calloc(1, INPUT_MAX);
    if (buffer == NULL)
        return 1;
    feed(buffer, 0);
    for (size_t size = 1; size <= 256; size++) {
        for (size_t i = 0; i < size; i++)
            buffer[i] = (uint8_t)next_number();
        feed(buffer, size);
    }
    int failed = 0;
    for (int i = 1; i < count; i++)
        failed |= feed_folder(folders[i], buffer);
    free(buffer);
    return failed;
}
