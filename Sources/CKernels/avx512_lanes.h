// Eight 64-bit lanes in a register of AVX-512. The functions are what the kernel asks of a machine; a second header of the same names,
// in plain C, serves the tests.

#ifndef AVX512_LANES_H
#define AVX512_LANES_H

#include <immintrin.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma,avx512vbmi2"))), apply_to = function)

typedef __m512i lanes;
// Bit i speaks of lane i.
typedef __mmask8 lane_mask;

INLINE lanes lanes_all(uint64_t value) { return _mm512_set1_epi64((long long)value); }

INLINE lanes lanes_load(const uint64_t *words) { return _mm512_loadu_si512(words); }

// Lanes 0 to 3 from one place, 4 to 7 from another.
INLINE lanes lanes_load_halves(const uint64_t *low, const uint64_t *high) {
  const __m512i lower = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i_u *)low));
  return _mm512_inserti64x4(lower, _mm256_loadu_si256((const __m256i_u *)high), 1);
}

INLINE void lanes_store(uint64_t *words, lanes a) { _mm512_storeu_si512(words, a); }

INLINE lanes lanes_add(lanes a, lanes b) { return _mm512_add_epi64(a, b); }

INLINE lanes lanes_subtract(lanes a, lanes b) { return _mm512_sub_epi64(a, b); }

INLINE lanes lanes_and(lanes a, lanes b) { return _mm512_and_si512(a, b); }

INLINE lanes lanes_or(lanes a, lanes b) { return _mm512_or_si512(a, b); }

INLINE lanes lanes_shift_right(lanes a, unsigned bits) { return _mm512_srli_epi64(a, bits); }

INLINE lanes lanes_shift_left(lanes a, unsigned bits) { return _mm512_slli_epi64(a, bits); }

// The low 64 bits of (low + 2^64 high) / 2^bits, for a constant number of bits from 1 to 63.
#define lanes_shift_right_double(low, high, bits) _mm512_shrdi_epi64(low, high, bits)

// sum + (a b mod 2^52), of the low 52 bits of a and of b.
INLINE lanes lanes_add_low_product(lanes sum, lanes a, lanes b) { return _mm512_madd52lo_epu64(sum, a, b); }

// sum + (a b / 2^52), of the low 52 bits of a and of b.
INLINE lanes lanes_add_high_product(lanes sum, lanes a, lanes b) { return _mm512_madd52hi_epu64(sum, a, b); }

// a0 b0 a2 b2 a4 b4 a6 b6.
INLINE lanes lanes_interleave_even(lanes a, lanes b) { return _mm512_unpacklo_epi64(a, b); }

// a1 b1 a3 b3 a5 b5 a7 b7.
INLINE lanes lanes_interleave_odd(lanes a, lanes b) { return _mm512_unpackhi_epi64(a, b); }

// Lane i of the result is lane picks[i] of a, or lane picks[i] - 8 of b.
INLINE lanes lanes_pick(lanes a, lanes b, lanes picks) { return _mm512_permutex2var_epi64(a, picks, b); }

// b where the mask has a bit, else a.
INLINE lanes lanes_replace(lanes a, lane_mask mask, lanes b) { return _mm512_mask_mov_epi64(a, mask, b); }

// Where a has one of the bits of b.
INLINE lane_mask lanes_share_bits(lanes a, lanes b) { return _mm512_test_epi64_mask(a, b); }

// Where a <= b, as unsigned numbers.
INLINE lane_mask lanes_at_most(lanes a, lanes b) { return _mm512_cmple_epu64_mask(a, b); }

#pragma clang attribute pop

#endif
