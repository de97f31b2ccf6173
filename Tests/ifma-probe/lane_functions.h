// The functions of lanes.h one by one, over memory, so that two sets of eight lanes can be compared.

#ifndef LANE_FUNCTIONS_H
#define LANE_FUNCTIONS_H

#include <stdint.h>

struct operands {
  uint64_t a[8], b[8], c[8];
};

struct lane_function {
  const char *name;
  // How many bits the operands a and b may have, by lanes.h.
  unsigned bits_of_a, bits_of_b;
  void (*run)(const struct operands *operands, uint64_t result[8]);
};

// The last has no name.
extern const struct lane_function real_lane_functions[], software_lane_functions[];

#endif
