import MPQAPI

/// The clocks of a source of calls; tests set them by hand.
public struct CallClock: Sendable {
  /// Wall-clock time, in seconds since 1970-01-01T00:00:00Z; used for the expiry of requests.
  public var now: @Sendable () -> Int
  /// Seconds of a monotonic clock; used for deadlines.
  public var uptime: @Sendable () -> Double
  /// Sleeps for a number of seconds; throws when the task is cancelled.
  public var sleep: @Sendable (Double) async throws -> Void

  /// The system's clocks, except for the wall clock.
  ///
  /// - Parameter now: Wall-clock time, in seconds since 1970-01-01T00:00:00Z.
  public init(now: @escaping @Sendable () -> Int) {
    let start = ContinuousClock.now
    self.init(
      now: now, uptime: { (ContinuousClock.now - start) / .seconds(1) },
      sleep: { try await Task.sleep(for: .seconds($0)) })
  }

  /// Three clocks.
  ///
  /// - Parameters:
  ///   - now: Wall-clock time, in seconds since 1970-01-01T00:00:00Z.
  ///   - uptime: Seconds of a monotonic clock.
  ///   - sleep: Sleeps for a number of seconds; throws when the task is cancelled.
  public init(
    now: @escaping @Sendable () -> Int, uptime: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async throws -> Void
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
  }
}

/// The time until which one call may take.
struct Deadline: Sendable {
  /// The seconds from the start of the call to its end.
  let seconds: Double
  private let end: Double
  private let uptime: @Sendable () -> Double

  /// The deadline `seconds` from now.
  init(in seconds: Double, of clock: CallClock) {
    self.seconds = seconds
    uptime = clock.uptime
    end = clock.uptime() + seconds
  }

  /// The seconds that are left; negative when the deadline has passed.
  var remaining: Double { end - uptime() }

  /// Ends the work of a call that is cancelled or late.
  func check() throws(CallError) {
    guard !Task.isCancelled else { throw .cancelled }
    guard remaining > 0 else { throw .late(seconds: seconds) }
  }
}
