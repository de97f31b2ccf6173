#define LANE_TABLE real_lane_functions

#include "avx512_lanes.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma,avx512vbmi2"))), apply_to = function)
#include "lane_table.h"
#pragma clang attribute pop
