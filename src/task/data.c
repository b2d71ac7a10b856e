#include "task/data.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

/* Pieces are needed only until their ids are copied. */
static struct sentence encode(const struct tokens *t, int side,
                              const struct pair *pair,
                              struct bpe_dropout *drop, struct arena *arena,
                              struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    struct pieces p;
    tokens_sample(t, side, pair->text[side], pair->len[side], drop, &p,
                  scratch);
    int *id = ARENA_ARRAY(arena, int, p.n);
    for (int i = 0; i < p.n; i++)
        id[i] = p.piece[i].id;
    arena_release(scratch, mark);
    return (struct sentence){id, p.n};
}

void data_encode(struct data *d, struct corpus *c, const struct tokens *t,
                 int max_len, struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, "encode");
    *d = (struct data){ARENA_ARRAY(arena, struct sentence, c->n),
                       ARENA_ARRAY(arena, struct sentence, c->n), 0, 0, 0,
                       NULL};
    for (int i = 0; i < c->n; i++) {
        struct pair *p = &c->pair[i];
        struct sentence x = encode(t, SIDE_SRC, p, NULL, arena, &scratch);
        struct sentence y = encode(t, SIDE_TGT, p, NULL, arena, &scratch);
        int longest = x.n > y.n ? x.n : y.n;
        if (max_len > 0 && longest > max_len) {
            if (c->dropped[DROP_TOKENS]++ == 0)
                c->first[DROP_TOKENS] = p->line;
            continue;
        }
        if (longest > d->longest)
            d->longest = longest;
        d->tokens += y.n + 1;
        c->pair[d->n] = *p;
        d->src[d->n] = x;
        d->tgt[d->n++] = y;
    }
    c->n = d->n;
    arena_drop(&scratch);
}

static bool cut(struct sentence *s, int most)
{
    bool longer = s->n > most;
    if (longer)
        s->n = most;
    return longer;
}

int data_cut(struct data *d, int most, int *first)
{
    int found = 0;
    for (int i = 0; i < d->n; i++) {
        int tokens = d->tgt[i].n;
        bool src = cut(&d->src[i], most), tgt = cut(&d->tgt[i], most);
        d->tokens -= tokens - d->tgt[i].n;
        if ((src || tgt) && found++ == 0)
            *first = i;
    }
    if (d->longest > most)
        d->longest = most;
    return found;
}

/* Side `side` of pair i in that epoch. */
static struct sentence sample(const struct cutting *s, int side, int i,
                              int epoch, struct arena *arena,
                              struct arena *scratch)
{
    const struct config *c = s->config;
    struct bpe_dropout drop = {
        c->bpe_dropout,
        rng_key((uint64_t)c->seed, RNG_BPE_DROPOUT, (uint64_t)epoch,
                2 * (uint64_t)i + (uint64_t)side), 0};
    struct arena_mark mark = arena_mark(arena);
    struct sentence x = encode(s->tokens, side, &s->text->pair[i], &drop,
                               arena, scratch);
    if (x.n <= c->max_len)
        return x;
    arena_release(arena, mark);
    return side == SIDE_SRC ? s->plain->src[i] : s->plain->tgt[i];
}

void data_sample(struct data *d, const struct cutting *s, int epoch,
                 struct arena *arena)
{
    struct arena scratch;
    int n = s->plain->n;
    arena_init(&scratch, "sample");
    *d = (struct data){ARENA_ARRAY(arena, struct sentence, n),
                       ARENA_ARRAY(arena, struct sentence, n), n, 0, 0, NULL};
    for (int i = 0; i < n; i++) {
        d->src[i] = sample(s, SIDE_SRC, i, epoch, arena, &scratch);
        d->tgt[i] = sample(s, SIDE_TGT, i, epoch, arena, &scratch);
        d->tokens += d->tgt[i].n + 1;
        d->longest = d->src[i].n > d->longest ? d->src[i].n : d->longest;
        d->longest = d->tgt[i].n > d->longest ? d->tgt[i].n : d->longest;
    }
    arena_drop(&scratch);
}

void data_lengthen(struct data *d, const struct cutting *s, const int *pick,
                   int n, struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, "sample");
    for (int k = 0; k < n * SAMPLES; k++) {
        int i = pick[k / SAMPLES], epoch = k % SAMPLES;
        struct sentence x = sample(s, SIDE_SRC, i, epoch, arena, &scratch);
        struct sentence y = sample(s, SIDE_TGT, i, epoch, arena, &scratch);
        d->src[i] = x.n > d->src[i].n ? x : d->src[i];
        d->tgt[i] = y.n > d->tgt[i].n ? y : d->tgt[i];
    }
    arena_drop(&scratch);
}

static struct token_text nfc(const char *s, int n, struct strbuf *buf,
                             struct arena *scratch)
{
    strbuf_reset(buf);
    utf8_nfc(buf, s, (size_t)n);
    return (struct token_text){arena_strndup(scratch, buf->s, buf->n),
                               (int)buf->n};
}

/* Both sides of a corpus in NFC. */
static void texts_of(const struct token_text *text[2],
                     const struct corpus *c, struct arena *scratch)
{
    struct strbuf buf = STRBUF_INIT;
    for (int s = 0; s < 2; s++) {
        struct token_text *t = ARENA_ARRAY(scratch, struct token_text, c->n);
        for (int i = 0; i < c->n; i++)
            t[i] = nfc(c->pair[i].text[s], c->pair[i].len[s], &buf, scratch);
        text[s] = t;
    }
    strbuf_release(&buf);
}

void data_tokens(struct tokens *t, const struct config *config,
                 const struct corpus *c, const bool bare[2],
                 struct arena *arena, struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    tokens_init(t, token_kind_find(config->tokens), arena);
    texts_of(t->text, c, scratch);
    t->texts = c->n;
    t->merges = config->bpe;
    t->association = config->association;
    t->min_count = config->min_count;
    t->dropout = config->bpe_dropout > 0;
    t->max_units = 50000;
    t->shared = strcmp(config->tie, "all") == 0;
    for (int side = 0; side < 2; side++)
        t->bare[side] = bare[side];
    tokens_learn(t, scratch);
    t->text[0] = t->text[1] = NULL;
    arena_release(scratch, mark);
}

void data_familiar(struct familiar *f, const struct corpus *c,
                   struct arena *arena)
{
    struct arena scratch;
    const struct token_text *text[2];
    arena_init(&scratch, "words");
    texts_of(text, c, &scratch);
    familiar_learn(f, text, c->n, arena, &scratch);
    arena_drop(&scratch);
}

double data_unknown(const struct data *d, int side)
{
    const struct sentence *text = side == SIDE_SRC ? d->src : d->tgt;
    long unknown = 0, all = 0;
    for (int i = 0; i < d->n; i++) {
        all += text[i].n;
        for (int j = 0; j < text[i].n; j++)
            unknown += text[i].id[j] == ID_UNK;
    }
    return all > 0 ? (double)unknown / (double)all : 0;
}

uint32_t data_fingerprint(const struct corpus *c)
{
    uint32_t crc = 0;
    for (int i = 0; i < c->n; i++)
        for (int s = 0; s < 2; s++)
            crc = file_crc32(crc, c->pair[i].text[s],
                             (size_t)c->pair[i].len[s] + 1);
    return crc;
}
