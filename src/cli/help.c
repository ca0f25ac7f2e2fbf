#include "help.h"

#include <string.h>

enum { LEFT = 28, WIDTH = 79 };

static void add_synopsis(struct text *out)
{
    text_z(out, "Usage: articlean [OPTION]... [FILE | DIRECTORY | -]...\n");
}

void help_short(struct text *out)
{
    add_synopsis(out);
    text_z(out, "Turn raw page dumps into clean article text.\n\n"
                "  cat page | articlean > out.txt         filter\n"
                "  articlean -r dumps/ -o clean/          directory tree\n"
                "  articlean --check content/*.txt        check, change nothing\n\n"
                "'articlean --help' lists the options, 'man articlean' explains them.\n");
}

/* Adds words, broken at spaces so that lines end before WIDTH and begin at LEFT. */
static void add_wrapped(struct text *out, const char *words, size_t column)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (column + 1 + n > WIDTH) {
            text_f(out, "\n%*s", LEFT, "");
            column = LEFT;
        } else if (column > LEFT) {
            text_z(out, " ");
            column++;
        }
        text_add(out, words, n);
        column += n;
        words += n + (words[n] == ' ');
    }
}

/* "--to=FORMAT", "--stats[=FILE]", "--check". */
static void add_spelling(struct text *out, const struct option_row *row)
{
    text_f(out, "--%s", row->name);
    if (row->argument)
        text_f(out, row->is_optional ? "[=%s]" : "=%s", row->argument);
}

static void add_option(struct text *out, const struct option_row *row)
{
    size_t start = out->n;
    if (row->letter)
        text_f(out, "  -%c, ", row->letter);
    else
        text_z(out, "      ");
    add_spelling(out, row);
    size_t column = out->n - start;
    if (column + 2 > LEFT) {
        text_f(out, "\n%*s", LEFT, "");
    } else {
        text_f(out, "%*s", (int)(LEFT - column), "");
    }
    struct text words = {0};
    text_z(&words, row->help);
    if (row->values && *row->values != '@') {
        text_z(&words, ":");
        for (const char *v = row->values; *v; v += strcspn(v, ",") + (v[strcspn(v, ",")] == ','))
            text_f(&words, " %.*s%s", (int)strcspn(v, ","), v, v[strcspn(v, ",")] ? "," : "");
    }
    if (row->fallback)
        text_f(&words, " [%s]", row->fallback);
    add_wrapped(out, words.p, LEFT);
    text_z(out, "\n");
    text_clear(&words);
}

static void add_classes(struct text *out)
{
    text_z(out, "\nClasses for --keep and --drop:\n  ");
    size_t column = 2;
    for (int c = ARTICLEAN_CLASS_NONE + 1; c < ARTICLEAN_N_CLASSES; c++) {
        const char *name = articlean_class_name((enum articlean_class)c);
        if (column + 1 + strlen(name) > WIDTH) {
            text_z(out, "\n  ");
            column = 2;
        }
        text_f(out, column > 2 ? " %s" : "%s", name);
        column += strlen(name) + 1;
    }
    text_z(out, "\n");
}

void help_long(struct text *out)
{
    add_synopsis(out);
    text_z(out, "Turn raw page dumps (HTML, or text that lost its HTML) into clean article text.\n"
                "Without a FILE, or for -, read standard input.\n");
    for (int group = 0; group < N_GROUPS; group++) {
        text_f(out, "\n%s:\n", group_names[group]);
        for (size_t i = 0; i < n_option_rows; i++)
            if (option_rows[i].group == (enum group)group)
                add_option(out, &option_rows[i]);
    }
    add_classes(out);
    text_z(out, "\nExit status: 0 done; 1 findings of --check, --diff, --fail-...; 2 wrong usage,\n"
                "configuration or rules; 3 some inputs failed, each was named; 4 internal error.\n");
}

static bool takes_file(const struct option_row *row)
{
    return row->kind == AS_PATH || row->kind == AS_PATHS;
}

static void complete_bash(struct text *out)
{
    text_z(out, "# bash completion for articlean; made by 'articlean --completions=bash'\n"
                "_articlean()\n{\n"
                "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
                "    COMPREPLY=()\n"
                "    # readline splits --name=value at the equals sign\n"
                "    if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then "
                "prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                "    case $prev in\n");
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        if (!row->argument)
            continue;
        text_z(out, "        ");
        if (row->letter)
            text_f(out, "-%c|", row->letter);
        text_f(out, "--%s)", row->name);
        if (option_values(row)) {
            text_z(out, " words=\"");
            for (const char *p = option_values(row); *p; p++)
                text_add(out, *p == ',' ? " " : p, 1);
            text_z(out, "\" ;;\n");
        } else if (takes_file(row)) {
            text_z(out, " COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
        } else {
            text_z(out, " return ;;\n");
        }
    }
    text_z(out, "        *)\n            if [[ $cur == -* ]]; then\n                words=\"");
    for (size_t i = 0; i < n_option_rows; i++) {
        if (option_rows[i].letter)
            text_f(out, "-%c ", option_rows[i].letter);
        text_f(out, "--%s ", option_rows[i].name);
    }
    text_z(out, "\"\n            else\n"
                "                COMPREPLY=($(compgen -f -- \"$cur\")); return\n"
                "            fi ;;\n    esac\n"
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"
                "complete -o filenames -F _articlean articlean\n");
}

/* zsh wants ' [ ] and : of a description escaped. */
static void add_zsh_words(struct text *out, const char *words)
{
    for (const char *p = words; *p; p++) {
        if (*p == '\'')
            text_z(out, "'\\'");
        else if (strchr("[]:\\", *p))
            text_z(out, "\\");
        text_add(out, p, 1);
    }
}

static void complete_zsh(struct text *out)
{
    text_z(out, "#compdef articlean\n# made by 'articlean --completions=zsh'\n_arguments -s -S \\\n");
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        bool may_repeat = row->kind == AS_STRINGS || row->kind == AS_PATHS;
        text_z(out, "  ");
        if (row->letter)
            text_f(out, "'(-%c --%s)'{-%c%s,--%s%s}'[", row->letter, row->name, row->letter,
                   row->argument ? "+" : "", row->name, row->argument ? "=" : "");
        else
            text_f(out, "'%s--%s%s[", may_repeat ? "*" : "", row->name,
                   !row->argument     ? ""
                   : row->is_optional ? "=-"
                                      : "=");
        add_zsh_words(out, row->help);
        text_z(out, "]");
        if (row->argument) {
            text_z(out, row->is_optional ? "::" : ":");
            add_zsh_words(out, row->argument);
            text_z(out, ":");
            if (option_values(row)) {
                text_z(out, "(");
                for (const char *p = option_values(row); *p; p++)
                    text_add(out, *p == ',' ? " " : p, 1);
                text_z(out, ")");
            } else if (takes_file(row)) {
                text_z(out, "_files");
            }
        }
        text_z(out, "' \\\n");
    }
    text_z(out, "  '*:file:_files'\n");
}

static void complete_fish(struct text *out)
{
    text_z(out, "# fish completion for articlean; made by 'articlean --completions=fish'\n");
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        text_z(out, "complete -c articlean");
        if (row->letter)
            text_f(out, " -s %c", row->letter);
        text_f(out, " -l %s", row->name);
        if (row->argument && !row->is_optional)
            text_z(out, takes_file(row) ? " -r -F" : " -x");
        if (option_values(row)) {
            text_z(out, " -a '");
            for (const char *p = option_values(row); *p; p++)
                text_add(out, *p == ',' ? " " : p, 1);
            text_z(out, "'");
        }
        text_z(out, " -d '");
        for (const char *p = row->help; *p; p++)
            text_add(out, *p == '\'' ? "\\'" : p, *p == '\'' ? 2 : 1);
        text_z(out, "'\n");
    }
}

void help_completions(int shell, struct text *out)
{
    void (*const makers[])(struct text *) = {complete_bash, complete_zsh, complete_fish};
    makers[shell - 1](out);
}
