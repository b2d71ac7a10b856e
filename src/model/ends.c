#include "model/ends.h"

#include "base/utf8.h"
#include "nn/options.h"
#include "text/batch.h"

static bool is_mark(int c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
           c == 0xFF01 || c == 0xFF1F;
}

static enum unit_end end_of(const char *s, int n)
{
    bool mark = false, other = false;
    for (int at = n > 1 && s[0] == ' ', len; at < n; at += len) {
        mark = is_mark(utf8_next(s + at, (size_t)(n - at), &len));
        other = other || !mark;
    }
    return !mark ? UNIT_OPEN : other ? UNIT_ENDS : UNIT_MARK;
}

const unsigned char *ends_of(const struct vocab *v, struct arena *arena)
{
    int n = vocab_size(v);
    unsigned char *end = ARENA_ARRAY(arena, unsigned char, n);
    for (int id = ID_FIRST; id < n; id++) {
        int len;
        const char *s = vocab_unit(v, id, &len);
        end[id] = (unsigned char)end_of(s, len);
    }
    return end;
}
