/* cpu: what this processor can do. */
#ifndef KERN_CPU_H
#define KERN_CPU_H

#include <stdbool.h>

/* Whether processor and system can run the instruction set called `isa`:
 * ref, sse2, avx2 (with FMA), avx512 (F, VL, BW, DQ), neon; and with avx512
 * also avx512_bf16, amx_bf16 (which asks the system for the tiles), and for
 * eight bits avx_vnni, avx512_vnni, amx_int8. */
bool cpu_supports(const char *isa);

#endif
