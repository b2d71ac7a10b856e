#include "kern/cpu.h"

#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq");
}

/* Compilers have no name for this one yet. */
static bool has_avx_vnni(void)
{
    enum { LEAF = 7, SUBLEAF = 1, AVX_VNNI = 1 << 4 };
    unsigned a, b, c, d;
    return __builtin_cpu_supports("avx2") &&
           __get_cpuid_count(LEAF, SUBLEAF, &a, &b, &c, &d) && (a & AVX_VNNI);
}

bool cpu_supports(const char *isa)
{
    __builtin_cpu_init();
    if (strcmp(isa, "avx512_vnni") == 0)
        return has_avx512() && __builtin_cpu_supports("avx512vnni");
    if (strcmp(isa, "avx_vnni") == 0)
        return has_avx_vnni();
    if (strcmp(isa, "avx512") == 0)
        return has_avx512();
    if (strcmp(isa, "avx2") == 0)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return strcmp(isa, "sse2") == 0 || strcmp(isa, "ref") == 0;
}

#elif defined(__aarch64__)

bool cpu_supports(const char *isa)
{
    return strcmp(isa, "neon") == 0 || strcmp(isa, "ref") == 0;
}

#else

bool cpu_supports(const char *isa)
{
    return strcmp(isa, "ref") == 0;
}

#endif
