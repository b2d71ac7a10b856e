/* Words are arrays of symbols, weighted by how often they occur.  For every
 * pair of neighbours there is its count and a list of words that may hold
 * it; a heap gives the pair of the greatest count.
 *
 * The heap is lazy.  A count that falls leaves its old entry where it is;
 * when that comes up, it is put back with the count of the day.  A count can
 * only rise for pairs with the symbol just made, and those are entered again
 * after each merge.  So the entry on top, once its count is true, is the
 * maximum.
 *
 * With association a pair also rises when its halves are merged with others.
 * Then there is no heap: for each merge all pairs are looked at that are
 * frequent enough. */
#include <string.h>

#include "base/fmath.h"
#include "base/utf8.h"
#include "text/bpe.h"
#include "text/bpe_table.h"
#include "text/grow.h"

struct word {
    int *symbol;
    int n;
    long long count;
};

struct link {
    int word;
    int next; /* number of the next link + 1; 0: the end */
};

struct neighbours {
    int left, right;
    long long count;
    int words; /* first link + 1 */
    int fresh; /* the merge after which it was last entered */
    bool listed;
};

struct entry {
    long long count;
    int pair;
};

/* How often a symbol is left, and that to the power of -association. */
struct left_over {
    long long count;
    double weight;
};

struct learner {
    struct bpe *b;
    const struct bpe_options *o;
    struct arena *scratch;
    struct left_over *symbol;
    int symbols, symbol_cap;
    struct word *word;
    int words;
    struct pairmap index; /* (left, right) -> number of the pair */
    struct neighbours *pair;
    int pairs, pair_cap;
    struct link *link;
    int links, link_cap;
    struct entry *heap;
    int heap_n, heap_cap;
    int *list; /* with association: pairs that may be merged */
    int list_n, list_cap;
    int *fresh; /* pairs to be entered after this merge */
    int fresh_n, fresh_cap;
};

/* ==== The heap ==== */

static int compare_text(const struct bpe *b, int x, int y)
{
    int nx, ny;
    const char *sx = bpe_symbol_text(b, x, &nx);
    const char *sy = bpe_symbol_text(b, y, &ny);
    int c = memcmp(sx, sy, (size_t)(nx < ny ? nx : ny));

    return c ? c : nx - ny;
}

/* Of pairs that are equally good the one whose text is greater goes first:
 * subword-nmt's rule. */
static bool greater_text(const struct learner *L, int x, int y)
{
    const struct neighbours *p = &L->pair[x], *q = &L->pair[y];
    int c = compare_text(L->b, p->left, q->left);

    return c ? c > 0 : compare_text(L->b, p->right, q->right) > 0;
}

static bool before(const struct learner *L, struct entry x, struct entry y)
{
    if (x.count != y.count)
        return x.count > y.count;
    return greater_text(L, x.pair, y.pair);
}

static void heap_push(struct learner *L, struct entry e)
{
    int at = L->heap_n;

    L->heap =
        grow_array(L->scratch, L->heap, at, &L->heap_cap, sizeof *L->heap);
    L->heap_n++;
    while (at > 0 && before(L, e, L->heap[(at - 1) / 2])) {
        L->heap[at] = L->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    L->heap[at] = e;
}

static struct entry heap_pop(struct learner *L)
{
    struct entry top = L->heap[0];
    struct entry last = L->heap[--L->heap_n];
    int at = 0;

    for (;;) {
        int child = 2 * at + 1;

        if (child + 1 < L->heap_n &&
            before(L, L->heap[child + 1], L->heap[child]))
            child++;
        if (child >= L->heap_n || !before(L, L->heap[child], last))
            break;
        L->heap[at] = L->heap[child];
        at = child;
    }
    L->heap[at] = last;
    return top;
}

/* The most frequent pair, or -1 when none occurs often enough. */
static int most_frequent(struct learner *L)
{
    while (L->heap_n > 0) {
        struct entry e = heap_pop(L);
        long long count = L->pair[e.pair].count;

        if (count < L->o->least)
            continue;
        if (count == e.count)
            return e.pair;
        e.count = count;
        heap_push(L, e);
    }
    return -1;
}

/* ==== Association ==== */

/* `count` more of a symbol, which may be new. */
static void add_symbol(struct learner *L, int symbol, long long count)
{
    for (; L->symbols <= symbol; L->symbols++) {
        L->symbol = grow_array(L->scratch, L->symbol, L->symbols,
                               &L->symbol_cap, sizeof *L->symbol);
        L->symbol[L->symbols] = (struct left_over){0, 0};
    }
    L->symbol[symbol].count += count;
}

static void weigh(struct learner *L, int symbol)
{
    struct left_over *s = &L->symbol[symbol];

    s->weight = s->count > 0
                    ? fmath_pow((double)s->count, -L->o->association)
                    : 0;
}

static void list_pair(struct learner *L, int p)
{
    if (L->pair[p].listed)
        return;
    L->pair[p].listed = true;
    L->list = grow_array(L->scratch, L->list, L->list_n, &L->list_cap,
                         sizeof *L->list);
    L->list[L->list_n++] = p;
}

static double association(const struct learner *L, int p)
{
    const struct neighbours *pair = &L->pair[p];

    /* the same for a pair the other way round, to the last bit */
    return (double)pair->count *
           (L->symbol[pair->left].weight * L->symbol[pair->right].weight);
}

/* The pair of the strongest association, or -1.  What has become too rare
 * leaves the list. */
static int closest(struct learner *L)
{
    double most = 0;
    int best = -1;

    for (int i = 0; i < L->list_n; i++) {
        int p = L->list[i];
        double score = association(L, p);

        if (L->pair[p].count < L->o->least) {
            L->pair[p].listed = false;
            L->list[i--] = L->list[--L->list_n];
            continue;
        }
        if (best >= 0 &&
            (score < most || (score == most && !greater_text(L, p, best))))
            continue;
        most = score;
        best = p;
    }
    return best;
}

/* ==== Pairs ==== */

static int pair_number(struct learner *L, int left, int right)
{
    int p = pairmap_at(&L->index, left, right, L->pairs);

    if (p == L->pairs) {
        L->pair =
            grow_array(L->scratch, L->pair, p, &L->pair_cap, sizeof *L->pair);
        L->pair[p] =
            (struct neighbours){.left = left, .right = right, .fresh = -1};
        L->pairs++;
    }
    return p;
}

/* Notes that word w holds pair p, unless that was noted just now. */
static void link_word(struct learner *L, int p, int w)
{
    int first = L->pair[p].words;

    if (first > 0 && L->link[first - 1].word == w)
        return;
    L->link = grow_array(L->scratch, L->link, L->links, &L->link_cap,
                         sizeof *L->link);
    L->link[L->links++] = (struct link){.word = w, .next = first};
    L->pair[p].words = L->links;
}

static void enter_later(struct learner *L, int p)
{
    int merge = L->b->merges;

    if (L->pair[p].fresh == merge)
        return;
    L->pair[p].fresh = merge;
    L->fresh = grow_array(L->scratch, L->fresh, L->fresh_n, &L->fresh_cap,
                          sizeof *L->fresh);
    L->fresh[L->fresh_n++] = p;
}

static void enter_fresh(struct learner *L)
{
    for (int i = 0; i < L->fresh_n; i++) {
        int p = L->fresh[i];

        if (L->pair[p].count < L->o->least)
            continue;
        if (L->o->association > 0)
            list_pair(L, p);
        else
            heap_push(L, (struct entry){L->pair[p].count, p});
    }
    L->fresh_n = 0;
}

/* Counts the neighbours of word w from place `from` on, `sign` times.  Only
 * pairs with the symbol `made` can be new to the word; -1: any. */
static void count_pairs(struct learner *L, int w, int from, int sign, int made)
{
    const struct word *word = &L->word[w];

    for (int i = from; i + 1 < word->n; i++) {
        int left = word->symbol[i], right = word->symbol[i + 1];
        int p = pair_number(L, left, right);

        L->pair[p].count += sign * word->count;
        if (sign > 0 && (made < 0 || left == made || right == made)) {
            link_word(L, p, w);
            enter_later(L, p);
        }
    }
}

/* ==== Words ==== */

static void add_word(struct learner *L, struct word *word, const char *s, int n,
                     long long count)
{
    word->symbol = ARENA_ARRAY(L->scratch, int, utf8_length(s, (size_t)n));
    word->count = count;
    for (int at = 0, len; at < n; at += len) {
        utf8_next(s + at, (size_t)(n - at), &len);
        word->symbol[word->n] = bpe_symbol(L->b, s + at, len);
        add_symbol(L, word->symbol[word->n++], count);
    }
}

static void init(struct learner *L, const struct table *words,
                 const long long *count)
{
    L->words = words->n;
    L->word = ARENA_ARRAY(L->scratch, struct word, words->n);
    pairmap_init(&L->index, L->scratch);
    for (int w = 0; w < words->n; w++) {
        const struct table_entry *e = &words->entry[w];

        add_word(L, &L->word[w], e->key, e->len, count[e->value]);
        count_pairs(L, w, 0, 1, -1);
    }
    enter_fresh(L);
    for (int s = 0; s < L->symbols; s++)
        weigh(L, s);
}

/* First place of word that holds left and right, or -1. */
static int find_pair(const struct word *word, int left, int right)
{
    for (int i = 0; i + 1 < word->n; i++)
        if (word->symbol[i] == left && word->symbol[i + 1] == right)
            return i;
    return -1;
}

/* Replaces the pair by `made` from place `at` on, leftmost first. */
static void rewrite(struct word *word, int at, int left, int right, int made)
{
    int *s = word->symbol;
    int to = at;

    for (int i = at; i < word->n; i++) {
        bool here = i + 1 < word->n && s[i] == left && s[i + 1] == right;

        s[to++] = here ? made : s[i];
        i += here;
    }
    word->n = to;
}

static void merge_in_word(struct learner *L, int w, int left, int right,
                          int made)
{
    int at = find_pair(&L->word[w], left, right);
    int from = at > 0 ? at - 1 : 0;
    int n = L->word[w].n;
    long long merged;

    if (at < 0)
        return;
    count_pairs(L, w, from, -1, -1);
    rewrite(&L->word[w], at, left, right, made);
    count_pairs(L, w, from, 1, made);
    merged = (n - L->word[w].n) * L->word[w].count;
    add_symbol(L, left, -merged);
    add_symbol(L, right, -merged);
    add_symbol(L, made, merged);
}

static void merge(struct learner *L, int p)
{
    int left = L->pair[p].left, right = L->pair[p].right;
    int made = bpe_add_merge(L->b, left, right);

    for (int l = L->pair[p].words; l > 0; l = L->link[l - 1].next)
        merge_in_word(L, L->link[l - 1].word, left, right, made);
    enter_fresh(L);
    weigh(L, left);
    weigh(L, right);
    weigh(L, made);
}

struct bpe *bpe_learn(const struct table *words, const long long *count,
                      const struct bpe_options *o, struct arena *arena,
                      struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct learner L = {.b = bpe_new(arena), .o = o, .scratch = scratch};

    init(&L, words, count);
    while (L.b->merges < o->merges) {
        int p = o->association > 0 ? closest(&L) : most_frequent(&L);

        if (p < 0)
            break;
        merge(&L, p);
    }
    arena_release(scratch, m);
    return L.b;
}
