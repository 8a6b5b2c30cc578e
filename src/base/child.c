/* child.c: see child.h. */

#include "base/child.h"

#include "base/check.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAD_BYTES 5            /* a tag and the length, big end first */
#define PIPE_BYTES ((size_t)64 * 1024)

static const char *program_path = "/proc/self/exe";

void child_use_program(const char *path)
{
    program_path = path;
}

/* ---- the bytes ---- */

int child_input_begin(void)
{
    return memfd_create("input", MFD_CLOEXEC);
}

static bool write_all(int file, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(file, data, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        data += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

bool child_input_add(int input, struct text bytes)
{
    return write_all(input, bytes.data, bytes.length);
}

/* ---- the process ---- */

struct child {
    pid_t pid;
    int pipe;
    int seconds_max;
    size_t record_max;
    bool broken;                /* silent for too long, or it said what no record is */
    bool whole;                 /* the pipe ended between two records */
    size_t held, from;          /* bytes read ahead */
    char ahead[PIPE_BYTES];
};

static struct rlimit at_most(rlim_t most)
{
    return (struct rlimit){ most, most };
}

/* Between fork and exec of a process with many threads: system calls alone. */
static _Noreturn void become(const struct child_plan *plan, int input, int output)
{
    const char *arguments[6] = { "yibao" };
    for (size_t i = 0; i < 4; i++)
        arguments[i + 1] = plan->words[i];
    static const char *const environment[] = { "LC_ALL=C", NULL };
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0)
        _exit(125);
    syscall(SYS_close_range, 3U, ~0U, 0U);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const struct rlimit none = at_most(0), seconds = at_most((rlim_t)plan->seconds_max);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    setrlimit(RLIMIT_CPU, &seconds);
#ifndef __SANITIZE_ADDRESS__    /* whose shadow alone is larger than any machine */
    const struct rlimit memory = at_most((rlim_t)plan->memory_max);
    setrlimit(RLIMIT_AS, &memory);
#endif
    lseek(0, 0, SEEK_SET);
    execve(program_path, (char *const *)(uintptr_t)arguments,
           (char *const *)(uintptr_t)environment);
    _exit(126);
}

struct child *child_start(const struct child_plan *plan, int input)
{
    int ends[2] = { -1, -1 };
    if (input < 0 || pipe2(ends, O_CLOEXEC) != 0) {
        if (input >= 0)
            close(input);
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0)
        become(plan, input, ends[1]);
    close(input);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return NULL;
    }
    struct child *child = calloc(1, sizeof *child);
    CHECK(child != NULL);
    child->pid = pid;
    child->pipe = ends[0];
    child->seconds_max = plan->seconds_max;
    child->record_max = plan->record_max;
    return child;
}

/* More bytes; false: the end, or it was silent for too long. */
static bool read_ahead(struct child *child)
{
    struct pollfd waits = { .fd = child->pipe, .events = POLLIN };
    int64_t until = clock_steady_us() + (int64_t)child->seconds_max * 1000000;
    for (;;) {
        int64_t left_ms = (until - clock_steady_us()) / 1000;
        int ready = poll(&waits, 1, left_ms > 0 ? (int)left_ms : 0);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0) {
            child->broken = true;
            return false;
        }
        ssize_t got = read(child->pipe, child->ahead, sizeof child->ahead);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        child->from = 0;
        child->held = got > 0 ? (size_t)got : 0;
        return got > 0;
    }
}

static bool take(struct child *child, char *into, size_t length, bool may_end)
{
    size_t taken = 0;
    while (taken < length) {
        if (child->from == child->held && !read_ahead(child)) {
            child->whole = !child->broken && may_end && taken == 0;
            child->broken = !child->whole;
            return false;
        }
        size_t here = child->held - child->from < length - taken ? child->held - child->from
                                                                 : length - taken;
        memcpy(into + taken, child->ahead + child->from, here);
        child->from += here;
        taken += here;
    }
    return true;
}

bool child_next(struct child *child, struct arena *arena, char *ret_tag, struct text *ret_bytes)
{
    unsigned char head[HEAD_BYTES];
    if (child->broken || child->whole || !take(child, (char *)head, sizeof head, true))
        return false;
    size_t length = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8
        | head[4];
    if (length > child->record_max) {
        child->broken = true;
        return false;
    }
    char *bytes = arena_take(arena, length + 1);
    if (!take(child, bytes, length, false))
        return false;
    *ret_tag = (char)head[0];
    *ret_bytes = (struct text){ bytes, length };
    return true;
}

bool child_end(struct child *child)
{
    int status = 0;
    if (!child->whole)
        kill(child->pid, SIGKILL);
    close(child->pipe);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    bool good = child->whole && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    free(child);
    return good;
}

/* ---- the child's side ---- */

static char waiting[PIPE_BYTES];
static size_t waiting_length;

bool child_take_input(struct text *ret_bytes)
{
    struct stat about;
    if (fstat(0, &about) != 0 || about.st_size < 0)
        return false;
    *ret_bytes = (struct text){ "", 0 };
    if (about.st_size == 0)
        return true;
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
    if (bytes == MAP_FAILED)
        return false;
    *ret_bytes = (struct text){ bytes, (size_t)about.st_size };
    return true;
}

/* What libraries need to compute. All else is answered with EPERM: a library that asks for a file
 * finds none and goes on. */
static const int allowed[] = {
    SYS_read, SYS_write, SYS_close, SYS_fstat, SYS_lseek, SYS_mmap, SYS_munmap, SYS_mremap,
    SYS_mprotect, SYS_brk, SYS_madvise, SYS_futex, SYS_rt_sigaction, SYS_rt_sigprocmask,
    SYS_rt_sigreturn, SYS_sigaltstack, SYS_exit, SYS_exit_group, SYS_clock_gettime, SYS_getpid,
    SYS_gettid, SYS_sched_yield, SYS_getrandom,
};

#if defined(__x86_64__)
#define OUR_CALLS AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_CALLS AUDIT_ARCH_AARCH64
#else
#error "name the numbering of system calls of this machine"
#endif

bool child_confine(void)
{
    struct sock_filter filter[COUNT_OF(allowed) + 6];
    size_t count = 0;
    /* Another numbering of calls would make nonsense of the list. */
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                   offsetof(struct seccomp_data, arch));
    filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_CALLS, 1, 0);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                   offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
            (unsigned)allowed[i], (unsigned char)(COUNT_OF(allowed) - i), 0);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
        SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const struct sock_fprog program = { (unsigned short)count, filter };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void flush(void)
{
    if (!write_all(1, waiting, waiting_length))
        _exit(124);
    waiting_length = 0;
}

static void put_bytes(const char *data, size_t length)
{
    if (waiting_length + length > sizeof waiting)
        flush();
    if (length > sizeof waiting) {
        if (!write_all(1, data, length))
            _exit(124);
        return;
    }
    if (length > 0)
        memcpy(waiting + waiting_length, data, length);
    waiting_length += length;
}

void child_put(char tag, struct text bytes)
{
    const char head[HEAD_BYTES] = {
        tag, (char)(bytes.length >> 24), (char)(bytes.length >> 16), (char)(bytes.length >> 8),
        (char)bytes.length,
    };
    put_bytes(head, sizeof head);
    put_bytes(bytes.data, bytes.length);
}

_Noreturn void child_leave(int code)
{
    flush();
    _exit(code);
}
