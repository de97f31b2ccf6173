// The kernel of AVX2 and fused multiplication and addition. Only the functions in here use them, and they run only where the
// processor has them.

#include "CKernels.h"

#if defined(__x86_64__)

#include "avx2_lanes.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

// Kept apart from the functions that set the rounding: the compiler knows no order between that and arithmetic.
__attribute__((noinline)) static size_t denominator_product(
    const point_reference *, const point_reference *, size_t, void *, uint64_t[4], uint32_t *);
__attribute__((noinline)) static void add_with_inverse(
    const point_reference *, const point_reference *, size_t, const void *, const uint64_t[4], uint64_t *);
__attribute__((noinline)) static void quarter_powers(const uint64_t *, size_t, uint64_t *);

#include "additions.h"
#include "powers.h"

#pragma clang attribute pop

// All exceptions masked, as inexact results are the rule; rounding towards zero.
enum { ROUNDING_TOWARDS_ZERO = 0x7F80 };

static unsigned round_towards_zero(void) {
  const unsigned before = _mm_getcsr();
  _mm_setcsr(ROUNDING_TOWARDS_ZERO);
  return before;
}

static size_t rounding_denominator_product(
    const point_reference *lefts, const point_reference *rights, size_t count, void *scratch, uint64_t product[4],
    uint32_t *exceptional) {
  const unsigned before = round_towards_zero();
  const size_t exceptional_count = denominator_product(lefts, rights, count, scratch, product, exceptional);
  _mm_setcsr(before);
  return exceptional_count;
}

static void rounding_sums(
    const point_reference *lefts, const point_reference *rights, size_t count, const void *scratch, const uint64_t inverse[4],
    uint64_t *sums) {
  const unsigned before = round_towards_zero();
  add_with_inverse(lefts, rights, count, scratch, inverse, sums);
  _mm_setcsr(before);
}

static void rounding_quarter_powers(const uint64_t *numbers, size_t count, uint64_t *powers) {
  const unsigned before = round_towards_zero();
  quarter_powers(numbers, count, powers);
  _mm_setcsr(before);
}

static const struct lane_kernel KERNEL = {rounding_denominator_product, rounding_sums, rounding_quarter_powers};

// These look at the operating system too: it must save the wide registers.
const struct lane_kernel *fma_kernel(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &KERNEL : NULL;
}

#else

const struct lane_kernel *fma_kernel(void) { return NULL; }

#endif
