#ifndef CKERNELS_IN_SOFTWARE_H
#define CKERNELS_IN_SOFTWARE_H

#include "CKernels.h"

// The kernels of `ifma_kernel` and `fma_kernel`, the same function for function, with each instruction computed in plain C.
const struct lane_kernel *_Nonnull software_ifma_kernel(void);
const struct lane_kernel *_Nonnull software_fma_kernel(void);

// The rounding of floating-point numbers, whose names in <fenv.h> Swift does not take: 0 to nearest, 1 upwards, 2 downwards,
// 3 towards zero.
void set_rounding(int rounding);
int current_rounding(void);

#endif
