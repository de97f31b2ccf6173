// As many points or numbers as there are lanes, from memory to elements and back.

#ifndef POINTS_H
#define POINTS_H

#include "field.h"
#include "include/CKernels.h"

enum { POINT_WORDS = 8, NUMBER_WORDS = 4 };

static const lane_mask ALL_LANES = (1u << LANES) - 1;

// The references of the points that are added at a time: `list[first]` and those after it, where past the list's end the last stands in
// for what is missing, in the room given.
INLINE const point_reference *group_of_references(
    const point_reference *list, size_t count, size_t first, point_reference room[LANES]) {
  if (first + LANES <= count) return list + first;
  for (size_t i = 0; i < LANES; i++) room[i] = list[first + i < count ? first + i : count - 1];
  return room;
}

// The lanes that hold one of `count` items, when lane 0 holds item `first`.
INLINE lane_mask lanes_in_use(size_t count, size_t first) {
  if (first >= count) return 0;
  return count - first >= LANES ? ALL_LANES : (lane_mask)((1u << (count - first)) - 1);
}

INLINE const uint64_t *address_of(point_reference reference) { return (const uint64_t *)(uintptr_t)(reference & ~(uint64_t)1); }

INLINE void prefetch(const point_reference *references) {
  UNROLL for (unsigned i = 0; i < LANES; i++) __builtin_prefetch(address_of(references[i]));
}

INLINE lane_mask are_negated(const point_reference *references) { return lanes_share_bits(lanes_load(references), lanes_all(1)); }

// A 4 x 4 transposition for every four lanes: the rows i of the matrices stand in rows[i]. It is its own inverse.
INLINE void transpose_fours(lanes rows[4]) {
  const lanes even_01 = lanes_interleave_even(rows[0], rows[1]), odd_01 = lanes_interleave_odd(rows[0], rows[1]);
  const lanes even_23 = lanes_interleave_even(rows[2], rows[3]), odd_23 = lanes_interleave_odd(rows[2], rows[3]);
  rows[0] = lanes_join_first_pairs(even_01, even_23);
  rows[1] = lanes_join_first_pairs(odd_01, odd_23);
  rows[2] = lanes_join_last_pairs(even_01, even_23);
  rows[3] = lanes_join_last_pairs(odd_01, odd_23);
}

// Word i of the first four words at each of the addresses into words[i].
INLINE void load_numbers(const point_reference *references, lanes words[NUMBER_WORDS]) {
  UNROLL for (unsigned i = 0; i < 4; i++) {
    words[i] = lanes_load_fours(address_of(references[i]), address_of(references[i + LANES - 4]));
  }
  transpose_fours(words);
}

// Word i of the points into words[i]: x in the first four, y in the others, its sign not yet applied.
INLINE void load_points(const point_reference *references, lanes words[POINT_WORDS]) {
  UNROLL for (unsigned i = 0; i < 4; i++) {
    const uint64_t *first = address_of(references[i]), *last = address_of(references[i + LANES - 4]);
    words[i] = lanes_load_fours(first, last);
    words[i + 4] = lanes_load_fours(first + NUMBER_WORDS, last + NUMBER_WORDS);
  }
  transpose_fours(words);
  transpose_fours(words + 4);
}

// Stores points with word i in words[i]: those of the lanes in use, which are the first.
INLINE void store_points(uint64_t *points, lane_mask in_use, lanes words[POINT_WORDS]) {
  transpose_fours(words);
  transpose_fours(words + 4);
  UNROLL for (unsigned i = 0; i < LANES; i++) {
    if (in_use >> i & 1) lanes_store_fours(points + i * POINT_WORDS, words[i % 4], words[i % 4 + 4], i / 4);
  }
}

#endif
