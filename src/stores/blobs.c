/* blobs.c: see blobs.h. A file is a head of 32 bytes, whole pieces, and a last piece that is
 * shorter than the others (it may be empty), so that an end cut off is noticed. */

#include "stores/blobs.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/random.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES ((size_t)64 * 1024)
#define HEAD_BYTES ((size_t)32)
#define FILE_ID_BYTES 16
#define LABEL_BYTES (FILE_ID_BYTES + 9)
#define OVERHEAD_MAX ((size_t)256)
#define PATH_BYTES 1024
#define LEFTOVER_SECONDS (24 * 3600)

static const char MAGIC[8] = "yibblob1";

struct blob_head {
    char magic[8];
    char id[FILE_ID_BYTES];     /* drawn: ties every piece to its file */
    char sealed;                /* 0 or 1 */
    char rest[7];
};
_Static_assert(sizeof(struct blob_head) == HEAD_BYTES, "the head is bytes and no gaps");

struct blob_folder {
    struct blobs base;          /* first: a handle knows its port */
    char *folder;
    const struct blob_seal *seal;
};

/* What writer and reader share: a file, piece by piece. */
struct blob_stream {
    struct blob_folder *folder;
    const struct blob_seal *seal;   /* NULL: plain */
    int file;
    struct digest_run digest;   /* begun and not ended */
    char id[FILE_ID_BYTES];
    uint64_t piece;             /* number of the next one */
    size_t length, taken;       /* of the piece in hand */
    char plain[PIECE_BYTES];
    char sealed[PIECE_BYTES + OVERHEAD_MAX];
};

struct blob_writer {
    struct blob_stream stream;
    int64_t size, size_max;
    char path[PATH_BYTES];
};

struct blob_reader {
    struct blob_stream stream;
    struct blob_name name;
    int64_t left;               /* plain bytes not read from the file yet */
    bool over;                  /* the last piece was read */
};

static _Thread_local char last_complaint[PATH_BYTES + 256];

static enum blob_answer blob_fault(const char *doing)
{
    snprintf(last_complaint, sizeof last_complaint, "%s: %s", doing, strerror(errno));
    return BLOB_FAULT;
}

static enum blob_answer blob_damaged(const char *why)
{
    snprintf(last_complaint, sizeof last_complaint, "%s", why);
    return BLOB_DAMAGED;
}

/* ---- names and paths ---- */

bool blob_name_parse(struct text text, struct blob_name *ret_name)
{
    if (text.length != BLOB_NAME_LENGTH)
        return false;
    for (size_t at = 0; at < text.length; at++) {
        char here = text.data[at];
        if (!(here >= '0' && here <= '9') && !(here >= 'a' && here <= 'f'))
            return false;
    }
    memcpy(ret_name->digits, text.data, BLOB_NAME_LENGTH);
    ret_name->digits[BLOB_NAME_LENGTH] = '\0';
    return true;
}

static void blob_folder_path(const struct blob_folder *folder, const struct blob_name *name,
                             char *path)
{
    snprintf(path, PATH_BYTES, "%s/%.2s", folder->folder, name->digits);
}

static void blob_path(const struct blob_folder *folder, const struct blob_name *name, char *path)
{
    snprintf(path, PATH_BYTES, "%s/%.2s/%s", folder->folder, name->digits, name->digits);
}

static bool blob_sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    bool done = fsync(folder) == 0;
    close(folder);
    return done;
}

/* ---- pieces ---- */

static bool write_all(int file, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, data, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        data += written;
        length -= (size_t)written;
    }
    return true;
}

/* False on an error and on an end before `length`. */
static bool read_all(int file, char *data, size_t length)
{
    while (length > 0) {
        ssize_t got = read(file, data, length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        data += got;
        length -= (size_t)got;
    }
    return true;
}

/* Which file, which piece, whether it is the last. */
static struct text piece_label(const struct blob_stream *stream, bool last, char *label)
{
    memcpy(label, stream->id, FILE_ID_BYTES);
    for (int at = 0; at < 8; at++)
        label[FILE_ID_BYTES + at] = (char)(stream->piece >> (56 - 8 * at));
    label[FILE_ID_BYTES + 8] = last ? 1 : 0;
    return (struct text){ label, LABEL_BYTES };
}

static enum blob_answer piece_write(struct blob_stream *stream, bool last)
{
    struct text plain = { stream->plain, stream->length };
    const char *bytes = stream->plain;
    size_t length = stream->length;
    if (stream->seal != NULL) {
        char label[LABEL_BYTES];
        errno = EIO;
        if (!stream->seal->seal(stream->seal->keys, piece_label(stream, last, label), plain,
                                stream->sealed))
            return blob_fault("a piece cannot be sealed");
        bytes = stream->sealed;
        length += stream->seal->overhead;
    }
    if (!write_all(stream->file, bytes, length))
        return blob_fault("write");
    stream->piece++;
    stream->length = 0;
    return BLOB_DONE;
}

static enum blob_answer piece_read(struct blob_stream *stream, size_t length, bool last)
{
    size_t overhead = stream->seal == NULL ? 0 : stream->seal->overhead;
    char *bytes = stream->seal == NULL ? stream->plain : stream->sealed;
    errno = 0;
    if (!read_all(stream->file, bytes, length + overhead))
        return errno == 0 ? blob_damaged("a blob ends too soon") : blob_fault("read");
    if (stream->seal != NULL) {
        char label[LABEL_BYTES];
        struct text sealed = { stream->sealed, length + overhead };
        if (!stream->seal->unseal(stream->seal->keys, piece_label(stream, last, label), sealed,
                                  stream->plain))
            return blob_damaged("a piece of a blob is not authentic");
    }
    digest_add(&stream->digest, (struct text){ stream->plain, length });
    stream->piece++;
    stream->length = length;
    stream->taken = 0;
    return BLOB_DONE;
}

static void stream_init(struct blob_stream *stream, struct blob_folder *folder)
{
    stream->folder = folder;
    digest_begin(&stream->digest);
}

static struct blob_name stream_name(struct blob_stream *stream)
{
    struct digest digest = digest_end(&stream->digest);
    struct blob_name name;
    for (size_t at = 0; at < sizeof digest.bytes; at++)
        snprintf(name.digits + at * 2, 3, "%02x", digest.bytes[at]);
    return name;
}

static void stream_release(struct blob_stream *stream)
{
    if (stream->digest.state != NULL)
        digest_end(&stream->digest);
    if (stream->file >= 0)
        close(stream->file);
}

/* ---- writing ---- */

static void blob_abandon(struct blob_writer *writer)
{
    unlink(writer->path);
    stream_release(&writer->stream);
    free(writer);
}

static enum blob_answer blob_begin(struct blobs *blobs, int64_t size_max,
                                   struct blob_writer **ret_writer)
{
    struct blob_folder *folder = (struct blob_folder *)blobs;
    struct blob_writer *writer = calloc(1, sizeof *writer);
    CHECK(writer != NULL);
    stream_init(&writer->stream, folder);
    writer->stream.seal = folder->seal;
    writer->size_max = size_max;
    snprintf(writer->path, sizeof writer->path, "%s/incoming/XXXXXX", folder->folder);
    writer->stream.file = mkostemp(writer->path, O_CLOEXEC);
    struct blob_head head = { .sealed = folder->seal != NULL };
    memcpy(head.magic, MAGIC, sizeof head.magic);
    random_fill(head.id, sizeof head.id);
    memcpy(writer->stream.id, head.id, sizeof head.id);
    if (writer->stream.file < 0
        || !write_all(writer->stream.file, (const char *)&head, sizeof head)) {
        enum blob_answer answer = blob_fault(writer->path);
        blob_abandon(writer);
        return answer;
    }
    *ret_writer = writer;
    return BLOB_DONE;
}

static enum blob_answer blob_append(struct blob_writer *writer, struct text bytes)
{
    struct blob_stream *stream = &writer->stream;
    if ((int64_t)bytes.length > writer->size_max - writer->size) {
        snprintf(last_complaint, sizeof last_complaint, "more than %lld bytes",
                 (long long)writer->size_max);
        return BLOB_TOO_LARGE;
    }
    writer->size += (int64_t)bytes.length;
    digest_add(&stream->digest, bytes);
    while (bytes.length > 0) {
        size_t room = PIECE_BYTES - stream->length;
        size_t length = bytes.length < room ? bytes.length : room;
        memcpy(stream->plain + stream->length, bytes.data, length);
        stream->length += length;
        bytes = text_slice(bytes, length, bytes.length);
        if (stream->length == PIECE_BYTES) {
            enum blob_answer answer = piece_write(stream, false);
            if (answer != BLOB_DONE)
                return answer;
        }
    }
    return BLOB_DONE;
}

/* Gives the file its name, and its folder to the disk. */
static enum blob_answer blob_publish(struct blob_writer *writer, const struct blob_name *name)
{
    struct blob_folder *folder = writer->stream.folder;
    char place[PATH_BYTES], path[PATH_BYTES];
    blob_folder_path(folder, name, place);
    blob_path(folder, name, path);
    bool fresh = mkdir(place, 0700) == 0;
    if (!fresh && errno != EEXIST)
        return blob_fault(place);
    if (rename(writer->path, path) != 0)
        return blob_fault(path);
    if (!blob_sync_folder(place) || (fresh && !blob_sync_folder(folder->folder)))
        return blob_fault(place);
    return BLOB_DONE;
}

static enum blob_answer blob_finish(struct blob_writer *writer, struct blob_name *ret_name,
                                    int64_t *ret_size)
{
    enum blob_answer answer = piece_write(&writer->stream, true);
    if (answer == BLOB_DONE && fsync(writer->stream.file) != 0)
        answer = blob_fault("sync");
    struct blob_name name = stream_name(&writer->stream);
    if (answer == BLOB_DONE)
        answer = blob_publish(writer, &name);
    if (answer == BLOB_DONE) {
        *ret_name = name;
        *ret_size = writer->size;
    }
    /* Once renamed there is nothing left to unlink. */
    blob_abandon(writer);
    return answer;
}

/* ---- reading ---- */

static void blob_end(struct blob_reader *reader)
{
    stream_release(&reader->stream);
    free(reader);
}

/* Plain bytes in a file of that size; -1 when no blob has it. */
static int64_t blob_plain_size(int64_t size, size_t overhead)
{
    int64_t pieces = size - (int64_t)HEAD_BYTES;
    int64_t whole = (int64_t)(PIECE_BYTES + overhead);
    if (pieces < (int64_t)overhead)
        return -1;
    int64_t rest = pieces % whole - (int64_t)overhead;
    return rest < 0 ? -1 : pieces / whole * (int64_t)PIECE_BYTES + rest;
}

static enum blob_answer blob_open_file(struct blob_reader *reader)
{
    struct blob_stream *stream = &reader->stream;
    char path[PATH_BYTES];
    blob_path(stream->folder, &reader->name, path);
    stream->file = open(path, O_RDONLY | O_CLOEXEC);
    if (stream->file < 0)
        return errno == ENOENT ? BLOB_MISSING : blob_fault(path);
    struct stat facts;
    struct blob_head head;
    if (fstat(stream->file, &facts) != 0)
        return blob_fault(path);
    if (!read_all(stream->file, (char *)&head, sizeof head)
        || memcmp(head.magic, MAGIC, sizeof head.magic) != 0)
        return blob_damaged("a blob has no head");
    stream->seal = head.sealed != 0 ? stream->folder->seal : NULL;
    if (head.sealed != 0 && stream->seal == NULL)
        return blob_damaged("a blob is sealed and there are no keys");
    memcpy(stream->id, head.id, sizeof head.id);
    reader->left = blob_plain_size(facts.st_size,
                                   stream->seal == NULL ? 0 : stream->seal->overhead);
    return reader->left < 0 ? blob_damaged("a blob ends too soon") : BLOB_DONE;
}

static enum blob_answer blob_open(struct blobs *blobs, const struct blob_name *name,
                                  struct blob_reader **ret_reader, int64_t *ret_size)
{
    struct blob_reader *reader = calloc(1, sizeof *reader);
    CHECK(reader != NULL);
    reader->stream.file = -1;
    reader->name = *name;
    stream_init(&reader->stream, (struct blob_folder *)blobs);
    enum blob_answer answer = blob_open_file(reader);
    if (answer != BLOB_DONE) {
        blob_end(reader);
        return answer;
    }
    *ret_size = reader->left;
    *ret_reader = reader;
    return BLOB_DONE;
}

static enum blob_answer blob_next_piece(struct blob_reader *reader)
{
    bool last = reader->left < (int64_t)PIECE_BYTES;
    size_t length = last ? (size_t)reader->left : PIECE_BYTES;
    enum blob_answer answer = piece_read(&reader->stream, length, last);
    if (answer != BLOB_DONE)
        return answer;
    reader->left -= (int64_t)length;
    reader->over = last;
    return BLOB_DONE;
}

static enum blob_answer blob_read(struct blob_reader *reader, char *buffer, size_t capacity,
                                  size_t *ret_length)
{
    struct blob_stream *stream = &reader->stream;
    if (stream->taken == stream->length && !reader->over) {
        enum blob_answer answer = blob_next_piece(reader);
        if (answer != BLOB_DONE)
            return answer;
        if (reader->over) {
            struct blob_name found = stream_name(stream);
            if (strcmp(found.digits, reader->name.digits) != 0)
                return blob_damaged("a blob is not what its name says");
        }
    }
    size_t length = stream->length - stream->taken;
    if (length > capacity)
        length = capacity;
    memcpy(buffer, stream->plain + stream->taken, length);
    stream->taken += length;
    *ret_length = length;
    return BLOB_DONE;
}

/* ---- the folder ---- */

static enum blob_answer blob_remove(struct blobs *blobs, const struct blob_name *name)
{
    const struct blob_folder *folder = (const struct blob_folder *)blobs;
    char place[PATH_BYTES], path[PATH_BYTES];
    blob_folder_path(folder, name, place);
    blob_path(folder, name, path);
    if (unlink(path) != 0)
        return errno == ENOENT ? BLOB_MISSING : blob_fault(path);
    return blob_sync_folder(place) ? BLOB_DONE : blob_fault(place);
}

/* One of the 256 folders; false when `visit` has had enough. */
static bool blob_each_in(const char *place, bool (*visit)(void *, const struct blob_name *),
                         void *data)
{
    DIR *folder = opendir(place);
    bool more = true;
    for (const struct dirent *entry; folder != NULL && more
             && (entry = readdir(folder)) != NULL;) {
        struct blob_name name;
        if (blob_name_parse(text_of(entry->d_name), &name))
            more = visit(data, &name);
    }
    if (folder != NULL)
        closedir(folder);
    return more;
}

static enum blob_answer blob_each(struct blobs *blobs,
                                  bool (*visit)(void *data, const struct blob_name *name),
                                  void *data)
{
    const struct blob_folder *folder = (const struct blob_folder *)blobs;
    bool more = true;
    for (int number = 0; number < 256 && more; number++) {
        char place[PATH_BYTES];
        snprintf(place, sizeof place, "%s/%02x", folder->folder, number);
        more = blob_each_in(place, visit, data);
    }
    return BLOB_DONE;
}

static const char *blob_complaint(const struct blobs *blobs)
{
    (void)blobs;
    return last_complaint;
}

static void blobs_close(struct blobs *blobs)
{
    struct blob_folder *folder = (struct blob_folder *)blobs;
    free(folder->folder);
    free(folder);
}

/* What is older than a day belongs to no writer any more; the day is the file system's own, which
 * a new file tells. */
static void blobs_clear_leftovers(const char *incoming)
{
    char fresh[PATH_BYTES + 8];
    snprintf(fresh, sizeof fresh, "%s/XXXXXX", incoming);
    struct stat now, facts;
    int file = mkostemp(fresh, O_CLOEXEC);
    bool told = file >= 0 && fstat(file, &now) == 0;
    if (file >= 0)
        close(file);
    unlink(fresh);
    DIR *folder = told ? opendir(incoming) : NULL;
    if (folder == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (fstatat(dirfd(folder), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) == 0
            && S_ISREG(facts.st_mode) && now.st_mtime - facts.st_mtime > LEFTOVER_SECONDS)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

/* ---- sealing with the keys of the house ---- */

static bool blob_seal_piece(void *keys, struct text label, struct text plain, char *ret_sealed)
{
    struct arena arena;
    arena_init(&arena);
    struct text sealed = seal_text(keys, plain, label, &arena);
    CHECK(sealed.length == plain.length + SEAL_EXTRA_BYTES);
    memcpy(ret_sealed, sealed.data, sealed.length);
    arena_release(&arena);
    return true;
}

static bool blob_unseal_piece(void *keys, struct text label, struct text sealed,
                              char *ret_plain)
{
    struct arena arena;
    struct text plain;
    arena_init(&arena);
    bool opened = seal_open(keys, sealed, label, &arena, &plain) == SEAL_OPENED;
    if (opened && plain.length > 0)
        memcpy(ret_plain, plain.data, plain.length);
    arena_release(&arena);
    return opened;
}

struct blob_seal blob_seal_with(struct seal_keys *keys)
{
    return (struct blob_seal){ .keys = keys, .overhead = SEAL_EXTRA_BYTES,
                               .seal = blob_seal_piece, .unseal = blob_unseal_piece };
}

struct blobs *blobs_open(const char *folder_path, const struct blob_seal *seal,
                         struct arena *arena, struct text *ret_fault)
{
    static const struct blob_port PORT = {
        .close = blobs_close,
        .begin = blob_begin,
        .append = blob_append,
        .finish = blob_finish,
        .abandon = blob_abandon,
        .open = blob_open,
        .read = blob_read,
        .end = blob_end,
        .remove = blob_remove,
        .each = blob_each,
        .complaint = blob_complaint,
    };
    CHECK(seal == NULL || seal->overhead <= OVERHEAD_MAX);
    char incoming[PATH_BYTES];
    int length = snprintf(incoming, sizeof incoming, "%s/incoming", folder_path);
    /* Room for the longest path below: ab/ and a name. */
    if (length < 0 || (size_t)length + BLOB_NAME_LENGTH + 8 > sizeof incoming) {
        *ret_fault = TEXT("the path of the attachments is too long");
        return NULL;
    }
    if ((mkdir(folder_path, 0700) != 0 && errno != EEXIST)
        || (mkdir(incoming, 0700) != 0 && errno != EEXIST)) {
        *ret_fault = arena_format(arena, "%s: %s", incoming, strerror(errno));
        return NULL;
    }
    blobs_clear_leftovers(incoming);
    struct blob_folder *folder = calloc(1, sizeof *folder);
    CHECK(folder != NULL);
    folder->base.port = &PORT;
    folder->seal = seal;
    folder->folder = strdup(folder_path);
    CHECK(folder->folder != NULL);
    return &folder->base;
}
