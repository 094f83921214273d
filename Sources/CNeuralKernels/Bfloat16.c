// The matrix product in bfloat16 with sums in float32, for processors with AVX-512 BF16: they add the
// products of two neighbouring terms to a sum in one instruction, twice what float32 reaches.
//
// Both factors are rounded and laid out anew, two terms of the depth in one 32-bit place, before the
// tiles run; that reads each number once, where the product uses it tens of times.
#include "CNeuralKernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512bf16"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define LANES 16

// ---- Memory of a thread for its rounded factors, which grows and is freed with the thread

struct scratch {
  size_t bytes;
  char *memory;
};

static pthread_key_t scratchKey;

static void freeScratch(void *given) {
  struct scratch *scratch = given;
  free(scratch->memory);
  free(scratch);
}

__attribute__((constructor)) static void makeScratchKey(void) {
  if (pthread_key_create(&scratchKey, freeScratch) != 0) abort();
}

static uint32_t *scratchOf(size_t bytes) {
  struct scratch *scratch = pthread_getspecific(scratchKey);
  if (scratch != NULL && scratch->bytes >= bytes) return (uint32_t *)scratch->memory;
  if (scratch == NULL) {
    scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL || pthread_setspecific(scratchKey, scratch) != 0) abort();
  }
  free(scratch->memory);
  scratch->bytes = (bytes + 65535) / 65536 * 65536;
  scratch->memory = aligned_alloc(64, scratch->bytes);
  if (scratch->memory == NULL) {
    fprintf(stderr, "no memory for %zu bytes of a product\n", scratch->bytes);
    abort();
  }
  return (uint32_t *)scratch->memory;
}

// ---- Rounding and laying out

INLINE __mmask16 first(long count) {
  return count >= LANES ? 0xffff : (__mmask16)((1u << count) - 1);
}

INLINE __m512i widened(__m512 x) { return _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(x)); }

// out[i] = the pair (x[i], y[i]); y may be null for zeros.
INLINE void pairs(const float *x, const float *y, uint32_t *out, long count) {
  for (long i = 0; i < count; i += LANES) {
    __mmask16 mask = first(count - i);
    __m512i low = widened(_mm512_maskz_loadu_ps(mask, x + i));
    __m512i high = y ? widened(_mm512_maskz_loadu_ps(mask, y + i)) : _mm512_setzero_si512();
    _mm512_mask_storeu_epi32(out + i, mask, _mm512_or_si512(low, _mm512_slli_epi32(high, 16)));
  }
}

// out[i] = x[i], with a zero behind them.
INLINE void round16(const float *x, uint16_t *out, long count) {
  for (long i = 0; i < count; i += LANES) {
    __mmask16 mask = first(count - i);
    __m256i rounded = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(mask, x + i));
    _mm256_mask_storeu_epi16(out + i, mask, rounded);
  }
  out[count] = 0;
}

// A left factor laid out: the pair of terms 2k and 2k + 1 of row r is rows[r * row + k * pair] bytes
// behind its start.
struct left {
  const char *start;
  long row, pair;
};

// Whether rows are one stretch of numbers, in which each row's last pair is whole, or goes on into the
// next row as overlapping rows do.
INLINE int isStretch(long aRow, long depth) {
  return aRow < depth || (aRow == depth && depth % 2 == 0);
}

// Bytes that a left factor takes at most.
INLINE size_t leftBytes(long aRow, long aDepth, long rows, long depth) {
  if (aDepth == 1 && isStretch(aRow, depth)) return 2 * (size_t)((rows - 1) * aRow + depth + 2 * LANES);
  if (aDepth == 1) return 2 * (size_t)(rows * (depth + 1) + 2 * LANES);
  if (aDepth < rows) return 4 * (size_t)((depth - 1) * aDepth + rows + LANES);
  return 4 * (size_t)((depth + 1) / 2 * rows + LANES);
}

INLINE struct left layLeft(const float *a, long aRow, long aDepth, long rows, long depth,
                           uint32_t *out) {
  if (aDepth == 1 && isStretch(aRow, depth)) {
    // Rounded once. Where depth is odd, what stands behind a row, which is a number of the row behind
    // it, meets the zero that the right factor has there.
    round16(a, (uint16_t *)out, (rows - 1) * aRow + depth);
    return (struct left){(const char *)out, 2 * aRow, 4};
  }
  if (aDepth == 1) {
    long even = depth + (depth & 1);
    for (long r = 0; r < rows; r++) round16(a + r * aRow, (uint16_t *)out + r * even, depth);
    return (struct left){(const char *)out, 2 * even, 4};
  }
  if (aDepth < rows) {
    // Columns that overlap: every number is paired with the one a step of depth behind it.
    long count = (depth - 1) * aDepth + rows;
    long paired = depth > 1 ? count - aDepth : 0;
    pairs(a, a + aDepth, out, paired);
    pairs(a + paired, NULL, out + paired, count - paired);
    return (struct left){(const char *)out, 4, 8 * aDepth};
  }
  for (long k = 0; k < depth; k += 2)
    pairs(a + k * aDepth, k + 1 < depth ? a + (k + 1) * aDepth : NULL, out + k / 2 * rows, rows);
  return (struct left){(const char *)out, 4, 4 * rows};
}

// ---- Tiles: as in ProductBody.h, two terms of the depth at a time

INLINE void tile(const int tileRows, const int vectors, struct left a, const uint32_t *b, long bRow,
                 float *c, long cRow, long pairCount, __mmask16 last, const float *bias,
                 int accumulate) {
  __m512 sums[12][3];
  UNROLL for (int r = 0; r < tileRows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      __mmask16 mask = v == vectors - 1 ? last : 0xffff;
      const float *start = accumulate ? c + r * cRow : bias;
      sums[r][v] =
          start ? _mm512_maskz_loadu_ps(mask, start + v * LANES) : _mm512_setzero_ps();
    }
  }
  for (long k = 0; k < pairCount; k++) {
    __m512bh row[3];
    UNROLL for (int v = 0; v < vectors; v++)
        row[v] = (__m512bh)_mm512_loadu_si512(b + v * LANES);
    UNROLL for (int r = 0; r < tileRows; r++) {
      int pair;
      memcpy(&pair, a.start + r * a.row, sizeof pair);
      __m512bh factor = (__m512bh)_mm512_set1_epi32(pair);
      UNROLL for (int v = 0; v < vectors; v++)
          sums[r][v] = _mm512_dpbf16_ps(sums[r][v], factor, row[v]);
    }
    a.start += a.pair;
    b += bRow;
  }
  UNROLL for (int r = 0; r < tileRows; r++) {
    UNROLL for (int v = 0; v < vectors; v++)
        _mm512_mask_storeu_ps(c + r * cRow + v * LANES, v == vectors - 1 ? last : 0xffff,
                              sums[r][v]);
  }
}

#define TILE(n)                                                                                \
  tile((n), vectors, (struct left){a.start + m * a.row, a.row, a.pair}, b, bRow, c + m * cRow, \
       cRow, pairCount, last, bias, accumulate)

INLINE void panel(const int vectors, const int tallest, struct left a, const uint32_t *b, long bRow,
                  float *c, long cRow, long rows, long pairCount, __mmask16 last,
                  const float *bias, int accumulate) {
  long m = 0;
  for (; m + tallest <= rows; m += tallest) TILE(tallest);
  if (tallest > 8 && m + 8 <= rows) TILE(8), m += 8;
  if (m + 4 <= rows) TILE(4), m += 4;
  if (m + 2 <= rows) TILE(2), m += 2;
  if (m < rows) TILE(1);
}
#undef TILE

#define PANEL(vectors, tallest)                                                              \
  panel(vectors, tallest, left, b + n, bRow, c + n, cRow, rows, pairCount,                   \
        first(columns - n - (vectors - 1) * LANES), bias ? bias + n : NULL, accumulate)

static void tiles(struct left left, const uint32_t *b, long bRow, float *c, long cRow, long rows,
                  long columns, long pairCount, const float *bias, int accumulate) {
  long n = 0;
  while (n < columns) {
    long vectors = (columns - n + LANES - 1) / LANES;
    if (vectors == 3) {
      PANEL(3, 8);
      n += 3 * LANES;
    } else if (vectors >= 2) {
      PANEL(2, 12);
      n += 2 * LANES;
    } else {
      PANEL(1, 12);
      n += LANES;
    }
  }
}
#undef PANEL

void neural_bfloat16_product(const float *a, long aRow, long aDepth, const float *b, long bRow,
                             float *c, long cRow, long rows, long columns, long depth,
                             const float *bias, int accumulate) {
  long pairCount = (depth + 1) / 2;
  long padded = (columns + LANES - 1) / LANES * LANES;
  // With a gap where rows of that length would fall on the same cache sets.
  if (padded % 64 == 0) padded += LANES;
  size_t rightBytes = 4 * (size_t)(pairCount * padded);
  uint32_t *right = scratchOf(rightBytes + leftBytes(aRow, aDepth, rows, depth));
  for (long k = 0; k < depth; k += 2)
    pairs(b + k * bRow, k + 1 < depth ? b + (k + 1) * bRow : NULL, right + k / 2 * padded, columns);
  struct left left = layLeft(a, aRow, aDepth, rows, depth, right + pairCount * padded);
  tiles(left, right, padded, c, cRow, rows, columns, pairCount, bias, accumulate);
}

#pragma clang attribute pop

int neural_has_bfloat16(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

#else

int neural_has_bfloat16(void) { return 0; }

void neural_bfloat16_product(const float *a, long aRow, long aDepth, const float *b, long bRow,
                             float *c, long cRow, long rows, long columns, long depth,
                             const float *bias, int accumulate) {
  neural_tiled_product(a, aRow, aDepth, b, bRow, c, cRow, rows, columns, depth, bias, accumulate);
}

#endif
