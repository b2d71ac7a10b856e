/* Alignments: merging pieces, dropping the end, links. */
#include "eval/alignment.h"

#include <string.h>

static double *row_of(const struct alignment *a, int i)
{
    return a->weight + (size_t)i * (size_t)a->Tx;
}

/* ==== Pieces to words ==== */

static bool is_space(const char *piece)
{
    return strcmp(piece, ALIGNMENT_SPACE) == 0;
}

/* The words of one side: word[k] is the number of the word that piece k
 * belongs to.  A space alone begins the word that follows, of two spaces the
 * first; at the end it belongs to the word before.  </s> is a word of its own
 * whatever its flag says. */
static int number_words(int *word, const char *const *piece,
                        const bool *begin, int n, bool eos)
{
    int words = 0, end = n - eos;

    while (end > 0 && is_space(piece[end - 1]))
        end--;
    for (int k = 0; k < n; k++) {
        bool first = !begin || (begin[k] && k < end &&
                                !(k > 0 && is_space(piece[k - 1])));
        if (k == 0 || first || (eos && k == n - 1))
            words++;
        word[k] = words - 1;
    }
    return words;
}

/* The strings of the words: their pieces put together. */
static const char **join_pieces(const char **piece, const int *word, int n,
                                int words, struct arena *arena)
{
    const char **out = ARENA_ARRAY(arena, const char *, words);
    struct strbuf text = STRBUF_INIT;

    for (int k = 0; k < n; k++) {
        bool more = k + 1 < n && word[k + 1] == word[k];
        if (!is_space(piece[k]) || (!more && text.n == 0))
            strbuf_puts(&text, piece[k]);
        if (more)
            continue;
        out[word[k]] = arena_strndup(arena, text.s, text.n);
        strbuf_reset(&text);
    }
    strbuf_release(&text);
    return out;
}

static void count_pieces(int *count, const int *word, int n)
{
    for (int k = 0; k < n; k++)
        count[word[k]]++;
}

void alignment_words(struct alignment *out, const struct alignment *a,
                     struct arena *arena)
{
    int *col = ARENA_ARRAY(arena, int, a->Tx);
    int *row = ARENA_ARRAY(arena, int, a->Ty);
    int *pieces;

    *out = (struct alignment){.eos_src = a->eos_src, .eos_tgt = a->eos_tgt,
                              .posterior = a->posterior,
                              .of = a->of, .head = a->head,
                              .follows = a->follows};
    out->Tx = number_words(col, a->src, a->src_begin, a->Tx, a->eos_src);
    out->Ty = number_words(row, a->tgt, a->tgt_begin, a->Ty, a->eos_tgt);
    out->src = join_pieces(a->src, col, a->Tx, out->Tx, arena);
    out->tgt = join_pieces(a->tgt, row, a->Ty, out->Ty, arena);
    out->weight = ARENA_ARRAY(arena, double, (size_t)out->Tx *(size_t)out->Ty);
    pieces = ARENA_ARRAY(arena, int, out->Ty);
    count_pieces(pieces, row, a->Ty);
    for (int i = 0; i < a->Ty; i++)
        for (int j = 0; j < a->Tx; j++)
            row_of(out, row[i])[col[j]] += row_of(a, i)[j] / pieces[row[i]];
}

/* ==== Without the end ==== */

/* Copies Tx of the weights of one row so that they sum to 1. */
static void renormalise(double *out, const double *in, int Tx)
{
    double sum = 0.0;

    for (int j = 0; j < Tx; j++)
        sum += in[j];
    for (int j = 0; j < Tx; j++)
        out[j] = sum > 0.0 ? in[j] / sum : 1.0 / Tx;
}

void alignment_drop_eos(struct alignment *out, const struct alignment *a,
                        struct arena *arena)
{
    *out = *a;
    out->Tx -= a->eos_src && a->Tx > 0;
    out->Ty -= a->eos_tgt && a->Ty > 0;
    out->eos_src = out->eos_tgt = false;
    out->weight = ARENA_ARRAY(arena, double, (size_t)out->Tx *(size_t)out->Ty);
    for (int i = 0; i < out->Ty; i++) {
        if (a->posterior)
            memcpy(row_of(out, i), row_of(a, i),
                   (size_t)out->Tx * sizeof(double));
        else
            renormalise(row_of(out, i), row_of(a, i), out->Tx);
    }
}

/* ==== Links ==== */

int alignment_best(const struct alignment *a, int i)
{
    int Tx = a->Tx - a->eos_src, best = 0;
    const double *w = row_of(a, i);
    double rest = 1;

    if (Tx <= 0)
        return -1;
    for (int j = 0; j < Tx; j++) {
        rest -= w[j];
        if (w[j] > w[best])
            best = j;
    }
    return a->posterior && w[best] <= rest ? -1 : best;
}

void alignment_pharaoh(struct strbuf *out, const struct alignment *a)
{
    int Tx = a->Tx - a->eos_src, Ty = a->Ty - a->eos_tgt;

    const char *space = "";

    for (int i = 0; i < Ty && Tx > 0; i++) {
        int best = alignment_best(a, i);

        if (best < 0)
            continue;
        strbuf_printf(out, "%s%d-%d", space, best, i);
        space = " ";
    }
}
