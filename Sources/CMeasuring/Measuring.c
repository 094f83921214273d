#define _GNU_SOURCE
#include "CMeasuring.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

// The GNU C library documents that a program may replace malloc; these pass on to its own. The
// sanitizers replace it themselves.
#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

static atomic_long allocations;

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static void count(void) { atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  count();
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

long measuring_allocations(void) {
  return atomic_load_explicit(&allocations, memory_order_relaxed);
}

#else

long measuring_allocations(void) { return -1; }

#endif

typedef void sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int,
                   float, float *, int);

static sgemm *loaded;

int measuring_has_sgemm(void) {
  if (loaded != NULL) return 1;
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return 0;
  void (*setThreads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  loaded = (sgemm *)dlsym(library, "cblas_sgemm");
  if (setThreads == NULL || loaded == NULL) {
    loaded = NULL;
    return 0;
  }
  setThreads(1);
  return 1;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double measuring_sgemm(int size, double seconds) {
  if (loaded == NULL) return 0;
  const int rowMajor = 101, plain = 111;
  size_t count = (size_t)size * (size_t)size;
  float *a = malloc(3 * count * sizeof(float));
  if (a == NULL) return 0;
  float *b = a + count, *c = b + count;
  for (size_t i = 0; i < 3 * count; i++) a[i] = (float)(i % 977) / 977 - 0.5f;
  double best = 1e9, end = now() + seconds;
  while (now() < end) {
    double start = now();
    loaded(rowMajor, plain, plain, size, size, size, 1, a, size, b, size, 0, c, size);
    double elapsed = now() - start;
    if (elapsed < best) best = elapsed;
  }
  free(a);
  return 2.0 * size * size * size / best * 1e-9;
}
