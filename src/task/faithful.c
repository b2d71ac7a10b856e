#include "task/faithful.h"

#include <string.h>

#include "eval/bylen.h"
#include "task/look.h"
#include "task/whatif.h"

enum { RESAMPLES = 1000 };

/* The rows of a step: nothing erased, the word attended most, another. */
enum { AS_IT_IS, MOST, RANDOM, ROWS };

/* A source sentence in words. */
struct source {
    const int *word;       /* [n] of each token, from 0; </s> has none */
    int n, words;
    struct rng draw;
};

/* What happened in one sentence. */
struct tally {
    long steps, changed[ROWS];
};

/* ==== Erasing ==== */

struct erased {
    const struct source *s;
    int word;
};

static double zero_or_free(const void *ctx, int j)
{
    const struct erased *e = ctx;
    return j < e->s->n && e->s->word[j] == e->word ? 0 : -1;
}

/* The word that all heads together look at most, the first of equals. */
static int most_attended(const struct source *s, const struct alpha_row *at,
                         const real *alpha)
{
    int best = 0;
    double most = -1;
    for (int j = 0, end; j < s->n; j = end) {
        double sum = 0;
        for (end = j; end < s->n && s->word[end] == s->word[j]; end++)
            for (int h = 0; h < at->heads; h++)
                sum += (double)row_at(alpha, h, at->Tx)[end];
        if (sum > most) {
            most = sum;
            best = s->word[j];
        }
    }
    return best;
}

static void erase(const void *self, const struct alpha_row *at, real *alpha)
{
    struct erased e = {self, 0};
    if (at->row == AS_IT_IS)
        return;
    e.word = most_attended(e.s, at, alpha);
    if (at->row == RANDOM) {
        int other = (int)rng_below(e.s->draw, (uint64_t)at->i,
                                   (uint64_t)e.s->words - 1);
        e.word = other + (other >= e.word);
    }
    for (int h = 0; h < at->heads; h++)
        whatif_share(row_of(alpha, h, at->Tx), at->len, zero_or_free, &e);
}

/* ==== One sentence ==== */

static struct source words_of(const struct model *m, const struct pieces *p,
                              struct arena *arena)
{
    struct alignment names;
    int *word = ARENA_ARRAY(arena, int, p->n), words = 0;
    look_names(&names, m, p, NULL, 0, NULL, arena);
    for (int j = 0; j < p->n; j++) {
        words += j == 0 || names.src_begin[j];
        word[j] = words - 1;
    }
    return (struct source){.word = word, .n = p->n, .words = words};
}

/* The likeliest of what a search may produce. */
static int likeliest(const real *logits, int Ky)
{
    int best = ID_EOS;
    for (int y = ID_EOS; y < Ky; y++)
        if (logits[y] > logits[best])
            best = y;
    return best;
}

/* One step of all rows; returns y_i of the row with nothing erased, from
 * which the next step goes on. */
static int step(struct run *r, const struct network *net, struct writing *w,
                int before, struct tally *t)
{
    static const int src[ROWS], from[ROWS];
    int Ky = net->o.Ky, y[ROWS] = {before, before, before};
    real *logits = run_room(r, ROWS, Ky);
    network_step(r, net, w, src, ROWS, y, logits);
    int next = likeliest(row_at(logits, AS_IT_IS, Ky), Ky);
    t->steps++;
    for (int k = MOST; k < ROWS; k++)
        t->changed[k] += likeliest(row_at(logits, k, Ky), Ky) != next;
    network_keep(r, net, w, from, ROWS);
    return next;
}

static struct tally sentence(const struct model *m, const char *text,
                             struct rng draw)
{
    static const int src[ROWS];
    const struct network *net = &m->net;
    struct tally t = {0};
    struct arena arena, scratch;
    struct pieces pieces;
    struct batch batch;
    struct reading in;
    struct writing w;
    int first = 0, y = ID_BOS;
    arena_init(&arena, "faithful");
    arena_init(&scratch, "faithful");
    translate_encode(m, SIDE_SRC, text, &pieces, &arena);
    struct source s = words_of(m, &pieces, &arena);
    s.draw = draw;
    if (s.words >= 2) {
        struct run r = {&arena, &scratch, false, 0, 0, NULL};
        struct intervention erasing = {erase, &s};
        struct sentence ids = translate_ids(&pieces, &arena);
        batch_make(&batch, &ids, NULL, &first, 1, &arena);
        network_read(&r, net, &batch.src, &in);
        network_write(&r, net, &in, src, ROWS, ROWS, &w);
        w.att.intervene = &erasing;
        for (int i = 0; i < search_limit(ids.n + 1) && y != ID_EOS; i++)
            y = step(&r, net, &w, y, &t);
    }
    arena_drop(&arena);
    arena_drop(&scratch);
    return t;
}

/* ==== All of them ==== */

/* most - random of n sentences, numbered by pick(k). */
static double difference(const struct tally *t, int n, const struct rng *draw)
{
    long steps = 0, more = 0;
    for (int k = 0; k < n; k++) {
        const struct tally *one =
            &t[draw ? (int)rng_below(*draw, (uint64_t)k, (uint64_t)n) : k];
        steps += one->steps;
        more += one->changed[MOST] - one->changed[RANDOM];
    }
    return steps ? (double)more / (double)steps : 0;
}

void faithful(struct faithful *out, const struct model *m,
              const char *const *text, int n, uint64_t seed)
{
    struct arena arena;
    long changed[ROWS] = {0};
    arena_init(&arena, "faithful");
    struct tally *t = ARENA_ARRAY(&arena, struct tally, n);
    double *d = ARENA_ARRAY(&arena, double, RESAMPLES);
    memset(out, 0, sizeof *out);
    for (int k = 0; k < n; k++) {
        struct rng draw = rng_key(seed, RNG_ERASE, (uint64_t)k, 0);
        struct tally one = sentence(m, text[k], draw);
        if (one.steps == 0)
            continue;
        t[out->sentences++] = one;
        out->steps += one.steps;
        for (int row = MOST; row < ROWS; row++)
            changed[row] += one.changed[row];
    }
    if (out->steps > 0) {
        out->most = (double)changed[MOST] / (double)out->steps;
        out->random = (double)changed[RANDOM] / (double)out->steps;
        for (int k = 0; k < RESAMPLES; k++) {
            struct rng draw = rng_key(seed, RNG_BOOTSTRAP, (uint64_t)k, 0);
            d[k] = difference(t, out->sentences, &draw);
        }
        bootstrap_cut(d, RESAMPLES, &out->low, &out->high);
    }
    arena_drop(&arena);
}
