/* arena: memory with a lifetime instead of an owner.
 *
 * An arena is a chain of chunks that only grows; what is taken from it lives
 * until the arena is reset, released to an earlier mark, or dropped.  Nothing
 * is freed one by one.  Three lifetimes are in use:
 *
 *     model    until the process ends: parameters, gradients, vocabularies
 *     batch    until the next batch: activations and caches
 *     scratch  inside one function: mark at entry, release at exit
 *
 * Every block is zeroed, but for those of arena_room, and aligned to 64 bytes
 * (one cache line, one AVX-512 register).  An arena that cannot grow ends the
 * process through die() with exit status 8: nobody checks for NULL.  Not
 * thread-safe: one thread allocates, others may use what it got. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    const char *name;           /* named in the message when memory is out */
    struct arena_chunk *first;  /* oldest chunk */
    struct arena_chunk *now;    /* the chunk being filled */
    size_t used;                /* bytes handed out and not yet released */
    size_t peak;                /* highest `used` so far */
};

struct arena_mark {
    struct arena_chunk *now;
    size_t fill, used;
};

/* An empty arena; allocates nothing yet. `name` must outlive it. */
void arena_init(struct arena *a, const char *name);

/* n bytes, zeroed, aligned to 64.  n may be 0. */
void *arena_alloc(struct arena *a, size_t n);

/* The same, not zeroed: for large arrays that are written whole at once. */
void *arena_room(struct arena *a, size_t n);

/* count * size bytes, zeroed, the product checked for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of n bytes of s and a NUL; of the whole string. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);

/* Everything taken after the mark is gone when the mark is released. */
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark m);

/* Forgets all, keeps the room for reuse. */
void arena_reset(struct arena *a);

/* Makes all that was taken resident, as if it had been written: the system
 * gives a page when it is first written. */
void arena_touch(struct arena *a);

/* Gives all memory back to the system; the arena is as after init. */
void arena_drop(struct arena *a);

/* Bytes that all arenas of the process have handed out, now and at their
 * highest together since the process began or arenas_peak_forget. */
size_t arenas_used(void);
size_t arenas_peak(void);
void arenas_peak_forget(void);

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_array((a), (size_t)(n), sizeof(T)))

#endif
