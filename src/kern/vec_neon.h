/* vec_neon: the vocabulary of vec_ref.h on the 4 lanes of 64-bit ARM. */
#ifndef KERN_VEC_NEON_H
#define KERN_VEC_NEON_H

#if !defined(__aarch64__)
#error "only for aarch64"
#endif

#include <arm_neon.h>
#include <stdbool.h>
#include <stdint.h>

#define VEC_NAME   neon
#define VEC_FMA    true
#define VEC        4
#define TILE_MR    6
#define TILE_NV    4
#define VEC_CHAINS 16
#define VEC_FN     static inline __attribute__((always_inline, unused))

typedef float32x4_t vec;
typedef uint32x4_t vint;

VEC_FN vec vec_set1(float x)
{
    return vdupq_n_f32(x);
}
VEC_FN vec vec_load(const float *p)
{
    return vld1q_f32(p);
}
VEC_FN void vec_store(float *p, vec x)
{
    vst1q_f32(p, x);
}

VEC_FN vec vec_load_n(const float *p, int n, float fill)
{
    float lane[4];
    for (int i = 0; i < 4; i++)
        lane[i] = i < n ? p[i] : fill;
    return vld1q_f32(lane);
}

VEC_FN void vec_store_n(float *p, vec x, int n)
{
    float lane[4];
    vst1q_f32(lane, x);
    for (int i = 0; i < n; i++)
        p[i] = lane[i];
}

VEC_FN vec vec_add(vec a, vec b)
{
    return vaddq_f32(a, b);
}
VEC_FN vec vec_sub(vec a, vec b)
{
    return vsubq_f32(a, b);
}
VEC_FN vec vec_mul(vec a, vec b)
{
    return vmulq_f32(a, b);
}
VEC_FN vec vec_div(vec a, vec b)
{
    return vdivq_f32(a, b);
}
VEC_FN vec vec_sqrt(vec a)
{
    return vsqrtq_f32(a);
}
VEC_FN vec vec_fma(vec a, vec b, vec c)
{
    return vfmaq_f32(c, a, b);
}

VEC_FN vec vec_if_less(vec a, vec b, vec yes, vec no)
{
    return vbslq_f32(vcltq_f32(a, b), yes, no);
}

VEC_FN vec vec_if_nan(vec x, vec y)
{
    return vbslq_f32(vceqq_f32(x, x), y, x);
}

/* vminq_f32 and vmaxq_f32 treat NaN and zeros in another way than x86. */
VEC_FN vec vec_min(vec a, vec b)
{
    return vec_if_less(a, b, a, b);
}
VEC_FN vec vec_max(vec a, vec b)
{
    return vec_if_less(b, a, a, b);
}

VEC_FN vec vec_by2(vec a)
{
    return vextq_f32(a, a, 2);
}
VEC_FN vec vec_by1(vec a)
{
    return vextq_f32(a, a, 1);
}

VEC_FN float vec_fold_add(vec a)
{
    a = vaddq_f32(a, vec_by2(a));
    return vgetq_lane_f32(vaddq_f32(a, vec_by1(a)), 0);
}

VEC_FN vec vec_max_nan(vec a, vec b)
{
    return vec_if_nan(b, vec_max(b, a));
}

VEC_FN float vec_fold_max(vec a)
{
    a = vec_max_nan(a, vec_by2(a));
    return vgetq_lane_f32(vec_max_nan(a, vec_by1(a)), 0);
}

VEC_FN vec vec_zip_low(vec a, vec b)
{
    return vzip1q_f32(a, b);
}
VEC_FN vec vec_zip_high(vec a, vec b)
{
    return vzip2q_f32(a, b);
}

/* ==== 32-bit integers ==== */

VEC_FN vint vint_set1(uint32_t x)
{
    return vdupq_n_u32(x);
}
VEC_FN vint vint_add(vint a, vint b)
{
    return vaddq_u32(a, b);
}
VEC_FN vint vint_xor(vint a, vint b)
{
    return veorq_u32(a, b);
}
VEC_FN vint vint_mul(vint a, vint b)
{
    return vmulq_u32(a, b);
}
#define vint_shift_right(a, bits) vshrq_n_u32(a, bits)

VEC_FN vint vint_count(uint32_t x)
{
    static const uint32_t lane[4] = {0, 1, 2, 3};
    return vint_add(vint_set1(x), vld1q_u32(lane));
}

VEC_FN vec vec_zero_if_less(vint a, vint b, vec x)
{
    vint less = vcltq_s32(vreinterpretq_s32_u32(a), vreinterpretq_s32_u32(b));
    return vreinterpretq_f32_u32(vbicq_u32(vreinterpretq_u32_f32(x), less));
}

VEC_FN vec vec_add_exponent(vec x, vec t)
{
    vint e = vshlq_n_u32(vreinterpretq_u32_f32(t), 23);
    return vreinterpretq_f32_u32(vint_add(vreinterpretq_u32_f32(x), e));
}

#endif
