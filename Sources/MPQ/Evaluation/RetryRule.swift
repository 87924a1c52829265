import MPQAPI

/// Decides whether a call is sent again, and after which pause.
///
/// Calls only read, so a retry is safe; but each may count towards the quota.
struct RetryRule {
  /// The most times that a call is sent again.
  var limit: Int

  /// The pauses after which a call is sent again when the server does not ask for one, in seconds.
  private static let pauses = [0.25, 1, 2]

  /// Decides about the next try.
  ///
  /// - Parameters:
  ///   - outcome: The outcome of the last try.
  ///   - count: How many times the call was sent again already.
  ///   - remaining: The seconds that are left for the call; a longer pause makes no sense.
  /// - Returns: The seconds to wait before the next try; `nil` when there is no next try.
  func pause(
    after outcome: Result<Response, TransportError>, count: Int, remaining: Double
  ) -> Double? {
    guard count < limit else { return nil }
    let standard = Self.pauses[min(count, Self.pauses.count - 1)]
    let pause: Double?
    switch outcome {
    case .success(let response):
      pause = Self.pause(after: response, standard: standard)
    case .failure(.truncated), .failure(.failed):
      pause = standard
    // These fail again at once: a wrong host, a wrong port, a certificate.
    case .failure: pause = nil
    }
    return pause.flatMap { $0 < remaining ? $0 : nil }
  }

  private static func pause(after response: Response, standard: Double) -> Double? {
    switch response.status {
    case 429: response.retryAfter.map { max(Double($0), standard) }
    case 503: max(Double(response.retryAfter ?? 0), standard)
    case 502, 504: standard
    default: nil
    }
  }
}
