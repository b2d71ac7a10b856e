/* The table of configuration fields: JSON and back, ranges, names, defaults
 * by the size of the corpus, short forms. */
#include "model/config.h"

#include <string.h>

#include "model/defaults.h"
#include "model/preset.h"
#include "nn/focus.h"
#include "test.h"

static struct config with_defaults(int pairs)
{
    struct config c;
    config_init(&c);
    defaults_apply(&c, pairs);
    return c;
}

/* The JSON of c with another text for the value of field `at`. */
static void write_with(struct strbuf *out, const struct config *c, int at,
                       const char *value)
{
    struct strbuf all = STRBUF_INIT;
    char name[64];
    strbuf_reset(out);
    config_write(&all, c);
    snprintf(name, sizeof name, "\"%s\": ", config_name(at));
    const char *from = strstr(all.s, name) + strlen(name);
    const char *to = from + strcspn(from, ",}");
    strbuf_add(out, all.s, (size_t)(from - all.s));
    strbuf_puts(out, value);
    strbuf_puts(out, to);
    strbuf_release(&all);
}

static bool reads(const struct strbuf *json, struct config *c)
{
    struct error err;
    return config_read(c, json->s, json->n, &err);
}

START_TEST(json_round_trip)
{
    struct config a = with_defaults(30000), b;
    struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
    a.dropout = 1.0 / 3;
    a.lr = 1e-7 / 3;
    a.seed = 1000000000;
    a.focus = "none";
    config_write(&one, &a);
    ck_assert(reads(&one, &b));
    for (int i = 0; i < CONFIG_FIELDS; i++)
        ck_assert_msg(config_same(&a, &b, i), "%s", config_name(i));
    config_write(&two, &b);
    ck_assert_str_eq(one.s, two.s);
    strbuf_release(&one);
    strbuf_release(&two);
}
END_TEST

/* Values that no option takes must not come in through a file. */
START_TEST(ranges_hold)
{
    struct config c = with_defaults(1000), back;
    struct opt rows[CONFIG_FIELDS];
    struct strbuf json = STRBUF_INIT;
    char text[64];
    config_options(&back, rows);
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        static const char *const wrong[] = {"\"gru9\"", "null", "[]", "{}",
                                            "true", "1e99", "-7", "\"\""};
        for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
            write_with(&json, &c, i, wrong[k]);
            ck_assert_msg(!reads(&json, &back), "%s %s", config_name(i),
                          wrong[k]);
        }
        if (rows[i].type == OPT_CHOICE)
            continue;
        snprintf(text, sizeof text, "%.17g", rows[i].max);
        write_with(&json, &c, i, text);
        ck_assert_msg(reads(&json, &back), "%s %s", config_name(i), text);
        snprintf(text, sizeof text, "%.17g", rows[i].max * 1.001 + 1);
        write_with(&json, &c, i, text);
        ck_assert_msg(!reads(&json, &back), "%s %s", config_name(i), text);
    }
    strbuf_release(&json);
}
END_TEST

START_TEST(fields_are_known_and_complete)
{
    struct config c = with_defaults(1000), back;
    struct strbuf json = STRBUF_INIT;
    struct error err;
    write_with(&json, &c, 0, "64, \"surprise\": 1");
    ck_assert(!reads(&json, &back));
    static const char *const wrong[] = {"", "{}", "[]", "1", "{\"embed\": 64}",
                                        "null", "{"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        ck_assert(!config_read(&back, wrong[k], strlen(wrong[k]), &err));
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        strbuf_reset(&json);
        config_write(&json, &c);
        char name[64];
        snprintf(name, sizeof name, "\"%s\"", config_name(i));
        strstr(json.s, name)[1] = '_';
        ck_assert(!reads(&json, &back));
    }
    strbuf_release(&json);
}
END_TEST

/* The line of a field, with its comma, goes. */
static bool reads_without(const char *name, struct config *back)
{
    struct config c = with_defaults(1000);
    struct strbuf json = STRBUF_INIT;
    char key[64];
    config_write(&json, &c);
    snprintf(key, sizeof key, "\n \"%s\":", name);
    char *line = strstr(json.s, key);
    ck_assert_ptr_nonnull(line);
    char *end = strchr(line + 1, '\n');
    memmove(line, end, strlen(end) + 1);
    json.n = strlen(json.s);
    bool ok = reads(&json, back);
    strbuf_release(&json);
    return ok;
}

START_TEST(older_files_lack_fields)
{
    struct config c = with_defaults(1000), back;
    ck_assert(reads_without("warmup", &back));
    ck_assert_int_eq(back.warmup, c.warmup);
    ck_assert(reads_without("word-dropout", &back));
    ck_assert(reads_without("optimizer", &back));
    ck_assert_str_eq(back.optimizer, c.optimizer);
    ck_assert(reads_without("bpe-association", &back));
    ck_assert_double_eq(back.association, 0);
    ck_assert(reads_without("guide", &back));
    ck_assert_double_eq(back.guide, 0);
    ck_assert(reads_without("lexicon", &back));
    ck_assert_double_eq(back.lexicon, 0);
    ck_assert(!reads_without("hidden", &back));
    ck_assert(!reads_without("lr", &back));
    ck_assert(!reads_without("position", &back));
}
END_TEST

/* A network of no width must not come in through a file. */
START_TEST(auto_is_not_read)
{
    struct config c, back;
    struct strbuf json = STRBUF_INIT;
    config_init(&c);
    config_write(&json, &c);
    ck_assert(!reads(&json, &back));
    c = with_defaults(1000);
    c.hidden = 0;
    strbuf_reset(&json);
    config_write(&json, &c);
    ck_assert(!reads(&json, &back));
    c.hidden = 2;
    c.steps = 0;                    /* no limit: a value of its own */
    strbuf_reset(&json);
    config_write(&json, &c);
    ck_assert(reads(&json, &back));
    strbuf_release(&json);
}
END_TEST

START_TEST(every_name_is_read)
{
    struct config c = with_defaults(1000), back;
    struct opt rows[CONFIG_FIELDS];
    struct strbuf json = STRBUF_INIT;
    char text[64];
    config_options(&back, rows);
    for (int i = 0; i < CONFIG_FIELDS; i++)
        for (int k = 0; rows[i].choices && rows[i].choices(k); k++) {
            snprintf(text, sizeof text, "\"%s\"", rows[i].choices(k));
            write_with(&json, &c, i, text);
            ck_assert_msg(reads(&json, &back), "%s %s", config_name(i), text);
        }
    strbuf_release(&json);
}
END_TEST

/* ==== Defaults ==== */

START_TEST(defaults_by_size)
{
    int rows = 0;
    for (; defaults_row(rows); rows++) {
        const struct defaults *d = defaults_row(rows);
        struct config c = with_defaults(d->pairs);
        ck_assert_int_eq(c.bpe, d->bpe);
        ck_assert_int_eq(c.hidden, d->hidden);
        ck_assert_int_eq(c.batch, d->batch);
        ck_assert_int_eq(c.epochs, d->epochs);
        ck_assert_double_eq(c.dropout, d->dropout);
        ck_assert_double_eq(c.word_dropout, d->word_dropout);
        ck_assert_double_eq(c.r_drop, d->r_drop);
        ck_assert_double_eq(c.guide, d->guide);
        ck_assert_double_eq(c.lexicon, d->lexicon);
        ck_assert_int_eq(c.warmup, d->warmup);
        ck_assert_str_eq(c.schedule, d->schedule);
        ck_assert_str_eq(c.cell_norm, d->cell_norm);
        ck_assert_double_eq(c.lr, d->lr);
        if (rows == 0)
            continue;
        const struct defaults *smaller = defaults_row(rows - 1);
        ck_assert_int_gt(d->pairs, smaller->pairs);
        ck_assert_int_ge(d->bpe, smaller->bpe);
        ck_assert_int_ge(d->hidden, smaller->hidden);
        c = with_defaults(smaller->pairs + 1);      /* the next row's first */
        ck_assert_int_eq(c.bpe, d->bpe);
    }
    ck_assert_int_ge(rows, 2);
    struct config tiny = with_defaults(1);
    ck_assert_int_eq(tiny.bpe, defaults_row(0)->bpe);
}
END_TEST

START_TEST(ranking_that_nobody_chose)
{
    static const bool target[2] = {false, true}, source[2] = {true, false};
    struct config c, given;
    config_init(&c);
    given = c;
    defaults_unsegmented(&c, 1000, source);
    ck_assert_double_eq(c.char_reward, 0);
    defaults_unsegmented(&c, 1000, target);
    ck_assert_double_gt(c.char_reward, 0);
    for (int k = 0; k < 4; k++) {
        struct config left = given;
        left.alpha = k == 0 ? 0.9 : 1;
        left.reward = k == 1 ? 0.1 : 0;
        left.char_reward = k == 2 ? 0.2 : 0;
        left.tune = k == 3 ? "no" : "yes";
        c = left;
        defaults_unsegmented(&c, 1000, target);
        ck_assert_double_eq(c.alpha, left.alpha);
        ck_assert_double_eq(c.char_reward, left.char_reward);
    }
}
END_TEST

/* Left open, guide and lexicon are 0 where the focus has no use for them. */
START_TEST(guide_needs_a_focus)
{
    const struct defaults *d = defaults_row(0);
    while (d->guide <= 0 || d->lexicon <= 0)
        d++;
    for (int i = 0; focus_kind(i); i++) {
        struct config c;
        struct net_options o;
        struct error err;
        config_init(&c);
        c.focus = focus_kind_name(i);
        defaults_apply(&c, d->pairs);
        ck_assert(config_network(&c, 10, 12, &o, &err));
        ck_assert_double_eq(c.lexicon, o.focus->aligns ? d->lexicon : 0);
        c.guide = d->guide;
        if (!config_network(&c, 10, 12, &o, &err))
            ck_assert_str_eq(err.hint, "--focus soft");
        else
            ck_assert_double_eq((double)o.guide, (double)(real)d->guide);
    }
}
END_TEST

START_TEST(fewer_merges_where_words_are_not_parted)
{
    for (int k = 0; defaults_row(k); k++) {
        const struct defaults *d = defaults_row(k);
        struct config c, given;
        config_init(&c);
        given = c;
        given.bpe = 77;
        defaults_unsegmented(&c, d->pairs, (const bool[2]){true});
        defaults_unsegmented(&given, d->pairs, (const bool[2]){true});
        ck_assert_int_eq(given.bpe, 77);
        ck_assert_int_eq(c.embed, 0);
        defaults_apply(&c, d->pairs);
        ck_assert_int_eq(5 * c.bpe, 2 * d->bpe);
        ck_assert_int_eq(c.embed, d->embed);
    }
}
END_TEST

/* What helps small corpora stays out of a preset, whatever their size. */
START_TEST(presets_stay_plain)
{
    for (int i = 0; preset_kind_name(i); i++)
        for (int k = 0; defaults_row(k); k++) {
            struct config c;
            struct error err;
            config_init(&c);
            ck_assert(preset_apply(&c, preset_kind_name(i), &err));
            defaults_apply(&c, defaults_row(k)->pairs);
            ck_assert_double_eq(c.word_dropout, 0);
            ck_assert_double_eq(c.r_drop, 0);
            ck_assert_double_eq(c.guide, 0);
            ck_assert_double_eq(c.lexicon, 0);
            ck_assert_str_eq(c.cell_norm, "no");
            ck_assert_str_eq(c.schedule, "plateau");
        }
}
END_TEST

START_TEST(given_values_stay)
{
    struct config c;
    config_init(&c);
    c.hidden = 34;
    c.dropout = 0;
    c.lr = 0.5;
    defaults_apply(&c, 100);
    ck_assert_int_eq(c.hidden, 34);
    ck_assert_double_eq(c.dropout, 0);
    ck_assert_double_eq(c.lr, 0.5);
    ck_assert_int_eq(c.embed, defaults_row(0)->embed);
}
END_TEST

/* A short run warms up for a tenth of it, unless it is told. */
START_TEST(warming_up_fits_the_run)
{
    const struct defaults *d = defaults_row(0);
    while (d->warmup == 0)
        d++;
    struct config c;
    config_init(&c);
    c.steps = d->warmup;
    defaults_apply(&c, d->pairs);
    ck_assert_int_eq(c.warmup, d->warmup / 10);
    config_init(&c);
    c.steps = c.warmup = d->warmup;
    defaults_apply(&c, d->pairs);
    ck_assert_int_eq(c.warmup, d->warmup);
}
END_TEST

/* An optimizer with a rate of its own does not take the row's. */
START_TEST(rate_of_the_optimizer)
{
    struct config c;
    config_init(&c);
    c.optimizer = "adadelta";
    defaults_apply(&c, 100);
    ck_assert_double_eq(c.lr, 1);
}
END_TEST

START_TEST(nothing_stays_open)
{
    struct config c = with_defaults(500);
    struct opt rows[CONFIG_FIELDS];
    config_options(&c, rows);       /* values and ranges of c */
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        if (strcmp(config_name(i), "steps") == 0)
            continue;               /* 0: no limit */
        if (rows[i].type == OPT_INT)
            ck_assert_msg(*(int *)rows[i].value >= rows[i].min, "%s",
                          config_name(i));
        if (rows[i].type == OPT_REAL)
            ck_assert_msg(*(double *)rows[i].value >= rows[i].min, "%s",
                          config_name(i));
    }
}
END_TEST

/* ==== Short forms ==== */

START_TEST(other_names)
{
    struct config c;
    struct error err;
    struct opt rows[CONFIG_FIELDS + 1] = {0};
    config_init(&c);
    config_options(&c, rows);
    ck_assert(opt_set(opt_find(rows, "score"), "\u70B9\u79EF", &err));
    ck_assert_str_eq(c.score, "dot");
    ck_assert(opt_set(opt_find(rows, "encoder"), "transformer", &err));
    ck_assert_str_eq(c.encoder, "self");
    ck_assert(opt_set(opt_find(rows, "tokens"), "words", &err));
    ck_assert_str_eq(c.tokens, "word");
    ck_assert(!opt_set(opt_find(rows, "tokens"), "", &err));
    ck_assert(!opt_set(opt_find(rows, "score"), "dots", &err));
    ck_assert(!opt_set(opt_find(rows, "tie"), "words", &err));
}
END_TEST

START_TEST(attention_names)
{
    struct config c;
    struct error err;
    struct opt rows[CONFIG_FIELDS + 1] = {0};
    config_init(&c);
    config_options(&c, rows);
    ck_assert(config_attention(&c, rows, "none", &err));
    ck_assert_str_eq(c.focus, "none");
    ck_assert_str_eq(c.score, "concat");
    ck_assert(config_attention(&c, rows, "dot", &err));
    ck_assert_str_eq(c.focus, "soft");
    ck_assert_str_eq(c.score, "dot");
    ck_assert(!config_attention(&c, rows, "dotty", &err));
    ck_assert_int_eq(err.status, EXIT_USAGE);
    /* What it sets is not given beside it. */
    opt_find(rows, "score")->given = true;
    ck_assert(config_attention(&c, rows, "uniform", &err));
    ck_assert(!config_attention(&c, rows, "dot", &err));
    opt_find(rows, "focus")->given = true;
    ck_assert(!config_attention(&c, rows, "uniform", &err));
    ck_assert_str_eq(c.focus, "uniform");
}
END_TEST

START_TEST(presets)
{
    struct error err;
    for (int i = 0; preset_kind_name(i); i++) {
        struct config c;
        struct net_options o;
        config_init(&c);
        ck_assert(preset_apply(&c, preset_kind_name(i), &err));
        defaults_apply(&c, 1000);
        ck_assert(config_network(&c, 100, 100, &o, &err));
    }
    struct config c;
    ck_assert(!preset_apply(&c, "no such", &err));
}
END_TEST

/* A field that was given keeps its value, the others take the preset's. */
START_TEST(given_wins_over_preset)
{
    struct config c;
    struct net_options o;
    struct error err;
    struct opt rows[CONFIG_FIELDS + 1] = {0};
    config_init(&c);
    config_options(&c, rows);
    c.hidden = 128;
    c.cell = "rnn";
    opt_find(rows, "hidden")->given = opt_find(rows, "cell")->given = true;
    ck_assert(preset_fill(&c, rows, "rnnsearch", &err));
    defaults_apply(&c, 1000);
    ck_assert_int_eq(c.hidden, 128);
    ck_assert_str_eq(c.cell, "rnn");
    ck_assert_int_eq(c.embed, 620);
    ck_assert_int_eq(c.pool, 20);
    ck_assert_double_eq(c.lr, 1);
    ck_assert(config_network(&c, 100, 100, &o, &err));
    ck_assert_int_eq(o.R, 500);
    ck_assert(o.maxout && o.readout_previous && !o.tie_out);
    ck_assert_int_eq(o.init, INIT_SCHEME_RNNSEARCH);
    ck_assert(!preset_fill(&c, rows, "nobody", &err));
}
END_TEST

START_TEST(impossible_networks)
{
    struct config c = with_defaults(1000);
    struct net_options o;
    struct error err;
    ck_assert(config_network(&c, 10, 12, &o, &err));
    c.hidden = 35;
    ck_assert(!config_network(&c, 10, 12, &o, &err));
    ck_assert_int_eq(err.status, EXIT_USAGE);
    c.hidden = 36;
    c.lexicon = 0.001;
    ck_assert(config_network(&c, 10, 12, &o, &err));
    c.focus = "none";
    ck_assert(!config_network(&c, 10, 12, &o, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "--lexicon 0.001: the none focus"));
    c.focus = "soft";
    c.tie = "all";
    ck_assert(!config_network(&c, 10, 12, &o, &err));
    ck_assert(config_network(&c, 12, 12, &o, &err));
}
END_TEST

TEST_MAIN("config", json_round_trip, ranges_hold, older_files_lack_fields,
          fields_are_known_and_complete, auto_is_not_read, every_name_is_read,
          defaults_by_size, fewer_merges_where_words_are_not_parted,
          ranking_that_nobody_chose, guide_needs_a_focus, presets_stay_plain,
          given_values_stay,
          warming_up_fits_the_run, rate_of_the_optimizer, nothing_stays_open,
          other_names, attention_names, presets, given_wins_over_preset,
          impossible_networks)
