import MPQAPI

/// The clocks of a source of calls; tests set them by hand.
public struct CallClock: Sendable {
  /// The real time, in seconds since 1970-01-01T00:00:00Z; requests expire by it.
  public var now: @Sendable () -> Int
  /// Seconds of a clock that never goes back; deadlines go by it.
  public var uptime: @Sendable () -> Double
  /// Sleeps for so many seconds; throws when the task is cancelled.
  public var sleep: @Sendable (Double) async throws -> Void

  /// The clocks of the system, but for the real time.
  ///
  /// - Parameter now: The real time, in seconds since 1970-01-01T00:00:00Z.
  public init(now: @escaping @Sendable () -> Int) {
    let start = ContinuousClock.now
    self.init(
      now: now, uptime: { (ContinuousClock.now - start) / .seconds(1) },
      sleep: { try await Task.sleep(for: .seconds($0)) })
  }

  /// Three clocks.
  ///
  /// - Parameters:
  ///   - now: The real time, in seconds since 1970-01-01T00:00:00Z.
  ///   - uptime: Seconds of a clock that never goes back.
  ///   - sleep: Sleeps for so many seconds; throws when the task is cancelled.
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

  /// `seconds` from now on.
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
