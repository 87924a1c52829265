import Synchronization

/// What other threads have to say to somebody who edits a line.
///
/// Any thread may speak at any time.
package final class EditorSignals: Sendable {
  private struct State {
    var notices: [String] = []
    var status: String?
    var hasNews = false
  }

  /// Beyond it the oldest are given up: nobody reads that many.
  private static let noticeLimit = 1000

  private let state = Mutex(State())
  /// Wakes the editor.
  let wake: WakePipe

  /// Nothing said yet; `nil` where the process has too many files open.
  package init?() {
    guard let wake = WakePipe() else { return nil }
    self.wake = wake
  }

  /// Shows `text`, one or more lines, above the line that is edited, or before the next one.
  ///
  /// Control characters become visible.
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

  /// Whether something was said since ``take()``.
  var hasNews: Bool { state.withLock(\.hasNews) }

  /// The notices since the last call, and the present status.
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
