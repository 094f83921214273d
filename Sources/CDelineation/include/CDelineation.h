// The numbers of the network that delineates waves: Swift cannot put a file into a program.
#ifndef TAWARA_DELINEATION_H
#define TAWARA_DELINEATION_H

/// How many numbers there are.
long delineation_weight_count(void);

/// One of them; `index` is below the count.
float delineation_weight(long index);

#endif
