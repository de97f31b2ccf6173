// The kernel of AVX512-IFMA instructions. Only the functions in here use them, and they run only where the processor has them.

#include "CKernels.h"

#if defined(__x86_64__)

#include "avx512_lanes.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma,avx512vbmi2"))), apply_to = function)
#include "additions.h"
#include "powers.h"
#pragma clang attribute pop

static const struct lane_kernel KERNEL = {denominator_product, add_with_inverse, quarter_powers};

// These look at the operating system too: it must save the wide registers.
const struct lane_kernel *ifma_kernel(void) {
  __builtin_cpu_init();
  const int supported =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("avx512vbmi2");
  return supported ? &KERNEL : NULL;
}

#else

const struct lane_kernel *ifma_kernel(void) { return NULL; }

#endif
