/* A chunk is one block of the system's memory: a header of 64 bytes, then
 * `size` bytes of which the first `fill` are taken, and of which the first
 * `used` ever were: the others are zero as the system gave them, and are not
 * touched to be zeroed.
 *
 *     first -> [ full ] -> [ full ] -> [ now ##.. ] -> [ empty ] -> [ empty ]
 *
 * When all is given back, several chunks become one.
 *
 * Chunks after `now` are empty whatever their `fill` says: it is set to 0
 * when the arena moves on to them.  A release therefore only moves `now`
 * back.  Chunks before `now` never move, so marks stay valid. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/die.h"
#include "base/size.h"

#ifdef __SANITIZE_ADDRESS__
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
/* Numbers that are not numbers: who reads them before writing is found. */
#define SPOIL(p, n) memset((p), 0xff, (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define SPOIL(p, n) ((void)(p), (void)(n))
#endif

#define ALIGN ((size_t)64)
#define CHUNK_MIN ((size_t)1 << 20)
#define CHUNK_MAX ((size_t)1 << 28)

/* From here on a chunk is mapped on its own, in huge pages where there are:
 * they are cheaper to get, and a product streams through fewer entries of
 * the table of pages. */
#define CHUNK_MAPPED ((size_t)1 << 22)
#define HUGE_PAGE    ((size_t)1 << 21)
#define PAGE         ((size_t)1 << 12)

struct arena_chunk {
    alignas(64) struct arena_chunk *next;
    size_t size, fill, used;
    size_t mapped;     /* bytes of a mapping; 0: the chunk is malloc's */
};

/* Of all arenas together; threads may have arenas of their own. */
static _Atomic size_t all_used, all_peak;

static char *chunk_bytes(struct arena_chunk *c)
{
    return (char *)c + sizeof(*c);
}

void arena_init(struct arena *a, const char *name)
{
    *a = (struct arena){.name = name};
}

/* As large as all chunks so far, within bounds: few chunks, and never much
 * more than twice what is needed. */
static size_t chunk_size(const struct arena *a, size_t n)
{
    size_t size = 0;
    for (const struct arena_chunk *c = a->first; c != NULL; c = c->next)
        size += c->size;
    if (size < CHUNK_MIN)
        size = CHUNK_MIN;
    if (size > CHUNK_MAX)
        size = CHUNK_MAX;
    return size < n ? n : size;
}

/* `total` bytes that are zero; NULL when the system has none.  The mapping
 * is made larger, and cut, so that it begins with a whole huge page. */
static struct arena_chunk *chunk_map(size_t total)
{
    size_t more;
    if (!size_add(total, HUGE_PAGE, &more))
        return NULL;
    char *p = mmap(NULL, more, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    size_t before = -(uintptr_t)p & (HUGE_PAGE - 1);
    if (before > 0)
        munmap(p, before);
    total = (total + PAGE - 1) & ~(PAGE - 1);
    if (more - before > total)
        munmap(p + before + total, more - before - total);
    struct arena_chunk *c = (struct arena_chunk *)(p + before);
#ifdef MADV_HUGEPAGE
    (void)madvise(c, total, MADV_HUGEPAGE); /* slower without, not wrong */
#endif
    c->mapped = total;
    return c;
}

static struct arena_chunk *chunk_get(size_t total)
{
    if (total >= CHUNK_MAPPED)
        return chunk_map(total);
    struct arena_chunk *c = aligned_alloc(ALIGN, total);
    if (c != NULL)
        *c = (struct arena_chunk){.used = total - sizeof(*c)};
    return c;
}

static struct arena_chunk *chunk_of(size_t size)
{
    size_t total;
    struct arena_chunk *c = NULL;
    if (size_add(size, sizeof(*c), &total))
        c = chunk_get(total);
    if (c != NULL) {
        c->size = size;
        POISON(chunk_bytes(c), size);
    }
    return c;
}

/* Where there is little memory, a chunk of no more than is asked for. */
static struct arena_chunk *chunk_new(const struct arena *a, size_t n)
{
    size_t size = chunk_size(a, n);
    struct arena_chunk *c = chunk_of(size);
    if (c == NULL && size > n)
        c = chunk_of(n);
    if (c == NULL)
        die(EXIT_MEMORY, "out of memory: %s wants %zu MB more than its %zu MB",
            a->name, n >> 20, a->used >> 20);
    return c;
}

static void chunks_free(struct arena *a)
{
    for (struct arena_chunk *c = a->first, *next; c != NULL; c = next) {
        next = c->next;
        UNPOISON(chunk_bytes(c), c->size);
        if (c->mapped > 0)
            munmap(c, c->mapped);
        else
            free(c);
    }
    a->first = a->now = NULL;
}

/* Nothing is taken: several chunks become one that holds the most there ever
 * was.  Blocks that do not fit the end of a chunk would leave it lying, each
 * filling another one. */
static void chunks_merge(struct arena *a)
{
    chunks_free(a);
    a->first = chunk_new(a, a->peak);
}

/* The pages after what is taken of a chunk go back to the system.  An arena
 * grows when its end is too small for a large block: what earlier fillings
 * wrote there would stay resident beside it. */
static void chunk_trim(struct arena_chunk *c)
{
    size_t at = sizeof(*c) + c->fill;
    at = (at + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    if (at < c->mapped)
        (void)madvise((char *)c + at, c->mapped - at, MADV_DONTNEED);
}

/* Unlinks the first chunk with room for n from the list at *link. */
static struct arena_chunk *chunk_take(struct arena_chunk **link, size_t n)
{
    for (; *link != NULL; link = &(*link)->next) {
        struct arena_chunk *c = *link;
        if (c->size >= n) {
            *link = c->next;
            return c;
        }
    }
    return NULL;
}

/* Makes `now` an empty chunk with room for n: one of those that follow, else
 * a new one, linked right after the old `now`. */
static void arena_advance(struct arena *a, size_t n)
{
    struct arena_chunk **link = a->now != NULL ? &a->now->next : &a->first;
    struct arena_chunk *c = chunk_take(link, n);
    if (c == NULL) {
        if (a->now != NULL)
            chunk_trim(a->now);
        c = chunk_new(a, n);
    }
    c->next = *link;
    c->fill = 0;
    *link = c;
    a->now = c;
}

static void count_taken(struct arena *a, size_t n)
{
    a->used += n;
    if (a->used > a->peak)
        a->peak = a->used;
    size_t all = atomic_fetch_add(&all_used, n) + n;
    size_t peak = atomic_load(&all_peak);
    while (all > peak && !atomic_compare_exchange_weak(&all_peak, &peak, all))
        ;
}

static void count_left(struct arena *a, size_t used)
{
    all_used -= a->used - used;
    a->used = used;
}

/* Room for n bytes, of which *dirty may not be zero, the first. */
static char *take(struct arena *a, size_t n, size_t *dirty)
{
    size_t room;
    if (!size_add(n, ALIGN - 1, &room))
        die(EXIT_MEMORY, "out of memory: %s wants %zu bytes", a->name, n);
    room &= ~(ALIGN - 1);
    if (room == 0)
        room = ALIGN;
    if (a->now == NULL || a->now->size - a->now->fill < room)
        arena_advance(a, room);
    struct arena_chunk *c = a->now;
    char *p = chunk_bytes(c) + c->fill;
    *dirty = c->used > c->fill ? c->used - c->fill : 0;
    c->fill += room;
    if (c->used < c->fill)
        c->used = c->fill;
    count_taken(a, room);
    UNPOISON(p, n);
    return p;
}

void *arena_room(struct arena *a, size_t n)
{
    size_t dirty;
    char *p = take(a, n, &dirty);
    SPOIL(p, n);
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t dirty;
    char *p = take(a, n, &dirty);
    return memset(p, 0, dirty < n ? dirty : n);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;
    if (!size_mul(count, size, &n))
        die(EXIT_MEMORY, "out of memory: %s wants %zu times %zu bytes",
            a->name, count, size);
    return arena_alloc(a, n);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    size_t room;
    if (!size_add(n, 1, &room))
        die(EXIT_MEMORY, "out of memory: %s wants %zu bytes", a->name, n);
    char *copy = arena_alloc(a, room);
    if (n > 0)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

struct arena_mark arena_mark(const struct arena *a)
{
    size_t fill = a->now != NULL ? a->now->fill : 0;
    return (struct arena_mark){a->now, fill, a->used};
}

void arena_release(struct arena *a, struct arena_mark m)
{
    struct arena_chunk *c = m.now != NULL ? m.now : a->first;
    a->now = m.now;
    count_left(a, m.used);
    if (c == NULL)
        return;
    if (m.now == NULL && c->next != NULL) {
        chunks_merge(a);
        return;
    }
    c->fill = m.fill;
    for (size_t fill = m.fill; c != NULL; c = c->next, fill = 0)
        POISON(chunk_bytes(c) + fill, c->size - fill);
}

void arena_reset(struct arena *a)
{
    arena_release(a, (struct arena_mark){NULL, 0, 0});
}

void arena_touch(struct arena *a)
{
    for (struct arena_chunk *c = a->first; c != NULL; c = c->next) {
        volatile char *p = chunk_bytes(c);
        for (size_t i = 0; i < c->fill; i += PAGE)
            p[i] = p[i];
        if (c == a->now)
            return;
    }
}

void arena_drop(struct arena *a)
{
    count_left(a, 0);
    chunks_free(a);
    arena_init(a, a->name);
}

/* ==== All arenas ==== */

size_t arenas_used(void)
{
    return all_used;
}

size_t arenas_peak(void)
{
    return all_peak;
}

void arenas_peak_forget(void)
{
    all_peak = all_used;
}
