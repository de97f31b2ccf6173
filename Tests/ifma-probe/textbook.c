#include "textbook.h"

typedef unsigned __int128 wide;

static const struct number MODULUS = {{0xFFFFFFFEFFFFFC2F, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

// a + b without the carry, which is returned.
static uint64_t add(struct number *a, struct number b) {
  wide sum = 0;
  for (int i = 0; i < 4; i++, sum >>= 64) {
    sum += (wide)a->limb[i] + b.limb[i];
    a->limb[i] = (uint64_t)sum;
  }
  return (uint64_t)sum;
}

// a - b, and returns what had to be borrowed.
static uint64_t subtract(struct number *a, struct number b) {
  uint64_t borrow = 0;
  for (int i = 0; i < 4; i++) {
    const wide difference = (wide)a->limb[i] - b.limb[i] - borrow;
    a->limb[i] = (uint64_t)difference;
    borrow = (uint64_t)(difference >> 64) & 1;
  }
  return borrow;
}

struct number reduced(const uint64_t limbs[4]) {
  const struct number a = {{limbs[0], limbs[1], limbs[2], limbs[3]}};
  struct number rest = a;
  return subtract(&rest, MODULUS) != 0 ? a : rest;
}

int is_equal(struct number a, struct number b) {
  uint64_t differing = 0;
  for (int i = 0; i < 4; i++) differing |= a.limb[i] ^ b.limb[i];
  return differing == 0;
}

struct number minus(struct number a, struct number b) {
  if (subtract(&a, b) != 0) add(&a, MODULUS);
  return a;
}

struct number plus(struct number a, struct number b) { return minus(a, minus((struct number){{0}}, b)); }

struct number times(struct number a, struct number b) {
  uint64_t product[8] = {0};
  for (int i = 0; i < 4; i++) {
    wide carry = 0;
    for (int j = 0; j < 4; j++, carry >>= 64) {
      carry += (wide)a.limb[i] * b.limb[j] + product[i + j];
      product[i + j] = (uint64_t)carry;
    }
    product[i + 4] = (uint64_t)carry;
  }
  // 2^256 = 2^32 + 977: the upper half is folded into the lower until nothing is above.
  uint64_t upper[4] = {product[4], product[5], product[6], product[7]};
  while ((upper[0] | upper[1] | upper[2] | upper[3]) != 0) {
    wide carry = 0;
    for (int i = 0; i < 4; i++, carry >>= 64) {
      carry += (wide)upper[i] * 0x1000003D1 + product[i];
      product[i] = (uint64_t)carry;
      upper[i] = 0;
    }
    upper[0] = (uint64_t)carry;
  }
  return reduced(product);
}

static struct number power(struct number a, struct number exponent) {
  struct number result = {{1}};
  for (int bit = 255; bit >= 0; bit--) {
    result = times(result, result);
    if (exponent.limb[bit / 64] >> bit % 64 & 1) result = times(result, a);
  }
  return result;
}

struct number inverse(struct number a) {
  return power(a, (struct number){{0xFFFFFFFEFFFFFC2D, UINT64_MAX, UINT64_MAX, UINT64_MAX}});
}

struct number quarter_power(struct number a) {
  return power(a, (struct number){{0xFFFFFFFFBFFFFF0B, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 2}});
}
