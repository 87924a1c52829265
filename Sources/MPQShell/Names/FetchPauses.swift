import MPQAPI

/// Pauses after failures: a minute, then twice as long each time, up to an hour.
struct FetchPauses {
  private struct Pause {
    var failures = 0
    var end = Int.min
  }

  /// Failures that affect all requests: no network, a wrong secret, no quota.
  private var server = Pause()
  /// Failures of one request, such as an unknown event.
  private var requests: [NameRequest: Pause] = [:]

  /// Whether `request` must wait at `now`.
  func holds(_ request: NameRequest, at now: Int) -> Bool {
    server.end > now || (requests[request]?.end ?? .min) > now
  }

  mutating func note(_ error: CallError, of request: NameRequest, at now: Int) {
    if error.category == .query {
      lengthen(&requests[request, default: Pause()], at: now)
    } else {
      lengthen(&server, at: now)
    }
  }

  mutating func noteSuccess(of request: NameRequest) {
    server = Pause()
    requests[request] = nil
  }

  private func lengthen(_ pause: inout Pause, at now: Int) {
    // Calls that failed together count once.
    guard pause.end <= now else { return }
    pause.failures += 1
    pause.end = now + min(3_600, 60 << min(pause.failures - 1, 6))
  }
}
