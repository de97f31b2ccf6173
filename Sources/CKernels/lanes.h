// What a kernel asks of a machine: LANES numbers of 64 bits side by side, eight or four, and one-line functions on them. One header for
// each kind of machine defines them all; a further one, in plain C, serves the tests.
//
//   lanes_all(value)                          the value in every lane
//   lanes_load(words), lanes_store(words, a)  lane i from and to words[i]
//   lanes_load_fours(first, last)             lanes 0 to 3 from the first place; where there are eight, 4 to 7 from the last
//   lanes_store_fours(words, a, b, four)      four lanes of a, then the same of b: 0 to 3 for four = 0, 4 to 7 for four = 1
//   lanes_add, _subtract, _and, _or           lane by lane, modulo 2^64
//   lanes_shift_right, _left(a, bits)         by a constant below 64
//   lanes_shift_right_double(low, high, bits) the low 64 bits of (low + 2^64 high) / 2^bits, for a constant from 1 to 63
//   lanes_sum_of(low, high)                   a sum of nothing yet, to which just so many low and high products will be added
//   lanes_add_low_product(sum, a, b)          sum + (a b mod 2^52), for a and b below 2^52
//   lanes_add_high_product(sum, a, b)         sum + (a b / 2^52), for a and b below 2^52
//   lanes_add_short_product(sum, a, b)        sum + a b, for a constant b, a below 2^32 and a b below 2^52
//   lanes_interleave_even(a, b)               a0 b0 a2 b2 ...
//   lanes_interleave_odd(a, b)                a1 b1 a3 b3 ...
//   lanes_join_first_pairs(a, b)              of every four lanes: a0 a1 b0 b1
//   lanes_join_last_pairs(a, b)               of every four lanes: a2 a3 b2 b3
//   lanes_swap_neighbours, _pairs, _fours(a)  lane i to lane i xor 1, 2, 4; the last only where there are eight
//   lanes_replace(a, mask, b)                 b where the mask has a bit, else a
//   lanes_share_bits(a, b)                    where a has one of the bits of b
//   lanes_at_most(a, b)                       where a <= b, as unsigned numbers
//
// A sum must be completed before anything else is done with it: what it starts from is the machine's own.

#ifndef LANES_H
#define LANES_H

#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

// Bit i speaks of lane i; there are no bits beyond the lanes.
typedef uint8_t lane_mask;

#endif
