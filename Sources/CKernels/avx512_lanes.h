// Eight 64-bit lanes in a register of AVX-512: the functions of lanes.h.

#ifndef AVX512_LANES_H
#define AVX512_LANES_H

#include <immintrin.h>
#include <stdint.h>

#include "lanes.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma,avx512vbmi2"))), apply_to = function)

enum { LANES = 8 };

typedef __m512i lanes;

INLINE lanes lanes_all(uint64_t value) { return _mm512_set1_epi64((long long)value); }

INLINE lanes lanes_load(const uint64_t *words) { return _mm512_loadu_si512(words); }

INLINE lanes lanes_load_fours(const uint64_t *first, const uint64_t *last) {
  const __m512i lower = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i_u *)first));
  return _mm512_inserti64x4(lower, _mm256_loadu_si256((const __m256i_u *)last), 1);
}

INLINE void lanes_store(uint64_t *words, lanes a) { _mm512_storeu_si512(words, a); }

INLINE void lanes_store_fours(uint64_t *words, lanes a, lanes b, unsigned four) {
  const __m512i first = _mm512_setr_epi64(0, 1, 2, 3, 8, 9, 10, 11), last = _mm512_setr_epi64(4, 5, 6, 7, 12, 13, 14, 15);
  lanes_store(words, _mm512_permutex2var_epi64(a, four == 0 ? first : last, b));
}

INLINE lanes lanes_add(lanes a, lanes b) { return _mm512_add_epi64(a, b); }

INLINE lanes lanes_subtract(lanes a, lanes b) { return _mm512_sub_epi64(a, b); }

INLINE lanes lanes_and(lanes a, lanes b) { return _mm512_and_si512(a, b); }

INLINE lanes lanes_or(lanes a, lanes b) { return _mm512_or_si512(a, b); }

INLINE lanes lanes_shift_right(lanes a, unsigned bits) { return _mm512_srli_epi64(a, bits); }

INLINE lanes lanes_shift_left(lanes a, unsigned bits) { return _mm512_slli_epi64(a, bits); }

#define lanes_shift_right_double(low, high, bits) _mm512_shrdi_epi64(low, high, bits)

INLINE lanes lanes_sum_of(unsigned low, unsigned high) {
  (void)low, (void)high;
  return _mm512_setzero_si512();
}

INLINE lanes lanes_add_low_product(lanes sum, lanes a, lanes b) { return _mm512_madd52lo_epu64(sum, a, b); }

INLINE lanes lanes_add_high_product(lanes sum, lanes a, lanes b) { return _mm512_madd52hi_epu64(sum, a, b); }

INLINE lanes lanes_add_short_product(lanes sum, lanes a, uint64_t b) { return _mm512_madd52lo_epu64(sum, a, lanes_all(b)); }

INLINE lanes lanes_interleave_even(lanes a, lanes b) { return _mm512_unpacklo_epi64(a, b); }

INLINE lanes lanes_interleave_odd(lanes a, lanes b) { return _mm512_unpackhi_epi64(a, b); }

INLINE lanes lanes_join_first_pairs(lanes a, lanes b) {
  return _mm512_permutex2var_epi64(a, _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13), b);
}

INLINE lanes lanes_join_last_pairs(lanes a, lanes b) {
  return _mm512_permutex2var_epi64(a, _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15), b);
}

INLINE lanes lanes_swap_neighbours(lanes a) { return _mm512_permutex_epi64(a, 0xB1); }

INLINE lanes lanes_swap_pairs(lanes a) { return _mm512_permutex_epi64(a, 0x4E); }

INLINE lanes lanes_swap_fours(lanes a) { return _mm512_shuffle_i64x2(a, a, 0x4E); }

INLINE lanes lanes_replace(lanes a, lane_mask mask, lanes b) { return _mm512_mask_mov_epi64(a, mask, b); }

INLINE lane_mask lanes_share_bits(lanes a, lanes b) { return _mm512_test_epi64_mask(a, b); }

INLINE lane_mask lanes_at_most(lanes a, lanes b) { return _mm512_cmple_epu64_mask(a, b); }

#pragma clang attribute pop

#endif
