/* Step filter: the records that no list drops, byte for byte. */
#include "records.h"
#include "set.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_ids(const struct settings *s, struct set *ids)
{
    FILE *f = fopen(s->drop, "r");
    if (!f)
        return complain(s, USAGE, "%s: %s", s->drop, strerror(errno));
    char *line = NULL;
    size_t cap = 0;
    int status = DONE;
    while (!status && getline(&line, &cap, f) > 0) {
        uint64_t hash = hash_of(line, strcspn(line, "\t\n"));
        if (set_reserve(ids, hash, 1))
            set_add(ids, hash);
        else
            status = complain(s, FAILED, "out of memory");
    }
    if (ferror(f))
        status = complain(s, FAILED, "%s: %s", s->drop, strerror(errno));
    free(line);
    fclose(f);
    return status;
}

static int print_kept(const struct record *r, void *context)
{
    const struct set *ids = context;
    if (!r->id || !set_has(ids, hash_of(r->id, strlen(r->id))))
        fwrite(r->line, 1, r->size, stdout);
    return DONE;
}

int step_filter(const struct settings *s)
{
    if (!s->drop)
        return complain(s, USAGE, "filter needs --drop=FILE");
    struct set ids = {0};
    int status = read_ids(s, &ids);
    if (!status)
        status = each_record(s, 1, print_kept, &ids);
    set_clear(&ids);
    return status;
}
