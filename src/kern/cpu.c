#include "kern/cpu.h"

#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>

/* The system keeps the tiles of a process that has asked for them: once for
 * all its threads, and again is no error. */
static bool tiles_granted(void)
{
    enum { ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18 };
    return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) ==
           0;
}
#else
static bool tiles_granted(void)
{
    return false;
}
#endif

/* Tiles, and the instructions on them that leaf 7 shows in EDX. */
static bool has_amx(unsigned bits)
{
    enum { AMX_TILE = 1 << 24 };
    unsigned a, b, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & AMX_TILE) &&
           (d & bits) && tiles_granted();
}

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

static bool has_avx512_bf16(void)
{
    return has_avx512() && __builtin_cpu_supports("avx512bf16");
}

static bool has_amx_bf16(void)
{
    enum { AMX_BF16 = 1 << 22 };
    return has_avx512_bf16() && has_amx(AMX_BF16);
}

static bool has_amx_int8(void)
{
    enum { AMX_INT8 = 1 << 25 };
    return has_avx512() && __builtin_cpu_supports("avx512vnni") &&
           has_amx(AMX_INT8);
}

bool cpu_supports(const char *isa)
{
    __builtin_cpu_init();
    if (strcmp(isa, "avx512_vnni") == 0)
        return has_avx512() && __builtin_cpu_supports("avx512vnni");
    if (strcmp(isa, "amx_int8") == 0)
        return has_amx_int8();
    if (strcmp(isa, "avx_vnni") == 0)
        return has_avx_vnni();
    if (strcmp(isa, "avx512") == 0)
        return has_avx512();
    if (strcmp(isa, "avx512_bf16") == 0)
        return has_avx512_bf16();
    if (strcmp(isa, "amx_bf16") == 0)
        return has_amx_bf16();
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
