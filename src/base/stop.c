#include "base/stop.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stop_received;
static const char *volatile last_words;

/* The first signal asks; the second, of whichever kind, gets the system's
 * default, which ends the process as soon as the handler returns.  A terminal
 * that closes may say so twice, the system and the shell each once: it asks,
 * and never ends. */
static void on_signal(int sig)
{
    const char *words = last_words;
    if (stop_received == 0 || sig == SIGHUP) {
        if (stop_received == 0)
            stop_received = sig == SIGINT ? SIGINT : SIGTERM;
        return;
    }
    if (words && write(STDERR_FILENO, words, strlen(words)) < 0)
        last_words = NULL;
    signal(sig, SIG_DFL);
    raise(sig);
}

/* Also where SIGINT is ignored: a shell without job control starts every
 * background command so, and a training run there must be stoppable too.  Not
 * where SIGHUP is: nohup's training outlives its terminal. */
void stop_install(void)
{
    struct sigaction sa = {0}, old;
    sa.sa_handler = on_signal;
    sa.sa_flags = SA_RESTART;
    sigemptyset(&sa.sa_mask);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
    if (sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &sa, NULL);
}

void stop_last_words(const char *words)
{
    last_words = words;
}

int stop_signal(void)
{
    return stop_received;
}

void stop_remove(void)
{
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (signal(SIGHUP, SIG_DFL) == SIG_IGN)
        signal(SIGHUP, SIG_IGN);
}
