/* Where sentences end. */
#ifndef AL_UNICODE_SENTENCE_H
#define AL_UNICODE_SENTENCE_H

#include "base/str.h"

/* Tells whether the last character of `text` (UTF-8), closing quotes and brackets aside, ends a sentence. */
bool al_ends_sentence(struct al_str text);

#endif
