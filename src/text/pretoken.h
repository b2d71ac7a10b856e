/* pretoken: text cut where no subword may cross.
 *
 * A pre-token is a run of letters and marks, a run of digits, or one other
 * character; a space before it belongs to it (" word").  A space is put
 * before the text first and taken away when it is put together again, so
 * that a word looks the same at the start and inside (not on a bare side,
 * where no spaces part words: text/tokens.h).  Pre-tokens joined are the text
 * again, byte for byte: nothing is lost. */
#ifndef TEXT_PRETOKEN_H
#define TEXT_PRETOKEN_H

#include <stddef.h>

/* A run is cut after so many characters: it bounds the work that one word of
 * hostile text can cause, and no word of any language comes near. */
enum { PRETOKEN_MAX = 256 };

/* The next pre-token of s[at..n): its length, >= 1, for at < n.  A space
 * (U+0020) starts one and is joined by what follows, unless that is another
 * space or the end. */
size_t pretoken_next(const char *s, size_t n, size_t at);

/* The same, and a run of letters also ends where the script changes, but not
 * before hiragana behind Han: Japanese writes stems in Han, their endings in
 * hiragana, words from abroad in katakana.  For text whose words nothing else
 * parts. */
size_t pretoken_next_script(const char *s, size_t n, size_t at);

#endif
