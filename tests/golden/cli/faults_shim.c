/* Loaded before the program: makes the system fail as the environment asks.
   FAULTS_ALLOC=N  the N-th allocation of the program and its library, from 0, gives NULL; "hit" goes to
   FAULTS_FD FAULTS_SHORT=N  read(2) and write(2) take at most N bytes at a time, and every third call is
   interrupted. */
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static struct {
    uintptr_t start, end;
} code[8];
static int n_code, hit_fd;
static long fail_at = -1, at_most;
static atomic_long n_allocs, n_calls;

/* Only the program and its library are to survive; what other libraries do without memory is their affair. */
static int note_module(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    if (*info->dlpi_name && !strstr(info->dlpi_name, "libarticlean"))
        return 0;
    for (int i = 0; i < info->dlpi_phnum && n_code < 8; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD && info->dlpi_phdr[i].p_flags & PF_X) {
            code[n_code].start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            code[n_code].end = code[n_code].start + info->dlpi_phdr[i].p_memsz;
            n_code++;
        }
    return 0;
}

static long number(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value ? atol(value) : otherwise;
}

__attribute__((constructor)) static void begin(void)
{
    dl_iterate_phdr(note_module, NULL);
    at_most = number("FAULTS_SHORT", 0);
    hit_fd = (int)number("FAULTS_FD", -1);
    fail_at = number("FAULTS_ALLOC", -1);
}

static int fails(const void *caller)
{
    uintptr_t p = (uintptr_t)caller;
    if (fail_at < 0)
        return 0;
    for (int i = 0; i < n_code; i++)
        if (p >= code[i].start && p < code[i].end) {
            if (atomic_fetch_add(&n_allocs, 1) != fail_at)
                return 0;
            syscall(SYS_write, hit_fd, "hit", 3);
            errno = ENOMEM;
            return 1;
        }
    return 0;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(p, size);
}

static int interrupts(size_t *size)
{
    if (!at_most)
        return 0;
    if (*size > (size_t)at_most)
        *size = (size_t)at_most;
    if (atomic_fetch_add(&n_calls, 1) % 3)
        return 0;
    errno = EINTR;
    return 1;
}

ssize_t read(int fd, void *data, size_t size)
{
    return interrupts(&size) ? -1 : syscall(SYS_read, fd, data, size);
}

ssize_t write(int fd, const void *data, size_t size)
{
    return interrupts(&size) ? -1 : syscall(SYS_write, fd, data, size);
}
