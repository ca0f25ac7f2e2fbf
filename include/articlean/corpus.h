/* What is remembered across documents: copies in one run. Feed documents in input order, from one thread. */
#ifndef ARTICLEAN_CORPUS_H
#define ARTICLEAN_CORPUS_H

#include <articlean/document.h>
#include <articlean/options.h>

struct articlean_corpus;

/* Creates an empty memory of documents. */
ARTICLEAN_API enum articlean_status articlean_corpus_new(const struct articlean_options *options,
                                                         struct articlean_corpus **out);

/* Compares the document with all before it. A copy gets duplicate_of and all its blocks are marked dropped
   with the reason "dedupe.document"; else it is remembered. The first in input order stays. */
ARTICLEAN_API enum articlean_status articlean_corpus_add(struct articlean_corpus *corpus,
                                                         struct articlean_document *document);

/* Frees the memory; NULL is fine. */
ARTICLEAN_API void articlean_corpus_free(struct articlean_corpus *corpus);

#endif
