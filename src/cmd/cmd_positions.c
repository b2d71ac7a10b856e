#include "cmd/cmd_positions.h"

#include "model/model.h"

/* One sentence of n tokens, of which only the places matter. */
static struct side sentence(int n, struct arena *arena)
{
    int *len = ARENA_ARRAY(arena, int, 1), *alive = ARENA_ARRAY(arena, int, n);
    int *off = ARENA_ARRAY(arena, int, n + 1);
    int *of = ARENA_ARRAY(arena, int, n);
    *len = n;
    for (int t = 0; t < n; t++) {
        alive[t] = 1;
        off[t + 1] = t + 1;
    }
    return (struct side){.B = 1, .T = n, .rows = n, .len = len, .n = alive,
                         .off = off, .of = of};
}

static const char *title(const struct position_kind *kind, int width,
                         struct arena *arena)
{
    struct strbuf s = STRBUF_INIT;
    strbuf_printf(&s, "Position vectors as added to x_j: %s, %d wide",
                  kind->kind.name, width);
    const char *text = arena_strdup(arena, s.s);
    strbuf_release(&s);
    return text;
}

bool positions_of(struct vectors *out, const struct model *m, int rows,
                  int width, struct arena *arena, struct error *err)
{
    const struct position_kind *kind = m ? m->net.o.position : &position_sin;
    if (kind == &position_none) {
        error_set(err, EXIT_USAGE, "this model adds no position vectors "
                  "(--position none)");
        return error_hint(err, "without a model the sines are shown");
    }
    struct arena scratch;
    struct side side = sentence(rows, arena);
    arena_init(&scratch, "scratch");
    struct run r = {arena, &scratch, false, 0, 0, NULL};
    int M = m ? m->net.o.M : width;
    real *x = run_matrix(&r, rows, M);
    kind->forward(&r, m ? m->net.position : NULL, &side, M, x);
    arena_drop(&scratch);
    *out = (struct vectors){kind->kind.name, title(kind, M, arena), rows, M,
                            x};
    return true;
}
