// Runs the kernel of AVX512-IFMA beside the same source over lanes in plain C, and compares: each lane function, then the kernel's
// functions, bit for bit; and the kernel's results with the textbook's modulo p. Inputs are random with many edges; SEED makes others.

#include "../CKernelsInSoftware/include/CKernelsInSoftware.h"
#include "lane_functions.h"
#include "machine.h"
#include "textbook.h"

#ifndef SEED
#define SEED 1
#endif

enum { LANE_ROUNDS = 1000, MOST_PAIRS = 200, MOST_NUMBERS = 34, SHOWN_FAULTS = 20 };

static uint64_t random_state = SEED;
static uint64_t fault_count = 0;

// SplitMix64.
static uint64_t random_word(void) {
  uint64_t word = random_state += 0x9E3779B97F4A7C15;
  word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9;
  word = (word ^ word >> 27) * 0x94D049BB133111EB;
  return word ^ word >> 31;
}

static void fault(const char *what, uint64_t size, uint64_t place) {
  if (fault_count++ >= SHOWN_FAULTS) return;
  print("ifma: differs: ");
  print(what);
  print(", size ");
  print_number(size);
  print(", place ");
  print_number(place);
  print("\n");
}

// Compares 64-bit words; the place that is named is the first that differs.
static int expect_same(const char *what, uint64_t size, const void *found, const void *expected, size_t bytes) {
  if (memcmp(found, expected, bytes) == 0) return 1;
  size_t place = 0;
  while (memcmp((const char *)found + 8 * place, (const char *)expected + 8 * place, 8) == 0) place++;
  fault(what, size, place);
  return 0;
}

// Below 2^bits; half of them at an edge.
static uint64_t edge_word(unsigned bits) {
  const uint64_t most = UINT64_MAX >> (64 - bits), random = random_word();
  switch (random % 12) {
    case 0: return 0;
    case 1: return 1;
    case 2: return most;
    case 3: return most - 1;
    case 4: return (uint64_t)1 << (random >> 8) % bits;
    case 5: return most >> (random >> 8) % bits;
    default: return random_word() & most;
  }
}

static void report(uint64_t number, const char *text) {
  print("ifma: ");
  print_number(number);
  print(text);
}

static void check_lane_functions(void) {
  uint64_t count = 0;
  for (const struct lane_function *real = real_lane_functions, *software = software_lane_functions; real->name != 0;
       real++, software++, count++) {
    for (unsigned round = 0, same = 1; same && round < LANE_ROUNDS; round++) {
      struct operands operands;
      uint64_t found[8], expected[8];
      for (unsigned i = 0; i < 8; i++) {
        operands.a[i] = edge_word(real->bits_of_a);
        operands.b[i] = random_word() % 4 == 0 && real->bits_of_b >= real->bits_of_a ? operands.a[i] : edge_word(real->bits_of_b);
        operands.c[i] = edge_word(64);
      }
      real->run(&operands, found);
      software->run(&operands, expected);
      same = (unsigned)expect_same(real->name, 8, found, expected, sizeof found);
    }
  }
  report(count, " functions of lanes, each ");
  print_number(LANE_ROUNDS);
  print(" times\n");
}

static struct number edge_number(void) {
  static const struct number edges[] = {
      {{0}},
      {{1}},
      {{0xFFFFFFFEFFFFFC2E, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
      {{0xFFFFFFFEFFFFFC2F, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
      {{0xFFFFFFFEFFFFFC30, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
      {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
      {{0x1000003D1, 0, 0, 0}},
      {{0x1000003D0, 0, 0, 0}},
  };
  const uint64_t choice = random_word() % 16;
  if (choice < 8) return edges[choice];
  struct number number;
  for (unsigned i = 0; i < 4; i++) number.limb[i] = choice < 12 ? edge_word(64) : random_word();
  return number;
}

// The same residue by its other representative below 2^256, if it has one.
static struct number respelled(struct number a) {
  const struct number rest = reduced(a.limb);
  if (!is_equal(rest, a)) return rest;
  if ((a.limb[1] | a.limb[2] | a.limb[3]) == 0 && a.limb[0] < 0x1000003D1) {
    return (struct number){{a.limb[0] + 0xFFFFFFFEFFFFFC2F, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
  }
  return a;
}

struct point {
  struct number x, y;
};

// The additions' inputs, and outputs of two kernels. The last room behind the sums must stay as it is.
static _Alignas(64) struct point lefts[MOST_PAIRS], rights[MOST_PAIRS];
static point_reference left_references[MOST_PAIRS], right_references[MOST_PAIRS];
struct outputs {
  _Alignas(64) unsigned char scratch[1 << 16];
  struct number product;
  uint32_t exceptional[MOST_PAIRS];
  uint64_t exceptional_count;
  struct point sums[MOST_PAIRS + 2];
};
static struct outputs real, software;

// Coordinates that need not be those of a point: the formulas hold for all.
static struct point edge_point(void) { return (struct point){edge_number(), edge_number()}; }

// Limbs of all zeros or ones in an x make a pair exceptional. So one of every four sizes has edges everywhere, the others only in limbs
// that leave a pair plain; and one has next to no exceptional pairs, so that whole groups are plain.
static void make_pairs(size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct point left = edge_point(), right = edge_point();
    if (count % 4 != 0) {
      left.x.limb[3] = random_word();
      left.x.limb[2] = random_word();
      right.x.limb[3] = random_word() % 2 != 0 ? random_word() : UINT64_MAX - 1;
    }
    switch (random_word() % (count % 4 == 1 ? 1024 : 32)) {
      case 0: right = left; break;
      case 1: right = (struct point){left.x, minus((struct number){{0}}, reduced(left.y.limb))}; break;
      case 2: right = (struct point){respelled(left.x), respelled(left.y)}; break;
      case 3: left = (struct point){{{0}}, {{0}}}; break;
      case 4: right = (struct point){{{0}}, {{0}}}; break;
      case 5: left = right = (struct point){{{0}}, {{0}}}; break;
      default: break;
    }
    lefts[i] = left;
    rights[i] = right;
    left_references[i] = (uint64_t)(uintptr_t)&lefts[i] | (random_word() & 1);
    right_references[i] = (uint64_t)(uintptr_t)&rights[i] | (random_word() & 1);
  }
}

static struct number signed_y(const struct point *point, point_reference reference) {
  const struct number y = reduced(point->y.limb);
  return reference & 1 ? minus((struct number){{0}}, y) : y;
}

// The line through both points meets the negative of their sum: which says, without an inversion, what the sum is.
static int is_sum(size_t i, const struct point *sum) {
  const struct number x1 = reduced(lefts[i].x.limb), x2 = reduced(rights[i].x.limb), x3 = reduced(sum->x.limb);
  const struct number y1 = signed_y(&lefts[i], left_references[i]), y2 = signed_y(&rights[i], right_references[i]);
  const struct number run = minus(x2, x1), rise = minus(y2, y1);
  return is_equal(times(times(run, run), plus(plus(x1, x2), x3)), times(rise, rise)) &&
         is_equal(times(run, plus(reduced(sum->y.limb), y1)), times(rise, minus(x1, x3)));
}

static void check_by_textbook(size_t count) {
  struct number product = {{1}};
  size_t next = 0;
  for (size_t i = 0; i < count; i++) {
    const struct number run = minus(reduced(rights[i].x.limb), reduced(lefts[i].x.limb));
    if (next < real.exceptional_count && real.exceptional[next] == i) {
      next++;
      continue;
    }
    const struct number zero = {{0}};
    const int has_infinity = (is_equal(lefts[i].x, zero) && is_equal(lefts[i].y, zero)) ||
                             (is_equal(rights[i].x, zero) && is_equal(rights[i].y, zero));
    if (has_infinity || is_equal(run, zero)) fault("an exceptional pair that is not among them", count, i);
    product = times(product, run);
    if (!is_sum(i, &real.sums[i])) fault("sum by the textbook", count, i);
  }
  if (next != real.exceptional_count) fault("order of exceptional indices", count, next);
  if (!is_equal(product, reduced(real.product.limb))) fault("product by the textbook", count, 0);
}

static void add_pairs(const struct lane_kernel *kernel, size_t count, struct outputs *outputs) {
  memset(outputs, 0xA5, sizeof *outputs);
  outputs->exceptional_count = kernel->denominator_product(
      left_references, right_references, count, outputs->scratch, outputs->product.limb, outputs->exceptional);
  const struct number inverse_of_product = inverse(reduced(outputs->product.limb));
  kernel->sums(
      left_references, right_references, count, outputs->scratch, inverse_of_product.limb, (uint64_t *)(void *)outputs->sums);
}

static void check_additions(const struct lane_kernel *kernel) {
  uint64_t additions = 0, exceptional = 0;
  for (size_t count = 1; count <= MOST_PAIRS; count++) {
    make_pairs(count);
    add_pairs(kernel, count, &real);
    add_pairs(software_ifma_kernel(), count, &software);
    expect_same("scratch", count, real.scratch, software.scratch, addition_scratch_size(count));
    expect_same("product", count, &real.product, &software.product, sizeof real.product);
    expect_same("exceptional indices", count, real.exceptional, software.exceptional, sizeof real.exceptional);
    expect_same("exceptional count", count, &real.exceptional_count, &software.exceptional_count, sizeof real.exceptional_count);
    expect_same("sums", count, real.sums, software.sums, sizeof real.sums);
    check_by_textbook(count);
    additions += count;
    exceptional += real.exceptional_count;
  }
  report(additions, " additions, ");
  print_number(exceptional);
  print(" of them exceptional\n");
}

static void check_powers(const struct lane_kernel *kernel) {
  static struct number numbers[MOST_NUMBERS], found[MOST_NUMBERS + 1], expected[MOST_NUMBERS + 1];
  uint64_t powers = 0;
  for (size_t count = 1; count <= MOST_NUMBERS; count++) {
    for (size_t i = 0; i < count; i++) numbers[i] = edge_number();
    memset(found, 0xA5, sizeof found);
    memset(expected, 0xA5, sizeof expected);
    kernel->quarter_powers(numbers[0].limb, count, found[0].limb);
    software_ifma_kernel()->quarter_powers(numbers[0].limb, count, expected[0].limb);
    expect_same("quarter powers", count, found, expected, sizeof found);
    if (count % 10 == 0) {
      for (size_t i = 0; i < count; i++) {
        if (!is_equal(reduced(found[i].limb), quarter_power(reduced(numbers[i].limb)))) fault("power by the textbook", count, i);
      }
    }
    kernel->quarter_powers(numbers[0].limb, count, numbers[0].limb);
    expect_same("quarter powers in place", count, numbers, expected, count * sizeof numbers[0]);
    powers += count;
  }
  report(powers, " powers\n");
}

void run_probe(void) {
  const struct lane_kernel *kernel = ifma_kernel();
  if (kernel == 0) {
    print("ifma: the emulated processor lacks the instructions\n");
    shut_down();
  }
  check_lane_functions();
  // A wrong lane function makes all else wrong, and is named already.
  if (fault_count == 0) {
    check_additions(kernel);
    check_powers(kernel);
  }
  report(fault_count, " differences\n");
  shut_down();
}
