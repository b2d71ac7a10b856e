#include "task/guide.h"

#include <string.h>

#include "base/par.h"
#include "base/utf8.h"
#include "task/words.h"
#include "text/pretoken.h"

/* ==== Words and units ==== */

/* A side of a pair, cut into units and into words. */
struct cut {
    struct pieces p;
    int *from, *to;            /* [p.n] the words that each unit has part in:
                                  from .. to - 1 */
    int *units;                /* [words] units that have part in each word */
};

/* Appends a word to a text for bitext_add, to which it may not look like none,
 * nor like more than one. */
static void put_word(struct strbuf *out, const char *s, int n)
{
    strbuf_putc(out, ' ');
    for (int k = n > 1 && *s == ' ', len; k < n; k += len) {
        int c = utf8_next(s + k, (size_t)(n - k), &len);
        utf8_put(out, utf8_class(c) == UTF8_SPACE ? '_' : c);
    }
    if (n == 0)
        strbuf_putc(out, '_');
}

static void units_as_words(struct cut *c, struct strbuf *out)
{
    for (int k = 0; k < c->p.n; k++) {
        const struct piece *p = &c->p.piece[k];
        c->from[k] = k;
        c->to[k] = k + 1;
        c->units[k] = 1;
        put_word(out, c->p.text + p->start, p->len);
    }
}

/* The number of the pre-token that each byte is part of; -1: a space that no
 * word follows. */
static int *number_words(const struct pieces *p, struct strbuf *out,
                         struct arena *arena)
{
    int *word = ARENA_ARRAY(arena, int, p->text_len), n = 0;
    for (int at = 0, bytes; at < p->text_len; at += bytes) {
        bytes = (int)pretoken_next(p->text, (size_t)p->text_len, (size_t)at);
        bool empty = bytes == 1 && p->text[at] == ' ';
        for (int b = at; b < at + bytes; b++)
            word[b] = empty ? -1 : n;
        if (!empty)
            put_word(out, p->text + at, bytes);
        n += !empty;
    }
    return word;
}

static void units_in_words(struct cut *c, struct strbuf *out,
                           struct arena *arena)
{
    const int *word = number_words(&c->p, out, arena);
    for (int k = 0; k < c->p.n; k++) {
        const struct piece *p = &c->p.piece[k];
        /* a space put before the text has no bytes, but a word */
        int end = p->start + (p->len > 0 ? p->len : 1);
        for (int b = p->start; b < end; b++) {
            if (word[b] < c->to[k])
                continue;
            c->from[k] = c->to[k] ? c->from[k] : word[b];
            c->to[k] = word[b] + 1;
            c->units[word[b]]++;
        }
    }
}

static void cut_text(struct cut *c, const struct tokens *t, int side,
                     const struct pair *pair, bool spaceless,
                     struct strbuf *out, struct arena *arena)
{
    tokens_encode(t, side, pair->text[side], pair->len[side], &c->p, arena);
    c->from = ARENA_ARRAY(arena, int, c->p.n);
    c->to = ARENA_ARRAY(arena, int, c->p.n);
    /* one more: a unit may have no bytes, see units_in_words */
    c->units = ARENA_ARRAY(arena, int, c->p.text_len + 1);
    if (spaceless)
        units_as_words(c, out);
    else
        units_in_words(c, out, arena);
}

/* ==== The corpus ==== */

/* Pairs that are linked at once, by all threads. */
enum { AT_ONCE = 1024, GRAIN = 16 };

struct teacher {
    const struct corpus *c;
    const struct tokens *t;
    bool spaceless[2];
    struct words words;
    struct strbuf text[2];         /* of the pair at hand, as words */
    struct links links[AT_ONCE];
};

static void cut_pair(struct teacher *w, int n, struct cut cut[2],
                     struct arena *arena)
{
    for (int s = 0; s < 2; s++) {
        strbuf_reset(&w->text[s]);
        cut_text(&cut[s], w->t, s, &w->c->pair[n], w->spaceless[s],
                 &w->text[s], arena);
    }
}

static void learn(struct teacher *w, struct arena *arena)
{
    struct arena scratch;
    struct cut cut[2];
    arena_init(&scratch, "words");
    bitext_init(&w->words.text, w->c->n, arena);
    for (int n = 0; n < w->c->n; n++) {
        cut_pair(w, n, cut, &scratch);
        bitext_add(&w->words.text, w->text[0].s, w->text[1].s);
        arena_reset(&scratch);
    }
    words_train(&w->words, arena);
    arena_drop(&scratch);
}

/* ==== Links of words ==== */

struct linking {
    const struct words *words;
    const struct bitext_pair *pair;
    struct links *links;
};

static void link_range(void *ctx, int lo, int hi)
{
    const struct linking *x = ctx;
    struct arena scratch;
    arena_init(&scratch, "links");
    for (int n = lo; n < hi; n++) {
        struct aligner_posterior p;
        struct links l;
        aligner_posterior(&p, &x->words->aligner, &x->pair[n], &scratch);
        links_make(&l, &p, LINKS_GROW, &scratch);
        memcpy(x->links[n].on, l.on, (size_t)(l.I * l.J) * sizeof *l.on);
        arena_reset(&scratch);
    }
    arena_drop(&scratch);
}

/* Those of pair `first` and the next ones, AT_ONCE or what is left. */
static void link_words(struct teacher *w, int first, struct arena *arena)
{
    int left = w->c->n - first, most = left < AT_ONCE ? left : AT_ONCE;
    struct linking x = {&w->words, w->words.text.pair + first, w->links};
    for (int n = 0; n < most; n++)
        links_new(&w->links[n], x.pair[n].n[0], x.pair[n].n[1], arena);
    par_pieces(most, GRAIN, link_range, &x);
}

/* ==== Links of units ==== */

/* What the links of words give for target unit i and source unit j. */
static real weight_of(const struct links *l, const struct cut cut[2], int i,
                      int j)
{
    const struct cut *x = &cut[0], *y = &cut[1];
    real sum = 0;
    for (int f = y->from[i]; f < y->to[i] && f < l->J; f++)
        for (int e = x->from[j]; e < x->to[j] && e < l->I; e++)
            if (l->on[f * l->I + e])
                sum += 1 / (real)x->units[e];
    return sum;
}

/* Appends the links of target unit i to `link`; returns how many. */
static int unit_links(struct guide_link *link, const struct links *l,
                      const struct cut cut[2], int i)
{
    int n = 0;
    real sum = 0;
    for (int j = 0; j < cut[0].p.n; j++) {
        real weight = weight_of(l, cut, i, j);
        if (weight > 0)
            link[n++] = (struct guide_link){j, weight};
        sum += weight;
    }
    for (int k = 0; k < n; k++)
        link[k].weight /= sum;
    return n;
}

static void pair_guide(struct guide *g, const struct links *l,
                       const struct cut cut[2], struct arena *arena,
                       struct arena *scratch)
{
    int Tx = cut[0].p.n, Ty = cut[1].p.n, n = 0;
    int *first = ARENA_ARRAY(arena, int, Ty + 1);
    struct guide_link *all =
        ARENA_ARRAY(scratch, struct guide_link, (size_t)Tx * (size_t)Ty);
    for (int i = 0; i < Ty; i++) {
        first[i] = n;
        n += unit_links(all + n, l, cut, i);
    }
    first[Ty] = n;
    struct guide_link *link = ARENA_ARRAY(arena, struct guide_link, n);
    if (n > 0)
        memcpy(link, all, (size_t)n * sizeof *link);
    *g = (struct guide){first, link};
}

static struct guide *guides(struct teacher *w, struct arena *arena)
{
    struct arena scratch, links;
    struct guide *g = ARENA_ARRAY(arena, struct guide, w->c->n);
    arena_init(&scratch, "units");
    arena_init(&links, "links");
    for (int n = 0; n < w->c->n; n++) {
        struct cut cut[2];
        if (n % AT_ONCE == 0) {
            arena_reset(&links);
            link_words(w, n, &links);
        }
        cut_pair(w, n, cut, &scratch);
        pair_guide(&g[n], &w->links[n % AT_ONCE], cut, arena, &scratch);
        arena_reset(&scratch);
    }
    arena_drop(&links);
    arena_drop(&scratch);
    return g;
}

void guide_learn(struct data *d, const struct corpus *c,
                 const struct tokens *t, struct arena *arena)
{
    struct teacher w = {.c = c, .t = t, .text = {STRBUF_INIT, STRBUF_INIT}};
    struct arena memory;
    arena_init(&memory, "aligner");
    for (int s = 0; s < 2; s++)
        w.spaceless[s] = corpus_spaceless(c, s) > 0.5;
    learn(&w, &memory);
    d->guide = guides(&w, arena);
    for (int s = 0; s < 2; s++)
        strbuf_release(&w.text[s]);
    arena_drop(&memory);
}

double guide_share(const struct data *d)
{
    long linked = 0, all = 0;
    for (int n = 0; n < d->n; n++) {
        const int *first = d->guide[n].first;
        all += d->tgt[n].n;
        for (int i = 0; i < d->tgt[n].n; i++)
            linked += first[i + 1] > first[i];
    }
    return all ? (double)linked / (double)all : 0;
}
