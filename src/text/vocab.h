/* vocab: units <-> ids of one side.  Ids 0..3 are <pad> <s> </s> <unk>. */
#ifndef TEXT_VOCAB_H
#define TEXT_VOCAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/table.h"

struct vocab {
    struct table unit;     /* unit -> id; entry[id] is unit number id */
    long long *count;      /* [n] occurrences in the training text */
    struct arena *arena;
};

void vocab_init(struct vocab *v, struct arena *arena);
int vocab_size(const struct vocab *v);
/* Adds a unit that is not there yet and returns its id. */
int vocab_add(struct vocab *v, const char *unit, int len, long long count);
int vocab_id(const struct vocab *v, const char *unit, int len); /* or -1 */
/* The unit of an id, NUL-terminated, in *len bytes; ids out of range give
 * <unk>. */
const char *vocab_unit(const struct vocab *v, int id, int *len);

/* One line a unit from id 4 on: "unit TAB count"; inside a unit a space is
 * written U+2581, and U+2581, TAB, LF, \ as \u2581, \t, \n, \\. */
void vocab_write(struct strbuf *out, const struct vocab *v);
/* The inverse; refuses duplicates, empty units, bad UTF-8 and more than
 * 2,200,000 lines. `where` names the text in errors. */
bool vocab_read(struct vocab *v, const char *s, size_t n, const char *where,
                struct error *err);

#endif
