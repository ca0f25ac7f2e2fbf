#include "pipeline.h"

#include "base/try.h"
#include "decode/decode.h"
#include "dedupe/dedupe.h"
#include "normalize/normalize.h"
#include "sites.h"
#include "strip/strip.h"

/* A stage: its state for one cleaner is made by open, run marks and changes blocks and never removes one. */
static const struct stage {
    const char *name;
    unsigned bit;
    enum articlean_status (*open)(const struct articlean_options *options, void **self);
    enum articlean_status (*run)(void *self, struct al_doc *doc);
    void (*close)(void *self);
} stages[AL_N_STAGES] = {
    {"decode", ARTICLEAN_DECODE, al_decode_open, al_decode_run, al_decode_close},
    {"normalize", ARTICLEAN_NORMALIZE, al_normalize_open, al_normalize_run, al_normalize_close},
    {"strip", ARTICLEAN_STRIP, al_strip_open, al_strip_run, al_strip_close},
    {"dedupe", ARTICLEAN_DEDUPE, al_dedupe_open, al_dedupe_run, al_dedupe_close},
};

enum articlean_status al_pipeline_open(struct al_pipeline *p, const struct articlean_options *options)
{
    *p = (struct al_pipeline){.stages = options->stages | ARTICLEAN_DECODE,
                              .timeout_ms = options->timeout_ms,
                              .sites = options->sites};
    for (int i = 0; i < AL_N_STAGES; i++) {
        enum articlean_status s = stages[i].open(options, &p->selves[i]);
        if (s) {
            al_pipeline_close(p);
            return s;
        }
        p->n_open++;
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_pipeline_run(struct al_pipeline *p, struct al_doc *doc)
{
    doc->deadline = p->timeout_ms ? al_now_ms() + p->timeout_ms : 0;
    for (int i = 0; i < AL_N_STAGES; i++) {
        if (!(p->stages & stages[i].bit))
            continue;
        if (p->sites && stages[i].bit == ARTICLEAN_STRIP)
            TRY(al_sites_look(p->sites, doc));
        TRY(stages[i].run(p->selves[i], doc));
        if (doc->deadline)
            TRY(al_doc_look_at_clock(doc));
    }
    return ARTICLEAN_OK;
}

void al_pipeline_close(struct al_pipeline *p)
{
    while (p->n_open > 0) {
        p->n_open--;
        stages[p->n_open].close(p->selves[p->n_open]);
        p->selves[p->n_open] = NULL;
    }
}
