#include "report.h"

#include <string.h>

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>articlean report</title>\n<style>\n"
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:1em auto;padding:0 1em;color:#222;background:#fff}\n"
    "header{position:sticky;top:0;background:#fff;border-bottom:1px solid #ccc;padding:.5em 0}\n"
    "label{margin-right:1.5em}\n"
    "h2{font-size:1em;background:#eee;padding:.3em .6em;margin:2em 0 .5em}\n"
    ".b{white-space:pre-wrap;overflow-wrap:anywhere;margin:.35em 0;padding:.1em .6em;"
    "border-left:4px solid #2a7}\n"
    ".b.d{border-color:#c33;background:#fdeaea;color:#733}\n"
    ".b.c{border-color:#c80}\n"
    ".heading{font-weight:bold}.code{font-family:monospace}.item{margin-left:1.5em}\n"
    ".why{float:right;font:12px monospace;color:#777;margin-left:1em}\n"
    "ins{background:#d6f5d6;text-decoration:none}del{background:#fbd0d0}\n"
    "table{border-collapse:collapse;margin:.5em 0}td,th{padding:.1em .8em;border-bottom:1px solid #ddd;"
    "text-align:right}td:first-child,th:first-child{text-align:left;font-family:monospace}\n"
    "body.hide-d .b.d,body.hide-k .b.k{display:none}\n"
    "tr.on{background:#ffd}\n"
    "@media(prefers-color-scheme:dark){body,header{background:#181818;color:#ddd}h2{background:#333}"
    ".b.d{background:#3a1d1d;color:#d99}ins{background:#243}del{background:#522}tr.on{background:#441}}\n"
    "</style></head><body>\n<header>\n"
    "<label><input type=\"checkbox\" id=\"k\" checked> kept</label>\n"
    "<label><input type=\"checkbox\" id=\"d\" checked> removed</label>\n"
    "<span id=\"only\"></span>\n</header>\n<main>\n";

/* Boxes hide kinds of blocks; a click on a rule shows its blocks only, a second click all again. */
static const char script[] = "<script>\n"
                             "const body=document.body;\n"
                             "for(const id of ['k','d'])document.getElementById(id).onchange=e=>"
                             "body.classList.toggle('hide-'+id,!e.target.checked);\n"
                             "let only=null;\n"
                             "for(const row of document.querySelectorAll('tr[data-why]'))row.onclick=()=>{\n"
                             "only=only===row.dataset.why?null:row.dataset.why;\n"
                             "for(const r of document.querySelectorAll('tr[data-why]'))"
                             "r.classList.toggle('on',r.dataset.why===only);\n"
                             "for(const b of document.querySelectorAll('.b'))"
                             "b.style.display=only&&!b.dataset.why.split(' ').includes(only)?'none':'';\n"
                             "document.getElementById('only').textContent=only?'only '+only:'';};\n"
                             "</script>\n";

void report_head(struct text *out)
{
    text_z(out, head);
}

static void add_html(struct text *out, const char *z)
{
    text_html(out, z ? z : "", z ? strlen(z) : 0);
}

static void add_metadata(const struct articlean_document *document, struct text *out)
{
    static const char *const names[ARTICLEAN_N_META] = {
        "title", "author",   "date",        "source",   "sitename",      "hostname",
        "url",   "language", "description", "keywords", "original title"};
    for (int i = 0; i < ARTICLEAN_N_META; i++) {
        const char *value = articlean_document_meta(document, (enum articlean_meta)i);
        if (!value)
            continue;
        text_f(out, "<tr><td>%s<td>", names[i]);
        add_html(out, value);
        text_z(out, "\n");
    }
}

static void add_changes(const struct articlean_document *document, size_t block, size_t *next,
                        struct text *whys, struct text *shown)
{
    struct articlean_change c;
    for (; !articlean_document_change(document, *next, &c) && c.block <= block; ++*next) {
        if (c.block < block)
            continue;
        text_z(whys, " ");
        add_html(whys, c.why);
        text_z(shown, "\n<small><del>");
        text_html(shown, c.before, c.before_size);
        text_z(shown, "</del> <ins>");
        text_html(shown, c.after, c.after_size);
        text_z(shown, "</ins> ");
        add_html(shown, c.why);
        text_z(shown, "</small>");
    }
}

static void add_block(const struct articlean_document *document, size_t i, size_t *next, struct text *out)
{
    static const char *const kinds[] = {"paragraph", "heading", "item",    "row",
                                        "code",      "quote",   "caption", "verse"};
    struct articlean_block b;
    struct text whys = {0}, changes = {0};
    if (articlean_document_block(document, i, &b))
        return;
    add_html(&whys, b.why);
    add_changes(document, i, next, &whys, &changes);
    bool is_dropped = b.verdict == ARTICLEAN_DROP;
    text_f(out, "<div class=\"b %s%s %s\" data-why=\"%s\" title=\"%s: %s; bytes %llu to %llu",
           is_dropped ? "d" : "k", !is_dropped && changes.n ? " c" : "", kinds[b.kind], whys.p ? whys.p : "",
           is_dropped ? "removed" : "kept", whys.p && *whys.p ? whys.p : "no rule spoke against it",
           (unsigned long long)b.start, (unsigned long long)b.end);
    if (b.score >= 0)
        text_f(out, "; score %.2f", (double)b.score);
    if (b.note && *b.note) {
        text_z(out, "; ");
        add_html(out, b.note);
    }
    text_z(out, "\">");
    if (is_dropped) {
        text_z(out, "<span class=\"why\">");
        add_html(out, b.why);
        text_z(out, "</span>");
    }
    text_html(out, b.text, b.size);
    if (changes.n)
        text_add(out, changes.p, changes.n);
    text_z(out, "</div>\n");
    text_clear(&whys);
    text_clear(&changes);
}

void report_document(const struct articlean_record *record, const struct articlean_document *document,
                     struct text *out)
{
    const char *by = "";
    float sure = 0;
    const char *encoding = articlean_document_encoding(document, &by, &sure);
    text_z(out, "<h2>");
    add_html(out, record->name);
    if (record->url) {
        text_z(out, " ");
        add_html(out, record->url);
    }
    text_f(out, "</h2>\n<details><summary>%.0f %% sure</summary><table>\n<tr><td>id<td>",
           (double)articlean_document_confidence(document) * 100);
    add_html(out, articlean_document_id(document));
    text_z(out, "\n<tr><td>encoding<td>");
    add_html(out, encoding);
    text_z(out, " (");
    add_html(out, by);
    text_f(out, ", %.2f)\n", (double)sure);
    add_metadata(document, out);
    text_z(out, "</table></details>\n");
    size_t next = 0, n = articlean_document_n_blocks(document);
    for (size_t i = 0; i < n; i++)
        add_block(document, i, &next, out);
}

void report_tail(const struct tally *t, struct text *out)
{
    text_f(
        out,
        "</main>\n<h2>Counts</h2>\n<p>%llu documents; %llu blocks kept, %llu removed; %llu places changed. "
        "A click on a row shows only its blocks.</p>\n"
        "<table id=\"counts\"><tr><th>reason<th>removed<th>changed<th>bytes\n",
        (unsigned long long)t->documents, (unsigned long long)t->kept, (unsigned long long)t->dropped,
        (unsigned long long)t->changes);
    for (size_t i = 0; i < t->n; i++) {
        const struct reason *r = &t->reasons[i];
        text_z(out, "<tr data-why=\"");
        add_html(out, r->why);
        text_z(out, "\"><td>");
        add_html(out, r->why);
        text_f(out, "<td>%llu<td>%llu<td>%llu\n", (unsigned long long)r->dropped,
               (unsigned long long)r->changed, (unsigned long long)r->bytes);
    }
    text_z(out, "</table>\n");
    text_z(out, script);
    text_z(out, "</body></html>\n");
}
