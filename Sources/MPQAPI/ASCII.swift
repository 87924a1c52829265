// Classes of ASCII bytes, for all targets above this one; MPQSyntax has separate ones.

extension UInt8 {
  /// `0` to `9`.
  @inlinable package var isDigit: Bool { self &- 0x30 < 10 }

  /// `a` to `z` and `A` to `Z`.
  @inlinable package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

  @inlinable package var isLetterOrDigit: Bool { isDigit || isLetter }

  /// The value of a hexadecimal digit, of either case; `nil` for other bytes.
  @inlinable package var hexadecimalValue: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  /// Appends the two hexadecimal digits of the byte.
  package func appendHexadecimal(to bytes: inout [UInt8], isUppercase: Bool = false) {
    let letter = UInt8(ascii: isUppercase ? "A" : "a")
    for digit in [self >> 4, self & 15] {
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : letter + digit - 10)
    }
  }
}

extension StringProtocol {
  /// Whether the text is 1 to 64 bytes, each of them an ASCII letter, a digit or one of `signs`.
  ///
  /// Such a text means itself in a file name, in SQL, in TOML and in a URL.
  package func isPlainName(signs: String) -> Bool {
    (1...64).contains(utf8.count)
      && utf8.allSatisfy { $0.isLetterOrDigit || signs.utf8.contains($0) }
  }
}

extension String {
  /// The text with leading zeros, at least `width` characters long.
  package func zeroPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
