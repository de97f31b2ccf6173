// Arithmetic modulo p = 2^256 - 2^32 - 977 as a textbook has it: numbers of four 64-bit limbs, always reduced.

#ifndef TEXTBOOK_H
#define TEXTBOOK_H

#include <stdint.h>

struct number {
  uint64_t limb[4];
};

struct number reduced(const uint64_t limbs[4]);
int is_equal(struct number a, struct number b);
struct number plus(struct number a, struct number b);
struct number minus(struct number a, struct number b);
struct number times(struct number a, struct number b);
// 1/a, and 0 for 0.
struct number inverse(struct number a);
// a^((p - 3)/4).
struct number quarter_power(struct number a);

#endif
