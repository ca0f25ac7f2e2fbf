/* What a run with --output has finished, kept beside the output so that --resume can go on after a kill.
   Lines are appended whole; a torn last line counts as not written. */
#ifndef CLI_JOURNAL_H
#define CLI_JOURNAL_H

#include "text.h"

#include <stdint.h>
#include <sys/stat.h>

struct journal;

/* How far a run came that ended inside an input. */
struct point {
    uint64_t inputs;  /* finished before it */
    uint64_t chain;   /* hash of their names in order */
    uint64_t records; /* of the next input that are written */
    uint64_t out;     /* bytes of output that belong to them */
    uint64_t removed; /* bytes of --removed */
    uint64_t name;    /* hash of the input's name, 0 when none was begun */
    uint64_t failed;  /* failures that only this point remembers: in a tree, those in the next input */
};

/* What is known of an input from the run that is resumed. */
enum done { NOT_DONE, DONE, DONE_IN_PART }; /* in part: something in it failed */

uint64_t hash_bytes(const void *data, size_t size, uint64_t seed);
uint64_t hash_name(const char *name);

/* Reads the journal at `path` of an earlier run, if there is one, and prepares to write it anew or to append.
   `key` stands for the options; with `resume` other options end the program. The file is created by the first
   write. */
struct journal *journal_open(const char *path, uint64_t key, bool resume);
/* The point where the earlier run ended, NULL when it wrote none or is not resumed. */
const struct point *journal_point_reached(const struct journal *journal);
/* Bytes of --removed that the resumed run may rely on. */
uint64_t journal_removed(const struct journal *journal);
/* An earlier run wrote this output, or began to. */
bool journal_made(const struct journal *journal, const char *name);
/* Whether the resumed run finished this input and it has not changed since. */
enum done journal_done(const struct journal *journal, const char *name, const struct stat *st);

void journal_write_made(struct journal *journal, const char *name);
/* `removed` is the size of --removed with all that belongs to this input and those before it. */
void journal_write_done(struct journal *journal, const char *name, const struct stat *st, enum done done,
                        uint64_t removed);
void journal_write_point(struct journal *journal, const struct point *point, const char *name);
/* Removes the file when `remove` is true (nothing is left to resume) and frees the journal; NULL is fine. */
void journal_close(struct journal *journal, bool remove);

#endif
