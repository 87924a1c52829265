import Synchronization

/// Shows events of background work to the user; thread-safe.
final class ShellNotices: Sendable {
  private let screen: ShellScreen
  private let signals = Mutex<EditorSignals?>(nil)

  /// Writes to `screen` until there is an editor.
  init(_ screen: ShellScreen) {
    self.screen = screen
  }

  /// Writes to an editor from now on; to the screen if it is `nil`.
  func attach(to editor: EditorSignals?) {
    signals.withLock { $0 = editor }
  }

  /// Shows a text above the line.
  func notify(_ text: String) {
    guard let signals = signals.withLock(\.self) else { return screen.tell(text) }
    signals.notify(text)
  }

  /// Shows at the right margin that names are being fetched.
  func showFetching() {
    signals.withLock(\.self)?.setStatus("fetching names…")
  }

  /// Clears the right margin.
  func clear() {
    signals.withLock(\.self)?.setStatus(nil)
  }

  /// Handles an event of the names.
  func take(_ news: NameCache.News) {
    switch news {
    case .loaded, .ended(isLast: false): break
    // The user may wait for this list.
    case .arrived, .ended(isLast: true): clear()
    case .failed(let message): notify(message)
    }
  }
}
