#include "cmd/cmd_text.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/utf8.h"
#include "task/translate.h"
#include "text/corpus_sniff.h"

bool text_is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* ==== Clean lines ==== */

/* Lines that are not UTF-8 and named: a file of them would be a flood. */
enum { TOLD = 3 };

/* Invalid bytes and NUL become U+FFFD; was there any? */
static bool clean(struct strbuf *out, const char *s, size_t n)
{
    strbuf_reset(out);
    if (utf8_valid_prefix(s, n) == n && !memchr(s, '\0', n)) {
        strbuf_add(out, s, n);
        return false;
    }
    for (size_t i = 0; i < n; ) {
        int len, c = utf8_next(s + i, n - i, &len);
        utf8_put(out, c ? c : 0xFFFD);
        i += (size_t)len;
    }
    return true;
}

static const char *cleaned(struct text *t, long number,
                           const struct strbuf *line, bool cut,
                           struct arena *arena)
{
    struct strbuf s = STRBUF_INIT;
    if (clean(&s, line->s, line->n) && !cut && t->invalid++ < TOLD)
        log_warn("%s:%ld: not UTF-8; replaced by U+FFFD", t->name, number);
    if (cut)
        log_warn("%s:%ld: longer than %d bytes; the end is lost", t->name,
                 number, TEXT_LINE_MAX);
    const char *kept = arena_strndup(arena, s.s, s.n);
    strbuf_release(&s);
    return kept;
}

/* Of all, at the end. */
static void tell_invalid(const struct text *t)
{
    if (t->invalid > TOLD)
        log_warn("%s: not UTF-8, either: %ld more line%s", t->name,
                 t->invalid - TOLD, t->invalid - TOLD == 1 ? "" : "s");
}

/* ==== Files ==== */

bool text_next(struct text *t, struct lines *in, const char *name, int most,
               struct arena *arena, struct error *err)
{
    struct strbuf line = STRBUF_INIT;
    bool cut, more = true;
    err->status = EXIT_OK;
    if (lines_number(in) == 0 &&
        !sniff_lines(in, strcmp(name, "stdin") == 0 ? "-" : name, err))
        return false;
    t->line = ARENA_ARRAY(arena, const char *, most);
    t->n = 0;
    t->first = lines_number(in) + 1;
    t->name = name;
    while (more && t->n < most && (t->n == 0 || lines_ready(in))) {
        more = lines_next(in, &line, TEXT_LINE_MAX, &cut, err);
        if (more)
            t->line[t->n++] = cleaned(t, lines_number(in), &line, cut, arena);
    }
    strbuf_release(&line);
    if (t->n == 0)
        tell_invalid(t);
    return err->status == EXIT_OK;
}

bool text_read(struct text *t, const char *path, struct arena *arena,
               struct error *err)
{
    struct strbuf all = STRBUF_INIT, line = STRBUF_INIT;
    struct lines *in;
    bool cut;
    if (!lines_open(&in, path, err))
        return false;
    *t = (struct text){.first = 1,
                       .name = text_is_stdin(path) ? "stdin" : path};
    err->status = EXIT_OK;
    while ((lines_number(in) > 0 || sniff_lines(in, path, err)) &&
           lines_next(in, &line, TEXT_LINE_MAX, &cut, err)) {
        const char *kept = cleaned(t, lines_number(in), &line, cut, arena);
        strbuf_add(&all, &kept, sizeof kept);
    }
    tell_invalid(t);
    t->n = (int)(all.n / sizeof *t->line);
    t->line = ARENA_ARRAY(arena, const char *, t->n);
    if (t->n > 0)
        memcpy(t->line, all.s, all.n);
    strbuf_release(&all);
    strbuf_release(&line);
    lines_close(in);
    return err->status == EXIT_OK;
}

/* Whoever names a file wants its lines. */
static void doubt(const char *word)
{
    if (strpbrk(word, "./") && !strchr(word, ' ') && file_exists(word))
        log_warn("%s is a file here; for its lines: < %s", word, word);
}

bool text_words_check(char **word, int n, struct error *err)
{
    for (int i = 0; i < n && n > 1; i++)
        if (text_is_stdin(word[i])) {
            error_set(err, EXIT_USAGE, "-: is stdin, which is not read among "
                      "other words");
            return error_hint(err, "give - alone, or texts");
        }
    return true;
}

int text_given(char **word, int n)
{
    return n == 1 && text_is_stdin(word[0]) ? 0 : n;
}

void text_note(char **word, int n)
{
    if (text_given(word, n) == 0)
        file_note_input("-");
}

void text_words(struct text *t, char **word, int n, struct arena *arena)
{
    *t = (struct text){ARENA_ARRAY(arena, const char *, n), n, 1, "argument",
                       0};
    for (int i = 0; i < n; i++) {
        struct strbuf w = {word[i], strlen(word[i]), 0};
        doubt(word[i]);
        t->line[i] = cleaned(t, i + 1, &w, false, arena);
    }
    tell_invalid(t);
}

void text_put_line(struct strbuf *out, const char *s)
{
    for (; *s; s++)
        strbuf_putc(out, *s == '\n' || *s == '\r' ? ' ' : *s);
}

struct text_pair text_pair(const char *line, struct arena *arena)
{
    const char *tab = strchr(line, '\t'), *bars = strstr(line, " ||| ");
    const char *at = tab ? tab : bars;
    if (!at)
        return (struct text_pair){line, NULL};
    size_t end = strcspn(at + (tab ? 1 : 5), tab ? "\t" : "");
    return (struct text_pair){
        arena_strndup(arena, line, (size_t)(at - line)),
        arena_strndup(arena, at + (tab ? 1 : 5), end)};
}

struct text_pair text_pair_words(char **word, int n, struct arena *arena)
{
    struct text text;
    text_words(&text, word, n, arena);
    return (struct text_pair){text.line[0], n > 1 ? text.line[1] : NULL};
}

/* ==== Line by line ==== */

bool text_lines(const char *path, int most, text_some *f, void *ctx,
                struct error *err)
{
    const char *name = text_is_stdin(path) ? "stdin" : path;
    struct lines *in;
    struct arena arena;
    struct text text = {.n = 0};
    bool ok;
    if (!lines_open(&in, path, err))
        return false;
    arena_init(&arena, "text");
    while ((ok = text_next(&text, in, name, most, &arena, err)) &&
           text.n > 0 && (ok = f(ctx, &text, &arena, err)))
        arena_reset(&arena);
    arena_drop(&arena);
    lines_close(in);
    return ok;
}

bool text_stdin(const char *sample, int most, text_some *f, void *ctx,
                struct error *err)
{
    if (!sample || !sample[0] || !isatty(STDIN_FILENO))
        return text_lines("-", most, f, ctx, err);
    struct text text = {&sample, 1, 1, "the model", 0};
    struct arena arena;
    log_say("s2s: no text given; a sentence kept in the model: %s", sample);
    arena_init(&arena, "text");
    bool ok = f(ctx, &text, &arena, err);
    arena_drop(&arena);
    return ok;
}

static bool is_long(const struct model *m, int side, const char *s)
{
    struct pieces pieces;
    struct arena arena;
    if (!s || strlen(s) <= TRANSLATE_LONGEST)
        return false;
    arena_init(&arena, "text");
    bool whole = translate_encode(m, side, s, &pieces, &arena);
    arena_drop(&arena);
    return !whole;
}

void text_warn_long(const struct model *m, struct text_pair p,
                    const char *name, long line)
{
    if (is_long(m, SIDE_SRC, p.src) || is_long(m, SIDE_TGT, p.tgt))
        log_warn("%s:%ld: longer than %d tokens; the end is lost", name, line,
                 TRANSLATE_LONGEST);
}

void text_warn_corpus(const struct model *m, const struct corpus *c,
                      bool both)
{
    for (int i = 0; i < c->n; i++) {
        const struct pair *p = &c->pair[i];
        struct text_pair texts = {p->text[0], both ? p->text[1] : NULL};
        text_warn_long(m, texts, c->name, p->line);
    }
    if (turned_corpus(m, c))
        text_say_turned(c->name, "--reverse reads the other way");
}

void text_say_turned(const char *name, const char *instead)
{
    log_warn("%s: its sources look like the language that the model "
             "translates into; %s", name, instead);
}

void text_warn_exchanged(const struct model *m, const struct corpus *c)
{
    if (turned_corpus(m, c))
        text_say_turned(c->name, "no score on it is worth anything: exchange "
                                 "its columns");
}

void text_tell_column(bool *told, int side, const char *line,
                      const char *name, long number)
{
    if (*told || !strchr(line, '\t'))
        return;
    *told = true;
    log_warn("%s:%ld: has a TAB: the %s of a TSV are: cut -f %d", name, number,
             side == SIDE_SRC ? "sources" : "targets", side + 1);
}

void text_tell_turned(struct turned *t)
{
    if (turned_now(t))
        log_warn("this looks like the language that the model translates "
                 "into; the other direction is another model: s2s train "
                 "--reverse");
}
