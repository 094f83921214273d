// What `tawara bench` measures with: a count of heap allocations.
#ifndef TAWARA_MEASURING_H
#define TAWARA_MEASURING_H

// Allocations of all threads since the start of the program; -1 where they are not counted.
long measuring_allocations(void);

#endif
