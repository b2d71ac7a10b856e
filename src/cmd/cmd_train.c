#include <string.h>

#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_training.h"

static const struct opt_usage usage = {
    "train", "CORPUS.tsv [options]",
    "Learns to translate from pairs of sentences, one pair a line: source\n"
    "TAB target.  Vocabulary, sizes and schedule are chosen from the size of\n"
    "the corpus; every choice is an option.\n"
    "\n"
    "  s2s train corpus.tsv\n"
    "  s2s train --src de.txt --tgt en.txt --dev dev.tsv --time 30m\n"
    "  s2s train --init models/corpus.safetensors more.tsv\n"
    "\n"
    "--init trains a model further on another corpus, at a quarter of the\n"
    "learning rate; of its own rate, batch and dropout nothing is taken over."};

static bool agree(const struct training *a, struct error *err)
{
    if (a->common.model && !*a->common.model)
        return error_set(err, EXIT_USAGE, "-m: the name of the model is "
                         "empty");
    if (a->common.model && out_is_stdout(a->common.model))
        return error_set(err, EXIT_USAGE, "-m -: a model goes into a file");
    if (a->resume && a->force)
        return error_set(err, EXIT_USAGE, "--resume goes on and --force "
                         "begins anew: one of them");
    return !a->resume || !a->init ||
           error_set(err, EXIT_USAGE, "--resume goes on: --init was for the "
                     "beginning");
}

static int begin(struct training *a, const char *corpus)
{
    struct error err;
    struct source source;
    struct strbuf path = STRBUF_INIT;
    if (!agree(a, &err) || !training_options(a, &err) ||
        !training_source(a, corpus, &source, &err))
        return cmd_fail(&err);
    model_place(&path, a->common.model, corpus ? corpus : a->corpus.src);
    int status = training_run(a, &source, path.s);
    strbuf_release(&path);
    return status;
}

int cmd_train(int argc, char **argv)
{
    struct training a = {.detailed = true, .report = true};
    struct error err;
    int status;
    const struct opt own[] = {
        {.name = "model", .letter = 'm', .type = OPT_FILE,
         .value = &a.common.model, .arg = "FILE",
         .help = "write there (models/CORPUS.safetensors or ./...)"},
        {.name = "resume", .type = OPT_FLAG, .value = &a.resume,
         .help = "go on from the last checkpoint"},
        {.name = "init", .type = OPT_FILE, .value = &a.init,
         .arg = "MODEL",
         .help = "begin with its weights, units and sizes (fine-tuning)"},
        {.name = "watch", .type = OPT_FLAG, .value = &a.watch,
         .help = "on a terminal an alignment that sharpens meanwhile"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "the outcome as a JSON object on stdout"}};
    enum { OWN = sizeof own / sizeof *own };
    struct opt rows[OWN + TRAINING_ROWS + 1] = {0};
    memcpy(rows, own, sizeof own);
    training_rows(&a, rows + OWN);
    if (!cmd_parse(&usage, rows, &a.common, &argc, argv, &status))
        return status;
    if (!cmd_words(&usage, argc, 0, 1, &err))
        return cmd_fail(&err);
    return begin(&a, argc > 0 ? argv[0] : NULL);
}
