#include "model/notes.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

enum { LINE_MOST = 1000 };

/* Keys that say how the rest of the file is to be read. */
static bool is_format(const char *key)
{
    static const char *const word[] = {"format", "format_version",
                                       "precision"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (strcmp(key, word[i]) == 0)
            return true;
    return false;
}

const char *notes_find(const struct notes *notes, const char *key)
{
    for (int i = 0; i < notes->n; i++)
        if (strcmp(notes->note[i].key, key) == 0)
            return notes->note[i].value;
    return NULL;
}

void notes_of(struct notes *out, const struct st_file *f)
{
    out->n = 0;
    for (int i = 0; i < f->metas && out->n < NOTES_MOST; i++)
        if (!is_format(f->meta[i].key))
            out->note[out->n++] = f->meta[i];
}

/* A key is a word of small letters: "attribution". */
static bool is_key(const char *s, size_t n)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    return n > 0 && strspn(s, letters) == n;
}

static bool add(struct notes *out, const struct strbuf *line,
                struct arena *arena, struct error *err)
{
    size_t n = strcspn(line->s, "\t");
    if (!is_key(line->s, n) || n == line->n)
        return error_set(err, EXIT_DATA, "expected a key of small letters, "
                         "TAB, and what is to be noted");
    if (utf8_valid_prefix(line->s, line->n) != line->n)
        return error_set(err, EXIT_DATA, "is not UTF-8");
    const char *key = arena_strndup(arena, line->s, n);
    if (is_format(key) || notes_find(out, key))
        return error_set(err, EXIT_DATA, "%s: %s", key, is_format(key)
                         ? "belongs to the format" : "is there twice");
    if (out->n == NOTES_MOST)
        return error_set(err, EXIT_DATA, "more than %d notes", NOTES_MOST);
    out->note[out->n++] = (struct st_meta){
        key, arena_strndup(arena, line->s + n + 1, line->n - n - 1)};
    return true;
}

bool notes_read(struct notes *out, const char *path, struct arena *arena,
                struct error *err)
{
    struct lines *l;
    struct strbuf line = STRBUF_INIT;
    bool cut, ok = true;
    out->n = 0;
    if (!lines_open(&l, path, err))
        return false;
    while (ok && lines_next(l, &line, LINE_MOST, &cut, err)) {
        ok = !cut || error_set(err, EXIT_DATA, "longer than %d bytes",
                               LINE_MOST);
        ok = ok && add(out, &line, arena, err);
        if (!ok)
            error_prefix(err, "%s:%ld", path, lines_number(l));
    }
    ok = ok && err->status == EXIT_OK;
    lines_close(l);
    strbuf_release(&line);
    return ok;
}
