#include "cmd/cmd_outcome.h"

#include <string.h>

#include "base/log.h"
#include "task/hints.h"

enum { SHOWN = 5, HINTS = 3 };

static void say_score(const struct outcome *o)
{
    struct strbuf signature = STRBUF_INIT;
    bleu_signature(&signature, &o->dev.bleu, 1);
    log_say("dev part, beam %d: BLEU %.2f, chrF %.2f: %s",
            o->facts.config->beam, o->dev.score.bleu, o->dev.chrf,
            hints_bleu(o->dev.score.bleu));
    log_say("    BLEU|%s", signature.s);
    strbuf_release(&signature);
}

/* A reference is shown where the translation differs. */
static void say_sentences(const char *title, const struct outcome *o,
                          const struct corpus *dev, int from, int to)
{
    log_say("%s (chrF of the sentence)", title);
    for (int k = from; k < to; k++) {
        int i = o->ranked[k].pair;
        const struct pair *p = &dev->pair[i];
        log_say("%5.1f  %s", o->ranked[k].chrf, p->text[0]);
        log_say("   ->  %s", o->dev.hyp[i]);
        if (strcmp(o->dev.hyp[i], p->text[1]) != 0)
            log_say("  ref  %s", p->text[1]);
    }
}

static void say_hints(const struct outcome_facts *f)
{
    const struct hint *hint[HINTS];
    struct strbuf line = STRBUF_INIT;
    int n = hints_choose(hint, HINTS, f);
    log_say("hints");
    for (int i = 0; i < n; i++) {
        strbuf_reset(&line);
        hint[i]->say(&line, f);
        log_say("  * %s", line.s);
    }
    strbuf_release(&line);
}

void outcome_say(struct prepared *p, const struct progress *end)
{
    struct arena arena;
    struct outcome o;
    arena_init(&arena, "outcome");
    outcome_measure(&o, p, end, &arena);
    int n = o.dev.n, shown = n / 2 < SHOWN ? n / 2 : SHOWN;
    say_score(&o);
    if (shown > 0) {
        say_sentences("best of dev", &o, &p->dev_text, 0, shown);
        say_sentences("worst of dev", &o, &p->dev_text, n - shown, n);
    }
    say_hints(&o.facts);
    arena_drop(&arena);
}
