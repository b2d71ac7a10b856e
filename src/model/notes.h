/* notes: what a person wants to know of a model, such as whose text it learnt
 * from and how it scored: keys and values in the metadata of its file. */
#ifndef MODEL_NOTES_H
#define MODEL_NOTES_H

#include "model/safetensors.h"

enum { NOTES_MOST = 12 };

struct notes {
    struct st_meta note[NOTES_MOST];
    int n;
};

/* The value of a key; NULL without. */
const char *notes_find(const struct notes *notes, const char *key);

/* The metadata of a file that are no part of the format, at most NOTES_MOST
 * of them; pointers are the file's. */
void notes_of(struct notes *out, const struct st_file *f);

/* Reads lines KEY TAB VALUE, into `arena`.  Errors name file and line. */
bool notes_read(struct notes *out, const char *path, struct arena *arena,
                struct error *err);

#endif
