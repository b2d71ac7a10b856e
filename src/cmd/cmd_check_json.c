/* s2s check as one JSON object. */
#include "base/json.h"
#include "cmd/cmd_check.h"

static void put_dropped(struct strbuf *out, const struct corpus *c)
{
    const char *before = "";

    strbuf_puts(out, ",\"dropped\":[");
    for (int i = 0; i < DROP_REASON_COUNT; i++)
        if (c->dropped[i] > 0) {
            strbuf_printf(out, "%s{\"count\":%ld,\"first_line\":%ld", before,
                          c->dropped[i], c->first[i]);
            json_put_member_text(out, "reason",
                                 corpus_drop_text((enum drop)i));
            strbuf_putc(out, '}');
            before = ",";
        }
    strbuf_putc(out, ']');
}

static void put_pair(struct strbuf *out, const struct pair *p)
{
    strbuf_printf(out, "{\"line\":%ld", p->line);
    json_put_member_text(out, "source", p->text[0]);
    json_put_member_text(out, "target", p->text[1]);
    strbuf_putc(out, '}');
}

static void put_finding(struct strbuf *out, const struct check *k,
                        const struct finding *f)
{
    strbuf_printf(out, "{\"level\":\"%s\",\"count\":%ld,\"of\":%ld",
                  f->level == CHECK_WARNING ? "warning" : "note", f->count,
                  f->of);
    json_put_member_text(out, "name", f->kind->name);
    json_put_member_text(out, "what", f->kind->what);
    json_put_member_text(out, "detail", f->detail);
    json_put_member_text(out, "means", f->kind->means);
    json_put_member_text(out, "advice", f->kind->advice);
    strbuf_puts(out, ",\"lines\":[");
    for (int i = 0; i < f->shown; i++) {
        strbuf_puts(out, i ? "," : "");
        put_pair(out, &k->c->pair[f->pair[i]]);
    }
    strbuf_puts(out, "]}");
}

void check_put_json(struct strbuf *out, const struct check_view *v)
{
    const struct corpus *c = v->check->c;

    strbuf_printf(out, "{\"schema_version\":1,\"lines\":%ld,\"pairs\":%d",
                  c->lines, c->n);
    json_put_member_text(out, "corpus", c->name);
    put_dropped(out, c);
    strbuf_puts(out, ",\"findings\":[");
    for (int i = 0; i < v->findings; i++) {
        strbuf_puts(out, i ? "," : "");
        put_finding(out, v->check, &v->finding[i]);
    }
    strbuf_puts(out, "]}\n");
}
