import Synchronization

/// Keeps statements in a history, once it is known which of them hold the secret.
///
/// Where the secret is, may be a command that asks the person; until it has run, statements wait.
final class HistoryKeeper: Sendable {
  let file: HistoryFile
  private let state: Mutex<(knowsSecret: Bool, waiting: [String])>

  /// A keeper of `file`, which knows the secret already where `knowsSecret`.
  init(_ file: HistoryFile, knowsSecret: Bool) {
    self.file = file
    state = Mutex((knowsSecret, []))
  }

  /// The statements that wait, oldest first.
  var waiting: [String] { state.withLock(\.waiting) }

  /// The most statements that wait; the oldest are given up for more.
  private static let waitingLimit = 1_000

  /// Keeps a statement unless the secret stands in it.
  func remember(_ entry: String) {
    let isKnown = state.withLock { state in
      if !state.knowsSecret {
        state.waiting.append(entry)
        if state.waiting.count > Self.waitingLimit { state.waiting.removeFirst() }
      }
      return state.knowsSecret
    }
    if isKnown { file.append(entry) }
  }

  /// Learns to tell whether the secret stands in a text.
  func learn(_ holdsSecret: @escaping SecretCheck) {
    file.hide(holdsSecret)
    let waiting = state.withLock { state in
      defer { state = (true, []) }
      return state.waiting
    }
    for entry in waiting { file.append(entry) }
  }
}
