/* Names of the classes of content. */
#ifndef AL_DOC_CLASS_H
#define AL_DOC_CLASS_H

#include "base/str.h"

#include <articlean/options.h>

/* Returns the class (enum articlean_class) of a lower-case name, -1 when there is none. */
int al_class_of_name(struct al_str name);

#endif
