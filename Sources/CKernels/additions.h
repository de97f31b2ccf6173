// Affine additions of many pairs of points with one inversion, by Montgomery's trick: the products of all denominators up to each are
// kept on the way up, and on the way down turn the inverse of the whole product into that of each denominator.
//
// As many pairs as lanes make a group. Each lane has products of its own, and even and odd groups have theirs, two chains, so that multiplications
// need not wait for each other. Scratch holds the two chains' whole products, then for each group its chain's product before it.

#ifndef ADDITIONS_H
#define ADDITIONS_H

#include "points.h"

// Groups are worked on in blocks, one step of the addition after the other: small loops keep their values in registers. Each is a function
// that is not inlined; together the compiler would share the registers out among all of them.
enum { CHAINS = 2, BLOCK_GROUPS = 8 };
#define STEP static __attribute__((noinline))

// The groups of `count` pairs, rounded up to whole rounds of the chains.
INLINE size_t group_count(size_t count) { return (count + CHAINS * LANES - 1) / (CHAINS * LANES) * CHAINS; }

// x2 - x1 of a group of pairs, and which pairs are exceptional or may be: an infinity has x = 0, which is 0 or p.
INLINE elements difference(const lanes left[NUMBER_WORDS], const lanes right[NUMBER_WORDS], lane_mask *exceptional) {
  const elements result = subtract(from_words(right), from_words(left));
  *exceptional = is_extreme(left[3], UINT64_MAX) | is_extreme(right[3], UINT64_MAX) | may_be_zero(result);
  return result;
}

INLINE size_t append_indices(size_t first, lane_mask mask, uint32_t *indices) {
  size_t count = 0;
  for (unsigned rest = mask; rest != 0; rest &= rest - 1) indices[count++] = (uint32_t)(first + (size_t)__builtin_ctz(rest));
  return count;
}

// In each lane the product of the others.
INLINE elements product_of_others(elements a) {
  elements neighbour, other_pair, other_four;
  UNROLL for (unsigned i = 0; i < 5; i++) neighbour.limb[i] = lanes_swap_neighbours(a.limb[i]);
  const elements pairs = multiply(a, neighbour);
  UNROLL for (unsigned i = 0; i < 5; i++) other_pair.limb[i] = lanes_swap_pairs(pairs.limb[i]);
  const elements others_of_four = multiply(neighbour, other_pair);
  if (LANES == 4) return others_of_four;
  const elements fours = multiply(pairs, other_pair);
  UNROLL for (unsigned i = 0; i < 5; i++) other_four.limb[i] = lanes_swap_fours(fours.limb[i]);
  return multiply(others_of_four, other_four);
}

static size_t denominator_product(
    const point_reference *lefts, const point_reference *rights, size_t count, void *scratch, uint64_t product[NUMBER_WORDS],
    uint32_t *exceptional) {
  elements *whole = scratch, *before = whole + CHAINS;
  elements running[CHAINS] = {one(), one()};
  size_t exceptional_count = 0;
  for (size_t group = 0; group < group_count(count); group += CHAINS) {
    elements denominator[CHAINS];
    UNROLL for (size_t chain = 0; chain < CHAINS; chain++) {
      const size_t first = (group + chain) * LANES;
      point_reference left_room[LANES], right_room[LANES];
      const point_reference *left = group_of_references(lefts, count, first, left_room);
      const point_reference *right = group_of_references(rights, count, first, right_room);
      if (first + (CHAINS + 1) * LANES <= count) {
        prefetch(left + CHAINS * LANES);
        prefetch(right + CHAINS * LANES);
      }
      lanes left_x[NUMBER_WORDS], right_x[NUMBER_WORDS];
      load_numbers(left, left_x);
      load_numbers(right, right_x);
      lane_mask skipped;
      denominator[chain] = difference(left_x, right_x, &skipped);
      const lane_mask in_use = lanes_in_use(count, first);
      skipped |= in_use ^ ALL_LANES;
      if (__builtin_expect(skipped != 0, 0)) {
        denominator[chain] = replace(denominator[chain], skipped, one());
        exceptional_count += append_indices(first, skipped & in_use, exceptional + exceptional_count);
      }
    }
    UNROLL for (size_t chain = 0; chain < CHAINS; chain++) {
      before[group + chain] = running[chain];
      running[chain] = multiply(running[chain], denominator[chain]);
    }
  }
  UNROLL for (size_t chain = 0; chain < CHAINS; chain++) whole[chain] = running[chain];
  const elements both = multiply(running[0], running[1]);
  lanes words[NUMBER_WORDS];
  to_words(multiply(both, product_of_others(both)), words);
  for (unsigned i = 0; i < NUMBER_WORDS; i++) {
    uint64_t same[LANES];
    lanes_store(same, words[i]);
    product[i] = same[0];
  }
  return exceptional_count;
}

// What the steps of one block hand on, by group.
struct block {
  // x1, y1 and x1 + x2, the last two loose.
  elements x[BLOCK_GROUPS], y[BLOCK_GROUPS], x_sum[BLOCK_GROUPS];
  // x2 - x1, or 1.
  elements denominator[BLOCK_GROUPS];
  // y2 - y1; then x1 - x3; then (x1 - x3) slope, loose.
  elements rise[BLOCK_GROUPS];
  // The denominator's inverse; then the slope.
  elements slope[BLOCK_GROUPS];
  // x3 = slope^2 - x1 - x2.
  elements x_result[BLOCK_GROUPS];
};

INLINE void load_group(
    struct block *block, size_t place, const point_reference *lefts, const point_reference *rights, size_t count, size_t first) {
  point_reference left_room[LANES], right_room[LANES];
  const point_reference *left = group_of_references(lefts, count, first, left_room);
  const point_reference *right = group_of_references(rights, count, first, right_room);
  lanes left_words[POINT_WORDS], right_words[POINT_WORDS];
  load_points(left, left_words);
  load_points(right, right_words);
  lane_mask skipped;
  const elements denominator = difference(left_words, right_words, &skipped);
  skipped |= lanes_in_use(count, first) ^ ALL_LANES;
  block->denominator[place] = __builtin_expect(skipped != 0, 0) ? replace(denominator, skipped, one()) : denominator;
  block->x[place] = from_words(left_words);
  block->x_sum[place] = add_loosely(from_words(left_words), from_words(right_words));
  block->y[place] = negate_where(are_negated(left), from_words(left_words + NUMBER_WORDS));
  const elements right_y = negate_where(are_negated(right), from_words(right_words + NUMBER_WORDS));
  block->rise[place] = subtract(right_y, block->y[place]);
}

// The groups from pair `first` on. The next block lies below this one.
STEP void load_block(
    struct block *block, size_t groups, const point_reference *lefts, const point_reference *rights, size_t count, size_t first) {
  const int has_next = first >= BLOCK_GROUPS * LANES;
  for (size_t group = 0; group < groups; group++, first += LANES) {
    if (has_next) {
      prefetch(lefts + first - BLOCK_GROUPS * LANES);
      prefetch(rights + first - BLOCK_GROUPS * LANES);
    }
    load_group(block, group, lefts, rights, count, first);
  }
}

// Downwards through the groups: from the inverse of a chain's product up to a group to the inverse of the group's own denominator, and to
// the inverse of the product before it.
STEP void invert_denominators(struct block *block, size_t groups, const elements *before, elements inverse[CHAINS]) {
  for (size_t place = groups; place > 0; place -= CHAINS) {
    UNROLL for (size_t chain = 0; chain < CHAINS; chain++) {
      const size_t group = place - CHAINS + chain;
      block->slope[group] = multiply(inverse[chain], before[group]);
      inverse[chain] = multiply(inverse[chain], block->denominator[group]);
    }
  }
}

STEP void find_slopes(struct block *block, size_t groups) {
  for (size_t group = 0; group < groups; group++) block->slope[group] = multiply(block->slope[group], block->rise[group]);
}

STEP void find_abscissas(struct block *block, size_t groups) {
  for (size_t group = 0; group < groups; group++) {
    block->x_result[group] = subtract(square_loosely(block->slope[group]), block->x_sum[group]);
    block->rise[group] = subtract(block->x[group], block->x_result[group]);
  }
}

STEP void scale_falls(struct block *block, size_t groups) {
  for (size_t group = 0; group < groups; group++) block->rise[group] = multiply_loosely(block->rise[group], block->slope[group]);
}

// y3 = slope (x1 - x3) - y1 is the last step.
STEP void store_block(const struct block *block, size_t groups, size_t count, size_t first, uint64_t *sums) {
  for (size_t group = 0; group < groups; group++, first += LANES) {
    const lane_mask in_use = lanes_in_use(count, first);
    if (in_use == 0) return;
    lanes words[POINT_WORDS];
    to_words(block->x_result[group], words);
    to_words(subtract(block->rise[group], block->y[group]), words + NUMBER_WORDS);
    store_points(sums + first * POINT_WORDS, in_use, words);
  }
}

static void add_with_inverse(
    const point_reference *lefts, const point_reference *rights, size_t count, const void *scratch,
    const uint64_t inverse[NUMBER_WORDS], uint64_t *sums) {
  const elements *whole = scratch, *before = whole + CHAINS;
  lanes words[NUMBER_WORDS];
  for (unsigned i = 0; i < NUMBER_WORDS; i++) words[i] = lanes_all(inverse[i]);
  const elements both = multiply(from_words(words), product_of_others(multiply(whole[0], whole[1])));
  elements running[CHAINS] = {multiply(both, whole[1]), multiply(both, whole[0])};

  struct block block;
  for (size_t end = group_count(count), groups; end > 0; end -= groups) {
    groups = end < BLOCK_GROUPS ? end : BLOCK_GROUPS;
    const size_t start = end - groups;
    load_block(&block, groups, lefts, rights, count, start * LANES);
    invert_denominators(&block, groups, before + start, running);
    find_slopes(&block, groups);
    find_abscissas(&block, groups);
    scale_falls(&block, groups);
    store_block(&block, groups, count, start * LANES, sums);
  }
}

#endif
