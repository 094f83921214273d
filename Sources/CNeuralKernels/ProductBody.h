// The matrix product, included by KernelBody.h. It is written with vectors, because its registers
// have to be laid out by hand.

typedef float NAME(vector) __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));
#define VECTOR NAME(vector)
#define LANES (VECTOR_BYTES / 4)

// A tile of the result stays in registers while depth runs: as many rows as leave room for the
// row of b that they share. 24 sums of 32 registers with AVX-512, 12 of 16 with AVX2.

INLINE void NAME(tile)(const int tileRows, const int vectors, const float *a, long aRow,
                       long aDepth, const float *b, long bRow, float *c, long cRow, long depth,
                       const float *bias, int accumulate) {
  VECTOR sums[12][3];
  // The result's lines are often out in memory: they come in while the sums are made.
  if (!accumulate) {
    UNROLL for (int r = 0; r < tileRows; r++) {
      UNROLL for (int v = 0; v < vectors; v += 64 / VECTOR_BYTES)
          __builtin_prefetch(c + r * cRow + v * LANES, 1);
    }
  }
  UNROLL for (int r = 0; r < tileRows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      if (accumulate)
        sums[r][v] = *(const VECTOR *)(c + r * cRow + v * LANES);
      else if (bias)
        sums[r][v] = *(const VECTOR *)(bias + v * LANES);
      else
        sums[r][v] = (VECTOR){0};
    }
  }
  for (long k = 0; k < depth; k++) {
    VECTOR row[3];
    UNROLL for (int v = 0; v < vectors; v++) row[v] = *(const VECTOR *)(b + v * LANES);
    UNROLL for (int r = 0; r < tileRows; r++) {
      float factor = a[r * aRow];
      UNROLL for (int v = 0; v < vectors; v++) sums[r][v] += factor * row[v];
    }
    a += aDepth;
    b += bRow;
  }
  UNROLL for (int r = 0; r < tileRows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) *(VECTOR *)(c + r * cRow + v * LANES) = sums[r][v];
  }
}

#define TILE(n)                                                                              \
  NAME(tile)((n), vectors, a + m * aRow, aRow, aDepth, b, bRow, c + m * cRow, cRow, depth,   \
             bias, accumulate)

INLINE void NAME(panel)(const int vectors, const int tallest, const float *a, long aRow,
                        long aDepth, const float *b, long bRow, float *c, long cRow, long rows,
                        long depth, const float *bias, int accumulate) {
  long m = 0;
  for (; m + tallest <= rows; m += tallest) TILE(tallest);
  // What is left, fewer than the tallest tile's rows, is a sum of these.
  if (tallest > 8 && m + 8 <= rows) TILE(8), m += 8;
  if (m + 4 <= rows) TILE(4), m += 4;
  if (m + 2 <= rows) TILE(2), m += 2;
  if (m < rows) TILE(1);
}
#undef TILE

// The last columns, fewer than a vector has lanes, go in narrower vectors: heads of attention are eight
// columns wide in small networks.
#define NARROW(name, lanes)                                                                        \
  typedef float NAME(name##_vector) __attribute__((vector_size(4 * lanes), aligned(4), may_alias)); \
  INLINE void NAME(name##_tile)(const int tileRows, const float *a, long aRow, long aDepth,        \
                                const float *b, long bRow, float *c, long cRow, long depth,        \
                                const float *bias, int accumulate) {                               \
    NAME(name##_vector) sums[8];                                                                   \
    UNROLL for (int r = 0; r < tileRows; r++)                                                      \
        sums[r] = accumulate ? *(const NAME(name##_vector) *)(c + r * cRow)                        \
                  : bias     ? *(const NAME(name##_vector) *)bias                                  \
                             : (NAME(name##_vector)){0};                                           \
    for (long k = 0; k < depth; k++) {                                                             \
      NAME(name##_vector) row = *(const NAME(name##_vector) *)b;                                   \
      UNROLL for (int r = 0; r < tileRows; r++) sums[r] += a[r * aRow] * row;                      \
      a += aDepth;                                                                                 \
      b += bRow;                                                                                   \
    }                                                                                              \
    UNROLL for (int r = 0; r < tileRows; r++)                                                      \
        *(NAME(name##_vector) *)(c + r * cRow) = sums[r];                                          \
  }                                                                                                \
  static void NAME(name)(const float *a, long aRow, long aDepth, const float *b, long bRow,        \
                         float *c, long cRow, long rows, long depth, const float *bias,            \
                         int accumulate) {                                                         \
    long m = 0;                                                                                    \
    for (; m + 8 <= rows; m += 8)                                                                  \
      NAME(name##_tile)(8, a + m * aRow, aRow, aDepth, b, bRow, c + m * cRow, cRow, depth, bias,   \
                        accumulate);                                                               \
    for (; m < rows; m++)                                                                          \
      NAME(name##_tile)(1, a + m * aRow, aRow, aDepth, b, bRow, c + m * cRow, cRow, depth, bias,   \
                        accumulate);                                                               \
  }

#if VECTOR_BYTES > 32
NARROW(eights, 8)
#endif
#if VECTOR_BYTES > 16
NARROW(fours, 4)
#endif
#undef NARROW

// What is left after these: the same chains, a column at a time.
INLINE void NAME(edge)(const float *a, long aRow, long aDepth, const float *b, long bRow, float *c,
                       long cRow, long rows, long columns, long depth, const float *bias,
                       int accumulate) {
  for (long m = 0; m < rows; m++)
    for (long n = 0; n < columns; n++) {
      float sum = accumulate ? c[m * cRow + n] : bias ? bias[n] : 0;
      for (long k = 0; k < depth; k++) sum += a[m * aRow + k * aDepth] * b[k * bRow + n];
      c[m * cRow + n] = sum;
    }
}

#if VECTOR_BYTES == 64
#define TALLEST1 12
#define TALLEST2 12
#else
#define TALLEST1 8
#define TALLEST2 6
#endif

#define PANEL(vectors, tallest, rowStride)                                                  \
  NAME(panel)(vectors, tallest, a, rowStride, aDepth, b + n, bRow, c + n, cRow, rows,       \
              depth, bias ? bias + n : 0, accumulate)

static void NAME(tiled_product)(const float *a, long aRow, long aDepth, const float *b, long bRow,
                          float *c, long cRow, long rows, long columns, long depth,
                          const float *bias, int accumulate) {
  long n = 0;
  while (columns - n >= LANES) {
    long vectors = (columns - n) / LANES;
#if VECTOR_BYTES == 64
    if (vectors == 3) {
      PANEL(3, 8, aRow);
      n += 3 * LANES;
      continue;
    }
#endif
    // With a literal row stride of 1 (a transposed matrix) every row's address is a constant away.
    if (vectors >= 2) {
      if (aRow == 1) PANEL(2, TALLEST2, 1);
      else PANEL(2, TALLEST2, aRow);
      n += 2 * LANES;
    } else {
      if (aRow == 1) PANEL(1, TALLEST1, 1);
      else PANEL(1, TALLEST1, aRow);
      n += LANES;
    }
  }
#if VECTOR_BYTES > 32
  if (columns - n >= 8) {
    NAME(eights)(a, aRow, aDepth, b + n, bRow, c + n, cRow, rows, depth, bias ? bias + n : 0,
                 accumulate);
    n += 8;
  }
#endif
#if VECTOR_BYTES > 16
  if (columns - n >= 4) {
    NAME(fours)(a, aRow, aDepth, b + n, bRow, c + n, cRow, rows, depth, bias ? bias + n : 0,
                accumulate);
    n += 4;
  }
#endif
  if (n < columns)
    NAME(edge)(a, aRow, aDepth, b + n, bRow, c + n, cRow, rows, columns - n, depth,
               bias ? bias + n : 0, accumulate);
}
#undef PANEL
#undef TALLEST1
#undef TALLEST2

#undef VECTOR
#undef LANES
