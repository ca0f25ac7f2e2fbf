/* What JSON-LD says of an article. The only file that reads JSON in this stage. */
#ifndef AL_STRIP_LINKED_H
#define AL_STRIP_LINKED_H

#include "doc/doc.h"

/* Reads one JSON-LD text and sets what it says of its first article (or of the page when there is none) in
   doc->meta unless set already. Text that is no JSON is ignored. */
enum articlean_status al_linked_read(struct al_doc *doc, struct al_str json);

#endif
