/* vec_avx2: the vocabulary of vec_ref.h on 8 lanes. */
#ifndef KERN_VEC_AVX2_H
#define KERN_VEC_AVX2_H

#if !defined(__AVX2__) || !defined(__FMA__)
#error "compile with -mavx2 -mfma"
#endif

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>

#define VEC_NAME   avx2
#define VEC_FMA    true
#define VEC        8
#define TILE_MR    6
#define TILE_NV    2
#define VEC_CHAINS 12
#define VEC_FN     static inline __attribute__((always_inline, unused))

typedef __m256 vec;
typedef __m256i vint;

VEC_FN vec vec_set1(float x)
{
    return _mm256_set1_ps(x);
}
VEC_FN vec vec_load(const float *p)
{
    return _mm256_loadu_ps(p);
}
VEC_FN void vec_store(float *p, vec x)
{
    _mm256_storeu_ps(p, x);
}

/* All ones in the first n lanes. */
VEC_FN vint vec_first(int n)
{
    vint lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(n), lane);
}

VEC_FN vec vec_load_n(const float *p, int n, float fill)
{
    vint first = vec_first(n);
    return _mm256_blendv_ps(vec_set1(fill), _mm256_maskload_ps(p, first),
                            _mm256_castsi256_ps(first));
}

VEC_FN void vec_store_n(float *p, vec x, int n)
{
    _mm256_maskstore_ps(p, vec_first(n), x);
}

VEC_FN vec vec_add(vec a, vec b)
{
    return _mm256_add_ps(a, b);
}
VEC_FN vec vec_sub(vec a, vec b)
{
    return _mm256_sub_ps(a, b);
}
VEC_FN vec vec_mul(vec a, vec b)
{
    return _mm256_mul_ps(a, b);
}
VEC_FN vec vec_div(vec a, vec b)
{
    return _mm256_div_ps(a, b);
}
VEC_FN vec vec_sqrt(vec a)
{
    return _mm256_sqrt_ps(a);
}
VEC_FN vec vec_min(vec a, vec b)
{
    return _mm256_min_ps(a, b);
}
VEC_FN vec vec_max(vec a, vec b)
{
    return _mm256_max_ps(a, b);
}

VEC_FN vec vec_fma(vec a, vec b, vec c)
{
    return _mm256_fmadd_ps(a, b, c);
}

VEC_FN vec vec_if_less(vec a, vec b, vec yes, vec no)
{
    return _mm256_blendv_ps(no, yes, _mm256_cmp_ps(a, b, _CMP_LT_OQ));
}

VEC_FN vec vec_if_nan(vec x, vec y)
{
    return _mm256_blendv_ps(y, x, _mm256_cmp_ps(x, x, _CMP_UNORD_Q));
}

VEC_FN __m128 vec_lower(vec a)
{
    return _mm256_castps256_ps128(a);
}
VEC_FN __m128 vec_upper(vec a)
{
    return _mm256_extractf128_ps(a, 1);
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
    __m128 b = _mm_add_ps(vec_lower(a), vec_upper(a));
    b = _mm_add_ps(b, vec_by2(b));
    return _mm_cvtss_f32(_mm_add_ss(b, vec_by1(b)));
}

VEC_FN __m128 vec_max_nan(__m128 a, __m128 b)
{
    __m128 nan = _mm_cmpunord_ps(b, b);
    return _mm_blendv_ps(_mm_max_ps(b, a), b, nan);
}

VEC_FN float vec_fold_max(vec a)
{
    __m128 b = vec_max_nan(vec_lower(a), vec_upper(a));
    b = vec_max_nan(b, vec_by2(b));
    return _mm_cvtss_f32(vec_max_nan(b, vec_by1(b)));
}

VEC_FN vec vec_zip_low(vec a, vec b)
{
    return _mm256_permute2f128_ps(_mm256_unpacklo_ps(a, b),
                                  _mm256_unpackhi_ps(a, b), 0x20);
}
VEC_FN vec vec_zip_high(vec a, vec b)
{
    return _mm256_permute2f128_ps(_mm256_unpacklo_ps(a, b),
                                  _mm256_unpackhi_ps(a, b), 0x31);
}

/* ==== 32-bit integers ==== */

VEC_FN vint vint_set1(uint32_t x)
{
    return _mm256_set1_epi32((int)x);
}
VEC_FN vint vint_add(vint a, vint b)
{
    return _mm256_add_epi32(a, b);
}
VEC_FN vint vint_xor(vint a, vint b)
{
    return _mm256_xor_si256(a, b);
}
VEC_FN vint vint_mul(vint a, vint b)
{
    return _mm256_mullo_epi32(a, b);
}
#define vint_shift_right(a, bits) _mm256_srli_epi32(a, bits)

VEC_FN vint vint_count(uint32_t x)
{
    return vint_add(vint_set1(x), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

VEC_FN vec vec_zero_if_less(vint a, vint b, vec x)
{
    vec less = _mm256_castsi256_ps(_mm256_cmpgt_epi32(b, a));
    return _mm256_andnot_ps(less, x);
}

VEC_FN vec vec_add_exponent(vec x, vec t)
{
    vint e = _mm256_slli_epi32(_mm256_castps_si256(t), 23);
    return _mm256_castsi256_ps(vint_add(_mm256_castps_si256(x), e));
}

#endif
