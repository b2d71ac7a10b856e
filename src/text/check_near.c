/* Dev and test sentences that a corpus has but for case and punctuation. */
#include "base/table.h"
#include "base/utf8.h"
#include "text/check.h"

/* A hash of the letters and digits of s, lower-cased, with one space where
 * anything else is between them; false where there are none. */
static bool bare_hash(const char *s, int n, uint64_t *hash)
{
    struct strbuf nfc = STRBUF_INIT, bare = STRBUF_INIT, lower = STRBUF_INIT;
    int len;

    utf8_nfc(&nfc, s, (size_t)n);
    for (size_t at = 0; at < nfc.n; at += (size_t)len) {
        enum utf8_class class =
            utf8_class(utf8_next(nfc.s + at, nfc.n - at, &len));

        if (class == UTF8_LETTER || class == UTF8_DIGIT)
            strbuf_add(&bare, nfc.s + at, (size_t)len);
        else if (bare.n > 0 && bare.s[bare.n - 1] != ' ')
            strbuf_putc(&bare, ' ');
    }
    bare.n -= bare.n > 0 && bare.s[bare.n - 1] == ' ';
    bool any = bare.n > 0;
    if (any) {
        utf8_lower(&lower, bare.s, bare.n);
        *hash = table_hash(lower.s, (int)lower.n);
    }
    strbuf_release(&nfc);
    strbuf_release(&bare);
    strbuf_release(&lower);
    return any;
}

/* The sources of c by that hash; how many have one. */
static int sort_bare(struct corpus_key *key, const struct corpus *c)
{
    int n = 0;

    for (int i = 0; i < c->n; i++)
        if (bare_hash(c->pair[i].text[0], c->pair[i].len[0], &key[n].hash))
            key[n++].pair = i;
    corpus_sort(key, n);
    return n;
}

/* A pair whose source is nearly that of p; -1 without, or where one is the
 * same: that is a leak. */
static int nearly(const struct check *k, const struct corpus_key *key, int n,
                  const struct pair *p)
{
    uint64_t hash;

    if (!bare_hash(p->text[0], p->len[0], &hash))
        return -1;
    int first = corpus_first(key, n, hash);
    for (int i = first; i < n && key[i].hash == hash; i++) {
        const struct pair *q = &k->c->pair[key[i].pair];

        if (corpus_same(q->text[0], q->len[0], p->text[0], p->len[0]))
            return -1;
    }
    return first < n && key[first].hash == hash ? key[first].pair : -1;
}

static void near(const struct check *k, struct finding *f)
{
    struct arena_mark m = arena_mark(k->arena);
    struct corpus_key *key = ARENA_ARRAY(k->arena, struct corpus_key, k->c->n);
    bool *found = ARENA_ARRAY(k->arena, bool, k->c->n);
    int keys = k->helds > 0 ? sort_bare(key, k->c) : 0;
    long n = 0;

    f->of = 0;
    for (int h = 0; h < k->helds; h++) {
        f->of += k->held[h].n;
        for (int i = 0; i < k->held[h].n; i++) {
            int pair = nearly(k, key, keys, &k->held[h].pair[i]);

            n += pair >= 0;
            if (pair >= 0)
                found[pair] = true;
        }
    }
    for (int i = 0; i < k->c->n; i++)
        if (found[i])
            finding_add(f, i);
    f->count = n;
    arena_release(k->arena, m);
}

const struct check_kind check_near = {
    .name = "near",
    .what = "sentences of dev or test that the corpus has but for case and "
            "punctuation",
    .means = "they are hardly new: scores on them are better than on others",
    .advice = "take them out of the corpus",
    .silent = 0, .warn = 0.02, .whole = near};
