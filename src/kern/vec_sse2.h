/* vec_sse2: the vocabulary of vec_ref.h on 4 lanes.  No FMA: vec_fma rounds
 * twice, so this row gives other bits than the rest. */
#ifndef KERN_VEC_SSE2_H
#define KERN_VEC_SSE2_H

#if !defined(__SSE2__)
#error "compile with -msse2"
#endif

#include <emmintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define VEC_NAME   sse2
#define VEC_FMA    false
#define VEC        4
#define TILE_MR    6
#define TILE_NV    2
#define VEC_CHAINS 12
#define VEC_FN     static inline __attribute__((always_inline, unused))

typedef __m128 vec;
typedef __m128i vint;

VEC_FN vec vec_set1(float x)
{
    return _mm_set1_ps(x);
}
VEC_FN vec vec_load(const float *p)
{
    return _mm_loadu_ps(p);
}
VEC_FN void vec_store(float *p, vec x)
{
    _mm_storeu_ps(p, x);
}

VEC_FN vec vec_load_n(const float *p, int n, float fill)
{
    float lane[4];
    for (int i = 0; i < 4; i++)
        lane[i] = i < n ? p[i] : fill;
    return _mm_loadu_ps(lane);
}

VEC_FN void vec_store_n(float *p, vec x, int n)
{
    float lane[4];
    _mm_storeu_ps(lane, x);
    for (int i = 0; i < n; i++)
        p[i] = lane[i];
}

VEC_FN vec vec_add(vec a, vec b)
{
    return _mm_add_ps(a, b);
}
VEC_FN vec vec_sub(vec a, vec b)
{
    return _mm_sub_ps(a, b);
}
VEC_FN vec vec_mul(vec a, vec b)
{
    return _mm_mul_ps(a, b);
}
VEC_FN vec vec_div(vec a, vec b)
{
    return _mm_div_ps(a, b);
}
VEC_FN vec vec_sqrt(vec a)
{
    return _mm_sqrt_ps(a);
}
VEC_FN vec vec_min(vec a, vec b)
{
    return _mm_min_ps(a, b);
}
VEC_FN vec vec_max(vec a, vec b)
{
    return _mm_max_ps(a, b);
}

VEC_FN vec vec_fma(vec a, vec b, vec c)
{
    return _mm_add_ps(_mm_mul_ps(a, b), c);
}

/* mask ? yes : no */
VEC_FN vec vec_blend(vec mask, vec yes, vec no)
{
    return _mm_or_ps(_mm_and_ps(mask, yes), _mm_andnot_ps(mask, no));
}

VEC_FN vec vec_if_less(vec a, vec b, vec yes, vec no)
{
    return vec_blend(_mm_cmplt_ps(a, b), yes, no);
}

VEC_FN vec vec_if_nan(vec x, vec y)
{
    return vec_blend(_mm_cmpunord_ps(x, x), x, y);
}

VEC_FN vec vec_by2(vec a)
{
    return _mm_movehl_ps(a, a);
}
VEC_FN vec vec_by1(vec a)
{
    return _mm_shuffle_ps(a, a, 1);
}

VEC_FN float vec_fold_add(vec a)
{
    a = _mm_add_ps(a, vec_by2(a));
    return _mm_cvtss_f32(_mm_add_ss(a, vec_by1(a)));
}

VEC_FN vec vec_max_nan(vec a, vec b)
{
    return vec_if_nan(b, _mm_max_ps(b, a));
}

VEC_FN float vec_fold_max(vec a)
{
    a = vec_max_nan(a, vec_by2(a));
    return _mm_cvtss_f32(vec_max_nan(a, vec_by1(a)));
}

VEC_FN vec vec_zip_low(vec a, vec b)
{
    return _mm_unpacklo_ps(a, b);
}
VEC_FN vec vec_zip_high(vec a, vec b)
{
    return _mm_unpackhi_ps(a, b);
}

/* ==== 32-bit integers ==== */

VEC_FN vint vint_set1(uint32_t x)
{
    return _mm_set1_epi32((int)x);
}
VEC_FN vint vint_add(vint a, vint b)
{
    return _mm_add_epi32(a, b);
}
VEC_FN vint vint_xor(vint a, vint b)
{
    return _mm_xor_si128(a, b);
}
#define vint_shift_right(a, bits) _mm_srli_epi32(a, bits)

/* The even lanes' and the odd lanes' 64-bit products, low halves joined. */
VEC_FN vint vint_mul(vint a, vint b)
{
    vint even = _mm_mul_epu32(a, b);
    vint odd = _mm_mul_epu32(_mm_srli_si128(a, 4), _mm_srli_si128(b, 4));
    return _mm_unpacklo_epi32(_mm_shuffle_epi32(even, 0x08),
                              _mm_shuffle_epi32(odd, 0x08));
}

VEC_FN vint vint_count(uint32_t x)
{
    return vint_add(vint_set1(x), _mm_setr_epi32(0, 1, 2, 3));
}

VEC_FN vec vec_zero_if_less(vint a, vint b, vec x)
{
    return _mm_andnot_ps(_mm_castsi128_ps(_mm_cmplt_epi32(a, b)), x);
}

VEC_FN vec vec_add_exponent(vec x, vec t)
{
    vint e = _mm_slli_epi32(_mm_castps_si128(t), 23);
    return _mm_castsi128_ps(vint_add(_mm_castps_si128(x), e));
}

#endif
