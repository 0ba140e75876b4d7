#pragma once
#include <sys/types.h>

/* Starts a program in a process group of its own, with no files but these as its input, output and errors,
   and with signals as a process has them at first. `arguments` and `environment` end with NULL.
   Returns 0, or why not, as in errno. */
int cameo_spawn_process(pid_t *_Nonnull process, const char *_Nonnull path,
                        char *_Nullable const *_Nonnull arguments,
                        char *_Nullable const *_Nonnull environment, const int *_Nonnull files);
