#define LANE_TABLE software_lane_functions

enum { LANES = 8 };
#define LOW_PRODUCT_OFFSET 0
#define HIGH_PRODUCT_OFFSET 0

#include "../CKernelsInSoftware/software_lanes.h"
#include "lane_table.h"
