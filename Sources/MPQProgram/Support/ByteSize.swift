import MPQAPI

/// Sizes in bytes as people write them: `65536`, `256M`, `64MiB`, `1G`.
///
/// K, M and G are powers of 1024; a `B` or `iB` may follow.
enum ByteSize {
  private static let units: [(letter: Character, bytes: Int)] = [
    ("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30),
  ]

  /// The bytes that `text` denotes; `nil` when it is invalid or too large for an `Int`.
  static func bytes(_ text: String) -> Int? {
    var text = text.lowercased()
    if text.hasSuffix("ib") { text.removeLast(2) } else if text.hasSuffix("b") { text.removeLast() }
    var factor = 1
    if let unit = units.first(where: { $0.letter == text.last }) {
      text.removeLast()
      factor = unit.bytes
    }
    guard text.utf8.allSatisfy(\.isDigit),
      let number = Int(text)
    else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: factor)
    return overflows ? nil : bytes
  }
}
