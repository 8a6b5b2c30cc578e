#include "lanes/poison.h"

#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define POISON_MAGIC UINT64_C(0x3250594F424149)
#define SUSPECTS_MAX 256

struct poison_file {
    uint64_t magic;
    _Atomic uint32_t broke;         /* the lane's thread broke with this hand */
    _Atomic uint32_t in_hand_count;
    _Atomic uint32_t suspect_count;
    uint32_t unused;
    uint64_t in_hand[LIMIT_BATCH];
    struct { uint64_t mark; uint64_t stops; } suspects[SUSPECTS_MAX];
};

struct poison {
    struct poison_file *file;
    bool watches;
};

/* ---- the handler: all it may touch is here ---- */

static const int watched_signals[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };
static struct sigaction handlers_before[COUNT_OF(watched_signals)];
static struct poison_file *_Atomic watched_file;
static pthread_t watched_thread;

/* A signal that somebody sent (kill, a watchdog) is not the input's doing; abort() sends its own to
 * its own thread. Afterwards it ends as it would have without us. */
static void on_break(int number, siginfo_t *info, void *context)
{
    (void)context;
    struct poison_file *file = watched_file;
    bool sent = info->si_code == SI_USER || info->si_code == SI_QUEUE;
    if (file != NULL && !sent && pthread_equal(pthread_self(), watched_thread))
        file->broke = 1;
    for (size_t i = 0; i < COUNT_OF(watched_signals); i++)
        if (watched_signals[i] == number)
            sigaction(number, &handlers_before[i], NULL);
    /* A broken instruction runs into it again; what was only said must be said again. */
    if (info->si_code <= 0)
        raise(number);
}

/* A stack that ran over leaves no room for a handler: it gets a stack of its own. */
static void watch_stack(void)
{
    static char room[64 * 1024];
    stack_t stack = { 0 };
    if (sigaltstack(NULL, &stack) != 0 || (stack.ss_flags & SS_DISABLE) == 0)
        return;
    stack = (stack_t){ .ss_sp = room, .ss_size = sizeof room };
    sigaltstack(&stack, NULL);
}

void poison_watch(struct poison *poison)
{
    watch_stack();
    poison->watches = true;
    watched_thread = pthread_self();
    watched_file = poison->file;
    struct sigaction action = { .sa_sigaction = on_break, .sa_flags = SA_SIGINFO | SA_ONSTACK };
    for (size_t i = 0; i < COUNT_OF(watched_signals); i++)
        sigaction(watched_signals[i], &action, &handlers_before[i]);
}

static void poison_unwatch(struct poison *poison)
{
    if (!poison->watches)
        return;
    watched_file = NULL;
    for (size_t i = 0; i < COUNT_OF(watched_signals); i++)
        sigaction(watched_signals[i], &handlers_before[i], NULL);
}

/* ---- suspects ---- */

static int suspect_at(const struct poison_file *file, uint64_t mark)
{
    for (uint32_t i = 0; i < file->suspect_count; i++)
        if (file->suspects[i].mark == mark)
            return (int)i;
    return -1;
}

static void suspect_drop(struct poison_file *file, uint32_t at)
{
    uint32_t count = file->suspect_count;
    if (at >= count)    /* an operator has cleared it meanwhile */
        return;
    memmove(&file->suspects[at], &file->suspects[at + 1],
            (count - at - 1) * sizeof file->suspects[0]);
    file->suspect_count = count - 1;
}

/* A slot for a new one: when all are taken the oldest that was there once only makes room, for it
 * was most likely a bystander. */
static int suspect_new(struct poison_file *file, uint64_t mark)
{
    for (uint32_t i = 0; i < file->suspect_count && file->suspect_count == SUSPECTS_MAX; i++)
        if (file->suspects[i].stops < 2)
            suspect_drop(file, i);
    if (file->suspect_count == SUSPECTS_MAX)
        return -1;
    uint32_t at = file->suspect_count++;
    file->suspects[at].mark = mark;
    file->suspects[at].stops = 0;
    return (int)at;
}

/* What was in hand when the lane broke has one stop more against it. */
static void poison_accuse(struct poison_file *file)
{
    for (uint32_t i = 0; file->broke != 0 && i < file->in_hand_count; i++) {
        int at = suspect_at(file, file->in_hand[i]);
        if (at < 0)
            at = suspect_new(file, file->in_hand[i]);
        if (at >= 0)
            file->suspects[at].stops++;
    }
    file->in_hand_count = 0;
    file->broke = 0;
}

/* ---- the file ---- */

struct poison *poison_look(const char *path, const char **ret_fault)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0 || ftruncate(descriptor, sizeof(struct poison_file)) != 0) {
        *ret_fault = strerror(errno);
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    struct poison_file *file = mmap(NULL, sizeof *file, PROT_READ | PROT_WRITE, MAP_SHARED,
                                    descriptor, 0);
    close(descriptor);
    if (file == MAP_FAILED) {
        *ret_fault = strerror(errno);
        return NULL;
    }
    if (file->magic != POISON_MAGIC || file->in_hand_count > LIMIT_BATCH
        || file->suspect_count > SUSPECTS_MAX) {
        memset(file, 0, sizeof *file);
        file->magic = POISON_MAGIC;
    }
    struct poison *poison = calloc(1, sizeof *poison);
    CHECK(poison != NULL);
    poison->file = file;
    return poison;
}

struct poison *poison_open(const char *path, const char **ret_fault)
{
    struct poison *poison = poison_look(path, ret_fault);
    if (poison != NULL)
        poison_accuse(poison->file);
    return poison;
}

void poison_close(struct poison *poison)
{
    if (poison == NULL)
        return;
    poison_unwatch(poison);
    munmap(poison->file, sizeof *poison->file);
    free(poison);
}

/* ---- the hand ---- */

uint64_t poison_mark(const char *action, struct text input_digest)
{
    uint64_t mark = 0;
    memcpy(&mark, input_digest.data,
           input_digest.length < sizeof mark ? input_digest.length : sizeof mark);
    return mark ^ text_hash(text_of(action));
}

int poison_stops(const struct poison *poison, uint64_t mark)
{
    int at = poison->file->suspect_count == 0 ? -1 : suspect_at(poison->file, mark);
    if (at < 0)
        return 0;
    return poison->file->suspects[at].stops > 2 ? 2 : (int)poison->file->suspects[at].stops;
}

void poison_take(struct poison *poison, uint64_t mark)
{
    CHECK(poison->file->in_hand_count < LIMIT_BATCH);
    poison->file->in_hand[poison->file->in_hand_count] = mark;
    /* The count goes up last: a stop in between finds a whole entry or none. */
    poison->file->in_hand_count++;
}

void poison_let_go(struct poison *poison)
{
    poison->file->in_hand_count = 0;
}

void poison_acquit(struct poison *poison, uint64_t mark)
{
    int at = suspect_at(poison->file, mark);
    if (at >= 0)
        suspect_drop(poison->file, (uint32_t)at);
}

int poison_suspects(const struct poison *poison)
{
    return (int)poison->file->suspect_count;
}

int poison_refused(const struct poison *poison)
{
    int refused = 0;
    for (uint32_t i = 0; i < poison->file->suspect_count; i++)
        refused += poison->file->suspects[i].stops >= 2;
    return refused;
}

void poison_clear(struct poison *poison)
{
    poison->file->suspect_count = 0;
}
