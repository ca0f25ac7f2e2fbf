/* Accounts for every raw byte of a document: the ranges of its blocks in source order and what is between. */
#ifndef AL_FORMATS_ACCOUNT_H
#define AL_FORMATS_ACCOUNT_H

#include "doc/doc.h"

struct al_span {
    uint32_t start, end;          /* bytes of the raw record; spans touch and do not overlap */
    const struct al_block *block; /* NULL between blocks */
    const char *why;              /* of what is between: "decode.space" or "decode.markup" */
};

struct al_account {
    const struct al_doc *doc;
    uint32_t *order;   /* block numbers by start; NULL where they are so already */
    uint32_t *changes; /* change numbers by block */
    size_t i;
    uint32_t at;
};

/* Prepares the walk. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_account_begin(struct al_account *account, const struct al_doc *doc);
/* Gives the next span; false when all bytes were given. */
bool al_account_next(struct al_account *account, struct al_span *span);
/* Points *first at the numbers of the block's changes; returns how many there are. */
size_t al_account_changes(const struct al_account *account, const struct al_block *block,
                          const uint32_t **first);
void al_account_end(struct al_account *account);

#endif
