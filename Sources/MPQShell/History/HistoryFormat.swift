/// The format of a history file: one entry per line, a newline as `\n` and a backslash as `\\`.
enum HistoryFormat {
  /// The line of `entry`, with its newline.
  static func line(_ entry: String) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(entry.utf8.count + 1)
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): line += #"\\"#.utf8
      case UInt8(ascii: "\n"): line += #"\n"#.utf8
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  /// The entries of a file that holds `bytes`, oldest first.
  ///
  /// A last line without a newline was written in part, and is left out; so are empty lines and
  /// those that are not UTF-8.
  static func entries(_ bytes: ArraySlice<UInt8>) -> [String] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.dropLast().compactMap(entry)
  }

  /// The entry of a line without its newline; a backslash before another character is kept.
  private static func entry(_ line: ArraySlice<UInt8>) -> String? {
    guard !line.isEmpty else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var isEscaped = false
    for byte in line {
      switch (isEscaped, byte) {
      case (false, UInt8(ascii: "\\")):
        isEscaped = true
        continue
      case (true, UInt8(ascii: "n")): bytes.append(UInt8(ascii: "\n"))
      case (true, UInt8(ascii: "\\")): bytes.append(byte)
      case (true, _): bytes += [UInt8(ascii: "\\"), byte]
      case (false, _): bytes.append(byte)
      }
      isEscaped = false
    }
    if isEscaped { bytes.append(UInt8(ascii: "\\")) }
    return String(validating: bytes, as: UTF8.self)
  }
}
