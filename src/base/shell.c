#include "base/shell.h"

#include <string.h>

void shell_quote(struct strbuf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ_./,+@%:=-";
    if (*word && word[strspn(word, plain)] == '\0') {
        strbuf_puts(out, word);
        return;
    }
    strbuf_putc(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            strbuf_puts(out, "'\\''");
        else
            strbuf_putc(out, *word);
    strbuf_putc(out, '\'');
}

void shell_word(struct strbuf *out, const char *word)
{
    strbuf_putc(out, ' ');
    shell_quote(out, word);
}

void shell_option(struct strbuf *out, const char *name, const char *value)
{
    if (!value)
        return;
    strbuf_printf(out, " --%s", name);
    shell_word(out, value);
}
