/* The tokens of both sides, as a reader wants to see them. */
#include "task/look.h"

#include "base/utf8.h"

static const char eos_name[] = "</s>";

/* The text of a piece as a reader wants to see it; *begin: does a word begin
 * with it? */
static const char *shown(const struct model *m, const char *s, int n,
                         bool *begin, struct arena *arena)
{
    size_t at = 0, len = utf8_word(s, (size_t)n, &at);
    *begin = at > 0 || m->tokens.kind->words;
    return len > 0 ? arena_strndup(arena, s + at, (size_t)n - at)
                   : ALIGNMENT_SPACE;
}

static const char *piece_shown(const struct model *m, const struct pieces *p,
                               int j, bool *begin, struct arena *arena)
{
    return shown(m, p->text + p->piece[j].start, p->piece[j].len, begin,
                 arena);
}

static void source_names(struct alignment *a, const struct model *m,
                         const struct pieces *p, struct arena *arena)
{
    int Tx = a->Tx = p->n + 1;
    bool *begin = ARENA_ARRAY(arena, bool, Tx);
    a->src = ARENA_ARRAY(arena, const char *, Tx);
    a->eos_src = true;
    for (int j = 0; j + 1 < Tx; j++)
        a->src[j] = piece_shown(m, p, j, &begin[j], arena);
    a->src[Tx - 1] = eos_name;
    begin[0] = begin[Tx - 1] = true;
    a->src_begin = begin;
}

static const char *unit_shown(const struct model *m, int id, bool *begin,
                              struct arena *arena)
{
    int len;
    const char *s = vocab_unit(&m->tokens.vocab[SIDE_TGT], id, &len);
    *begin = true;
    return id == ID_EOS ? eos_name : shown(m, s, len, begin, arena);
}

const char *look_unit(const struct model *m, int id, struct arena *arena)
{
    bool begin;
    return unit_shown(m, id, &begin, arena);
}

void look_names(struct alignment *a, const struct model *m,
                const struct pieces *src, const int *tgt, int n,
                const struct pieces *given, struct arena *arena)
{
    bool *begin = ARENA_ARRAY(arena, bool, n + 1);
    source_names(a, m, src, arena);
    a->tgt = ARENA_ARRAY(arena, const char *, n + 1);
    a->Ty = n + 1;
    a->eos_tgt = true;
    for (int i = 0; i < n; i++)
        a->tgt[i] = given && tgt[i] == ID_UNK
                        ? piece_shown(m, given, i, &begin[i], arena)
                        : unit_shown(m, tgt[i], &begin[i], arena);
    a->tgt[n] = eos_name;
    begin[0] = begin[n] = true;
    a->tgt_begin = begin;
}
