/* articlean: raw page dumps to clean UTF-8 article text. Includes every public header. */
#ifndef ARTICLEAN_ARTICLEAN_H
#define ARTICLEAN_ARTICLEAN_H

#define ARTICLEAN_VERSION_MAJOR 0
#define ARTICLEAN_VERSION_MINOR 1
#define ARTICLEAN_VERSION_PATCH 0
#define ARTICLEAN_VERSION "0.1.0"

#include <articlean/cleaner.h>
#include <articlean/corpus.h>
#include <articlean/document.h>
#include <articlean/options.h>
#include <articlean/reader.h>
#include <articlean/report.h>
#include <articlean/rules.h>
#include <articlean/sites.h>
#include <articlean/status.h>

/* Returns the version of the library that is running. */
ARTICLEAN_API const char *articlean_version(void);

#endif
