#include "lanes/poison.h"

#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define POISON_MAGIC UINT64_C(0x3150594F424149)
#define SUSPECTS_MAX 256

struct poison_file {
    uint64_t magic;
    uint32_t in_hand_count;
    uint32_t suspect_count;
    uint64_t in_hand[LIMIT_BATCH];
    struct { uint64_t digest; uint64_t stops; } suspects[SUSPECTS_MAX];
};

struct poison {
    struct poison_file *file;
};

static uint64_t poison_short(struct text digest)
{
    uint64_t value = 0;
    memcpy(&value, digest.data, digest.length < sizeof value ? digest.length : sizeof value);
    return value;
}

static int suspect_at(const struct poison_file *file, uint64_t digest)
{
    for (uint32_t i = 0; i < file->suspect_count; i++)
        if (file->suspects[i].digest == digest)
            return (int)i;
    return -1;
}

/* What was in hand at the last stop has one stop more against it. */
static void poison_accuse(struct poison_file *file)
{
    for (uint32_t i = 0; i < file->in_hand_count && i < LIMIT_BATCH; i++) {
        int at = suspect_at(file, file->in_hand[i]);
        if (at < 0 && file->suspect_count < SUSPECTS_MAX) {
            at = (int)file->suspect_count++;
            file->suspects[at].digest = file->in_hand[i];
            file->suspects[at].stops = 0;
        }
        if (at >= 0)
            file->suspects[at].stops++;
    }
    file->in_hand_count = 0;
}

struct poison *poison_open(const char *path, const char **ret_fault)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0 || ftruncate(descriptor, sizeof(struct poison_file)) != 0) {
        *ret_fault = strerror(errno);
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    struct poison_file *file = mmap(NULL, sizeof *file, PROT_READ | PROT_WRITE, MAP_SHARED,
                                    descriptor, 0);
    close(descriptor);
    if (file == MAP_FAILED) {
        *ret_fault = strerror(errno);
        return NULL;
    }
    if (file->magic != POISON_MAGIC || file->in_hand_count > LIMIT_BATCH
        || file->suspect_count > SUSPECTS_MAX) {
        memset(file, 0, sizeof *file);
        file->magic = POISON_MAGIC;
    }
    poison_accuse(file);
    struct poison *poison = malloc(sizeof *poison);
    CHECK(poison != NULL);
    poison->file = file;
    return poison;
}

void poison_close(struct poison *poison)
{
    if (poison == NULL)
        return;
    munmap(poison->file, sizeof *poison->file);
    free(poison);
}

int poison_stops(const struct poison *poison, struct text digest)
{
    if (poison->file->suspect_count == 0)
        return 0;
    int at = suspect_at(poison->file, poison_short(digest));
    if (at < 0)
        return 0;
    return poison->file->suspects[at].stops > 2 ? 2 : (int)poison->file->suspects[at].stops;
}

void poison_take(struct poison *poison, struct text digest)
{
    CHECK(poison->file->in_hand_count < LIMIT_BATCH);
    poison->file->in_hand[poison->file->in_hand_count] = poison_short(digest);
    /* The count goes up last: a crash in between finds a whole entry or none. */
    __atomic_store_n(&poison->file->in_hand_count, poison->file->in_hand_count + 1,
                     __ATOMIC_RELEASE);
}

void poison_let_go(struct poison *poison)
{
    __atomic_store_n(&poison->file->in_hand_count, 0, __ATOMIC_RELEASE);
}

void poison_acquit(struct poison *poison, struct text digest)
{
    struct poison_file *file = poison->file;
    int at = suspect_at(file, poison_short(digest));
    if (at < 0)
        return;
    file->suspects[at] = file->suspects[file->suspect_count - 1];
    file->suspect_count--;
}

int poison_suspects(const struct poison *poison)
{
    return (int)poison->file->suspect_count;
}

void poison_clear(struct poison *poison)
{
    poison->file->suspect_count = 0;
}
