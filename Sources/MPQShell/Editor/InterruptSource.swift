import CEditline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Counts the interrupts (SIGINT) of the process, which no longer end it.
///
/// While the editor reads, Ctrl-C is a key and not a signal.
package struct InterruptSource: Sendable {
  /// Why a wait ended.
  package enum Event: Equatable, Sendable {
    /// The pipe was woken.
    case woken
    /// SIGINT was received.
    case interrupted
    /// The time limit passed.
    case elapsed
  }

  /// Starts to count; `nil` if the process has too many files open.
  package init?() {
    guard mpq_signals_watch(SIGINT) else { return nil }
  }

  /// The number of interrupts so far.
  package var count: UInt32 { mpq_signals_count(SIGINT) }

  /// A descriptor that is readable after an interrupt, and after other signals: compare ``count``.
  package var descriptor: Int32 { mpq_signals_descriptor() }

  /// Waits for a wake-up, an interrupt or a timeout.
  ///
  /// - Parameters:
  ///   - wake: The pipe to wait for.
  ///   - count: The value of ``count`` before the work began; a change is an interrupt.
  ///   - duration: The timeout; `nil` for none.
  /// - Returns: The first event; an interrupt takes precedence.
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

  /// A limit that does not overflow the clock.
  private static let longest = Duration.seconds(1 << 32)

  /// Rounded up, so that the wait does not end early.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0 && attoseconds >= 0 else { return 0 }
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }
}
