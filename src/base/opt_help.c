#include "base/opt.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"

#define COLUMNS 80
#define LEFT_MAX 28   /* a longer left side gets a line of its own */

/* "  -m, --model FILE" */
static void left_side(struct strbuf *out, const struct opt *o)
{
    strbuf_reset(out);
    if (o->letter != 0)
        strbuf_printf(out, "  -%c, --%s", o->letter, o->name);
    else
        strbuf_printf(out, "      --%s", o->name);
    if (o->type == OPT_OPTIONAL)
        strbuf_printf(out, o->arg != NULL ? "[=%s]" : "%s",
                      o->arg != NULL ? o->arg : "");
    else if (o->type != OPT_FLAG)
        strbuf_printf(out, " %s", o->arg != NULL ? o->arg : "VALUE");
}

static int width(const char *s)
{
    return utf8_width(s, strlen(s));
}

static int left_width(const struct opt *rows)
{
    struct strbuf left = STRBUF_INIT;
    int most = 16;
    for (const struct opt *o = rows; o->name != NULL; o++) {
        left_side(&left, o);
        int w = width(left.s);
        if (w > most && w <= LEFT_MAX)
            most = w;
    }
    strbuf_release(&left);
    return most;
}

static void indent(struct strbuf *out, int n)
{
    strbuf_printf(out, "%*s", n, "");
}

void opt_wrap(struct strbuf *out, const char *text, int at, int margin)
{
    bool first = true;
    while (*text != '\0') {
        size_t n = strcspn(text, " ");
        int w = utf8_width(text, n);
        if (!first && at + 1 + w > COLUMNS) {
            strbuf_putc(out, '\n');
            indent(out, margin);
            at = margin;
        } else if (!first) {
            strbuf_putc(out, ' ');
            at++;
        }
        strbuf_add(out, text, n);
        at += w;
        first = false;
        text += n;
        text += strspn(text, " ");
    }
    strbuf_putc(out, '\n');
}

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* Is `word` a word of the text? */
static bool has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if ((at == text || !in_word(at[-1])) && !in_word(at[n]))
            return true;
    return false;
}

static bool has_choices(const char *help, const char *(*choices)(int i))
{
    const char *name;
    for (int i = 0; (name = choices(i)) != NULL; i++)
        if (!has_word(help, name))
            return false;
    return true;
}

/* The help and, unless they are words of it, the names of the choices. */
static void right_side(struct strbuf *out, const struct opt *o)
{
    const char *name;
    strbuf_reset(out);
    strbuf_puts(out, o->help != NULL ? o->help : "");
    if (o->type != OPT_CHOICE || has_choices(out->s, o->choices))
        return;
    for (int i = 0; (name = o->choices(i)) != NULL; i++)
        strbuf_printf(out, "%s%s", i > 0 ? ", " : out->n > 0 ? ": " : "",
                      name);
}

static void put_row(struct strbuf *out, const char *left, const char *right,
                    int margin)
{
    strbuf_puts(out, left);
    int at = width(left);
    if (at + 2 > margin) {
        strbuf_putc(out, '\n');
        at = 0;
    }
    indent(out, margin - at);
    opt_wrap(out, right, margin, margin);
}

static bool same_group(const struct opt *a, const char *group)
{
    return a->group == group ||
           (a->group != NULL && group != NULL && strcmp(a->group, group) == 0);
}

static void put_group(struct strbuf *out, const struct opt *rows,
                      const char *group, int margin)
{
    struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;
    strbuf_printf(out, "\n%s:\n", group != NULL ? group : "options");
    for (const struct opt *o = rows; o->name != NULL; o++) {
        if (!same_group(o, group))
            continue;
        left_side(&left, o);
        right_side(&right, o);
        put_row(out, left.s, right.s, margin);
    }
    strbuf_release(&left);
    strbuf_release(&right);
}

static bool is_first_of_group(const struct opt *rows, const struct opt *o)
{
    while (!same_group(rows, o->group))
        rows++;
    return rows == o;
}

void opt_help(struct strbuf *out, const struct opt_usage *u,
              const struct opt *rows)
{
    int margin = left_width(rows) + 2;
    strbuf_printf(out, "usage: s2s %s %s\n", u->command, u->line);
    if (u->about != NULL) {
        size_t n = strlen(u->about);
        strbuf_printf(out, "\n%s%s", u->about,
                      n > 0 && u->about[n - 1] == '\n' ? "" : "\n");
    }
    put_group(out, rows, NULL, margin);
    put_row(out, "  -h, --help", "print this", margin);
    for (const struct opt *o = rows; o->name != NULL; o++)
        if (o->group != NULL && is_first_of_group(rows, o))
            put_group(out, rows, o->group, margin);
}
