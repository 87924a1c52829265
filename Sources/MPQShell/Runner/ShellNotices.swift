import Synchronization

/// Carries what happens behind the prompt to whoever sits there, from any thread.
final class ShellNotices: Sendable {
  private let screen: ShellScreen
  private let signals = Mutex<EditorSignals?>(nil)

  /// Speaks through `screen` until there is an editor.
  init(_ screen: ShellScreen) {
    self.screen = screen
  }

  /// Speaks to an editor from now on; through the screen where it is `nil`.
  func speak(to editor: EditorSignals?) {
    signals.withLock { $0 = editor }
  }

  /// Says something above the line.
  func notify(_ text: String) {
    guard let signals = signals.withLock(\.self) else { return screen.tell(text) }
    signals.notify(text)
  }

  /// Says beside the line that names are coming.
  func tellOfFetching() {
    signals.withLock(\.self)?.setStatus("fetching names…")
  }

  /// Says nothing beside the line.
  func clear() {
    signals.withLock(\.self)?.setStatus(nil)
  }

  /// Takes what became of names.
  func take(_ news: NameCatalogue.News) {
    switch news {
    case .loaded, .ended(isLast: false): break
    // A name that came may be the one that is waited for.
    case .arrived, .ended(isLast: true): clear()
    case .failed(let message): notify(message)
    }
  }
}
