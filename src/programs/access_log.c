#include "programs/access_log.h"

#include "base/check.h"
#include "base/digest.h"
#include "core/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Some seconds of a busy province; about a megabyte. */
#define ENTRIES_MAX 16384
#define LINE_MAX_BYTES 400
#define LINES_A_WRITE 128
#define DAY_NAME_BYTES 15       /* "2020-02-10.log" and its end */
#define HEX_BYTES 64

struct entry {
    struct moment at;
    int64_t asker, subject;
    const char *action, *role;
    char door[12];
};

struct access_log {
    const struct clock *clock;
    char folder[512];
    pthread_t thread;
    bool running;

    pthread_mutex_t lock;       /* of what follows */
    pthread_cond_t wake;
    struct entry entries[ENTRIES_MAX];
    size_t first, count;
    int64_t lost;               /* not written down anywhere yet */
    bool failing, stopping;
    struct chain_head written;  /* the last line on the disk */

    pthread_mutex_t file_lock;  /* of the file and the chain: one writes at a time */
    int file;
    char day[DAY_NAME_BYTES];   /* of the open file; empty: none is open */
    off_t size;                 /* up to here the file is whole */
    int64_t sequence;
    struct digest chain;
};

/* ---- lines ---- */

static struct digest chain_after(const struct digest *chain, struct text line)
{
    struct digest_run run;
    digest_begin(&run);
    digest_add(&run, digest_text(chain));
    digest_add(&run, line);
    return digest_end(&run);
}

static void add_hex(struct builder *builder, const struct digest *digest)
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        builder_add_char(builder, DIGITS[digest->bytes[i] >> 4]);
        builder_add_char(builder, DIGITS[digest->bytes[i] & 15]);
    }
}

static void add_line(struct builder *builder, const struct entry *entry, int64_t sequence,
                     struct digest *chain)
{
    char data[LINE_MAX_BYTES];
    struct builder line = builder_over(data, sizeof data);
    builder_format(&line, "%lld ", (long long)sequence);
    moment_write(&line, entry->at);
    builder_format(&line, " %lld %s %s %lld %s ", (long long)entry->asker, entry->role,
                   entry->action, (long long)entry->subject, entry->door);
    CHECK(!line.overflow);
    *chain = chain_after(chain, builder_text(&line));
    builder_add(builder, builder_text(&line));
    add_hex(builder, chain);
    builder_add_char(builder, '\n');
}

/* "17 … 5f…" without its line end: the number and the chain; false: not a line of ours. */
static bool line_read(struct text line, int64_t *ret_sequence, struct text *ret_said,
                      struct digest *ret_chain)
{
    struct text rest;
    if (line.length <= HEX_BYTES || !text_to_int64(text_until(line, ' ', &rest), ret_sequence))
        return false;
    *ret_said = (struct text){ line.data, line.length - HEX_BYTES };
    return hex_decode((struct text){ line.data + ret_said->length, HEX_BYTES },
                      ret_chain->bytes, DIGEST_BYTES);
}

/* ---- files ---- */

static int is_day_file(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return strlen(name) == DAY_NAME_BYTES - 1 && name[4] == '-' && name[7] == '-'
        && strcmp(name + 10, ".log") == 0;
}

static void free_names(struct dirent **names, int count)
{
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static bool sync_folder(const struct access_log *log)
{
    int folder = open(log->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return synced;
}

static bool file_open(struct access_log *log, const char *day)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", log->folder, day);
    int file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct stat found;
    if (file < 0 || fstat(file, &found) != 0) {
        if (file >= 0)
            close(file);
        return false;
    }
    if (log->file >= 0)
        close(log->file);
    log->file = file;
    log->size = found.st_size;
    snprintf(log->day, sizeof log->day, "%s", day);
    return sync_folder(log);
}

/* Cuts a torn line off the open file and reads the last whole one. False: it has none. */
static bool file_last_line(struct access_log *log, bool *ret_good)
{
    char tail[4 * LINE_MAX_BYTES];
    off_t from = log->size > (off_t)sizeof tail ? log->size - (off_t)sizeof tail : 0;
    ssize_t got = pread(log->file, tail, sizeof tail, from);
    *ret_good = got >= 0;
    size_t length = got > 0 ? (size_t)got : 0;
    while (length > 0 && tail[length - 1] != '\n')
        length--;
    if (from + (off_t)length != log->size) {
        log->size = from + (off_t)length;
        *ret_good = *ret_good && ftruncate(log->file, log->size) == 0;
    }
    if (length == 0)
        return false;
    size_t begin = length - 1;
    while (begin > 0 && tail[begin - 1] != '\n')
        begin--;
    struct text said;
    *ret_good = *ret_good
        && line_read((struct text){ tail + begin, length - 1 - begin }, &log->sequence, &said,
                     &log->chain);
    return true;
}

/* The last line of the last day that has one. */
static bool chain_find(struct access_log *log)
{
    struct dirent **names = NULL;
    int count = scandir(log->folder, &names, is_day_file, alphasort);
    if (count < 0)
        return false;
    bool good = true;
    char newest[DAY_NAME_BYTES] = "";
    for (int i = count - 1; i >= 0 && good; i--) {
        good = file_open(log, names[i]->d_name);
        if (i == count - 1)
            snprintf(newest, sizeof newest, "%s", log->day);
        if (good && file_last_line(log, &good))
            break;
    }
    free_names(names, count);
    return good && (newest[0] == '\0' || file_open(log, newest));
}

/* ---- writing: the log's own thread, or whoever flushes ---- */

static void day_of(const struct entry *entry, char ret_day[DAY_NAME_BYTES])
{
    char data[DAY_NAME_BYTES + 4];
    struct builder builder = builder_over(data, sizeof data);
    date_write(&builder, date_of_moment(entry->at));
    snprintf(ret_day, DAY_NAME_BYTES, "%.10s.log", data);
}

/* Those at the front of the ring that go into one file; nothing leaves the ring yet. */
static size_t take_front(struct access_log *log, struct entry *ret_entries, int64_t *ret_lost)
{
    char day[DAY_NAME_BYTES], next[DAY_NAME_BYTES];
    pthread_mutex_lock(&log->lock);
    size_t count = 0;
    while (count < log->count && count < LINES_A_WRITE) {
        const struct entry *entry = &log->entries[(log->first + count) % ENTRIES_MAX];
        day_of(entry, next);
        if (count > 0 && strcmp(next, day) != 0)
            break;
        memcpy(day, next, sizeof day);
        ret_entries[count++] = *entry;
    }
    *ret_lost = count == 0 ? log->lost : 0;
    pthread_mutex_unlock(&log->lock);
    return count;
}

static bool write_whole(struct access_log *log, struct text text)
{
    size_t written = 0;
    while (written < text.length) {
        ssize_t got = write(log->file, text.data + written, text.length - written);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        written += (size_t)got;
    }
    if (written == text.length && fdatasync(log->file) == 0) {
        log->size += (off_t)text.length;
        return true;
    }
    /* Half a line would break the chain; what cannot even be cut is cut at the next start. */
    if (ftruncate(log->file, log->size) != 0) {
        close(log->file);
        log->file = -1;
        log->day[0] = '\0';
    }
    return false;
}

static bool write_entries(struct access_log *log, const struct entry *entries, size_t count)
{
    static _Thread_local char data[LINES_A_WRITE * (LINE_MAX_BYTES + HEX_BYTES + 1)];
    struct builder builder = builder_over(data, sizeof data);
    char day[DAY_NAME_BYTES];
    day_of(&entries[0], day);
    if ((log->file < 0 || strcmp(day, log->day) > 0) && !file_open(log, day))
        return false;
    struct digest chain = log->chain;
    for (size_t i = 0; i < count; i++)
        add_line(&builder, &entries[i], log->sequence + 1 + (int64_t)i, &chain);
    CHECK(!builder.overflow);
    if (!write_whole(log, builder_text(&builder)))
        return false;
    log->chain = chain;
    log->sequence += (int64_t)count;
    return true;
}

/* The lock is held, or nobody else is there yet. */
static void head_note(struct access_log *log)
{
    log->written.sequence = log->sequence;
    memcpy(log->written.chain, log->chain.bytes, CHAIN_BYTES);
}

/* One write. False: nothing waits, or the disk did not take it. */
static bool write_some(struct access_log *log, bool *ret_failed)
{
    static _Thread_local struct entry entries[LINES_A_WRITE];
    int64_t lost = 0;
    size_t count = take_front(log, entries, &lost);
    if (count == 0 && lost == 0)
        return false;
    if (count == 0)
        entries[0] = (struct entry){
            .at = { clock_now_ms(log->clock) }, .subject = lost, .door = "house",
            .action = "access-log.lost", .role = "house",
        };
    *ret_failed = !write_entries(log, entries, count == 0 ? 1 : count);
    if (*ret_failed)
        return false;
    pthread_mutex_lock(&log->lock);
    head_note(log);
    log->first = (log->first + count) % ENTRIES_MAX;
    log->count -= count;
    log->lost -= lost;
    pthread_mutex_unlock(&log->lock);
    return true;
}

bool access_log_flush(struct access_log *log)
{
    bool failed = false;
    pthread_mutex_lock(&log->file_lock);
    while (write_some(log, &failed))
        continue;
    pthread_mutex_unlock(&log->file_lock);
    pthread_mutex_lock(&log->lock);
    log->failing = failed;
    pthread_mutex_unlock(&log->lock);
    return !failed;
}

static void *log_run(void *context)
{
    struct access_log *log = context;
    bool stopping = false;
    while (!stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        pthread_mutex_lock(&log->lock);
        while (!log->stopping && (log->failing || log->count < ENTRIES_MAX / 2)
               && pthread_cond_timedwait(&log->wake, &log->lock, &until) != ETIMEDOUT)
            continue;
        stopping = log->stopping;
        pthread_mutex_unlock(&log->lock);
        access_log_flush(log);
    }
    return NULL;
}

/* ---- opening, noting, closing ---- */

static struct access_log *log_fail(struct access_log *log, struct arena *arena,
                                   struct text *ret_fault)
{
    *ret_fault = arena_format(arena, "%s: %s", log->folder,
                              errno == 0 ? "not a log of ours" : strerror(errno));
    if (log->file >= 0)
        close(log->file);
    free(log);
    return NULL;
}

struct access_log *access_log_open(const char *folder, const struct clock *clock,
                                   struct arena *arena, struct text *ret_fault)
{
    struct access_log *log = calloc(1, sizeof *log);
    CHECK(log != NULL);
    log->clock = clock;
    log->file = -1;
    errno = 0;
    if ((size_t)snprintf(log->folder, sizeof log->folder, "%s", folder) >= sizeof log->folder)
        return log_fail(log, arena, ret_fault);
    if (mkdir(log->folder, 0700) != 0 && errno != EEXIST)
        return log_fail(log, arena, ret_fault);
    errno = 0;
    if (!chain_find(log))
        return log_fail(log, arena, ret_fault);
    head_note(log);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&log->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&log->lock, NULL);
    pthread_mutex_init(&log->file_lock, NULL);
    CHECK(pthread_create(&log->thread, NULL, log_run, log) == 0);
    return log;
}

void access_log_close(struct access_log *log)
{
    if (log == NULL)
        return;
    pthread_mutex_lock(&log->lock);
    log->stopping = true;
    pthread_cond_signal(&log->wake);
    pthread_mutex_unlock(&log->lock);
    pthread_join(log->thread, NULL);
    if (log->file >= 0)
        close(log->file);
    pthread_mutex_destroy(&log->lock);
    pthread_mutex_destroy(&log->file_lock);
    pthread_cond_destroy(&log->wake);
    free(log);
}

void access_log_note(struct access_log *log, const struct call *call)
{
    struct entry entry = {
        .at = { clock_now_ms(log->clock) }, .asker = journal_asker(&call->actor),
        .subject = call->subject, .action = call->request.action->name,
        .role = role_name(call->actor.role),
    };
    struct text door = text_present(call->request.door) ? call->request.door : TEXT("house");
    snprintf(entry.door, sizeof entry.door, "%.*s", TEXT_ARGS(door));
    pthread_mutex_lock(&log->lock);
    if (log->count == ENTRIES_MAX)
        log->lost++;
    else
        log->entries[(log->first + log->count++) % ENTRIES_MAX] = entry;
    if (log->count == ENTRIES_MAX / 2)
        pthread_cond_signal(&log->wake);
    pthread_mutex_unlock(&log->lock);
}

bool access_log_is_healthy(struct access_log *log)
{
    pthread_mutex_lock(&log->lock);
    bool healthy = !log->failing && log->lost == 0;
    pthread_mutex_unlock(&log->lock);
    return healthy;
}

void access_log_head(struct access_log *log, struct chain_head *ret_head)
{
    pthread_mutex_lock(&log->lock);
    *ret_head = log->written;
    pthread_mutex_unlock(&log->lock);
}

/* ---- verify ---- */

struct walk {
    struct digest chain;
    int64_t sequence;
    const struct chain_head *heads;     /* signed ones that come next */
    size_t head_count;
    struct verify_report *report;
};

/* True while every signed head up to this line is the line it was. */
static bool walk_heads(struct walk *walk)
{
    while (walk->head_count > 0 && walk->heads->sequence <= walk->sequence) {
        if (walk->heads->sequence == walk->sequence
            && memcmp(walk->heads->chain, walk->chain.bytes, CHAIN_BYTES) != 0)
            return false;
        walk->heads++;
        walk->head_count--;
    }
    return true;
}

static bool walk_line(struct walk *walk, struct text line)
{
    int64_t sequence = 0;
    struct text said;
    struct digest chain;
    walk->report->checked++;
    if (!line_read(line, &sequence, &said, &chain))
        return false;
    struct digest expected = chain_after(&walk->chain, said);
    if (sequence != walk->sequence + 1 || !digest_equal(&expected, &chain))
        return false;
    walk->chain = chain;
    walk->sequence = sequence;
    return walk_heads(walk);
}

/* The last line of the last file may be in the writing. */
static void walk_file(struct walk *walk, const char *folder, const char *name, bool last)
{
    char path[600], data[2 * LINE_MAX_BYTES];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    bool good = file != NULL;
    while (good && fgets(data, sizeof data, file) != NULL) {
        size_t length = strlen(data);
        bool whole = length > 0 && data[length - 1] == '\n';
        good = whole ? walk_line(walk, (struct text){ data, length - 1 })
                     : last && getc(file) == EOF;
    }
    if (file != NULL)
        fclose(file);
    if (!good)
        verify_complain(walk->report, "verify.access-log.chain", text_of(name),
                        arena_format(walk->report->arena, "%lld", (long long)walk->sequence),
                        TEXT(""));
}

void access_log_verify(const char *folder, const struct chain_head *heads, size_t head_count,
                       struct verify_report *report)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_day_file, alphasort);
    struct walk walk = { .report = report, .heads = heads, .head_count = head_count };
    int64_t wrong = report->wrong;
    walk_heads(&walk);
    for (int i = 0; i < count && report->wrong == wrong; i++)
        walk_file(&walk, folder, names[i]->d_name, i == count - 1);
    if (count >= 0)
        free_names(names, count);
    if (report->wrong == wrong && walk.head_count > 0)
        verify_complain_of(report, "verify.access-log.missing", walk.sequence, 0);
}
