import MPQ
import Synchronization

/// A manual clock; sleeping takes no time and advances it.
final class TestClock: Sendable {
  private struct State {
    var seconds = 0.0
    var sleeps: [Double] = []
  }

  private static let start = 1_275_624_368

  private let state = Mutex(State())

  /// The recorded pauses.
  var sleeps: [Double] { state.withLock(\.sleeps) }
  /// Wall-clock time.
  var now: Int { Self.start + Int(state.withLock(\.seconds)) }

  func advance(by seconds: Double) { state.withLock { $0.seconds += seconds } }

  var callClock: CallClock {
    CallClock(
      now: { self.now }, uptime: { self.state.withLock(\.seconds) },
      sleep: { seconds in
        self.state.withLock { state in
          state.seconds += seconds
          state.sleeps.append(seconds)
        }
        try Task.checkCancellation()
      })
  }
}
