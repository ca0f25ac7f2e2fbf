#include "account.h"

#include "base/alloc.h"

#include <stdlib.h>

static bool is_ordered(const struct al_doc *doc)
{
    for (size_t i = 1; i < doc->n_blocks; i++)
        if (doc->blocks[i].start < doc->blocks[i - 1].start)
            return false;
    return true;
}

static int by_start(const void *a, const void *b, void *context)
{
    const struct al_block *blocks = context;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    if (blocks[i].start != blocks[j].start)
        return blocks[i].start < blocks[j].start ? -1 : 1;
    return i < j ? -1 : 1;
}

static int by_block(const void *a, const void *b, void *context)
{
    const struct al_change *changes = context;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    if (changes[i].block != changes[j].block)
        return changes[i].block < changes[j].block ? -1 : 1;
    return i < j ? -1 : 1;
}

/* The numbers 0 .. n-1 in the order of `compare`; NULL when memory ends or n is 0. */
static uint32_t *sorted(size_t n, int (*compare)(const void *, const void *, void *), void *context)
{
    uint32_t *numbers = n ? al_malloc(n * sizeof *numbers) : NULL;
    if (!numbers)
        return NULL;
    for (size_t i = 0; i < n; i++)
        numbers[i] = (uint32_t)i;
    qsort_r(numbers, n, sizeof *numbers, compare, context);
    return numbers;
}

enum articlean_status al_account_begin(struct al_account *account, const struct al_doc *doc)
{
    *account = (struct al_account){.doc = doc};
    bool ordered = is_ordered(doc);
    if (!ordered)
        account->order = sorted(doc->n_blocks, by_start, doc->blocks);
    account->changes = sorted(doc->n_changes, by_block, doc->changes);
    if ((ordered || account->order) && (!doc->n_changes || account->changes))
        return ARTICLEAN_OK;
    al_account_end(account);
    return ARTICLEAN_NO_MEMORY;
}

static const char *reason_between(struct al_str raw)
{
    for (size_t i = 0; i < raw.n; i++)
        if (!al_ascii_space((unsigned char)raw.p[i]))
            return "decode.markup";
    return "decode.space";
}

bool al_account_next(struct al_account *account, struct al_span *span)
{
    const struct al_doc *doc = account->doc;
    const struct al_block *b = NULL;
    uint32_t size = (uint32_t)doc->raw.n, next = size;
    if (account->i < doc->n_blocks) {
        b = &doc->blocks[account->order ? account->order[account->i] : account->i];
        next = b->start < size ? b->start : size;
    }
    if (next > account->at) {
        *span = (struct al_span){account->at, next, NULL,
                                 reason_between(al_str(doc->raw.p + account->at, next - account->at))};
        account->at = next;
        return true;
    }
    if (!b)
        return false;
    uint32_t end = b->end < size ? b->end : size;
    *span = (struct al_span){account->at, end > account->at ? end : account->at, b, b->why};
    account->at = span->end;
    account->i++;
    return true;
}

size_t al_account_changes(const struct al_account *account, const struct al_block *block,
                          const uint32_t **first)
{
    const struct al_doc *doc = account->doc;
    uint32_t number = (uint32_t)(block - doc->blocks);
    size_t low = 0, high = doc->n_changes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->changes[account->changes[middle]].block < number)
            low = middle + 1;
        else
            high = middle;
    }
    size_t n = 0;
    while (low + n < doc->n_changes && doc->changes[account->changes[low + n]].block == number)
        n++;
    *first = n ? account->changes + low : NULL;
    return n;
}

void al_account_end(struct al_account *account)
{
    al_free(account->order);
    al_free(account->changes);
    account->order = account->changes = NULL;
}
