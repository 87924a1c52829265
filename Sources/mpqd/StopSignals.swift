import Dispatch
import MPQServer
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Stops a server when somebody asks for it: SIGTERM, or SIGINT (Ctrl-C).
///
/// The second signal ends the program at once.
final class StopSignals: Sendable {
  private let first = Mutex<Int32?>(nil)

  /// How the program ends.
  var status: ExitStatus { first.withLock { $0 } == SIGINT ? .interrupted : .success }

  /// Calls ``APIServer/stop()`` of `server` for as long as `body` runs.
  func stopping(
    _ server: APIServer, while body: () async throws(ServerError) -> Void
  ) async throws(ServerError) {
    let sources = [SIGTERM, SIGINT].map { number in
      // The default would end the program before Dispatch sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { self.receive(number, server) }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    try await body()
  }

  private func receive(_ number: Int32, _ server: APIServer) {
    let isFirst = first.withLock { first in
      defer { first = first ?? number }
      return first == nil
    }
    guard isFirst else { _exit(128 + number) }
    Task { await server.stop() }
  }
}
