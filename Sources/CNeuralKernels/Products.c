// Who computes a matrix product.
#include "CNeuralKernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static _Thread_local int roundsToBfloat16 = 0;
static atomic_int inUse = 0;

// Processors without tuned tiles have their products from OpenBLAS, where it is installed. That is
// found out at the first product: most of what the program does needs none.
static void choose(void) {
  int isTuned = strcmp(neural_instruction_set_name(0), "baseline") != 0;
  int chosen = !isTuned && neural_openblas_load() ? neural_products_openblas : neural_products_tiled;
  int undecided = 0;
  atomic_compare_exchange_strong(&inUse, &undecided, chosen);
}

int neural_products_in_use(void) {
  // Acquires what loading OpenBLAS wrote.
  int products = atomic_load_explicit(&inUse, memory_order_acquire);
  if (products != 0) return products;
  choose();
  return atomic_load(&inUse);
}

int neural_use_products(int products) {
  if (products == neural_products_openblas && !neural_openblas_load()) return 0;
  atomic_store(&inUse, products);
  return 1;
}

int neural_set_bfloat16(int wanted) {
  int before = roundsToBfloat16;
  roundsToBfloat16 = wanted;
  return before;
}

// Below these sizes laying out costs more than it spares.
static int paysInBfloat16(long aRow, long aDepth, long rows, long columns, long depth) {
  return rows >= 4 && columns >= 8 && depth >= 8 && (aDepth == 1 || aRow == 1);
}

void neural_product(const float *a, long aRow, long aDepth, const float *b, long bRow, float *c,
                    long cRow, long rows, long columns, long depth, const float *bias,
                    int accumulate) {
  if (roundsToBfloat16 && paysInBfloat16(aRow, aDepth, rows, columns, depth)) {
    neural_bfloat16_product(a, aRow, aDepth, b, bRow, c, cRow, rows, columns, depth, bias,
                            accumulate);
    return;
  }
  if (neural_products_in_use() == neural_products_openblas &&
      neural_openblas_product(a, aRow, aDepth, b, bRow, c, cRow, rows, columns, depth, bias,
                              accumulate))
    return;
  neural_tiled_product(a, aRow, aDepth, b, bRow, c, cRow, rows, columns, depth, bias, accumulate);
}
