internal import MPQAPI
internal import Synchronization

/// Says whether the server can answer, to whoever asks.
final class Health: Sendable {
  static let path = "/healthz"

  /// How long an answer is good for: strangers may ask, and must not cost more than that.
  private static let lifetime = Duration.seconds(1)

  private let probe: @Sendable () async -> Bool
  private let last = Mutex<(isHealthy: Bool, time: ContinuousClock.Instant)?>(nil)

  /// Asks `probe`, at most once a second.
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
    let now = ContinuousClock.now
    let known: Bool? = last.withLock { last in
      guard let known = last, now - known.time < Self.lifetime else { return nil }
      return known.isHealthy
    }
    if let known { return known }
    let isHealthy = await probe()
    last.withLock { $0 = (isHealthy, now) }
    return isHealthy
  }
}
