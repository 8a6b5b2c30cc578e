/* blob.h: the port to attachments: papers, letters, pictures.
 *
 * A blob is named by the SM3 of its plain bytes, so that one paper sent twice lies there once and a
 * name proves its content. Who refers to a blob keeps its name in a row and counts; the port itself
 * counts nothing. What was finished is on the disk and complete; what was not is never seen.
 *
 * May be used by several threads at once; one writer or reader belongs to one thread. */
#ifndef CORE_BLOB_H
#define CORE_BLOB_H

#include "base/text.h"

#define BLOB_NAME_LENGTH 64

/* Sixty-four hexadecimal digits, small letters. */
struct blob_name { char digits[BLOB_NAME_LENGTH + 1]; };

enum blob_answer {
    BLOB_DONE,
    BLOB_MISSING,       /* no blob of that name */
    BLOB_TOO_LARGE,     /* beyond the size given to begin; nothing was kept */
    BLOB_DAMAGED,       /* the bytes are not those of its name, or were sealed by nobody we know */
    BLOB_FAULT,         /* disk or system: see the complaint */
};

/* How bytes lie on the disk; without it they lie as they are. Each piece is sealed for itself and
 * grows by `overhead`, which has room for nonce, tag and key version. `label` says which piece of
 * which file it is and must be authenticated with it. False: cannot, or not authentic. */
struct blob_seal {
    void *keys;
    size_t overhead;
    bool (*seal)(void *keys, struct text label, struct text plain, char *ret_sealed);
    bool (*unseal)(void *keys, struct text label, struct text sealed, char *ret_plain);
};

struct blobs;
struct blob_writer;
struct blob_reader;

struct blob_port {
    void (*close)(struct blobs *blobs);

    /* A new blob of at most `size_max` bytes. End it with finish or abandon, once. */
    enum blob_answer (*begin)(struct blobs *blobs, int64_t size_max,
                              struct blob_writer **ret_writer);
    /* After anything but DONE only abandon is left. */
    enum blob_answer (*append)(struct blob_writer *writer, struct text bytes);
    /* Durable under its name when DONE; the writer is gone in any case. */
    enum blob_answer (*finish)(struct blob_writer *writer, struct blob_name *ret_name,
                               int64_t *ret_size);
    void (*abandon)(struct blob_writer *writer);

    enum blob_answer (*open)(struct blobs *blobs, const struct blob_name *name,
                             struct blob_reader **ret_reader, int64_t *ret_size);
    /* The next bytes; `ret_length` 0 is the end, and only then is the whole known to be what its
     * name says: DAMAGED may come last. */
    enum blob_answer (*read)(struct blob_reader *reader, char *buffer, size_t capacity,
                             size_t *ret_length);
    void (*end)(struct blob_reader *reader);

    /* For who counts references. MISSING when it was not there. */
    enum blob_answer (*remove)(struct blobs *blobs, const struct blob_name *name);
    /* Every blob there is, in no order; stops early when `visit` answers false. */
    enum blob_answer (*each)(struct blobs *blobs,
                             bool (*visit)(void *data, const struct blob_name *name),
                             void *data);
    /* What went wrong last on this thread, for the operator. */
    const char *(*complaint)(const struct blobs *blobs);
};

/* Every struct of a backend begins with this. */
struct blobs {
    const struct blob_port *port;
};

/* Bytes that are all there, kept whole. False: too large, or the disk. */
bool blob_keep(struct blobs *blobs, struct text bytes, int64_t size_max,
               struct blob_name *ret_name);

#endif
