#include "CDelineation.h"

#include <stdint.h>
#include <string.h>

// Float32, little-endian, in the order of `DelineationNetwork`'s layers. Made by
// Benchmarks/delineation/train.py.
// A file becomes bytes of the program by C23, which the compiler has in C17 too.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const uint8_t bytes[] = {
#embed "delineation.weights"
};

long delineation_weight_count(void) { return sizeof bytes / sizeof(float); }

float delineation_weight(long index) {
  float value;
  memcpy(&value, bytes + index * (long)sizeof(float), sizeof value);
  return value;
}
