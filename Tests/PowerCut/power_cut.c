#include "include/power_cut.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "fault_disk.h"

__attribute__((constructor)) static void plug_in(void) {
  const char *path = getenv("POWER_CUT");
  FILE *file = path ? fopen(path, "re") : NULL;
  if (!file) return;
  int64_t operations = 0;
  uint64_t seed = 0;
  int count = fscanf(file, "%" SCNd64 " %" SCNu64, &operations, &seed);
  fclose(file);
  /* In front of SQLite's own file system of that name, which it is over. */
  fault_disk *disk = count == 2 ? fault_disk_make("unix-excl", "unix-excl") : NULL;
  if (!disk) {
    fprintf(stderr, "power-cut: %s says no operation and seed\n", path);
    abort();
  }
  fault_disk_end_process(disk, seed);
  fault_disk_cut_power(disk, operations);
}
