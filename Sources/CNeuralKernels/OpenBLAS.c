// The matrix product by OpenBLAS, loaded at run time, so that the program starts without it.
#include "CNeuralKernels.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

typedef void sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int,
                   float, float *, int);

static sgemm *loaded;

static void load(void) {
  static const char *const names[] = {"libopenblas.so.0", "libopenblas.dylib"};
  void *library = NULL;
  for (int i = 0; i < 2 && library == NULL; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  void (*setThreads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  sgemm *found = (sgemm *)dlsym(library, "cblas_sgemm");
  if (setThreads == NULL || found == NULL) return;
  // Threads are the caller's own: each computes its rows.
  setThreads(1);
  loaded = found;
}

int neural_openblas_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return loaded != NULL;
}

enum { rowMajor = 101, plain = 111, transposed = 112 };

static long least(long x, long y) { return x < y ? x : y; }
static long most(long x, long y) { return x > y ? x : y; }

int neural_openblas_product(const float *a, long aRow, long aDepth, const float *b, long bRow,
                            float *c, long cRow, long rows, long columns, long depth,
                            const float *bias, int accumulate) {
  if (aDepth != 1 && aRow != 1) return 0;
  if (!accumulate && (bias || depth == 0))
    for (long r = 0; r < rows; r++) {
      if (bias) memcpy(c + r * cRow, bias, (size_t)columns * sizeof *c);
      else memset(c + r * cRow, 0, (size_t)columns * sizeof *c);
    }
  if (rows == 0 || columns == 0 || depth == 0) return 1;
  float keep = accumulate || bias ? 1 : 0;
  int right = (int)most(bRow, columns), result = (int)most(cRow, columns);
  if (aDepth == 1) {
    // Rows that overlap are none to a BLAS: as much of the depth at a time as lies between their
    // starts.
    long span = rows > 1 ? aRow : depth;
    for (long k = 0; k < depth; k += span) {
      loaded(rowMajor, plain, plain, (int)rows, (int)columns, (int)least(span, depth - k), 1, a + k,
             (int)span, b + k * bRow, right, keep, c, result);
      keep = 1;
    }
  } else {
    long span = depth > 1 ? aDepth : rows;
    for (long r = 0; r < rows; r += span)
      loaded(rowMajor, transposed, plain, (int)least(span, rows - r), (int)columns, (int)depth, 1,
             a + r, (int)span, b, right, keep, c + r * cRow, result);
  }
  return 1;
}
