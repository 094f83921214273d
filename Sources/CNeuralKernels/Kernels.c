// Compiles KernelBody.h once for each instruction set and chooses among them at run time, because
// a program built with -march flags would not start on an older processor.
#include "CNeuralKernels.h"

#include <stddef.h>

struct table {
  const char *name;
#define ENTRY(name, parameters, arguments) void(*name) parameters;
  TAWARA_KERNELS(ENTRY)
#undef ENTRY
};

#define PASTE_(a, b) a##_##b
#define PASTE(a, b) PASTE_(a, b)
#define NAME(x) PASTE(x, SUFFIX)

#if defined(__x86_64__)

#pragma clang attribute push(                                                                 \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,bmi2"))),              \
    apply_to = function)
#define SUFFIX avx512
#define VECTOR_BYTES 64
#include "KernelBody.h"
#undef SUFFIX
#undef VECTOR_BYTES
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma,bmi2"))), apply_to = function)
#define SUFFIX avx2
#define VECTOR_BYTES 32
#include "KernelBody.h"
#undef SUFFIX
#undef VECTOR_BYTES
#pragma clang attribute pop

#endif

// SSE2 on x86-64, NEON on arm64: what every processor of the family has.
#define SUFFIX baseline
#define VECTOR_BYTES 16
#include "KernelBody.h"
#undef SUFFIX
#undef VECTOR_BYTES

static const struct table *available[3];
static int availableCount = 0;
static int chosen = 0;

__attribute__((constructor)) static void findInstructionSets(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("bmi2");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    available[availableCount++] = &table_avx512;
  if (avx2) available[availableCount++] = &table_avx2;
#endif
  available[availableCount++] = &table_baseline;
}

int neural_instruction_set_count(void) { return availableCount; }
const char *neural_instruction_set_name(int index) { return available[index]->name; }
int neural_instruction_set(void) { return chosen; }
void neural_select(int index) { chosen = index; }

#define DISPATCH(name, parameters, arguments) \
  void neural_##name parameters { available[chosen]->name arguments; }
TAWARA_KERNELS(DISPATCH)
#undef DISPATCH

double neural_sum_of_squares(const float *x, long count) {
  double chains[8] = {0};
  long i = 0;
  for (; i + 8 <= count; i += 8)
    for (int j = 0; j < 8; j++) chains[j] += (double)x[i + j] * x[i + j];
  for (int j = 0; i + j < count; j++) chains[j] += (double)x[i + j] * x[i + j];
  return ((chains[0] + chains[1]) + (chains[2] + chains[3])) +
         ((chains[4] + chains[5]) + (chains[6] + chains[7]));
}

long neural_first_not_finite(const float *x, long count) {
  union { float f; uint32_t u; } bits;
  for (long start = 0; start < count; start += 1024) {
    long end = start + 1024 < count ? start + 1024 : count;
    // A block's worst exponent first: that loop vectorises, a search does not.
    uint32_t worst = 0;
    for (long i = start; i < end; i++) {
      bits.f = x[i];
      uint32_t exponent = bits.u & 0x7f800000u;
      worst = exponent > worst ? exponent : worst;
    }
    if (worst != 0x7f800000u) continue;
    for (long i = start; i < end; i++) {
      bits.f = x[i];
      if ((bits.u & 0x7f800000u) == 0x7f800000u) return i;
    }
  }
  return -1;
}

void neural_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
