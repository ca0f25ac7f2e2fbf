/* A unit of the run in input order: an input begins, a record of it is cleaned, the input ends. */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include "journal.h"
#include "stats.h"
#include "text.h"

#include <articlean/articlean.h>
#include <sys/stat.h>

enum job_kind { JOB_BEGIN, JOB_RECORD, JOB_END };

struct job {
    enum job_kind kind;
    uint64_t number;   /* of records in the run, from 0 */
    struct text notes; /* messages to print before anything else of the job */
    int status;        /* exit status that the job asks for */

    /* BEGIN */
    char *path, *name, *mirror; /* owned */
    struct stat st;             /* of an input that is a file; st_nlink 0 when it is none */
    uint64_t n_skipped;         /* records that an earlier run wrote; UINT64_MAX: all, or it cannot be read */
    enum done done;

    /* BEGIN and END */
    bool is_failed; /* nothing, or not all, could be read; the notes say why */

    /* END */
    struct text raw;  /* the whole input where it is compared with the result */
    bool is_left_out; /* no text: a binary file or a container in a mode that rewrites files */

    /* RECORD */
    struct articlean_record record; /* borrowed while one thread works, else all in `memory` */
    void *memory;
    uint64_t raw_bytes; /* read from the input so far, compressed as it lies there */
    bool is_skipped;    /* an earlier run wrote it */
    struct text out, removed, fragment;
    struct tally tally;
    bool is_failed_record, is_empty, is_repaired;
    bool is_mended; /* out is the source itself with repairs, not a form of the document */
    float confidence;
};

struct job *job_new(enum job_kind kind);
/* Copies what the record borrows. */
void job_own(struct job *job);
void job_free(struct job *job);

#endif
