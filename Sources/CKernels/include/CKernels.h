// Arithmetic on many field elements and points at a time, for processors whose vector instructions beat the portable Swift code.
// Variable time: for public values only.
//
// All numbers are four 64-bit limbs, least significant first, any representative below 2^256 of a residue modulo
// p = 2^256 - 2^32 - 977. A point is x, then y: 64 bytes.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The address of a point, with 1 added where its negative is meant.
typedef uint64_t point_reference;

// Asks for a point's memory ahead of its use.
static inline void prefetch_point(point_reference reference) { __builtin_prefetch((const void *)(uintptr_t)reference); }

// Functions that compute in lanes, four or eight numbers at a time. Those that take scratch take what the last of them left in it.
struct lane_kernel {
  // The product of the slopes' denominators x2 - x1 of all pairs lefts[i], rights[i], for count >= 1.
  //
  // Writes to `exceptional` the indices, ascending, of the pairs with an infinity or with x1 = x2, and of a few more, which count as
  // one in the product; returns how many. Scratch: `addition_scratch_size(count)` bytes, at a multiple of 64.
  size_t (*denominator_product)(
      const point_reference *lefts, const point_reference *rights, size_t count, void *scratch, uint64_t product[_Nonnull 4],
      uint32_t *exceptional);

  // The sums lefts[i] + rights[i], given the inverse of that product; what it writes for exceptional pairs means nothing.
  void (*sums)(
      const point_reference *lefts, const point_reference *rights, size_t count, const void *scratch,
      const uint64_t inverse[_Nonnull 4], uint64_t *sums);

  // The powers x^((p - 3)/4) of `count` numbers x; powers may be the same memory as the numbers.
  void (*quarter_powers)(const uint64_t *numbers, size_t count, uint64_t *powers);
};

// The bytes of scratch for additions of `count` pairs: five limbs a lane, for every group of pairs and for two running products. Eight
// lanes need the most.
static inline size_t addition_scratch_size(size_t count) { return ((count + 15) / 16 * 2 + 2) * 5 * 64; }

// The kernel of AVX512-IFMA instructions; NULL where the processor or the operating system lacks them.
const struct lane_kernel *_Nullable ifma_kernel(void);

// The kernel of AVX2 and FMA instructions; NULL where the processor or the operating system lacks them.
const struct lane_kernel *_Nullable fma_kernel(void);

#pragma clang assume_nonnull end

#endif
