#pragma once
/* Loaded into an executable with LD_PRELOAD, it cuts that one's power: SQLite's files lie on a disk that
   loses what was not synced, and the process ends amid a write, a sync or a truncation.

   The file that the variable POWER_CUT names says when, read once at the start: the number of the
   operation, and a seed for which sectors are lost. Without it the power stays. */
