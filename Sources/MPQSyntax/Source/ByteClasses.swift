/// Classes of bytes for the lexer.
extension UInt8 {
  /// LF or CR.
  var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  /// One of the ten ASCII digits.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// A digit of a hexadecimal number.
  var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }

  /// An ASCII letter, `_` or `$`: what a bare word may begin with, apart from non-ASCII.
  var isWordHead: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "$")
  }

  /// A byte inside a scalar, and not its first.
  var isContinuation: Bool { self & 0xC0 == 0x80 }

  /// Part of a scalar that is not ASCII.
  var isNonASCII: Bool { self >= 0x80 }
}
