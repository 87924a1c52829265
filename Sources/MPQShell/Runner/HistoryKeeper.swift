import Synchronization

/// Stores statements in a history once they can be checked for the secret.
///
/// The secret may come from a command that asks the user; until it has run, statements wait.
final class HistoryKeeper: Sendable {
  let file: HistoryFile
  private let state: Mutex<(knowsSecret: Bool, waiting: [String])>

  /// Stores in `file`; `knowsSecret` if the secret is known already.
  init(_ file: HistoryFile, knowsSecret: Bool) {
    self.file = file
    state = Mutex((knowsSecret, []))
  }

  /// The statements that wait, oldest first.
  var waiting: [String] { state.withLock(\.waiting) }

  /// The most statements that wait; beyond it, the oldest are dropped.
  private static let waitingLimit = 1_000

  /// Stores a statement unless it contains the secret.
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

  /// Takes the check for the secret, and stores the waiting statements.
  func learn(_ holdsSecret: @escaping SecretCheck) {
    file.hide(holdsSecret)
    let waiting = state.withLock { state in
      defer { state = (true, []) }
      return state.waiting
    }
    for entry in waiting { file.append(entry) }
  }
}
