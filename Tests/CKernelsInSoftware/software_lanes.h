// 64-bit lanes in plain C: the functions of lanes.h with the exact results of a machine's instructions, for as many LANES as are set
// before. What is said there of operands is checked: a kernel that breaks it ends the process.
//
// LOW_PRODUCT_OFFSET and HIGH_PRODUCT_OFFSET are added with every product, and taken off where a sum starts.

#ifndef SOFTWARE_LANES_H
#define SOFTWARE_LANES_H

#include <stdint.h>
#include <string.h>

#include "../../Sources/CKernels/lanes.h"

typedef struct {
  uint64_t lane[LANES];
} lanes;

#define FOR_EACH_LANE for (unsigned i = 0; i < LANES; i++)

INLINE lanes lanes_all(uint64_t value) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = value;
  return result;
}

INLINE lanes lanes_load(const uint64_t *words) {
  lanes result;
  memcpy(&result, words, sizeof result);
  return result;
}

INLINE lanes lanes_load_fours(const uint64_t *first, const uint64_t *last) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = i < 4 ? first[i] : last[i - 4];
  return result;
}

INLINE void lanes_store(uint64_t *words, lanes a) { memcpy(words, &a, sizeof a); }

INLINE void lanes_store_fours(uint64_t *words, lanes a, lanes b, unsigned four) {
  for (unsigned i = 0; i < 4; i++) {
    words[i] = a.lane[4 * four + i];
    words[i + 4] = b.lane[4 * four + i];
  }
}

INLINE lanes lanes_add(lanes a, lanes b) {
  FOR_EACH_LANE a.lane[i] += b.lane[i];
  return a;
}

INLINE lanes lanes_subtract(lanes a, lanes b) {
  FOR_EACH_LANE a.lane[i] -= b.lane[i];
  return a;
}

INLINE lanes lanes_and(lanes a, lanes b) {
  FOR_EACH_LANE a.lane[i] &= b.lane[i];
  return a;
}

INLINE lanes lanes_or(lanes a, lanes b) {
  FOR_EACH_LANE a.lane[i] |= b.lane[i];
  return a;
}

// The instructions shift everything out from 64 bits on.
INLINE lanes lanes_shift_right(lanes a, unsigned bits) {
  FOR_EACH_LANE a.lane[i] = bits < 64 ? a.lane[i] >> bits : 0;
  return a;
}

INLINE lanes lanes_shift_left(lanes a, unsigned bits) {
  FOR_EACH_LANE a.lane[i] = bits < 64 ? a.lane[i] << bits : 0;
  return a;
}

INLINE lanes lanes_shift_right_double(lanes low, lanes high, unsigned bits) {
  FOR_EACH_LANE low.lane[i] = low.lane[i] >> bits | high.lane[i] << (64 - bits);
  return low;
}

INLINE void require(int holds) {
  if (!holds) __builtin_trap();
}

INLINE unsigned __int128 product_of_52_bits(uint64_t a, uint64_t b) {
  require(a >> 52 == 0 && b >> 52 == 0);
  return (unsigned __int128)a * b;
}

INLINE lanes lanes_sum_of(unsigned low, unsigned high) {
  return lanes_all(-(low * (uint64_t)LOW_PRODUCT_OFFSET + high * (uint64_t)HIGH_PRODUCT_OFFSET));
}

INLINE lanes lanes_add_low_product(lanes sum, lanes a, lanes b) {
  const uint64_t low_bits = ((uint64_t)1 << 52) - 1;
  FOR_EACH_LANE sum.lane[i] += ((uint64_t)product_of_52_bits(a.lane[i], b.lane[i]) & low_bits) + LOW_PRODUCT_OFFSET;
  return sum;
}

INLINE lanes lanes_add_high_product(lanes sum, lanes a, lanes b) {
  FOR_EACH_LANE sum.lane[i] += (uint64_t)(product_of_52_bits(a.lane[i], b.lane[i]) >> 52) + HIGH_PRODUCT_OFFSET;
  return sum;
}

INLINE lanes lanes_add_short_product(lanes sum, lanes a, uint64_t b) {
  FOR_EACH_LANE {
    const unsigned __int128 product = (unsigned __int128)a.lane[i] * b;
    require(a.lane[i] >> 32 == 0 && product >> 52 == 0);
    sum.lane[i] += (uint64_t)product;
  }
  return sum;
}

INLINE lanes lanes_interleave_even(lanes a, lanes b) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = i % 2 == 0 ? a.lane[i] : b.lane[i - 1];
  return result;
}

INLINE lanes lanes_interleave_odd(lanes a, lanes b) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = i % 2 == 0 ? a.lane[i + 1] : b.lane[i];
  return result;
}

INLINE lanes lanes_join_first_pairs(lanes a, lanes b) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = i % 4 < 2 ? a.lane[i] : b.lane[i - 2];
  return result;
}

INLINE lanes lanes_join_last_pairs(lanes a, lanes b) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = i % 4 < 2 ? a.lane[i + 2] : b.lane[i];
  return result;
}

INLINE lanes lanes_swap(lanes a, unsigned distance) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = a.lane[(i ^ distance) % LANES];
  return result;
}

INLINE lanes lanes_swap_neighbours(lanes a) { return lanes_swap(a, 1); }

INLINE lanes lanes_swap_pairs(lanes a) { return lanes_swap(a, 2); }

INLINE lanes lanes_swap_fours(lanes a) { return lanes_swap(a, 4); }

INLINE lanes lanes_replace(lanes a, lane_mask mask, lanes b) {
  FOR_EACH_LANE if (mask >> i & 1) a.lane[i] = b.lane[i];
  return a;
}

INLINE lane_mask lanes_share_bits(lanes a, lanes b) {
  lane_mask mask = 0;
  FOR_EACH_LANE mask |= (lane_mask)((a.lane[i] & b.lane[i]) != 0) << i;
  return mask;
}

INLINE lane_mask lanes_at_most(lanes a, lanes b) {
  lane_mask mask = 0;
  FOR_EACH_LANE mask |= (lane_mask)(a.lane[i] <= b.lane[i]) << i;
  return mask;
}

#endif
