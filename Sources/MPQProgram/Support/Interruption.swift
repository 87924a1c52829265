import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cleans up before SIGINT (Ctrl-C) or SIGTERM ends the program.
///
/// It does not wait for running work, because files on disk are consistent at any moment.
enum Interruption {
  /// Runs `body`, and calls `tidy` before a signal ends the program.
  static func tidying<Result>(
    _ tidy: @escaping @Sendable () -> Void, while body: () async throws -> Result
  ) async rethrows -> Result {
    let queue = DispatchQueue(label: "mpq.interruption")
    let sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the program before Dispatch sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        tidy()
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
}
