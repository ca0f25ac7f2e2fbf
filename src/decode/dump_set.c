#include "dump_set.h"

#include "base/ascii.h"

enum {
    MAX_INDENT = 64,   /* columns; beyond, a table has laid the text out */
    MAX_TOGETHER = 64, /* lines from the start without an empty one: blocks are not set apart */
    MIN_LONE_SHARE = 4 /* of lines in runs without indent one in so many stands alone */
};

/* What a text that is set has few or many of. */
struct tally {
    uint32_t n_single, n_more; /* empty lines between blocks: one, or several */
    uint32_t n_lone;           /* lines that are a block by themselves */
    uint32_t n_plain;          /* lines of blocks that no indent is in */
    uint32_t n_indented;       /* blocks that some is in */
};

/* The block whose lines are being counted. */
struct run {
    uint32_t n;
    bool is_indented;
};

static void take_run(struct tally *t, struct run *run, unsigned blank)
{
    if (!run->n)
        return;
    t->n_single += blank == 1;
    t->n_more += blank > 1;
    t->n_indented += run->is_indented;
    t->n_plain += run->is_indented ? 0 : run->n;
    t->n_lone += run->n == 1 && !run->is_indented;
    *run = (struct run){0};
}

/* Whether a line can be one of a text that is set: nothing behind its text, no item of a drawn list. */
static bool may_stand(const struct al_dump_line *line, const char *base)
{
    const char *start = base + line->start, *end = base + line->end;
    if (!line->text.n)
        return end - start <= 1;
    bool has_bullet = line->column != line->indent;
    const char *mark = start;
    while (has_bullet && (*mark == ' ' || *mark == '\t'))
        mark++;
    bool is_item = (has_bullet && (unsigned char)*mark >= 0x80) || (line->indent && line->hang);
    return end - (line->text.p + line->text.n) <= 1 && line->indent <= MAX_INDENT && !is_item;
}

static bool is_set(struct al_dump_lines lines)
{
    struct tally t = {0};
    struct run run = {0};
    struct al_dump_line line;
    unsigned blank = 0;
    for (bool is_first = true; al_dump_lines_next(&lines, &line); is_first = false) {
        if (!may_stand(&line, lines.text.p) || (is_first && (!line.text.n || line.indent)))
            return false;
        if (!line.text.n) {
            blank++;
            continue;
        }
        if (blank)
            take_run(&t, &run, blank);
        blank = 0;
        run.is_indented |= line.indent > 0;
        if (++run.n > MAX_TOGETHER && !t.n_single)
            return false;
    }
    take_run(&t, &run, 1);
    return t.n_indented && t.n_more * 3 <= t.n_single && t.n_lone * MIN_LONE_SHARE >= t.n_plain &&
           t.n_lone * 2 >= t.n_indented;
}

/* Whether any line but the first begins with white space: few texts have such lines. */
static bool has_indent(struct al_str text)
{
    const char *end = text.p + text.n;
    for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(end - p)));)
        if (++p < end && (*p == ' ' || *p == '\t'))
            return true;
    return false;
}

void al_dump_set_measure(struct al_dump_set *set, struct al_dump_lines lines)
{
    *set = (struct al_dump_set){.text = lines.text};
    set->is_set = has_indent(lines.text) && !lines.has_rare_ends && is_set(lines);
}

/* Reads the lines from `start` to the next empty one. */
static void read_run(struct al_dump_set *set, uint32_t start)
{
    const char *first = set->text.p + start, *end = set->text.p + set->text.n, *p = first;
    size_t n_wide = 0;
    bool is_indented = false;
    while (p < end && *p != '\n') {
        is_indented |= *p == ' ' || *p == '\t';
        for (; p < end && *p != '\n'; p++)
            n_wide += (unsigned char)*p >= 0x80;
        p += p < end;
    }
    set->end = (uint32_t)(p - set->text.p);
    set->is_code = is_indented && n_wide * 4 <= (size_t)(p - first);
}

bool al_dump_set_is_code(struct al_dump_set *set, const struct al_dump_line *line)
{
    if (!set->is_set || !line->text.n)
        return false;
    if (line->start >= set->end)
        read_run(set, line->start);
    return set->is_code;
}
