#include "config.h"
#include "help.h"
#include "message.h"
#include "options.h"
#include "rules.h"
#include "run.h"
#include "sandbox.h"
#include "savefile.h"
#include "work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Prints a text that is the whole result. */
static int print(struct text *out)
{
    static struct savefile file;
    savefile_wrap(&file, STDOUT_FILENO);
    savefile_write(&file, out->p, out->n);
    if (!savefile_flush(&file) || close(STDOUT_FILENO))
        fail(EXIT_PARTIAL, "standard output: %s", strerror(errno));
    text_clear(out);
    return exit_status();
}

static bool is_stdout(const char *path)
{
    return path && !strcmp(path, "-");
}

/* How many things would go to standard output. */
static int count_stdout(const struct settings *s)
{
    bool main_is_there = is_comparing(s) ? s->check || s->diff : !s->output || is_stdout(s->output);
    return main_is_there + is_stdout(s->removed) + is_stdout(s->report) + is_stdout(s->stats);
}

/* Standard input, pipes and the like: a second look at them finds nothing. */
static bool is_read_once(const char *path)
{
    struct stat st;
    return !strcmp(path, "-") || (!stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode));
}

/* Options that contradict each other are told before anything is read. */
static void check_settings(const struct settings *s)
{
    const struct {
        bool is_wrong;
        const char *why;
    } checks[] = {
        {s->in_place && s->output, "--in-place and --output exclude each other"},
        {s->in_place && s->check, "--in-place and --check exclude each other"},
        {s->in_place && !s->operands.n && !s->files_from, "--in-place needs files"},
        {is_comparing(s) && s->to == ARTICLEAN_TO_JSONL,
         "--to=jsonl makes records, which are no files to compare"},
        {is_comparing(s) && s->explain, "--explain does not go with --check, --diff and --in-place"},
        {(s->check || s->diff) && s->output, "--check and --diff write no --output"},
        {s->resume && (!s->output || is_stdout(s->output)), "--resume needs --output"},
        {s->quiet && s->verbose, "--quiet and --verbose exclude each other"},
        {s->lib.index && s->lib.dedupe != ARTICLEAN_DEDUPE_CORPUS, "--index needs --dedupe=corpus"},
        {s->lib.index_read_only && !s->lib.index, "--index-read-only belongs to --index"},
        {s->null_names && !s->files_from, "--null belongs to --files-from"},
        {s->config && s->no_config, "--config and --no-config exclude each other"},
        {count_stdout(s) > 1,
         "standard output can take one thing only; give --output, --removed, --report or "
         "--stats a file"},
        {s->site_evidence && is_comparing(s),
         "--site-evidence does not go with --check, --diff and --in-place, which never compare files"},
        {s->site_evidence && !(s->lib.stages & ARTICLEAN_STRIP),
         "--site-evidence serves the stage strip, which is left out"},
        {s->site_evidence && s->files_from && is_read_once(s->files_from),
         "--site-evidence reads its inputs twice; give --files-from a file"},
        {s->site_evidence && !s->operands.n && !s->files_from,
         "--site-evidence reads its inputs twice; standard input can be read once"},
        {s->lib.max_input < 4096, "--max-input is at least 4K"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].is_wrong)
            die(EXIT_USAGE, "%s", checks[i].why);
    for (size_t i = 0; i < s->operands.n; i++) {
        if (s->in_place && !strcmp(s->operands.v[i], "-"))
            die(EXIT_USAGE, "--in-place cannot rewrite standard input");
        if (s->site_evidence && is_read_once(s->operands.v[i]))
            die(EXIT_USAGE, "--site-evidence reads its inputs twice; %s can be read once",
                strcmp(s->operands.v[i], "-") ? s->operands.v[i] : "standard input");
    }
}

/* The command line is read twice: first for the configuration file it names, then to overrule that file. */
static void load(struct settings *s, int argc, char **argv)
{
    static struct settings asked;
    settings_init(&asked);
    options_parse(&asked, argc, argv);
    settings_init(s);
    if (!asked.help && !asked.version)
        config_load(s, &asked);
    options_parse(s, argc, argv);
    if (s->near >= 0)
        s->lib.near = s->near;
    s->lib.near_blocks = s->near >= 0 && s->near < 1 && s->lib.dedupe == ARTICLEAN_DEDUPE_DOCUMENT;
    if (s->lib.encoding && !strcmp(s->lib.encoding, "auto"))
        s->lib.encoding = NULL;
    names_clear(&asked.operands);
    names_clear(&asked.rules);
    names_clear(&asked.include);
    names_clear(&asked.exclude);
}

static void choose_color(struct settings *s)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool is_plain =
        (no_color && *no_color) || (term && !strcmp(term, "dumb")) || s->output || !isatty(STDOUT_FILENO);
    if (s->color == WHEN_AUTO)
        s->color = is_plain ? WHEN_NEVER : WHEN_ALWAYS;
}

/* Options that print something and end; false when none was given. */
static bool show(struct settings *s, struct text *out)
{
    if (s->help)
        help_long(out);
    else if (s->version)
        text_f(out, "articlean %s\n", articlean_version());
    else if (s->completions)
        help_completions(s->completions, out);
    else if (s->dump_config)
        config_dump(s, out);
    else if (s->list_rules)
        rules_list(s->lib.rules, out);
    else if (s->show_rule)
        rules_show(s->lib.rules, s->show_rule, out);
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    static struct settings settings; /* its strings live as long as the run */
    struct text out = {0};
    savefile_catch_signals();
    load(&settings, argc, argv);
    message_verbosity(settings.quiet ? -1 : settings.verbose ? 1 : 0);
    if (!settings.help && !settings.version)
        rules_load(&settings);
    if (show(&settings, &out))
        return print(&out);
    if (settings.test_rules) {
        rules_test(settings.lib.rules);
        return exit_status();
    }
    if (argc == 1 && isatty(STDIN_FILENO)) {
        help_short(&out);
        message_print(&out);
        return EXIT_USAGE;
    }
    check_settings(&settings);
    choose_color(&settings);
    sandbox_enter();
    run(&settings);
    return exit_status();
}
