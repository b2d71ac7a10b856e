#include "base/opt.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"

/* The words of the command line that are still to be looked at. */
struct arguments {
    int at, argc;
    char **argv;
};

/* ==== Numbers ==== */

/* Rows without bounds leave min and max at 0. */
static bool in_range(const struct opt *o, double x)
{
    return o->min == o->max || (x >= o->min && x <= o->max);
}

static bool number_error(const struct opt *o, const char *text,
                         struct error *err)
{
    bool whole = o->type == OPT_INT || o->type == OPT_LONG;
    const char *kind = whole ? "a whole number"
                       : o->type == OPT_SECONDS ? "a time such as 90s or 2h"
                                                : "a number";
    if (o->min == o->max)
        return error_set(err, EXIT_USAGE, "--%s %s: expected %s", o->name,
                         text, kind);
    if (o->max >= (whole ? (double)INT_MAX : 1e15))
        return error_set(err, EXIT_USAGE, "--%s %s: expected %s of at least "
                         "%.15g", o->name, text, kind, o->min);
    return error_set(err, EXIT_USAGE, "--%s %s: expected %s from %.15g to "
                     "%.15g", o->name, text, kind, o->min, o->max);
}

/* Decimal only: strtod alone takes " 1", "0x1p3", "inf" and "nan". */
static bool read_real(const char *s, double *x, const char **end)
{
    size_t n = strspn(s, "0123456789.eE+-");
    char *stop;
    if (n == 0)
        return false;
    errno = 0;
    *x = strtod(s, &stop);
    *end = stop;
    return stop > s && stop <= s + n && isfinite(*x);
}

static bool set_whole(struct opt *o, const char *s, struct error *err)
{
    char *end;
    errno = 0;
    long long x = strtoll(s, &end, 10);
    if (isspace((unsigned char)*s) || end == s || *end != '\0' ||
        errno != 0 || !in_range(o, (double)x))
        return number_error(o, s, err);
    if (o->type == OPT_LONG) {
        *(long long *)o->value = x;
        return true;
    }
    if (x < INT_MIN || x > INT_MAX)
        return number_error(o, s, err);
    *(int *)o->value = (int)x;
    return true;
}

static bool set_real(struct opt *o, const char *s, struct error *err)
{
    double x;
    const char *end;
    if (!read_real(s, &x, &end) || *end != '\0' || !in_range(o, x))
        return number_error(o, s, err);
    *(double *)o->value = x;
    return true;
}

static bool set_seconds(struct opt *o, const char *s, struct error *err)
{
    static const char unit[] = "smh";
    static const double seconds[] = {1, 60, 3600};
    double x;
    const char *end;
    if (!read_real(s, &x, &end))
        return number_error(o, s, err);
    if (*end != '\0') {
        const char *u = strchr(unit, *end);
        if (u == NULL || end[1] != '\0')
            return number_error(o, s, err);
        x *= seconds[u - unit];
    }
    if (x < 0 || !in_range(o, x))
        return number_error(o, s, err);
    *(double *)o->value = x;
    return true;
}

/* ==== Other values ==== */

static bool set_choice(struct opt *o, const char *s, struct error *err)
{
    const char *name;
    for (int i = 0; (name = o->choices(i)) != NULL; i++)
        if (strcmp(name, s) == 0) {
            *(const char **)o->value = name;
            return true;
        }
    if (o->known && (name = o->known(s)) != NULL) {
        *(const char **)o->value = name;
        return true;
    }
    struct strbuf all = STRBUF_INIT;
    for (int i = 0; (name = o->choices(i)) != NULL; i++)
        strbuf_printf(&all, "%s%s", i > 0 ? ", " : "", name);
    error_set(err, EXIT_USAGE, "--%s %s: expected one of %s", o->name, s,
              all.s);
    strbuf_release(&all);
    const char *near = nearest_name(s, o->choices);
    if (near != NULL)
        error_hint(err, "did you mean %s?", near);
    return false;
}

static bool set_item(struct opt *o, const char *s, struct error *err)
{
    struct opt_list *list = o->value;
    int room = (int)(sizeof(list->item) / sizeof(list->item[0]));
    if (list->n == room)
        return error_set(err, EXIT_USAGE, "--%s: given more than %d times",
                         o->name, room);
    list->item[list->n++] = s;
    return true;
}

bool opt_set(struct opt *o, const char *s, struct error *err)
{
    o->given = true;
    switch (o->type) {
    case OPT_INT:
    case OPT_LONG:
        return set_whole(o, s, err);
    case OPT_REAL:
        return set_real(o, s, err);
    case OPT_SECONDS:
        return set_seconds(o, s, err);
    case OPT_CHOICE:
        return set_choice(o, s, err);
    case OPT_LIST:
        return set_item(o, s, err);
    case OPT_STRING:
    case OPT_FILE:
    case OPT_OPTIONAL:
        *(const char **)o->value = s;
        return true;
    case OPT_FLAG:
        break;
    }
    return error_set(err, EXIT_USAGE, "--%s takes no value", o->name);
}

static bool set_value(struct opt *o, const char *s, struct error *err)
{
    if (o->type == OPT_FILE && o->given)
        return error_set(err, EXIT_USAGE, "--%s %s: there is one already",
                         o->name, s);
    if (!o->list || !strchr(s, ','))
        return opt_set(o, s, err);
    o->given = true;
    *o->list = s;
    return true;
}

/* ==== Did you mean ==== */

/* The only option that begins with word, or NULL: an abbreviation is not
 * taken, but understood. */
static const char *completed(const struct opt *rows, const char *word)
{
    const char *found = NULL;
    for (const struct opt *o = rows; o->name != NULL; o++)
        if (strncmp(o->name, word, strlen(word)) == 0) {
            if (found != NULL)
                return NULL;
            found = o->name;
        }
    return found;
}

/* word is what stood behind the dashes, up to a '='. */
static bool unknown(const struct opt *rows, const char *word,
                    struct error *err)
{
    const char *best = completed(rows, word);
    int least = best != NULL ? 0 : 3;
    for (const struct opt *o = rows; o->name != NULL; o++)
        nearest_try(word, o->name, &best, &least);
    nearest_try(word, "help", &best, &least);
    error_set(err, EXIT_USAGE, "unknown option --%s", word);
    if (best != NULL)
        return error_hint(err, "did you mean --%s?", best);
    return error_hint(err, "--help lists the options");
}

/* ==== Parsing ==== */

bool opt_is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    while (list && *list) {
        size_t len = strcspn(list, " ");
        if (len == n && memcmp(list, word, n) == 0)
            return true;
        list += len + (list[len] == ' ');
    }
    return false;
}

struct opt *opt_find(struct opt *rows, const char *name)
{
    for (struct opt *o = rows; o->name != NULL; o++)
        if (strcmp(o->name, name) == 0)
            return o;
    return NULL;
}

static struct opt *find_letter(struct opt *rows, char letter)
{
    for (struct opt *o = rows; o->name != NULL; o++)
        if (o->letter == letter)
            return o;
    return NULL;
}

/* The flag that --NAME sets to false, NAME being no-FLAG; or NULL. */
static struct opt *find_negated(struct opt *rows, const char *name)
{
    struct opt *o = strncmp(name, "no-", 3) ? NULL : opt_find(rows, name + 3);
    return o != NULL && o->type == OPT_FLAG ? o : NULL;
}

/* Is the word --NAME, --NAME=VALUE or --no-FLAG of these rows, or --help? */
static bool is_option(struct opt *rows, const char *word)
{
    char name[64];
    size_t n = strlen(word) > 2 ? strcspn(word + 2, "=") : 0;
    if (strncmp(word, "--", 2) != 0 || n == 0 || n >= sizeof name)
        return false;
    memcpy(name, word + 2, n);
    name[n] = '\0';
    return strcmp(name, "help") == 0 || opt_find(rows, name) != NULL ||
           find_negated(rows, name) != NULL;
}

/* The value of an option that needs one: the next word.  A word that is an
 * option itself was hardly meant: the value was forgotten. */
static bool take_next(struct opt *rows, struct opt *o, struct arguments *w,
                      struct error *err)
{
    const char *next = w->at < w->argc ? w->argv[w->at] : NULL;
    if (next == NULL || is_option(rows, next))
        return error_set(err, EXIT_USAGE, "--%s needs a value: %s", o->name,
                         o->arg != NULL ? o->arg : "VALUE");
    w->at++;
    return set_value(o, next, err);
}

static bool set_flag(struct opt *o, bool on)
{
    o->given = true;
    *(bool *)o->value = on;
    return true;
}

/* name is what stands behind the dashes, value what stands behind a '='. */
static bool parse_name(struct opt *rows, const char *name, const char *value,
                       struct arguments *w, struct error *err)
{
    struct opt *o = opt_find(rows, name);
    struct opt *off = o || value ? NULL : find_negated(rows, name);
    if (off != NULL)
        return set_flag(off, false);
    if (o == NULL)
        return unknown(rows, name, err);
    if (value != NULL)
        return set_value(o, value, err);
    if (o->type == OPT_FLAG)
        return set_flag(o, true);
    if (o->type == OPT_OPTIONAL)
        return set_value(o, "", err);
    return take_next(rows, o, w, err);
}

static bool parse_long(struct opt *rows, const char *word, struct arguments *w,
                       struct error *err)
{
    struct strbuf name = STRBUF_INIT;
    const char *equals = strchr(word, '=');
    strbuf_add(&name, word, equals != NULL ? (size_t)(equals - word)
                                           : strlen(word));
    bool ok = parse_name(rows, name.s, equals != NULL ? equals + 1 : NULL, w,
                         err);
    strbuf_release(&name);
    return ok;
}

/* -abc is -a -b -c, until a letter takes the rest as its value. */
static bool parse_letters(struct opt *rows, const char *letters,
                          struct arguments *w, bool *help, struct error *err)
{
    for (const char *p = letters; *p != '\0'; p++) {
        struct opt *o = find_letter(rows, *p);
        if (o == NULL && *p == 'h') {
            *help = true;
            return true;
        }
        if (o == NULL) {
            error_set(err, EXIT_USAGE, "unknown option -%s", p);
            return error_hint(err, "--help lists the options");
        }
        if (o->type == OPT_FLAG)
            set_flag(o, true);
        else if (o->type == OPT_OPTIONAL)
            set_value(o, "", err);
        else
            return p[1] != '\0' ? set_value(o, p + 1, err)
                                : take_next(rows, o, w, err);
    }
    return true;
}

bool opt_parse(struct opt *rows, int argc, char **argv, int *npos,
               bool *help, struct error *err)
{
    struct arguments w = {0, argc, argv};
    bool options = true, ok = true;
    *npos = 0;
    *help = false;
    while (ok && !*help && w.at < argc) {
        char *word = argv[w.at++];
        if (!options || word[0] != '-' || word[1] == '\0')
            argv[(*npos)++] = word;
        else if (strcmp(word, "--") == 0)
            options = false;
        else if (strcmp(word, "--help") == 0)
            *help = true;
        else if (word[1] == '-')
            ok = parse_long(rows, word + 2, &w, err);
        else
            ok = parse_letters(rows, word + 1, &w, help, err);
    }
    return ok;
}
