#include "include/fault_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512 };

/* What a sector held at the last sync, kept from its first change after it. */
typedef struct saved_sector {
  struct saved_sector *next;
  int64_t number;
  unsigned char bytes[SECTOR];
} saved_sector;

typedef struct fault_record {
  struct fault_record *next;
  char *path;
  int64_t synced_size;
  saved_sector *saved;
} fault_record;

struct fault_disk {
  sqlite3_vfs vfs;
  sqlite3_vfs *base;
  pthread_mutex_t lock;
  fault_record *records;
  int64_t operations, power_left, room; /* power_left: 0 for no cut; room: -1 for any */
  int is_dead, ends_process;
  char *failing; /* A file's name, or NULL. */
  uint64_t seed; /* With ends_process. */
  struct {
    int64_t left;
    int error, lasting;
  } faults[3];
};

typedef struct fault_file {
  sqlite3_file file;
  fault_disk *disk;
  fault_record *record; /* NULL for a file without a name */
  sqlite3_file *real;
} fault_file;

static int64_t lose_all(fault_disk *disk, uint64_t seed);

/* With the lock held, so that nobody writes any more. */
static void end_if_dead(fault_disk *disk) {
  if (!disk->is_dead || !disk->ends_process) return;
  lose_all(disk, disk->seed);
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static sqlite3_file *real_of(sqlite3_file *file) { return ((fault_file *)file)->real; }

static int64_t size_of(sqlite3_file *real) {
  sqlite3_int64 size = 0;
  real->pMethods->xFileSize(real, &size);
  return size;
}

/* Whether an operation is to fail now: its errno, or 0. */
static int fails(fault_disk *disk, fault_operation operation) {
  if (disk->is_dead) return EIO;
  if (operation != FAULT_READ) {
    if (disk->failing && access(disk->failing, F_OK) == 0) return EIO;
    disk->operations++;
    if (disk->power_left > 0 && --disk->power_left == 0) disk->is_dead = 1;
  }
  if (disk->faults[operation].left == 0) return 0;
  if (disk->faults[operation].left > 1) {
    disk->faults[operation].left--;
    return 0;
  }
  if (!disk->faults[operation].lasting) disk->faults[operation].left = 0;
  return disk->faults[operation].error;
}

static int save(fault_file *file, int64_t from, int64_t to) {
  for (int64_t number = from / SECTOR; number * SECTOR < to; number++) {
    saved_sector *saved = file->record->saved;
    while (saved && saved->number != number) saved = saved->next;
    if (saved) continue;
    saved = calloc(1, sizeof *saved);
    if (!saved) return SQLITE_NOMEM;
    saved->number = number;
    /* A short read leaves zeros, which is what lies beyond the end. */
    file->real->pMethods->xRead(file->real, saved->bytes, SECTOR, number * SECTOR);
    saved->next = file->record->saved;
    file->record->saved = saved;
  }
  return SQLITE_OK;
}

static void forget(fault_record *record) {
  while (record->saved) {
    saved_sector *next = record->saved->next;
    free(record->saved);
    record->saved = next;
  }
}

static int fault_close(sqlite3_file *file) {
  sqlite3_file *real = real_of(file);
  int result = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
  free(real);
  return result;
}

static int fault_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  fault_disk *disk = ((fault_file *)file)->disk;
  pthread_mutex_lock(&disk->lock);
  int error = fails(disk, FAULT_READ);
  pthread_mutex_unlock(&disk->lock);
  if (error) return SQLITE_IOERR_READ;
  return real_of(file)->pMethods->xRead(real_of(file), bytes, count, offset);
}

static int write_locked(fault_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  fault_disk *disk = file->disk;
  int error = fails(disk, FAULT_WRITE);
  if (error) return error == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  int64_t grows = offset + count - size_of(file->real);
  if (disk->room >= 0 && grows > 0) {
    if (grows > disk->room) return SQLITE_FULL;
    disk->room -= grows;
  }
  int result = file->record ? save(file, offset, offset + count) : SQLITE_OK;
  if (result == SQLITE_OK)
    result = file->real->pMethods->xWrite(file->real, bytes, count, offset);
  /* The power went while it was written. */
  return disk->is_dead ? SQLITE_IOERR_WRITE : result;
}

static int fault_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  fault_disk *disk = ((fault_file *)file)->disk;
  pthread_mutex_lock(&disk->lock);
  int result = write_locked((fault_file *)file, bytes, count, offset);
  end_if_dead(disk);
  pthread_mutex_unlock(&disk->lock);
  return result;
}

static int truncate_locked(fault_file *file, sqlite3_int64 size) {
  if (fails(file->disk, FAULT_WRITE)) return SQLITE_IOERR_TRUNCATE;
  int64_t before = size_of(file->real);
  int result = file->record && size < before ? save(file, size, before) : SQLITE_OK;
  if (result == SQLITE_OK) result = file->real->pMethods->xTruncate(file->real, size);
  if (result == SQLITE_OK && file->disk->room >= 0 && size < before)
    file->disk->room += before - size;
  return file->disk->is_dead ? SQLITE_IOERR_TRUNCATE : result;
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
  fault_disk *disk = ((fault_file *)file)->disk;
  pthread_mutex_lock(&disk->lock);
  int result = truncate_locked((fault_file *)file, size);
  end_if_dead(disk);
  pthread_mutex_unlock(&disk->lock);
  return result;
}

static int fault_sync(sqlite3_file *handle, int flags) {
  (void)flags; /* The real disk need not be waited for: this one decides what is lost. */
  fault_file *file = (fault_file *)handle;
  fault_disk *disk = file->disk;
  pthread_mutex_lock(&disk->lock);
  int failed = fails(disk, FAULT_SYNC) != 0 || disk->is_dead;
  end_if_dead(disk);
  if (!failed && file->record) {
    forget(file->record);
    file->record->synced_size = size_of(file->real);
  }
  pthread_mutex_unlock(&disk->lock);
  return failed ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
static int fault_lock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
static int fault_unlock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
static int fault_reserved(sqlite3_file *file, int *result) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}
static int fault_control(sqlite3_file *file, int operation, void *argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}
static int fault_sector(sqlite3_file *file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}
static int fault_device(sqlite3_file *file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
static int fault_map(sqlite3_file *file, int page, int size, int extend, void volatile **bytes) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, bytes);
}
static int fault_shared_lock(sqlite3_file *file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
static void fault_barrier(sqlite3_file *file) {
  real_of(file)->pMethods->xShmBarrier(real_of(file));
}
static int fault_unmap(sqlite3_file *file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

/* Version 2: with the shared index of the log, without memory maps, which would write past us. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_reserved,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_device,
    .xShmMap = fault_map,
    .xShmLock = fault_shared_lock,
    .xShmBarrier = fault_barrier,
    .xShmUnmap = fault_unmap,
};

static fault_record *record_of(fault_disk *disk, const char *path) {
  for (fault_record *record = disk->records; record; record = record->next)
    if (strcmp(record->path, path) == 0) return record;
  fault_record *record = calloc(1, sizeof *record);
  if (!record) return NULL;
  record->path = strdup(path);
  struct stat status;
  record->synced_size = stat(path, &status) == 0 ? status.st_size : 0;
  record->next = disk->records;
  disk->records = record;
  return record;
}

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags,
                      int *out) {
  fault_file *file = (fault_file *)handle;
  fault_disk *disk = vfs->pAppData;
  memset(file, 0, sizeof *file);
  file->disk = disk;
  file->real = calloc(1, (size_t)disk->base->szOsFile);
  if (!file->real) return SQLITE_NOMEM;
  int result = disk->base->xOpen(disk->base, name, file->real, flags, out);
  if (result != SQLITE_OK) {
    free(file->real);
    return result;
  }
  pthread_mutex_lock(&disk->lock);
  file->record = name ? record_of(disk, name) : NULL;
  pthread_mutex_unlock(&disk->lock);
  file->file.pMethods = &methods;
  return SQLITE_OK;
}

static int fault_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  fault_disk *disk = vfs->pAppData;
  pthread_mutex_lock(&disk->lock);
  int is_dead = disk->is_dead;
  struct stat status;
  if (!is_dead && stat(name, &status) == 0 && disk->room >= 0) disk->room += status.st_size;
  for (fault_record *record = disk->records; record && !is_dead; record = record->next) {
    if (strcmp(record->path, name) != 0) continue;
    forget(record);
    record->synced_size = 0;
  }
  pthread_mutex_unlock(&disk->lock);
  return is_dead ? SQLITE_IOERR_DELETE : disk->base->xDelete(disk->base, name, sync);
}

static int fault_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  fault_disk *disk = vfs->pAppData;
  return disk->base->xAccess(disk->base, name, flags, result);
}
static int fault_full_path(sqlite3_vfs *vfs, const char *name, int size, char *path) {
  fault_disk *disk = vfs->pAppData;
  return disk->base->xFullPathname(disk->base, name, size, path);
}
static int fault_random(sqlite3_vfs *vfs, int size, char *bytes) {
  fault_disk *disk = vfs->pAppData;
  return disk->base->xRandomness(disk->base, size, bytes);
}
static int fault_sleep(sqlite3_vfs *vfs, int microseconds) {
  fault_disk *disk = vfs->pAppData;
  return disk->base->xSleep(disk->base, microseconds);
}
static int fault_time(sqlite3_vfs *vfs, double *now) {
  fault_disk *disk = vfs->pAppData;
  return disk->base->xCurrentTime(disk->base, now);
}

fault_disk *fault_disk_make(const char *name, const char *base_name) {
  sqlite3_vfs *base = sqlite3_vfs_find(base_name);
  fault_disk *disk = base ? calloc(1, sizeof *disk) : NULL;
  if (!disk) return NULL;
  disk->base = base;
  disk->room = -1;
  pthread_mutex_init(&disk->lock, NULL);
  disk->vfs = (sqlite3_vfs){
      .iVersion = 1,
      .szOsFile = sizeof(fault_file),
      .mxPathname = base->mxPathname,
      .zName = strdup(name),
      .pAppData = disk,
      .xOpen = fault_open,
      .xDelete = fault_delete,
      .xAccess = fault_access,
      .xFullPathname = fault_full_path,
      .xRandomness = fault_random,
      .xSleep = fault_sleep,
      .xCurrentTime = fault_time,
  };
  sqlite3_vfs_register(&disk->vfs, 0);
  return disk;
}

void fault_disk_free(fault_disk *disk) {
  sqlite3_vfs_unregister(&disk->vfs);
  while (disk->records) {
    fault_record *next = disk->records->next;
    forget(disk->records);
    free(disk->records->path);
    free(disk->records);
    disk->records = next;
  }
  pthread_mutex_destroy(&disk->lock);
  free(disk->failing);
  free((char *)disk->vfs.zName);
  free(disk);
}

void fault_disk_fail(fault_disk *disk, fault_operation operation, int64_t n, int error,
                     int lasting) {
  pthread_mutex_lock(&disk->lock);
  disk->faults[operation].left = n;
  disk->faults[operation].error = error;
  disk->faults[operation].lasting = lasting;
  pthread_mutex_unlock(&disk->lock);
}

void fault_disk_fail_while(fault_disk *disk, const char *path) {
  char *copy = strdup(path);
  pthread_mutex_lock(&disk->lock);
  free(disk->failing);
  disk->failing = copy;
  pthread_mutex_unlock(&disk->lock);
}

void fault_disk_limit(fault_disk *disk, int64_t bytes) {
  pthread_mutex_lock(&disk->lock);
  disk->room = bytes;
  pthread_mutex_unlock(&disk->lock);
}

void fault_disk_cut_power(fault_disk *disk, int64_t n) {
  pthread_mutex_lock(&disk->lock);
  disk->power_left = n;
  pthread_mutex_unlock(&disk->lock);
}

void fault_disk_end_process(fault_disk *disk, uint64_t seed) {
  pthread_mutex_lock(&disk->lock);
  disk->ends_process = 1;
  disk->seed = seed;
  pthread_mutex_unlock(&disk->lock);
}

int64_t fault_disk_operations(fault_disk *disk) {
  pthread_mutex_lock(&disk->lock);
  int64_t operations = disk->operations;
  pthread_mutex_unlock(&disk->lock);
  return operations;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *state) {
  uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

/* Gives back what a file held at its last sync, as far as the power cut takes it. */
static int64_t lose(fault_record *record, uint64_t seed, uint64_t *random) {
  int descriptor = open(record->path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return errno == ENOENT ? 0 : -1;
  int64_t lost = 0, failed = 0;
  for (saved_sector *saved = record->saved; saved; saved = saved->next) {
    if (seed != 0 && next_random(random) % 2 == 0) continue;
    failed |= pwrite(descriptor, saved->bytes, SECTOR, saved->number * SECTOR) != SECTOR;
    lost++;
  }
  if (record->saved && (seed == 0 || next_random(random) % 2 == 0))
    failed |= ftruncate(descriptor, record->synced_size) != 0;
  close(descriptor);
  return failed ? -1 : lost;
}

static int64_t lose_all(fault_disk *disk, uint64_t seed) {
  uint64_t random = seed;
  int64_t lost = 0;
  for (fault_record *record = disk->records; record; record = record->next) {
    int64_t more = lose(record, seed, &random);
    lost = more < 0 || lost < 0 ? -1 : lost + more;
  }
  return lost;
}

int64_t fault_disk_restore_power(fault_disk *disk, uint64_t seed) {
  pthread_mutex_lock(&disk->lock);
  int64_t lost = lose_all(disk, seed);
  for (fault_record *record = disk->records; record; record = record->next) {
    forget(record);
    struct stat status;
    record->synced_size = stat(record->path, &status) == 0 ? status.st_size : 0;
  }
  disk->is_dead = 0;
  disk->power_left = 0;
  pthread_mutex_unlock(&disk->lock);
  return lost;
}
