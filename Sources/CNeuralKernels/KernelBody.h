// The kernels themselves, included once for each instruction set with NAME, SUFFIX and
// VECTOR_BYTES defined. They are plain loops that the compiler vectorises; only the product, in
// ProductBody.h, is written with vectors.

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#include "ProductBody.h"

// ---- Functions of one number

// e^x within 1e-7 of its value; zero below -87, and as at 88 above it.
INLINE float NAME(exponential)(float given) {
  float x = given < -87.0f ? -87.0f : given;
  x = x > 88.0f ? 88.0f : x;
  union { float f; uint32_t u; } shifted, power;
  shifted.f = x * 1.44269504f + 12582912.0f;  // adding 1.5 * 2^23 rounds to an integer
  float whole = shifted.f - 12582912.0f;
  float rest = (x - whole * 0.693359375f) - whole * -2.12194440e-4f;
  float y = 1.9875691500e-4f;
  y = y * rest + 1.3981999507e-3f;
  y = y * rest + 8.3334519073e-3f;
  y = y * rest + 4.1665795894e-2f;
  y = y * rest + 1.6666665459e-1f;
  y = y * rest + 5.0000001201e-1f;
  y = y * (rest * rest) + (rest + 1.0f);
  power.u = (shifted.u + 127u) << 23;
  return given < -87.0f ? 0.0f : y * power.f;
}

// The normal distribution beyond |x|, as density times a polynomial in 1 / (1 + 0.3 |x|) that is
// within 2.5e-7 of it relatively, so that GELU keeps its precision far out on the negative side.
INLINE float NAME(normal_tail)(float distance, float density) {
  float t = 1.0f / (1.0f + 0.3f * distance);
  float y = 3.567477866e-02f;
  y = y * t - 1.572031014e-01f;
  y = y * t + 2.063535376e-01f;
  y = y * t - 5.368367188e-02f;
  y = y * t + 1.285616405e-01f;
  y = y * t + 9.991348819e-02f;
  y = y * t + 1.207539566e-01f;
  y = y * t + 1.196292988e-01f;
  return y * t * density;
}

// x Phi(x) with erf as a ratio of polynomials (the coefficients of Eigen's): no exponential, and an
// error of the last place of x. Beyond 4 sqrt(2) erf is 1 to that precision.
INLINE float NAME(gelu_of)(float x) {
  float z = x * 0.707106781f;
  z = z < -4.0f ? -4.0f : z;
  z = z > 4.0f ? 4.0f : z;
  float s = z * z;
  float p = -2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s - 2.10102402082508e-06f;
  p = p * s - 5.69250639462346e-05f;
  p = p * s - 7.34990630326855e-04f;
  p = p * s - 2.95459980854025e-03f;
  p = p * s - 1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * s - 2.13374055278905e-04f;
  q = q * s - 1.68282697438203e-03f;
  q = q * s - 7.37332916720468e-03f;
  q = q * s - 1.42647390514189e-02f;
  float half = 0.5f * x, erf = z * p / q;
  erf = erf < -1.0f ? -1.0f : erf;  // rounding must not turn the sign far out
  return x < -5.65685425f ? 0.0f : half + half * erf;
}

INLINE float NAME(gelu_slope)(float x) {
  float distance = x < 0 ? -x : x;
  float density = NAME(exponential)(-0.5f * x * x);
  float tail = NAME(normal_tail)(distance, density);
  return (x < 0 ? tail : 1.0f - tail) + x * density * 0.398942280f;
}

// tanh as a ratio of polynomials (the coefficients of Eigen's), within a few units of the last place.
INLINE float NAME(hyperbolic_tangent)(float x) {
  x = x > 7.90531110763549805f ? 7.90531110763549805f : x;
  x = x < -7.90531110763549805f ? -7.90531110763549805f : x;
  float s = x * x;
  float p = -2.76076847742355e-16f;
  p = p * s + 2.00018790482477e-13f;
  p = p * s - 8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  float q = 1.19825839466702e-06f;
  q = q * s + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return x * p / q;
}

#define ROWS for (long i = 0; i < rows; i++)
// Results may lie where an argument does, element on element, never shifted: that is safe, but the
// compiler would leave the vector loop wherever it saw an overlap.
#define COLUMNS \
  _Pragma("clang loop vectorize(assume_safety)") for (long j = 0; j < columns; j++)

// ---- Moving and adding

typedef float NAME(eight) __attribute__((vector_size(32), aligned(4), may_alias));

// Transposes 8 x 8 numbers: pairs, then fours, then halves change places.
INLINE void NAME(transpose_block)(const float *x, long xRow, float *y, long yRow,
                                  const float *factor, float scale) {
  NAME(eight) a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++)
    a[i] = *(const NAME(eight) *)(x + i * xRow) * (factor ? factor[i] * scale : scale);
  UNROLL for (int i = 0; i < 8; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLL for (int i = 0; i < 8; i += 4) {
    UNROLL for (int j = 0; j < 2; j++) {
      a[i + j] = __builtin_shufflevector(b[i + j], b[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[i + j + 2] = __builtin_shufflevector(b[i + j], b[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  UNROLL for (int i = 0; i < 4; i++) {
    *(NAME(eight) *)(y + i * yRow) =
        __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *(NAME(eight) *)(y + (i + 4) * yRow) =
        __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

static void NAME(transpose)(const float *x, long xRow, float *y, long yRow, long rows,
                            long columns, const float *factor, float scale) {
  long whole = rows / 8 * 8, wide = columns / 8 * 8;
  for (long i = 0; i < whole; i += 8)
    for (long j = 0; j < wide; j += 8)
      NAME(transpose_block)(x + i * xRow + j, xRow, y + j * yRow + i, yRow,
                            factor ? factor + i : factor, scale);
  for (long i = 0; i < rows; i++)
    for (long j = i < whole ? wide : 0; j < columns; j++)
      y[j * yRow + i] = x[i * xRow + j] * (factor ? factor[i] * scale : scale);
}

// Rows that lie end to end are one long row.
#define JOIN_ROWS(...)                                                              \
  do {                                                                              \
    const long strides[] = {__VA_ARGS__};                                           \
    int joined = 1;                                                                 \
    for (unsigned k = 0; k < sizeof strides / sizeof *strides; k++)                 \
      joined &= strides[k] == columns;                                              \
    if (joined) columns *= rows, rows = 1;                                          \
  } while (0)

static void NAME(add)(const float *x, long xRow, const float *z, long zRow, float *y, long yRow,
                      long rows, long columns) {
  JOIN_ROWS(xRow, zRow, yRow);
  ROWS COLUMNS y[i * yRow + j] = x[i * xRow + j] + z[i * zRow + j];
}

static void NAME(column_sums)(const float *x, long xRow, float *restrict sums, long rows,
                              long columns) {
  ROWS COLUMNS sums[j] += x[i * xRow + j];
}

static void NAME(scale_rows)(const float *x, long xRow, const float *weight, long weightStride,
                             float *y, long yRow, long rows, long columns, int accumulate) {
  ROWS {
    float w = weight[i * weightStride];
    if (accumulate) COLUMNS y[i * yRow + j] += x[i * xRow + j] * w;
    else COLUMNS y[i * yRow + j] = x[i * xRow + j] * w;
  }
}

INLINE float NAME(dot)(const float *restrict x, const float *restrict y, long columns) {
#pragma clang fp reassociate(on)
  float sum = 0;
  COLUMNS sum += x[j] * y[j];
  return sum;
}

static void NAME(row_dots)(const float *x, long xRow, const float *y, long yRow, float *out,
                           long outStride, long rows, long columns) {
  ROWS out[i * outStride] = NAME(dot)(x + i * xRow, y + i * yRow, columns);
}

// ---- Activations and normalisation

static void NAME(gelu)(const float *x, long xRow, float *y, long yRow, long rows, long columns) {
  JOIN_ROWS(xRow, yRow);
  ROWS COLUMNS y[i * yRow + j] = NAME(gelu_of)(x[i * xRow + j]);
}

static void NAME(gelu_backward)(const float *x, long xRow, const float *dy, long dyRow, float *dx,
                                long dxRow, long rows, long columns) {
  JOIN_ROWS(xRow, dyRow, dxRow);
  ROWS COLUMNS dx[i * dxRow + j] = dy[i * dyRow + j] * NAME(gelu_slope)(x[i * xRow + j]);
}

static void NAME(normalize)(const float *x, long xRow, const float *restrict scale,
                            const float *restrict shift, const float *skip, long skipRow,
                            float *restrict y, long yRow, long rows, long columns, int gelu) {
  ROWS {
    const float *from = x + i * xRow, *side = skip ? skip + i * skipRow : from;
    float *to = y + i * yRow, with = skip ? 1.0f : 0.0f;
    if (gelu && skip)
      COLUMNS to[j] = NAME(gelu_of)(from[j] * scale[j] + shift[j] + side[j]);
    else if (gelu)
      COLUMNS to[j] = NAME(gelu_of)(from[j] * scale[j] + shift[j]);
    else
      COLUMNS to[j] = from[j] * scale[j] + shift[j] + with * side[j];
  }
}

static void NAME(normalize_backward)(
    const float *dy, long dyRow, const float *x, long xRow, const float *restrict scale,
    const float *restrict shift, const float *skip, long skipRow, const float *restrict mean,
    const float *restrict inverse, float *restrict da, long daRow, float *restrict sums,
    float *restrict normalizedSums, long rows, long columns, int gelu) {
  ROWS {
    const float *from = x + i * xRow, *above = dy + i * dyRow;
    const float *side = skip ? skip + i * skipRow : from;
    float *to = da + i * daRow;
    if (gelu && skip)
      COLUMNS to[j] = above[j] * NAME(gelu_slope)(from[j] * scale[j] + shift[j] + side[j]);
    else if (gelu)
      COLUMNS to[j] = above[j] * NAME(gelu_slope)(from[j] * scale[j] + shift[j]);
    else
      COLUMNS to[j] = above[j];
    COLUMNS {
      sums[j] += to[j];
      normalizedSums[j] += to[j] * ((from[j] - mean[j]) * inverse[j]);
    }
  }
}

static void NAME(combine_columns)(const float *x, long xRow, const float *z, long zRow,
                                  const float *restrict p, const float *restrict q,
                                  const float *restrict r, float *y, long yRow, long rows,
                                  long columns) {
  ROWS COLUMNS y[i * yRow + j] = x[i * xRow + j] * p[j] + (z[i * zRow + j] * q[j] + r[j]);
}

static void NAME(column_moments)(const float *x, long xRow, float *restrict mean,
                                 float *restrict squares, long rows, long columns) {
  for (long j = 0; j < columns; j++) mean[j] = squares[j] = 0;
  ROWS COLUMNS mean[j] += x[i * xRow + j];
  for (long j = 0; j < columns; j++) mean[j] /= (float)rows;
  ROWS COLUMNS {
    float distance = x[i * xRow + j] - mean[j];
    squares[j] += distance * distance;
  }
}

static void NAME(layer_norm)(const float *x, long xRow, const float *restrict gamma,
                             const float *restrict beta, float *restrict y, long yRow, float *mean,
                             float *inverse, long rows, long columns, float epsilon) {
  ROWS {
#pragma clang fp reassociate(on)
    const float *from = x + i * xRow;
    float *to = y + i * yRow;
    float sum = 0, squares = 0;
    COLUMNS sum += from[j];
    float middle = sum / (float)columns;
    COLUMNS squares += (from[j] - middle) * (from[j] - middle);
    float factor = 1.0f / __builtin_elementwise_sqrt(squares / (float)columns + epsilon);
    mean[i] = middle;
    inverse[i] = factor;
    COLUMNS to[j] = (from[j] - middle) * factor * gamma[j] + beta[j];
  }
}

static void NAME(layer_norm_backward)(const float *dy, long dyRow, const float *x, long xRow,
                                      const float *restrict gamma, const float *mean,
                                      const float *inverse, float *restrict dx, long dxRow,
                                      float *restrict dGamma, float *restrict dBeta, long rows,
                                      long columns, int accumulate) {
  ROWS {
#pragma clang fp reassociate(on)
    const float *above = dy + i * dyRow, *from = x + i * xRow;
    float *to = dx + i * dxRow;
    float middle = mean[i], factor = inverse[i], sum = 0, product = 0;
    COLUMNS {
      float normalized = (from[j] - middle) * factor, scaled = above[j] * gamma[j];
      sum += scaled;
      product += scaled * normalized;
      dGamma[j] += above[j] * normalized;
      dBeta[j] += above[j];
    }
    sum /= (float)columns;
    product /= (float)columns;
    COLUMNS {
      float normalized = (from[j] - middle) * factor;
      float change = factor * (above[j] * gamma[j] - sum - normalized * product);
      to[j] = accumulate ? to[j] + change : change;
    }
  }
}

// ---- Attention

// Columns go in strips whose maxima and sums stay in registers.
#define STRIP 64

INLINE void NAME(softmax_strip)(float *x, long xRow, long rows, const long width) {
  float largest[STRIP], sum[STRIP];
  for (long j = 0; j < width; j++) largest[j] = x[j], sum[j] = 0;
  for (long i = 1; i < rows; i++)
    for (long j = 0; j < width; j++) {
      float value = x[i * xRow + j];
      largest[j] = value > largest[j] ? value : largest[j];
    }
  ROWS for (long j = 0; j < width; j++) {
    float power = NAME(exponential)(x[i * xRow + j] - largest[j]);
    x[i * xRow + j] = power;
    sum[j] += power;
  }
  for (long j = 0; j < width; j++) sum[j] = 1.0f / sum[j];
  ROWS for (long j = 0; j < width; j++) x[i * xRow + j] *= sum[j];
}

static void NAME(softmax_columns)(float *x, long xRow, long rows, long columns) {
  long start = 0;
  for (; start + STRIP <= columns; start += STRIP)
    NAME(softmax_strip)(x + start, xRow, rows, STRIP);
  if (start < columns) NAME(softmax_strip)(x + start, xRow, rows, columns - start);
}
#undef STRIP

static void NAME(softmax_columns_backward)(const float *p, long pRow, float *d, long dRow,
                                           const float *restrict dots, long rows, long columns,
                                           float scale) {
  ROWS COLUMNS {
    float slope = d[i * dRow + j] - dots[j];
    d[i * dRow + j] = p[i * pRow + j] * slope * scale;
  }
}

static void NAME(gate)(const float *h, long hRow, float *g, long gRow, const float *u, long uRow,
                       float strength, float *y, long yRow, long rows, long columns) {
  ROWS COLUMNS {
    float open = 1.0f / (1.0f + NAME(exponential)(-g[i * gRow + j]));
    g[i * gRow + j] = open;
    y[i * yRow + j] = h[i * hRow + j] + strength * open * u[i * uRow + j];
  }
}

static void NAME(gate_backward)(const float *dy, long dyRow, const float *g, long gRow,
                                const float *u, long uRow, float strength, float *dg, long dgRow,
                                float *du, long duRow, long rows, long columns) {
  ROWS COLUMNS {
    float open = g[i * gRow + j], above = strength * dy[i * dyRow + j];
    dg[i * dgRow + j] = above * u[i * uRow + j] * (open * (1.0f - open));
    du[i * duRow + j] = above * open;
  }
}

static void NAME(tanh_scores)(float *x, long xRow, const float *query, float *scores, long stride,
                              long rows, long columns) {
  ROWS {
    float *row = x + i * xRow;
    COLUMNS row[j] = NAME(hyperbolic_tangent)(row[j]);
    scores[i * stride] = NAME(dot)(row, query, columns);
  }
}

static void NAME(tanh_scores_backward)(const float *t, long tRow, const float *restrict query,
                                       const float *dScores, long stride, float *dx, long dxRow,
                                       float *restrict dQuery, long rows, long columns) {
  ROWS {
    float above = dScores[i * stride];
    const float *from = t + i * tRow;
    float *to = dx + i * dxRow;
    COLUMNS {
      float value = from[j];
      dQuery[j] += above * value;
      to[j] = above * query[j] * (1.0f - value * value);
    }
  }
}

// ---- Training

// A hash of the element's index under a key: the same element is dropped whichever thread asks,
// forward and backward (the mixing constants are those of Wellons' "lowbias32").
INLINE float NAME(kept)(uint32_t index, uint32_t key, uint32_t threshold, float scale) {
  uint32_t x = index ^ key;
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return x >= threshold ? scale : 0.0f;
}

static void NAME(dropout)(const float *x, long xRow, const float *z, long zRow, float *y, long yRow,
                          long rows, long columns, long firstRow, uint32_t key,
                          uint32_t threshold, float scale) {
  ROWS {
    const float *from = z + i * zRow, *base = x ? x + i * xRow : from;
    float *to = y + i * yRow;
    uint32_t first = (uint32_t)((firstRow + i) * columns);
    if (x) COLUMNS to[j] = base[j] + from[j] * NAME(kept)(first + (uint32_t)j, key, threshold, scale);
    else COLUMNS to[j] = from[j] * NAME(kept)(first + (uint32_t)j, key, threshold, scale);
  }
}

static void NAME(adamw)(float *restrict w, const float *restrict g, float *restrict m,
                        float *restrict v, long count, float gradientScale, float decay,
                        float beta1, float beta2, float stepSize, float inverseCorrection,
                        float epsilon) {
  for (long i = 0; i < count; i++) {
    float gradient = g[i] * gradientScale;
    m[i] = beta1 * m[i] + (1.0f - beta1) * gradient;
    v[i] = beta2 * v[i] + (1.0f - beta2) * gradient * gradient;
    w[i] = w[i] * decay - stepSize * m[i] / (__builtin_elementwise_sqrt(v[i]) * inverseCorrection + epsilon);
  }
}

static void NAME(average)(const float *restrict w, float *restrict average, long count,
                          float keep) {
  for (long i = 0; i < count; i++) average[i] += (1.0f - keep) * (w[i] - average[i]);
}

#define ENTRY(name, parameters, arguments) .name = NAME(name),
static const struct table NAME(table) = {
#define QUOTE_(x) #x
#define QUOTE(x) QUOTE_(x)
    .name = QUOTE(SUFFIX),
    TAWARA_KERNELS(ENTRY)};
#undef ENTRY
#undef QUOTE
#undef QUOTE_

#undef INLINE
#undef UNROLL
#undef ROWS
#undef JOIN_ROWS
#undef COLUMNS
