/* The one table of stages; runs a document through them. */
#ifndef AL_PIPELINE_PIPELINE_H
#define AL_PIPELINE_PIPELINE_H

#include "doc/doc.h"

enum { AL_N_STAGES = 4 };

struct al_pipeline {
    unsigned stages; /* bits of options.stages */
    unsigned timeout_ms;
    const struct articlean_sites *sites; /* borrowed, may be NULL */
    void *selves[AL_N_STAGES];
    int n_open;
};

/* Opens every stage; on failure those opened are closed again. */
enum articlean_status al_pipeline_open(struct al_pipeline *p, const struct articlean_options *options);
/* Runs the stages that are switched on, in order. */
enum articlean_status al_pipeline_run(struct al_pipeline *p, struct al_doc *doc);
void al_pipeline_close(struct al_pipeline *p);

#endif
