import CEditline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The interrupts (SIGINT) of the process, counted for as long as it lives instead of ending it.
///
/// While the editor reads, Ctrl-C is one of its keys and no signal.
package struct InterruptSource: Sendable {
  /// Why a wait ended.
  package enum Event: Equatable, Sendable {
    /// What was waited for is there.
    case woken
    /// SIGINT came.
    case interrupted
    /// The time is over.
    case elapsed
  }

  /// Begins to count; `nil` where the process has too many files open.
  package init?() {
    guard mpq_signals_watch(SIGINT) else { return nil }
  }

  /// How many have come.
  package var count: UInt32 { mpq_signals_count(SIGINT) }

  /// A descriptor that can be read when one has come, and also at other signals: compare
  /// ``count``.
  package var descriptor: Int32 { mpq_signals_descriptor() }

  /// Waits for the first of three things.
  ///
  /// - Parameters:
  ///   - wake: What is waited for.
  ///   - count: What ``count`` was before the work began; another is an interrupt.
  ///   - duration: How long at most; for ever where it is `nil`.
  /// - Returns: The first that happened; an interrupt before all else.
  package func wait(for wake: WakePipe, after count: UInt32, atMost duration: Duration? = nil)
    -> Event
  {
    let end = duration.map { ContinuousClock.now + min($0, Self.longest) }
    while true {
      if self.count != count { return .interrupted }
      let rest = end.map { Self.milliseconds($0 - .now) }
      let ready = poll([wake.descriptor, descriptor], milliseconds: rest ?? -1)
      if ready.contains(descriptor) { mpq_descriptor_drain(descriptor) }
      if self.count != count { return .interrupted }
      if ready.contains(wake.descriptor) {
        wake.reset()
        return .woken
      }
      if let end, end <= .now { return .elapsed }
    }
  }

  /// The clock's end is not far beyond.
  private static let longest = Duration.seconds(1 << 32)

  /// Rounded up, so that no time is left when it is over.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0 && attoseconds >= 0 else { return 0 }
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }
}
