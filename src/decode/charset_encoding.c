#include "charset_encoding.h"

#include <stddef.h>

enum { MAX_LABEL = 40 };

const struct al_encoding *al_encoding_by_name(const char *name)
{
    for (unsigned i = 0; i < al_n_encodings; i++)
        if (strcmp(al_encodings[i].name, name) == 0)
            return &al_encodings[i];
    return NULL;
}

static const struct al_encoding *lookup(const struct al_encoding_label *labels, unsigned n,
                                        const char *wanted)
{
    unsigned low = 0, high = n;
    while (low < high) {
        unsigned mid = (low + high) / 2;
        int order = strcmp(labels[mid].label, wanted);
        if (order == 0)
            return &al_encodings[labels[mid].encoding];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* Lower case, without white space around; false when no label is so long. */
static bool normalize(struct al_str label, char out[MAX_LABEL])
{
    label = al_str_trim(label);
    if (!label.n || label.n >= MAX_LABEL)
        return false;
    for (size_t i = 0; i < label.n; i++)
        out[i] = (char)al_ascii_lower((unsigned char)label.p[i]);
    out[label.n] = '\0';
    return true;
}

const struct al_encoding *al_encoding_by_label(struct al_str label)
{
    char wanted[MAX_LABEL];
    if (!normalize(label, wanted))
        return NULL;
    const struct al_encoding *e = lookup(al_standard_labels, al_n_standard_labels, wanted);
    return e ? e : lookup(al_further_labels, al_n_further_labels, wanted);
}

const struct al_encoding *al_encoding_by_further_label(struct al_str label)
{
    char wanted[MAX_LABEL];
    if (!normalize(label, wanted))
        return NULL;
    const struct al_encoding *e = lookup(al_further_labels, al_n_further_labels, wanted);
    return e ? e : lookup(al_standard_labels, al_n_standard_labels, wanted);
}
