/* Step index: what an index directory of articlean holds. */
#include "step.h"

#include <articlean/articlean.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void report(const struct articlean_report *r, void *context)
{
    complain(context, 0, "%s: %s", r->name, r->text);
}

static int inspect(const struct articlean_corpus *corpus)
{
    struct articlean_corpus_stats stats;
    articlean_corpus_stats(corpus, &stats);
    printf("documents\t%" PRIu64 "\nsegments\t%" PRIu64 "\nbytes\t%" PRIu64 "\nbytes_per_document\t%.1f\n",
           stats.remembered, stats.segments, stats.segment_bytes,
           stats.remembered ? (double)stats.segment_bytes / (double)stats.remembered : 0.0);
    return DONE;
}

static int export(const struct articlean_corpus *corpus)
{
    struct articlean_corpus_entry e;
    for (uint64_t i = 0; articlean_corpus_entry(corpus, i, &e) == ARTICLEAN_OK; i++) {
        printf("%s\t", e.id);
        for (size_t k = 0; k < e.hashes->n; k++)
            printf("%s%08" PRIx32, k ? "," : "", (uint32_t)e.hashes->value[k] << e.hashes->shift);
        putchar('\n');
    }
    return DONE;
}

int step_index(const struct settings *s)
{
    if (s->n_operands != 2)
        return complain(s, USAGE, "usage: index inspect|verify|export DIR");
    const char *action = s->operands[0];
    bool verify = strcmp(action, "verify") == 0;
    if (!verify && strcmp(action, "inspect") != 0 && strcmp(action, "export") != 0)
        return complain(s, USAGE, "no such action: %s", action);
    struct articlean_options options;
    articlean_options_init(&options);
    options.index = s->operands[1];
    options.index_read_only = 1;
    options.report = report;
    options.report_context = (void *)s;
    struct articlean_corpus *corpus;
    enum articlean_status status = articlean_corpus_new(&options, &corpus);
    if (status)
        return complain(s, FAILED, "%s: %s", options.index, articlean_strerror(status));
    int result = verify ? DONE : *action == 'i' ? inspect(corpus) : export(corpus);
    if (verify && articlean_corpus_verify(corpus))
        result = complain(s, PARTIAL, "%s: a segment is damaged; rebuild the index", options.index);
    articlean_corpus_free(corpus);
    return result;
}
