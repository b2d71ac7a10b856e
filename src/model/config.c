#include "model/config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/json.h"
#include "kern/bf16.h"
#include "model/network.h"
#include "nn/optimizer.h"
#include "nn/schedule.h"
#include "text/tokens.h"

enum field_type { FIELD_INT, FIELD_REAL, FIELD_NAME };

struct field {
    enum field_type type;
    const char *name;
    enum config_role role;
    size_t offset;
    double initial, min, max;
    const char *word;                      /* default of a name */
    const char *(*choices)(int i);
    const char *(*known)(const char *word);
    const char *arg, *help;
};

/* Choices that are no family: NAME_kind_name(i) and NAME_kind_known(word), as
 * the families have; there are no other names. */
#define WORDS(NAME, ...)                                                    \
    static const char *NAME##_kind_name(int i)                              \
    {                                                                       \
        static const char *const word[] = {__VA_ARGS__};                    \
        int n = (int)(sizeof word / sizeof *word);                          \
        return i >= 0 && i < n ? word[i] : NULL;                            \
    }                                                                       \
    static const char *NAME##_kind_known(const char *other)                 \
    {                                                                       \
        (void)other;                                                        \
        return NULL;                                                        \
    }

WORDS(tie, "none", "out", "all")
WORDS(yes, "yes", "no")
WORDS(bridge, "map", "copy")
WORDS(attn_scale, "none", "sqrt")
WORDS(estimator, "reinforce", "gumbel")
WORDS(readout, "tanh", "maxout")
WORDS(readout_state, "now", "previous")
WORDS(initial, "default", "rnnsearch")
WORDS(dropout, "plain", "variational")
WORDS(precision, "fp32", "bf16")

static bool is(const char *word, const char *choice)
{
    return strcmp(word, choice) == 0;
}

static const struct field table[] = {
#define X(f, opt, role, def, lo, hi, arg, help)                             \
    {FIELD_INT, opt, ROLE_##role, offsetof(struct config, f), def, lo, hi,  \
     NULL, NULL, NULL, arg, help},
    CONFIG_INTS(X)
#undef X
#define X(f, opt, role, def, lo, hi, arg, help)                             \
    {FIELD_REAL, opt, ROLE_##role, offsetof(struct config, f), def, lo, hi, \
     NULL, NULL, NULL, arg, help},
    CONFIG_REALS(X)
#undef X
#define X(f, opt, role, def, family, help)                                  \
    {FIELD_NAME, opt, ROLE_##role, offsetof(struct config, f), 0, 0, 0,     \
     def, family##_kind_name, family##_kind_known, "NAME", help},
    CONFIG_NAMES(X)
#undef X
};

static void *field_at(const struct config *c, const struct field *f)
{
    return (char *)(uintptr_t)c + f->offset;
}

static int int_at(const struct config *c, const struct field *f)
{
    return *(const int *)field_at(c, f);
}

static double real_at(const struct config *c, const struct field *f)
{
    return *(const double *)field_at(c, f);
}

static const char *word_at(const struct config *c, const struct field *f)
{
    return *(const char *const *)field_at(c, f);
}

void config_init(struct config *c)
{
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        const struct field *f = &table[i];
        if (f->type == FIELD_INT)
            *(int *)field_at(c, f) = (int)f->initial;
        else if (f->type == FIELD_REAL)
            *(double *)field_at(c, f) = f->initial;
        else
            *(const char **)field_at(c, f) = f->word;
    }
}

int config_options(struct config *c, struct opt *rows)
{
    static const enum opt_type type[] = {OPT_INT, OPT_REAL, OPT_CHOICE};
    static const char *const group[] = {       /* by role */
        "the network", "text and units", "learning", "how long it learns",
        "translating, kept in the model"};
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        const struct field *f = &table[i];
        rows[i] = (struct opt){
            .name = f->name, .type = type[f->type], .value = field_at(c, f),
            .min = f->min, .max = f->max, .arg = f->arg, .help = f->help,
            .group = group[f->role], .choices = f->choices, .known = f->known};
    }
    return CONFIG_FIELDS;
}

const char *config_name(int i)
{
    return table[i].name;
}

enum config_role config_role(int i)
{
    return table[i].role;
}

static void value_put(struct strbuf *out, const struct config *c, int i,
                      bool json)
{
    const struct field *f = &table[i];
    if (f->type == FIELD_INT)
        strbuf_printf(out, "%d", int_at(c, f));
    else if (f->type == FIELD_REAL)
        json_put_number(out, real_at(c, f));
    else if (json)
        json_put_text(out, word_at(c, f));
    else
        strbuf_puts(out, word_at(c, f));
}

void config_value(struct strbuf *out, const struct config *c, int i)
{
    value_put(out, c, i, false);
}

void config_copy(struct config *to, const struct config *from, int i)
{
    static const size_t size[] = {sizeof(int), sizeof(double),
                                  sizeof(const char *)};
    memcpy(field_at(to, &table[i]), field_at(from, &table[i]),
           size[table[i].type]);
}

bool config_same(const struct config *a, const struct config *b, int i)
{
    const struct field *f = &table[i];
    if (f->type == FIELD_INT)
        return int_at(a, f) == int_at(b, f);
    if (f->type == FIELD_REAL)
        return real_at(a, f) >= real_at(b, f) &&
               real_at(a, f) <= real_at(b, f);
    return strcmp(word_at(a, f), word_at(b, f)) == 0;
}

/* ==== JSON ==== */

void config_write(struct strbuf *out, const struct config *c)
{
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        strbuf_printf(out, "%s\"%s\": ", i ? ",\n " : "{", table[i].name);
        value_put(out, c, i, true);
    }
    strbuf_puts(out, "}\n");
}

static bool name_read(const struct cJSON *j, const struct field *f,
                      const char **out, struct error *err)
{
    const char *word;
    if (!json_get_string(j, f->name, &word, err))
        return false;
    for (int i = 0; f->choices(i); i++)
        if (strcmp(f->choices(i), word) == 0) {
            *out = f->choices(i);
            return true;
        }
    return error_set(err, EXIT_MODEL, "%s \"%s\" is unknown to this version",
                     f->name, word);
}

static bool settled(const struct config *c, const struct field *f)
{
    if (f->role == ROLE_EXTENT)
        return true;
    if (f->type == FIELD_INT)
        return int_at(c, f) >= f->min;
    if (f->type == FIELD_REAL)
        return real_at(c, f) >= f->min;
    for (int i = 0; f->choices(i); i++)
        if (strcmp(f->choices(i), word_at(c, f)) == 0)
            return true;
    return false;
}

/* A field that is not there is younger than the file: c holds what it was
 * trained with, unless that is "auto". */
static bool older_than(const struct cJSON *j, const struct field *f,
                       const struct config *c)
{
    return !cJSON_GetObjectItemCaseSensitive(j, f->name) && settled(c, f);
}

/* A file holds what "auto" came to, never auto itself, which lies below the
 * range; but no limit (steps) stays none. */
static bool field_read(const struct cJSON *j, const struct field *f,
                       struct config *c, struct error *err)
{
    bool none = f->role == ROLE_EXTENT && f->initial < f->min;
    double low = none ? f->initial : f->min, x;
    long long n;
    switch (f->type) {
    case FIELD_INT:
        if (!json_get_int(j, f->name, (long long)low, (long long)f->max, &n,
                          err))
            return false;
        *(int *)field_at(c, f) = (int)n;
        return true;
    case FIELD_REAL:
        if (!json_get_number(j, f->name, &x, err))
            return false;
        if (!(x >= low && x <= f->max))
            return error_set(err, EXIT_MODEL, "%s %g: out of range", f->name,
                             x);
        *(double *)field_at(c, f) = x;
        return true;
    case FIELD_NAME:
        return name_read(j, f, (const char **)field_at(c, f), err);
    }
    return false;
}

static bool fields_known(const struct cJSON *j, struct error *err)
{
    for (const struct cJSON *m = j->child; m; m = m->next) {
        int i = 0;
        while (i < CONFIG_FIELDS && strcmp(table[i].name, m->string) != 0)
            i++;
        if (i == CONFIG_FIELDS)
            return error_set(err, EXIT_MODEL,
                             "field \"%s\" is unknown to this version",
                             m->string);
    }
    return true;
}

bool config_read(struct config *c, const char *json, size_t n,
                 struct error *err)
{
    struct cJSON *j;
    config_init(c);
    /* What was done before there was such a field. */
    c->guide = c->word_dropout = c->r_drop = c->lexicon = 0;
    c->association = c->warmup = 0;
    c->cell_norm = "no";
    c->schedule = "plateau";
    if (!json_parse(&j, json, n, err))
        return false;
    bool ok = cJSON_IsObject(j) ||
              error_set(err, EXIT_MODEL, "configuration is not an object");
    ok = ok && fields_known(j, err);
    for (int i = 0; ok && i < CONFIG_FIELDS; i++)
        ok = older_than(j, &table[i], c) || field_read(j, &table[i], c, err);
    json_free(j);
    return ok;
}

/* ==== Short forms ==== */

static bool given(struct opt *rows, const char *name)
{
    return opt_find(rows, name)->given;
}

bool config_attention(struct config *c, struct opt *rows, const char *name,
                      struct error *err)
{
    const struct score_kind *score = score_kind_find(name);
    const struct focus_kind *focus = focus_kind_find(name);
    if (given(rows, "focus") || (score && given(rows, "score"))) {
        error_set(err, EXIT_USAGE, "--attention %s sets %s", name,
                  score ? "--score and --focus" : "--focus");
        return error_hint(err, "--score and --focus alone say more");
    }
    if (score) {
        c->score = score->kind.name;
        c->focus = focus_soft.kind.name;
    } else if (focus) {
        c->focus = focus->kind.name;
    } else {
        error_set(err, EXIT_USAGE, "--attention %s: neither a score nor a "
                  "focus", name);
        return error_hint(err, "s2s info --kinds lists them");
    }
    return true;
}

void config_resolve(struct config *c)
{
    if (is(c->position, "auto"))
        c->position = is(c->encoder, "self") ? "sin" : "none";
    if (is(c->cell_norm, "auto"))
        c->cell_norm = "no";
    if (is(c->schedule, "auto"))
        c->schedule = "plateau";
    if (c->word_dropout < 0)
        c->word_dropout = 0;
    if (c->r_drop < 0)
        c->r_drop = 0;
    if (c->lexicon < 0)
        c->lexicon = 0;
    if (c->warmup < 0)
        c->warmup = 0;
}

/* The links of guided alignment are of the units of one cut; float divides by
 * nothing below so small an eps. */
static bool links_check(const struct config *c, struct error *err)
{
    if (c->lexicon > 0 && c->lexicon < 1e-6)
        return error_set(err, EXIT_USAGE, "--lexicon %g: 0.000001 at least, "
                         "or 0 for none", c->lexicon);
    if (c->guide <= 0 || c->bpe_dropout <= 0)
        return true;
    error_set(err, EXIT_USAGE, "--guide %g: with --bpe-dropout the units that "
              "links are of change", c->guide);
    return error_hint(err, "--guide 0");
}

bool config_network(const struct config *c, int Kx, int Ky,
                    struct net_options *o, struct error *err)
{
    *o = (struct net_options){
        .Kx = Kx, .Ky = Ky, .M = c->embed, .N = c->hidden,
        .A = c->attn_size, .R = c->readout_size ? c->readout_size : c->embed,
        .layers = c->layers,
        .cell = cell_kind_find(c->cell),
        .cell_norm = is(c->cell_norm, "yes"),
        .encoder = encoder_kind_find(c->encoder),
        .position = position_kind_find(c->position),
        .summary = summary_kind_find(c->summary),
        .score = score_kind_find(c->score),
        .focus = focus_kind_find(c->focus),
        .heads = c->heads, .scale = is(c->attn_scale, "sqrt"),
        .mlp_layers = c->mlp_layers, .window = c->window,
        .gumbel = is(c->estimator, "gumbel"),
        .bridge_copy = is(c->bridge, "copy"),
        .enc_window = c->enc_window, .enc_heads = c->enc_heads,
        .self_window = c->self_window,
        .residual = is(c->residual, "yes"),
        .layer_norm = is(c->layer_norm, "yes"),
        .positions = c->max_len + 1, .maxout = is(c->readout, "maxout"),
        .readout_previous = is(c->readout_state, "previous"),
        .init = is(c->initial, "rnnsearch") ? INIT_SCHEME_RNNSEARCH
                                         : INIT_SCHEME_DEFAULT,
        .tie_out = !is(c->tie, "none"), .tie_all = is(c->tie, "all"),
        .dropout = {(real)c->dropout, is(c->dropout_kind, "variational")},
        .word_dropout = (real)c->word_dropout,
        .smoothing = (real)c->smoothing, .r_drop = (real)c->r_drop,
        .guide = (real)c->guide,
        .lexicon = (real)c->lexicon};
    return links_check(c, err) && network_check(o, err);
}

bool config_possible(const struct config *c, struct error *err)
{
    enum { K_ANY = 100 };
    struct net_options o;
    return config_network(c, K_ANY, K_ANY, &o, err);
}

bool config_precision(const struct config *c, struct params *ps,
                      struct error *err)
{
    bool bf16 = is(c->precision, "bf16");
    if (bf16 && !bf16_available(err))
        return false;
    params_products(ps, bf16 ? PACK_BF16 : PACK_F32);
    return true;
}
