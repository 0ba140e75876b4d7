#pragma once
#include <sqlite3.h>
#include <sys/prctl.h>

/* Macros and variadic functions of sqlite3.h that Swift cannot import. */

static inline int cameo_sqlite3_without_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

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

/* Names the calling thread, for `top -H` and debuggers: prctl takes variable arguments, and
   pthread_setname_np is hidden without _GNU_SOURCE. */
static inline void cameo_name_storage_thread(const char *name) {
  prctl(PR_SET_NAME, name);
}
