#include "report.h"

#include <stdarg.h>
#include <stdio.h>

void al_report(const struct al_reporter *r, enum articlean_level level, uint64_t offset, uint64_t line,
               uint64_t column, const char *format, ...)
{
    if (!r || !r->call)
        return;
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            *p = '?';
    struct articlean_report report = {level, r->name ? r->name : "", offset, line, column, text};
    r->call(&report, r->context);
}
