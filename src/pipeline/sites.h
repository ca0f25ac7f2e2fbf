/* Looks a document up in what was counted of its site. */
#ifndef AL_PIPELINE_SITES_H
#define AL_PIPELINE_SITES_H

#include <articlean/sites.h>

#include "doc/doc.h"

/* Sets n_elsewhere of each block and n_site_pages; many threads may look at once. */
enum articlean_status al_sites_look(const struct articlean_sites *sites, struct al_doc *doc);

#endif
