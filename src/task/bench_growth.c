#include "task/bench_growth.h"

#include "base/par.h"
#include "task/bench.h"

static void set_source(struct bench_job *job, int value)
{
    job->lens.source = value;
}

static void set_batch(struct bench_job *job, int value)
{
    job->config.batch = value;
}

static void set_hidden(struct bench_job *job, int value)
{
    job->config.hidden = value;
}

static void set_vocabulary(struct bench_job *job, int value)
{
    job->vocabulary = value;
}

static void set_threads(struct bench_job *job, int value)
{
    (void)job;
    par_set_threads(value);
}

static const struct bench_axis axes[] = {
    {"source", {5, 10, 20, 40, 80, 160}, set_source},
    {"batch", {1, 4, 16, 64, 256}, set_batch},
    {"hidden", {64, 128, 256, 512, 1024}, set_hidden},
    {"vocabulary", {1000, 2000, 4000, 8000, 16000, 32000}, set_vocabulary},
    {"threads", {0}, set_threads},
};

const struct bench_axis *bench_axis(int i)
{
    int n = (int)(sizeof axes / sizeof *axes);
    return i >= 0 && i < n ? &axes[i] : NULL;
}

int bench_axis_value(const struct bench_axis *axis, int k)
{
    if (axis->set == set_threads)
        return k < par_threads() ? k + 1 : 0;
    return k < BENCH_POINTS ? axis->value[k] : 0;
}

bool bench_growth(double *out, const struct bench_axis *axis, int value,
                  const struct bench_job *job, struct error *err)
{
    struct bench_job now = *job;
    int threads = par_threads();
    now.updates = 1;
    now.lens = (struct bench_lens){
        .name = "even", .source = BENCH_AT, .target = BENCH_AT - 1,
        .least = 1, .most = 1000000};
    axis->set(&now, value);
    bool ok = bench_token(out, &now, err);
    par_set_threads(threads);
    return ok;
}
