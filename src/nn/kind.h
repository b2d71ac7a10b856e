/* kind: what every row of every family in nn/ begins with: how the user
 * calls it and what `s2s info --kinds` prints about it. */
#ifndef NN_KIND_H
#define NN_KIND_H

#include <stdbool.h>
#include <stddef.h>

/* What the loop tests ask of a row; one that cannot, says why. */
enum proof {
    PROOF_COPY = 1,        /* learns to copy the source */
    PROOF_REVERSE = 2,     /* learns to reverse it */
    PROOF_ALIGN = 4        /* ... and alpha lies on the anti-diagonal */
};

struct kind {
    const char *name;
    const char *alias;     /* other names, space-separated; Chinese ones too */
    const char *formula;
    const char *source;    /* paper and equation */
    const char *qkv;       /* what is Q, K and V; NULL where nothing is */
    const char *note;      /* where names clash, what differs; or NULL */
    unsigned unproved;     /* enum proof that do not apply ... */
    const char *why;       /* ... and the reason */
};

/* Is `name` the kind's name or one of its aliases? */
bool kind_is(const struct kind *k, const char *name);

/* What each family's .c file defines: FAMILY_kind(i), the i-th row or NULL,
 * FAMILY_kind_name(i) and FAMILY_kind_known(name or alias) for options,
 * FAMILY_kind_find(name or alias) or NULL. */
#define KIND_TABLE_DECLARE(family)                                        \
    const struct family##_kind *family##_kind(int i);                     \
    const char *family##_kind_name(int i);                                \
    const char *family##_kind_known(const char *name);                    \
    const struct family##_kind *family##_kind_find(const char *name);

#define KIND_TABLE_DEFINE(family, rows, n)                                \
    const struct family##_kind *family##_kind(int i)                      \
    {                                                                     \
        return i >= 0 && i < (n) ? (rows)[i] : NULL;                      \
    }                                                                     \
    const char *family##_kind_name(int i)                                 \
    {                                                                     \
        return i >= 0 && i < (n) ? (rows)[i]->kind.name : NULL;           \
    }                                                                     \
    const struct family##_kind *family##_kind_find(const char *name)      \
    {                                                                     \
        for (int i = 0; i < (n); i++)                                     \
            if (kind_is(&(rows)[i]->kind, name))                          \
                return (rows)[i];                                         \
        return NULL;                                                      \
    }                                                                     \
    const char *family##_kind_known(const char *name)                     \
    {                                                                     \
        const struct family##_kind *k = family##_kind_find(name);         \
        return k ? k->kind.name : NULL;                                   \
    }

#endif
