#include "sentence.h"

#include "base/utf8.h"
#include "props.h"

bool al_ends_sentence(struct al_str text)
{
    for (const char *end = text.p + text.n; end > text.p;) {
        const char *q = al_utf8_prev(text.p, end);
        uint32_t cp;
        al_utf8_decode(q, end, &cp);
        uint32_t bits = al_class(cp);
        if (bits & AL_C_STOP)
            return true;
        if (!(bits & AL_C_CLOSE))
            return false;
        end = q;
    }
    return false;
}
