#ifndef CKERNELS_IN_SOFTWARE_H
#define CKERNELS_IN_SOFTWARE_H

#include "CKernels.h"

// The kernel of `ifma_kernel`, the same function for function, with each instruction computed in plain C.
const struct lane_kernel *_Nonnull software_kernel(void);

#endif
