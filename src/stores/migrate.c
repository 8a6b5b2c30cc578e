/* migrate.c: see migrate.h. */

#include "stores/migrate.h"

#include "base/check.h"
#include "base/digest.h"
#include "core/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIGRATE_FILES_MAX 1000
/* The largest schema of a room is below 40 kB. */
#define MIGRATE_FILE_BYTES ((size_t)1024 * 1024)

/* A file of the folder, or a row of schema_file. */
struct schema_file {
    int64_t number;
    struct text name;           /* "house" of 0000_house.sql */
    struct text sm3;            /* of the text as it lies in the folder, in hexadecimal */
    struct text path, text;     /* files of the folder only */
};

static const struct field SCHEMA_FILE_FIELDS[] = {
    { .name = "number", .kind = FIELD_COUNT, .offset = AT(struct schema_file, number) },
    { .name = "name", .kind = FIELD_TEXT, .offset = AT(struct schema_file, name) },
    { .name = "sm3", .kind = FIELD_TEXT, .offset = AT(struct schema_file, sm3) },
};
static const struct shape SCHEMA_FILE = SHAPE("schema-file", struct schema_file,
                                              SCHEMA_FILE_FIELDS);
static const struct query SCHEMA_FILES = {
    .name = "schema files", .from = "schema_file", .order = "number", .row = &SCHEMA_FILE,
    .row_max = MIGRATE_FILES_MAX, .guard = GUARD_DECISION,
};
static const char SCHEMA_FILE_TABLE[] =
    "CREATE TABLE IF NOT EXISTS schema_file (number {count} NOT NULL, name {text} NOT NULL,"
    " sm3 {text} NOT NULL, applied_at {moment} NOT NULL, PRIMARY KEY (number)) {clustered};";

/* ---- spelling ---- */

static struct text migrate_word(struct text text, size_t at)
{
    struct text word = { text.data + at + 1, 0 };
    while (at + 1 + word.length < text.length && word.data[word.length] >= 'a'
           && word.data[word.length] <= 'z')
        word.length++;
    bool closed = at + 1 + word.length < text.length && word.data[word.length] == '}';
    return closed ? word : (struct text){ 0 };
}

/* Writes into `sql` unless that is NULL; answers the length it has or would have. */
static bool migrate_spell_into(struct store *store, struct text text, char *sql,
                               size_t *ret_length, size_t *ret_line)
{
    size_t length = 0, line = 1;
    bool comment = false;
    for (size_t at = 0; at < text.length; at++) {
        char here = text.data[at];
        struct text piece = { text.data + at, 1 };
        line += here == '\n' ? 1 : 0;
        if (here == '\n')
            comment = false;
        else if (here == '-' && at + 1 < text.length && text.data[at + 1] == '-')
            comment = true;
        if (here == '{' && !comment) {
            struct text word = migrate_word(text, at);
            const char *spelled = word.data == NULL ? NULL : store->port->spell(word);
            *ret_line = line;
            if (spelled == NULL)
                return false;
            piece = text_of(spelled);
            at += word.length + 1;
        }
        if (sql != NULL && piece.length > 0)
            memcpy(sql + length, piece.data, piece.length);
        length += piece.length;
    }
    *ret_length = length;
    return true;
}

bool migrate_spell(struct store *store, struct text text, struct arena *arena,
                   struct text *ret_sql, struct text *ret_fault)
{
    size_t length = 0, line = 0;
    if (!migrate_spell_into(store, text, NULL, &length, &line)) {
        *ret_fault = arena_format(arena, "line %zu: no such word in braces", line);
        return false;
    }
    char *sql = arena_take(arena, length + 1);
    migrate_spell_into(store, text, sql, &length, &line);
    *ret_sql = (struct text){ sql, length };
    return true;
}

/* ---- the folder ---- */

/* "0010_staff.sql": four digits, a name of small letters, digits and underscores. */
static bool migrate_file_name(struct text file, struct schema_file *ret_file)
{
    if (file.length < sizeof "0000_x.sql" - 1 || file.data[4] != '_' || !text_ends(file,
                                                                                   TEXT(".sql")))
        return false;
    if (!text_to_int64(text_slice(file, 0, 4), &ret_file->number) || ret_file->number < 0)
        return false;
    ret_file->name = text_slice(file, 5, file.length - 4);
    for (size_t at = 0; at < ret_file->name.length; at++) {
        char here = ret_file->name.data[at];
        if (here != '_' && !(here >= 'a' && here <= 'z') && !(here >= '0' && here <= '9'))
            return false;
    }
    return true;
}

static bool migrate_load(struct schema_file *file, struct arena *arena, struct text *ret_fault)
{
    int handle = open(file->path.data, O_RDONLY | O_CLOEXEC);
    struct stat facts = { 0 };
    bool fits = handle >= 0 && fstat(handle, &facts) == 0
        && (size_t)facts.st_size <= MIGRATE_FILE_BYTES;
    char *data = fits ? arena_take(arena, (size_t)facts.st_size + 1) : NULL;
    size_t length = 0;
    while (fits && length < (size_t)facts.st_size) {
        ssize_t got = read(handle, data + length, (size_t)facts.st_size - length);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    if (handle >= 0)
        close(handle);
    if (!fits || length != (size_t)facts.st_size) {
        *ret_fault = arena_format(arena, "%s: cannot be read", file->path.data);
        return false;
    }
    file->text = (struct text){ data, length };
    struct digest digest = digest_sm3(file->text);
    file->sm3 = hex_encode(arena, digest_text(&digest));
    return true;
}

static int schema_file_compare(const void *a, const void *b)
{
    const struct schema_file *left = a, *right = b;
    return left->number < right->number ? -1 : left->number > right->number ? 1 : 0;
}

static bool migrate_add(struct list *files, const char *folder, const char *name,
                        struct arena *arena, struct text *ret_fault)
{
    struct text file_name = arena_text(arena, text_of(name));
    if (!text_ends(file_name, TEXT(".sql")))
        return true;
    struct schema_file file = { .path = arena_format(arena, "%s/%s", folder, name) };
    if (!migrate_file_name(file_name, &file)) {
        *ret_fault = arena_format(arena, "%s: a schema file is called NNNN_name.sql",
                                  file.path.data);
        return false;
    }
    if (files->count == MIGRATE_FILES_MAX) {
        *ret_fault = arena_format(arena, "%s: more than %d files", folder, MIGRATE_FILES_MAX);
        return false;
    }
    if (!migrate_load(&file, arena, ret_fault))
        return false;
    ((struct schema_file *)files->items)[files->count++] = file;
    return true;
}

static bool migrate_folder(const char *folder, struct arena *arena, struct list *ret_files,
                           struct text *ret_fault)
{
    struct list files = { ARENA_ARRAY(arena, struct schema_file, MIGRATE_FILES_MAX), 0 };
    DIR *open_folder = opendir(folder);
    if (open_folder == NULL) {
        *ret_fault = arena_format(arena, "%s: %s", folder, strerror(errno));
        return false;
    }
    bool good = true;
    for (const struct dirent *entry; good && (entry = readdir(open_folder)) != NULL;)
        good = migrate_add(&files, folder, entry->d_name, arena, ret_fault);
    closedir(open_folder);
    if (!good)
        return false;
    struct schema_file *file = files.items;
    qsort(file, files.count, sizeof *file, schema_file_compare);
    for (size_t at = 1; at < files.count; at++)
        if (file[at].number == file[at - 1].number) {
            *ret_fault = arena_format(arena, "%s and %s have one number", file[at - 1].path.data,
                                      file[at].path.data);
            return false;
        }
    *ret_files = files;
    return true;
}

/* ---- the store ---- */

static bool migrate_recorded(struct store *store, struct arena *arena, struct list *ret_rows,
                             struct text *ret_fault)
{
    struct want want = { .query = &SCHEMA_FILES };
    if (store->port->read(store, &want, arena) != STORE_DONE) {
        *ret_fault = arena_text(arena, text_of(store->port->complaint(store)));
        return false;
    }
    *ret_rows = want.rows;
    return true;
}

static struct text name_of(const struct schema_file *file, struct arena *arena)
{
    return arena_format(arena, "%04lld_%.*s.sql", (long long)file->number,
                        TEXT_ARGS(file->name));
}

/* In both languages: who reads it may be the log. */
static struct text said(const char *key, struct text one, struct text two, struct arena *arena)
{
    const struct text details[] = { one, two };
    char bytes[1200];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, key, LANGUAGE_CHINESE, details, COUNT_OF(details));
    builder_add(&builder, TEXT(" / "));
    words_write(&builder, key, LANGUAGE_ENGLISH, details, COUNT_OF(details));
    return arena_text(arena, builder_text(&builder));
}

/* What is recorded must be the first files of the folder, unchanged. */
static bool migrate_compare(const struct list *files, const struct list *rows,
                            struct arena *arena, struct text *ret_fault)
{
    const struct schema_file *file = files->items, *row = rows->items;
    for (size_t at = 0; at < rows->count; at++) {
        if (at == files->count || file[at].number > row[at].number) {
            *ret_fault = said("migrate.newer-store", name_of(&row[at], arena),
                              (struct text){ 0 }, arena);
            return false;
        }
        if (file[at].number < row[at].number) {
            *ret_fault = said("migrate.comes-before", file[at].path, name_of(&row[at], arena),
                              arena);
            return false;
        }
        if (!text_equal(file[at].sm3, row[at].sm3) || !text_equal(file[at].name, row[at].name)) {
            *ret_fault = said("migrate.changed", file[at].path, (struct text){ 0 }, arena);
            return false;
        }
    }
    return true;
}

static bool migrate_run(struct store *store, const struct schema_file *file,
                        struct arena *arena, struct text *ret_fault)
{
    struct text record = arena_format(arena, "\nINSERT INTO schema_file (number, name, sm3,"
                                      " applied_at) VALUES (%lld, '%.*s', '%.*s', {now});",
                                      (long long)file->number, TEXT_ARGS(file->name),
                                      TEXT_ARGS(file->sm3));
    struct text whole = arena_format(arena, "%.*s%.*s", TEXT_ARGS(file->text),
                                     TEXT_ARGS(record));
    struct text sql, why;
    if (!migrate_spell(store, whole, arena, &sql, &why)) {
        *ret_fault = arena_format(arena, "%s: %.*s", file->path.data, TEXT_ARGS(why));
        return false;
    }
    if (store->port->run_schema(store, sql) == STORE_DONE)
        return true;
    *ret_fault = arena_format(arena, "%s: %s", file->path.data, store->port->complaint(store));
    return false;
}

static bool migrate_begin(struct store *store, struct arena *arena, struct text *ret_fault)
{
    struct text sql;
    if (!migrate_spell(store, text_of(SCHEMA_FILE_TABLE), arena, &sql, ret_fault))
        return false;
    if (store->port->run_schema(store, sql) == STORE_DONE)
        return true;
    *ret_fault = arena_text(arena, text_of(store->port->complaint(store)));
    return false;
}

/* Two programs on one store: the second must not change a table under the first. */
static bool migrate_hold(struct store *store, struct arena *arena, struct text *ret_fault)
{
    if (store->port->hold_lane(store, 0) == STORE_DONE)
        return true;
    *ret_fault = arena_text(arena, text_of(store->port->complaint(store)));
    return false;
}

bool migrate_apply(struct store *store, const char *folder, struct arena *arena, int *ret_run,
                   struct text *ret_fault)
{
    struct list files, rows;
    if (!migrate_folder(folder, arena, &files, ret_fault)
        || !migrate_hold(store, arena, ret_fault)
        || !migrate_begin(store, arena, ret_fault)
        || !migrate_recorded(store, arena, &rows, ret_fault)
        || !migrate_compare(&files, &rows, arena, ret_fault))
        return false;
    const struct schema_file *file = files.items;
    for (size_t at = rows.count; at < files.count; at++)
        if (!migrate_run(store, &file[at], arena, ret_fault))
            return false;
    *ret_run = (int)(files.count - rows.count);
    return true;
}

bool migrate_check(struct store *store, const char *folder, struct arena *arena,
                   struct text *ret_fault)
{
    struct list files, rows;
    if (!migrate_folder(folder, arena, &files, ret_fault)
        || !migrate_recorded(store, arena, &rows, ret_fault)
        || !migrate_compare(&files, &rows, arena, ret_fault))
        return false;
    if (rows.count == files.count)
        return true;
    const struct schema_file *file = files.items;
    *ret_fault = arena_format(arena, "%s has not been run on this store",
                              file[rows.count].path.data);
    return false;
}
