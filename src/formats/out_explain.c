#include "account.h"
#include "base/utf8.h"
#include "json_out.h"
#include "unicode/width.h"

enum { TEXT_COLUMNS = 60, CHANGE_COLUMNS = 24 };

#define GREEN "\033[32m"
#define RED "\033[31m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

static void set_color(struct al_out *out, const char *code)
{
    if (out->flags & ARTICLEAN_WITH_COLOR)
        al_out_z(out, code);
}

/* Writes `text` on one line, at most `columns` wide, invisible and control characters made visible. */
static void write_clipped(struct al_out *out, struct al_str text, unsigned columns)
{
    unsigned used = 0;
    for (const char *p = text.p, *end = text.n ? p + text.n : p; p < end;) {
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        uint32_t class = al_class(cp);
        bool hidden = class & (AL_C_CONTROL | AL_C_FORMAT | AL_C_NONCHAR);
        unsigned width = hidden ? 1 : al_cp_width(cp);
        if (used + width > columns) {
            al_out_z(out, "…");
            return;
        }
        if (hidden)
            al_out_z(out, "?");
        else if (class & AL_C_SPACE)
            al_out_z(out, " ");
        else if (cp == AL_REPLACEMENT)
            al_out_z(out, "\xEF\xBF\xBD");
        else
            al_out_bytes(out, p, n);
        used += width;
        p += n;
    }
}

/* Writes `z` and blanks up to `width` bytes. */
static void write_padded(struct al_out *out, const char *z, size_t width)
{
    size_t n = strlen(z);
    write_clipped(out, al_str(z, n), (unsigned)width);
    al_out_repeat(out, ' ', n < width ? width - n : 0);
    al_out_z(out, " ");
}

/* Two decimals are enough for people. */
static void write_share(struct al_out *out, float share)
{
    unsigned n = share >= 1 ? 100 : share > 0 ? (unsigned)((double)share * 100 + .5) : 0;
    char digits[] = {(char)('0' + n / 100), '.', (char)('0' + n / 10 % 10), (char)('0' + n % 10)};
    al_out_bytes(out, digits, sizeof digits);
}

/* Where a rule or a stage was certain the model was not asked. */
static void write_score(struct al_out *out, const struct al_block *b)
{
    if (b->score < 0 || (b->is_final && b->score <= 0))
        al_out_z(out, "   -");
    else
        write_share(out, b->score);
    al_out_z(out, " ");
}

static size_t n_digits(uint64_t v)
{
    size_t n = 1;
    while (v >= 10)
        v /= 10, n++;
    return n;
}

static void write_range(struct al_out *out, const struct al_span *span)
{
    size_t n = n_digits(span->start) + n_digits(span->end) + 1;
    al_out_repeat(out, ' ', n < 13 ? 13 - n : 0);
    al_out_uint(out, span->start);
    al_out_z(out, "-");
    al_out_uint(out, span->end);
    al_out_z(out, "  ");
}

static void write_change(struct al_out *out, const struct al_change *c)
{
    set_color(out, DIM);
    al_out_z(out, "    ~ ");
    al_out_z(out, c->why);
    al_out_z(out, ": \"");
    write_clipped(out, c->before, CHANGE_COLUMNS);
    al_out_z(out, "\" -> \"");
    write_clipped(out, c->after, CHANGE_COLUMNS);
    al_out_z(out, "\"\n");
    set_color(out, PLAIN);
}

static void write_block(struct al_out *out, const struct al_account *account, const struct al_span *span)
{
    const struct al_block *b = span->block;
    bool kept = al_block_kept(b);
    set_color(out, kept ? GREEN : RED);
    al_out_z(out, kept ? "+ " : "- ");
    const char *class = b->class_of ? articlean_class_name((enum articlean_class)b->class_of)
                                    : al_kind_name((enum articlean_kind)b->kind);
    write_padded(out, class, 10);
    write_score(out, b);
    write_range(out, span);
    write_padded(out, b->why, 24);
    set_color(out, PLAIN);
    write_clipped(out, b->text, TEXT_COLUMNS);
    if (b->note && *b->note) {
        set_color(out, DIM);
        al_out_z(out, "  (");
        write_clipped(out, al_str_z(b->note), 2 * TEXT_COLUMNS);
        al_out_z(out, ")");
        set_color(out, PLAIN);
    }
    al_out_z(out, "\n");
    const uint32_t *numbers;
    size_t n = al_account_changes(account, b, &numbers);
    for (size_t i = 0; i < n; i++)
        write_change(out, &account->doc->changes[numbers[i]]);
}

/* Says in words what the encoding rests on. */
static const char *by_in_words(const char *by)
{
    static const char *const words[][2] = {
        {"ascii", "nothing but ASCII"},  {"utf-8", "valid UTF-8"},
        {"bom", "its byte order mark"},  {"meta", "declared in the page"},
        {"xml", "declared in the page"}, {"header", "declared by the server"},
        {"option", "as told"},           {"nulls", "guessed by zero bytes"},
        {"statistics", "guessed"},       {"escape", "by its escape sequences"}};
    for (size_t i = 0; by && i < sizeof words / sizeof *words; i++)
        if (strcmp(by, words[i][0]) == 0)
            return words[i][1];
    return by ? by : "";
}

static void write_duplicate(struct al_out *out, const struct al_doc *doc)
{
    al_out_z(out, "# ");
    al_out_z(out, doc->duplicate_kind ? doc->duplicate_kind : "");
    al_out_z(out, " copy of ");
    write_clipped(out, al_str_z(doc->duplicate_of), 2 * TEXT_COLUMNS);
    al_out_z(out, "\n");
}

static void write_head(struct al_out *out, const struct al_doc *doc)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < doc->n_blocks; i++)
        n_kept += al_block_kept(&doc->blocks[i]);
    al_out_z(out, "# ");
    write_clipped(out, al_str_z(doc->name), 2 * TEXT_COLUMNS);
    al_out_z(out, ": ");
    if (doc->error || !doc->n_blocks) {
        write_clipped(out, al_str_z(doc->error ? doc->error : "no text in it"), 2 * TEXT_COLUMNS);
        al_out_z(out, "\n");
    }
    if (!doc->n_blocks)
        return;
    al_out_z(out, doc->error ? "# " : "");
    al_out_z(out, doc->encoding ? doc->encoding : "");
    al_out_z(out, " (");
    al_out_z(out, by_in_words(doc->encoding_by));
    al_out_z(out, "), ");
    al_out_uint(out, n_kept);
    al_out_z(out, " of ");
    al_out_uint(out, doc->n_blocks);
    al_out_z(out, " blocks kept, confidence ");
    write_share(out, doc->confidence);
    al_out_z(out, "\n");
    if (doc->duplicate_of)
        write_duplicate(out, doc);
    else if (!n_kept)
        al_out_z(out, "# nothing looks like an article here\n");
    al_out_z(
        out,
        "# class      score        bytes  reason                   text  (what speaks for the verdict)\n");
}

void al_out_explain(struct al_out *out, const struct al_doc *doc)
{
    struct al_account account;
    struct al_span span;
    out->status = al_account_begin(&account, doc);
    if (out->status)
        return;
    write_head(out, doc);
    while (al_account_next(&account, &span))
        if (span.block)
            write_block(out, &account, &span);
    al_account_end(&account);
}

static void json_change(struct al_out *out, bool *is_first, const struct al_change *c)
{
    bool first = true;
    al_out_z(out, *is_first ? "{" : ",{");
    *is_first = false;
    al_json_member_uint(out, &first, "start", c->start);
    al_json_member_uint(out, &first, "end", c->end);
    al_json_member_str(out, &first, "before", c->before);
    al_json_member_str(out, &first, "after", c->after);
    al_json_member(out, &first, "why", c->why);
    al_out_z(out, "}");
}

static void json_block(struct al_out *out, const struct al_account *account, const struct al_block *b,
                       bool *first)
{
    al_json_member(out, first, "verdict", al_verdict_name(b));
    al_json_member(out, first, "why", b->why);
    al_json_member(out, first, "class", articlean_class_name((enum articlean_class)b->class_of));
    al_json_member(out, first, "kind", al_kind_name((enum articlean_kind)b->kind));
    al_json_member_uint(out, first, "level", b->level);
    al_json_key(out, first, "score");
    if (b->score < 0)
        al_out_z(out, "null");
    else
        al_out_share(out, (double)b->score);
    al_json_member_str(out, first, "text", b->text);
    if (b->note && *b->note)
        al_json_member(out, first, "note", b->note);
    const uint32_t *numbers;
    size_t n = al_account_changes(account, b, &numbers);
    if (!n)
        return;
    bool first_change = true;
    al_json_key(out, first, "changes");
    al_out_z(out, "[");
    for (size_t i = 0; i < n; i++)
        json_change(out, &first_change, &account->doc->changes[numbers[i]]);
    al_out_z(out, "]");
}

static void json_head(struct al_out *out, const struct al_doc *doc)
{
    bool first = true;
    al_out_z(out, "{");
    al_json_member(out, &first, "id", doc->id ? doc->id : "");
    al_json_member(out, &first, "name", doc->name ? doc->name : "");
    al_json_member_uint(out, &first, "part", doc->part);
    al_json_member_uint(out, &first, "size", doc->raw.n);
    al_json_member(out, &first, "encoding", doc->encoding);
    al_json_member(out, &first, "by", doc->encoding_by);
    al_json_key(out, &first, "confidence");
    al_out_share(out, (double)doc->confidence);
    al_json_key(out, &first, "flags");
    al_out_flags(out, doc);
    al_json_member(out, &first, "error", doc->error);
    al_json_member(out, &first, "duplicate_of", doc->duplicate_of);
    for (int key = 0; key < ARTICLEAN_N_META; key++)
        al_json_member(out, &first, al_meta_name((enum articlean_meta)key), doc->meta[key].p);
    al_out_z(out, "}\n");
}

void al_out_explain_jsonl(struct al_out *out, const struct al_doc *doc)
{
    struct al_account account;
    struct al_span span;
    out->status = al_account_begin(&account, doc);
    if (out->status)
        return;
    json_head(out, doc);
    while (al_account_next(&account, &span)) {
        bool first = true;
        al_out_z(out, "{");
        al_json_member_uint(out, &first, "start", span.start);
        al_json_member_uint(out, &first, "end", span.end);
        if (span.block) {
            json_block(out, &account, span.block, &first);
        } else {
            al_json_member(out, &first, "verdict", "none");
            al_json_member(out, &first, "why", span.why);
        }
        al_out_z(out, "}\n");
    }
    al_account_end(&account);
}

static void json_removed(struct al_out *out, const struct al_doc *doc, uint32_t start, uint32_t end,
                         const char *why, struct al_str text)
{
    bool first = true;
    al_out_z(out, "{");
    al_json_member(out, &first, "id", doc->id ? doc->id : "");
    if (doc->part || !doc->is_last_part)
        al_json_member_uint(out, &first, "part", doc->part);
    al_json_member_uint(out, &first, "start", start);
    al_json_member_uint(out, &first, "end", end);
    al_json_member(out, &first, "stage", al_stage_of(why));
    al_json_member(out, &first, "rule", why);
    al_json_member_str(out, &first, "text", text);
    al_out_z(out, "}\n");
}

void al_out_removed(struct al_out *out, const struct al_doc *doc)
{
    struct al_account account;
    struct al_span span;
    out->status = al_account_begin(&account, doc);
    if (out->status)
        return;
    while (al_account_next(&account, &span)) {
        const struct al_block *b = span.block;
        if (b && !al_block_kept(b))
            json_removed(out, doc, span.start, span.end, b->why, b->text);
        const uint32_t *numbers;
        size_t n = b && al_block_kept(b) ? al_account_changes(&account, b, &numbers) : 0;
        for (size_t i = 0; i < n; i++) {
            const struct al_change *c = &doc->changes[numbers[i]];
            if (!c->after.n)
                json_removed(out, doc, c->start, c->end, c->why, c->before);
        }
    }
    al_account_end(&account);
}
