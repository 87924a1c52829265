public import MPQAPI
import Synchronization

/// Counts the calls of one query, for whoever waits for it.
final class CallCounter: Sendable {
  /// The counter of the query that the current task works for.
  @TaskLocal static var current: CallCounter?

  private let counts = Mutex((sent: 0, done: 0))

  /// The calls that were sent.
  var sent: Int { counts.withLock(\.sent) }
  /// Those of them that came to an end.
  var done: Int { counts.withLock(\.done) }

  fileprivate func begin() { counts.withLock { $0.sent += 1 } }
  fileprivate func end() { counts.withLock { $0.done += 1 } }
}

/// Tells a shell how many calls a query has made, and carries them through another transport.
public struct CountedTransport: Transport {
  private let transport: any Transport
  private let forQueries: any Transport

  /// Counts what goes through `transport`.
  ///
  /// - Parameters:
  ///   - transport: Carries the calls.
  ///   - forQueries: Carries those that somebody waits for, where they are to go another way.
  public init(_ transport: any Transport, forQueries: (any Transport)? = nil) {
    self.transport = transport
    self.forQueries = forQueries ?? transport
  }

  /// Sends through the other transport.
  public func send(_ request: SignedRequest) async throws(TransportError) -> Response {
    guard let counter = CallCounter.current else { return try await transport.send(request) }
    counter.begin()
    defer { counter.end() }
    return try await forQueries.send(request)
  }
}
