#include "strip.h"

#include "base/alloc.h"
#include "base/try.h"
#include "decide.h"
#include "meta.h"
#include "page.h"
#include "ruling.h"

struct strip {
    struct articlean_options options;
    struct al_meta *meta;
    struct al_ruling *ruling;
    struct al_page page;
};

enum articlean_status al_strip_open(const struct articlean_options *options, void **self)
{
    struct strip *s = al_calloc(1, sizeof *s);
    if (!s)
        return ARTICLEAN_NO_MEMORY;
    s->options = *options;
    enum articlean_status status = al_ruling_open(options, &s->ruling);
    if (!status)
        status = al_meta_open(&s->meta);
    if (status) {
        al_strip_close(s);
        return status;
    }
    *self = s;
    return ARTICLEAN_OK;
}

enum articlean_status al_strip_run(void *self, struct al_doc *doc)
{
    struct strip *s = self;
    bool html = doc->from == ARTICLEAN_FROM_HTML;
    const struct al_model *model = html ? &al_model_html : &al_model_dump;
    struct al_view view;
    TRY(al_meta_head(s->meta, doc));
    TRY(al_ruling_run(s->ruling, doc));
    TRY(al_doc_watch(doc, doc->text.n));
    TRY(al_page_count(&s->page, doc));
    TRY(al_doc_watch(doc, doc->text.n));
    TRY(al_page_view(&s->page, doc, &model->words, &model->classes, &view));
    TRY(al_doc_watch(doc, doc->text.n));
    TRY(al_page_score(&s->page, &view, doc, &model->forest, html ? &al_second_html : &al_second_dump));
    TRY(al_doc_watch(doc, doc->text.n));
    TRY(al_decide(&view, doc, &s->options));
    TRY(al_ruling_again(s->ruling, doc));
    return al_meta_body(s->meta, doc);
}

void al_strip_close(void *self)
{
    struct strip *s = self;
    if (!s)
        return;
    al_ruling_close(s->ruling);
    al_page_clear(&s->page);
    al_meta_close(s->meta);
    al_free(s);
}
