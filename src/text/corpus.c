#include "text/corpus.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "text/corpus_copies.h"
#include "text/corpus_sniff.h"
#include "text/grow.h"

enum { LINE_MAX_BYTES = 1 << 20, POOL_BYTES = 1 << 18 };

struct slice {
    const char *s;
    size_t n;
};

/* A file being read, and the line that was read last. */
struct input {
    const char *path;
    struct lines *lines;
    struct strbuf line;
    struct sniff sniff;
    bool cut, valid;
};

struct reader {
    struct corpus *c;
    const struct corpus_options *o;
    struct copies copies;
    char *pool; /* where the next text goes; [pool_n] free */
    size_t pool_n;
    int cap; /* of c->pair */
};

/* ==== Lines ==== */

static bool input_open(struct input *in, const char *path, struct error *err)
{
    *in = (struct input){.path = path, .line = STRBUF_INIT};
    return lines_open(&in->lines, path, err);
}

static void input_close(struct input *in)
{
    lines_close(in->lines);
    strbuf_release(&in->line);
}

/* False at the end, or on an error: then err->status is not EXIT_OK. */
static bool input_next(struct input *in, struct error *err)
{
    if (!lines_next(in->lines, &in->line, LINE_MAX_BYTES, &in->cut, err))
        return false;
    in->valid = sniff_line(&in->sniff, in->line.s, in->line.n, in->cut);
    return true;
}

static struct slice trimmed(struct slice x)
{
    x.s = utf8_trim(x.s, &x.n);
    return x;
}

/* What is wrong with the line as such; DROP_REASON_COUNT: nothing. */
static enum drop line_fault(const struct input *in)
{
    struct slice line = {in->line.s, in->line.n};

    if (in->cut)
        return DROP_LONG;
    if (memchr(line.s, '\0', line.n))
        return DROP_NUL;
    return trimmed(line).n == 0 ? DROP_EMPTY : DROP_REASON_COUNT;
}

/* Column `col`, from 1, of the line; false when there are not so many. */
static bool find_column(const struct strbuf *line, int col, struct slice *out)
{
    const char *s = line->s, *end = line->s + line->n;

    while (--col > 0) {
        s = memchr(s, '\t', (size_t)(end - s));
        if (!s)
            return false;
        s++;
    }
    const char *tab = memchr(s, '\t', (size_t)(end - s));
    *out = trimmed((struct slice){s, (size_t)((tab ? tab : end) - s)});
    return true;
}

/* ==== Pairs ==== */

static void drop(struct corpus *c, enum drop reason)
{
    if (c->dropped[reason]++ == 0)
        c->first[reason] = c->lines;
}

/* A copy of the text with a NUL, many to a block: an arena's own blocks are
 * 64 bytes at least. */
static const char *keep(struct reader *r, struct slice x)
{
    char *copy;

    if (x.n + 1 > r->pool_n) {
        r->pool_n = x.n + 1 > POOL_BYTES ? x.n + 1 : POOL_BYTES;
        r->pool = arena_alloc(r->c->arena, r->pool_n);
    }
    copy = r->pool;
    memcpy(copy, x.s, x.n);
    copy[x.n] = '\0';
    r->pool += x.n + 1;
    r->pool_n -= x.n + 1;
    return copy;
}

static void keep_pair(struct reader *r, const struct slice side[2])
{
    struct corpus *c = r->c;
    struct pair p = {.line = c->lines};
    char *pool = r->pool;
    size_t room = r->pool_n;

    for (int i = 0; i < 2; i++) {
        p.text[i] = keep(r, side[i]);
        p.len[i] = (int)side[i].n;
    }
    c->pair = grow_array(c->arena, c->pair, c->n, &r->cap, sizeof *c->pair);
    c->pair[c->n] = p;
    if (r->o->keep_copies || !copies_add(&r->copies, c->pair, c->n)) {
        c->n++;
        return;
    }
    drop(c, DROP_COPY);
    /* Its text makes room again, where it began no new block. */
    if (pool && r->pool + r->pool_n == pool + room) {
        r->pool = pool;
        r->pool_n = room;
    }
}

/* Keeps or drops the pair of the line just read. */
static void add_sides(struct reader *r, struct slice side[2], bool valid)
{
    if (side[0].n == 0 || side[1].n == 0) {
        drop(r->c, DROP_SIDE);
        return;
    }
    for (int i = 0; i < 2 && !valid; i++)
        if (utf8_valid_prefix(side[i].s, side[i].n) < side[i].n) {
            drop(r->c, DROP_UTF8);
            return;
        }
    if (r->o->reverse) {
        struct slice first = side[0];

        side[0] = side[1];
        side[1] = first;
    }
    keep_pair(r, side);
}

static void reader_begin(struct reader *r, struct corpus *c,
                         const struct corpus_options *o, const char *name,
                         struct arena *arena)
{
    *c = (struct corpus){.name = arena_strdup(arena, name), .arena = arena};
    *r = (struct reader){.c = c, .o = o};
    copies_init(&r->copies);
}

/* The last word on a file, or two, whose lines were all dropped. */
static bool check_usable(const struct corpus *c, const char *tgt,
                         struct error *err)
{
    int most = 0;

    if (c->n > 0)
        return true;
    for (int i = 0; i < DROP_REASON_COUNT; i++)
        if (c->dropped[i] > c->dropped[most])
            most = i;
    const char *why = corpus_drop_text((enum drop)most);
    if (tgt) {
        error_set(err, EXIT_DATA, "%s and %s: line %ld: %s; no line of the "
                  "files can be used", c->name, tgt, c->first[most], why);
        return error_hint(err, "line n of one is the translation of line n of "
                               "the other, in UTF-8");
    }
    error_set(err, EXIT_DATA, "%s:%ld: %s; no line of the file can be used",
              c->name, c->first[most], why);
    return error_hint(err, "a corpus has one pair a line: source TAB target, "
                           "in UTF-8; --cols A,B picks other columns");
}

/* ==== One file ==== */

static bool is_wider(const struct input *in, const int col[2])
{
    struct slice third;

    return col[0] + col[1] == 3 && find_column(&in->line, 3, &third) &&
           third.n > 0;
}

static void add_line(struct reader *r, const struct input *in)
{
    struct slice side[2];
    enum drop fault = line_fault(in);

    r->c->lines++;
    r->c->wider += is_wider(in, r->o->col);
    if (fault != DROP_REASON_COUNT)
        drop(r->c, fault);
    else if (!find_column(&in->line, r->o->col[0], &side[0]) ||
             !find_column(&in->line, r->o->col[1], &side[1]))
        drop(r->c, DROP_COLUMN);
    else
        add_sides(r, side, in->valid);
}

bool corpus_read(struct corpus *c, const char *path,
                 const struct corpus_options *o, struct arena *arena,
                 struct error *err)
{
    struct reader r;
    struct input in;
    bool ok;

    assert(o->col[0] >= 1 && o->col[1] >= 1);
    if (!input_open(&in, path, err))
        return false;
    reader_begin(&r, c, o, path, arena);
    while (input_next(&in, err))
        add_line(&r, &in);
    ok = err->status == EXIT_OK &&
         sniff_verdict(&in.sniff, path, true, c->n, err) &&
         check_usable(c, NULL, err);
    copies_release(&r.copies);
    input_close(&in);
    return ok;
}

/* ==== Two files ==== */

static void add_lines(struct reader *r, const struct input in[2])
{
    enum drop fault[2] = {line_fault(&in[0]), line_fault(&in[1])};
    struct slice side[2];

    r->c->lines++;
    for (int i = 0; i < 2; i++) {
        if (fault[i] != DROP_REASON_COUNT && fault[i] != DROP_EMPTY) {
            drop(r->c, fault[i]);
            return;
        }
        side[i] = trimmed((struct slice){in[i].line.s, in[i].line.n});
    }
    if (fault[0] == DROP_EMPTY && fault[1] == DROP_EMPTY)
        drop(r->c, DROP_EMPTY);
    else
        add_sides(r, side, in[0].valid && in[1].valid);
}

/* Reads both files to their ends; pairs stop with the shorter. */
static bool read_both(struct reader *r, struct input in[2], struct error *err)
{
    bool more[2] = {true, true};

    while (more[0] || more[1]) {
        for (int i = 0; i < 2; i++) {
            more[i] = more[i] && input_next(&in[i], err);
            if (!more[i] && err->status != EXIT_OK)
                return false;
        }
        if (more[0] && more[1])
            add_lines(r, in);
    }
    return true;
}

static bool check_both(const struct corpus *c, const struct input in[2],
                       struct error *err)
{
    long n = lines_number(in[0].lines), m = lines_number(in[1].lines);

    for (int i = 0; i < 2; i++)
        if (!sniff_verdict(&in[i].sniff, in[i].path, false, c->n, err))
            return false;
    if (n == m)
        return check_usable(c, in[1].path, err);
    error_set(err, EXIT_DATA,
              "%s has %ld lines, %s has %ld; line n of one "
              "must be the translation of line n of the other",
              in[0].path, n, in[1].path, m);
    return error_hint(err, "only LF ends a line; look for lines that were "
                           "joined, split or lost");
}

bool corpus_read_two(struct corpus *c, const char *src, const char *tgt,
                     const struct corpus_options *o, struct arena *arena,
                     struct error *err)
{
    struct reader r;
    struct input in[2];
    bool ok;

    if (!input_open(&in[0], src, err))
        return false;
    if (!input_open(&in[1], tgt, err)) {
        input_close(&in[0]);
        return false;
    }
    reader_begin(&r, c, o, src, arena);
    ok = read_both(&r, in, err) && check_both(c, in, err);
    copies_release(&r.copies);
    for (int i = 0; i < 2; i++)
        input_close(&in[i]);
    return ok;
}
