/* What a table has beside its sentences: a first line that names its columns,
 * and columns of numbers. */
#include "base/opt.h"
#include "base/utf8.h"
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
    struct strbuf lower = STRBUF_INIT;
    utf8_lower(&lower, s, (size_t)n);
    bool is = opt_is_listed(names, lower.s);
    strbuf_release(&lower);
    return is;
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

/* Of any script, those included of which text/script.h knows nothing. */
static bool has_letter(const char *s, int n)
{
    int c, len;
    for (; n > 0; s += len, n -= len) {
        c = utf8_next(s, (size_t)n, &len);
        if (utf8_class(c) == UTF8_LETTER)
            return true;
    }
    return false;
}

static bool letterless(const struct check *k, int i)
{
    const struct pair *p = &k->c->pair[i];
    return !has_letter(p->text[0], p->len[0]) ||
           !has_letter(p->text[1], p->len[1]);
}

const struct check_kind check_letterless = {
    .name = "letterless",
    .what = "pairs with a side that has no letter",
    .means = "numbers and signs, from which no translation is learnt; if it "
             "is most of them, a column of the table is not text",
    .advice = "say which columns are: --cols 2,3",
    .silent = 0.02, .warn = 0.3, .pair = letterless};
