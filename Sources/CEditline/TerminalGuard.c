#define _GNU_SOURCE

#include "CEditline.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

// The signals that end the process, from outside or by a crash.
static const int deadly[] = {SIGHUP, SIGQUIT, SIGTERM, SIGILL, SIGTRAP, SIGABRT,
                             SIGBUS, SIGFPE,  SIGSEGV, SIGSYS, SIGXCPU};
enum { DEADLY_COUNT = sizeof deadly / sizeof deadly[0] };

enum { STACK_SIZE = 64 * 1024 };

static struct termios attributes; // written once, before any handler is set
static atomic_int guarded = -1;

void mpq_terminal_restore(void) {
  // Bracketed paste off, cursor visible, no colours.
  static const char reset[] = "\x1b[?2004l\x1b[?25h\x1b[0m";
  int descriptor = atomic_load(&guarded);
  // In the background, another process group owns the terminal.
  if (descriptor < 0 || tcgetpgrp(descriptor) != getpgrp()) return;
  ssize_t written = write(descriptor, reset, sizeof reset - 1);
  (void)written;
  tcsetattr(descriptor, TCSANOW, &attributes);
}

// Calls only async-signal-safe functions.
static void die(int number) {
  mpq_terminal_restore();
  // SA_RESETHAND has restored the default action.
  raise(number);
}

void mpq_terminal_keep_end_key(bool is_kept) {
  int descriptor = atomic_load(&guarded);
  if (descriptor < 0 || tcgetpgrp(descriptor) != getpgrp()) return;
  struct termios now;
  if (tcgetattr(descriptor, &now) != 0) return;
  now.c_cc[VEOF] = is_kept ? _POSIX_VDISABLE : attributes.c_cc[VEOF];
  tcsetattr(descriptor, TCSANOW, &now);
}

bool mpq_terminal_guard(int descriptor) {
  if (atomic_load(&guarded) >= 0) return true;
  if (tcgetattr(descriptor, &attributes) != 0) return false;
  atomic_store(&guarded, descriptor);

  // A stack that overflowed cannot run a handler.
  stack_t stack = {.ss_sp = malloc(STACK_SIZE), .ss_size = STACK_SIZE};
  if (stack.ss_sp != NULL && sigaltstack(&stack, NULL) != 0) free(stack.ss_sp);

  struct sigaction action = {.sa_handler = die,
                             .sa_flags = SA_RESETHAND | SA_NODEFER | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  // tcsetattr must not stop a process that has just lost the terminal.
  sigaddset(&action.sa_mask, SIGTTOU);
  for (int index = 0; index < DEADLY_COUNT; index++) {
    struct sigaction before;
    if (sigaction(deadly[index], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    sigaction(deadly[index], &action, NULL);
  }
  return true;
}
