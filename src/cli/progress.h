/* The progress line on a terminal's stderr: documents, bytes, rate, time left. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Turns the line on; totals are 0 when not known. */
void progress_start(uint64_t total_files, uint64_t total_bytes);
/* Draws the line anew, a few times a second. */
void progress_show(uint64_t files, uint64_t documents, uint64_t bytes);
/* Removes the line before something else is printed. */
void progress_wipe(void);

#endif
