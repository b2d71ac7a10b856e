/* Models in fewer bits: what they hold, that they are used as they are held,
 * the same on all processors, and that no broken file is taken. */
#include "model/weights.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>

#include "kern/i8.h"
#include "little.h"
#include "task/gradcheck.h"

static struct little little;
static struct error err;

static void save(const char *path)
{
    ck_assert_msg(model_save(&little.model, path, little.model.net.ps.w, NULL,
                             &little.scratch, &err), "%s", err.text);
}

static void enter(void)
{
    struct config c;
    test_enter_dir();
    little_config(&c);
    little_new(&little, &c);
    save("a");
    ck_assert_msg(model_convert("a", "a8", PRECISION_INT8, NULL, &err), "%s",
                  err.text);
    ck_assert(model_convert("a", "a16", PRECISION_BF16, NULL, &err));
}

static void leave(void)
{
    little_drop(&little);
    test_leave_dir();
}

static struct model load(const char *path, bool train)
{
    struct model m;
    ck_assert_msg(model_load(&m, path, train, NULL, &little.memory, &err),
                  "%s", err.text);
    return m;
}

static bool loads(const char *path, bool train)
{
    struct arena a;
    struct model m;
    arena_init(&a, "load");
    err.status = EXIT_OK;
    bool ok = model_load(&m, path, train, NULL, &a, &err);
    arena_drop(&a);
    return ok;
}

static void read_all(const char *path, char **bytes, size_t *n)
{
    ck_assert_msg(file_read(path, 1 << 24, &little.memory, bytes, n, &err),
                  "%s", err.text);
}

static bool equal_files(const char *a, const char *b)
{
    char *x, *y;
    size_t n, m;
    read_all(a, &x, &n);
    read_all(b, &y, &m);
    return n == m && memcmp(x, y, n) == 0;
}

/* ==== What they hold ==== */

START_TEST(bf16_rounds_to_even)
{
    static const struct { float x; uint16_t y; } row[] = {
        {0, 0}, {-0.0f, 0x8000}, {1, 0x3F80}, {-2, 0xC000},
        {1.00390625f, 0x3F80}, {1.01171875f, 0x3F82},      /* ties */
        {1.003907f, 0x3F81}, {1.003906f, 0x3F80}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ck_assert_uint_eq(precision_bf16(row[i].x), row[i].y);
}
END_TEST

/* Each value is at most half a step from what it was, a vector is the same;
 * and int8, as it is held, is what it is when it is widened. */
START_TEST(values_are_near)
{
    struct model half = load("a16", false), whole = load("a8", true);
    struct model held = load("a8", false);
    for (int i = 0; i < little.model.net.ps.n; i++) {
        const struct param *p = little.model.net.ps.list[i];
        const struct param *q = held.net.ps.list[i];
        const real *w8 = whole.net.ps.list[i]->w;
        const real *w16 = half.net.ps.list[i]->w;
        ck_assert_int_eq(q->w == NULL, p->cols > 0);
        for (int k = 0; k < (int)param_count(p); k++) {
            int cols = p->cols ? p->cols : 1;
            real step = q->scale ? q->scale[k / cols] : 0;
            real most = p->cols ? fabsf(p->w[k]) / 256 : 0;
            ck_assert(fabsf(w8[k] - p->w[k]) <= step * 0.5001f);
            ck_assert(fabsf(w16[k] - p->w[k]) <= most);
            if (q->q)
                ck_assert(w8[k] - step * (real)q->q[k] == 0);
        }
    }
    ck_assert_uint_eq(params_total(&held.net.ps),
                      little.model.net.ps.count);
}
END_TEST

/* What was rounded once is not rounded again. */
START_TEST(ways_back)
{
    ck_assert(model_convert("a16", "b", PRECISION_FP32, NULL, &err));
    ck_assert(model_convert("b", "b16", PRECISION_BF16, NULL, &err));
    ck_assert(equal_files("a16", "b16"));
    ck_assert(model_convert("a8", "c", PRECISION_FP32, NULL, &err));
    ck_assert(model_convert("c", "c8", PRECISION_INT8, NULL, &err));
    struct model m = load("a8", false), n = load("c8", false);
    for (int i = 0; i < m.net.ps.n; i++) {
        const struct param *p = m.net.ps.list[i], *q = n.net.ps.list[i];
        if (p->q)
            ck_assert_int_eq(memcmp(p->q, q->q, param_count(p)), 0);
    }
    ck_assert(model_convert("a", "again", PRECISION_INT8, NULL, &err));
    ck_assert(equal_files("a8", "again"));
}
END_TEST

/* ==== Use ==== */

enum { ROWS = 6 };

static void losses(const struct model *m, real *loss)
{
    struct batch batch;
    struct arena work;
    struct network net = m->net;          /* without backward it is read */
    arena_init(&work, "losses");
    gradcheck_batch(&batch, 3, 6, 5, net.o.Kx, net.o.Ky, false, 5,
                    &work);
    struct run r = {.batch = &work, .scratch = &little.scratch, .seed = 1,
                    .step = 1};
    struct pass p = network_pass(&r, &net, &batch, 1, false);
    memcpy(loss, p.row_loss, ROWS * sizeof *loss);
    arena_drop(&work);
}

/* As held or as widened, nearly the same losses; as held, the same bits with
 * all kernels that have fma. */
static void choice_is_used(const struct config *c)
{
    struct little l;
    real exact[ROWS], whole[ROWS], held[ROWS], again[ROWS];
    little_new(&l, c);
    ck_assert(model_save(&l.model, "choice", l.model.net.ps.w, NULL,
                         &l.scratch, &err));
    ck_assert_msg(model_convert("choice", "choice8", PRECISION_INT8, NULL, &err),
                  "%s", err.text);
    struct model w = load("choice8", true), h = load("choice8", false);
    losses(&l.model, exact);
    losses(&w, whole);
    losses(&h, held);
    for (int i = 0; i < ROWS; i++) {
        ck_assert(fabsf(whole[i] - exact[i]) < 0.1f);
        ck_assert(fabsf(held[i] - exact[i]) < 0.1f);
    }
    for (int k = 0; kern_row(k) != NULL; k++) {
        if (!kern_supported(kern_row(k)) || !kern_row(k)->fma)
            continue;
        kern_use(kern_row(k));
        struct model m = load("choice8", false);
        losses(&m, again);
        ck_assert_int_eq(memcmp(again, held, sizeof held), 0);
    }
    kern_init(&err);
    little_drop(&l);
}

START_TEST(every_choice_is_used)
{
    struct config c;
    struct opt row[CONFIG_FIELDS];
    little_config(&c);
    config_options(&c, row);
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        if (row[i].type != OPT_CHOICE || config_role(i) != ROLE_SHAPE)
            continue;
        for (int k = 0; row[i].choices(k); k++) {
            little_config(&c);
            *(const char **)row[i].value = row[i].choices(k);
            if (strcmp(c.bridge, "copy") == 0)
                c.encoder = "uni";
            if (strcmp(c.tie, "all") == 0 || strcmp(c.focus, "hard") == 0)
                continue;   /* one vocabulary; a choice that may tip over */
            choice_is_used(&c);
        }
    }
}
END_TEST

START_TEST(taken_whole)
{
    struct model held = load("a8", false), whole = load("a8", true);
    size_t n = whole.net.ps.count * sizeof(real);
    real *w = arena_alloc(&little.memory, n);
    memcpy(w, whole.net.ps.w, n);
    memset(whole.net.ps.w, 0, n);
    params_take(&whole.net.ps, &held.net.ps);
    ck_assert_int_eq(memcmp(w, whole.net.ps.w, n), 0);
}
END_TEST

/* ==== Refused ==== */

START_TEST(not_converted)
{
    struct extras x = {.n = 0, .state = "{}"};
    ck_assert(!model_convert("a8", "x", PRECISION_INT8, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "int8 already"));
    ck_assert(!model_convert("a", "x", PRECISION_FP32, NULL, &err));
    ck_assert(!model_convert("nobody", "x", PRECISION_INT8, NULL, &err));
    ck_assert(model_save(&little.model, "c", little.model.net.ps.w, &x,
                         &little.scratch, &err));
    ck_assert(!model_convert("c", "x", PRECISION_INT8, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "checkpoint"));
    ck_assert(!model_trains(PRECISION_INT8, "a8", &err));
    ck_assert(model_trains(PRECISION_FP32, "a", &err));
    ck_assert(!file_exists("x"));
}
END_TEST

START_TEST(broken_bytes_are_refused)
{
    char *bytes;
    size_t n;
    read_all("a8", &bytes, &n);
    int fd = open("a8", O_RDWR);
    for (size_t k = 0; k < n; k++) {
        char broken = (char)(bytes[k] ^ 1 << k % 8);
        ck_assert_int_eq((int)pwrite(fd, &broken, 1, (off_t)k), 1);
        ck_assert_msg(!loads("a8", false), "byte %zu", k);
        ck_assert_int_eq(err.status, EXIT_MODEL);
        ck_assert_int_eq((int)pwrite(fd, &bytes[k], 1, (off_t)k), 1);
    }
    ck_assert(loads("a8", false));
    while (n-- > 0) {
        ck_assert_int_eq(ftruncate(fd, (off_t)n), 0);
        ck_assert_msg(!loads("a8", false), "length %zu", n);
    }
    close(fd);
}
END_TEST

static struct st_tensor *tensor(struct st_file *f, const char *name)
{
    for (int i = 0; i < f->n; i++)
        if (strcmp(f->tensor[i].name, name) == 0)
            return &f->tensor[i];
    ck_abort_msg("no %s", name);
    return NULL;
}

static void retype(struct st_tensor *t, enum st_type type)
{
    t->bytes = t->bytes / st_type_size(t->type) * st_type_size(type);
    t->type = type;
    t->data = arena_alloc(&little.memory, t->bytes);
}

static void set_scale(struct st_file *f, float value)
{
    struct st_tensor *t = tensor(f, "decoder.W.scale");
    float *x = arena_alloc(&little.memory, t->bytes);
    memcpy(x, t->data, t->bytes);
    x[1] = value;
    t->data = x;
}

static void nothing(struct st_file *f) { (void)f; }
static void no_scale(struct st_file *f)
    { tensor(f, "decoder.W.scale")->name = "decoder.W.scales"; }
static void short_scale(struct st_file *f)
{
    struct st_tensor *t = tensor(f, "decoder.W.scale");
    t->shape[0]--;
    t->bytes -= st_type_size(t->type);
}
static void narrow_scale(struct st_file *f)
    { retype(tensor(f, "decoder.W.scale"), ST_BF16); }
static void nan_scale(struct st_file *f) { set_scale(f, NAN); }
static void infinite_scale(struct st_file *f) { set_scale(f, INFINITY); }
static void unsigned_matrix(struct st_file *f)
    { tensor(f, "decoder.W")->type = ST_U8; }
static void wide_matrix(struct st_file *f)
    { retype(tensor(f, "decoder.W"), ST_F32); }
static void eight_bit_vector(struct st_file *f)
    { retype(tensor(f, "decoder.b"), ST_I8); }
static void other_precision(struct st_file *f)
    { f->meta[f->metas - 1].value = "int4"; }

static const struct lie {
    const char *name;
    void (*tell)(struct st_file *f);
    bool wide;             /* refused only where it is not widened */
} lies[] = {
#define LIE(name, wide) {#name, name, wide}
    LIE(nothing, true), LIE(no_scale, false), LIE(short_scale, false),
    LIE(narrow_scale, false), LIE(nan_scale, false),
    LIE(infinite_scale, false), LIE(unsigned_matrix, false),
    LIE(wide_matrix, true), LIE(eight_bit_vector, false),
    LIE(other_precision, false)};
enum { LIES = sizeof lies / sizeof *lies };

START_TEST(lies_are_refused)
{
    struct st_file f;
    ck_assert(st_read(&f, "a8", &little.memory, &err));
    lies[_i].tell(&f);
    ck_assert_msg(st_write("lie", &f, &err), "%s", err.text);
    ck_assert_msg(loads("lie", false) == (_i == 0), "%s", lies[_i].name);
    if (_i > 0)
        ck_assert_int_eq(err.status, EXIT_MODEL);
    ck_assert_msg(loads("lie", true) == lies[_i].wide, "%s", lies[_i].name);
}
END_TEST

/* What a model does not use might stand where conversion writes. */
START_TEST(strangers_are_refused)
{
    static const float one[1] = {1};
    static const struct st_tensor stranger[] = {
        {"x", ST_F32, 2, {1, 1}, one, sizeof one},
        {"decoder.W.scale", ST_F32, 1, {1}, one, sizeof one},
        {"decoder.W.scale", ST_U8, 1, {4}, one, sizeof one},
        {"x", ST_F32, 2, {3000000000, 0}, one, 0},
    };
    struct st_file f;
    ck_assert(st_read(&f, "a", &little.memory, &err));
    struct st_tensor *more =
        ARENA_ARRAY(&little.memory, struct st_tensor, f.n + 1);
    memcpy(more, f.tensor, (size_t)f.n * sizeof *more);
    more[f.n++] = stranger[_i];
    f.tensor = more;
    ck_assert_msg(st_write("lie", &f, &err), "%s", err.text);
    ck_assert(loads("lie", false));
    ck_assert(!model_convert("lie", "b", PRECISION_INT8, NULL, &err));
    ck_assert_int_eq(err.status, EXIT_MODEL);
    ck_assert_ptr_nonnull(strstr(err.text, stranger[_i].name));
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("convert");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, enter, leave);
    tcase_add_test(t, bf16_rounds_to_even);
    tcase_add_test(t, values_are_near);
    tcase_add_test(t, ways_back);
    tcase_add_test(t, every_choice_is_used);
    tcase_add_test(t, taken_whole);
    tcase_add_test(t, not_converted);
    tcase_add_test(t, broken_bytes_are_refused);
    tcase_add_loop_test(t, lies_are_refused, 0, LIES);
    tcase_add_loop_test(t, strangers_are_refused, 0, 4);
    return test_run("convert", t);
}
