// The very source of the IFMA kernel, over lanes in plain C, so that every machine can test its logic bit for bit.

#include "CKernelsInSoftware.h"

enum { LANES = 8 };
#define LOW_PRODUCT_OFFSET 0
#define HIGH_PRODUCT_OFFSET 0

#include "software_lanes.h"

#include "../../Sources/CKernels/additions.h"
#include "../../Sources/CKernels/powers.h"

static const struct lane_kernel KERNEL = {denominator_product, add_with_inverse, quarter_powers};

const struct lane_kernel *software_ifma_kernel(void) { return &KERNEL; }
