#include <sys/stat.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "model/model.h"

static const struct opt_usage usage = {
    "convert", "-m MODEL [--precision int8] [--notes FILE] -o FILE",
    "The same model with its matrices in fewer bits, for use: about a\n"
    "quarter of the size in int8 (small models keep more), half in bf16.\n"
    "Vectors stay as they are.  All commands that use a model take such a\n"
    "file; s2s train --resume goes on with the one that it was made from,\n"
    "--init begins with either.  int8 translates with whole numbers and is\n"
    "the fastest; its results do not depend on the processor either.  fp32\n"
    "widens what a file holds; what was rounded away stays away.  --notes\n"
    "alone leaves the matrices as they are.\n"
    "\n"
    "  s2s convert -m a.safetensors --precision int8 -o b.safetensors\n"};

struct convert_args {
    struct common c;
    const char *precision, *notes;
    bool force;
};

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

static bool usable(const struct convert_args *a, const char *from,
                   struct error *err)
{
    const char *to = a->c.output;
    if (same_file(from, to)) {
        error_set(err, EXIT_USAGE, "%s: is the model itself", to);
        return error_hint(err, "what is rounded away cannot be brought back: "
                          "-o another file");
    }
    if (!file_exists(to) || a->force)
        return true;
    error_set(err, EXIT_USAGE, "%s: is there already", to);
    return error_hint(err, "--force writes over it");
}

static double megabytes(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

static bool convert(const struct convert_args *a, const char *from,
                    struct arena *arena, struct error *err)
{
    enum precision p = PRECISION_FP32;
    struct notes notes = {.n = 0};
    if (!a->precision)
        model_precision(&p, from);
    else if (!precision_find(&p, a->precision, err))
        return false;
    if (!usable(a, from, err) ||
        (a->notes && !notes_read(&notes, a->notes, arena, err)) ||
        !out_is_own(a->c.output, err) ||
        !model_convert(from, a->c.output, p, &notes, err))
        return false;
    log_say("%s: %s, %.2f MB (%s: %.2f MB)", a->c.output,
            precision_name((int)p), megabytes(a->c.output), from,
            megabytes(from));
    return true;
}

static bool asked(const struct convert_args *a, struct error *err)
{
    if (a->precision == NULL && a->notes == NULL) {
        error_set(err, EXIT_USAGE, "which precision?");
        return error_hint(err, "--precision int8, bf16 or fp32");
    }
    if (a->c.output != NULL && !out_is_stdout(a->c.output))
        return true;
    error_set(err, EXIT_USAGE, "where to?  A model goes into a file");
    return error_hint(err, "-o FILE");
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct convert_args *a = ctx;
    struct strbuf from = STRBUF_INIT;
    (void)word;
    (void)n;
    bool ok = asked(a, err) && model_find(&from, a->c.model, err) &&
              convert(a, from.s, arena, err);
    strbuf_release(&from);
    return ok;
}

int cmd_convert(int argc, char **argv)
{
    struct convert_args a = {0};
    struct opt rows[] = {
        OPT_ROW_MODEL(a.c),
        {.name = "output", .letter = 'o', .type = OPT_FILE,
         .value = &a.c.output, .arg = "FILE", .help = "write the model there"},
        {.name = "precision", .type = OPT_CHOICE, .value = &a.precision,
         .arg = "NAME", .choices = precision_name,
         .help = "of its matrices"},
        {.name = "notes", .type = OPT_FILE, .value = &a.notes,
         .arg = "FILE",
         .help = "lines KEY TAB TEXT that the file keeps (s2s info)"},
        {.name = "force", .type = OPT_FLAG, .value = &a.force,
         .help = "write over an existing file"},
        OPT_ROW_THREADS(a.c), OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 0, run, &a}, argc,
                  argv);
}
