/* table: byte string -> int, by open addressing.
 *
 * Keys are copied into the table's arena.  Values are ints >= 0; -1 means
 * absent.  Iteration is in order of insertion: entry 0, 1, ... */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct table_entry {
    const char *key;   /* NUL-terminated, may hold NULs inside */
    int len;
    int value;
    uint64_t hash;
};

struct table {
    struct arena *arena;
    struct table_entry *entry;  /* [n], in order of insertion */
    int n, cap;
    int *slot;                  /* [slots], index into entry + 1, 0 = free */
    int slots;                  /* a power of two */
};

void table_init(struct table *t, struct arena *arena);
int table_get(const struct table *t, const char *key, int len);
void table_set(struct table *t, const char *key, int len, int value);
/* The value's address, inserted as `initial` when absent; valid until the
 * next insertion. */
int *table_at(struct table *t, const char *key, int len, int initial);
uint64_t table_hash(const char *key, int len);

#endif
