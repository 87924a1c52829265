// Intercepts a program's file operations: records the writes to a project's files, makes writes
// fail, or holds the program at one. Preloaded with LD_PRELOAD; configured by the environment:
//
//   SHIM_PROJECT   the project's path; operations on its file and its log are counted
//   SHIM_DRAFTS    the path of an output; files whose path continues with a point are counted
//                  instead
//   SHIM_RECORD    a file to which all writes and syncs are appended, and the program's own output
//   SHIM_FULL_AT   from this operation on (1 is the first), the disk is full
//   SHIM_HOLD_AT   at this operation, the thread waits forever
//   SHIM_HELD      a file that is created when it does
//   SHIM_RELAXED   when set, SQLite runs with synchronous=NORMAL instead of FULL
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { OP_WRITE = 1, OP_SYNC = 2, OP_TRUNCATE = 3, OP_OUTPUT = 4 };
enum { FILE_NONE = 0, FILE_MAIN = 1, FILE_LOG = 2, FILE_OUTPUT = 3 };

struct record {
  uint32_t operation;
  uint32_t file;
  uint64_t offset;
  uint64_t length;
};

#define DESCRIPTORS 4096
static char files[DESCRIPTORS];
static int record_descriptor = -1;
static long full_at = 0;
static long hold_at = 0;
static long operations = 0;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...)                                   \
  static type (*real)(__VA_ARGS__);                             \
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, name)

static ssize_t real_write(int descriptor, const void *data, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return real(descriptor, data, count);
}

static int real_open(const char *path, int flags, mode_t mode) {
  REAL(int, "open64", const char *, int, ...);
  return real(path, flags, mode);
}

__attribute__((constructor)) static void begin(void) {
  const char *full = getenv("SHIM_FULL_AT");
  if (full != NULL) full_at = atol(full);
  const char *hold = getenv("SHIM_HOLD_AT");
  if (hold != NULL) hold_at = atol(hold);
  const char *path = getenv("SHIM_RECORD");
  if (path == NULL) return;
  record_descriptor = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record_descriptor < 0) abort();
  files[STDOUT_FILENO] = FILE_OUTPUT;
}

static int file_of(const char *path) {
  const char *drafts = getenv("SHIM_DRAFTS");
  if (drafts != NULL) {
    size_t length = strlen(drafts);
    return strncmp(path, drafts, length) == 0 && path[length] == '.' ? FILE_MAIN : FILE_NONE;
  }
  const char *project = getenv("SHIM_PROJECT");
  if (project == NULL) return FILE_NONE;
  size_t length = strlen(project);
  if (strncmp(path, project, length) != 0) return FILE_NONE;
  if (strcmp(path + length, "-wal") == 0) return FILE_LOG;
  return path[length] == 0 ? FILE_MAIN : FILE_NONE;
}

static int file_at(int descriptor) {
  return descriptor >= 0 && descriptor < DESCRIPTORS ? files[descriptor] : FILE_NONE;
}

static void append(const void *data, size_t count) {
  const char *rest = data;
  while (count > 0) {
    ssize_t step = real_write(record_descriptor, rest, count);
    if (step < 0) abort();
    rest += step;
    count -= (size_t)step;
  }
}

// Reports that an operation is held, and never returns.
static void hold(void) {
  const char *path = getenv("SHIM_HELD");
  if (path != NULL) close(real_open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  for (;;) pause();
}

// Records an operation; returns whether it continues.
static int pass(
    int operation, int descriptor, uint64_t offset, const void *data, uint64_t length) {
  int file = file_at(descriptor);
  if (file == FILE_NONE) return 1;
  pthread_mutex_lock(&mutex);
  int goes_on = 1;
  int is_held = 0;
  if (file != FILE_OUTPUT) {
    operations++;
    is_held = operations == hold_at;
    // A full disk refuses writes that need space, and allows truncation.
    goes_on = full_at == 0 || operations < full_at || operation != OP_WRITE;
  }
  if (goes_on && record_descriptor >= 0) {
    struct record record = {(uint32_t)operation, (uint32_t)file, offset, length};
    append(&record, sizeof record);
    if (data != NULL) append(data, length);
  }
  pthread_mutex_unlock(&mutex);
  if (is_held) hold();
  if (!goes_on) errno = ENOSPC;
  return goes_on;
}

static int opened(const char *path, int descriptor) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS) files[descriptor] = (char)file_of(path);
  return descriptor;
}

#define OPEN(name)                                              \
  int name(const char *path, int flags, ...) {                  \
    va_list arguments;                                          \
    va_start(arguments, flags);                                 \
    mode_t mode = va_arg(arguments, mode_t);                    \
    va_end(arguments);                                          \
    return opened(path, real_open(path, flags, mode));          \
  }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
  REAL(int, "close", int);
  if (descriptor >= 0 && descriptor < DESCRIPTORS) files[descriptor] = FILE_NONE;
  return real(descriptor);
}

ssize_t write(int descriptor, const void *data, size_t count) {
  if (file_at(descriptor) == FILE_OUTPUT) {
    if (!pass(OP_OUTPUT, descriptor, 0, data, count)) return -1;
  } else if (file_at(descriptor) != FILE_NONE) {
    off_t offset = lseek(descriptor, 0, SEEK_CUR);
    if (!pass(OP_WRITE, descriptor, (uint64_t)offset, data, count)) return -1;
  }
  return real_write(descriptor, data, count);
}

ssize_t pwrite(int descriptor, const void *data, size_t count, off_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
  if (!pass(OP_WRITE, descriptor, (uint64_t)offset, data, count)) return -1;
  return real(descriptor, data, count, offset);
}

ssize_t pwrite64(int descriptor, const void *data, size_t count, off64_t offset) {
  return pwrite(descriptor, data, count, offset);
}

int fsync(int descriptor) {
  REAL(int, "fsync", int);
  if (!pass(OP_SYNC, descriptor, 0, NULL, 0)) return -1;
  return real(descriptor);
}

int fdatasync(int descriptor) { return fsync(descriptor); }

int ftruncate(int descriptor, off_t length) {
  REAL(int, "ftruncate64", int, off_t);
  if (!pass(OP_TRUNCATE, descriptor, (uint64_t)length, NULL, 0)) return -1;
  return real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) { return ftruncate(descriptor, length); }

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

// The same length, so that places in the text stay the same.
static const char full[] = "synchronous = FULL";
static const char relaxed[] = "synchronous=NORMAL";

int sqlite3_prepare_v3(
    sqlite3 *database, const char *sql, int length, unsigned flags, sqlite3_stmt **statement,
    const char **tail) {
  REAL(int, "sqlite3_prepare_v3", sqlite3 *, const char *, int, unsigned, sqlite3_stmt **,
       const char **);
  if (getenv("SHIM_RELAXED") == NULL || strstr(sql, full) == NULL) {
    return real(database, sql, length, flags, statement, tail);
  }
  char *copy = strdup(sql);
  if (copy == NULL) abort();
  for (char *place; (place = strstr(copy, full)) != NULL;) memcpy(place, relaxed, sizeof full - 1);
  const char *end = NULL;
  int result = real(database, copy, length, flags, statement, &end);
  if (tail != NULL) *tail = end == NULL ? NULL : sql + (end - copy);
  free(copy);
  return result;
}
