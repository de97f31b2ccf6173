// Four 64-bit lanes in a register of AVX2: the functions of lanes.h. Products of 52-bit numbers come from the floating-point
// multiplier, which has 53 bits: a fused multiplication and addition rounds only once.
//
//   high = a b + 2^104, rounded towards zero: its 52 stored bits are a b / 2^52
//   low  = a b - (high - 2^104) + 2^52, exact: its 52 stored bits are a b mod 2^52
//
// So the processor must round towards zero, which the kernel sees to. The stored bits are added up with the exponents above them, and
// sums start from the exponents' negatives. Source of the method: N. Emmart, F. Zheng and C. Weems, "Faster modular exponentiation using
// double precision floating point arithmetic on the GPU", ARITH 2018.

#ifndef AVX2_LANES_H
#define AVX2_LANES_H

#include <immintrin.h>
#include <stdint.h>

#include "lanes.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum { LANES = 4 };

typedef __m256i lanes;

// 2^52 and 2^104 as bits of a double.
static const uint64_t BITS_OF_2_52 = (uint64_t)(1023 + 52) << 52;
static const uint64_t BITS_OF_2_104 = (uint64_t)(1023 + 104) << 52;

INLINE lanes lanes_all(uint64_t value) { return _mm256_set1_epi64x((long long)value); }

INLINE lanes lanes_load(const uint64_t *words) { return _mm256_loadu_si256((const __m256i_u *)words); }

INLINE lanes lanes_load_fours(const uint64_t *first, const uint64_t *last) {
  (void)last;
  return lanes_load(first);
}

INLINE void lanes_store(uint64_t *words, lanes a) { _mm256_storeu_si256((__m256i_u *)words, a); }

INLINE void lanes_store_fours(uint64_t *words, lanes a, lanes b, unsigned four) {
  (void)four;
  lanes_store(words, a);
  lanes_store(words + 4, b);
}

INLINE lanes lanes_add(lanes a, lanes b) { return _mm256_add_epi64(a, b); }

INLINE lanes lanes_subtract(lanes a, lanes b) { return _mm256_sub_epi64(a, b); }

INLINE lanes lanes_and(lanes a, lanes b) { return _mm256_and_si256(a, b); }

INLINE lanes lanes_or(lanes a, lanes b) { return _mm256_or_si256(a, b); }

INLINE lanes lanes_shift_right(lanes a, unsigned bits) { return _mm256_srli_epi64(a, (int)bits); }

INLINE lanes lanes_shift_left(lanes a, unsigned bits) { return _mm256_slli_epi64(a, (int)bits); }

INLINE lanes lanes_shift_right_double(lanes low, lanes high, unsigned bits) {
  return lanes_or(lanes_shift_right(low, bits), lanes_shift_left(high, 64 - bits));
}

// A number below 2^52.
INLINE __m256d as_double(lanes a) {
  return _mm256_sub_pd(_mm256_castsi256_pd(lanes_or(a, lanes_all(BITS_OF_2_52))), _mm256_set1_pd(0x1p52));
}

INLINE __m256d high_product(__m256d a, __m256d b) { return _mm256_fmadd_pd(a, b, _mm256_set1_pd(0x1p104)); }

INLINE lanes lanes_sum_of(unsigned low, unsigned high) { return lanes_all(-(low * BITS_OF_2_52 + high * BITS_OF_2_104)); }

// The sum, with what is added to it. The compiler must not know: else it gathers all addends first, more than the registers hold.
INLINE lanes in_order(lanes sum) {
  __asm__("" : "+x"(sum));
  return sum;
}

INLINE lanes lanes_add_high_product(lanes sum, lanes a, lanes b) {
  const __m256d high = high_product(as_double(a), as_double(b));
  return in_order(lanes_add(sum, _mm256_castpd_si256(high)));
}

INLINE lanes lanes_add_low_product(lanes sum, lanes a, lanes b) {
  const __m256d x = as_double(a), y = as_double(b);
  const __m256d low = _mm256_fmadd_pd(x, y, _mm256_sub_pd(_mm256_set1_pd(0x1p104 + 0x1p52), high_product(x, y)));
  return in_order(lanes_add(sum, _mm256_castpd_si256(low)));
}

INLINE lanes lanes_add_short_product(lanes sum, lanes a, uint64_t b) {
  sum = lanes_add(sum, _mm256_mul_epu32(a, lanes_all(b & 0xFFFFFFFF)));
  return b >> 32 == 0 ? sum : lanes_add(sum, lanes_shift_left(_mm256_mul_epu32(a, lanes_all(b >> 32)), 32));
}

INLINE lanes lanes_interleave_even(lanes a, lanes b) { return _mm256_unpacklo_epi64(a, b); }

INLINE lanes lanes_interleave_odd(lanes a, lanes b) { return _mm256_unpackhi_epi64(a, b); }

INLINE lanes lanes_join_first_pairs(lanes a, lanes b) { return _mm256_permute2x128_si256(a, b, 0x20); }

INLINE lanes lanes_join_last_pairs(lanes a, lanes b) { return _mm256_permute2x128_si256(a, b, 0x31); }

INLINE lanes lanes_swap_neighbours(lanes a) { return _mm256_permute4x64_epi64(a, 0xB1); }

INLINE lanes lanes_swap_pairs(lanes a) { return _mm256_permute4x64_epi64(a, 0x4E); }

INLINE lanes lanes_swap_fours(lanes a) { return a; }

INLINE lanes lanes_replace(lanes a, lane_mask mask, lanes b) {
  const lanes bit_of_lane = _mm256_setr_epi64x(1, 2, 4, 8);
  return _mm256_blendv_epi8(a, b, _mm256_cmpeq_epi64(lanes_and(lanes_all(mask), bit_of_lane), bit_of_lane));
}

INLINE lane_mask mask_of(lanes all_ones_where) { return (lane_mask)_mm256_movemask_pd(_mm256_castsi256_pd(all_ones_where)); }

INLINE lane_mask lanes_share_bits(lanes a, lanes b) {
  return mask_of(_mm256_cmpeq_epi64(lanes_and(a, b), _mm256_setzero_si256())) ^ 0xF;
}

// The instruction compares signed numbers.
INLINE lane_mask lanes_at_most(lanes a, lanes b) {
  const lanes shift = lanes_all((uint64_t)1 << 63);
  return mask_of(_mm256_cmpgt_epi64(lanes_add(a, shift), lanes_add(b, shift))) ^ 0xF;
}

#pragma clang attribute pop

#endif
