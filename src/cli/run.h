/* The run: reads every input, has its records cleaned, and hands them to the output. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "options.h"

void run(const struct settings *settings);

#endif
