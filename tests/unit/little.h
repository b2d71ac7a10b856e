/* little: a model of a few units, not trained, for tests of what looks at
 * models.
 *
 *     little_config(&c);  c.encoder = "uni";
 *     little_new(&l, &c);  ... l.model, l.memory ...
 *     little_drop(&l); */
#ifndef LITTLE_H
#define LITTLE_H

#include <string.h>

#include "base/par.h"
#include "model/defaults.h"
#include "task/data.h"
#include "test.h"

struct little {
    struct arena memory, scratch;
    struct model model;
};

static inline void little_config(struct config *c)
{
    config_init(c);
    c->embed = 4;
    c->hidden = 8;
    c->attn_size = 8;
    c->enc_heads = 2;
    c->tokens = "char";
}

static inline void little_new(struct little *l, const struct config *c)
{
    static const char *const text[][2] = {
        {"the cat sleeps", "le chat dort"},
        {"a cat sees the dog", "un chat voit le chien"},
    };
    enum { TEXTS = 2 };
    struct error err;
    struct pair pair[TEXTS];
    struct corpus corpus = {.name = "corpus", .pair = pair, .n = TEXTS};
    ck_assert(kern_init(&err));
    par_set_threads(1);
    arena_init(&l->memory, "memory");
    arena_init(&l->scratch, "scratch");
    for (int i = 0; i < TEXTS; i++)
        for (int s = 0; s < 2; s++) {
            pair[i].text[s] = text[i][s];
            pair[i].len[s] = (int)strlen(text[i][s]);
        }
    l->model = (struct model){.arena = &l->memory, .config = *c,
                              .sample = ""};
    config_resolve(&l->model.config);
    defaults_apply(&l->model.config, TEXTS);
    l->model.config.min_count = 1;
    data_tokens(&l->model.tokens, &l->model.config, &corpus,
                (const bool[2]){false}, &l->memory, &l->scratch);
    ck_assert_msg(model_build(&l->model, true, &err), "%s", err.text);
    params_randomise(&l->model.net.ps, 3);
    params_pack(&l->model.net.ps);
}

static inline void little_drop(struct little *l)
{
    arena_drop(&l->memory);
    arena_drop(&l->scratch);
}

#endif
