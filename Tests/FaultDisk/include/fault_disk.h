#pragma once
#include <stdint.h>

/* A disk that fails, for tests: an SQLite VFS over the real files.

   Like a real disk it has a cache: what was written and not synced is lost at a power cut, or kept,
   sector by sector, in any order. It can fail an operation of one's choice, and be full. What it does
   not show: names of files that a crash takes back, since SQLite syncs their folders. */
typedef struct fault_disk fault_disk;

typedef enum fault_operation { FAULT_READ, FAULT_WRITE, FAULT_SYNC } fault_operation;

/* A new disk: a VFS called `name` over the one called `base`. NULL where there is no memory or no such
   base. Free it when all its files are closed. */
fault_disk *fault_disk_make(const char *name, const char *base);
void fault_disk_free(fault_disk *disk);

/* The n-th such operation from now on (1 is the next) fails with an errno: EIO or ENOSPC; with
   `lasting` all after it, too. n = 0 mends the disk. */
void fault_disk_fail(fault_disk *disk, fault_operation operation, int64_t n, int error,
                     int lasting);

/* Every write, sync and truncation fails with EIO while there is a file of this name: for somebody in
   another process. */
void fault_disk_fail_while(fault_disk *disk, const char *path);

/* The files together may come to so many bytes more than now; -1 for any. */
void fault_disk_limit(fault_disk *disk, int64_t bytes);

/* The power goes during the n-th write, sync or truncation from now on: it and everything after it
   fails. */
void fault_disk_cut_power(fault_disk *disk, int64_t n);

/* From now on the process ends with the power: it is killed amid the operation that the cut is at, and
   what was not synced is lost as below. For a process that is not a test's own. */
void fault_disk_end_process(fault_disk *disk, uint64_t seed);

/* Writes, syncs and truncations so far. */
int64_t fault_disk_operations(fault_disk *disk);

/* When all files are closed: loses what was not synced, all of it for seed 0, else each sector as the
   seed has it, and brings the power back. Answers how many sectors were lost, or -1. */
int64_t fault_disk_restore_power(fault_disk *disk, uint64_t seed);
