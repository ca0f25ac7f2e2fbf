/* Runs the cleaner over a JSONL set and prints what dedupe found, in the forms that a scorer reads.
   usage: dedupe_run lines|clusters [stages|near-blocks=1|...] < docs.jsonl */
#include <articlean/articlean.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct run {
    struct articlean_options options;
    int lines; /* print removed lines, else the document that each is a copy of */
    struct articlean_cleaner *cleaner;
    struct articlean_corpus *corpus;
};

static void die(const char *what, enum articlean_status s)
{
    fprintf(stderr, "dedupe_run: %s: %s\n", what, articlean_strerror(s));
    exit(1);
}

static void print_lines(const char *id, const char *text, const struct articlean_document *doc)
{
    const char *sep = "";
    uint64_t at = 0;
    long line = 1;
    printf("%s\t", id);
    for (size_t i = 0; i < articlean_document_n_blocks(doc); i++) {
        struct articlean_block b;
        articlean_document_block(doc, i, &b);
        if (b.verdict != ARTICLEAN_DROP)
            continue;
        for (; at < b.start; at++)
            line += text[at] == '\n';
        for (; at < b.end; at++) {
            if (text[at] != '\n' && (at == b.start || text[at - 1] == '\n')) {
                printf("%s%ld", sep, line);
                sep = ",";
            }
            line += text[at] == '\n';
        }
    }
    printf("\n");
}

static void run_one(struct run *r, const char *json)
{
    struct json_object *o = json_tokener_parse(json);
    const char *id = json_object_get_string(json_object_object_get(o, "id"));
    struct json_object *t = json_object_object_get(o, "text");
    const char *text = json_object_get_string(t);
    struct articlean_record record = {.data = text,
                                      .size = (size_t)json_object_get_string_len(t),
                                      .id = id,
                                      .is_last_part = 1,
                                      .from = ARTICLEAN_FROM_TEXT};
    struct articlean_document *doc;
    enum articlean_status s = articlean_clean(r->cleaner, &record, &doc);
    if (s)
        die(id, s);
    if (r->lines) {
        print_lines(id, text, doc);
    } else {
        if ((s = articlean_corpus_add(r->corpus, doc)))
            die(id, s);
        float similarity;
        const char *kind;
        const char *of = articlean_document_duplicate(doc, &kind, &similarity);
        printf("%s\t%s\t%s\t%.3f\n", id, of ? of : id, of ? kind : "-", of ? (double)similarity : 1.0);
    }
    json_object_put(o);
}

int main(int argc, char **argv)
{
    struct run r = {0};
    articlean_options_init(&r.options);
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "lines"))
            r.lines = 1;
        else if (!strcmp(argv[i], "near-blocks"))
            r.options.near_blocks = 1;
        else if (!strcmp(argv[i], "only-dedupe"))
            r.options.stages = ARTICLEAN_DEDUPE;
    }
    r.options.dedupe = r.lines ? ARTICLEAN_DEDUPE_DOCUMENT : ARTICLEAN_DEDUPE_CORPUS;
    enum articlean_status s = articlean_cleaner_new(&r.options, &r.cleaner);
    if (!s)
        s = articlean_corpus_new(&r.options, &r.corpus);
    if (s)
        die("start", s);
    char *line = NULL;
    size_t cap = 0;
    while (getline(&line, &cap, stdin) > 0)
        run_one(&r, line);
    free(line);
    articlean_cleaner_free(r.cleaner);
    articlean_corpus_free(r.corpus);
    return 0;
}
