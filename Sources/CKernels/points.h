// Eight points or numbers from memory to elements and back.

#ifndef POINTS_H
#define POINTS_H

#include "field.h"
#include "include/CKernels.h"

enum { LANES = 8, POINT_WORDS = 8, NUMBER_WORDS = 4 };

// The references of eight points that are added at a time: `list[first]` and the seven after it, where past the list's end the last
// stands in for what is missing, in the room given.
INLINE const point_reference *eight_references(
    const point_reference *list, size_t count, size_t first, point_reference room[LANES]) {
  if (first + LANES <= count) return list + first;
  for (size_t i = 0; i < LANES; i++) room[i] = list[first + i < count ? first + i : count - 1];
  return room;
}

// The lanes that hold one of `count` items, when lane 0 holds item `first`.
INLINE lane_mask lanes_in_use(size_t count, size_t first) {
  if (first >= count) return 0;
  return count - first >= LANES ? 0xFF : (lane_mask)((1u << (count - first)) - 1);
}

INLINE const uint64_t *address_of(point_reference reference) { return (const uint64_t *)(uintptr_t)(reference & ~(uint64_t)1); }

INLINE void prefetch(const point_reference *references) {
  UNROLL for (unsigned i = 0; i < LANES; i++) __builtin_prefetch(address_of(references[i]));
}

INLINE lane_mask are_negated(const point_reference *references) { return lanes_share_bits(lanes_load(references), lanes_all(1)); }

static const uint64_t PAIRS_0_AND_2[LANES] = {0, 1, 8, 9, 4, 5, 12, 13};
static const uint64_t PAIRS_1_AND_3[LANES] = {2, 3, 10, 11, 6, 7, 14, 15};
static const uint64_t LOW_HALVES[LANES] = {0, 1, 2, 3, 8, 9, 10, 11};
static const uint64_t HIGH_HALVES[LANES] = {4, 5, 6, 7, 12, 13, 14, 15};

// Two 4 x 4 transpositions: the rows i of two matrices stand in the halves of rows[i]. It is its own inverse.
INLINE void transpose_halves(lanes rows[4]) {
  const lanes even_01 = lanes_interleave_even(rows[0], rows[1]), odd_01 = lanes_interleave_odd(rows[0], rows[1]);
  const lanes even_23 = lanes_interleave_even(rows[2], rows[3]), odd_23 = lanes_interleave_odd(rows[2], rows[3]);
  const lanes pairs_02 = lanes_load(PAIRS_0_AND_2), pairs_13 = lanes_load(PAIRS_1_AND_3);
  rows[0] = lanes_pick(even_01, even_23, pairs_02);
  rows[1] = lanes_pick(odd_01, odd_23, pairs_02);
  rows[2] = lanes_pick(even_01, even_23, pairs_13);
  rows[3] = lanes_pick(odd_01, odd_23, pairs_13);
}

// Word i of the first four words at each of eight addresses into words[i].
INLINE void load_numbers(const point_reference *references, lanes words[NUMBER_WORDS]) {
  UNROLL for (unsigned i = 0; i < 4; i++) {
    words[i] = lanes_load_halves(address_of(references[i]), address_of(references[i + 4]));
  }
  transpose_halves(words);
}

// Word i of eight points into words[i]: x in the first four, y in the others, its sign not yet applied.
INLINE void load_points(const point_reference *references, lanes words[POINT_WORDS]) {
  UNROLL for (unsigned i = 0; i < 4; i++) {
    const uint64_t *low = address_of(references[i]), *high = address_of(references[i + 4]);
    words[i] = lanes_load_halves(low, high);
    words[i + 4] = lanes_load_halves(low + NUMBER_WORDS, high + NUMBER_WORDS);
  }
  transpose_halves(words);
  transpose_halves(words + 4);
}

// Stores points with word i in words[i]: those of the lanes in use, which are the first.
INLINE void store_points(uint64_t *points, lane_mask in_use, lanes words[POINT_WORDS]) {
  transpose_halves(words);
  transpose_halves(words + 4);
  UNROLL for (unsigned i = 0; i < 4; i++) {
    const lanes low = lanes_pick(words[i], words[i + 4], lanes_load(LOW_HALVES));
    const lanes high = lanes_pick(words[i], words[i + 4], lanes_load(HIGH_HALVES));
    if (in_use >> i & 1) lanes_store(points + i * POINT_WORDS, low);
    if (in_use >> (i + 4) & 1) lanes_store(points + (i + 4) * POINT_WORDS, high);
  }
}

#endif
