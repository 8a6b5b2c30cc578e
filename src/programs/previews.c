/* previews.c: see previews.h. */

#include "programs/previews.h"

#include "stores/blobs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_MS (INT64_C(86400) * 1000)

struct text preview_stopped_at(struct moment now, struct arena *arena)
{
    return arena_format(arena, "%lld", (long long)now.ms);
}

bool preview_rests(struct text stopped_at, struct moment now)
{
    int64_t at;
    return text_to_int64(stopped_at, &at) && now.ms >= at && now.ms - at < DAY_MS;
}

static int64_t seen_ms(const struct stat *facts)
{
    return (int64_t)facts->st_mtim.tv_sec * 1000 + facts->st_mtim.tv_nsec / 1000000;
}

void preview_seen(const char *path, struct moment now)
{
    struct stat facts;
    int64_t apart = stat(path, &facts) == 0 ? now.ms - seen_ms(&facts) : 0;
    if (apart > -DAY_MS && apart < DAY_MS)
        return;
    struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = now.ms / 1000 } };
    (void)utimensat(AT_FDCWD, path, times, 0);      /* else it goes a day early and is made anew */
}

/* "abcdef….t0"; false: nothing of ours, or half of it. */
static bool paper_of(const char *file, struct blob_name *ret_name)
{
    size_t length = strlen(file);
    return length == BLOB_NAME_LENGTH + 3 && file[BLOB_NAME_LENGTH] == '.'
        && blob_name_parse((struct text){ file, BLOB_NAME_LENGTH }, ret_name);
}

size_t previews_prune(const char *folder, int which, struct moment unseen_since,
                      bool (*stands)(void *data, const struct blob_name *name), void *data)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%02x", folder, (unsigned)which);
    DIR *listing = length < 0 || (size_t)length >= sizeof path ? NULL : opendir(path);
    if (listing == NULL)    /* no preview so far begins like that */
        return 0;
    size_t gone = 0;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        struct blob_name name;
        struct stat facts;
        if (fstatat(dirfd(listing), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0
            || !S_ISREG(facts.st_mode))
            continue;
        bool old = seen_ms(&facts) < unseen_since.ms;
        bool ours = paper_of(entry->d_name, &name);
        if (!old && (!ours || stands(data, &name)))
            continue;
        gone += unlinkat(dirfd(listing), entry->d_name, 0) == 0;
    }
    closedir(listing);
    return gone;
}
