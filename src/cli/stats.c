#include "stats.h"

#include <stdlib.h>
#include <string.h>

static struct reason *find(struct tally *t, const char *why)
{
    for (size_t i = 0; i < t->n; i++)
        if (!strcmp(t->reasons[i].why, why))
            return &t->reasons[i];
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 16;
        t->reasons = check_alloc(realloc(t->reasons, t->cap * sizeof *t->reasons));
    }
    t->reasons[t->n] = (struct reason){.why = copy_string(why)};
    return &t->reasons[t->n++];
}

/* The same of a reason that a document gives: the same reason nearly always comes as the same pointer. */
static struct reason *find_given(struct tally *t, const char *why)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->reasons[i].given == why)
            return &t->reasons[i];
    struct reason *r = find(t, why);
    r->given = why;
    return r;
}

void tally_reason(struct tally *t, const char *why, bool is_change, size_t bytes)
{
    struct reason *r = find_given(t, why);
    t->dropped += !is_change;
    t->changes += is_change;
    r->dropped += !is_change;
    r->changed += is_change;
    r->bytes += bytes;
}

void tally_document(struct tally *t, const struct articlean_document *document)
{
    t->documents++;
    bool is_copy = articlean_document_duplicate_of(document) != NULL;
    t->duplicates += is_copy;
    t->empty += !is_copy && articlean_document_is_empty(document);
    size_t n = articlean_document_n_blocks(document);
    struct articlean_block b;
    for (size_t i = 0; i < n && !articlean_document_block(document, i, &b); i++) {
        t->blocks++;
        if (b.verdict != ARTICLEAN_DROP) {
            t->kept++;
            continue;
        }
        tally_reason(t, b.why, false, b.size);
    }
    size_t n_changes = articlean_document_n_changes(document);
    struct articlean_change c;
    for (size_t i = 0; i < n_changes && !articlean_document_change(document, i, &c); i++)
        tally_reason(t, c.why, true, c.before_size);
}

void tally_add(struct tally *to, const struct tally *from)
{
    to->documents += from->documents;
    to->empty += from->empty;
    to->failed += from->failed;
    to->duplicates += from->duplicates;
    to->blocks += from->blocks;
    to->kept += from->kept;
    to->dropped += from->dropped;
    to->changes += from->changes;
    to->bytes_in += from->bytes_in;
    to->bytes_out += from->bytes_out;
    for (size_t i = 0; i < from->n; i++) {
        struct reason *r = find(to, from->reasons[i].why);
        r->dropped += from->reasons[i].dropped;
        r->changed += from->reasons[i].changed;
        r->bytes += from->reasons[i].bytes;
    }
}

void tally_clear(struct tally *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->reasons[i].why);
    free(t->reasons);
    *t = (struct tally){0};
}

static int most_first(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    uint64_t n = x->dropped + x->changed, m = y->dropped + y->changed;
    return n != m ? (n < m ? 1 : -1) : strcmp(x->why, y->why);
}

static struct reason *sorted(const struct tally *t)
{
    struct reason *copy = check_alloc(malloc((t->n + 1) * sizeof *copy));
    if (t->n) {
        memcpy(copy, t->reasons, t->n * sizeof *copy);
        qsort(copy, t->n, sizeof *copy, most_first);
    }
    return copy;
}

static const char *name_of(const struct reason *r)
{
    return *r->why ? r->why : "undecided";
}

void tally_table(const struct tally *t, struct text *out)
{
    const struct {
        const char *name;
        uint64_t n;
    } rows[] = {{"documents", t->documents}, {"  empty", t->empty},     {"  failed", t->failed},
                {"  copies", t->duplicates}, {"bytes in", t->bytes_in}, {"bytes out", t->bytes_out},
                {"blocks", t->blocks},       {"  kept", t->kept},       {"  removed", t->dropped},
                {"changes", t->changes}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text_f(out, "%-12s %12llu\n", rows[i].name, (unsigned long long)rows[i].n);
    struct reason *reasons = sorted(t);
    if (t->n)
        text_f(out, "\n%-40s %10s %10s %12s\n", "reason", "removed", "changed", "bytes");
    for (size_t i = 0; i < t->n; i++)
        text_f(out, "%-40s %10llu %10llu %12llu\n", name_of(&reasons[i]),
               (unsigned long long)reasons[i].dropped, (unsigned long long)reasons[i].changed,
               (unsigned long long)reasons[i].bytes);
    free(reasons);
}

void tally_json(const struct tally *t, struct text *out)
{
    text_f(out,
           "{\"documents\":%llu,\"empty\":%llu,\"failed\":%llu,\"copies\":%llu,\"bytes_in\":%llu,"
           "\"bytes_out\":%llu,\"blocks\":%llu,\"kept\":%llu,\"removed\":%llu,\"changes\":%llu,\"reasons\":{",
           (unsigned long long)t->documents, (unsigned long long)t->empty, (unsigned long long)t->failed,
           (unsigned long long)t->duplicates, (unsigned long long)t->bytes_in,
           (unsigned long long)t->bytes_out, (unsigned long long)t->blocks, (unsigned long long)t->kept,
           (unsigned long long)t->dropped, (unsigned long long)t->changes);
    struct reason *reasons = sorted(t);
    for (size_t i = 0; i < t->n; i++) {
        text_z(out, i ? "," : "");
        text_json(out, name_of(&reasons[i]), strlen(name_of(&reasons[i])));
        text_f(out, ":{\"removed\":%llu,\"changed\":%llu,\"bytes\":%llu}",
               (unsigned long long)reasons[i].dropped, (unsigned long long)reasons[i].changed,
               (unsigned long long)reasons[i].bytes);
    }
    text_z(out, "}}\n");
    free(reasons);
}

static void add_names(const struct reason *reasons, size_t n, bool is_change, size_t most, struct text *out)
{
    size_t named = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(is_change ? reasons[i].changed : reasons[i].dropped))
            continue;
        if (named++ == most) {
            text_z(out, ", ...");
            break;
        }
        text_f(out, "%s%s", named > 1 ? ", " : " (", name_of(&reasons[i]));
    }
    text_z(out, named ? ")" : "");
}

void tally_sentence(const struct tally *t, size_t most, struct text *out)
{
    struct reason *reasons = sorted(t);
    if (t->dropped) {
        text_f(out, "%llu block%s removed", (unsigned long long)t->dropped, t->dropped == 1 ? "" : "s");
        add_names(reasons, t->n, false, most, out);
    }
    if (t->changes) {
        text_f(out, "%s%llu place%s changed", t->dropped ? ", " : "", (unsigned long long)t->changes,
               t->changes == 1 ? "" : "s");
        add_names(reasons, t->n, true, most, out);
    }
    if (!t->dropped && !t->changes)
        text_z(out, "white space or encoding");
    free(reasons);
}
