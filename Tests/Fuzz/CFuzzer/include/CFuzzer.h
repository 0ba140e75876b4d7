#pragma once
#include <stddef.h>
#include <stdint.h>

/* libFuzzer as a library: parses its options from the arguments and fuzzes, or replays files.
   https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*user)(const uint8_t *data, size_t size));
