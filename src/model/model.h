/* model: everything that a translation needs, in one file.
 *
 * The file (model/safetensors.h) holds the weights under the names of their
 * parameters, and as U8 tensors the configuration (JSON), the BPE codes and
 * vocabularies, the words that were seen, the lexicon if it has one, a sample
 * sentence and the histogram of training lengths.
 * Nothing in it depends on time, host, path, threads or processor.  Matrices
 * may be in fewer bits (model/precision.h): such a model is only used, not
 * trained; with `train` its values are widened.
 *
 * A checkpoint is such a file with more: vectors as long as the weights
 * (optimizer, averages, best) and the trainer's state as JSON. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "model/config.h"
#include "model/lextable.h"
#include "model/network.h"
#include "model/notes.h"
#include "model/precision.h"
#include "text/familiar.h"

enum { MODEL_FORMAT = 1 };

/* Longest source length, in words, that the histogram tells apart. */
enum { MODEL_LENGTHS = 256 };

struct model {
    const char *path;              /* that it was loaded from, or NULL */
    struct config config;
    struct tokens tokens;
    struct familiar familiar;      /* none in files older than it */
    const struct lextable *lextable;   /* with config.lexicon; else NULL */
    struct network net;
    enum precision precision;      /* of the file it was read from */
    const char *sample;            /* a source sentence to show; or "" */
    int lengths[MODEL_LENGTHS];    /* training sentences by source words */
    struct notes notes;
    struct arena *arena;
};

/* What a checkpoint holds besides. */
enum { EXTRA_MAX = 8 };

struct extra {
    const char *name;              /* "train.m" */
    real *data;                    /* [net.ps.count] */
};

struct extras {
    struct extra vector[EXTRA_MAX];
    int n;
    const char *state;             /* JSON */
};

/* The pairs of its training, and the length in words of which `percent` of
 * their sources have no more. */
long model_pairs(const struct model *m);
int model_length(const struct model *m, int percent);

/* Builds m->net from config, tokens and lextable (already there) in m->arena;
 * without `train`, an int8 model's matrices are held in eight bits. */
bool model_build(struct model *m, bool train, struct error *err);

/* Writes durably; x may be NULL.  `w` are the weights to write, in the
 * layout of net.ps.w (the average, the best, or net.ps.w itself).  Weights
 * that are not finite are refused, the old file kept. */
bool model_save(const struct model *m, const char *path, const real *w,
                const struct extras *x, struct arena *scratch,
                struct error *err);

/* Is it the name of one of the U8 tensors above, but for a checkpoint's? */
bool model_has_text(const char *name);

/* Reads a file into m (zeroed by the callee) in `arena`, with weights packed
 * and ready.  With `train`, gradients are allocated too.  x may be NULL; its
 * vectors and state are those of the file, n = 0 when it is no checkpoint. */
bool model_load(struct model *m, const char *path, bool train,
                struct extras *x, struct arena *arena, struct error *err);

/* The configuration in a model file. */
bool model_config(struct config *out, const char *path, struct error *err);

/* To train the model in a file further as `config` describes, which has the
 * file's shape and basis (ROLE_SHAPE, ROLE_BASIS): as model_load with `train`
 * does, weights in any precision, which are fp32 from now on.  Of its notes
 * only "attribution" stays true; "begun_with" says what text the file had
 * learnt from.  The lengths are those of another text: none. */
bool model_load_as(struct model *m, const char *path,
                   const struct config *config, struct arena *arena,
                   struct error *err);

/* Writes the model in the file `from` to the file `to`, whose matrices are in
 * that precision; `notes`, unless NULL, are added to its own, and win.  Where
 * it is in it already there must be some, and all weights stay as they are.
 * A checkpoint is refused. */
bool model_convert(const char *from, const char *to, enum precision precision,
                   const struct notes *notes, struct error *err);

/* The precision of the model at path; false when it cannot be read. */
bool model_precision(enum precision *out, const char *path);

/* Training goes on in fp32 alone: an error that says so of the file at path
 * with any other precision. */
bool model_trains(enum precision precision, const char *path,
                  struct error *err);

/* ==== Where models are ==== */

/* The model that a reader uses: `given` (-m) if not NULL, else $S2S_MODEL,
 * else the newest model in ./models or ., else the one that comes with the
 * program: models/demo.safetensors, here or beside the program, or where it
 * was installed.  The error says where was looked. */
bool model_find(struct strbuf *out, const char *given, struct error *err);
/* Does $S2S_MODEL name one? */
bool model_is_named(void);

/* Is it the one that comes with the program? */
bool model_is_demo(const char *path);

/* Does the file at path begin as model_save writes one?  It is not noted as
 * read. */
bool model_is_there(const char *path);

/* Where `train CORPUS` writes: `given`, else models/STEM.safetensors where
 * ./models stands, else STEM.safetensors. */
void model_place(struct strbuf *out, const char *given, const char *corpus);

/* The run folder beside a model: NAME.run for NAME.safetensors. */
void model_run_folder(struct strbuf *out, const char *model);

#endif
