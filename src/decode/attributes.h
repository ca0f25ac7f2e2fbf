/* The attributes that somebody reads, of one start tag. */
#ifndef AL_DECODE_ATTRIBUTES_H
#define AL_DECODE_ATTRIBUTES_H

#include "outline.h"
#include "tokenizer.h"

enum al_attr {
    AL_ATTR_ID,
    AL_ATTR_REL,
    AL_ATTR_HREF,
    AL_ATTR_LANG,
    AL_ATTR_NAME,
    AL_ATTR_ROLE,
    AL_ATTR_TYPE,
    AL_ATTR_CLASS,
    AL_ATTR_STYLE,
    AL_ATTR_HIDDEN,
    AL_ATTR_CONTENT,
    AL_ATTR_DATETIME,
    AL_ATTR_ITEMPROP,
    AL_ATTR_ITEMTYPE,
    AL_ATTR_PROPERTY,
    AL_ATTR_DATA_PAGE,
    AL_ATTR_ARIA_LABEL,
    AL_ATTR_DATA_PROPS,
    AL_ATTR_ARIA_HIDDEN,
    AL_ATTR_DATA_TESTID,
    AL_ATTR_DATA_COMPONENT,
    AL_ATTR_DATA_PRELOADED,
    AL_N_ATTRS
};

struct al_attributes {
    uint32_t present;                /* bits 1 << enum al_attr */
    struct al_str value[AL_N_ATTRS]; /* as written; only what is present is set */
};

/* Reads all attributes of the tag that `t` stands in; of equal names the first counts. */
void al_attributes_read(struct al_attributes *a, struct al_tokenizer *t);

static inline struct al_str al_attribute(const struct al_attributes *a, enum al_attr i)
{
    return a->present >> i & 1 ? a->value[i] : al_str(NULL, 0);
}

/* Sets names, class and those flags of an element that its attributes decide. */
void al_attributes_describe(const struct al_attributes *a, struct al_open *element);

#endif
