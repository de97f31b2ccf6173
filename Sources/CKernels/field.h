// The field of integers modulo p = 2^256 - 2^32 - 977, eight elements at a time, over the lanes that were included before. Each element
// has a lane, in five limbs of 52 bits:
//
//   limb[0] + 2^52 limb[1] + 2^104 limb[2] + 2^156 limb[3] + 2^208 limb[4]
//
// An element is carried if limbs 0 to 3 are below 2^52 and limb 4 is below 2^48 + 2^9, which makes it less than 2p. Products read 52 bits
// of a limb, so they take carried elements. Every function returns carried elements, unless it says loose: then limbs are below the
// bound that it names.

#ifndef FIELD_H
#define FIELD_H

#include <stdint.h>

#define UNROLL _Pragma("clang loop unroll(full)")

typedef struct {
  lanes limb[5];
} elements;

static const uint64_t LOW_52_BITS = 0xFFFFFFFFFFFFF;
static const uint64_t LOW_48_BITS = 0xFFFFFFFFFFFF;
// 2^256 mod p, 33 bits, and 2^260 mod p, 37 bits.
static const uint64_t FOLD_256 = 0x1000003D1;
static const uint64_t FOLD_260 = 0x1000003D10;
// The limbs of p from the lowest; limbs 2 and 3 are as limb 1.
static const uint64_t MODULUS_LIMB_0 = 0xFFFFEFFFFFC2F;
static const uint64_t MODULUS_LIMB_1 = 0xFFFFFFFFFFFFF;
static const uint64_t MODULUS_LIMB_4 = 0xFFFFFFFFFFFF;

INLINE elements one(void) { return (elements){{lanes_all(1), lanes_all(0), lanes_all(0), lanes_all(0), lanes_all(0)}}; }

// Limb i of p times a small number.
INLINE lanes multiple_of_modulus(uint64_t factor, unsigned limb) {
  return lanes_all(factor * (limb == 0 ? MODULUS_LIMB_0 : limb == 4 ? MODULUS_LIMB_4 : MODULUS_LIMB_1));
}

// Moves the bits of limb `from` above its 52 to the next limb.
INLINE void carry_limb(lanes *limbs, unsigned from) {
  limbs[from + 1] = lanes_add(limbs[from + 1], lanes_shift_right(limbs[from], 52));
  limbs[from] = lanes_and(limbs[from], lanes_all(LOW_52_BITS));
}

// The same residues, carried, of limbs below 2^60.
//
// What stands above bit 256 is below 2^12; times 2^256 mod p it is below 2^45, one addend for limb 0. Then a carry from limb to limb is
// below 2^9.
INLINE elements carried(elements a) {
  const lanes above = lanes_shift_right(a.limb[4], 48);
  a.limb[4] = lanes_and(a.limb[4], lanes_all(LOW_48_BITS));
  a.limb[0] = lanes_add_low_product(a.limb[0], above, lanes_all(FOLD_256));
  UNROLL for (unsigned i = 0; i < 4; i++) carry_limb(a.limb, i);
  return a;
}

// The residues of ten limbs: limbs 0 to 8 below 2^56, limb 9 below 2^46.
//
// Carried, the upper limbs are below 2^52, the last below 2^47. Each is worth 2^260 mod p times as much, five limbs lower: two addends
// below 2^52. The high part for limb 5, below 2^(47 + 37 - 52) = 2^32, is brought down once more. All limbs stay below 2^57.
INLINE elements reduce(lanes *wide) {
  const lanes fold = lanes_all(FOLD_260);
  UNROLL for (unsigned i = 5; i < 9; i++) carry_limb(wide, i);
  const lanes again = lanes_add_high_product(lanes_all(0), wide[9], fold);
  elements result;
  UNROLL for (unsigned i = 0; i < 5; i++) result.limb[i] = lanes_add_low_product(wide[i], wide[i + 5], fold);
  UNROLL for (unsigned i = 1; i < 5; i++) result.limb[i] = lanes_add_high_product(result.limb[i], wide[i + 4], fold);
  result.limb[0] = lanes_add_low_product(result.limb[0], again, fold);
  result.limb[1] = lanes_add_high_product(result.limb[1], again, fold);
  return carried(result);
}

// a b. A limb of the product is a sum of at most five low parts and five high ones, each below 2^52. Apart, the two sums keep the chains
// of additions short.
INLINE elements multiply(elements a, elements b) {
  lanes low[10], high[10];
  UNROLL for (unsigned i = 0; i < 10; i++) low[i] = high[i] = lanes_all(0);
  UNROLL for (unsigned i = 0; i < 5; i++) {
    UNROLL for (unsigned j = 0; j < 5; j++) {
      low[i + j] = lanes_add_low_product(low[i + j], a.limb[i], b.limb[j]);
      high[i + j + 1] = lanes_add_high_product(high[i + j + 1], a.limb[i], b.limb[j]);
    }
  }
  UNROLL for (unsigned i = 0; i < 10; i++) low[i] = lanes_add(low[i], high[i]);
  return reduce(low);
}

// a^2: the products of different limbs once, doubled, then the squares; the bounds of a product hold.
INLINE elements square(elements a) {
  lanes low[10], high[10];
  UNROLL for (unsigned i = 0; i < 10; i++) low[i] = high[i] = lanes_all(0);
  UNROLL for (unsigned i = 0; i < 5; i++) {
    UNROLL for (unsigned j = i + 1; j < 5; j++) {
      low[i + j] = lanes_add_low_product(low[i + j], a.limb[i], a.limb[j]);
      high[i + j + 1] = lanes_add_high_product(high[i + j + 1], a.limb[i], a.limb[j]);
    }
  }
  UNROLL for (unsigned i = 0; i < 10; i++) {
    const lanes sum = lanes_add(low[i], high[i]);
    low[i] = lanes_add(sum, sum);
  }
  UNROLL for (unsigned i = 0; i < 5; i++) {
    low[2 * i] = lanes_add_low_product(low[2 * i], a.limb[i], a.limb[i]);
    low[2 * i + 1] = lanes_add_high_product(low[2 * i + 1], a.limb[i], a.limb[i]);
  }
  return reduce(low);
}

// a + b, loose: limbs below 2^53 if both are carried.
INLINE elements add_loosely(elements a, elements b) {
  UNROLL for (unsigned i = 0; i < 5; i++) a.limb[i] = lanes_add(a.limb[i], b.limb[i]);
  return a;
}

// a - b, for a carried, and b with limbs below 2^53 and the last below 2^49: adding 4p keeps all limbs positive, and below 2^55.
INLINE elements subtract(elements a, elements b) {
  UNROLL for (unsigned i = 0; i < 5; i++) {
    a.limb[i] = lanes_subtract(lanes_add(a.limb[i], multiple_of_modulus(4, i)), b.limb[i]);
  }
  return carried(a);
}

// -a where the mask has a bit, else a, for a from `from_words`: loose, limbs below 2^53 and the last below 2^49.
INLINE elements negate_where(lane_mask mask, elements a) {
  UNROLL for (unsigned i = 0; i < 5; i++) {
    a.limb[i] = lanes_replace(a.limb[i], mask, lanes_subtract(multiple_of_modulus(2, i), a.limb[i]));
  }
  return a;
}

// b where the mask has a bit, else a.
INLINE elements replace(elements a, lane_mask mask, elements b) {
  UNROLL for (unsigned i = 0; i < 5; i++) a.limb[i] = lanes_replace(a.limb[i], mask, b.limb[i]);
  return a;
}

// Where a word, of the bits of `ones`, is zero or all ones.
INLINE lane_mask is_extreme(lanes word, uint64_t ones) {
  return lanes_at_most(lanes_and(lanes_add(word, lanes_all(1)), lanes_all(ones)), lanes_all(1));
}

// Where a may be zero modulo p: in all such lanes, and in few others. A carried element is less than 2p, so zero is 0 or p, and those have
// a limb 2 of all zeros or all ones.
INLINE lane_mask may_be_zero(elements a) { return is_extreme(a.limb[2], LOW_52_BITS); }

// Word i of eight numbers below 2^256 in words[i], as elements; limb 4 is below 2^48.
INLINE elements from_words(const lanes *words) {
  const lanes low = lanes_all(LOW_52_BITS);
  return (elements){{
      lanes_and(words[0], low),
      lanes_and(lanes_shift_right_double(words[0], words[1], 52), low),
      lanes_and(lanes_shift_right_double(words[1], words[2], 40), low),
      lanes_and(lanes_shift_right_double(words[2], words[3], 28), low),
      lanes_shift_right(words[3], 16),
  }};
}

// A carried element as a number below 2^256, word i into words[i].
//
// One more carry suffices: if there is a bit above 2^256 the rest of limb 4 is below 2^9, and if there is none nothing carries.
INLINE void to_words(elements a, lanes *words) {
  a = carried(a);
  words[0] = lanes_or(a.limb[0], lanes_shift_left(a.limb[1], 52));
  words[1] = lanes_or(lanes_shift_right(a.limb[1], 12), lanes_shift_left(a.limb[2], 40));
  words[2] = lanes_or(lanes_shift_right(a.limb[2], 24), lanes_shift_left(a.limb[3], 28));
  words[3] = lanes_or(lanes_shift_right(a.limb[3], 36), lanes_shift_left(a.limb[4], 16));
}

#endif
