/* Kills a writer of an index at random moments and checks each time that the index opens, is sound, and holds
   all that was committed. usage: index_kill DIRECTORY [KILLS [SEED]] */
#include "dedupe/store.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TABLE = 64 };

static struct articlean_sketch sketch_of(uint64_t i)
{
    struct articlean_sketch s = {.fingerprint = i + 1, .hashes = {.n = AL_SKETCH_SIZE, .shift = 15}};
    for (uint32_t k = 0; k < AL_SKETCH_SIZE; k++) {
        uint32_t hash = k << 24 | (uint32_t)(i * 2654435761u & 0xFFFFFF);
        if (k < AL_SKETCH_KEYS)
            s.keys[k] = hash;
        s.hashes.value[k] = (uint16_t)(hash >> 15);
    }
    return s;
}

static int fail(const char *what, uint64_t i)
{
    fprintf(stderr, "index_kill: %s (%llu)\n", what, (unsigned long long)i);
    return 1;
}

/* Adds documents for ever, and tells through `fd` after each commit how many there are. */
static int write_on(const char *dir, int fd)
{
    struct al_reporter quiet = {0};
    struct al_index x;
    struct al_store s;
    uint64_t state = 0;
    if (al_index_open(&x, dir, false, &state, sizeof state, &quiet))
        return fail("writer cannot open", 0);
    al_store_init(&s, &x, TABLE);
    for (uint64_t i = al_index_count(&x);; i++) {
        struct articlean_sketch sketch = sketch_of(i);
        char name[32];
        snprintf(name, sizeof name, "%llu", (unsigned long long)i);
        if (al_store_add(&s, name, &sketch))
            return fail("writer cannot add", i);
        if (i % 50)
            continue;
        state = i + 1;
        if (al_store_flush(&s) || al_index_commit(&x))
            return fail("writer cannot commit", i);
        if (write(fd, &state, sizeof state) != sizeof state)
            return 1;
    }
}

/* Checks that the index is whole and holds at least `committed` documents. */
static int check(const char *dir, uint64_t committed)
{
    struct al_reporter quiet = {0};
    struct al_index x;
    struct al_store s;
    uint64_t state = 0;
    if (al_index_open(&x, dir, true, &state, sizeof state, &quiet))
        return fail("cannot open", committed);
    al_store_init(&s, &x, TABLE);
    uint64_t n = al_index_count(&x);
    int bad = n < committed ? fail("lost documents", n) : 0;
    for (size_t i = 0; !bad && i < x.n_segments; i++)
        if (!al_segment_is_sound(&x.segments[i]))
            bad = fail("damaged segment", i);
    for (uint64_t i = 0; !bad && i < n; i++) {
        uint64_t number;
        char name[32];
        snprintf(name, sizeof name, "%llu", (unsigned long long)i);
        if (!al_store_find_exact(&s, i + 1, &number) || number != i ||
            strcmp(al_store_name(&s, i), name) != 0)
            bad = fail("lost a document", i);
    }
    al_store_clear(&s);
    al_index_close(&x);
    return bad;
}

/* Kills the writer after a random time. It counts from the first commit, however busy the machine is, except
   for an early kill, which may hit the opening. Sets `committed` to what the writer told last; false when it
   should have told something and did not. */
static bool kill_writer(pid_t writer, int fd, bool early, uint64_t *committed)
{
    enum { MAX_DELAY = 80000, MAX_EARLY = 4000 }; /* microseconds */
    bool wrote = early || read(fd, committed, sizeof *committed) == (ssize_t)sizeof *committed;
    struct timespec t = {0, (long)(rand() % (early ? MAX_EARLY : MAX_DELAY)) * 1000L};
    nanosleep(&t, NULL);
    kill(writer, SIGKILL);
    uint64_t told;
    while (read(fd, &told, sizeof told) == (ssize_t)sizeof told)
        *committed = told;
    waitpid(writer, NULL, 0);
    return wrote;
}

/* Starts a writer, kills it and checks what it leaves. */
static int kill_once(const char *dir, bool early, uint64_t *committed)
{
    int fds[2];
    if (pipe(fds))
        return fail("pipe", 0);
    fflush(NULL);
    pid_t writer = fork();
    if (writer < 0)
        return fail("fork", 0);
    if (writer == 0) {
        close(fds[0]);
        _exit(write_on(dir, fds[1]));
    }
    close(fds[1]);
    bool wrote = kill_writer(writer, fds[0], early, committed);
    close(fds[0]);
    return wrote ? check(dir, *committed) : fail("the writer committed nothing", *committed);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return fail("usage: index_kill DIRECTORY [KILLS [SEED]]", 0);
    long kills = argc > 2 ? atol(argv[2]) : 300;
    srand(argc > 3 ? (unsigned)atol(argv[3]) : 1);
    char dir[4096];
    snprintf(dir, sizeof dir, "%s/index-XXXXXX", argv[1]);
    if (!mkdtemp(dir))
        return fail("cannot make a directory", 0);
    uint64_t committed = 0;
    int bad = 0;
    for (long k = 0; k < kills && !bad; k++)
        bad = kill_once(dir, k % 4 == 3, &committed);
    printf("%ld kills, %llu documents committed, %s\n", kills, (unsigned long long)committed,
           bad ? "DAMAGED" : "all there");
    char command[4200];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command) || bad;
}
