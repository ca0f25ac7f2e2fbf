/* Metadata of a page that no rule of a byline gives: from the HTML head, JSON-LD, the address, the first
   heading and the language of the text. */
#ifndef AL_STRIP_META_H
#define AL_STRIP_META_H

#include "doc/doc.h"

struct al_meta;

enum articlean_status al_meta_open(struct al_meta **out);

/* Reads doc->pairs and doc->url into doc->meta. Call it before the rules run: what the head says comes first,
   and rules for hosts need the host name. */
enum articlean_status al_meta_head(struct al_meta *meta, struct al_doc *doc);

/* Fills what is still missing once the verdicts are known: title, language. In a page that lost its HTML it
   keeps the headline ("meta.any.title", see title.h) and drops a copy of it that carries the site's name or
   key words ("meta.any.title-copy"). */
enum articlean_status al_meta_body(struct al_meta *meta, struct al_doc *doc);

void al_meta_close(struct al_meta *meta);

#endif
