/* Configuration files: `key = value` lines whose keys are long option names. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "options.h"

/* Applies one file: --config, $ARTICLEAN_CONFIG, the nearest .articlean.conf from the working directory up to
   the repository's root, the user's, the system's. `asked` holds what the command line says of it. A mistake
   ends the program with status 2, naming line and column. */
void config_load(struct settings *settings, const struct settings *asked);
/* Appends the settings in force as a configuration file. */
void config_dump(const struct settings *settings, struct text *out);

#endif
