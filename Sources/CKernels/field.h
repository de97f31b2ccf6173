// The field of integers modulo p = 2^256 - 2^32 - 977, as many elements at a time as there are lanes in the header that was included
// before. Each element has a lane, in five limbs of 52 bits:
//
//   limb[0] + 2^52 limb[1] + 2^104 limb[2] + 2^156 limb[3] + 2^208 limb[4]
//
// An element is carried if limbs 0 to 3 are below 2^52 and limb 4 is below 2^48 + 2^9, which makes it less than 2p. Products take limbs
// below 2^52, so carried elements. Every function returns carried elements, unless it says loose: then limbs are below the
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
// 2^256 mod p, 33 bits, and 2^260 mod p, 37 bits; the latter is 2^36 and a rest of 14 bits.
static const uint64_t FOLD_256 = 0x1000003D1;
static const uint64_t FOLD_260 = 0x1000003D10;
static const uint64_t FOLD_260_REST = 0x3D10;
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
  a.limb[0] = lanes_add_short_product(a.limb[0], above, FOLD_256);
  UNROLL for (unsigned i = 0; i < 4; i++) carry_limb(a.limb, i);
  return a;
}

// How many products of limbs i and j of two elements have i + j = place.
INLINE unsigned products_at(int place) { return place < 0 || place > 8 ? 0 : (unsigned)(place < 5 ? place + 1 : 9 - place); }

// The residues of ten limbs, loose, for limbs 0 to 8 below 2^56 and limb 9 below 2^46.
//
// Carried, the upper limbs are below 2^52, the last below 2^47. Each is worth 2^260 mod p times as much, five limbs lower: two addends
// below 2^52. The high part for limb 5, below 2^(47 + 37 - 52) = 2^32, is brought down once more: times 2^36, of which the lowest 16 bits
// stay in limb 0, and times the rest, below 2^46. All limbs of the result are below 2^57.
INLINE elements reduce_loosely(lanes *wide) {
  const lanes fold = lanes_all(FOLD_260);
  UNROLL for (unsigned i = 5; i < 9; i++) carry_limb(wide, i);
  const lanes again = lanes_add_high_product(lanes_sum_of(0, 1), wide[9], fold);
  elements result;
  UNROLL for (unsigned i = 0; i < 5; i++) result.limb[i] = lanes_add(wide[i], lanes_sum_of(1, i > 0));
  UNROLL for (unsigned i = 5; i > 0; i--) {
    if (i < 5) result.limb[i] = lanes_add_high_product(result.limb[i], wide[i + 4], fold);
    result.limb[i - 1] = lanes_add_low_product(result.limb[i - 1], wide[i + 4], fold);
  }
  result.limb[0] = lanes_add_short_product(result.limb[0], again, FOLD_260_REST);
  result.limb[0] = lanes_add(result.limb[0], lanes_shift_left(lanes_and(again, lanes_all(0xFFFF)), 36));
  result.limb[1] = lanes_add(result.limb[1], lanes_shift_right(again, 16));
  return result;
}

// a b, loose: limbs below 2^57. A limb of the product is a sum of at most five low parts and five high ones, each below 2^52. One limb
// after the other, few sums are under way at a time, so that registers hold them.
INLINE elements multiply_loosely(elements a, elements b) {
  lanes wide[10];
  UNROLL for (int i = 0; i < 10; i++) wide[i] = lanes_sum_of(products_at(i), products_at(i - 1));
  UNROLL for (unsigned place = 0; place < 9; place++) {
    UNROLL for (unsigned i = place < 5 ? 0 : place - 4; i < 5 && i <= place; i++) {
      wide[place + 1] = lanes_add_high_product(wide[place + 1], a.limb[i], b.limb[place - i]);
      wide[place] = lanes_add_low_product(wide[place], a.limb[i], b.limb[place - i]);
    }
  }
  return reduce_loosely(wide);
}

INLINE elements multiply(elements a, elements b) { return carried(multiply_loosely(a, b)); }

// a^2, loose: the products of different limbs once, doubled, then the squares; the bounds of a product hold.
INLINE elements square_loosely(elements a) {
  lanes wide[10];
  UNROLL for (int i = 0; i < 10; i++) wide[i] = lanes_sum_of(products_at(i) / 2, products_at(i - 1) / 2);
  UNROLL for (unsigned place = 1; place < 8; place++) {
    UNROLL for (unsigned i = place < 5 ? 0 : place - 4; 2 * i < place; i++) {
      wide[place + 1] = lanes_add_high_product(wide[place + 1], a.limb[i], a.limb[place - i]);
      wide[place] = lanes_add_low_product(wide[place], a.limb[i], a.limb[place - i]);
    }
  }
  UNROLL for (unsigned i = 0; i < 10; i++) {
    wide[i] = lanes_add(lanes_add(wide[i], wide[i]), i % 2 == 0 ? lanes_sum_of(1, 0) : lanes_sum_of(0, 1));
  }
  UNROLL for (unsigned i = 0; i < 5; i++) {
    wide[2 * i + 1] = lanes_add_high_product(wide[2 * i + 1], a.limb[i], a.limb[i]);
    wide[2 * i] = lanes_add_low_product(wide[2 * i], a.limb[i], a.limb[i]);
  }
  return reduce_loosely(wide);
}

INLINE elements square(elements a) { return carried(square_loosely(a)); }

// a + b, loose: limbs below 2^53 if both are carried.
INLINE elements add_loosely(elements a, elements b) {
  UNROLL for (unsigned i = 0; i < 5; i++) a.limb[i] = lanes_add(a.limb[i], b.limb[i]);
  return a;
}

// a - b, for a with limbs below 2^57, so that a product need not be carried first, and b with limbs below 2^53 and the last below 2^49:
// adding 4p keeps all limbs positive, and below 2^58.
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

// Word i of numbers below 2^256 in words[i], as elements; limb 4 is below 2^48.
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
