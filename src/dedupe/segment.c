#include "segment.h"

#include "base/alloc.h"
#include "base/try.h"

#define XXH_INLINE_ALL
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static const char MAGIC[8] = {'A', 'R', 'T', 'S', 'E', 'G', '\r', '\n'};

enum { VERSION = 2, BYTE_ORDER_MARK = 0x01020304, BUFFER = 1 << 18 };

struct header {
    char magic[8];
    uint32_t version, byte_order;
    uint32_t sketch_size, sketch_keys;
    uint64_t first, n, n_postings, name_bytes;
    uint64_t content; /* checksum of all after the header */
    uint64_t self;    /* checksum of the header before this field */
};

/* Offsets of the sections from the start of the file, each a multiple of 8. */
struct layout {
    uint64_t exact, exact_numbers, postings, sketches, names, name_bytes, end;
};

static struct layout lay_out(const struct header *h)
{
    struct layout l = {.exact = sizeof *h};
    l.exact_numbers = l.exact + 8 * h->n;
    l.postings = l.exact_numbers + (4 * h->n + 7) / 8 * 8;
    l.sketches = l.postings + 8 * h->n_postings;
    l.names = l.sketches + sizeof(struct articlean_hashes) * h->n;
    l.name_bytes = l.names + 8 * (h->n + 1);
    l.end = l.name_bytes + h->name_bytes;
    return l;
}

/* A buffered writer that sums what goes through. */
struct out {
    int fd;
    size_t n;
    XXH3_state_t *sum;
    char *data;
};

static enum articlean_status write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return ARTICLEAN_IO;
        p += w;
        n -= (size_t)w;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status flush(struct out *o)
{
    XXH3_64bits_update(o->sum, o->data, o->n);
    size_t n = o->n;
    o->n = 0;
    return write_all(o->fd, o->data, n);
}

static enum articlean_status put(struct out *o, const void *data, size_t n)
{
    const char *p = data;
    while (n) {
        size_t take = n < BUFFER - o->n ? n : BUFFER - o->n;
        memcpy(o->data + o->n, p, take);
        o->n += take;
        p += take;
        n -= take;
        if (o->n == BUFFER)
            TRY(flush(o));
    }
    return ARTICLEAN_OK;
}

/* Cursor over the merged order of one sorted array of all segments; at most a handful of them. */
struct merge {
    const struct al_segment *segments;
    size_t n;
    uint64_t *at; /* next item of each segment */
};

/* Picks the segment whose next fingerprint is lowest; the earliest of equals. n when all are through. */
static size_t lowest_exact(const struct merge *m)
{
    size_t best = m->n;
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i] < m->segments[i].n &&
            (best == m->n || m->segments[i].exact[m->at[i]] < m->segments[best].exact[m->at[best]]))
            best = i;
    return best;
}

/* The posting that is next in segment i, its document counted from the first segment. */
static uint64_t next_posting(const struct merge *m, size_t i)
{
    return m->segments[i].postings[m->at[i]] + (m->segments[i].first - m->segments[0].first);
}

static size_t lowest_posting(const struct merge *m)
{
    size_t best = m->n;
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i] < m->segments[i].n_postings &&
            (best == m->n || next_posting(m, i) < next_posting(m, best)))
            best = i;
    return best;
}

static enum articlean_status put_exact(struct out *o, struct merge *m, bool numbers)
{
    memset(m->at, 0, m->n * sizeof *m->at);
    size_t i;
    uint64_t n = 0;
    for (; (i = lowest_exact(m)) < m->n; m->at[i]++, n++) {
        const struct al_segment *s = &m->segments[i];
        uint32_t number = s->exact_numbers[m->at[i]] + (uint32_t)(s->first - m->segments[0].first);
        TRY(numbers ? put(o, &number, sizeof number) : put(o, &s->exact[m->at[i]], 8));
    }
    return numbers && n % 2 ? put(o, "\0\0\0", 4) : ARTICLEAN_OK;
}

static enum articlean_status put_postings(struct out *o, struct merge *m)
{
    memset(m->at, 0, m->n * sizeof *m->at);
    for (size_t i; (i = lowest_posting(m)) < m->n; m->at[i]++) {
        uint64_t posting = next_posting(m, i);
        TRY(put(o, &posting, sizeof posting));
    }
    return ARTICLEAN_OK;
}

static enum articlean_status put_documents(struct out *o, const struct merge *m)
{
    for (size_t i = 0; i < m->n; i++)
        TRY(put(o, m->segments[i].sketches, (size_t)m->segments[i].n * sizeof *m->segments[i].sketches));
    uint64_t base = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct al_segment *s = &m->segments[i];
        for (uint64_t k = 0; k < s->n; k++) {
            uint64_t at = base + s->names[k];
            TRY(put(o, &at, sizeof at));
        }
        base += s->names[s->n];
    }
    TRY(put(o, &base, sizeof base));
    for (size_t i = 0; i < m->n; i++)
        TRY(put(o, m->segments[i].name_bytes, (size_t)m->segments[i].names[m->segments[i].n]));
    return flush(o);
}

static enum articlean_status write_sections(struct out *o, struct merge *m, struct header *h)
{
    for (size_t i = 0; i < m->n; i++) {
        h->n += m->segments[i].n;
        h->n_postings += m->segments[i].n_postings;
        h->name_bytes += m->segments[i].names[m->segments[i].n];
    }
    if (h->n > UINT32_MAX)
        return ARTICLEAN_LIMIT;
    if (lseek(o->fd, sizeof *h, SEEK_SET) < 0)
        return ARTICLEAN_IO;
    TRY(put_exact(o, m, false));
    TRY(put_exact(o, m, true));
    TRY(put_postings(o, m));
    TRY(put_documents(o, m));
    h->content = XXH3_64bits_digest(o->sum);
    h->self = XXH3_64bits(h, offsetof(struct header, self));
    if (lseek(o->fd, 0, SEEK_SET) < 0)
        return ARTICLEAN_IO;
    TRY(write_all(o->fd, (const char *)h, sizeof *h));
    return fsync(o->fd) ? ARTICLEAN_IO : ARTICLEAN_OK;
}

enum articlean_status al_segment_write(int fd, const struct al_segment *segments, size_t n)
{
    struct header h = {.version = VERSION,
                       .byte_order = BYTE_ORDER_MARK,
                       .sketch_size = AL_SKETCH_SIZE,
                       .sketch_keys = AL_SKETCH_KEYS,
                       .first = segments[0].first};
    memcpy(h.magic, MAGIC, sizeof MAGIC);
    XXH3_state_t sum;
    XXH3_64bits_reset(&sum);
    struct out o = {.fd = fd, .sum = &sum, .data = al_malloc(BUFFER)};
    struct merge m = {.segments = segments, .n = n, .at = al_malloc(n * sizeof *m.at)};
    enum articlean_status s = o.data && m.at ? write_sections(&o, &m, &h) : ARTICLEAN_NO_MEMORY;
    al_free(o.data);
    al_free(m.at);
    return s;
}

static bool header_is_right(const struct header *h, uint64_t size)
{
    if (memcmp(h->magic, MAGIC, sizeof MAGIC) != 0 || h->version != VERSION ||
        h->byte_order != BYTE_ORDER_MARK || h->sketch_size != AL_SKETCH_SIZE ||
        h->sketch_keys != AL_SKETCH_KEYS || h->self != XXH3_64bits(h, offsetof(struct header, self)))
        return false;
    return h->n <= UINT32_MAX && h->n_postings <= h->n * AL_SKETCH_KEYS && h->name_bytes <= size &&
           lay_out(h).end == size;
}

enum articlean_status al_segment_map(int fd, struct al_segment *out)
{
    struct stat st;
    if (fstat(fd, &st))
        return ARTICLEAN_IO;
    if (st.st_size < (off_t)sizeof(struct header) || (uintmax_t)st.st_size > SIZE_MAX)
        return ARTICLEAN_BAD_FORMAT;
    size_t size = (size_t)st.st_size;
    char *p = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED)
        return ARTICLEAN_IO;
    const struct header *h = (const struct header *)p;
    if (!header_is_right(h, size)) {
        munmap(p, size);
        return ARTICLEAN_BAD_FORMAT;
    }
    struct layout l = lay_out(h);
    *out = (struct al_segment){.first = h->first,
                               .n = h->n,
                               .n_postings = h->n_postings,
                               .exact = (const uint64_t *)(p + l.exact),
                               .exact_numbers = (const uint32_t *)(p + l.exact_numbers),
                               .postings = (const uint64_t *)(p + l.postings),
                               .sketches = (const struct articlean_hashes *)(p + l.sketches),
                               .names = (const uint64_t *)(p + l.names),
                               .name_bytes = p + l.name_bytes,
                               .map = p,
                               .map_size = size,
                               .checksum = h->content};
    return ARTICLEAN_OK;
}

void al_segment_unmap(struct al_segment *s)
{
    if (s->map)
        munmap(s->map, s->map_size);
    *s = (struct al_segment){0};
}

bool al_segment_is_sound(const struct al_segment *s)
{
    const char *p = s->map;
    if (XXH3_64bits(p + sizeof(struct header), s->map_size - sizeof(struct header)) != s->checksum)
        return false;
    for (uint64_t i = 0; i < s->n; i++)
        if ((i && s->exact[i] < s->exact[i - 1]) || s->exact_numbers[i] >= s->n ||
            s->names[i] >= s->names[i + 1] || s->name_bytes[s->names[i + 1] - 1])
            return false;
    for (uint64_t i = 0; i < s->n_postings; i++)
        if ((i && s->postings[i] < s->postings[i - 1]) || (uint32_t)s->postings[i] >= s->n)
            return false;
    return true;
}

/* First index whose value is not below `want`. The values are hashes, evenly spread, so that a guess by
   proportion lands near; it alternates with halving, which bounds the worst case. */
static size_t lower_bound(const uint64_t *a, size_t n, uint64_t want)
{
    size_t lo = 0, hi = n;
    for (bool guess = true; lo < hi; guess = !guess) {
        size_t mid = lo + (hi - lo) / 2;
        uint64_t low = a[lo], high = a[hi - 1];
        if (want <= low)
            return lo;
        if (want > high)
            return hi;
        if (guess && hi - lo > 16)
            mid = lo + (size_t)((double)(want - low) / ((double)(high - low) + 1) * (double)(hi - lo - 1));
        if (a[mid] < want)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const char *al_segment_name(const struct al_segment *s, uint64_t i)
{
    uint64_t at = s->names[i], bytes = (uint64_t)((const char *)s->map + s->map_size - s->name_bytes);
    return at < bytes && !s->name_bytes[bytes - 1] ? s->name_bytes + at : "";
}

const uint64_t *al_segment_postings(const struct al_segment *s, uint32_t hash, size_t *n)
{
    size_t i = lower_bound(s->postings, (size_t)s->n_postings, (uint64_t)hash << 32);
    size_t k = i;
    while (k < s->n_postings && s->postings[k] >> 32 == hash && k - i <= AL_MAX_POSTINGS)
        k++;
    *n = k - i;
    return s->postings + i;
}

bool al_segment_exact(const struct al_segment *s, uint64_t fingerprint, uint32_t *number)
{
    size_t i = lower_bound(s->exact, (size_t)s->n, fingerprint);
    if (i >= s->n || s->exact[i] != fingerprint)
        return false;
    *number = s->exact_numbers[i];
    return true;
}
