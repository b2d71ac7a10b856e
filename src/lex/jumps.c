#include "lex/jumps.h"

#include <string.h>

#include "lex/bitext.h"
#include "lex/ttable.h"

/* Where the buckets beyond JUMP_NEAR begin. */
static const int far[JUMP_SIDE - JUMP_NEAR] = {7, 10, 15, 23};

int jumps_bucket(int d)
{
    int width = d < 0 ? -d : d, b = width;
    if (width > JUMP_NEAR)
        for (b = JUMP_NEAR; b < JUMP_SIDE && width >= far[b - JUMP_NEAR]; )
            b++;
    return JUMP_SIDE + (d < 0 ? -b : b);
}

/* Before anything is known short jumps forward are likelier than others. */
void jumps_new(struct jumps *j, int K, double tau, struct arena *arena)
{
    size_t n = (size_t)(K + 2) * JUMP_BUCKETS;
    *j = (struct jumps){.K = K, .tau = tau};
    j->s = ARENA_ARRAY(arena, float, n);
    j->made = ARENA_ARRAY(arena, _Atomic int64_t, n);
    j->room = ARENA_ARRAY(arena, _Atomic int64_t, n);
    for (size_t k = 0; k < n; k++) {
        int d = (int)(k % JUMP_BUCKETS) - JUMP_SIDE - 1;
        j->s[k] = 1.0f / (float)(4 + (d < 0 ? -d : d));
    }
}

/* The row of position k of a sentence: 0 is before its first word. */
static size_t row_of(const struct jumps *j, const int *word, int k)
{
    int row = j->K + 1;
    if (k > 0)
        row = j->tau < 0.0 || word[k - 1] < 0 ? j->K : word[k - 1];
    return (size_t)row * JUMP_BUCKETS;
}

/* The bucket of each width -I..I at width[d + I]. */
static void widths(int *width, int I)
{
    for (int d = -I; d <= I; d++)
        width[d + I] = jumps_bucket(d);
}

/* Row k of A without its denominator, which is returned. */
static float fill_row(float *A, const float *s, const int *width, int k,
                      int I)
{
    float Z = 0.0f;
    for (int i = 0; i < I; i++)
        Z += A[i] = s[width[i + 1 - k + I]];
    return Z;
}

void jumps_matrix(float *A, const struct jumps *j, const int *word, int I)
{
    int width[2 * BITEXT_WORDS + 1];
    widths(width, I);
    for (int k = 0; k <= I; k++) {
        float *row = A + k * I;
        float Z = fill_row(row, j->s + row_of(j, word, k), width, k, I);
        for (int i = 0; i < I; i++)
            row[i] /= Z;
    }
}

void jumps_count(struct jumps *j, const float *xi, const int *word, int I)
{
    int width[2 * BITEXT_WORDS + 1];
    widths(width, I);
    for (int k = 0; k <= I; k++) {
        float made[JUMP_BUCKETS] = {0}, room[JUMP_BUCKETS] = {0};
        size_t row = row_of(j, word, k);
        float n = 0.0f, Z = 0.0f;
        for (int i = 0; i < I; i++) {
            int b = width[i + 1 - k + I];
            made[b] += xi[k * I + i];
            room[b] += 1.0f;
            n += xi[k * I + i];
            Z += j->s[row + (size_t)b];
        }
        for (int b = 0; b < JUMP_BUCKETS; b++) {
            if (room[b] == 0.0f)
                continue;
            ttable_add(&j->made[row + (size_t)b], made[b]);
            ttable_add(&j->room[row + (size_t)b],
                       n * room[b] / Z * 0x1p-12f);
        }
    }
}

/* ==== The M-step ==== */

/* What all words have goes to the row of all words. */
static void sum_words(struct jumps *j)
{
    size_t all = (size_t)j->K * JUMP_BUCKETS;
    for (size_t k = 0; k < all; k++) {
        j->made[all + k % JUMP_BUCKETS] += j->made[k];
        j->room[all + k % JUMP_BUCKETS] += j->room[k];
    }
}

/* s = (made + tau base) / (room + tau); without evidence it stays. */
static void update_row(struct jumps *j, size_t row, const float *base,
                       double tau)
{
    for (size_t b = 0; b < JUMP_BUCKETS; b++) {
        double made = (double)j->made[row + b] * 0x1p-32;
        double room = (double)j->room[row + b] * 0x1p-20;
        if (room + tau > 0.0)
            j->s[row + b] =
                (float)((made + tau * (double)base[b]) / (room + tau));
        if (j->s[row + b] < 1e-6f)
            j->s[row + b] = 1e-6f;
    }
}

/* Only ratios count: the sum is 1. */
static void normalise(float *s)
{
    float sum = 0.0f;
    for (int b = 0; b < JUMP_BUCKETS; b++)
        sum += s[b];
    for (int b = 0; b < JUMP_BUCKETS; b++)
        s[b] /= sum;
}

void jumps_update(struct jumps *j)
{
    size_t all = (size_t)j->K * JUMP_BUCKETS, first = all + JUMP_BUCKETS;
    sum_words(j);
    for (size_t row = all; row <= first; row += JUMP_BUCKETS) {
        update_row(j, row, j->s + row, 0.0);
        normalise(j->s + row);
    }
    for (size_t row = 0; row < all; row += JUMP_BUCKETS)
        update_row(j, row, j->s + all, j->tau < 0.0 ? 1.0 : j->tau);
    memset((void *)j->made, 0, (first + JUMP_BUCKETS) * sizeof *j->made);
    memset((void *)j->room, 0, (first + JUMP_BUCKETS) * sizeof *j->room);
}
