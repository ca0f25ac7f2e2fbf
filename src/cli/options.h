/* The option table and what it sets. The table alone knows the options: parsing, --help, the synopsis,
   completions and the keys of configuration files all read it. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "text.h"

#include <articlean/articlean.h>

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* Everything that options can say. Strings belong to the settings and live as long as the run. */
struct settings {
    struct articlean_options lib;
    struct names operands, rules, include, exclude;
    const char *files_from, *stdin_name, *url;
    int recursive, null_names, hidden, follow, site_evidence;

    int to; /* enum articlean_to */
    const char *output, *backup, *removed, *report;
    int in_place, with_metadata, with_removed;

    int check, diff, explain; /* explain: 1 for people, 2 JSON lines */
    const char *stats;        /* "" is stderr */
    int list_rules;
    const char *show_rule, *test_rules; /* test_rules: "" is the loaded rules */
    int no_default_rules;

    const char *config;
    int no_config, dump_config;

    uint64_t jobs;
    int resume, force, quiet, verbose, fail_on_empty;
    int progress, color;    /* enum when */
    float fail_below, near; /* -1: not given */
    int completions;        /* 1 bash, 2 zsh, 3 fish */
    int help, version;
};

enum group { IN_INPUT, IN_CLEANING, IN_DEDUPE, IN_OUTPUT, IN_LOOK, IN_RULES, IN_RUN, N_GROUPS };

/* How an argument is read and where it goes. */
enum kind {
    AS_FLAG,     /* int: value */
    AS_CHOICE,   /* int: index in values + value */
    AS_STRING,   /* const char * */
    AS_PATH,     /* const char *; in a configuration file relative to that file */
    AS_STRINGS,  /* struct names, grows */
    AS_PATHS,    /* struct names, grows; relative as AS_PATH */
    AS_SIZE,     /* uint64_t bytes, suffixes K M G */
    AS_NUMBER,   /* uint64_t */
    AS_SECONDS,  /* unsigned milliseconds */
    AS_FRACTION, /* float 0..1 */
    AS_ONLY,     /* unsigned bits of stages: these only */
    AS_SKIP,     /* unsigned bits of stages: all but these */
    AS_CLASSES   /* uint32_t bits of classes */
};

struct option_row {
    const char *name;
    char letter; /* 0: none */
    enum group group;
    enum kind kind;
    bool is_optional;     /* the argument may be missing: then int 'value', or the empty string */
    bool is_config;       /* also a key of configuration files */
    const char *argument; /* placeholder, NULL when there is none */
    const char *values;   /* words separated by commas; NULL: free */
    const char *help;
    const char *fallback; /* the default as shown, NULL: nothing to show */
    size_t at;            /* offset in struct settings */
    int value;
};

extern const struct option_row option_rows[];
extern const size_t n_option_rows;
extern const char *const group_names[N_GROUPS];

void settings_init(struct settings *settings);

/* Sets one option; `argument` may be NULL. `base` is the directory for relative paths, NULL for none.
   Returns NULL, or a sentence that says what is wrong and how to mend it (owned by the caller). */
char *option_set(struct settings *settings, const struct option_row *row, const char *argument,
                 const char *base);
/* The value as a configuration file would write it; false when it is unset. */
bool option_show(const struct settings *settings, const struct option_row *row, struct text *out);

/* Finds a row by its long name of `n` bytes, NULL when there is none. */
const struct option_row *option_find(const char *name, size_t n);
/* The name nearest to a mistyped one, NULL when none is near. */
const char *option_nearest(const char *name, size_t n);
/* The words of row->values, or the classes, NULL when free. */
const char *option_values(const struct option_row *row);

/* Reads the command line into settings; argv is permuted. A mistake ends the program with status 2. */
void options_parse(struct settings *settings, int argc, char **argv);

#endif
