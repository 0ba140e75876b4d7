#pragma once

/* A checksum on every page of a database file: an SQLite VFS over another. SQLite finds by itself what
   breaks its structure; a byte that changes within a value it would answer with.

   Pages have 8 bytes reserved at their end (SQLITE_FCNTL_RESERVE_BYTES, before the file has content).
   They are filled in when a page is written to the file, and compared when it is read from there: a
   mismatch is SQLITE_IOERR_DATA. Files without reserved bytes pass as they are. The write-ahead log
   has SQLite's own checksums. */

/* Registers the VFS over the one called `base`, once, and answers its name; NULL where there is no such
   base, or no memory. */
const char *cameo_page_checksum_over(const char *base);

/* File control: the page size of a file with checksums, 0 for one without, into an int; and a new file
   is to have them, with that page size. */
enum { CAMEO_CHECKSUM_GET = 7101, CAMEO_CHECKSUM_SET = 7102 };
