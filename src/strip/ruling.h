/* Applies the hits of rules to the blocks of a document. Knows no phrase and no model. */
#ifndef AL_STRIP_RULING_H
#define AL_STRIP_RULING_H

#include "doc/doc.h"

/* A page with more lines of metadata lists articles: they are its content. */
enum { AL_META_LINES = 4 };

struct al_ruling;

/* Creates the state for one cleaner: options->rules, or the built-in packs when NULL. */
enum articlean_status al_ruling_open(const struct articlean_options *options, struct al_ruling **out);

/* Folds the document (al_doc_fold) and applies every rule. What is set in a block:
   - drop, meta, and the line of an end rule: verdict DROP, why = rule id, class_of, is_final = 1. Not for a
     block that weighs more than the rule's limit (al_key_weight, 200 unless the rule says max or long). For a
   class of options->keep_classes verdict KEEP, why = "option.keep", unless another rule drops the block; The
   fifth and later metadata lines of a page get hint -= 1 instead: such a page lists articles;
   - keep: verdict KEEP, is_final = 1, and no later rule drops it;
   - hint: hint += weight, hint_class = class of the strongest; no verdict (under ARTICLEAN_PRECISION a sum of
     -2 or less drops short blocks too, not final);
   - end: what follows has hint -= 1, hint_class, and where it is no prose verdict DROP, why = the end rule's
   id, is_final = 0: a model may think otherwise. Off under ARTICLEAN_RECALL;
   - a short line between two lines that were dropped before any prose has begun: verdict DROP, why
     "zone.any.enclosed", is_final = 0;
   - cut: text and key are shortened, al_doc_change() has the removed part with an empty `after`, the rule's
   id and its range in the raw input (the block's range where the text is not the raw bytes). Metadata of
   named groups goes to doc->meta (dates as al_date_iso gives them) unless set already. */
enum articlean_status al_ruling_run(struct al_ruling *r, struct al_doc *doc);

/* After the model has decided: lines that a rule would drop, but that stood out of its zone for the chrome
   around them, are dropped where what is kept puts them into it, as a second run over the output would. For
   the document of the last al_ruling_run(). */
enum articlean_status al_ruling_again(struct al_ruling *r, struct al_doc *doc);

void al_ruling_close(struct al_ruling *r);

#endif
