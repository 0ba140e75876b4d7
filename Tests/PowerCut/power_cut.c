#include "include/power_cut.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "fault_disk.h"

static void give_up(const char *why, const char *path) {
  fprintf(stderr, "power-cut: %s%s\n", path, why);
  abort();
}

/* When the power goes, as the file says. */
static void cut_power(fault_disk *disk, FILE *file, const char *path) {
  int64_t operations = 0;
  uint64_t seed = 0;
  int count = fscanf(file, "%" SCNd64 " %" SCNu64, &operations, &seed);
  fclose(file);
  if (count != 2) give_up(" says no operation and seed", path);
  fault_disk_end_process(disk, seed);
  fault_disk_cut_power(disk, operations);
}

__attribute__((constructor)) static void plug_in(void) {
  const char *path = getenv("POWER_CUT"), *failing = getenv("DISK_FAILS_WHILE");
  FILE *file = path ? fopen(path, "re") : NULL;
  if (!file && !failing) return;
  /* In front of SQLite's own file system of that name, which it is over. */
  fault_disk *disk = fault_disk_make("unix-excl", "unix-excl");
  if (!disk) give_up("no disk can be made", "");
  if (failing) fault_disk_fail_while(disk, failing);
  if (file) cut_power(disk, file, path);
}
