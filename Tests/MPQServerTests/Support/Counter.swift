import Synchronization

/// Counts what happens at once, and in all.
final class Counter: Sendable {
  private let state = Mutex((now: 0, most: 0, all: 0))

  /// The maximum at any time.
  var most: Int { state.withLock { $0.most } }
  /// How many there were.
  var all: Int { state.withLock { $0.all } }

  /// One more.
  func begin() {
    state.withLock {
      $0.now += 1
      $0.all += 1
      $0.most = max($0.most, $0.now)
    }
  }

  /// One less at once.
  func end() {
    state.withLock { $0.now -= 1 }
  }
}
