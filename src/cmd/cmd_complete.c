#include "cmd/cmd_complete.h"

#include <string.h>

#include "cmd/cmd.h"

/* One for each shell: appends what a command's rows give. */
struct writer {
    struct strbuf *out;
    const char *command;
};

static void each_command(struct strbuf *out, cmd_rows *f)
{
    for (int i = 0; cmd_row(i); i++) {
        struct writer w = {out, cmd_row(i)->name};
        cmd_visit(cmd_row(i), f, &w);
    }
}

static bool takes_value(const struct opt *o)
{
    return o->type != OPT_FLAG && o->type != OPT_OPTIONAL;
}

static bool takes_file(const struct opt *o)
{
    return takes_value(o) && o->arg &&
           (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "MODEL") == 0);
}

/* A flag that is on already is there to be switched off. */
static const char *negation(const struct opt *o)
{
    return o->type == OPT_FLAG && *(const bool *)o->value ? "no-" : "";
}

static void put_choices(struct strbuf *out, const struct opt *o)
{
    for (int i = 0; o->type == OPT_CHOICE && o->choices(i); i++)
        strbuf_printf(out, "%s%s", i ? " " : "", o->choices(i));
}

static void put_commands(struct strbuf *out)
{
    for (int i = 0; cmd_row(i); i++)
        strbuf_printf(out, "%s%s", i ? " " : "", cmd_row(i)->name);
}

/* Words behind a command that are not files. */
static void put_words(struct strbuf *out, const char *command)
{
    if (strcmp(command, "help") == 0)
        put_commands(out);
    else if (strcmp(command, "completion") == 0)
        strbuf_puts(out, "bash zsh fish");
    else if (strcmp(command, "vocab") == 0)
        strbuf_puts(out, "codes ids encode decode");
}

/* ==== bash ==== */

static void bash_values(void *ctx, const struct opt_usage *u,
                        const struct opt *rows)
{
    struct writer *w = ctx;
    (void)u;
    for (const struct opt *o = rows; o->name; o++) {
        if (!takes_value(o) || takes_file(o))
            continue;
        strbuf_printf(w->out, "    '%s --%s') words='", w->command, o->name);
        put_choices(w->out, o);
        strbuf_puts(w->out, "' ;;\n");
    }
}

static void bash_files(void *ctx, const struct opt_usage *u,
                       const struct opt *rows)
{
    struct writer *w = ctx;
    (void)u;
    for (const struct opt *o = rows; o->name; o++) {
        if (!takes_file(o))
            continue;
        strbuf_printf(w->out, "    '%s --%s'", w->command, o->name);
        if (o->letter)
            strbuf_printf(w->out, "|'%s -%c'", w->command, o->letter);
        strbuf_puts(w->out, ") return ;;\n");
    }
}

static void bash_names(void *ctx, const struct opt_usage *u,
                       const struct opt *rows)
{
    struct writer *w = ctx;
    (void)u;
    strbuf_printf(w->out, "    '%s -'*) words='", w->command);
    for (const struct opt *o = rows; o->name; o++)
        strbuf_printf(w->out, "--%s%s ", negation(o), o->name);
    strbuf_puts(w->out, "--help' ;;\n");
    strbuf_printf(w->out, "    '%s '*) words='", w->command);
    put_words(w->out, w->command);
    strbuf_puts(w->out, "' ;;\n");
}

/* Where a script sets no words, -o default completes file names. */
void complete_bash(struct strbuf *out)
{
    strbuf_puts(out, "# s2s completion bash\n"
                "_s2s() {\n"
                "  local cur=${COMP_WORDS[COMP_CWORD]} words=\n"
                "  local prev=${COMP_WORDS[COMP_CWORD-1]} "
                "cmd=${COMP_WORDS[1]-}\n"
                "  COMPREPLY=()\n"
                "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words='");
    put_commands(out);
    strbuf_puts(out, " --help --version'\n"
                "  else\n    case \"$cmd $prev\" in\n");
    each_command(out, bash_files);
    each_command(out, bash_values);
    strbuf_puts(out, "    *) case \"$cmd $cur\" in\n");
    each_command(out, bash_names);
    strbuf_puts(out, "    esac ;;\n    esac\n  fi\n"
                "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                "}\n"
                "complete -o default -F _s2s s2s\n");
}

/* ==== zsh ==== */

/* Inside '...[here]...': no quotes, and brackets and colons escaped. */
static void zsh_text(struct strbuf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '\'')
            strbuf_puts(out, "'\\'");
        else if (strchr("[]:\\", *s))
            strbuf_putc(out, '\\');
        strbuf_putc(out, *s);
    }
}

static void zsh_row(struct strbuf *out, const struct opt *o)
{
    if (o->letter)
        strbuf_printf(out, " \\\n      '(-%c --%s)'{-%c,--%s%s}'[", o->letter,
                      o->name, o->letter, o->name,
                      takes_value(o) ? "=" : "");
    else
        strbuf_printf(out, " \\\n      '--%s%s%s[", negation(o), o->name,
                      takes_value(o)            ? "="
                      : o->type == OPT_OPTIONAL ? "=-"
                                                : "");
    zsh_text(out, o->help ? o->help : "");
    strbuf_putc(out, ']');
    if (o->type == OPT_OPTIONAL) {
        strbuf_puts(out, "::variant: ");
    } else if (takes_value(o)) {
        strbuf_puts(out, ":");
        zsh_text(out, o->arg ? o->arg : "value");
        strbuf_puts(out, takes_file(o) ? ":_files" : ":");
        if (o->type == OPT_CHOICE) {
            strbuf_putc(out, '(');
            put_choices(out, o);
            strbuf_putc(out, ')');
        }
    }
    strbuf_putc(out, '\'');
}

static void zsh_command(void *ctx, const struct opt_usage *u,
                        const struct opt *rows)
{
    struct writer *w = ctx;
    struct strbuf words = STRBUF_INIT;
    (void)u;
    strbuf_printf(w->out, "  %s)\n    _arguments", w->command);
    for (const struct opt *o = rows; o->name; o++)
        zsh_row(w->out, o);
    put_words(&words, w->command);
    if (words.n)
        strbuf_printf(w->out, " \\\n      '1:word:(%s)'", words.s);
    strbuf_puts(w->out, " \\\n      '*:file:_files' ;;\n");
    strbuf_release(&words);
}

void complete_zsh(struct strbuf *out)
{
    strbuf_puts(out, "#compdef s2s\n"
                "_s2s() {\n"
                "  if (( CURRENT == 2 )); then\n"
                "    local -a commands=(\n");
    for (int i = 0; cmd_row(i); i++) {
        strbuf_printf(out, "      '%s:", cmd_row(i)->name);
        zsh_text(out, cmd_row(i)->what);
        strbuf_puts(out, "'\n");
    }
    strbuf_puts(out, "    )\n"
                "    _describe command commands\n"
                "    return\n"
                "  fi\n"
                "  local command=$words[2]\n"
                "  shift words\n"
                "  (( CURRENT-- ))\n"
                "  case $command in\n");
    each_command(out, zsh_command);
    strbuf_puts(out, "  esac\n"
                "}\n"
                "if [[ $funcstack[1] == _s2s ]]; then\n"
                "  _s2s \"$@\"\n"
                "else\n"
                "  compdef _s2s s2s\n"
                "fi\n");
}

/* ==== fish ==== */

static void fish_text(struct strbuf *out, const char *s)
{
    strbuf_putc(out, '\'');
    for (; *s; s++) {
        if (*s == '\'' || *s == '\\')
            strbuf_putc(out, '\\');
        strbuf_putc(out, *s);
    }
    strbuf_putc(out, '\'');
}

static void fish_row(struct strbuf *out, const char *command,
                     const struct opt *o)
{
    strbuf_printf(out, "complete -c s2s -n '__fish_seen_subcommand_from %s' "
                  "-l %s%s", command, negation(o), o->name);
    if (o->letter)
        strbuf_printf(out, " -s %c", o->letter);
    if (takes_value(o))
        strbuf_puts(out, takes_file(o) ? " -r -F" : " -x");
    if (o->type == OPT_CHOICE) {
        strbuf_puts(out, " -a '");
        put_choices(out, o);
        strbuf_putc(out, '\'');
    }
    strbuf_puts(out, " -d ");
    fish_text(out, o->help ? o->help : "");
    strbuf_putc(out, '\n');
}

static void fish_command(void *ctx, const struct opt_usage *u,
                         const struct opt *rows)
{
    struct writer *w = ctx;
    struct strbuf words = STRBUF_INIT;
    (void)u;
    for (const struct opt *o = rows; o->name; o++)
        fish_row(w->out, w->command, o);
    put_words(&words, w->command);
    if (words.n)
        strbuf_printf(w->out, "complete -c s2s -n '__fish_seen_subcommand_"
                      "from %s' -a '%s'\n", w->command, words.s);
    strbuf_release(&words);
}

void complete_fish(struct strbuf *out)
{
    for (int i = 0; cmd_row(i); i++) {
        strbuf_printf(out, "complete -c s2s -n __fish_use_subcommand -f -a "
                      "%s -d ", cmd_row(i)->name);
        fish_text(out, cmd_row(i)->what);
        strbuf_putc(out, '\n');
    }
    each_command(out, fish_command);
}
