/* maildir.c: see maildir.h. */

#include "doors/mail/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(const char *folder, const char *part, struct text name,
                           const char *mark, struct arena *arena)
{
    return arena_format(arena, "%s/%s/%.*s%s", folder, part, TEXT_ARGS(name), mark).data;
}

/* Into its place among the first; the last one falls out when there is no room. */
static size_t put_in_order(struct text names[MAILDIR_A_LOOK], size_t count, struct text name)
{
    size_t at = count;
    while (at > 0 && text_compare(names[at - 1], name) > 0)
        at--;
    if (at == MAILDIR_A_LOOK)
        return count;
    size_t kept = count < MAILDIR_A_LOOK ? count : MAILDIR_A_LOOK - 1;
    memmove(&names[at + 1], &names[at], (kept - at) * sizeof *names);
    names[at] = name;
    return kept + 1;
}

size_t maildir_look(const char *folder, struct text after, struct arena *arena,
                    struct text names[MAILDIR_A_LOOK])
{
    DIR *directory = opendir(arena_format(arena, "%s/new", folder).data);
    size_t count = 0;
    if (directory == NULL)
        return 0;
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        struct text name = text_of(entry->d_name);
        if (entry->d_name[0] == '.' || text_compare(name, after) <= 0
            || (count == MAILDIR_A_LOOK && text_compare(names[count - 1], name) < 0))
            continue;
        count = put_in_order(names, count, arena_text(arena, name));
    }
    closedir(directory);
    return count;
}

enum maildir_answer maildir_read(const char *folder, struct text name, size_t most,
                                 struct arena *arena, struct text *ret_bytes)
{
    struct stat about;
    const char *path = path_of(folder, "new", name, "", arena);
    if (lstat(path, &about) == 0 && !S_ISREG(about.st_mode))
        return MAILDIR_NO_LETTER;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return MAILDIR_FAULT;
    bool good = fstat(file, &about) == 0 && S_ISREG(about.st_mode);
    bool too_long = good && (size_t)about.st_size > most;
    good = good && !too_long;
    size_t size = good ? (size_t)about.st_size : 0, length = 0;
    char *bytes = arena_take(arena, size + 1);
    while (good && length < size) {
        ssize_t got = read(file, bytes + length, size - length);
        good = got > 0;
        length += good ? (size_t)got : 0;
    }
    close(file);
    *ret_bytes = (struct text){ bytes, length };
    return too_long ? MAILDIR_TOO_LONG : good ? MAILDIR_READ : MAILDIR_FAULT;
}

bool maildir_done(const char *folder, struct text name, struct arena *arena)
{
    return rename(path_of(folder, "new", name, "", arena),
                  path_of(folder, "cur", name, ":2,S", arena)) == 0;
}

bool maildir_refuse(const char *folder, struct text name, struct text why, struct arena *arena)
{
    const char *refused = arena_format(arena, "%s/refused", folder).data;
    if (mkdir(refused, 0700) != 0 && errno != EEXIST)
        return false;
    if (rename(path_of(folder, "new", name, "", arena),
               path_of(folder, "refused", name, "", arena)) != 0)
        return false;
    int file = open(path_of(folder, "refused", name, ".why", arena),
                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return false;
    bool good = write(file, why.data, why.length) == (ssize_t)why.length;
    return close(file) == 0 && good;
}
