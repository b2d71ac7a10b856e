#include "task/whatif.h"

#include <stdlib.h>
#include <string.h>

/* ==== Reading ==== */

/* A number from 1 at *s, followed by `after` or the end: from 0. */
static bool read_number(const char **s, char after, int *number)
{
    char *end;
    long n = strtol(*s, &end, 10);
    bool ok = end > *s && n >= 1 && n < 1 << 20 && *end == after;
    *number = (int)n - 1;
    *s = end + (*end != '\0');
    return ok;
}

static bool read_set(const char *s, const char *end, struct whatif_set *set)
{
    char *stop;
    if (!read_number(&s, ':', &set->step) ||
        !read_number(&s, '=', &set->source))
        return false;
    set->weight = strtod(s, &stop);
    return stop > s && stop == end && set->weight >= 0 && set->weight <= 1;
}

/* The parts of a list between commas. */
static int parts(const char *s)
{
    int n = s != NULL;
    for (; s && *s; s++)
        n += *s == ',';
    return n;
}

bool whatif_read(struct whatif *w, const char *hidden, const char *set,
                 struct arena *arena, struct error *err)
{
    w->hiddens = parts(hidden);
    w->sets = parts(set);
    w->hidden = ARENA_ARRAY(arena, int, w->hiddens);
    w->set = ARENA_ARRAY(arena, struct whatif_set, w->sets);
    const char *s = hidden;
    for (int k = 0; k < w->hiddens; k++) {
        const char *end = s + strcspn(s, ",");
        if (!read_number(&(const char *){s}, *end, &w->hidden[k]))
            return error_set(err, EXIT_USAGE, "--mask %s: expected numbers "
                             "of source tokens from 1: 2 or 2,5", hidden);
        s = end + 1;
    }
    s = set;
    for (int k = 0; k < w->sets; k++) {
        const char *end = s + strcspn(s, ",");
        if (!read_set(s, end, &w->set[k]))
            return error_set(err, EXIT_USAGE, "--set %s: expected "
                             "STEP:SOURCE=WEIGHT, the weight in [0, 1]: "
                             "3:1=1.0 or 3:1=0.5,4:2=1", set);
        s = end + 1;
    }
    return true;
}

/* ==== Fitting ==== */

/* The weights set at this step: that of source token j, negative for none;
 * their sum for j < 0. */
static double set_weight(const struct whatif *w, int step, int j)
{
    double weight = j < 0 ? 0 : -1;
    for (int k = 0; k < w->sets; k++) {
        if (w->set[k].step != step)
            continue;
        if (j < 0)
            weight += w->set[k].weight;
        else if (w->set[k].source == j)
            weight = w->set[k].weight;
    }
    return weight;
}

static bool is_hidden(const struct whatif *w, int j)
{
    for (int k = 0; k < w->hiddens; k++)
        if (w->hidden[k] == j)
            return true;
    return false;
}

/* Tokens that are neither hidden nor set at a step. */
static int open_tokens(const struct whatif *w, int step, int Tx)
{
    int n = 0;
    for (int j = 0; j < Tx; j++)
        n += !is_hidden(w, j) && set_weight(w, step, j) < 0;
    return n;
}

static bool is_repeated(const struct whatif *w, int k)
{
    for (int i = 0; i < k; i++)
        if (w->set[i].step == w->set[k].step &&
            w->set[i].source == w->set[k].source)
            return true;
    return false;
}

bool whatif_check(const struct whatif *w, int Tx, struct error *err)
{
    int seen = 0;
    for (int k = 0; k < w->hiddens; k++)
        if (w->hidden[k] >= Tx)
            return error_set(err, EXIT_USAGE, "--mask %d: there are %d "
                             "source tokens", w->hidden[k] + 1, Tx);
    for (int j = 0; j < Tx; j++)
        seen += !is_hidden(w, j);
    if (seen == 0)
        return error_set(err, EXIT_USAGE, "--mask: nothing is left to see");
    for (int k = 0; k < w->sets; k++) {
        const struct whatif_set *s = &w->set[k];
        if (s->source >= Tx)
            return error_set(err, EXIT_USAGE, "--set %d:%d: there are %d "
                             "source tokens", s->step + 1, s->source + 1, Tx);
        if (s->weight > 0 && is_hidden(w, s->source))
            return error_set(err, EXIT_USAGE, "--set %d:%d: --mask hides that "
                             "token", s->step + 1, s->source + 1);
        if (is_repeated(w, k))
            return error_set(err, EXIT_USAGE, "--set %d:%d: set twice",
                             s->step + 1, s->source + 1);
        double sum = set_weight(w, s->step, -1);
        if (sum > 1 + 1e-9)
            return error_set(err, EXIT_USAGE, "--set: the weights of step "
                             "%d are more than 1", s->step + 1);
        if (sum < 1 - 1e-9 && open_tokens(w, s->step, Tx) == 0)
            return error_set(err, EXIT_USAGE, "--set: the weights of step "
                             "%d are less than 1, and no other token is left "
                             "to see", s->step + 1);
    }
    return true;
}

bool whatif_check_steps(const struct whatif *w, int Ty, struct error *err)
{
    for (int k = 0; k < w->sets; k++)
        if (w->set[k].step >= Ty)
            return error_set(err, EXIT_USAGE, "--set %d:%d: there are %d "
                             "steps", w->set[k].step + 1,
                             w->set[k].source + 1, Ty);
    return true;
}

/* ==== Changing ==== */

void whatif_share(real *alpha, int n, double (*fixed)(const void *ctx, int j),
                  const void *ctx)
{
    double left = 1, had = 0;
    int open = 0;
    for (int j = 0; j < n; j++) {
        double f = fixed(ctx, j);
        if (f >= 0) {
            left -= f;
        } else {
            had += (double)alpha[j];
            open++;
        }
    }
    left = left > 0 ? left : 0;
    for (int j = 0; j < n; j++) {
        double f = fixed(ctx, j);
        if (f >= 0)
            alpha[j] = (real)f;
        else if (had > 0)
            alpha[j] = (real)((double)alpha[j] / had * left);
        else
            alpha[j] = (real)(left / open);
    }
}

/* One step of a what-if. */
struct moment {
    const struct whatif *w;
    int step;
};

static double fixed_weight(const void *ctx, int j)
{
    const struct moment *now = ctx;
    double set = set_weight(now->w, now->step, j);
    return set < 0 && is_hidden(now->w, j) ? 0 : set;
}

static bool touches(const struct whatif *w, int step)
{
    for (int k = 0; k < w->sets; k++)
        if (w->set[k].step == step)
            return true;
    return w->hiddens > 0;
}

void whatif_change(const void *self, const struct alpha_row *at, real *alpha)
{
    struct moment now = {self, at->i};
    for (int h = 0; h < at->heads && touches(now.w, at->i); h++)
        whatif_share(row_of(alpha, h, at->Tx), at->len, fixed_weight, &now);
}
