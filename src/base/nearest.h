/* nearest: did you mean: the name that a mistyped word is nearest to, by
 * Damerau-Levenshtein distance (neighbours exchanged count 1). */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

/* The name nearest to `word` among names(0..) within distance 2, or NULL. */
const char *nearest_name(const char *word, const char *(*names)(int i));

/* Name by name: keeps `name` in *best if its distance is below *least (3 at
 * first).  Two changes of a word of four letters would reach almost anything:
 * there one counts alone. */
void nearest_try(const char *word, const char *name, const char **best,
                 int *least);

#endif
