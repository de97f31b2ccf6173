#include <fenv.h>

#include "CKernelsInSoftware.h"

static const int ROUNDINGS[4] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};

void set_rounding(int rounding) { fesetround(ROUNDINGS[rounding]); }

int current_rounding(void) {
  int rounding = 0;
  while (rounding < 3 && ROUNDINGS[rounding] != fegetround()) rounding++;
  return rounding;
}
