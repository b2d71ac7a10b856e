/* A table's first line, which names its columns. */
#include "base/opt.h"
#include "text/check.h"

static const char names[] =
    "source target src tgt src_text tgt_text source_text target_text input "
    "output original translation translated reference sentence sentence1 "
    "sentence2 text text1 text2 lang1 lang2 "
    "arabic chinese czech danish dutch english finnish french german greek "
    "hebrew hindi hungarian italian japanese korean norwegian persian polish "
    "portuguese romanian russian spanish swedish thai turkish ukrainian "
    "vietnamese "
    "ar cs da de el en es fa fi fr he hi hu it ja ko nl no pl pt ro ru sv th "
    "tr uk vi zh";

static bool is_name(const char *s, int n)
{
    char word[32];
    if (n >= (int)sizeof word)
        return false;
    for (int i = 0; i <= n; i++)
        word[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
    return opt_is_listed(names, word);
}

static bool header(const struct check *k, int i)
{
    const struct pair *p = &k->c->pair[i];
    return p->line == 1 && !check_same(p) && is_name(p->text[0], p->len[0]) &&
           is_name(p->text[1], p->len[1]);
}

const struct check_kind check_header = {
    .name = "header",
    .what = "pairs that name the columns: a first line",
    .means = "the model learns it like a translation",
    .advice = "drop it",
    .silent = 0, .warn = CHECK_NEVER, .pair = header};
