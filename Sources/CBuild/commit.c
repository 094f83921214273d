#include "CBuild.h"

uint64_t tawara_commit(void) { return TAWARA_COMMIT; }
bool tawara_is_changed(void) { return TAWARA_IS_CHANGED; }
