#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "model/model.h"

static const char suffix[] = ".safetensors";

#define DEMO "demo.safetensors"

/* In the repository that one stands in, beside the program as built and as
 * installed ("@" is its folder), and where systems keep such things. */
static const char *const place[] = {
    "models/" DEMO, "@models/" DEMO, "@../share/s2s/" DEMO,
    "/usr/local/share/s2s/" DEMO, "/usr/share/s2s/" DEMO};
enum { PLACES = sizeof place / sizeof *place };

static bool put_place(struct strbuf *out, int i)
{
    bool beside = place[i][0] == '@';
    strbuf_reset(out);
    if (beside && !file_program_folder(out))
        return false;
    strbuf_puts(out, place[i] + beside);
    return true;
}

bool model_is_demo(const char *path)
{
    struct strbuf p = STRBUF_INIT;
    bool is = false;
    for (int i = 0; i < PLACES && !is; i++)
        is = put_place(&p, i) && strcmp(p.s, path) == 0;
    strbuf_release(&p);
    return is;
}

bool model_is_there(const char *path)
{
    static const char begin[] = "{\"__metadata__\":{\"format\":\"s2s\"";
    char head[8 + sizeof begin - 1];    /* the header's length comes first */
    struct stat st;
    FILE *f = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? fopen(path, "rb")
                                                          : NULL;
    if (!f)
        return false;
    bool is = fread(head, sizeof head, 1, f) == 1 &&
              memcmp(head + 8, begin, sizeof begin - 1) == 0;
    fclose(f);
    return is;
}

static bool has_suffix(const char *s, size_t n, const char *end)
{
    size_t m = strlen(end);
    return n > m && memcmp(s + n - m, end, m) == 0;
}

static int compare_times(const struct stat *a, const struct stat *b)
{
    const struct timespec *x = &a->st_mtim, *y = &b->st_mtim;
    return x->tv_sec != y->tv_sec ? (x->tv_sec > y->tv_sec ? 1 : -1)
                                  : (x->tv_nsec > y->tv_nsec) -
                                        (x->tv_nsec < y->tv_nsec);
}

/* Puts the newest model of a folder into out, the one that comes with the
 * program aside; of two of one age the last by name. */
static bool newest_in(struct strbuf *out, const char *folder)
{
    DIR *d = opendir(folder);
    struct strbuf path = STRBUF_INIT;
    struct stat best = {.st_size = 0};
    bool found = false;
    for (struct dirent *e; d && (e = readdir(d)) != NULL; ) {
        struct stat st;
        strbuf_reset(&path);
        strbuf_printf(&path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] == '.' || !has_suffix(path.s, path.n, suffix) ||
            model_is_demo(path.s) || stat(path.s, &st) != 0 ||
            !S_ISREG(st.st_mode))
            continue;
        int later = compare_times(&st, &best);
        if (found &&
            (later < 0 || (later == 0 && strcmp(path.s, out->s) < 0)))
            continue;
        found = true;
        best = st;
        strbuf_reset(out);
        strbuf_puts(out, path.s);
    }
    if (d)
        closedir(d);
    strbuf_release(&path);
    return found;
}

static bool comes_along(struct strbuf *out)
{
    for (int i = 0; i < PLACES; i++)
        if (put_place(out, i) && file_exists(out->s))
            return true;
    strbuf_reset(out);
    return false;
}

bool model_is_named(void)
{
    const char *name = getenv("S2S_MODEL");
    return name && *name;
}

bool model_find(struct strbuf *out, const char *given, struct error *err)
{
    if (!given && model_is_named())
        given = getenv("S2S_MODEL");
    strbuf_reset(out);
    if (given) {
        strbuf_puts(out, given);
        return *given || error_set(err, EXIT_USAGE, "-m: the name of the "
                                   "model is empty");
    }
    struct strbuf here = STRBUF_INIT;
    bool in_models = newest_in(out, "models");
    bool in_here = newest_in(&here, ".");
    struct stat a, b;
    if (in_here && (!in_models || (stat(here.s, &a) == 0 &&
                                   stat(out->s, &b) == 0 &&
                                   compare_times(&a, &b) > 0))) {
        strbuf_reset(out);
        strbuf_puts(out, here.s + 2);    /* without "./" */
    }
    strbuf_release(&here);
    if (in_models || in_here || comes_along(out))
        return true;
    error_set(err, EXIT_MODEL, "no model found (looked at -m, $S2S_MODEL, "
              "./models/*.safetensors, ./*.safetensors, and for the one "
              "that comes with s2s)");
    return error_hint(err, "s2s train corpus.tsv makes one");
}

void model_place(struct strbuf *out, const char *given, const char *corpus)
{
    strbuf_reset(out);
    if (given) {
        strbuf_puts(out, given);
        return;
    }
    if (file_is_dir("models"))
        strbuf_puts(out, "models/");
    file_stem(out, strcmp(corpus, "-") == 0 ? "stdin" : corpus);
    strbuf_puts(out, suffix);
}

void model_run_folder(struct strbuf *out, const char *model)
{
    size_t n = strlen(model);
    strbuf_reset(out);
    if (has_suffix(model, n, suffix))
        n -= strlen(suffix);
    strbuf_add(out, model, n);
    strbuf_puts(out, ".run");
}
