import Synchronization

/// What has to be done before the process ends itself: at its end, or at a signal.
package enum ProcessEnd {
  private static let action = Mutex<(@Sendable () -> Void)?>(nil)

  /// Has ``run()`` call `body`.
  package static func prepare(_ body: @escaping @Sendable () -> Void) {
    action.withLock { $0 = body }
  }

  /// Does it, once.
  package static func run() {
    let body = action.withLock { action in
      defer { action = nil }
      return action
    }
    body?()
  }
}
