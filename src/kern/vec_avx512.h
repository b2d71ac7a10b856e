/* vec_avx512: the vocabulary of vec_ref.h on 16 lanes. */
#ifndef KERN_VEC_AVX512_H
#define KERN_VEC_AVX512_H

#if !defined(__AVX512F__) || !defined(__AVX512VL__) || \
    !defined(__AVX512BW__) || !defined(__AVX512DQ__)
#error "compile with -mavx512f -mavx512vl -mavx512bw -mavx512dq"
#endif

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>

#define VEC_NAME   avx512
#define VEC_FMA    true
#define VEC        16
#define TILE_MR    6
#define TILE_NV    4
#define VEC_CHAINS 24
#define VEC_FN     static inline __attribute__((always_inline, unused))

typedef __m512 vec;
typedef __m512i vint;

/* The mask of the first n lanes. */
VEC_FN __mmask16 vec_first(int n)
{
    return (__mmask16)((1u << n) - 1);
}

VEC_FN vec vec_set1(float x)
{
    return _mm512_set1_ps(x);
}
VEC_FN vec vec_load(const float *p)
{
    return _mm512_loadu_ps(p);
}
VEC_FN void vec_store(float *p, vec x)
{
    _mm512_storeu_ps(p, x);
}

VEC_FN vec vec_load_n(const float *p, int n, float fill)
{
    return _mm512_mask_loadu_ps(vec_set1(fill), vec_first(n), p);
}

VEC_FN void vec_store_n(float *p, vec x, int n)
{
    _mm512_mask_storeu_ps(p, vec_first(n), x);
}

VEC_FN vec vec_add(vec a, vec b)
{
    return _mm512_add_ps(a, b);
}
VEC_FN vec vec_sub(vec a, vec b)
{
    return _mm512_sub_ps(a, b);
}
VEC_FN vec vec_mul(vec a, vec b)
{
    return _mm512_mul_ps(a, b);
}
VEC_FN vec vec_div(vec a, vec b)
{
    return _mm512_div_ps(a, b);
}
VEC_FN vec vec_sqrt(vec a)
{
    return _mm512_sqrt_ps(a);
}
VEC_FN vec vec_min(vec a, vec b)
{
    return _mm512_min_ps(a, b);
}
VEC_FN vec vec_max(vec a, vec b)
{
    return _mm512_max_ps(a, b);
}

VEC_FN vec vec_fma(vec a, vec b, vec c)
{
    return _mm512_fmadd_ps(a, b, c);
}

VEC_FN vec vec_if_less(vec a, vec b, vec yes, vec no)
{
    __mmask16 less = _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ);
    return _mm512_mask_blend_ps(less, no, yes);
}

VEC_FN vec vec_if_nan(vec x, vec y)
{
    __mmask16 nan = _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q);
    return _mm512_mask_blend_ps(nan, y, x);
}

/* Halves of what is folded: the upper lanes, moved down. */
VEC_FN __m256 vec_upper(vec a)
{
    return _mm512_extractf32x8_ps(a, 1);
}
VEC_FN __m128 vec_by2(__m128 a)
{
    return _mm_movehl_ps(a, a);
}
VEC_FN __m128 vec_by1(__m128 a)
{
    return _mm_shuffle_ps(a, a, 1);
}

VEC_FN float vec_fold_add(vec a)
{
    __m256 b = _mm256_add_ps(_mm512_castps512_ps256(a), vec_upper(a));
    __m128 c =
        _mm_add_ps(_mm256_castps256_ps128(b), _mm256_extractf128_ps(b, 1));
    c = _mm_add_ps(c, vec_by2(c));
    return _mm_cvtss_f32(_mm_add_ss(c, vec_by1(c)));
}

VEC_FN __m128 vec_max_nan(__m128 a, __m128 b)
{
    __m128 nan = _mm_cmpunord_ps(b, b);
    return _mm_blendv_ps(_mm_max_ps(b, a), b, nan);
}

VEC_FN float vec_fold_max(vec a)
{
    __m256 lo = _mm512_castps512_ps256(a), hi = vec_upper(a);
    __m128 c =
        vec_max_nan(_mm256_castps256_ps128(lo), _mm256_extractf128_ps(lo, 1));
    __m128 d =
        vec_max_nan(_mm256_castps256_ps128(hi), _mm256_extractf128_ps(hi, 1));
    c = vec_max_nan(c, d);
    c = vec_max_nan(c, vec_by2(c));
    return _mm_cvtss_f32(vec_max_nan(c, vec_by1(c)));
}

VEC_FN vec vec_zip_low(vec a, vec b)
{
    vint lanes = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6,
                                   22, 7, 23);
    return _mm512_permutex2var_ps(a, lanes, b);
}
VEC_FN vec vec_zip_high(vec a, vec b)
{
    vint lanes = _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13,
                                   29, 14, 30, 15, 31);
    return _mm512_permutex2var_ps(a, lanes, b);
}

/* ==== 32-bit integers ==== */

VEC_FN vint vint_set1(uint32_t x)
{
    return _mm512_set1_epi32((int)x);
}
VEC_FN vint vint_add(vint a, vint b)
{
    return _mm512_add_epi32(a, b);
}
VEC_FN vint vint_xor(vint a, vint b)
{
    return _mm512_xor_si512(a, b);
}
VEC_FN vint vint_mul(vint a, vint b)
{
    return _mm512_mullo_epi32(a, b);
}
#define vint_shift_right(a, bits) _mm512_srli_epi32(a, bits)

VEC_FN vint vint_count(uint32_t x)
{
    return vint_add(vint_set1(x), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8,
                                                    9, 10, 11, 12, 13, 14, 15));
}

VEC_FN vec vec_zero_if_less(vint a, vint b, vec x)
{
    return _mm512_maskz_mov_ps(_mm512_cmpge_epi32_mask(a, b), x);
}

VEC_FN vec vec_add_exponent(vec x, vec t)
{
    vint e = _mm512_slli_epi32(_mm512_castps_si512(t), 23);
    return _mm512_castsi512_ps(vint_add(_mm512_castps_si512(x), e));
}

#endif
