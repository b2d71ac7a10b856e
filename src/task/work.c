#include "task/work.h"

#include "kern/count.h"

/* Which word it is makes no difference to the number of products. */
static struct sentence of_length(int n, struct arena *arena)
{
    int *id = ARENA_ARRAY(arena, int, n);
    for (int i = 0; i < n; i++)
        id[i] = ID_UNK;
    return (struct sentence){id, n};
}

struct work work_pair(struct network *net, int Tx, int Ty)
{
    struct arena memory, scratch;
    struct batch batch;
    int first = 0;
    arena_init(&memory, "work");
    arena_init(&scratch, "work scratch");
    struct sentence x = of_length(Tx - 1, &memory);
    struct sentence y = of_length(Ty - 1, &memory);
    batch_make(&batch, &x, &y, &first, 1, &memory);
    struct run r = {&memory, &scratch, false, 0, 0, NULL};
    kern_count_begin();
    struct pass p = network_pass(&r, net, &batch, 1, false);
    struct work w = {.products = (double)kern_count_end()};
    if (net->o.focus->aligns)
        w.weights = (long)p.heads * Tx * Ty;
    arena_drop(&memory);
    arena_drop(&scratch);
    return w;
}

long work_steps(const struct net_options *o, int Tx, int Ty)
{
    long layer = o->encoder->parallel ? 1 : Tx;
    return o->layers * (layer + Ty);
}

/* f(Tx, Ty) = a + b Tx + c Ty + d Tx Ty + e Tx^2: all but d and e cancel in
 * the differences.  Lengths well above every default window, so that one
 * which is cut to its window does not pass for the whole. */
const char *work_growth(struct network *net)
{
    enum { SHORT = 40, STEP = 20 };
    double f[3][2];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 2; j++)
            f[i][j] = work_pair(net, SHORT + i * STEP, SHORT + j * STEP)
                          .products;
    bool mixed = f[1][1] - f[1][0] - f[0][1] + f[0][0] > 0;
    bool square = f[2][0] - 2 * f[1][0] + f[0][0] > 0;
    return square ? mixed ? "Tx^2+TxTy" : "Tx^2+Ty"
                  : mixed ? "TxTy" : "Tx+Ty";
}
