#include <string.h>

#include "cmd/cmd.h"
#include "cmd/cmd_complete.h"
#include "cmd/cmd_out.h"

static const struct opt_usage usage = {
    "completion", "bash|zsh|fish",
    "Prints a script that completes commands, options and their values.\n"
    "\n"
    "  bash: eval \"$(s2s completion bash)\"            in ~/.bashrc\n"
    "  zsh:  source <(s2s completion zsh)             in ~/.zshrc\n"
    "  fish: s2s completion fish | source             in config.fish\n"};

static const struct shell {
    const char *name;
    void (*put)(struct strbuf *out);
} shells[] = {
    {"bash", complete_bash},
    {"zsh", complete_zsh},
    {"fish", complete_fish},
};

static const char *shell_name(int i)
{
    int n = (int)(sizeof shells / sizeof *shells);
    return i >= 0 && i < n ? shells[i].name : NULL;
}

static bool put(const char *name, struct strbuf *out, struct error *err)
{
    for (int i = 0; shell_name(i); i++)
        if (strcmp(shell_name(i), name) == 0) {
            shells[i].put(out);
            return true;
        }
    return error_set(err, EXIT_USAGE, "completion %s: expected bash, zsh or "
                     "fish", name);
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    (void)ctx;
    (void)n;
    (void)arena;
    bool ok = put(word[0], &out, err) && out_write(NULL, &out, err);
    strbuf_release(&out);
    return ok;
}

int cmd_completion(int argc, char **argv)
{
    struct opt rows[] = {OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, NULL, 1, 1, run, NULL},
                  argc, argv);
}
