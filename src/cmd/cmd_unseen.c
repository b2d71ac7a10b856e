#include "cmd/cmd_unseen.h"

#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "task/translate.h"

/* What is named at most. */
enum { TOLD_MOST = 1000 };

void unseen_init(struct unseen *u, const struct model *m, struct arena *arena)
{
    u->m = m;
    table_init(&u->told, arena);
}

/* One character, which may be a space of its own kind: that has no ink. */
static void put_unknown(struct strbuf *out, const char *s, size_t n)
{
    int len, c = utf8_next(s + 1, n - 1, &len);
    if (utf8_class(c) == UTF8_SPACE)
        strbuf_printf(out, " <U+%04X>", (unsigned)c);
    else
        utf8_printable(out, s, n);
}

/* One of them may be the space itself. */
void unseen_warn(struct unseen *u, const char *unknown, const char *name,
                 long line)
{
    struct strbuf fresh = STRBUF_INIT;
    for (const char *end; *unknown && u->told.n < TOLD_MOST; unknown = end) {
        end = unknown + 2 + strcspn(unknown + 2, " ");
        int n = (int)(end - unknown);
        if (table_get(&u->told, unknown, n) >= 0)
            continue;
        table_set(&u->told, unknown, n, 1);
        put_unknown(&fresh, unknown, (size_t)n);
    }
    if (fresh.n)
        log_warn("%s:%ld: never seen in training:%s%s", name, line, fresh.s,
                 u->told.n < TOLD_MOST ? "" : " .. and more from here on");
    strbuf_release(&fresh);
}

void unseen_warn_pair(struct unseen *u, struct text_pair p, const char *name,
                      long line)
{
    const char *const text[] = {p.src, p.tgt};
    struct strbuf unknown = STRBUF_INIT;
    struct pieces pieces;
    struct arena arena;
    arena_init(&arena, "unseen");
    for (int side = SIDE_SRC; side <= SIDE_TGT; side++) {
        if (!text[side])
            continue;
        translate_encode(u->m, side, text[side], &pieces, &arena);
        strbuf_puts(&unknown, translate_unknown(&pieces, &arena));
    }
    unseen_warn(u, unknown.s, name, line);
    arena_drop(&arena);
    strbuf_release(&unknown);
}
