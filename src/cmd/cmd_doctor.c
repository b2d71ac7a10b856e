#include <string.h>
#include <sys/statvfs.h>

#include "base/file.h"
#include "base/par.h"
#include "base/rng.h"
#include "base/version.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "kern/bf16.h"
#include "kern/kern.h"
#include "model/model.h"
#include "report/label.h"
#include "report/report.h"

static const struct opt_usage usage = {
    "doctor", "[options]",
    "Looks at this machine as s2s sees it, and computes a little with every\n"
    "kernel that it can run: those with FMA must agree in every bit.  Exits\n"
    "like a command that could not use the model, or 1 if kernels disagree.\n"
    "\n"
    "  s2s doctor\n"};

/* ==== The same bits everywhere? ==== */

enum { M = 7, INNER = 67, N = 37 };

struct sample {
    real a[M * INNER], b[INNER * N], c[M * N];
};

/* Rows are packed and multiplied by the row in use, then go through what
 * networks compute with. */
static uint32_t fingerprint(struct sample *s, struct arena *arena)
{
    struct arena_mark mark = arena_mark(arena);
    struct pack p = {.type = PACK_F32};
    p.data = arena_alloc(arena, pack_bytes(INNER, N, PACK_F32));
    pack_b(&p, INNER, N, s->b, N, 1);
    gemm(M, s->a, INNER, &p, s->c, N, false);
    K->exp(N, s->c, s->c);
    K->tanh(N, s->c + N, s->c + N);
    K->softmax(N, s->c + 2 * N, s->c + 2 * N);
    s->c[3 * N] = K->sum(INNER, s->a);
    arena_release(arena, mark);
    return file_crc32(0, s->c, sizeof s->c);
}

static struct sample *sample_new(struct arena *arena)
{
    struct sample *s = ARENA_NEW(arena, struct sample);
    struct rng r = rng_key(1, RNG_TEST, 0, 0);
    for (int i = 0; i < M * INNER; i++)
        s->a[i] = (real)(rng_uniform(r, (uint64_t)i) - 0.5);
    for (int i = 0; i < INNER * N; i++)
        s->b[i] = (real)(rng_uniform(r, (uint64_t)(i + 100000)) - 0.5);
    return s;
}

/* A line a row; false when two rows with FMA differ. */
static bool put_kernels(struct strbuf *out)
{
    const struct kern *used = K, *row;
    struct arena arena;
    bool same = true, some = false;
    uint32_t first = 0;
    arena_init(&arena, "doctor");
    struct sample *s = sample_new(&arena);
    for (int i = 0; (row = kern_row(i)) != NULL; i++) {
        const char *bits = "not on this processor";
        if (kern_supported(row)) {
            kern_use(row);
            uint32_t here = fingerprint(s, &arena);
            if (row->fma && !some)
                first = here;
            some = some || row->fma;
            same = same && (!row->fma || here == first);
            bits = !row->fma       ? "no FMA: other bits than the rest"
                   : here == first ? "same bits"
                                   : "OTHER BITS";
        }
        strbuf_printf(out, "  %c %-8s %s\n", row == used ? '*' : ' ',
                      row->name, bits);
    }
    kern_use(used);
    arena_drop(&arena);
    return same;
}

/* ==== Other numbers ==== */

/* What a processor has and S2S_ISA allows. */
static void put_bf16(struct strbuf *out)
{
    struct error err;
    if (bf16_available(&err))
        strbuf_printf(out, "bf16           %s: train --precision bf16\n",
                      BF16->name);
    else
        strbuf_printf(out, "bf16           no: %s\n", err.text);
}

/* ==== Memory, disk, model ==== */

static double gigabytes(uint64_t bytes)
{
    return (double)bytes / 1e9;
}

static void put_disk(struct strbuf *out, const char *folder)
{
    struct strbuf path = STRBUF_INIT;
    struct statvfs fs;
    struct error err;
    strbuf_printf(&path, "%s/.s2s-doctor", folder);
    bool writable = save_possible(path.s, &err);
    strbuf_printf(out, "%-14s %s", folder[0] == '.' ? "this folder" : folder,
                  writable ? "writable" : "NOT writable");
    if (statvfs(folder, &fs) == 0)
        strbuf_printf(out, ", %.1f GB free",
                      gigabytes((uint64_t)fs.f_bavail * fs.f_frsize));
    strbuf_putc(out, '\n');
    strbuf_release(&path);
}

/* The status: that of a model that is there and cannot be used. */
static int put_model(struct strbuf *out, const struct common *c)
{
    struct strbuf path = STRBUF_INIT;
    struct error err;
    struct arena arena;
    struct model m;
    int status = EXIT_OK;
    arena_init(&arena, "model");
    if (!model_find(&path, c->model, &err)) {
        strbuf_puts(out, "model          none yet\n");
    } else if (!model_load(&m, path.s, false, NULL, &arena, &err)) {
        strbuf_printf(out, "model          UNUSABLE: %s\n", err.text);
        status = err.status;
    } else
        strbuf_printf(out, "model          %s, %zu weights\n", path.s,
                      params_total(&m.net.ps));
    arena_drop(&arena);
    strbuf_release(&path);
    return status;
}

static int put_all(struct strbuf *out, const struct common *c)
{
    strbuf_printf(out, "s2s            %s, %s\nkernels        (* in use)\n",
                  S2S_VERSION, REAL_IS_DOUBLE ? "double" : "float");
    bool same = put_kernels(out);
    put_bf16(out);
    strbuf_printf(out, "peak           %.1f GFLOP/s a thread\n",
                  kern_peak(0.2));
    strbuf_printf(out, "threads        %d\n", par_threads());
    uint64_t room = file_memory_free();
    if (room < UINT64_MAX)
        strbuf_printf(out, "memory free    %.1f GB\n", gigabytes(room));
    put_disk(out, ".");
    if (file_is_dir("models"))
        put_disk(out, "models");
    strbuf_printf(out, "PNG            %s\n",
                  report_png.missing ? "no: built without libpng"
                                     : label_drawn_by);
    int status = put_model(out, c);
    strbuf_printf(out, "self-test      %s\n",
                  same ? "ok: same bits from every kernel with FMA"
                       : "FAILED: kernels disagree");
    return same ? status : EXIT_OTHER;
}

int cmd_doctor(int argc, char **argv)
{
    struct common c = {0};
    struct opt rows[] = {OPT_ROW_MODEL(c), OPT_ROW_THREADS(c), OPT_ROW_QUIET(c),
                         OPT_END};
    struct error err;
    struct strbuf out = STRBUF_INIT;
    int status;
    if (!cmd_parse(&usage, rows, &c, &argc, argv, &status))
        return status;
    if (!cmd_words(&usage, argc, 0, 0, &err))
        return cmd_fail(&err);
    int found = put_all(&out, &c);
    bool ok = out_write(NULL, &out, &err);
    strbuf_release(&out);
    return ok ? found : cmd_fail(&err);
}
