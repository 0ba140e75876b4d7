#include "include/page_checksum.h"
#include "log_writes.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { RESERVED = 8 };

typedef struct checked_vfs {
  sqlite3_vfs vfs;
  sqlite3_vfs *base;
  struct checked_vfs *next; /* made before this one */
} checked_vfs;

typedef struct checked_file {
  sqlite3_file file;
  int is_database;
  int page_size; /* 0 without checksums */
  int is_log;
  cameo_log_writes log; /* Empty but for a log that is written to. */
} checked_file;

static sqlite3_file *real_of(sqlite3_file *file) {
  return (sqlite3_file *)((checked_file *)file + 1);
}

/* Four lanes of words, so that the processor multiplies four at a time. Each step is a bijection of the
   lane: a change within one word always changes the sum. */
static uint64_t checksum(const unsigned char *page, int size) {
  const uint64_t factor = 0xff51afd7ed558ccdu;
  uint64_t a = 0x9e3779b97f4a7c15u, b = 0xbf58476d1ce4e5b9u;
  uint64_t c = 0x94d049bb133111ebu, d = 0xd6e8feb86659fd93u;
  int end = size - RESERVED, at = 0;
  for (uint64_t words[4]; at + 32 <= end; at += 32) {
    memcpy(words, page + at, 32);
    a = (a ^ words[0]) * factor;
    b = (b ^ words[1]) * factor;
    c = (c ^ words[2]) * factor;
    d = (d ^ words[3]) * factor;
  }
  for (uint64_t word; at + 8 <= end; at += 8) {
    memcpy(&word, page + at, 8);
    a = (a ^ word) * factor;
  }
  uint64_t sum = a ^ a >> 29;
  sum = (sum << 16 | sum >> 48) ^ (b ^ b >> 29);
  sum = (sum << 16 | sum >> 48) ^ (c ^ c >> 29);
  return (sum << 16 | sum >> 48) ^ (d ^ d >> 29);
}

/* A page that never was written, within a file that has grown past it. */
static int is_zero(const unsigned char *page, int size) {
  return page[0] == 0 && memcmp(page, page + 1, (size_t)size - 1) == 0;
}

static int is_intact(const unsigned char *page, int size) {
  uint64_t sum = checksum(page, size);
  return memcmp(page + size - RESERVED, &sum, RESERVED) == 0 || is_zero(page, size);
}

/* The file's header says whether its pages have checksums (https://www.sqlite.org/fileformat.html, 1.3). */
static void learn(checked_file *file, const unsigned char *bytes, int count, sqlite3_int64 offset) {
  if (!file->is_database || offset != 0 || count < 100) return;
  if (memcmp(bytes, "SQLite format 3", 16) != 0) return;
  int size = bytes[16] << 8 | bytes[17];
  file->page_size = bytes[20] != RESERVED ? 0 : size == 1 ? 65536 : size;
}

static int is_page(const checked_file *file, int count, sqlite3_int64 offset) {
  return file->page_size != 0 && count == file->page_size && offset % count == 0;
}

/* What waits to be written, before the file is used in another way. */
static int flush(sqlite3_file *file) {
  return cameo_log_flush(&((checked_file *)file)->log, real_of(file));
}

static int checked_close(sqlite3_file *file) {
  cameo_log_close(&((checked_file *)file)->log);
  return real_of(file)->pMethods->xClose(real_of(file));
}

static int checked_read(sqlite3_file *handle, void *bytes, int count, sqlite3_int64 offset) {
  checked_file *file = (checked_file *)handle;
  int result = flush(handle);
  if (result != SQLITE_OK) return result;
  result = real_of(handle)->pMethods->xRead(real_of(handle), bytes, count, offset);
  if (result != SQLITE_OK) return result;
  learn(file, bytes, count, offset);
  return is_page(file, count, offset) && !is_intact(bytes, count) ? SQLITE_IOERR_DATA : SQLITE_OK;
}

static int checked_write(sqlite3_file *handle, const void *bytes, int count, sqlite3_int64 offset) {
  checked_file *file = (checked_file *)handle;
  if (file->is_log) return cameo_log_write(&file->log, real_of(handle), bytes, count, offset);
  learn(file, bytes, count, offset);
  if (is_page(file, count, offset)) {
    /* The reserved bytes of SQLite's buffer are nobody else's. */
    uint64_t sum = checksum(bytes, count);
    memcpy((unsigned char *)bytes + count - RESERVED, &sum, RESERVED);
  }
  return real_of(handle)->pMethods->xWrite(real_of(handle), bytes, count, offset);
}

static int checked_control(sqlite3_file *handle, int operation, void *argument) {
  checked_file *file = (checked_file *)handle;
  if (operation == CAMEO_CHECKSUM_GET) return *(int *)argument = file->page_size, SQLITE_OK;
  if (operation == CAMEO_CHECKSUM_SET) return file->page_size = *(int *)argument, SQLITE_OK;
  return real_of(handle)->pMethods->xFileControl(real_of(handle), operation, argument);
}

static int checked_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int result = flush(file);
  return result != SQLITE_OK ? result : real_of(file)->pMethods->xTruncate(real_of(file), size);
}
static int checked_sync(sqlite3_file *file, int flags) {
  int result = flush(file);
  return result != SQLITE_OK ? result : real_of(file)->pMethods->xSync(real_of(file), flags);
}
static int checked_size(sqlite3_file *file, sqlite3_int64 *size) {
  int result = flush(file);
  return result != SQLITE_OK ? result : real_of(file)->pMethods->xFileSize(real_of(file), size);
}
static int checked_lock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
static int checked_unlock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
static int checked_reserved(sqlite3_file *file, int *result) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}
static int checked_sector(sqlite3_file *file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}
static int checked_device(sqlite3_file *file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
static int checked_map(sqlite3_file *file, int page, int size, int extend, void volatile **bytes) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, bytes);
}
static int checked_shared_lock(sqlite3_file *file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
static void checked_barrier(sqlite3_file *file) {
  real_of(file)->pMethods->xShmBarrier(real_of(file));
}
static int checked_unmap(sqlite3_file *file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

/* Version 2: with the shared index of the log, without memory maps, which would pass us by. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = checked_close,
    .xRead = checked_read,
    .xWrite = checked_write,
    .xTruncate = checked_truncate,
    .xSync = checked_sync,
    .xFileSize = checked_size,
    .xLock = checked_lock,
    .xUnlock = checked_unlock,
    .xCheckReservedLock = checked_reserved,
    .xFileControl = checked_control,
    .xSectorSize = checked_sector,
    .xDeviceCharacteristics = checked_device,
    .xShmMap = checked_map,
    .xShmLock = checked_shared_lock,
    .xShmBarrier = checked_barrier,
    .xShmUnmap = checked_unmap,
};

static sqlite3_vfs *base_of(sqlite3_vfs *vfs) { return ((checked_vfs *)vfs)->base; }

static int checked_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags,
                        int *out) {
  checked_file *file = (checked_file *)handle;
  memset(file, 0, sizeof *file);
  int result = base_of(vfs)->xOpen(base_of(vfs), name, real_of(handle), flags, out);
  if (result != SQLITE_OK) return result;
  file->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  file->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  file->file.pMethods = &methods;
  return SQLITE_OK;
}

static int checked_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  return base_of(vfs)->xDelete(base_of(vfs), name, sync);
}
static int checked_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  return base_of(vfs)->xAccess(base_of(vfs), name, flags, result);
}
static int checked_full_path(sqlite3_vfs *vfs, const char *name, int size, char *path) {
  return base_of(vfs)->xFullPathname(base_of(vfs), name, size, path);
}
static int checked_random(sqlite3_vfs *vfs, int size, char *bytes) {
  return base_of(vfs)->xRandomness(base_of(vfs), size, bytes);
}
static int checked_sleep(sqlite3_vfs *vfs, int microseconds) {
  return base_of(vfs)->xSleep(base_of(vfs), microseconds);
}
static int checked_time(sqlite3_vfs *vfs, double *now) {
  return base_of(vfs)->xCurrentTime(base_of(vfs), now);
}
static int checked_error(sqlite3_vfs *vfs, int size, char *text) {
  return base_of(vfs)->xGetLastError ? base_of(vfs)->xGetLastError(base_of(vfs), size, text) : 0;
}

static checked_vfs *make(sqlite3_vfs *base) {
  checked_vfs *made = calloc(1, sizeof *made);
  char *name = made ? malloc(strlen(base->zName) + sizeof "-checked") : NULL;
  if (!name) return free(made), NULL;
  strcat(strcpy(name, base->zName), "-checked");
  made->base = base;
  made->vfs = (sqlite3_vfs){
      .iVersion = 1,
      .szOsFile = (int)sizeof(checked_file) + base->szOsFile,
      .mxPathname = base->mxPathname,
      .zName = name,
      .xOpen = checked_open,
      .xDelete = checked_delete,
      .xAccess = checked_access,
      .xFullPathname = checked_full_path,
      .xRandomness = checked_random,
      .xSleep = checked_sleep,
      .xCurrentTime = checked_time,
      .xGetLastError = checked_error,
  };
  return made;
}

const char *cameo_page_checksum_over(const char *base_name) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  /* A list of our own: SQLite's is not to be walked without its lock. They stay for as long as the process. */
  static checked_vfs *newest = NULL;
  pthread_mutex_lock(&lock);
  sqlite3_vfs *base = sqlite3_vfs_find(base_name);
  const char *name = NULL;
  if (base) {
    for (checked_vfs *made = newest; made && !name; made = made->next)
      if (made->base == base) name = made->vfs.zName;
    checked_vfs *made = name ? NULL : make(base);
    if (made && sqlite3_vfs_register(&made->vfs, 0) == SQLITE_OK) {
      made->next = newest;
      newest = made;
      name = made->vfs.zName;
    }
  }
  pthread_mutex_unlock(&lock);
  return name;
}
