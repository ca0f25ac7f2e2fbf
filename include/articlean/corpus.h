/* What is remembered across documents: copies in one run or, with options.index, in many. Feed documents in
   input order, from one thread, as a cleaner with options.dedupe = ARTICLEAN_DEDUPE_CORPUS made them.

   A document is compared with those before it by the hash of its folded text and by its lowest shingle hashes
   (words in pairs; Chinese, Japanese, Thai, Lao, Khmer, Burmese characters in threes). Short blocks that many
   documents share do not count. The newest documents are held in memory (up to about 20 MiB), older ones in
   sorted files of 212 bytes a document and its name, which are mapped: in the index directory, or in unnamed
   files under TMPDIR. Nothing is ever forgotten. */
#ifndef ARTICLEAN_CORPUS_H
#define ARTICLEAN_CORPUS_H

#include <articlean/document.h>
#include <articlean/options.h>

enum {
    ARTICLEAN_SKETCH_HASHES = 63, /* lowest shingle hashes of a document that are compared */
    ARTICLEAN_SKETCH_KEYS = 8,    /* of them, those by which likely copies are found */
    ARTICLEAN_SKETCH_MIN = 8      /* a text of fewer hashes is only compared as a whole */
};

/* The lowest shingle hashes of a document in 128 bytes: without their lowest `shift` bits, as few as let the
   highest of them fit; ascending. Two hashes of a document may look equal. */
struct articlean_hashes {
    uint8_t n, shift;
    uint16_t value[ARTICLEAN_SKETCH_HASHES]; /* 0 from n on */
};

struct articlean_corpus;

/* Creates a memory of documents, or opens options->index. Troubles are reported through the options.
   ARTICLEAN_IO (errno tells; also when another process writes to the index), ARTICLEAN_BAD_FORMAT (the index
   is damaged or made with other parameters), ARTICLEAN_NO_MEMORY, ARTICLEAN_BAD_ARGUMENT. */
ARTICLEAN_API enum articlean_status articlean_corpus_new(const struct articlean_options *options,
                                                         struct articlean_corpus **out);

/* Compares the document with all before it. A copy gets duplicate_of and all its blocks are marked dropped
   with the reason "dedupe.document"; what is not an exact or near copy is remembered. The first in input
   order stays. A document with the id of the one it equals is that document come again, and stays.
   ARTICLEAN_BAD_ARGUMENT when the document was not made for a corpus, ARTICLEAN_IO, ARTICLEAN_NO_MEMORY. */
ARTICLEAN_API enum articlean_status articlean_corpus_add(struct articlean_corpus *corpus,
                                                         struct articlean_document *document);

/* Makes what was added lasting in the index directory; a kill at any moment leaves the index as of the last
   commit. Without an index, or when it is read-only, it does nothing. */
ARTICLEAN_API enum articlean_status articlean_corpus_commit(struct articlean_corpus *corpus);

/* Counts since articlean_corpus_new(), and the size of what is remembered. */
struct articlean_corpus_stats {
    uint64_t documents, empty, exact, near, contained; /* added, and found to be copies */
    uint64_t remembered;                               /* documents, those of earlier runs included */
    uint64_t segments, segment_bytes;                  /* files of the index */
};
ARTICLEAN_API void articlean_corpus_stats(const struct articlean_corpus *corpus,
                                          struct articlean_corpus_stats *out);

/* One remembered document; the strings are the corpus's and live until the next add. */
struct articlean_corpus_entry {
    const char *id;
    const struct articlean_hashes *hashes;
};
/* Fills *out for 0 <= i < remembered; ARTICLEAN_BAD_ARGUMENT otherwise. */
ARTICLEAN_API enum articlean_status articlean_corpus_entry(const struct articlean_corpus *corpus, uint64_t i,
                                                           struct articlean_corpus_entry *out);

/* Reads the whole index and compares checksums and order. ARTICLEAN_BAD_FORMAT when a file is damaged. */
ARTICLEAN_API enum articlean_status articlean_corpus_verify(const struct articlean_corpus *corpus);

/* Frees the memory without a commit; NULL is fine. */
ARTICLEAN_API void articlean_corpus_free(struct articlean_corpus *corpus);

/* The same comparison without a memory, for programs that bring likely copies together by other means. */
struct articlean_sketch {
    uint64_t fingerprint;                 /* hash of the folded text */
    uint32_t keys[ARTICLEAN_SKETCH_KEYS]; /* the lowest hashes whole; as many as there are */
    struct articlean_hashes hashes;
};

/* Takes the sketch of a document that was made for a corpus. Short blocks whose key is among the `n_chrome`
   in `chrome` (ascending) do not count. ARTICLEAN_BAD_ARGUMENT when the document was not made for a corpus.
 */
ARTICLEAN_API enum articlean_status articlean_document_sketch(const struct articlean_document *document,
                                                              const uint64_t *chrome, size_t n_chrome,
                                                              struct articlean_sketch *out);
/* Gives the key (hash of the folded text, never 0) of the document's i-th short block, in order;
   ARTICLEAN_BAD_ARGUMENT when there are no more. */
ARTICLEAN_API enum articlean_status articlean_document_short_block(const struct articlean_document *document,
                                                                   size_t i, uint64_t *key);
/* Tells what a later document is to an earlier one: "exact", "near", "contained", or NULL when it is no copy;
 *similarity is the estimated share of the later one that the earlier has. `near` as in the options. */
ARTICLEAN_API const char *articlean_sketch_compare(const struct articlean_sketch *later,
                                                   const struct articlean_sketch *earlier, float near,
                                                   float *similarity);

#endif
