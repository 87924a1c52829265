internal import CProcess

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Protects the memory of a program that holds a secret.
package enum ProcessStart {
  /// Keeps the memory of this process, and with it the secret, out of crash reports and core dumps,
  /// and makes writes to closed connections fail with `EPIPE`.
  ///
  /// Call it first in `main`. A child process inherits only the soft limit of the size of core
  /// dumps.
  package static func prepare() {
    // Swift's crash reporter prints the memory that registers point to.
    for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] {
      signal(crash, SIG_DFL)
    }
    signal(SIGPIPE, SIG_IGN)
    // It fails only if a sandbox forbids the calls; mpq works without it.
    _ = mpq_process_forbid_dumps()
  }
}
