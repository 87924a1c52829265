import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Handles the signals of a service: SIGTERM and SIGINT (Ctrl-C) stop it, and SIGHUP reloads its
/// keys.
///
/// A second signal to stop ends the program immediately.
package final class ServiceSignals: Sendable {
  private let isStopping = Mutex(false)
  private let patience: Duration
  private let stop: @Sendable () async -> Void
  private let reload: @Sendable () -> Void
  private let end: @Sendable (_ status: Int32) -> Void

  /// Creates a handler that calls these functions.
  ///
  /// - Parameters:
  ///   - patience: How long `stop` may take before the program ends anyway.
  ///   - stop: Stops the service.
  ///   - reload: Reloads the keys.
  ///   - end: Ends the program immediately.
  package init(
    patience: Duration, stop: @escaping @Sendable () async -> Void,
    reload: @escaping @Sendable () -> Void,
    end: @escaping @Sendable (_ status: Int32) -> Void = { status in
      ProcessEnd.run()
      _exit(status)
    }
  ) {
    self.patience = patience
    self.stop = stop
    self.reload = reload
    self.end = end
  }

  /// Handles signals while `body` runs.
  package func listening(while body: () async throws -> Void) async throws {
    var sources: [any DispatchSourceSignal] = []
    defer { sources.forEach { $0.cancel() } }
    for number in [SIGTERM, SIGINT, SIGHUP] {
      // The default action would end the program before Dispatch sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { self.receive(number) }
      sources.append(source)
      // A signal before Dispatch listens would be lost.
      await withCheckedContinuation { continuation in
        source.setRegistrationHandler { continuation.resume() }
        source.resume()
      }
    }
    try await body()
  }

  /// What a signal does.
  package func receive(_ number: Int32) {
    guard number != SIGHUP else { return reload() }
    let isFirst = isStopping.withLock { isStopping in
      defer { isStopping = true }
      return !isStopping
    }
    guard isFirst else { return end(128 + number) }
    Task { await stop() }
    Task {
      try await Task.sleep(for: patience)
      // Needed if work ignores its cancellation, or a client reads nothing.
      end(0)
    }
  }
}
