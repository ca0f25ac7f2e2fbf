#include "attributes.h"

#include "base/eight.h"

enum { MAX_LABEL = 40, MAX_NAME = 512 }; /* bytes */

enum { NAME_BYTES = 16 };

/* Padded with NUL bytes. */
static const char names[AL_N_ATTRS][NAME_BYTES] = {
    "id",          "rel",         "href",           "lang",          "name",       "role",
    "type",        "class",       "style",          "hidden",        "content",    "datetime",
    "itemprop",    "itemtype",    "property",       "data-page",     "aria-label", "data-props",
    "aria-hidden", "data-testid", "data-component", "data-preloaded"};

/* First of `names`, which are sorted by length, with at least so many bytes. */
static const uint8_t first_of_length[] = {0,
                                          0,
                                          0,
                                          AL_ATTR_REL,
                                          AL_ATTR_HREF,
                                          AL_ATTR_CLASS,
                                          AL_ATTR_HIDDEN,
                                          AL_ATTR_CONTENT,
                                          AL_ATTR_DATETIME,
                                          AL_ATTR_DATA_PAGE,
                                          AL_ATTR_ARIA_LABEL,
                                          AL_ATTR_ARIA_HIDDEN,
                                          AL_ATTR_DATA_COMPONENT,
                                          AL_ATTR_DATA_COMPONENT,
                                          AL_ATTR_DATA_COMPONENT,
                                          AL_N_ATTRS};

/* Eight bytes of a name, or its n < 8 last ones and NUL bytes, in lower case. */
static inline uint64_t part_of_name(const char *p, unsigned n)
{
    uint64_t v = al_eight_load(p) & al_eight_first(n);
    return v | al_eight_letters(v) >> 2;
}

/* The number of a name in the text that goes on to `end`; -1 for one that nobody reads. */
static int number(struct al_str name, const char *end)
{
    if (name.n + 1 >= sizeof first_of_length)
        return -1;
    char copy[NAME_BYTES] = "";
    const char *p = name.p;
    if (end - p < NAME_BYTES)
        p = memcpy(copy, p, name.n);
    unsigned n = (unsigned)name.n;
    uint64_t first = part_of_name(p, n < 8 ? n : 8), second = part_of_name(p + 8, n < 8 ? 0 : n - 8);
    for (int i = first_of_length[n]; i < first_of_length[n + 1]; i++)
        if (first == al_eight_load(names[i]) && second == al_eight_load(names[i] + 8))
            return i;
    return -1;
}

void al_attributes_read(struct al_attributes *a, struct al_tokenizer *t)
{
    struct al_attribute attribute;
    a->present = 0;
    while (!al_tokenizer_is_at_close(t) && al_tokenizer_attribute(t, &attribute)) {
        int i = number(attribute.name, t->end);
        if (i < 0 || a->present >> i & 1)
            continue;
        a->present |= 1u << i;
        a->value[i] = attribute.value;
    }
}

static const struct {
    struct al_str role;
    uint32_t flag;
} roles[] = {{{"navigation", 10}, AL_F_ROLE_NAV},   {{"main", 4}, AL_F_ROLE_MAIN},
             {{"article", 7}, AL_F_ROLE_MAIN},      {{"banner", 6}, AL_F_ROLE_BANNER},
             {{"contentinfo", 11}, AL_F_ROLE_FOOT}, {{"complementary", 13}, AL_F_ROLE_SIDE},
             {{"search", 6}, AL_F_ROLE_NAV},        {{"menu", 4}, AL_F_ROLE_NAV},
             {{"menubar", 7}, AL_F_ROLE_NAV},       {{"dialog", 6}, AL_F_IN_DIALOG},
             {{"alertdialog", 11}, AL_F_IN_DIALOG}, {{"alert", 5}, AL_F_IN_DIALOG},
             {{"heading", 7}, AL_F_IN_HEADING}};

static uint32_t role_flags(struct al_str role)
{
    for (size_t i = 0; role.n && i < sizeof roles / sizeof *roles; i++)
        if (al_str_eq_nocase(role, roles[i].role))
            return roles[i].flag;
    return 0;
}

static bool is_one_of(struct al_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (al_str_eq_nocase(s, al_str_z(words[i])))
            return true;
    return false;
}

/* Does a style declare `display: none` or `visibility: hidden`? */
static bool style_hides(struct al_str style)
{
    const char *p = style.p, *end = style.n ? p + style.n : p;
    for (const char *colon; p < end && (colon = memchr(p, ':', (size_t)(end - p))); p = colon + 1) {
        struct al_str property = al_str_trim(al_str(p, (size_t)(colon - p)));
        struct al_str value = al_str_trim(al_str(colon + 1, (size_t)(end - colon - 1)));
        for (size_t i = 0; i < 2; i++) {
            static const struct al_str hides[2][2] = {{{"display", 7}, {"none", 4}},
                                                      {{"visibility", 10}, {"hidden", 6}}};
            struct al_str wanted = hides[i][0], word = hides[i][1];
            if (property.n >= wanted.n && value.n >= word.n &&
                al_str_eq_nocase(al_str(property.p + property.n - wanted.n, wanted.n), wanted) &&
                al_str_eq_nocase(al_str(value.p, word.n), word))
                return true;
        }
    }
    return false;
}

/* At most `n` bytes of a value; no character is cut. */
static struct al_str head_of(struct al_str s, size_t n)
{
    if (s.n <= n)
        return s;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return al_str(s.p, n);
}

static void add_name(struct al_open *e, struct al_str name)
{
    if (name.n && e->n_names < AL_MAX_NAMES)
        e->names[e->n_names++] = head_of(name, MAX_NAME);
}

void al_attributes_describe(const struct al_attributes *a, struct al_open *e)
{
    static const char *const body_props[] = {"articlebody", "text", "description"};
    if (!a->present)
        return;
    e->class_of = al_attribute(a, AL_ATTR_CLASS);
    add_name(e, e->class_of);
    add_name(e, al_attribute(a, AL_ATTR_ID));
    struct al_str v = al_attribute(a, AL_ATTR_ROLE);
    add_name(e, v);
    e->flags |= role_flags(v);
    v = al_attribute(a, AL_ATTR_ITEMPROP);
    add_name(e, v);
    if (v.n && is_one_of(v, body_props, 3))
        e->flags |= AL_F_BODY_PROP;
    v = al_attribute(a, AL_ATTR_ITEMTYPE);
    for (size_t i = v.n; i-- > 0;)
        if (v.p[i] == '/') {
            v = al_str(v.p + i + 1, v.n - i - 1);
            break;
        }
    add_name(e, v);
    add_name(e, head_of(al_attribute(a, AL_ATTR_ARIA_LABEL), MAX_LABEL));
    add_name(e, head_of(al_attribute(a, AL_ATTR_DATA_TESTID), MAX_LABEL));
    add_name(e, head_of(al_attribute(a, AL_ATTR_DATA_COMPONENT), MAX_LABEL));
    if (a->present >> AL_ATTR_HIDDEN & 1 || style_hides(al_attribute(a, AL_ATTR_STYLE)) ||
        al_str_eq_nocase(al_attribute(a, AL_ATTR_ARIA_HIDDEN), AL_STR("true")))
        e->flags |= AL_F_HIDDEN;
}
