/* kern_body_turn: a matrix turned over, rows to columns.
 *
 * A block of VEC x VEC is turned in registers: to interleave vector i with
 * vector i + VEC / 2 moves the top bit of an element's place (vector, lane)
 * to the bottom; done log2(VEC) times, vector and lane have changed places. */
#ifndef KERN_KERN_BODY_TURN_H
#define KERN_KERN_BODY_TURN_H

VEC_FN void turn_registers(vec v[VEC])
{
    KERN_UNROLL
    for (int width = 1; width < VEC; width *= 2) {
        vec t[VEC];
        KERN_UNROLL
        for (int i = 0; i < VEC / 2; i++) {
            t[2 * i] = vec_zip_low(v[i], v[i + VEC / 2]);
            t[2 * i + 1] = vec_zip_high(v[i], v[i + VEC / 2]);
        }
        KERN_UNROLL
        for (int i = 0; i < VEC; i++)
            v[i] = t[i];
    }
}

VEC_FN void turn_block(const real *x, ptrdiff_t ldx, real *y, ptrdiff_t ldy)
{
    vec v[VEC];
    KERN_UNROLL
    for (int i = 0; i < VEC; i++)
        v[i] = vec_load(x + i * ldx);
    turn_registers(v);
    KERN_UNROLL
    for (int i = 0; i < VEC; i++)
        vec_store(y + i * ldy, v[i]);
}

/* What is left at the edges. */
static void turn_rest(int m, int n, const real *x, ptrdiff_t ldx, real *y,
                      ptrdiff_t ldy)
{
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
            y[j * ldy + i] = x[i * ldx + j];
}

/* In strips of a few cache lines of each row, which are fetched together. */
static void kern_turn(int m, int n, const real *x, ptrdiff_t ldx, real *y,
                      ptrdiff_t ldy)
{
    enum { STRIP = 64 };
    for (int j0 = 0; j0 < n; j0 += STRIP) {
        int end = n - j0 < STRIP ? n : j0 + STRIP, i = 0;
        for (; i + VEC <= m; i += VEC) {
            int j = j0;
            for (; j + VEC <= end; j += VEC)
                turn_block(x + i * ldx + j, ldx, y + j * ldy + i, ldy);
            turn_rest(VEC, end - j, x + i * ldx + j, ldx, y + j * ldy + i,
                      ldy);
        }
        turn_rest(m - i, end - j0, x + i * ldx + j0, ldx, y + j0 * ldy + i,
                  ldy);
    }
}

#endif
