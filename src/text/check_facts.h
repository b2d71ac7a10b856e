/* check_facts: what one look at a text tells: how long it is, in which
 * script, and which of a few faults it has. */
#ifndef TEXT_CHECK_FACTS_H
#define TEXT_CHECK_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "text/script.h"

enum fact {
    FACT_LOST = 1 << 0,        /* U+FFFD */
    FACT_TWICE = 1 << 1,       /* UTF-8 taken for Latin-1 or Windows-1252 */
    FACT_ENTITY = 1 << 2,      /* &amp; &#39; */
    FACT_TAG = 1 << 3,         /* <b> </i> */
    FACT_INVISIBLE = 1 << 4,   /* controls, zero width, soft hyphen, bidi */
    FACT_STRAIGHT = 1 << 5,    /* ' between letters */
    FACT_CURLY = 1 << 6,       /* U+2019 or U+02BC between letters */
    FACT_PLAIN = 1 << 7,       /* a plain space before ! ? : ; or U+00BB */
    FACT_NO_BREAK = 1 << 8,    /* a no-break space */
    FACT_MIXED = 1 << 9,       /* a word of two alphabets that look alike */
    FACT_NOT_NFC = 1 << 10,
    FACT_ONCE = 1 << 11,       /* a character that its side has once */
    FACT_ACCENT = 1 << 12      /* ` or U+00B4 or U+2018 between letters */
};

struct text_facts {
    int chars;                 /* code points that are no white space */
    int length;                /* words, or chars in scripts without spaces */
    int word;                  /* the most letters in a row, not of those */
    unsigned flags;            /* of enum fact */
    unsigned char script;      /* of most of its letters; OTHER: no letters */
    bool ended;                /* by a stop, quotes and brackets aside */
    /* Which side it looks like (check_grams.h): nats, > 0 is the source. */
    float toward;
    int grams;
};

/* What a side has in all. */
struct facts_sum {
    long long script[SCRIPT_COUNT];
    uint32_t *seen;            /* [0x110000] how often each character */
};

/* The facts of NUL-terminated UTF-8 s[0..n), but for FACT_ONCE and
 * toward; its characters are added to sum. */
void facts_of(struct text_facts *f, const char *s, int n,
              struct facts_sum *sum);

/* Has the text a character that its side has once? */
bool facts_once(const char *s, int n, const struct facts_sum *sum);

/* Offset of the first character with one of `flags`; -1 if there is none.
 * sum may be NULL without FACT_ONCE. */
int facts_find(const char *s, int n, unsigned flags,
               const struct facts_sum *sum);

/* Appends s; of the characters that have one of `flags`, those that cannot
 * be seen or told apart are written <U+200B>. */
void facts_show(struct strbuf *out, const char *s, int n, unsigned flags);

#endif
