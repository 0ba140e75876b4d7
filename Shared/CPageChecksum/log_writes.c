#include "log_writes.h"

#include <stdlib.h>
#include <string.h>

/* Of a frame's header the second word is not 0 where the frame ends a transaction
   (https://www.sqlite.org/fileformat2.html, 4.1). SQLite's own files take less than 128 KiB at once. */
enum { HEADER = 24, ROOM = 128 * 1024 - 1 };

static int ends_transaction(const unsigned char *header) {
  return (header[4] | header[5] | header[6] | header[7]) != 0;
}

int cameo_log_flush(cameo_log_writes *log, sqlite3_file *real) {
  if (log->used == 0) return SQLITE_OK;
  int result = real->pMethods->xWrite(real, log->bytes, log->used, log->start);
  if (result == SQLITE_OK) log->used = 0;
  return result;
}

/* SQLite is told by a write that fails, and takes back the transaction: nothing of it may follow. */
static int flush_or_forget(cameo_log_writes *log, sqlite3_file *real) {
  int result = cameo_log_flush(log, real);
  log->used = 0;
  return result;
}

/* Whether these are the next frame's header, or the page that belongs to one. */
static int continues(cameo_log_writes *log, int count, sqlite3_int64 offset) {
  if (offset != log->next || log->used + count > ROOM) return 0;
  if (log->awaits_page) return 1;
  if (count != HEADER) return 0;
  if (!log->bytes) log->bytes = malloc(ROOM);
  return log->bytes != NULL;
}

static int gather(cameo_log_writes *log, sqlite3_file *real, const void *bytes, int count) {
  if (log->awaits_page) log->page = count;
  else log->is_commit = ends_transaction(bytes);
  if (log->used == 0) log->start = log->next;
  memcpy(log->bytes + log->used, bytes, (size_t)count);
  log->used += count;
  log->next += count;
  log->awaits_page = !log->awaits_page;
  return !log->awaits_page && log->is_commit ? flush_or_forget(log, real) : SQLITE_OK;
}

int cameo_log_write(cameo_log_writes *log, sqlite3_file *real, const void *bytes, int count,
                    sqlite3_int64 offset) {
  int is_full = !log->awaits_page && log->used + HEADER + log->page > ROOM;
  int result = is_full ? flush_or_forget(log, real) : SQLITE_OK;
  if (result != SQLITE_OK) return result;
  if (continues(log, count, offset)) return gather(log, real, bytes, count);
  log->awaits_page = 0;
  result = flush_or_forget(log, real);
  if (result == SQLITE_OK) result = real->pMethods->xWrite(real, bytes, count, offset);
  log->next = offset + count;
  return result;
}

void cameo_log_close(cameo_log_writes *log) {
  free(log->bytes);
  memset(log, 0, sizeof *log);
}
