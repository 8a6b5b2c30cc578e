/* sqlite_log.c: see sqlite_log.h. A file of ours stands before the file of the usual system, which
 * follows it in the memory SQLite gives us. */

#include "stores/sqlite_log.h"

#include "base/check.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* SQLite's own files take less than 2^17 bytes in one write. */
#define LOG_BUFFER_BYTES (120 * 1024)

struct log_file {
    sqlite3_file base;          /* first: what SQLite holds */
    sqlite3_file *below;
    char *buffer;               /* NULL: not a log, everything is passed on */
    int length;
    sqlite3_int64 offset;       /* where the buffer belongs in the file */
    const char *name;           /* SQLite's, as long as the file is open */
    int descriptor;             /* ours, for syncs put off; -1: not asked for yet */
    bool put_off, head_written;
};

static sqlite3_vfs log_system;
static sqlite3_vfs *usual_system;

static int log_flush(struct log_file *file)
{
    if (file->length == 0)
        return SQLITE_OK;
    int length = file->length;
    file->length = 0;
    return file->below->pMethods->xWrite(file->below, file->buffer, length, file->offset);
}

static int log_write(sqlite3_file *handle, const void *data, int size, sqlite3_int64 offset)
{
    struct log_file *file = (struct log_file *)handle;
    file->head_written |= offset == 0;
    bool follows = file->length > 0 && offset == file->offset + file->length
        && size <= LOG_BUFFER_BYTES - file->length;
    if (!follows) {
        int code = log_flush(file);
        if (code != SQLITE_OK)
            return code;
        if (file->buffer == NULL || size > LOG_BUFFER_BYTES)
            return file->below->pMethods->xWrite(file->below, data, size, offset);
        file->offset = offset;
    }
    memcpy(file->buffer + file->length, data, (size_t)size);
    file->length += size;
    return SQLITE_OK;
}

static int log_close(sqlite3_file *handle)
{
    struct log_file *file = (struct log_file *)handle;
    int flushed = log_flush(file);
    int closed = file->below->pMethods->xClose(file->below);
    if (file->descriptor >= 0)
        close(file->descriptor);
    sqlite3_free(file->buffer);
    file->buffer = NULL;
    return flushed == SQLITE_OK ? closed : flushed;
}

/* Whatever looks at the file sees all of it. */
#define LOG_PASS(name_, parameters_, arguments_) \
    static int log_##name_ parameters_ \
    { \
        struct log_file *file = (struct log_file *)handle; \
        int code = log_flush(file); \
        return code != SQLITE_OK ? code : file->below->pMethods->name_ arguments_; \
    }

LOG_PASS(xRead, (sqlite3_file *handle, void *data, int size, sqlite3_int64 offset),
         (file->below, data, size, offset))
LOG_PASS(xTruncate, (sqlite3_file *handle, sqlite3_int64 size), (file->below, size))
LOG_PASS(xFileSize, (sqlite3_file *handle, sqlite3_int64 *size), (file->below, size))
LOG_PASS(xLock, (sqlite3_file *handle, int lock), (file->below, lock))
LOG_PASS(xUnlock, (sqlite3_file *handle, int lock), (file->below, lock))
LOG_PASS(xCheckReservedLock, (sqlite3_file *handle, int *out), (file->below, out))
LOG_PASS(xFileControl, (sqlite3_file *handle, int op, void *argument),
         (file->below, op, argument))

static int log_sync(sqlite3_file *handle, int flags)
{
    struct log_file *file = (struct log_file *)handle;
    int code = log_flush(file);
    if (code != SQLITE_OK || (file->put_off && !file->head_written))
        return code;
    file->head_written = false;
    return file->below->pMethods->xSync(file->below, flags);
}

static int log_sector_size(sqlite3_file *handle)
{
    struct log_file *file = (struct log_file *)handle;
    return file->below->pMethods->xSectorSize(file->below);
}

static int log_device(sqlite3_file *handle)
{
    struct log_file *file = (struct log_file *)handle;
    return file->below->pMethods->xDeviceCharacteristics(file->below);
}

/* A log has no shared memory and is not mapped: version 1 is all it needs. */
static const sqlite3_io_methods LOG_METHODS = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_xRead,
    .xWrite = log_write,
    .xTruncate = log_xTruncate,
    .xSync = log_sync,
    .xFileSize = log_xFileSize,
    .xLock = log_xLock,
    .xUnlock = log_xUnlock,
    .xCheckReservedLock = log_xCheckReservedLock,
    .xFileControl = log_xFileControl,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_device,
};

static int log_open(sqlite3_vfs *system, sqlite3_filename name, sqlite3_file *handle, int flags,
                    int *ret_flags)
{
    (void)system;
    /* Other files are the usual system's own, in the same memory. */
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return usual_system->xOpen(usual_system, name, handle, flags, ret_flags);
    struct log_file *file = (struct log_file *)handle;
    memset(file, 0, sizeof *file);
    file->name = name;
    file->descriptor = -1;
    file->below = (sqlite3_file *)(file + 1);
    int code = usual_system->xOpen(usual_system, name, file->below, flags, ret_flags);
    if (code != SQLITE_OK)
        return code;
    /* Without memory for it the log is written piece by piece as ever. */
    file->buffer = sqlite3_malloc(LOG_BUFFER_BYTES);
    file->base.pMethods = &LOG_METHODS;
    return SQLITE_OK;
}

static void log_make_system(void)
{
    usual_system = sqlite3_vfs_find(NULL);
    if (usual_system == NULL)
        return;
    log_system = *usual_system;
    log_system.pNext = NULL;
    log_system.zName = "yibao";
    log_system.szOsFile = (int)sizeof(struct log_file) + usual_system->szOsFile;
    log_system.xOpen = log_open;
    int code = sqlite3_vfs_register(&log_system, 0);
    CHECK(code == SQLITE_OK);
}

const char *sqlite_log_file_system(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, log_make_system);
    return usual_system == NULL ? NULL : log_system.zName;
}

int sqlite_log_put_off(struct sqlite3 *database, bool put_off)
{
    sqlite3_file *found = NULL;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&found)
            != SQLITE_OK || found == NULL || found->pMethods != &LOG_METHODS)
        return -1;
    struct log_file *file = (struct log_file *)found;
    if (file->descriptor < 0)
        file->descriptor = open(file->name, O_RDONLY | O_CLOEXEC);
    file->put_off = put_off && file->descriptor >= 0;
    return file->descriptor;
}
