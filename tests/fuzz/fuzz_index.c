/* The reader of index segments: a file of any bytes is refused, or answers every question within its bounds.
 */
#include "fuzz.h"

#include "dedupe/segment.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", 0);
    fuzz_check(fd >= 0 && write(fd, data, size) == (ssize_t)size, "a file is made");
    struct al_segment segment;
    if (!al_segment_map(fd, &segment)) {
        al_segment_is_sound(&segment);
        uint32_t number;
        for (uint32_t i = 0; i < 64; i++) {
            size_t n;
            al_segment_name(&segment, i);
            al_segment_postings(&segment, i * 67108859u, &n);
            al_segment_exact(&segment, i * UINT64_C(288230376151711717), &number);
        }
        al_segment_unmap(&segment);
    }
    close(fd);
    return 0;
}
