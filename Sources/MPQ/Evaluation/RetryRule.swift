import MPQAPI

/// Decides whether a call is sent again, and after which pause.
///
/// Calls only read, so a retry is safe; but each may count towards the quota.
struct RetryRule {
  /// The most times that a call is sent again.
  var limit: Int
  /// The seconds below which a pause must be.
  var pauseLimit = Double.infinity

  /// The pauses after which a call is sent again when the server does not ask for one, in seconds.
  private static let pauses = [0.25, 1, 2]

  /// Sends a call until a try is the last one.
  ///
  /// - Parameters:
  ///   - deadline: The time until which all tries end.
  ///   - clock: The clock of the pauses.
  ///   - send: Sends the call once, within a number of seconds.
  /// - Returns: The response of the last try, whatever its status.
  /// - Throws: ``CallError`` when it has no complete response, and the error of `send`.
  func response(
    by deadline: Deadline, _ clock: CallClock,
    send: (Double) async throws(CallError) -> Result<Response, TransportError>
  ) async throws(CallError) -> Response {
    var count = 0
    while true {
      let outcome = try await send(count == 0 ? deadline.seconds : deadline.remaining)
      guard let pause = pause(after: outcome, count: count, remaining: deadline.remaining) else {
        do throws(TransportError) {
          return try outcome.get()
        } catch {
          throw .transport(error)
        }
      }
      do {
        try await clock.sleep(pause)
      } catch {
        throw .cancelled
      }
      count += 1
    }
  }

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
    return pause.flatMap { $0 < min(remaining, pauseLimit) ? $0 : nil }
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
