#pragma once
/* Loaded into an executable with LD_PRELOAD, it puts SQLite's files on a disk that fails.

   The file that the variable POWER_CUT names, read once at the start, says when the power goes: the number
   of the operation, and a seed for which sectors are lost. What was not synced is lost then, and the
   process ends amid a write, a sync or a truncation. Without the file the power stays.

   While there is a file of the name in the variable DISK_FAILS_WHILE, no write, sync or truncation
   succeeds. */
