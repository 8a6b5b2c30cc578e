/* maildir.c: see maildir.h. */

#include "doors/mail/maildir.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(const char *folder, const char *part, struct text name,
                           const char *mark, struct arena *arena)
{
    return arena_format(arena, "%s/%s/%.*s%s", folder, part, TEXT_ARGS(name), mark).data;
}

static int by_name(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

size_t maildir_look(const char *folder, struct arena *arena, struct text names[MAILDIR_A_LOOK])
{
    DIR *directory = opendir(arena_format(arena, "%s/new", folder).data);
    size_t count = 0;
    if (directory == NULL)
        return 0;
    for (const struct dirent *entry = readdir(directory); entry != NULL && count < MAILDIR_A_LOOK;
         entry = readdir(directory))
        if (entry->d_name[0] != '.')
            names[count++] = arena_text(arena, text_of(entry->d_name));
    closedir(directory);
    qsort(names, count, sizeof *names, by_name);
    return count;
}

bool maildir_read(const char *folder, struct text name, size_t most, struct arena *arena,
                  struct text *ret_bytes, bool *ret_too_long)
{
    struct stat about;
    *ret_too_long = false;
    int file = open(path_of(folder, "new", name, "", arena), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return false;
    bool good = fstat(file, &about) == 0 && S_ISREG(about.st_mode);
    *ret_too_long = good && (size_t)about.st_size > most;
    good = good && !*ret_too_long;
    size_t size = good ? (size_t)about.st_size : 0, length = 0;
    char *bytes = arena_take(arena, size + 1);
    while (good && length < size) {
        ssize_t got = read(file, bytes + length, size - length);
        good = got > 0;
        length += good ? (size_t)got : 0;
    }
    close(file);
    *ret_bytes = (struct text){ bytes, length };
    return good;
}

bool maildir_done(const char *folder, struct text name, struct arena *arena)
{
    return rename(path_of(folder, "new", name, "", arena),
                  path_of(folder, "cur", name, ":2,S", arena)) == 0;
}
