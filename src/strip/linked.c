#include "linked.h"

#include "base/try.h"
#include "date.h"

#include <json-c/json.h>
#include <limits.h>

enum { MAX_JSON = 1 << 20, MAX_DEPTH = 24, MAX_NODES = 64 };

static struct json_object *member(struct json_object *o, const char *name)
{
    struct json_object *value = NULL;
    if (o && json_object_is_type(o, json_type_object))
        json_object_object_get_ex(o, name, &value);
    return value;
}

static struct al_str string_of(struct json_object *o)
{
    if (!o || !json_object_is_type(o, json_type_string))
        return al_str("", 0);
    return al_str(json_object_get_string(o), (size_t)json_object_get_string_len(o));
}

/* The text of a value: itself, its name, or that of the first in a list. */
static struct al_str text_of(struct json_object *o)
{
    if (o && json_object_is_type(o, json_type_array))
        o = json_object_array_get_idx(o, 0);
    if (o && json_object_is_type(o, json_type_object))
        o = member(o, "name");
    if (o && json_object_is_type(o, json_type_array))
        o = json_object_array_get_idx(o, 0);
    return string_of(o);
}

static bool is_article_type(struct al_str type)
{
    return al_str_ends(type, AL_STR("Article")) || al_str_ends(type, AL_STR("Posting")) ||
           al_str_ends(type, AL_STR("Report")) || al_str_ends(type, AL_STR("Recipe"));
}

static bool is_article(struct json_object *o)
{
    struct json_object *type = member(o, "@type");
    if (!type || !json_object_is_type(type, json_type_array))
        return is_article_type(string_of(type));
    for (size_t i = 0; i < json_object_array_length(type); i++)
        if (is_article_type(string_of(json_object_array_get_idx(type, i))))
            return true;
    return false;
}

/* The first article among a node, its @graph, or a list of nodes; the lists are not nested deeper on pages.
 */
static struct json_object *find_article(struct json_object *root)
{
    if (is_article(root))
        return root;
    struct json_object *list = json_object_is_type(root, json_type_array) ? root : member(root, "@graph");
    if (!list || !json_object_is_type(list, json_type_array))
        return is_article(member(root, "mainEntity")) ? member(root, "mainEntity") : NULL;
    size_t n = json_object_array_length(list);
    for (size_t i = 0; i < n && i < MAX_NODES; i++) {
        struct json_object *node = json_object_array_get_idx(list, i);
        if (is_article(node))
            return node;
        struct json_object *graph = member(node, "@graph");
        for (size_t k = 0; graph && json_object_is_type(graph, json_type_array) &&
                           k < json_object_array_length(graph) && k < MAX_NODES;
             k++)
            if (is_article(json_object_array_get_idx(graph, k)))
                return json_object_array_get_idx(graph, k);
    }
    return NULL;
}

static enum articlean_status set_names(struct al_doc *doc, enum articlean_meta key, struct json_object *o)
{
    if (!o || !json_object_is_type(o, json_type_array))
        return al_doc_set_meta(doc, key, text_of(o));
    struct al_buf names;
    enum articlean_status s = ARTICLEAN_OK;
    al_buf_init(&names, 0);
    size_t n = json_object_array_length(o);
    for (size_t i = 0; i < n && i < MAX_NODES && !s; i++) {
        struct al_str name = text_of(json_object_array_get_idx(o, i));
        if (!name.n)
            continue;
        if (names.n)
            s = al_buf_append_z(&names, ", ");
        if (!s)
            s = al_buf_append_str(&names, name);
    }
    if (!s)
        s = al_doc_set_meta(doc, key, al_buf_str(&names));
    al_buf_clear(&names);
    return s;
}

static enum articlean_status set_date(struct al_doc *doc, struct al_str value)
{
    char iso[AL_DATE_MAX];
    return al_doc_set_meta(doc, ARTICLEAN_META_DATE, al_date_iso(value, iso) ? al_str_z(iso) : value);
}

static enum articlean_status read_article(struct al_doc *doc, struct json_object *article)
{
    TRY(al_doc_set_meta(doc, ARTICLEAN_META_TITLE, text_of(member(article, "headline"))));
    TRY(set_names(doc, ARTICLEAN_META_AUTHOR, member(article, "author")));
    TRY(set_date(doc, text_of(member(article, "datePublished"))));
    TRY(al_doc_set_meta(doc, ARTICLEAN_META_SITENAME, text_of(member(article, "publisher"))));
    TRY(al_doc_set_meta(doc, ARTICLEAN_META_DESCRIPTION, text_of(member(article, "description"))));
    return set_names(doc, ARTICLEAN_META_KEYWORDS, member(article, "keywords"));
}

enum articlean_status al_linked_read(struct al_doc *doc, struct al_str json)
{
    if (!json.n || json.n > MAX_JSON)
        return ARTICLEAN_OK;
    struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
    if (!tokener)
        return ARTICLEAN_NO_MEMORY;
    struct json_object *root = json_tokener_parse_ex(tokener, json.p, (int)json.n);
    struct json_object *article = root ? find_article(root) : NULL;
    enum articlean_status s = article ? read_article(doc, article) : ARTICLEAN_OK;
    json_object_put(root);
    json_tokener_free(tokener);
    return s;
}
