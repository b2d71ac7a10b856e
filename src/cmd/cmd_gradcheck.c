#include <string.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_gradients.h"
#include "cmd/cmd_out.h"
#include "model/model.h"
#include "model/preset.h"
#include "task/gradcheck.h"

static const struct opt_usage usage = {
    "gradcheck", "[options] [CORPUS.tsv]",
    "Compares the gradient of every tensor with central differences: of a\n"
    "small network with the parts that the options name, or of a model (-m).\n"
    "With --dump, writes loss and gradients of the first pairs of CORPUS\n"
    "under a model, for other programs to compare with.\n"
    "\n"
    "  s2s gradcheck --score dot --encoder uni\n"
    "  s2s gradcheck -m model.safetensors --dump gradients corpus.tsv\n"};

struct check_args {
    struct common c;
    struct opt *rows;
    struct config config;
    const char *attention, *preset, *dump;
    int limit;
};

enum { OWN = 7 };              /* rows before config's */

/* Small, and no two sizes alike: a matrix used the wrong way round does not
 * fit. */
enum { KX = 11, KY = 9, PAIRS = 4, TX = 6, TY = 5 };

/* Of the size n, or more where that is not a multiple of the heads. */
static int heads_fit(int heads, int n)
{
    return n % heads == 0 ? n : n * heads;
}

static void shrink(struct config *c)
{
    c->embed = c->embed ? c->embed : 6;
    c->hidden = c->hidden ? c->hidden : heads_fit(c->heads, 8);
    c->attn_size = c->attn_size ? c->attn_size : heads_fit(c->heads, 5);
    c->dropout = c->dropout < 0 ? 0.3 : c->dropout;
    c->guide = c->guide < 0 ? 0 : c->guide;
}

/* As in a vocabulary with full stops and words that end in one. */
static const unsigned char ends[KX] = {[5] = UNIT_MARK, [6] = UNIT_MARK,
                                       [8] = UNIT_ENDS};

/* Zero biases would hide errors in what multiplies them. */
static void shake(struct params *ps)
{
    struct rng r = rng_key(3, RNG_TEST, 0, 0);
    for (size_t k = 0; k < ps->count; k++)
        ps->w[k] += (real)(rng_uniform(r, k) - 0.5);
    params_pack(ps);
}

/* A preset, but for its sizes. */
static bool preset_small(struct check_args *a, struct error *err)
{
    struct config given = a->config;
    if (!preset_fill(&a->config, a->rows, a->preset, err))
        return false;
    a->config.embed = given.embed;
    a->config.hidden = given.hidden;
    a->config.attn_size = given.attn_size;
    a->config.readout_size = given.readout_size;
    return true;
}

static bool small_network(struct check_args *a, struct network *net,
                          struct arena *arena, struct error *err)
{
    static const char learning[] = "dropout dropout-kind word-dropout "
                                   "smoothing r-drop guide seed precision";
    struct net_options o;
    if (!common_read_alone(a->rows + OWN, learning, err) ||
        (a->attention &&
         !config_attention(&a->config, a->rows, a->attention, err)) ||
        !config_all_read(&a->config, a->rows, err))
        return false;
    if (strcmp(a->config.precision, "fp32") != 0)
        return error_set(err, EXIT_USAGE, "--precision %s: differences need "
                         "%s", a->config.precision,
                         REAL_IS_DOUBLE ? "double" : "fp32");
    shrink(&a->config);
    bool one = strcmp(a->config.tie, "all") == 0;    /* vocabulary */
    config_resolve(&a->config);
    if (!config_network(&a->config, one ? KY : KX, KY, &o, err))
        return false;
    o.ends = ends;
    lextable_random(&o, (uint64_t)a->config.seed, arena);
    network_init(net, &o, true, arena);
    params_randomise(&net->ps, (uint64_t)a->config.seed);
    shake(&net->ps);
    return true;
}

/* ==== Output ==== */

static void put_row(struct strbuf *out, const struct gradcheck_row *r)
{
    struct strbuf shape = STRBUF_INIT;
    strbuf_printf(&shape, "%d", r->rows);
    if (r->cols)
        strbuf_printf(&shape, "x%d", r->cols);
    strbuf_printf(out, "%-24s %11s %10.3g %9.2g %9.2g  %s\n", r->tensor,
                  shape.s, r->largest, r->error, r->direction,
                  !r->ok && r->cancels   ? "WRONG: does not cancel"
                  : !r->ok               ? "WRONG"
                  : r->drowned           ? "too small to tell"
                  : r->cancels           ? "ok: cancels"
                  : r->unread            ? "unread: nothing depends on it"
                                         : "ok");
    strbuf_release(&shape);
}

static bool put_table(const struct gradcheck_row *row, int n,
                      struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    strbuf_printf(&out, "%-24s %11s %10s %9s %9s\n", "tensor", "shape",
                  "gradient", "error", "direction");
    for (int i = 0; i < n; i++)
        put_row(&out, &row[i]);
    bool ok = out_write(NULL, &out, err);
    strbuf_release(&out);
    return ok;
}

static bool check(struct check_args *a, struct network *net,
                  struct arena *arena, struct error *err)
{
    struct batch batch;
    struct arena work, scratch;
    struct gradcheck_row *row =
        ARENA_ARRAY(arena, struct gradcheck_row, net->ps.n);
    arena_init(&work, "batch");
    arena_init(&scratch, "gradcheck");
    gradcheck_batch(&batch, PAIRS, TX, TY, net->o.Kx, net->o.Ky,
                    net->o.r_drop > 0,
                    (uint64_t)a->config.seed, arena);
    if (net->o.guide > 0)
        gradcheck_guide(&batch, (uint64_t)a->config.seed, arena);
    int rows;
    bool right =
        gradcheck(net, &batch, a->limit, row, &rows, &work, &scratch);
    arena_drop(&work);
    arena_drop(&scratch);
    if (!put_table(row, rows, err))
        return false;
    log_say("s2s: errors up to %g are right in %s%s", gradcheck_tolerance,
            REAL_IS_DOUBLE ? "double" : "float",
            REAL_IS_DOUBLE ? ""
                           : "; a build with make MODE=f64 proves 1e-7");
    if (right)
        return true;
    return error_set(err, EXIT_OTHER, "a gradient is wrong");
}

/* ==== The command ==== */

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct check_args *a = ctx;
    const char *corpus = n > 0 ? word[0] : NULL;
    struct network net;
    struct model m;
    if (a->preset && !preset_small(a, err))
        return false;
    if (!a->dump && corpus)
        return error_set(err, EXIT_USAGE, "a corpus is for --dump FILE "
                         "only");
    if (a->dump && (!a->c.model || !corpus))
        return error_set(err, EXIT_USAGE, "--dump needs -m MODEL and a "
                         "corpus");
    if (a->dump && out_is_stdout(a->dump))
        return error_set(err, EXIT_USAGE, "--dump: gradients go into a file");
    if (a->dump && opt_find(a->rows, "limit")->given)
        return error_set(err, EXIT_USAGE, "--limit: --dump writes all of "
                         "them");
    if (a->c.model &&
        !common_model_alone(a->rows + OWN,
                            a->preset ? "preset"
                            : a->attention ? "attention" : NULL, err))
        return false;
    if (a->dump)
        return gradients_dump(a->c.model, corpus, a->dump, arena, err);
    if (!a->c.model)
        return small_network(a, &net, arena, err) &&
               check(a, &net, arena, err);
    return common_load(&a->c, &m, true, NULL, arena, err) &&
           check(a, &m.net, arena, err);
}

int cmd_gradcheck(int argc, char **argv)
{
    struct check_args a = {.limit = 24};
    struct opt own[] = {
        {.name = "model", .letter = 'm', .type = OPT_FILE,
         .value = &a.c.model, .arg = "FILE",
         .help = "check a model instead of a small network"},
        {.name = "limit", .type = OPT_INT, .value = &a.limit, .min = 0,
         .max = 1000000000, .arg = "N",
         .help = "elements tried a tensor (24; 0: all)"},
        {.name = "dump", .type = OPT_FILE, .value = &a.dump,
         .arg = "FILE", .help = "write loss and gradients there"},
        {.name = "preset", .type = OPT_CHOICE, .value = &a.preset,
         .choices = preset_kind_name, .arg = "NAME",
         .help = "a known model, small; what is given wins"},
        {.name = "attention", .type = OPT_STRING, .value = &a.attention,
         .arg = "NAME", .help = "a score with soft focus, or a focus"},
        OPT_ROW_THREADS(a.c), OPT_ROW_QUIET(a.c)};
    _Static_assert(sizeof own / sizeof *own == OWN, "OWN");
    struct opt rows[OWN + CONFIG_FIELDS + 1] = {0};
    config_init(&a.config);
    memcpy(rows, own, sizeof own);
    config_options(&a.config, rows + OWN);
    a.rows = rows;
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 1, run, &a}, argc,
                  argv);
}
