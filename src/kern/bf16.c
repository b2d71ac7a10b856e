#include "kern/bf16.h"

#include <string.h>

#include "kern/cpu.h"
#include "kern/kern.h"

/* The rows of this build, best first. */
#if defined(__x86_64__) && !defined(S2S_F64)
#define BF16_ROWS(X) X(amx) X(avx512) X(ref)
#else
#define BF16_ROWS(X) X(ref)
#endif

#define BF16_DECLARE(name) extern const struct bf16_kern bf16_##name;
BF16_ROWS(BF16_DECLARE)

#define BF16_ADDRESS(name) &bf16_##name,
static const struct bf16_kern *const rows[] = {BF16_ROWS(BF16_ADDRESS) NULL};

const struct bf16_kern *BF16;

const struct bf16_kern *bf16_row(int i)
{
    return rows[i];
}

bool bf16_supported(const struct bf16_kern *row)
{
    return cpu_supports(row->name);
}

void bf16_use(const struct bf16_kern *row)
{
    BF16 = row;
}

static bool is_ref(const char *name)
{
    return strcmp(name, "ref") == 0;
}

/* K is what the user chose by S2S_ISA, or the best: a row that needs more
 * than K has is not taken, nor is the plain one, which is slow, unasked. */
void bf16_choose(void)
{
    BF16 = NULL;
    for (int i = 0; rows[i] != NULL && BF16 == NULL; i++)
        if (bf16_supported(rows[i]) && is_ref(rows[i]->name) == is_ref(K->name)
            && (is_ref(K->name) || strcmp(K->name, "avx512") == 0))
            BF16 = rows[i];
}

bool bf16_available(struct error *err)
{
    if (BF16 != NULL)
        return true;
    for (int i = 0; rows[i] != NULL; i++)
        if (bf16_supported(rows[i]) && !is_ref(rows[i]->name)) {
            error_set(err, EXIT_USAGE, "S2S_ISA=%s has no bf16", K->name);
            return error_hint(err, "without S2S_ISA, this processor has");
        }
    error_set(err, EXIT_USAGE,
              "this processor has no bf16 instructions (avx512_bf16 or "
              "amx_bf16)");
    return error_hint(err, "without --precision it trains in fp32");
}
