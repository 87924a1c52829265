internal import MPQAPI
internal import Synchronization

/// The health check: whether the server can answer queries.
final class Health: Sendable {
  static let path = "/healthz"

  /// How long a result is reused, since unauthenticated clients may ask as often as they like.
  fileprivate static let lifetime = Duration.seconds(1)

  fileprivate enum State {
    case unknown
    case probing(Task<Bool, Never>)
    case known(Bool, at: ContinuousClock.Instant)
  }

  private let probe: @Sendable () async -> Bool
  private let state = Mutex(State.unknown)

  /// Creates a check that runs `probe` at most once a second, and never twice at a time.
  init(_ probe: @escaping @Sendable () async -> Bool) {
    self.probe = probe
  }

  /// The response: 200 or 503.
  func reply() async -> Reply {
    let isHealthy = await isHealthy()
    var reply = Reply(
      Response(
        status: isHealthy ? 200 : 503, mediaType: "application/json",
        body: Array(#"{"status": "\#(isHealthy ? "ok" : "failing")"}"#.utf8)))
    if !isHealthy { reply.retryAfter = 5 }
    return reply
  }

  /// The result of the probe; at most one second old.
  func isHealthy() async -> Bool {
    let running: Task<Bool, Never>
    switch state.withLock({ $0.current { self.start() } }) {
    case .known(let isHealthy, _): return isHealthy
    case .probing(let task): running = task
    case .unknown: return false
    }
    return await running.value
  }

  private func start() -> Task<Bool, Never> {
    Task {
      let isHealthy = await probe()
      // The time after the probe, since the result of a long probe would be stale otherwise.
      state.withLock { $0 = .known(isHealthy, at: .now) }
      return isHealthy
    }
  }
}

extension Health.State {
  /// The current state, after starting a probe if the last result is too old.
  fileprivate mutating func current(start: () -> Task<Bool, Never>) -> Self {
    switch self {
    case .known(_, let time) where .now - time < Health.lifetime: return self
    case .probing: return self
    case .known, .unknown:
      self = .probing(start())
      return self
    }
  }
}
