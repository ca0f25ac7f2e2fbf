#include "class.h"

static const char *const names[ARTICLEAN_N_CLASSES] = {
    "none",    "title",  "heading", "list",  "table",      "code",    "quote",
    "caption", "byline", "nav",     "share", "comment",    "related", "ad",
    "cookie",  "legal",  "contact", "app",   "pagination", "tags",    "repeat"};

const char *articlean_class_name(enum articlean_class c)
{
    return (unsigned)c < ARTICLEAN_N_CLASSES ? names[c] : NULL;
}

int al_class_of_name(struct al_str name)
{
    for (int i = 0; i < ARTICLEAN_N_CLASSES; i++)
        if (al_str_eq(name, al_str_z(names[i])))
            return i;
    return -1;
}
