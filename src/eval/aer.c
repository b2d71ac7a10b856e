#include "eval/aer.h"

#include <stdio.h>
#include <string.h>

enum { LINK_MOST = 31 };   /* bytes of a link; more are no link */

/* "3-4", "3?4", "3p4": exactly one word of `n` bytes. */
static bool parse_link(struct aer_link *out, const char *s, size_t n)
{
    char word[LINK_MOST + 1], kind, rest;

    if (n > LINK_MOST)
        return false;
    memcpy(word, s, n);
    word[n] = '\0';
    if (word[strspn(word, "0123456789-?pP")] != '\0' || word[0] == '-' ||
        sscanf(word, "%9d%c%9d%c", &out->i, &kind, &out->j, &rest) != 3)
        return false;
    out->sure = kind == '-';
    return out->j >= 0 && strchr("-?pP", kind) != NULL;
}

/* A link that is there already is one link, sure if either is. */
static void add(struct aer_links *out, struct aer_link new)
{
    for (int k = 0; k < out->n; k++) {
        struct aer_link *old = &out->link[k];
        if (old->i == new.i && old->j == new.j) {
            old->sure = old->sure || new.sure;
            return;
        }
    }
    out->link[out->n++] = new;
}

bool aer_parse(struct aer_links *out, const char *line, bool swap,
               struct arena *arena, struct error *err)
{
    static const char space[] = " \t\r";

    *out = (struct aer_links){
        ARENA_ARRAY(arena, struct aer_link, strlen(line) / 2 + 1), 0};
    for (line += strspn(line, space); *line; line += strspn(line, space)) {
        size_t n = strcspn(line, space);
        struct aer_link l;
        if (!parse_link(&l, line, n))
            return error_set(err, EXIT_DATA, "\"%.*s\" is no link (expected "
                             "i-j, or i?j where it is only possible)",
                             n > LINK_MOST ? LINK_MOST : (int)n, line);
        add(out, swap ? (struct aer_link){l.j, l.i, l.sure} : l);
        line += n;
    }
    return true;
}

void aer_add(struct aer *sum, const struct aer_links *made,
             const struct aer_links *gold)
{
    sum->made += made->n;
    for (int k = 0; k < gold->n; k++)
        sum->sure += gold->link[k].sure;
    for (int m = 0; m < made->n; m++) {
        bool sure = false, possible = false;

        for (int k = 0; k < gold->n; k++) {
            const struct aer_link *g = &gold->link[k];
            bool same = g->i == made->link[m].i && g->j == made->link[m].j;

            possible = possible || same;
            sure = sure || (same && g->sure);
        }
        sum->in_sure += sure;
        sum->in_possible += possible;
    }
}

double aer_value(const struct aer *sum)
{
    double links = (double)(sum->made + sum->sure);

    if (!(links > 0.0))
        return 0.0;
    return 1.0 - (double)(sum->in_sure + sum->in_possible) / links;
}

static double share(long part, long whole)
{
    return whole > 0 ? (double)part / (double)whole : 0.0;
}

double aer_precision(const struct aer *sum)
{
    return share(sum->in_possible, sum->made);
}

double aer_recall(const struct aer *sum)
{
    return share(sum->in_sure, sum->sure);
}
