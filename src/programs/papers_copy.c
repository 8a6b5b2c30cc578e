#include "programs/papers_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool copy_bytes(int from, int to)
{
    char piece[64 * 1024];
    ssize_t got;
    while ((got = read(from, piece, sizeof piece)) > 0)
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, piece + done, (size_t)(got - done));
            if (put < 0)
                return false;
            done += put;
        }
    return got == 0 && fsync(to) == 0;
}

/* Under a name of its own until it is whole. */
static bool copy_file(const char *from, const char *to, struct arena *arena)
{
    if (access(to, F_OK) == 0)
        return true;
    const char *part = arena_format(arena, "%s.part", to).data;
    int source = open(from, O_RDONLY | O_CLOEXEC);
    int target = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = source >= 0 && target >= 0 && copy_bytes(source, target)
        && rename(part, to) == 0;
    if (source >= 0)
        close(source);
    if (target >= 0)
        close(target);
    return good;
}

bool papers_copy(const char *from, const char *to, struct arena *arena, struct text *ret_fault)
{
    if (access(from, F_OK) != 0)
        return true;
    char *const roots[] = { (char *)(uintptr_t)from, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    bool good = walk != NULL;
    const FTSENT *entry;
    while (good && (entry = fts_read(walk)) != NULL) {
        const char *target =
            arena_format(arena, "%s%s", to, entry->fts_path + strlen(from)).data;
        if (entry->fts_info == FTS_D)
            good = mkdir(target, 0700) == 0 || errno == EEXIST;
        else if (entry->fts_info == FTS_F)
            good = copy_file(entry->fts_path, target, arena);
        if (!good)
            *ret_fault = arena_format(arena, "%s: %s", target, strerror(errno));
    }
    if (walk == NULL)
        *ret_fault = arena_format(arena, "%s: %s", from, strerror(errno));
    else
        fts_close(walk);
    return good;
}
