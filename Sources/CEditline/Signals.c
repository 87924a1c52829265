#define _GNU_SOURCE

#include "CEditline.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

// In C, since in Swift the first use of a global may allocate.

enum { SIGNAL_LIMIT = 65 };

static atomic_uint counts[SIGNAL_LIMIT];
static atomic_int reading_end = -1;
static atomic_int writing_end = -1;

static bool is_valid(int number) { return number > 0 && number < SIGNAL_LIMIT; }

static void take_notice(int number) {
  int error = errno;
  atomic_fetch_add(&counts[number], 1);
  // A full pipe wakes the reader anyway.
  ssize_t written = write(atomic_load(&writing_end), "", 1);
  (void)written;
  errno = error;
}

bool mpq_pipe_open(int *reading, int *writing) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  for (int index = 0; index < 2; index++) {
    fcntl(ends[index], F_SETFD, FD_CLOEXEC);
    fcntl(ends[index], F_SETFL, O_NONBLOCK);
  }
  *reading = ends[0];
  *writing = ends[1];
  return true;
}

bool mpq_signals_watch(int number) {
  if (!is_valid(number)) return false;
  if (atomic_load(&writing_end) < 0) {
    int reading = -1;
    int writing = -1;
    if (!mpq_pipe_open(&reading, &writing)) return false;
    atomic_store(&reading_end, reading);
    atomic_store(&writing_end, writing);
  }
  struct sigaction action = {.sa_handler = take_notice, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, NULL) == 0;
}

void mpq_signals_leave(int number) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

unsigned mpq_signals_count(int number) {
  return is_valid(number) ? atomic_load(&counts[number]) : 0;
}

int mpq_signals_descriptor(void) { return atomic_load(&reading_end); }

void mpq_descriptor_drain(int descriptor) {
  char bytes[256];
  ssize_t count;
  do {
    count = read(descriptor, bytes, sizeof bytes);
  } while (count > 0 || (count < 0 && errno == EINTR));
}

void mpq_signals_raise(int number) { raise(number); }
