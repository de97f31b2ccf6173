// Eight 64-bit lanes in plain C: the functions of avx512_lanes.h, each with the exact results of its instruction.

#ifndef SOFTWARE_LANES_H
#define SOFTWARE_LANES_H

#include <stdint.h>
#include <string.h>

#define INLINE static inline

typedef struct {
  uint64_t lane[8];
} lanes;

typedef uint8_t lane_mask;

#define FOR_EACH_LANE for (unsigned i = 0; i < 8; i++)

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

INLINE lanes lanes_load_halves(const uint64_t *low, const uint64_t *high) {
  lanes result;
  FOR_EACH_LANE result.lane[i] = i < 4 ? low[i] : high[i - 4];
  return result;
}

INLINE void lanes_store(uint64_t *words, lanes a) { memcpy(words, &a, sizeof a); }

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

INLINE unsigned __int128 product_of_52_bits(uint64_t a, uint64_t b) {
  const uint64_t low_bits = ((uint64_t)1 << 52) - 1;
  return (unsigned __int128)(a & low_bits) * (b & low_bits);
}

INLINE lanes lanes_add_low_product(lanes sum, lanes a, lanes b) {
  const uint64_t low_bits = ((uint64_t)1 << 52) - 1;
  FOR_EACH_LANE sum.lane[i] += (uint64_t)product_of_52_bits(a.lane[i], b.lane[i]) & low_bits;
  return sum;
}

INLINE lanes lanes_add_high_product(lanes sum, lanes a, lanes b) {
  FOR_EACH_LANE sum.lane[i] += (uint64_t)(product_of_52_bits(a.lane[i], b.lane[i]) >> 52);
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

INLINE lanes lanes_pick(lanes a, lanes b, lanes picks) {
  lanes result;
  FOR_EACH_LANE {
    const unsigned pick = picks.lane[i] & 15;
    result.lane[i] = pick < 8 ? a.lane[pick] : b.lane[pick - 8];
  }
  return result;
}

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
