/* Training in this process: progress as JSON, weights that are spoilt on the
 * way (skipped, rolled back, given up, the best model kept), a signal. */
#include "task/train.h"

#include <math.h>
#include <signal.h>
#include <string.h>

#include "base/file.h"
#include "base/par.h"
#include "base/stop.h"
#include "model/defaults.h"
#include "task/guide.h"
#include "test.h"

/* ==== Progress ==== */

START_TEST(progress_round_trip)
{
    struct progress a = {
        .step = 1L << 40, .epoch = 3, .batch = 7, .lr = 1e-3 / 3,
        .best = -1e9, .best_bleu = 33.25, .best_loss = 1 / 3.0,
        .best_step = 12, .bad = 1, .bad_rate = 2, .skipped = 1,
        .rollbacks = 3, .limit = 99, .done = true, .corpus = 0xffffffffu,
        .dev = 17, .log = 123456789, .tokens = 1e15,
        .kept = {_i, {{400, 31.25}, {1L << 40, -1 / 3.0}}}}, b;
    struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
    struct error err;
    progress_write(&one, &a);
    ck_assert_msg(progress_read(&b, one.s, &err), "%s", err.text);
    progress_write(&two, &b);
    ck_assert_str_eq(one.s, two.s);
    ck_assert(b.step == a.step && b.corpus == a.corpus && b.done);
    ck_assert(b.lr >= a.lr && b.lr <= a.lr);
    ck_assert((strstr(one.s, "kept") != NULL) == (_i > 0));
    ck_assert_int_eq(b.kept.n, _i);
    ck_assert(memcmp(b.kept.check, a.kept.check,
                     (size_t)_i * sizeof *a.kept.check) == 0);
    strbuf_release(&one);
    strbuf_release(&two);
}
END_TEST

/* Numbers that a field cannot hold must not come in. */
START_TEST(progress_ranges)
{
    static const char *const wrong[][2] = {
        {"\"step\": 5", "\"step\": -1"}, {"\"step\": 5", "\"step\": 1.5"},
        {"\"step\": 5", "\"step\": 1e300"}, {"\"step\": 5", "\"pets\": 5"},
        {"\"epoch\": 0", "\"epoch\": 4294967296"},
        {"\"batch\": 0", "\"batch\": 2147483648"},
        {"\"done\": 0", "\"done\": 2"}, {"\"done\": 0", "\"done\": false"},
        {"\"corpus\": 0", "\"corpus\": 4294967296"},
        {"\"lr\": 0", "\"lr\": \"0\""}, {"{", "["},
        {"[[7, 2]", "[[-7, 2]"}, {"[[7, 2]", "[[7, \"2\"]"},
        {"[[7, 2]", "[[7]"}, {"[[7, 2]", "[[1e300, 2]"},
        {"[[7, 2]", "[[7, 2], [8, 2]"}};
    struct progress p = {.step = 5, .kept.n = KEPT_MOST};
    p.kept.check[0] = (struct kept_check){7, 2};
    struct strbuf json = STRBUF_INIT, bad = STRBUF_INIT;
    struct error err;
    progress_write(&json, &p);
    ck_assert(progress_read(&p, json.s, &err));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *at = strstr(json.s, wrong[i][0]);
        ck_assert_msg(at != NULL, "%s", wrong[i][0]);
        strbuf_reset(&bad);
        strbuf_add(&bad, json.s, (size_t)(at - json.s));
        strbuf_puts(&bad, wrong[i][1]);
        strbuf_puts(&bad, at + strlen(wrong[i][0]));
        ck_assert_msg(!progress_read(&p, bad.s, &err), "%s", wrong[i][1]);
    }
    strbuf_release(&json);
    strbuf_release(&bad);
}
END_TEST

/* ==== A run ==== */

enum { PAIRS = 24, DEV = 4, CHECK = 200 /* updates between dev checks */ };

static struct arena memory;
static struct model model;
static struct corpus text[2];              /* train, dev */
static struct data data[2];

static void corpus_new(struct corpus *c, int n, int from)
{
    static const char *const word[2][5] = {
        {"red", "green", "cat", "dog", "sleeps"},
        {"rouge", "vert", "chat", "chien", "dort"}};
    *c = (struct corpus){.name = "corpus", .n = n, .arena = &memory,
                         .pair = ARENA_ARRAY(&memory, struct pair, n)};
    for (int i = 0; i < n; i++)
        for (int s = 0; s < 2; s++) {
            char line[64];
            int k = from + i;
            snprintf(line, sizeof line, "%s %s %s %s %s", word[s][k % 5],
                     word[s][k / 5 % 5], word[s][(k + k / 25) % 5],
                     word[s][k / 2 % 5], word[s][(2 * k + 1) % 5]);
            c->pair[i].text[s] = arena_strdup(&memory, line);
            c->pair[i].len[s] = (int)strlen(line);
        }
}

static void enter(void)
{
    struct error err;
    struct arena scratch;
    struct config *c = &model.config;
    test_enter_dir();
    ck_assert(kern_init(&err));
    par_set_threads(1);
    arena_init(&memory, "memory");
    arena_init(&scratch, "scratch");
    model = (struct model){.arena = &memory, .sample = "red cat"};
    config_init(c);
    c->embed = c->attn_size = 4;
    c->hidden = 6;
    c->tokens = "word";
    c->min_count = 1;
    c->batch = 8;
    c->epochs = 1000;
    c->steps = 3 * CHECK;
    c->average = 0;            /* so that what a test plants stays */
    c->lr = 0.01;
    defaults_apply(c, PAIRS);
    corpus_new(&text[0], PAIRS, 0);
    corpus_new(&text[1], DEV, PAIRS);
    data_tokens(&model.tokens, c, &text[0], (const bool[2]){false}, &memory,
                &scratch);
    for (int i = 0; i < 2; i++)
        data_encode(&data[i], &text[i], &model.tokens, 0, &memory);
    ck_assert(model_build(&model, true, &err));
    params_randomise(&model.net.ps, 1);
    params_pack(&model.net.ps);
    ck_assert(file_mkdir("m.run", &err));
    arena_drop(&scratch);
}

static void leave(void)
{
    arena_drop(&memory);
    test_leave_dir();
}

/* What the tests do at a dev check. */
static struct {
    int checks, spoil_from, spoil_to, stop_at;
    real value;
} plan;

static void at_check(void *ctx, const struct train_job *job,
                     const struct progress *p, double loss, double bleu)
{
    (void)ctx, (void)p, (void)bleu;
    plan.checks++;
    if (plan.checks >= plan.spoil_from && plan.checks < plan.spoil_to) {
        job->model->net.ps.w[5] = plan.value;
        params_pack(&job->model->net.ps);
    } else {
        ck_assert(isfinite(loss));
    }
    if (plan.checks == plan.stop_at)
        raise(SIGTERM);
}

typedef void check_f(void *, const struct train_job *, const struct progress *,
                     double loss, double bleu);

/* With text and data `dev` as the dev part. */
static enum exit_status run_with(int dev, check_f *at, struct progress *end,
                                 struct error *err)
{
    struct train_job job = {
        .model = &model, .path = "m.safetensors", .folder = "m.run",
        .train_text = &text[0], .dev_text = &text[dev], .train = &data[0],
        .dev = &data[dev], .on_check = at};
    return train(&job, end, err);
}

static enum exit_status run(struct progress *end, struct error *err)
{
    return run_with(1, at_check, end, err);
}

static void assert_usable(void)
{
    struct model m;
    struct error err;
    struct arena a;
    arena_init(&a, "load");
    ck_assert_msg(model_load(&m, "m.safetensors", false, NULL, &a, &err),
                  "%s", err.text);
    /* What train() leaves in memory is the model that it saved. */
    ck_assert_int_eq(memcmp(m.net.ps.w, model.net.ps.w,
                            m.net.ps.count * sizeof(real)), 0);
    ck_assert_msg(model_load(&m, "m.run/checkpoint.safetensors", false, NULL,
                             &a, &err), "%s", err.text);
    arena_drop(&a);
}

static int logged(const char *event)
{
    char *s, wanted[64];
    size_t n;
    int count = 0;
    struct error err;
    snprintf(wanted, sizeof wanted, "\"event\": \"%s\"", event);
    ck_assert(file_read("m.run/log.jsonl", 1 << 24, &memory, &s, &n, &err));
    for (char *at = s; (at = strstr(at, wanted)) != NULL; at++)
        count++;
    return count;
}

START_TEST(learns_and_keeps_the_best)
{
    struct progress p;
    struct error err;
    plan.spoil_from = plan.spoil_to = 0;
    ck_assert_int_eq(run(&p, &err), EXIT_OK);
    ck_assert_int_eq((int)p.step, 3 * CHECK);
    ck_assert_int_eq(plan.checks, 3);
    ck_assert_int_eq(p.rollbacks, 0);
    ck_assert(p.best > -3);
    ck_assert_int_eq(logged("check"), 3);
    ck_assert_int_eq(logged("skipped"), 0);
    assert_usable();
}
END_TEST

/* One spoilt weight, once: three updates skipped, back to the last
 * checkpoint, which is of before the check, at half the rate. */
START_TEST(rolls_back_once)
{
    struct progress p;
    struct error err;
    plan.spoil_from = 2;
    plan.spoil_to = 3;
    plan.value = (real)(_i ? INFINITY : NAN);
    ck_assert_msg(run(&p, &err) == EXIT_OK, "%s", err.text);
    ck_assert_int_eq(p.rollbacks, 1);
    ck_assert_int_eq(p.skipped, 0);
    ck_assert_int_eq((int)p.step, 3 * CHECK);
    ck_assert(p.lr <= 0.005);
    ck_assert_int_eq(logged("skipped"), 3);
    ck_assert_int_eq(logged("rolled back"), 1);
    assert_usable();
}
END_TEST

/* Spoilt again and again: three roll-backs, then the end; the best model is
 * the one of the first check. */
START_TEST(gives_up)
{
    struct progress p;
    struct error err;
    plan.spoil_from = 1;
    plan.spoil_to = 1000;
    plan.value = (real)NAN;
    ck_assert_int_eq(run(&p, &err), EXIT_DIVERGED);
    ck_assert_int_eq(p.rollbacks, 3);
    ck_assert_int_eq(plan.checks, 4);
    ck_assert_int_eq(logged("rolled back"), 3);
    ck_assert_int_eq(logged("skipped"), 12);
    ck_assert_ptr_nonnull(strstr(err.text, "is kept"));
    ck_assert(err.hint[0] != '\0');
    assert_usable();
}
END_TEST

/* Spoilt from the start: no update is ever made. */
START_TEST(nothing_to_keep)
{
    struct progress p;
    struct error err;
    model.config.lr = 10;
    for (size_t k = 0; k < model.net.ps.count; k++)
        model.net.ps.w[k] = sizeof(real) == 8 ? (real)1e308 : (real)3e38;
    params_pack(&model.net.ps);
    ck_assert_int_eq(run(&p, &err), EXIT_DIVERGED);
    ck_assert_int_eq(p.rollbacks, 3);
    ck_assert_ptr_nonnull(strstr(err.text, "no model"));
    ck_assert(!file_exists("m.safetensors"));
}
END_TEST

START_TEST(stops_at_a_signal)
{
    struct progress p;
    struct error err;
    plan.stop_at = 2;
    stop_install();
    ck_assert_int_eq(run(&p, &err), EXIT_TERM);
    ck_assert_int_eq((int)p.step, 2 * CHECK);
    assert_usable();
}
END_TEST

/* A checkpoint of another corpus, or one that lies about where it stands. */
START_TEST(refuses_to_go_on)
{
    static const struct { const char *from, *to; int status; } lie[] = {
        {NULL, NULL, EXIT_OK},
        {"\"batch\": 0", "\"batch\": 3", EXIT_MODEL},
        {"\"corpus\": ", "\"corpus\": 1", EXIT_DATA},
        {"\"dev\": ", "\"dev\": 1", EXIT_DATA},
        {"\"step\": 600", "\"step\": -600", EXIT_MODEL}};
    struct progress p;
    struct error err;
    ck_assert_int_eq(run(&p, &err), EXIT_OK);
    struct train_job job = {
        .model = &model, .path = "m.safetensors", .folder = "m.run",
        .train_text = &text[0], .dev_text = &text[1], .train = &data[0],
        .dev = &data[1], .resume = true};
    ck_assert(model_load(&model, "m.run/checkpoint.safetensors", true,
                         &job.resumed, &memory, &err));
    if (lie[_i].from) {
        struct strbuf s = STRBUF_INIT;
        const char *all = job.resumed.state, *at = strstr(all, lie[_i].from);
        ck_assert_msg(at != NULL, "%s", all);
        strbuf_add(&s, all, (size_t)(at - all));
        strbuf_puts(&s, lie[_i].to);
        strbuf_puts(&s, at + strlen(lie[_i].from));
        job.resumed.state = arena_strdup(&memory, s.s);
        strbuf_release(&s);
    }
    int status = (int)train(&job, &p, &err);
    if (lie[_i].status == EXIT_DATA)    /* too large a number is a lie, too */
        ck_assert(status == EXIT_DATA || status == EXIT_MODEL);
    else
        ck_assert_int_eq(status, lie[_i].status);
}
END_TEST

/* Gone on with for longer, a roll-back to the checkpoint of the shorter run
 * does not bring its end back. */
START_TEST(rolls_back_behind_an_old_end)
{
    struct progress p;
    struct error err;
    plan.spoil_from = plan.spoil_to = 0;
    ck_assert_int_eq(run(&p, &err), EXIT_OK);
    struct train_job job = {
        .model = &model, .path = "m.safetensors", .folder = "m.run",
        .train_text = &text[0], .dev_text = &text[1], .train = &data[0],
        .dev = &data[1], .resume = true};
    ck_assert(model_load(&model, "m.run/checkpoint.safetensors", true,
                         &job.resumed, &memory, &err));
    model.config.steps = 5 * CHECK;
    model.net.ps.w[5] = (real)NAN;
    params_pack(&model.net.ps);
    ck_assert_int_eq(train(&job, &p, &err), EXIT_OK);
    ck_assert_int_eq(p.rollbacks, 1);
    ck_assert_int_eq((int)p.step, 5 * CHECK);
}
END_TEST

/* ==== The mean of the best checks ==== */

enum { CHECKS = 6, BEST = 3 };

/* What each check looked at, and its score. */
static struct {
    real *w[CHECKS + 1];
    double score[CHECKS + 1];
    int n;
    bool anew;                 /* each time from other initial weights */
    const real *noisy;         /* each time from these and other noise */
} seen;

static void noise(struct params *ps)
{
    struct rng r = rng_key(5, RNG_TEST, (uint64_t)seen.n, 0);
    for (size_t k = 0; k < ps->count; k++)
        ps->w[k] = seen.noisy[k] + (real)(0.2 * (rng_uniform(r, k) - 0.5));
    params_pack(ps);
}

static void note_check(void *ctx, const struct train_job *job,
                       const struct progress *p, double loss, double bleu)
{
    struct params *ps = &job->model->net.ps;
    size_t bytes = ps->count * sizeof(real);
    (void)ctx, (void)p;
    ck_assert_int_le(seen.n, CHECKS);
    seen.w[seen.n] = memcpy(arena_alloc(&memory, bytes), ps->w, bytes);
    seen.score[seen.n++] = bleu - loss;
    if (seen.noisy)
        noise(ps);
    if (seen.anew) {
        params_randomise(ps, (uint64_t)seen.n + 1);
        params_pack(ps);
    }
}

/* The mean of the BEST best, as its definition has it. */
static real *mean_of_seen(void)
{
    size_t count = model.net.ps.count;
    real *mean = ARENA_ARRAY(&memory, real, count);
    bool taken[CHECKS + 1] = {false};
    for (int k = 0; k < BEST; k++) {
        int best = -1;
        for (int i = 0; i < seen.n; i++)
            if (!taken[i] && (best < 0 || seen.score[i] > seen.score[best]))
                best = i;
        taken[best] = true;
        for (size_t j = 0; j < count; j++)
            mean[j] += seen.w[best][j];
    }
    for (size_t j = 0; j < count; j++)
        mean[j] /= (real)BEST;
    return mean;
}

static int check_files(void)
{
    int n = 0;
    for (long step = 0; step <= 2 * CHECKS * CHECK; step++) {
        char path[64];
        snprintf(path, sizeof path, "m.run/check-%ld.safetensors", step);
        n += file_exists(path);
    }
    return n;
}

/* The text that is learnt is the dev part, too. */
static enum exit_status run_seen(struct progress *end, struct error *err)
{
    return run_with(0, note_check, end, err);
}

enum { NOISE, AVERAGE, ANEW, RUNS };

/* What the first run has learnt, from now on with noise, hardly changed by
 * what is learnt. */
static void learn_first(void)
{
    struct progress p;
    struct error err;
    size_t bytes = model.net.ps.count * sizeof(real);
    model.config.lr = 0.02;
    ck_assert_int_eq(run_seen(&p, &err), EXIT_OK);
    seen.noisy = memcpy(arena_alloc(&memory, bytes), model.net.ps.w, bytes);
    seen.n = 0;
    model.config.lr = 1e-9;
    noise(&model.net.ps);
}

/* Of one network with noise the mean is better; of as many networks it makes
 * no sense, and is not kept.  The closing check is among those that count; its
 * file goes, those of the checkpoint stay. */
START_TEST(mean_of_the_best)
{
    struct progress p;
    struct error err;
    model.config.lr = 0.01;
    if (_i == NOISE)
        learn_first();
    model.config.average_best = BEST;
    model.config.average = _i == AVERAGE ? 0.9 : 0;
    model.config.steps = CHECKS * CHECK - 50;
    seen.anew = _i == ANEW;
    ck_assert_msg(run_seen(&p, &err) == EXIT_OK, "%s", err.text);
    ck_assert_int_eq(seen.n, CHECKS);
    real *mean = mean_of_seen();
    double best = -1e9;
    for (int i = 0; i < seen.n; i++)
        best = fmax(best, seen.score[i]);
    bool is_mean = memcmp(model.net.ps.w, mean,
                          model.net.ps.count * sizeof(real)) == 0;
    ck_assert(_i == AVERAGE || is_mean == (_i == NOISE));
    ck_assert_int_eq(p.averaged, is_mean ? BEST : 0);
    ck_assert(is_mean ? p.best >= best : p.best <= best && p.best >= best);
    ck_assert_double_eq_tol(
        train_loss_of(&model.net, &data[0], 64), p.best_loss, 1e-9);
    ck_assert_int_eq(logged("mean"), 1);
    ck_assert_int_eq(p.kept.n, BEST);
    ck_assert_int_eq(check_files(), BEST);
    assert_usable();
}
END_TEST

/* Without the option nothing is written beside the checkpoint, and what an
 * earlier run left goes; with a file that is damaged the best stays. */
START_TEST(files_of_checks)
{
    struct progress p;
    struct error err;
    struct save *s;
    model.config.steps = 3 * CHECK;
    model.config.average_best = 2;
    ck_assert_int_eq(run_seen(&p, &err), EXIT_OK);
    ck_assert_int_eq(check_files(), 2);
    struct train_job job = {
        .model = &model, .path = "m.safetensors", .folder = "m.run",
        .train_text = &text[0], .dev_text = &text[0], .train = &data[0],
        .dev = &data[0], .resume = true};
    ck_assert(model_load(&model, "m.run/checkpoint.safetensors", true,
                         &job.resumed, &memory, &err));
    char path[64];
    snprintf(path, sizeof path, "m.run/check-%ld.safetensors",
             p.kept.check[1].step);
    ck_assert(save_begin(&s, path, &err) && save_write(s, "x", 1, &err) &&
              save_commit(s, &err));
    ck_assert_msg(train(&job, &p, &err) == EXIT_OK, "%s", err.text);
    ck_assert_int_eq(p.averaged, 0);
    ck_assert_int_eq(p.kept.n, 2);
    assert_usable();
    model.config.average_best = 0;
    seen.n = 0;
    ck_assert_int_eq(run_seen(&p, &err), EXIT_OK);
    ck_assert_int_eq(check_files(), 0);
    ck_assert_int_eq(p.kept.n, 0);
}
END_TEST

/* ==== Memory ==== */

static const struct {
    const char *encoder, *score, *focus, *optimizer;
    int layers, shards, batch, hidden;
    double average, guide, bpe_dropout;
} member[] = {
    {"bi", "concat", "soft", "adam", 1, 1, 8, 6, 0, 0, 0},
    {"bi", "concat", "soft", "adam", 1, 1, 8, 128, 0.9, 0, 0},
    {"uni", "concat", "none", "sgd", 1, 3, 24, 32, 0, 0, 0},
    {"bi", "mlp", "soft", "adam", 2, 1, 12, 16, 0.9, 0, 0},
    {"self", "qk", "hard", "adadelta", 2, 2, 8, 32, 0.9, 0, 0},
    {"bi", "dot", "soft", "sgd", 1, 1, 24, 4, 0, 1, 0},
    {"bi", "concat", "soft", "adam", 1, 1, 8, 64, 0.9, 0, 0.3}};

/* Text as units of BPE, of which merges are dropped. */
static void cut_anew(void)
{
    struct arena scratch;
    arena_init(&scratch, "scratch");
    model.config.tokens = "bpe";
    data_tokens(&model.tokens, &model.config, &text[0],
                (const bool[2]){false}, &memory, &scratch);
    for (int i = 0; i < 2; i++)
        data_encode(&data[i], &text[i], &model.tokens, 0, &memory);
    arena_drop(&scratch);
}

static void rebuild(int i)
{
    struct error err;
    struct config *c = &model.config;
    c->bpe_dropout = member[i].bpe_dropout;
    if (c->bpe_dropout > 0)
        cut_anew();
    c->encoder = member[i].encoder;
    c->score = member[i].score;
    c->focus = member[i].focus;
    c->optimizer = member[i].optimizer;
    c->layers = member[i].layers;
    c->shards = member[i].shards;
    c->batch = member[i].batch;
    c->hidden = c->attn_size = c->embed = member[i].hidden;
    c->readout_size = 0;
    c->average = member[i].average;
    c->guide = member[i].guide;
    if (c->guide > 0)
        guide_learn(&data[0], &text[0], &model.tokens, &memory);
    c->steps = 7;
    config_resolve(c);
    ck_assert_msg(model_build(&model, true, &err), "%s", err.text);
    params_randomise(&model.net.ps, 1);
    params_pack(&model.net.ps);
}

/* What is said before is what the arenas then hold, a tenth more or less. */
START_TEST(memory_is_foreseen)
{
    struct progress p;
    struct error err;
    struct train_job job = {
        .model = &model, .train_text = &text[0], .dev_text = &text[1],
        .train = &data[0], .dev = &data[1]};
    int halvings = -1;
    plan.spoil_from = plan.spoil_to = plan.stop_at = 0;
    rebuild(_i);
    double said = (double)train_memory(&job, SIZE_MAX, &halvings);
    ck_assert_int_eq(halvings, 0);
    size_t before = arenas_used();
    arenas_peak_forget();
    ck_assert_msg(run(&p, &err) == EXIT_OK, "%s", err.text);
    double held = (double)(arenas_peak() - before);
    ck_assert_msg(fabs(said / held - 1) <= 0.1, "%.0f bytes said, %.0f held",
                  said, held);
}
END_TEST

/* A batch that does not fit is halved until it does: what was then passed
 * stayed within the room. */
START_TEST(memory_is_not_exceeded)
{
    struct train_job job = {
        .model = &model, .train_text = &text[0], .dev_text = &text[1],
        .train = &data[0], .dev = &data[1]};
    int none, some, all;
    rebuild(3);
    size_t most = train_memory(&job, SIZE_MAX, &none);
    size_t room = most - most / 8;
    ck_assert_uint_le(train_memory(&job, room, &some), room);
    train_memory(&job, 0, &all);
    ck_assert(none == 0 && some > 0 && all == 3);   /* 12 pairs become 1 */
}
END_TEST

/* What epochs read: the same text cut differently, never longer than
 * --max-len; and what is made of a batch for the rehearsal is never shorter
 * than what these epochs read. */
START_TEST(epochs_are_cut_anew)
{
    struct data epoch[SAMPLES], longest;
    struct config *c = &model.config;
    struct cutting s = {&data[0], &text[0], &model.tokens, c};
    int pick[PAIRS], differ = 0;
    c->bpe_dropout = 0.2;
    cut_anew();
    c->max_len = data[0].longest + 3;
    for (int e = 0; e < SAMPLES; e++)
        data_sample(&epoch[e], &s, e, &memory);
    data_sample(&longest, &s, 0, &memory);
    for (int i = 0; i < PAIRS; i++)
        pick[i] = i;
    data_lengthen(&longest, &s, pick, PAIRS, &memory);
    for (int e = 0; e < SAMPLES; e++) {
        ck_assert_int_le(epoch[e].longest, c->max_len);
        ck_assert_int_gt(epoch[e].longest, data[0].longest);
        for (int i = 0; i < PAIRS; i++) {
            ck_assert_int_le(epoch[e].src[i].n, longest.src[i].n);
            ck_assert_int_le(epoch[e].tgt[i].n, longest.tgt[i].n);
            differ += epoch[e].src[i].n != epoch[0].src[i].n;
        }
    }
    ck_assert_int_gt(differ, PAIRS / 2);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("train");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, enter, leave);
    tcase_add_loop_test(t, progress_round_trip, 0, 3);
    tcase_add_test(t, progress_ranges);
    tcase_add_test(t, learns_and_keeps_the_best);
    tcase_add_loop_test(t, rolls_back_once, 0, 2);
    tcase_add_test(t, rolls_back_behind_an_old_end);
    tcase_add_test(t, gives_up);
    tcase_add_test(t, nothing_to_keep);
    tcase_add_test(t, stops_at_a_signal);
    tcase_add_loop_test(t, refuses_to_go_on, 0, 5);
    tcase_add_loop_test(t, mean_of_the_best, 0, RUNS);
    tcase_add_test(t, files_of_checks);
    tcase_add_test(t, epochs_are_cut_anew);
    tcase_add_loop_test(t, memory_is_foreseen, 0,
                        (int)(sizeof member / sizeof *member));
    tcase_add_test(t, memory_is_not_exceeded);
    return test_run("train", t);
}
