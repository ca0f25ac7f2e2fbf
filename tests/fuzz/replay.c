/* Runs a fuzz target over files and folders, each as it is and with deterministic damage, with any compiler.
   usage: replay ROUNDS PATH... */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_SIZE = 1 << 17 };

static unsigned long n_runs;
static int rounds;

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Flips, removes or repeats a few bytes. */
static size_t damage(uint8_t *data, size_t size, uint32_t *state)
{
    for (uint32_t k = 1 + next_random(state) % 8; k && size; k--) {
        size_t at = next_random(state) % size;
        size_t n = 1 + next_random(state) % 64;
        if (n > size - at)
            n = size - at;
        switch (next_random(state) % 4) {
        case 0:
            data[at] = (uint8_t)next_random(state);
            break;
        case 1:
            data[at] ^= (uint8_t)(1u << next_random(state) % 8);
            break;
        case 2:
            memmove(data + at, data + at + n, size - at - n);
            size -= n;
            break;
        default:
            memmove(data + at, data + next_random(state) % size / 2, n / 2);
        }
    }
    return size;
}

/* Gives the target the input in memory of just its size, so that sanitizers see a read behind its end. */
static void run_bytes(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    fuzz_check(exact != NULL, "memory");
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    n_runs++;
}

static void run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    fuzz_check(f != NULL, path);
    uint8_t *data = malloc(MAX_SIZE), *copy = malloc(MAX_SIZE);
    fuzz_check(data && copy, "memory");
    size_t size = fread(data, 1, MAX_SIZE, f);
    fclose(f);
    uint32_t state = (uint32_t)size * 2654435761u + 1;
    for (int r = 0; r <= rounds; r++) {
        memcpy(copy, data, size);
        run_bytes(copy, r ? damage(copy, size, &state) : size);
    }
    free(data);
    free(copy);
}

static void run_path(const char *path)
{
    struct stat st;
    fuzz_check(!stat(path, &st), path);
    if (!S_ISDIR(st.st_mode)) {
        run_file(path);
        return;
    }
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    fuzz_check(n >= 0, path);
    for (int i = 0; i < n; i++) {
        char child[4096];
        if (names[i]->d_name[0] != '.' &&
            snprintf(child, sizeof child, "%s/%s", path, names[i]->d_name) < (int)sizeof child)
            run_path(child);
        free(names[i]);
    }
    free(names);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: replay ROUNDS PATH...\n");
        return 2;
    }
    rounds = atoi(argv[1]);
    for (int i = 2; i < argc; i++)
        run_path(argv[i]);
    printf("%lu runs\n", n_runs);
    return n_runs ? 0 : 1;
}
