// The network's inner loops, for every instruction set they are compiled for.
//
// All matrices are row-major Float32. A row stride is the distance in floats between the starts
// of two rows; rows may overlap (stride below width) where a matrix is only read. No function of the
// table allocates, and none checks its arguments: NeuralNetwork/Kernels does, once, before it calls.
// Each element of a tiled product is summed in the order of depth by one chain of multiply-adds, so
// results do not depend on how rows are shared out to threads.
#ifndef TAWARA_NEURAL_KERNELS_H
#define TAWARA_NEURAL_KERNELS_H

#include <stdint.h>

// KERNEL(name, parameters, arguments): declares a kernel, its table entry and its dispatcher.
#define TAWARA_KERNELS(KERNEL)                                                                    \
  /* c[rows, columns] = (accumulate ? c : bias or 0) + a[rows, depth] b[depth, columns] */        \
  KERNEL(tiled_product,                                                                                 \
         (const float *a, long aRow, long aDepth, const float *b, long bRow, float *c, long cRow, \
          long rows, long columns, long depth, const float *bias, int accumulate),                \
         (a, aRow, aDepth, b, bRow, c, cRow, rows, columns, depth, bias, accumulate))             \
  /* y[j, i] = x[i, j] * factor[i] (1 where factor is null) * scale */                            \
  KERNEL(transpose,                                                                               \
         (const float *x, long xRow, float *y, long yRow, long rows, long columns,                \
          const float *factor, float scale),                                                      \
         (x, xRow, y, yRow, rows, columns, factor, scale))                                        \
  /* y = x + z */                                                                                 \
  KERNEL(add,                                                                                     \
         (const float *x, long xRow, const float *z, long zRow, float *y, long yRow, long rows,   \
          long columns),                                                                          \
         (x, xRow, z, zRow, y, yRow, rows, columns))                                              \
  /* sums[column] += x's column */                                                                \
  KERNEL(column_sums, (const float *x, long xRow, float *sums, long rows, long columns),          \
         (x, xRow, sums, rows, columns))                                                          \
  /* y = x weight[row], added to y where accumulate */                                            \
  KERNEL(scale_rows,                                                                              \
         (const float *x, long xRow, const float *weight, long weightStride, float *y, long yRow, \
          long rows, long columns, int accumulate),                                               \
         (x, xRow, weight, weightStride, y, yRow, rows, columns, accumulate))                     \
  /* out[row * outStride] = x[row] . y[row] */                                                    \
  KERNEL(row_dots,                                                                                \
         (const float *x, long xRow, const float *y, long yRow, float *out, long outStride,       \
          long rows, long columns),                                                               \
         (x, xRow, y, yRow, out, outStride, rows, columns))                                       \
  /* y = GELU(x), the exact one: x Phi(x) */                                                      \
  KERNEL(gelu, (const float *x, long xRow, float *y, long yRow, long rows, long columns),         \
         (x, xRow, y, yRow, rows, columns))                                                       \
  /* dx = dy GELU'(x) */                                                                          \
  KERNEL(gelu_backward,                                                                           \
         (const float *x, long xRow, const float *dy, long dyRow, float *dx, long dxRow,          \
          long rows, long columns),                                                               \
         (x, xRow, dy, dyRow, dx, dxRow, rows, columns))                                          \
  /* y = f(a), a = x scale[column] + shift[column] + skip, f GELU or, without gelu, nothing;   */ \
  /* skip may be null                                                                          */ \
  KERNEL(normalize,                                                                               \
         (const float *x, long xRow, const float *scale, const float *shift, const float *skip,   \
          long skipRow, float *y, long yRow, long rows, long columns, int gelu),                  \
         (x, xRow, scale, shift, skip, skipRow, y, yRow, rows, columns, gelu))                    \
  /* da = dy f'(a); sums += columns of da, normalizedSums += those of da (x - mean) inverse */    \
  KERNEL(normalize_backward,                                                                      \
         (const float *dy, long dyRow, const float *x, long xRow, const float *scale,             \
          const float *shift, const float *skip, long skipRow, const float *mean,                 \
          const float *inverse, float *da, long daRow, float *sums, float *normalizedSums,        \
          long rows, long columns, int gelu),                                                     \
         (dy, dyRow, x, xRow, scale, shift, skip, skipRow, mean, inverse, da, daRow, sums,        \
          normalizedSums, rows, columns, gelu))                                                   \
  /* y = x p[column] + z q[column] + r[column] */                                                 \
  KERNEL(combine_columns,                                                                         \
         (const float *x, long xRow, const float *z, long zRow, const float *p, const float *q,   \
          const float *r, float *y, long yRow, long rows, long columns),                          \
         (x, xRow, z, zRow, p, q, r, y, yRow, rows, columns))                                     \
  /* mean[column], and squares[column] = sum of squared distances from it */                      \
  KERNEL(column_moments,                                                                          \
         (const float *x, long xRow, float *mean, float *squares, long rows, long columns),       \
         (x, xRow, mean, squares, rows, columns))                                                 \
  /* y = (x - mean) / sqrt(variance + epsilon) gamma + beta over each row; keeps both per row */  \
  KERNEL(layer_norm,                                                                              \
         (const float *x, long xRow, const float *gamma, const float *beta, float *y, long yRow,  \
          float *mean, float *inverse, long rows, long columns, float epsilon),                   \
         (x, xRow, gamma, beta, y, yRow, mean, inverse, rows, columns, epsilon))                  \
  /* dx (added to where accumulate), dGamma +=, dBeta += */                                       \
  KERNEL(layer_norm_backward,                                                                     \
         (const float *dy, long dyRow, const float *x, long xRow, const float *gamma,             \
          const float *mean, const float *inverse, float *dx, long dxRow, float *dGamma,          \
          float *dBeta, long rows, long columns, int accumulate),                                 \
         (dy, dyRow, x, xRow, gamma, mean, inverse, dx, dxRow, dGamma, dBeta, rows, columns,      \
          accumulate))                                                                            \
  /* softmax down each column, in place */                                                        \
  KERNEL(softmax_columns, (float *x, long xRow, long rows, long columns),                         \
         (x, xRow, rows, columns))                                                                \
  /* d = p (d - dots[column]) scale, in place: softmax's gradient down each column */             \
  KERNEL(softmax_columns_backward,                                                                \
         (const float *p, long pRow, float *d, long dRow, const float *dots, long rows,           \
          long columns, float scale),                                                             \
         (p, pRow, d, dRow, dots, rows, columns, scale))                                          \
  /* g = sigmoid(g) in place, y = h + strength g u */                                             \
  KERNEL(gate,                                                                                    \
         (const float *h, long hRow, float *g, long gRow, const float *u, long uRow,              \
          float strength, float *y, long yRow, long rows, long columns),                          \
         (h, hRow, g, gRow, u, uRow, strength, y, yRow, rows, columns))                           \
  /* dg = strength u dy g (1 - g), du = strength g dy */                                          \
  KERNEL(gate_backward,                                                                           \
         (const float *dy, long dyRow, const float *g, long gRow, const float *u, long uRow,      \
          float strength, float *dg, long dgRow, float *du, long duRow, long rows, long columns), \
         (dy, dyRow, g, gRow, u, uRow, strength, dg, dgRow, du, duRow, rows, columns))            \
  /* x = tanh(x) in place, scores[row * stride] = query . x[row] */                               \
  KERNEL(tanh_scores,                                                                             \
         (float *x, long xRow, const float *query, float *scores, long stride, long rows,         \
          long columns),                                                                          \
         (x, xRow, query, scores, stride, rows, columns))                                         \
  /* dx = dScore[row] query (1 - t^2), dQuery += dScore[row] t[row] */                            \
  KERNEL(tanh_scores_backward,                                                                    \
         (const float *t, long tRow, const float *query, const float *dScores, long stride,       \
          float *dx, long dxRow, float *dQuery, long rows, long columns),                         \
         (t, tRow, query, dScores, stride, dx, dxRow, dQuery, rows, columns))                     \
  /* y = x + z kept with probability 1 - threshold / 2^32, scaled; x may be null; the rows     */ \
  /* stand firstRow down in the matrix whose places decide                                     */ \
  KERNEL(dropout,                                                                                 \
         (const float *x, long xRow, const float *z, long zRow, float *y, long yRow, long rows,   \
          long columns, long firstRow, uint32_t key, uint32_t threshold, float scale),            \
         (x, xRow, z, zRow, y, yRow, rows, columns, firstRow, key, threshold, scale))             \
  /* AdamW on count parameters; decay = 1 - rate * weight decay */                                \
  KERNEL(adamw,                                                                                   \
         (float *w, const float *g, float *m, float *v, long count, float gradientScale,          \
          float decay, float beta1, float beta2, float stepSize, float inverseCorrection,         \
          float epsilon),                                                                         \
         (w, g, m, v, count, gradientScale, decay, beta1, beta2, stepSize, inverseCorrection,     \
          epsilon))                                                                               \
  /* average = average + (1 - keep) (w - average) */                                              \
  KERNEL(average, (const float *w, float *average, long count, float keep),                       \
         (w, average, count, keep))

#define TAWARA_DECLARE(name, parameters, arguments) void neural_##name parameters;
TAWARA_KERNELS(TAWARA_DECLARE)
#undef TAWARA_DECLARE

// The product by what was chosen for it: the tiles above, OpenBLAS, or bfloat16 where this thread's
// work asks for that. Arguments as above.
void neural_product(const float *a, long aRow, long aDepth, const float *b, long bRow, float *c,
                    long cRow, long rows, long columns, long depth, const float *bias,
                    int accumulate);

// Who computes products in float32: the tiles, or OpenBLAS, which is loaded when it is first asked
// for. neural_use_products returns 0, and changes nothing, where OpenBLAS is not installed. Tiles are
// the default where the processor has tuned ones, else OpenBLAS where it is installed.
enum neural_products { neural_products_tiled = 1, neural_products_openblas = 2 };
int neural_products_in_use(void);
int neural_use_products(int products);

// Whether this thread's products round their factors to bfloat16 and sum in float32. Returns what
// held before. Only where neural_has_bfloat16 is not 0.
int neural_has_bfloat16(void);
int neural_set_bfloat16(int wanted);

// The same product, its factors rounded to bfloat16 to the nearest, each pair of terms added to a sum
// in float32 in the order of depth. rows, columns and depth are 1 at least, aRow or aDepth is 1. The
// thread's memory for rounded factors grows at the first products, and goes with the thread.
void neural_bfloat16_product(const float *a, long aRow, long aDepth, const float *b, long bRow,
                             float *c, long cRow, long rows, long columns, long depth,
                             const float *bias, int accumulate);

// The same product by OpenBLAS on the calling thread; 0 where its strides are none that a BLAS takes.
int neural_openblas_load(void);
int neural_openblas_product(const float *a, long aRow, long aDepth, const float *b, long bRow,
                            float *c, long cRow, long rows, long columns, long depth,
                            const float *bias, int accumulate);

// The sum of squares, in double: eight chains, so that its order is the same everywhere.
double neural_sum_of_squares(const float *x, long count);

// The index of the first NaN or infinity, or -1.
long neural_first_not_finite(const float *x, long count);

// The instruction sets that this build and this processor both have, best first.
// neural_select takes an index below the count; the best is chosen before main.
int neural_instruction_set_count(void);
const char *neural_instruction_set_name(int index);
int neural_instruction_set(void);
void neural_select(int index);

// Tells the processor that this thread waits in a loop.
void neural_pause(void);

#endif
