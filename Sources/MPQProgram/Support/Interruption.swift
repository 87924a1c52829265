import Dispatch
import MPQConsole

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cleans up before SIGINT (Ctrl-C) or SIGTERM ends the program.
///
/// It does not wait for running work, because files on disk are consistent at any moment.
enum Interruption {
  /// How the process ends; a shell reports both in the same way.
  enum Status {
    /// 128 and the number of the signal.
    case exitCode
    /// The signal's default action.
    case signal
  }

  /// Runs `body`, and calls `tidy` before a signal ends the program.
  ///
  /// - Parameters:
  ///   - status: How the process ends.
  ///   - tidy: Cleans up.
  ///   - body: The work.
  /// - Returns: What `body` returns.
  static func tidying<Result>(
    _ status: Status = .exitCode, _ tidy: @escaping @Sendable () -> Void = {},
    while body: () async throws -> Result
  ) async rethrows -> Result {
    let queue = DispatchQueue(label: "mpq.interruption")
    let sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the program before Dispatch sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        tidy()
        ProcessEnd.run()
        if status == .signal { end(by: number) }
        _exit(128 + number)
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    return try await body()
  }

  /// Lets the default action of a signal end the process.
  private static func end(by number: Int32) {
    signal(number, SIG_DFL)
    // Dispatch blocks signals in its threads, so that the process could miss its own.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }
}
