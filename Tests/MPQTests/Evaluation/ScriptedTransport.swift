import MPQAPI
import Synchronization

/// A minimal server: answers from a closure, and records requests.
final class ScriptedTransport: Transport {
  private struct State {
    var requests: [SignedRequest] = []
    var timeouts: [Double] = []
    var running = 0
    var mostRunning = 0
  }

  private let state = Mutex(State())
  private let answer: @Sendable (SignedRequest) async throws(TransportError) -> Response

  init(_ answer: @escaping @Sendable (SignedRequest) async throws(TransportError) -> Response) {
    self.answer = answer
  }

  /// Answers everything with `body`.
  convenience init(status: Int = 200, mediaType: String? = "application/json", body: String) {
    self.init { _ in Response(status: status, mediaType: mediaType, body: Array(body.utf8)) }
  }

  var requests: [SignedRequest] { state.withLock(\.requests) }
  /// The seconds that each request could take.
  var timeouts: [Double] { state.withLock(\.timeouts) }
  var mostRunning: Int { state.withLock(\.mostRunning) }

  func send(
    _ request: SignedRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    state.withLock { state in
      state.requests.append(request)
      state.timeouts.append(timeout)
      state.running += 1
      state.mostRunning = max(state.mostRunning, state.running)
    }
    defer { state.withLock { $0.running -= 1 } }
    return try await answer(request)
  }
}
