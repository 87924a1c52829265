import Synchronization

/// Messages from other threads to the line editor.
///
/// Thread-safe.
package final class EditorSignals: Sendable {
  private struct State {
    var notices: [String] = []
    var status: String?
    var hasNews = false
  }

  /// The most waiting notices; beyond it, the oldest are dropped.
  private static let noticeLimit = 1000

  private let state = Mutex(State())
  /// Wakes the editor.
  let wake: WakePipe

  /// Starts without messages; `nil` if the process has too many files open.
  package init?() {
    guard let wake = WakePipe() else { return nil }
    self.wake = wake
  }

  /// Shows `text`, one or more lines, above the line that is edited, or before the next one.
  ///
  /// Control characters are escaped.
  package func notify(_ text: String) {
    state.withLock {
      $0.notices.append(text)
      if $0.notices.count > Self.noticeLimit { $0.notices.removeFirst() }
      $0.hasNews = true
    }
    wake.wake()
  }

  /// Shows `text` at the right margin while a line is edited, until it is set again; `nil` for
  /// nothing.
  package func setStatus(_ text: String?) {
    state.withLock {
      $0.status = text
      $0.hasNews = true
    }
    wake.wake()
  }

  /// Whether there are messages since the last ``take()``.
  var hasNews: Bool { state.withLock(\.hasNews) }

  /// The notices since the last call, and the current status.
  func take() -> (notices: [String], status: String?) {
    state.withLock { state in
      defer {
        state.notices = []
        state.hasNews = false
      }
      return (state.notices, state.status)
    }
  }
}
