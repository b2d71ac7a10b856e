/* Model files: what is saved comes back bit for bit; no file that was cut,
 * changed, or lies about itself, is taken; where models are looked for. */
#include "model/model.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/par.h"
#include "model/defaults.h"
#include "task/gradcheck.h"
#include "task/look.h"
#include "task/train.h"
#include "test.h"

static const char *const text[][2] = {
    {"the cat sleeps", "le chat dort"},
    {"a cat sees the dog", "un chat voit le chien"},
    {"the dog sleeps", "le chien dort"},
};
enum { TEXTS = 3 };

static struct arena memory, scratch;
static struct model model;

static void enter(void)
{
    struct error err;
    struct pair pair[TEXTS];
    struct corpus corpus = {.name = "corpus", .pair = pair, .n = TEXTS};
    test_enter_dir();
    ck_assert(kern_init(&err));
    par_set_threads(1);
    arena_init(&memory, "memory");
    arena_init(&scratch, "scratch");
    for (int i = 0; i < TEXTS; i++)
        for (int s = 0; s < 2; s++) {
            pair[i].text[s] = text[i][s];
            pair[i].len[s] = (int)strlen(text[i][s]);
        }
    model = (struct model){.arena = &memory, .sample = text[0][0],
                           .lengths = {[3] = 2, [5] = 1, [255] = 7}};
    config_init(&model.config);
    model.config.embed = 2;
    model.config.hidden = 4;
    model.config.attn_size = 2;
    model.config.tokens = "char";
    defaults_apply(&model.config, TEXTS);
    model.config.min_count = 1;
    data_tokens(&model.tokens, &model.config, &corpus,
                (const bool[2]){false}, &memory, &scratch);
    ck_assert(model_build(&model, true, &err));
    params_randomise(&model.net.ps, 3);
    params_pack(&model.net.ps);
}

static void leave(void)
{
    arena_drop(&memory);
    arena_drop(&scratch);
    test_leave_dir();
}

static void save(const char *path, const struct extras *x)
{
    struct error err;
    ck_assert_msg(model_save(&model, path, model.net.ps.w, x, &scratch,
                             &err), "%s", err.text);
}

static bool loads(const char *path, struct error *err)
{
    struct arena a;
    struct model m;
    struct extras x;
    arena_init(&a, "load");
    err->status = EXIT_OK;
    bool ok = model_load(&m, path, false, &x, &a, err);
    arena_drop(&a);
    return ok;
}

static bool equal_files(const char *a, const char *b)
{
    char *x, *y;
    size_t n, m;
    struct error err;
    ck_assert(file_read(a, 1 << 24, &scratch, &x, &n, &err));
    ck_assert(file_read(b, 1 << 24, &scratch, &y, &m, &err));
    return n == m && memcmp(x, y, n) == 0;
}

/* ==== Round trip ==== */

START_TEST(comes_back)
{
    struct model m;
    struct extras x;
    struct error err;
    save("a.safetensors", NULL);
    ck_assert_msg(model_load(&m, "a.safetensors", true, &x, &memory, &err),
                  "%s", err.text);
    ck_assert_int_eq(x.n, 0);
    ck_assert_ptr_null(x.state);
    ck_assert_int_eq((int)m.net.ps.count, (int)model.net.ps.count);
    ck_assert_int_eq(memcmp(m.net.ps.w, model.net.ps.w,
                            m.net.ps.count * sizeof(real)), 0);
    ck_assert_str_eq(m.sample, model.sample);
    ck_assert_int_eq(memcmp(m.lengths, model.lengths, sizeof m.lengths), 0);
    for (int i = 0; i < CONFIG_FIELDS; i++)
        ck_assert(config_same(&m.config, &model.config, i));
    ck_assert(model_save(&m, "b.safetensors", m.net.ps.w, NULL, &scratch,
                         &err));
    ck_assert(equal_files("a.safetensors", "b.safetensors"));
}
END_TEST

/* The losses of the target rows of a batch. */
static void losses(const struct model *m, real *loss, int n)
{
    struct batch batch;
    struct arena work;
    struct network net = m->net;          /* without backward it is read */
    arena_init(&work, "losses");
    gradcheck_batch(&batch, 3, 6, 5, net.o.Kx, net.o.Ky, false, 5, &work);
    struct run r = {&work, &scratch, false, 1, 1, NULL};
    struct pass p = network_pass(&r, &net, &batch, 1, false);
    ck_assert_int_le(n, batch.tgt.rows);
    memcpy(loss, p.row_loss, (size_t)n * sizeof *loss);
    arena_drop(&work);
}

static void choice_comes_back(const struct config *c)
{
    enum { ROWS = 6 };
    real before[ROWS], after[ROWS];
    struct error err;
    struct model m = model, back;
    m.config = *c;
    config_resolve(&m.config);
    ck_assert_msg(model_build(&m, true, &err), "%s", err.text);
    params_randomise(&m.net.ps, 3);
    params_pack(&m.net.ps);
    ck_assert(model_save(&m, "choice.safetensors", m.net.ps.w, NULL, &scratch,
                         &err));
    ck_assert_msg(model_load(&back, "choice.safetensors", false, NULL,
                             &memory, &err), "%s", err.text);
    for (int i = 0; i < CONFIG_FIELDS; i++)
        ck_assert(config_same(&back.config, &m.config, i));
    losses(&m, before, ROWS);
    losses(&back, after, ROWS);
    ck_assert_int_eq(memcmp(before, after, sizeof before), 0);
}

/* Every name that an option of the network has: the same losses, bit for
 * bit, after it was saved and loaded. */
START_TEST(every_choice_comes_back)
{
    struct config c = model.config;
    struct opt row[CONFIG_FIELDS];
    config_options(&c, row);
    int tried = 0;
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        if (row[i].type != OPT_CHOICE || config_role(i) != ROLE_SHAPE)
            continue;
        for (int k = 0; row[i].choices(k); k++) {
            c = model.config;
            c.enc_heads = 2;
            *(const char **)row[i].value = row[i].choices(k);
            if (strcmp(c.bridge, "copy") == 0)
                c.encoder = "uni";
            if (strcmp(c.tie, "all") == 0)
                continue;                 /* wants one vocabulary */
            choice_comes_back(&c);
            tried++;
        }
    }
    ck_assert_int_gt(tried, 40);
}
END_TEST

/* A lexicon decides, and comes back with the model. */
START_TEST(lexicon_comes_back)
{
    enum { ROWS = 6 };
    real without[ROWS], with[ROWS];
    struct config c = model.config;
    struct net_options o = {.Kx = vocab_size(&model.tokens.vocab[SIDE_SRC]),
                            .Ky = vocab_size(&model.tokens.vocab[SIDE_TGT]),
                            .lexicon = (real)0.01};
    struct model back;
    struct error err;
    losses(&model, without, ROWS);
    lextable_random(&o, 1, &memory);
    model.lextable = o.lextable;
    c.lexicon = 0.01;
    choice_comes_back(&c);
    ck_assert(model_load(&back, "choice.safetensors", true, NULL, &memory,
                         &err));
    losses(&back, with, ROWS);
    for (int i = 0; i < ROWS; i++)
        ck_assert(with[i] < without[i] || with[i] > without[i]);
}
END_TEST

START_TEST(checkpoint_comes_back)
{
    size_t n = model.net.ps.count;
    struct extras x = {.n = 2, .state = "{\"step\": 3}"}, y;
    struct model m;
    struct error err;
    for (int i = 0; i < 2; i++) {
        x.vector[i].name = i ? "train.v" : "train.m";
        x.vector[i].data = ARENA_ARRAY(&memory, real, n);
        for (size_t k = 0; k < n; k++)
            x.vector[i].data[k] = (real)(1 / (1.0 + (double)k + i));
    }
    save("c.safetensors", &x);
    ck_assert(model_load(&m, "c.safetensors", true, &y, &memory, &err));
    ck_assert_str_eq(y.state, x.state);
    ck_assert_int_eq(y.n, 2);
    for (int i = 0; i < 2; i++) {
        ck_assert_str_eq(y.vector[i].name, x.vector[i].name);
        ck_assert_int_eq(memcmp(y.vector[i].data, x.vector[i].data,
                                n * sizeof(real)), 0);
    }
    ck_assert(loads("c.safetensors", &err));    /* it is a model too */
}
END_TEST

START_TEST(not_finite_is_not_saved)
{
    struct error err;
    save("a.safetensors", NULL);
    save("b.safetensors", NULL);
    model.net.ps.w[model.net.ps.count - 1] = (real)(_i ? NAN : INFINITY);
    ck_assert(!model_save(&model, "a.safetensors", model.net.ps.w, NULL,
                          &scratch, &err));
    ck_assert_int_eq(err.status, EXIT_DIVERGED);
    ck_assert(equal_files("a.safetensors", "b.safetensors"));
}
END_TEST

/* ==== Broken files ==== */

static int open_model(size_t *size)
{
    struct stat st;
    save("a.safetensors", NULL);
    int fd = open("a.safetensors", O_RDWR);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fstat(fd, &st), 0);
    *size = (size_t)st.st_size;
    ck_assert_int_lt((int)*size, 20000);
    return fd;
}

START_TEST(every_length_is_refused)
{
    struct error err;
    size_t n;
    int fd = open_model(&n);
    ck_assert(loads("a.safetensors", &err));
    ck_assert_int_eq(ftruncate(fd, (off_t)n + 1), 0);
    ck_assert(!loads("a.safetensors", &err));
    while (n-- > 0) {
        ck_assert_int_eq(ftruncate(fd, (off_t)n), 0);
        ck_assert_msg(!loads("a.safetensors", &err), "length %zu", n);
        ck_assert_msg(err.status == EXIT_MODEL, "length %zu: %s", n,
                      err.text);
    }
    close(fd);
}
END_TEST

/* One bit of every byte, another one from byte to byte; and all bits. */
START_TEST(every_changed_byte_is_refused)
{
    struct error err;
    size_t n;
    int fd = open_model(&n);
    for (size_t k = 0; k < n; k++) {
        unsigned char was, now;
        ck_assert_int_eq((int)pread(fd, &was, 1, (off_t)k), 1);
        now = was ^ (unsigned char)(_i ? 0xff : 1 << k % 8);
        ck_assert_int_eq((int)pwrite(fd, &now, 1, (off_t)k), 1);
        ck_assert_msg(!loads("a.safetensors", &err), "byte %zu", k);
        ck_assert_msg(err.status == EXIT_MODEL, "byte %zu: %s", k, err.text);
        ck_assert_int_eq((int)pwrite(fd, &was, 1, (off_t)k), 1);
    }
    ck_assert(loads("a.safetensors", &err));
    close(fd);
}
END_TEST

/* ==== Files that lie, with a checksum that is right ==== */

static struct st_tensor *tensor(struct st_file *f, const char *name)
{
    for (int i = 0; i < f->n; i++)
        if (strcmp(f->tensor[i].name, name) == 0)
            return &f->tensor[i];
    ck_abort_msg("no %s", name);
    return NULL;
}

/* Replaces text in a U8 tensor. */
static void edit(struct st_file *f, const char *name, const char *from,
                 const char *to)
{
    struct st_tensor *t = tensor(f, name);
    char *old = arena_strndup(&memory, t->data, t->bytes);
    const char *at = strstr(old, from);
    struct strbuf s = STRBUF_INIT;
    ck_assert_msg(at != NULL, "%s has no %s", name, from);
    strbuf_add(&s, old, (size_t)(at - old));
    strbuf_puts(&s, to);
    strbuf_puts(&s, at + strlen(from));
    t->data = arena_strndup(&memory, s.s, s.n);
    t->bytes = s.n;
    t->shape[0] = (int64_t)s.n;
    strbuf_release(&s);
}

static void remove_tensor(struct st_file *f, const char *name)
{
    int i = (int)(tensor(f, name) - f->tensor);
    memmove(f->tensor + i, f->tensor + i + 1,
            (size_t)(--f->n - i) * sizeof *f->tensor);
}

static void set_weight(struct st_file *f, const char *name, real value)
{
    struct st_tensor *t = tensor(f, name);
    real *w = ARENA_ARRAY(&memory, real, t->bytes / sizeof(real));
    memcpy(w, t->data, t->bytes);
    w[1] = value;
    t->data = w;
}

static void nothing(struct st_file *f) { (void)f; }
static void hidden_65536(struct st_file *f)
    { edit(f, "config", "\"hidden\": 4", "\"hidden\": 65536"); }
static void hidden_6(struct st_file *f)
    { edit(f, "config", "\"hidden\": 4", "\"hidden\": 6"); }
static void hidden_odd(struct st_file *f)
    { edit(f, "config", "\"hidden\": 4", "\"hidden\": 5"); }
static void hidden_0(struct st_file *f)
    { edit(f, "config", "\"hidden\": 4", "\"hidden\": 0"); }
static void embed_65536(struct st_file *f)
    { edit(f, "config", "\"embed\": 2", "\"embed\": 65536"); }
static void attention_65536(struct st_file *f)
    { edit(f, "config", "\"attn-size\": 2", "\"attn-size\": 65536"); }
static void layers_16(struct st_file *f)
    { edit(f, "config", "\"layers\": 1", "\"layers\": 16"); }
static void unknown_cell(struct st_file *f)
    { edit(f, "config", "\"lstm\"", "\"lstn\""); }
static void unknown_field(struct st_file *f)
    { edit(f, "config", "\"embed\"", "\"embedding\""); }
static void other_tokens(struct st_file *f)
    { edit(f, "config", "\"char\"", "\"bpe\""); }
static void no_json(struct st_file *f)
    { edit(f, "config", "{", "["); }
static void no_lexicon(struct st_file *f)
    { edit(f, "config", "\"lexicon\": 0", "\"lexicon\": 0.5"); }
static void no_lexicon_either(struct st_file *f)
{
    no_lexicon(f);
    tensor(f, "source.words")->name = "lexicon";
}
static void negative_length(struct st_file *f)
    { edit(f, "lengths", "0,", "-1,"); }
static void few_lengths(struct st_file *f)
    { edit(f, "lengths", "0,0,", "0,"); }
static void long_length(struct st_file *f)
    { edit(f, "lengths", "0,0,", "3294967296,1000000010,"); }
static void nan_weight(struct st_file *f)
    { set_weight(f, "target.E_y", (real)NAN); }
static void infinite_weight(struct st_file *f)
    { set_weight(f, "decoder.W_s", -(real)INFINITY); }
static void no_weight(struct st_file *f)
    { remove_tensor(f, "attention.U_a"); }
static void no_config(struct st_file *f) { remove_tensor(f, "config"); }
static void no_vocabulary(struct st_file *f)
    { remove_tensor(f, "target.vocab"); }
static void empty_vocabulary(struct st_file *f)
{
    struct st_tensor *t = tensor(f, "target.vocab");
    t->bytes = 0;
    t->shape[0] = 0;
}
static void turned(struct st_file *f)
{
    struct st_tensor *t = tensor(f, "source.E_x");
    int64_t rows = t->shape[0];
    ck_assert(rows != t->shape[1]);
    t->shape[0] = t->shape[1];
    t->shape[1] = rows;
}
static void flattened(struct st_file *f)
{
    struct st_tensor *t = tensor(f, "source.E_x");
    t->shape[0] *= t->shape[1];
    t->rank = 1;
}
static void next_version(struct st_file *f)
{
    for (int i = 0; i < f->metas; i++)
        if (strcmp(f->meta[i].key, "format_version") == 0)
            f->meta[i].value = "2";
}
static void other_format(struct st_file *f)
{
    for (int i = 0; i < f->metas; i++)
        if (strcmp(f->meta[i].key, "format") == 0)
            f->meta[i].value = "pt";
}
static void short_vector(struct st_file *f)
{
    static const char state[] = "{}";
    f->tensor[f->n - 1].name = "train.m";
    f->tensor[f->n - 2].name = "train.state";
    f->tensor[f->n - 2].data = state;
    f->tensor[f->n - 2].bytes = 2;
    f->tensor[f->n - 2].shape[0] = 2;
}

static const struct lie {
    const char *name;
    void (*tell)(struct st_file *f);
} lies[] = {
#define LIE(name) {#name, name}
    LIE(nothing), LIE(hidden_65536), LIE(hidden_6), LIE(hidden_odd),
    LIE(hidden_0), LIE(embed_65536), LIE(attention_65536), LIE(layers_16),
    LIE(unknown_cell), LIE(unknown_field), LIE(other_tokens), LIE(no_json),
    LIE(no_lexicon), LIE(no_lexicon_either), LIE(negative_length),
    LIE(few_lengths), LIE(long_length), LIE(nan_weight),
    LIE(infinite_weight), LIE(no_weight), LIE(no_config),
    LIE(no_vocabulary), LIE(empty_vocabulary), LIE(turned), LIE(flattened),
    LIE(next_version), LIE(other_format), LIE(short_vector)};
enum { LIES = sizeof lies / sizeof *lies };

/* The first tells the truth: writing what was read changes nothing. */
START_TEST(lies_are_refused)
{
    struct st_file f;
    struct error err;
    save("a.safetensors", NULL);
    ck_assert(st_read(&f, "a.safetensors", &memory, &err));
    lies[_i].tell(&f);
    ck_assert_msg(st_write("lie.safetensors", &f, &err), "%s", err.text);
    if (_i == 0) {
        ck_assert(equal_files("a.safetensors", "lie.safetensors"));
        ck_assert(loads("lie.safetensors", &err));
        return;
    }
    ck_assert_msg(!loads("lie.safetensors", &err), "%s", lies[_i].name);
    ck_assert_msg(err.status == EXIT_MODEL, "%s: %s", lies[_i].name,
                  err.text);
    ck_assert_ptr_nonnull(strstr(err.text, "lie.safetensors"));
}
END_TEST

/* ==== Alignments ==== */

START_TEST(forced_alignment_of_a_translation)
{
    const char *source = "the dog sees a cat";
    struct search_options o = {.beam = 3, .rank.alpha = 1, .nbest = 1, .align = true};
    struct translation t;
    struct alignment found, forced;
    double logp;
    for (size_t k = 0; k < model.net.ps.count; k++)
        model.net.ps.w[k] *= 3;
    params_pack(&model.net.ps);
    translate(&model, &source, 1, &o, &t, NULL, &memory);
    ck_assert_ptr_nonnull(t.best);
    struct look look = {LOOK_CROSS, HEAD_MEAN, false};
    look_translation(&look, &model, &t, &found, &memory);
    look_pair(&look, &model, source, t.text, &forced, &logp, &memory);
    ck_assert_int_eq(found.Tx, forced.Tx);
    ck_assert_double_eq(logp, logp);
    /* Only a text that is cut into the same units is the same hypothesis. */
    struct pieces again;
    tokens_encode(&model.tokens, SIDE_TGT, t.text, (int)strlen(t.text),
                  &again, &memory);
    bool same = again.n == t.best->n;
    for (int i = 0; same && i < again.n; i++)
        same = again.piece[i].id == t.best->id[i];
    if (!same)
        return;
    ck_assert_double_eq_tol(logp, t.best->logp, 1e-3);
    ck_assert_int_eq(found.Ty, forced.Ty);
    for (int k = 0; k < found.Tx * found.Ty; k++)
        ck_assert(found.weight[k] >= forced.weight[k] &&
                  found.weight[k] <= forced.weight[k]);
}
END_TEST

/* ==== Where models are ==== */

static void touch(const char *path, time_t when)
{
    struct timespec t[2] = {{when, 0}, {when, 0}};
    struct error err;
    ck_assert(save_all(path, "x", 1, &err));
    ck_assert_int_eq(utimensat(AT_FDCWD, path, t, 0), 0);
}

static const char *found(const char *given)
{
    static struct strbuf out = STRBUF_INIT;
    struct error err;
    if (model_find(&out, given, &err))
        return out.s;
    ck_assert_int_eq(err.status, EXIT_MODEL);
    return "none";
}

START_TEST(finds_in_order)
{
    struct error err;
    unsetenv("S2S_MODEL");
    touch("notes.txt", 9000);
    touch(".hidden.safetensors", 9000);
    ck_assert_str_eq(found("given"), "given");
    touch("old.safetensors", 1000);
    ck_assert_str_eq(found(NULL), "old.safetensors");
    touch("new.safetensors", 2000);
    ck_assert_str_eq(found(NULL), "new.safetensors");
    ck_assert(file_mkdir("models", &err));
    ck_assert_str_eq(found(NULL), "new.safetensors");
    touch("models/a.safetensors", 1500);
    ck_assert_str_eq(found(NULL), "new.safetensors");
    touch("models/b.safetensors", 3000);
    ck_assert_str_eq(found(NULL), "models/b.safetensors");
    ck_assert(file_mkdir("models/dir.safetensors", &err));
    ck_assert_str_eq(found(NULL), "models/b.safetensors");
    setenv("S2S_MODEL", "from the environment", 1);
    ck_assert_str_eq(found(NULL), "from the environment");
    ck_assert_str_eq(found("given"), "given");
    setenv("S2S_MODEL", "", 1);
    ck_assert_str_eq(found(NULL), "models/b.safetensors");
}
END_TEST

START_TEST(places)
{
    struct strbuf out = STRBUF_INIT;
    struct error err;
    model_place(&out, NULL, "data/train.en-fr.tsv.gz");
    ck_assert_str_eq(out.s, "train.en-fr.safetensors");
    ck_assert(file_mkdir("models", &err));
    model_place(&out, NULL, "corpus.tsv");
    ck_assert_str_eq(out.s, "models/corpus.safetensors");
    model_place(&out, "x/y", "corpus.tsv");
    ck_assert_str_eq(out.s, "x/y");
    model_run_folder(&out, "models/corpus.safetensors");
    ck_assert_str_eq(out.s, "models/corpus.run");
    model_run_folder(&out, "x/y");
    ck_assert_str_eq(out.s, "x/y.run");
    strbuf_release(&out);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("model");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, enter, leave);
    tcase_add_test(t, comes_back);
    tcase_add_test(t, every_choice_comes_back);
    tcase_add_test(t, lexicon_comes_back);
    tcase_add_test(t, checkpoint_comes_back);
    tcase_add_loop_test(t, not_finite_is_not_saved, 0, 2);
    tcase_add_test(t, every_length_is_refused);
    tcase_add_loop_test(t, every_changed_byte_is_refused, 0, 2);
    tcase_add_loop_test(t, lies_are_refused, 0, LIES);
    tcase_add_test(t, forced_alignment_of_a_translation);
    tcase_add_test(t, finds_in_order);
    tcase_add_test(t, places);
    return test_run("model", t);
}
