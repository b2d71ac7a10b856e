/* corpus_sniff: what is wrong with a file as a whole.
 *
 * Every line that is read is shown to the sniffer; it keeps a few counts.
 * Afterwards (or early, when the first bytes say it all) it tells what the
 * file is, if it is not UTF-8 text with TABs, and the command that makes it
 * so. */
#ifndef TEXT_CORPUS_SNIFF_H
#define TEXT_CORPUS_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/file.h"

enum { SNIFF_HEAD = 512 };

struct sniff {
    unsigned char head[SNIFF_HEAD]; /* the first bytes */
    size_t head_n;
    long lines;
    long high;    /* lines with a byte >= 0x80 */
    long invalid; /* of these, not UTF-8 */
    /* In the invalid lines: bytes >= 0x80, and those that follow another. */
    long long invalid_high, invalid_runs;
    long returns;                /* carriage returns inside lines */
    long tabless;                /* lines without a TAB */
    long comma, semicolon, bars; /* of these, with , ; ||| */
};

/* Counts a line; false when it is not UTF-8.  Of one that was cut, only the
 * beginning of the file matters. */
bool sniff_line(struct sniff *s, const char *line, size_t n, bool cut);

/* True unless the first bytes say that the file, of which no line was read, is
 * no text or UTF-16.  "-" is stdin. */
bool sniff_lines(struct lines *in, const char *path, struct error *err);

/* True when the file is what it should be.  `columns`: TABs are expected;
 * `usable`: lines of it that could be used. */
bool sniff_verdict(const struct sniff *s, const char *path, bool columns,
                   long usable, struct error *err);

#endif
