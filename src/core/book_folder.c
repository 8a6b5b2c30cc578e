/* book_folder.c: rule files of a folder as publications; see book.h. */

#include "core/book.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* All of China's counties with a dozen files each are fewer. */
#define FILES_MAX 100000
#define PATH_MAX_BYTES 1024

struct found {
    struct text path;           /* below the folder: "values/110000/x.yaml" */
    bool folder;
    struct found *next;
};

struct walk {
    struct text folder;
    struct arena *arena;
    struct rule_faults *faults;
    struct found *first, **last;
    size_t count;
};

static void complain(const struct walk *walk, struct text path, const char *why)
{
    rule_fault_add(walk->faults, path, 0, TEXT(""), why, text_of(strerror(errno)), TEXT(""));
}

static struct text full_path(const struct walk *walk, struct text path)
{
    if (path.length == 0)
        return arena_text(walk->arena, walk->folder);
    return arena_format(walk->arena, "%.*s/%.*s", TEXT_ARGS(walk->folder), TEXT_ARGS(path));
}

static void found_add(struct walk *walk, struct text path, const char *name)
{
    if (name[0] == '.' || name[strlen(name) - 1] == '~' || walk->count >= FILES_MAX)
        return;
    struct found *found = ARENA_NEW(walk->arena, struct found);
    found->path = path.length == 0 ? arena_format(walk->arena, "%s", name)
        : arena_format(walk->arena, "%.*s/%s", TEXT_ARGS(path), name);
    struct stat status;
    struct text full = full_path(walk, found->path);
    if (full.length > PATH_MAX_BYTES || stat(full.data, &status) != 0) {
        complain(walk, full, "rules.fault.unreadable");
        return;
    }
    found->folder = S_ISDIR(status.st_mode);
    if (!found->folder && !S_ISREG(status.st_mode))
        return;
    *walk->last = found;
    walk->last = &found->next;
    walk->count++;
}

static void folder_read(struct walk *walk, struct text path)
{
    struct text full = full_path(walk, path);
    DIR *folder = opendir(full.data);
    if (folder == NULL) {
        complain(walk, full, "rules.fault.unreadable");
        return;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        found_add(walk, path, entry->d_name);
    closedir(folder);
}

static bool file_read(const struct walk *walk, struct text path, struct text *ret_text)
{
    struct text full = full_path(walk, path);
    FILE *file = fopen(full.data, "rb");
    if (file == NULL) {
        complain(walk, full, "rules.fault.unreadable");
        return false;
    }
    char *data = arena_take(walk->arena, LIMIT_RULE_FILE_BYTES / 64);
    size_t capacity = LIMIT_RULE_FILE_BYTES / 64, length = 0;
    for (size_t got = 1; got > 0; length += got) {
        if (length == capacity) {
            char *wider = arena_take(walk->arena, capacity * 2);
            memcpy(wider, data, length);
            data = wider;
            capacity *= 2;
        }
        got = length > LIMIT_RULE_FILE_BYTES ? 0 : fread(data + length, 1, capacity - length, file);
    }
    bool good = !ferror(file) && length <= LIMIT_RULE_FILE_BYTES;
    if (!good)
        complain(walk, full, length > LIMIT_RULE_FILE_BYTES ? "rules.fault.too-long"
                                                            : "rules.fault.unreadable");
    fclose(file);
    *ret_text = (struct text){ data, length };
    return good;
}

void publication_digest(struct publication *publication)
{
    publication->digest = digest_sm3(publication->text);
}

static int publication_compare(const void *left, const void *right)
{
    const struct publication *a = left, *b = right;
    return text_compare(a->file, b->file);
}

/* Which tables of a folder a book needs: code tables and the like are not rules, but cheap. */
bool publications_read(const char *folder, struct moment known, int64_t sequence,
                       struct arena *arena, struct rule_faults *faults,
                       struct publication **ret_publications, size_t *ret_count)
{
    int32_t before = faults->count;
    struct walk walk = { .folder = text_of(folder), .arena = arena, .faults = faults };
    walk.last = &walk.first;
    folder_read(&walk, TEXT(""));
    size_t files = 0;
    /* Folders found on the way are appended to the same list, so this visits them all. */
    for (const struct found *found = walk.first; found != NULL; found = found->next)
        if (found->folder)
            folder_read(&walk, found->path);
        else
            files++;

    struct publication *publications = ARENA_ARRAY(arena, struct publication, files + 1);
    size_t count = 0;
    for (const struct found *found = walk.first; found != NULL; found = found->next) {
        struct publication *publication = &publications[count];
        if (found->folder || !file_read(&walk, found->path, &publication->text))
            continue;
        publication->file = arena_format(arena, "rules/%.*s", TEXT_ARGS(found->path));
        publication->known = known;
        count++;
    }
    qsort(publications, count, sizeof *publications, publication_compare);
    for (size_t i = 0; i < count; i++) {
        publications[i].sequence = sequence + (int64_t)i;
        publication_digest(&publications[i]);
    }
    if (faults->count != before)
        return false;
    *ret_publications = publications;
    *ret_count = count;
    return true;
}

const struct book *book_of_folder(const char *folder, const struct rule_kind *const *kinds,
                                  size_t kind_count, struct rule_faults *faults)
{
    struct arena arena;
    arena_init(&arena);
    struct publication *publications;
    size_t count;
    const struct book *book = NULL;
    if (publications_read(folder, (struct moment){ 0 }, 1, &arena, faults, &publications, &count))
        book = book_build(publications, count, kinds, kind_count, faults);
    arena_release(&arena);
    return book;
}
