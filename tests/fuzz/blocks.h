/* Documents for the targets of single stages: the input's lines become blocks, their first bytes the facts.
 */
#ifndef TESTS_FUZZ_BLOCKS_H
#define TESTS_FUZZ_BLOCKS_H

#include "doc/doc.h"

/* Appends a block for every line of data; with `html` they also get elements. Text is made valid UTF-8 by
 * cutting. */
void fuzz_blocks(struct al_doc *doc, const uint8_t *data, size_t size, bool html);

#endif
