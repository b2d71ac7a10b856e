#include "kern/kern.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "kern/bf16.h"
#include "kern/cpu.h"
#include "kern/i8.h"

/* The rows of this build, best first. */
#if defined(S2S_F64)
#define KERN_ROWS(X) X(ref)
#elif defined(__x86_64__)
#define KERN_ROWS(X) X(avx512) X(avx2) X(sse2) X(ref)
#elif defined(__aarch64__)
#define KERN_ROWS(X) X(neon) X(ref)
#else
#define KERN_ROWS(X) X(ref)
#endif

#define KERN_DECLARE(name) extern const struct kern kern_##name;
KERN_ROWS(KERN_DECLARE)

#define KERN_ADDRESS(name) &kern_##name,
static const struct kern *const rows[] = {KERN_ROWS(KERN_ADDRESS) NULL};

#define KERN_NAME(name) " " #name
static const char row_names[] = KERN_ROWS(KERN_NAME);

const struct kern *K;

const struct kern *kern_row(int i)
{
    return rows[i];
}

bool kern_supported(const struct kern *row)
{
    return cpu_supports(row->name);
}

void kern_use(const struct kern *row)
{
    K = row;
    i8_choose();
    bf16_choose();
}

bool kern_reaches(const char *name)
{
    int i = 0;
    while (rows[i] != NULL && strcmp(rows[i]->name, K->name) != 0)
        i++;
    while (rows[i] != NULL && strcmp(rows[i]->name, name) != 0)
        i++;
    return rows[i] != NULL;
}

static bool choose(const char *name, struct error *err)
{
    for (int i = 0; rows[i] != NULL; i++) {
        if (strcmp(rows[i]->name, name) != 0)
            continue;
        if (!kern_supported(rows[i])) {
            error_set(err, EXIT_USAGE,
                      "S2S_ISA=%s: this processor has not"
                      " got these instructions",
                      name);
            return error_hint(err, "unset S2S_ISA to use the best there is");
        }
        kern_use(rows[i]);
        return true;
    }
    error_set(err, EXIT_USAGE,
              "S2S_ISA=%s: no such instruction set in this"
              " program; expected one of%s",
              name, row_names);
    return error_hint(err, "unset S2S_ISA to use the best there is");
}

bool kern_init(struct error *err)
{
    const char *name = getenv("S2S_ISA");
    if (name != NULL && *name != '\0')
        return choose(name, err);
    int i = 0;
    while (!kern_supported(rows[i])) /* ref, the last, always is */
        i++;
    kern_use(rows[i]);
    return true;
}

/* The best of many short runs: another program may take the processor in
 * between, and the clock needs a while to rise. */
double kern_peak(double seconds)
{
    double best = 0, start = clock_seconds(), now = start;
    do {
        double before = now;
        double flops = K->spin(20000);
        now = clock_seconds();
        if (now > before && flops / (now - before) > best)
            best = flops / (now - before);
    } while (now - start < seconds);
    return best * 1e-9;
}
