/* Options that belong to members of a family. */
#include "model/config.h"

#include <string.h>

static const struct reader {
    const char *option, *family, *member, *other;    /* other: or NULL */
} readers[] = {
    {"window", "focus", "local-m", "local-p"},
    {"hard-estimator", "focus", "hard", NULL},
    {"heads", "score", "qk", NULL},
    {"attn-scale", "score", "qk", NULL},
    {"mlp-layers", "score", "mlp", NULL},
    {"enc-window", "encoder", "window", NULL},
    {"enc-heads", "encoder", "self", NULL},
    {"self-window", "encoder", "self", NULL},
    {"residual", "encoder", "self", NULL},
    {"layer-norm", "encoder", "self", NULL},
    {"bpe-association", "tokens", "bpe", NULL},
    {"bpe-dropout", "tokens", "bpe", NULL},
};

enum { READERS = sizeof readers / sizeof *readers };

/* What a list of `compare` goes through is some twin's. */
static bool is_listed(struct opt *rows, const char *name)
{
    const struct opt *row = opt_find(rows, name);
    return row && row->list && *row->list;
}

static bool is_read(const struct reader *r, const struct config *c,
                    struct error *err)
{
    struct strbuf member = STRBUF_INIT;
    int i = 0;
    while (strcmp(config_name(i), r->family) != 0)
        i++;
    config_value(&member, c, i);
    bool ok = strcmp(member.s, r->member) == 0 ||
              (r->other && strcmp(member.s, r->other) == 0);
    if (!ok) {
        error_set(err, EXIT_USAGE, "--%s: nothing reads it with --%s %s",
                  r->option, r->family, member.s);
        error_hint(err, "it belongs to --%s %s%s%s", r->family, r->member,
                   r->other ? " or " : "", r->other ? r->other : "");
    }
    strbuf_release(&member);
    return ok;
}

bool config_all_read(const struct config *c, struct opt *rows,
                     struct error *err)
{
    if (is_listed(rows, "attention") || is_listed(rows, "preset"))
        return true;
    for (int i = 0; i < READERS; i++)
        if (opt_find(rows, readers[i].option)->given &&
            !is_listed(rows, readers[i].family) &&
            !is_read(&readers[i], c, err))
            return false;
    return true;
}
