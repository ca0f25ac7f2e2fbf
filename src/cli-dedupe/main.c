#include "step.h"

#include <articlean/articlean.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *help;
    int (*run)(const struct settings *s);
} steps[] = {
    {"blocks", "JSONL to KEY, GROUP: the short blocks of each document", step_blocks},
    {"chrome", "KEY, GROUP grouped by KEY to KEY: blocks that many documents share", step_chrome},
    {"sketch", "JSONL to KEY, ID, SKETCH: what likely copies have in common", step_sketch},
    {"pairs", "KEY, ID, SKETCH grouped by KEY to LATER, EARLIER, KIND, SHARE", step_pairs},
    {"clusters", "LATER, EARLIER, KIND, SHARE sorted to the copies among them", step_clusters},
    {"filter", "JSONL without the documents that --drop lists", step_filter},
    {"lines", "any text without lines that came before", step_lines},
    {"index", "inspect, verify or export DIR: look at an index of articlean", step_index},
};

enum { N_STEPS = sizeof steps / sizeof *steps };

static const struct option options[] = {
    {"near", required_argument, NULL, 'n'},
    {"min", required_argument, NULL, 'm'},
    {"chrome", required_argument, NULL, 'c'},
    {"drop", required_argument, NULL, 'd'},
    {"text-field", required_argument, NULL, 't'},
    {"id-field", required_argument, NULL, 'i'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

int complain(const struct settings *s, int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: ", s->program);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}

int finish(const struct settings *s, int status)
{
    if (fflush(stdout) || ferror(stdout))
        return complain(s, FAILED, "cannot write: %s", strerror(errno));
    return status;
}

static int help(void)
{
    printf("usage: articlean-dedupe STEP [OPTION]...\n\n");
    for (int i = 0; i < N_STEPS; i++)
        printf("  %-9s %s\n", steps[i].name, steps[i].help);
    printf("\n  --near=F         share from which a document is a copy, 0..1 (pairs)\n"
           "  --min=N          documents that make a block chrome (chrome)\n"
           "  --chrome=FILE    keys of chrome (sketch)\n"
           "  --drop=FILE      lines that begin with the id of a document to leave out (filter)\n"
           "  --text-field=KEY --id-field=KEY   of the JSONL records\n"
           "  -h, --help  -V, --version\n\nSee articlean-dedupe(1) and articlean-cluster(7).\n");
    return DONE;
}

/* Parses a number from 0 to `max`; false when it is none. */
static int parse_number(const char *text, double max, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return *text && !*end && *out >= 0 && *out <= max;
}

static int parse(struct settings *s, int argc, char **argv)
{
    double number;
    for (int c; (c = getopt_long(argc, argv, "hV", options, NULL)) != -1;) {
        switch (c) {
        case 'n':
        case 'm':
            if (!parse_number(optarg, c == 'n' ? 1 : 1000000, &number))
                return complain(s, USAGE, "not a number in range: %s", optarg);
            if (c == 'n')
                s->near = (float)number;
            else
                s->min = (unsigned)number;
            break;
        case 'c':
            s->chrome = optarg;
            break;
        case 'd':
            s->drop = optarg;
            break;
        case 't':
            s->text_field = optarg;
            break;
        case 'i':
            s->id_field = optarg;
            break;
        case 'h':
            exit(help());
        case 'V':
            printf("articlean-dedupe %s\n", articlean_version());
            exit(finish(s, DONE));
        default:
            return USAGE;
        }
    }
    s->operands = argv + optind;
    s->n_operands = argc - optind;
    return DONE;
}

int main(int argc, char **argv)
{
    struct articlean_options defaults;
    articlean_options_init(&defaults);
    struct settings s = {.program = "articlean-dedupe",
                         .near = defaults.near,
                         .min = 6,
                         .text_field = defaults.text_field,
                         .id_field = defaults.id_field};
    int status = parse(&s, argc, argv);
    if (status)
        return status;
    if (!s.n_operands)
        return complain(&s, USAGE, "no step named; see --help");
    const char *name = *s.operands++;
    s.n_operands--;
    for (int i = 0; i < N_STEPS; i++)
        if (strcmp(steps[i].name, name) == 0)
            return finish(&s, steps[i].run(&s));
    return complain(&s, USAGE, "no such step: %s", name);
}
