#include "base/version.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"

static const char intro[] =
    "s2s " S2S_VERSION ": translation models with attention, trained here, "
    "in one program\n"
    "  s2s train corpus.tsv                       learn from pairs: "
    "source TAB target\n"
    "  s2s translate \"Where is the station?\"      translate\n"
    "  s2s align \"Where is the station?\"          see where each word came "
    "from\n"
    "commands:\n";

void cmd_screen(void)
{
    struct strbuf text = STRBUF_INIT;
    strbuf_puts(&text, intro);
    for (int i = 0; cmd_row(i); i++)
        strbuf_printf(&text, "  %-11s %s\n", cmd_row(i)->name,
                      cmd_row(i)->what);
    out_text(text.s);
    strbuf_release(&text);
}

int cmd_help(int argc, char **argv)
{
    static const struct opt_usage usage = {
        "help", "[COMMAND]", "What a command does and its options.\n"};
    struct opt rows[] = {OPT_END};
    struct error err;
    int status;
    if (!cmd_parse(&usage, rows, NULL, &argc, argv, &status))
        return status;
    if (!cmd_words(&usage, argc, 0, 1, &err))
        return cmd_fail(&err);
    const struct cmd *c = argc > 0 ? cmd_find(argv[0]) : NULL;
    if (argc > 0 && !c) {
        cmd_unknown(argv[0], &err);
        return cmd_fail(&err);
    }
    if (c)
        cmd_help_of(c);
    else
        cmd_screen();
    return EXIT_OK;
}
