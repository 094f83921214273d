// What `tawara bench` measures with: a count of heap allocations, and OpenBLAS's matrix product,
// which is loaded when asked for so that nothing else depends on it.
#ifndef TAWARA_MEASURING_H
#define TAWARA_MEASURING_H

// Allocations of all threads since the start of the program; -1 where they are not counted.
long measuring_allocations(void);

// Loads OpenBLAS and sets it to one thread; 0 where it is not installed. Comes first.
int measuring_has_sgemm(void);

// How many GFLOP/s cblas_sgemm reaches on square matrices, the best of the runs that fit into so
// many seconds; 0 where OpenBLAS is not installed. Threads may measure at once.
double measuring_sgemm(int size, double seconds);

#endif
