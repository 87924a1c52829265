import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tidies up before the program ends because somebody asked for it: SIGINT (Ctrl-C), or SIGTERM.
///
/// Work that is under way is not waited for: whatever is on disk is whole at any moment.
enum Interruption {
  /// Runs `body`; when a signal ends it, `tidy` is called first.
  static func tidying<Result>(
    _ tidy: @escaping @Sendable () -> Void, while body: () async throws -> Result
  ) async rethrows -> Result {
    let queue = DispatchQueue(label: "mpq.interruption")
    let sources = [SIGINT, SIGTERM].map { number in
      // The default would end the program before Dispatch sees the signal.
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
