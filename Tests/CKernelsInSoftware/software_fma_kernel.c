// The very source of the FMA kernel, over lanes in plain C: four of them, and with a product come the bits of an exponent.

#include "CKernelsInSoftware.h"

enum { LANES = 4 };
#define LOW_PRODUCT_OFFSET ((uint64_t)(1023 + 52) << 52)
#define HIGH_PRODUCT_OFFSET ((uint64_t)(1023 + 104) << 52)

#include "software_lanes.h"

#include "../../Sources/CKernels/additions.h"
#include "../../Sources/CKernels/powers.h"

static const struct lane_kernel KERNEL = {denominator_product, add_with_inverse, quarter_powers};

const struct lane_kernel *software_fma_kernel(void) { return &KERNEL; }
