/* Vectors of floats and of whole numbers, as wide as this processor multiplies bytes.
 *
 * Written with the compilers' vector types; only the product of bytes needs an instruction by name,
 * and where there is none it is spelled out. Results are the same on every processor up to rounding.
 */
#ifndef SCENESCORE_LANES_H
#define SCENESCORE_LANES_H

#include <math.h>
#include <stdint.h>
#include <string.h>
#if defined(__AVX512VNNI__) || defined(__AVXVNNI__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__) || !defined(__AVX2__)
#define WIDE 16
#else
#define WIDE 8
#endif

#define ALWAYS static inline __attribute__((always_inline))
#define FOR_EACH(i, n) for (long i = 0; i < (n); i++)

typedef float floats __attribute__((vector_size(4 * WIDE)));
typedef int32_t whole __attribute__((vector_size(4 * WIDE)));
typedef float loose_floats __attribute__((vector_size(4 * WIDE), aligned(4), may_alias));
typedef int32_t loose_whole __attribute__((vector_size(4 * WIDE), aligned(1), may_alias));

ALWAYS floats load(const float *from) { return *(const loose_floats *)from; }
ALWAYS void store(float *to, floats value) { *(loose_floats *)to = value; }
ALWAYS whole load_bytes(const void *from) { return *(const loose_whole *)from; }
ALWAYS whole four_bytes(const int8_t *from) {
  int32_t four;
  memcpy(&four, from, 4);
  return four - (whole){0};
}
ALWAYS void store_bytes(int8_t *to, whole value) {
  typedef int8_t bytes __attribute__((vector_size(WIDE)));
  bytes narrow = __builtin_convertvector(value, bytes);
  memcpy(to, &narrow, sizeof narrow);
}
ALWAYS floats spread(float value) { return value - (floats){0}; }
ALWAYS whole spread_whole(int32_t value) { return value - (whole){0}; }
ALWAYS floats as_floats(whole value) { return __builtin_convertvector(value, floats); }

/* Add to each lane the products of its four bytes: unsigned by signed. */
ALWAYS whole add_products(whole sum, whole plain, whole with_sign) {
#if defined(__AVX512VNNI__) && WIDE == 16
  return (whole)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)plain, (__m512i)with_sign);
#elif defined(__AVXVNNI__) && WIDE == 8
  return (whole)_mm256_dpbusd_avx_epi32((__m256i)sum, (__m256i)plain, (__m256i)with_sign);
#else
  for (int part = 0; part < 4; part++) {
    whole a = (whole)(((uint32_t __attribute__((vector_size(4 * WIDE))))plain >> (8 * part)) & 255);
    whole b = (with_sign << (24 - 8 * part)) >> 24;
    sum += a * b;
  }
  return sum;
#endif
}

ALWAYS floats larger(floats a, floats b) {
  whole first = a > b;
  return (floats)(((whole)a & first) | ((whole)b & ~first));
}

ALWAYS float largest(floats value) {
  float best = value[0];
  for (int i = 1; i < WIDE; i++) best = value[i] > best ? value[i] : best;
  return best;
}

/* e to the power of x for x <= 80, within 2e-7 of it: a power of two and a polynomial. */
ALWAYS floats power_of_e(floats x) {
  x = larger(x, spread(-87.0f));
  floats scaled = x * 1.44269504089f;
  floats magic = spread(12582912.0f); /* 1.5 * 2^23: adding it rounds */
  floats turns = scaled + magic;
  whole exponent = (whole)turns - (whole)magic;
  turns = turns - magic;
  floats rest = x - turns * 0.693359375f + turns * 2.12194440e-4f;
  floats y = spread(1.9875691500e-4f);
  y = y * rest + 1.3981999507e-3f;
  y = y * rest + 8.3334519073e-3f;
  y = y * rest + 4.1665795894e-2f;
  y = y * rest + 1.6666665459e-1f;
  y = y * rest + 5.0000001201e-1f;
  y = y * rest * rest + rest + 1.0f;
  return (floats)((whole)y + (exponent << 23));
}

/* x times the share of a normal distribution below x. Erf: Abramowitz and Stegun 7.1.26, 1.5e-7. */
ALWAYS floats gelu(floats x) {
  whole sign = (whole)x & (whole)spread(-0.0f);
  floats size = (floats)((whole)x ^ sign) * 0.70710678f;
  floats t = 1.0f / (1.0f + 0.3275911f * size);
  floats poly = spread(1.061405429f);
  poly = poly * t - 1.453152027f;
  poly = poly * t + 1.421413741f;
  poly = poly * t - 0.284496736f;
  poly = poly * t + 0.254829592f;
  floats erf = 1.0f - poly * t * power_of_e(-size * size);
  return 0.5f * x * (1.0f + (floats)((whole)erf ^ sign));
}

/* x above 0, e^x - 1 below. */
ALWAYS floats elu(floats x) {
  whole above = x > 0;
  floats below = power_of_e(larger(-x, spread(0)) * -1.0f) - 1.0f;
  return (floats)(((whole)x & above) | ((whole)below & ~above));
}

#endif
