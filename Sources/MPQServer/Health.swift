internal import MPQAPI
internal import Synchronization

/// Says whether the server can answer.
final class Health: Sendable {
  static let path = "/healthz"

  /// How long an answer is reused: anybody may ask, and must not cost more than that.
  fileprivate static let lifetime = Duration.seconds(1)

  fileprivate enum State {
    case unknown
    case probing(Task<Bool, Never>)
    case known(Bool, at: ContinuousClock.Instant)
  }

  private let probe: @Sendable () async -> Bool
  private let state = Mutex(State.unknown)

  /// Asks `probe`, at most once a second and never twice at a time.
  init(_ probe: @escaping @Sendable () async -> Bool) {
    self.probe = probe
  }

  /// The answer: 200, or 503.
  func reply() async -> Reply {
    let isHealthy = await isHealthy()
    var reply = Reply(
      Response(
        status: isHealthy ? 200 : 503, mediaType: "application/json",
        body: Array(#"{"status": "\#(isHealthy ? "ok" : "failing")"}"#.utf8)))
    if !isHealthy { reply.retryAfter = 5 }
    return reply
  }

  /// What the probe says, or said within the last second.
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
      // The time after the probe: one that takes long would otherwise be stale at once.
      state.withLock { $0 = .known(isHealthy, at: .now) }
      return isHealthy
    }
  }
}

extension Health.State {
  /// The state to answer from: that of a probe that runs, or of a fresh answer.
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
