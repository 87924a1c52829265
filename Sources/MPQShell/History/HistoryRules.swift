import MPQAPI

/// The limits of a history.
package struct HistoryRules: Sendable {
  /// The most entries.
  var entryLimit = 10_000
  /// The most bytes of an entry; longer ones are not stored.
  var entryByteLimit = 64 << 10
  /// The most bytes of the file.
  package var byteLimit = 4 << 20

  /// The usual limits: 10,000 entries, 64 KiB each, 4 MiB together.
  init() {}

  /// Whether an entry is stored.
  package enum Verdict: Equatable, Sendable {
    /// It is stored.
    case keep
    /// It is empty.
    case blank
    /// It starts with a space, which marks it as private.
    case isPrivate
    /// It is longer than the limit.
    case tooLong
    /// It contains a secret.
    case holdsSecret
  }

  /// Whether `entry` is stored.
  ///
  /// - Parameters:
  ///   - entry: A complete statement or command, as typed.
  ///   - secrets: Checks whether a text contains a secret.
  /// - Returns: `keep`, or the first reason against it.
  func verdict(on entry: String, secrets: [SecretCheck]) -> Verdict {
    if entry.utf8.first == UInt8(ascii: " ") { return .isPrivate }
    if entry.utf8.allSatisfy({ (0x09...0x0D).contains($0) || $0 == 0x20 }) { return .blank }
    if entry.utf8.count > entryByteLimit { return .tooLong }
    return secrets.contains { $0(entry) } ? .holdsSecret : .keep
  }

  /// The entries after compaction: each once, at its last place, the newest ones within the limits.
  ///
  /// - Parameters:
  ///   - entries: Oldest first.
  ///   - secrets: Entries with a secret are dropped, too: it may have become known later.
  /// - Returns: Some of the entries, oldest first.
  func compacted(_ entries: [String], secrets: [SecretCheck]) -> [String] {
    var seen: Set<ByteText> = []
    var kept: [String] = []
    var bytes = 0
    for entry in entries.reversed() {
      guard seen.insert(ByteText(entry)).inserted, verdict(on: entry, secrets: secrets) == .keep
      else { continue }
      bytes += HistoryFormat.line(entry).count
      guard kept.count < entryLimit, bytes <= byteLimit else { break }
      kept.append(entry)
    }
    return kept.reversed()
  }
}

/// Whether a text contains a secret; see `Secret.occurs(in:)`.
package typealias SecretCheck = @Sendable (String) -> Bool
