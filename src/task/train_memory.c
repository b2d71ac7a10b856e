/* How much memory training will need, by rehearsing it: what no code can get
 * out of step with is the code itself. */
#include "task/trainer.h"

/* ==== Which batch ==== */

/* Two things that a pass may hold a number of bytes for: each token of
 * either side, and each pair of a target token and a place of the longest
 * source sentence.  Which weighs more depends on the network. */
struct load {
    long tokens, pairs;
};

static struct load load_of(const struct data *d, const int *pick, int n)
{
    long source = 0, target = 0, longest = 0;
    for (int i = 0; i < n; i++) {
        long x = d->src[pick[i]].n + 1;
        source += x;
        target += d->tgt[pick[i]].n + 1;
        longest = x > longest ? x : longest;
    }
    return (struct load){source + target, target * longest};
}

/* Some batches of a plan: those with most of something. */
struct heaviest {
    int tokens, pairs;
};

static struct heaviest heaviest(const struct data *d, const int *order,
                                const int *start, int batches)
{
    struct heaviest at = {0, 0};
    struct load most = {0, 0};
    for (int k = 0; k < batches; k++) {
        struct load now =
            load_of(d, order + start[k], start[k + 1] - start[k]);
        if (now.tokens > most.tokens) {
            most.tokens = now.tokens;
            at.tokens = k;
        }
        if (now.pairs > most.pairs) {
            most.pairs = now.pairs;
            at.pairs = k;
        }
    }
    return at;
}

/* ==== Passes ==== */

/* What a rehearsal may take and what it found. */
struct rehearsal {
    struct trainer t;
    size_t begun;              /* bytes that the arenas held before it */
    size_t room;
    int halvings;
};

/* Passes over 1, 2, 4, ... of the longest pairs of batch k: all of them, or
 * as many as leave the next pass within the room; then the batch is to be
 * halved so often. */
static void rehearse_batch(struct rehearsal *r, int k)
{
    struct trainer *t = &r->t;
    const int *end = t->order + t->start[k + 1];
    int n = t->start[k + 1] - t->start[k], halvings = 0;
    if (t->train == &t->sampled)
        data_lengthen(&t->sampled, &t->cutting, end - n, n, &t->text);
    size_t held = arenas_used(), need = 0;
    while (n >> halvings > 1)
        halvings++;
    for (; halvings >= r->halvings && need <= r->room; halvings--) {
        int now = n >> halvings, next = now < n ? n >> (halvings - 1) : n;
        trainer_gradients(t, end - now, now);
        need = held - r->begun +
               (arenas_peak() - held) / (size_t)now * (size_t)next;
    }
    if (halvings + 1 > r->halvings)    /* than the batch before asked for */
        r->halvings = halvings + 1;
}

static void rehearse_updates(struct rehearsal *r)
{
    struct trainer *t = &r->t;
    trainer_plan(t);
    struct heaviest at =
        heaviest(t->train, t->order, t->start, t->batches);
    rehearse_batch(r, at.tokens);
    if (at.pairs != at.tokens)
        rehearse_batch(r, at.pairs);
    arena_drop(&t->batch);
    arena_drop(&t->scratch);
}

/* The loss of batch k of a plan of the dev part, as a check computes it. */
static void rehearse_loss(struct rehearsal *r, const int *pick, int n)
{
    const struct data *d = r->t.job->dev;
    struct arena *arena = &r->t.scratch;
    struct data part = {ARENA_ARRAY(arena, struct sentence, n),
                        ARENA_ARRAY(arena, struct sentence, n), n, 0, 0,
                        NULL};
    for (int i = 0; i < n; i++) {
        part.src[i] = d->src[pick[i]];
        part.tgt[i] = d->tgt[pick[i]];
    }
    train_loss_of(r->t.net, &part, CHECK_BATCH);
}

static void rehearse_check(struct rehearsal *r)
{
    const struct data *d = r->t.job->dev;
    struct arena *arena = &r->t.scratch;
    int *order = ARENA_ARRAY(arena, int, d->n);
    int *start = ARENA_ARRAY(arena, int, d->n + 1);
    int batches = batch_plan(d->src, d->tgt, d->n, CHECK_BATCH, 0, 0, 0,
                             order, start, arena);
    struct heaviest at = heaviest(d, order, start, batches);
    rehearse_loss(r, order + start[at.tokens],
                  start[at.tokens + 1] - start[at.tokens]);
    rehearse_loss(r, order + start[at.pairs],
                  start[at.pairs + 1] - start[at.pairs]);
}

size_t train_memory(struct train_job *job, size_t room, int *halvings)
{
    struct rehearsal r = {.begun = arenas_used(), .room = room};
    arenas_peak_forget();
    trainer_init(&r.t, job);
    arena_touch(&r.t.memory);
    rehearse_updates(&r);
    rehearse_check(&r);
    trainer_drop(&r.t);
    *halvings = r.halvings;
    return arenas_peak() - r.begun;
}
