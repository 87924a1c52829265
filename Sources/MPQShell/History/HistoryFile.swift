import MPQAPI
import MPQFiles
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file of what was asked: one for each profile, shared by all shells that are open.
///
/// Each entry is appended at once, under a lock. Where that fails, one warning is given, the shell
/// goes on, and the entries are tried again with the next one.
package final class HistoryFile: Sendable {
  private struct State {
    /// Entries that could not be written yet, oldest first.
    var waiting: [String] = []
    /// Whether a thread writes entries that waited.
    var isWriting = false
    var secrets: [SecretCheck]
    var hasWarned = false
    /// How often in a row another shell held the lock for too long.
    var misses = 0
  }

  /// The misses in a row of which a person is told; a slow disk alone makes fewer.
  private static let missLimit = 3

  /// The most entries that wait for a file that can be written.
  private static let waitingLimit = 1_000

  private let file: HistoryStorage
  private let rules: HistoryRules
  private let state: Mutex<State>
  private let warn: @Sendable (String) -> Void

  /// The history at `path`; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - path: The file, which need not exist, nor its folder.
  ///   - rules: What is kept.
  ///   - secrets: Each says whether a secret stands in a text that is then never written.
  ///   - warn: Takes the one warning, a sentence for a person.
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

  /// Everything that is kept, oldest first: the file, then what waits for it.
  package func entries() -> [String] {
    var kept: [String] = []
    attempt { () throws(SystemError) in kept = try file.entries() }
    return kept + state.withLock(\.waiting)
  }

  /// The entries that hold `text`, capitals apart, newest first and each once.
  package func search(_ text: String) -> [String] {
    let search = ByteSearch(text)
    return entries().reversed().filter { search.place(in: $0) != nil }.withoutRepeats()
  }

  /// Writes an entry.
  ///
  /// - Parameter entry: A whole statement or command, as it was typed, in one or more lines.
  /// - Returns: Whether it is kept, and if not, why. An entry just like the last one in the file is
  ///   not written again.
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

  /// Keeps a secret out that has become known only now, also where it was written before.
  ///
  /// - Parameter holdsSecret: Says whether the secret stands in a text.
  package func hide(_ holdsSecret: @escaping SecretCheck) {
    state.withLock { state in
      state.secrets.append(holdsSecret)
      state.waiting.removeAll(where: holdsSecret)
    }
    // One look at all entries: a look at each of them would take seconds for a long history.
    if holdsSecret(entries().joined(separator: "\n")) { compact() }
  }

  /// Makes the file smaller: each entry once, where it stands last, and no more than the limits.
  ///
  /// To be called when a shell ends, or has begun. The file is replaced whole or not at all.
  package func compact() {
    attempt { () throws(SystemError) in
      try write()
      let secrets = state.withLock(\.secrets)
      try file.rewrite { rules.compacted($0, secrets: secrets) }
    }
  }

  /// Writes what waits.
  ///
  /// No lock of this process is held meanwhile, since the file may be slow or locked by another
  /// shell. One thread writes at a time, so that entries stay in their order.
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

  /// The entries to write now; `nil` where there are none, or another thread writes.
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
