/// Counts what a program allocates, per thread: linking this library replaces malloc and its relatives by
/// glibc's own, with a counter of the calling thread before each.
#ifndef CAMEO_ALLOCATION_COUNT_H
#define CAMEO_ALLOCATION_COUNT_H

#include <stdint.h>

/// Blocks that the calling thread has asked for since it began; reallocations count as one each.
uint64_t cameo_thread_allocations(void);

#endif
