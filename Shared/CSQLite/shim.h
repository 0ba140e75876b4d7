#pragma once
#include <sqlite3.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <time.h>

/* Macros and variadic functions of sqlite3.h that Swift cannot import. */

static inline int cameo_sqlite3_without_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* SQLITE_IOERR_DATA: a page's checksum does not hold. */
static const int cameo_sqlite3_damaged_page = SQLITE_IOERR_DATA;

/* SQLITE_TRANSIENT: SQLite takes a copy, so the bytes need not outlive the call. An empty text or
   blob must not arrive as a null pointer, which would bind NULL. */
static inline int cameo_sqlite3_bind_text(sqlite3_stmt *statement, int index, const void *bytes,
                                          sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, count ? (const char *)bytes : "", count,
                             SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int cameo_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes,
                                          sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, count ? bytes : "", count, SQLITE_TRANSIENT);
}

/* Keeps the number of pages in the write-ahead log after each commit in *pages. */
static inline int cameo_sqlite3_note_log_pages(void *pages, sqlite3 *handle, const char *name,
                                               int count) {
  (void)handle, (void)name;
  *(int *)pages = count;
  return SQLITE_OK;
}

static inline void cameo_sqlite3_watch_log(sqlite3 *handle, int *pages) {
  sqlite3_wal_hook(handle, cameo_sqlite3_note_log_pages, pages);
}

/* How long a connection's statements may run, looked at every so many steps of SQLite's machine. Any
   thread may end them; only the first reason counts. */
typedef struct cameo_sqlite3_limit {
  int64_t deadline; /* CLOCK_MONOTONIC, nanoseconds; 0 for none */
  int32_t reason;   /* 0 while it may go on */
} cameo_sqlite3_limit;

static inline int64_t cameo_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void cameo_sqlite3_end_limit(cameo_sqlite3_limit *limit, int32_t reason) {
  int32_t none = 0;
  __atomic_compare_exchange_n(&limit->reason, &none, reason, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* The reason to end, 0 for none; past the deadline it is 1. */
static inline int32_t cameo_sqlite3_limit_reason(cameo_sqlite3_limit *limit) {
  if (limit->deadline != 0 && cameo_monotonic_nanoseconds() > limit->deadline)
    cameo_sqlite3_end_limit(limit, 1);
  return __atomic_load_n(&limit->reason, __ATOMIC_ACQUIRE);
}

static inline int cameo_sqlite3_ask_limit(void *limit) {
  return cameo_sqlite3_limit_reason((cameo_sqlite3_limit *)limit) != 0;
}

/* From now on the connection's statements end with `limit`; with NULL they run to their end. */
static inline void cameo_sqlite3_set_limit(sqlite3 *handle, cameo_sqlite3_limit *limit) {
  sqlite3_progress_handler(handle, 2000, limit ? cameo_sqlite3_ask_limit : 0, limit);
}

/* Names the calling thread, for `top -H` and debuggers: prctl takes variable arguments, and
   pthread_setname_np is hidden without _GNU_SOURCE. */
static inline void cameo_name_storage_thread(const char *name) {
  prctl(PR_SET_NAME, name);
}
