// The power x^((p - 3)/4), from which square roots follow. Its exponent is 223 ones, a zero, 22 ones, and then 00001011. Blocks of ones
// double or add: x^(2^i - 1) raised to 2^j, times x^(2^j - 1), is x^(2^(i+j) - 1).

#ifndef POWERS_H
#define POWERS_H

#include "points.h"

// Two elements in every lane: squarings of one come between those of the other, as each waits for the last.
enum { POWER_CHAINS = 2 };

typedef struct {
  elements chain[POWER_CHAINS];
} element_rows;

static element_rows multiply_rows(element_rows a, element_rows b) {
  UNROLL for (unsigned i = 0; i < POWER_CHAINS; i++) a.chain[i] = multiply(a.chain[i], b.chain[i]);
  return a;
}

// a^(2^times) b.
static element_rows square_and_multiply(element_rows a, unsigned times, element_rows b) {
  for (; times > 0; times--) {
    UNROLL for (unsigned i = 0; i < POWER_CHAINS; i++) a.chain[i] = square(a.chain[i]);
  }
  return multiply_rows(a, b);
}

static element_rows quarter_power(element_rows x) {
  const element_rows ones_2 = square_and_multiply(x, 1, x);
  const element_rows ones_3 = square_and_multiply(ones_2, 1, x);
  const element_rows ones_6 = square_and_multiply(ones_3, 3, ones_3);
  const element_rows ones_9 = square_and_multiply(ones_6, 3, ones_3);
  const element_rows ones_11 = square_and_multiply(ones_9, 2, ones_2);
  const element_rows ones_22 = square_and_multiply(ones_11, 11, ones_11);
  const element_rows ones_44 = square_and_multiply(ones_22, 22, ones_22);
  const element_rows ones_88 = square_and_multiply(ones_44, 44, ones_44);
  const element_rows ones_176 = square_and_multiply(ones_88, 88, ones_88);
  const element_rows ones_220 = square_and_multiply(ones_176, 44, ones_44);
  const element_rows ones_223 = square_and_multiply(ones_220, 3, ones_3);
  const element_rows head = square_and_multiply(ones_223, 23, ones_22);
  return square_and_multiply(square_and_multiply(head, 5, x), 3, ones_2);
}

// Numbers from the index `first` on, one a lane; past the end the last stands in.
static elements load_group_of_numbers(const uint64_t *numbers, size_t count, size_t first) {
  point_reference references[LANES];
  for (size_t i = 0; i < LANES; i++) {
    const size_t index = first + i < count ? first + i : count - 1;
    references[i] = (uint64_t)(uintptr_t)(numbers + index * NUMBER_WORDS);
  }
  lanes words[NUMBER_WORDS];
  load_numbers(references, words);
  return from_words(words);
}

static void store_group_of_numbers(elements a, uint64_t *numbers, size_t count, size_t first) {
  lanes words[NUMBER_WORDS];
  to_words(a, words);
  for (size_t word = 0; word < NUMBER_WORDS; word++) {
    uint64_t of_lanes[LANES];
    lanes_store(of_lanes, words[word]);
    for (size_t i = 0; i < LANES && first + i < count; i++) numbers[(first + i) * NUMBER_WORDS + word] = of_lanes[i];
  }
}

static void quarter_powers(const uint64_t *numbers, size_t count, uint64_t *powers) {
  for (size_t first = 0; first < count; first += POWER_CHAINS * LANES) {
    element_rows rows;
    for (size_t i = 0; i < POWER_CHAINS; i++) rows.chain[i] = load_group_of_numbers(numbers, count, first + i * LANES);
    rows = quarter_power(rows);
    for (size_t i = 0; i < POWER_CHAINS; i++) store_group_of_numbers(rows.chain[i], powers, count, first + i * LANES);
  }
}

#endif
