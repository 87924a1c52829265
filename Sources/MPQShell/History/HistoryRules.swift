import MPQAPI

/// What a history keeps, and how much of it.
package struct HistoryRules: Sendable {
  /// The most entries that are kept.
  var entryLimit = 10_000
  /// The most bytes that one entry may have; longer ones are not kept.
  var entryByteLimit = 64 << 10
  /// The most bytes that the file keeps.
  package var byteLimit = 4 << 20

  /// The usual limits: 10,000 entries, 64 KiB each, 4 MiB together.
  init() {}

  /// What becomes of an entry.
  package enum Verdict: Equatable, Sendable {
    /// It is kept.
    case keep
    /// There is nothing in it.
    case blank
    /// A space before it says that it is nobody's business.
    case isPrivate
    /// It has more bytes than the limit.
    case tooLong
    /// A secret stands in it.
    case holdsSecret
  }

  /// What becomes of `entry`.
  ///
  /// - Parameters:
  ///   - entry: A whole statement or command, as it was typed.
  ///   - secrets: Each says whether a secret stands in a text.
  /// - Returns: The first reason against it, if there is one.
  func verdict(on entry: String, secrets: [SecretCheck]) -> Verdict {
    if entry.utf8.first == UInt8(ascii: " ") { return .isPrivate }
    if entry.utf8.allSatisfy({ (0x09...0x0D).contains($0) || $0 == 0x20 }) { return .blank }
    if entry.utf8.count > entryByteLimit { return .tooLong }
    return secrets.contains { $0(entry) } ? .holdsSecret : .keep
  }

  /// What compaction leaves of `entries`: each once, where it was written last, and the newest of
  /// them within the limits.
  ///
  /// - Parameters:
  ///   - entries: Oldest first.
  ///   - secrets: Entries with a secret in them are dropped, too: it may have become known later.
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
