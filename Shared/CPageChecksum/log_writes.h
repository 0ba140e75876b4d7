#pragma once
#include <sqlite3.h>

/* Writes to a write-ahead log, gathered. SQLite writes a page's frame in two pieces, its header and the
   page: two system calls for each page of a transaction. Here frames that follow each other wait in
   memory for the one that ends the transaction, and are written with it, before SQLite is told that it
   is there. Nobody else can miss them: other connections look at no frame beyond the last commit.

   Whoever uses the file in another way calls `cameo_log_flush` first. A frame that could not be written
   fails the call that found out: always before the transaction is committed. Where that call was no
   write, the frames stay and are tried again: SQLite counts them as written, and may go on. */
typedef struct cameo_log_writes {
  unsigned char *bytes; /* NULL till there is a frame. */
  int used;
  sqlite3_int64 start; /* Where they belong in the file. */
  sqlite3_int64 next;  /* Behind what was written or gathered last. */
  int page; /* The last page's size. */
  int awaits_page, is_commit;
} cameo_log_writes;

int cameo_log_write(cameo_log_writes *log, sqlite3_file *real, const void *bytes, int count,
                    sqlite3_int64 offset);
int cameo_log_flush(cameo_log_writes *log, sqlite3_file *real);
/* Forgets what no commit has ended. */
void cameo_log_close(cameo_log_writes *log);
