/*
 * Loaded before the C library: the n-th call that writes to, truncates or syncs a file whose path contains
 * FAULT_PATH fails with FAULT_ERRNO, and so does every later one while FAULT_STICKY is set. FAULT_CALLS names
 * which calls count: any of the letters w (write), s (sync), t (truncate). Without FAULT_AT it only passes on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long seen = 0;

static int is_watched(int fd) {
  const char *part = getenv("FAULT_PATH");
  char link[64], path[4096];
  if (!part) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, part) != NULL;
}

static int fails(int fd, char kind) {
  const char *at = getenv("FAULT_AT"), *calls = getenv("FAULT_CALLS"), *code = getenv("FAULT_ERRNO");
  if (!at || !code || (calls && !strchr(calls, kind)) || !is_watched(fd)) return 0;
  long number = __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
  long wanted = atol(at);
  if (number != wanted && !(getenv("FAULT_STICKY") && number > wanted)) return 0;
  errno = atoi(code);
  return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
  return fails(fd, 'w') ? -1 : NEXT(write)(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return fails(fd, 'w') ? -1 : NEXT(pwrite)(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  return fails(fd, 'w') ? -1 : NEXT(pwrite64)(fd, bytes, count, offset);
}

int fsync(int fd) { return fails(fd, 's') ? -1 : NEXT(fsync)(fd); }

int fdatasync(int fd) { return fails(fd, 's') ? -1 : NEXT(fdatasync)(fd); }

int ftruncate(int fd, off_t length) { return fails(fd, 't') ? -1 : NEXT(ftruncate)(fd, length); }

int ftruncate64(int fd, off64_t length) { return fails(fd, 't') ? -1 : NEXT(ftruncate64)(fd, length); }
