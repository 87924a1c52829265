import MPQAPI
import MPQFiles
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The history file of a profile, shared by all open shells.
///
/// Each entry is appended at once, under a lock. If that fails, there is one warning, and the
/// entries are retried with the next one.
package final class HistoryFile: Sendable {
  private struct State {
    /// Entries that could not be written yet, oldest first.
    var waiting: [String] = []
    /// Whether a thread is writing entries.
    var isWriting = false
    var secrets: [SecretCheck]
    var hasWarned = false
    /// The number of lock timeouts in a row.
    var misses = 0
  }

  /// The lock timeouts in a row before the warning; a slow disk causes fewer.
  private static let missLimit = 3

  /// The most entries that wait to be written.
  private static let waitingLimit = 1_000

  private let file: HistoryStorage
  private let rules: HistoryRules
  private let state: Mutex<State>
  private let warn: @Sendable (String) -> Void

  /// The history at `path`; does not read or write yet.
  ///
  /// - Parameters:
  ///   - path: The file; it and its folder are created if missing.
  ///   - rules: The limits.
  ///   - secrets: Checks whether a text contains a secret; such a text is never written.
  ///   - warn: Gets the one warning.
  convenience init(
    path: String, rules: HistoryRules = HistoryRules(), secrets: [SecretCheck] = [],
    warn: @escaping @Sendable (String) -> Void
  ) {
    let file = HistoryStorage(path: path, byteLimit: rules.byteLimit)
    self.init(file, rules: rules, secrets: secrets, warn: warn)
  }

  init(
    _ file: HistoryStorage, rules: HistoryRules, secrets: [SecretCheck],
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.file = file
    self.rules = rules
    state = Mutex(State(secrets: secrets))
    self.warn = warn
  }

  /// All entries, oldest first: the file, then those that wait.
  package func entries() -> [String] {
    var kept: [String] = []
    attempt { () throws(SystemError) in kept = try file.entries() }
    return kept + state.withLock(\.waiting)
  }

  /// The entries that contain `text`, ignoring case, newest first and each once.
  package func search(_ text: String) -> [String] {
    let search = ByteSearch(text)
    return entries().reversed().filter { search.place(in: $0) != nil }.withoutRepeats()
  }

  /// Writes an entry.
  ///
  /// - Parameter entry: A complete statement or command, as typed, in one or more lines.
  /// - Returns: Whether it is stored, and if not, why. An entry equal to the last one in the file
  ///   is not written again.
  @discardableResult
  package func append(_ entry: String) -> HistoryRules.Verdict {
    let verdict = state.withLock { state in
      let verdict = rules.verdict(on: entry, secrets: state.secrets)
      if verdict == .keep { state.waiting.append(entry) }
      return verdict
    }
    if verdict == .keep { attempt(write) }
    return verdict
  }

  /// Keeps a secret that became known only now out of the file, and removes earlier entries with
  /// it.
  ///
  /// - Parameter holdsSecret: Whether a text contains the secret.
  package func hide(_ holdsSecret: @escaping SecretCheck) {
    state.withLock { state in
      state.secrets.append(holdsSecret)
      state.waiting.removeAll(where: holdsSecret)
    }
    // One check of all entries: a check of each would take seconds for a long history.
    if holdsSecret(entries().joined(separator: "\n")) { compact() }
  }

  /// Compacts the file: each entry once, at its last place, within the limits.
  ///
  /// Called when a shell starts or ends. The file is replaced whole or not at all.
  package func compact() {
    attempt { () throws(SystemError) in
      try write()
      let secrets = state.withLock(\.secrets)
      try file.rewrite { rules.compacted($0, secrets: secrets) }
    }
  }

  /// Writes the waiting entries.
  ///
  /// No lock of this process is held meanwhile, since the file may be slow or locked by another
  /// shell. One thread writes at a time, which keeps the order.
  private func write() throws(SystemError) {
    while let batch = takeBatch() {
      do throws(SystemError) {
        try file.append(batch)
        state.withLock { $0.isWriting = false }
      } catch {
        state.withLock { state in
          state.waiting = (batch + state.waiting).suffix(Self.waitingLimit)
          state.isWriting = false
        }
        throw error
      }
    }
  }

  /// The entries to write now; `nil` if there are none, or another thread is writing.
  private func takeBatch() -> [String]? {
    state.withLock { state in
      guard !state.isWriting, !state.waiting.isEmpty else { return nil }
      state.isWriting = true
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  private func attempt(_ body: () throws(SystemError) -> Void) {
    do throws(SystemError) {
      try body()
      state.withLock { $0.misses = 0 }
    } catch {
      let isNews = state.withLock { state in
        state.misses += 1
        if state.hasWarned || error.code == EWOULDBLOCK && state.misses < Self.missLimit {
          return false
        }
        state.hasWarned = true
        return true
      }
      guard isNews else { return }
      warn(
        "cannot save the history (\(error.text)); free some space, or repair \(file.path) "
          + "and its folder")
    }
  }
}
