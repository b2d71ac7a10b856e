/* What a training leaves in its run folder, written and read. */
#include <cjson/cJSON.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "task/story.h"

enum { MOST = 1 << 20, LINE = 4096 };

static void in_folder(struct strbuf *out, const char *folder,
                      const char *name)
{
    strbuf_printf(out, "%s/%s", folder, name);
}

static bool save(const char *folder, const char *name,
                 const struct strbuf *bytes, struct error *err)
{
    struct strbuf path = STRBUF_INIT;
    in_folder(&path, folder, name);
    bool ok = save_all(path.s, bytes->s, bytes->n, err);
    strbuf_release(&path);
    return ok;
}

/* ==== story.json ==== */

static void put_member(struct strbuf *out, const char *key, const char *value)
{
    strbuf_printf(out, "%s\n \"%s\": ", out->n > 1 ? "," : "", key);
    json_put_text(out, value);
}

static bool write_json(const struct story_record *r, const char *folder,
                       struct error *err)
{
    const struct {
        const char *key, *value;
    } member[] = {{"command", r->command}, {"corpus", r->corpus},
                  {"dev", r->dev}, {"init", r->init}};
    struct strbuf out = STRBUF_INIT;
    strbuf_puts(&out, "{");
    for (size_t i = 0; i < sizeof member / sizeof *member; i++)
        if (*member[i].value)
            put_member(&out, member[i].key, member[i].value);
    strbuf_puts(&out, "\n}\n");
    bool ok = save(folder, "story.json", &out, err);
    strbuf_release(&out);
    return ok;
}

bool story_begin(const char *init, const char *folder, struct error *err)
{
    struct story_record r = {"", "", "", init};
    return !init || write_json(&r, folder, err);
}

static const char *member(const cJSON *j, const char *key,
                          struct arena *arena)
{
    struct error err;
    const char *s;
    return json_get_string(j, key, &s, &err) ? arena_strdup(arena, s) : "";
}

void story_record_read(struct story_record *r, const char *folder,
                       struct arena *arena)
{
    struct strbuf path = STRBUF_INIT;
    struct error err;
    struct cJSON *j;
    char *bytes;
    size_t n;
    *r = (struct story_record){"", "", "", ""};
    in_folder(&path, folder, "story.json");
    if (file_exists(path.s) &&
        file_read(path.s, MOST, arena, &bytes, &n, &err) &&
        json_parse(&j, bytes, n, &err)) {
        r->command = member(j, "command", arena);
        r->corpus = member(j, "corpus", arena);
        r->dev = member(j, "dev", arena);
        r->init = member(j, "init", arena);
        json_free(j);
    }
    strbuf_release(&path);
}

/* ==== dev.tsv ==== */

/* A tab would begin another column. */
static void put_column(struct strbuf *out, const char *s, char end)
{
    for (; *s; s++)
        strbuf_putc(out, *s == '\t' ? ' ' : *s);
    strbuf_putc(out, end);
}

static bool write_dev(const struct corpus *dev, const char *folder,
                      struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    for (int i = 0; i < dev->n && i < STORY_DEV; i++) {
        put_column(&out, dev->pair[i].text[0], '\t');
        put_column(&out, dev->pair[i].text[1], '\n');
    }
    bool ok = save(folder, "dev.tsv", &out, err);
    strbuf_release(&out);
    return ok;
}

bool story_record_write(const struct story_record *r,
                        const struct corpus *dev, const char *folder,
                        struct error *err)
{
    return write_json(r, folder, err) && write_dev(dev, folder, err);
}

bool story_dev(struct corpus *c, const char *folder, struct arena *arena)
{
    static const struct corpus_options o = {{1, 2}, false, true};
    struct strbuf path = STRBUF_INIT;
    struct error err;
    in_folder(&path, folder, "dev.tsv");
    const char *name = arena_strdup(arena, path.s);
    bool ok = file_exists(name) && corpus_read(c, name, &o, arena, &err);
    strbuf_release(&path);
    return ok;
}

/* ==== All ==== */

void story_forget(const char *folder)
{
    static const char *const name[] = {"story.json", "dev.tsv", "report.html"};
    struct strbuf path = STRBUF_INIT;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        strbuf_reset(&path);
        in_folder(&path, folder, name[i]);
        unlink(path.s);
    }
    strbuf_release(&path);
}

/* ==== log.jsonl ==== */

static bool get_step(const cJSON *j, long *step)
{
    struct error err;
    long long x;
    if (!json_get_int(j, "step", 0, 1LL << 52, &x, &err))
        return false;
    *step = (long)x;
    return true;
}

static bool get_update(const cJSON *j, struct page_update *u)
{
    struct error err;
    return get_step(j, &u->step) &&
           json_get_number(j, "loss", &u->loss, &err) &&
           json_get_number(j, "norm", &u->norm, &err) &&
           json_get_number(j, "lr", &u->rate, &err);
}

static bool get_check(const cJSON *j, struct page_check *c)
{
    struct error err;
    return get_step(j, &c->step) &&
           json_get_number(j, "dev_loss", &c->loss, &err) &&
           json_get_number(j, "dev_bleu", &c->bleu, &err);
}

struct lists {
    struct page_update *update;
    struct page_check *check;
    int updates, checks;
};

/* What comes after `step` was undone. */
static void back_to(struct lists *l, long step)
{
    while (l->updates && l->update[l->updates - 1].step > step)
        l->updates--;
    while (l->checks && l->check[l->checks - 1].step > step)
        l->checks--;
}

/* A line that goes back undoes what comes after it, of its kind. */
static void take(struct lists *l, const cJSON *j)
{
    struct page_update u;
    struct page_check c;
    struct error err;
    const char *event;
    long step;
    if (!json_get_string(j, "event", &event, &err))
        return;
    if (strcmp(event, "update") == 0 && get_update(j, &u)) {
        while (l->updates && l->update[l->updates - 1].step >= u.step)
            l->updates--;
        l->update[l->updates++] = u;
    } else if (strcmp(event, "check") == 0 && get_check(j, &c)) {
        while (l->checks && l->check[l->checks - 1].step >= c.step)
            l->checks--;
        l->check[l->checks++] = c;
    } else if (strcmp(event, "rolled back") == 0 && get_step(j, &step)) {
        back_to(l, step);
    }
}

/* Calls take for each of the first `most` lines, or only counts them: a
 * training that runs adds others meanwhile. */
static int log_lines(const char *path, struct lists *l, int most)
{
    struct strbuf line = STRBUF_INIT;
    struct lines *in;
    struct error err;
    struct cJSON *j;
    bool cut;
    int n = 0;
    if (!file_exists(path) || !lines_open(&in, path, &err))
        return 0;
    for (; n < most && lines_next(in, &line, LINE, &cut, &err); n++)
        if (l && json_parse(&j, line.s, line.n, &err)) {
            take(l, j);
            json_free(j);
        }
    lines_close(in);
    strbuf_release(&line);
    return n;
}

void story_history(struct page_history *h, const char *folder,
                   struct arena *arena)
{
    struct strbuf path = STRBUF_INIT;
    struct lists l = {0};
    in_folder(&path, folder, "log.jsonl");
    int n = log_lines(path.s, NULL, INT_MAX);
    l.update = ARENA_ARRAY(arena, struct page_update, n);
    l.check = ARENA_ARRAY(arena, struct page_check, n);
    log_lines(path.s, &l, n);
    *h = (struct page_history){l.update, l.check, l.updates, l.checks};
    strbuf_release(&path);
}
