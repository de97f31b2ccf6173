// The table of lane functions, called LANE_TABLE, over the header of eight lanes that was included before.

#include "lane_functions.h"

#define A lanes_load(operands->a)
#define B lanes_load(operands->b)
#define C lanes_load(operands->c)

// FUNCTION(label, bits of a, bits of b, lanes) and STATEMENT(label, bits of a, bits of b, what writes the result), with the constants
// of field.h and those at the ends of what is allowed.
#define LANE_FUNCTIONS(FUNCTION, STATEMENT)                                                                   \
  FUNCTION(lanes_all, 64, 64, lanes_all(operands->a[0]))                                                      \
  FUNCTION(lanes_load, 64, 64, A)                                                                             \
  FUNCTION(lanes_load_fours, 64, 64, lanes_load_fours(operands->a + 1, operands->b + 3))                      \
  STATEMENT(lanes_store, 64, 64, lanes_store(result, A))                                                      \
  STATEMENT(lanes_store_fours_0, 64, 64, lanes_store_fours(result, A, B, 0))                                  \
  STATEMENT(lanes_store_fours_1, 64, 64, lanes_store_fours(result, A, B, 1))                                  \
  FUNCTION(lanes_add, 64, 64, lanes_add(A, B))                                                                \
  FUNCTION(lanes_subtract, 64, 64, lanes_subtract(A, B))                                                      \
  FUNCTION(lanes_and, 64, 64, lanes_and(A, B))                                                                \
  FUNCTION(lanes_or, 64, 64, lanes_or(A, B))                                                                  \
  FUNCTION(lanes_shift_right_0, 64, 64, lanes_shift_right(A, 0))                                              \
  FUNCTION(lanes_shift_right_1, 64, 64, lanes_shift_right(A, 1))                                              \
  FUNCTION(lanes_shift_right_12, 64, 64, lanes_shift_right(A, 12))                                            \
  FUNCTION(lanes_shift_right_16, 64, 64, lanes_shift_right(A, 16))                                            \
  FUNCTION(lanes_shift_right_24, 64, 64, lanes_shift_right(A, 24))                                            \
  FUNCTION(lanes_shift_right_36, 64, 64, lanes_shift_right(A, 36))                                            \
  FUNCTION(lanes_shift_right_48, 64, 64, lanes_shift_right(A, 48))                                            \
  FUNCTION(lanes_shift_right_52, 64, 64, lanes_shift_right(A, 52))                                            \
  FUNCTION(lanes_shift_right_63, 64, 64, lanes_shift_right(A, 63))                                            \
  FUNCTION(lanes_shift_left_0, 64, 64, lanes_shift_left(A, 0))                                                \
  FUNCTION(lanes_shift_left_1, 64, 64, lanes_shift_left(A, 1))                                                \
  FUNCTION(lanes_shift_left_16, 64, 64, lanes_shift_left(A, 16))                                              \
  FUNCTION(lanes_shift_left_28, 64, 64, lanes_shift_left(A, 28))                                              \
  FUNCTION(lanes_shift_left_36, 64, 64, lanes_shift_left(A, 36))                                              \
  FUNCTION(lanes_shift_left_40, 64, 64, lanes_shift_left(A, 40))                                              \
  FUNCTION(lanes_shift_left_52, 64, 64, lanes_shift_left(A, 52))                                              \
  FUNCTION(lanes_shift_left_63, 64, 64, lanes_shift_left(A, 63))                                              \
  FUNCTION(lanes_shift_right_double_1, 64, 64, lanes_shift_right_double(A, B, 1))                             \
  FUNCTION(lanes_shift_right_double_28, 64, 64, lanes_shift_right_double(A, B, 28))                           \
  FUNCTION(lanes_shift_right_double_40, 64, 64, lanes_shift_right_double(A, B, 40))                           \
  FUNCTION(lanes_shift_right_double_52, 64, 64, lanes_shift_right_double(A, B, 52))                           \
  FUNCTION(lanes_shift_right_double_63, 64, 64, lanes_shift_right_double(A, B, 63))                           \
  FUNCTION(lanes_add_low_product, 52, 52, lanes_add_low_product(lanes_add(C, lanes_sum_of(1, 0)), A, B))      \
  FUNCTION(lanes_add_high_product, 52, 52, lanes_add_high_product(lanes_add(C, lanes_sum_of(0, 1)), A, B))    \
  FUNCTION(lanes_add_short_product_33, 19, 64, lanes_add_short_product(C, A, 0x1000003D1))                    \
  FUNCTION(lanes_add_short_product_14, 32, 64, lanes_add_short_product(C, A, 0x3D10))                         \
  FUNCTION(lanes_interleave_even, 64, 64, lanes_interleave_even(A, B))                                        \
  FUNCTION(lanes_interleave_odd, 64, 64, lanes_interleave_odd(A, B))                                          \
  FUNCTION(lanes_join_first_pairs, 64, 64, lanes_join_first_pairs(A, B))                                      \
  FUNCTION(lanes_join_last_pairs, 64, 64, lanes_join_last_pairs(A, B))                                        \
  FUNCTION(lanes_swap_neighbours, 64, 64, lanes_swap_neighbours(A))                                           \
  FUNCTION(lanes_swap_pairs, 64, 64, lanes_swap_pairs(A))                                                     \
  FUNCTION(lanes_swap_fours, 64, 64, lanes_swap_fours(A))                                                     \
  FUNCTION(lanes_replace, 64, 64, lanes_replace(A, (lane_mask)operands->c[0], B))                             \
  FUNCTION(lanes_share_bits, 64, 64, lanes_all(lanes_share_bits(A, B)))                                       \
  FUNCTION(lanes_at_most, 64, 64, lanes_all(lanes_at_most(A, B)))

#define DEFINE_STATEMENT(label, bits_of_a, bits_of_b, statement) \
  static void run_##label(const struct operands *operands, uint64_t result[8]) { statement; }
#define DEFINE_FUNCTION(label, bits_of_a, bits_of_b, value) \
  DEFINE_STATEMENT(label, bits_of_a, bits_of_b, lanes_store(result, value))
#define ENTRY(label, bits_of_a, bits_of_b, ignored) {#label, bits_of_a, bits_of_b, run_##label},

LANE_FUNCTIONS(DEFINE_FUNCTION, DEFINE_STATEMENT)

const struct lane_function LANE_TABLE[] = {LANE_FUNCTIONS(ENTRY, ENTRY){0, 0, 0, 0}};
