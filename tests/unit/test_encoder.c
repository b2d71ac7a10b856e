/* Encoders, each alone. */
#include "encoder_case.h"
#include "nn/direction.h"

START_TEST(encoder_gradients)
{
    for (int cell = 0; cell_kind(cell); cell++)
        for (int layers = 1; layers <= 2; layers++) {
            struct encoder_case c;
            encoder_new(&c, encoder_kind(_i), cell_kind(cell), layers);
            ck_assert(layer_agrees(&c.l, encoder_pass, &c));
            layer_drop(&c.l);
        }
}
END_TEST

START_TEST(encoder_fills_annotations)
{
    struct encoder_case c;
    struct annotations a;
    encoder_new(&c, encoder_kind(_i), &cell_lstm, 2);
    const struct side *src = &c.batch.src;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    ck_assert_ptr_eq(a.src, src);
    ck_assert_int_eq(a.N, N);
    ck_assert(a.split >= 0 && a.split <= N);
    ck_assert_ptr_nonnull(a.dH);
    /* while translating: no gradients, and nothing is dropped */
    c.l.r.train = false;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    ck_assert_ptr_null(a.dH);
    struct annotations again;
    c.l.r.step++;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &again);
    ck_assert(memcmp(a.H, again.H,
                     (size_t)(src->rows * N) * sizeof *a.H) == 0);
    layer_drop(&c.l);
}
END_TEST

/* bi is [fwd ; bwd], each the direction of its own cell. */
START_TEST(bi_is_two_directions)
{
    struct encoder_case c;
    struct annotations a;
    encoder_new(&c, &encoder_bi, &cell_lstm, 1);
    const struct side *src = &c.batch.src;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    ck_assert_int_eq(a.split, N / 2);
    for (int d = 0; d < 2; d++) {
        const char *side = d ? "bwd" : "fwd";
        char name[3][32];
        for (int k = 0; k < 3; k++)
            snprintf(name[k], sizeof name[k], "encoder.%s.%c", side,
                     "WUb"[k]);
        struct cell cell = {.kind = &cell_lstm, .N = N / 2, .in = M,
                            .W = params_find(&c.l.ps, name[0]),
                            .U = params_find(&c.l.ps, name[1]),
                            .b = params_find(&c.l.ps, name[2])};
        struct cell_seq q;
        direction_forward(&c.l.r, &cell, src, d == 1, c.X.w,
                          &cell_state_none, &q);
        for (int i = 0; i < src->rows; i++)
            ck_assert(memcmp(a.H + i * N + d * N / 2, q.h + i * N / 2,
                             N / 2 * sizeof *q.h) == 0);
    }
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("encoder");
    tcase_set_timeout(t, 240);        /* sanitizers */
    int encoders = test_count(encoder_kind_name);
    tcase_add_loop_test(t, encoder_gradients, 0, encoders);
    tcase_add_loop_test(t, encoder_fills_annotations, 0, encoders);
    tcase_add_test(t, bi_is_two_directions);
    return test_run("encoder", t);
}
