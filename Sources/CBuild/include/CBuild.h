#pragma once
#include <stdbool.h>
#include <stdint.h>

/// The first twelve hexadecimal digits of the commit that the program was built from, as a number;
/// 0 where the sources lay in no repository.
uint64_t tawara_commit(void);

/// Whether files differed from it.
bool tawara_is_changed(void);
