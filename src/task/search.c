#include "task/search.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "model/ensemble.h"

/* Bytes that the alignments of sentences side by side may take, and what
 * their encoder makes. */
enum { ALPHA_ROOM = 1 << 28, READ_ROOM = 1 << 28 };

/* How a hypothesis got its last token. */
struct link {
    const struct link *from;
    int token;
    const real *alpha;         /* [Tx] or NULL */
};

/* A live hypothesis. */
struct live {
    double logp;
    const struct link *link;
    int src;                   /* place of its sentence in the source side */
};

struct candidate {
    double logp;
    int parent;                /* row of the live hypothesis */
    int token;
};

/* One sentence being searched. */
struct job {
    int first, n;              /* its live rows */
    int beam;                  /* hypotheses still wanted */
    int limit;                 /* tokens at most */
    int done;                  /* finished hypotheses in out */
    struct hypothesis *out;    /* [beam of the options] */
    struct rng rng;            /* of what is drawn */
};

struct searcher {
    const struct network *net;
    const struct search_options *o;
    bool aligns;               /* alpha is kept */
    struct arena *arena;       /* results and links */
    struct arena step[2];      /* the state before and after a step */
    struct arena scratch;
    struct ensemble e;
    struct job *job;           /* [B] by place in the source side */
    int B;
    struct live *live;         /* [rows] */
    int rows;
    int i;                     /* the step */
    real *logits;              /* [B * beam x Ky] */
    struct sample_word *word;  /* the same shape, where tokens are drawn */
    struct candidate *best;    /* [B * beam x beam] of each row, in falling
                                  order */
    int *found;                /* [B * beam] how many these are */
};

int search_limit(int n)
{
    return 2 * n + 20;
}

/* ==== Candidates ==== */

/* Is a better than b?  Equal scores: the earlier row, then the smaller
 * token, so that the order is total. */
static bool better(const struct candidate *a, const struct candidate *b)
{
    if (a->logp != b->logp)
        return a->logp > b->logp;
    if (a->parent != b->parent)
        return a->parent < b->parent;
    return a->token < b->token;
}

/* Keeps the k best in falling order. */
static void offer(struct candidate *best, int *n, int k, struct candidate c)
{
    if (*n == k && !better(&c, &best[k - 1]))
        return;
    int at = *n < k ? (*n)++ : k - 1;
    while (at > 0 && better(&c, &best[at - 1])) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = c;
}

enum { GLANCE = 64 };      /* logits whose largest says whether to look */

/* Words from..to - 1 of logits x, unless none of them can be wanted. */
static void offer_words(const struct job *j, const real *x, int from, int to,
                        struct candidate c, double log_sum,
                        struct candidate *best, int *n)
{
    double logp = c.logp, most = (double)K->max(to - from, x + from);
    if (*n == j->beam && logp + (most - log_sum) < best[*n - 1].logp)
        return;
    for (c.token = from; c.token < to; c.token++) {
        c.logp = logp + ((double)x[c.token] - log_sum);
        offer(best, n, j->beam, c);
    }
}

/* The continuation of a row that has but one: </s> when it is not finite or at
 * its length limit, the prefix's, or one that is drawn; -1: it may choose. */
static int only_token(const struct searcher *s, const struct job *j, int row,
                      double log_sum)
{
    int Ky = s->net->o.Ky;
    if (!isfinite(log_sum) || s->i + 1 >= j->limit)
        return ID_EOS;
    if (s->i < s->o->prefix.n)
        return s->o->prefix.id[s->i];
    if (!s->o->sample.on)
        return -1;
    return sample_token(&s->o->sample, row_at(s->logits, row, Ky), ID_EOS, Ky,
                        rng_uniform(j->rng, (uint64_t)s->i),
                        s->word + (size_t)row * (size_t)Ky);
}

/* The best continuations of a row; <pad> and <s> are never produced. */
static void offer_row(const struct searcher *s, const struct job *j, int row,
                      struct candidate *best, int *n)
{
    int Ky = s->net->o.Ky, first = s->o->exact ? ID_UNK : ID_EOS;
    const real *x = row_at(s->logits, row, Ky);
    double log_sum = (double)K->logsumexp(Ky, x);
    int only = only_token(s, j, row, log_sum);
    struct candidate c = {s->live[row].logp, row, only};
    if (only >= 0) {
        c.logp += isfinite(log_sum) ? (double)x[c.token] - log_sum : -1e3;
        offer(best, n, j->beam, c);
        return;
    }
    for (int y = first; y < Ky; y += GLANCE)
        offer_words(j, x, y, y + GLANCE < Ky ? y + GLANCE : Ky, c, log_sum,
                    best, n);
}

static void best_rows(void *ctx, int lo, int hi)
{
    const struct searcher *s = ctx;
    for (int row = lo; row < hi; row++) {
        const struct job *j = &s->job[s->live[row].src];
        s->found[row] = 0;
        offer_row(s, j, row, s->best + (size_t)row * (size_t)s->o->beam,
                  &s->found[row]);
    }
}

/* ==== Results ==== */

static struct hypothesis trace(struct searcher *s, const struct link *end,
                               double logp, int Tx)
{
    int n = 0;
    for (const struct link *l = end; l->from; l = l->from)
        n++;
    int words = n - 1; /* without </s> */
    int *id = ARENA_ARRAY(s->arena, int, words);
    real *alpha = s->aligns
                      ? ARENA_ARRAY(s->arena, real, (size_t)n * (size_t)Tx)
                      : NULL;
    for (const struct link *l = end; l->from; l = l->from) {
        if (--n < words)
            id[n] = l->token;
        if (alpha)
            memcpy(row_of(alpha, n, Tx), l->alpha,
                   (size_t)Tx * sizeof *alpha);
    }
    int chars = ranking_chars(s->o->units, id, words);
    return (struct hypothesis){id, words, chars, logp, 0, alpha, Tx};
}

/* Inserts by falling score; the earlier of equals stays first. */
static void finish(struct searcher *s, struct job *j, const struct link *end,
                   double logp)
{
    int Tx = s->e.src->len[j - s->job];
    struct hypothesis h = trace(s, end, logp, Tx);
    h.score = ranking_score(&s->o->rank, logp, h.n + 1, h.chars, h.alpha, Tx);
    int at = j->done++;
    while (at > 0 && h.score > j->out[at - 1].score) {
        j->out[at] = j->out[at - 1];
        at--;
    }
    j->out[at] = h;
    j->beam--;
}

/* ==== One step ==== */

static const struct link *extend(struct searcher *s,
                                 const struct candidate *c)
{
    const struct live *parent = &s->live[c->parent];
    struct link *l = ARENA_NEW(s->arena, struct link);
    *l = (struct link){parent->link, c->token, NULL};
    if (s->aligns) {
        int Tx = s->e.src->len[parent->src];
        real *alpha = ARENA_ARRAY(s->arena, real, Tx);
        ensemble_weights(&s->e, c->parent, alpha, Tx);
        l->alpha = alpha;
    }
    return l;
}

/* Replaces a sentence's live rows by their best continuations; the new ones
 * go to next[*rows ...], the rows they came from to from[]. */
static void advance(struct searcher *s, struct job *j, struct live *next,
                    int *from, int *rows)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct candidate *best = ARENA_ARRAY(&s->scratch, struct candidate,
                                         j->beam);
    int n = 0, first = *rows;
    for (int row = j->first; row < j->first + j->n; row++)
        for (int k = 0; k < s->found[row]; k++)
            offer(best, &n, j->beam,
                  s->best[(size_t)row * (size_t)s->o->beam + (size_t)k]);
    for (int k = 0; k < n; k++) {
        const struct link *l = extend(s, &best[k]);
        if (best[k].token == ID_EOS) {
            finish(s, j, l, best[k].logp);
            continue;
        }
        from[*rows] = best[k].parent;
        next[(*rows)++] = (struct live){best[k].logp, l,
                                        s->live[best[k].parent].src};
    }
    j->first = first;
    j->n = *rows - first;
    arena_release(&s->scratch, mark);
}

static struct run run_in(struct searcher *s, int i)
{
    return (struct run){&s->step[i & 1], &s->scratch, false, 0, 0, NULL};
}

static void step(struct searcher *s)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    int *src = ARENA_ARRAY(&s->scratch, int, s->rows);
    int *y = ARENA_ARRAY(&s->scratch, int, s->rows);
    for (int row = 0; row < s->rows; row++) {
        src[row] = s->live[row].src;
        y[row] = s->live[row].link->token;
    }
    struct run r = run_in(s, s->i);
    arena_reset(r.batch);
    ensemble_step(&r, &s->e, src, s->rows, y, s->logits);
    par_range(s->rows, 1, best_rows, s);

    int room = s->B * s->o->beam, rows = 0;
    struct live *next = ARENA_ARRAY(&s->scratch, struct live, room);
    int *from = ARENA_ARRAY(&s->scratch, int, room);
    for (int b = 0; b < s->B; b++)
        if (s->job[b].n > 0)
            advance(s, &s->job[b], next, from, &rows);
    ensemble_keep(&r, &s->e, from, rows);
    memcpy(s->live, next, (size_t)rows * sizeof *next);
    s->rows = rows;
    arena_release(&s->scratch, mark);
}

/* ==== A batch of sentences ==== */

static void begin(struct searcher *s, const struct batch *batch)
{
    static const struct link start = {NULL, ID_BOS, NULL};
    struct run r = {s->arena, &s->scratch, false, 0, 0, NULL};
    int *of = ARENA_ARRAY(s->arena, int, s->B);
    for (int b = 0; b < s->B; b++) {
        of[b] = b;
        int Tx = batch->src.len[b];
        int most = search_limit(Tx) + s->o->prefix.n;
        s->live[b] = (struct live){0, &start, b};
        s->job[b] = (struct job){
            b, 1, s->o->beam, s->o->exact ? Tx : most, 0,
            ARENA_ARRAY(s->arena, struct hypothesis, s->o->beam), {0}};
    }
    s->rows = s->B;
    ensemble_begin(&r, &s->e, s->net, &batch->src, of, s->B * s->o->beam);
    for (int k = 0; k < s->e.n; k++)
        s->e.member[k].w.att.intervene = s->o->intervene;
}

static void search_batch(struct searcher *s, const struct sentence *src,
                         const int *pick, int B, struct hypothesis *out)
{
    struct batch batch;
    batch_make(&batch, src, NULL, pick, B, s->arena);
    s->B = B;
    int room = B * s->o->beam;
    s->job = ARENA_ARRAY(s->arena, struct job, B);
    s->live = ARENA_ARRAY(s->arena, struct live, room);
    s->logits = arena_room(s->arena, (size_t)room * (size_t)s->net->o.Ky *
                                         sizeof(real));
    s->best = arena_room(s->arena, (size_t)room * (size_t)s->o->beam *
                                       sizeof *s->best);
    s->found = ARENA_ARRAY(s->arena, int, room);
    if (s->o->sample.on)
        s->word = ARENA_ARRAY(s->arena, struct sample_word,
                              (size_t)room * (size_t)s->net->o.Ky);
    begin(s, &batch);
    for (int b = 0; b < B; b++)
        s->job[batch.src_of[b]].rng = sample_rng(&s->o->sample, src,
                                                 pick[b]);
    for (s->i = 0; s->rows > 0; s->i++)
        step(s);
    for (int b = 0; b < B; b++) {
        const struct job *j = &s->job[batch.src_of[b]];
        for (int k = 0; k < s->o->nbest && k < j->done; k++)
            out[batch.pair[b] * s->o->nbest + k] = j->out[k];
    }
}

/* Copies what a result points to from the batch's arena. */
static void keep(struct hypothesis *h, struct arena *arena)
{
    if (!h->id)
        return;
    int *id = ARENA_ARRAY(arena, int, h->n);
    memcpy(id, h->id, (size_t)h->n * sizeof *id);
    h->id = id;
    if (h->alpha) {
        size_t n = (size_t)(h->n + 1) * (size_t)h->Tx;
        real *alpha = ARENA_ARRAY(arena, real, n);
        memcpy(alpha, h->alpha, n * sizeof *alpha);
        h->alpha = alpha;
    }
}

/* How many of n sentences to search side by side: long ones fewer, as each
 * holds what its encoder made, and every hypothesis one row of alpha a token,
 * twice at its end. */
static int fitting(const struct network *net, const struct sentence *src,
                   const int *pick, int n, const struct search_options *o)
{
    size_t Tx = 1;
    for (int b = 0; b < n; b++)
        if ((size_t)src[pick[b]].n + 1 > Tx)
            Tx = (size_t)src[pick[b]].n + 1;
    size_t rows = 2 * (size_t)o->beam *
                  (size_t)(search_limit((int)Tx) + o->prefix.n);
    size_t most = ALPHA_ROOM / (rows * Tx * sizeof(real));
    size_t reals = ensemble_reals(net, (int)Tx);
    size_t read = READ_ROOM / (Tx * reals * sizeof(real));
    if (read < most)
        most = read;
    return most < 1 ? 1 : most < (size_t)n ? (int)most : n;
}

void search(const struct network *net, const struct sentence *src, int B,
            const struct search_options *o, struct hypothesis *out,
            struct arena *arena)
{
    assert(o->nbest >= 1 && o->nbest <= o->beam);
    assert(!o->sample.on || o->beam == 1);
    struct arena work;
    struct searcher s = {.net = net, .o = o, .arena = &work,
                         .aligns = (o->align || o->rank.coverage > 0) &&
                                   ensemble_aligns(net)};
    arena_init(&work, "search");
    arena_init(&s.step[0], "search step");
    arena_init(&s.step[1], "search step");
    arena_init(&s.scratch, "search scratch");
    memset(out, 0, (size_t)B * (size_t)o->nbest * sizeof *out);
    int *order = ARENA_ARRAY(arena, int, B);
    int *start = ARENA_ARRAY(arena, int, B + 1);
    int width = o->beam < SEARCH_ROWS ? SEARCH_ROWS / o->beam : 1;
    if (width > SEARCH_WIDTH)
        width = SEARCH_WIDTH;
    int batches = batch_plan(src, src, B, width, 0, 0, 0, order,
                             start, &s.scratch);
    for (int k = 0; k < batches; k++) {
        int most = fitting(net, src, order + start[k],
                           start[k + 1] - start[k], o);
        for (int at = start[k]; at < start[k + 1]; at += most) {
            int n = start[k + 1] - at < most ? start[k + 1] - at : most;
            arena_reset(&work);
            search_batch(&s, src, order + at, n, out);
            for (int b = 0; b < n; b++)
                for (int h = 0; h < o->nbest; h++)
                    keep(&out[order[at + b] * o->nbest + h], arena);
        }
    }
    arena_drop(&work);
    arena_drop(&s.step[0]);
    arena_drop(&s.step[1]);
    arena_drop(&s.scratch);
}
